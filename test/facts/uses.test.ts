import { describe, expect, it } from 'vitest'
import { nodesOf } from '../../src/facts/nodes.ts'
import { usesOf } from '../../src/facts/uses.ts'
import { parseSource } from '../parse-source.ts'

/** What happens to the value of the one call `make()` of the code. */
function uses(code: string): string[] {
  const source = parseSource(code)
  const call = nodesOf(source, 'CallExpression').find(
    (it) => it.callee.type === 'Identifier' && it.callee.name === 'make',
  )
  return usesOf(source, call!).map((use) => {
    const name = 'name' in use ? ` ${use.name}` : ''
    return `${use.kind}${name}`
  })
}

describe('usesOf', () => {
  it.each([
    ['const a = make(); const b = a; b.on("x", f)', ['method-call on']],
    ['const a = await make(); a!.read()', ['method-call read']],
    ['make()?.close?.()', ['method-call close']],
    ['const a = make(); take(1, a)', ['argument']],
    ['const a = make(); for await (const x of a) {}', ['iterated']],
    ['function f() { return make() }', ['returned']],
    ['const f = () => make()', ['returned']],
    ['function* f() { yield make() }', ['yielded']],
    ['const o = { a: make() }', ['stored']],
    ['list[0] = make()', ['stored']],
    ['export const a = make()', ['exported']],
    ['const a = make(); export { a }', ['exported']],
    ['const { body, ...rest } = make()', ['destructured body', 'unknown']],
    ['const a = make(); a.x; a.y = 1', ['property x', 'property-set y']],
    ['const a = make(); if (a) {}', ['tested']],
    ['const a = x ? make() : other; a.go()', ['method-call go']],
    ['const a = make() ?? other; a.go()', ['method-call go']],
    ['const a = make(); const f = () => a.go()', ['method-call go']],
    ['class A { s = make(); m() { this.s.go() } }', ['stored', 'method-call go']],
    [
      'class A { m() { this.s = make(); this.s.go() } n() { const s = this.s; s.end() } }',
      ['stored', 'method-call go', 'method-call end'],
    ],
    ['let a; a = make(); a[name]()', ['unknown']],
  ])('%s', (code, expected) => {
    expect(uses(code)).toEqual(expected)
  })
})
