/** Numbers, plurals and lists as they stand in an English sentence. */

export const number = (n: number): string => n.toLocaleString('en')
export const count = (n: number, one: string, many: string): string => `${number(n)} ${n === 1 ? one : many}`
export const peers = (n: number): string => count(n, 'peer', 'peers')

const listing = new Intl.ListFormat('en', { type: 'conjunction' })
export const list = (parts: readonly string[]): string => listing.format(parts)
