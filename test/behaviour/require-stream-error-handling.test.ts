import { once } from 'node:events'
import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { MockLanguageModelV3, simulateReadableStream } from 'ai/test'
import { afterEach, describe, expect, it, vi } from 'vitest'
import rule from '../../rules/errors/require-stream-error-handling.ts'
import { runInChild } from './child-process.ts'
import { onLoopback } from './loopback.ts'
import { moduleFolder } from './module-folder.ts'
import { remedied } from './remedy.ts'

const modules = moduleFolder()
const handled = (code: string, remedy: string, more: { readonly project?: string; readonly options?: object } = {}) =>
  remedied(code, remedy, { rule, name: 'require-stream-error-handling', ...more })

afterEach(() => {
  vi.restoreAllMocks()
})

/** Long after an answer on the loopback interface has come. */
const A_WHILE_MS = 200

/** A source that breaks off behind its first piece. */
const SOURCE = `async function* source() {
  yield 'half'
  throw new Error('cut off')
}
`
const REPORT = `setTimeout(() => console.log('still here'), 100)
`
const IIFE = `function start(stream) {
  void (async () => {
    for await (const text of stream) console.log(text)
  })()
}
${SOURCE}start(source())
${REPORT}`
const CALL = `async function read(stream) {
  for await (const text of stream) console.log(text)
}
function start(stream) {
  read(stream)
}
${SOURCE}start(source())
${REPORT}`
const CHAIN = `function start(stream) {
  const reader = stream.getReader()
  reader.read().then(({ value }) => console.log(value))
}
console.log('half')
start(ReadableStream.from((async function* () {
  throw new Error('cut off')
})()))
${REPORT}`
const TIMER = `function start(stream) {
  setTimeout(async () => {
    for await (const text of stream) console.log(text)
  }, 1)
}
${SOURCE}start(source())
${REPORT}`
const LISTENER = `import { EventEmitter } from 'node:events'
function start(stream) {
  const events = new EventEmitter()
  events.on('go', async () => {
    for await (const text of stream) console.log(text)
  })
  events.emit('go')
}
${SOURCE}start(source())
${REPORT}`
const DATA = `import { createReadStream } from 'node:fs'
function load(path) {
  createReadStream(path).on('data', (chunk) => console.log(chunk.length))
}
console.log('half')
load('cut off')
${REPORT}`
const EVENTS = `import Anthropic from '@anthropic-ai/sdk'
const anthropic = new Anthropic({ apiKey: 'none', maxRetries: 0, fetch: async () => new Response('cut off', { status: 500 }) })
function ask() {
  anthropic.messages.stream({ model: 'some', max_tokens: 8, messages: [] }).on('text', (text) => console.log(text))
}
console.log('half')
ask()
${REPORT}`

describe.each([
  ['a function that is called where it stands', IIFE, 'addCatch'],
  ['a function whose promise is dropped', CALL, 'addCatch'],
  ['a chain of then', CHAIN, 'addCatch'],
  ['a timer', TIMER, 'wrapBody'],
  ['a listener', LISTENER, 'wrapBody'],
  ['a data listener', DATA, 'listen'],
  ['the events of an SDK', EVENTS, 'listen'],
])('a read that fails in %s', (_name, text, remedy) => {
  it('ends the process, before', async () => {
    const { code, stdout, stderr } = await runInChild(modules.write(text))
    expect(code).toBe(1)
    expect(stdout).toBe('half\n')
    expect(stderr).toContain('cut off')
  })

  it('is in the log, and the process goes on, after', async () => {
    const { code, stdout, stderr } = await runInChild(modules.write(handled(text, remedy)))
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'half\nstill here\n' })
    expect(stderr).toContain('Stream failed')
    expect(stderr).toContain('cut off')
  })
})

const route = (parameters: string) => `import express from 'express'
export function serve(rows) {
  const app = express()
  app.get('/:kind', async (${parameters}) => {
    for await (const row of rows(req.params.kind)) res.write(row)
    res.end()
  })
  return app
}`
const ROUTE = route('req, res')
const ROUTE_WITH_NEXT = route('req, res, next')
/** Asks for a whole answer, and for one that fails at once. */
const CLIENT = `
async function* rows(kind) {
  if (kind === 'none') throw new Error('cut off')
  yield 'all'
}
const { createServer } = await import('node:http')
const server = createServer(serve(rows)).listen(0, '127.0.0.1', async () => {
  const url = 'http://127.0.0.1:' + server.address().port
  for (const kind of ['whole', 'none']) {
    const { status } = await fetch(url + '/' + kind)
    console.log(kind, status)
  }
  server.close()
})
`

describe.each([
  ['without next', ROUTE],
  ['with next', ROUTE_WITH_NEXT],
])('a handler of Express 4 %s', (_name, code) => {
  const caught = () => handled(code, 'wrapBody', { project: 'express4' })

  it('ends the process when its read fails, before', async () => {
    const { code: exit, stdout, stderr } = await runInChild(modules.write(code + CLIENT))
    expect({ exit, stdout }).toEqual({ exit: 1, stdout: 'whole 200\n' })
    expect(stderr).toContain('cut off')
  })

  it('answers 500 when nothing is sent yet, and the process goes on, after', async () => {
    const { code: exit, stdout } = await runInChild(modules.write(caught() + CLIENT))
    expect({ exit, stdout }).toEqual({ exit: 0, stdout: 'whole 200\nnone 500\n' })
  })

  /** How the answer ends that fails behind its first row; `hangs` when it has not ended after a while. */
  async function endOf(text: string): Promise<string> {
    const { serve } = await modules.load<{ serve: (rows: () => AsyncIterable<string>) => RequestListener }>(text)
    async function* rows() {
      yield 'half'
      // So that the row is on its way.
      await setTimeout(A_WHILE_MS / 10)
      throw new Error('cut off')
    }
    await using server = await onLoopback(createServer(serve(rows)))
    const response = await fetch(`${server.url}/half`)
    const whole = response.text().then(
      () => 'ends',
      () => 'breaks off',
    )
    return await Promise.race([whole, setTimeout(A_WHILE_MS, 'hangs')])
  }

  it('leaves its client waiting where the process goes on regardless, before', async () => {
    const others = process.listeners('unhandledRejection')
    process.removeAllListeners('unhandledRejection')
    const unhandled = once(process, 'unhandledRejection')
    try {
      expect(await endOf(code)).toBe('hangs')
      expect(await unhandled).toEqual([new Error('cut off'), expect.any(Promise)])
    } finally {
      for (const listener of others) process.on('unhandledRejection', listener)
    }
  })

  it('breaks off the answer, which the client sees, after', async () => {
    expect(await endOf(caught())).toBe('breaks off')
  })
})

const MADE = `export const read = async (source) => {
  const made = new ReadableStream({
    start(controller) {
      void (async () => {
        for await (const text of source) controller.enqueue(text)
        controller.close()
      })()
    },
  })
  const texts = []
  for await (const text of made) texts.push(text)
  return texts
}`
const PROMISED = `export const read = (source) => new Promise((resolve, reject) => {
  const texts = []
  ;(async () => {
    for await (const text of source) texts.push(text)
    resolve(texts)
  })()
})`

type Read = (source: AsyncIterable<string>) => Promise<string[]>

async function* cutOff() {
  yield await Promise.resolve('half')
  throw new Error('cut off')
}

describe.each([
  ['a stream that is made', MADE],
  ['a promise that is made', PROMISED],
])('the failure behind %s', (_name, code) => {
  it('ends the process, before', async () => {
    const text = `${code}\n${SOURCE}read(source()).then(console.log, () => console.log('told'))\n${REPORT}`
    expect((await runInChild(modules.write(text))).code).toBe(1)
  })

  it('reaches who waits for it, after', async () => {
    const { read } = await modules.load<{ read: Read }>(handled(code, 'addCatch'))
    await expect(read(cutOff())).rejects.toThrow('cut off')
  })
})

const SIZE = `import { get } from 'node:http'
export const size = (url) => new Promise((resolve, reject) => {
  get(url, (response) => {
    let bytes = 0
    response.on('data', (chunk) => { bytes += chunk.length })
    response.on('end', () => resolve(bytes))
  }).on('error', reject)
})`

describe('the answer of a server that breaks off', () => {
  async function outcomeOf(code: string): Promise<unknown> {
    const { size } = await modules.load<{ size: (url: string) => Promise<number> }>(code)
    await using server = await onLoopback(
      createServer((_req, res) => {
        res.writeHead(200, { 'content-length': 8 }).write('half', () => {
          setImmediate(() => res.destroy())
        })
      }),
    )
    const outcome = size(server.url).catch((error: unknown) => (error as { code?: string }).code)
    return await Promise.race([outcome, setTimeout(A_WHILE_MS, 'waits')])
  }

  it('is waited for without end, before', async () => {
    expect(await outcomeOf(SIZE)).toBe('waits')
  })

  it('is a failure, after', async () => {
    expect(await outcomeOf(handled(SIZE, 'listen'))).toBe('ECONNRESET')
  })
})

/** A provider that fails after half an answer. */
const overloaded = () =>
  new MockLanguageModelV3({
    doStream: () =>
      Promise.resolve({
        stream: simulateReadableStream({
          chunks: [
            { type: 'text-start', id: '1' },
            { type: 'text-delta', id: '1', delta: 'half' },
            { type: 'error', error: new Error('overloaded') },
          ],
        }),
      }),
  })
const FULL = `import { streamText } from 'ai'
export async function draft(model) {
  let text = ''
  for await (const part of streamText({ model, prompt: 'a' }).fullStream) {
    if (part.type === 'text-delta') text += part.text
  }
  return text
}`
const TEXTS = `import { streamText } from 'ai'
export async function draft(model) {
  let text = ''
  try {
    const { textStream } = streamText({ model, prompt: 'a' })
    for await (const piece of textStream) text += piece
  } catch (error) {
    throw new Error('failed: ' + error.message)
  }
  return text
}`

describe.each([
  ['fullStream', FULL, 'throwPart', 'overloaded'],
  ['textStream', TEXTS, 'throwKept', 'failed: overloaded'],
])('%s of the AI SDK', (_name, code, remedy, message) => {
  type Draft = (model: MockLanguageModelV3) => Promise<string>
  const load = async (text: string) => (await modules.load<{ draft: Draft }>(text)).draft

  it('gives half an answer for a whole one, before', async () => {
    // The SDK's own handler of errors logs.
    vi.spyOn(console, 'error').mockImplementation(() => {})
    expect(await (await load(code))(overloaded())).toBe('half')
  })

  it('throws what the provider failed with, after', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    await expect((await load(handled(code, remedy, { project: 'all-libraries' })))(overloaded())).rejects.toThrow(
      message,
    )
  })
})

const FILL = `export async function fill(source, writable) {
  const writer = writable.getWriter()
  for await (const text of source) await writer.write(text)
  await writer.close()
}`
const GATHER = `export async function gather(source) {
  const texts = []
  for await (const text of source) texts.push(text)
  return texts
}`

describe('reads that only the caller can handle', () => {
  const all = { options: { reads: 'all' } }

  async function readerOf(code: string): Promise<unknown> {
    const { fill } = await modules.load<{
      fill: (source: AsyncIterable<string>, writable: WritableStream<string>) => Promise<void>
    }>(code)
    const { readable, writable } = new TransformStream<string, string>()
    const filled = fill(cutOff(), writable).catch(() => {})
    const reader = readable.getReader()
    await reader.read()
    const outcome = reader.read().catch((error: unknown) => (error as Error).message)
    const seen = await Promise.race([outcome, setTimeout(A_WHILE_MS, 'waits')])
    await filled
    return seen
  }

  it('leave the reader of a writer waiting, before', async () => {
    expect(await readerOf(FILL)).toBe('waits')
  })

  it('tell the reader, after', async () => {
    expect(await readerOf(handled(FILL, 'wrapBody', all))).toBe('cut off')
  })

  it('are logged and thrown on, after', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    const { gather } = await modules.load<{ gather: Read }>(handled(GATHER, 'wrapBody', all))
    await expect(gather(cutOff())).rejects.toThrow('cut off')
    expect(log).toHaveBeenCalledWith('Stream failed', new Error('cut off'))
  })
})
