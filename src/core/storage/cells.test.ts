import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCells } from './cells.ts'

const key = randomBytes(32)
const place = { table: 'peers', column: 'name', row: 'a' }
const bytes = fc.uint8Array({ maxLength: 200 })

describe('cells', () => {
  it('give back what was written, sealed or plain, whatever is written today', () => {
    fc.assert(
      fc.property(bytes, fc.boolean(), fc.boolean(), (value, then, now) => {
        const cell = createCells(key, then).write(value, place)
        expect(new Uint8Array(createCells(key, now).read(cell, place))).toEqual(value)
      }),
    )
  })

  it('show nothing of what they seal', () => {
    const cell = createCells(key, true).writeText('a name that nobody should read', place)
    expect(Buffer.from(cell ?? []).toString('latin1')).not.toContain('name')
  })

  it('do not open in another place, under another key, or after any change', () => {
    const cells = createCells(key, true)
    const cell = Buffer.from(cells.write(Buffer.from('Ada'), place))
    for (const other of [{ table: 'requests' }, { column: 'claimed_name' }, { row: 'b' }])
      expect(() => cells.read(cell, { ...place, ...other })).toThrow()
    expect(() => createCells(randomBytes(32), true).read(cell, place)).toThrow()
    expect(() => createCells(null, false).read(cell, place)).toThrow()
    for (let at = 1; at < cell.length; at += 1) {
      const changed = Buffer.from(cell)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(() => cells.read(changed, place)).toThrow()
    }
    for (const cut of [0, 1, 20, cell.length - 1]) expect(() => cells.read(cell.subarray(0, cut), place)).toThrow()
  })

  it('never use a nonce twice', () => {
    const cells = createCells(key, true)
    const nonces = Array.from({ length: 1_000 }, () =>
      Buffer.from(cells.write(Buffer.of(1), place)).toString('hex', 1, 13),
    )
    expect(new Set(nonces).size).toBe(1_000)
  })

  it('cannot seal without a key', () => {
    expect(() => createCells(null, true)).toThrow()
  })

  it('keep nothing as nothing', () => {
    const cells = createCells(key, true)
    expect(cells.writeText(null, place)).toBeNull()
    expect(cells.readText(null, place)).toBeNull()
    expect(cells.readText(cells.writeText('', place), place)).toBe('')
  })
})
