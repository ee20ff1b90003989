import { describe, expect, it } from 'vitest'
import { functionName } from '../../src/facts/functions.ts'
import { isFunction, nodesOf } from '../../src/facts/nodes.ts'
import { catchersOf, isCaught, rejectionsOf, rejectionsOfPromise } from '../../src/facts/rejections.ts'
import type { Rejection } from '../../src/facts/rejections.ts'
import { readsByFunction } from '../../src/facts/stream-reads.ts'
import type { Source } from '../../src/source.ts'
import { parseSource } from '../parse-source.ts'

/** The text of the place that a rejection is seen at. */
function placeOf(source: Source, { at }: Rejection): string {
  return source.text.slice(...('type' in at ? at.range : at))
}

/** How the failure of a stream leaves the function `f`: `inside: …`, `returned: …`. */
function rejections(code: string): string[] {
  const source = parseSource(code)
  const f = nodesOf(source, 'FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression').find(
    (fn) => functionName(fn) === 'f',
  )
  const { inside, returned } = rejectionsOf(source, f!)
  return [
    ...(inside === undefined ? [] : [`inside: ${placeOf(source, inside)}`]),
    ...returned.map((it) => `returned: ${placeOf(source, it)}`),
  ]
}

const READ = 'async function read() { for await (const x of open()) use(x) }\n'

describe('rejectionsOf', () => {
  it.each([
    ['async function f() { for await (const x of open()) use(x) }', ['inside: for await']],
    ['async function f(r) { while (true) { const { done } = await r.read(); if (done) break } }', ['inside: read']],
    ['async function f(s) { const r = s.getReader(); const { value } = await r.read() }', ['inside: read']],
    ['async function f(s, w) { await s.pipeTo(w) }', ['inside: pipeTo']],
    ['async function f() { try { for await (const x of open()) use(x) } finally { end() } }', ['inside: for await']],
    [`${READ}async function f() { await read() }`, ['inside: read']],
    [`${READ}async function f() { const x = (await read()) ?? 1 }`, ['inside: read']],
    [`${READ}async function f() { await Promise.all([other(), read()]) }`, ['inside: all']],
    [`${READ}async function f() { await Promise.all(list.map(() => read())) }`, ['inside: all']],
    [`${READ}async function f() { const x = await read(); return x }`, ['inside: read']],
    [`${READ}function f() { return read() }`, ['returned: read']],
    [`${READ}const f = () => read()`, ['returned: read']],
    [`${READ}const f = (x) => (x ? read() : read().then(g))`, ['returned: read', 'returned: then']],
    [`${READ}const f = async () => { const p = read(); return p }`, ['returned: read']],
    [`${READ}async function f() { try { return read() } catch {} }`, ['returned: read']],
    ['function f(r) { return r.getReader().read().then(({ done }) => done) }', ['returned: then']],
    ['const f = () => load().then(async (s) => { for await (const x of s) use(x) })', ['returned: then']],
    ['const f = () => load().then(async (s) => { for await (const x of s) use(x) }, report)', ['returned: then']],
  ])('follows %s', (code, expected) => {
    expect(rejections(code)).toEqual(expected)
  })

  it.each([
    'async function f() { try { for await (const x of open()) use(x) } catch {} }',
    'async function* f() { for await (const x of open()) yield x }',
    `${READ}async function f() { try { await read() } catch {} }`,
    `${READ}async function f() { await read().catch(report) }`,
    `${READ}async function f() { await read().then(g, report) }`,
    `${READ}async function f() { await Promise.allSettled([read()]) }`,
    `${READ}function f() { read() }`,
    `${READ}function f() { return { done: read() } }`,
    'async function f() { await elsewhere() }',
    'async function f(items: string[]) { for await (const x of items) use(x) }',
    'async function f() { for (const x of open()) use(x) }',
  ])('finds nothing in %s', (code) => {
    expect(rejections(code)).toEqual([])
  })

  it('ends in functions that wait for each other', () => {
    expect(
      rejections(`async function f() { await g(); await h() }
      async function g() { await f() }
      async function h() { for await (const x of open()) use(x) }`),
    ).toEqual(['inside: h'])
  })

  it('stops in a long line of functions', () => {
    const line = Array.from({ length: 5000 }, (_, i) => `async function f${i}() { await f${i + 1}() }`)
    expect(rejections(`async function f() { await f0() }\n${line.join('\n')}\n${READ}`)).toEqual([])
  })
})

describe('rejectionsOfPromise', () => {
  it('gives the promise that a catch can be added to', () => {
    const source = parseSource(`${READ}read().then(g)`)
    const [statement] = nodesOf(source, 'ExpressionStatement').slice(-1)
    const [rejection] = rejectionsOfPromise(source, statement!.expression)
    expect(rejection?.promise).toBe(statement!.expression)
    expect(rejection?.read.node.type).toBe('ForOfStatement')
  })
})

describe('isCaught', () => {
  const caught = (code: string) => {
    const source = parseSource(code)
    const read = [...readsByFunction(source).values()].flat()[0]!
    return [isCaught(read.node), catchersOf(read.node).length]
  }

  it.each<[string, boolean, number]>([
    ['try { for await (const x of s) use(x) } catch {}', true, 1],
    ['try { for await (const x of s) use(x) } catch (e) { report(e); throw e }', false, 1],
    ['try { try { for await (const x of s) use(x) } catch (e) { throw e } } catch {}', true, 2],
    ['try { try { for await (const x of s) use(x) } finally {} } catch {}', true, 1],
    ['try { go() } catch { for await (const x of s) use(x) }', false, 0],
    ['try { go() } catch {} finally { for await (const x of s) use(x) }', false, 0],
    ['try { go(async () => { for await (const x of s) use(x) }) } catch {}', false, 0],
  ])('%s', (body, expected, count) => {
    expect(caught(`async function f(s) { ${body} }`)).toEqual([expected, count])
  })

  it('knows which function a read belongs to', () => {
    const source = parseSource(
      'for await (const a of s) use(a)\nconst f = async () => { for await (const b of s) use(b) }',
    )
    expect([...readsByFunction(source).keys()].map((fn) => isFunction(fn))).toEqual([false, true])
  })
})
