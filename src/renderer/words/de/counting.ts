/** Numbers, plurals and lists as they stand in a German sentence. */

export const number = (n: number): string => n.toLocaleString('de')
export const count = (n: number, one: string, many: string): string => `${number(n)} ${n === 1 ? one : many}`
/** Just one of two words, where the number stands elsewhere. */
export const either = (n: number, one: string, many: string): string => (n === 1 ? one : many)
export const peers = (n: number): string => count(n, 'Peer', 'Peers')

const listing = new Intl.ListFormat('de', { type: 'conjunction' })
export const list = (parts: readonly string[]): string => listing.format(parts)
