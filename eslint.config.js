import { defineConfig, globalIgnores } from 'eslint/config'
import hooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

const takeAClock = 'Take a Clock from the ports: hidden time cannot be tested.'
const namedExports = { selector: 'ExportDefaultDeclaration', message: 'Name what you export.' }
const hiddenTime = ['setTimeout', 'setInterval', 'setImmediate', 'performance'].map((name) => ({
  name,
  message: takeAClock,
}))
const hiddenWorld = [
  {
    selector:
      "MemberExpression[object.name='Date'][property.name='now'], NewExpression[callee.name='Date'][arguments.length=0]",
    message: takeAClock,
  },
  {
    selector: "MemberExpression[object.name='AbortSignal'][property.name='timeout']",
    message: takeAClock,
  },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'Take a Random from the ports.',
  },
  {
    selector: "MemberExpression[object.name='process'][property.name='env']",
    message: 'Read configuration in the host, pass it in.',
  },
]

export default defineConfig(
  globalIgnores(['out/', 'dist/', 'coverage/', 'node_modules/']),
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      'no-restricted-syntax': ['error', namedExports],
    },
  },
  {
    files: ['src/core/**/*.ts', 'src/kit/**/*.ts', 'src/contract/**/*.ts'],
    ignores: ['src/kit/system.ts', '**/*.test.ts'],
    rules: {
      'no-restricted-globals': ['error', ...hiddenTime],
      'no-restricted-syntax': ['error', namedExports, ...hiddenWorld],
      'no-console': 'error',
    },
  },
  {
    files: ['src/main/**/*.ts', 'src/preload/**/*.ts', 'src/host/**/*.ts', 'src/renderer/**/*.{ts,tsx}'],
    rules: { 'no-console': 'error' },
  },
  { files: ['src/renderer/**/*.{ts,tsx}'], extends: [hooks.configs.flat['recommended-latest']] },
  // Types for a CommonJS package have no other way to name what it exports.
  { files: ['**/*.d.ts'], rules: { 'no-restricted-syntax': 'off' } },
  // Tool configurations must export a default; that is their contract.
  { files: ['*.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['**/*.test.{ts,tsx}', 'tests/**/*.ts', 'bench/**/*.ts'],
    rules: {
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
)
