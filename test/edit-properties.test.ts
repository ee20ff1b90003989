import type { Rule } from 'eslint'
import { describe, expect, it } from 'vitest'
import { bulkProblems, editProblems } from './edit-properties.ts'
import type { LintText } from './lint-text.ts'
import { lintText } from './lint-text.ts'

/** Reports every `bad(…)` call and, where a comment at the end of the file says so, `worse(…)` too. */
function reporting(replacement: (call: string) => string, kind: 'fix' | 'suggestion' = 'fix'): LintText {
  const rule: Rule.RuleModule = {
    meta: {
      type: 'problem',
      fixable: 'code',
      hasSuggestions: true,
      schema: [],
      messages: { bad: 'Bad.', worse: 'Worse.', better: 'Better.' },
    },
    create: ({ sourceCode, report }) => ({
      CallExpression(node) {
        const name = sourceCode.getText(node.callee as Rule.Node)
        if (name !== 'bad' && name !== 'worse') return
        const fix: Rule.ReportFixer = (fixer) => fixer.replaceText(node, replacement(sourceCode.getText(node)))
        report({ node, messageId: name, ...(kind === 'fix' ? { fix } : { suggest: [{ messageId: 'better', fix }] }) })
      },
    }),
  }
  return lintText({ rules: { 'no-bad': rule }, levels: { 'no-bad': 'error' }, filename: '/src/file.ts' })
}

/** The problems without the texts that they end with. */
function problems(code: string, lint: LintText): string[] {
  return editProblems(code, lint).map((problem) => problem.split('\n')[0]!)
}

describe('properties of edits', () => {
  it.each(['fix', 'suggestion'] as const)('finds nothing wrong with a good %s', (kind) => {
    const lint = reporting(() => 'void 0', kind)
    expect(problems('bad(1)\n// a comment\nbad(2)\nif (ok) worse(3)\ndeclare const ok: boolean\n', lint)).toEqual([])
  })

  it.each<[expected: string, code: string, replacement: (call: string) => string]>([
    ["does not parse: Parsing error: ')' expected", 'bad(1)', () => '('],
    ['makes invalid code: `await` is only allowed within async functions', 'function f() { bad(1) }', () => 'await 1'],
    ['makes invalid code: Identifier `a` has already been declared', 'let a = 1;bad(1)', () => 'let a = 2'],
    ['loses the comment "two"', 'bad(/* one */ 1, /* two */ 2)', () => '/* one */ void 0'],
    ['uses pipeline, which is not declared', 'bad(1)', () => 'pipeline()'],
    ['declares a beside its import', "import a from 'a'\nbad(a)", () => 'function a() {}'],
    ['mixes line endings', 'void 0\r\nbad(1)', () => 'void 0\nvoid 0'],
    ['changes nothing', 'bad(1)', (call) => call],
    ['leaves its report, or brings another of its kind', 'bad(1)', (call) => `(${call})`],
    ['brings streaming/no-bad/worse', 'bad(1)', () => 'worse(1)'],
  ])('finds that an edit %s', (expected, code, replacement) => {
    const declared = `${code}\ndeclare function bad(...all: unknown[]): void\ndeclare const worse: typeof bad`
    const text = code.includes('\r') ? declared.replaceAll(/(?<!\r)\n/g, '\r\n') : declared
    const found = problems(text, reporting(replacement))
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(/^streaming\/no-bad fix \(line \d\) /)
    expect(found[0]).toContain(`) ${expected}`)
  })

  it('finds a report that comes up outside of the edit', () => {
    // The rule reports `bad` where the file holds the word that the edit brings.
    const rule: Rule.RuleModule = {
      meta: { type: 'problem', fixable: 'code', schema: [], messages: { bad: 'Bad.' } },
      create: ({ sourceCode, report }) => ({
        Identifier(node) {
          const isFirst = node.name === 'first'
          if (!isFirst && !(node.name === 'second' && sourceCode.text.includes('done'))) return
          report({ node, messageId: 'bad', fix: (fixer) => fixer.replaceText(node, isFirst ? '"done"' : '2') })
        },
      }),
    }
    const lint = lintText({ rules: { 'no-bad': rule }, levels: { 'no-bad': 'error' }, filename: '/src/file.ts' })
    expect(problems('void second\nvoid first\nvar second, first', lint)).toContainEqual(
      expect.stringContaining('brings a new report, streaming/no-bad/bad in line 1'),
    )
  })
})

describe('properties of all fixes together', () => {
  const declared = 'declare function bad(...all: unknown[]): void\n'

  function bulk(code: string, replacement: (call: string) => string): string[] {
    return bulkProblems(declared + code, reporting(replacement)).map((problem) => problem.split('\n')[0]!)
  }

  it('are all well where there is nothing to fix, and where one pass or several settle it', () => {
    expect(bulk('void 0', () => 'void 1')).toEqual([])
    expect(bulk('bad(1);bad(2);bad(3)', () => 'void 0')).toEqual([])
    expect(bulk('bad(bad(bad(1)))', (call) => (call === 'bad(1)' ? '1' : call.slice(4, -1)))).toEqual([])
  })

  it('are not when they never settle, or break the text', () => {
    expect(bulk('bad(1)', (call) => `${call}/**/`)).toEqual(['There are fixes left after 10 passes:'])
    expect(bulk('bad(/* kept */ 1)', () => 'void 0')).toEqual(['All fixes together loses the comment "kept"'])
    expect(bulk('bad(1)', () => '(')).toEqual([expect.stringContaining('All fixes together does not parse')])
  })
})
