/** The first evening: who you are, how to meet somebody, and who is near. Shown for as long as nobody is known. */
import { ArrowRight, DoorOpen, RotateCcw, UserPlus } from 'lucide-react'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { useStore } from 'zustand'
import { byUsefulness, readAddress } from '../../format/address.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { useStores } from '../../use-stores.ts'
import { Nearby } from './nearby.tsx'
import './first-run.css'

const words = strings.welcome

/** @param identity the card that shows who this node is */
export function FirstRun({ identity }: { readonly identity: ReactNode }) {
  return (
    <div className="welcome">
      <div className="welcome-body">
        <header className="welcome-head">
          <h1 className="welcome-title" tabIndex={-1} data-screen-head>
            {words.title}
          </h1>
          <p className="soft">{words.text}</p>
        </header>
        <Knocking />
        <div className="welcome-columns">
          <section className="welcome-card" aria-label={words.you}>
            {identity}
            <HaveBackup />
          </section>
          <div className="welcome-side">
            <Meet />
            <Nearby />
          </div>
        </div>
      </div>
    </div>
  )
}

function Knocking() {
  const { requests, screen } = useStores()
  const waiting = useStore(requests, (state) => state.value?.filter((request) => !request.ignored).length ?? 0)
  return (
    <div role="status" className="knocking-place">
      {waiting > 0 && (
        <div className="knocking">
          <DoorOpen size={20} aria-hidden />
          <div className="knocking-text">
            <strong>{words.knocking(waiting)}</strong>
            <p className="soft">{words.knockingHint}</p>
          </div>
          <Button look="primary" onClick={() => screen.show('requests')}>
            {words.look}
          </Button>
        </div>
      )}
    </div>
  )
}

/** Who comes from another machine has an identity already, and this new one is not needed. */
function HaveBackup() {
  const { screen } = useStores()
  return (
    <div className="have-backup">
      <Button size="small" icon={<RotateCcw size={14} aria-hidden />} onClick={() => screen.open({ kind: 'restore' })}>
        {strings.identity.haveBackup}
      </Button>
      <span className="faint small">{strings.identity.haveBackupHint}</span>
    </div>
  )
}

function Meet() {
  const { screen } = useStores()
  return (
    <section className="meet">
      <h2 className="welcome-heading">{words.meet}</h2>
      <div className="meet-invite">
        <Button
          look="primary"
          icon={<UserPlus size={15} aria-hidden />}
          onClick={() => screen.open({ kind: 'invite' })}
        >
          {strings.invites.action}
        </Button>
        <p className="soft">{words.inviteHint}</p>
      </div>
      <AddField />
      <ByHand />
    </section>
  )
}

/** The way without an invite: an address goes over, a request comes back. */
function ByHand() {
  const { node, toasts } = useStores()
  const addresses = useStore(node, (state) => state.value?.addresses)
  const best = addresses === undefined ? undefined : byUsefulness(addresses)[0]
  const { steps } = words
  return (
    <details className="by-hand">
      <summary>{words.byHand}</summary>
      <ol className="steps">
        <li className="step">
          <p className="step-what">{steps.send}</p>
          <p className="soft">{steps.sendHint}</p>
          {best !== undefined && (
            <div className="step-do">
              <CopyButton text={best} what={strings.node.address} label={words.copyAddress} onFailed={toasts.problem} />
              <ReachOf address={best} />
            </div>
          )}
          {addresses !== undefined && best === undefined && <p className="step-do">{words.noAddress}</p>}
        </li>
        <li className="step">
          <p className="step-what">{steps.add}</p>
          <p className="soft">
            {steps.addHint} <code className="mono">{steps.addCommand}</code>.
          </p>
        </li>
        <li className="step">
          <p className="step-what">{steps.approve}</p>
          <p className="soft">{steps.approveHint}</p>
        </li>
      </ol>
    </details>
  )
}

function ReachOf({ address }: { readonly address: string }) {
  const { reach } = readAddress(address)
  if (reach === 'local-network') return <span className="faint small">{words.localOnly}</span>
  return reach === 'this-machine' ? <span className="faint small">{words.machineOnly}</span> : null
}

/** Takes what was pasted to the dialog that says what it means. */
function AddField() {
  const { screen } = useStores()
  const [text, setText] = useState('')
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    screen.open({ kind: 'add', text })
    setText('')
  }
  return (
    <form className="add-field" onSubmit={submit}>
      <label className="field-label" htmlFor="welcome-address">
        {words.or}
      </label>
      <div className="add-field-row">
        <input
          id="welcome-address"
          className="input mono"
          autoComplete="off"
          spellCheck={false}
          placeholder={strings.join.placeholderShort}
          maxLength={8192}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Button submits icon={<ArrowRight size={15} aria-hidden />}>
          {words.check}
        </Button>
      </div>
    </form>
  )
}
