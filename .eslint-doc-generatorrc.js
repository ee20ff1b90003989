import { format, resolveConfig } from 'prettier'
import { MISTAKES } from './fixtures/demo/mistakes.js'

/** @type {import('eslint-doc-generator').GenerateOptions} */
export default {
  ruleDocTitleFormat: 'prefix-name',
  ruleListColumns: ['name', 'description', 'configsError', 'configsWarn', 'fixable', 'hasSuggestions'],
  // By mistake, in ranked order; a mistake without rules has no table.
  ruleListSplit: (rules) =>
    MISTAKES.map(({ name, title }) => ({
      title,
      rules: rules.filter(([, rule]) => rule.meta.docs.mistake === name),
    })).filter(({ rules: ofMistake }) => ofMistake.length > 0),
  postprocess: async (content, path) => format(content, { ...(await resolveConfig(path)), parser: 'markdown' }),
}
