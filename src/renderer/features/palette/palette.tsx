/** Everything that can be done, by typing: a field, what fits, and Enter. Works by keyboard alone (ARIA's combobox with a listbox). */
import { ChevronRight, Search } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import { Fragment, type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react'
import type { PeerView } from '../../../contract/views.ts'
import type { Commands } from '../../commands/command.ts'
import { keyNames } from '../../commands/key-names.ts'
import { callPeer } from '../../format/peer-words.ts'
import { strings } from '../../strings.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { Sigil } from '../../ui/sigil.tsx'
import { useStores } from '../../use-stores.ts'
import { find, findDeeds, type Item, type Section } from './found.ts'
import './finder.css'

const words = strings.palette

/** So many options pass with a press of Page Up or Page Down. */
const PAGE = 8

export interface PaletteProps {
  readonly commands: Commands
  /** Only what can be done with this peer. */
  readonly peerId: string | null
}

export function Palette({ commands, peerId }: PaletteProps) {
  const { peers, recent, screen } = useStores()
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  /** Where the focus was, for what takes it nowhere else. */
  const [before] = useState(() => document.activeElement)
  const [query, setQuery] = useState('')
  const [about, setAbout] = useState<PeerView | null>(() => (peerId === null ? null : (peers.get(peerId) ?? null)))
  const [chosen, setChosen] = useState(0)

  // As it was when it was typed: nothing slips away from under a hand.
  const sections = useMemo(() => {
    if (about !== null) return findDeeds(query, commands, about)
    const openId = screen.store.getState().peerId
    const open = openId === null ? null : (peers.get(openId) ?? null)
    return find(query, { commands, peers: peers.all(), open, recent: recent.ids() })
  }, [query, about, commands, peers, screen, recent])
  const items = sections.flatMap((section) => section.items)
  const active = items[Math.min(chosen, items.length - 1)]
  const optionId = (item: Item): string => `${id}-${item.key}`

  useEffect(() => {
    const option = active === undefined ? null : document.getElementById(`${id}-${active.key}`)
    // The title of a section belongs to its first option.
    if (chosen === 0) list.current?.scrollTo({ top: 0 })
    else option?.scrollIntoView({ block: 'nearest' })
  }, [active, chosen, id])

  const type = (text: string): void => {
    setQuery(text)
    setChosen(0)
  }
  const ask = (peer: PeerView | null): void => {
    setAbout(peer)
    type('')
  }
  const run = (item: Item | undefined): void => {
    if (item === undefined) return
    if (item.peer === null && about === null) recent.used(item.command.id)
    screen.closeDialog()
    item.command.run()
  }
  const onKey = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return
    const atEnd = field.current?.selectionStart === query.length
    if (event.key.toLowerCase() === 'k' && event.ctrlKey !== event.metaKey) {
      event.preventDefault()
      return screen.closeDialog()
    }
    const next = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE, PageUp: -PAGE }[event.key]
    if (next !== undefined) {
      event.preventDefault()
      setChosen(step(Math.min(chosen, items.length - 1), next, items.length))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      run(active)
    } else if (event.key === 'Backspace' && query === '' && about !== null) {
      event.preventDefault()
      ask(null)
    } else if (
      active?.peer != null &&
      ((event.key === 'Tab' && !event.shiftKey) || (event.key === 'ArrowRight' && atEnd))
    ) {
      event.preventDefault()
      ask(active.peer)
    } else if (event.key === 'Tab') {
      // There is nowhere else to go: the options are reached by the arrow keys.
      event.preventDefault()
    }
  }
  return (
    <Radix.Root open onOpenChange={(open) => (open ? undefined : screen.closeDialog())}>
      <Radix.Portal>
        <div className="dialog-veil finder-veil">
          <Radix.Content
            className="finder"
            aria-describedby={undefined}
            onOpenAutoFocus={(event) => {
              event.preventDefault()
              field.current?.focus()
            }}
            onCloseAutoFocus={(event) => {
              // What was done may have taken the focus to another dialog or screen; only what took it nowhere gives it back.
              event.preventDefault()
              const free = document.activeElement === null || document.activeElement === document.body
              if (free && before instanceof HTMLElement) before.focus({ preventScroll: true })
            }}
            onEscapeKeyDown={(event) => {
              if (about === null && query === '') return
              event.preventDefault()
              if (query === '') ask(null)
              else type('')
            }}
          >
            <Radix.Title className="only-read-aloud">{words.title}</Radix.Title>
            <div className="finder-field">
              {about === null ? (
                <Search size={16} aria-hidden />
              ) : (
                <button
                  type="button"
                  className="finder-about"
                  tabIndex={-1}
                  aria-label={words.back(callPeer(about))}
                  onClick={() => ask(null)}
                >
                  <Sigil peerId={about.peerId} size={18} />
                  <span className="cut">{callPeer(about)}</span>
                </button>
              )}
              <input
                ref={field}
                role="combobox"
                aria-expanded="true"
                aria-controls={`${id}-list`}
                aria-autocomplete="list"
                aria-activedescendant={active === undefined ? undefined : optionId(active)}
                aria-label={words.title}
                placeholder={about === null ? words.placeholder : words.placeholderOf(callPeer(about))}
                className="finder-input"
                autoComplete="off"
                spellCheck={false}
                maxLength={200}
                value={query}
                onChange={(event) => type(event.target.value)}
                onKeyDown={onKey}
              />
            </div>
            <div ref={list} role="listbox" id={`${id}-list`} aria-label={words.results} className="finder-list">
              {sections.map((section, index) => (
                <Options
                  key={`${section.title}${index}`}
                  section={section}
                  titleId={`${id}-title-${index}`}
                  active={active}
                  optionId={optionId}
                  onPoint={(item) => setChosen(items.indexOf(item))}
                  onRun={run}
                />
              ))}
            </div>
            {items.length === 0 && (
              <div className="finder-none">
                <p>{words.none(query.trim())}</p>
                <p className="faint small">{words.noneHint}</p>
              </div>
            )}
            <p role="status" className="only-read-aloud">
              {query === '' ? '' : words.found(items.length)}
            </p>
            <Hints peer={active?.peer != null} about={about !== null} />
          </Radix.Content>
        </div>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** One step goes round; a page stops at the ends. */
function step(from: number, by: number, length: number): number {
  if (length === 0) return 0
  const to = from + by
  if (Math.abs(by) === 1) return (to + length) % length
  return Math.min(length - 1, Math.max(0, to))
}

interface OptionsProps {
  readonly section: Section
  readonly titleId: string
  readonly active: Item | undefined
  readonly optionId: (item: Item) => string
  readonly onPoint: (item: Item) => void
  readonly onRun: (item: Item) => void
}

const Options = ({ section, titleId, active, optionId, onPoint, onRun }: OptionsProps) => (
  // biome-ignore lint/a11y/useSemanticElements: the groups of a listbox are ARIA's; HTML has none outside of a select
  <div role="group" aria-labelledby={titleId}>
    <div id={titleId} className="finder-title" aria-hidden="true">
      {section.title}
    </div>
    {section.items.map((item) => (
      // The keys are the field's, which keeps the focus: ARIA's combobox.
      <div
        key={item.key}
        id={optionId(item)}
        role="option"
        tabIndex={-1}
        aria-selected={item === active}
        className="finder-option"
        onPointerMove={() => (item === active ? undefined : onPoint(item))}
        onClick={() => onRun(item)}
      >
        {item.peer !== null && <Sigil peerId={item.peer.peerId} size={20} />}
        <span className="finder-label cut">{item.label}</span>
        {item.aside !== null && <span className="finder-aside cut">{item.aside}</span>}
        {item.peer !== null && <ChevronRight size={14} aria-hidden className="finder-more" />}
        <Keys keys={item.keys} />
      </div>
    ))}
  </div>
)

const Keys = ({ keys }: { readonly keys: readonly string[] }) => (
  <span className="finder-keys" aria-hidden="true">
    {keys.flatMap(keyNames).map((name, index) => (
      <Kbd key={`${name}${index}`}>{name}</Kbd>
    ))}
  </span>
)

const Hints = ({ peer, about }: { readonly peer: boolean; readonly about: boolean }) => (
  <footer className="finder-hints" aria-hidden="true">
    <Hint keys={['↑', '↓']}>{words.hints.move}</Hint>
    <Hint keys={['Enter']}>{words.hints.run}</Hint>
    {peer && <Hint keys={['Tab']}>{words.hints.actions}</Hint>}
    {about && <Hint keys={['⌫']}>{words.hints.back}</Hint>}
    <Hint keys={['Esc']}>{words.hints.close}</Hint>
  </footer>
)

const Hint = ({ keys, children }: { readonly keys: readonly string[]; readonly children: ReactNode }) => (
  <span className="finder-hint">
    {keys.map((key) => (
      <Fragment key={key}>
        <Kbd>{key}</Kbd>
      </Fragment>
    ))}
    {children}
  </span>
)
