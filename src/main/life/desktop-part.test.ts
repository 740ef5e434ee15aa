import { describe, expect, it } from 'vitest'
import { settled } from '../../../tests/harness/manual-clock.ts'
import { DesktopView, type UpdateView } from '../../contract/desktop-views.ts'
import { KithError } from '../../contract/errors.ts'
import { createEmitter } from '../../kit/emitter.ts'
import { createDesktopPart, type UpdatesPart } from './desktop-part.ts'

const page = 'https://kith.example/help'

function setUp() {
  const seen: unknown[] = []
  const refuse = (): Promise<never> => Promise.reject(new KithError('InvalidRequest', 'No update feed is set.'))
  const updates = {
    view: { state: 'off', version: null, notes: null, percent: null, checkedAt: null, problem: null },
    changed: createEmitter<UpdateView>(),
    check: refuse,
    download: refuse,
    install: refuse,
  } satisfies UpdatesPart
  let agreed = Promise.withResolvers<boolean>()
  let folderProblem = ''
  const part = createDesktopPart({
    platform: 'linux',
    logFolder: '/x/logs',
    tray: () => true,
    startsAtLogin: () => null,
    opensLinks: () => false,
    updates,
    agreesToOpen(address) {
      seen.push(['asked', address])
      agreed = Promise.withResolvers()
      return agreed.promise
    },
    openExternal: async (address) => void seen.push(['opened', address]),
    openFolder: async (path) => {
      seen.push(['folder', path])
      return folderProblem
    },
    takeFile: () => ({ name: 'a.txt', text: 'a' }),
    restart: () => seen.push('restart'),
  })
  return {
    part,
    seen,
    updates,
    answer: (yes: boolean) => agreed.resolve(yes),
    failFolder: () => (folderProblem = 'nothing opens folders'),
  }
}

describe('the desktop’s part', () => {
  it('says what it is, also when something of it changed', async () => {
    const { part, updates } = setUp()
    const told: DesktopView[] = []
    part.changed.on((view) => told.push(view))
    const view = DesktopView.parse(await part.handlers['desktop.status'](undefined))
    expect(view).toMatchObject({ kind: 'desktop', tray: true, opensLinks: false, update: { state: 'off' } })
    part.refresh()
    updates.changed.emit(updates.view)
    expect(told).toEqual([view, view])
  })

  it('opens an address once the person agreed', async () => {
    const { part, seen, answer } = setUp()
    const opening = part.handlers['desktop.openExternal']({ url: page })
    answer(true)
    expect(await opening).toEqual({ opened: true })
    expect(seen).toEqual([
      ['asked', page],
      ['opened', page],
    ])
  })

  it('opens nothing when the person does not, or when it is not ours, and does not ask then', async () => {
    const { part, seen, answer } = setUp()
    const opening = part.handlers['desktop.openExternal']({ url: page })
    answer(false)
    expect(await opening).toEqual({ opened: false })
    await expect(part.handlers['desktop.openExternal']({ url: 'https://elsewhere.test/' })).rejects.toMatchObject({
      name: 'PermissionDenied',
    })
    expect(seen).toEqual([['asked', page]])
  })

  it('asks one thing at a time', async () => {
    const { part, seen, answer } = setUp()
    const first = part.handlers['desktop.openExternal']({ url: page })
    await expect(part.handlers['desktop.openExternal']({ url: page })).rejects.toMatchObject({ name: 'LimitReached' })
    answer(false)
    await first
    void part.handlers['desktop.openExternal']({ url: page })
    await settled()
    expect(seen).toHaveLength(2)
  })

  it('shows the log’s folder, or says why not', async () => {
    const { part, seen, failFolder } = setUp()
    await part.handlers['desktop.openLogs'](undefined)
    failFolder()
    await expect(part.handlers['desktop.openLogs'](undefined)).rejects.toThrow('nothing opens folders')
    expect(seen).toEqual([
      ['folder', '/x/logs'],
      ['folder', '/x/logs'],
    ])
  })

  it('has no updates without a feed', async () => {
    const { part, seen } = setUp()
    for (const call of ['updates.check', 'updates.download', 'updates.install'] as const)
      await expect(part.handlers[call](undefined)).rejects.toMatchObject({ name: 'InvalidRequest' })
    await part.handlers['desktop.restart'](undefined)
    expect(seen).toEqual(['restart'])
    expect(await part.handlers['desktop.takeFile'](undefined)).toEqual({ name: 'a.txt', text: 'a' })
  })
})
