import { describe, expect, it } from 'vitest'
import { appendToBlock, prependToBlock } from '../../src/edits/blocks.ts'
import type { CodeLines } from '../../src/edits/code-lines.ts'
import { addCatch, addFinally, addToCatch } from '../../src/edits/try-clauses.ts'
import { edited, first } from './edited.ts'

type Case = [what: string, code: string, expected: string | undefined, added?: CodeLines]

function prepended(code: string, added: CodeLines = 'added()'): string | undefined {
  return edited(code, (source) => prependToBlock(source, first(source, 'BlockStatement'), added))
}

function appended(code: string, added: CodeLines = 'added()'): string | undefined {
  return edited(code, (source) => appendToBlock(source, first(source, 'BlockStatement'), added))
}

describe('prependToBlock', () => {
  it.each<Case>([
    ['statements', 'if (a) {\n  // b\n  c()\n}\n', 'if (a) {\n  added()\n  // b\n  c()\n}\n'],
    ['an empty block', 'if (a) {}\n', 'if (a) {\n  added()\n}\n'],
    ['an empty block over two lines', '  if (a) {\n\n  }\n', '  if (a) {\n    added()\n  }\n'],
    ['a comment', 'if (a) {\n\t// b\n}\n', 'if (a) {\n\t// b\n\tadded()\n}\n'],
    ['a comment on the line', 'if (a) { /* b */ }\n', 'if (a) { /* b */\n  added()\n}\n'],
    ['a comment on the line of the brace', 'if (a) { // b\n}\n', 'if (a) { // b\n  added()\n}\n'],
    [
      'directives',
      'function f() {\n  "use strict" // a\n  b()\n}\n',
      'function f() {\n  "use strict" // a\n  added()\n  b()\n}\n',
    ],
    ['a directive alone', 'function f() { "use strict" }\n', 'function f() {\n  "use strict"\n  added()\n}\n'],
    ['one line', 'if (a) { b() }\n', 'if (a) {\n  added()\n  b()\n}\n'],
    ['a return', 'function f() {\n  return a\n}\n', 'function f() {\n  added()\n  return a\n}\n'],
    ['nothing to add', 'if (a) {}\n', 'if (a) {}\n', []],
  ])('%s', (_, code, expected, added) => {
    expect(prepended(code, added)).toBe(expected)
  })
})

describe('appendToBlock', () => {
  it.each<Case>([
    ['statements', 'if (a) {\n  b() // c\n  // d\n}\n', 'if (a) {\n  b() // c\n  added()\n  // d\n}\n'],
    ['an empty block, CRLF', 'if (a) {}\r\n', 'if (a) {\r\n  b()\r\n  c()\r\n}\r\n', ['b()', 'c()']],
    ['one line', 'if (a) { b() }\n', 'if (a) {\n  b()\n  added()\n}\n'],
    ['a return', 'function f() {\n  return a\n}\n', undefined],
    ['a return on one way', 'function f() {\n  if (a) return\n}\n', 'function f() {\n  if (a) return\n  added()\n}\n'],
  ])('%s', (_, code, expected, added) => {
    expect(appended(code, added)).toBe(expected)
  })
})

describe('addFinally', () => {
  const add = (code: string, at?: 'start' | 'end') =>
    edited(code, (source) => addFinally(source, first(source, 'TryStatement'), 'added()', at))

  it.each([
    [
      'behind a catch',
      'try {\n  a()\n} catch {\n  b()\n} // c\n',
      'try {\n  a()\n} catch {\n  b()\n} finally {\n  added()\n} // c\n',
    ],
    [
      'a catch on its own line',
      'try {\n\ta()\n}\ncatch {\n\tb()\n}\n',
      'try {\n\ta()\n}\ncatch {\n\tb()\n}\nfinally {\n\tadded()\n}\n',
    ],
    [
      'a finally that is there',
      'try {\n  a()\n} finally {\n  b()\n}\n',
      'try {\n  a()\n} finally {\n  b()\n  added()\n}\n',
    ],
    ['a finally on one line', 'try { a() } finally { b() }\n', 'try { a() } finally {\n  b()\n  added()\n}\n'],
    ['a finally that returns', 'function f() {\n  try {\n    a()\n  } finally {\n    return b\n  }\n}\n', undefined],
  ])('%s', (_, code, expected) => {
    expect(add(code)).toBe(expected)
  })

  it('adds to the start when asked to', () => {
    expect(add('try {\n  a()\n} finally {\n  // c\n  b()\n}\n', 'start')).toBe(
      'try {\n  a()\n} finally {\n  added()\n  // c\n  b()\n}\n',
    )
  })
})

describe('addCatch and addToCatch', () => {
  it('puts a catch before the finally', () => {
    const add = (code: string) =>
      edited(code, (source) =>
        addCatch(source, first(source, 'TryStatement'), { param: 'error', code: 'added(error)' }),
      )
    expect(add('try {\n  a()\n} finally {\n  b()\n}\n')).toBe(
      'try {\n  a()\n} catch (error) {\n  added(error)\n} finally {\n  b()\n}\n',
    )
    expect(add('try {\n  a()\n}\nfinally {\n  b()\n}\n')).toBe(
      'try {\n  a()\n}\ncatch (error) {\n  added(error)\n}\nfinally {\n  b()\n}\n',
    )
    expect(add('try {\n  a()\n} catch {}\n')).toBeUndefined()
  })

  it('fills a catch', () => {
    const add = (code: string, at?: 'start' | 'end') =>
      edited(code, (source) => addToCatch(source, first(source, 'TryStatement'), 'added()', at))
    expect(add('try {\n  a()\n} catch {}\n')).toBe('try {\n  a()\n} catch {\n  added()\n}\n')
    expect(add('try {\n  a()\n} catch {\n  // b\n}\n')).toBe('try {\n  a()\n} catch {\n  // b\n  added()\n}\n')
    expect(add('try {\n  a()\n} catch {\n  throw b\n}\n')).toBe('try {\n  a()\n} catch {\n  added()\n  throw b\n}\n')
    expect(add('try {\n  a()\n} catch {\n  throw b\n}\n', 'end')).toBeUndefined()
    expect(add('try {\n  a()\n} finally {}\n')).toBeUndefined()
  })
})
