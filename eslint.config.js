import parser from '@typescript-eslint/parser'
import n from 'eslint-plugin-n'
import streaming from 'eslint-plugin-streaming'
import { defineConfig, globalIgnores } from 'eslint/config'

/** Fields of TypeScript's nodes that may be missing. */
const OPTIONAL_FIELDS = [
  'accessibility',
  'directive',
  'returnType',
  'superTypeArguments',
  'typeAnnotation',
  'typeArguments',
  'typeParameters',
]

export default defineConfig(
  // The sample applications hold the mistakes on purpose; the rest of fixtures is other people's code or no code.
  globalIgnores(['dist/', 'fixtures/apps/', 'fixtures/codemods/', 'fixtures/corpus/', 'fixtures/projects/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error', reportUnusedInlineConfigs: 'error' } },
  { files: ['**/*.ts'], languageOptions: { parser } },
  {
    // The plugin reads itself, as it was built last.
    files: ['**/*.{ts,js}'],
    plugins: { streaming },
    extends: ['streaming/strict'],
  },
  {
    files: ['**/*.{ts,js}'],
    rules: {
      'array-callback-return': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'no-constructor-return': 'error',
      'no-duplicate-imports': ['error', { allowSeparateTypeImports: true }],
      'no-else-return': 'error',
      'no-empty': 'error',
      'no-empty-character-class': 'error',
      'no-fallthrough': 'error',
      'no-implicit-coercion': 'error',
      'no-loss-of-precision': 'error',
      'no-misleading-character-class': 'error',
      'no-new-func': 'error',
      'no-param-reassign': 'error',
      'no-promise-executor-return': 'error',
      'no-self-compare': 'error',
      'no-template-curly-in-string': 'error',
      'no-unneeded-ternary': 'error',
      'no-unreachable': 'error',
      'no-useless-assignment': 'error',
      'no-useless-catch': 'error',
      'no-useless-escape': 'error',
      'no-useless-rename': 'error',
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      'prefer-object-spread': 'error',
      'prefer-regex-literals': 'error',
    },
  },
  {
    files: ['**/*.{ts,js}'],
    plugins: { n },
    rules: {
      // The sources are bundled into the program that package.json names.
      'n/hashbang': [
        'error',
        { convertPath: [{ include: ['src/cli/cli.ts'], replace: ['^src/cli/cli\\.ts$', 'dist/cli.js'] }] },
      ],
      'n/no-deprecated-api': 'error',
      'n/no-extraneous-import': 'error',
      'n/no-unsupported-features/es-builtins': 'error',
      'n/no-unsupported-features/es-syntax': ['error', { ignores: ['modules', 'dynamicImport'] }],
      'n/no-unsupported-features/node-builtins': 'error',
      'n/prefer-node-protocol': 'error',
    },
  },
  {
    // What typescript-eslint leaves out of a node is null in oxlint.
    files: ['src/**', 'rules/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...['left', 'right'].map((side) => ({
          selector: `BinaryExpression[operator=/^[!=]==$/][${side}.property.name=/^(${OPTIONAL_FIELDS.join('|')})$/]`,
          message: 'This field is undefined in one host and null in another: compare with `== null`.',
        })),
      ],
    },
  },
  {
    // `util.styleText` works in every Node 20 that we support, though it became stable later.
    files: ['src/cli/terminal.ts'],
    rules: { 'n/no-unsupported-features/node-builtins': ['error', { ignores: ['util.styleText'] }] },
  },
  // Programs for the terminal print; tests hold code with placeholders as text.
  { files: ['bench/**', 'fixtures/{demo,field}/**'], rules: { 'no-console': 'off' } },
  { files: ['test/**'], rules: { 'no-template-curly-in-string': 'off' } },
  {
    // Only what is published must keep to what is stable in the oldest Node version.
    files: ['fixtures/**', 'test/**'],
    rules: { 'n/no-unsupported-features/node-builtins': ['error', { allowExperimental: true }] },
  },
)
