export function isAllowed(expression: string): boolean
export function standInText(licence: string, author: string): string | null
