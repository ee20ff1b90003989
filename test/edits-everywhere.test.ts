import type { Linter } from 'eslint'
import { describe, expect, it } from 'vitest'
import streaming from '../src/index.ts'
import { allCases } from './all-cases.ts'
import { bulkProblems, editProblems } from './edit-properties.ts'
import { fixtureFile } from './fixture-projects.ts'
import type { LintText } from './lint-text.ts'
import { lintText } from './lint-text.ts'

const cases = (await allCases()).filter(({ errors }) => errors.length > 0)

/** All rules at once, the case's own with its options. */
function lintWithAll(
  { rule, options, project, file, settings }: (typeof cases)[number],
  fix: 'safe' | 'suggested',
): LintText {
  const levels: Record<string, Linter.RuleEntry> = Object.fromEntries(
    Object.keys(streaming.rules).map((name) => [name, 'error']),
  )
  if (options !== undefined) levels[rule.spec.name] = ['error', options]
  const own = settings?.['streaming'] as object | undefined
  return lintText({
    rules: streaming.rules,
    levels,
    filename: fixtureFile(project, file),
    settings: { ...settings, streaming: { ...own, fix } },
  })
}

describe('the cases of all rules', () => {
  it('are found', () => {
    expect(new Set(cases.map(({ rule }) => rule.spec.name))).toEqual(new Set(Object.keys(streaming.rules)))
  })

  it.each(cases)('keep to the properties of edits under all rules: $title', (it) => {
    expect(editProblems(it.code, lintWithAll(it, 'safe'))).toEqual([])
  })

  it.each(cases)('settle under `--fix` with the suggestions applied: $title', (it) => {
    expect(bulkProblems(it.code, lintWithAll(it, 'suggested'))).toEqual([])
  })
})
