/** A field that finds while a person types: Escape empties it first, and the arrow key goes on to what was found. */
import { Search, X } from 'lucide-react'
import { IconButton } from './icon-button.tsx'
import './search-field.css'

export interface SearchFieldProps {
  readonly label: string
  readonly placeholder: string
  readonly clearLabel: string
  readonly query: string
  readonly title?: string
  readonly className?: string
  readonly onChange: (text: string) => void
  /** The person wants to go to what was found. */
  readonly onDown: () => void
  /** The field is empty, and the person wants to leave it: the keys of the screens work elsewhere only. */
  readonly onLeave: () => void
}

export const SearchField = (props: SearchFieldProps) => {
  const { label, placeholder, clearLabel, query, title, className = '', onChange, onDown, onLeave } = props
  return (
    <div className={`search-field ${className}`}>
      <Search size={14} className="search-field-icon" aria-hidden />
      <input
        type="search"
        className="input search-field-input"
        aria-label={label}
        title={title}
        placeholder={placeholder}
        value={query}
        maxLength={256}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.preventDefault()
            if (query === '') onLeave()
            else onChange('')
          } else if (event.key === 'ArrowDown' || event.key === 'Enter') {
            event.preventDefault()
            onDown()
          }
        }}
      />
      {query !== '' && (
        <IconButton
          name={clearLabel}
          size="small"
          className="search-field-clear"
          icon={<X size={14} aria-hidden />}
          onClick={() => onChange('')}
        />
      )}
    </div>
  )
}
