/** Gives a text to the person as a file, where their browser puts files. */

/** The browser has taken the bytes long before; freeing them earlier would race with it. */
const FREE_AFTER_MS = 60_000

/**
 * @param fileName what the file is to be called
 * @param parts the text, in as many pieces as there are
 * @param type its media type
 */
export function saveFile(fileName: string, parts: readonly string[], type: string): void {
  const url = URL.createObjectURL(new Blob([...parts], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), FREE_AFTER_MS)
}
