import { describe, expect, it } from 'vitest'
import type { CodeLines } from '../../src/edits/code-lines.ts'
import { toBlockBody } from '../../src/edits/braces.ts'
import { edited, first } from './edited.ts'

interface Options {
  before?: CodeLines
  returns?: boolean
}

function toBlock(code: string, options: Options = {}): string | undefined {
  return edited(code, (source) => toBlockBody(source, first(source, 'ArrowFunctionExpression'), options))
}

describe('toBlockBody', () => {
  it.each<[what: string, code: string, expected: string | undefined, options?: Options]>([
    ['a call', 'const f = () => a()\n', 'const f = () => {\n  return a()\n}\n'],
    ['semicolons, CRLF', 'b();\r\nconst f = () => a();\r\n', 'b();\r\nconst f = () => {\r\n  return a();\r\n};\r\n'],
    ['in a call', 'f((a) => b(a), c)\n', 'f((a) => {\n  return b(a)\n}, c)\n'],
    ['an object', 'const f = () => ({ a })\n', 'const f = () => {\n  return ({ a })\n}\n'],
    ['code before', 'const f = (a) => g(a)\n', 'const f = (a) => {\n  b()\n  return g(a)\n}\n', { before: 'b()' }],
    ['a value nobody uses', 'f(() => a())\n', 'f(() => {\n  b()\n  a()\n})\n', { before: 'b()', returns: false }],
    [
      'code before a parenthesis',
      'f(() => (a, b))\n',
      'f(() => {\n  c()\n  ;(a, b)\n})\n',
      { before: 'c()', returns: false },
    ],
    [
      'a body on its own line',
      'const f = () =>\n  a(\n    b,\n  )\n',
      'const f = () => {\n  return a(\n    b,\n  )\n}\n',
    ],
    [
      'a body over several lines',
      'const f = () => a(\n  `\n  b`,\n)\n',
      'const f = () => {\n  return a(\n    `\n  b`,\n  )\n}\n',
    ],
    ['a comment behind the arrow', 'const f = () => // a\n  b()\n', 'const f = () => { // a\n  return b()\n}\n'],
    ['a comment before the body', 'const f = () => /* a */ b()\n', 'const f = () => {\n  return /* a */ b()\n}\n'],
    [
      'a comment line before the body',
      'const f = () =>\n  // a\n  b() // c\n',
      'const f = () => {\n  // a\n  return b()\n} // c\n',
    ],
    [
      'a comment in the parentheses',
      'const f = () => (\n  // a\n  b()\n)\n',
      'const f = () => {\n  return (\n    // a\n    b()\n  )\n}\n',
    ],
    ['a block', 'const f = () => { a() }\n', undefined],
    ['a function that would be a declaration', 'f(() => function () {})\n', undefined, { returns: false }],
  ])('%s', (_, code, expected, options) => {
    expect(toBlock(code, options)).toBe(expected)
  })
})
