/** The keys that a person can use, on `?`: those of the commands, and those of each list. */
import { Fragment } from 'react'
import type { Command } from '../../commands/command.ts'
import { keyNames } from '../../commands/key-names.ts'
import { peerStrings, strings } from '../../strings.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { useStores } from '../../use-stores.ts'

const { groups } = strings.help
const selecting = peerStrings.keys
const does = { ...strings.help.does, ...strings.shell.does }

interface Row {
  readonly meaning: string
  /** Each is another way; the keys of one way are pressed one after the other. */
  readonly ways: readonly (readonly string[])[]
  /** One way is as good as another, and that has to be said. */
  readonly choose?: boolean
}

interface Group {
  readonly title: string
  readonly rows: readonly Row[]
}

const row = (meaning: string, ...keys: readonly string[]): Row => ({ meaning, ways: keys.map((key) => [key]) })

/** The keys of what has the focus: they belong to it, and are no commands. */
const ofLists: readonly Group[] = [
  {
    title: groups.peers,
    rows: [
      row(does.move, '↑', '↓'),
      row(does.ends, 'Home', 'End'),
      row(does.open, 'Enter'),
      row(selecting.select, 'Space'),
      row(selecting.selectRange, 'Shift', '↑', '↓'),
      row(selecting.selectAll, 'Mod+a'),
      row(selecting.remove, 'Del'),
      row(selecting.escape, 'Esc'),
    ],
  },
  {
    title: groups.requests,
    rows: [row(does.move, '↑', '↓'), row(does.approve, 'Enter'), row(does.ignore, 'i'), row(does.block, 'b')],
  },
  {
    title: strings.shell.keysActivity,
    rows: [row(does.move, '↑', '↓'), row(does.fold, 'Enter')],
  },
  {
    title: strings.bandwidth.week.keysTitle,
    rows: [
      row(does.move, '←', '↑', '↓', '→'),
      row(strings.bandwidth.week.keys.mark, 'Shift', '←', '→'),
      row(strings.bandwidth.week.keys.pick, '1', '…', '9'),
      row(strings.bandwidth.week.keys.paint, 'Space'),
      row(strings.bandwidth.week.keys.clear, 'Del'),
    ],
  },
]

const rowsOf = (commands: readonly Command[]): readonly Row[] =>
  commands.flatMap(({ label, keys }) => (keys === undefined ? [] : [{ meaning: label, ways: keys, choose: true }]))

export function KeysDialog({ commands }: { readonly commands: readonly Command[] }) {
  const { screen } = useStores()
  const table: readonly Group[] = [
    { title: groups.anywhere, rows: rowsOf(commands.filter(({ group }) => group !== 'go')) },
    { title: strings.palette.group.go, rows: rowsOf(commands.filter(({ group }) => group === 'go')) },
    ...ofLists,
  ]
  return (
    <Dialog title={strings.help.keysTitle} size="wide" onClose={() => screen.closeDialog()}>
      <div className="keys">
        {table.map((group) => (
          <section key={group.title}>
            <h3 className="keys-title">{group.title}</h3>
            <dl>
              {group.rows.map(({ meaning, ways, choose }) => (
                <div key={meaning} className="keys-row">
                  <dt>{meaning}</dt>
                  <dd>
                    {ways.map((way, index) => (
                      <Fragment key={way.join(' ')}>
                        {index > 0 && choose && <span className="faint small">{strings.host.or}</span>}
                        <Way keys={way} />
                      </Fragment>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}

const Way = ({ keys }: { readonly keys: readonly string[] }) => (
  <span className="keys-way">
    {keys.map((key, index) => (
      <Fragment key={key}>
        {index > 0 && <span className="faint small">{strings.help.then}</span>}
        {keyNames(key).map((name) => (
          <Kbd key={name}>{name}</Kbd>
        ))}
      </Fragment>
    ))}
  </span>
)
