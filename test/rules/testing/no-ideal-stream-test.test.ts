import rule from '../../../rules/testing/no-ideal-stream-test.ts'
import { ruleTest } from '../../rule-tester.ts'

/** A case that reads the streams of an expression, with `Readable` at hand. */
const TEST = (doubles: string): string => `import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { convertArrayToReadableStream } from 'ai/test'
import { chunked, read, response } from './helpers'

it('reads', async () => {
  const parts = chunked('data: a\\n\\n')
  expect(await read(${doubles})).toEqual(['a'])
})
`

ruleTest(rule, {
  reports: [
    {
      name: 'a Response with events',
      file: 'test/read.test.ts',
      code: `import { expect, it } from 'vitest'
import { readEvents } from '../src/read-events'

it('reads', async () => {
  const body = 'data: {"a":1}\\n\\ndata: [DONE]\\n\\n'
  const response = new Response(body, { headers: { 'Content-Type': 'text/event-stream' } })
  expect(await readEvents(response)).toEqual([{ a: 1 }])
})
`,
      errors: [
        {
          messageId: 'ideal',
          line: 6,
          column: 24,
          endColumn: 32,
          suggestions: [
            {
              messageId: 'cut',
              output: `import { expect, it } from 'vitest'
import { readEvents } from '../src/read-events'

/** A stream of single bytes: frames, and characters of several bytes, come cut. */
function inPieces(text: string) {
  const bytes = new TextEncoder().encode(text)
  let at = 0
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at === bytes.length) controller.close()
      else controller.enqueue(bytes.subarray(at, ++at))
    },
  })
}

it('reads', async () => {
  const body = 'data: {"a":1}\\n\\ndata: [DONE]\\n\\n'
  const response = new Response(inPieces(body), { headers: { 'Content-Type': 'text/event-stream' } })
  expect(await readEvents(response)).toEqual([{ a: 1 }])
})

it.todo('fails when the stream breaks off midway')
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a Response with JSON lines, which a helper makes',
      file: 'test/read.test.ts',
      code: `import { expect, it } from 'vitest'
import { readEvents } from '../src/read-events'

const lines = (...values: object[]) => values.map((value) => JSON.stringify(value)).join('\\n') + '\\n'
const answer = (text: string) => new Response(text)

it('reads', async () => {
  expect(await readEvents(answer(lines({ a: 1 }, { b: '{}\\n{}' })))).toHaveLength(2)
})
`,
      errors: [
        {
          messageId: 'ideal',
          line: 5,
          column: 38,
          endColumn: 46,
          suggestions: [
            {
              messageId: 'cut',
              output: `import { expect, it } from 'vitest'
import { readEvents } from '../src/read-events'

const lines = (...values: object[]) => values.map((value) => JSON.stringify(value)).join('\\n') + '\\n'

/** A stream of single bytes: frames, and characters of several bytes, come cut. */
function inPieces(text: string) {
  const bytes = new TextEncoder().encode(text)
  let at = 0
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at === bytes.length) controller.close()
      else controller.enqueue(bytes.subarray(at, ++at))
    },
  })
}

const answer = (text: string) => new Response(inPieces(text))

it('reads', async () => {
  expect(await readEvents(answer(lines({ a: 1 }, { b: '{}\\n{}' })))).toHaveLength(2)
})
`,
            },
          ],
        },
      ],
    },
    {
      name: 'one enqueue of bytes',
      file: 'test/read.test.ts',
      code: `import { expect, it } from 'vitest'
import { readEvents } from '../src/read-events'

it('reads', async () => {
  const stream = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('event: note\\ndata: Grüße\\n\\n'))
      controller.close()
    },
  })
  expect(await readEvents(stream)).toEqual(['Grüße'])
})
`,
      errors: [
        {
          messageId: 'ideal',
          line: 5,
          column: 22,
          endColumn: 36,
          suggestions: [
            {
              messageId: 'cut',
              output: `import { expect, it } from 'vitest'
import { readEvents } from '../src/read-events'

it('reads', async () => {
  const stream = new ReadableStream({
    start(controller) {
      for (const byte of new TextEncoder().encode('event: note\\ndata: Grüße\\n\\n')) controller.enqueue(Uint8Array.of(byte))
      controller.close()
    },
  })
  expect(await readEvents(stream)).toEqual(['Grüße'])
})

it.todo('fails when the stream breaks off midway')
`,
            },
          ],
        },
      ],
    },
    {
      name: 'one enqueue of a text that a template makes, Jest, semicolons',
      file: 'test/read.test.ts',
      code: `import { expect, it } from 'vitest'
import { readEvents } from '../src/read-events'

function streamOf(text: string) {
  return new ReadableStream<string>({
    start(controller) {
      controller.enqueue(text);
      controller.close();
    },
  });
}

it('reads', async () => {
  expect(await readEvents(streamOf(\`data: \${JSON.stringify({ a: 1 })}\\n\\n\`))).toEqual([{ a: 1 }]);
});
`,
      errors: [
        {
          messageId: 'ideal',
          line: 5,
          column: 14,
          endColumn: 28,
          suggestions: [
            {
              messageId: 'cut',
              output: `import { expect, it } from 'vitest'
import { readEvents } from '../src/read-events'

function streamOf(text: string) {
  return new ReadableStream<string>({
    start(controller) {
      for (const part of text) controller.enqueue(part);
      controller.close();
    },
  });
}

it('reads', async () => {
  expect(await readEvents(streamOf(\`data: \${JSON.stringify({ a: 1 })}\\n\\n\`))).toEqual([{ a: 1 }]);
});
`,
            },
          ],
        },
      ],
    },
    {
      name: 'one enqueue in a short function, for which no remedy is known',
      file: 'test/read.test.ts',
      code: `import { expect, it } from 'vitest'
import { readEvents } from '../src/read-events'

it('reads', async () => {
  const stream = new ReadableStream({ start: (c) => void (c.enqueue('data: a\\n\\n'), c.close()) })
  expect(await readEvents(stream)).toEqual(['a'])
})
`,
      errors: [
        {
          messageId: 'ideal',
          line: 5,
          column: 22,
          endColumn: 36,
        },
      ],
    },
    {
      name: 'a pull that closes at once',
      file: 'test/read.test.ts',
      code: `import { expect, it } from 'vitest'
import { readEvents } from '../src/read-events'

it('reads', async () => {
  const stream = new ReadableStream({
    pull(controller) {
      controller.enqueue(Buffer.from('{"a":1}\\n{"b":2}\\n'))
      controller.close()
    },
  })
  expect(await readEvents(stream)).toEqual([{ a: 1 }, { b: 2 }])
})
`,
      errors: [
        {
          messageId: 'ideal',
          line: 5,
          column: 22,
          endColumn: 36,
          suggestions: [
            {
              messageId: 'cut',
              output: `import { expect, it } from 'vitest'
import { readEvents } from '../src/read-events'

it('reads', async () => {
  const stream = new ReadableStream({
    pull(controller) {
      for (const byte of Buffer.from('{"a":1}\\n{"b":2}\\n')) controller.enqueue(Uint8Array.of(byte))
      controller.close()
    },
  })
  expect(await readEvents(stream)).toEqual([{ a: 1 }, { b: 2 }])
})

it.todo('fails when the stream breaks off midway')
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a list of one text',
      file: 'test/read.test.ts',
      code: `import { expect, it } from 'vitest'
import { readEvents } from '../src/read-events'
import { Readable } from 'node:stream'

it('reads', async () => {
  const stream = Readable.from(['data: a\\n\\ndata: b\\n\\n'])
  expect(await readEvents(stream)).toEqual(['a', 'b'])
})
`,
      errors: [
        {
          messageId: 'ideal',
          line: 6,
          column: 27,
          endColumn: 31,
          suggestions: [
            {
              messageId: 'cut',
              output: `import { expect, it } from 'vitest'
import { readEvents } from '../src/read-events'
import { Readable } from 'node:stream'

it('reads', async () => {
  const stream = Readable.from([...'data: a\\n\\ndata: b\\n\\n'])
  expect(await readEvents(stream)).toEqual(['a', 'b'])
})

it.todo('fails when the stream breaks off midway')
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a list of one Buffer, and a text',
      file: 'test/read.test.ts',
      code: `import { expect, it } from 'vitest'
import { readEvents } from '../src/read-events'
import { Readable } from 'node:stream'

it('reads', async () => {
  expect(await readEvents(Readable.from([Buffer.from('data: a\\n\\n')]))).toEqual(['a'])
  expect(await readEvents(Readable.from('data: b\\n\\n'))).toEqual(['b'])
})
`,
      errors: [
        {
          messageId: 'ideal',
          line: 6,
          column: 36,
          endColumn: 40,
          suggestions: [
            {
              messageId: 'cut',
              output: `import { expect, it } from 'vitest'
import { readEvents } from '../src/read-events'
import { Readable } from 'node:stream'

it('reads', async () => {
  expect(await readEvents(Readable.from(Array.from(Buffer.from('data: a\\n\\n'), (byte) => Buffer.of(byte))))).toEqual(['a'])
  expect(await readEvents(Readable.from('data: b\\n\\n'))).toEqual(['b'])
})

it.todo('fails when the stream breaks off midway')
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a generator with one yield',
      file: 'test/read.test.ts',
      code: `import { expect, it } from 'vitest'
import { readEvents } from '../src/read-events'

async function* chunks() {
  yield 'data: a\\n\\ndata: b\\n\\n'
}

it('reads', async () => {
  expect(await readEvents(chunks())).toEqual(['a', 'b'])
})
`,
      errors: [
        {
          messageId: 'ideal',
          line: 5,
          column: 3,
          endColumn: 8,
          suggestions: [
            {
              messageId: 'cut',
              output: `import { expect, it } from 'vitest'
import { readEvents } from '../src/read-events'

async function* chunks() {
  for (const part of 'data: a\\n\\ndata: b\\n\\n') yield part
}

it('reads', async () => {
  expect(await readEvents(chunks())).toEqual(['a', 'b'])
})
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a PassThrough that ends with the text',
      file: 'test/read.test.ts',
      code: `import { expect, it } from 'vitest'
import { readEvents } from '../src/read-events'
import { PassThrough } from 'node:stream'

it('reads', async () => {
  const stream = new PassThrough()
  stream.end('data: a\\n\\n')
  expect(await readEvents(stream)).toEqual(['a'])
})
`,
      errors: [
        {
          messageId: 'ideal',
          line: 6,
          column: 22,
          endColumn: 33,
          suggestions: [
            {
              messageId: 'cut',
              output: `import { expect, it } from 'vitest'
import { readEvents } from '../src/read-events'
import { PassThrough } from 'node:stream'

it('reads', async () => {
  const stream = new PassThrough({ readableObjectMode: true })
  for (const byte of Buffer.from('data: a\\n\\n')) stream.write(Buffer.of(byte))
  stream.end()
  expect(await readEvents(stream)).toEqual(['a'])
})

it.todo('fails when the stream breaks off midway')
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a PassThrough that is written to once',
      file: 'test/read.test.ts',
      code: `import { expect, it } from 'vitest'
import { readEvents } from '../src/read-events'
import { PassThrough } from 'node:stream'

it('reads', async () => {
  const stream = new PassThrough()
  stream.write(Buffer.from('data: a\\n\\n'))
  stream.end()
  expect(await readEvents(stream)).toEqual(['a'])
})
`,
      errors: [
        {
          messageId: 'ideal',
          line: 6,
          column: 22,
          endColumn: 33,
          suggestions: [
            {
              messageId: 'cut',
              output: `import { expect, it } from 'vitest'
import { readEvents } from '../src/read-events'
import { PassThrough } from 'node:stream'

it('reads', async () => {
  const stream = new PassThrough({ readableObjectMode: true })
  for (const byte of Buffer.from('data: a\\n\\n')) stream.write(Buffer.of(byte))
  stream.end()
  expect(await readEvents(stream)).toEqual(['a'])
})

it.todo('fails when the stream breaks off midway')
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a Readable that pushes once',
      file: 'test/read.test.ts',
      code: `import { expect, it } from 'vitest'
import { readEvents } from '../src/read-events'
import { Readable } from 'node:stream'

it('reads', async () => {
  const stream = new Readable({
    read() {
      this.push('{"a":1}\\n')
      this.push(null)
    },
  })
  expect(await readEvents(stream)).toEqual([{ a: 1 }])
})
`,
      errors: [
        {
          messageId: 'ideal',
          line: 6,
          column: 22,
          endColumn: 30,
          suggestions: [
            {
              messageId: 'cut',
              output: `import { expect, it } from 'vitest'
import { readEvents } from '../src/read-events'
import { Readable } from 'node:stream'

it('reads', async () => {
  const stream = new Readable({
    objectMode: true,
    read() {
      for (const byte of Buffer.from('{"a":1}\\n')) this.push(Buffer.of(byte))
      this.push(null)
    },
  })
  expect(await readEvents(stream)).toEqual([{ a: 1 }])
})

it.todo('fails when the stream breaks off midway')
`,
            },
          ],
        },
      ],
    },
    {
      name: 'an answer of msw',
      file: 'test/read.test.ts',
      code: `import { expect, it } from 'vitest'
import { readEvents } from '../src/read-events'
import { http, HttpResponse } from 'msw'

const handler = http.get('/events', () => new HttpResponse('data: a\\n\\n', { headers: { 'Content-Type': 'text/event-stream' } }))

it('reads', async () => {
  server.use(handler)
  expect(await readEvents('/events')).toEqual(['a'])
})
`,
      errors: [
        {
          messageId: 'ideal',
          line: 5,
          column: 47,
          endColumn: 59,
          suggestions: [
            {
              messageId: 'cut',
              output: `import { expect, it } from 'vitest'
import { readEvents } from '../src/read-events'
import { http, HttpResponse } from 'msw'

/** A stream of single bytes: frames, and characters of several bytes, come cut. */
function inPieces(text: string) {
  const bytes = new TextEncoder().encode(text)
  let at = 0
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at === bytes.length) controller.close()
      else controller.enqueue(bytes.subarray(at, ++at))
    },
  })
}

const handler = http.get('/events', () => new HttpResponse(inPieces('data: a\\n\\n'), { headers: { 'Content-Type': 'text/event-stream' } }))

it('reads', async () => {
  server.use(handler)
  expect(await readEvents('/events')).toEqual(['a'])
})
`,
            },
          ],
        },
      ],
    },
    {
      name: 'an answer of msw by its text',
      file: 'test/read.test.ts',
      code: `import { expect, it } from 'vitest'
import { readEvents } from '../src/read-events'
import { http, HttpResponse } from 'msw'

it('reads', async () => {
  server.use(http.get('/events', () => HttpResponse.text('data: a\\n\\n')))
  expect(await readEvents('/events')).toEqual(['a'])
})
`,
      errors: [
        {
          messageId: 'ideal',
          line: 6,
          column: 53,
          endColumn: 57,
        },
      ],
    },
    {
      name: 'the first of several, of which one is empty and one is about headers',
      file: 'test/read.test.ts',
      code: `import { expect, it } from 'vitest'
import { readEvents } from '../src/read-events'

it('sends the authorization header', async () => {
  await readEvents(new Response('data: a\\n\\n'))
})
it('is empty', async () => {
  expect(await readEvents(new ReadableStream({ start(c) { c.close() } }))).toEqual([])
})
test('reads', async () => {
  expect(await readEvents(new Response('data: a\\n\\n'))).toEqual(['a'])
})
`,
      errors: [
        {
          messageId: 'ideal',
          line: 11,
          column: 31,
          endColumn: 39,
          suggestions: [
            {
              messageId: 'cut',
              output: `import { expect, it } from 'vitest'
import { readEvents } from '../src/read-events'

it('sends the authorization header', async () => {
  await readEvents(new Response('data: a\\n\\n'))
})
it('is empty', async () => {
  expect(await readEvents(new ReadableStream({ start(c) { c.close() } }))).toEqual([])
})

/** A stream of single bytes: frames, and characters of several bytes, come cut. */
function inPieces(text: string) {
  const bytes = new TextEncoder().encode(text)
  let at = 0
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at === bytes.length) controller.close()
      else controller.enqueue(bytes.subarray(at, ++at))
    },
  })
}

test('reads', async () => {
  expect(await readEvents(new Response(inPieces('data: a\\n\\n')))).toEqual(['a'])
})
`,
            },
          ],
        },
      ],
    },
    {
      name: 'globals of Mocha, and CommonJS',
      file: 'test/read.spec.js',
      code: `const { readEvents } = require('../src/read-events')

it('reads', async () => {
  assert.deepEqual(await readEvents(new Response("data: a\\n\\n")), ["a"])
})
`,
      errors: [
        {
          messageId: 'ideal',
          line: 4,
          column: 41,
          endColumn: 49,
          suggestions: [
            {
              messageId: 'cut',
              output: `const { readEvents } = require('../src/read-events')

/** A stream of single bytes: frames, and characters of several bytes, come cut. */
function inPieces(text) {
  const bytes = new TextEncoder().encode(text)
  let at = 0
  return new ReadableStream({
    pull(controller) {
      if (at === bytes.length) controller.close()
      else controller.enqueue(bytes.subarray(at, ++at))
    },
  })
}

it('reads', async () => {
  assert.deepEqual(await readEvents(new Response(inPieces("data: a\\n\\n"))), ["a"])
})
`,
            },
          ],
        },
      ],
    },
  ],
  silent: [
    {
      name: 'nothing but the end mark, which is an empty stream',
      file: 'test/read.test.ts',
      code: `import { expect, it } from 'vitest'
import { ask } from '../src/ask'

it('asks', async () => {
  expect(await ask(() => new Response('data: [DONE]\\n\\n', { headers: { 'content-type': 'text/event-stream' } }))).toBe('')
})`,
    },
    {
      name: 'a page with a program in it',
      file: 'test/read.test.ts',
      code: `import { expect, it } from 'vitest'
import { ask } from '../src/ask'

it('asks', async () => {
  expect(await ask(() => new Response('<script>\\nif (a) {\\n  b()\\n}\\n[c].forEach(d)\\n</script>', { headers: { 'content-type': 'text/html' } }))).toBe('')
})`,
    },
    ...[
      // Several pieces, or a failure midway: one such double is enough.
      `new ReadableStream({ start(c) { c.enqueue('data: a\\n'); c.enqueue('\\ndata: b\\n\\n'); c.close() } })`,
      `new ReadableStream({ start(c) { for (const part of ['data: a', '\\n\\n']) c.enqueue(part); c.close() } })`,
      `new ReadableStream({ start(c) { ['data: a', '\\n\\n'].forEach((part) => c.enqueue(part)); c.close() } })`,
      `new ReadableStream({ start(c) { c.enqueue('data: a\\n\\n'); c.error(new Error('reset')) } })`,
      `new ReadableStream({ pull(c) { if (at < text.length) c.enqueue(text.slice(at, (at += 7))); else c.close() } })`,
      `new ReadableStream({ pull(c) { c.enqueue('data: a\\n\\n') } })`,
      `new ReadableStream({ async start(c) { await deliver(c, 'data: a\\n\\n') } })`,
      `new ReadableStream(sourceOf('data: a\\n\\n'))`,
      `Readable.from(['data: a', '\\n\\n'])`,
      `Readable.from([...parts])`,
      `Readable.from(parts)`,
      `ReadableStream.from(['data: a\\n', '\\n'])`,
      `(function* () { yield 'data: a'; yield '\\n\\n' })()`,
      `(async function* () { for (const part of cut('data: a\\n\\n')) yield part })()`,
      `(async function* () { yield 'data: a\\n\\n'; throw new Error('reset') })()`,
      `(async function* () { yield* pieces('data: a\\n\\n') })()`,
      `chunked(['data: a', '\\n\\n'])`,
      `response({ chunks: ['data: a', '\\n\\n'] })`,
      `convertArrayToReadableStream(['data: a', '\\n\\n'])`,
    ].flatMap((double) => [
      { file: 'test/read.test.ts', code: TEST(double) },
      { file: 'test/read.test.ts', code: TEST(`[new Response('data: a\\n\\n'), ${double}]`) },
    ]),
    ...[
      // Nothing that comes in frames.
      `new ReadableStream({ start(c) { c.close() } })`,
      `new ReadableStream()`,
      `new ReadableStream({ start(c) { c.enqueue({ type: 'text', text: 'a\\n' }); c.close() } })`,
      `new ReadableStream({ start(c) { c.enqueue(new Uint8Array([1, 2, 3])); c.close() } })`,
      `new ReadableStream({ start(c) { c.enqueue('x'.repeat(1_000_000)); c.close() } })`,
      `Readable.from([])`,
      `Readable.from([{ id: 1 }])`,
      `Readable.from([{ id: 1 }, { id: 2 }])`,
      `(function* () { yield { type: 'finish' } })()`,
      `convertArrayToReadableStream([{ type: 'finish' }])`,
      `new Response(null, { status: 204 })`,
      `new Response('{"error":"no"}', { status: 500 })`,
      `new Response(JSON.stringify({ a: 1 }))`,
      `new Response('<html>\\n<body>\\n</html>\\n')`,
      `Response.json({ text: 'data: a\\n\\n' })`,
      `parse('data: a\\n\\n')`,
    ].map((double) => ({ file: 'test/read.test.ts', code: TEST(double) })),
    // What a PassThrough is written in several turns, or broken.
    ...[
      `stream.write('data: a'); stream.end('\\n\\n')`,
      `stream.write('data: a\\n\\n'); stream.destroy(new Error('reset'))`,
      `for (const part of parts) stream.write(part); stream.end()`,
      `stream.write('data: a'); stream.write('\\n\\n')`,
    ].map((lines) => ({
      file: 'test/read.test.ts',
      code: `import { PassThrough } from 'node:stream'
it('reads', async () => {
  const stream = new PassThrough()
  ${lines}
  expect(await read(stream)).toEqual(['a'])
})`,
    })),
    // No test file.
    { file: 'src/answer.ts', code: TEST(`new Response('data: a\\n\\n')`) },
    { file: 'src/demo.ts', code: `export async function* demo() { yield 'data: a\\n\\n' }` },
    // Property tests cut where they like; other files and cases are about something else.
    { file: 'test/read.test.ts', code: `import fc from 'fast-check'\n${TEST(`new Response('data: a\\n\\n')`)}` },
    { file: 'test/auth.test.ts', code: TEST(`new Response('data: a\\n\\n')`) },
    { file: 'test/rate-limit.test.ts', code: TEST(`new Response('data: a\\n\\n')`) },
    {
      file: 'test/read.test.ts',
      code: `it('sends the Accept header', async () => { await read(new Response('data: a\\n\\n')) })
it.each([1])('answers with status %s', async () => { await read(new Response('data: a\\n\\n')) })`,
    },
    // Pieces of a server in the test.
    {
      file: 'test/read.test.ts',
      code: `import { createServer } from 'node:http'
createServer((req, res) => { res.write('data: a'); setTimeout(() => res.write('\\n\\n'), 5) })
${TEST(`new Response('data: a\\n\\n')`)}`,
    },
    {
      file: 'test/read.test.ts',
      code: `import { createReadStream } from 'node:fs'
${TEST(`[new Response('data: a\\n\\n'), createReadStream('events.txt', { highWaterMark: 3 })]`)}`,
    },
    {
      file: 'test/read.test.ts',
      settings: { streaming: { testFiles: ['spec/**'] } },
      code: TEST(`new Response('data: a\\n\\n')`),
    },
    // A stream that is never closed, one that goes on, a helper of tests, and text that a package takes apart.
    { file: 'test/read.test.ts', code: TEST(`new ReadableStream({ start(c) { c.enqueue('data: a\\n\\n') } })`) },
    {
      file: 'test/read.test.ts',
      code: TEST(`new Readable({ read() { if (index++ < 10) this.push('data: a\\n\\n'); else this.push(null) } })`),
    },
    { file: 'test/helpers/events.ts', code: `export const events = () => new Response('data: a\\n\\n')` },
    { file: 'test/read.test.ts', code: `import OpenAI from 'openai'\n${TEST(`new Response('data: a\\n\\n')`)}` },
  ],
})
