import { format, resolveConfig } from 'prettier'

/** The ten mistakes in ranked order, as `meta.docs.mistake` names them. */
export const MISTAKES = [
  'buffers',
  'throttling',
  'caching',
  'errors',
  'monitoring',
  'protocols',
  'payload',
  'testing',
  'security',
  'scale',
]

/** @type {import('eslint-doc-generator').GenerateOptions} */
export default {
  ruleDocTitleFormat: 'prefix-name',
  ruleListColumns: ['name', 'description', 'configsError', 'configsWarn', 'fixable', 'hasSuggestions'],
  // By mistake, in ranked order; a mistake without rules has no table.
  ruleListSplit: (rules) =>
    MISTAKES.map((name) => ({
      title: name.slice(0, 1).toUpperCase() + name.slice(1),
      rules: rules.filter(([, rule]) => rule.meta.docs.mistake === name),
    })).filter(({ rules: ofMistake }) => ofMistake.length > 0),
  postprocess: async (content, path) => format(content, { ...(await resolveConfig(path)), parser: 'markdown' }),
}
