/** Finds settings while a person types; the arrow key goes on to what was found. */
import { Search, X } from 'lucide-react'
import { strings } from '../../strings.ts'
import { IconButton } from '../../ui/icon-button.tsx'

const words = strings.preferences

export interface SettingsSearchProps {
  readonly query: string
  readonly onChange: (text: string) => void
  /** The person wants to go to what was found. */
  readonly onDown: () => void
}

export const SettingsSearch = ({ query, onChange, onDown }: SettingsSearchProps) => (
  <div className="settings-search">
    <Search size={14} className="settings-search-icon" aria-hidden />
    <input
      type="search"
      className="input settings-search-input"
      aria-label={words.search}
      title={words.searchHint}
      placeholder={words.search}
      value={query}
      maxLength={100}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && query !== '') {
          event.preventDefault()
          onChange('')
        } else if (event.key === 'Escape') {
          // Out of the field, so that the keys of the screens work again.
          document.querySelector<HTMLElement>('[data-screen-head]')?.focus()
        } else if (event.key === 'ArrowDown' || event.key === 'Enter') {
          event.preventDefault()
          onDown()
        }
      }}
    />
    {query !== '' && (
      <IconButton
        name={words.clearSearch}
        size="small"
        className="settings-search-clear"
        icon={<X size={14} aria-hidden />}
        onClick={() => onChange('')}
      />
    )}
  </div>
)
