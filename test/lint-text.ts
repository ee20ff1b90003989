import * as parser from '@typescript-eslint/parser'
import { Linter } from 'eslint'
import type { Rule, SourceCode } from 'eslint'

/** What one run over one text gave. */
export interface Linted {
  readonly text: string
  readonly filename: string
  readonly messages: readonly Linter.LintMessage[]
  /** Undefined when the text does not parse; the one message says why. */
  readonly sourceCode: SourceCode | undefined
}

/** ESLint leaves installed packages out unless it is told otherwise. */
const LINT_PACKAGES: Linter.Config = { ignores: ['!**/node_modules/'] }

/** Lints a text as if it were the content of one fixed file. */
export type LintText = (text: string) => Linted

/**
 * A linter of single texts, without types, without disable comments of the text, with nothing but the given rules.
 * @param setUp rules by name without prefix, their levels, and the absolute path that the text is said to have
 */
export function lintText(setUp: {
  readonly rules: Readonly<Record<string, Rule.RuleModule>>
  readonly levels: Readonly<Record<string, Linter.RuleEntry>>
  readonly filename: string
  readonly settings?: Readonly<Record<string, unknown>>
}): LintText {
  const linter = new Linter({ cwd: '/' })
  const config: Linter.Config = {
    files: ['**'],
    languageOptions: { parser },
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' },
    plugins: { streaming: { rules: { ...setUp.rules } } },
    rules: Object.fromEntries(Object.entries(setUp.levels).map(([name, level]) => [`streaming/${name}`, level])),
    ...(setUp.settings === undefined ? {} : { settings: setUp.settings }),
  }
  return (text) => {
    const messages = linter.verify(text, [LINT_PACKAGES, config], setUp.filename)
    const isBroken = messages.some(({ fatal }) => fatal)
    return { text, filename: setUp.filename, messages, sourceCode: isBroken ? undefined : linter.getSourceCode() }
  }
}
