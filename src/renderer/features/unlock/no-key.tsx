/** Shown when the page has no token, or one that the node does not take: it says where the whole address is printed. */
import { KeyRound } from 'lucide-react'
import { strings } from '../../strings.ts'
import { Page } from '../../ui/page.tsx'
import './unlock.css'

const words = strings.link

/** @param refused the node saw a token and did not take it */
export const NoKey = ({ refused }: { readonly refused: boolean }) => (
  <Page icon={<KeyRound size={22} aria-hidden />} title={refused ? words.refusedTitle : words.missingTitle}>
    <p className="soft">{refused ? words.refusedText : words.missingText}</p>
    <p>{words.wayOut}</p>
    <ul className="commands">
      {words.wayOutCommands.map((command) => (
        <li key={command} className="command mono">
          {command}
        </li>
      ))}
    </ul>
    <p className="faint">{words.wayOutHint}</p>
  </Page>
)
