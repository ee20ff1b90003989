import { vi } from 'vitest'
import type { StreamingRule } from '../src/rule.ts'
import { filesUnder } from './repository.ts'
import type { ReportsCase, RuleCases, SilentCase } from './rule-tester.ts'

/** A case of any rule's test. */
export interface CollectedCase extends SilentCase {
  readonly rule: StreamingRule
  /** The case's name, or its code on one line. */
  readonly title: string
  /** None for a silent case. */
  readonly errors: ReportsCase['errors'] | readonly []
  readonly output?: ReportsCase['output']
  readonly typed?: ReportsCase['typed']
}

/**
 * The cases of all rule tests, so that what must hold for every rule is tested on them without a word from the rule.
 * The test files are loaded with a rule tester that only remembers what it is given, so `test/rules` holds nothing but
 * calls of it; what is tested in another way stands in `test/components` and `test/behaviour`.
 */
export async function allCases(): Promise<CollectedCase[]> {
  const collected: CollectedCase[] = []
  const ruleTest = (rule: StreamingRule, { reports, silent }: RuleCases): void => {
    for (const given of [...reports, ...silent]) {
      const it = typeof given === 'string' ? { code: given } : given
      const title = `${rule.spec.name}: ${it.name ?? it.code.trim().replaceAll(/\s+/g, ' ')}`
      collected.push({ errors: [], ...it, rule, title })
    }
  }
  vi.doMock('./rule-tester.ts', () => ({ ruleTest }))
  for (const path of filesUnder('test/rules', '.test.ts')) await import(`../${path}`)
  vi.doUnmock('./rule-tester.ts')
  return collected
}
