import { describe, expect, it } from 'vitest'
import { nodesOf } from '../../src/facts/nodes.ts'
import { repetitionTest } from '../../src/facts/repetition.ts'
import { parseSource } from '../parse-source.ts'

/** Whether the one call of `ask()` runs repeatedly for one run of the function `home`. */
function repeats(code: string): boolean {
  const source = parseSource(code)
  const call = nodesOf(source, 'CallExpression').find((it) => source.text.slice(...it.range) === 'ask()')
  const home = nodesOf(source, 'FunctionDeclaration').find((it) => it.id?.name === 'home')
  return repetitionTest(source, (fn) => fn === home)(call!)
}

describe('repetitionTest', () => {
  it.each([
    ['function home() { for (const x of xs) ask() }', true],
    ['function home() { for await (const x of xs) { if (x) ask() } }', true],
    ['function home() { while (ask()) {} }', true],
    ['function home() { for (let i = ask(); i < 3; i++) {} }', false],
    ['function home() { for (const x of ask()) {} }', false],
    ["function home() { for (const x of ['a', 'b']) ask() }", false],
    ["const LIST = ['a']; function home() { LIST.forEach(() => ask()) }", false],
    ["function home() { for (const x of ['a', ...rest]) ask() }", true],
    ['function home() { xs.map(() => ask()) }', true],
    ["function home() { bus.on('tick', () => ask()) }", true],
    ["function home() { bus.on('close', () => ask()); bus.once('tick', go) }", false],
    ["function home() { bus.once('tick', () => ask()) }", false],
    ['function home() { setInterval(() => ask(), 10) }', true],
    ['function home() { setTimeout(() => ask(), 10) }', false],
    ['function home() { tick(); function tick() { ask(); setTimeout(tick, 10) } }', true],
    ['function home() { load().then(() => ask()).finally(done) }', false],
    ['function home() { new Promise((resolve) => { ask() }) }', false],
    ['function home() { run({ onToken: () => ask() }) }', true],
    ['function home() { run({ onFinish: () => ask() }) }', false],
    ['function home() { new ReadableStream({ start() { ask() } }) }', false],
    ['function home() { new ReadableStream({ pull() { ask() } }) }', true],
    ['function home() { socket.onmessage = () => ask() }', true],
    ['function home() { socket.onclose = () => ask() }', false],
    ['function home() { const send = () => ask(); send(); send() }', false],
    ['function home() { const send = () => ask(); for (const x of xs) send() }', true],
    ['function home() { (async () => { ask() })() }', false],
    ['while (true) home(); function home() { ask() }', false],
    ['function home() { a(); function a() { b() } function b() { c() } function c() { ask() } }', false],
    ['function home() { a(); function a() { b(); c() } function b() { c() } function c() { ask() } }', true],
    ['function home() { a(); b(); function a() { c() } function b() { c() } function c() { ask() } }', false],
    ['function home() { a(); function a() { b() } function b() { if (x) a(); else ask() } }', true],
    ['function home() { a(); function a() { b() } function b() { xs.forEach(c) } function c() { ask() } }', true],
  ])('%s', (code, expected) => {
    expect(repeats(code)).toBe(expected)
  })
  it('says the same of each place, whatever it was asked before', () => {
    const source = parseSource(
      `function home() { a(); e(); for (const x of xs) f() }
       function a() { ask(0); b() } function b() { ask(1); c(); d() } function c() { ask(2); d() }
       function d() { ask(3); d2() } function d2() { ask(4) } function e() { ask(5); e2() } function e2() { ask(6); e2() }
       function f() { ask(7); d2() } function g() { ask(8); h() } function h() { ask(9); g() }`,
    )
    const calls = nodesOf(source, 'CallExpression').filter((it) => source.text.startsWith('ask', it.range[0]))
    const home = nodesOf(source, 'FunctionDeclaration').find((it) => it.id?.name === 'home')
    const test = () => repetitionTest(source, (fn) => fn === home)
    const alone = calls.map((call) => test()(call))
    expect(alone).toEqual([false, false, false, true, true, false, true, true, true, true])
    const forwards = test()
    expect(calls.map((call) => forwards(call))).toEqual(alone)
    const backwards = test()
    expect(calls.toReversed().map((call) => backwards(call))).toEqual(alone.toReversed())
  })
})
