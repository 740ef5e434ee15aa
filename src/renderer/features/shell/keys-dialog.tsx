/** The keys that a person can use, on `?`. */
import { Fragment } from 'react'
import { strings } from '../../strings.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { useStores } from '../../use-stores.ts'

const { does, groups } = strings.help

/** Keys in one inner list are pressed one after the other; several inner lists are choices. */
const table: readonly { readonly title: string; readonly keys: readonly (readonly [readonly string[], string])[] }[] = [
  {
    title: groups.anywhere,
    keys: [
      [['g', 'p'], does.peers],
      [['g', 'r'], does.requests],
      [['a'], does.add],
      [['u'], does.undo],
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
      [['Esc'], does.closePanel],
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
