/** What a person types for a permission list. Pure. */
import { Permission } from '../contract/views.ts'

/** `message,offer-files`, `none`, or `default` (which is `null`: as the level). `undefined` for whatever is none of these. */
export function typedPermissions(text: string): Permission[] | null | undefined {
  if (text === 'default') return null
  if (text === 'none' || text === '') return []
  const permissions: Permission[] = []
  for (const word of text.split(',')) {
    const permission = Permission.safeParse(word.trim())
    if (!permission.success) return undefined
    if (!permissions.includes(permission.data)) permissions.push(permission.data)
  }
  return permissions
}
