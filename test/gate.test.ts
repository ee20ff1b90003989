import type { Rule } from 'eslint'
import { describe, expect, it } from 'vitest'
import streaming from '../src/index.ts'
import type { StreamingRule } from '../src/rule.ts'
import { lintText } from './lint-text.ts'

const rules = Object.values(streaming.rules) as StreamingRule[]

/** What a rule listens to in a file of that text, as ESLint sees it. */
function listeners(rule: StreamingRule, text: string, settings: object = {}): string[] {
  const seen: string[] = []
  const watched: Rule.RuleModule = {
    ...rule,
    create(context) {
      const listener = rule.create(context)
      seen.push(...Object.keys(listener))
      return listener
    },
  }
  const name = rule.spec.name
  const filename = '/project/src/file.ts'
  const lint = lintText({
    rules: { [name]: watched },
    levels: { [name]: 'error' },
    filename,
    settings: { ...settings },
  })
  expect(lint(text).sourceCode).toBeDefined()
  return seen
}

/** A file that holds one term of each of these groups, in a comment. */
function textWith(groups: readonly (readonly string[])[]): string {
  return `/* ${groups.map(([term]) => term).join(' ')} */\n`
}

describe.each(rules.map((rule) => ({ rule, name: rule.spec.name })))('the gate of $name', ({ rule }) => {
  const { terms } = rule.spec

  it('has terms', () => {
    expect(terms.length).toBeGreaterThan(0)
    for (const group of terms) expect(group.every((term) => term.length > 0) && group.length > 0).toBe(true)
  })

  it('leaves a file without them before traversal', () => {
    expect(listeners(rule, 'export const nothing = 0\n')).toEqual([])
  })

  it('listens to the end of the program alone', () => {
    expect(listeners(rule, textWith(terms))).toEqual(['Program:exit'])
  })

  it.runIf(terms.length > 1)('needs a term of every group', () => {
    for (const left of terms) {
      const text = textWith(terms.filter((group) => group !== left))
      const isComplete = left.some((term) => text.includes(term))
      expect(listeners(rule, text)).toEqual(isComplete ? ['Program:exit'] : [])
    }
  })

  it('leaves what is no program', () => {
    const context = { settings: {}, options: [], sourceCode: { text: textWith(terms), ast: { type: 'Document' } } }
    expect(rule.create(context as unknown as Rule.RuleContext)).toEqual({})
  })
})

describe('wrong settings', () => {
  const settings = { streaming: { fix: 'everything' } }

  it('are reported by one rule, in files without any terms too', () => {
    const reporting = rules.filter((rule) => listeners(rule, 'export const nothing = 0\n', settings).length > 0)
    expect(reporting.map((rule) => rule.spec.name)).toEqual(['require-stream-error-handling'])
  })
})
