/** How a private value lies in its column: sealed with the data key or plain, and always saying which (spec §2). */
import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto'

/** The first byte of every private value. */
const PLAIN = 0
const SEALED = 1
/** NIST SP 800-38D §8.2.2: random nonces of 96 bits are good for 2^32 values under one key. */
const NONCE_BYTES = 12
const NONCES_AT_A_TIME = 256
const TAG_BYTES = 16

/** Where a value belongs. Sealed into it, so that nobody moves one peer's name to another. */
export interface Place {
  readonly table: string
  readonly column: string
  /** The row's primary key. */
  readonly row: string
}

export interface Cells {
  write(value: Uint8Array, place: Place): Uint8Array
  /** @throws when the value was sealed with another key, for another place, or is damaged */
  read(cell: Uint8Array, place: Place): Uint8Array
  writeText(text: string | null, place: Place): Uint8Array | null
  readText(cell: Uint8Array | null, place: Place): string | null
}

/**
 * @param dataKey 32 bytes; without it only plain values can be read
 * @param sealing whether new values are sealed; reading does not depend on it
 */
export function createCells(dataKey: Uint8Array | null, sealing: boolean): Cells {
  // A key object is several times faster than raw bytes, which Node 24 imports anew for each cipher.
  const key = dataKey && createSecretKey(dataKey)
  if (sealing && !key) throw new Error('storage: sealing needs a data key')

  // Drawn many at a time: each draw has a price of its own, and a list of peers has thousands of cells.
  let nonces = Buffer.alloc(0)
  function nextNonce(): Uint8Array {
    if (nonces.length === 0) nonces = randomBytes(NONCE_BYTES * NONCES_AT_A_TIME)
    const nonce = nonces.subarray(0, NONCE_BYTES)
    nonces = nonces.subarray(NONCE_BYTES)
    return nonce
  }

  function write(value: Uint8Array, place: Place): Uint8Array {
    if (!sealing || !key) return Buffer.concat([Buffer.of(PLAIN), value])
    const nonce = nextNonce()
    const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }).setAAD(bound(place))
    const sealed = [cipher.update(value), cipher.final()]
    return Buffer.concat([Buffer.of(SEALED), nonce, ...sealed, cipher.getAuthTag()])
  }

  function read(cell: Uint8Array, place: Place): Uint8Array {
    if (cell[0] === PLAIN) return cell.subarray(1)
    if (cell[0] !== SEALED || cell.length < 1 + NONCE_BYTES + TAG_BYTES) throw new Error('a private value is damaged')
    if (!key) throw new Error('a private value is sealed, and there is no key')
    const nonce = cell.subarray(1, 1 + NONCE_BYTES)
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
      .setAAD(bound(place))
      .setAuthTag(cell.subarray(cell.length - TAG_BYTES))
    const opened = decipher.update(cell.subarray(1 + NONCE_BYTES, cell.length - TAG_BYTES))
    return Buffer.concat([opened, decipher.final()])
  }

  return {
    write,
    read,
    writeText: (text, place) => (text === null ? null : write(Buffer.from(text, 'utf8'), place)),
    readText: (cell, place) => (cell === null ? null : Buffer.from(read(cell, place)).toString('utf8')),
  }
}

const bound = ({ table, column, row }: Place): Buffer => Buffer.from(`kith.cell.1\0${table}\0${column}\0${row}`)
