import type { RequestListener, Server } from 'node:http'
import { createServer } from 'node:http'
import { afterEach, describe, expect, it, vi } from 'vitest'
import rule from '../../rules/security/no-error-leak-in-stream.ts'
import { onLoopback } from './loopback.ts'
import { moduleFolder } from './module-folder.ts'
import { remedied } from './remedy.ts'
import { webServer } from './web-server.ts'

/** What an upstream's client throws: the request that failed, with its key. */
const UPSTREAM = `class UpstreamError extends Error {
  request = { url: 'https://prices.internal/v1', headers: { authorization: 'Bearer sk-live-1' } }
}
async function* prices() {
  yield 1
  throw new UpstreamError('connect ECONNREFUSED 10.0.0.7:5432')
}
`
const EXPRESS = `import express from 'express'
${UPSTREAM}
export const app = express()
app.get('/prices', async (req, res) => {
  res.setHeader('content-type', 'application/x-ndjson')
  try {
    for await (const price of prices()) res.write(JSON.stringify({ price }) + '\\n')
  } catch (error) {
    res.write(JSON.stringify({ error: PART }) + '\\n')
  }
  res.end()
})
`
const LOGGED = EXPRESS.replace('(error) {', '(error) {\n    console.error(error)')
const LISTENER = `import { Readable } from 'node:stream'
import express from 'express'
${UPSTREAM}
export const app = express()
app.get('/prices', (req, res) => {
  const source = Readable.from(prices())
  source.on('data', (price) => res.write(JSON.stringify({ price }) + '\\n'))
  source.on('error', (error) => {
    res.end(JSON.stringify({ error: PART }) + '\\n')
  })
})
`
const SHORT_LISTENER = LISTENER.replace(/\{\n +(res\.end.*)\n +\}/, '$1')
const WEB = `${UPSTREAM}
export function GET() {
  const encoder = new TextEncoder()
  const body = new ReadableStream({
    async start(controller) {
      try {
        for await (const price of prices()) controller.enqueue(encoder.encode(JSON.stringify({ price }) + '\\n'))
      } catch (error) {
        controller.enqueue(encoder.encode(JSON.stringify({ error: PART }) + '\\n'))
      }
      controller.close()
    },
  })
  return new Response(body)
}
`
const HONO = `import { Hono } from 'hono'
import { stream } from 'hono/streaming'
${UPSTREAM}
export const app = new Hono()
app.get('/prices', (c) =>
  stream(c, async (stream) => {
    try {
      for await (const price of prices()) await stream.write(JSON.stringify({ price }) + '\\n')
    } catch (error) {
      await stream.write(JSON.stringify({ error: PART }) + '\\n')
    }
  }),
)
`
const AI = `import { createUIMessageStream, pipeUIMessageStreamToResponse } from 'ai'
${UPSTREAM}
export function app(req, res) {
  const stream = createUIMessageStream({
    async execute({ writer }) {
      for await (const price of prices()) writer.write({ type: 'data-price', data: { price } })
    },
    onError: (error) => PART,
  })
  pipeUIMessageStreamToResponse({ response: res, stream })
}
`

interface Program {
  readonly app?: RequestListener | { fetch(request: Request): Response | Promise<Response> }
  readonly GET?: () => Response
}

const modules = moduleFolder()
afterEach(() => {
  vi.restoreAllMocks()
})

function serverOf({ app, GET }: Program): Server {
  if (GET !== undefined) return webServer(GET)
  if (app === undefined) throw new Error('There is no handler')
  return 'fetch' in app ? webServer((request) => app.fetch(request)) : createServer(app)
}

/** What a client is sent, and what is written into the log. */
async function ask(code: string) {
  await using server = await onLoopback(serverOf(await modules.load<Program>(code)))
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  const sent = await (await fetch(`${server.url}/prices`)).text()
  return { sent, logged: log.mock.calls.flat().filter((it) => it instanceof Error) }
}

const PARTS = [
  ['the error', 'error', 'sk-live-1'],
  ['its stack', 'error.stack', 'module-'],
  ['its message', 'error.message', '10.0.0.7'],
] as const

const PROGRAMS = [
  ['Express', EXPRESS, 'log'],
  ['Express, where it is logged', LOGGED, 'fixed'],
  ['a listener', LISTENER, 'log'],
  ['a listener that is one expression', SHORT_LISTENER, 'log'],
  ['a ReadableStream', WEB, 'log'],
  ['Hono', HONO, 'log'],
] as const

const CASES = [
  ...PROGRAMS.flatMap(([name, code, remedy]) =>
    PARTS.map(([part, expression, secret]) => ({
      name: `${part} in ${name}`,
      code: code.replace('PART', expression),
      remedy,
      secret,
    })),
  ),
  {
    name: 'onError of the AI SDK',
    code: AI.replace('PART', 'JSON.stringify(error)'),
    remedy: 'log',
    secret: 'sk-live-1',
  },
]

describe.each(CASES)('$name', ({ code, remedy, secret }) => {
  it('tells the client what is meant for developers, before', async () => {
    const { sent } = await ask(code)
    expect(sent).toContain('"price":1')
    expect(sent).toContain(secret)
  })

  it('tells the client that something failed, after, and the log why', async () => {
    const set = { rule, name: 'no-error-leak-in-stream', options: { message: true } }
    const { sent, logged } = await ask(remedied(code, remedy, set))
    expect(sent).toContain('"price":1')
    expect(sent).toContain('Internal error')
    for (const inside of ['sk-live-1', '10.0.0.7', 'prices.internal', 'module-', 'UpstreamError'])
      expect(sent).not.toContain(inside)
    expect(logged).toEqual([expect.objectContaining({ message: 'connect ECONNREFUSED 10.0.0.7:5432' })])
  })
})
