/** What a person typed or pasted into the one field of this dialog. */

/** Stray white space inside does no harm: mail programs break long links. */
export const isInviteLink = (text: string): boolean => /^\s*["'<(]?\s*k\s*i\s*t\s*h\s*:/i.test(text)

/** Without what a mail or a chat put around it. */
export const bareLink = (text: string): string => text.replace(/\s+/g, '').replace(/^["'<(]+|["'>)]+$/g, '')
