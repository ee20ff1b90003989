import rule from '../../../rules/testing/require-load-test.ts'
import { ruleTest } from '../../rule-tester.ts'

const ROUTER = `import { Router } from 'express'
export const chat = Router()
chat.post('/chat/:room', async (req, res) => {
  res.setHeader('Content-Type', 'text/event-stream')
  for await (const token of answer(req.body)) res.write(frame(token))
  res.end()
})`
const OTHER = ROUTER.replace('/chat/:room', '/drafts')
const WRITES = `async (req, res) => { for await (const token of answer(req.body)) res.write(frame(token)); res.end() }`
const FILE = 'src/routes/chat.ts'

ruleTest(rule, {
  reports: [
    {
      name: 'a project without load tests, by its full path',
      project: 'load-none',
      file: FILE,
      code: ROUTER,
      errors: [{ messageId: 'none', line: 3, column: 12, endColumn: 23, data: { route: 'POST /api/chat/:room' } }],
    },
    {
      name: 'a load test of another route',
      project: 'load-k6',
      file: FILE,
      code: OTHER,
      errors: [{ messageId: 'none', line: 3, column: 12, endColumn: 19, data: { route: 'POST /api/drafts' } }],
    },
    {
      name: 'none of several paths is asked',
      project: 'load-k6',
      file: FILE,
      code: ROUTER.replace("'/chat/:room'", "['/drafts', '/notes']"),
      errors: [{ messageId: 'none', line: 3, column: 11, endColumn: 32, data: { route: 'POST /api/drafts' } }],
    },
    {
      name: 'a load test of the path without its mount',
      project: 'load-k6',
      code: `import express from 'express'\nconst app = express()\napp.post('/chat/:room', ${WRITES})\napp.listen(3000)`,
      errors: [{ messageId: 'none', line: 3, column: 11, endColumn: 22, data: { route: 'POST /chat/:room' } }],
    },
    {
      name: 'a scenario of artillery for another route',
      project: 'load-artillery',
      file: FILE,
      code: OTHER,
      errors: [{ messageId: 'none', line: 3, column: 12, endColumn: 19, data: { route: 'POST /api/drafts' } }],
    },
    {
      name: 'a route handler of Next',
      project: 'load-none',
      file: 'app/api/chat/route.ts',
      code: `import { streamText } from 'ai'
export async function POST(request: Request) {
  const result = streamText({ model, messages: await request.json() })
  return result.toUIMessageStreamResponse()
}`,
      errors: [{ messageId: 'none', line: 2, column: 23, endColumn: 45, data: { route: 'POST /api/chat' } }],
    },
    {
      name: 'a path that cannot be told, where nothing is tested',
      project: 'load-none',
      code: `import express from 'express'\nconst app = express()\napp.get(PATHS.chat, ${WRITES})`,
      errors: [{ messageId: 'none', line: 3, column: 9, endColumn: 19, data: { route: 'this route' } }],
    },
    {
      name: 'a path that cannot be told, when asked for',
      project: 'load-k6',
      options: { unknown: 'report' },
      code: `import express from 'express'\nconst app = express()\napp.get(PATHS.chat, ${WRITES})`,
      errors: [{ messageId: 'unknown', line: 3, column: 9, endColumn: 19, data: { route: 'this route' } }],
    },
    {
      name: 'a load test whose address comes from the environment, when asked for',
      project: 'load-open',
      file: FILE,
      options: { unknown: 'report' },
      code: ROUTER,
      errors: [{ messageId: 'unknown', line: 3, column: 12, endColumn: 23, data: { route: 'POST /api/chat/:room' } }],
    },
    {
      name: 'a router that nobody mounts, of another path',
      project: 'load-k6',
      file: 'src/routes/loose.ts',
      code: ROUTER.replace('/chat/:room', '/loose/:room'),
      errors: [{ messageId: 'none', line: 3, column: 12, endColumn: 24, data: { route: 'POST /loose/:room' } }],
    },
  ],
  silent: [
    {
      name: 'one of several paths is asked',
      project: 'load-k6',
      file: FILE,
      code: ROUTER.replace("'/chat/:room'", "['/drafts', '/chat/:room']"),
    },
    { name: 'k6, with a parameter', project: 'load-k6', file: FILE, code: ROUTER },
    { name: 'artillery, with a parameter', project: 'load-artillery', file: FILE, code: ROUTER },
    { name: 'a script of package.json', project: 'load-script', file: FILE, code: ROUTER },
    { name: 'a load test whose address comes from the environment', project: 'load-open', file: FILE, code: ROUTER },
    {
      name: 'a router that nobody mounts, as the end of a tested path',
      project: 'load-k6',
      file: 'src/routes/loose.ts',
      code: ROUTER,
    },
    {
      name: 'a path that cannot be told',
      project: 'load-k6',
      code: `import express from 'express'\nconst app = express()\napp.get(PATHS.chat, ${WRITES})`,
    },
    {
      name: 'a route that does not stream',
      project: 'load-none',
      file: FILE,
      code: `import { Router } from 'express'\nexport const chat = Router()\nchat.post('/chat', async (req, res) => res.json(await answer(req.body)))`,
    },
    {
      name: 'a download',
      project: 'load-none',
      code: `import express from 'express'\nconst app = express()\napp.get('/file', (req, res) => res.sendFile('/data/a.pdf'))`,
    },
    { name: 'a test', project: 'load-none', file: 'test/app.ts', code: ROUTER },
    {
      name: 'sockets',
      project: 'load-none',
      code: `import { WebSocketServer } from 'ws'\nnew WebSocketServer({ port: 1 }).on('connection', async (socket) => { for await (const x of feed()) socket.send(x) })`,
    },
  ],
})
