/** Finds peers while a person types; the arrow key goes on to what was found. */
import { Search, X } from 'lucide-react'
import { peerStrings, strings } from '../../strings.ts'
import { IconButton } from '../../ui/icon-button.tsx'

const words = strings.peers

export interface SearchFieldProps {
  readonly query: string
  readonly onChange: (text: string) => void
  /** The person wants to go to what was found. */
  readonly onDown: () => void
}

export const SearchField = ({ query, onChange, onDown }: SearchFieldProps) => (
  <div className="search">
    <Search size={14} className="search-icon" aria-hidden />
    <input
      type="search"
      className="input search-input"
      aria-label={words.search}
      placeholder={peerStrings.list.searchHint}
      value={query}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && query !== '') {
          event.preventDefault()
          onChange('')
        } else if (event.key === 'ArrowDown' || event.key === 'Enter' || event.key === 'Escape') {
          event.preventDefault()
          onDown()
        }
      }}
    />
    {query !== '' && (
      <IconButton
        name={words.clearSearch}
        size="small"
        className="search-clear"
        icon={<X size={14} aria-hidden />}
        onClick={() => onChange('')}
      />
    )}
  </div>
)
