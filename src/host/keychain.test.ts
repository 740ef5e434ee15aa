import { expect, it } from 'vitest'
import { settled } from '../../tests/harness/manual-clock.ts'
import { silentLog } from '../kit/log.ts'
import { createKeychainStore, type Keytar } from './keychain.ts'

/** A keychain that waits for a word before each answer. */
function slowKeytar(kept = new Map<string, string>()) {
  const waiting: (() => void)[] = []
  const asked: string[] = []
  const turn = async (what: string) => {
    asked.push(what)
    await new Promise<void>((go) => waiting.push(go))
  }
  const keytar: Keytar = {
    async getPassword(_service, account) {
      await turn(`get ${account}`)
      return kept.get(account) ?? null
    },
    async setPassword(_service, account, password) {
      await turn(`set ${account}`)
      kept.set(account, password)
    },
    async deletePassword(_service, account) {
      await turn(`delete ${account}`)
      return kept.delete(account)
    },
  }
  const answer = async () => {
    waiting.shift()?.()
    await settled()
  }
  return { keytar, kept, asked, answer }
}

const env = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' }
const storeOf = (keytar: Keytar) =>
  createKeychainStore({ profile: 'default', log: silentLog, env, load: async () => keytar })

it('lets no late answer overtake a newer call', async () => {
  const { keytar, asked, answer } = slowKeytar()
  const store = storeOf(keytar)
  const saving = store.save('old')
  await settled()
  // Whoever waited gave up; a new start asks what is there.
  const loading = store.load()
  await settled()
  expect(asked).toEqual(['set default'])
  expect(store.busy).toBe(true)
  await answer()
  await saving
  await answer()
  expect(await loading).toBe('old')
  expect(asked).toEqual(['set default', 'get default'])
  await settled()
  expect(store.busy).toBe(false)
})

it('believes that there is nothing only of a keychain that can be written to, and looks again after', async () => {
  const { keytar, kept, asked, answer } = slowKeytar()
  const loading = storeOf(keytar).load()
  await settled()
  await answer()
  // Being asked to write made a person unlock it.
  kept.set('default', 'was there all the time')
  for (let calls = 0; calls < 3; calls += 1) await answer()
  expect(await loading).toBe('was there all the time')
  expect(asked).toEqual(['get default', 'set write-test', 'delete write-test', 'get default'])
  expect([...kept.keys()]).toEqual(['default'])
})

it('says so when its native library is missing', async () => {
  const store = createKeychainStore({
    profile: 'default',
    log: silentLog,
    env,
    load: () => Promise.reject(new Error('libsecret-1.so.0: cannot open shared object file')),
  })
  await expect(store.load()).rejects.toMatchObject({ code: 6001, details: { reason: 'no-library' } })
  expect(store.busy).toBe(false)
})

it.runIf(process.platform === 'linux')('does not even load keytar where there is no session bus', async () => {
  const store = createKeychainStore({
    profile: 'default',
    log: silentLog,
    env: { XDG_RUNTIME_DIR: '/nowhere' },
    load: () => expect.unreachable('it was loaded'),
  })
  await expect(store.load()).rejects.toMatchObject({ code: 6001, details: { reason: 'no-service' } })
})
