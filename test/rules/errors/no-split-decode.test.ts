import rule from '../../../rules/errors/no-split-decode.ts'
import { ruleTest } from '../../rule-tester.ts'

/** Reads what a request to an address tells, chunk by chunk. */
const told = (address: string) => `async function pull(base: string, name: string) {
  const response = await fetch(${address}, { method: 'POST', body: JSON.stringify({ name }) })
  const reader = response.body!.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    show(new TextDecoder().decode(value))
  }
}`
const toldWithDecoder = (address: string) => `async function pull(base: string, name: string) {
  const response = await fetch(${address}, { method: 'POST', body: JSON.stringify({ name }) })
  const reader = response.body!.getReader()
  const decoder = new TextDecoder()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    show(decoder.decode(value, { stream: true }))
  }
}`

ruleTest(rule, {
  reports: [
    {
      name: 'a read that a variable holds',
      code: `async function f(response, watch) {
  const reader = response.body.getReader()
  const decoder = new TextDecoder()
  let pull
  if (watch) pull = watch(reader)
  else pull = () => reader.read()
  while (true) {
    let result
    try {
      result = await pull()
    } catch (error) {
      throw new Error('Broken off', { cause: error })
    }
    const { done, value } = result
    if (done) return
    show(decoder.decode(value))
  }
}`,
      errors: [{ messageId: 'missingStream', line: 16, column: 10, endColumn: 31 }],
      output: `async function f(response, watch) {
  const reader = response.body.getReader()
  const decoder = new TextDecoder()
  let pull
  if (watch) pull = watch(reader)
  else pull = () => reader.read()
  while (true) {
    let result
    try {
      result = await pull()
    } catch (error) {
      throw new Error('Broken off', { cause: error })
    }
    const { done, value } = result
    if (done) return
    show(decoder.decode(value, { stream: true }))
  }
}`,
    },
    {
      name: 'for await over a fetch body',
      code: `export async function read(url: string) {
  const res = await fetch(url)
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of res.body!) {
    text += decoder.decode(chunk)
  }
  return text
}`,
      errors: [
        {
          messageId: 'missingStream',
          line: 6,
          column: 13,
          endColumn: 34,
          suggestions: [
            {
              messageId: 'addFlush',
              output: `export async function read(url: string) {
  const res = await fetch(url)
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of res.body!) {
    text += decoder.decode(chunk, { stream: true })
  }
  text += decoder.decode()
  return text
}`,
            },
          ],
        },
      ],
      output: `export async function read(url: string) {
  const res = await fetch(url)
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of res.body!) {
    text += decoder.decode(chunk, { stream: true })
  }
  return text
}`,
    },
    {
      name: 'read loop, other names',
      code: `async function read(reader: ReadableStreamDefaultReader<Uint8Array>) {
  const utf8 = new TextDecoder('utf-8');
  let out = '';
  while (true) {
    const { done, value: bytes } = await reader.read();
    if (done) break;
    // keep the text
    out += utf8.decode(bytes);
  }
  return out + utf8.decode();
}`,
      errors: [
        {
          messageId: 'missingStream',
          line: 8,
          column: 12,
          endColumn: 30,
        },
      ],
      output: `async function read(reader: ReadableStreamDefaultReader<Uint8Array>) {
  const utf8 = new TextDecoder('utf-8');
  let out = '';
  while (true) {
    const { done, value: bytes } = await reader.read();
    if (done) break;
    // keep the text
    out += utf8.decode(bytes, { stream: true });
  }
  return out + utf8.decode();
}`,
    },
    {
      name: 'result object',
      code: `async function read(stream: ReadableStream) {
  const reader = stream.getReader()
  const decoder = new globalThis.TextDecoder()
  let result
  while (!(result = await reader.read()).done) {
    show(decoder.decode(result.value))
  }
}`,
      errors: [
        {
          messageId: 'missingStream',
          line: 6,
          column: 10,
          endColumn: 38,
        },
      ],
      output: `async function read(stream: ReadableStream) {
  const reader = stream.getReader()
  const decoder = new globalThis.TextDecoder()
  let result
  while (!(result = await reader.read()).done) {
    show(decoder.decode(result.value, { stream: true }))
  }
}`,
    },
    {
      name: 'do while',
      code: `async function read(reader) {
  const decoder = new TextDecoder()
  let r
  do {
    r = await reader.read()
    if (r.value) show(decoder.decode(r.value))
  } while (!r.done)
}`,
      errors: [
        {
          messageId: 'missingStream',
          line: 6,
          column: 23,
          endColumn: 46,
        },
      ],
      output: `async function read(reader) {
  const decoder = new TextDecoder()
  let r
  do {
    r = await reader.read()
    if (r.value) show(decoder.decode(r.value, { stream: true }))
  } while (!r.done)
}`,
    },
    {
      name: 'stream: false, and options without stream',
      code: `async function read(body: ReadableStream<Uint8Array>) {
  const a = new TextDecoder()
  const b = new TextDecoder()
  for await (const chunk of body) show(a.decode(chunk, { stream: false }))
  for await (const chunk of body) show(b.decode(chunk, {}))
}`,
      errors: [
        {
          messageId: 'missingStream',
          line: 4,
          column: 40,
          endColumn: 74,
        },
        {
          messageId: 'missingStream',
          line: 5,
          column: 40,
          endColumn: 59,
        },
      ],
      output: `async function read(body: ReadableStream<Uint8Array>) {
  const a = new TextDecoder()
  const b = new TextDecoder()
  for await (const chunk of body) show(a.decode(chunk, { stream: true }))
  for await (const chunk of body) show(b.decode(chunk, { stream: true }))
}`,
    },
    {
      name: 'two decodes in one loop are one report and one fix',
      code: `async function read(body: ReadableStream<Uint8Array>, raw: boolean) {
  const decoder = new TextDecoder()
  for await (const chunk of body) {
    if (raw) show(decoder.decode(chunk))
    else show(JSON.parse(decoder.decode(chunk)))
  }
}`,
      errors: [
        {
          messageId: 'missingStream',
          line: 4,
          column: 19,
          endColumn: 40,
        },
      ],
      output: `async function read(body: ReadableStream<Uint8Array>, raw: boolean) {
  const decoder = new TextDecoder()
  for await (const chunk of body) {
    if (raw) show(decoder.decode(chunk, { stream: true }))
    else show(JSON.parse(decoder.decode(chunk, { stream: true })))
  }
}`,
    },
    {
      name: 'a decoder of the module would mix requests',
      code: `const decoder = new TextDecoder('utf-8')
export async function read(body: ReadableStream<Uint8Array>) {
  let text = ''
  for await (const chunk of body) text += decoder.decode(chunk)
  return text
}`,
      errors: [
        {
          messageId: 'missingStream',
          line: 4,
          column: 43,
          endColumn: 64,
          suggestions: [
            {
              messageId: 'ownDecoder',
              output: `const decoder = new TextDecoder('utf-8')
export async function read(body: ReadableStream<Uint8Array>) {
  let text = ''
  const streamDecoder = new TextDecoder('utf-8')
  for await (const chunk of body) text += streamDecoder.decode(chunk, { stream: true })
  return text
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a decoder outside an outer loop would mix streams',
      code: `async function readAll(bodies: ReadableStream<Uint8Array>[]) {
  const decoder = new TextDecoder()
  for (const body of bodies) {
    for await (const chunk of body) {
      show(decoder.decode(chunk))
    }
  }
}`,
      errors: [
        {
          messageId: 'missingStream',
          line: 5,
          column: 12,
          endColumn: 33,
          suggestions: [
            {
              messageId: 'ownDecoder',
              output: `async function readAll(bodies: ReadableStream<Uint8Array>[]) {
  const decoder = new TextDecoder()
  for (const body of bodies) {
    const streamDecoder = new TextDecoder()
    for await (const chunk of body) {
      show(streamDecoder.decode(chunk, { stream: true }))
    }
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a decoder of a closure',
      code: `export function makeReader(decoder = new TextDecoder()) {
  return async (reader) => {
    for (;;) {
      const { value, done } = await reader.read()
      if (done) return
      show(decoder.decode(value))
    }
  }
}
export function makeOther() {
  const d = new TextDecoder()
  return async (reader) => {
    for (;;) {
      const { value, done } = await reader.read()
      if (done) return
      show(d.decode(value))
    }
  }
}`,
      errors: [
        {
          messageId: 'missingStream',
          line: 6,
          column: 12,
          endColumn: 33,
          suggestions: [
            {
              messageId: 'ownDecoder',
              output: `export function makeReader(decoder = new TextDecoder()) {
  return async (reader) => {
    const streamDecoder = new TextDecoder()
    for (;;) {
      const { value, done } = await reader.read()
      if (done) return
      show(streamDecoder.decode(value, { stream: true }))
    }
  }
}
export function makeOther() {
  const d = new TextDecoder()
  return async (reader) => {
    for (;;) {
      const { value, done } = await reader.read()
      if (done) return
      show(d.decode(value))
    }
  }
}`,
            },
          ],
        },
        {
          messageId: 'missingStream',
          line: 16,
          column: 12,
          endColumn: 27,
          suggestions: [
            {
              messageId: 'ownDecoder',
              output: `export function makeReader(decoder = new TextDecoder()) {
  return async (reader) => {
    for (;;) {
      const { value, done } = await reader.read()
      if (done) return
      show(decoder.decode(value))
    }
  }
}
export function makeOther() {
  const d = new TextDecoder()
  return async (reader) => {
    const streamDecoder = new TextDecoder()
    for (;;) {
      const { value, done } = await reader.read()
      if (done) return
      show(streamDecoder.decode(value, { stream: true }))
    }
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a decoder that decodes something else too',
      code: `async function read(head: Uint8Array, body: ReadableStream<Uint8Array>) {
  const decoder = new TextDecoder()
  show(decoder.decode(head))
  for await (const chunk of body) show(decoder.decode(chunk))
}`,
      errors: [
        {
          messageId: 'missingStream',
          line: 4,
          column: 40,
          endColumn: 61,
          suggestions: [
            {
              messageId: 'ownDecoder',
              output: `async function read(head: Uint8Array, body: ReadableStream<Uint8Array>) {
  const decoder = new TextDecoder()
  show(decoder.decode(head))
  const streamDecoder = new TextDecoder()
  for await (const chunk of body) show(streamDecoder.decode(chunk, { stream: true }))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a decoder from node:util',
      code: `import { TextDecoder } from 'node:util'
async function read(body: ReadableStream<Uint8Array>) {
  const decoder = new TextDecoder()
  for await (const chunk of body) show(decoder.decode(chunk))
}`,
      errors: [
        {
          messageId: 'missingStream',
          line: 4,
          column: 40,
          endColumn: 61,
        },
      ],
      output: `import { TextDecoder } from 'node:util'
async function read(body: ReadableStream<Uint8Array>) {
  const decoder = new TextDecoder()
  for await (const chunk of body) show(decoder.decode(chunk, { stream: true }))
}`,
    },
    {
      name: 'a decoder in a field',
      code: `class Client {
  private decoder = new TextDecoder()
  async read(body: ReadableStream<Uint8Array>) {
    for await (const chunk of body) this.show(this.decoder.decode(chunk))
  }
}`,
      errors: [
        {
          messageId: 'missingStream',
          line: 4,
          column: 47,
          endColumn: 73,
          suggestions: [
            {
              messageId: 'ownDecoder',
              output: `class Client {
  private decoder = new TextDecoder()
  async read(body: ReadableStream<Uint8Array>) {
    const streamDecoder = new TextDecoder()
    for await (const chunk of body) this.show(streamDecoder.decode(chunk, { stream: true }))
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a typed parameter',
      code: `async function read(decoder: TextDecoder, body: ReadableStream<Uint8Array>) {
  for await (const chunk of body) show(decoder.decode(chunk))
}`,
      errors: [
        {
          messageId: 'missingStream',
          line: 2,
          column: 40,
          endColumn: 61,
          suggestions: [
            {
              messageId: 'ownDecoder',
              output: `async function read(decoder: TextDecoder, body: ReadableStream<Uint8Array>) {
  const streamDecoder = new TextDecoder()
  for await (const chunk of body) show(streamDecoder.decode(chunk, { stream: true }))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a new decoder for every chunk',
      code: `async function read(reader) {
  let text = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    text += new TextDecoder().decode(value)
  }
  return text
}`,
      errors: [
        {
          messageId: 'newDecoder',
          line: 6,
          column: 13,
          endColumn: 44,
          suggestions: [
            {
              messageId: 'hoistDecoder',
              output: `async function read(reader) {
  let text = ''
  const decoder = new TextDecoder()
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    text += decoder.decode(value, { stream: true })
  }
  return text
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a new decoder for every chunk, told to stream',
      code: `async function read(reader) {
  let text = ''
  while (true) {
    const result = await reader.read()
    if (result.done) break
    text += new TextDecoder('utf-8').decode(result.value, { stream: true })
  }
  return text
}`,
      errors: [
        {
          messageId: 'newDecoder',
          line: 6,
          column: 13,
          endColumn: 76,
          suggestions: [
            {
              messageId: 'hoistDecoder',
              output: `async function read(reader) {
  let text = ''
  const decoder = new TextDecoder('utf-8')
  while (true) {
    const result = await reader.read()
    if (result.done) break
    text += decoder.decode(result.value, { stream: true })
  }
  return text
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a decoder declared in the loop',
      code: `async function read(body: ReadableStream<Uint8Array>) {
  for await (const chunk of body) {
    const decoder = new TextDecoder()
    const text = decoder.decode(chunk)
    show(text)
  }
}`,
      errors: [
        {
          messageId: 'newDecoder',
          line: 4,
          column: 18,
          endColumn: 39,
          suggestions: [
            {
              messageId: 'hoistDecoder',
              output: `async function read(body: ReadableStream<Uint8Array>) {
  const decoder = new TextDecoder()
  for await (const chunk of body) {
    const text = decoder.decode(chunk, { stream: true })
    show(text)
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a decoder declared in the loop beside one of the same name',
      code: `const decoder = new TextDecoder()
show(decoder.decode(all))
async function read(body: ReadableStream<Uint8Array>) {
  for await (const chunk of body) {
    const decoder = new TextDecoder()
    show(decoder.decode(chunk))
  }
}`,
      errors: [
        {
          messageId: 'newDecoder',
          line: 6,
          column: 10,
          endColumn: 31,
          suggestions: [
            {
              messageId: 'hoistDecoder',
              output: `const decoder = new TextDecoder()
show(decoder.decode(all))
async function read(body: ReadableStream<Uint8Array>) {
  const streamDecoder = new TextDecoder()
  for await (const chunk of body) {
    show(streamDecoder.decode(chunk, { stream: true }))
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'data listener with a decoder',
      code: `import { createReadStream } from 'fs'
export function load(path: string, show: (text: string) => void) {
  const decoder = new TextDecoder()
  createReadStream(path).on('data', (chunk) => {
    show(decoder.decode(chunk as Buffer))
  })
}`,
      errors: [
        {
          messageId: 'missingStream',
          line: 5,
          column: 10,
          endColumn: 41,
        },
      ],
      output: `import { createReadStream } from 'fs'
export function load(path: string, show: (text: string) => void) {
  const decoder = new TextDecoder()
  createReadStream(path).on('data', (chunk) => {
    show(decoder.decode(chunk as Buffer, { stream: true }))
  })
}`,
    },
    {
      name: 'transform of a web stream',
      code: `export function text() {
  const decoder = new TextDecoder()
  return new TransformStream<Uint8Array, string>({
    transform(chunk, controller) {
      controller.enqueue(decoder.decode(chunk))
    },
  })
}`,
      errors: [
        {
          messageId: 'missingStream',
          line: 5,
          column: 26,
          endColumn: 47,
        },
      ],
      output: `export function text() {
  const decoder = new TextDecoder()
  return new TransformStream<Uint8Array, string>({
    transform(chunk, controller) {
      controller.enqueue(decoder.decode(chunk, { stream: true }))
    },
  })
}`,
    },
    {
      name: 'a sink that a stream is piped into',
      code: `export async function show(body: ReadableStream<Uint8Array>) {
  const decoder = new TextDecoder()
  const sink = new WritableStream({ write: (bytes) => append(decoder.decode(bytes)) })
  await body.pipeTo(sink)
}`,
      errors: [{ messageId: 'missingStream', line: 3, column: 62, endColumn: 83 }],
      output: `export async function show(body: ReadableStream<Uint8Array>) {
  const decoder = new TextDecoder()
  const sink = new WritableStream({ write: (bytes) => append(decoder.decode(bytes, { stream: true })) })
  await body.pipeTo(sink)
}`,
    },
    {
      name: 'a PassThrough that a request is piped into',
      code: `import { PassThrough } from 'node:stream'
export function read(req, show) {
  const copy = new PassThrough()
  copy.on('data', (bytes) => {
    show(bytes.toString())
  })
  req.pipe(copy)
}`,
      errors: [
        {
          messageId: 'bufferText',
          line: 5,
          column: 10,
          endColumn: 26,
          suggestions: [
            {
              messageId: 'setEncoding',
              output: `import { PassThrough } from 'node:stream'
export function read(req, show) {
  const copy = new PassThrough()
  copy.setEncoding('utf8')
  copy.on('data', (bytes) => {
    show(bytes)
  })
  req.pipe(copy)
}`,
            },
            {
              messageId: 'useDecoder',
              output: `import { PassThrough } from 'node:stream'
export function read(req, show) {
  const copy = new PassThrough()
  const decoder = new TextDecoder()
  copy.on('data', (bytes) => {
    show(decoder.decode(bytes, { stream: true }))
  })
  req.pipe(copy)
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a form that is kept as text too',
      code: `import http from 'node:http'
http.createServer((req, res) => {
  let body = ''
  req.on('data', (c) => (body += String(c)))
  req.on('end', () => res.end(new URLSearchParams(body).get('name') + body))
})`,
      errors: [
        {
          messageId: 'bufferText',
          line: 4,
          column: 34,
          endColumn: 43,
          suggestions: [
            {
              messageId: 'setEncoding',
              output: `import http from 'node:http'
http.createServer((req, res) => {
  let body = ''
  req.setEncoding('utf8')
  req.on('data', (c) => (body += c))
  req.on('end', () => res.end(new URLSearchParams(body).get('name') + body))
})`,
            },
            {
              messageId: 'useDecoder',
              output: `import http from 'node:http'
http.createServer((req, res) => {
  let body = ''
  const decoder = new TextDecoder()
  req.on('data', (c) => (body += decoder.decode(c, { stream: true })))
  req.on('end', () => res.end(new URLSearchParams(body).get('name') + body))
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'transform with a decoder for each chunk',
      code: `export const text = () =>
  new TransformStream({
    transform(chunk, controller) {
      controller.enqueue(new TextDecoder().decode(chunk))
    },
  })`,
      errors: [
        {
          messageId: 'newDecoder',
          line: 4,
          column: 26,
          endColumn: 57,
        },
      ],
    },
    {
      name: 'pull',
      code: `export function lines(reader) {
  const decoder = new TextDecoder()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await reader.read()
      if (done) return controller.close()
      controller.enqueue(decoder.decode(value))
    },
  })
}`,
      errors: [
        {
          messageId: 'missingStream',
          line: 7,
          column: 26,
          endColumn: 47,
        },
      ],
      output: `export function lines(reader) {
  const decoder = new TextDecoder()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await reader.read()
      if (done) return controller.close()
      controller.enqueue(decoder.decode(value, { stream: true }))
    },
  })
}`,
    },
    {
      name: 'recursion through then',
      code: `function pump(reader, decoder = new TextDecoder()) {
  return reader.read().then(({ done, value }) => {
    if (done) return
    show(decoder.decode(value))
    return pump(reader, decoder)
  })
}
function again(reader) {
  const decoder = new TextDecoder()
  function step() {
    return reader.read().then(({ done, value }) => {
      if (done) return
      show(decoder.decode(value))
      return step()
    })
  }
  return step()
}`,
      errors: [
        {
          messageId: 'missingStream',
          line: 4,
          column: 10,
          endColumn: 31,
        },
        {
          messageId: 'missingStream',
          line: 13,
          column: 12,
          endColumn: 33,
        },
      ],
    },
    {
      name: 'an alias of the chunk, and a copy of its bytes',
      code: `async function read(body: ReadableStream<Uint8Array>) {
  const decoder = new TextDecoder()
  for await (const chunk of body) {
    const bytes = chunk as Uint8Array
    show(decoder.decode(bytes))
  }
  const other = new TextDecoder()
  for await (const chunk of body) show(other.decode(new Uint8Array(chunk)))
}`,
      errors: [
        {
          messageId: 'missingStream',
          line: 5,
          column: 10,
          endColumn: 31,
        },
        {
          messageId: 'missingStream',
          line: 8,
          column: 40,
          endColumn: 75,
        },
      ],
      output: `async function read(body: ReadableStream<Uint8Array>) {
  const decoder = new TextDecoder()
  for await (const chunk of body) {
    const bytes = chunk as Uint8Array
    show(decoder.decode(bytes, { stream: true }))
  }
  const other = new TextDecoder()
  for await (const chunk of body) show(other.decode(new Uint8Array(chunk), { stream: true }))
}`,
    },
    {
      name: 'a request body as text',
      code: `import http from 'node:http'
http.createServer((req, res) => {
  let body = ''
  req.on('data', (chunk) => {
    body += chunk.toString()
  })
  req.on('end', () => res.end(body))
})`,
      errors: [
        {
          messageId: 'bufferText',
          line: 5,
          column: 13,
          endColumn: 29,
          suggestions: [
            {
              messageId: 'setEncoding',
              output: `import http from 'node:http'
http.createServer((req, res) => {
  let body = ''
  req.setEncoding('utf8')
  req.on('data', (chunk) => {
    body += chunk
  })
  req.on('end', () => res.end(body))
})`,
            },
            {
              messageId: 'useDecoder',
              output: `import http from 'node:http'
http.createServer((req, res) => {
  let body = ''
  const decoder = new TextDecoder()
  req.on('data', (chunk) => {
    body += decoder.decode(chunk, { stream: true })
  })
  req.on('end', () => res.end(body))
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'a request body as text, bare',
      code: `import type { IncomingMessage } from 'node:http'
export function readBody(req: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let body = ''
    req.on('data', (chunk) => (body += chunk))
    req.on('end', () => resolve(body))
    req.on('error', reject)
  })
}`,
      errors: [
        {
          messageId: 'bufferText',
          line: 5,
          column: 40,
          endColumn: 45,
          suggestions: [
            {
              messageId: 'setEncoding',
              output: `import type { IncomingMessage } from 'node:http'
export function readBody(req: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let body = ''
    req.setEncoding('utf8')
    req.on('data', (chunk) => (body += chunk))
    req.on('end', () => resolve(body))
    req.on('error', reject)
  })
}`,
            },
            {
              messageId: 'useDecoder',
              output: `import type { IncomingMessage } from 'node:http'
export function readBody(req: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let body = ''
    const decoder = new TextDecoder()
    req.on('data', (chunk) => (body += decoder.decode(chunk, { stream: true })))
    req.on('end', () => resolve(body))
    req.on('error', reject)
  })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a response of https.get, typed chunk',
      code: `import * as https from 'https';
https.get('https://example.com', (res) => {
  let data = '';
  res.on('data', (chunk: Buffer) => {
    data = data + chunk.toString('utf8');
  });
  res.on('end', () => console.log(data));
});`,
      errors: [
        {
          messageId: 'bufferText',
          line: 5,
          column: 19,
          endColumn: 41,
          suggestions: [
            {
              messageId: 'setEncoding',
              output: `import * as https from 'https';
https.get('https://example.com', (res) => {
  let data = '';
  res.setEncoding('utf8');
  res.on('data', (chunk: string) => {
    data = data + chunk;
  });
  res.on('end', () => console.log(data));
});`,
            },
            {
              messageId: 'useDecoder',
              output: `import * as https from 'https';
https.get('https://example.com', (res) => {
  let data = '';
  const decoder = new TextDecoder();
  res.on('data', (chunk: Buffer) => {
    data = data + decoder.decode(chunk, { stream: true });
  });
  res.on('end', () => console.log(data));
});`,
            },
          ],
        },
      ],
    },
    {
      name: 'for await over a file',
      code: `import { createReadStream } from 'node:fs'
export async function load(path: string) {
  const parts: string[] = []
  for await (const chunk of createReadStream(path)) {
    parts.push(String(chunk))
  }
  return parts.join('')
}`,
      errors: [
        {
          messageId: 'bufferText',
          line: 5,
          column: 16,
          endColumn: 29,
          suggestions: [
            {
              messageId: 'useDecoder',
              output: `import { createReadStream } from 'node:fs'
export async function load(path: string) {
  const parts: string[] = []
  const decoder = new TextDecoder()
  for await (const chunk of createReadStream(path)) {
    parts.push(decoder.decode(chunk, { stream: true }))
  }
  return parts.join('')
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'for await over a readable',
      code: `import type { Readable } from 'node:stream'
export async function load(stream: Readable) {
  let text = ''
  for await (const chunk of stream) text += chunk.toString('utf-8')
  return text
}`,
      errors: [
        {
          messageId: 'bufferText',
          line: 4,
          column: 45,
          endColumn: 68,
          suggestions: [
            {
              messageId: 'useDecoder',
              output: `import type { Readable } from 'node:stream'
export async function load(stream: Readable) {
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of stream) text += decoder.decode(chunk, { stream: true })
  return text
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'Buffer.from',
      code: `export async function load(res: Response) {
  const reader = res.body!.getReader()
  let text = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) return text
    text += Buffer.from(value).toString()
  }
}`,
      errors: [
        {
          messageId: 'bufferText',
          line: 7,
          column: 13,
          endColumn: 42,
          suggestions: [
            {
              messageId: 'useDecoder',
              output: `export async function load(res: Response) {
  const reader = res.body!.getReader()
  let text = ''
  const decoder = new TextDecoder()
  while (true) {
    const { done, value } = await reader.read()
    if (done) return text
    text += decoder.decode(value, { stream: true })
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a template',
      code: `import net from 'net'
net.createServer((socket) => {
  let text = ''
  socket.on('data', (data) => {
    text = \`\${text}\${data}\`
  })
})`,
      errors: [
        {
          messageId: 'bufferText',
          line: 5,
          column: 22,
          endColumn: 26,
          suggestions: [
            {
              messageId: 'setEncoding',
              output: `import net from 'net'
net.createServer((socket) => {
  let text = ''
  socket.setEncoding('utf8')
  socket.on('data', (data) => {
    text = \`\${text}\${data}\`
  })
})`,
            },
            {
              messageId: 'useDecoder',
              output: `import net from 'net'
net.createServer((socket) => {
  let text = ''
  const decoder = new TextDecoder()
  socket.on('data', (data) => {
    text = \`\${text}\${decoder.decode(data, { stream: true })}\`
  })
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'a listener by name',
      code: `import { createReadStream } from 'node:fs'
let text = ''
function onData(chunk: Buffer) {
  text += chunk.toString()
}
createReadStream('f').on('data', onData)`,
      errors: [
        {
          messageId: 'bufferText',
          line: 4,
          column: 11,
          endColumn: 27,
          suggestions: [
            {
              messageId: 'setEncoding',
              output: `import { createReadStream } from 'node:fs'
let text = ''
function onData(chunk: string) {
  text += chunk
}
createReadStream('f').setEncoding('utf8').on('data', onData)`,
            },
          ],
        },
      ],
    },
    {
      name: 'a transform of a Node stream',
      code: `import { Transform } from 'node:stream'
export class Lines extends Transform {
  #rest = ''
  _transform(chunk, encoding, callback) {
    this.#rest += chunk.toString()
    callback()
  }
}`,
      errors: [
        {
          messageId: 'bufferText',
          line: 5,
          column: 19,
          endColumn: 35,
        },
      ],
    },
    {
      name: 'a decoder in a field of a stream class',
      code: `import { Transform } from 'node:stream'
export class Text extends Transform {
  private readonly decoder = new TextDecoder()
  _transform(chunk: Buffer, encoding: string, callback: () => void) {
    this.push(this.decoder.decode(chunk))
    callback()
  }
}`,
      errors: [
        {
          messageId: 'missingStream',
          line: 5,
          column: 15,
          endColumn: 41,
          suggestions: [
            {
              messageId: 'addStream',
              output: `import { Transform } from 'node:stream'
export class Text extends Transform {
  private readonly decoder = new TextDecoder()
  _transform(chunk: Buffer, encoding: string, callback: () => void) {
    this.push(this.decoder.decode(chunk, { stream: true }))
    callback()
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a chain of listeners',
      code: `import { createReadStream } from 'node:fs'
export function load(path: string, show: (text: string) => void) {
  const file = createReadStream(path)
  file.on('error', console.error).on('data', (chunk) => show(chunk.toString()))
}`,
      errors: [
        {
          messageId: 'bufferText',
          line: 4,
          column: 62,
          endColumn: 78,
          suggestions: [
            {
              messageId: 'setEncoding',
              output: `import { createReadStream } from 'node:fs'
export function load(path: string, show: (text: string) => void) {
  const file = createReadStream(path)
  file.setEncoding('utf8')
  file.on('error', console.error).on('data', (chunk) => show(chunk))
}`,
            },
            {
              messageId: 'useDecoder',
              output: `import { createReadStream } from 'node:fs'
export function load(path: string, show: (text: string) => void) {
  const file = createReadStream(path)
  const decoder = new TextDecoder()
  file.on('error', console.error).on('data', (chunk) => show(decoder.decode(chunk, { stream: true })))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'axios',
      code: `import axios from 'axios'
export async function load(url: string) {
  const response = await axios.get(url, { responseType: 'stream' })
  let text = ''
  response.data.on('data', (chunk) => { text += chunk.toString() })
}`,
      errors: [
        {
          messageId: 'bufferText',
          line: 5,
          column: 49,
          endColumn: 65,
          suggestions: [
            {
              messageId: 'setEncoding',
              output: `import axios from 'axios'
export async function load(url: string) {
  const response = await axios.get(url, { responseType: 'stream' })
  let text = ''
  response.data.setEncoding('utf8')
  response.data.on('data', (chunk) => { text += chunk })
}`,
            },
            {
              messageId: 'useDecoder',
              output: `import axios from 'axios'
export async function load(url: string) {
  const response = await axios.get(url, { responseType: 'stream' })
  let text = ''
  const decoder = new TextDecoder()
  response.data.on('data', (chunk) => { text += decoder.decode(chunk, { stream: true }) })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'JavaScript',
      file: 'src/file.js',
      code: `const http = require('http')
http.createServer(function (request, response) {
  var body = ''
  request.on('data', function (data) { body += data })
  request.on('end', function () { response.end(body) })
})`,
      errors: [
        {
          messageId: 'bufferText',
          line: 4,
          column: 48,
          endColumn: 52,
          suggestions: [
            {
              messageId: 'setEncoding',
              output: `const http = require('http')
http.createServer(function (request, response) {
  var body = ''
  request.setEncoding('utf8')
  request.on('data', function (data) { body += data })
  request.on('end', function () { response.end(body) })
})`,
            },
            {
              messageId: 'useDecoder',
              output: `const http = require('http')
http.createServer(function (request, response) {
  var body = ''
  const decoder = new TextDecoder()
  request.on('data', function (data) { body += decoder.decode(data, { stream: true }) })
  request.on('end', function () { response.end(body) })
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'a helper that keeps the text for a transform',
      code: `import { Transform } from 'node:stream'
const waiting = new WeakMap<Transform, string>()
function take(stream: Transform, part: Buffer | string) {
  const text = (waiting.get(stream) ?? '') + part.toString()
  const at = text.lastIndexOf('\\n')
  waiting.set(stream, text.slice(at + 1))
  stream.push(text.slice(0, at + 1).toUpperCase())
}
export const upper = () =>
  new Transform({
    transform(part, encoding, callback) {
      take(this, part)
      callback()
    },
  })`,
      errors: [{ messageId: 'bufferText', line: 4, column: 46, endColumn: 61 }],
    },
    {
      name: 'a helper that makes text of each chunk',
      code: `import { createReadStream } from 'node:fs'
const textOf = (bytes: Buffer) => bytes.toString('utf8')
export async function load(path: string) {
  let text = ''
  for await (const chunk of createReadStream(path)) text += textOf(chunk)
  return text
}`,
      errors: [
        {
          messageId: 'bufferText',
          line: 5,
          column: 61,
          endColumn: 74,
          suggestions: [
            {
              messageId: 'useDecoder',
              output: `import { createReadStream } from 'node:fs'
const textOf = (bytes: Buffer) => bytes.toString('utf8')
export async function load(path: string) {
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of createReadStream(path)) text += decoder.decode(chunk, { stream: true })
  return text
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a helper that makes text of bytes, called by a listener',
      code: `import http from 'node:http'
function asText(bytes: Buffer | string): string {
  return typeof bytes === 'string' ? bytes : bytes.toString()
}
http.createServer((req, res) => {
  let body = ''
  req.on('data', (chunk) => {
    body += asText(chunk)
  })
  req.on('end', () => res.end(body))
})`,
      errors: [
        {
          messageId: 'bufferText',
          line: 8,
          column: 13,
          endColumn: 26,
          suggestions: [
            {
              messageId: 'setEncoding',
              output: `import http from 'node:http'
function asText(bytes: Buffer | string): string {
  return typeof bytes === 'string' ? bytes : bytes.toString()
}
http.createServer((req, res) => {
  let body = ''
  req.setEncoding('utf8')
  req.on('data', (chunk) => {
    body += chunk
  })
  req.on('end', () => res.end(body))
})`,
            },
            {
              messageId: 'useDecoder',
              output: `import http from 'node:http'
function asText(bytes: Buffer | string): string {
  return typeof bytes === 'string' ? bytes : bytes.toString()
}
http.createServer((req, res) => {
  let body = ''
  const decoder = new TextDecoder()
  req.on('data', (chunk) => {
    body += decoder.decode(chunk, { stream: true })
  })
  req.on('end', () => res.end(body))
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'a helper with a decoder of its own',
      code: `const decoded = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
export async function read(body: ReadableStream<Uint8Array>) {
  const reader = body.getReader()
  let text = ''
  for (;;) {
    const result = await reader.read()
    if (result.done) return text
    text += decoded(result.value)
  }
}`,
      errors: [
        {
          messageId: 'bufferText',
          line: 8,
          column: 13,
          endColumn: 34,
          suggestions: [
            {
              messageId: 'useDecoder',
              output: `const decoded = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
export async function read(body: ReadableStream<Uint8Array>) {
  const reader = body.getReader()
  let text = ''
  const decoder = new TextDecoder()
  for (;;) {
    const result = await reader.read()
    if (result.done) return text
    text += decoder.decode(result.value, { stream: true })
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a helper with a decoder for another encoding',
      code: `const decoded = (bytes: Uint8Array) => new TextDecoder('shift_jis').decode(bytes)
export async function read(body: ReadableStream<Uint8Array>) {
  let text = ''
  for await (const chunk of body) text += decoded(chunk)
  return text
}`,
      errors: [{ messageId: 'bufferText', line: 4, column: 43, endColumn: 57 }],
    },
    {
      name: 'a method that decodes with the decoder of the class',
      code: `export class Feed {
  decoder = new TextDecoder()
  text = ''
  async read(body: ReadableStream<Uint8Array>) {
    for await (const chunk of body) this.take(chunk)
  }
  take(bytes: Uint8Array) {
    this.text += this.decoder.decode(bytes)
  }
}`,
      errors: [{ messageId: 'missingStream', line: 8, column: 18, endColumn: 44 }],
    },
    {
      name: 'a function that decodes each chunk anew',
      code: `let shown = ''
function show(bytes: Uint8Array) {
  const decoder = new TextDecoder()
  shown += decoder.decode(bytes)
}
export async function read(body: ReadableStream<Uint8Array>) {
  for await (const chunk of body) show(chunk)
}`,
      errors: [{ messageId: 'newDecoder', line: 4, column: 12, endColumn: 33 }],
    },
    {
      name: 'the progress of a pull, unless told otherwise',
      code: told("'/api/pull'"),
      errors: [
        {
          messageId: 'newDecoder',
          line: 7,
          column: 10,
          endColumn: 41,
          suggestions: [{ messageId: 'hoistDecoder', output: toldWithDecoder("'/api/pull'") }],
        },
      ],
    },
    {
      name: 'another progress',
      options: { progress: false },
      code: told("'/api/pulls'"),
      errors: [
        {
          messageId: 'newDecoder',
          line: 7,
          column: 10,
          endColumn: 41,
          suggestions: [{ messageId: 'hoistDecoder', output: toldWithDecoder("'/api/pulls'") }],
        },
      ],
    },
  ],
  silent: [
    {
      name: 'told to stream',
      code: `async function f(body: ReadableStream<Uint8Array>) { const d = new TextDecoder(); for await (const c of body) show(d.decode(c, { stream: true })) }`,
    },
    {
      name: 'told to stream until done',
      code: `async function f(reader) { const d = new TextDecoder(); let done = false; while (!done) { const r = await reader.read(); done = r.done; show(d.decode(r.value, { stream: !done })) } }`,
    },
    {
      name: 'options in a constant',
      code: `const options = { stream: true }; async function f(body: ReadableStream<Uint8Array>) { const d = new TextDecoder(); for await (const c of body) show(d.decode(c, options)) }`,
    },
    {
      name: 'options from elsewhere',
      code: `import { options } from './options'; async function f(body: ReadableStream<Uint8Array>) { const d = new TextDecoder(); for await (const c of body) show(d.decode(c, options)) }`,
    },
    {
      name: 'spread options',
      code: `async function f(body: ReadableStream<Uint8Array>, o) { const d = new TextDecoder(); for await (const c of body) show(d.decode(c, { ...o })) }`,
    },
    {
      name: 'an own class named decoder',
      code: `import { LineDecoder } from './line'; async function f(body: ReadableStream<Uint8Array>) { const decoder = new LineDecoder(); for await (const c of body) for (const line of decoder.decode(c)) show(line) }`,
    },
    {
      name: 'an own class named TextDecoder',
      code: `class TextDecoder { decode(x) { return x } } async function f(body: ReadableStream<Uint8Array>) { const d = new TextDecoder(); for await (const c of body) show(d.decode(c)) }`,
    },
    {
      name: 'a decoder of unknown origin',
      code: `async function f(decoder, body: ReadableStream<Uint8Array>) { for await (const c of body) show(decoder.decode(c)) }`,
    },
    {
      name: 'outside loops',
      code: `async function f(res: Response) { return new TextDecoder().decode(await res.arrayBuffer()) }`,
    },
    {
      name: 'after the loop',
      code: `async function f(body: ReadableStream<Uint8Array>) { const all: Uint8Array[] = []; for await (const c of body) all.push(c); return new TextDecoder().decode(Buffer.concat(all)) }`,
    },
    {
      name: 'a loop over files',
      code: `async function f(files: File[]) { const d = new TextDecoder(); for (const file of files) show(d.decode(await file.arrayBuffer())) }`,
    },
    {
      name: 'a message of a socket',
      code: `const d = new TextDecoder(); ws.onmessage = (event) => show(d.decode(event.data))`,
    },
    {
      name: 'a message of a ws socket',
      code: `ws.on('message', (data) => show(new TextDecoder().decode(data)))`,
    },
    {
      name: 'a message of a ws socket as text',
      code: `ws.on('message', (data: Buffer) => show(data.toString()))`,
    },
    {
      name: 'a framed part of an item',
      code: `async function f(events) { const d = new TextDecoder(); for await (const event of events) show(d.decode(event.chunk.bytes)) }`,
    },
    {
      name: 'a generator that frames',
      code: `async function* frames(): AsyncGenerator<Uint8Array> {} async function f() { const d = new TextDecoder(); for await (const frame of frames()) show(d.decode(frame)) }`,
    },
    {
      name: 'text of a TextDecoderStream',
      code: `async function f(res: Response) { for await (const text of res.body!.pipeThrough(new TextDecoderStream())) show(text.toString()) }`,
    },
    {
      name: 'an encoding set',
      code: `import http from 'node:http'; http.createServer((req, res) => { let body = ''; req.setEncoding('utf8'); req.on('data', (c) => { body += c }) })`,
    },
    {
      name: 'an encoding set in the chain',
      code: `import { createReadStream } from 'node:fs'; createReadStream('f').setEncoding('utf8').on('data', (c) => { text += c })`,
    },
    {
      name: 'an encoding set before a chain',
      code: `import { createReadStream } from 'node:fs'; const file = createReadStream('f'); file.setEncoding('utf8'); file.on('error', log).on('data', (c) => { text += c.toString() })`,
    },
    {
      name: 'an encoding given',
      code: `import { createReadStream } from 'node:fs'; async function f() { for await (const c of createReadStream('f', { encoding: 'utf8' })) text += c }`,
    },
    {
      name: 'StringDecoder',
      code: `import { StringDecoder } from 'node:string_decoder'; import http from 'node:http'; http.createServer((req) => { const d = new StringDecoder('utf8'); req.on('data', (c) => { text += d.write(c) }) })`,
    },
    {
      name: 'other encodings',
      code: `import { createReadStream } from 'node:fs'; createReadStream('f').on('data', (c: Buffer) => { hex += c.toString('hex'); b += c.toString('base64'); a += c.toString(encoding) })`,
    },
    {
      name: 'output of a child',
      code: `import { spawn } from 'node:child_process'; const child = spawn('ls'); child.stdout.on('data', (d) => { out += d.toString() }); child.stderr.on('data', (d: Buffer) => { err += d })`,
    },
    {
      name: 'output of a child with a decoder',
      code: `import { spawn } from 'node:child_process'; const child = spawn('ls'); const dec = new TextDecoder(); child.stdout.on('data', (d) => { out += dec.decode(d) })`,
    },
    {
      name: 'output of a child in a field',
      code: `class Runner { run() { this.child.stdout.on('data', (data: Buffer) => { this.out += data.toString() }) } }`,
    },
    {
      name: 'output of a child that was destructured',
      code: `import { spawn } from 'cross-spawn'; const { stdout } = spawn('ls'); stdout.on('data', (d: Buffer) => { out += d.toString() })`,
    },
    {
      name: 'output of a remote shell',
      code: `import { Client } from 'ssh2'; const conn = new Client(); conn.exec('ls', (err, stream) => { stream.on('data', (d: Buffer) => { out += d.toString() }) })`,
    },
    {
      name: 'strings',
      code: `import type { Readable } from 'node:stream'; function f(s: Readable) { s.on('data', (c: string) => { text += c }) }`,
    },
    {
      name: 'a readable of unknown content, bare',
      code: `import type { Readable } from 'node:stream'; async function f(s: Readable) { let t = ''; for await (const c of s) t += c; return t }`,
    },
    {
      name: 'an emitter of unknown kind',
      code: `emitter.on('data', (c) => { text += c.toString() })`,
    },
    {
      name: 'only logged',
      code: `import net from 'net'; net.createServer((s) => { s.on('data', (d) => console.log(d.toString())) })`,
    },
    {
      name: 'only tested',
      code: `import net from 'net'; net.createServer((s) => { s.on('data', (d) => { if (d.toString().includes('quit')) s.end() }) })`,
    },
    {
      name: 'numbers of a typed array',
      code: `async function f(body: ReadableStream<Uint8Array>) { for await (const c of body) show(c.toString()) }`,
    },
    {
      name: 'object mode',
      code: `import { Transform } from 'node:stream'; new Transform({ objectMode: true, transform(chunk, encoding, callback) { callback(null, chunk.toString()) } })`,
    },
    {
      name: 'a model',
      code: `import OpenAI from 'openai'; const ai = new OpenAI(); async function f() { let t = ''; for await (const c of await ai.chat.completions.create({ model: 'm', stream: true, messages: [] })) t += c.choices[0]?.delta.content ?? '' }`,
    },
    {
      name: 'not the chunk',
      code: `async function f(body: ReadableStream<Uint8Array>, header: Uint8Array) { const d = new TextDecoder(); for await (const c of body) show(d.decode(header)) }`,
    },
    {
      name: 'a test file',
      file: 'src/file.test.ts',
      code: `async function f(body: ReadableStream<Uint8Array>) { const d = new TextDecoder(); for await (const c of body) show(d.decode(c)) }`,
    },
    {
      name: 'bytes framed by a helper',
      code: `async function f(body: ReadableStream<Uint8Array>) { const d = new TextDecoder(); for await (const c of body) for (const line of splitBytes(c)) show(d.decode(line)) }`,
    },
    {
      name: 'texts that are encoded one by one here',
      code: `export async function say(words: string[]) { const encoder = new TextEncoder(); const spoken = new ReadableStream({ async start(controller) { for (const word of words) { controller.enqueue(encoder.encode(word)); await pause() } controller.close() } }); for await (const word of spoken) process.stdout.write(new TextDecoder().decode(word)) }`,
    },
    {
      name: 'a PassThrough that is handed out to be written to',
      code: `import { PassThrough } from 'node:stream'; export function answer(res, model) { const spy = new PassThrough(); spy.on('data', (chunk) => { res.write(rename(chunk.toString())) }); return model.answer(spy) }`,
    },
    {
      name: 'a sink that is handed out to be written to',
      code: `export function transport(child) { const decoder = new TextDecoder(); const writable = new WritableStream<Uint8Array>({ write(message) { return child.send(decoder.decode(message)) } }); return { writable } }`,
    },
    {
      name: 'a chain of LangChain',
      code: `import { ChatOpenAI } from '@langchain/openai'; import { BytesOutputParser } from '@langchain/core/output_parsers'; const chain = new ChatOpenAI().pipe(new BytesOutputParser()); const decoder = new TextDecoder(); for await (const piece of await chain.stream('Hi')) show(decoder.decode(piece))`,
    },
    {
      name: 'keys of a terminal',
      code: `process.stdin.setRawMode(true); process.stdin.on('data', (key) => { if (answer(key.toString().toLowerCase())) process.exit() })`,
    },
    {
      name: 'a form',
      code: `import http from 'node:http'; http.createServer((req, res) => { let body = ''; req.on('data', (c) => (body += String(c))); req.on('end', () => { const form = new URLSearchParams(body); res.end(form.get('code')) }) })`,
    },
    {
      name: 'a helper that is called with the whole body',
      code: `import http from 'node:http'; const textOf = (bytes: Buffer) => bytes.toString('utf8'); http.createServer((req, res) => { const parts: Buffer[] = []; req.on('data', (c) => parts.push(c)); req.on('end', () => res.end(textOf(Buffer.concat(parts)))) })`,
    },
    {
      name: 'a helper that keeps its decoder',
      code: `import { Transform } from 'node:stream'; import { StringDecoder } from 'node:string_decoder'; const decoders = new WeakMap<Transform, StringDecoder>(); function take(stream: Transform, part: Buffer) { const decoder = decoders.get(stream) ?? new StringDecoder('utf8'); decoders.set(stream, decoder); stream.push(decoder.write(part)) } export const same = () => new Transform({ transform(part, encoding, callback) { take(this, part); callback() } })`,
    },
    {
      name: 'a helper that tells its decoder that more follows',
      code: `export async function read(body: ReadableStream<Uint8Array>) { const decoder = new TextDecoder(); let text = ''; const take = (bytes: Uint8Array) => { text += decoder.decode(bytes, { stream: true }) }; for await (const chunk of body) take(chunk); return text + decoder.decode() }`,
    },
    {
      name: 'a helper that gets whole messages',
      code: `import { WebSocketServer } from 'ws'; const parse = (data: Buffer) => JSON.parse(data.toString()); new WebSocketServer({ port: 1, maxPayload: 1 }).on('connection', (socket) => { socket.on('message', (data) => answer(parse(data))) })`,
    },
    {
      name: 'a helper that gets the messages of another process',
      code: `import { fork } from 'node:child_process'; const textOf = (message) => message.toString(); const child = fork('worker.js'); child.on('message', (message) => { show(textOf(message)) }); child.stdout.on('data', (chunk) => { show(textOf(chunk)) })`,
    },
    {
      name: 'a helper that gets objects',
      code: `import { Transform } from 'node:stream'; const line = (row) => row.toString() + '\\n'; new Transform({ objectMode: true, transform(row, encoding, callback) { callback(null, line(row)) } })`,
    },
    {
      name: 'a helper that gets a text of the stream',
      code: `import http from 'node:http'; const textOf = (part) => part.toString(); http.createServer((req, res) => { let body = ''; req.setEncoding('utf8'); req.on('data', (c) => { body += textOf(c) }); req.on('end', () => res.end(body)) })`,
    },
    {
      name: 'a helper whose text is only shown to people',
      code: `import http from 'node:http'; const textOf = (bytes: Buffer) => bytes.toString(); http.createServer((req, res) => { req.on('data', (c) => { console.log(textOf(c)) }); req.on('end', () => res.end()) })`,
    },
    {
      name: 'a helper that tests the text of a chunk',
      code: `import net from 'node:net'; const isQuit = (bytes: Buffer) => bytes.toString().startsWith('quit'); net.createServer((socket) => { socket.on('data', (c) => { if (isQuit(c)) socket.end() }) })`,
    },
    {
      name: 'a helper that makes hexadecimal text',
      code: `import { createReadStream } from 'node:fs'; const hex = (bytes: Buffer) => bytes.toString('hex'); async function f(path: string) { let t = ''; for await (const c of createReadStream(path)) t += hex(c); return t }`,
    },
    {
      name: 'a helper that gets a part of the chunk',
      code: `import net from 'node:net'; const textOf = (bytes: Buffer) => bytes.toString(); net.createServer((socket) => { socket.on('data', (c) => { show(textOf(c.subarray(0, c[0]))) }) })`,
    },
    {
      name: 'the progress of a pull',
      options: { progress: false },
      code: told('`${base}/api/pull`'),
    },
    {
      name: 'the progress of a pull, at an address that a function makes',
      options: { progress: false },
      code: told("endpoint('api/pull')"),
    },
  ],
})
