/**
 * For whoever publishes: signs what a feed says of its newest version, so that every Kith that has the feed's address can tell.
 *
 *   node scripts/sign-feed.mjs --new-key FILE        makes a key, once; keep it where no server is
 *   node scripts/sign-feed.mjs FILE [FOLDER]         signs latest*.yml in FOLDER (default: dist/packages)
 *
 * Then copy the packages, latest*.yml and latest*.yml.sig to the feed. A plain `openssl pkeyutl -sign -rawin` makes the same.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { at, isMain, say, stop } from './checkout.mjs'

/** Makes a private key of its owner alone. Never over another file. @param {string} file */
export function makeFeedKey(file) {
  const { privateKey } = generateKeyPairSync('ed25519')
  writeFileSync(file, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600, flag: 'wx' })
}

/** What the feed's address ends in. @param {string} file */
export function feedFragment(file) {
  return `#key=${createPublicKey(readPrivate(file)).export({ format: 'jwk' }).x}`
}

/** @param {string} file @param {string} folder @returns {string[]} what was written */
export function signFeed(file, folder) {
  const key = readPrivate(file)
  const names = readdirSync(folder).filter((name) => /^latest.*\.yml$/.test(name))
  for (const name of names)
    writeFileSync(
      join(folder, `${name}.sig`),
      `${sign(null, readFileSync(join(folder, name)), key).toString('base64')}\n`,
    )
  return names.map((name) => `${name}.sig`)
}

function readPrivate(file) {
  const key = createPrivateKey(readFileSync(file))
  if (key.asymmetricKeyType !== 'ed25519')
    throw new Error(`${file} holds a key of another kind; it takes an Ed25519 key.`)
  return key
}

if (isMain(import.meta.url)) {
  const [first, second] = process.argv.slice(2)
  try {
    if (first === '--new-key' && second) {
      makeFeedKey(second)
      say(`The key is in ${second}. Who loses it cannot publish for those who have its address; who finds it can.`)
      say(`The address of the feed ends in ${feedFragment(second)}`)
    } else if (first && !first.startsWith('-')) {
      const written = signFeed(first, second ?? at('dist', 'packages'))
      if (written.length === 0)
        stop('There is no latest*.yml to sign. `npm run package` writes it beside the packages.')
      say(`Wrote ${written.join(', ')}. The address of the feed ends in ${feedFragment(first)}`)
    } else stop('Usage: node scripts/sign-feed.mjs --new-key FILE, or node scripts/sign-feed.mjs FILE [FOLDER]')
  } catch (error) {
    stop(error.message)
  }
}
