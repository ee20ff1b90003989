import rule from '../../../rules/buffers/no-unbounded-buffer.ts'
import { ruleTest } from '../../rule-tester.ts'

ruleTest(rule, {
  reports: [
    {
      name: 'chunks that a helper makes text of',
      code: `import http from 'node:http'
const asText = (bytes: Buffer | string) => (typeof bytes === 'string' ? bytes : bytes.toString())
http.createServer((req, res) => {
  let body = ''
  req.on('data', (chunk) => {
    body += asText(chunk)
  })
  req.on('end', () => res.end(body))
})`,
      errors: [
        {
          messageId: 'whole',
          line: 6,
          column: 5,
          endColumn: 26,
          data: { sender: 'Any client' },
          suggestions: [
            {
              messageId: 'countBytes',
              data: { limit: '1 MB' },
              output: `import http from 'node:http'
const asText = (bytes: Buffer | string) => (typeof bytes === 'string' ? bytes : bytes.toString())
http.createServer((req, res) => {
  let body = ''
  let received = 0
  req.on('data', (chunk) => {
    received += chunk.length
    if (received > 1_000_000) {
      req.pause()
      res.writeHead(413, { Connection: 'close' }).end(() => req.destroy())
      return
    }
    body += asText(chunk)
  })
  req.on('end', () => res.end(body))
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'a request, text',
      code: `import { createServer } from 'node:http'
createServer((req, res) => {
  let body = ''
  req.on('data', (chunk) => (body += chunk))
  req.on('end', () => res.end(body))
})
`,
      errors: [
        {
          messageId: 'whole',
          line: 4,
          column: 30,
          endColumn: 43,
          data: { sender: 'Any client' },
          suggestions: [
            {
              messageId: 'countBytes',
              data: { limit: '1 MB' },
              output: `import { createServer } from 'node:http'
createServer((req, res) => {
  let body = ''
  let received = 0
  req.on('data', (chunk) => {
    received += chunk.length
    if (received > 1_000_000) {
      req.pause()
      res.writeHead(413, { Connection: 'close' }).end(() => req.destroy())
      return
    }
    body += chunk
  })
  req.on('end', () => res.end(body))
})
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a request, chunks; Express',
      project: 'express5',
      code: `import express from 'express'
const app = express()
app.put('/avatar', (req, res, next) => {
  const chunks: Buffer[] = []
  req.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
  })
  req.on('end', () => save(Buffer.concat(chunks)).then(() => res.sendStatus(204), next))
})
`,
      errors: [
        {
          messageId: 'whole',
          line: 6,
          column: 5,
          endColumn: 23,
          data: { sender: 'Any client' },
          suggestions: [
            {
              messageId: 'countBytes',
              data: { limit: '1 MB' },
              output: `import express from 'express'
const app = express()
app.put('/avatar', (req, res, next) => {
  const chunks: Buffer[] = []
  let received = 0
  req.on('data', (chunk: Buffer) => {
    received += chunk.length
    if (received > 1_000_000) {
      req.pause()
      res.writeHead(413, { Connection: 'close' }).end(() => req.destroy())
      return
    }
    chunks.push(chunk)
  })
  req.on('end', () => save(Buffer.concat(chunks)).then(() => res.sendStatus(204), next))
})
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a request whose response is under way already',
      code: `import { createServer } from 'node:http'
createServer((req, res) => {
  res.write('working')
  let body = ''
  req.on('data', (chunk) => { body += chunk })
  req.on('end', () => res.end(body))
})
`,
      errors: [
        {
          messageId: 'whole',
          line: 5,
          column: 31,
          endColumn: 44,
          data: { sender: 'Any client' },
          suggestions: [
            {
              messageId: 'countBytes',
              data: { limit: '1 MB' },
              output: `import { createServer } from 'node:http'
createServer((req, res) => {
  res.write('working')
  let body = ''
  let received = 0
  req.on('data', (chunk) => {
    received += chunk.length
    if (received > 1_000_000) {
      req.destroy()
      return
    }
    body += chunk
  })
  req.on('end', () => res.end(body))
})
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a request that tells of its errors',
      code: `import type { IncomingMessage } from 'node:http'
export function read(req: IncomingMessage, done: (error: Error | undefined, body?: string) => void) {
  let body = ''
  req.on('error', done)
  req.on('data', (chunk) => { body += chunk })
  req.on('end', () => done(undefined, body))
}
`,
      errors: [
        {
          messageId: 'whole',
          line: 5,
          column: 31,
          endColumn: 44,
          data: { sender: 'Any client' },
          suggestions: [
            {
              messageId: 'countBytes',
              data: { limit: '1 MB' },
              output: `import type { IncomingMessage } from 'node:http'
export function read(req: IncomingMessage, done: (error: Error | undefined, body?: string) => void) {
  let body = ''
  req.on('error', done)
  let received = 0
  req.on('data', (chunk) => {
    received += chunk.length
    if (received > 1_000_000) {
      req.destroy(new Error('Body larger than 1 MB'))
      return
    }
    body += chunk
  })
  req.on('end', () => done(undefined, body))
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a promise of a body',
      code: `import type { IncomingMessage } from 'node:http'
function readBody(req: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let body = ''
    req.setEncoding('utf8')
    req.on('data', (chunk) => {
      body += chunk
    })
    req.on('end', () => resolve(body))
    req.on('error', reject)
  })
}
`,
      errors: [
        {
          messageId: 'whole',
          line: 7,
          column: 7,
          endColumn: 20,
          data: { sender: 'Any client' },
          suggestions: [
            {
              messageId: 'readBounded',
              data: { package: 'raw-body', limit: '', install: '1 MB (`npm install raw-body@3`)' },
              output: `import type { IncomingMessage } from 'node:http'
import getRawBody from 'raw-body'
function readBody(req: IncomingMessage): Promise<string> {
  return getRawBody(req, { limit: '1mb', encoding: 'utf8' })
}
`,
            },
            {
              messageId: 'countBytes',
              data: { limit: '1 MB' },
              output: `import type { IncomingMessage } from 'node:http'
function readBody(req: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let body = ''
    req.setEncoding('utf8')
    let received = 0
    req.on('data', (chunk) => {
      received += chunk.length
      if (received > 1_000_000) {
        reject(Object.assign(new Error('Body larger than 1 MB'), { status: 413 }))
        req.pause()
        return
      }
      body += chunk
    })
    req.on('end', () => resolve(body))
    req.on('error', reject)
  })
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a promise of parsed JSON, chained calls',
      code: `import type { IncomingMessage } from 'node:http';
export const readJson = (request: IncomingMessage) =>
  new Promise<unknown>((resolve, reject) => {
    const chunks: Buffer[] = [];
    request
      .on("data", (chunk) => chunks.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk)))
      .on("end", () => resolve(JSON.parse(Buffer.concat(chunks).toString("utf8"))))
      .on("error", (error) => reject(error));
  });
`,
      errors: [
        {
          messageId: 'whole',
          line: 6,
          column: 30,
          endColumn: 94,
          data: { sender: 'Any client' },
          suggestions: [
            {
              messageId: 'readBounded',
              data: { package: 'raw-body', limit: '', install: '1 MB (`npm install raw-body@3`)' },
              output: `import type { IncomingMessage } from 'node:http';
import getRawBody from 'raw-body';
export const readJson = (request: IncomingMessage) =>
  getRawBody(request, { limit: "1mb", encoding: "utf8" }).then((body) => JSON.parse(body));
`,
            },
            {
              messageId: 'countBytes',
              data: { limit: '1 MB' },
              output: `import type { IncomingMessage } from 'node:http';
export const readJson = (request: IncomingMessage) =>
  new Promise<unknown>((resolve, reject) => {
    const chunks: Buffer[] = [];
    let received = 0;
    request
      .on("data", (chunk) => {
        received += chunk.length;
        if (received > 1_000_000) {
          reject(Object.assign(new Error("Body larger than 1 MB"), { status: 413 }));
          request.pause();
          return;
        }
        chunks.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk));
      })
      .on("end", () => resolve(JSON.parse(Buffer.concat(chunks).toString("utf8"))))
      .on("error", (error) => reject(error));
  });
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a promise that does more than to collect',
      code: `import type { IncomingMessage } from 'node:http'
function readBody(req: IncomingMessage) {
  return new Promise((resolve, reject) => {
    let body = ''
    req.on('data', (chunk) => { body += chunk })
    req.on('end', () => {
      log(body)
      resolve(body)
    })
    req.on('error', reject)
  })
}
`,
      errors: [
        {
          messageId: 'whole',
          line: 5,
          column: 33,
          endColumn: 46,
          data: { sender: 'Any client' },
          suggestions: [
            {
              messageId: 'countBytes',
              data: { limit: '1 MB' },
              output: `import type { IncomingMessage } from 'node:http'
function readBody(req: IncomingMessage) {
  return new Promise((resolve, reject) => {
    let body = ''
    let received = 0
    req.on('data', (chunk) => {
      received += chunk.length
      if (received > 1_000_000) {
        reject(Object.assign(new Error('Body larger than 1 MB'), { status: 413 }))
        req.pause()
        return
      }
      body += chunk
    })
    req.on('end', () => {
      log(body)
      resolve(body)
    })
    req.on('error', reject)
  })
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a request that is iterated, CommonJS',
      file: 'src/file.cjs',
      code: `const http = require('http');
http.createServer(async (req, res) => {
  const chunks = [];
  for await (const chunk of req) {
    chunks.push(chunk);
  }
  res.end(Buffer.concat(chunks));
});
`,
      errors: [
        {
          messageId: 'whole',
          line: 5,
          column: 5,
          endColumn: 23,
          data: { sender: 'Any client' },
          suggestions: [
            {
              messageId: 'readBounded',
              data: { package: 'raw-body', limit: '', install: '1 MB (`npm install raw-body@3`)' },
              output: `const http = require('http');
const getRawBody = require('raw-body');
http.createServer(async (req, res) => {
  const chunks = [];
  try {
    chunks.push(await getRawBody(req, { limit: '1mb' }));
  } catch {
    // It is too long, or the client has left.
    res.writeHead(413, { Connection: 'close' }).end();
    return;
  }
  res.end(Buffer.concat(chunks));
});
`,
            },
            {
              messageId: 'countBytes',
              data: { limit: '1 MB' },
              output: `const http = require('http');
http.createServer(async (req, res) => {
  const chunks = [];
  let received = 0;
  for await (const chunk of req) {
    received += chunk.length;
    if (received > 1_000_000) {
      res.writeHead(413, { Connection: 'close' }).end();
      return;
    }
    chunks.push(chunk);
  }
  res.end(Buffer.concat(chunks));
});
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a request that is iterated, text',
      code: `import type { IncomingMessage } from 'node:http'
async function read(req: IncomingMessage) {
  let body = ''
  for await (const chunk of req) body += chunk
  return JSON.parse(body)
}
`,
      errors: [
        {
          messageId: 'whole',
          line: 4,
          column: 34,
          endColumn: 47,
          data: { sender: 'Any client' },
          suggestions: [
            {
              messageId: 'readBounded',
              data: { package: 'raw-body', limit: '', install: '1 MB (`npm install raw-body@3`)' },
              output: `import type { IncomingMessage } from 'node:http'
import getRawBody from 'raw-body'
async function read(req: IncomingMessage) {
  let body = ''
  body += await getRawBody(req, { limit: '1mb', encoding: 'utf8' })
  return JSON.parse(body)
}
`,
            },
            {
              messageId: 'countBytes',
              data: { limit: '1 MB' },
              output: `import type { IncomingMessage } from 'node:http'
async function read(req: IncomingMessage) {
  let body = ''
  let received = 0
  for await (const chunk of req) {
    received += chunk.length
    if (received > 1_000_000) throw Object.assign(new Error('Body larger than 1 MB'), { status: 413 })
    body += chunk
  }
  return JSON.parse(body)
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a request in a helper whose caller is a handler',
      code: `import express from 'express'
const app = express()
app.post('/hook', async (req, res) => {
  res.json(await collect(req))
})
async function collect(stream) {
  const parts = []
  for await (const part of stream) {
    parts.push(Buffer.from(part))
  }
  return Buffer.concat(parts)
}
`,
      errors: [
        {
          messageId: 'whole',
          line: 9,
          column: 5,
          endColumn: 34,
          data: { sender: 'Any client' },
          suggestions: [
            {
              messageId: 'readBounded',
              data: { package: 'raw-body', limit: '', install: '1 MB (`npm install raw-body@3`)' },
              output: `import express from 'express'
import getRawBody from 'raw-body'
const app = express()
app.post('/hook', async (req, res) => {
  res.json(await collect(req))
})
async function collect(stream) {
  const parts = []
  parts.push(await getRawBody(stream, { limit: '1mb' }))
  return Buffer.concat(parts)
}
`,
            },
            {
              messageId: 'countBytes',
              data: { limit: '1 MB' },
              output: `import express from 'express'
const app = express()
app.post('/hook', async (req, res) => {
  res.json(await collect(req))
})
async function collect(stream) {
  const parts = []
  let received = 0
  for await (const part of stream) {
    received += part.length
    if (received > 1_000_000) throw Object.assign(new Error('Body larger than 1 MB'), { status: 413 })
    parts.push(Buffer.from(part))
  }
  return Buffer.concat(parts)
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'all of it copied for each chunk',
      code: `import type { IncomingMessage } from 'node:http'
async function read(req: IncomingMessage) {
  let all = Buffer.alloc(0)
  for await (const chunk of req) all = Buffer.concat([all, chunk])
  return all
}
`,
      errors: [
        {
          messageId: 'whole',
          line: 4,
          column: 34,
          endColumn: 67,
          data: { sender: 'Any client' },
          suggestions: [
            {
              messageId: 'readBounded',
              data: { package: 'raw-body', limit: '', install: '1 MB (`npm install raw-body@3`)' },
              output: `import type { IncomingMessage } from 'node:http'
import getRawBody from 'raw-body'
async function read(req: IncomingMessage) {
  let all = Buffer.alloc(0)
  all = Buffer.concat([all, await getRawBody(req, { limit: '1mb' })])
  return all
}
`,
            },
            {
              messageId: 'countBytes',
              data: { limit: '1 MB' },
              output: `import type { IncomingMessage } from 'node:http'
async function read(req: IncomingMessage) {
  let all = Buffer.alloc(0)
  let received = 0
  for await (const chunk of req) {
    received += chunk.length
    if (received > 1_000_000) throw Object.assign(new Error('Body larger than 1 MB'), { status: 413 })
    all = Buffer.concat([all, chunk])
  }
  return all
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'the body of a web request',
      project: 'hono',
      code: `import { Hono } from 'hono'
const app = new Hono()
app.post('/upload', async (c) => {
  const reader = c.req.raw.body!.getReader()
  const chunks: Uint8Array[] = []
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    chunks.push(value)
  }
  return c.json(await store(new Blob(chunks)))
})
`,
      errors: [
        {
          messageId: 'whole',
          line: 9,
          column: 5,
          endColumn: 23,
          data: { sender: 'Any client' },
          suggestions: [
            {
              messageId: 'readBounded',
              data: { package: 'get-stream', limit: '', install: '1 MB (`npm install get-stream@9`)' },
              output: `import { Hono } from 'hono'
import { getStreamAsArrayBuffer } from 'get-stream'
const app = new Hono()
app.post('/upload', async (c) => {
  const chunks: Uint8Array[] = []
  chunks.push(new Uint8Array(await getStreamAsArrayBuffer(c.req.raw.body!, { maxBuffer: 1_000_000 })))
  return c.json(await store(new Blob(chunks)))
})
`,
            },
            {
              messageId: 'countBytes',
              data: { limit: '1 MB' },
              output: `import { Hono } from 'hono'
const app = new Hono()
app.post('/upload', async (c) => {
  const reader = c.req.raw.body!.getReader()
  const chunks: Uint8Array[] = []
  let received = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    received += value.length
    if (received > 1_000_000) {
      reader.cancel().catch(() => {})
      throw Object.assign(new Error('Body larger than 1 MB'), { status: 413 })
    }
    chunks.push(value)
  }
  return c.json(await store(new Blob(chunks)))
})
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a fetched body, text',
      code: `async function load(url: string) {
  const res = await fetch(url)
  if (!res.body) throw new Error('empty')
  const reader = res.body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    text += decoder.decode(value, { stream: true })
  }
  return text + decoder.decode()
}
`,
      errors: [
        {
          messageId: 'whole',
          line: 10,
          column: 5,
          endColumn: 52,
          data: { sender: 'The server that answers' },
          suggestions: [
            {
              messageId: 'readBounded',
              data: { package: 'get-stream', limit: '', install: '10 MB (`npm install get-stream@9`)' },
              output: `import getStream from 'get-stream'

async function load(url: string) {
  const res = await fetch(url)
  if (!res.body) throw new Error('empty')
  const decoder = new TextDecoder()
  let text = ''
  text += await getStream(res.body, { maxBuffer: 10_000_000 })
  return text + decoder.decode()
}
`,
            },
            {
              messageId: 'countBytes',
              data: { limit: '10 MB' },
              output: `async function load(url: string) {
  const res = await fetch(url)
  if (!res.body) throw new Error('empty')
  const reader = res.body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  let received = 0
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    received += value.length
    if (received > 10_000_000) {
      reader.cancel().catch(() => {})
      throw new Error('Body larger than 10 MB')
    }
    text += decoder.decode(value, { stream: true })
  }
  return text + decoder.decode()
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a fetched body, bytes',
      code: `async function load(url: string) {
  const res = await fetch(url)
  if (!res.body) throw new Error('empty')
  const reader = res.body.getReader()
  const chunks: Uint8Array[] = []
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    chunks.push(value)
  }
  return new Blob(chunks)
}
`,
      errors: [
        {
          messageId: 'whole',
          line: 9,
          column: 5,
          endColumn: 23,
          data: { sender: 'The server that answers' },
          suggestions: [
            {
              messageId: 'readBounded',
              data: { package: 'get-stream', limit: '', install: '10 MB (`npm install get-stream@9`)' },
              output: `import { getStreamAsArrayBuffer } from 'get-stream'

async function load(url: string) {
  const res = await fetch(url)
  if (!res.body) throw new Error('empty')
  const chunks: Uint8Array[] = []
  chunks.push(new Uint8Array(await getStreamAsArrayBuffer(res.body, { maxBuffer: 10_000_000 })))
  return new Blob(chunks)
}
`,
            },
            {
              messageId: 'countBytes',
              data: { limit: '10 MB' },
              output: `async function load(url: string) {
  const res = await fetch(url)
  if (!res.body) throw new Error('empty')
  const reader = res.body.getReader()
  const chunks: Uint8Array[] = []
  let received = 0
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    received += value.length
    if (received > 10_000_000) {
      reader.cancel().catch(() => {})
      throw new Error('Body larger than 10 MB')
    }
    chunks.push(value)
  }
  return new Blob(chunks)
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a fetched body, a comment in the loop',
      code: `async function load(url: string) {
  const res = await fetch(url)
  if (!res.body) throw new Error('empty')
  const reader = res.body.getReader()
  const chunks: Uint8Array[] = []
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    // keep it
    chunks.push(value)
  }
  return finish()
}
`,
      errors: [
        {
          messageId: 'whole',
          line: 10,
          column: 5,
          endColumn: 23,
          data: { sender: 'The server that answers' },
          suggestions: [
            {
              messageId: 'countBytes',
              data: { limit: '10 MB' },
              output: `async function load(url: string) {
  const res = await fetch(url)
  if (!res.body) throw new Error('empty')
  const reader = res.body.getReader()
  const chunks: Uint8Array[] = []
  let received = 0
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    received += value.length
    if (received > 10_000_000) {
      reader.cancel().catch(() => {})
      throw new Error('Body larger than 10 MB')
    }
    // keep it
    chunks.push(value)
  }
  return finish()
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a fetched body of which only Content-Length is looked at',
      code: `async function load(url: string) {
  const res = await fetch(url)
  if (!res.body) throw new Error('empty')
  const reader = res.body.getReader()
  if (Number(res.headers.get('content-length')) > LIMIT) throw new Error('too large')
  const chunks: Uint8Array[] = []
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    chunks.push(value)
  }
  return finish()
}
`,
      errors: [
        {
          messageId: 'whole',
          line: 10,
          column: 5,
          endColumn: 23,
          data: { sender: 'The server that answers' },
          suggestions: [
            {
              messageId: 'readBounded',
              data: { package: 'get-stream', limit: '', install: '10 MB (`npm install get-stream@9`)' },
              output: `import { getStreamAsArrayBuffer } from 'get-stream'

async function load(url: string) {
  const res = await fetch(url)
  if (!res.body) throw new Error('empty')
  if (Number(res.headers.get('content-length')) > LIMIT) throw new Error('too large')
  const chunks: Uint8Array[] = []
  chunks.push(new Uint8Array(await getStreamAsArrayBuffer(res.body, { maxBuffer: 10_000_000 })))
  return finish()
}
`,
            },
            {
              messageId: 'countBytes',
              data: { limit: '10 MB' },
              output: `async function load(url: string) {
  const res = await fetch(url)
  if (!res.body) throw new Error('empty')
  const reader = res.body.getReader()
  if (Number(res.headers.get('content-length')) > LIMIT) throw new Error('too large')
  const chunks: Uint8Array[] = []
  let received = 0
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    received += value.length
    if (received > 10_000_000) {
      reader.cancel().catch(() => {})
      throw new Error('Body larger than 10 MB')
    }
    chunks.push(value)
  }
  return finish()
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a fetched body, a length that is only logged',
      code: `async function load(url: string) {
  const res = await fetch(url)
  if (!res.body) throw new Error('empty')
  const reader = res.body.getReader()
  let received = 0
  const chunks: Uint8Array[] = []
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    received += value.length
    console.log(received)
    chunks.push(value)
  }
  return finish()
}
`,
      errors: [
        {
          messageId: 'whole',
          line: 12,
          column: 5,
          endColumn: 23,
          data: { sender: 'The server that answers' },
          suggestions: [
            {
              messageId: 'countBytes',
              data: { limit: '10 MB' },
              output: `async function load(url: string) {
  const res = await fetch(url)
  if (!res.body) throw new Error('empty')
  const reader = res.body.getReader()
  let received = 0
  const chunks: Uint8Array[] = []
  let receivedBytes = 0
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    received += value.length
    console.log(received)
    receivedBytes += value.length
    if (receivedBytes > 10_000_000) {
      reader.cancel().catch(() => {})
      throw new Error('Body larger than 10 MB')
    }
    chunks.push(value)
  }
  return finish()
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a fetched body, a typed array that grows',
      code: `async function load(url: string) {
  const res = await fetch(url)
  if (!res.body) throw new Error('empty')
  const reader = res.body.getReader()
  let all = new Uint8Array(0)
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    const next = new Uint8Array(all.length + value.length)
    next.set(all)
    next.set(value, all.length)
    all = next
  }
  return finish()
}
`,
      errors: [
        {
          messageId: 'whole',
          line: 12,
          column: 5,
          endColumn: 15,
          data: { sender: 'The server that answers' },
          suggestions: [
            {
              messageId: 'countBytes',
              data: { limit: '10 MB' },
              output: `async function load(url: string) {
  const res = await fetch(url)
  if (!res.body) throw new Error('empty')
  const reader = res.body.getReader()
  let all = new Uint8Array(0)
  let received = 0
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    const next = new Uint8Array(all.length + value.length)
    next.set(all)
    next.set(value, all.length)
    received += value.length
    if (received > 10_000_000) {
      reader.cancel().catch(() => {})
      throw new Error('Body larger than 10 MB')
    }
    all = next
  }
  return finish()
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a fetched body, the end told by a flag',
      code: `async function load(url: string) {
  const res = await fetch(url)
  const reader = res.body!.getReader()
  const decoder = new TextDecoder()
  let text = ''
  let done = false
  while (!done) {
    const result = await reader.read()
    done = result.done
    text += decoder.decode(result.value, { stream: !done })
  }
  return text
}
`,
      errors: [
        {
          messageId: 'whole',
          line: 10,
          column: 5,
          endColumn: 60,
          data: { sender: 'The server that answers' },
          suggestions: [
            {
              messageId: 'countBytes',
              data: { limit: '10 MB' },
              output: `async function load(url: string) {
  const res = await fetch(url)
  const reader = res.body!.getReader()
  const decoder = new TextDecoder()
  let text = ''
  let done = false
  let received = 0
  while (!done) {
    const result = await reader.read()
    done = result.done
    received += (result.value?.length ?? 0)
    if (received > 10_000_000) {
      reader.cancel().catch(() => {})
      throw new Error('Body larger than 10 MB')
    }
    text += decoder.decode(result.value, { stream: !done })
  }
  return text
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a fetched body that is iterated',
      code: `export async function readAll(url: string): Promise<string> {
  const res = await fetch(url)
  if (!res.ok || !res.body) throw new Error(\`HTTP \${res.status}\`)
  const decoder = new TextDecoder()
  let out = ''
  for await (const chunk of res.body) out += decoder.decode(chunk, { stream: true })
  return out + decoder.decode()
}
`,
      errors: [
        {
          messageId: 'whole',
          line: 6,
          column: 39,
          endColumn: 85,
          data: { sender: 'The server that answers' },
          suggestions: [
            {
              messageId: 'readBounded',
              data: { package: 'get-stream', limit: '', install: '10 MB (`npm install get-stream@9`)' },
              output: `import getStream from 'get-stream'

export async function readAll(url: string): Promise<string> {
  const res = await fetch(url)
  if (!res.ok || !res.body) throw new Error(\`HTTP \${res.status}\`)
  const decoder = new TextDecoder()
  let out = ''
  out += await getStream(res.body, { maxBuffer: 10_000_000 })
  return out + decoder.decode()
}
`,
            },
            {
              messageId: 'countBytes',
              data: { limit: '10 MB' },
              output: `export async function readAll(url: string): Promise<string> {
  const res = await fetch(url)
  if (!res.ok || !res.body) throw new Error(\`HTTP \${res.status}\`)
  const decoder = new TextDecoder()
  let out = ''
  let received = 0
  for await (const chunk of res.body) {
    received += chunk.length
    if (received > 10_000_000) throw new Error('Body larger than 10 MB')
    out += decoder.decode(chunk, { stream: true })
  }
  return out + decoder.decode()
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'the body of a typed response',
      code: `async function read(response: Response) {
  const parts: string[] = []
  const decoder = new TextDecoder()
  for await (const chunk of response.body!) {
    parts.push(decoder.decode(chunk, { stream: true }))
  }
  return parts.join('')
}
`,
      errors: [
        {
          messageId: 'whole',
          line: 5,
          column: 5,
          endColumn: 56,
          data: { sender: 'The server that answers' },
          suggestions: [
            {
              messageId: 'readBounded',
              data: { package: 'get-stream', limit: '', install: '10 MB (`npm install get-stream@9`)' },
              output: `import getStream from 'get-stream'

async function read(response: Response) {
  const parts: string[] = []
  parts.push(await getStream(response.body!, { maxBuffer: 10_000_000 }))
  return parts.join('')
}
`,
            },
            {
              messageId: 'countBytes',
              data: { limit: '10 MB' },
              output: `async function read(response: Response) {
  const parts: string[] = []
  const decoder = new TextDecoder()
  let received = 0
  for await (const chunk of response.body!) {
    received += chunk.length
    if (received > 10_000_000) throw new Error('Body larger than 10 MB')
    parts.push(decoder.decode(chunk, { stream: true }))
  }
  return parts.join('')
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a body behind a sink',
      code: `async function load(url: string) {
  const res = await fetch(url)
  const chunks: Uint8Array[] = []
  await res.body!.pipeTo(
    new WritableStream({
      write(chunk) {
        chunks.push(chunk)
      },
    }),
  )
  return new Blob(chunks)
}
`,
      errors: [
        {
          messageId: 'whole',
          line: 7,
          column: 9,
          endColumn: 27,
          data: { sender: 'The server that answers' },
          suggestions: [
            {
              messageId: 'countBytes',
              data: { limit: '10 MB' },
              output: `async function load(url: string) {
  const res = await fetch(url)
  const chunks: Uint8Array[] = []
  let received = 0
  await res.body!.pipeTo(
    new WritableStream({
      write(chunk) {
        received += chunk.length
        if (received > 10_000_000) throw new Error('Body larger than 10 MB')
        chunks.push(chunk)
      },
    }),
  )
  return new Blob(chunks)
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a response of node:https',
      code: `import https from 'node:https'
export function get(url: string) {
  return new Promise((resolve, reject) => {
    https
      .get(url, (res) => {
        let data = ''
        res.on('data', (chunk) => {
          data += chunk
        })
        res.on('end', () => resolve(JSON.parse(data)))
      })
      .on('error', reject)
  })
}
`,
      errors: [
        {
          messageId: 'whole',
          line: 8,
          column: 11,
          endColumn: 24,
          data: { sender: 'The server that answers' },
          suggestions: [
            {
              messageId: 'countBytes',
              data: { limit: '10 MB' },
              output: `import https from 'node:https'
export function get(url: string) {
  return new Promise((resolve, reject) => {
    https
      .get(url, (res) => {
        let data = ''
        let received = 0
        res.on('data', (chunk) => {
          received += chunk.length
          if (received > 10_000_000) {
            reject(new Error('Body larger than 10 MB'))
            res.destroy()
            return
          }
          data += chunk
        })
        res.on('end', () => resolve(JSON.parse(data)))
      })
      .on('error', reject)
  })
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a response of axios',
      code: `import axios from 'axios'
async function download(url: string) {
  const { data } = await axios.get(url, { responseType: 'stream' })
  const chunks: Buffer[] = []
  for await (const chunk of data) chunks.push(chunk)
  return Buffer.concat(chunks)
}
`,
      errors: [
        {
          messageId: 'whole',
          line: 5,
          column: 35,
          endColumn: 53,
          data: { sender: 'The server that answers' },
          suggestions: [
            {
              messageId: 'readBounded',
              data: { package: 'get-stream', limit: '', install: '10 MB (`npm install get-stream@9`)' },
              output: `import axios from 'axios'
import { getStreamAsBuffer } from 'get-stream'
async function download(url: string) {
  const { data } = await axios.get(url, { responseType: 'stream' })
  const chunks: Buffer[] = []
  chunks.push(await getStreamAsBuffer(data, { maxBuffer: 10_000_000 }))
  return Buffer.concat(chunks)
}
`,
            },
            {
              messageId: 'countBytes',
              data: { limit: '10 MB' },
              output: `import axios from 'axios'
async function download(url: string) {
  const { data } = await axios.get(url, { responseType: 'stream' })
  const chunks: Buffer[] = []
  let received = 0
  for await (const chunk of data) {
    received += chunk.length
    if (received > 10_000_000) throw new Error('Body larger than 10 MB')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'an object of S3',
      code: `import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
async function get(client: S3Client, Key: string) {
  const { Body } = await client.send(new GetObjectCommand({ Bucket: 'files', Key }))
  const chunks: Buffer[] = []
  for await (const chunk of Body as any) chunks.push(chunk)
  return Buffer.concat(chunks)
}
`,
      errors: [
        {
          messageId: 'whole',
          line: 5,
          column: 42,
          endColumn: 60,
          data: { sender: 'Whoever stored the object' },
          suggestions: [
            {
              messageId: 'readBounded',
              data: { package: 'get-stream', limit: '', install: '10 MB (`npm install get-stream@9`)' },
              output: `import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { getStreamAsBuffer } from 'get-stream'
async function get(client: S3Client, Key: string) {
  const { Body } = await client.send(new GetObjectCommand({ Bucket: 'files', Key }))
  const chunks: Buffer[] = []
  chunks.push(await getStreamAsBuffer(Body as any, { maxBuffer: 10_000_000 }))
  return Buffer.concat(chunks)
}
`,
            },
            {
              messageId: 'countBytes',
              data: { limit: '10 MB' },
              output: `import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
async function get(client: S3Client, Key: string) {
  const { Body } = await client.send(new GetObjectCommand({ Bucket: 'files', Key }))
  const chunks: Buffer[] = []
  let received = 0
  for await (const chunk of Body as any) {
    received += chunk.length
    if (received > 10_000_000) throw new Error('Body larger than 10 MB')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a part of an upload',
      code: `import busboy from 'busboy'
export function parse(headers) {
  const parser = busboy({ headers })
  parser.on('file', (name, file) => {
    const chunks: Buffer[] = []
    file.on('data', (chunk) => chunks.push(chunk))
    file.on('end', () => save(name, Buffer.concat(chunks)))
  })
  return parser
}
`,
      errors: [{ messageId: 'whole', line: 6, column: 32, endColumn: 50, data: { sender: 'Any client' } }],
    },
    {
      name: 'a field of a class',
      code: `import { createServer, type Socket } from 'node:net'
class Session {
  text = ''
  attach(socket: Socket) {
    socket.on('data', (data) => {
      this.text += data
    })
  }
}
createServer((socket) => new Session().attach(socket))
`,
      errors: [
        { messageId: 'whole', line: 6, column: 7, endColumn: 24, data: { sender: 'The other end of the socket' } },
      ],
    },
    {
      name: 'lines of a client',
      code: `import { createServer } from 'node:net'
createServer((socket) => {
  let buffer = ''
  socket.on('data', (data) => {
    buffer += data
    const lines = buffer.split('\\n')
    buffer = lines.pop() ?? ''
    lines.forEach(handle)
  })
})
`,
      errors: [
        {
          messageId: 'frame',
          line: 5,
          column: 5,
          endColumn: 19,
          data: { sender: 'Any client' },
          suggestions: [
            {
              messageId: 'measureRest',
              data: { limit: '1 MB' },
              output: `import { createServer } from 'node:net'
createServer((socket) => {
  let buffer = ''
  socket.on('data', (data) => {
    buffer += data
    if (buffer.length > 1_000_000) {
      socket.destroy()
      return
    }
    const lines = buffer.split('\\n')
    buffer = lines.pop() ?? ''
    lines.forEach(handle)
  })
})
`,
            },
          ],
        },
      ],
    },
    {
      name: 'lines of a client, cut by an index',
      code: `import { createServer } from 'node:net'
createServer((socket) => {
  let buffer = ''
  socket.on('data', (data) => {
    buffer += data.toString()
    let end
    while ((end = buffer.indexOf('\\n')) !== -1) {
      handle(buffer.slice(0, end))
      buffer = buffer.slice(end + 1)
    }
  })
})
`,
      errors: [
        {
          messageId: 'frame',
          line: 5,
          column: 5,
          endColumn: 30,
          data: { sender: 'Any client' },
          suggestions: [
            {
              messageId: 'measureRest',
              data: { limit: '1 MB' },
              output: `import { createServer } from 'node:net'
createServer((socket) => {
  let buffer = ''
  socket.on('data', (data) => {
    buffer += data.toString()
    if (buffer.length > 1_000_000) {
      socket.destroy()
      return
    }
    let end
    while ((end = buffer.indexOf('\\n')) !== -1) {
      handle(buffer.slice(0, end))
      buffer = buffer.slice(end + 1)
    }
  })
})
`,
            },
          ],
        },
      ],
    },
    {
      name: 'lines of a client, cut by a helper',
      code: `import { createServer } from 'node:net'
createServer((socket) => {
  let buffer = ''
  function flush() {
    const end = buffer.lastIndexOf('\\n')
    handle(buffer.slice(0, end))
    buffer = buffer.slice(end + 1)
  }
  socket.on('data', (data) => {
    buffer += data
    flush()
  })
})
`,
      errors: [
        {
          messageId: 'frame',
          line: 10,
          column: 5,
          endColumn: 19,
          data: { sender: 'Any client' },
          suggestions: [
            {
              messageId: 'measureRest',
              data: { limit: '1 MB' },
              output: `import { createServer } from 'node:net'
createServer((socket) => {
  let buffer = ''
  function flush() {
    const end = buffer.lastIndexOf('\\n')
    handle(buffer.slice(0, end))
    buffer = buffer.slice(end + 1)
  }
  socket.on('data', (data) => {
    buffer += data
    if (buffer.length > 1_000_000) {
      socket.destroy()
      return
    }
    flush()
  })
})
`,
            },
          ],
        },
      ],
    },
    {
      name: 'messages of a client that are parsed when they are whole',
      code: `import { createServer } from 'node:net'
createServer((socket) => {
  let buffer = ''
  socket.on('data', (data) => {
    buffer += data
    try {
      handle(JSON.parse(buffer))
      buffer = ''
    } catch {}
  })
})
`,
      errors: [
        {
          messageId: 'frame',
          line: 5,
          column: 5,
          endColumn: 19,
          data: { sender: 'Any client' },
          suggestions: [
            {
              messageId: 'measureRest',
              data: { limit: '1 MB' },
              output: `import { createServer } from 'node:net'
createServer((socket) => {
  let buffer = ''
  socket.on('data', (data) => {
    buffer += data
    if (buffer.length > 1_000_000) {
      socket.destroy()
      return
    }
    try {
      handle(JSON.parse(buffer))
      buffer = ''
    } catch {}
  })
})
`,
            },
          ],
        },
      ],
    },
    {
      name: 'lines of a request',
      code: `import type { IncomingMessage } from 'node:http'
async function lines(req: IncomingMessage) {
  let rest = ''
  for await (const chunk of req) {
    rest += chunk
    const all = rest.split('\\n')
    rest = all.pop()!
    for (const line of all) await store(line)
  }
}
`,
      errors: [
        {
          messageId: 'frame',
          line: 5,
          column: 5,
          endColumn: 18,
          data: { sender: 'Any client' },
          suggestions: [
            {
              messageId: 'measureRest',
              data: { limit: '1 MB' },
              output: `import type { IncomingMessage } from 'node:http'
async function lines(req: IncomingMessage) {
  let rest = ''
  for await (const chunk of req) {
    rest += chunk
    if (rest.length > 1_000_000) throw Object.assign(new Error('Message larger than 1 MB'), { status: 413 })
    const all = rest.split('\\n')
    rest = all.pop()!
    for (const line of all) await store(line)
  }
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'frames of a server, when all are asked for',
      options: { frames: 'all' },
      code: `async function load(url: string) {
  const res = await fetch(url)
  if (!res.body) throw new Error('empty')
  const reader = res.body.getReader()
  const decoder = new TextDecoder()
  let buffer = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    buffer += decoder.decode(value, { stream: true })
    const lines = buffer.split('\\n')
    buffer = lines.pop() ?? ''
    lines.forEach(handle)
  }
  return finish()
}
`,
      errors: [
        {
          messageId: 'frame',
          line: 10,
          column: 5,
          endColumn: 54,
          data: { sender: 'The server that answers' },
          suggestions: [
            {
              messageId: 'measureRest',
              data: { limit: '1 MB' },
              output: `async function load(url: string) {
  const res = await fetch(url)
  if (!res.body) throw new Error('empty')
  const reader = res.body.getReader()
  const decoder = new TextDecoder()
  let buffer = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    buffer += decoder.decode(value, { stream: true })
    if (buffer.length > 1_000_000) {
      reader.cancel().catch(() => {})
      throw new Error('Message larger than 1 MB')
    }
    const lines = buffer.split('\\n')
    buffer = lines.pop() ?? ''
    lines.forEach(handle)
  }
  return finish()
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'frames of a model, when all are asked for',
      options: { frames: 'all' },
      code: `async function ask(prompt: string) {
  const response = await fetch(URL, { method: 'POST', body: JSON.stringify({ model: 'm', prompt }) })
  const decoder = new TextDecoder()
  let buffer = ''
  for await (const chunk of response.body!) {
    buffer += decoder.decode(chunk, { stream: true })
    const frames = buffer.split('\\n\\n')
    buffer = frames.pop() ?? ''
    frames.forEach(handle)
  }
}
`,
      errors: [
        {
          messageId: 'frame',
          line: 6,
          column: 5,
          endColumn: 54,
          data: { sender: 'The server that answers' },
          suggestions: [
            {
              messageId: 'measureRest',
              data: { limit: '1 MB' },
              output: `async function ask(prompt: string) {
  const response = await fetch(URL, { method: 'POST', body: JSON.stringify({ model: 'm', prompt }) })
  const decoder = new TextDecoder()
  let buffer = ''
  for await (const chunk of response.body!) {
    buffer += decoder.decode(chunk, { stream: true })
    if (buffer.length > 1_000_000) throw new Error('Message larger than 1 MB')
    const frames = buffer.split('\\n\\n')
    buffer = frames.pop() ?? ''
    frames.forEach(handle)
  }
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'lines of a socket that was opened, when all are asked for',
      options: { frames: 'all' },
      code: `import { connect } from 'node:net'
const socket = connect(6379)
let buffer = ''
socket.on('error', report)
socket.on('data', (data) => {
  buffer += data
  const lines = buffer.split('\\r\\n')
  buffer = lines.pop() ?? ''
  lines.forEach(handle)
})
`,
      errors: [
        {
          messageId: 'frame',
          line: 6,
          column: 3,
          endColumn: 17,
          data: { sender: 'The other end of the socket' },
          suggestions: [
            {
              messageId: 'measureRest',
              data: { limit: '1 MB' },
              output: `import { connect } from 'node:net'
const socket = connect(6379)
let buffer = ''
socket.on('error', report)
socket.on('data', (data) => {
  buffer += data
  if (buffer.length > 1_000_000) {
    socket.destroy(new Error('Message larger than 1 MB'))
    return
  }
  const lines = buffer.split('\\r\\n')
  buffer = lines.pop() ?? ''
  lines.forEach(handle)
})
`,
            },
          ],
        },
      ],
    },
    {
      name: 'events kept in the state of a component',
      file: 'src/Events.tsx',
      project: 'react',
      code: `import { useEffect, useState } from 'react'
export function Events() {
  const [events, setEvents] = useState<string[]>([])
  useEffect(() => {
    const source = new EventSource('/events')
    source.onmessage = (event) => setEvents((previous) => [...previous, event.data])
    return () => source.close()
  }, [])
  return null
}
`,
      errors: [
        {
          messageId: 'state',
          line: 6,
          column: 35,
          endColumn: 85,
          data: { place: 'a page' },
          suggestions: [
            {
              messageId: 'keepNewest',
              output: `import { useEffect, useState } from 'react'
export function Events() {
  const [events, setEvents] = useState<string[]>([])
  useEffect(() => {
    const source = new EventSource('/events')
    source.onmessage = (event) => setEvents((previous) => [...previous, event.data].slice(-1000))
    return () => source.close()
  }, [])
  return null
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'events kept in the state of a component, in a block, by concat',
      file: 'src/Events.tsx',
      project: 'react',
      code: `import { useEffect, useState } from 'react'
export function Events() {
  const [events, setEvents] = useState<string[]>([])
  useEffect(() => {
    const source = new EventSource('/events')
    source.addEventListener('price', (event) => {
      setEvents((previous) => {
        return previous.concat(event.data)
      })
    })
    return () => source.close()
  }, [])
  return null
}
`,
      errors: [
        {
          messageId: 'state',
          line: 7,
          column: 7,
          endColumn: 16,
          data: { place: 'a page' },
          suggestions: [
            {
              messageId: 'keepNewest',
              output: `import { useEffect, useState } from 'react'
export function Events() {
  const [events, setEvents] = useState<string[]>([])
  useEffect(() => {
    const source = new EventSource('/events')
    source.addEventListener('price', (event) => {
      setEvents((previous) => {
        return previous.concat(event.data).slice(-1000)
      })
    })
    return () => source.close()
  }, [])
  return null
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'events kept in a ref',
      code: `import { ref } from 'vue'
const logs = ref<string[]>([])
const socket = new WebSocket(URL)
socket.addEventListener('message', (event) => {
  logs.value.push(event.data)
})
`,
      errors: [
        {
          messageId: 'state',
          line: 5,
          column: 3,
          endColumn: 30,
          data: { place: 'a page' },
          suggestions: [
            {
              messageId: 'keepNewest',
              output: `import { ref } from 'vue'
const logs = ref<string[]>([])
const socket = new WebSocket(URL)
socket.addEventListener('message', (event) => {
  logs.value.push(event.data)
  if (logs.value.length > 1000) logs.value.splice(0, logs.value.length - 1000)
})
`,
            },
          ],
        },
      ],
    },
    {
      name: 'events kept in a ref that is set anew',
      code: `import { ref } from 'vue'
const logs = ref<string[]>([])
const socket = new WebSocket(URL)
socket.onmessage = (event) => {
  logs.value = [...logs.value, event.data]
}
`,
      errors: [
        {
          messageId: 'state',
          line: 5,
          column: 3,
          endColumn: 43,
          data: { place: 'a page' },
          suggestions: [
            {
              messageId: 'keepNewest',
              output: `import { ref } from 'vue'
const logs = ref<string[]>([])
const socket = new WebSocket(URL)
socket.onmessage = (event) => {
  logs.value = [...logs.value, event.data].slice(-1000)
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'events kept in a store',
      code: `import { writable } from 'svelte/store'
export const logs = writable<string[]>([])
const source = new EventSource('/logs')
source.onmessage = (event) => logs.update((list) => [...list, event.data])
`,
      errors: [
        {
          messageId: 'state',
          line: 4,
          column: 31,
          endColumn: 75,
          data: { place: 'a page' },
          suggestions: [
            {
              messageId: 'keepNewest',
              output: `import { writable } from 'svelte/store'
export const logs = writable<string[]>([])
const source = new EventSource('/logs')
source.onmessage = (event) => logs.update((list) => [...list, event.data].slice(-1000))
`,
            },
          ],
        },
      ],
    },
    {
      name: 'events kept in a module',
      code: `import { EventEmitter } from 'node:events'
const bus = new EventEmitter()
const orders: unknown[] = []
bus.on('order', (order) => {
  orders.push(order)
})
app.get('/orders', (req, res) => res.json(orders))
`,
      errors: [
        {
          messageId: 'state',
          line: 5,
          column: 3,
          endColumn: 21,
          data: { place: 'a process' },
          suggestions: [
            {
              messageId: 'keepNewest',
              output: `import { EventEmitter } from 'node:events'
const bus = new EventEmitter()
const orders: unknown[] = []
bus.on('order', (order) => {
  orders.push(order)
  if (orders.length > 1000) orders.splice(0, orders.length - 1000)
})
app.get('/orders', (req, res) => res.json(orders))
`,
            },
          ],
        },
      ],
    },
    {
      name: 'messages of all clients kept in a module',
      code: `import { WebSocketServer } from 'ws'
const history: unknown[] = []
const server = new WebSocketServer({ port: 8080 })
server.on('connection', (socket) => {
  socket.on('message', (data) => {
    history.push(JSON.parse(data.toString()))
  })
})
`,
      errors: [
        {
          messageId: 'state',
          line: 6,
          column: 5,
          endColumn: 46,
          data: { place: 'a process' },
          suggestions: [
            {
              messageId: 'keepNewest',
              output: `import { WebSocketServer } from 'ws'
const history: unknown[] = []
const server = new WebSocketServer({ port: 8080 })
server.on('connection', (socket) => {
  socket.on('message', (data) => {
    history.push(JSON.parse(data.toString()))
    if (history.length > 1000) history.splice(0, history.length - 1000)
  })
})
`,
            },
          ],
        },
      ],
    },
    {
      name: 'the options of a request to another host',
      code: `import http from 'node:http'
export function ask(path: string) {
  return new Promise<string>((resolve) => {
    http.get({ hostname: 'example.org', path }, (res) => {
      let data = ''
      res.on('data', (chunk) => {
        data += chunk
      })
      res.on('end', () => resolve(data))
    })
  })
}
`,
      errors: [{ messageId: 'whole', data: { sender: 'The server that answers' }, line: 7, column: 9, endColumn: 22 }],
    },
    {
      name: 'a head that is searched for its end',
      code: `import net from 'node:net'
net.createServer((socket) => {
  let head = ''
  socket.on('data', (chunk) => {
    head += chunk.toString('latin1')
    if (head.includes('\\r\\n\\r\\n')) socket.end('HTTP/1.1 204 No Content\\r\\n\\r\\n')
  })
})
`,
      errors: [
        {
          messageId: 'frame',
          data: { sender: 'Any client' },
          line: 5,
          column: 5,
          endColumn: 37,
          suggestions: [
            {
              messageId: 'measureRest',
              data: { limit: '1 MB' },
              output: `import net from 'node:net'
net.createServer((socket) => {
  let head = ''
  socket.on('data', (chunk) => {
    head += chunk.toString('latin1')
    if (head.length > 1_000_000) {
      socket.destroy()
      return
    }
    if (head.includes('\\r\\n\\r\\n')) socket.end('HTTP/1.1 204 No Content\\r\\n\\r\\n')
  })
})
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a callback that a function gives back',
      code: `import https from 'node:https'
function collect(resolve: (text: string) => void) {
  return function (res) {
    let data = ''
    res.on('data', (chunk) => {
      data += chunk
    })
    res.on('end', () => resolve(data))
  }
}
export const get = (url: string) => new Promise<string>((resolve) => https.get(url, collect(resolve)))
`,
      errors: [{ messageId: 'whole', data: { sender: 'The server that answers' }, line: 6, column: 7, endColumn: 20 }],
    },
    {
      name: 'a hook that keeps a socket open',
      code: `import { useState } from 'react'
import { useAgent } from 'agents/react'
export function Log() {
  const [lines, setLines] = useState<string[]>([])
  useAgent({
    agent: 'log',
    onMessage: (event: MessageEvent) => {
      setLines((previous) => [...previous, event.data as string])
    },
  })
  return lines.join('\\n')
}
`,
      errors: [
        {
          messageId: 'state',
          data: { place: 'a page' },
          line: 8,
          column: 7,
          endColumn: 66,
          suggestions: [
            {
              messageId: 'keepNewest',
              output: `import { useState } from 'react'
import { useAgent } from 'agents/react'
export function Log() {
  const [lines, setLines] = useState<string[]>([])
  useAgent({
    agent: 'log',
    onMessage: (event: MessageEvent) => {
      setLines((previous) => [...previous, event.data as string].slice(-1000))
    },
  })
  return lines.join('\\n')
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a hook that is given a memoised listener',
      code: `import { useCallback, useState } from 'react'
import usePartySocket from 'partysocket/react'
export function Log() {
  const [lines, setLines] = useState<string[]>([])
  const add = useCallback((event: MessageEvent) => setLines((previous) => [...previous, event.data as string]), [])
  usePartySocket({ room: 'log', onMessage: add })
  return lines.join('\\n')
}
`,
      errors: [
        {
          messageId: 'state',
          data: { place: 'a page' },
          line: 5,
          column: 52,
          endColumn: 111,
          suggestions: [
            {
              messageId: 'keepNewest',
              output: `import { useCallback, useState } from 'react'
import usePartySocket from 'partysocket/react'
export function Log() {
  const [lines, setLines] = useState<string[]>([])
  const add = useCallback((event: MessageEvent) => setLines((previous) => [...previous, event.data as string].slice(-1000)), [])
  usePartySocket({ room: 'log', onMessage: add })
  return lines.join('\\n')
}
`,
            },
          ],
        },
      ],
    },
  ],
  silent: [
    {
      name: 'a part of each chunk that a helper takes out of it',
      code: `import http from 'node:http'
const nameOf = (bytes: Buffer) => JSON.parse(bytes.toString()).name
http.createServer((req, res) => {
  let names = ''
  req.on('data', (chunk) => {
    names += nameOf(chunk)
  })
  req.on('end', () => res.end(names))
})`,
    },
    {
      name: 'GridFS is a database of the application itself',
      code: `export function read(bucket, id) {
  return new Promise((resolve, reject) => {
    const stream = bucket.openDownloadStream(id)
    const chunks = []
    stream.on('data', (chunk) => chunks.push(chunk))
    stream.on('end', () => resolve(Buffer.concat(chunks)))
    stream.on('error', reject)
  })
}
`,
    },
    {
      name: 'a download stream of a bucket from another file',
      code: `import { collections } from './database.js'
export async function load(id: string) {
  const file = collections.bucket.openDownloadStream(id)
  return new Promise<Buffer>((resolve, reject) => {
    const chunks: Uint8Array[] = []
    file.on('data', (chunk) => chunks.push(chunk))
    file.on('error', reject)
    file.on('end', () => resolve(Buffer.concat(chunks)))
  })
}
`,
    },
    {
      name: 'objects of a store that the same file fills',
      code: `import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
export class Store {
  save(key: string, body: Uint8Array) {
    return this.client.send(new PutObjectCommand({ Bucket, Key: key, Body: body }))
  }
  async load(key: string) {
    const object = await this.client.send(new GetObjectCommand({ Bucket, Key: key }))
    const chunks = []
    for await (const chunk of object.Body) chunks.push(chunk)
    return Buffer.concat(chunks)
  }
}
`,
    },
    {
      name: 'what a developer posts to the server of a bundler',
      code: `import { defineConfig } from 'vite'
export default defineConfig({
  plugins: [
    {
      name: 'api',
      configureServer(server) {
        server.middlewares.use('/api', async (req, res) => {
          let body = ''
          for await (const chunk of req) body += chunk
          res.end(answer(JSON.parse(body)))
        })
      },
    },
  ],
})
`,
    },
    {
      name: 'a server for this machine alone',
      code: `import { createServer } from 'node:http'
createServer((req, res) => {
  let body = ''
  req.on('data', (chunk) => (body += chunk))
  req.on('end', () => res.end(answer(body)))
}).listen(4000, '127.0.0.1')
`,
    },
    {
      name: 'a conversation, to which the person at the page adds too',
      code: `import { useState } from 'react'
import { useAgent } from 'agents/react'
export function Chat() {
  const [messages, setMessages] = useState([])
  const agent = useAgent({
    agent: 'chat',
    onMessage: (event) => setMessages((previous) => [...previous, { from: 'agent', text: event.data }]),
  })
  const say = (text) => {
    setMessages((previous) => [...previous, { from: 'me', text }])
    agent.send(text)
  }
  return list(messages, say)
}
`,
    },
    {
      name: 'model text',
      code: `import OpenAI from 'openai'
const openai = new OpenAI()
async function ask(messages) {
  const stream = await openai.chat.completions.create({ model: 'm', messages, stream: true })
  let text = ''
  const args: string[] = []
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta.content ?? ''
    args.push(chunk.choices[0]?.delta.tool_calls?.[0]?.function?.arguments ?? '')
  }
  return text
}
`,
    },
    {
      name: 'model text of the AI SDK',
      code: `import { streamText } from 'ai'
const { textStream } = streamText({ model, prompt })
let text = ''
for await (const part of textStream) text += part
`,
    },
    {
      name: 'model text by fetch',
      code: `async function load(url: string) {
  const res = await fetch(url, { method: 'POST', body: JSON.stringify({ model: 'm', messages }) })
  if (!res.body) throw new Error('empty')
  const reader = res.body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    text += decoder.decode(value, { stream: true })
  }
  return finish()
}
`,
    },
    {
      name: "model text by the page's own server",
      code: `async function load(url: string) {
  const res = await fetch('/api/chat', { method: 'POST', body: JSON.stringify({ messages }) })
  if (!res.body) throw new Error('empty')
  const reader = res.body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    text += decoder.decode(value, { stream: true })
  }
  return finish()
}
`,
    },
    {
      name: 'model text by an address',
      code: `async function load(url: string) {
  const res = await fetch(\`\${base}/v1/chat/completions\`, options)
  if (!res.body) throw new Error('empty')
  const reader = res.body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    text += decoder.decode(value, { stream: true })
  }
  return finish()
}
`,
    },
    {
      name: 'text that is shown as it comes',
      code: `async function load(url: string) {
  const res = await fetch(url)
  if (!res.body) throw new Error('empty')
  const reader = res.body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    text += decoder.decode(value, { stream: true })
    setText(text)
  }
  return finish()
}
`,
    },
    {
      name: 'text that is passed on as it comes',
      code: `async function load(url: string) {
  const res = await fetch(url)
  if (!res.body) throw new Error('empty')
  const reader = res.body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    const part = decoder.decode(value, { stream: true })
    text += part
    onText(part)
  }
  return finish()
}
`,
    },
    {
      name: 'deltas that are parsed out',
      code: `async function load(url: string) {
  const res = await fetch(url)
  if (!res.body) throw new Error('empty')
  const reader = res.body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    text += JSON.parse(decoder.decode(value)).delta
  }
  return finish()
}
`,
    },
    {
      name: 'output of a program',
      code: `import { spawn } from 'node:child_process'
const child = spawn('ls')
let out = ''
child.stdout.on('data', (data) => {
  out += data
})
`,
    },
    {
      name: 'output of a program, unknown',
      code: `let err = ''
child.stderr.on('data', (data) => (err += data))
`,
    },
    {
      name: 'a file',
      code: `import { createReadStream } from 'node:fs'
const chunks: Buffer[] = []
for await (const chunk of createReadStream('data.bin')) chunks.push(chunk as Buffer)
`,
    },
    {
      name: 'the standard input',
      code: `let input = ''
process.stdin.on('data', (chunk) => {
  input += chunk
})
process.stdin.on('end', () => run(input))
`,
    },
    {
      name: 'rows of a pager',
      code: `export const rows = []
for await (const page of client.listObjects({ bucket })) rows.push(...page.items)
`,
    },
    {
      name: 'an iterable of unknown origin',
      code: `export async function toBuffer(stream) {
  const chunks = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}
`,
    },
    {
      name: 'a stream of unknown origin',
      code: `import type { Readable } from 'node:stream'
export function toText(stream: Readable) {
  let text = ''
  stream.on('data', (chunk) => (text += chunk))
  return text
}
`,
    },
    {
      name: 'a running count, compared before the chunk is kept',
      code: `async function load(url: string) {
  const res = await fetch(url)
  if (!res.body) throw new Error('empty')
  const reader = res.body.getReader()
  let received = 0
  const chunks: Uint8Array[] = []
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    received += value.byteLength
    if (received > LIMIT) {
      await reader.cancel()
      throw new Error('too large')
    }
    chunks.push(value)
  }
  return finish()
}
`,
    },
    {
      name: 'a count, compared behind it',
      code: `async function load(url: string) {
  const res = await fetch(url)
  if (!res.body) throw new Error('empty')
  const reader = res.body.getReader()
  let received = 0
  const chunks: Uint8Array[] = []
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    chunks.push(value)
    received = received + value.length
    if (received >= LIMIT) break
  }
  return finish()
}
`,
    },
    {
      name: 'a sum that is compared before it is kept',
      code: `async function load(url: string) {
  const res = await fetch(url)
  if (!res.body) throw new Error('empty')
  const reader = res.body.getReader()
  let received = 0
  const chunks: Uint8Array[] = []
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    const size = received + value.length
    if (size > LIMIT) throw new Error('too large')
    received = size
    chunks.push(value)
  }
  return finish()
}
`,
    },
    {
      name: 'Content-Length and a running count',
      code: `async function load(url: string) {
  const res = await fetch(url)
  if (!res.body) throw new Error('empty')
  const reader = res.body.getReader()
  if (Number(res.headers.get('content-length')) > LIMIT) throw new Error('too large')
  let received = 0
  const chunks: Uint8Array[] = []
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    received += value.length
    if (received > LIMIT) throw new Error('too large')
    chunks.push(value)
  }
  return finish()
}
`,
    },
    {
      name: 'a count of chunks',
      code: `async function load(url: string) {
  const res = await fetch(url)
  if (!res.body) throw new Error('empty')
  const reader = res.body.getReader()
  const chunks: Uint8Array[] = []
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    chunks.push(value)
    if (chunks.length >= 100) break
  }
  return finish()
}
`,
    },
    {
      name: 'a count of chunks by hand',
      code: `async function load(url: string) {
  const res = await fetch(url)
  if (!res.body) throw new Error('empty')
  const reader = res.body.getReader()
  let count = 0
  const chunks: Uint8Array[] = []
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    chunks.push(value)
    if (++count > 100) break
  }
  return finish()
}
`,
    },
    {
      name: 'the length of the text, in a request',
      code: `import { createServer } from 'node:http'
createServer((req, res) => {
  let body = ''
  req.on('data', (chunk) => {
    body += chunk
    if (body.length > 1e6) req.destroy()
  })
})
`,
    },
    {
      name: 'the length of the text to be',
      code: `import { createServer } from 'node:http'
createServer((req, res) => {
  let body = ''
  req.on('data', (chunk) => {
    if (body.length + chunk.length > 1e6) return req.destroy()
    body += chunk
  })
})
`,
    },
    {
      name: 'the bytes of the text',
      code: `import { createServer } from 'node:http'
createServer((req, res) => {
  let body = ''
  req.on('data', (chunk) => {
    body += chunk
    if (Buffer.byteLength(body) > LIMIT) req.destroy()
  })
})
`,
    },
    {
      name: 'a count in a field',
      code: `import type { IncomingMessage } from 'node:http'
class Reader {
  size = 0
  chunks: Buffer[] = []
  read(req: IncomingMessage) {
    req.on('data', (chunk) => {
      this.size += chunk.length
      if (this.size > this.max) return req.destroy()
      this.chunks.push(chunk)
    })
  }
}
`,
    },
    {
      name: 'a test in a helper',
      code: `import { createServer } from 'node:http'
createServer((req, res) => {
  let body = ''
  const check = () => {
    if (body.length > 1e6) req.destroy()
  }
  req.on('data', (chunk) => {
    body += chunk
    check()
  })
})
`,
    },
    {
      name: 'a count that is given to a function of another file',
      code: `async function load(url: string) {
  const res = await fetch(url)
  if (!res.body) throw new Error('empty')
  const reader = res.body.getReader()
  let received = 0
  const chunks: Uint8Array[] = []
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    received += value.length
    assertWithin(received)
    chunks.push(value)
  }
  return finish()
}
`,
    },
    {
      name: 'a size that is given to a quota',
      code: `async function load(url: string) {
  const res = await fetch(url)
  if (!res.body) throw new Error('empty')
  const reader = res.body.getReader()
  const chunks: Uint8Array[] = []
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    quota.take(value.length)
    chunks.push(value)
  }
  return finish()
}
`,
    },
    {
      name: 'only the end of the text',
      code: `async function load(url: string) {
  const res = await fetch(url)
  if (!res.body) throw new Error('empty')
  const reader = res.body.getReader()
  const decoder = new TextDecoder()
  let tail = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    tail = (tail + decoder.decode(value, { stream: true })).slice(-4096)
  }
  return finish()
}
`,
    },
    {
      name: 'only the end of the text, in two steps',
      code: `async function load(url: string) {
  const res = await fetch(url)
  if (!res.body) throw new Error('empty')
  const reader = res.body.getReader()
  const decoder = new TextDecoder()
  let tail = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    tail += decoder.decode(value, { stream: true })
    tail = tail.slice(-4096)
  }
  return finish()
}
`,
    },
    {
      name: 'only one chunk',
      code: `import { createServer } from 'node:http'
createServer((req, res) => {
  const chunks: Buffer[] = []
  req.once('data', (chunk) => chunks.push(chunk))
})
`,
    },
    {
      name: 'only counted',
      code: `import { createServer } from 'node:http'
createServer((req, res) => {
  let size = 0
  req.on('data', (chunk) => (size += chunk.length))
})
`,
    },
    {
      name: 'only hashed',
      code: `import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
async function digest(req: IncomingMessage) {
  const hash = createHash('sha256')
  for await (const chunk of req) hash.update(chunk)
  return hash.digest('hex')
}
`,
    },
    {
      name: 'a batch that is sent off',
      code: `import { createServer } from 'node:http'
createServer((req, res) => {
  let batch: Buffer[] = []
  req.on('data', (chunk) => {
    batch.push(chunk)
    if (isFull(batch)) {
      send(batch)
    }
    batch = []
  })
})
`,
    },
    {
      name: 'a queue that somebody else empties',
      code: `import { createServer } from 'node:http'
createServer((req, res) => {
  const queue: Buffer[] = []
  req.on('data', (chunk) => queue.push(chunk))
  setInterval(() => send(queue.splice(0)), 100)
})
`,
    },
    {
      name: 'a library with a limit',
      code: `import getStream from 'get-stream'
export const load = async (url: string) => getStream((await fetch(url)).body!, { maxBuffer: 1e6 })
`,
    },
    {
      name: 'axios with a limit',
      code: `import axios from 'axios'
const { data } = await axios.get(url, { responseType: 'stream', maxContentLength: 1e6 })
const chunks = []
for await (const chunk of data) chunks.push(chunk)
`,
    },
    {
      name: 'an upload with limits',
      code: `import busboy from 'busboy'
const parser = busboy({ headers, limits: { fileSize: 1e6 } })
parser.on('file', (name, file) => {
  const chunks: Buffer[] = []
  file.on('data', (chunk) => chunks.push(chunk))
})
`,
    },
    {
      name: 'a body limit of Hono',
      project: 'hono',
      code: `import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
const app = new Hono().use(bodyLimit({ maxSize: 1e6 }))
app.post('/upload', async (c) => {
  const chunks: Uint8Array[] = []
  for await (const chunk of c.req.raw.body!) chunks.push(chunk)
  return c.text('ok')
})
`,
    },
    {
      name: 'this very machine',
      code: `async function load(url: string) {
  const res = await fetch('http://localhost:11434/api/tags')
  if (!res.body) throw new Error('empty')
  const reader = res.body.getReader()
  const chunks: Uint8Array[] = []
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    chunks.push(value)
  }
  return finish()
}
`,
    },
    {
      name: 'frames of a server, by default',
      code: `async function load(url: string) {
  const res = await fetch(url)
  if (!res.body) throw new Error('empty')
  const reader = res.body.getReader()
  const decoder = new TextDecoder()
  let buffer = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    buffer += decoder.decode(value, { stream: true })
    const lines = buffer.split('\\n')
    buffer = lines.pop() ?? ''
    lines.forEach(handle)
  }
  return finish()
}
`,
    },
    {
      name: 'frames of a server that are measured',
      options: { frames: 'all' },
      code: `async function load(url: string) {
  const res = await fetch(url)
  if (!res.body) throw new Error('empty')
  const reader = res.body.getReader()
  const decoder = new TextDecoder()
  let buffer = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    buffer += decoder.decode(value, { stream: true })
    if (buffer.length > LIMIT) throw new Error('too long')
    const lines = buffer.split('\\n')
    buffer = lines.pop() ?? ''
    lines.forEach(handle)
  }
  return finish()
}
`,
    },
    {
      name: 'frames of a program, also when all are asked for',
      options: { frames: 'all' },
      code: `import { spawn } from 'node:child_process'
const child = spawn('server')
let buffer = ''
child.stdout.on('data', (data) => {
  buffer += data
  const lines = buffer.split('\\n')
  buffer = lines.pop() ?? ''
  lines.forEach(handle)
})
`,
    },
    {
      name: 'lines of a client that are measured',
      code: `import { createServer } from 'node:net'
createServer((socket) => {
  let buffer = ''
  socket.on('data', (data) => {
    buffer += data
    if (buffer.length > 65536) return socket.destroy()
    const lines = buffer.split('\\n')
    buffer = lines.pop() ?? ''
    lines.forEach(handle)
  })
})
`,
    },
    {
      name: 'messages with their length in front',
      code: `import { createServer } from 'node:net'
createServer((socket) => {
  let buffer = Buffer.alloc(0)
  let size = 0
  socket.on('data', (data) => {
    buffer = Buffer.concat([buffer, data])
    while (buffer.length >= 4 + size) {
      handle(buffer.subarray(4, 4 + size))
      buffer = buffer.subarray(4 + size)
    }
  })
})
`,
    },
    {
      name: 'events, only the newest',
      file: 'src/Events.tsx',
      project: 'react',
      code: `import { useEffect, useState } from 'react'
export function Events() {
  const [events, setEvents] = useState<string[]>([])
  useEffect(() => {
    const source = new EventSource('/events')
    source.onmessage = (event) => setEvents((previous) => [...previous.slice(-99), event.data])
    return () => source.close()
  }, [])
  return null
}
`,
    },
    {
      name: 'events, cut behind',
      file: 'src/Events.tsx',
      project: 'react',
      code: `import { useEffect, useState } from 'react'
export function Events() {
  const [events, setEvents] = useState<string[]>([])
  useEffect(() => {
    const source = new EventSource('/events')
    source.onmessage = (event) => setEvents((previous) => [...previous, event.data].slice(-100))
    return () => source.close()
  }, [])
  return null
}
`,
    },
    {
      name: 'events, measured',
      file: 'src/Events.tsx',
      project: 'react',
      code: `import { useEffect, useState } from 'react'
export function Events() {
  const [events, setEvents] = useState<string[]>([])
  useEffect(() => {
    const source = new EventSource('/events')
    source.onmessage = (event) =>
      setEvents((previous) => (previous.length >= 100 ? [...previous.slice(1), event.data] : [...previous, event.data]))
    return () => source.close()
  }, [])
  return null
}
`,
    },
    {
      name: 'events until the last one',
      file: 'src/Events.tsx',
      project: 'react',
      code: `import { useEffect, useState } from 'react'
export function Events() {
  const [events, setEvents] = useState<string[]>([])
  useEffect(() => {
    const source = new EventSource('/events')
    source.onmessage = (event) => {
      if (event.data === '[DONE]') source.close()
      else setEvents((previous) => [...previous, event.data])
    }
    return () => source.close()
  }, [])
  return null
}
`,
    },
    {
      name: 'events until another one',
      file: 'src/Events.tsx',
      project: 'react',
      code: `import { useEffect, useState } from 'react'
export function Events() {
  const [events, setEvents] = useState<string[]>([])
  useEffect(() => {
    const source = new EventSource('/events')
    source.addEventListener('done', () => source.close())
    source.onmessage = (event) => setEvents((previous) => [...previous, event.data])
    return () => source.close()
  }, [])
  return null
}
`,
    },
    {
      name: 'events replaced by a snapshot',
      file: 'src/Events.tsx',
      project: 'react',
      code: `import { useEffect, useState } from 'react'
export function Events() {
  const [events, setEvents] = useState<string[]>([])
  useEffect(() => {
    const source = new EventSource('/events')
    source.addEventListener('snapshot', (event) => setEvents(JSON.parse(event.data)))
    source.onmessage = (event) => setEvents((previous) => [...previous, event.data])
    return () => source.close()
  }, [])
  return null
}
`,
    },
    {
      name: 'events that replace each other',
      file: 'src/Events.tsx',
      project: 'react',
      code: `import { useEffect, useState } from 'react'
export function Events() {
  const [events, setEvents] = useState<string[]>([])
  useEffect(() => {
    const source = new EventSource('/events')
    source.onmessage = (event) => setEvents((previous) => [...previous.filter((it) => it !== event.data), event.data])
    return () => source.close()
  }, [])
  return null
}
`,
    },
    {
      name: 'text of a model',
      file: 'src/Events.tsx',
      project: 'react',
      code: `import { useEffect, useState } from 'react'
export function Events() {
  const [text, setText] = useState('')
  useEffect(() => {
    const source = new EventSource('/events')
    source.onmessage = (event) => setText((previous) => previous + event.data)
    return () => source.close()
  }, [])
  return null
}
`,
    },
    {
      name: 'a list that grows by clicks',
      file: 'src/Tags.tsx',
      project: 'react',
      code: `import { useState } from 'react'
export function Tags() {
  const [tags, setTags] = useState<string[]>([])
  return <button onClick={() => setTags((previous) => [...previous, 'tag'])}>{tags.length}</button>
}
`,
    },
    {
      name: 'events that somebody takes',
      code: `import { EventEmitter } from 'node:events'
const bus = new EventEmitter()
const orders: unknown[] = []
bus.on('order', (order) => orders.push(order))
setInterval(() => save(orders.splice(0)), 1000)
`,
    },
    {
      name: 'events that are handed to somebody',
      code: `import { EventEmitter } from 'node:events'
const bus = new EventEmitter()
const orders: unknown[] = []
bus.on('order', (order) => orders.push(order))
startFlushing(orders)
`,
    },
    {
      name: 'events of a list of one call',
      code: `import { EventEmitter } from 'node:events'
const bus = new EventEmitter()
export function record() {
  const orders: unknown[] = []
  bus.on('order', (order) => orders.push(order))
  return orders
}
`,
    },
    {
      name: 'errors of a connection',
      file: 'src/Events.tsx',
      project: 'react',
      code: `import { useEffect, useState } from 'react'
export function Events() {
  const [events, setEvents] = useState<string[]>([])
  useEffect(() => {
    const source = new EventSource('/events')
    source.addEventListener('error', () => setEvents((previous) => [...previous, 'lost']))
    return () => source.close()
  }, [])
  return null
}
`,
    },
    {
      name: 'a test',
      file: 'test/server.test.ts',
      code: `import { createServer } from 'node:http'
createServer((req, res) => {
  let body = ''
  req.on('data', (chunk) => (body += chunk))
})
`,
    },
    {
      name: 'the options of a request to this machine',
      code: `import http from 'node:http'
export function ask(path: string) {
  return new Promise<string>((resolve) => {
    http.get({ hostname: 'localhost', port: 3000, path }, (res) => {
      let data = ''
      res.on('data', (chunk) => {
        data += chunk
      })
      res.on('end', () => resolve(data))
    })
  })
}
`,
    },
    {
      name: 'the response of a call to a model',
      code: `import OpenAI from 'openai'
const client = new OpenAI()
export async function whole() {
  const response = await client.chat.completions.create({ model: 'm', messages: [] }).asResponse()
  const reader = response.body!.getReader()
  const chunks: Uint8Array[] = []
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return chunks
    chunks.push(value)
  }
}
`,
    },
    {
      name: 'an answer that is waited for',
      code: `import net from 'node:net'
export function ping(port: number) {
  return new Promise<boolean>((resolve) => {
    const socket = net.connect({ host: 'redis', port })
    let answer = ''
    socket.on('data', (chunk) => {
      answer += chunk.toString()
      if (answer.includes('+PONG')) {
        socket.destroy()
        resolve(true)
      }
    })
  })
}
`,
    },
    {
      name: 'a callback that a function gives back, for something else',
      code: `import { watch } from './watch.js'
function collect(resolve: (text: string) => void) {
  return function (lines) {
    let data = ''
    lines.on('data', (chunk) => {
      data += chunk
    })
    lines.on('end', () => resolve(data))
  }
}
export const get = (path: string) => new Promise<string>((resolve) => watch(path, collect(resolve)))
`,
    },
    {
      name: 'a hook of the project',
      code: `import { useState } from 'react'
import { useDialog } from './dialog'
export function Log() {
  const [lines, setLines] = useState<string[]>([])
  useDialog({ onMessage: (text: string) => setLines((previous) => [...previous, text]) })
  return lines.join('\\n')
}
`,
    },
    {
      name: 'items that are taken off when they are done with',
      code: `import { useState } from 'react'
import { useAgent } from 'agents/react'
export function Questions() {
  const [questions, setQuestions] = useState<Question[]>([])
  useAgent({
    agent: 'questions',
    onMessage: (event: MessageEvent) => {
      setQuestions((current) => [...current, JSON.parse(event.data as string)])
    },
  })
  const answer = (id: string) => setQuestions((current) => current.filter((it) => it.id !== id))
  return { questions, answer }
}
`,
    },
  ],
})
