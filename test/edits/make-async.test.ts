import { describe, expect, it } from 'vitest'
import { makeAsync } from '../../src/edits/make-async.ts'
import type { FunctionNode } from '../../src/facts/nodes.ts'
import { isFunction, visitWithin } from '../../src/facts/nodes.ts'
import type { Source } from '../../src/source.ts'
import { edited } from './edited.ts'

function functionsOf(source: Source): FunctionNode[] {
  const found: FunctionNode[] = []
  visitWithin(source, source.ast, (node) => {
    if (isFunction(node)) found.push(node)
    return 'enter'
  })
  return found
}

function made(code: string, index = 0): string | undefined {
  return edited(code, (source) => makeAsync(source, functionsOf(source)[index]!))
}

describe('makeAsync', () => {
  it.each([
    ['function f() {}', 'async function f() {}'],
    ['export default function () {}', 'export default async function () {}'],
    ['/** a */ export function f(/* b */) {}', '/** a */ export async function f(/* b */) {}'],
    ['f(a => b)', 'f(async a => b)'],
    ['const f = <T,>(a: T) => a', 'const f = async <T,>(a: T) => a'],
    ['const f = function () {}', 'const f = async function () {}'],
    ['({ m() {} })', '({ async m() {} })'],
    ['({ m: () => a })', '({ m: async () => a })'],
    ['({ [a]() {} })', '({ async [a]() {} })'],
    ['({ [(a)]() {} })', '({ async [(a)]() {} })'],
    [
      'class A { @a() private static override /* b */ m() {} }',
      'class A { @a() private static override /* b */ async m() {} }',
    ],
    ['class A { #m() {} }', 'class A { async #m() {} }'],
    ["class A { 'm'() {} }", "class A { async 'm'() {} }"],
    ['class A { a = 1;\n[b]() {} }', 'class A { a = 1;\nasync [b]() {} }'],
    ['class A { m = () => a }', 'class A { m = async () => a }'],
    ['function f(): string { return a }', 'async function f(): Promise<string> { return a }'],
    ['const f = (): void => {}', 'const f = async (): Promise<void> => {}'],
    ['function f(): Promise<string> { return a }', 'async function f(): Promise<string> { return a }'],
    ['function f(): string | Promise<string> { return a }', undefined],
    ['function f(): APIPromise<string> { return a }', undefined],
    ['function f(a): a is string { return a }', undefined],
    ['function f(a): asserts a { }', undefined],
    ['async function f() {}', 'async function f() {}'],
    ['function* f() {}', undefined],
    ['class A { *m() {} }', undefined],
    ['class A { constructor() {} }', undefined],
    ['class A { get m() { return 1 } }', undefined],
    ['({ set m(a) {} })', undefined],
    ['function f(a: string): void\nfunction f(a: any) {}', undefined],
    ['export function f(a: string): void\nexport function f(a: any) {}', undefined],
    ['class A {\n  m(a: string): void\n  m(a: any) {}\n}', undefined],
  ])('%s', (code, expected) => {
    expect(made(code)).toBe(expected)
  })

  it('makes the function it is given asynchronous, not the one around it', () => {
    expect(made('function f() { g(() => a) }', 1)).toBe('function f() { g(async () => a) }')
  })

  it('refuses where await is a name', () => {
    const code = 'function f() { var await = 1; return await }'
    expect(edited(code, (source) => makeAsync(source, functionsOf(source)[0]!), 'a.cjs')).toBeUndefined()
  })

  it('refuses a declaration that is the body of an if', () => {
    const code = 'if (a) function f() {}'
    expect(edited(code, (source) => makeAsync(source, functionsOf(source)[0]!), 'a.cjs')).toBeUndefined()
  })
})
