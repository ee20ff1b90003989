import rule from '../../../rules/errors/no-unhandled-pipe.ts'
import { ruleTest } from '../../rule-tester.ts'

ruleTest(rule, {
  reports: [
    {
      name: 'file into a response, Express 4',
      project: 'express4',
      code: `import { createReadStream } from 'node:fs'
import express from 'express'

const app = express()
app.get('/files/:name', (req, res) => {
  res.type('text/csv')
  createReadStream(req.params.name).pipe(res)
})`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`createReadStream(req.params.name)`' },
          line: 7,
          column: 37,
          endColumn: 41,
          suggestions: [
            {
              messageId: 'catchPipeline',
              output: `import { createReadStream } from 'node:fs'
import express from 'express'
import { pipeline } from 'node:stream/promises'

const app = express()
app.get('/files/:name', (req, res) => {
  res.type('text/csv')
  pipeline(createReadStream(req.params.name), res).catch((error) => {
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') console.error('Stream failed', error)
  })
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'file into a response, Express 5',
      project: 'express5',
      code: `import { createReadStream } from 'node:fs'
import { Router } from 'express'

export const router = Router()
router.get('/files/:name', (req, res) => {
  createReadStream(req.params.name).pipe(res)
})`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`createReadStream(req.params.name)`' },
          line: 6,
          column: 37,
          endColumn: 41,
          suggestions: [
            {
              messageId: 'awaitPipeline',
              output: `import { createReadStream } from 'node:fs'
import { Router } from 'express'
import { pipeline } from 'node:stream/promises'

export const router = Router()
router.get('/files/:name', async (req, res) => {
  await pipeline(createReadStream(req.params.name), res).catch((error) => {
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
  })
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'async handler of Express 4',
      project: 'express4',
      code: `const { createReadStream } = require('fs');
const express = require("express");
const app = express();
app.get("/files/:id", async (req, res, next) => {
  const path = await find(req.params.id);
  createReadStream(path).pipe(res);
});`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`createReadStream(path)`' },
          line: 6,
          column: 26,
          endColumn: 30,
          suggestions: [
            {
              messageId: 'awaitPipeline',
              output: `const { createReadStream } = require('fs');
const express = require("express");
const { pipeline } = require("node:stream/promises");
const app = express();
app.get("/files/:id", async (req, res, next) => {
  const path = await find(req.params.id);
  await pipeline(createReadStream(path), res).catch((error) => {
    if (error.code !== "ERR_STREAM_PREMATURE_CLOSE") console.error("Stream failed", error);
  });
});`,
            },
          ],
        },
      ],
    },
    {
      name: 'async handler whose failure is caught',
      project: 'express4',
      code: `import { createReadStream } from 'node:fs'
import type { NextFunction, Request, Response } from 'express'

export const download = async (req: Request, res: Response, next: NextFunction) => {
  try {
    const file = createReadStream(await find(req))
    file.pipe(res)
  } catch (error) {
    next(error)
  }
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`file`' },
          line: 7,
          column: 10,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'awaitPipeline',
              output: `import { createReadStream } from 'node:fs'
import type { NextFunction, Request, Response } from 'express'
import { pipeline } from 'node:stream/promises'

export const download = async (req: Request, res: Response, next: NextFunction) => {
  try {
    const file = createReadStream(await find(req))
    await pipeline(file, res).catch((error) => {
      if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
    })
  } catch (error) {
    next(error)
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'body of an upload',
      project: 'express4',
      code: `import { createWriteStream } from 'node:fs'
import express from 'express'

const app = express()
app.put('/upload', (req, res, next) => {
  const file = createWriteStream('upload')
  file.on('finish', () => res.sendStatus(201))
  req.pipe(file)
})`,
      errors: [
        {
          messageId: 'stall',
          data: { stream: '`req`', destination: '`file`' },
          line: 8,
          column: 7,
          endColumn: 11,
          suggestions: [
            {
              messageId: 'catchPipeline',
              output: `import { createWriteStream } from 'node:fs'
import express from 'express'
import { pipeline } from 'node:stream/promises'

const app = express()
app.put('/upload', (req, res, next) => {
  const file = createWriteStream('upload')
  file.on('finish', () => res.sendStatus(201))
  pipeline(req, file).catch((error) => {
    if (res.headersSent) res.destroy(error)
    else next(error)
  })
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'body of an upload that is kept, where proxied ones are left alone',
      options: { uploads: false },
      project: 'express4',
      code: `import { createWriteStream } from 'node:fs'
import express from 'express'

const app = express()
app.put('/upload', (req, res, next) => {
  const file = createWriteStream('upload')
  file.on('finish', () => res.sendStatus(201))
  req.pipe(file)
})`,
      errors: [
        {
          messageId: 'stall',
          data: { stream: '`req`', destination: '`file`' },
          line: 8,
          column: 7,
          endColumn: 11,
          suggestions: [
            {
              messageId: 'catchPipeline',
              output: `import { createWriteStream } from 'node:fs'
import express from 'express'
import { pipeline } from 'node:stream/promises'

const app = express()
app.put('/upload', (req, res, next) => {
  const file = createWriteStream('upload')
  file.on('finish', () => res.sendStatus(201))
  pipeline(req, file).catch((error) => {
    if (res.headersSent) res.destroy(error)
    else next(error)
  })
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'the answer of the other server, where proxied uploads are left alone',
      options: { uploads: false },
      code: `import http from 'node:http'
http.createServer((req, res) => {
  const onward = http.request({ host: 'inner', path: req.url }, (answer) => answer.pipe(res))
  onward.on('error', (error) => res.destroy(error))
  req.pipe(onward)
})`,
      errors: [
        {
          messageId: 'stall',
          data: { stream: '`answer`', destination: '`res`' },
          line: 3,
          column: 84,
          endColumn: 88,
          suggestions: [
            {
              messageId: 'callbackPipeline',
              output: `import http from 'node:http'
import { pipeline } from 'node:stream'
http.createServer((req, res) => {
  const onward = http.request({ host: 'inner', path: req.url }, (answer) => pipeline(answer, res, (error) => {
    if (error && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') console.error('Stream failed', error)
  }))
  onward.on('error', (error) => res.destroy(error))
  req.pipe(onward)
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'body of a request to a server of node:http',
      code: `import { createWriteStream } from 'node:fs'
import { createServer } from 'node:http'

createServer(async (req, res) => {
  const out = createWriteStream(await target())
  req.pipe(out)
}).listen(80)`,
      errors: [
        {
          messageId: 'stall',
          data: { stream: '`req`', destination: '`out`' },
          line: 6,
          column: 7,
          endColumn: 11,
          suggestions: [
            {
              messageId: 'awaitPipeline',
              output: `import { createWriteStream } from 'node:fs'
import { createServer } from 'node:http'
import { pipeline } from 'node:stream/promises'

createServer(async (req, res) => {
  const out = createWriteStream(await target())
  await pipeline(req, out).catch((error) => {
    if (res.headersSent) res.destroy(error)
    else res.writeHead(500).end()
  })
}).listen(80)`,
            },
          ],
        },
      ],
    },
    {
      name: 'proxy of node:http: both ways',
      code: `import http from 'node:http'

http.createServer((req, res) => {
  const proxy = http.request({ host: 'upstream' }, (upstream) => {
    res.writeHead(upstream.statusCode ?? 502)
    upstream.pipe(res)
  })
  proxy.on('error', () => res.destroy())
  req.pipe(proxy)
})`,
      errors: [
        {
          messageId: 'stall',
          data: { stream: '`upstream`', destination: '`res`' },
          line: 6,
          column: 14,
          endColumn: 18,
          suggestions: [
            {
              messageId: 'catchPipeline',
              output: `import http from 'node:http'
import { pipeline } from 'node:stream/promises'

http.createServer((req, res) => {
  const proxy = http.request({ host: 'upstream' }, (upstream) => {
    res.writeHead(upstream.statusCode ?? 502)
    pipeline(upstream, res).catch((error) => {
      if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') console.error('Stream failed', error)
    })
  })
  proxy.on('error', () => res.destroy())
  req.pipe(proxy)
})`,
            },
          ],
        },
        {
          messageId: 'stall',
          data: { stream: '`req`', destination: '`proxy`' },
          line: 9,
          column: 7,
          endColumn: 11,
          suggestions: [
            {
              messageId: 'catchPipeline',
              output: `import http from 'node:http'
import { pipeline } from 'node:stream/promises'

http.createServer((req, res) => {
  const proxy = http.request({ host: 'upstream' }, (upstream) => {
    res.writeHead(upstream.statusCode ?? 502)
    upstream.pipe(res)
  })
  proxy.on('error', () => res.destroy())
  pipeline(req, proxy).catch((error) => {
    if (res.headersSent) res.destroy(error)
    else res.writeHead(500).end()
  })
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'Fastify reply.raw',
      project: 'fastify5',
      code: `import Fastify from 'fastify'
import { createReadStream } from 'node:fs'

const app = Fastify()
app.get('/file', async (request, reply) => {
  reply.hijack()
  createReadStream('file').pipe(reply.raw)
})`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: "`createReadStream('file')`" },
          line: 7,
          column: 28,
          endColumn: 32,
          suggestions: [
            {
              messageId: 'awaitPipeline',
              output: `import Fastify from 'fastify'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'

const app = Fastify()
app.get('/file', async (request, reply) => {
  reply.hijack()
  await pipeline(createReadStream('file'), reply.raw).catch((error) => {
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
  })
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'Koa ctx.req',
      project: 'koa',
      code: `import Koa from 'koa'
import { createWriteStream } from 'node:fs'

const app = new Koa()
app.use((ctx) => {
  ctx.req.pipe(createWriteStream('upload'))
})`,
      errors: [
        {
          messageId: 'stall',
          data: { stream: '`ctx.req`', destination: "`createWriteStream('upload')`" },
          line: 6,
          column: 11,
          endColumn: 15,
          suggestions: [
            {
              messageId: 'awaitPipeline',
              output: `import Koa from 'koa'
import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'

const app = new Koa()
app.use(async (ctx) => {
  await pipeline(ctx.req, createWriteStream('upload'))
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'handler without types or framework',
      code: `const load = require('./load')

exports.handler = function (req, res) {
  load(req.url).then((stream) => {
    stream.pipe(res)
  })
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`stream`' },
          line: 5,
          column: 12,
          endColumn: 16,
          suggestions: [
            {
              messageId: 'catchPipeline',
              output: `const load = require('./load')
const { pipeline } = require('node:stream/promises')

exports.handler = function (req, res) {
  load(req.url).then((stream) => {
    pipeline(stream, res).catch((error) => {
      if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') console.error('Stream failed', error)
    })
  })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'file',
      file: 'src/file.mts',
      code: `import { createReadStream, createWriteStream } from 'node:fs'

createReadStream('a').pipe(createWriteStream('b'))`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: "`createReadStream('a')`" },
          line: 3,
          column: 23,
          endColumn: 27,
          suggestions: [
            {
              messageId: 'catchPipeline',
              output: `import { createReadStream, createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'

pipeline(createReadStream('a'), createWriteStream('b')).catch((error) => console.error('Stream failed', error))`,
            },
          ],
        },
      ],
    },
    {
      name: 'top of a module that waits',
      code: `import { createReadStream, createWriteStream } from 'node:fs'

const name = await choose()
createReadStream(name).pipe(createWriteStream('b'))`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`createReadStream(name)`' },
          line: 4,
          column: 24,
          endColumn: 28,
          suggestions: [
            {
              messageId: 'awaitPipeline',
              output: `import { createReadStream, createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'

const name = await choose()
await pipeline(createReadStream(name), createWriteStream('b'))`,
            },
          ],
        },
      ],
    },
    {
      name: 'chain over several lines, with comments',
      code: `import { createReadStream, createWriteStream } from 'node:fs'
import { createGzip } from 'node:zlib'

export async function compress(src: string, dst: string) {
  createReadStream(src)
    // make it small
    .pipe(createGzip()) // level 6
    .pipe(
      createWriteStream(dst, { flags: 'wx' }), // never overwrite
    )
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`createReadStream(src)`' },
          line: 7,
          column: 6,
          endColumn: 10,
          suggestions: [
            {
              messageId: 'awaitPipeline',
              output: `import { createReadStream, createWriteStream } from 'node:fs'
import { createGzip } from 'node:zlib'
import { pipeline } from 'node:stream/promises'

export async function compress(src: string, dst: string) {
  await pipeline(createReadStream(src),
    // make it small
    createGzip(), // level 6
    createWriteStream(dst, { flags: 'wx' }) // never overwrite
    )
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'only the source of a chain is heard',
      code: `import fs from 'fs'
import zlib from 'zlib'

export async function compress(a: string, b: string) {
  const source = fs.createReadStream(a)
  source.on('error', fail)
  source.pipe(zlib.createGzip()).pipe(fs.createWriteStream(b))
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`zlib.createGzip()`' },
          line: 7,
          column: 34,
          endColumn: 38,
          suggestions: [
            {
              messageId: 'awaitPipeline',
              output: `import fs from 'fs'
import zlib from 'zlib'
import { pipeline } from 'node:stream/promises'

export async function compress(a: string, b: string) {
  const source = fs.createReadStream(a)
  source.on('error', fail)
  await pipeline(source, zlib.createGzip(), fs.createWriteStream(b))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'only the last of a chain is heard',
      code: `import fs from 'fs'
import zlib from 'zlib'

export function compress(a: string, b: string) {
  fs.createReadStream(a).pipe(zlib.createGzip()).pipe(fs.createWriteStream(b)).on('error', fail)
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`fs.createReadStream(a)`' },
          line: 5,
          column: 26,
          endColumn: 30,
          suggestions: [
            {
              messageId: 'catchPipeline',
              output: `import fs from 'fs'
import zlib from 'zlib'
import { pipeline } from 'node:stream/promises'

export function compress(a: string, b: string) {
  pipeline(fs.createReadStream(a), zlib.createGzip(), fs.createWriteStream(b).on('error', fail)).catch((error) => console.error('Stream failed', error))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'only the middle of a chain is heard',
      code: `import { createReadStream, createWriteStream } from 'fs'
import { createGzip } from 'zlib'

export async function compress(a: string, b: string) {
  createReadStream(a).pipe(createGzip().on('error', fail)).pipe(createWriteStream(b))
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`createReadStream(a)`' },
          line: 5,
          column: 23,
          endColumn: 27,
          suggestions: [
            {
              messageId: 'awaitPipeline',
              output: `import { createReadStream, createWriteStream } from 'fs'
import { createGzip } from 'zlib'
import { pipeline } from 'node:stream/promises'

export async function compress(a: string, b: string) {
  await pipeline(createReadStream(a), createGzip().on('error', fail), createWriteStream(b))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'only the destination is heard',
      code: `import fs from 'fs'

export function copy(a: string, b: string) {
  const out = fs.createWriteStream(b)
  out.on('error', fail)
  const source = fs.createReadStream(a)
  source.on('end', done)
  source.pipe(out)
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`source`' },
          line: 8,
          column: 10,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'catchPipeline',
              output: `import fs from 'fs'
import { pipeline } from 'node:stream/promises'

export function copy(a: string, b: string) {
  const out = fs.createWriteStream(b)
  out.on('error', fail)
  const source = fs.createReadStream(a)
  source.on('end', done)
  pipeline(source, out).catch((error) => console.error('Stream failed', error))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'named chain with one of two heard',
      code: `import fs from 'fs'
import zlib from 'zlib'

const source = fs.createReadStream('a')
const gzip = zlib.createGzip()
source.pipe(gzip).pipe(fs.createWriteStream('b'))
source.addListener('error', fail)`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`gzip`' },
          line: 6,
          column: 19,
          endColumn: 23,
          suggestions: [
            {
              messageId: 'catchPipeline',
              output: `import fs from 'fs'
import zlib from 'zlib'
import { pipeline } from 'node:stream/promises'

const source = fs.createReadStream('a')
const gzip = zlib.createGzip()
pipeline(source, gzip, fs.createWriteStream('b')).catch((error) => console.error('Stream failed', error))
source.addListener('error', fail)`,
            },
          ],
        },
      ],
    },
    {
      name: 'chain in two statements',
      code: `import fs from 'fs'
import zlib from 'zlib'

const gzip = fs.createReadStream('a').pipe(zlib.createGzip())
gzip.pipe(fs.createWriteStream('b'))`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: "`fs.createReadStream('a')`" },
          line: 4,
          column: 39,
          endColumn: 43,
          suggestions: [
            {
              messageId: 'callbackPipeline',
              output: `import fs from 'fs'
import zlib from 'zlib'
import { pipeline } from 'node:stream'

const gzip = pipeline(fs.createReadStream('a'), zlib.createGzip(), (error) => {
  if (error) console.error('Stream failed', error)
})
gzip.pipe(fs.createWriteStream('b'))`,
            },
          ],
        },
        {
          messageId: 'crash',
          data: { stream: '`gzip`' },
          line: 5,
          column: 6,
          endColumn: 10,
          suggestions: [
            {
              messageId: 'catchPipeline',
              output: `import fs from 'fs'
import zlib from 'zlib'
import { pipeline } from 'node:stream/promises'

const gzip = fs.createReadStream('a').pipe(zlib.createGzip())
pipeline(gzip, fs.createWriteStream('b')).catch((error) => console.error('Stream failed', error))`,
            },
          ],
        },
      ],
    },
    {
      name: 'stream piped into two places',
      code: `import fs from 'fs'
import { createHash } from 'crypto'

export function save(path: string, out: string) {
  const source = fs.createReadStream(path)
  source.pipe(createHash('sha256'))
  source.pipe(fs.createWriteStream(out))
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`source`' },
          line: 6,
          column: 10,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'catchPipeline',
              output: `import fs from 'fs'
import { createHash } from 'crypto'
import { pipeline } from 'node:stream/promises'

export function save(path: string, out: string) {
  const source = fs.createReadStream(path)
  pipeline(source, createHash('sha256')).catch((error) => console.error('Stream failed', error))
  source.pipe(fs.createWriteStream(out))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'branches that each pipe',
      code: `import fs from 'fs'
import zlib from 'zlib'

export function send(path: string, isSmall: boolean, res: import('http').ServerResponse) {
  const source = fs.createReadStream(path)
  if (isSmall) source.pipe(zlib.createGzip()).pipe(res)
  else source.pipe(res)
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`source`' },
          line: 6,
          column: 23,
          endColumn: 27,
          suggestions: [
            {
              messageId: 'catchPipeline',
              output: `import fs from 'fs'
import zlib from 'zlib'
import { pipeline } from 'node:stream/promises'

export function send(path: string, isSmall: boolean, res: import('http').ServerResponse) {
  const source = fs.createReadStream(path)
  if (isSmall) pipeline(source, zlib.createGzip(), res).catch((error) => {
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') console.error('Stream failed', error)
  })
  else source.pipe(res)
}`,
            },
          ],
        },
        {
          messageId: 'crash',
          data: { stream: '`source`' },
          line: 7,
          column: 15,
          endColumn: 19,
          suggestions: [
            {
              messageId: 'catchPipeline',
              output: `import fs from 'fs'
import zlib from 'zlib'
import { pipeline } from 'node:stream/promises'

export function send(path: string, isSmall: boolean, res: import('http').ServerResponse) {
  const source = fs.createReadStream(path)
  if (isSmall) source.pipe(zlib.createGzip()).pipe(res)
  else pipeline(source, res).catch((error) => {
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') console.error('Stream failed', error)
  })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'promise around a copy',
      code: `import fs from 'fs'

export const copy = (a: string, b: string) =>
  new Promise((resolve, reject) => {
    const out = fs.createWriteStream(b)
    fs.createReadStream(a).pipe(out)
    out.on('finish', resolve)
    out.on('error', reject)
  })`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`fs.createReadStream(a)`' },
          line: 6,
          column: 28,
          endColumn: 32,
          suggestions: [
            {
              messageId: 'catchPipeline',
              output: `import fs from 'fs'
import { pipeline } from 'node:stream/promises'

export const copy = (a: string, b: string) =>
  new Promise((resolve, reject) => {
    const out = fs.createWriteStream(b)
    pipeline(fs.createReadStream(a), out).catch(reject)
    out.on('finish', resolve)
    out.on('error', reject)
  })`,
            },
          ],
        },
      ],
    },
    {
      name: "promise around a chain that is an arrow's value",
      code: `import fs from 'fs'

export const copy = (a: string, b: string) =>
  new Promise((resolve, reject) =>
    fs.createReadStream(a).pipe(fs.createWriteStream(b)).on('finish', resolve).on('error', reject),
  )`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`fs.createReadStream(a)`' },
          line: 5,
          column: 28,
          endColumn: 32,
          suggestions: [
            {
              messageId: 'callbackPipeline',
              output: `import fs from 'fs'
import { pipeline } from 'node:stream'

export const copy = (a: string, b: string) =>
  new Promise((resolve, reject) =>
    pipeline(fs.createReadStream(a), fs.createWriteStream(b).on('finish', resolve).on('error', reject), (error) => {
      if (error) reject(error)
    }),
  )`,
            },
          ],
        },
      ],
    },
    {
      name: 'promise of events.once',
      code: `import { once } from 'events'
import fs from 'fs'

export async function copy(a: string, b: string) {
  await once(fs.createReadStream(a).pipe(fs.createWriteStream(b)), 'finish')
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`fs.createReadStream(a)`' },
          line: 5,
          column: 37,
          endColumn: 41,
          suggestions: [
            {
              messageId: 'callbackPipeline',
              output: `import { once } from 'events'
import fs from 'fs'
import { pipeline } from 'node:stream'

export async function copy(a: string, b: string) {
  await once(pipeline(fs.createReadStream(a), fs.createWriteStream(b), (error) => {
    if (error) console.error('Stream failed', error)
  }), 'finish')
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'finished of the destination only',
      code: `import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'

export async function save(body: ReadableStream, path: string) {
  const out = createWriteStream(path)
  Readable.fromWeb(body as never).pipe(out)
  await finished(out)
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`Readable.fromWeb(body as never)`' },
          line: 7,
          column: 35,
          endColumn: 39,
          suggestions: [
            {
              messageId: 'catchPipeline',
              output: `import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'

export async function save(body: ReadableStream, path: string) {
  const out = createWriteStream(path)
  pipeline(Readable.fromWeb(body as never), out).catch((error) => console.error('Stream failed', error))
  await finished(out)
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'parsed rows',
      code: `import { createReadStream } from 'node:fs'
import csv from 'csv-parser'

export async function rows(path: string) {
  for await (const row of createReadStream(path).pipe(csv())) use(row)
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`createReadStream(path)`' },
          line: 5,
          column: 50,
          endColumn: 54,
          suggestions: [
            {
              messageId: 'callbackPipeline',
              output: `import { createReadStream } from 'node:fs'
import csv from 'csv-parser'
import { pipeline } from 'node:stream'

export async function rows(path: string) {
  for await (const row of pipeline(createReadStream(path), csv(), (error) => {
    if (error) console.error('Stream failed', error)
  })) use(row)
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'value that is returned',
      code: `import fs from 'fs'
import zlib from 'zlib'

export function open(path: string) {
  return fs.createReadStream(path).pipe(zlib.createGunzip())
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`fs.createReadStream(path)`' },
          line: 5,
          column: 36,
          endColumn: 40,
          suggestions: [
            {
              messageId: 'callbackPipeline',
              output: `import fs from 'fs'
import zlib from 'zlib'
import { pipeline } from 'node:stream'

export function open(path: string) {
  return pipeline(fs.createReadStream(path), zlib.createGunzip(), (error) => {
    if (error) console.error('Stream failed', error)
  })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'axios',
      project: 'express4',
      code: `import axios from 'axios'
import type { Request, Response } from 'express'

export async function proxy(req: Request, res: Response) {
  const response = await axios.get(req.query.url as string, { responseType: 'stream' })
  response.data.pipe(res)
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`response.data`' },
          line: 6,
          column: 17,
          endColumn: 21,
          suggestions: [
            {
              messageId: 'awaitPipeline',
              output: `import axios from 'axios'
import type { Request, Response } from 'express'
import { pipeline } from 'node:stream/promises'

export async function proxy(req: Request, res: Response) {
  const response = await axios.get(req.query.url as string, { responseType: 'stream' })
  await pipeline(response.data, res).catch((error) => {
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') console.error('Stream failed', error)
  })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'destructured body of axios, options of elsewhere',
      code: `import axios from 'axios'
import fs from 'fs'

async function save(options) {
  const { data: body } = await axios(options)
  body.pipe(fs.createWriteStream('file'))
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`body`' },
          line: 6,
          column: 8,
          endColumn: 12,
          suggestions: [
            {
              messageId: 'awaitPipeline',
              output: `import axios from 'axios'
import fs from 'fs'
import { pipeline } from 'node:stream/promises'

async function save(options) {
  const { data: body } = await axios(options)
  await pipeline(body, fs.createWriteStream('file'))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'node-fetch',
      code: `import fetch from 'node-fetch'

export async function proxy(url: string, res: import('http').ServerResponse) {
  const { body } = await fetch(url)
  body!.pipe(res)
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`body`' },
          line: 5,
          column: 9,
          endColumn: 13,
          suggestions: [
            {
              messageId: 'awaitPipeline',
              output: `import fetch from 'node-fetch'
import { pipeline } from 'node:stream/promises'

export async function proxy(url: string, res: import('http').ServerResponse) {
  const { body } = await fetch(url)
  await pipeline(body!, res).catch((error) => {
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
  })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'undici',
      code: `import { request } from 'undici'
import { createWriteStream } from 'node:fs'

export async function save(url: string) {
  const { body } = await request(url)
  body.pipe(createWriteStream('file'))
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`body`' },
          line: 6,
          column: 8,
          endColumn: 12,
          suggestions: [
            {
              messageId: 'awaitPipeline',
              output: `import { request } from 'undici'
import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'

export async function save(url: string) {
  const { body } = await request(url)
  await pipeline(body, createWriteStream('file'))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'got',
      code: `import got from 'got'
import { createWriteStream } from 'node:fs'

export const save = (url: string) => {
  got.stream(url).pipe(createWriteStream('file'))
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`got.stream(url)`' },
          line: 5,
          column: 19,
          endColumn: 23,
          suggestions: [
            {
              messageId: 'catchPipeline',
              output: `import got from 'got'
import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'

export const save = (url: string) => {
  pipeline(got.stream(url), createWriteStream('file')).catch((error) => console.error('Stream failed', error))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'https.get',
      code: `import { createWriteStream } from 'node:fs'
import https from 'node:https'

https
  .get('https://example.com', (response) => {
    response.pipe(createWriteStream('file'))
  })
  .on('error', fail)`,
      errors: [
        {
          messageId: 'stall',
          data: { stream: '`response`', destination: "`createWriteStream('file')`" },
          line: 6,
          column: 14,
          endColumn: 18,
          suggestions: [
            {
              messageId: 'catchPipeline',
              output: `import { createWriteStream } from 'node:fs'
import https from 'node:https'
import { pipeline } from 'node:stream/promises'

https
  .get('https://example.com', (response) => {
    pipeline(response, createWriteStream('file')).catch((error) => console.error('Stream failed', error))
  })
  .on('error', fail)`,
            },
          ],
        },
      ],
    },
    {
      name: 'body of S3',
      code: `import type { Readable } from 'node:stream'

export async function download(res) {
  const { Body } = await s3.send(command);
  (Body as Readable).pipe(res);
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`Body`' },
          line: 5,
          column: 22,
          endColumn: 26,
          suggestions: [
            {
              messageId: 'awaitPipeline',
              output: `import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises';

export async function download(res) {
  const { Body } = await s3.send(command);
  await pipeline(Body as Readable, res).catch((error) => {
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  });
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'awaited source in brackets',
      code: `async function download(key, res) {
  await check(key)
  ;(await storage.open(key)).pipe(res)
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`storage.open(key)`' },
          line: 3,
          column: 30,
          endColumn: 34,
          suggestions: [
            {
              messageId: 'awaitPipeline',
              output: `import { pipeline } from 'node:stream/promises'

async function download(key, res) {
  await check(key)
  ;await pipeline(await storage.open(key), res).catch((error) => {
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
  })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'GridFS',
      code: `export const copy = (bucket, id) => {
  const from = bucket.openDownloadStream(id)
  const to = bucket.openUploadStream('copy')
  from.pipe(to)
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`from`' },
          line: 4,
          column: 8,
          endColumn: 12,
          suggestions: [
            {
              messageId: 'catchPipeline',
              output: `import { pipeline } from 'node:stream/promises'

export const copy = (bucket, id) => {
  const from = bucket.openDownloadStream(id)
  const to = bucket.openUploadStream('copy')
  pipeline(from, to).catch((error) => console.error('Stream failed', error))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'archiver',
      code: `import archiver from 'archiver'

export async function zip(req, res) {
  const archive = archiver('zip')
  archive.pipe(res)
  archive.directory('files', false)
  await archive.finalize()
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`archive`' },
          line: 5,
          column: 11,
          endColumn: 15,
          suggestions: [
            {
              messageId: 'catchPipeline',
              output: `import archiver from 'archiver'
import { pipeline } from 'node:stream/promises'

export async function zip(req, res) {
  const archive = archiver('zip')
  pipeline(archive, res).catch((error) => {
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') console.error('Stream failed', error)
  })
  archive.directory('files', false)
  await archive.finalize()
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'readable of a generator',
      code: `import { Readable } from 'node:stream'

export async function table(rows, res) {
  res.setHeader('Content-Type', 'text/csv')
  Readable.from(rows()).pipe(res)
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`Readable.from(rows())`' },
          line: 5,
          column: 25,
          endColumn: 29,
          suggestions: [
            {
              messageId: 'awaitPipeline',
              output: `import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

export async function table(rows, res) {
  res.setHeader('Content-Type', 'text/csv')
  await pipeline(Readable.from(rows()), res).catch((error) => {
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
  })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'stream class of this file',
      code: `import { Transform } from 'node:stream'

class Upper extends Transform {
  _transform(chunk: Buffer, encoding: string, done: (error: null, chunk: string) => void) {
    done(null, chunk.toString().toUpperCase())
  }
}

export async function copy(target: string) {
  const upper = new Upper()
  process.stdin.pipe(upper).pipe(open(target))
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`upper`' },
          line: 11,
          column: 29,
          endColumn: 33,
          suggestions: [
            {
              messageId: 'catchPipeline',
              output: `import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'

class Upper extends Transform {
  _transform(chunk: Buffer, encoding: string, done: (error: null, chunk: string) => void) {
    done(null, chunk.toString().toUpperCase())
  }
}

export async function copy(target: string) {
  const upper = new Upper()
  pipeline(process.stdin, upper, open(target)).catch((error) => console.error('Stream failed', error))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'field of a class',
      code: `import { createReadStream, type ReadStream } from 'node:fs'

export class File {
  private readonly stream: ReadStream
  constructor(path: string) {
    this.stream = createReadStream(path)
  }
  async send(res: import('http').ServerResponse) {
    this.stream.pipe(res)
  }
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`this.stream`' },
          line: 9,
          column: 17,
          endColumn: 21,
          suggestions: [
            {
              messageId: 'catchPipeline',
              output: `import { createReadStream, type ReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'

export class File {
  private readonly stream: ReadStream
  constructor(path: string) {
    this.stream = createReadStream(path)
  }
  async send(res: import('http').ServerResponse) {
    pipeline(this.stream, res).catch((error) => {
      if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') console.error('Stream failed', error)
    })
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'typed parameters',
      code: `import type { Readable, Writable } from 'node:stream'

export async function join(source: Readable, target: Writable): Promise<void> {
  source.pipe(target)
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`source`' },
          line: 4,
          column: 10,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'awaitPipeline',
              output: `import type { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

export async function join(source: Readable, target: Writable): Promise<void> {
  await pipeline(source, target)
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'global types of Node',
      code: `export function join(source: NodeJS.ReadableStream, target: NodeJS.WritableStream): void {
  source.pipe(target)
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`source`' },
          line: 2,
          column: 10,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'catchPipeline',
              output: `import { pipeline } from 'node:stream/promises'

export function join(source: NodeJS.ReadableStream, target: NodeJS.WritableStream): void {
  pipeline(source, target).catch((error) => console.error('Stream failed', error))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'unknown source that is used as a stream',
      code: `export function send(source, target) {
  source.on('end', () => log('sent'))
  source.pipe(target)
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`source`' },
          line: 3,
          column: 10,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'catchPipeline',
              output: `import { pipeline } from 'node:stream/promises'

export function send(source, target) {
  source.on('end', () => log('sent'))
  pipeline(source, target).catch((error) => console.error('Stream failed', error))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'unknown target that is used as a stream',
      code: `function send(source) {
  const target = open('target')
  target.on('finish', done)
  source.pipe(target)
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`source`' },
          line: 4,
          column: 10,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'catchPipeline',
              output: `import { pipeline } from 'node:stream/promises'

function send(source) {
  const target = open('target')
  target.on('finish', done)
  pipeline(source, target).catch((error) => console.error('Stream failed', error))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'options that only a stream has',
      code: `export function send(source, target) {
  source.pipe(target, { end: false })
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`source`' },
          line: 2,
          column: 10,
          endColumn: 14,
        },
      ],
    },
    {
      name: 'optional call',
      code: `import fs from 'fs'

export async function send(source, target) {
  source?.pipe(fs.createWriteStream(target))
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`source`' },
          line: 4,
          column: 11,
          endColumn: 15,
        },
      ],
    },
    {
      name: 'socket that echoes',
      code: `server.on('connection', (socket) => {
  socket.pipe(socket)
})`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`socket`' },
          line: 2,
          column: 10,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'catchPipeline',
              output: `import { pipeline } from 'node:stream/promises'

server.on('connection', (socket) => {
  pipeline(socket, socket).catch((error) => console.error('Stream failed', error))
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'multipart parts',
      code: `import { createWriteStream } from 'node:fs'

async function save(request) {
  for await (const part of request.files()) {
    part.file.pipe(createWriteStream(part.filename))
  }
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`part.file`' },
          line: 5,
          column: 15,
          endColumn: 19,
          suggestions: [
            {
              messageId: 'awaitPipeline',
              output: `import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'

async function save(request) {
  for await (const part of request.files()) {
    await pipeline(part.file, createWriteStream(part.filename))
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'upload of busboy',
      code: `import busboy from 'busboy'
import { createWriteStream } from 'node:fs'

export function upload(req, done) {
  const parts = busboy({ headers: req.headers })
  parts.on('file', (name, file) => {
    file.pipe(createWriteStream(name))
  })
  parts.on('error', done)
  req.on('error', done).pipe(parts)
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`file`' },
          line: 7,
          column: 10,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'catchPipeline',
              output: `import busboy from 'busboy'
import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'

export function upload(req, done) {
  const parts = busboy({ headers: req.headers })
  parts.on('file', (name, file) => {
    pipeline(file, createWriteStream(name)).catch((error) => console.error('Stream failed', error))
  })
  parts.on('error', done)
  req.on('error', done).pipe(parts)
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'listener for another event in a constant',
      code: `import fs from 'fs'

const END = 'end'
export async function copy(a: string) {
  const source = fs.createReadStream(a).on(END, done)
  source.pipe(fs.createWriteStream('b'))
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`source`' },
          line: 6,
          column: 10,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'awaitPipeline',
              output: `import fs from 'fs'
import { pipeline } from 'node:stream/promises'

const END = 'end'
export async function copy(a: string) {
  const source = fs.createReadStream(a).on(END, done)
  await pipeline(source, fs.createWriteStream('b'))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'listeners in a loop, none for errors',
      code: `import fs from 'fs'

export function copy(a: string) {
  const source = fs.createReadStream(a)
  for (const event of ['open', 'close']) source.on(event, log)
  ;['end', 'ready'].forEach((event) => source.on(event, log))
  source.pipe(fs.createWriteStream('b'))
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`source`' },
          line: 7,
          column: 10,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'catchPipeline',
              output: `import fs from 'fs'
import { pipeline } from 'node:stream/promises'

export function copy(a: string) {
  const source = fs.createReadStream(a)
  for (const event of ['open', 'close']) source.on(event, log)
  ;['end', 'ready'].forEach((event) => source.on(event, log))
  pipeline(source, fs.createWriteStream('b')).catch((error) => console.error('Stream failed', error))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'errorMonitor is no listener',
      code: `import { errorMonitor } from 'node:events'
import fs from 'fs'

export function copy(a: string) {
  const source = fs.createReadStream(a)
  source.on(errorMonitor, log)
  source.pipe(fs.createWriteStream('b'))
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`source`' },
          line: 7,
          column: 10,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'catchPipeline',
              output: `import { errorMonitor } from 'node:events'
import fs from 'fs'
import { pipeline } from 'node:stream/promises'

export function copy(a: string) {
  const source = fs.createReadStream(a)
  source.on(errorMonitor, log)
  pipeline(source, fs.createWriteStream('b')).catch((error) => console.error('Stream failed', error))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'helper that attaches something else',
      code: `import fs from 'fs'

function watch(stream) {
  stream.on('close', log)
}
export function copy(a: string) {
  const source = fs.createReadStream(a)
  watch(source)
  source.pipe(fs.createWriteStream('b'))
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`source`' },
          line: 9,
          column: 10,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'catchPipeline',
              output: `import fs from 'fs'
import { pipeline } from 'node:stream/promises'

function watch(stream) {
  stream.on('close', log)
}
export function copy(a: string) {
  const source = fs.createReadStream(a)
  watch(source)
  pipeline(source, fs.createWriteStream('b')).catch((error) => console.error('Stream failed', error))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'helper that opens the source',
      code: `import fs from 'fs'

const open = (path: string) => {
  const stream = fs.createReadStream(path)
  stream.on('close', log)
  return stream
}
export async function copy() {
  open('a').pipe(fs.createWriteStream('b'))
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: "`open('a')`" },
          line: 9,
          column: 13,
          endColumn: 17,
          suggestions: [
            {
              messageId: 'awaitPipeline',
              output: `import fs from 'fs'
import { pipeline } from 'node:stream/promises'

const open = (path: string) => {
  const stream = fs.createReadStream(path)
  stream.on('close', log)
  return stream
}
export async function copy() {
  await pipeline(open('a'), fs.createWriteStream('b'))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'helper whose callers attach nothing',
      code: `import fs from 'fs'

async function send(source, target) {
  source.pipe(target)
}
export const copy = () => send(fs.createReadStream('a'), fs.createWriteStream('b'))`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`source`' },
          line: 4,
          column: 10,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'awaitPipeline',
              output: `import fs from 'fs'
import { pipeline } from 'node:stream/promises'

async function send(source, target) {
  await pipeline(source, target)
}
export const copy = () => send(fs.createReadStream('a'), fs.createWriteStream('b'))`,
            },
          ],
        },
      ],
    },
    {
      name: 'request that is handed to an unknown function',
      project: 'express4',
      code: `import { createWriteStream } from 'node:fs'
import type { Request, Response } from 'express'

export async function upload(req: Request, res: Response) {
  const user = await getUser(req)
  req.pipe(createWriteStream(user.path))
}`,
      errors: [
        {
          messageId: 'stall',
          data: { stream: '`req`', destination: '`createWriteStream(user.path)`' },
          line: 6,
          column: 7,
          endColumn: 11,
          suggestions: [
            {
              messageId: 'awaitPipeline',
              output: `import { createWriteStream } from 'node:fs'
import type { Request, Response } from 'express'
import { pipeline } from 'node:stream/promises'

export async function upload(req: Request, res: Response) {
  const user = await getUser(req)
  await pipeline(req, createWriteStream(user.path)).catch((error) => {
    if (res.headersSent) res.destroy(error)
    else res.writeHead(500).end()
  })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'emitter with a pipe that is no stream',
      code: `import ffmpeg from 'fluent-ffmpeg'

export function convert(path: string, res: import('http').ServerResponse) {
  ffmpeg(path).format('mp3').pipe(res)
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: "`ffmpeg(path).format('mp3')`" },
          line: 4,
          column: 30,
          endColumn: 34,
        },
      ],
    },
    {
      name: 'sink in brackets',
      code: `import fs from 'fs'

export async function copy(a: string, b: string) {
  (fs.createReadStream(a).pipe(fs.createWriteStream(b))).on('finish', done)
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`fs.createReadStream(a)`' },
          line: 4,
          column: 27,
          endColumn: 31,
        },
      ],
    },
    {
      name: 'destination that needs brackets',
      code: `import fs from 'fs'

export async function copy(a: string, b: boolean) {
  fs.createReadStream(a).pipe(b ? process.stdout : fs.createWriteStream('b')).on('finish', done)
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`fs.createReadStream(a)`' },
          line: 4,
          column: 26,
          endColumn: 30,
          suggestions: [
            {
              messageId: 'awaitPipeline',
              output: `import fs from 'fs'
import { pipeline } from 'node:stream/promises'

export async function copy(a: string, b: boolean) {
  await pipeline(fs.createReadStream(a), (b ? process.stdout : fs.createWriteStream('b')).on('finish', done))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'awaited though it is no promise',
      code: `import fs from 'fs'

export async function copy(a: string, b: string) {
  await fs.createReadStream(a).pipe(fs.createWriteStream(b))
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`fs.createReadStream(a)`' },
          line: 4,
          column: 32,
          endColumn: 36,
          suggestions: [
            {
              messageId: 'awaitPipeline',
              output: `import fs from 'fs'
import { pipeline } from 'node:stream/promises'

export async function copy(a: string, b: string) {
  await pipeline(fs.createReadStream(a), fs.createWriteStream(b))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'in a listener that is async',
      code: `import fs from 'fs'

emitter.on('file', async (path: string) => {
  fs.createReadStream(path).pipe(fs.createWriteStream(await target(path)))
})`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`fs.createReadStream(path)`' },
          line: 4,
          column: 29,
          endColumn: 33,
          suggestions: [
            {
              messageId: 'awaitPipeline',
              output: `import fs from 'fs'
import { pipeline } from 'node:stream/promises'

emitter.on('file', async (path: string) => {
  await pipeline(fs.createReadStream(path), fs.createWriteStream(await target(path))).catch((error) => console.error('Stream failed', error))
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'name that is taken',
      code: `import { pipeline } from 'node:stream'
import fs from 'fs'

pipeline(fs.createReadStream('a'), fs.createWriteStream('b'), done)
export async function copy(a: string, b: string) {
  fs.createReadStream(a).pipe(fs.createWriteStream(b))
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`fs.createReadStream(a)`' },
          line: 6,
          column: 26,
          endColumn: 30,
          suggestions: [
            {
              messageId: 'awaitPipeline',
              output: `import { pipeline } from 'node:stream'
import fs from 'fs'
import { pipeline as streamPipeline } from 'node:stream/promises'

pipeline(fs.createReadStream('a'), fs.createWriteStream('b'), done)
export async function copy(a: string, b: string) {
  await streamPipeline(fs.createReadStream(a), fs.createWriteStream(b))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'import that is there',
      code: `import { pipeline } from 'node:stream/promises'
import fs from 'fs'

await pipeline(fs.createReadStream('a'), fs.createWriteStream('b'))
export async function copy(a: string, b: string) {
  fs.createReadStream(a).pipe(fs.createWriteStream(b))
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`fs.createReadStream(a)`' },
          line: 6,
          column: 26,
          endColumn: 30,
          suggestions: [
            {
              messageId: 'awaitPipeline',
              output: `import { pipeline } from 'node:stream/promises'
import fs from 'fs'

await pipeline(fs.createReadStream('a'), fs.createWriteStream('b'))
export async function copy(a: string, b: string) {
  await pipeline(fs.createReadStream(a), fs.createWriteStream(b))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'logger of the file',
      code: `import fs from 'fs'
import { logger } from './logger'

logger.info('start')
export function copy(a: string, b: string) {
  fs.createReadStream(a).pipe(fs.createWriteStream(b))
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`fs.createReadStream(a)`' },
          line: 6,
          column: 26,
          endColumn: 30,
          suggestions: [
            {
              messageId: 'catchPipeline',
              output: `import fs from 'fs'
import { logger } from './logger'
import { pipeline } from 'node:stream/promises'

logger.info('start')
export function copy(a: string, b: string) {
  pipeline(fs.createReadStream(a), fs.createWriteStream(b)).catch((error) => logger.error('Stream failed', error))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'pipeline without a callback',
      code: `import { pipeline } from 'node:stream'
import fs from 'fs'

export function copy(a: string, b: string) {
  pipeline(fs.createReadStream(a), fs.createWriteStream(b))
}`,
      errors: [
        {
          messageId: 'noCallback',
          line: 5,
          column: 3,
          endColumn: 11,
          suggestions: [
            {
              messageId: 'addCallback',
              output: `import { pipeline } from 'node:stream'
import fs from 'fs'

export function copy(a: string, b: string) {
  pipeline(fs.createReadStream(a), fs.createWriteStream(b), (error) => {
    if (error) console.error('Stream failed', error)
  })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'pipeline without a callback in an async function',
      code: `import * as stream from 'stream'
import fs from 'fs'

export async function copy(a: string, b: string) {
  stream.pipeline(fs.createReadStream(a), fs.createWriteStream(b))
}`,
      errors: [
        {
          messageId: 'noCallback',
          line: 5,
          column: 10,
          endColumn: 18,
          suggestions: [
            {
              messageId: 'awaitPromise',
              output: `import * as stream from 'stream'
import fs from 'fs'
import { pipeline } from 'node:stream/promises'

export async function copy(a: string, b: string) {
  await pipeline(fs.createReadStream(a), fs.createWriteStream(b))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'awaited pipeline of the wrong module',
      code: `import { pipeline } from 'stream'
import fs from 'fs'

export async function send(a: string, res: import('http').ServerResponse) {
  await pipeline(fs.createReadStream(a), res)
}`,
      errors: [
        {
          messageId: 'noCallback',
          line: 5,
          column: 9,
          endColumn: 17,
          suggestions: [
            {
              messageId: 'awaitPromise',
              output: `import { pipeline } from 'stream'
import fs from 'fs'
import { pipeline as streamPipeline } from 'node:stream/promises'

export async function send(a: string, res: import('http').ServerResponse) {
  await streamPipeline(fs.createReadStream(a), res).catch((error) => {
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
  })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'pipeline without a callback into a response',
      code: `const { pipeline } = require('stream')
const fs = require('fs')

exports.handler = (req, res) => {
  pipeline(fs.createReadStream('a'), res)
}`,
      errors: [
        {
          messageId: 'noCallback',
          line: 5,
          column: 3,
          endColumn: 11,
          suggestions: [
            {
              messageId: 'addCallback',
              output: `const { pipeline } = require('stream')
const fs = require('fs')

exports.handler = (req, res) => {
  pipeline(fs.createReadStream('a'), res, (error) => {
    if (error && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') console.error('Stream failed', error)
  })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'pipeline whose last argument is a generator',
      code: `import { pipeline } from 'node:stream'
import fs from 'fs'

export function read(a: string) {
  pipeline(fs.createReadStream(a), async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) yield chunk.length
  })
}`,
      errors: [
        {
          messageId: 'noCallback',
          line: 5,
          column: 3,
          endColumn: 11,
          suggestions: [
            {
              messageId: 'addCallback',
              output: `import { pipeline } from 'node:stream'
import fs from 'fs'

export function read(a: string) {
  pipeline(fs.createReadStream(a), async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) yield chunk.length
  }, (error) => {
    if (error) console.error('Stream failed', error)
  })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'floating pipeline',
      code: `import { pipeline } from 'node:stream/promises'

export async function copy(a, b) {
  pipeline(a, b)
}`,
      errors: [
        {
          messageId: 'floating',
          data: { name: 'pipeline' },
          line: 4,
          column: 3,
          endColumn: 11,
          suggestions: [
            {
              messageId: 'addAwait',
              output: `import { pipeline } from 'node:stream/promises'

export async function copy(a, b) {
  await pipeline(a, b)
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'floating pipeline in a function that is not async',
      code: `import { pipeline } from 'stream/promises'

export function copy(a, b) {
  pipeline(a, b)
}`,
      errors: [
        {
          messageId: 'floating',
          data: { name: 'pipeline' },
          line: 4,
          column: 3,
          endColumn: 11,
          suggestions: [
            {
              messageId: 'addCatch',
              output: `import { pipeline } from 'stream/promises'

export function copy(a, b) {
  pipeline(a, b).catch((error) => console.error('Stream failed', error))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'void hides it',
      code: `import { pipeline } from 'node:stream/promises'

export async function copy(a, b) {
  void pipeline(a, b)
}`,
      errors: [
        {
          messageId: 'floating',
          data: { name: 'pipeline' },
          line: 4,
          column: 8,
          endColumn: 16,
          suggestions: [
            {
              messageId: 'addAwait',
              output: `import { pipeline } from 'node:stream/promises'

export async function copy(a, b) {
  await pipeline(a, b)
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'then without a catch',
      code: `import { pipeline as join } from 'node:stream/promises'

export function copy(a, b) {
  join(a, b).then(() => done())
}`,
      errors: [
        {
          messageId: 'floating',
          data: { name: 'pipeline' },
          line: 4,
          column: 3,
          endColumn: 7,
          suggestions: [
            {
              messageId: 'addCatch',
              output: `import { pipeline as join } from 'node:stream/promises'

export function copy(a, b) {
  join(a, b).then(() => done()).catch((error) => console.error('Stream failed', error))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'finally without a catch',
      code: `import * as streams from 'node:stream/promises'

export async function copy(a, b) {
  if (a) streams.pipeline(a, b).finally(() => a.close())
}`,
      errors: [
        {
          messageId: 'floating',
          data: { name: 'pipeline' },
          line: 4,
          column: 18,
          endColumn: 26,
          suggestions: [
            {
              messageId: 'addAwait',
              output: `import * as streams from 'node:stream/promises'

export async function copy(a, b) {
  if (a) await streams.pipeline(a, b).finally(() => a.close())
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'stream.promises',
      code: `import stream from 'node:stream'

export async function copy(a, b) {
  stream.promises.pipeline(a, b)
}`,
      errors: [
        {
          messageId: 'floating',
          data: { name: 'pipeline' },
          line: 4,
          column: 19,
          endColumn: 27,
          suggestions: [
            {
              messageId: 'addAwait',
              output: `import stream from 'node:stream'

export async function copy(a, b) {
  await stream.promises.pipeline(a, b)
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'CommonJS',
      code: `const { pipeline } = require('stream').promises

exports.copy = async (a, b) => {
  a && pipeline(a, b)
}`,
      errors: [
        {
          messageId: 'floating',
          data: { name: 'pipeline' },
          line: 4,
          column: 8,
          endColumn: 16,
          suggestions: [
            {
              messageId: 'addAwait',
              output: `const { pipeline } = require('stream').promises

exports.copy = async (a, b) => {
  a && await pipeline(a, b)
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'promisified pipeline',
      code: `import { promisify } from 'node:util'
import { pipeline } from 'node:stream'

const join = promisify(pipeline)
export function copy(a, b) {
  join(a, b)
}`,
      errors: [
        {
          messageId: 'floating',
          data: { name: 'pipeline' },
          line: 6,
          column: 3,
          endColumn: 7,
          suggestions: [
            {
              messageId: 'addCatch',
              output: `import { promisify } from 'node:util'
import { pipeline } from 'node:stream'

const join = promisify(pipeline)
export function copy(a, b) {
  join(a, b).catch((error) => console.error('Stream failed', error))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'promisified member',
      code: `import util from 'util'
import stream from 'stream'

const pipeline = util.promisify(stream.pipeline)
export async function copy(a, b) {
  pipeline(a, b)
}`,
      errors: [
        {
          messageId: 'floating',
          data: { name: 'pipeline' },
          line: 6,
          column: 3,
          endColumn: 11,
          suggestions: [
            {
              messageId: 'addAwait',
              output: `import util from 'util'
import stream from 'stream'

const pipeline = util.promisify(stream.pipeline)
export async function copy(a, b) {
  await pipeline(a, b)
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'promise that nobody looks at',
      code: `import { pipeline } from 'node:stream/promises'

export async function copy(a, b) {
  const copied = pipeline(a, b)
  return b
}`,
      errors: [
        {
          messageId: 'floating',
          data: { name: 'pipeline' },
          line: 4,
          column: 18,
          endColumn: 26,
          suggestions: [
            {
              messageId: 'addCatch',
              output: `import { pipeline } from 'node:stream/promises'

export async function copy(a, b) {
  const copied = pipeline(a, b).catch((error) => console.error('Stream failed', error))
  return b
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'Promise.all that floats',
      code: `import { pipeline } from 'node:stream/promises'

export async function copy(a, b, c, d) {
  Promise.all([pipeline(a, b), pipeline(c, d)])
}`,
      errors: [
        {
          messageId: 'floating',
          data: { name: 'pipeline' },
          line: 4,
          column: 16,
          endColumn: 24,
          suggestions: [
            {
              messageId: 'addAwait',
              output: `import { pipeline } from 'node:stream/promises'

export async function copy(a, b, c, d) {
  await Promise.all([pipeline(a, b), pipeline(c, d)])
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'forEach drops the promises',
      code: `import { pipeline } from 'node:stream/promises'

export async function copy(files, target) {
  files.forEach((file) => pipeline(file, target(file)))
}`,
      errors: [
        {
          messageId: 'floating',
          data: { name: 'pipeline' },
          line: 4,
          column: 27,
          endColumn: 35,
          suggestions: [
            {
              messageId: 'addCatch',
              output: `import { pipeline } from 'node:stream/promises'

export async function copy(files, target) {
  files.forEach((file) => pipeline(file, target(file)).catch((error) => console.error('Stream failed', error)))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'streams that are used behind it',
      code: `import { pipeline } from 'node:stream/promises'

export async function copy(a, b) {
  pipeline(a, b)
  b.on('finish', done)
}`,
      errors: [
        {
          messageId: 'floating',
          data: { name: 'pipeline' },
          line: 4,
          column: 3,
          endColumn: 11,
          suggestions: [
            {
              messageId: 'addCatch',
              output: `import { pipeline } from 'node:stream/promises'

export async function copy(a, b) {
  pipeline(a, b).catch((error) => console.error('Stream failed', error))
  b.on('finish', done)
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'floating pipeline into a response',
      code: `import { pipeline } from 'node:stream/promises'

export async function send(a, res) {
  pipeline(a, res)
}`,
      errors: [
        {
          messageId: 'floating',
          data: { name: 'pipeline' },
          line: 4,
          column: 3,
          endColumn: 11,
          suggestions: [
            {
              messageId: 'addAwait',
              output: `import { pipeline } from 'node:stream/promises'

export async function send(a, res) {
  await pipeline(a, res).catch((error) => {
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
  })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'floating pipeTo',
      code: `export async function show(body: ReadableStream, show: (chunk: unknown) => void) {
  body.pipeTo(new WritableStream({ write: show }))
}`,
      errors: [
        {
          messageId: 'floating',
          data: { name: 'pipeTo' },
          line: 2,
          column: 8,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'addAwait',
              output: `export async function show(body: ReadableStream, show: (chunk: unknown) => void) {
  await body.pipeTo(new WritableStream({ write: show }))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'floating pipeTo in a callback',
      code: `export function follow(process, terminal) {
  process.started.then(() => {
    process.output.pipeThrough(new TextDecoderStream()).pipeTo(terminal)
  })
}`,
      errors: [
        {
          messageId: 'floating',
          data: { name: 'pipeTo' },
          line: 3,
          column: 57,
          endColumn: 63,
          suggestions: [
            {
              messageId: 'addCatch',
              output: `export function follow(process, terminal) {
  process.started.then(() => {
    process.output.pipeThrough(new TextDecoderStream()).pipeTo(terminal).catch((error) => console.error('Stream failed', error))
  })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'floating pipeTo into a response of Node',
      code: `import { Writable } from 'node:stream'
import type { ServerResponse } from 'node:http'

export async function send(body: ReadableStream, res: ServerResponse) {
  body.pipeTo(Writable.toWeb(res))
}`,
      errors: [
        {
          messageId: 'floating',
          data: { name: 'pipeTo' },
          line: 5,
          column: 8,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'addAwait',
              output: `import { Writable } from 'node:stream'
import type { ServerResponse } from 'node:http'

export async function send(body: ReadableStream, res: ServerResponse) {
  await body.pipeTo(Writable.toWeb(res)).catch((error) => {
    if (error.name !== 'AbortError') console.error('Stream failed', error)
  })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'twin that nobody reads',
      code: `export function drop(body: ReadableStream) {
  const { writable } = new TransformStream()
  body.pipeTo(writable)
}`,
      errors: [
        {
          messageId: 'floating',
          data: { name: 'pipeTo' },
          line: 3,
          column: 8,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'addCatch',
              output: `export function drop(body: ReadableStream) {
  const { writable } = new TransformStream()
  body.pipeTo(writable).catch((error) => console.error('Stream failed', error))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'onmessage drops what it gives back',
      code: `worker.onmessage = ({ data }) => data.readable.pipeTo(sink)`,
      errors: [
        {
          messageId: 'floating',
          data: { name: 'pipeTo' },
          line: 1,
          column: 48,
          endColumn: 54,
          suggestions: [
            {
              messageId: 'addCatch',
              output: `worker.onmessage = ({ data }) => data.readable.pipeTo(sink).catch((error) => console.error('Stream failed', error))`,
            },
          ],
        },
      ],
    },
    {
      name: 'transform behind the output of a child',
      code: `import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { createGzip } from 'node:zlib'

export function dump(path: string) {
  spawn('pg_dump').stdout.pipe(createGzip()).pipe(createWriteStream(path))
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`createGzip()`' },
          line: 6,
          column: 46,
          endColumn: 50,
          suggestions: [
            {
              messageId: 'catchPipeline',
              output: `import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { createGzip } from 'node:zlib'
import { pipeline } from 'node:stream/promises'

export function dump(path: string) {
  pipeline(spawn('pg_dump').stdout, createGzip(), createWriteStream(path)).catch((error) => console.error('Stream failed', error))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'transform behind a heard request',
      code: `import { createWriteStream } from 'node:fs'
import { createServer } from 'node:http'
import { createGunzip } from 'node:zlib'

createServer((req, res) => {
  req.on('error', () => res.destroy())
  req.pipe(createGunzip()).pipe(createWriteStream('upload'))
})`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`createGunzip()`' },
          line: 7,
          column: 28,
          endColumn: 32,
          suggestions: [
            {
              messageId: 'catchPipeline',
              output: `import { createWriteStream } from 'node:fs'
import { createServer } from 'node:http'
import { createGunzip } from 'node:zlib'
import { pipeline } from 'node:stream/promises'

createServer((req, res) => {
  req.on('error', () => res.destroy())
  pipeline(req, createGunzip(), createWriteStream('upload')).catch((error) => {
    if (res.headersSent) res.destroy(error)
    else res.writeHead(500).end()
  })
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'sink that tells the code behind',
      code: `export async function start(output: ReadableStream<string>, terminal: { write(text: string): void }) {
  let ready = () => {}
  const isReady = new Promise<void>((resolve) => (ready = resolve))
  output.pipeTo(
    new WritableStream({
      write(text) {
        terminal.write(text)
        ready()
      },
    }),
  )
  await isReady
  ready = () => {}
}`,
      errors: [
        {
          messageId: 'floating',
          data: { name: 'pipeTo' },
          line: 4,
          column: 10,
          endColumn: 16,
          suggestions: [
            {
              messageId: 'addCatch',
              output: `export async function start(output: ReadableStream<string>, terminal: { write(text: string): void }) {
  let ready = () => {}
  const isReady = new Promise<void>((resolve) => (ready = resolve))
  output.pipeTo(
    new WritableStream({
      write(text) {
        terminal.write(text)
        ready()
      },
    }),
  ).catch((error) => console.error('Stream failed', error))
  await isReady
  ready = () => {}
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'rows that are read behind',
      code: `import fs from 'fs'
import csv from 'csv-parser'

export async function rows(path: string) {
  const all: unknown[] = []
  const parser = csv()
  fs.createReadStream(path)
    .pipe(parser)
    .on('data', (row: unknown) => all.push(row))
  return all
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`fs.createReadStream(path)`' },
          line: 8,
          column: 6,
          endColumn: 10,
          suggestions: [
            {
              messageId: 'catchPipeline',
              output: `import fs from 'fs'
import csv from 'csv-parser'
import { pipeline } from 'node:stream/promises'

export async function rows(path: string) {
  const all: unknown[] = []
  const parser = csv()
  pipeline(fs.createReadStream(path), parser
    .on('data', (row: unknown) => all.push(row))).catch((error) => console.error('Stream failed', error))
  return all
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'stream that is sent otherwise elsewhere',
      project: 'express4',
      code: `import fs from 'fs'
import type { NextFunction, Request, Response } from 'express'

export const download = async (req: Request, res: Response, next: NextFunction) => {
  try {
    const file = await load(req.params.id)
    if (file instanceof fs.ReadStream) {
      file.pipe(res)
    } else {
      res.send(file)
    }
  } catch (error) {
    next(error)
  }
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`file`' },
          line: 8,
          column: 12,
          endColumn: 16,
          suggestions: [
            {
              messageId: 'awaitPipeline',
              output: `import fs from 'fs'
import type { NextFunction, Request, Response } from 'express'
import { pipeline } from 'node:stream/promises'

export const download = async (req: Request, res: Response, next: NextFunction) => {
  try {
    const file = await load(req.params.id)
    if (file instanceof fs.ReadStream) {
      await pipeline(file, res).catch((error) => {
        if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
      })
    } else {
      res.send(file)
    }
  } catch (error) {
    next(error)
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'GridFS of another module',
      code: `import { collections } from './database'

export const copy = (id) => {
  collections.files.openDownloadStream(id).pipe(collections.files.openUploadStream('copy'))
}`,
      errors: [
        {
          messageId: 'crash',
          data: { stream: '`collections.files.openDownloadStream(id)`' },
          line: 4,
          column: 44,
          endColumn: 48,
          suggestions: [
            {
              messageId: 'catchPipeline',
              output: `import { collections } from './database'
import { pipeline } from 'node:stream/promises'

export const copy = (id) => {
  pipeline(collections.files.openDownloadStream(id), collections.files.openUploadStream('copy')).catch((error) => console.error('Stream failed', error))
}`,
            },
          ],
        },
      ],
    },
  ],
  silent: [
    {
      name: 'an upload that a proxy passes on',
      options: { uploads: false },
      code: `import http from 'node:http'
http.createServer((req, res) => {
  const onward = http.request({ host: 'inner', path: req.url, method: req.method })
  onward.on('error', (error) => res.destroy(error))
  req.pipe(onward)
})`,
    },
    {
      name: 'an upload that a proxy passes on, by the protocol of its address, through a stream that is listened to',
      options: { uploads: false },
      code: `import { createServer } from 'node:http'
import http from 'node:http'
import https from 'node:https'
import { PassThrough } from 'node:stream'
createServer((req, res) => {
  const client = req.url.startsWith('/secure') ? https : http
  const onward = client.request(addressOf(req))
  const seen = new PassThrough()
  seen.on('error', (error) => onward.destroy(error))
  req.pipe(seen).pipe(onward)
})`,
    },
    {
      name: 'an upload that a helper passes on, by its types',
      options: { uploads: false },
      code: `import type { ClientRequest, IncomingMessage } from 'node:http'
export function passOn(request: IncomingMessage, onward: ClientRequest) { request.pipe(onward) }`,
    },
    {
      name: 'a developer’s script, which ends anyway',
      options: { programs: false },
      file: 'scripts/install.js',
      code: `import fs from 'node:fs'
import { createGunzip } from 'node:zlib'
export function unpack(from, to) {
  fs.createReadStream(from).pipe(createGunzip()).pipe(fs.createWriteStream(to))
}`,
    },
    {
      name: 'a program for the terminal, which ends anyway',
      options: { programs: false },
      file: 'src/convert.js',
      code: `import fs from 'node:fs'
fs.createReadStream(process.argv[2]).pipe(fs.createWriteStream(process.argv[3]))`,
    },
    {
      name: 'the configuration of a bundler',
      options: { programs: false },
      file: 'vite.config.ts',
      code: `import { createReadStream } from 'node:fs'
import { defineConfig } from 'vite'
export default defineConfig({ plugins: [{ name: 'files', configureServer(server) {
  server.middlewares.use((req, res) => { createReadStream('a.wasm').pipe(res) })
} }] })`,
    },
    {
      name: 'the output of a shell in the browser',
      code: `import { WebContainer } from '@webcontainer/api'
export async function shell(terminal) {
  const container = await WebContainer.boot()
  const process = await container.spawn('/bin/jsh')
  const [first, second] = process.output.tee()
  first.pipeTo(new WritableStream({ write(text) { terminal.write(text) } }))
  return second
}`,
    },
    {
      name: 'on before',
      code: `import fs from 'fs'
export function copy(a, b) {
  const source = fs.createReadStream(a)
  source.on('error', (error) => b.destroy(error))
  source.pipe(b)
}`,
    },
    {
      name: 'once after',
      code: `import fs from 'fs'
export function copy(a, b) {
  const source = fs.createReadStream(a)
  source.pipe(b)
  source.once('error', (error) => b.destroy(error))
}`,
    },
    {
      name: 'addListener, prependListener, prependOnceListener',
      code: `import fs from 'fs'
const a = fs.createReadStream('a').addListener('error', fail)
const b = fs.createReadStream('b')
b.prependListener('error', fail)
const c = fs.createReadStream('c')
c['prependOnceListener'](\`error\`, fail)
for (const _ of [1]) {
  a.pipe(res)
  b.pipe(process.stdout)
  c.pipe(process.stdout)
}`,
    },
    {
      name: 'listener in the chain',
      code: `const fs = require('fs')
fs.createReadStream('a').on('open', f).on('error', fail).setEncoding('utf8').pipe(fs.createWriteStream('b'))`,
    },
    {
      name: 'every receiver of a chain',
      code: `import fs from 'fs'
import zlib from 'zlib'
fs.createReadStream('a')
  .on('error', fail)
  .pipe(zlib.createGzip())
  .on('error', fail)
  .pipe(fs.createWriteStream('b'))`,
    },
    {
      name: 'every receiver of a chain, by names',
      code: `import fs from 'fs'
import { createGzip } from 'zlib'
const source = fs.createReadStream('a')
const gzip = createGzip()
source.pipe(gzip).pipe(fs.createWriteStream('b'))
gzip.on('error', fail)
source.on('error', fail)`,
    },
    {
      name: 'alias',
      code: `import fs from 'fs'
const source = fs.createReadStream('a')
const same = source
same.on('error', fail)
source.pipe(fs.createWriteStream('b'))`,
    },
    {
      name: 'alias of a property',
      code: `import axios from 'axios'
export async function save(url, target) {
  const response = await axios.get(url, { responseType: 'stream' })
  const body = response.data
  body.on('error', fail)
  response.data.pipe(target)
}`,
    },
    {
      name: 'the same property',
      code: `import axios from 'axios'
export async function save(url, res) {
  const response = await axios.get(url, { responseType: 'stream' })
  response.data.pipe(res)
  response.data.on('error', () => res.destroy())
}`,
    },
    {
      name: 'event name in a constant',
      code: `import fs from 'fs'
const ERROR = 'error'
const source = fs.createReadStream('a')
source.on(ERROR, fail)
source.pipe(fs.createWriteStream('b'))`,
    },
    {
      name: 'event name in an object',
      code: `import fs from 'fs'
const EVENTS = { ERROR: 'error', END: 'end' } as const
const source = fs.createReadStream('a')
source.on(EVENTS.ERROR, fail)
source.pipe(fs.createWriteStream('b'))`,
    },
    {
      name: 'event name in an enum',
      code: `import fs from 'fs'
enum StreamEvent {
  Error = 'error',
}
const source = fs.createReadStream('a')
source.once(StreamEvent.Error, fail)
source.pipe(fs.createWriteStream('b'))`,
    },
    {
      name: 'event name of another file',
      code: `import fs from 'fs'
import { ERROR } from './events'
const source = fs.createReadStream('a')
source.on(ERROR, fail)
source.pipe(fs.createWriteStream('b'))`,
    },
    {
      name: 'event names in a loop',
      code: `import fs from 'fs'
const source = fs.createReadStream('a')
for (const event of ['aborted', 'error']) source.on(event, fail)
source.pipe(fs.createWriteStream('b'))`,
    },
    {
      name: 'event names in forEach over a constant',
      code: `import fs from 'fs'
const EVENTS = ['close', 'error'] as const
const source = fs.createReadStream('a')
EVENTS.forEach(function (event) {
  source.once(event, fail)
})
source.pipe(fs.createWriteStream('b'))`,
    },
    {
      name: 'handlers in an object',
      code: `import fs from 'fs'
const source = fs.createReadStream('a')
for (const [event, handler] of Object.entries({ error: fail, end: done })) source.on(event, handler)
source.pipe(fs.createWriteStream('b'))`,
    },
    {
      name: 'streams in a list',
      code: `import fs from 'fs'
const source = fs.createReadStream('a')
const target = fs.createWriteStream('b')
for (const stream of [source, target]) stream.on('error', fail)
source.pipe(target)`,
    },
    {
      name: 'streams kept in an array, heard elsewhere',
      code: `import fs from 'fs'
const streams = []
export function open(path, res) {
  const source = fs.createReadStream(path)
  streams.push(source)
  source.pipe(res)
}`,
    },
    {
      name: 'listener in a timer',
      code: `import fs from 'fs'
const source = fs.createReadStream('a')
setTimeout(() => source.on('error', fail), 0)
source.pipe(fs.createWriteStream('b'))`,
    },
    {
      name: 'on taken as a function',
      code: `import fs from 'fs'
const source = fs.createReadStream('a')
const on = source.on.bind(source)
on('error', fail)
source.pipe(fs.createWriteStream('b'))`,
    },
    {
      name: 'finished with a callback',
      code: `import fs from 'fs'
import { finished } from 'node:stream'
const source = fs.createReadStream('a')
finished(source, (error) => log(error))
source.pipe(fs.createWriteStream('b'))`,
    },
    {
      name: 'finished that is awaited',
      code: `import fs from 'fs'
import { finished } from 'node:stream/promises'
const source = fs.createReadStream('a')
source.pipe(fs.createWriteStream('b'))
await finished(source)`,
    },
    {
      name: 'finished that is promisified',
      code: `import fs from 'fs'
import stream from 'stream'
import util from 'util'
const finished = util.promisify(stream.finished)
const source = fs.createReadStream('a')
source.pipe(fs.createWriteStream('b'))
await finished(source)`,
    },
    {
      name: 'end-of-stream',
      code: `import fs from 'fs'
import eos from 'end-of-stream'
const source = fs.createReadStream('a')
eos(source, (error) => log(error))
source.pipe(fs.createWriteStream('b'))`,
    },
    {
      name: 'pump',
      code: `import fs from 'fs'
import pump from 'pump'
pump(fs.createReadStream('a'), fs.createWriteStream('b'), (error) => log(error))
pump(fs.createReadStream('a'), fs.createWriteStream('b'))`,
    },
    {
      name: 'stream that is in a pipeline too',
      code: `import fs from 'fs'
import { pipeline } from 'node:stream'
const source = fs.createReadStream('a')
pipeline(source, fs.createWriteStream('b'), done)
source.pipe(fs.createWriteStream('c'))`,
    },
    {
      name: 'events.once waits for it',
      code: `import fs from 'fs'
import { once } from 'node:events'
const source = fs.createReadStream('a')
source.pipe(fs.createWriteStream('b'))
await once(source, 'end')`,
    },
    {
      name: 'helper of this file',
      code: `import fs from 'fs'
function guard(stream) {
  stream.on('error', (error) => log(error))
}
const source = fs.createReadStream('a')
guard(source)
source.pipe(fs.createWriteStream('b'))`,
    },
    {
      name: 'helper that calls a helper',
      code: `import fs from 'fs'
const attach = (stream, event) => stream.on(event, log)
const guard = (stream) => {
  attach(stream, 'error')
}
const source = fs.createReadStream('a')
guard(source)
source.pipe(fs.createWriteStream('b'))`,
    },
    {
      name: 'helper that gives the stream back',
      code: `import fs from 'fs'
const guarded = (stream) => stream.on('error', log)
guarded(fs.createReadStream('a')).pipe(fs.createWriteStream('b'))`,
    },
    {
      name: 'helper that opens the stream',
      code: `import fs from 'fs'
function open(path) {
  const stream = fs.createReadStream(path)
  stream.on('error', log)
  return stream
}
open('a').pipe(fs.createWriteStream('b'))`,
    },
    {
      name: 'method as a helper',
      code: `import fs from 'fs'
class Sender {
  #watch(stream) {
    stream.once('error', this.fail)
  }
  send(path, res) {
    const source = fs.createReadStream(path)
    this.#watch(source)
    source.pipe(res)
  }
}`,
    },
    {
      name: 'class that is given the stream',
      code: `import fs from 'fs'
class Watch {
  constructor(stream) {
    this.stream = stream
    this.stream.on('error', log)
  }
}
const source = fs.createReadStream('a')
new Watch(source)
source.pipe(fs.createWriteStream('b'))`,
    },
    {
      name: 'helper of another file',
      code: `import fs from 'fs'
import { guard } from './guard'
const source = fs.createReadStream('a')
guard(source)
source.pipe(fs.createWriteStream('b'))`,
    },
    {
      name: 'wrapper of another file',
      code: `import fs from 'fs'
import { guarded } from './guard'
guarded(fs.createReadStream('a')).pipe(fs.createWriteStream('b'))`,
    },
    {
      name: 'callers that listen',
      code: `import fs from 'fs'
function send(source, target) {
  source.pipe(target)
}
const source = fs.createReadStream('a').on('error', fail)
send(source, fs.createWriteStream('b'))`,
    },
    {
      name: 'field of a class, listener in the constructor',
      code: `import { createReadStream } from 'node:fs'
class File {
  constructor(path) {
    this.stream = createReadStream(path)
    this.stream.on('error', this.fail)
  }
  send(res) {
    this.stream.pipe(res)
  }
}`,
    },
    {
      name: 'private field with a value',
      code: `import { createReadStream } from 'node:fs'
class File {
  #stream = createReadStream('a')
  constructor() {
    this.#stream.on('error', () => this.close())
  }
  send(res) {
    this.#stream.pipe(res)
  }
}`,
    },
    {
      name: 'field that gets a stream with a listener',
      code: `import { createReadStream } from 'node:fs'
class File {
  constructor(path) {
    const stream = createReadStream(path)
    stream.on('error', this.fail)
    this.stream = stream
  }
  send(res) {
    const { stream } = this
    this.stream.pipe(res)
  }
}`,
    },
    {
      name: "property of the constructor's parameter",
      code: `import type { Readable } from 'node:stream'
class Sender {
  constructor(private readonly source: Readable) {
    source.on('error', () => this.close())
  }
  send(res) {
    this.source.pipe(res)
  }
  close() {}
}`,
    },
    {
      name: 'stream class that listens to itself',
      code: `import { Transform } from 'node:stream'
class Upper extends Transform {
  constructor() {
    super()
    this.on('error', (error) => log(error))
  }
}
new Upper().pipe(process.stdout)`,
    },
    {
      name: 'stream that is returned to someone who may listen',
      code: `import fs from 'fs'
export function open(path, target) {
  const source = fs.createReadStream(path)
  source.pipe(target)
  return source
}`,
    },
    {
      name: 'stage of a chain that others build',
      code: `import type { Readable } from 'node:stream'
import { Transform } from 'node:stream'
export function count(input: Readable): Readable {
  return input.pipe(new Transform({ transform: (chunk, encoding, done) => done(null, chunk) }))
}`,
    },
    {
      name: 'request that is looked after by another file',
      code: `import { createWriteStream } from 'node:fs'
import type { Request, Response } from 'express'
export function upload(req: Request, res: Response) {
  onAborted(req, () => res.end())
  req.pipe(createWriteStream('upload'))
}`,
    },
    {
      name: 'RxJS',
      code: `import { from, map, of } from 'rxjs'
import { takeUntil } from 'rxjs/operators'
of(1).pipe(map((x) => x + 1)).subscribe()
from(fetch('x')).pipe(takeUntil(stop$))
source$.pipe(operator)
this.store.select(user).pipe(first()).subscribe()`,
    },
    {
      name: 'RxJS subject of a socket with events',
      code: `import { Subject, share } from 'rxjs'
const messages$ = new Subject()
socket.on('data', (data) => messages$.next(data))
export const shared$ = messages$.pipe(share())`,
    },
    {
      name: 'Angular and ngrx',
      code: `class Effects {
  load$ = createEffect(() => this.actions$.pipe(ofType(load)))
  constructor(actions$, http) {
    this.actions$ = actions$
    this.users = http.get('/users').pipe(retry(2))
  }
}`,
    },
    {
      name: 'LangChain',
      code: `import { StringOutputParser } from '@langchain/core/output_parsers'
import { ChatPromptTemplate } from '@langchain/core/prompts'
const prompt = ChatPromptTemplate.fromTemplate('{x}')
const chain = prompt.pipe(model).pipe(new StringOutputParser())
for await (const token of await chain.stream({ x: 1 })) use(token)`,
    },
    {
      name: 'LangChain of another file',
      code: `import { prompt } from './prompt'
export const chain = prompt.pipe(model).pipe(parser)`,
    },
    {
      name: 'zod',
      code: `import { z } from 'zod'
z.string().pipe(z.coerce.number()).parse('1')`,
    },
    {
      name: 'Effect',
      code: `import { Effect, pipe } from 'effect'
Effect.succeed(1).pipe(Effect.map((x) => x + 1))
pipe(1, (x) => x)`,
    },
    {
      name: 'arktype',
      code: `import { type } from 'arktype'
type('string').pipe((text) => text.trim())
type('string').pipe(type('number'))`,
    },
    {
      name: 'gulp',
      code: `import gulp from 'gulp'
import sass from 'gulp-sass'
gulp.src('a').pipe(sass()).on('error', sass.logError).pipe(gulp.dest('b'))
export const build = () => gulp.src('a').pipe(sass()).pipe(gulp.dest('b')).on('end', done)`,
    },
    {
      name: 'gulp, CommonJS',
      code: `const { src, dest } = require('gulp')
exports.build = () => src('a').pipe(plugin()).pipe(dest('b')).on('finish', done)`,
    },
    {
      name: 'browserify in a gulpfile',
      code: `const { dest } = require('gulp')
browserify('a').bundle().pipe(source('a')).pipe(dest('b')).on('end', done)`,
    },
    {
      name: 'redis',
      code: `import Redis from 'ioredis'
const redis = new Redis()
const pipeline = redis.pipeline()
pipeline.set('a', 1)
await pipeline.exec()
redis.pipeline()`,
    },
    {
      name: 'transformers.js',
      code: `import { pipeline } from '@huggingface/transformers'
pipeline('feature-extraction', 'model')
void pipeline('summarization')`,
    },
    {
      name: 'execa',
      code: `import { execa } from 'execa'
import fs from 'fs'
execa('ls').pipe(execa('sort'))
execa('ls').stdout.pipe(fs.createWriteStream('a'))
const child = execa('ls')
child.stdout.pipe(process.stdout)
const { stdout } = execa('ls')
stdout.pipe(process.stdout)`,
    },
    {
      name: 'execa that is run elsewhere',
      code: `import { run } from './run'
const child = run('ls')
child.stderr?.pipe(process.stderr)`,
    },
    {
      name: 'zx',
      code: `import { $ } from 'zx'
import fs from 'fs'
await $\`ls\`.pipe(fs.createWriteStream('a'))
$\`ls\`.pipe($\`sort\`)`,
    },
    {
      name: 'child processes',
      code: `import { exec, spawn } from 'node:child_process'
const child = spawn('ls')
child.stdout.pipe(process.stdout)
child.stderr!.pipe(process.stderr)
process.stdin.pipe(child.stdin)
exec('ls').stdout?.pipe(process.stdout)
const { stdout: out } = spawn('ls')
out.pipe(process.stdout)`,
    },
    {
      name: 'child process that is handed in',
      code: `import type { ChildProcess } from 'node:child_process'
import { createWriteStream } from 'node:fs'
export function log(child: ChildProcess) {
  child.stdout?.pipe(createWriteStream('log'))
}`,
    },
    {
      name: 'stdio of the process',
      code: `import process from 'node:process'
import { createWriteStream } from 'node:fs'
process.stdin.pipe(createWriteStream('a'))
const { stdin } = process
stdin.pipe(createWriteStream('b'))`,
    },
    {
      name: 'PassThrough that has ended',
      code: `import { PassThrough } from 'node:stream'
export function send(data, res) {
  const stream = new PassThrough()
  stream.end(data)
  stream.pipe(res)
}`,
    },
    {
      name: 'PassThrough that has ended, in a promise',
      code: `import Stream from 'stream'
export function send(data, res) {
  const stream = new Stream.PassThrough()
  stream.end(data)
  return new Promise((done) => stream.pipe(res).once('close', done))
}`,
    },
    {
      name: 'Readable that has ended',
      code: `import { Readable } from 'stream'
const toStream = (data) => {
  const stream = new Readable()
  stream.push(data)
  stream.push(null)
  return stream
}
export const send = (data, res) => {
  toStream(data).pipe(res)
}`,
    },
    {
      name: 'text in memory',
      code: `import { Readable } from 'node:stream'
export function send(text: string, res) {
  Readable.from(text).pipe(res)
  Readable.from([text, '\\n']).pipe(res)
  Readable.from(Buffer.from(text)).pipe(res)
  Readable.from(JSON.stringify(res.locals)).pipe(res)
}`,
    },
    {
      name: 'text in memory, by way of a function',
      code: `import { Readable } from 'node:stream'
const read = (stream: Readable) =>
  new Promise((done) => {
    stream.pipe(csv()).on('data', keep).on('end', done)
  })
export const rows = (text: string) => read(Readable.from(text))`,
    },
    {
      name: 'object with a pipe of its own',
      code: `const flow = { pipe: (next) => next }
flow.pipe(process.stdout)
class Pipe {
  pipe(next) {
    return next
  }
}
new Pipe().pipe(process.stdout)
class Chain {
  pipe(next) {
    return next
  }
  start(target) {
    target.end()
    return this.pipe(target)
  }
}`,
    },
    {
      name: 'nobody can tell what it is',
      code: `export const join = (a, b) => {
  a.pipe(b)
}`,
    },
    {
      name: "Hono's stream",
      code: `import { stream } from 'hono/streaming'
app.get('/', (c) =>
  stream(c, async (stream) => {
    const upstream = await fetch(url)
    await stream.pipe(upstream.body!)
  }),
)`,
    },
    {
      name: 'WHATWG streams',
      code: `const res = await fetch(url)
const reader = res.body!.pipeThrough(new TextDecoderStream()).getReader()`,
    },
    {
      name: 'pipeline with a callback',
      code: `import { pipeline } from 'node:stream'
import fs from 'fs'
const done = (error) => log(error)
pipeline(fs.createReadStream('a'), fs.createWriteStream('b'), (error) => log(error))
pipeline(fs.createReadStream('a'), fs.createWriteStream('b'), done)
pipeline(fs.createReadStream('a'), fs.createWriteStream('b'), callback)
pipeline([fs.createReadStream('a'), fs.createWriteStream('b')], done)
pipeline(streams, callback)
pipeline(...streams, callback)
pipeline(...streams)`,
    },
    {
      name: 'pipeline that hands on its callback',
      code: `const { pipeline } = require('stream')
exports.join = (a, b, c, cb) => {
  pipeline(a, b, c, cb)
}`,
    },
    {
      name: 'pipeline that gives back its last stream',
      code: `import { pipeline } from 'node:stream'
import fs from 'fs'
import zlib from 'zlib'
const gzip = zlib.createGzip()
pipeline(fs.createReadStream('a'), gzip, done)
gzip.pipe(fs.createWriteStream('b'))`,
    },
    {
      name: "pipeline of a project's own file",
      code: `import { pipeline } from './pipeline'
pipeline(a, b)`,
    },
    {
      name: 'promise pipelines that someone waits for',
      code: `import { pipeline } from 'node:stream/promises'
await pipeline(a, b)
pipeline(a, b).catch(log)
pipeline(a, b).then(done, fail)
pipeline(a, b).then(done).catch(fail)
const copied = pipeline(a, b)
await copied
export const copy = () => pipeline(a, b)
export function copyAll() {
  return pipeline(a, b)
}
await Promise.all([pipeline(a, b), pipeline(c, d)])
context.waitUntil(pipeline(a, b))
const jobs = [pipeline(a, b)]
Promise.all(files.map((file) => pipeline(file, target))).catch(log)`,
    },
    {
      name: 'promise that is looked at later',
      code: `import { pipeline } from 'node:stream/promises'
export async function copy(a, b) {
  const copied = pipeline(a, b)
  copied.catch(() => {})
  await work()
  return copied
}`,
    },
    {
      name: 'promisified pipeline that is awaited',
      code: `import { promisify } from 'node:util'
import { pipeline } from 'node:stream'
const join = promisify(pipeline)
await join(a, b)`,
    },
    {
      name: 'pipeTo that someone waits for',
      code: `export async function show(body, target) {
  await body.pipeTo(target)
  body.pipeTo(target).catch(log)
  return body.pipeTo(target)
}`,
    },
    {
      name: 'pipeTo whose twin is returned',
      code: `export async function proxy(url) {
  const upstream = await fetch(url)
  const { readable, writable } = new TransformStream()
  upstream.body!.pipeTo(writable)
  return new Response(readable)
}`,
    },
    {
      name: 'pipeTo whose twin is returned, other spellings',
      code: `export function encode(body: ReadableStream) {
  const transform = new CompressionStream('gzip')
  void body.pipeTo(transform.writable)
  return transform.readable
}
export function count(body: ReadableStream) {
  const { writable: sink, readable: rest } = new TransformStream()
  body.pipeTo(sink)
  return { rest }
}
export function limit(body: ReadableStream) {
  const pair = new FixedLengthStream(10)
  const sink = pair.writable
  body.pipeTo(sink)
  return new Response(pair.readable)
}`,
    },
    {
      name: 'function named pipeTo of a module',
      code: `import * as pipes from './pipes'
pipes.pipeTo(a, b)`,
    },
    {
      name: 'method named pipeTo of this class',
      code: `class Flow {
  pipeTo(next) {
    this.next = next
  }
  start(next) {
    this.pipeTo(next)
  }
}`,
    },
    {
      name: 'test file',
      file: 'test/copy.test.ts',
      code: `import fs from 'fs'
fs.createReadStream('a').pipe(fs.createWriteStream('b'))`,
    },
  ],
})
