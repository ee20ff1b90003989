import { describe, expect, it } from 'vitest'
import { methodName, receiverOf } from '../../src/facts/callee.ts'
import { errorListening } from '../../src/facts/listeners.ts'
import { nodesOf } from '../../src/facts/nodes.ts'
import { parseSource } from '../parse-source.ts'

/** Whether the stream on which the first `.go()` of the code is called has a listener for errors. */
function listening(code: string, options?: { readonly isRequest?: boolean }): string {
  const source = parseSource(code)
  const call = nodesOf(source, 'CallExpression').find((it) => methodName(it) === 'go')
  return errorListening(source, receiverOf(call!)!, options)
}

describe('errorListening', () => {
  it.each([
    ['const s = open(); s.go()', 'no'],
    ['const s = open(); s.on("error", f); s.go()', 'yes'],
    ['const s = open(); s.go(); s.prependOnceListener("error", f)', 'yes'],
    ['open().on("data", f).on("error", g).go()', 'yes'],
    ['const s = open(); s.on("end", f); s.go()', 'no'],
    ['const s = open(); s.off("error", f); s.go()', 'no'],
    ['const s = open(); const t = s; t.once("error", f); s.go()', 'yes'],
    ['let s; s = open(); s.on("error", f); s.go()', 'yes'],
    ['const s = a ? open() : other(); s.on("error", f); s.go()', 'yes'],
    ['const a = open(); a.on("error", f); const s = x ? a : other(); s.go()', 'no'],
    ['function m(o, s) { s.on("error", f); (o.body || s).go() }', 'unknown'],
    ['function m(o, s) { (o.body || s).go() }', 'no'],
    ['const r = load(); r.data.on("error", f); r.data.go()', 'yes'],
    ['const r = load(); const { data: d } = r; d.on("error", f); r.data.go()', 'yes'],
    ['const r = load(); r.other.on("error", f); r.data.go()', 'no'],
    ['const { a: { b } } = load(); b.on("error", f); b.go()', 'yes'],
    ['for await (const part of parts()) part.file.go()', 'no'],
    ['for await (const part of parts()) { part.file.on("error", f); part.file.go() }', 'yes'],
    ['for (const s of streams) s.go()', 'unknown'],
  ])('finds it under all names: %s', (code, expected) => {
    expect(listening(code)).toBe(expected)
  })

  it.each([
    ['const E = "error"; const s = open(); s.on(E, f); s.go()', 'yes'],
    ['const E = { error: "error" }; const s = open(); s.on(E.error, f); s.go()', 'yes'],
    ['enum E { Error = "error" } const s = open(); s.on(E.Error, f); s.go()', 'yes'],
    ['enum E { End = "end" } const s = open(); s.on(E.End, f); s.go()', 'no'],
    ['import { E } from "./e"; const s = open(); s.on(E, f); s.go()', 'unknown'],
    ['const s = open(); s.on(name(), f); s.go()', 'unknown'],
    ['const s = open(); s.on(a ? "end" : "error", f); s.go()', 'yes'],
    ['const s = open(); for (const e of ["end", "error"]) s.on(e, f); s.go()', 'yes'],
    ['const s = open(); for (const e of ["end", "close"]) s.on(e, f); s.go()', 'no'],
    ['const s = open(); for (const e of events) s.on(e, f); s.go()', 'unknown'],
    ['const s = open(); ["end", "error"].forEach((e) => s.on(e, f)); s.go()', 'yes'],
    ['const s = open(); ["end"].forEach((e) => s.on(e, f)); s.go()', 'no'],
    ['const s = open(); for (const [e, h] of [["error", f]]) s.on(e, h); s.go()', 'yes'],
    ['const s = open(); for (const e of Object.keys({ error: f })) s.on(e, f); s.go()', 'yes'],
    ['const s = open(); Object.entries({ end: f }).forEach(([e, h]) => s.on(e, h)); s.go()', 'no'],
    ['const E = { A: "error" }; const s = open(); for (const e of Object.values(E)) s.on(e, f); s.go()', 'yes'],
    ['const s = open(); s.on(Symbol("x"), f); s.go()', 'unknown'],
    ['import { errorMonitor } from "events"; const s = open(); s.on(errorMonitor, f); s.go()', 'no'],
    ['const s = open(); s.on(...args); s.go()', 'unknown'],
    ['const s = open(); const { on } = s; s.go()', 'unknown'],
  ])('knows which event it is: %s', (code, expected) => {
    expect(listening(code)).toBe(expected)
  })

  it.each([
    ['import { finished } from "node:stream"; const s = open(); finished(s, f); s.go()', 'yes'],
    ['import s0 from "stream"; const s = open(); s0.promises.finished(s); s.go()', 'yes'],
    [
      'import { promisify } from "util"; import { finished } from "stream"; const e = promisify(finished); const s = open(); e(s); s.go()',
      'yes',
    ],
    ['const eos = require("end-of-stream"); const s = open(); eos(s, f); s.go()', 'yes'],
    ['import { pipeline } from "readable-stream"; const s = open(); pipeline(s, t, f); s.go()', 'yes'],
    ['import { pipeline } from "stream"; const s = open(); if (a) pipeline(s, t, f); else s.go()', 'no'],
    ['import { pipeline } from "stream"; const s = open(); if (a) { pipeline(s, t, f); return } s.go()', 'no'],
    ['import { once } from "events"; const s = open(); await once(s, "end"); s.go()', 'yes'],
    ['const s = open(); for await (const c of s) use(c); s.go()', 'yes'],
    ['const s = open(); console.log(s); expect(s); JSON.stringify(s); s.go()', 'no'],
    ['const s = open(); t.pipe(s); s.unpipe(t); s.go()', 'no'],
    ['const s = open(); t.end(s); s.go()', 'no'],
    ['function m(res) { const s = open(); res.send(s); s.go() }', 'no'],
    ['function m(reply) { const s = open(); reply.send(s); s.go() }', 'unknown'],
    ['const s = open(); t.pipe(s).on("error", f); s.go()', 'yes'],
    ['const s = open(); guard(s); s.go()', 'unknown'],
    ['const s = open(); new Guard(s); s.go()', 'unknown'],
    ['const s = open(); list.push(s); s.go()', 'unknown'],
    ['const s = open(); const l = [s]; s.go()', 'unknown'],
    ['const s = open(); this.s = s; s.go()', 'unknown'],
    ['export const s = open(); s.go()', 'unknown'],
    ['function f() { const s = open(); s.go(); return s }', 'unknown'],
    ['import { s } from "./s"; s.go()', 'unknown'],
    ['const o = { s: open() }; o.s.go()', 'no'],
    ['const s = open(); const o = { s }; o.s.on("error", f); s.go()', 'yes'],
    ['const s = open(); const o = { s }; keep(o); s.go()', 'unknown'],
  ])('knows who looks after it: %s', (code, expected) => {
    expect(listening(code)).toBe(expected)
  })

  it.each([
    ['function guard(x) { x.on("error", f) } const s = open(); guard(s); s.go()', 'yes'],
    ['function guard(x) { x.on("end", f) } const s = open(); guard(s); s.go()', 'no'],
    ['const guard = (n, x = y) => x.on("error", f); const s = open(); guard(1, s); s.go()', 'yes'],
    ['function guard(...all) { all[0].on("error", f) } const s = open(); guard(s); s.go()', 'unknown'],
    ['function a(x) { b(x) } function b(x) { a(x) } const s = open(); a(s); s.go()', 'unknown'],
    ['const listen = (x, e) => x.on(e, f); const s = open(); listen(s, "error"); s.go()', 'yes'],
    ['const same = (x) => x; const s = same(open()); s.on("error", f); s.go()', 'yes'],
    ['const guarded = (x) => x.on("error", f); guarded(open()).go()', 'yes'],
    ['function make() { const x = open(); x.on("error", f); return x } make().go()', 'yes'],
    ['function make() { const x = open(); return x } make().go()', 'no'],
    ['function use(s) { s.go() } use(open().on("error", f))', 'yes'],
    ['function use(s) { s.go() } use(open().on("error", f)); use(open())', 'no'],
    ['export function use(s) { s.go() }', 'no'],
    ['class A { guard(x) { x.on("error", f) } m() { const s = open(); this.guard(s); s.go() } }', 'yes'],
    ['class W { constructor(x) { this.x = x; x.on("error", f) } } const s = open(); new W(s); s.go()', 'yes'],
    ['class W { constructor(x) { this.x = x } } const s = open(); new W(s); s.go()', 'no'],
  ])('follows functions of the file: %s', (code, expected) => {
    expect(listening(code)).toBe(expected)
  })

  it.each([
    ['class A { constructor() { this.s = open(); this.s.on("error", f) } m() { this.s.go() } }', 'yes'],
    ['class A { #s = open(); constructor() { this.#s.on("error", f) } m() { this.#s.go() } }', 'yes'],
    ['class A { constructor() { const s = open(); s.on("error", f); this.s = s } m() { this.s.go() } }', 'yes'],
    ['class A { constructor(private s: X) { s.on("error", f) } m() { this.s.go() } }', 'yes'],
    ['class A { constructor(private s: X) {} init() { this.s.on("error", f) } m() { this.s.go() } }', 'yes'],
    ['class A { constructor() { this.s = open() } m() { this.s.go() } }', 'no'],
    ['class A { constructor() { this.t = open(); this.t.on("error", f) } m() { this.s.go() } }', 'no'],
    ['class A extends B { constructor() { super(); this.on("error", f) } m() { this.go() } }', 'yes'],
    ['class A extends B { m() { this.go() } }', 'no'],
    ['class A extends B { constructor() { super(); this.on("error", f) } } new A().go()', 'yes'],
    ['class A { constructor() { this.on("error", f) } } class C extends A {} const c = new C(); c.go()', 'yes'],
    ['class A { m() { const o = { n() { this.s.on("error", f) } }; this.s.go() } }', 'no'],
  ])('follows fields and classes: %s', (code, expected) => {
    expect(listening(code)).toBe(expected)
  })

  it('lets a request be handed to functions that do not look after it', () => {
    const code = (name: string) => `function h(req) { ${name}(req); req.go() }`
    expect(listening(code('getUser'), { isRequest: true })).toBe('no')
    expect(listening(code('onAborted'), { isRequest: true })).toBe('unknown')
    expect(listening(code('getUser'))).toBe('unknown')
  })
})
