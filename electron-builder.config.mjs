/**
 * How packages are made (electron-builder). `npm run package` lays out the app, the icons and the licences first, and calls
 * this. Nothing here names a place on the network: where updates come from is the setting `updates.feed` of whoever uses it.
 */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { PROGRAM, packagedManifest } from './scripts/package-files.mjs'

/** Written by `scripts/package.mjs`. */
const staged = process.env.KITH_PACKAGE_FOLDER ?? 'dist'

/**
 * Switches inside the program itself, which no argument and no environment variable turns back. `tests/desktop/packaging.test.ts`
 * reads them from a packaged program.
 */
export const fuses = {
  // Nobody gets a Node with Kith's name and rights by an environment variable.
  runAsNode: false,
  enableNodeOptionsEnvironmentVariable: false,
  // No debugger attaches to a node that holds a key.
  enableNodeCliInspectArguments: false,
  enableCookieEncryption: true,
  // The app is app.asar, and (where the system's build of Electron checks it: macOS and Windows) unchanged since it was packaged.
  onlyLoadAppFromAsar: true,
  enableEmbeddedAsarIntegrityValidation: true,
  // The screens come from app://; nothing of Kith needs file:// to be special.
  grantFileProtocolExtraPrivileges: false,
  loadBrowserProcessSpecificV8Snapshot: false,
}

/** @type {import('electron-builder').Configuration} */
export default {
  // No domain of anybody: it only has to stay the same, for the system knows settings and notifications by it.
  appId: 'kith.desktop',
  productName: 'Kith',
  copyright: 'Under the Apache License 2.0',
  directories: {
    app: join(staged, 'app'),
    output: join(staged, 'packages'),
    buildResources: join(staged, 'resources'),
  },
  // The staged folder holds what belongs into the package and nothing else, the few files of native packages among them.
  // (electron-builder leaves out a folder of this name unless it is named as a source of its own.)
  files: ['**/*', { from: 'node_modules', to: 'node_modules', filter: ['**/*'] }],
  // "The native modules are taken care of": nothing is compiled, nothing collected.
  beforeBuild: () => Promise.resolve(false),
  // Electron's own "drop an app here" page comes with every unpacked Electron.
  afterExtract: ({ appOutDir }) => rm(join(appOutDir, 'resources', 'default_app.asar'), { force: true }),
  // What is inside is checked against its hash as it is read; what is unpacked is not. So only what the system itself must open.
  asar: { smartUnpack: false },
  asarUnpack: ['**/*.node'],
  extraResources: [
    { from: join(staged, 'licences', 'LICENSE.txt'), to: 'LICENSE.txt' },
    { from: join(staged, 'licences', 'THIRD-PARTY-LICENSES.txt'), to: 'THIRD-PARTY-LICENSES.txt' },
  ],
  electronFuses: fuses,
  // The words of Chromium's own menus and dialogs, in the languages that Kith speaks.
  electronLanguages: ['en-US', 'en', 'de'],
  // `kith://join` links, and backups, which Kith names `kith-backup-….kith-backup`.
  protocols: [{ name: 'Kith invite', schemes: ['kith'] }],
  fileAssociations: [
    {
      ext: 'kith-backup',
      name: 'Kith backup',
      description: 'Kith backup',
      mimeType: 'application/x-kith-backup',
      role: 'Viewer',
    },
  ],
  // Makes electron-builder write the description of an update (latest*.yml) and name the folder that it is staged in. The address
  // is nobody's and is never asked: Kith sets the feed from its settings before every question.
  publish: { provider: 'generic', url: 'https://kith.invalid/' },
  artifactName: '${name}-${version}-${os}-${arch}.${ext}',
  compression: 'normal',

  linux: {
    target: ['deb', 'rpm', 'AppImage'],
    executableName: PROGRAM,
    syncDesktopName: true,
    icon: 'icons',
    category: 'Network;P2P;FileTransfer',
    synopsis: 'A desktop peer node: who may connect is decided by you',
    maintainer: packagedManifest().author,
    vendor: packagedManifest().author,
    // None: electron-builder's AppImage starts without Chromium's sandbox otherwise.
    executableArgs: [],
    desktop: { entry: { Keywords: 'peer;p2p;libp2p;invite;', StartupNotify: 'true', SingleMainWindow: 'true' } },
  },
  // The keychain is reached through libsecret; everything else is what Electron needs.
  deb: { packageCategory: 'net', priority: 'optional' },
  rpm: { fpm: ['--rpm-rpmbuild-define', '_build_id_links none'] },

  mac: {
    // A zip as well: it is what updates on a Mac are taken from.
    target: ['dmg', 'zip'],
    icon: 'icon.icns',
    category: 'public.app-category.social-networking',
    hardenedRuntime: true,
    gatekeeperAssess: false,
    entitlements: 'resources/entitlements.mac.plist',
    entitlementsInherit: 'resources/entitlements.mac.plist',
    extendInfo: {
      // macOS asks before a program may look around in the local network (mDNS), and shows this.
      NSLocalNetworkUsageDescription: 'Kith finds your peers on this network and connects to them directly.',
      NSBonjourServices: ['_p2p._udp'],
    },
  },
  dmg: { sign: false },

  win: {
    target: ['nsis'],
    icon: 'icon.ico',
    // Whoever has a certificate signs (CSC_LINK or Azure's service); the name of the publisher is then checked with every update.
    verifyUpdateCodeSignature: true,
  },
  nsis: {
    oneClick: false,
    // For one person: no administrator is asked, at the update neither.
    perMachine: false,
    allowElevation: false,
    allowToChangeInstallationDirectory: true,
    // The key and the data are not the program's: they stay.
    deleteAppDataOnUninstall: false,
    license: join(staged, 'licences', 'LICENSE.txt'),
  },
}
