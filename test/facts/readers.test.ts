import { describe, expect, it } from 'vitest'
import { readersOf } from '../../src/facts/readers.ts'
import { parseSource } from '../parse-source.ts'

const DRAIN = 'while (true) { const { done, value } = await reader.read(); if (done) break; use(value) }'

/** How the reader of each loop came by its stream. */
function birthsOf(code: string): string[] {
  return readersOf(parseSource(code)).map(({ birth }) => birth.kind)
}

describe('how the code came by the stream', () => {
  it.each([
    ['(await fetch(url)).body', 'made'],
    ['(await globalThis.fetch(url)).body!', 'made'],
    ['(await fetch(url)).body!.pipeThrough(new TextDecoderStream())', 'made'],
    ['(await fetch(url).then((res) => res.body))', 'made'],
    ['(await fetch(url).then((res) => { check(res); return res })).body', 'made'],
    ['(await fetch(url)).clone().body', 'made'],
    ['(await bucket.stream(key))', 'made'],
    ['bucket.file(key).stream({ range })', 'made'],
    ['Readable.toWeb(createReadStream(path))', 'made'],
    ['(await request(url))', 'opened'],
    ['(await client.get(key)).body', 'opened'],
    ['(await open()).stream', 'opened'],
    ['(await openai.chat.completions.create({ stream: true })).toReadableStream()', 'opened'],
    ['new ReadableStream({ pull, cancel() { socket.close() } })', 'opened'],
    ['given', 'passed-in'],
    ['given.body', 'passed-in'],
    ['given!.response.body!', 'passed-in'],
    ['given.pipeThrough(new DecompressionStream("gzip"))', 'passed-in'],
    ['Readable.toWeb(given)', 'passed-in'],
    ['(fallback ?? given)', 'passed-in'],
    ['new Blob([text]).stream()', 'memory'],
    ['new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"))', 'memory'],
    ['file.stream()', 'memory'],
    ['new Response("text").body', 'memory'],
    ['new Response(JSON.stringify(data)).body!', 'memory'],
    ['new Request(url, { body }).body', 'memory'],
    ['ReadableStream.from(["a", "b"])', 'memory'],
    ['new ReadableStream({ start(c) { c.enqueue(text); c.close() } })', 'memory'],
    ['new TransformStream().readable', 'memory'],
    ['items', 'unknown'],
    ['unknownThing.stream()', 'unknown'],
    ['toStream(text)', 'unknown'],
    ['shared', 'unknown'],
  ])('%s is %s', (stream, birth) => {
    expect(
      birthsOf(`import { Readable } from 'node:stream'
      import { createReadStream } from 'node:fs'
      import { shared } from './shared'
      async function read(given, file: File, path) { const fallback = await load(); const reader = ${stream}.getReader(); ${DRAIN} }`),
    ).toEqual([birth])
  })

  it.each([
    ['const { body } = await fetch(url); const reader = body.getReader()', 'made'],
    ['const res = await fetch(url); const body = res.body; if (!body) return; const reader = body.getReader()', 'made'],
    ['let res; try { res = await fetch(url) } catch { return } const reader = res.body?.getReader()', 'made'],
    ['const reader = new ReadableStreamDefaultReader((await fetch(url)).body)', 'made'],
    ['const reader = (await fetch(url)).body.getReader({ mode: "byob" })', 'made'],
    ['const reader = await fetch(url).then((res) => res.body.getReader())', undefined],
    ['const [left, right] = (await fetch(url)).body.tee(); const reader = left.getReader()', 'made'],
    ['let body = given; if (gzip) body = body.pipeThrough(gunzip); const reader = body.getReader()', 'passed-in'],
    ['given = given.pipeThrough(gunzip); const reader = given.getReader()', 'passed-in'],
    [
      'const { readable, writable } = new TransformStream(); (await fetch(url)).body.pipeTo(writable); const reader = readable.getReader()',
      'made',
    ],
    ['const t = new TransformStream(); given.pipeTo(t.writable); const reader = t.readable.getReader()', 'passed-in'],
    [
      'const t = new TransformStream(); const writer = t.writable.getWriter(); fill(writer); const reader = t.readable.getReader()',
      'memory',
    ],
    [
      'const stream = typeof given === "string" ? new Blob([given]).stream() : given; const reader = stream.getReader()',
      'passed-in',
    ],
    [
      'const reader = get(url).getReader(); async function get(url) { const res = await fetch(url); return res.body }',
      'made',
    ],
    [
      'const res = await get(url); const reader = res.body.getReader(); function get(url) { return fetch(url, { signal }) }',
      'made',
    ],
    [
      'const reader = make().getReader(); function make() { return new ReadableStream({ start(c) { c.close() } }) }',
      'memory',
    ],
  ])('%s', (code, birth) => {
    expect(birthsOf(`async function read(given) { ${code}; ${DRAIN} }`)).toEqual(birth === undefined ? [] : [birth])
  })

  it('a field that the constructor gets', () => {
    expect(
      birthsOf(
        `class A { constructor(private res: Response) {} async read() { const reader = this.res.body!.getReader(); ${DRAIN} } }`,
      ),
    ).toEqual(['passed-in'])
  })
})

describe('a reader and its loops', () => {
  it('is one for both loops that read with it', () => {
    const source = parseSource(`async function read(s) { const reader = s.getReader(); ${DRAIN} ${DRAIN} }`)
    expect(readersOf(source).map(({ loops }) => loops.length)).toEqual([2])
  })

  it('is none without a loop', () => {
    expect(birthsOf('async function read(s) { const reader = s.getReader(); await reader.read() }')).toEqual([])
  })

  it.each([
    ['closed', 'await reader.closed', false],
    ['a test', 'if (!reader) return', false],
    ['an alias', 'const other = reader; other.cancel()', false],
    ['an argument', 'track(reader)', true],
    ['a property', 'state.reader = reader', true],
    ['an array', 'await Promise.all([reader])', true],
    ['a method of its own', 'const cancel = reader.cancel', true],
    ['returned', 'return reader', true],
  ])('%s: handed out %s', (_name, code, expected) => {
    const source = parseSource(`async function read(s) { const reader = s.getReader(); ${DRAIN} ${code} }`)
    expect(readersOf(source)[0]?.isHandedOut).toBe(expected)
  })
})
