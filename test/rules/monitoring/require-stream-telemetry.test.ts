import rule from '../../../rules/monitoring/require-stream-telemetry.ts'
import { ruleTest } from '../../rule-tester.ts'

// What other files say is tested with the projects fixtures/projects/watched-*.
ruleTest(rule, {
  reports: [
    {
      name: 'Express route that says nothing',
      project: 'express5',
      code: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  for await (const part of answer(req.body)) res.write(part)
  res.end()
})
app.listen(3000)`,
      errors: [{ messageId: 'unwatched', data: { route: 'POST /chat' }, line: 3, column: 19, endColumn: 38 }],
    },
    {
      name: 'logs of the start and of each chunk',
      project: 'express5',
      code: `import express from 'express'
const app = express()
app.get('/chat', async (req, res) => {
  console.log('begins')
  for await (const part of answer(req.body)) {
    console.debug(part)
    res.write(part)
  }
  res.end()
})
app.listen(3000)`,
      errors: [{ messageId: 'unwatched', data: { route: 'GET /chat' }, line: 3, column: 18, endColumn: 37 }],
    },
    {
      name: 'error that only reaches the controller',
      project: 'next15',
      file: 'app/api/chat/route.ts',
      code: `export async function GET(request: Request) {
  const body = new ReadableStream({
    async start(controller) {
      try {
        for await (const part of parts(request.signal)) controller.enqueue(part)
        controller.close()
      } catch (error) {
        controller.error(error)
      }
    },
  })
  return new Response(body, { headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' } })
}`,
      errors: [{ messageId: 'unwatched', data: { route: 'GET /api/chat' }, line: 1, column: 1, endColumn: 44 }],
    },
    {
      name: 'wrapper of a package, where unknown is reported',
      project: 'express5',
      options: { unknown: 'report' },
      code: `import express from 'express'
import { wrap } from 'some-wrapper'
const app = express()
app.get('/chat', wrap(async (req, res) => {
  for await (const part of answer(req.body)) res.write(part)
  res.end()
}))
app.listen(3000)`,
      errors: [{ messageId: 'unknown', data: { route: 'GET /chat' }, line: 4, column: 23, endColumn: 42 }],
    },
  ],
  silent: [
    {
      name: 'log in a finally',
      project: 'express5',
      code: `import express from 'express'
const app = express()
app.get('/chat', async (req, res) => {
  try {
    for await (const part of answer(req.body)) res.write(part)
  } finally {
    console.info('done')
  }
})
app.listen(3000)`,
    },
    {
      name: 'logger of the settings',
      project: 'express5',
      settings: { streaming: { loggers: ['chronicle'] } },
      code: `import express from 'express'
const app = express()
app.get('/chat', async (req, res) => {
  for await (const part of answer(req.body)) res.write(part)
  res.end()
  chronicle('done')
})
app.listen(3000)`,
    },
    {
      name: 'morgan in front of it',
      project: 'express5',
      code: `import express from 'express'
import morgan from 'morgan'
const app = express()
app.use(morgan('combined'))
app.get('/chat', async (req, res) => {
  for await (const part of answer(req.body)) res.write(part)
  res.end()
})
app.listen(3000)`,
    },
    {
      name: 'error middleware that logs',
      project: 'express5',
      code: `import express from 'express'
const app = express()
app.get('/chat', async (req, res) => {
  for await (const part of answer(req.body)) res.write(part)
  res.end()
})
app.use((error, req, res, next) => {
  console.error(error)
  next(error)
})
app.listen(3000)`,
    },
    {
      name: 'wrapper of a package',
      project: 'express5',
      code: `import express from 'express'
import { wrap } from 'some-wrapper'
const app = express()
app.get('/chat', wrap(async (req, res) => {
  for await (const part of answer(req.body)) res.write(part)
  res.end()
}))
app.listen(3000)`,
    },
    {
      name: 'router that nobody is seen to mount',
      project: 'express5',
      code: `import { Router } from 'express'
export const router = Router()
router.get('/chat', async (req, res) => {
  for await (const part of answer(req.body)) res.write(part)
  res.end()
})`,
    },
    {
      name: 'no stream',
      project: 'express5',
      code: `import express from 'express'
const app = express()
app.get('/chat', async (req, res) => {
  res.json(await answer(req.body))
})
app.listen(3000)`,
    },
  ],
})
