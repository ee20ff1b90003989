import rule from '../../../rules/errors/require-response-check.ts'
import { ruleTest } from '../../rule-tester.ts'

ruleTest(rule, {
  reports: [
    {
      name: 'a reader',
      code: `export async function read(url: string) {
  const res = await fetch(url);
  const reader = res.body!.getReader();
  return reader;
}`,
      errors: [
        {
          messageId: 'unchecked',
          line: 3,
          column: 22,
          endColumn: 26,
          suggestions: [
            {
              messageId: 'guard',
              output: `export async function read(url: string) {
  const res = await fetch(url);
  if (!res.ok) throw new Error(\`HTTP \${res.status}\`);
  const reader = res.body!.getReader();
  return reader;
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a test for a body is no test',
      code: `export async function read(url: string) {
  const response = await fetch(url, { method: 'POST' })
  if (!response.body) throw new Error('no body')
  for await (const chunk of response.body) show(chunk)
}`,
      errors: [
        {
          messageId: 'unchecked',
          line: 4,
          column: 38,
          endColumn: 42,
          suggestions: [
            {
              messageId: 'guard',
              output: `export async function read(url: string) {
  const response = await fetch(url, { method: 'POST' })
  if (!response.ok) throw new Error(\`HTTP \${response.status}\`)
  if (!response.body) throw new Error('no body')
  for await (const chunk of response.body) show(chunk)
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'pipeThrough in a chain',
      code: `async function f() {
  const res = await fetch('/api/chat')
  return res.body?.pipeThrough(new TextDecoderStream())
}`,
      errors: [
        {
          messageId: 'unchecked',
          line: 3,
          column: 14,
          endColumn: 18,
          suggestions: [
            {
              messageId: 'guard',
              output: `async function f() {
  const res = await fetch('/api/chat')
  if (!res.ok) throw new Error(\`HTTP \${res.status}\`)
  return res.body?.pipeThrough(new TextDecoderStream())
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'destructured',
      code: `async function f(url: string) {
  const { body } = await fetch(url)
  for await (const chunk of body!) show(chunk)
}`,
      errors: [
        {
          messageId: 'unchecked',
          line: 2,
          column: 11,
          endColumn: 15,
          suggestions: [
            {
              messageId: 'guard',
              output: `async function f(url: string) {
  const { body, ok, status } = await fetch(url)
  if (!ok) throw new Error(\`HTTP \${status}\`)
  for await (const chunk of body!) show(chunk)
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'destructured beside headers',
      code: `async function f(url: string) {
  const status = 1
  const { body, headers } = await fetch(url)
  show(status, headers.get('content-length'))
  return body!.getReader()
}`,
      errors: [
        {
          messageId: 'unchecked',
          line: 3,
          column: 11,
          endColumn: 15,
          suggestions: [
            {
              messageId: 'guard',
              output: `async function f(url: string) {
  const status = 1
  const { body, headers, ok, status: httpStatus } = await fetch(url)
  if (!ok) throw new Error(\`HTTP \${httpStatus}\`)
  show(status, headers.get('content-length'))
  return body!.getReader()
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'no name at all',
      code: `async function f(url: string) {
  for await (const chunk of (await fetch(url)).body!) show(chunk)
}`,
      errors: [
        {
          messageId: 'unchecked',
          line: 2,
          column: 48,
          endColumn: 52,
          suggestions: [
            {
              messageId: 'guard',
              output: `async function f(url: string) {
  const response = await fetch(url)
  if (!response.ok) throw new Error(\`HTTP \${response.status}\`)
  for await (const chunk of response.body!) show(chunk)
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'then, arrow expression',
      code: `const open = (url: string) => fetch(url).then((r) => r.body!.getReader())`,
      errors: [
        {
          messageId: 'unchecked',
          line: 1,
          column: 56,
          endColumn: 60,
          suggestions: [
            {
              messageId: 'guard',
              output: `const open = (url: string) => fetch(url).then((r) => {
  if (!r.ok) throw new Error(\`HTTP \${r.status}\`)
  return r.body!.getReader()
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'then, block, after catch',
      code: `fetch('/x')
  .catch(retry)
  .then(function (response) {
    const reader = response.body.getReader()
    return pump(reader)
  })`,
      errors: [
        {
          messageId: 'unchecked',
          line: 4,
          column: 29,
          endColumn: 33,
          suggestions: [
            {
              messageId: 'guard',
              output: `fetch('/x')
  .catch(retry)
  .then(function (response) {
    if (!response.ok) throw new Error(\`HTTP \${response.status}\`)
    const reader = response.body.getReader()
    return pump(reader)
  })`,
            },
          ],
        },
      ],
    },
    {
      name: 'then, destructured',
      code: `fetch('/x').then(({ body }) => show(body))`,
      errors: [
        {
          messageId: 'unchecked',
          line: 1,
          column: 21,
          endColumn: 25,
        },
      ],
    },
    {
      name: 'assigned',
      code: `async function f(url: string) {
  let res: Response
  res = await fetch(url)
  await res.body!.pipeTo(sink)
}`,
      errors: [
        {
          messageId: 'unchecked',
          line: 4,
          column: 13,
          endColumn: 17,
          suggestions: [
            {
              messageId: 'guard',
              output: `async function f(url: string) {
  let res: Response
  res = await fetch(url)
  if (!res.ok) throw new Error(\`HTTP \${res.status}\`)
  await res.body!.pipeTo(sink)
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'in a ReadableStream',
      code: `function open(url: string) {
  return new ReadableStream({
    async start(controller) {
      const upstream = await fetch(url)
      const reader = upstream.body!.getReader()
      while (true) {
        const { done, value } = await reader.read()
        if (done) break
        controller.enqueue(value)
      }
      controller.close()
    },
  })
}`,
      errors: [
        {
          messageId: 'unchecked',
          line: 5,
          column: 31,
          endColumn: 35,
          suggestions: [
            {
              messageId: 'guard',
              output: `function open(url: string) {
  return new ReadableStream({
    async start(controller) {
      const upstream = await fetch(url)
      if (!upstream.ok) throw new Error(\`HTTP \${upstream.status}\`)
      const reader = upstream.body!.getReader()
      while (true) {
        const { done, value } = await reader.read()
        if (done) break
        controller.enqueue(value)
      }
      controller.close()
    },
  })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'read in a closure',
      code: `async function f(url: string) {
  const res = await fetch(url)
  return new ReadableStream({ start: (c) => pump(c, res.body!.getReader()) })
}`,
      errors: [
        {
          messageId: 'unchecked',
          line: 3,
          column: 57,
          endColumn: 61,
          suggestions: [
            {
              messageId: 'guard',
              output: `async function f(url: string) {
  const res = await fetch(url)
  if (!res.ok) throw new Error(\`HTTP \${res.status}\`)
  return new ReadableStream({ start: (c) => pump(c, res.body!.getReader()) })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'the status is only logged',
      code: `async function f(url: string) {
  const res = await fetch(url)
  console.log('status', res.status)
  return res.body!.getReader()
}`,
      errors: [
        {
          messageId: 'unchecked',
          line: 4,
          column: 14,
          endColumn: 18,
          suggestions: [
            {
              messageId: 'guard',
              output: `async function f(url: string) {
  const res = await fetch(url)
  if (!res.ok) throw new Error(\`HTTP \${res.status}\`)
  console.log('status', res.status)
  return res.body!.getReader()
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'tested after the read',
      code: `async function f(url: string) {
  const res = await fetch(url)
  for await (const chunk of res.body!) show(chunk)
  if (!res.ok) throw new Error('failed')
}`,
      errors: [
        {
          messageId: 'unchecked',
          line: 3,
          column: 33,
          endColumn: 37,
          suggestions: [
            {
              messageId: 'guard',
              output: `async function f(url: string) {
  const res = await fetch(url)
  if (!res.ok) throw new Error(\`HTTP \${res.status}\`)
  for await (const chunk of res.body!) show(chunk)
  if (!res.ok) throw new Error('failed')
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'another header is asked',
      code: `async function f(url: string) {
  const res = await fetch(url)
  const size = Number(res.headers.get('content-length'))
  return show(size, res.body!.getReader())
}`,
      errors: [
        {
          messageId: 'unchecked',
          line: 4,
          column: 25,
          endColumn: 29,
          suggestions: [
            {
              messageId: 'guard',
              output: `async function f(url: string) {
  const res = await fetch(url)
  if (!res.ok) throw new Error(\`HTTP \${res.status}\`)
  const size = Number(res.headers.get('content-length'))
  return show(size, res.body!.getReader())
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'given back as a body',
      code: `async function open(url: string) {
  const res = await fetch(url)
  return res.body
}`,
      errors: [
        {
          messageId: 'unchecked',
          line: 3,
          column: 14,
          endColumn: 18,
          suggestions: [
            {
              messageId: 'guard',
              output: `async function open(url: string) {
  const res = await fetch(url)
  if (!res.ok) throw new Error(\`HTTP \${res.status}\`)
  return res.body
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'an Express handler',
      project: 'express4',
      code: `import express from 'express'
const app = express()
app.get('/proxy', async (req, res) => {
  const upstream = await fetch('https://example.com')
  const reader = upstream.body!.getReader()
  pump(reader, res)
})`,
      errors: [
        {
          messageId: 'unchecked',
          line: 5,
          column: 27,
          endColumn: 31,
          suggestions: [
            {
              messageId: 'guard',
              output: `import express from 'express'
const app = express()
app.get('/proxy', async (req, res) => {
  const upstream = await fetch('https://example.com')
  if (!upstream.ok) {
    res.status(502).end()
    return
  }
  const reader = upstream.body!.getReader()
  pump(reader, res)
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'an Express handler that has sent its headers',
      project: 'express4',
      code: `import express from 'express'
const app = express()
app.get('/proxy', async (req, res) => {
  res.writeHead(200)
  const upstream = await fetch('https://example.com')
  const reader = upstream.body!.getReader()
  pump(reader, res)
})`,
      errors: [
        {
          messageId: 'unchecked',
          line: 6,
          column: 27,
          endColumn: 31,
          suggestions: [
            {
              messageId: 'guard',
              output: `import express from 'express'
const app = express()
app.get('/proxy', async (req, res) => {
  res.writeHead(200)
  const upstream = await fetch('https://example.com')
  if (!upstream.ok) throw new Error(\`HTTP \${upstream.status}\`)
  const reader = upstream.body!.getReader()
  pump(reader, res)
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'a Next route',
      file: 'app/api/chat/route.ts',
      project: 'next15',
      code: `export async function POST(request: Request) {
  const upstream = await fetch('https://example.com', { method: 'POST', body: await request.text() })
  return new Response(upstream.body)
}`,
      errors: [
        {
          messageId: 'unchecked',
          line: 3,
          column: 32,
          endColumn: 36,
          suggestions: [
            {
              messageId: 'guard',
              output: `export async function POST(request: Request) {
  const upstream = await fetch('https://example.com', { method: 'POST', body: await request.text() })
  if (!upstream.ok) return new Response('Bad gateway', { status: 502 })
  return new Response(upstream.body)
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a Hono handler',
      project: 'hono',
      code: `import { Hono } from 'hono'
const app = new Hono()
app.get('/', async (c) => {
  const res = await fetch('https://example.com')
  return c.body(res.body)
})`,
      errors: [
        {
          messageId: 'unchecked',
          line: 5,
          column: 21,
          endColumn: 25,
          suggestions: [
            {
              messageId: 'guard',
              output: `import { Hono } from 'hono'
const app = new Hono()
app.get('/', async (c) => {
  const res = await fetch('https://example.com')
  if (!res.ok) return c.text('Bad gateway', 502)
  return c.body(res.body)
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'fetch of undici',
      code: `import { fetch } from 'undici'
async function f(url: string) {
  const res = await fetch(url)
  return Readable.fromWeb(res.body)
}`,
      errors: [
        {
          messageId: 'unchecked',
          line: 4,
          column: 31,
          endColumn: 35,
          suggestions: [
            {
              messageId: 'guard',
              output: `import { fetch } from 'undici'
async function f(url: string) {
  const res = await fetch(url)
  if (!res.ok) throw new Error(\`HTTP \${res.status}\`)
  return Readable.fromWeb(res.body)
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'node-fetch',
      code: `import fetch from 'node-fetch'
async function f(url: string, out) {
  const res = await fetch(url)
  res.body.pipe(out)
}`,
      errors: [
        {
          messageId: 'unchecked',
          line: 4,
          column: 7,
          endColumn: 11,
          suggestions: [
            {
              messageId: 'guard',
              output: `import fetch from 'node-fetch'
async function f(url: string, out) {
  const res = await fetch(url)
  if (!res.ok) throw new Error(\`HTTP \${res.status}\`)
  res.body.pipe(out)
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'globalThis.fetch',
      code: `async function f(url: string) {
  const res = await globalThis.fetch(url)
  return res.body!.getReader()
}`,
      errors: [
        {
          messageId: 'unchecked',
          line: 3,
          column: 14,
          endColumn: 18,
          suggestions: [
            {
              messageId: 'guard',
              output: `async function f(url: string) {
  const res = await globalThis.fetch(url)
  if (!res.ok) throw new Error(\`HTTP \${res.status}\`)
  return res.body!.getReader()
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'two fetches, one checked',
      code: `async function f(url: string) {
  const a = await fetch(url)
  if (!a.ok) throw new Error('a')
  const b = await fetch(url)
  return [a.body!.getReader(), b.body!.getReader()]
}`,
      errors: [
        {
          messageId: 'unchecked',
          line: 5,
          column: 34,
          endColumn: 38,
          suggestions: [
            {
              messageId: 'guard',
              output: `async function f(url: string) {
  const a = await fetch(url)
  if (!a.ok) throw new Error('a')
  const b = await fetch(url)
  if (!b.ok) throw new Error(\`HTTP \${b.status}\`)
  return [a.body!.getReader(), b.body!.getReader()]
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'module level',
      file: 'src/main.mjs',
      code: `const res = await fetch('https://example.com')
for await (const chunk of res.body) process.stdout.write(chunk)`,
      errors: [
        {
          messageId: 'unchecked',
          line: 2,
          column: 31,
          endColumn: 35,
          suggestions: [
            {
              messageId: 'guard',
              output: `const res = await fetch('https://example.com')
if (!res.ok) throw new Error(\`HTTP \${res.status}\`)
for await (const chunk of res.body) process.stdout.write(chunk)`,
            },
          ],
        },
      ],
    },
  ],
  silent: [
    {
      code: `async function f(url) { const res = await fetch(url); if (!res.ok) throw new Error("x"); return res.body.getReader() }`,
    },
    {
      code: `async function f(url) { const res = await fetch(url); if (!res.ok || !res.body) return; for await (const c of res.body) show(c) }`,
    },
    {
      code: `async function f(url) { const res = await fetch(url); if (res.status !== 200) return; return res.body.getReader() }`,
    },
    {
      code: `async function f(url) { const res = await fetch(url); switch (res.status) { case 200: return res.body.getReader() } }`,
    },
    {
      code: `async function f(url) { const { ok, body } = await fetch(url); if (!ok) return; return body.getReader() }`,
    },
    {
      code: `async function f(url) { const res = await fetch(url); const { ok, body } = res; if (ok) return body.getReader() }`,
    },
    {
      name: 'content type',
      code: `async function f(url) { const res = await fetch(url); if (res.headers.get('Content-Type') !== 'text/event-stream') throw new Error('x'); return res.body.getReader() }`,
    },
    {
      name: 'a parameter',
      code: `async function f(res: Response) { return res.body!.getReader() }`,
    },
    {
      name: 'handed to a checking function',
      code: `async function f(url) { const res = await fetch(url); await throwIfNotOk(res); return res.body.getReader() }`,
    },
    {
      name: 'made by a checking function',
      code: `async function f(url) { const res = check(await fetch(url)); return res.body.getReader() }`,
    },
    {
      name: 'checked in a then',
      code: `const f = (url) => fetch(url).then(checkStatus).then((r) => r.body.getReader())`,
    },
    {
      name: 'checked in the callback',
      code: `const f = (url) => fetch(url).then((r) => { if (!r.ok) throw new Error("x"); return r.body.getReader() })`,
    },
    {
      name: 'status passed on',
      code: `async function GET() { const res = await fetch("u"); return new Response(res.body, { status: res.status }) }`,
    },
    {
      name: 'the response passed on',
      code: `async function GET() { const res = await fetch("u"); return new Response(res.body, res) }`,
    },
    {
      name: 'status passed on to Node',
      code: `async function h(req, out) { const res = await fetch("u"); out.writeHead(res.status); pump(res.body.getReader(), out) }`,
    },
    {
      name: 'json and text',
      code: `async function f(url) { const res = await fetch(url); return [await res.json(), await res.text()] }`,
    },
    {
      name: 'ky throws',
      code: `import ky from 'ky'; async function f(url) { const res = await ky.get(url); return res.body.getReader() }`,
    },
    {
      name: 'ofetch throws',
      code: `import { ofetch } from 'ofetch'; async function f(url) { const res = await ofetch.raw(url); return res.body }`,
    },
    {
      name: 'an own fetch',
      code: `import { fetch } from './fetch'; async function f(url) { const res = await fetch(url); return res.body.getReader() }`,
    },
    {
      name: 'an own fetch in a field',
      code: `class A { async f(url) { const res = await this.fetch(url); return res.body.getReader() } }`,
    },
    {
      name: 'an AWS body',
      code: `async function f(client, command) { const response = await client.send(command); for await (const x of response.body) show(x) }`,
    },
    {
      name: 'the body given back unread',
      code: `async function f(url) { const res = await fetch(url); await res.body?.cancel(); return 1 }`,
    },
    {
      name: 'only whether there is a body',
      code: `async function f(url) { const res = await fetch(url); if (!res.body) return false; return true }`,
    },
    {
      name: 'returned whole',
      code: `async function f(url) { const res = await fetch(url); if (raw) return res; return res.body.getReader() }`,
    },
    {
      name: 'stored',
      code: `class A { async f(url) { this.res = await fetch(url); return this.res.body.getReader() } }`,
    },
    {
      name: 'rest of a pattern',
      code: `async function f(url) { const { body, ...rest } = await fetch(url); check(rest); return body.getReader() }`,
    },
    {
      name: 'retried elsewhere',
      code: `async function f(url) { const res = await retry(() => fetch(url)); return res.body.getReader() }`,
    },
    {
      name: 'a test file',
      file: 'test/a.ts',
      code: `async function f(url) { const res = await fetch(url); return res.body.getReader() }`,
    },
    {
      name: 'ok as a state',
      code: `async function f(url) { const res = await fetch(url); setOk(res.ok); show(res.body.getReader()) }`,
    },
  ],
})
