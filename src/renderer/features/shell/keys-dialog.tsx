/** The keys that a person can use, on `?`. */
import { Fragment } from 'react'
import { peerStrings, strings } from '../../strings.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { useStores } from '../../use-stores.ts'

const { groups } = strings.help
const selecting = peerStrings.keys
const does = { ...strings.help.does, ...strings.shell.does }

/** Keys in one inner list are pressed one after the other; several inner lists are choices. */
const table: readonly { readonly title: string; readonly keys: readonly (readonly [readonly string[], string])[] }[] = [
  {
    title: groups.anywhere,
    keys: [
      [['g', 'p'], does.peers],
      [['g', 'r'], does.requests],
      [['g', 'i'], does.invites],
      [['g', 'b'], strings.bandwidth.title],
      [['g', 'a'], does.activity],
      [['g', 'h'], strings.health.title],
      [['g', 's'], does.settings],
      [['a'], does.add],
      [['n'], does.invite],
      [['u', 'Ctrl Z'], does.undo],
      [['?'], does.help],
    ],
  },
  {
    title: groups.peers,
    keys: [
      [['/'], does.search],
      [['↑', '↓'], does.move],
      [['Home', 'End'], does.ends],
      [['Enter'], does.open],
      [['Space'], selecting.select],
      [['Shift', '↑', '↓'], selecting.selectRange],
      [['Ctrl', 'A'], selecting.selectAll],
      [['Del'], selecting.remove],
      [['Esc'], selecting.escape],
    ],
  },
  {
    title: groups.requests,
    keys: [
      [['↑', '↓'], does.move],
      [['Enter'], does.approve],
      [['i'], does.ignore],
      [['b'], does.block],
    ],
  },
  {
    title: strings.shell.keysActivity,
    keys: [
      [['/'], does.search],
      [['↑', '↓'], does.move],
      [['Enter'], does.fold],
    ],
  },
  {
    title: strings.bandwidth.week.keysTitle,
    keys: [
      [['←', '↑', '↓', '→'], does.move],
      [['Shift', '←', '→'], strings.bandwidth.week.keys.mark],
      [['1', '…', '9'], strings.bandwidth.week.keys.pick],
      [['Space'], strings.bandwidth.week.keys.paint],
      [['Del'], strings.bandwidth.week.keys.clear],
    ],
  },
]

export function KeysDialog() {
  const { screen } = useStores()
  return (
    <Dialog title={strings.help.keysTitle} onClose={() => screen.closeDialog()}>
      <div className="keys">
        {table.map((group) => (
          <section key={group.title}>
            <h3 className="keys-title">{group.title}</h3>
            <dl>
              {group.keys.map(([keys, meaning]) => (
                <div key={meaning} className="keys-row">
                  <dt>{meaning}</dt>
                  <dd>
                    {keys.map((key, index) => (
                      <Fragment key={key}>
                        {index > 0 && keys[0] === 'g' && <span className="faint small">{strings.help.then}</span>}
                        <Kbd>{key}</Kbd>
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
