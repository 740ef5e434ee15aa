/** What happens to strangers, said in one sentence and changed with one press. */
import { useId } from 'react'
import { useStore } from 'zustand'
import { AdmissionMode } from '../../../contract/views.ts'
import { strings } from '../../strings.ts'
import { Segmented } from '../../ui/segmented.tsx'
import { useStores } from '../../use-stores.ts'
import { setAdmission } from './request-actions.ts'

const words = strings.strangers

const options = AdmissionMode.options.map((value) => ({ value, label: words.mode[value] }))

export function AdmissionBar() {
  const stores = useStores()
  const id = useId()
  const mode = useStore(stores.node, (state) => state.value?.admission ?? null)
  const fixed = useStore(stores.settings, (state) => state.value?.overridden.includes('admission.mode') ?? false)
  return (
    <div className="admission">
      <span id={id} className="admission-title">
        {words.title}
      </span>
      <fieldset className="admission-choice" disabled={fixed || mode === null} aria-describedby={`${id}-means`}>
        <Segmented
          label={words.about}
          options={options}
          value={mode}
          onChange={(next) => void setAdmission(stores, next, mode ?? 'ask')}
        />
      </fieldset>
      <p id={`${id}-means`} className="admission-means">
        {mode !== null && words.meaning[mode]} {fixed && <span className="faint">{words.overridden}</span>}
      </p>
    </div>
  )
}
