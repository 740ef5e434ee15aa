/** The import rules of the house. Each says what a room may touch; the comment is what a newcomer reads when it breaks. */
const notTests = '[.]test[.]tsx?$'
const from = (path, extra = {}) => ({ path, pathNot: notTests, ...extra })
const only = (name, path, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: from(path),
  to: { pathNot: allowed },
})
const nodeModule = (names) => `^node_modules/(${names})/`

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: '^src', pathNot: '[.]test[.]|[.]d[.]ts$|^src/renderer/public/' },
      to: {},
    },
    { name: 'not-resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    only('kit-imports-nothing', '^src/kit/', '^src/kit/', 'The floor: no packages, no node:'),
    only(
      'policy-is-pure',
      '[.]policy[.]ts$',
      '[.]policy[.]ts$|[.]types[.]ts$|^src/kit/(result|units)|^src/contract/([a-z]+-views?|views|settings|errors)[.]ts$',
      'A policy sees values only: no clock, no port, no shell',
    ),
    only('contract', '^src/contract/', `^src/(contract|kit)/|${nodeModule('zod')}`, 'What crosses processes'),
    only(
      'core',
      '^src/core/(?!net/|storage/)',
      `^src/(core|contract|kit)/|${nodeModule('zod|@scure/bip39')}|^(node:)?(events|crypto)$`,
      'No electron, react, libp2p, fs: ask for a port',
    ),
    only(
      'core-net',
      '^src/core/net/',
      `^src/(core|contract|kit)/|${nodeModule('libp2p|@libp2p|@chainsafe|@multiformats|@peculiar/x509|reflect-metadata|sodium-native|zod')}|^(node:)?(dgram|events|crypto)$`,
      'The only door to libp2p',
    ),
    only(
      'core-storage',
      '^src/core/storage/',
      `^src/(core|contract|kit)/|${nodeModule('zod')}|^(node:)?(fs|fs/promises|path|sqlite|crypto)$`,
      'The only door to the disk',
    ),
    only(
      'preload',
      '^src/preload/',
      `^src/contract/(bridge|errors)[.]ts$|${nodeModule('electron')}`,
      'A few lines, no schemas',
    ),
    only(
      'renderer',
      '^src/renderer/',
      `^src/(renderer|contract|kit)/|${nodeModule('react|react-dom|zustand|zod|radix-ui|@radix-ui|lucide-react|@tanstack|@fontsource-variable|qr|@types/react|@types/react-dom|uplot|vite')}`,
      'A web page: no electron, no node:',
    ),
    {
      name: 'stores-know-no-react',
      severity: 'error',
      from: from('^src/renderer/stores/'),
      to: { path: '^node_modules/react|^src/renderer/(features|ui)/' },
    },
    {
      name: 'ui-is-dumb',
      comment: 'A part of the screen knows no store and no node',
      severity: 'error',
      from: from('^src/renderer/ui/'),
      to: { path: '^src/renderer/(stores|client|features)/|^src/contract/(client|contract)' },
    },
    {
      name: 'features-are-islands',
      severity: 'error',
      from: from('^src/renderer/features/([^/]+)/'),
      to: { path: '^src/renderer/features/', pathNot: '^src/renderer/features/$1/' },
    },
    {
      name: 'domains-by-their-door',
      comment: 'Another domain is reached through its index.ts only',
      severity: 'error',
      from: from('^src/core/([^/]+)/'),
      to: { path: '^src/core/[^/]+/', pathNot: '^src/core/$1/|^src/core/[^/]+/index[.]ts$' },
    },
    {
      name: 'ships-what-it-imports',
      comment: 'The headless host installs `dependencies` only',
      severity: 'error',
      from: from('^src/(kit|contract|core|host|headless)/'),
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    only(
      'hosts',
      '^src/(host|main|headless)/',
      `^src/(host|main|headless|core|contract|kit)/|${nodeModule('electron|electron-updater|pino|ws|@types/ws|commander|yaml|zod|keytar|@github/keytar')}|^(node:)?[a-z/_]+$`,
      'Composition roots: they may use Node, never libp2p or React',
    ),
    {
      name: 'host-is-shared',
      comment: 'What both hosts share knows neither of them',
      severity: 'error',
      from: from('^src/host/'),
      to: { path: '^src/(main|headless|preload|renderer)/|^node_modules/electron/' },
    },
    {
      name: 'hosts-are-strangers',
      severity: 'error',
      from: from('^src/(main|headless|renderer|preload)/'),
      to: { path: '^src/(main|headless|renderer|preload)/', pathNot: '^src/$1/' },
    },
    {
      name: 'nobody-imports-tests',
      severity: 'error',
      from: { pathNot: '[.]test[.]|^(tests|bench)/' },
      to: { path: '[.]test[.]|^(tests|bench)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
}
