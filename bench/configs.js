import parser from '@typescript-eslint/parser'
import streaming from 'eslint-plugin-streaming'

/** What lies between ESLint alone and our rules: as many rules that look at nothing. */
function emptyRules() {
  return Object.fromEntries(Object.keys(streaming.rules).map((name) => [name, { meta: {}, create: () => ({}) }]))
}

const all = (prefix, rules) => Object.fromEntries(Object.keys(rules).map((name) => [`${prefix}/${name}`, 'error']))

/** The `recommended` preset of a plugin as it is published for flat configs. */
async function recommended(load, find) {
  const loaded = await load()
  const config = find(loaded.default ?? loaded)
  return Array.isArray(config) ? config : [config]
}

/**
 * What is measured, by name, in the order of the tables. Each gives the parts of a flat config that come on top of the parser.
 * @type {Readonly<Record<string, () => Promise<import('eslint').Linter.Config[]>>>}
 */
export const CONFIGS = {
  parse: async () => [],
  'parse again': async () => [],
  floor: async () => {
    const rules = emptyRules()
    return [{ plugins: { empty: { rules } }, rules: all('empty', rules) }]
  },
  streaming: async () => [streaming.configs.strict],
  promise: () =>
    recommended(
      () => import('eslint-plugin-promise'),
      (it) => it.configs['flat/recommended'],
    ),
  security: () =>
    recommended(
      () => import('eslint-plugin-security'),
      (it) => it.configs.recommended,
    ),
  'typescript-eslint': () =>
    recommended(
      () => import('typescript-eslint'),
      (it) => it.configs.recommended,
    ),
  n: () =>
    recommended(
      () => import('eslint-plugin-n'),
      (it) => it.configs['flat/recommended'],
    ),
  unicorn: () =>
    recommended(
      () => import('eslint-plugin-unicorn'),
      (it) => it.configs.recommended,
    ),
  sonarjs: () =>
    recommended(
      () => import('eslint-plugin-sonarjs'),
      (it) => it.configs.recommended,
    ),
}

/** Parts of a config as a whole one: every file, parsed by the same parser, without what comments of the files say. */
export function configWith(parts) {
  return [
    // ESLint leaves installed packages out unless it is told otherwise.
    { ignores: ['!**/node_modules/'] },
    { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' } },
    ...parts.map((part) => ({ ...part, files: ['**'] })),
    { files: ['**'], languageOptions: { parser } },
  ]
}
