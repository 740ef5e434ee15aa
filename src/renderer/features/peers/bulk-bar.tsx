/** What can be done with the selected peers. It lies over the head of the list, so that nothing moves when it comes. */
import { Ban, ChevronDown, Pin, PinOff, ShieldCheck, SlidersHorizontal, Trash2, X } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { formatNumber } from '../../format/locale.ts'
import { peerStrings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { useStores } from '../../use-stores.ts'
import { BulkPermissions } from './bulk-permissions.tsx'
import { type Change, change, remove, sayingsOf } from './many-actions.ts'
import { useSelectionCount } from './use-selection.ts'

const words = peerStrings.bulk

/** @param onDone the bar is about to go: somebody else should have the focus */
export function BulkBar({ onDone }: { readonly onDone: () => void }) {
  const stores = useStores()
  const { selection, screen } = stores
  const { size, shown } = useSelectionCount()
  const [busy, setBusy] = useState(false)
  const [choosing, setChoosing] = useState(false)
  if (size === 0) return null

  const apply = async (what: Change): Promise<void> => {
    setBusy(true)
    await change(stores, selection.ids(), what, sayingsOf(what))
    setBusy(false)
  }
  const removeAll = async (): Promise<void> => {
    const ids = selection.ids()
    setBusy(true)
    const done = await remove(stores, ids)
    setBusy(false)
    if (!done) return
    const open = screen.store.getState().peerId
    if (open !== null && ids.includes(open)) screen.showPeer(null)
    clear()
  }
  const clear = (): void => {
    selection.pick({ kind: 'clear' })
    onDone()
  }
  return (
    <div
      role="toolbar"
      aria-label={words.toolbar}
      className="bulk"
      aria-busy={busy}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) clear()
      }}
    >
      <p className="bulk-count numbers">
        {formatNumber(size)} <span className="bulk-word">{words.selectedWord}</span>
        {shown < size && (
          <span className="bulk-hidden" title={words.hiddenWhy}>
            {' '}
            · {words.hidden(size - shown)}
          </span>
        )}
      </p>
      <BulkMenu label={words.level} icon={<ShieldCheck size={14} aria-hidden />} busy={busy}>
        <MenuItem onSelect={() => void apply({ level: 'verified' })}>{words.makeVerified}</MenuItem>
        <MenuItem onSelect={() => void apply({ level: 'trusted' })}>{words.makeTrusted}</MenuItem>
        <MenuItem danger icon={<Ban size={14} aria-hidden />} onSelect={() => void apply({ level: 'blocked' })}>
          {words.block}
        </MenuItem>
      </BulkMenu>
      <BulkMenu label={words.keep} icon={<Pin size={14} aria-hidden />} busy={busy}>
        <MenuItem icon={<Pin size={14} aria-hidden />} onSelect={() => void apply({ kept: true })}>
          {words.keepOn}
        </MenuItem>
        <MenuItem icon={<PinOff size={14} aria-hidden />} onSelect={() => void apply({ kept: false })}>
          {words.keepOff}
        </MenuItem>
      </BulkMenu>
      <Button
        look="quiet"
        size="small"
        className="bulk-button"
        disabled={busy}
        title={words.permissions}
        aria-label={words.permissions}
        icon={<SlidersHorizontal size={14} aria-hidden />}
        onClick={() => setChoosing(true)}
      >
        {words.permissions}
      </Button>
      <Button
        look="quiet"
        size="small"
        className="bulk-button bulk-danger"
        busy={busy}
        title={words.remove}
        aria-label={words.remove}
        icon={<Trash2 size={14} aria-hidden />}
        onClick={() => void removeAll()}
      >
        {words.remove}
      </Button>
      <IconButton name={words.clear} size="small" icon={<X size={14} aria-hidden />} onClick={clear} />
      {choosing && (
        <BulkPermissions
          peerIds={selection.ids()}
          onClose={() => setChoosing(false)}
          onChosen={(permissions) => {
            setChoosing(false)
            void apply({ permissions: permissions === null ? null : [...permissions] })
          }}
        />
      )}
    </div>
  )
}

interface BulkMenuProps {
  readonly label: string
  readonly icon: ReactNode
  readonly busy: boolean
  readonly children: ReactNode
}

const BulkMenu = ({ label, icon, busy, children }: BulkMenuProps) => (
  <Menu
    align="start"
    trigger={
      <button
        type="button"
        className="button button-quiet button-small bulk-button"
        title={label}
        aria-label={label}
        disabled={busy}
      >
        {icon}
        <span className="button-text">{label}</span>
        <ChevronDown size={12} className="bulk-chevron" aria-hidden />
      </button>
    }
  >
    {children}
  </Menu>
)
