import { describe, expect, it } from 'vitest'
import type { Exit, LoopStatement } from '../../src/facts/early-exits.ts'
import { afterExit, exitsOf, isLoopStatement, mayRunBefore } from '../../src/facts/early-exits.ts'
import { collectWithin, nodesOf } from '../../src/facts/nodes.ts'
import type { Node, Source } from '../../src/source.ts'
import { parseSource } from '../parse-source.ts'

/** The outermost loop of the code, which runs in an async generator. */
function loopOf(body: string): { source: Source; loop: LoopStatement } {
  const source = parseSource(`async function* run() { ${body} }`)
  const [loop] = collectWithin(source, source.ast, (node): node is LoopStatement => isLoopStatement(node))
  return { source, loop: loop as LoopStatement }
}

function exits(body: string): string[] {
  const { source, loop } = loopOf(body)
  return exitsOf(source, loop).map(({ kind, node }) => `${kind} ${source.text.slice(...node.range)}`)
}

describe('the ways out of a loop', () => {
  it.each([
    ['while (true) { a() }', []],
    ['for (;;) { a() }', []],
    ['while (x) { a() }', ['condition x']],
    ['do { a() } while (x && y)', ['condition x && y']],
    ['for (const x of xs) { a() }', ['condition xs']],
    ['while (1) { if (x) break }', ['break break']],
    ['while (1) { for (;;) { break } }', []],
    ['while (1) { switch (x) { case 1: break } }', []],
    ['while (1) { switch (x) { case 1: return } }', ['return return']],
    ['a: while (1) { for (;;) { break a } }', ['break break a']],
    ['a: while (1) { for (;;) { continue a } }', []],
    ['while (1) { a: { if (x) break a } }', []],
    ['while (1) { try { throw e } catch {} }', []],
    ['while (1) { try { throw e } catch (e) { throw e } }', ['throw throw e']],
    ['while (1) { try { a() } finally { throw e } }', ['throw throw e']],
    ['while (1) { try { try { throw e } finally { a() } } catch {} }', []],
    ['while (1) { xs.map(() => { return 1 }); async function f() { throw e } }', []],
    ['while (1) { class A { m() { return 1 } } }', []],
    ['while (1) { yield x }', ['yield yield x']],
    ['while (1) { yield* xs }', ['yield yield* xs']],
    ['while (yield x) {}', ['condition yield x', 'yield yield x']],
  ])('%s', (body, expected) => {
    expect(exits(body)).toEqual(expected)
  })

  it('continue of an outer loop leaves the inner one', () => {
    const { source } = loopOf('a: for (;;) { for (;;) { continue a } }')
    const inner = nodesOf(source, 'ForStatement')[1] as LoopStatement
    expect(exitsOf(source, inner).map(({ kind }) => kind)).toEqual(['continue'])
  })
})

/** The code that runs once the first way out of the loop is taken: the calls of one-letter functions in it. */
function after(body: string): string {
  const { source, loop } = loopOf(body)
  const exit = exitsOf(source, loop)[0] as Exit
  return afterExit(source, exit, loop)
    .map(([start, end]) => [...source.text.slice(start, end).matchAll(/\b([a-z])\(\)/g)].map((it) => it[1]).join(''))
    .join(' ')
    .trim()
}

describe('what runs on the way out', () => {
  it.each([
    ['while (1) { break } a(); b()', 'ab'],
    ['while (1) { return } a(); b()', ''],
    ['while (x) { } a()', 'a'],
    ['if (x) { while (1) { break } a() } b()', 'a b'],
    ['while (1) { if (x) { break } b() } a()', 'a'],
    ['while (1) { break } a(); return; b()', 'a'],
    ['while (1) { break } a(); if (x) return; b()', 'ab'],
    ['try { while (1) { return } } finally { a() } b()', 'a'],
    ['try { while (1) { break } b() } finally { a() } c()', 'b a c'],
    ['try { try { while (1) { return } } finally { a() } } finally { b() } c()', 'a b'],
    ['while (1) { try { break } finally { a() } } b()', 'a b'],
    ['try { while (1) { throw e } b() } catch { a() } c()', 'a c'],
    ['try { while (1) { throw e } } catch (e) { a(); throw e } c()', 'a'],
    ['try { while (1) { throw e } } catch (e) { a(); return } finally { b() } c()', 'a b'],
    ['try { while (1) { return } } catch (e) { a() } finally { b() } c()', 'b'],
    ['try { while (1) { yield x } a() } catch (e) { b() } finally { c() } d()', 'c'],
    ['try { while (1) { break } } finally { a(); return } b()', 'a'],
    ['while (1) { try { throw e } finally { a() } }', 'a'],
    ['a: { while (1) { break a } b() } c()', 'c'],
    ['switch (x) { case 1: while (1) { break } a() }', 'a'],
  ])('%s: %s', (body, expected) => {
    expect(after(body)).toBe(expected)
  })
})

describe('what may have run before', () => {
  const mayRun = (body: string) => {
    const source = parseSource(`async function run() { ${body} }`)
    const call = (name: string) =>
      nodesOf(source, 'CallExpression').find((it) => source.text.slice(...it.callee.range) === name) as Node
    return mayRunBefore(source, call('a'), call('z'))
  }
  it.each([
    ['a(); z()', true],
    ['z(); a()', false],
    ['if (x) a(); z()', true],
    ['if (x) { a(); return } z()', false],
    ['if (x) { a(); throw e } z()', false],
    ['if (x) { a() } else { z() }', false],
    ['if (a()) { z() }', true],
    ['try { a() } finally { z() }', true],
    ['try { a(); return } finally { z() }', true],
    ['try { a(); throw e } catch { z() }', true],
    ['try { if (x) { a(); return } b() } catch { c() } z()', false],
    ['for (;;) { if (x) { a(); break } z() }', false],
    ['for (;;) { for (;;) { a(); break } z() }', true],
    ['for (;;) { for (;;) { if (x) { a(); return } } z() }', false],
    ['switch (x) { case 1: a(); break; case 2: z() }', false],
    ['switch (x) { case 1: a(); case 2: z() }', true],
  ])('%s: %s', (body, expected) => {
    expect(mayRun(body)).toBe(expected)
  })
})
