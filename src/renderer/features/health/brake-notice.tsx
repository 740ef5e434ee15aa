/** Automatic bans were stopped because there were too many at once: says so, and lets a person let them go on. */
import { useState } from 'react'
import { useStore } from 'zustand'
import { Until } from '../../moments.tsx'
import { attempt } from '../../stores/attempt.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useStores } from '../../use-stores.ts'

const words = strings.health.brake

export function BrakeNotice() {
  const { client, reputation, toasts } = useStores()
  const summary = useStore(reputation, (state) => state.value)
  const [busy, setBusy] = useState(false)
  const until = summary?.bansHeldUntil ?? null
  if (summary === null || until === null) return null
  const release = async (): Promise<void> => {
    setBusy(true)
    await attempt(toasts, async () => {
      const value = await client.call('reputation.release')
      reputation.setState({ value, error: null })
      toasts.done(words.released)
    })
    setBusy(false)
  }
  return (
    <Notice
      tone="warn"
      action={
        <Button size="small" busy={busy} onClick={() => void release()}>
          {words.release}
        </Button>
      }
    >
      <p>
        <strong>{words.title}</strong>
      </p>
      <p>{words.text(summary.bansHeldBack)}</p>
      <p className="soft">
        {words.again} <Until atMs={Date.parse(until)} />.
      </p>
    </Notice>
  )
}
