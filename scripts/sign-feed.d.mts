export function makeFeedKey(file: string): void
export function feedFragment(file: string): string
export function signFeed(file: string, folder: string): string[]
