/** The one switch that takes a whole network out of the caps, and the way to the rarer rules. */
import { useStore } from 'zustand'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { SwitchField } from '../../ui/switch-field.tsx'
import { useStores } from '../../use-stores.ts'
import { setLanExempt } from './bandwidth-actions.ts'
import { toSettings } from './to-settings.ts'

const words = strings.bandwidth.exceptions

export function Exceptions() {
  const stores = useStores()
  const exempt = useStore(stores.settings, (state) => state.value?.settings.bandwidth.lanExempt ?? false)
  return (
    <section aria-labelledby="bandwidth-exceptions">
      <h2 id="bandwidth-exceptions" className="bandwidth-part">
        {words.title}
      </h2>
      <SwitchField
        label={words.lan}
        about={words.lanAbout}
        checked={exempt}
        onChange={(next) => void setLanExempt(stores, next)}
      />
      <p className="exceptions-more">
        <span className="soft">{words.more}</span>
        <Button size="small" onClick={() => toSettings(stores.screen, 'bandwidth')}>
          {words.settings}
        </Button>
      </p>
    </section>
  )
}
