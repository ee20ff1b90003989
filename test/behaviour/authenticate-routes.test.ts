import type { RequestListener, Server } from 'node:http'
import { createServer } from 'node:http'
import { describe, expect, it } from 'vitest'
import { codemodProjects, packageJson } from './codemod-run.ts'
import { onLoopback } from './loopback.ts'
import { webServer } from './web-server.ts'

const EXPRESS = {
  name: 'Express',
  guard: './src/auth.js#requireUser',
  file: 'src/app.js',
  files: {
    'package.json': packageJson({ express: '^4.22.3' }),
    'src/auth.js': `export function requireUser(req, res, next) {
  if (req.headers.authorization === 'Bearer alice') next()
  else res.status(401).end()
}
`,
    'src/app.js': `import express from 'express'

export const app = express()
const router = express.Router()

router.get('/chat', (req, res) => {
  res.setHeader('Content-Type', 'text/event-stream')
  res.write('data: hello\\n\\n')
  res.end()
})

app.use('/api', router)
app.get('/health', (req, res) => {
  res.json({ ok: true })
})
`,
  },
}
const HONO = {
  name: 'Hono',
  guard: './src/auth.js#requireUser()',
  file: 'src/app.js',
  files: {
    'package.json': packageJson({ hono: '^4.13.19' }),
    'src/auth.js': `import { bearerAuth } from 'hono/bearer-auth'

export const requireUser = () => bearerAuth({ token: 'alice' })
`,
    'src/app.js': `import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'

export const app = new Hono()

app.get('/api/chat', (c) =>
  streamSSE(c, async (stream) => {
    await stream.writeSSE({ data: 'hello' })
  }),
)
app.get('/health', (c) => c.json({ ok: true }))

export default app
`,
  },
}
const NEXT = {
  name: 'Next',
  guard: './lib/session.js#requireSession',
  file: 'app/api/chat/route.js',
  files: {
    'package.json': packageJson({ next: '^16.0.0' }),
    'lib/session.js': `/**
 * @param {Request} request
 * @returns {Promise<Response | undefined>} the refusal of a stranger, else nothing
 */
export async function requireSession(request) {
  if (request.headers.get('authorization') === 'Bearer alice') return undefined
  return new Response('Unauthorized', { status: 401 })
}
`,
    'app/api/chat/route.js': `export async function GET(request) {
  const stream = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('data: hello\\n\\n'))
      controller.close()
    },
  })
  return new Response(stream, { headers: { 'Content-Type': 'text/event-stream' } })
}
`,
  },
}

type Answer = (request: Request) => Response | Promise<Response>
interface Program {
  readonly app?: RequestListener | { readonly fetch: Answer }
  readonly GET?: Answer
}

const projects = codemodProjects()

function serverOf({ app, GET }: Program): Server {
  if (GET !== undefined) return webServer(GET)
  if (app === undefined) throw new Error('There is no handler')
  return 'fetch' in app ? webServer((request) => app.fetch(request)) : createServer(app)
}

/** The status and the text that a client is sent. */
async function ask(url: string, credentials?: string) {
  const response = await fetch(url, credentials === undefined ? {} : { headers: { authorization: credentials } })
  return { status: response.status, text: await response.text() }
}

const STREAM = { status: 200, text: 'data: hello\n\n' }

describe.each([EXPRESS, HONO, NEXT])('$name', ({ name, guard, file, files }) => {
  it('streams to strangers, before', async () => {
    const program = await projects.before(files).load<Program>(file)
    await using server = await onLoopback(serverOf(program))
    expect(await ask(`${server.url}/api/chat`)).toEqual(STREAM)
  })

  it('streams to those who are known and to nobody else, after', async () => {
    const project = await projects.after('authenticate-routes', files, ['--guard', guard])
    const program = await project.load<Program>(file)
    await using server = await onLoopback(serverOf(program))
    for (const credentials of [undefined, 'Bearer mallory'])
      expect((await ask(`${server.url}/api/chat`, credentials)).status).toBe(401)
    expect(await ask(`${server.url}/api/chat`, 'Bearer alice')).toEqual(STREAM)
    // What does not stream stays open.
    if (name !== 'Next') expect((await ask(`${server.url}/health`)).status).toBe(200)
  })
})
