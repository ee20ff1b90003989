import type { RequestListener, Server } from 'node:http'
import { createServer } from 'node:http'
import { describe, expect, it } from 'vitest'
import rule from '../../rules/errors/require-abort-signal.ts'
import { runInChild } from './child-process.ts'
import { endlessServer } from './endless-server.ts'
import { askAndLeave } from './raw-client.ts'
import { onLoopback } from './loopback.ts'
import { moduleFolder } from './module-folder.ts'
import { remedied } from './remedy.ts'
import { until } from './until.ts'
import { webServer } from './web-server.ts'

const modules = moduleFolder()

interface Example {
  readonly code: string
  readonly project: string
  readonly file?: string
  /** What the upstream sends again and again. */
  readonly piece: string
  /** What each of its answers begins with. */
  readonly start?: string
  /** The server for what the code exports as `serve(upstream)`. */
  readonly server: (served: never) => Server
}

const TEXT = 'data: more\n\n'
const COMPLETION = `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: 'more' } }] })}\n\n`
const listening = (listener: RequestListener) => createServer(listener)
const answering = (answer: (request: Request) => Promise<Response>) => webServer(answer)
const ROUTE = { project: 'next15', file: 'app/api/chat/route.js', piece: TEXT, server: answering } as const
const EXPRESS = { project: 'express4', piece: TEXT, server: listening } as const

const HTTP = `import { createServer } from 'node:http'
export const serve = (upstreamUrl) => createServer(async (req, res) => {
  const upstream = await fetch(upstreamUrl)
  for await (const piece of upstream.body) res.write(piece)
  res.end()
})`
const IN_EXPRESS = `import express from 'express'
export function serve(upstreamUrl) {
  const app = express()
  app.get('/', async (req, res) => {
    const upstream = await fetch(upstreamUrl)
    const reader = upstream.body.getReader()
    while (true) {
      const { done, value } = await reader.read()
      if (done) break
      res.write(value)
    }
    res.end()
  })
  return app
}`
const CAUGHT = `import express from 'express'
export function serve(upstreamUrl) {
  const app = express()
  app.get('/', async (req, res) => {
    try {
      const upstream = await fetch(upstreamUrl)
      for await (const piece of upstream.body) res.write(piece)
      res.end()
    } catch (error) {
      res.status(500).json({ message: error.message })
    }
  })
  return app
}`
const TIMER = HTTP.replace('fetch(upstreamUrl)', 'fetch(upstreamUrl, { signal: AbortSignal.timeout(60_000) })')
const NEVER = HTTP.replace(
  'const upstream = await fetch(upstreamUrl)',
  'const controller = new AbortController()\n  const upstream = await fetch(upstreamUrl, { signal: controller.signal })',
)
const OPENAI = `import express from 'express'
import OpenAI from 'openai'
export function serve(baseURL) {
  const app = express()
  const openai = new OpenAI({ apiKey: 'none', baseURL })
  app.get('/', async (req, res) => {
    const stream = await openai.chat.completions.create({ model: 'some', messages: [], stream: true })
    for await (const part of stream) res.write(part.choices[0].delta.content)
    res.end()
  })
  return app
}`
const EVENTS = `import Anthropic from '@anthropic-ai/sdk'
import express from 'express'
export function serve(baseURL) {
  const app = express()
  const anthropic = new Anthropic({ apiKey: 'none', baseURL })
  app.get('/', (req, res) => {
    anthropic.messages
      .stream({ model: 'some', max_tokens: 1024, messages: [] })
      .on('text', (text) => res.write(text))
      .on('end', () => res.end())
      .on('error', (error) => res.destroy(error))
  })
  return app
}`
const frame = (event: { readonly type: string; readonly [field: string]: unknown }) =>
  `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`
const MESSAGE = {
  start:
    frame({
      type: 'message_start',
      message: { id: '1', type: 'message', role: 'assistant', content: [], model: 'some', usage: {} },
    }) + frame({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
  piece: frame({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'more' } }),
}
/** A model of the AI SDK that gets its text from the upstream. */
const MODEL = modules.write(`import { MockLanguageModelV3 } from 'ai/test'
export const modelFor = (upstreamUrl) => new MockLanguageModelV3({
  doStream: async ({ abortSignal }) => {
    const upstream = await fetch(upstreamUrl, { signal: abortSignal })
    const parts = new TransformStream({
      start: (controller) => controller.enqueue({ type: 'text-start', id: '1' }),
      transform: (piece, controller) => controller.enqueue({ type: 'text-delta', id: '1', delta: 'more' }),
    })
    return { stream: upstream.body.pipeThrough(parts) }
  },
})`)
const AI_SDK = `import express from 'express'
import { streamText } from 'ai'
import { modelFor } from '${MODEL}'
export function serve(upstreamUrl) {
  const app = express()
  app.get('/', async (req, res) => {
    const { textStream } = streamText({ model: modelFor(upstreamUrl), prompt: 'a' })
    for await (const text of textStream) res.write(text)
    res.end()
  })
  return app
}`
const HONO = `import { Hono } from 'hono'
import { stream } from 'hono/streaming'
export function serve(upstreamUrl) {
  const app = new Hono()
  app.get('/', (c) => stream(c, async (out) => {
    const upstream = await fetch(upstreamUrl)
    for await (const piece of upstream.body) await out.write(piece)
  }))
  return app.fetch
}`
const NEXT_PULL = `let upstreamUrl
export function serve(url) {
  upstreamUrl = url
  return GET
}
export async function GET(request) {
  const upstream = await fetch(upstreamUrl)
  const reader = upstream.body.getReader()
  return new Response(new ReadableStream({
    async pull(controller) {
      const { done, value } = await reader.read()
      if (done) controller.close()
      else controller.enqueue(value)
    },
  }))
}`
const NEXT_CANCEL = NEXT_PULL.replace('  }))', '    cancel() {},\n  }))')
/** Reads on in `start`, and does not notice that nobody takes the pieces any more. */
const NEXT_START = `let upstreamUrl
export function serve(url) {
  upstreamUrl = url
  return GET
}
export async function GET(request) {
  const upstream = await fetch(upstreamUrl)
  const { readable, writable } = new TransformStream()
  const writer = writable.getWriter()
  void (async () => {
    try {
      for await (const piece of upstream.body) writer.write(piece).catch(() => {})
      await writer.close()
    } catch {}
  })()
  return new Response(readable)
}`

const EXAMPLES: readonly (readonly [name: string, example: Example])[] = [
  ['node:http', { code: HTTP, project: 'node', piece: TEXT, server: (server: Server) => server }],
  ['Express', { code: IN_EXPRESS, ...EXPRESS }],
  ['a handler that answers its errors', { code: CAUGHT, ...EXPRESS }],
  ['a signal that is a timer', { code: TIMER, project: 'node', piece: TEXT, server: (server: Server) => server }],
  ['a signal that nothing aborts', { code: NEVER, project: 'node', piece: TEXT, server: (server: Server) => server }],
  ['the SDK of OpenAI', { code: OPENAI, ...EXPRESS, piece: COMPLETION }],
  ['listeners of the SDK of Anthropic', { code: EVENTS, ...EXPRESS, ...MESSAGE }],
  ['the AI SDK', { code: AI_SDK, ...EXPRESS }],
  ['Hono', { code: HONO, project: 'hono-node', piece: TEXT, server: answering }],
  ['a stream of a web handler', { code: NEXT_PULL, ...ROUTE }],
  ['a stream whose cancel is empty', { code: NEXT_CANCEL, ...ROUTE }],
  ['a writer of a web handler', { code: NEXT_START, ...ROUTE }],
]

describe.each(EXAMPLES)('%s', (_name, { code, project, file, piece, start, server }) => {
  const tied = () =>
    remedied(code, 'signal', { rule, name: 'require-abort-signal', project, ...(file === undefined ? {} : { file }) })

  async function served(text: string, upstreamUrl: string) {
    const { serve } = await modules.load<{ serve: (url: string) => never }>(text)
    return onLoopback(server(serve(upstreamUrl)))
  }

  it('goes on for a client that has left, before', async () => {
    await using upstream = await endlessServer(piece, start)
    await using app = await served(code, upstream.url)
    await askAndLeave(app.port)
    const sent = upstream.sent()
    await until('a hundred more pieces are sent', () => upstream.sent() > sent + 100)
    expect(upstream.open()).toBe(1)
  })

  it('ends with the client, after', async () => {
    await using upstream = await endlessServer(piece, start)
    await using app = await served(tied(), upstream.url)
    await askAndLeave(app.port)
    const sent = upstream.sent()
    await until('the upstream is closed', () => upstream.open() === 0)
    expect(upstream.sent() - sent).toBeLessThan(100)
    // The process serves the next client: an unhandled rejection, which vitest reports too, would have ended it.
    await askAndLeave(app.port)
    await until('the upstream is closed again', () => upstream.open() === 0)
  })
})

/** What the suggestion was before: the signal, and nobody who gets what its abort makes the call fail with. */
const BARE = `import { createServer } from 'node:http'
import { connect } from 'node:net'

const upstream = createServer((req, res) => {
  const timer = setInterval(() => res.write('data: more\\n\\n'), 2)
  res.on('close', () => clearInterval(timer))
})
upstream.listen(0, '127.0.0.1', () => {
  const server = createServer(async (req, res) => {
    const gone = new AbortController()
    res.on('close', () => gone.abort())
    const answer = await fetch('http://127.0.0.1:' + upstream.address().port, { signal: gone.signal })
    for await (const piece of answer.body) res.write(piece)
    res.end()
  })
  server.listen(0, '127.0.0.1', () => {
    const client = connect(server.address().port, '127.0.0.1')
    client.write('GET / HTTP/1.1\\r\\nhost: localhost\\r\\n\\r\\n')
    client.once('data', () => client.destroy())
  })
})`

it('a signal alone ends the process as soon as a client leaves', async () => {
  const { code, stderr } = await runInChild(modules.write(BARE))
  expect(code).toBe(1)
  expect(stderr).toContain('AbortError')
})
