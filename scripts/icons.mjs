/**
 * Renders the project's drawings (`resources/*.svg`) into the pictures that systems ask for: the icons of tray and window
 * into `out/main/icons` with every build, the icons of the packages into `dist/resources` when packaging.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Resvg } from '@resvg/resvg-js'
import { at, isMain, say } from './checkout.mjs'
import { macTile, packIcns, packIco, templateOf } from './icon-formats.mjs'

const appIcon = at('resources', 'icon.svg')
const trayFolder = at('resources', 'tray')

/** Windows and most Linux panels show 16 or 22, some 24 to 32; `@2x` is what Electron takes by itself on a dense screen. */
const TRAY_SIZES = [16, 22, 32]
/** A template image is 16 points high on a Mac; its file is found by the word at the end of its name. */
const TEMPLATE_SIZE = 16
/** Of the window, and of notifications. */
const WINDOW_SIZE = 256
/** What the icon themes of Linux have folders for. */
const LINUX_SIZES = [16, 24, 32, 48, 64, 128, 256, 512]

/** @param {string} svg @param {number} size pixels, square @returns {Buffer} a PNG */
export const renderSvg = (svg, size) =>
  new Resvg(svg, { fitTo: { mode: 'width', value: size }, font: { loadSystemFonts: false } }).render().asPng()

/** With every build: `<name>-<size>.png` and `@2x` for each drawing of the tray, `<name>Template.png` for a Mac's menu bar. */
export function renderBuildIcons(folder = at('out', 'main', 'icons')) {
  mkdirSync(folder, { recursive: true })
  const write = (name, svg, size) => writeFileSync(join(folder, name), renderSvg(svg, size))
  write('icon.png', readFileSync(appIcon, 'utf8'), WINDOW_SIZE)
  for (const file of existsSync(trayFolder) ? readdirSync(trayFolder) : []) {
    if (!file.endsWith('.svg')) continue
    const name = basename(file, '.svg')
    const svg = readFileSync(join(trayFolder, file), 'utf8')
    for (const size of TRAY_SIZES) {
      write(`${name}-${size}.png`, svg, size)
      write(`${name}-${size}@2x.png`, svg, size * 2)
    }
    write(`${name}Template.png`, templateOf(svg), TEMPLATE_SIZE)
    write(`${name}Template@2x.png`, templateOf(svg), TEMPLATE_SIZE * 2)
  }
}

/** When packaging: what electron-builder would otherwise convert with a tool that it has to fetch first. */
export function renderPackageIcons(folder = at('dist', 'resources')) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'icons'), { recursive: true })
  const svg = readFileSync(appIcon, 'utf8')
  for (const size of LINUX_SIZES) writeFileSync(join(folder, 'icons', `${size}x${size}.png`), renderSvg(svg, size))
  const tile = macTile(svg)
  writeFileSync(
    join(folder, 'icon.ico'),
    packIco((size) => renderSvg(svg, size)),
  )
  writeFileSync(
    join(folder, 'icon.icns'),
    packIcns((size) => renderSvg(tile, size)),
  )
  return folder
}

if (isMain(import.meta.url)) {
  renderBuildIcons()
  say(`Icons are in out/main/icons and ${renderPackageIcons()}.`)
}
