import { expect, it } from 'vitest'
import { importedModules } from '../../src/facts/imported-modules.ts'
import { parseSource } from '../parse-source.ts'

function modules(code: string, path?: string) {
  return importedModules(parseSource(code, path)).map(({ specifier, names, isType }) => ({ specifier, names, isType }))
}

it.each<[string, string, readonly string[], boolean]>([
  [`import a, { b, c as d } from 'x'`, 'x', ['default', 'b', 'c'], false],
  [`import * as a from 'node:x'`, 'node:x', ['*'], false],
  [`import 'x'`, 'x', [], false],
  [`import type { A } from 'x'`, 'x', ['A'], true],
  [`import { type A, type B } from 'x'\nlet a: A, b: B`, 'x', ['A', 'B'], true],
  [`import { type A, b } from 'x'\nb()`, 'x', ['A', 'b'], false],
  [`import { A } from 'x'\nlet a: A`, 'x', ['A'], true],
  [`import { A } from 'x'\nlet a: typeof A = A`, 'x', ['A'], false],
  [`import { A } from 'x'`, 'x', ['A'], false],
  [`import { 'a b' as c } from 'x'`, 'x', ['a b'], false],
  [`export { a } from 'x'`, 'x', ['a'], false],
  [`export type { A } from 'x'`, 'x', ['A'], true],
  [`export { type A } from 'x'`, 'x', ['A'], true],
  [`export * from 'x'`, 'x', ['*'], false],
  [`export type * from 'x'`, 'x', ['*'], true],
  [`import fs = require('x')\nfs.a()`, 'x', ['*'], false],
  [`import type fs = require('x')`, 'x', ['*'], true],
  [`await import('x')`, 'x', ['*'], false],
  [`const { a } = require(\`x\`)`, 'x', ['*'], false],
])('%s', (code, specifier, names, isType) => {
  expect(modules(code)).toEqual([{ specifier, names, isType }])
})

it('leaves out what is no import', () => {
  expect(modules(`require(name); require('a', 'b'); x.require('a'); await import(name); export { a }; let a`)).toEqual(
    [],
  )
  expect(modules(`function f(require) { require('a') }`)).toEqual([])
  expect(modules(`namespace A { export const b = 1 }\nimport b = A.b`)).toEqual([])
})
