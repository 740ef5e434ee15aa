/** The menu bar: hidden on Linux and Windows until Alt is pressed, but its keys work: quit, zoom, cut and paste. */
import type { MenuItemConstructorOptions } from 'electron'
import type { LifeWords } from '../life/life-words.ts'

/** @param inCheckout whether there are tools for developers */
export function menuTemplate(
  words: LifeWords['menu'],
  platform: string,
  inCheckout: boolean,
): MenuItemConstructorOptions[] {
  const separator: MenuItemConstructorOptions = { type: 'separator' }
  const mac = platform === 'darwin'
  return [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    {
      label: words.file,
      submenu: [
        { role: 'close', label: words.close },
        ...(mac ? [] : [separator, { role: 'quit', label: words.quit } as const]),
      ],
    },
    {
      label: words.edit,
      submenu: [
        { role: 'undo', label: words.undo },
        { role: 'redo', label: words.redo },
        separator,
        { role: 'cut', label: words.cut },
        { role: 'copy', label: words.copy },
        { role: 'paste', label: words.paste },
        { role: 'selectAll', label: words.selectAll },
      ],
    },
    {
      label: words.view,
      submenu: [
        { role: 'resetZoom', label: words.actualSize },
        { role: 'zoomIn', label: words.larger },
        // The plus sign is on the key of the equals sign on many keyboards, and nobody holds Shift for it.
        { role: 'zoomIn', label: words.larger, accelerator: 'CommandOrControl+=', visible: false },
        { role: 'zoomOut', label: words.smaller },
        separator,
        { role: 'togglefullscreen', label: words.fullScreen },
        ...(inCheckout ? [separator, { role: 'toggleDevTools', label: words.developer } as const] : []),
      ],
    },
    ...(mac ? [{ role: 'windowMenu' } as const] : []),
  ]
}
