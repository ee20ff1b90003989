import { describe, expect, it } from 'vitest'
import { Precedence, argumentText, precedenceOf, receiverText } from '../../src/edits/precedence.ts'
import { replaceExpression } from '../../src/edits/replace-expression.ts'
import type { Node, Source } from '../../src/source.ts'
import { edited, nodeWithText } from './edited.ts'
import { parseFile } from './parse-component.ts'

/** Replaces the expression `here` (a name or a call of it). */
function replaced(code: string, text: string, precedence: number, here = 'here', path?: string): string | undefined {
  return edited(code, (source) => replaceExpression(source, nodeWithText(source, here), text, precedence), path)
}

function awaited(code: string, here?: string): string | undefined {
  return replaced(code, 'await x()', Precedence.UNARY, here)
}

describe('replaceExpression by await', () => {
  it.each([
    ['f(here)', 'f(await x())'],
    ['here', 'await x()'],
    ['const a = here', 'const a = await x()'],
    ['here.a', '(await x()).a'],
    ['here[a]', '(await x())[a]'],
    ['a[here]', 'a[await x()]'],
    ['here()', '(await x())()'],
    ['here`a`', '(await x())`a`'],
    ['here!.a', '(await x())!.a'],
    ['new here()', 'new (await x())()'],
    ['here + a', 'await x() + a'],
    ['a + here', 'a + await x()'],
    ['here ** a', '(await x()) ** a'],
    ['a ** here', 'a ** await x()'],
    ['a ?? here', 'a ?? await x()'],
    ['here as A', 'await x() as A'],
    ['!here', '!await x()'],
    ['[...here]', '[...await x()]'],
    ['here ? a : b', 'await x() ? a : b'],
    ['async () => here', 'async () => await x()'],
    ['class A extends here {}', 'class A extends (await x()) {}'],
    ['(here).a', '(await x()).a'],
    ['f((here))', 'f((await x()))'],
    ['if (here) a()', 'if (await x()) a()'],
    ['`${here}`', '`${await x()}`'],
    ['({ here })', '({ here: await x() })'],
    ['({ a: here })', '({ a: await x() })'],
    ['for (const a of here) {}', 'for (const a of await x()) {}'],
    ['async function f() {\n  return(here)\n}', 'async function f() {\n  return(await x())\n}'],
    ['async function f() {\n  return(here).a\n}', 'async function f() {\n  return(await x()).a\n}'],
    ['export default here', 'export default await x()'],
  ])('%s', (code, expected) => {
    expect(awaited(code)).toBe(expected)
  })

  it.each([
    ['a line that would go on with the one before', 'a()\nhere.b()\n', 'a()\n;(await x()).b()\n'],
    ['a line behind a semicolon', 'a();\nhere.b();\n', 'a();\n(await x()).b();\n'],
    ['a line behind a guard', 'a()\n;here.b()\n', 'a()\n;(await x()).b()\n'],
    ['a line behind a block', 'if (a) {}\nhere.b()\n', 'if (a) {}\n(await x()).b()\n'],
    ['the first line', 'here.b()\n', '(await x()).b()\n'],
    [
      'a line behind return',
      'async function f() {\n  const a = b\n  here.c()\n}\n',
      'async function f() {\n  const a = b\n  ;(await x()).c()\n}\n',
    ],
    ['a body', 'a()\nif (b) here.c()\n', 'a()\nif (b) (await x()).c()\n'],
  ])('%s', (_, code, expected) => {
    expect(awaited(code)).toBe(expected)
  })

  it.each([
    ['a whole optional chain', 'b(a?.here())', 'b(await x())', 'a?.here()'],
    ['an optional chain in parentheses', '(a?.here()).b', '(await x()).b', 'a?.here()'],
    ['the object of an optional chain', 'here?.b', '(await x())?.b', 'here'],
    ['a chain that would go on', 'a?.here().b', undefined, 'a?.here()'],
    ['a chain that would go on behind a mark', 'a?.here()!.b', undefined, 'a?.here()'],
    ['a part before the optional one', 'a.here()?.b', '(await x())?.b', 'a.here()'],
  ])('%s', (_, code, expected, here) => {
    expect(awaited(code, here)).toBe(expected)
  })

  it.each([
    'here = 1',
    'here++',
    'let here',
    'const { here } = a',
    'const { a: here } = b',
    'for (here of a) {}',
    'function f(here) {}',
    'a.here',
    'export { here }',
    'import { here } from "a"',
    'here: a()',
    'let a: here',
    'class A { here() {} }',
  ])('refuses %s, where it is no value', (code) => {
    expect(awaited(code)).toBeUndefined()
  })
})

describe('replaceExpression by other code', () => {
  it.each<[code: string, text: string, precedence: number, expected: string]>([
    ['here.a', 'x()', Precedence.CALL, 'x().a'],
    ['new here()', 'x().y', Precedence.CALL, 'new (x().y)()'],
    ['new here()', 'x.y', Precedence.MEMBER, 'new x.y()'],
    ['here', '{ a: 1 }', Precedence.PRIMARY, '({ a: 1 })'],
    ['here.a', '{ a: 1 }', Precedence.PRIMARY, '({ a: 1 }).a'],
    ['const f = () => here', '{ a: 1 }', Precedence.PRIMARY, 'const f = () => ({ a: 1 })'],
    ['const f = () => here.a', '{ a: 1 }', Precedence.PRIMARY, 'const f = () => ({ a: 1 }).a'],
    ['const a = here', '{ a: 1 }', Precedence.PRIMARY, 'const a = { a: 1 }'],
    ['here()', 'function () {}', Precedence.PRIMARY, '(function () {})()'],
    ['f(here)', 'a, b', Precedence.SEQUENCE, 'f((a, b))'],
    ['if (here) a()', 'a, b', Precedence.SEQUENCE, 'if (a, b) a()'],
    ['here || a', '() => x', Precedence.ASSIGNMENT, '(() => x) || a'],
    ['here ?? a', 'x || y', Precedence.LOGICAL, '(x || y) ?? a'],
    ['here ?? a', 'x && y', Precedence.AND, '(x && y) ?? a'],
    ['here || a', 'x && y', Precedence.AND, 'x && y || a'],
    ['here ? a : b', 'x ? y : z', Precedence.CONDITIONAL, '(x ? y : z) ? a : b'],
    ['a ? here : b', 'x ? y : z', Precedence.CONDITIONAL, 'a ? x ? y : z : b'],
    ['a - here', 'x - y', 11, 'a - (x - y)'],
    ['here - a', 'x - y', 11, 'x - y - a'],
    ['typeof(here)', 'x', Precedence.PRIMARY, 'typeof(x)'],
    ['-here', '-x', Precedence.UNARY, '- -x'],
    ['a+here', '+x', Precedence.UNARY, 'a+ +x'],
  ])('%s ← %s', (code, text, precedence, expected) => {
    expect(replaced(code, text, precedence)).toBe(expected)
  })

  it('parts words that would grow together', () => {
    expect(replaced('function f() { return[1] }', 'x', Precedence.PRIMARY, '[1]')).toBe('function f() { return x }')
    expect(replaced('[1]in a', 'x', Precedence.PRIMARY, '[1]')).toBe('x in a')
  })

  it('fills JSX', () => {
    expect(replaced('const a = <p b={here}>{c}</p>', 'x, y', Precedence.SEQUENCE, 'here', 'a.tsx')).toBe(
      'const a = <p b={x, y}>{c}</p>',
    )
  })
})

describe('the text of an expression elsewhere', () => {
  function text(of: (source: Source, node: Node) => string, code: string): string {
    const source = parseFile(`f(${code})`)
    return of(source, nodeWithText(source, code))
  }

  it.each([
    ['a.b', 'a.b'],
    ['a()', 'a()'],
    ['new A()', 'new A()'],
    ['new A', '(new A)'],
    ['a?.b', '(a?.b)'],
    ['await a', '(await a)'],
    ['a as B', '(a as B)'],
    ['a!', 'a!'],
    ['1', '(1)'],
    ['"a"', '"a"'],
    ['() => a', '(() => a)'],
    ['a ?? b', '(a ?? b)'],
  ])('%s as a receiver', (code, expected) => {
    expect(text(receiverText, code)).toBe(expected)
  })

  it('needs parentheses as an argument only for a sequence', () => {
    expect(text(argumentText, 'a ? b : c')).toBe('a ? b : c')
    const source = parseFile('(a, b)')
    expect(argumentText(source, nodeWithText(source, 'a, b'))).toBe('(a, b)')
  })

  it('tells members that hold calls from those that do not', () => {
    const of = (code: string) => {
      const source = parseFile(`x = ${code}`)
      return precedenceOf(nodeWithText(source, code))
    }
    expect(of('a().b')).toBe(Precedence.CALL)
    expect(of('a.b')).toBe(Precedence.MEMBER)
    expect(of('a++')).toBe(Precedence.POSTFIX)
    expect(of('++a')).toBe(Precedence.UNARY)
  })
})
