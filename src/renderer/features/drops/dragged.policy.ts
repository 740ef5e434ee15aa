/** What is being dragged over the window, as far as a page is told before it is let go. Pure. */

export type Dragged = 'picture' | 'file' | 'link' | 'text'

/** Of one thing that is dragged: `kind` is `file` or `string`. */
export interface DragItem {
  readonly kind: string
  readonly type: string
}

/** `null`: nothing that could be of use, or something that was taken up inside of the page. */
export function draggedBy(items: readonly DragItem[], types: readonly string[]): Dragged | null {
  const files = items.filter(({ kind }) => kind === 'file')
  if (files.length > 0 || types.includes('Files'))
    return files.length > 0 && files[0]?.type.startsWith('image/') === true ? 'picture' : 'file'
  if (types.includes('text/uri-list')) return 'link'
  return types.some((type) => type === 'text/plain' || type === 'Text') ? 'text' : null
}
