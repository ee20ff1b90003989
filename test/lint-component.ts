import * as typescript from '@typescript-eslint/parser'
import { Linter } from 'eslint'
import * as svelte from 'svelte-eslint-parser'
import * as vue from 'vue-eslint-parser'
import type { StreamingRule } from '../src/rule.ts'
import { fixtureFile } from './fixture-projects.ts'

/** What one rule says about a component, and the text after the first suggestion of its first report. */
export interface LintedComponent {
  /** `line:messageId` of each report. */
  readonly reports: readonly string[]
  /** The text after the first suggestion of the first report; undefined when there is none. */
  readonly suggested: string | undefined
}

/**
 * Lints a `.vue` or `.svelte` file with one rule, as a user's ESLint would.
 * @throws when the code does not parse
 */
export function lintComponent(
  rule: StreamingRule,
  code: string,
  file: `${string}.${'vue' | 'svelte'}`,
  project?: string,
): LintedComponent {
  const { name } = rule.spec
  const messages = new Linter({ cwd: '/' }).verify(
    code,
    {
      files: ['**'],
      languageOptions: {
        parser: file.endsWith('.vue') ? vue : svelte,
        parserOptions: { parser: typescript, sourceType: 'module' },
      },
      plugins: { streaming: { rules: { [name]: rule } } },
      rules: { [`streaming/${name}`]: 'error' },
    },
    fixtureFile(project, file),
  )
  const broken = messages.find(({ fatal }) => fatal)
  if (broken !== undefined) throw new Error(broken.message)
  const fix = messages[0]?.suggestions?.[0]?.fix
  return {
    reports: messages.map(({ line, messageId }) => `${line}:${messageId}`),
    suggested: fix === undefined ? undefined : code.slice(0, fix.range[0]) + fix.text + code.slice(fix.range[1]),
  }
}
