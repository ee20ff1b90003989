import { describe, expect, it } from 'vitest'
import { isDroppedPromise } from '../../src/facts/dropped-promise.ts'
import { calleeName } from '../../src/facts/callee.ts'
import { nodesOf } from '../../src/facts/nodes.ts'
import { hasCallback, isFloating, pipelineCalls } from '../../src/facts/pipelines.ts'
import { isNodeChain, pipeChains } from '../../src/facts/pipes.ts'
import { streamOf } from '../../src/facts/stream-value.ts'
import { isIncomingMessage, unheardPipes } from '../../src/facts/unheard-pipes.ts'
import type { Node, Source } from '../../src/source.ts'
import { parseSource } from '../parse-source.ts'

const textOf = (source: Source, node: Node) => source.text.slice(...node.range)

describe('pipeChains', () => {
  /** Each chain as its source and destinations. */
  const chains = (code: string) => {
    const source = parseSource(code)
    return pipeChains(source).map((chain) =>
      [chain[0].receiver, ...chain.map((link) => link.destination)].map((it) => textOf(source, it)).join(' > '),
    )
  }
  it.each([
    ['a.pipe(b).pipe(c)', ['a > b > c']],
    ['a.pipe(b).on("x", f).pipe(c).once("y", g)', ['a > b > c']],
    ['a.pipe(b, { end: false }); c?.pipe(d)', ['a > b', 'c > d']],
    ['const b = a.pipe(x); b.pipe(c)', ['a > x', 'b > c']],
    ['a.pipe(b.pipe(c))', ['a > b.pipe(c)', 'b > c']],
    ['a["pipe"](b)', ['a > b']],
    ['a.pipe(); a.pipe(f, g, h); a.pipe((x) => x); a.pipe(...b); pipe(a)', []],
  ])('%s', (code, expected) => {
    expect(chains(code).sort()).toEqual(expected.sort())
  })
})

describe('isNodeChain', () => {
  const isNode = (code: string) => {
    const source = parseSource(`const x = open(), y = open(); ${code}`)
    return isNodeChain(source, pipeChains(source).at(-1)!)
  }
  it.each([
    ['import fs from "fs"; fs.createReadStream("a").pipe(x)', true],
    ['import fs from "fs"; x.pipe(fs.createWriteStream("a"))', true],
    ['import { createGzip } from "zlib"; x.pipe(y).pipe(createGzip())', true],
    ['x.pipe(y, { end: false })', true],
    ['function f(a, res) { a.pipe(res) }', true],
    ['class A { m() { a.pipe(this.res) } }', true],
    ['x.on("data", f); x.pipe(y)', true],
    ['x.setEncoding("utf8"); x.pipe(y)', true],
    ['y.end(); x.pipe(y)', true],
    ['x.pipe(y).on("finish", f)', true],
    ['for await (const z of x.pipe(y)) f(z)', true],
    ['x.pipe(x)', true],

    ['const s = (a) => a.pipe(b); import("fs"); s(require("fs").createReadStream("a"))', true],
    ['x.pipe(y)', false],
    ['x.on("tick", f); x.pipe(y)', false],
    ['x.pipe(map((it) => it))', false],
    ['import { src } from "gulp"; src("a").pipe(y).on("end", f)', false],
    ['import fs from "fs"; import { $ } from "zx"; $`ls`.pipe(fs.createWriteStream("a"))', false],
    ['import fs from "fs"; $`ls`.pipe(fs.createWriteStream("a"))', false],
    ['import { dest } from "gulp"; x.on("data", f); x.pipe(y).pipe(dest("a"))', false],
    ['class P { pipe(x) {} } new P().pipe(process.stdout)', false],
    ['const p = { pipe(x) {} }; p.pipe(process.stdout)', false],
    ['const r = await fetch(u); r.body.pipe(process.stdout)', false],
    ['import fs from "fs"; fs.createReadStream("a").pipe(new WritableStream())', false],
  ])('%s is %s', (code, expected) => {
    expect(isNode(code)).toBe(expected)
  })
})

describe('unheardPipes', () => {
  /** The unheard sources of each chain, `!` before HTTP messages. */
  const unheard = (code: string) => {
    const source = parseSource(code)
    return unheardPipes(source).map(({ unheard: links }) =>
      links
        .map(({ receiver }) => (isIncomingMessage(source, receiver) ? '!' : '') + textOf(source, receiver))
        .join(' and '),
    )
  }
  const FS = 'import fs from "fs"; const x = open(), y = open(); '
  it.each([
    [
      `${FS}fs.createReadStream("a").pipe(x).pipe(y)`,
      ['fs.createReadStream("a") and fs.createReadStream("a").pipe(x)'],
    ],
    [`${FS}const a = fs.createReadStream("a"); a.pipe(x); a.pipe(y)`, ['a']],
    [`${FS}const a = fs.createReadStream("a"); if (c) a.pipe(x); else a.pipe(y)`, ['a', 'a']],
    [`${FS}process.stdin.pipe(fs.createWriteStream("a"))`, []],
    [`${FS}child.stdout.pipe(fs.createWriteStream("a"))`, []],
    [`${FS}import http from "http"; http.get(u, (r) => r.pipe(fs.createWriteStream("a")))`, ['!r']],
    [`${FS}client.get(u, (r) => { r.pipe(fs.createWriteStream("a")) })`, ['!r']],
    [`${FS}client.on("response", (r) => { r.pipe(fs.createWriteStream("a")) })`, ['!r']],
    [`${FS}import http from "http"; http.createServer((q, s) => { q.pipe(fs.createWriteStream("a")) })`, ['!q']],
    [`import { PassThrough } from "stream"; const p = new PassThrough(); p.end("x"); p.pipe(process.stdout)`, []],
    [`import { PassThrough } from "stream"; const p = new PassThrough(); p.pipe(process.stdout)`, ['p']],
    [`import { Transform } from "stream"; const p = new Transform(); p.end("x"); p.pipe(process.stdout)`, ['p']],
    [`import { Readable } from "stream"; Readable.from(make()).pipe(process.stdout)`, ['Readable.from(make())']],
    [`import { Readable } from "stream"; Readable.from(["a"]).pipe(process.stdout)`, []],
    [`export const f = (a: import("stream").Readable) => a.pipe(zip())`, []],
    [`export const f = (a: import("stream").Readable, b) => a.pipe(b)`, []],
  ])('%s', (code, expected) => {
    expect(unheard(code)).toEqual(expected)
  })
})

describe('pipelineCalls', () => {
  const kinds = (code: string) => pipelineCalls(parseSource(code)).map(({ kind }) => kind)
  it.each([
    ['import { pipeline } from "stream"; pipeline(a, b)', ['callback']],
    ['import { pipeline as p } from "node:stream/promises"; p(a, b)', ['promise']],
    ['import s from "stream"; s.promises.pipeline(a, b); s.pipeline(a, b)', ['promise', 'callback']],
    ['import { promises } from "stream"; promises.pipeline(a, b)', ['promise']],
    ['import { promisify } from "util"; import s from "stream"; const p = promisify(s.pipeline); p(a, b)', ['promise']],
    [
      'const util = require("util"); const { pipeline } = require("stream"); util.promisify(pipeline)(a, b)',
      ['promise'],
    ],
    ['import { pipeline } from "readable-stream"; pipeline(a, b)', ['callback']],
    ['import { pipeline } from "@xenova/transformers"; pipeline("a")', []],
    ['redis.pipeline(); pipeline(a, b)', []],
    ['a.pipeTo(b)', ['pipeTo']],
    ['import * as p from "./p"; p.pipeTo(b)', []],
    ['import fs from "fs"; fs.createReadStream("a").pipeTo(b)', []],
  ])('%s', (code, expected) => {
    expect(kinds(code)).toEqual(expected)
  })

  it.each([
    ['pipeline(x, () => {})', true],
    ['const f = () => {}; pipeline(x, y, f)', undefined],
    ['pipeline(x, y, z)', undefined],
    ['pipeline(...x)', undefined],
    ['pipeline(x, function* () {})', false],
    ['const g = async function* () {}; pipeline(x, g)', false],
    ['pipeline([x, y])', false],
    ['pipeline(x, process.stdout)', false],
    ['pipeline(process.stdin, x)', false],
    ['y.on("finish", f); pipeline(x, y)', false],
  ])('knows a callback: %s', (code, expected) => {
    const source = parseSource(`import { pipeline } from "stream"; const x = open(), y = open(); ${code}`)
    expect(hasCallback(source, pipelineCalls(source)[0]!.call)).toBe(expected)
  })

  it.each([
    ['a.pipeTo(b)', true],
    ['await a.pipeTo(b)', false],
    ['const t = new TransformStream(); a.pipeTo(t.writable); use(t.readable)', false],
    ['const t = new TransformStream(); a.pipeTo(t.writable)', true],
    ['const { readable: r, writable: w } = make(); a.pipeTo(w); use(r)', false],
    ['const { readable, writable } = make(); a.pipeTo(writable)', true],
    ['const t = make(); const w = t.writable; a.pipeTo(w); use(t.readable)', false],
    ['function f({ readable, writable }) { a.pipeTo(writable); return readable }', false],
  ])('knows a floating pipeTo: %s', (code, expected) => {
    const source = parseSource(code)
    expect(isFloating(source, pipelineCalls(source)[0]!)).toBe(expected)
  })
})

describe('isDroppedPromise', () => {
  /** Whether anybody gets the rejection of the call `go()`. */
  const isDropped = (code: string, path?: string) => {
    const source = parseSource(code, path)
    return isDroppedPromise(
      source,
      nodesOf(source, 'CallExpression').find((it) => calleeName(it) === 'go')!,
    )
  }
  it.each([
    'go()',
    'void go()',
    'go().then(f)',
    'go().then(f, undefined)',
    'go().catch()',
    'go().finally(f)',
    'go().then(f).finally(g)',
    'a && go()',
    'a ? go() : b()',
    'f(), go()',
    'const p = go()',
    'let p; p = go()',
    'const p = go(); p.then(f)',
    'const p = go(); void p',
    'list.forEach((x) => go(x))',
    'list.map((x) => go(x))',
    'setTimeout(() => go())',
    'emitter.on("x", () => { return go() })',
    'emitter.on("x", function () { return go() })',
    'Promise.all([go(), other()])',
    'void Promise.race([go()])',
    '(() => go())()',
    'new Promise((resolve) => go())',
    'worker.onmessage = () => go()',
  ])('nobody: %s', (code) => {
    expect(isDropped(code)).toBe(true)
  })

  it('nobody: a handler of an element', () => {
    expect(isDropped('const a = <button onClick={() => go()} />', 'src/file.tsx')).toBe(true)
  })

  it.each([
    'await go()',
    'return_(go())',
    'go().catch(f)',
    'go().then(f, g)',
    'go().then(f).catch(g)',
    'const f = () => go()',
    'function f() { return go() }',
    'const all = list.map((x) => go(x))',
    'const p = go(); await p',
    'const p = go(); use(p)',
    'const p = go(); p.catch(f)',
    'export const p = go()',
    'await Promise.all([go()])',
    'Promise.all([go()]).catch(f)',
    'Promise.allSettled([go()])',
    'const o = { p: go() }',
    'o.p = go()',
    'if (go()) f()',
    'emitter.on("x", async () => { await go() })',
    '[go()]',
  ])('somebody, or nobody can tell: %s', (code) => {
    expect(isDropped(code)).toBe(false)
  })
})

describe('streamOf', () => {
  it.each([
    ['import { Transform } from "stream"; class A extends Transform {} new A()', 'node'],
    ['import s from "stream"; class A extends s.Readable {} class B extends A {} new B()', 'node'],
    ['class A extends ReadableStream {} new A()', 'web'],
    ['class A {} new A()', undefined],
    ['class A extends Other {} new A()', undefined],
  ])('knows classes of the file: %s', (code, expected) => {
    const source = parseSource(code)
    expect(streamOf(source, nodesOf(source, 'NewExpression')[0]!)?.family).toBe(expected)
  })
})
