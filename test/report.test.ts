import { describe, expect, it } from 'vitest'
import { importBindings } from '../src/edits/imports.ts'
import type { Edit } from '../src/edits/edit.ts'
import { replace } from '../src/edits/edit.ts'
import { defineRule } from '../src/rule.ts'
import { fixtureFile } from './fixture-projects.ts'
import { lintText } from './lint-text.ts'

/** Reports `old()`, and gives one edit both as its fix and as its suggestion: `lru-cache` is imported and called. */
const noOld = defineRule({
  name: 'no-old',
  mistake: 'caching',
  tier: 'recommended',
  description: 'Disallow `old()`',
  terms: [['old()']],
  messages: { old: 'Old.', useCache: 'Use the cache.' },
  defaultOptions: {},
  fixable: 'code',
  hasSuggestions: true,
  *find({ source }) {
    for (const statement of source.ast.body) {
      if (statement.type !== 'ExpressionStatement') continue
      const edit = (): Edit | undefined => {
        const bindings = importBindings(source, [{ module: 'lru-cache', name: 'LRUCache' }])
        return bindings && { changes: [replace(statement.expression, 'LRUCache()')], imports: bindings }
      }
      yield { at: statement, messageId: 'old', fix: edit, suggestions: [{ messageId: 'useCache' as const, edit }] }
    }
  },
})

function lintIn(project: string) {
  const lint = lintText({
    rules: { 'no-old': noOld },
    levels: { 'no-old': 'error' },
    filename: fixtureFile(project),
  })
  const [message] = lint('old()\n').messages
  return { isFixed: message?.fix !== undefined, offers: message?.suggestions?.map(({ messageId }) => messageId) ?? [] }
}

describe('an edit that is given both as fix and as suggestion', () => {
  it('is applied where the project has the package, and then not offered again', () => {
    expect(lintIn('all-libraries')).toEqual({ isFixed: true, offers: [] })
  })

  it('is offered where the project does not have the package', () => {
    expect(lintIn('plain')).toEqual({ isFixed: false, offers: ['useCache'] })
  })
})

/** Reports `old()` with an edit that no host can apply. */
const broken = defineRule({
  name: 'broken',
  mistake: 'caching',
  tier: 'recommended',
  description: 'Disallow `old()`',
  terms: [['old()']],
  messages: { old: 'Old.', remove: 'Remove it.' },
  defaultOptions: {},
  hasSuggestions: true,
  *find({ source }) {
    for (const { range } of source.ast.body) {
      const edit = (): Edit => ({ changes: [replace(range, ''), replace([range[0] + 1, range[1]], '')] })
      yield { at: range, messageId: 'old', fix: edit, suggestions: [{ messageId: 'remove' as const, edit }] }
    }
  },
})

it('an edit whose changes overlap does not end the run', () => {
  const lint = lintText({ rules: { broken }, levels: { broken: 'error' }, filename: fixtureFile() })
  expect(lint('old()\n').messages).toMatchObject([{ messageId: 'old' }])
  expect(lint('old()\n').messages[0]?.fix).toBeUndefined()
})
