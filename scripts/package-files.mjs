/**
 * What goes into a package, and nothing else: the bundles that the desktop app reaches from its first file, the screens, and
 * of the four packages with a native binary only the files that run. Everything else is in the bundles (docs/decisions/0002).
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { at } from './checkout.mjs'

/** The name of the program and of its desktop entry. `kith` stays free for the command line. */
export const PROGRAM = 'kith-desktop'

/** @typedef {{ platform: 'linux' | 'darwin' | 'win32', arch: 'x64' | 'arm64' }} Target as Node names them */

const DATACHANNEL = {
  linux: (arch) => `linux-${arch}-gnu`,
  darwin: (arch) => `darwin-${arch}`,
  win32: (arch) => `win32-${arch}-msvc`,
}

/**
 * Package by package, the files that are read at run time (a folder stands for all in it). The small ones are how
 * `sodium-native` and `node-datachannel` find their binary. `tests/desktop/packaging.test.ts` starts from these alone.
 *
 * @param {Target} target @returns {Readonly<Record<string, readonly string[]>>}
 */
export function nativePackages({ platform, arch }) {
  const system = `${platform}-${arch}`
  return {
    keytar: ['lib/keytar.js', `prebuilds/${system}/keytar.node`],
    'sodium-native': ['index.js', 'binding.js', `prebuilds/${system}/sodium-native.node`],
    'require-addon': ['lib/node.js'],
    'bare-addon-resolve': ['index.js', 'lib/errors.js'],
    'bare-module-resolve': ['index.js', 'lib/errors.js'],
    'bare-semver': ['index.js', 'lib'],
    'which-runtime': ['index.js'],
    'node-datachannel': ['dist/esm'],
    [`@node-datachannel/${DATACHANNEL[platform](arch)}`]: ['node_datachannel.node'],
    'detect-libc': ['lib'],
  }
}

/**
 * The bundles that a file reaches, itself included. The command line's are built beside the app's, and stay out.
 *
 * @param {string} entry relative to `folder`, with slashes @param {string} folder @returns {string[]} sorted
 */
export function reachedFrom(entry, folder) {
  const reached = new Set()
  const waiting = [entry]
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (reached.has(file)) continue
    reached.add(file)
    const source = readFileSync(join(folder, file), 'utf8')
    for (const [, path] of source.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)["'](\.{1,2}\/[^"'\n]+\.js)["']/g)) {
      const next = posix.join(posix.dirname(file), path)
      // A comment of a bundled library may look like an import.
      if (existsSync(join(folder, next))) waiting.push(next)
    }
  }
  return [...reached].sort()
}

/** @param {string} folder @returns {string[]} every file below it, with slashes, sorted */
export const filesIn = (folder) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) =>
          posix.join(
            ...join(entry.parentPath, entry.name)
              .slice(folder.length + 1)
              .split(/[\\/]/),
          ),
        )
        .sort()
    : []

/**
 * Every file of the app, by where it lies in the checkout, which is where it lies in the package too.
 *
 * @param {Target} target @throws Error in words when a native package is not installed for that system
 */
export function packagedFiles(target) {
  const bundles = reachedFrom('out/main/main.js', at())
  const beside = ['out/main/icons', 'out/preload', 'out/renderer'].flatMap((folder) =>
    filesIn(at(folder)).map((file) => `${folder}/${file}`),
  )
  const natives = Object.entries(nativePackages(target)).flatMap(([name, parts]) => {
    const folder = `node_modules/${name}`
    return ['package.json', ...parts].flatMap((part) => {
      const path = at(folder, part)
      if (!existsSync(path))
        throw new Error(
          `${name} is not installed for ${target.platform} on ${target.arch} (${folder}/${part} is missing). Package on such a machine: npm installs the native parts of the machine it runs on only.`,
        )
      return statSync(path).isDirectory()
        ? filesIn(path).map((file) => `${folder}/${part}/${file}`)
        : `${folder}/${part}`
    })
  })
  return [...bundles, ...beside, ...natives].filter((file) => !/\.(map|ts|md)$/.test(file)).sort()
}

/**
 * What the packaged app says of itself. The name of the one who publishes, and where, belong to that one: without them
 * stand-ins are used that can be nobody's (RFC 2606 keeps `.invalid` free for this).
 */
export function packagedManifest(env = process.env) {
  const { name, version, description, license, type, main } = JSON.parse(readFileSync(at('package.json'), 'utf8'))
  return {
    name,
    productName: 'Kith',
    version,
    description,
    license,
    author: env.KITH_MAINTAINER ?? 'The people who build Kith <nobody@kith.invalid>',
    homepage: env.KITH_HOMEPAGE ?? 'https://kith.invalid/',
    type,
    main,
    // Electron takes the identity of its windows from it, and with it a desktop finds the entry of a running window.
    desktopName: `${PROGRAM}.desktop`,
  }
}

/** Lays the app out as it will lie in `app.asar`. @param {string} folder emptied first @param {Target} target */
export function stageApp(folder, target) {
  const files = packagedFiles(target)
  rmSync(folder, { recursive: true, force: true })
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    cpSync(at(file), join(folder, file))
  }
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(packagedManifest(), null, 2)}\n`)
  return [...files, 'package.json'].sort()
}
