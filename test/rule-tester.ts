import { RuleTester } from '@typescript-eslint/rule-tester'
import type { InvalidTestCase, ValidTestCase } from '@typescript-eslint/rule-tester'
import { afterAll, describe, expect, it } from 'vitest'
import type { StreamingRule } from '../src/rule.ts'
import { editProblems } from './edit-properties.ts'
import { fixtureFile } from './fixture-projects.ts'
import { lintText } from './lint-text.ts'
import type { TypedParser } from './typed-parser.ts'
import { typedParsers } from './typed-parser.ts'

RuleTester.afterAll = afterAll
RuleTester.describe = describe
RuleTester.it = it
RuleTester.itOnly = it.only
RuleTester.itSkip = it.skip

type Data = Readonly<Record<string, string>>

export interface ExpectedSuggestion {
  readonly messageId: string
  /** Needed when the message has placeholders. */
  readonly data?: Data
  /** The whole text after this suggestion alone. */
  readonly output: string
}

/** Lines and columns count from 1; the end column is the one behind the last character. */
export interface ExpectedError {
  readonly messageId: string
  readonly line: number
  readonly column: number
  /** Only when the report ends on another line than it begins. */
  readonly endLine?: number
  readonly endColumn: number
  /** Needed when the message has placeholders. */
  readonly data?: Data
  /** Needed when the report has suggestions: all of them, in order. */
  readonly suggestions?: readonly ExpectedSuggestion[]
}

export interface SilentCase {
  /** What is special about the code; the code itself when there is none. */
  readonly name?: string
  readonly code: string
  /** Path in the project, `src/file.ts` unless said otherwise; JSX needs `.tsx` or `.jsx`. */
  readonly file?: string
  /** Folder of `fixtures/projects` whose package.json counts; `plain`, which has no dependencies, unless said otherwise. */
  readonly project?: string
  /** The rule's one options object. */
  readonly options?: object
  /** ESLint's shared settings: `{ streaming: { … } }`. */
  readonly settings?: Readonly<Record<string, unknown>>
  /** Run this case only; for the time of writing it. */
  readonly only?: boolean
}

export interface ReportsCase extends SilentCase {
  readonly name: string
  readonly errors: readonly [ExpectedError, ...ExpectedError[]]
  /** The text after `--fix`, or after each of its passes; none: nothing is fixed. */
  readonly output?: string | readonly string[]
  /** For a report that types remove. The case must be listed in typed-differences.ts. */
  readonly typed?: 'silent'
}

export interface RuleCases {
  readonly reports: readonly ReportsCase[]
  /** Look-alikes. A string is code with nothing special around it. */
  readonly silent: readonly (SilentCase | string)[]
}

/**
 * Runs every case twice, without and with type information, and expects the same. Then applies every fix and every
 * suggestion of the reported cases and checks what must hold for all edits (see edit-properties.ts).
 * @param rule the default export of a rule's file
 * @param cases at least one of each kind
 */
export function ruleTest(rule: StreamingRule, cases: RuleCases): void {
  const { name } = rule.spec
  const silent = cases.silent.map((it): SilentCase => (typeof it === 'string' ? { code: it } : it))
  const differing = cases.reports.filter(({ typed }) => typed === 'silent')

  describe(`${name}, without types`, () => {
    run(rule, cases.reports, silent, () => undefined)
  })

  describe(`${name}, with types`, () => {
    const reports = cases.reports.filter((it) => !differing.includes(it))
    const quiet = [...silent, ...differing.map(withoutExpectations)]
    const all = [...reports, ...quiet]
    const parsers = typedParsers(all)
    run(rule, reports, quiet, (it) => parsers[all.indexOf(it)])
  })

  describe(`${name}, edits`, () => {
    it.each(cases.reports)('$name', (reported) => {
      const lint = lintText({
        rules: { [name]: rule },
        levels: { [name]: reported.options === undefined ? 'error' : ['error', reported.options] },
        filename: fixtureFile(reported.project, reported.file),
        ...(reported.settings === undefined ? {} : { settings: reported.settings }),
      })
      expect(editProblems(reported.code, lint)).toEqual([])
    })
  })
}

function run(
  rule: StreamingRule,
  reports: readonly ReportsCase[],
  silent: readonly SilentCase[],
  parserOf: (it: SilentCase) => TypedParser | undefined,
): void {
  const common = (it: SilentCase): ValidTestCase<unknown[]> => ({
    code: it.code,
    filename: fixtureFile(it.project, it.file),
    ...languageOptionsOf(parserOf(it)),
    ...(it.name === undefined ? {} : { name: it.name }),
    ...(it.options === undefined ? {} : { options: [it.options] }),
    ...(it.settings === undefined ? {} : { settings: it.settings }),
    ...(it.only === undefined ? {} : { only: it.only }),
  })
  // The tester's types come from @typescript-eslint/utils, the rule's from ESLint.
  const ruleModule = rule as unknown as Parameters<typeof RuleTester.prototype.run<string, unknown[]>>[1]
  new RuleTester().run(rule.spec.name, ruleModule, {
    assertionOptions: { requireData: true, requireLocation: true },
    valid: silent.map(common),
    invalid: reports.map((it): InvalidTestCase<string, unknown[]> => ({
      ...common(it),
      errors: it.errors.map((error) => ({ ...error, endLine: error.endLine ?? error.line })),
      output: it.output === undefined || typeof it.output === 'string' ? (it.output ?? null) : [...it.output],
    })),
  })
}

function withoutExpectations({ errors: _errors, output: _output, typed: _typed, ...rest }: ReportsCase): SilentCase {
  return rest
}

function languageOptionsOf(parser: TypedParser | undefined): Pick<ValidTestCase<unknown[]>, 'languageOptions'> {
  return parser === undefined ? {} : { languageOptions: { parser: parser as never } }
}
