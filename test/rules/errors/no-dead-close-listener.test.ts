import rule from '../../../rules/errors/no-dead-close-listener.ts'
import { ruleTest } from '../../rule-tester.ts'

ruleTest(rule, {
  reports: [
    {
      name: 'Express, the handler reads the body',
      project: 'express4',
      code: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  const { messages } = req.body
  const controller = new AbortController()
  req.on('close', () => controller.abort())
  await answer(messages, res, controller.signal)
})`,
      errors: [
        {
          messageId: 'dead',
          line: 6,
          column: 3,
          endColumn: 9,
          suggestions: [
            {
              messageId: 'response',
              data: { response: 'res' },
              output: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  const { messages } = req.body
  const controller = new AbortController()
  res.on('close', () => controller.abort())
  await answer(messages, res, controller.signal)
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'Express 5, once, a body parser in the file',
      project: 'express5',
      code: `import express from 'express'
const app = express()
app.use(express.json())
app.post('/chat', async (req, res) => {
  let gone = false
  req.once('close', () => { gone = true })
  await answer(res, () => gone)
})`,
      errors: [
        {
          messageId: 'dead',
          line: 6,
          column: 3,
          endColumn: 11,
          suggestions: [
            {
              messageId: 'response',
              data: { response: 'res' },
              output: `import express from 'express'
const app = express()
app.use(express.json())
app.post('/chat', async (req, res) => {
  let gone = false
  res.once('close', () => { gone = true })
  await answer(res, () => gone)
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'a callback that does more than clean up',
      project: 'express4',
      code: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  const { room } = req.body
  req.addListener('close', () => {
    // tell the others
    announce(room, 'left')
  })
})`,
      errors: [
        {
          messageId: 'dead',
          line: 5,
          column: 3,
          endColumn: 18,
          suggestions: [
            {
              messageId: 'response',
              data: { response: 'res' },
              output: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  const { room } = req.body
  res.addListener('close', () => {
    if (res.writableFinished) return
    // tell the others
    announce(room, 'left')
  })
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'a callback that does more than clean up, expression',
      project: 'express4',
      code: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  const { room } = req.body
  req.on('close', () => announce(room, 'left'))
})`,
      errors: [
        {
          messageId: 'dead',
          line: 5,
          column: 3,
          endColumn: 9,
          suggestions: [
            {
              messageId: 'response',
              data: { response: 'res' },
              output: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  const { room } = req.body
  res.on('close', () => { if (!res.writableFinished) announce(room, 'left') })
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'a callback by name',
      project: 'express4',
      code: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  const { room } = req.body
  req.on('close', onLeave)
  req.on('close', cleanup)
  join(room)
})`,
      errors: [
        {
          messageId: 'dead',
          line: 5,
          column: 3,
          endColumn: 9,
          suggestions: [
            {
              messageId: 'response',
              data: { response: 'res' },
              output: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  const { room } = req.body
  res.on('close', () => { if (!res.writableFinished) onLeave() })
  req.on('close', cleanup)
  join(room)
})`,
            },
          ],
        },
        {
          messageId: 'dead',
          line: 6,
          column: 3,
          endColumn: 9,
          suggestions: [
            {
              messageId: 'response',
              data: { response: 'res' },
              output: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  const { room } = req.body
  req.on('close', onLeave)
  res.on('close', cleanup)
  join(room)
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'event in a constant',
      project: 'express4',
      code: `import type { Request, Response } from 'express'
const CLOSE = 'close'
export function chat(req: Request, res: Response) {
  const prompt = req.body.prompt
  req.on(CLOSE, () => stop(prompt))
}`,
      errors: [
        {
          messageId: 'dead',
          line: 5,
          column: 3,
          endColumn: 9,
          suggestions: [
            {
              messageId: 'response',
              data: { response: 'res' },
              output: `import type { Request, Response } from 'express'
const CLOSE = 'close'
export function chat(req: Request, res: Response) {
  const prompt = req.body.prompt
  res.on(CLOSE, () => stop(prompt))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'Next pages API',
      file: 'pages/api/events.ts',
      project: 'next15',
      code: `import type { NextApiRequest, NextApiResponse } from 'next'
export default function handler(req: NextApiRequest, res: NextApiResponse) {
  const timer = setInterval(() => res.write(': ping\\n\\n'), 1000)
  req.on('close', () => clearInterval(timer))
}`,
      errors: [
        {
          messageId: 'dead',
          line: 4,
          column: 3,
          endColumn: 9,
          suggestions: [
            {
              messageId: 'response',
              data: { response: 'res' },
              output: `import type { NextApiRequest, NextApiResponse } from 'next'
export default function handler(req: NextApiRequest, res: NextApiResponse) {
  const timer = setInterval(() => res.write(': ping\\n\\n'), 1000)
  res.on('close', () => clearInterval(timer))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'Fastify raw request',
      project: 'fastify5',
      code: `import Fastify from 'fastify'
const app = Fastify()
app.post('/chat', async (request, reply) => {
  const controller = new AbortController()
  request.raw.on('close', () => controller.abort())
  return reply.send(await answer(request.body, controller.signal))
})`,
      errors: [
        {
          messageId: 'dead',
          line: 5,
          column: 3,
          endColumn: 17,
          suggestions: [
            {
              messageId: 'response',
              data: { response: 'reply.raw' },
              output: `import Fastify from 'fastify'
const app = Fastify()
app.post('/chat', async (request, reply) => {
  const controller = new AbortController()
  reply.raw.on('close', () => controller.abort())
  return reply.send(await answer(request.body, controller.signal))
})`,
            },
          ],
        },
      ],
    },
  ],
  silent: [
    {
      name: 'GET without a body',
      project: 'express4',
      code: `import express from 'express'; const app = express(); app.get('/events', (req, res) => { const t = setInterval(() => res.write('x'), 1); req.on('close', () => clearInterval(t)) })`,
    },
    {
      name: 'GET beside a body parser',
      project: 'express4',
      code: `import express from 'express'; const app = express(); app.use(express.json()); app.get('/events', (req, res) => { req.on('close', () => stop()) })`,
    },
    {
      name: 'the response',
      project: 'express4',
      code: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  const { a } = req.body; res.on('close', () => stop(a))
})`,
    },
    {
      name: 'the socket',
      project: 'express4',
      code: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  const { a } = req.body; req.socket.on('close', () => stop(a))
})`,
    },
    {
      name: 'a raw upload',
      project: 'express4',
      code: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  req.pipe(out); req.on('close', () => stop())
})`,
    },
    {
      name: 'a raw upload beside a body parser',
      project: 'express4',
      code: `import express from 'express'
const app = express()
app.use(express.json())
app.post('/chat', async (req, res) => {
  req.on('data', (c) => take(c)); req.on('close', () => stop())
})`,
    },
    {
      name: 'another event',
      project: 'express4',
      code: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  const { a } = req.body; req.on('aborted', () => stop(a)); req.on('end', () => done())
})`,
    },
    {
      name: 'Next pages API without its parser',
      file: 'pages/api/upload.ts',
      project: 'next15',
      code: `import type { NextApiRequest, NextApiResponse } from 'next'; export const config = { api: { bodyParser: false } }; export default function handler(req: NextApiRequest, res: NextApiResponse) { req.on('close', () => stop()) }`,
    },
    {
      name: 'a POST whose body nobody reads',
      project: 'express4',
      code: `import { Router } from 'express'; export const router = Router(); router.post('/x', (req, res) => { req.on('close', () => stop()) })`,
    },
    {
      name: 'no request',
      code: `ws.on('close', () => stop()); server.on('close', () => stop())`,
    },
    {
      name: 'a plain server',
      code: `import http from 'node:http'; http.createServer((req, res) => { req.on('close', () => stop()) })`,
    },
  ],
})
