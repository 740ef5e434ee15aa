/** Safety words: few, numbered and large enough to be read to each other over the telephone. */
import './safety-words.css'

export interface SafetyWordsProps {
  readonly words: readonly string[]
  /** Read aloud before them. */
  readonly name: string
  readonly size?: 'normal' | 'large'
}

export const SafetyWords = ({ words, name, size = 'normal' }: SafetyWordsProps) => (
  <ol className={`safety safety-${size}`} aria-label={name}>
    {words.map((word, index) => (
      // The words of one pair never change places, and one may come twice.
      <li key={`${index}${word}`} className="safety-word">
        {word}
      </li>
    ))}
  </ol>
)
