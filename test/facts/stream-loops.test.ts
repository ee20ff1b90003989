import { describe, expect, it } from 'vitest'
import { chunkKindOf } from '../../src/facts/chunk-kind.ts'
import { nodesOf } from '../../src/facts/nodes.ts'
import type { StreamLoop } from '../../src/facts/stream-loops.ts'
import { isChunk } from '../../src/facts/loop-chunk.ts'
import { streamLoopOf, streamLoops } from '../../src/facts/stream-loops.ts'
import { parseSource } from '../parse-source.ts'

/** Every stream loop as one line: form, event, and the names that hold the chunk, the read result and the end mark. */
function loopsOf(code: string): string[] {
  return streamLoops(parseSource(code)).map(line)
}

function line(loop: StreamLoop): string {
  const names = (variables: StreamLoop['chunks']) => variables.map((it) => it.name).join(',')
  return [loop.form, loop.event, names(loop.chunks), names(loop.results), names(loop.dones)].filter(Boolean).join(' ')
}

describe('stream loops of a reader', () => {
  it.each([
    ['while (true) { const { done, value } = await reader.read(); if (done) break; use(value) }', 'read value done'],
    ['let done = false; while (!done) { const r = await reader.read(); done = r.done; use(r.value) }', 'read r'],
    [
      'for (;;) { const { done: end, value: bytes } = await reader.read(); if (end) return; use(bytes) }',
      'read bytes end',
    ],
    ['let r; while (!(r = await reader.read()).done) use(r.value)', 'read r'],
    ['let r; do { r = await reader.read(); use(r.value) } while (!r.done)', 'read r'],
    ['for (let c = await reader.read(); !c.done; c = await reader.read()) use(c.value)', 'read c'],
    ['let done, value; while (!done) { ({ done, value } = await reader.read()); use(value) }', 'read value done'],
    [
      'while (true) { const r = await reader.read(); const { done, value } = r; if (done) break; use(value) }',
      'read value r done',
    ],
    ['while (true) { const r = await Promise.race([reader.read(), late]); if (r.done) break }', 'read r'],
    ['while (true) { const r = await reader.read().catch(() => end); if (r.done) break }', 'read r'],
    ['while (true) { if ((await reader.read()).done) break }', 'read'],
    [
      'while (true) { const { done, value } = (await reader?.read()) || { done: true }; if (done) break }',
      'read value done',
    ],
  ])('%s', (body, expected) => {
    expect(loopsOf(`async function f() { ${body} }`)).toEqual([expected])
  })

  it('is a recursion through then, once, wherever it reads', () => {
    const code = `
      function pump() { return reader.read().then(({ done, value }) => { if (done) return; use(value); return pump() }) }
      function start() { reader.read().then(function step(r) { if (r.done) return; use(r.value); reader.read().then(step) }) }
      reader.read().then(({ value }) => use(value))`
    expect(loopsOf(code)).toEqual(['then value done', 'then r'])
  })

  it('is not any awaited read in a loop', () => {
    expect(loopsOf('async function f() { for (;;) { const { bytesRead } = await file.read(buffer) } }')).toEqual([])
    expect(loopsOf('async function f() { while (more()) { const row = await cursor.read(); use(row) } }')).toEqual([])
    expect(
      loopsOf('async function f() { while (more()) { const g = async () => { const { done } = await r.read() } } }'),
    ).toEqual([])
  })
})

describe('other stream loops', () => {
  it.each([
    ['async function f() { for await (const chunk of s) use(chunk) }', ['for-await chunk']],
    ['async function f() { for (const x of xs) await x }', []],
    [
      `import { setInterval } from 'node:timers/promises'; async function f() { for await (const _ of setInterval(1)) go() }`,
      [],
    ],
    ["s.on('data', (c) => use(c))", ['listener data c']],
    ["s.on('data', handle); function handle(c) { use(c) }", ['listener data c']],
    ["s.on('end', () => {}); s.on('error', (e) => {})", []],
    ["es.addEventListener('message', (event) => use(event.data))", ['listener message event']],
    ['ws.onmessage = (event) => use(event.data)', ['handler onmessage event']],
    ['client.stream({ onChunk(chunk) { use(chunk) } })', ['handler onChunk chunk']],
    ['new WritableStream({ write(chunk) { use(chunk) } })', ['sink write chunk']],
    ['new TransformStream({ transform(chunk, controller) { controller.enqueue(chunk) } })', ['sink transform chunk']],
    [
      "import { Writable } from 'node:stream'; class Sink extends Writable { _write(chunk, encoding, done) { done() } }",
      ['sink _write chunk'],
    ],
    ['class Own { write(chunk) {} }', []],
    [
      'new ReadableStream({ async pull(c) { const { done, value } = await reader.read(); c.enqueue(value) } })',
      ['pull pull value done'],
    ],
    ['class WritableStream {} new WritableStream({ write(chunk) {} })', []],
  ])('%s', (code, expected) => {
    expect(loopsOf(code)).toEqual(expected)
  })

  it('gives one loop to a function that listens twice', () => {
    expect(loopsOf("a.on('data', h); b.on('data', h); function h(c) {}")).toEqual(['listener data c'])
  })
})

describe('the chunk', () => {
  const code = `
    async function f(res: Response) {
      const reader = res.body!.getReader()
      while (true) {
        const { done, value } = await reader.read()
        if (done) break
        const bytes = value as Uint8Array
        is(value, bytes, value!, value ?? empty, await value)
        not(value.length, other, value && x, done)
      }
    }`

  it('is known through aliases, assertions and fallbacks', () => {
    const source = parseSource(code)
    const answers = (name: string) =>
      nodesOf(source, 'CallExpression')
        .filter((call) => call.callee.type === 'Identifier' && call.callee.name === name)
        .flatMap((call) => call.arguments.map((argument) => isChunk(source, streamLoopOf(source, call)!, argument)))
    expect(answers('is')).toEqual([true, true, true, true, true])
    expect(answers('not')).toEqual([false, false, false, false])
  })
})

describe('the kind of a chunk', () => {
  it.each([
    ["async function f() { const res = await fetch('u'); for await (const c of res.body) use(c) }", 'bytes'],
    ["async function f() { const { body } = await fetch('u'); for await (const c of body) use(c) }", 'bytes'],
    [
      "async function f() { const r = (await fetch('u')).body.pipeThrough(new TextDecoderStream()).getReader(); while (true) { const { value, done } = await r.read(); if (done) break } }",
      'text',
    ],
    ["import fs from 'fs'; fs.createReadStream(p).on('data', (c) => use(c))", 'bytes'],
    ["import fs from 'fs'; fs.createReadStream(p, 'utf8').on('data', (c) => use(c))", 'text'],
    [
      "import { createReadStream } from 'node:fs'; const s = createReadStream(p); s.setEncoding('utf8'); s.on('data', (c) => use(c))",
      'text',
    ],
    [
      'function f(s: ReadableStream<string>) { const r = s.getReader(); return async () => { while (true) { const { value, done } = await r.read(); if (done) break } } }',
      'text',
    ],
    ["s.on('data', (c: Buffer) => use(c))", 'bytes'],
    ["s.on('data', (c: string) => use(c))", 'text'],
    ["s.on('data', (c) => use(c))", 'unknown'],
    ["ws.on('message', (m) => use(m))", 'items'],
    [
      "import OpenAI from 'openai'; const ai = new OpenAI(); async function f() { for await (const c of await ai.chat.completions.create({ stream: true })) use(c) }",
      'items',
    ],
    [
      "import { streamText } from 'ai'; async function f() { const { textStream } = streamText({}); for await (const c of textStream) use(c) }",
      'text',
    ],
    [
      "import { ai } from './ai'; async function f() { for await (const c of await ai.chat.completions.create({ stream: true })) use(c) }",
      'items',
    ],
  ])('%s', (code, kind) => {
    const source = parseSource(code)
    expect(streamLoops(source).map((loop) => chunkKindOf(source, loop))).toEqual([kind])
  })
})
