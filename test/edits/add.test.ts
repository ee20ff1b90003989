import { describe, expect, it } from 'vitest'
import type { NewProperty, PropertyPosition } from '../../src/edits/add-property.ts'
import { addArguments, addOptions } from '../../src/edits/add-argument.ts'
import { addProperties, addProperty } from '../../src/edits/add-property.ts'
import { edited, first } from './edited.ts'

function add(code: string, position?: PropertyPosition, path?: string): string | undefined {
  return edited(code, (source) => addProperty(source, first(source, 'ObjectExpression'), 'b', 'c', position), path)
}

describe('addProperty', () => {
  it.each([
    ['empty', 'f({})\n', 'f({ b: c })\n'],
    ['empty, tight', 'f({a})\ng({})\n', 'f({a, b: c})\ng({})\n'],
    ['empty over lines', 'f({\n})\n', 'f({ b: c })\n'],
    ['a comment', 'f({ /* x */ })\n', 'f({ /* x */ b: c })\n'],
    ['a comment line', 'f({\n  // x\n})\n', 'f({\n  // x\n  b: c\n})\n'],
    ['a comment on the line of the brace', '  f({ // x\n  })\n', '  f({ // x\n    b: c\n  })\n'],
    ['a comment before the closing brace', 'f({\n  /* x */ })\n', 'f({\n  /* x */\n  b: c\n})\n'],
    ['one line', 'f({ a: 1 })\n', 'f({ a: 1, b: c })\n'],
    ['one line, trailing comma', 'f({ a: 1, })\n', 'f({ a: 1, b: c, })\n'],
    ['one line, comments', 'f({ a: 1 /* x */ })\n', 'f({ a: 1, b: c /* x */ })\n'],
    ['several lines', 'f({\n  a: 1\n})\n', 'f({\n  a: 1,\n  b: c\n})\n'],
    ['several lines, trailing comma, tabs, CRLF', 'f({\r\n\ta: 1,\r\n})\r\n', 'f({\r\n\ta: 1,\r\n\tb: c,\r\n})\r\n'],
    ['a comment behind the comma', 'f({\n  a: 1, // x\n})\n', 'f({\n  a: 1, // x\n  b: c,\n})\n'],
    ['a comment instead of the comma', 'f({\n  a: 1 // x\n})\n', 'f({\n  a: 1, // x\n  b: c\n})\n'],
    ['comments behind the last', 'f({\n  a: 1,\n  // d: 2\n})\n', 'f({\n  a: 1,\n  b: c,\n  // d: 2\n})\n'],
    ['the last over several lines', 'f({ a: {\n  d: 1,\n} })\n', 'f({ a: {\n  d: 1,\n}, b: c })\n'],
    ['the last on the line of the brace', 'f({ a: 1,\n})\n', 'f({ a: 1,\n  b: c,\n})\n'],
    ['a parenthesised last', 'f({\n  a: (1)\n})\n', 'f({\n  a: (1),\n  b: c\n})\n'],
    ['a comma first', 'f({\n    a: 1\n  , d: 2\n})\n', 'f({\n    a: 1\n  , d: 2,\n  b: c\n})\n'],
    ['a spread', 'f({ ...a })\n', 'f({ ...a, b: c })\n'],
    ['a name that is there', 'f({ "b": 1 })\n', undefined],
    ['a method of the name', 'f({ b() {} })\n', undefined],
  ])('%s', (_, code, expected) => {
    expect(add(code)).toBe(expected)
  })

  it.each<[PropertyPosition, string, string]>([
    ['start', 'f({ a: 1, ...d })\n', 'f({ b: c, a: 1, ...d })\n'],
    ['start', 'f({\n  // x\n  a: 1,\n})\n', 'f({\n  b: c,\n  // x\n  a: 1,\n})\n'],
    ['start', 'f({ // x\n  a: 1,\n})\n', 'f({ // x\n  b: c,\n  a: 1,\n})\n'],
    ['start', 'f({ /* x */ a: 1 })\n', 'f({ b: c, /* x */ a: 1 })\n'],
    ['start', 'f({})\n', 'f({ b: c })\n'],
    ['before-spread', 'f({ a: 1, ...d, e: 2 })\n', 'f({ a: 1, b: c, ...d, e: 2 })\n'],
    ['before-spread', 'f({\n  a: 1, // x\n  // y\n  ...d\n})\n', 'f({\n  a: 1, // x\n  b: c,\n  // y\n  ...d\n})\n'],
    ['before-spread', 'f({ a: 1 })\n', 'f({ a: 1, b: c })\n'],
    ['end', 'f({ ...a })\n', 'f({ ...a, b: c })\n'],
  ])('%s: %s', (position, code, expected) => {
    expect(add(code, position)).toBe(expected)
  })

  it('quotes names that need it, shortens those that are their value, and writes several lines', () => {
    const properties: NewProperty[] = [
      { name: 'Cache-Control', value: "'no-cache'" },
      { name: 'signal', value: 'signal' },
      { name: 'on', value: ['{', '  a() {},', '}'] },
    ]
    const all = (code: string) =>
      edited(code, (source) => addProperties(source, first(source, 'ObjectExpression'), properties))
    expect(all('f("x", {})\n')).toBe('f("x", { "Cache-Control": \'no-cache\', signal, on: {\n  a() {},\n} })\n')
    expect(all("f('x', {\n  a,\n})\n")).toBe(
      "f('x', {\n  a,\n  'Cache-Control': 'no-cache',\n  signal,\n  on: {\n    a() {},\n  },\n})\n",
    )
  })
})

describe('addArguments', () => {
  const call = (code: string, texts: string[] = ['x'], index?: number) =>
    edited(code, (source) => {
      const made = /\bnew\b/.test(code) ? first(source, 'NewExpression') : first(source, 'CallExpression')
      return addArguments(source, made, texts, index)
    })

  it.each<[what: string, code: string, expected: string | undefined, texts?: string[], index?: number]>([
    ['none', 'f()\n', 'f(x)\n'],
    ['two to none', 'f()\n', 'f(x, y)\n', ['x', 'y']],
    ['a comment', 'f(/* a */)\n', 'f(/* a */ x)\n'],
    ['one', 'f(a)\n', 'f(a, x)\n'],
    ['a parenthesised one', 'f((a))\n', 'f((a), x)\n'],
    ['a parenthesised callee', '(f)(a)\n', '(f)(a, x)\n'],
    ['a parenthesised callee without arguments', '(f)()\n', '(f)(x)\n'],
    ['an optional call', 'f?.()\n', 'f?.(x)\n'],
    ['type arguments', 'f<(a: A) => B>()\n', 'f<(a: A) => B>(x)\n'],
    ['a trailing comma', 'f(a,)\n', 'f(a, x,)\n'],
    ['several lines', 'f(\n  a, // b\n  c,\n)\n', 'f(\n  a, // b\n  c,\n  x,\n)\n'],
    ['several lines without trailing comma', 'f(\n  a // b\n)\n', 'f(\n  a, // b\n  x\n)\n'],
    ['a function at the end', 'f(a, () => {\n  b()\n})\n', 'f(a, () => {\n  b()\n}, x)\n'],
    ['before another', 'f(a, b)\n', 'f(a, x, b)\n', ['x'], 1],
    ['before a parenthesised one with a comment', 'f(/* a */ (b), c)\n', 'f(x, /* a */ (b), c)\n', ['x'], 0],
    ['behind spread arguments', 'f(...a)\n', undefined],
    ['before spread arguments', 'f(...a)\n', 'f(x, ...a)\n', ['x'], 0],
    ['new without parentheses', 'new A\n', 'new A(x)\n'],
    ['new of a member without parentheses', 'const a = (new A.B)\n', 'const a = (new A.B(x))\n'],
    ['new with type arguments', 'new A<B>\n', 'new A<B>(x)\n'],
    ['new of a parenthesised class', 'new (a())\n', 'new (a())(x)\n'],
  ])('%s', (_, code, expected, texts, index) => {
    expect(call(code, texts, index)).toBe(expected)
  })
})

describe('addOptions', () => {
  const options = (code: string, how?: Parameters<typeof addOptions>[4]) =>
    edited(code, (source) =>
      addOptions(source, first(source, 'CallExpression'), 1, [{ name: 'signal', value: 'signal' }], how),
    )

  it.each<[what: string, code: string, expected: string | undefined, how?: Parameters<typeof addOptions>[4]]>([
    ['none yet', 'fetch(u)\n', 'fetch(u, { signal })\n'],
    ['an object', "fetch(u, { method: 'POST' })\n", "fetch(u, { method: 'POST', signal })\n"],
    ['an object with a type', 'fetch(u, {} as RequestInit)\n', 'fetch(u, { signal } as RequestInit)\n'],
    ['the option is there', 'fetch(u, { signal: s })\n', undefined],
    ['a variable', 'fetch(u, o)\n', undefined],
    ['a variable to spread', 'fetch(u, o)\n', 'fetch(u, { ...o, signal })\n', { spread: true }],
    [
      'a variable that wins',
      'fetch(u, o)\n',
      'fetch(u, { signal, ...o })\n',
      { spread: true, position: 'before-spread' },
    ],
    ['a condition to spread', 'fetch(u, a ? b : c)\n', undefined, { spread: true }],
    ['an argument before it is missing', 'fetch()\n', undefined],
    ['spread arguments', 'fetch(...u)\n', undefined],
  ])('%s', (_, code, expected, how) => {
    expect(options(code, how)).toBe(expected)
  })
})
