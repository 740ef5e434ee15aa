/** What a person sees of the app outside its windows: the tray's icon, menus, notifications, pictures. */
import { readFileSync, statSync } from 'node:fs'
import type { MenuItemState, ShownNotification } from '../desktop-app.types.ts'
import { desktop, type MenuModel, text } from './desktop.ts'
import { electronEvent, notModelled, onlyOptions, StrictEmitter, strict, strictClass } from './strict.ts'

/** A picture by where it came from; its size is read from PNG data, else 16×16. */
class Picture {
  readonly source: string
  readonly #size: { readonly width: number; readonly height: number }
  #isTemplate = false

  constructor(source: string, size?: { width: number; height: number }) {
    this.source = source
    this.#size = size ?? sizeOf(source)
  }
  isEmpty(): boolean {
    return this.#size.width === 0
  }
  getSize(): { width: number; height: number } {
    return { ...this.#size }
  }
  getAspectRatio(): number {
    return this.#size.width / this.#size.height
  }
  getScaleFactors(): number[] {
    return [1]
  }
  setTemplateImage(isTemplate: boolean): void {
    this.#isTemplate = isTemplate
  }
  isTemplateImage(): boolean {
    return this.#isTemplate
  }
  addRepresentation(representation: object): void {
    onlyOptions('addRepresentation', representation, ['scaleFactor', 'width', 'height', 'buffer', 'dataURL'])
  }
  resize({ width, height }: { width?: number; height?: number }): object {
    return picture(this.source, { width: width ?? this.#size.width, height: height ?? this.#size.height })
  }
  toDataURL(): string {
    return this.source
  }
}
const pictures = new WeakMap<object, Picture>()
function picture(source: string, size?: { width: number; height: number }): object {
  const raw = new Picture(source, size)
  const made = strict('NativeImage', raw)
  pictures.set(made, raw)
  return made
}

function sizeOf(source: string): { width: number; height: number } {
  const data = /^data:image\/png;base64,(.*)$/s.exec(source)
  const bytes = data ? Buffer.from(data[1] ?? '', 'base64') : bytesOf(source)
  if (bytes === null || bytes.length < 24) return { width: 0, height: 0 }
  return bytes.readUInt32BE(12) === 0x49484452
    ? { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
    : { width: 16, height: 16 }
}
/** A missing file makes an empty picture, as in Electron. */
const bytesOf = (path: string): Buffer | null =>
  statSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path) : null

export const nativeImage = strict('nativeImage', {
  createEmpty: () => picture('', { width: 0, height: 0 }),
  createFromPath: (path: string) => picture(path),
  createFromDataURL: (url: string) => picture(url),
  createFromBuffer: (buffer: Buffer, options?: { width?: number; height?: number; scaleFactor?: number }) => {
    onlyOptions('createFromBuffer', options, ['width', 'height', 'scaleFactor'])
    return picture(`data:image/png;base64,${buffer.toString('base64')}`)
  },
  createFromBitmap: (_buffer: Buffer, options: { width: number; height: number; scaleFactor?: number }) =>
    picture('data:bitmap', { width: options.width, height: options.height }),
})
const sourceOf = (image: unknown): string =>
  typeof image === 'string' ? image : (pictures.get(image as object)?.source ?? '')

type Template = Readonly<Record<string, unknown>>
const ITEM_OPTIONS = [
  'label',
  'type',
  'click',
  'enabled',
  'visible',
  'checked',
  'submenu',
  'id',
  'role',
  'accelerator',
  'registerAccelerator',
  'sublabel',
  'toolTip',
  'icon',
  'acceleratorWorksWhenHidden',
  'before',
  'after',
  'beforeGroupContaining',
  'afterGroupContaining',
]
const ROLES = [
  'undo',
  'redo',
  'cut',
  'copy',
  'paste',
  'pasteAndMatchStyle',
  'delete',
  'selectAll',
  'reload',
  'forceReload',
  'toggleDevTools',
  'resetZoom',
  'zoomIn',
  'zoomOut',
  'togglefullscreen',
  'window',
  'minimize',
  'close',
  'help',
  'about',
  'services',
  'hide',
  'hideOthers',
  'unhide',
  'quit',
  'zoom',
  'front',
  'appMenu',
  'fileMenu',
  'editMenu',
  'viewMenu',
  'windowMenu',
]

class RawMenuItem {
  readonly id: string | undefined
  readonly type: string
  readonly role: string | undefined
  readonly submenu: RawMenu | null
  readonly accelerator: string | undefined
  readonly click: (...args: unknown[]) => void
  label: string
  enabled: boolean
  visible: boolean
  checked: boolean
  toolTip: string
  sublabel: string
  icon: unknown

  constructor(options: Template) {
    onlyOptions('MenuItem', options, ITEM_OPTIONS)
    const role = options['role'] as string | undefined
    if (role !== undefined && !ROLES.includes(role)) throw notModelled(`the role ${role} of a MenuItem`)
    const submenu = options['submenu']
    this.id = options['id'] as string | undefined
    this.role = role
    this.submenu = Array.isArray(submenu) ? menuFrom(submenu as Template[]) : ((submenu as RawMenu | undefined) ?? null)
    this.type = text(options['type'], this.submenu ? 'submenu' : 'normal')
    this.label = text(options['label'], role)
    this.enabled = options['enabled'] !== false
    this.visible = options['visible'] !== false
    this.checked = options['checked'] === true
    this.toolTip = text(options['toolTip'], '')
    this.sublabel = text(options['sublabel'], '')
    this.icon = options['icon'] ?? null
    this.accelerator = options['accelerator'] as string | undefined
    const click = options['click'] as ((item: object, window: unknown, event: object) => void) | undefined
    this.click = () =>
      click?.(
        this,
        undefined,
        strict('KeyboardEvent', {
          triggeredByAccelerator: false,
          shiftKey: false,
          ctrlKey: false,
          metaKey: false,
          altKey: false,
        }),
      )
  }
  view(): MenuItemState {
    const { label, type, enabled, visible, checked } = this
    return { label, type, enabled, visible, checked, submenu: this.submenu?.view() ?? null }
  }
}
export const MenuItem = strictClass('MenuItem', RawMenuItem)

class RawMenu extends StrictEmitter implements MenuModel {
  readonly items: RawMenuItem[] = []
  constructor() {
    super('Menu', ['menu-will-show', 'menu-will-close'])
  }
  append(item: RawMenuItem): void {
    this.items.push(item)
  }
  insert(at: number, item: RawMenuItem): void {
    this.items.splice(at, 0, item)
  }
  getMenuItemById(id: string): RawMenuItem | null {
    return this.items.find((item) => item.id === id) ?? null
  }
  popup(options?: object): void {
    onlyOptions('Menu.popup', options, ['window', 'x', 'y', 'callback', 'frame', 'sourceType', 'positioningItem'])
  }
  closePopup(): void {}
  view(): MenuItemState[] {
    return this.items.map((item) => item.view())
  }
  choose([label, ...rest]: readonly string[]): void {
    const item = this.items.find((one) => one.label === label && one.visible)
    if (!item) throw new Error(`The menu has no “${String(label)}”: ${this.items.map((one) => one.label).join(', ')}`)
    if (!item.enabled) throw new Error(`“${item.label}” cannot be chosen: it is disabled.`)
    if (rest.length > 0) {
      if (!item.submenu) throw new Error(`“${item.label}” has no menu under it.`)
      item.submenu.choose(rest)
      return
    }
    // The system ticks it before the app hears of it.
    if (item.type === 'checkbox') item.checked = !item.checked
    if (item.type === 'radio') for (const one of this.items) if (one.type === 'radio') one.checked = one === item
    item.click()
  }
  static buildFromTemplate(template: readonly Template[]): RawMenu {
    return menuFrom(template)
  }
  static setApplicationMenu(menu: RawMenu | null): void {
    desktop.menu = menu
  }
  static getApplicationMenu(): MenuModel | null {
    return desktop.menu
  }
}
export const Menu = strictClass('Menu', RawMenu)

function menuFrom(template: readonly Template[]): RawMenu {
  const menu = new Menu()
  for (const item of template) menu.append(item instanceof RawMenuItem ? item : new MenuItem(item))
  return menu
}

class RawTray extends StrictEmitter {
  readonly #state = {
    toolTip: '',
    title: '',
    image: '',
    menu: null as MenuModel | null,
    click: () => void this.emit('click', electronEvent({}), {}, {}),
  }
  #isDestroyed = false
  constructor(image: unknown, guid?: string) {
    super('Tray', [
      'click',
      'right-click',
      'double-click',
      'middle-click',
      'balloon-show',
      'balloon-click',
      'balloon-closed',
      'drop',
      'drop-files',
      'drop-text',
      'mouse-up',
      'mouse-down',
      'mouse-enter',
      'mouse-leave',
      'mouse-move',
    ])
    if (guid !== undefined && process.platform !== 'win32' && process.platform !== 'darwin')
      throw notModelled('a guid of a Tray on Linux')
    this.setImage(image)
    // Without a place for it Electron makes one all the same, and nobody sees it.
    if (desktop.machine.tray ?? true) desktop.tray = this.#state
  }
  setImage(image: unknown): void {
    const source = sourceOf(image)
    if (source === '') throw new Error('Failed to load image for the tray')
    this.#state.image = source
  }
  setPressedImage(): void {}
  setToolTip(text: string): void {
    this.#state.toolTip = text
  }
  setTitle(title: string): void {
    this.#state.title = title
  }
  getTitle(): string {
    return this.#state.title
  }
  setContextMenu(menu: MenuModel | null): void {
    this.#state.menu = menu
  }
  popUpContextMenu(): void {}
  closeContextMenu(): void {}
  setIgnoreDoubleClickEvents(): void {}
  getBounds(): { x: number; y: number; width: number; height: number } {
    return { x: 0, y: 0, width: 0, height: 0 }
  }
  isDestroyed(): boolean {
    return this.#isDestroyed
  }
  destroy(): void {
    this.#isDestroyed = true
    if (desktop.tray === this.#state) desktop.tray = null
  }
}
export const Tray = strictClass('Tray', RawTray)

const NOTIFICATION = [
  'title',
  'body',
  'subtitle',
  'silent',
  'icon',
  'hasReply',
  'replyPlaceholder',
  'sound',
  'urgency',
  'timeoutType',
  'actions',
  'closeButtonText',
  'toastXml',
  'id',
  'groupId',
  'groupTitle',
]
let lastNotification = 0

class RawNotification extends StrictEmitter {
  readonly #id = ++lastNotification
  readonly #actions: readonly { readonly type: string; readonly text?: string }[]
  title: string
  body: string
  subtitle: string
  silent: boolean
  hasReply: boolean
  urgency: string
  timeoutType: string
  constructor(options: Template = {}) {
    super('Notification', ['show', 'click', 'close', 'reply', 'action', 'failed'])
    onlyOptions('Notification', options, NOTIFICATION)
    this.title = text(options['title'], '')
    this.body = text(options['body'], '')
    this.subtitle = text(options['subtitle'], '')
    this.silent = options['silent'] === true
    this.hasReply = options['hasReply'] === true
    this.urgency = text(options['urgency'], 'normal')
    this.timeoutType = text(options['timeoutType'], 'default')
    this.#actions = (options['actions'] as { type: string; text?: string }[] | undefined) ?? []
  }
  get actions(): readonly object[] {
    return this.#actions
  }
  show(): void {
    // Shown again it takes its own place.
    desktop.standing.delete(this.#id)
    if (!RawNotification.isSupported()) return
    const seen: ShownNotification = {
      id: this.#id,
      title: this.title,
      body: this.body,
      actions: this.#actions.map(({ text: label = '' }) => label),
      hasReply: this.hasReply,
      silent: this.silent,
    }
    desktop.allNotifications.push(seen)
    desktop.standing.set(this.#id, {
      ...seen,
      act: (what, detail) => {
        // A click takes it off the screen, as GNOME, macOS and Windows all do.
        desktop.standing.delete(this.#id)
        if (what === 'action')
          this.emit('action', electronEvent({ actionIndex: detail, selectionIndex: -1 }), detail, -1)
        else if (what === 'reply') this.emit('reply', electronEvent({ reply: detail }), detail)
        else this.emit(what, electronEvent({ reason: 'userCanceled' }))
      },
    })
    this.emit('show', electronEvent({}))
  }
  close(): void {
    if (desktop.standing.delete(this.#id)) this.emit('close', electronEvent({ reason: 'applicationHidden' }))
  }
  static isSupported(): boolean {
    return desktop.machine.notifications ?? true
  }
}
export const Notification = strictClass('Notification', RawNotification)
