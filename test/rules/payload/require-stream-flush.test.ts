import rule from '../../../rules/payload/require-stream-flush.ts'
import { ruleTest } from '../../rule-tester.ts'

const HEAD = `import compression from 'compression'
import express from 'express'
const app = express()
`
const held = (route: string, module = 'compression') => ({ route, module, place: 'src/file.ts:4' })
const express = (mount: string, body: string) => `${HEAD}${mount}
app.get('/events', async (req, res) => {
${body}
})
app.listen(3000)`
const ROUTE = `  res.setHeader('Content-Type', 'text/event-stream')
  res.setHeader('Cache-Control', 'no-cache')
  for await (const part of parts()) res.write(part)
  res.end()`
const koa = (mount: string, body: string) => `import Koa from 'koa'
import compress from 'koa-compress'
const app = new Koa()
${mount}
app.use(async (ctx) => {
${body}
})
app.listen(3000)`

ruleTest(rule, {
  reports: [
    {
      name: 'setHeader',
      project: 'express5',
      code: express('app.use(compression())', ROUTE),
      errors: [
        {
          messageId: 'held',
          data: held('GET /events'),
          line: 6,
          column: 33,
          endColumn: 52,
          suggestions: [
            {
              messageId: 'transform',
              output: express('app.use(compression())', ROUTE.replace("'no-cache'", "'no-cache, no-transform'")),
            },
          ],
        },
      ],
    },
    {
      name: 'JavaScript, where flush needs no type',
      project: 'express5',
      file: 'src/file.js',
      code: express('app.use(compression())', ROUTE),
      errors: [
        {
          messageId: 'held',
          data: { ...held('GET /events'), place: 'src/file.js:4' },
          line: 6,
          column: 33,
          endColumn: 52,
          suggestions: [
            {
              messageId: 'transform',
              output: express('app.use(compression())', ROUTE.replace("'no-cache'", "'no-cache, no-transform'")),
            },
            {
              messageId: 'flush',
              output: express(
                'app.use(compression())',
                ROUTE.replace('res.write(part)', '{\n    res.write(part)\n    res.flush()\n  }'),
              ),
            },
          ],
        },
      ],
    },
    {
      name: 'flushHeaders, a threshold, no Cache-Control',
      project: 'express5',
      code: express(
        'app.use(compression({ threshold: 0 }))',
        `  res.writeHead(200, { 'Content-Type': 'text/event-stream' })
  res.flushHeaders()
  feed.on('item', (item) => res.write(item))`,
      ),
      errors: [
        {
          messageId: 'held',
          data: held('GET /events'),
          line: 6,
          column: 40,
          endColumn: 59,
          suggestions: [
            {
              messageId: 'transform',
              output: express(
                'app.use(compression({ threshold: 0 }))',
                `  res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache, no-transform' })
  res.flushHeaders()
  feed.on('item', (item) => res.write(item))`,
              ),
            },
          ],
        },
      ],
    },
    {
      name: 'a logger that is flushed',
      project: 'express5',
      code: express(
        'const squeeze = compression()\napp.use(squeeze)',
        `  res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
  for await (const part of parts()) res.write(part)
  logger.flush()`,
      ).replace(HEAD, `import { logger } from 'pino-logger'\n${HEAD}`),
      errors: [
        {
          messageId: 'held',
          data: { ...held('GET /events'), place: 'src/file.ts:6' },
          line: 8,
          column: 40,
          endColumn: 59,
          suggestions: [
            {
              messageId: 'transform',
              output: express(
                'const squeeze = compression()\napp.use(squeeze)',
                `  res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store, no-transform' })
  for await (const part of parts()) res.write(part)
  logger.flush()`,
              ).replace(HEAD, `import { logger } from 'pino-logger'\n${HEAD}`),
            },
          ],
        },
      ],
    },
    {
      name: 'the AI SDK',
      project: 'express5',
      code: express(
        'app.use(compression())',
        '  streamText({ prompt: req.query.q }).pipeUIMessageStreamToResponse(res)',
      ),
      errors: [
        {
          messageId: 'held',
          data: held('GET /events'),
          line: 6,
          column: 39,
          endColumn: 68,
          suggestions: [
            {
              messageId: 'transform',
              output: express(
                'app.use(compression())',
                "  streamText({ prompt: req.query.q }).pipeUIMessageStreamToResponse(res, { headers: { 'Cache-Control': 'no-cache, no-transform' } })",
              ),
            },
          ],
        },
      ],
    },
    {
      name: 'koa-compress and a stream as body',
      project: 'koa',
      code: koa(
        'app.use(compress())',
        `  ctx.set('Content-Type', 'text/event-stream')
  ctx.body = stream()`,
      ),
      errors: [
        {
          messageId: 'held',
          data: held('/', 'koa-compress'),
          line: 6,
          column: 27,
          endColumn: 46,
          suggestions: [
            {
              messageId: 'transform',
              output: koa(
                'app.use(compress())',
                `  ctx.set('Content-Type', 'text/event-stream')
  ctx.set('Cache-Control', 'no-cache, no-transform')
  ctx.body = stream()`,
              ),
            },
          ],
        },
      ],
    },
    {
      name: 'a compressor in the call of the route, before two routes of which one flushes',
      project: 'express5',
      code: `${HEAD}app.get('/a', compression(), (req, res) => {
  res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' })
  feed.on('item', (item) => res.write(item))
})
app.get('/b', compression(), (req, res) => {
  res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' })
  feed.on('item', (item) => {
    res.write(item)
    res.flush()
  })
})
app.listen(3000)`,
      errors: [
        {
          messageId: 'held',
          data: held('GET /a'),
          line: 5,
          column: 40,
          endColumn: 59,
          suggestions: [
            {
              messageId: 'transform',
              output: `${HEAD}app.get('/a', compression(), (req, res) => {
  res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache, no-transform' })
  feed.on('item', (item) => res.write(item))
})
app.get('/b', compression(), (req, res) => {
  res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' })
  feed.on('item', (item) => {
    res.write(item)
    res.flush()
  })
})
app.listen(3000)`,
            },
          ],
        },
      ],
    },
    {
      name: 'an app and its compressor under one condition',
      project: 'express5',
      code: `import cluster from 'node:cluster'
import compression from 'compression'
import express from 'express'
if (cluster.isWorker) {
  const app = express()
  app.use(compression())
  app.get('/events', (req, res) => {
    res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' })
    feed.pipe(res)
  })
  app.listen(3000)
}`,
      errors: [
        {
          messageId: 'held',
          data: { ...held('GET /events'), place: 'src/file.ts:6' },
          line: 8,
          column: 42,
          endColumn: 61,
          suggestions: [
            {
              messageId: 'transform',
              output: `import cluster from 'node:cluster'
import compression from 'compression'
import express from 'express'
if (cluster.isWorker) {
  const app = express()
  app.use(compression())
  app.get('/events', (req, res) => {
    res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache, no-transform' })
    feed.pipe(res)
  })
  app.listen(3000)
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'CommonJS',
      project: 'express5',
      file: 'src/file.cjs',
      code: `const express = require('express')
const app = express()
app.use(express.json())
app.use(require('compression')())
app.get('/events', (req, res) => {
  res.set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' })
  feed.on('item', (item) => { res.write(item) })
})`,
      errors: [
        {
          messageId: 'held',
          data: { ...held('GET /events'), place: 'src/file.cjs:4' },
          line: 6,
          column: 29,
          endColumn: 48,
          suggestions: [
            {
              messageId: 'transform',
              output: `const express = require('express')
const app = express()
app.use(express.json())
app.use(require('compression')())
app.get('/events', (req, res) => {
  res.set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache, no-transform' })
  feed.on('item', (item) => { res.write(item) })
})`,
            },
            {
              messageId: 'flush',
              output: `const express = require('express')
const app = express()
app.use(express.json())
app.use(require('compression')())
app.get('/events', (req, res) => {
  res.set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' })
  feed.on('item', (item) => {
    res.write(item)
    res.flush()
  })
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'options that cannot be told, where unknown is reported',
      project: 'express5',
      options: { unknown: 'report' },
      code: express('app.use(compression(settings))', ROUTE),
      errors: [{ messageId: 'unknown', data: held('GET /events'), line: 6, column: 33, endColumn: 52 }],
    },
    ...[
      'Readable.fromWeb(upstream.body).pipe(res)',
      'upstream.data.pipe(res)',
      "upstream.on('error', done).pipe(res)",
    ].map((pipe) => {
      const code = (control: string) =>
        express(
          'app.use(compression())',
          `  const upstream = await ask(req.query.q)
  res.setHeader('Cache-Control', '${control}')
  res.setHeader('content-type', 'text/event-stream')
  ${pipe}`,
        ).replace(
          'import express',
          "import { Readable } from 'node:stream'\nimport axios, { ask } from 'axios'\nimport express",
        )
      return {
        name: pipe,
        project: 'express5',
        code: code('no-cache'),
        errors: [
          {
            messageId: 'held' as const,
            data: { ...held('GET /events'), place: 'src/file.ts:6' },
            line: 10,
            column: 33,
            endColumn: 52,
            suggestions: [{ messageId: 'transform' as const, output: code('no-cache, no-transform') }],
          },
        ] as const,
      }
    }),
  ],
  silent: [
    {
      name: 'headers that the pipe of a client copies from the answer',
      project: 'express5',
      code: `import request from 'request'
${express(
  'app.use(compression())',
  `  res.setHeader('content-type', 'text/event-stream')
  const upstream = request('https://x.example/events')
  upstream.on('error', done).pipe(res)`,
)}`,
    },
    { name: 'no compression', project: 'express5', code: express('', ROUTE) },
    {
      name: 'mounted behind the route',
      project: 'express5',
      code: `${express('', ROUTE)}\napp.use(compression())`,
    },
    { name: 'another path', project: 'express5', code: express("app.use('/static', compression())", ROUTE) },
    { name: 'a filter', project: 'express5', code: express('app.use(compression({ filter: isText }))', ROUTE) },
    {
      name: 'a filter in a constant',
      project: 'express5',
      code: express('const options = { filter: isText }\napp.use(compression(options))', ROUTE),
    },
    {
      name: 'zlib that flushes',
      project: 'express5',
      code: express('app.use(compression({ flush: constants.Z_SYNC_FLUSH }))', ROUTE),
    },
    {
      name: 'behind an if that leaves',
      project: 'express5',
      code: express(
        'function squeeze() {\n  if (config.proxyCompresses) return\n  app.use(compression())\n}\nsqueeze()',
        ROUTE,
      ),
    },
    { name: 'under if', project: 'express5', code: express('if (config.compress) app.use(compression())', ROUTE) },
    {
      name: 'a ternary',
      project: 'express5',
      code: express('app.use(config.compress ? compression() : nothing)', ROUTE),
    },
    {
      name: 'a ternary in a constant, where unknown is reported',
      project: 'express5',
      options: { unknown: 'report' },
      code: express(
        'const squeeze = config.compress ? compression() : (req, res, next) => next()\napp.use(squeeze)',
        ROUTE,
      ),
    },
    { name: 'a logical', project: 'express5', code: express('config.compress && app.use(compression())', ROUTE) },
    {
      name: 'a function that decides',
      project: 'express5',
      code: express(
        "const squeeze = compression()\napp.use((req, res, next) => (req.path === '/events' ? next() : squeeze(req, res, next)))",
        ROUTE,
      ),
    },
    {
      name: 'no-transform',
      project: 'express5',
      code: express('app.use(compression())', ROUTE.replace("'no-cache'", "'no-cache, no-transform'")),
    },
    {
      name: 'a Cache-Control that cannot be told',
      project: 'express5',
      code: express('app.use(compression())', ROUTE.replace("'no-cache'", 'config.cacheControl')),
    },
    {
      name: 'a content encoding',
      project: 'express5',
      code: express('app.use(compression())', `  res.setHeader('Content-Encoding', 'none')\n${ROUTE}`),
    },
    {
      name: 'flush',
      project: 'express5',
      code: express('app.use(compression())', ROUTE.replace('res.write(part)', '{ res.write(part); res.flush() }')),
    },
    {
      name: 'flush in a helper, when it is there',
      project: 'express5',
      code: express(
        'app.use(compression())\nfunction send(res: any, part: string) {\n  res.write(part)\n  res.flush?.()\n}',
        ROUTE.replace('res.write(part)', 'send(res, part)'),
      ),
    },
    {
      name: 'a helper of a file that cannot be read',
      project: 'express5',
      code: `import { send } from './unseen.js'\n${express('app.use(compression())', ROUTE.replace('res.write(part)', 'send(res, part)'))}`,
    },
    {
      name: 'a middleware of a file that cannot be read',
      project: 'express5',
      code: `import { streaming } from './unseen.js'\n${express('app.use(compression(), streaming)', ROUTE)}`,
    },
    {
      name: 'NDJSON, which is no event stream',
      project: 'express5',
      code: express('app.use(compression())', ROUTE.replace('text/event-stream', 'application/x-ndjson')),
    },
    {
      name: 'a comparison with the type',
      project: 'express5',
      code: express(
        'app.use(compression())',
        `  if (req.headers.accept === 'text/event-stream') return res.status(406).end()
  for await (const part of parts()) res.write(part)`,
      ),
    },
    {
      name: 'better-sse',
      project: 'express5',
      code: express(
        'app.use(compression())',
        `  const session = await createSession(req, res)
  for await (const part of parts()) session.push(part, 'text/event-stream')`,
      ).replace(HEAD, `import { createSession } from 'better-sse'\n${HEAD}`),
    },
    {
      name: 'the AI SDK with no-transform',
      project: 'express5',
      code: express(
        'app.use(compression())',
        "  streamText({}).pipeUIMessageStreamToResponse(res, { headers: { 'Cache-Control': 'no-transform' } })",
      ),
    },
    {
      name: "the AI SDK's text, which is no event stream",
      project: 'express5',
      code: express('app.use(compression())', '  streamText({}).pipeTextStreamToResponse(res)'),
    },
    {
      name: 'another package by that name',
      project: 'express5',
      code: express('app.use(compression())', ROUTE).replace("from 'compression'", "from './compression.js'"),
    },
    {
      name: 'the compressor of Hono',
      project: 'hono',
      code: `import { Hono } from 'hono'
import { compress } from 'hono/compress'
const app = new Hono()
app.use(compress())
app.get('/events', (c) => c.body(stream(), 200, { 'Content-Type': 'text/event-stream' }))
export default app`,
    },
    {
      name: 'the compressor of Fastify',
      project: 'fastify5',
      code: `import compress from '@fastify/compress'
import Fastify from 'fastify'
const app = Fastify()
await app.register(compress)
app.get('/events', (request, reply) => reply.header('Content-Type', 'text/event-stream').send(stream()))
await app.listen({ port: 3000 })`,
    },
    {
      name: 'Nest',
      project: 'nest',
      code: `import { Controller, Sse } from '@nestjs/common'
import { interval, map } from 'rxjs'
@Controller()
export class Events {
  @Sse('events')
  events() {
    return interval(1000).pipe(map(() => ({ data: 'text/event-stream' })))
  }
}`,
    },
    {
      name: 'Koa, past its body',
      project: 'koa',
      code: koa(
        'app.use(compress())',
        `  ctx.respond = false
  ctx.res.writeHead(200, { 'Content-Type': 'text/event-stream' })
  for await (const part of parts()) ctx.res.write(part)`,
      ),
    },
    {
      name: 'Koa that turns compression off',
      project: 'koa',
      code: koa(
        'app.use(compress())',
        `  ctx.compress = false
  ctx.set('Content-Type', 'text/event-stream')
  ctx.body = stream()`,
      ),
    },
    {
      name: 'koa-compress that flushes',
      project: 'koa',
      code: koa(
        'app.use(compress({ gzip: { flush: constants.Z_SYNC_FLUSH } }))',
        `  ctx.set('Content-Type', 'text/event-stream')
  ctx.body = stream()`,
      ),
    },
  ],
})
