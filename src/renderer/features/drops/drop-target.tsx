/** The whole window takes what is dropped: says beforehand what will happen, and shows what it is before anything does. */
import { FileText, ImageUp, Link2, TextQuote } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { openDroppedText, openFile } from '../../opened/open-text.ts'
import { strings } from '../../strings.ts'
import { useStores } from '../../use-stores.ts'
import { type Dragged, draggedBy } from './dragged.policy.ts'
import './drops.css'

const words = strings.palette.drop

const said: Readonly<Record<Dragged, { readonly icon: ReactNode; readonly title: string; readonly hint: string }>> = {
  picture: { icon: <ImageUp size={26} aria-hidden />, title: words.picture, hint: words.pictureHint },
  file: { icon: <FileText size={26} aria-hidden />, title: words.file, hint: words.fileHint },
  link: { icon: <Link2 size={26} aria-hidden />, title: words.link, hint: words.linkHint },
  text: { icon: <TextQuote size={26} aria-hidden />, title: words.text, hint: words.textHint },
}

export function DropTarget() {
  const { screen, toasts } = useStores()
  const [over, setOver] = useState<Dragged | null>(null)
  useEffect(() => {
    /** It was taken up inside of this page: text that somebody moves between two fields, for example. */
    let own = false
    const onStart = (): void => {
      own = true
    }
    const onEnd = (): void => {
      own = false
      setOver(null)
    }
    const onOver = (event: DragEvent): void => {
      if (own || event.dataTransfer === null) return
      const { items, types } = event.dataTransfer
      // Or the window would go to what is dropped, and the screens would be gone.
      event.preventDefault()
      const dragged = draggedBy([...items], types)
      event.dataTransfer.dropEffect = dragged === null ? 'none' : 'copy'
      setOver(dragged)
    }
    const onLeave = (event: DragEvent): void => {
      // Out of the window; from one element to the next there is another.
      if (event.relatedTarget === null) setOver(null)
    }
    const onDrop = (event: DragEvent): void => {
      if (own || event.dataTransfer === null) return
      event.preventDefault()
      setOver(null)
      const { files, items } = event.dataTransfer
      const [file] = files
      if (file === undefined) {
        const text = event.dataTransfer.getData('text/uri-list') || event.dataTransfer.getData('text')
        openDroppedText({ screen, toasts }, text)
        return
      }
      if (items[0]?.webkitGetAsEntry()?.isDirectory === true) return toasts.problem(words.folder)
      if (files.length > 1) toasts.done(words.several)
      void openFile({ screen, toasts }, file)
    }
    const listeners = {
      dragstart: onStart,
      dragend: onEnd,
      dragenter: onOver,
      dragover: onOver,
      dragleave: onLeave,
      drop: onDrop,
    }
    for (const [name, listener] of Object.entries(listeners)) window.addEventListener(name, listener as EventListener)
    return () => {
      for (const [name, listener] of Object.entries(listeners))
        window.removeEventListener(name, listener as EventListener)
    }
  }, [screen, toasts])
  return (
    <div role="status" className="drop-place">
      {over !== null && (
        <div className="drop-veil">
          <div className="drop-card">
            <span className="drop-icon">{said[over].icon}</span>
            <p className="drop-title">{said[over].title}</p>
            <p className="soft">{said[over].hint}</p>
            <p className="drop-release">{words.release}</p>
          </div>
        </div>
      )}
    </div>
  )
}
