/** How much of the month's volume is used. */

import { useStore } from 'zustand'
import type { QuotaView } from '../../../contract/bandwidth-views.ts'
import { formatBytes, formatShare } from '../../format/quantities.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { Meter } from '../../ui/meter.tsx'
import { useStores } from '../../use-stores.ts'
import { toSettings } from './to-settings.ts'
import { dateWords } from './why-words.ts'

const words = strings.bandwidth.quota
const tones = { none: 'calm', within: 'good', warned: 'warn', reached: 'bad' } as const

export function QuotaBar({ quota }: { readonly quota: QuotaView }) {
  const { screen, settings } = useStores()
  const chosen = useStore(settings, (state) => state.value?.settings.bandwidth.quota ?? null)
  const { state, limitBytes, usedBytes, until } = quota
  const none = state === 'none' || limitBytes === 0
  const used = formatBytes(usedBytes)
  const limit = formatBytes(limitBytes)
  const share = limitBytes === 0 ? 0 : usedBytes / limitBytes
  const said =
    state === 'warned'
      ? words.warned(dateWords(until))
      : state === 'reached'
        ? chosen?.whenReached === 'pause'
          ? words.reachedPause(dateWords(until))
          : words.reachedWarn(dateWords(until))
        : null
  return (
    <section className={`quota quota-${state}`} aria-labelledby="bandwidth-quota">
      <h2 id="bandwidth-quota" className="bandwidth-part">
        {words.title}
      </h2>
      <div className="quota-line">
        {none ? (
          <span className="soft">{words.none}</span>
        ) : (
          <>
            <span className="numbers quota-used">{words.used(used, limit)}</span>
            <span className="quota-meter">
              <Meter
                value={Math.min(100, share * 100)}
                of={100}
                mark={chosen?.warnPercent ?? 80}
                tone={tones[state]}
                words={words.words(used, limit, formatShare(share))}
              />
            </span>
            <span className="soft numbers">
              {state === 'reached'
                ? formatShare(share)
                : words.left(formatBytes(Math.max(0, limitBytes - usedBytes)), dateWords(until))}
            </span>
          </>
        )}
        <Button size="small" look="quiet" onClick={() => toSettings(screen, 'quota')}>
          {none ? words.set : words.change}
        </Button>
      </div>
      <p role="status" className="quota-said">
        {said}
      </p>
    </section>
  )
}
