import { once } from 'node:events'
import type { IncomingMessage, RequestListener, Server } from 'node:http'
import { createServer, get } from 'node:http'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { createParser } from 'eventsource-parser'
import express from 'express'
import { describe, expect, it } from 'vitest'
import type { CodemodProject } from './codemod-run.ts'
import { codemodProjects } from './codemod-run.ts'
import { onLoopback } from './loopback.ts'

type Format = 'events' | 'lines' | 'text'

/** One route, before the codemod. */
interface Route {
  readonly name: string
  /** What it sends whatever it is asked for. */
  readonly sent: string
  readonly format: Format
  /** What its items are: values for `JSON.stringify`, or pieces of text. */
  readonly of: 'values' | 'texts'
  readonly code: string
  readonly file?: string
  readonly serve: (module: Record<string, unknown>) => Server | Promise<Server>
}

const TEXTS = ['plain', 'größer 🐟 日本語', ' data: [DONE] ', 'quote " and \\ backslash', 'end']
const BROKEN_TEXTS = ['two\nlines', '\n\n', 'one\r\ndata: two']
const VALUES = [...TEXTS, ...BROKEN_TEXTS, '', 'line \u2028 separator'].map((text, at) => ({
  at,
  text,
  list: [null, {}],
}))

/** Items that come one after the other, as those of a model do. */
const ITEMS = `import { setTimeout } from 'node:timers/promises'
export async function* items() {
  for (const item of ${JSON.stringify(VALUES)}) {
    await setTimeout(1)
    yield item
  }
}
export async function* completion() {
  for (const content of ${JSON.stringify(TEXTS)}) {
    await setTimeout(1)
    yield { choices: [{ delta: { content } }] }
  }
}`

const listener = (module: Record<string, unknown>): Server => createServer(module['app'] as RequestListener)

/** Serves a function from Request to Response, as the hosts of such frameworks do. */
function web(answer: (request: Request) => Response | Promise<Response>): Server {
  return createServer((req, res) => {
    void (async () => {
      const headers = Object.entries(req.headers).map(([name, value]): [string, string] => [name, String(value)])
      const response = await answer(new Request(`http://localhost${req.url}`, { headers }))
      res.writeHead(response.status, Object.fromEntries(response.headers))
      await pipeline(Readable.fromWeb(response.body as ReadableStream), res)
    })()
  })
}

const ROUTES: readonly Route[] = [
  {
    name: 'Express, events',
    sent: 'text/event-stream',
    format: 'events',
    of: 'values',
    code: `import express from 'express'
import { items } from './items.js'
export const app = express()
app.get('/', async (_req, res) => {
  res.setHeader('Content-Type', 'text/event-stream')
  res.setHeader('Cache-Control', 'no-cache')
  res.write(': connected\\n\\n')
  for await (const item of items()) res.write(\`data: \${JSON.stringify(item)}\\n\\n\`)
  res.end('data: [DONE]\\n\\n')
})`,
    serve: listener,
  },
  {
    name: 'Express, lines by a generator',
    sent: 'application/x-ndjson',
    format: 'lines',
    of: 'values',
    code: `import express from 'express'
import { pipeline } from 'node:stream/promises'
import { items } from './items.js'
export const app = express()
app.use((req, res, next) => {
  res.vary('Origin')
  next()
})
app.get('/', async (req, res) => {
  res.type('application/x-ndjson')
  await pipeline(async function* () {
    for await (const item of items()) yield \`\${JSON.stringify(item)}\\n\`
  }, res)
})`,
    serve: listener,
  },
  {
    name: 'node:http, text in events',
    sent: 'text/event-stream; charset=utf-8',
    format: 'events',
    of: 'texts',
    code: `import { createServer } from 'node:http'
import { completion } from './items.js'
export const server = createServer(async (req, res) => {
  res.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-cache' })
  for await (const chunk of completion()) {
    const text = chunk.choices[0].delta.content
    if (text) res.write(\`data: \${text}\\n\\n\`)
  }
  res.end()
})`,
    serve: (module) => module['server'] as Server,
  },
  {
    name: 'Koa, lines through a PassThrough',
    sent: 'application/x-ndjson',
    format: 'lines',
    of: 'values',
    code: `import Router from '@koa/router'
import Koa from 'koa'
import { PassThrough } from 'node:stream'
import { items } from './items.js'
const router = new Router()
router.get('/', (ctx) => {
  const body = new PassThrough()
  ctx.type = 'application/x-ndjson'
  ctx.body = body
  void (async () => {
    for await (const item of items()) body.write(\`\${JSON.stringify(item)}\\n\`)
    body.end()
  })()
})
export const app = new Koa().use(router.routes()).callback()`,
    serve: listener,
  },
  {
    name: 'Fastify, events on the raw response',
    sent: 'text/event-stream',
    format: 'events',
    of: 'values',
    code: `import Fastify from 'fastify'
import { encode } from 'eventsource-encoder'
import { items } from './items.js'
export const app = Fastify()
app.get('/', async (request, reply) => {
  reply.hijack()
  reply.raw.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' })
  reply.raw.write(encode({ retry: 3000 }))
  for await (const item of items()) reply.raw.write(encode({ data: JSON.stringify(item) }))
  reply.raw.end(encode({ data: '[DONE]' }))
})`,
    async serve({ app }) {
      const fastify = app as { ready(): Promise<unknown>; server: Server }
      await fastify.ready()
      return fastify.server
    },
  },
  {
    name: 'Hono, events that are pulled',
    sent: 'text/event-stream',
    format: 'events',
    of: 'values',
    code: `import { Hono } from 'hono'
import { items } from './items.js'
export const app = new Hono()
app.get('/', (c) => {
  const encoder = new TextEncoder()
  const source = items()
  const stream = new ReadableStream({
    async pull(controller) {
      const { done, value } = await source.next()
      if (done) controller.close()
      else {
        const data = JSON.stringify(value)
        controller.enqueue(encoder.encode('data: ' + data + '\\n\\n'))
      }
    },
  })
  return c.body(stream, 200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' })
})`,
    serve: ({ app }) => web((request) => (app as { fetch(request: Request): Promise<Response> }).fetch(request)),
  },
  {
    name: "Next's app router, text",
    sent: 'text/plain; charset=utf-8',
    format: 'text',
    of: 'texts',
    file: 'src/app/api/chat/route.js',
    code: `import { completion } from '../../../items.js'
export async function GET() {
  const stream = new ReadableStream({
    async start(controller) {
      for await (const chunk of completion()) controller.enqueue(chunk.choices[0].delta.content)
      controller.close()
    },
  })
  return new Response(stream.pipeThrough(new TextEncoderStream()), {
    headers: { 'content-type': 'text/plain; charset=utf-8' },
  })
}`,
    serve: ({ GET }) => web(GET as (request: Request) => Promise<Response>),
  },
]

interface Answer {
  readonly type: string
  readonly vary: readonly string[]
  readonly bytes: Buffer
}

/** What a module answers, for each value of `Accept`; undefined sends none. */
async function answers(
  project: CodemodProject,
  { file = 'src/app.js', serve }: Route,
  accepts: readonly (string | undefined)[],
): Promise<Answer[]> {
  const server = await serve(await project.load<Record<string, unknown>>(file))
  await using loopback = await onLoopback(server)
  const found: Answer[] = []
  for (const accept of accepts) {
    const request = get(loopback.url, { headers: accept === undefined ? {} : { accept } })
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    const { 'content-type': type = '', vary = '' } = response.headers
    expect(response.statusCode).toBe(200)
    found.push({ type, vary: vary.split(/, */), bytes: await buffer(response) })
  }
  return found
}

const projects = codemodProjects()

function filesOf({ file = 'src/app.js', code }: Route, items = ITEMS): Record<string, string> {
  return { [file]: code, 'src/items.js': items }
}

/** The items of an answer, as a client of its format reads them. */
function read(bytes: Buffer, format: Format, of: Route['of']): unknown {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  switch (format) {
    case 'events': {
      const data: string[] = []
      createParser({ onEvent: (event) => data.push(event.data) }).feed(text)
      const items = data.filter((it) => it !== '[DONE]')
      return of === 'values' ? items.map((it) => JSON.parse(it) as unknown) : items
    }
    case 'lines':
      return linesOf(text)
    case 'text':
      return of === 'values' ? linesOf(text) : text
  }
}

function linesOf(text: string): unknown[] {
  expect(text.endsWith('\n')).toBe(true)
  return text
    .slice(0, -1)
    .split('\n')
    .map((line) => JSON.parse(line) as unknown)
}

function itemsOf(of: Route['of'], format: Format): unknown {
  if (of === 'values') return VALUES
  return format === 'text' ? TEXTS.join('') : TEXTS
}

const UNDECIDED = [
  undefined,
  '',
  '*/*',
  'application/json',
  'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'application/json, text/plain, */*',
  'application/x-ndjson;q=0.5, text/plain;q=0.5, text/event-stream;q=0.5',
  'audio/*;q=0.9, text/event-stream;q=x',
]
const DECIDED: readonly (readonly [accept: string, format: Format, type: string])[] = [
  ['text/event-stream', 'events', 'text/event-stream'],
  ['application/x-ndjson', 'lines', 'application/x-ndjson'],
  ['application/jsonl', 'lines', 'application/jsonl'],
  ['text/plain', 'text', 'text/plain'],
  ['Text/Plain; charset=utf-8', 'text', 'text/plain'],
  ['text/event-stream;q=0.4, application/x-ndjson;q=0.9, text/plain;q=0.1', 'lines', 'application/x-ndjson'],
  ['application/x-ndjson; q=0.2, text/plain; q=0.3, text/event-stream; q=0.25', 'text', 'text/plain'],
  ['text/event-stream;q=0, text/*, application/*;q=0.5', 'text', 'text/plain'],
  ['application/*, text/*;q=0.1', 'lines', 'application/x-ndjson'],
  ['*/*;q=0.1, text/event-stream', 'events', 'text/event-stream'],
]

describe.each(ROUTES)('$name', (route) => {
  it('sends one format before, whatever it is asked for', async () => {
    const all = [...UNDECIDED, ...DECIDED.map(([accept]) => accept)]
    const before = await answers(projects.before(filesOf(route)), route, all)
    for (const { type, bytes } of before) {
      expect(type).toBe(route.sent)
      expect(read(bytes, route.format, route.of)).toEqual(itemsOf(route.of, route.format))
    }
  })

  it('sends the same bytes as before to clients that want nothing else more', async () => {
    const before = await answers(projects.before(filesOf(route)), route, UNDECIDED)
    const after = await answers(await projects.after('negotiate-protocols', filesOf(route)), route, UNDECIDED)
    expect(after.map(({ type }) => type)).toEqual(before.map(({ type }) => type))
    expect(after.map(({ bytes }) => bytes.toString())).toEqual(before.map(({ bytes }) => bytes.toString()))
    for (const { vary } of after) expect(vary.map((it) => it.toLowerCase())).toContain('accept')
    for (const [at, { vary }] of before.entries())
      expect(after[at]?.vary).toEqual(expect.arrayContaining(vary.filter((it) => it !== '')))
  })

  it('sends the same items in the format that is liked best', async () => {
    const project = await projects.after('negotiate-protocols', filesOf(route))
    const after = await answers(
      project,
      route,
      DECIDED.map(([accept]) => accept),
    )
    for (const [at, [accept, format, type]] of DECIDED.entries()) {
      const answer = after[at] as Answer
      expect([accept, answer.type.split(';')[0]]).toEqual([accept, type])
      if (format === 'text') expect(answer.type).toMatch(/; *charset=utf-8$/)
      expect(answer.vary.map((it) => it.toLowerCase())).toContain('accept')
      expect(read(answer.bytes, format, route.of)).toEqual(itemsOf(route.of, format))
      if (format !== 'events') expect(answer.bytes.toString()).not.toMatch(/^(?::|retry:|data: )|\[DONE\]\n/m)
    }
  })
})

describe('a text that is written into an event as it is', () => {
  const route = ROUTES.find(({ of, format }) => of === 'texts' && format === 'events') as Route
  const files = filesOf(route, ITEMS.replace(JSON.stringify(TEXTS), JSON.stringify(BROKEN_TEXTS)))

  it('loses all but its first line before', async () => {
    const [answer] = await answers(projects.before(files), route, ['*/*'])
    expect(read(answer!.bytes, 'events', 'texts')).not.toEqual(BROKEN_TEXTS.map((it) => it.replaceAll('\r\n', '\n')))
  })

  it('is kept together', async () => {
    const project = await projects.after('negotiate-protocols', files)
    const [events, lines, text] = await answers(project, route, ['*/*', 'application/x-ndjson', 'text/plain'])
    expect(read(events!.bytes, 'events', 'texts')).toEqual(BROKEN_TEXTS.map((it) => it.replaceAll('\r\n', '\n')))
    expect(read(lines!.bytes, 'lines', 'texts')).toEqual(BROKEN_TEXTS)
    expect(read(text!.bytes, 'text', 'texts')).toBe(BROKEN_TEXTS.join(''))
  })
})

it('a library prefers the type that is named, where this client only takes what is sent', async () => {
  const app = express()
  app.get('/', (req, res) => res.send(req.accepts(['text/event-stream', 'application/x-ndjson', 'text/plain'])))
  await using loopback = await onLoopback(createServer(app))
  const response = await fetch(loopback.url, { headers: { accept: 'application/json, text/plain, */*' } })
  expect(await response.text()).toBe('text/plain')
})
