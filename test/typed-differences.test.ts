import { expect, it } from 'vitest'
import { allCases } from './all-cases.ts'
import { TYPED_DIFFERENCES } from './typed-differences.ts'

it('the table of the cases that types change is whole, and right', async () => {
  const differing: Record<string, string[]> = {}
  for (const { rule, name, typed } of await allCases()) {
    if (typed === 'silent') (differing[rule.spec.name] ??= []).push(name ?? '')
  }
  expect(TYPED_DIFFERENCES).toEqual(differing)
})
