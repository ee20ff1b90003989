import rule from '../../../rules/caching/no-uncached-fetch.ts'
import { ruleTest } from '../../rule-tester.ts'

ruleTest(rule, {
  reports: [
    {
      name: 'an Express handler that tests the status, semicolons, a type called Response',
      project: 'express5',
      code: `import { Router } from 'express';
import type { Request, Response } from 'express';

interface Prices { usd: number }

export const prices = Router();

prices.get('/prices', async (_req: Request, res: Response) => {
  const response = await fetch('https://rates.example.com/latest.json', { headers: { Accept: 'application/json' } });
  if (!response.ok) {
    res.status(502).end();
    return;
  }
  res.json((await response.json()) as Prices);
});
`,
      errors: [
        {
          messageId: 'perRequest',
          data: { address: "`'https://rates.example.com/latest.json'`" },
          line: 9,
          column: 26,
          endColumn: 31,
          suggestions: [
            {
              messageId: 'cache',
              data: { library: 'lru-cache', install: ' (after `npm install lru-cache@11`)', runs: 'requests' },
              output: `import { Router } from 'express';
import type { Request, Response } from 'express';
import { LRUCache } from 'lru-cache';

interface Prices { usd: number }

export const prices = Router();

async function loadAnswer(url: string) {
  const response = await fetch(url, { headers: { Accept: 'application/json' } });
  return { body: await response.text(), status: response.status };
}

const answers = new LRUCache<string, { body: string; status: number }>({
  max: 100,
  ttl: 60_000,
  fetchMethod: loadAnswer,
});

async function cachedFetch(url: string) {
  const { body, status } = await answers.forceFetch(url);
  // A failure is not kept.
  if (status >= 400) answers.delete(url);
  return new globalThis.Response(body || null, { status });
}

prices.get('/prices', async (_req: Request, res: Response) => {
  const response = await cachedFetch('https://rates.example.com/latest.json');
  if (!response.ok) {
    res.status(502).end();
    return;
  }
  res.json((await response.json()) as Prices);
});
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a template of the environment, in a project that has lru-cache',
      project: 'all-libraries',
      code: `import { Hono } from 'hono'
const app = new Hono()
const MODELS = \`\${process.env.API_URL}/models\`
app.get('/models', async (c) => c.json(await fetch(MODELS).then((r) => r.json())))
`,
      errors: [
        {
          messageId: 'perRequest',
          data: { address: '`MODELS`' },
          line: 4,
          column: 46,
          endColumn: 51,
          suggestions: [
            {
              messageId: 'cache',
              data: { library: 'lru-cache', install: '', runs: 'requests' },
              output: `import { Hono } from 'hono'
import { LRUCache } from 'lru-cache'
const app = new Hono()
const MODELS = \`\${process.env.API_URL}/models\`

async function loadAnswer(url: string) {
  const response = await fetch(url)
  return { body: await response.text(), status: response.status }
}

const answers = new LRUCache<string, { body: string; status: number }>({
  max: 100,
  ttl: 60_000,
  fetchMethod: loadAnswer,
})

async function cachedFetch(url: string) {
  const { body, status } = await answers.forceFetch(url)
  // A failure is not kept.
  if (status >= 400) answers.delete(url)
  return new Response(body || null, { status })
}

app.get('/models', async (c) => c.json(await cachedFetch(MODELS).then((r) => r.json())))
`,
            },
          ],
        },
      ],
    },
    {
      name: 'an address of the environment with a default',
      code: `import express from 'express'

const app = express()
const FEED = process.env.FEED_URL?.trim() || 'http://localhost:4000/feed.xml'

app.get('/feed', async (req, res) => {
  // Headers are passed on.
  const upstream = await fetch(FEED, { signal: AbortSignal.timeout(5_000) })
  res.type(upstream.headers.get('content-type') ?? 'text/xml').send(await upstream.text())
})
`,
      errors: [
        {
          messageId: 'perRequest',
          data: { address: '`FEED`' },
          line: 8,
          column: 26,
          endColumn: 31,
          suggestions: [
            {
              messageId: 'cache',
              data: { library: 'lru-cache', install: ' (after `npm install lru-cache@11`)', runs: 'requests' },
              output: `import express from 'express'
import { LRUCache } from 'lru-cache'

const app = express()
const FEED = process.env.FEED_URL?.trim() || 'http://localhost:4000/feed.xml'

async function loadAnswer(url: string) {
  const response = await fetch(url, { signal: AbortSignal.timeout(5_000) })
  return { body: await response.text(), status: response.status, headers: [...response.headers] }
}

const answers = new LRUCache<string, { body: string; status: number; headers: [string, string][] }>({
  max: 100,
  ttl: 60_000,
  fetchMethod: loadAnswer,
})

async function cachedFetch(url: string) {
  const { body, status, headers } = await answers.forceFetch(url)
  // A failure is not kept.
  if (status >= 400) answers.delete(url)
  return new Response(body || null, { status, headers })
}

app.get('/feed', async (req, res) => {
  // Headers are passed on.
  const upstream = await cachedFetch(FEED)
  res.type(upstream.headers.get('content-type') ?? 'text/xml').send(await upstream.text())
})
`,
            },
          ],
        },
      ],
    },
    {
      name: 'settings choose cacheable',
      settings: { streaming: { libraries: { cache: 'cacheable' } } },
      code: `import express from 'express'

const app = express()

app.get('/models', async (req, res) => {
  const response = await fetch('https://models.example.com/list')
  res.json(await response.json())
})
`,
      errors: [
        {
          messageId: 'perRequest',
          data: { address: "`'https://models.example.com/list'`" },
          line: 6,
          column: 26,
          endColumn: 31,
          suggestions: [
            {
              messageId: 'cache',
              data: { library: 'cacheable', install: ' (after `npm install cacheable@2`)', runs: 'requests' },
              output: `import express from 'express'
import { Cacheable } from 'cacheable'

const app = express()

async function loadAnswer(url: string) {
  const response = await fetch(url)
  return { body: await response.text(), status: response.status }
}

const answers = new Cacheable({ ttl: 60_000 })

async function cachedFetch(url: string) {
  const { body, status } = (await answers.getOrSet(url, () => loadAnswer(url), { throwErrors: true }))!
  // A failure is not kept.
  if (status >= 400) await answers.delete(url)
  return new Response(body || null, { status })
}

app.get('/models', async (req, res) => {
  const response = await cachedFetch('https://models.example.com/list')
  res.json(await response.json())
})
`,
            },
          ],
        },
      ],
    },
    {
      name: 'settings choose async-cache-dedupe',
      settings: { streaming: { libraries: { cache: 'async-cache-dedupe' } } },
      code: `import express from 'express'

const app = express()

app.get('/models', async (req, res) => {
  const response = await fetch('https://models.example.com/list')
  res.json(await response.json())
})
`,
      errors: [
        {
          messageId: 'perRequest',
          data: { address: "`'https://models.example.com/list'`" },
          line: 6,
          column: 26,
          endColumn: 31,
          suggestions: [
            {
              messageId: 'cache',
              data: {
                library: 'async-cache-dedupe',
                install: ' (after `npm install async-cache-dedupe@3`)',
                runs: 'requests',
              },
              output: `import express from 'express'
import { createCache } from 'async-cache-dedupe'

const app = express()

async function loadAnswer(url: string) {
  const response = await fetch(url)
  return { body: await response.text(), status: response.status }
}

const answers = createCache({ ttl: 60, storage: { type: 'memory' } }).define('answer', loadAnswer)

async function cachedFetch(url: string) {
  const { body, status } = await answers.answer(url)
  // A failure is not kept.
  if (status >= 400) await answers.clear('answer', url)
  return new Response(body || null, { status })
}

app.get('/models', async (req, res) => {
  const response = await cachedFetch('https://models.example.com/list')
  res.json(await response.json())
})
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a Next route',
      project: 'next15',
      file: 'app/api/models/route.ts',
      code: `export async function GET() {
  const response = await fetch('https://models.example.com/list')
  return Response.json(await response.json())
}
`,
      errors: [
        {
          messageId: 'perRequest',
          data: { address: "`'https://models.example.com/list'`" },
          line: 2,
          column: 26,
          endColumn: 31,
          suggestions: [
            {
              messageId: 'revalidate',
              output: `export async function GET() {
  const response = await fetch('https://models.example.com/list', { next: { revalidate: 60 } })
  return Response.json(await response.json())
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a Next route with options',
      project: 'next15',
      file: 'app/api/models/route.ts',
      code: `export async function POST(request: Request) {
  const { id } = await request.json()
  const response = await fetch('https://models.example.com/list', {
    headers: { Accept: 'application/json' },
  })
  const models = await response.json()
  return Response.json(models[id])
}
`,
      errors: [
        {
          messageId: 'perRequest',
          data: { address: "`'https://models.example.com/list'`" },
          line: 3,
          column: 26,
          endColumn: 31,
          suggestions: [
            {
              messageId: 'revalidate',
              output: `export async function POST(request: Request) {
  const { id } = await request.json()
  const response = await fetch('https://models.example.com/list', {
    headers: { Accept: 'application/json' },
    next: { revalidate: 60 },
  })
  const models = await response.json()
  return Response.json(models[id])
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'axios in a Next route: its answers Next does not keep',
      project: 'next15',
      file: 'app/api/models/route.ts',
      code: `import axios from 'axios'

export async function GET() {
  const { data, status } = await axios.get<string[]>('https://models.example.com/list', { timeout: 5000 })
  return Response.json({ data, status })
}
`,
      errors: [
        {
          messageId: 'perRequest',
          data: { address: "`'https://models.example.com/list'`" },
          line: 4,
          column: 34,
          endColumn: 43,
          suggestions: [
            {
              messageId: 'cache',
              data: { library: 'lru-cache', install: ' (after `npm install lru-cache@11`)', runs: 'requests' },
              output: `import axios from 'axios'
import { LRUCache } from 'lru-cache'

async function loadAnswer(url: string) {
  const { data, status } = await axios.get<string[]>(url, { timeout: 5000 })
  return { data, status }
}

const answers = new LRUCache<string, { data: string[]; status: number }>({
  max: 100,
  ttl: 60_000,
  fetchMethod: loadAnswer,
})

export async function GET() {
  const { data, status } = await answers.forceFetch('https://models.example.com/list')
  return Response.json({ data, status })
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'the pages router of Next 14 keeps nothing',
      project: 'next14',
      file: 'src/pages/api/models.ts',
      code: `export default async function handler(req, res) {
  const response = await fetch('https://models.example.com/list')
  res.json(await response.json())
}
`,
      errors: [
        {
          messageId: 'perRequest',
          data: { address: "`'https://models.example.com/list'`" },
          line: 2,
          column: 26,
          endColumn: 31,
          suggestions: [
            {
              messageId: 'cache',
              data: { library: 'lru-cache', install: ' (after `npm install lru-cache@11`)', runs: 'requests' },
              output: `import { LRUCache } from 'lru-cache'

async function loadAnswer(url: string) {
  const response = await fetch(url)
  return { body: await response.text(), status: response.status }
}

const answers = new LRUCache<string, { body: string; status: number }>({
  max: 100,
  ttl: 60_000,
  fetchMethod: loadAnswer,
})

async function cachedFetch(url: string) {
  const { body, status } = await answers.forceFetch(url)
  // A failure is not kept.
  if (status >= 400) answers.delete(url)
  return new Response(body || null, { status })
}

export default async function handler(req, res) {
  const response = await cachedFetch('https://models.example.com/list')
  res.json(await response.json())
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'axios with one object, CommonJS',
      file: 'src/file.js',
      code: `const axios = require('axios')
const app = require('express')()

app.get('/x', async (req, res) => {
  const answer = await axios({ method: 'get', url: 'https://a.example.com/x' })
  res.json(answer.data)
})
`,
      errors: [
        {
          messageId: 'perRequest',
          data: { address: "`'https://a.example.com/x'`" },
          line: 5,
          column: 24,
          endColumn: 29,
          suggestions: [
            {
              messageId: 'cache',
              data: { library: 'lru-cache', install: ' (after `npm install lru-cache@11`)', runs: 'requests' },
              output: `const axios = require('axios')
const { LRUCache } = require('lru-cache')
const app = require('express')()

async function loadAnswer(url) {
  const { data } = await axios({ method: 'get', url })
  return { data }
}

const answers = new LRUCache({
  max: 100,
  ttl: 60_000,
  fetchMethod: loadAnswer,
})

app.get('/x', async (req, res) => {
  const answer = await answers.forceFetch('https://a.example.com/x')
  res.json(answer.data)
})
`,
            },
          ],
        },
      ],
    },
    {
      name: 'axios.request, and an answer whose headers are read',
      code: `import axios from 'axios'
import express from 'express'

const app = express()

app.get('/x', async (req, res) => {
  const answer = await axios.request({ url: 'https://a.example.com/x', params: { page: 1 } })
  res.set('etag', answer.headers.etag).json(answer.data)
})
`,
      errors: [
        {
          messageId: 'perRequest',
          data: { address: "`'https://a.example.com/x'`" },
          line: 7,
          column: 24,
          endColumn: 37,
        },
      ],
    },
    {
      name: 'got',
      code: `import got from 'got'
import express from 'express'

const app = express()

app.get('/x', async (req, res) => {
  const list = await got('https://a.example.com/x').json<string[]>()
  res.json(list)
})
`,
      errors: [
        {
          messageId: 'perRequest',
          data: { address: "`'https://a.example.com/x'`" },
          line: 7,
          column: 22,
          endColumn: 25,
          suggestions: [
            {
              messageId: 'cache',
              data: { library: 'lru-cache', install: ' (after `npm install lru-cache@11`)', runs: 'requests' },
              output: `import got from 'got'
import express from 'express'
import { LRUCache } from 'lru-cache'

const app = express()

async function loadAnswer(url: string) {
  return { value: await got(url).json<string[]>() }
}

const answers = new LRUCache<string, { value: string[] }>({
  max: 100,
  ttl: 60_000,
  fetchMethod: loadAnswer,
})

app.get('/x', async (req, res) => {
  const list = (await answers.forceFetch('https://a.example.com/x')).value
  res.json(list)
})
`,
            },
          ],
        },
      ],
    },
    {
      name: 'got, and the body of its answer',
      code: `import got from 'got'
import express from 'express'

const app = express()

app.get('/x', async (req, res) => {
  const { body } = await got.get('https://a.example.com/y')
  res.send(body)
})
`,
      errors: [
        {
          messageId: 'perRequest',
          data: { address: "`'https://a.example.com/y'`" },
          line: 7,
          column: 26,
          endColumn: 33,
          suggestions: [
            {
              messageId: 'cache',
              data: { library: 'lru-cache', install: ' (after `npm install lru-cache@11`)', runs: 'requests' },
              output: `import got from 'got'
import express from 'express'
import { LRUCache } from 'lru-cache'

const app = express()

async function loadAnswer(url: string) {
  const { body } = await got.get(url)
  return { body }
}

const answers = new LRUCache<string, { body: string }>({
  max: 100,
  ttl: 60_000,
  fetchMethod: loadAnswer,
})

app.get('/x', async (req, res) => {
  const { body } = await answers.forceFetch('https://a.example.com/y')
  res.send(body)
})
`,
            },
          ],
        },
      ],
    },
    {
      name: 'ky by its method, with cacheable',
      settings: { streaming: { libraries: { cache: 'cacheable' } } },
      code: `import ky from 'ky'
import express from 'express'

const app = express()

app.get('/x', (req, res, next) => {
  ky.get('https://a.example.com/x').json<string[]>().then((list) => res.json(list), next)
})
`,
      errors: [
        {
          messageId: 'perRequest',
          data: { address: "`'https://a.example.com/x'`" },
          line: 7,
          column: 3,
          endColumn: 9,
          suggestions: [
            {
              messageId: 'cache',
              data: { library: 'cacheable', install: ' (after `npm install cacheable@2`)', runs: 'requests' },
              output: `import ky from 'ky'
import express from 'express'
import { Cacheable } from 'cacheable'

const app = express()

async function loadAnswer(url: string) {
  return { value: await ky.get(url).json<string[]>() }
}

const answers = new Cacheable({ ttl: 60_000 })

async function cachedAnswer(url: string) {
  return (await answers.getOrSet(url, () => loadAnswer(url), { throwErrors: true }))!
}

app.get('/x', (req, res, next) => {
  cachedAnswer('https://a.example.com/x').then((answer) => answer.value).then((list) => res.json(list), next)
})
`,
            },
          ],
        },
      ],
    },
    {
      name: 'ky as a Response',
      code: `import ky from 'ky'
import express from 'express'

const app = express()

app.get('/x', async (req, res) => {
  const response = await ky('https://a.example.com/x')
  res.json(await response.json())
})
`,
      errors: [
        {
          messageId: 'perRequest',
          data: { address: "`'https://a.example.com/x'`" },
          line: 7,
          column: 26,
          endColumn: 28,
          suggestions: [
            {
              messageId: 'cache',
              data: { library: 'lru-cache', install: ' (after `npm install lru-cache@11`)', runs: 'requests' },
              output: `import ky from 'ky'
import express from 'express'
import { LRUCache } from 'lru-cache'

const app = express()

async function loadAnswer(url: string) {
  const response = await ky(url)
  return { body: await response.text(), status: response.status }
}

const answers = new LRUCache<string, { body: string; status: number }>({
  max: 100,
  ttl: 60_000,
  fetchMethod: loadAnswer,
})

async function cachedFetch(url: string) {
  const { body, status } = await answers.forceFetch(url)
  // A failure is not kept.
  if (status >= 400) answers.delete(url)
  return new Response(body || null, { status })
}

app.get('/x', async (req, res) => {
  const response = await cachedFetch('https://a.example.com/x')
  res.json(await response.json())
})
`,
            },
          ],
        },
      ],
    },
    {
      name: 'request of undici',
      code: `import { request } from 'undici'
import express from 'express'

const app = express()

app.get('/x', async (req, res) => {
  const { body, statusCode } = await request('https://a.example.com/x')
  if (statusCode !== 200) throw new Error('no answer')
  res.json(await body.json())
})
`,
      errors: [
        {
          messageId: 'perRequest',
          data: { address: "`'https://a.example.com/x'`" },
          line: 7,
          column: 38,
          endColumn: 45,
          suggestions: [
            {
              messageId: 'cache',
              data: { library: 'lru-cache', install: ' (after `npm install lru-cache@11`)', runs: 'requests' },
              output: `import { request } from 'undici'
import express from 'express'
import { LRUCache } from 'lru-cache'

const app = express()

async function loadAnswer(url: string) {
  const { body, statusCode } = await request(url)
  return { body: await body.text(), statusCode }
}

const answers = new LRUCache<string, { body: string; statusCode: number }>({
  max: 100,
  ttl: 60_000,
  fetchMethod: loadAnswer,
})

async function cachedRequest(url: string) {
  const { body, statusCode } = await answers.forceFetch(url)
  // A failure is not kept.
  if (statusCode >= 400) answers.delete(url)
  return { body: new Response(body), statusCode }
}

app.get('/x', async (req, res) => {
  const { body, statusCode } = await cachedRequest('https://a.example.com/x')
  if (statusCode !== 200) throw new Error('no answer')
  res.json(await body.json())
})
`,
            },
          ],
        },
      ],
    },
    {
      name: 'fetch of undici and of node-fetch',
      code: `import { fetch } from 'undici'
import nodeFetch from 'node-fetch'
import express from 'express'

const app = express()

app.get('/x', async (req, res) => {
  const first = await (await fetch('https://a.example.com/x')).json()
  const second = await (await nodeFetch('https://a.example.com/y')).json()
  res.json([first, second])
})
`,
      errors: [
        {
          messageId: 'perRequest',
          data: { address: "`'https://a.example.com/x'`" },
          line: 8,
          column: 30,
          endColumn: 35,
          suggestions: [
            {
              messageId: 'cache',
              data: { library: 'lru-cache', install: ' (after `npm install lru-cache@11`)', runs: 'requests' },
              output: `import { fetch } from 'undici'
import nodeFetch from 'node-fetch'
import express from 'express'
import { LRUCache } from 'lru-cache'

const app = express()

async function loadAnswer(url: string) {
  const response = await fetch(url)
  return { body: await response.text(), status: response.status }
}

const answers = new LRUCache<string, { body: string; status: number }>({
  max: 100,
  ttl: 60_000,
  fetchMethod: loadAnswer,
})

async function cachedFetch(url: string) {
  const { body, status } = await answers.forceFetch(url)
  // A failure is not kept.
  if (status >= 400) answers.delete(url)
  return new Response(body || null, { status })
}

app.get('/x', async (req, res) => {
  const first = await (await cachedFetch('https://a.example.com/x')).json()
  const second = await (await nodeFetch('https://a.example.com/y')).json()
  res.json([first, second])
})
`,
            },
          ],
        },
        {
          messageId: 'perRequest',
          data: { address: "`'https://a.example.com/y'`" },
          line: 9,
          column: 31,
          endColumn: 40,
          suggestions: [
            {
              messageId: 'cache',
              data: { library: 'lru-cache', install: ' (after `npm install lru-cache@11`)', runs: 'requests' },
              output: `import { fetch } from 'undici'
import nodeFetch from 'node-fetch'
import express from 'express'
import { LRUCache } from 'lru-cache'

const app = express()

async function loadAnswer(url: string) {
  const response = await nodeFetch(url)
  return { body: await response.text(), status: response.status }
}

const answers = new LRUCache<string, { body: string; status: number }>({
  max: 100,
  ttl: 60_000,
  fetchMethod: loadAnswer,
})

async function cachedFetch(url: string) {
  const { body, status } = await answers.forceFetch(url)
  // A failure is not kept.
  if (status >= 400) answers.delete(url)
  return new Response(body || null, { status })
}

app.get('/x', async (req, res) => {
  const first = await (await fetch('https://a.example.com/x')).json()
  const second = await (await cachedFetch('https://a.example.com/y')).json()
  res.json([first, second])
})
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a loop',
      code: `export async function convert(orders: Order[]) {
  for (const order of orders) {
    const rates = await (await fetch('https://rates.example.com/latest.json')).json()
    order.total *= rates[order.currency]
  }
}
`,
      errors: [
        {
          messageId: 'perTurn',
          data: { address: "`'https://rates.example.com/latest.json'`" },
          line: 3,
          column: 32,
          endColumn: 37,
          suggestions: [
            {
              messageId: 'cache',
              data: { library: 'lru-cache', install: ' (after `npm install lru-cache@11`)', runs: 'turns' },
              output: `import { LRUCache } from 'lru-cache'

async function loadAnswer(url: string) {
  const response = await fetch(url)
  return { body: await response.text(), status: response.status }
}

const answers = new LRUCache<string, { body: string; status: number }>({
  max: 100,
  ttl: 60_000,
  fetchMethod: loadAnswer,
})

async function cachedFetch(url: string) {
  const { body, status } = await answers.forceFetch(url)
  // A failure is not kept.
  if (status >= 400) answers.delete(url)
  return new Response(body || null, { status })
}

export async function convert(orders: Order[]) {
  for (const order of orders) {
    const rates = await (await cachedFetch('https://rates.example.com/latest.json')).json()
    order.total *= rates[order.currency]
  }
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a list, and a URL object',
      code: `const RATES = new URL('/latest.json', 'https://rates.example.com')

export const convert = (orders: Order[]) =>
  Promise.all(
    orders.map(async (order) => {
      const rates = await fetch(RATES).then((r) => r.json())
      return order.total * rates[order.currency]
    }),
  )
`,
      errors: [
        {
          messageId: 'perTurn',
          data: { address: '`RATES`' },
          line: 6,
          column: 27,
          endColumn: 32,
          suggestions: [
            {
              messageId: 'cache',
              data: { library: 'lru-cache', install: ' (after `npm install lru-cache@11`)', runs: 'turns' },
              output: `import { LRUCache } from 'lru-cache'

const RATES = new URL('/latest.json', 'https://rates.example.com')

async function loadAnswer(url: string) {
  const response = await fetch(url)
  return { body: await response.text(), status: response.status }
}

const answers = new LRUCache<string, { body: string; status: number }>({
  max: 100,
  ttl: 60_000,
  fetchMethod: loadAnswer,
})

async function cachedFetch(url: string) {
  const { body, status } = await answers.forceFetch(url)
  // A failure is not kept.
  if (status >= 400) answers.delete(url)
  return new Response(body || null, { status })
}

export const convert = (orders: Order[]) =>
  Promise.all(
    orders.map(async (order) => {
      const rates = await cachedFetch(String(RATES)).then((r) => r.json())
      return order.total * rates[order.currency]
    }),
  )
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a helper that a loop calls',
      code: `async function rates() {
  const response = await fetch('https://rates.example.com/latest.json')
  if (!response.ok) throw new Error('no rates')
  return response.json()
}

export async function convert(orders: Order[]) {
  while (orders.length > 0) {
    const order = orders.shift()!
    order.total *= (await rates())[order.currency]
  }
}
`,
      errors: [
        {
          messageId: 'perTurn',
          data: { address: "`'https://rates.example.com/latest.json'`" },
          line: 2,
          column: 26,
          endColumn: 31,
          suggestions: [
            {
              messageId: 'cache',
              data: { library: 'lru-cache', install: ' (after `npm install lru-cache@11`)', runs: 'turns' },
              output: `import { LRUCache } from 'lru-cache'

async function loadAnswer(url: string) {
  const response = await fetch(url)
  return { body: await response.text(), status: response.status }
}

const answers = new LRUCache<string, { body: string; status: number }>({
  max: 100,
  ttl: 60_000,
  fetchMethod: loadAnswer,
})

async function cachedFetch(url: string) {
  const { body, status } = await answers.forceFetch(url)
  // A failure is not kept.
  if (status >= 400) answers.delete(url)
  return new Response(body || null, { status })
}

async function rates() {
  const response = await cachedFetch('https://rates.example.com/latest.json')
  if (!response.ok) throw new Error('no rates')
  return response.json()
}

export async function convert(orders: Order[]) {
  while (orders.length > 0) {
    const order = orders.shift()!
    order.total *= (await rates())[order.currency]
  }
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a helper that a handler calls',
      code: `import express from 'express'

const app = express()
async function loadRates() {
  const response = await fetch('https://rates.example.com/latest.json')
  if (!response.ok) throw new Error('no rates')
  return response.json()
}
app.get('/x', async (req, res) => {
  res.json(await loadRates())
})
`,
      errors: [
        {
          messageId: 'perRequest',
          data: { address: "`'https://rates.example.com/latest.json'`" },
          line: 5,
          column: 26,
          endColumn: 31,
          suggestions: [
            {
              messageId: 'cache',
              data: { library: 'lru-cache', install: ' (after `npm install lru-cache@11`)', runs: 'requests' },
              output: `import express from 'express'
import { LRUCache } from 'lru-cache'

const app = express()

async function loadAnswer(url: string) {
  const response = await fetch(url)
  return { body: await response.text(), status: response.status }
}

const answers = new LRUCache<string, { body: string; status: number }>({
  max: 100,
  ttl: 60_000,
  fetchMethod: loadAnswer,
})

async function cachedFetch(url: string) {
  const { body, status } = await answers.forceFetch(url)
  // A failure is not kept.
  if (status >= 400) answers.delete(url)
  return new Response(body || null, { status })
}

async function loadRates() {
  const response = await cachedFetch('https://rates.example.com/latest.json')
  if (!response.ok) throw new Error('no rates')
  return response.json()
}
app.get('/x', async (req, res) => {
  res.json(await loadRates())
})
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a helper that is given the answer',
      code: `import express from 'express'

const app = express()
async function read(response: Response) {
  return response.json()
}

app.get('/x', async (req, res) => {
  res.json(await read(await fetch('https://rates.example.com/latest.json')))
})
`,
      errors: [
        {
          messageId: 'perRequest',
          data: { address: "`'https://rates.example.com/latest.json'`" },
          line: 9,
          column: 29,
          endColumn: 34,
          suggestions: [
            {
              messageId: 'cache',
              data: { library: 'lru-cache', install: ' (after `npm install lru-cache@11`)', runs: 'requests' },
              output: `import express from 'express'
import { LRUCache } from 'lru-cache'

const app = express()
async function read(response: Response) {
  return response.json()
}

async function loadAnswer(url: string) {
  const response = await fetch(url)
  return { body: await response.text(), status: response.status }
}

const answers = new LRUCache<string, { body: string; status: number }>({
  max: 100,
  ttl: 60_000,
  fetchMethod: loadAnswer,
})

async function cachedFetch(url: string) {
  const { body, status } = await answers.forceFetch(url)
  // A failure is not kept.
  if (status >= 400) answers.delete(url)
  return new Response(body || null, { status })
}

app.get('/x', async (req, res) => {
  res.json(await read(await cachedFetch('https://rates.example.com/latest.json')))
})
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a result type around the fetch',
      file: 'app/routes/status.ts',
      code: `import { json } from '@remix-run/node'
import { fromPromise } from 'neverthrow'

const STATUS_URL = 'https://status.example.com/summary'

export async function loader() {
  return await load().match((summary) => json(summary), () => json({}))
}

function load() {
  return fromPromise(fetch(STATUS_URL, { signal: AbortSignal.timeout(2000) }), (error) => error).andThen((response) =>
    response.json(),
  )
}
`,
      errors: [
        {
          messageId: 'perRequest',
          data: { address: '`STATUS_URL`' },
          line: 11,
          column: 22,
          endColumn: 27,
          suggestions: [
            {
              messageId: 'cache',
              data: { library: 'lru-cache', install: ' (after `npm install lru-cache@11`)', runs: 'requests' },
              output: `import { json } from '@remix-run/node'
import { fromPromise } from 'neverthrow'
import { LRUCache } from 'lru-cache'

const STATUS_URL = 'https://status.example.com/summary'

export async function loader() {
  return await load().match((summary) => json(summary), () => json({}))
}

async function loadAnswer(url: string) {
  const response = await fetch(url, { signal: AbortSignal.timeout(2000) })
  return { body: await response.text(), status: response.status }
}

const answers = new LRUCache<string, { body: string; status: number }>({
  max: 100,
  ttl: 60_000,
  fetchMethod: loadAnswer,
})

async function cachedFetch(url: string) {
  const { body, status } = await answers.forceFetch(url)
  // A failure is not kept.
  if (status >= 400) answers.delete(url)
  return new Response(body || null, { status })
}

function load() {
  return fromPromise(cachedFetch(STATUS_URL), (error) => error).andThen((response) =>
    response.json(),
  )
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a Nest controller whose class has a decorator',
      project: 'nest',
      code: `import { Controller, Get } from '@nestjs/common'

// Exchange rates
@Controller('rates')
export class Rates {
  private readonly url = 'https://rates.example.com/latest.json'

  @Get()
  async all() {
    const response = await fetch(this.url)
    return response.json()
  }
}
`,
      errors: [
        {
          messageId: 'perRequest',
          data: { address: '`this.url`' },
          line: 10,
          column: 28,
          endColumn: 33,
          suggestions: [
            {
              messageId: 'cache',
              data: { library: 'lru-cache', install: ' (after `npm install lru-cache@11`)', runs: 'requests' },
              output: `import { Controller, Get } from '@nestjs/common'
import { LRUCache } from 'lru-cache'

async function loadAnswer(url: string) {
  const response = await fetch(url)
  return { body: await response.text(), status: response.status }
}

const answers = new LRUCache<string, { body: string; status: number }>({
  max: 100,
  ttl: 60_000,
  fetchMethod: loadAnswer,
})

async function cachedFetch(url: string) {
  const { body, status } = await answers.forceFetch(url)
  // A failure is not kept.
  if (status >= 400) answers.delete(url)
  return new Response(body || null, { status })
}

// Exchange rates
@Controller('rates')
export class Rates {
  private readonly url = 'https://rates.example.com/latest.json'

  @Get()
  async all() {
    const response = await cachedFetch(this.url)
    return response.json()
  }
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'SvelteKit',
      project: 'sveltekit',
      file: 'src/routes/api/rates/+server.ts',
      code: `import { json } from '@sveltejs/kit'

const URLS = { rates: 'https://rates.example.com/latest.json' }

export const GET = async () => {
  const response = await fetch(URLS.rates)
  return json(await response.json())
}
`,
      errors: [
        {
          messageId: 'perRequest',
          data: { address: '`URLS.rates`' },
          line: 6,
          column: 26,
          endColumn: 31,
          suggestions: [
            {
              messageId: 'cache',
              data: { library: 'lru-cache', install: ' (after `npm install lru-cache@11`)', runs: 'requests' },
              output: `import { json } from '@sveltejs/kit'
import { LRUCache } from 'lru-cache'

const URLS = { rates: 'https://rates.example.com/latest.json' }

async function loadAnswer(url: string) {
  const response = await fetch(url)
  return { body: await response.text(), status: response.status }
}

const answers = new LRUCache<string, { body: string; status: number }>({
  max: 100,
  ttl: 60_000,
  fetchMethod: loadAnswer,
})

async function cachedFetch(url: string) {
  const { body, status } = await answers.forceFetch(url)
  // A failure is not kept.
  if (status >= 400) answers.delete(url)
  return new Response(body || null, { status })
}

export const GET = async () => {
  const response = await cachedFetch(URLS.rates)
  return json(await response.json())
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a Worker, where no module of Node may be imported',
      project: 'workers',
      settings: { streaming: { libraries: { cache: 'cacheable' } } },
      code: `export default {
  async fetch(request, env, ctx) {
    const response = await fetch('https://rates.example.com/latest.json')
    const rates = await response.json()
    return Response.json(rates[new URL(request.url).pathname.slice(1)])
  },
}
`,
      errors: [
        {
          messageId: 'perRequest',
          data: { address: "`'https://rates.example.com/latest.json'`" },
          line: 3,
          column: 28,
          endColumn: 33,
          suggestions: [
            {
              messageId: 'cache',
              data: { library: 'lru-cache', install: ' (after `npm install lru-cache@11`)', runs: 'requests' },
              output: `import { LRUCache } from 'lru-cache'

async function loadAnswer(url: string) {
  const response = await fetch(url)
  return { body: await response.text(), status: response.status }
}

const answers = new LRUCache<string, { body: string; status: number }>({
  max: 100,
  ttl: 60_000,
  fetchMethod: loadAnswer,
})

async function cachedFetch(url: string) {
  const { body, status } = await answers.forceFetch(url)
  // A failure is not kept.
  if (status >= 400) answers.delete(url)
  return new Response(body || null, { status })
}

export default {
  async fetch(request, env, ctx) {
    const response = await cachedFetch('https://rates.example.com/latest.json')
    const rates = await response.json()
    return Response.json(rates[new URL(request.url).pathname.slice(1)])
  },
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a middleware',
      code: `import express from 'express'

const app = express()
app.use(async (req, res, next) => {
  const { keys } = await fetch('https://issuer.example.com/.well-known/jwks.json').then((response) => response.json())
  req.keys = keys
  next()
})
`,
      errors: [
        {
          messageId: 'perRequest',
          data: { address: "`'https://issuer.example.com/.well-known/jwks.json'`" },
          line: 5,
          column: 26,
          endColumn: 31,
          suggestions: [
            {
              messageId: 'cache',
              data: { library: 'lru-cache', install: ' (after `npm install lru-cache@11`)', runs: 'requests' },
              output: `import express from 'express'
import { LRUCache } from 'lru-cache'

const app = express()

async function loadAnswer(url: string) {
  const response = await fetch(url)
  return { body: await response.text(), status: response.status }
}

const answers = new LRUCache<string, { body: string; status: number }>({
  max: 100,
  ttl: 60_000,
  fetchMethod: loadAnswer,
})

async function cachedFetch(url: string) {
  const { body, status } = await answers.forceFetch(url)
  // A failure is not kept.
  if (status >= 400) answers.delete(url)
  return new Response(body || null, { status })
}

app.use(async (req, res, next) => {
  const { keys } = await cachedFetch('https://issuer.example.com/.well-known/jwks.json').then((response) => response.json())
  req.keys = keys
  next()
})
`,
            },
          ],
        },
      ],
    },
    {
      name: 'an answer that only a private cache may keep',
      code: `import express from 'express'

const app = express()

app.get('/x', async (req, res) => {
  res.setHeader('Cache-Control', 'no-cache')
  res.json(await (await fetch('https://a.example.com/x')).json())
})
`,
      errors: [
        {
          messageId: 'perRequest',
          data: { address: "`'https://a.example.com/x'`" },
          line: 7,
          column: 25,
          endColumn: 30,
          suggestions: [
            {
              messageId: 'cache',
              data: { library: 'lru-cache', install: ' (after `npm install lru-cache@11`)', runs: 'requests' },
              output: `import express from 'express'
import { LRUCache } from 'lru-cache'

const app = express()

async function loadAnswer(url: string) {
  const response = await fetch(url)
  return { body: await response.text(), status: response.status }
}

const answers = new LRUCache<string, { body: string; status: number }>({
  max: 100,
  ttl: 60_000,
  fetchMethod: loadAnswer,
})

async function cachedFetch(url: string) {
  const { body, status } = await answers.forceFetch(url)
  // A failure is not kept.
  if (status >= 400) answers.delete(url)
  return new Response(body || null, { status })
}

app.get('/x', async (req, res) => {
  res.setHeader('Cache-Control', 'no-cache')
  res.json(await (await cachedFetch('https://a.example.com/x')).json())
})
`,
            },
          ],
        },
      ],
    },
    {
      name: 'bytes, for which no remedy is known',
      code: `import express from 'express'

const app = express()

app.get('/logo', async (req, res) => {
  const response = await fetch('https://a.example.com/logo.png')
  res.type('png').send(Buffer.from(await response.arrayBuffer()))
})
`,
      errors: [
        {
          messageId: 'perRequest',
          data: { address: "`'https://a.example.com/logo.png'`" },
          line: 6,
          column: 26,
          endColumn: 31,
        },
      ],
    },
    {
      name: 'a comment among the options, which is not lost',
      code: `import express from 'express'

const app = express()

app.get('/x', async (req, res) => {
  const response = await fetch('https://a.example.com/x', { /* slow */ signal: AbortSignal.timeout(5000) })
  res.json(await response.json())
})
`,
      errors: [
        {
          messageId: 'perRequest',
          data: { address: "`'https://a.example.com/x'`" },
          line: 6,
          column: 26,
          endColumn: 31,
        },
      ],
    },
  ],
  silent: [
    {
      name: 'a font for a picture that caches keep for a year',
      project: 'next15',
      file: 'app/api/og/route.tsx',
      code: `import { ImageResponse } from 'next/og'
export async function GET(request) {
  const font = await (await fetch('https://cdn.example.com/font.ttf')).arrayBuffer()
  return new ImageResponse(picture(request), { fonts: [{ name: 'serif', data: font }] })
}`,
    },
    ...[
      // The address differs.
      `const data = await (await fetch(\`https://a.example.com/\${req.params.id}\`)).json()`,
      `const data = await (await fetch('https://a.example.com/?q=' + req.query.q)).json()`,
      `const url = new URL('https://a.example.com/'); url.searchParams.set('q', req.query.q); const data = await (await fetch(url)).json()`,
      `let url = 'https://a.example.com/'; if (req.query.q) url += req.query.q; const data = await (await fetch(url)).json()`,
      `const data = await (await fetch(upstreamFor(req))).json()`,
      `const data = await (await fetch(config.url)).json()`,
      // Somebody is named.
      `const data = await (await fetch('https://a.example.com/', { headers: { Authorization: auth } })).json()`,
      `const data = await (await fetch('https://a.example.com/', { headers: { authorization: 'Bearer x' } })).json()`,
      `const data = await (await fetch('https://a.example.com/', { headers: { 'x-api-key': process.env.KEY } })).json()`,
      `const data = await (await fetch('https://a.example.com/', { headers: { Cookie: req.headers.cookie } })).json()`,
      `const data = await (await fetch('https://a.example.com/', { headers: { 'X-Custom': process.env.ACCESS_TOKEN } })).json()`,
      `const data = await (await fetch('https://a.example.com/', { headers: new Headers({ 'X-Session-Id': 'a' }) })).json()`,
      `const data = await (await fetch('https://a.example.com/', { headers: { 'Accept-Language': req.headers['accept-language'] } })).json()`,
      `const data = await (await fetch('https://a.example.com/', { credentials: 'include' })).json()`,
      `const data = await (await fetch(\`https://a.example.com/?appid=\${process.env.WEATHER}\`)).json()`,
      `const data = await (await fetch('https://a.example.com/?key=abc')).json()`,
      `const data = await (await fetch(\`https://a.example.com/bot\${process.env.BOT_TOKEN}/getMe\`)).json()`,
      `const data = await (await fetch('https://user:secret@a.example.com/')).json()`,
      `const data = await (await fetch('https://a.example.com/x.csv?X-Amz-Expires=60&X-Amz-Signature=abc')).text()`,
      // No GET.
      `const data = await (await fetch('https://a.example.com/', { method: 'POST', body: '{}' })).json()`,
      `const data = await (await fetch('https://a.example.com/', { method })).json()`,
      // A decision has been made, or lies where it cannot be seen.
      `const data = await (await fetch('https://a.example.com/', { cache: 'no-store' })).json()`,
      `const data = await (await fetch('https://a.example.com/', { next: { revalidate: 60 } })).json()`,
      `const data = await (await fetch('https://a.example.com/', { dispatcher })).json()`,
      `const data = await (await fetch('https://a.example.com/', { cf: { cacheTtl: 60 } })).json()`,
      `const data = await (await fetch('https://a.example.com/', options)).json()`,
      `const data = await (await fetch('https://a.example.com/', { ...options })).json()`,
      `const data = await (await fetch('https://a.example.com/', { headers: { ...headers } })).json()`,
      `const data = await (await fetch('https://a.example.com/', { headers: { 'Cache-Control': 'no-cache' } })).json()`,
      // Kept.
      `const data = await cache.getOrSet('x', async () => (await fetch('https://a.example.com/')).json())`,
      `const cached = await redis.get('x'); const data = cached ?? (await (await fetch('https://a.example.com/')).json())`,
      `if (memo === undefined) memo = await (await fetch('https://a.example.com/')).json(); const data = memo`,
      `kept ??= fetch('https://a.example.com/').then((r) => r.json()); const data = await kept`,
      `const data = await (await fetch('https://a.example.com/')).json(); answers.set('x', data)`,
      `req.app.locals.x = await (await fetch('https://a.example.com/')).json(); const data = 0`,
      `globalThis.x = await (await fetch('https://a.example.com/')).json(); const data = 0`,
      `res.set('Cache-Control', 's-maxage=60'); const data = await (await fetch('https://a.example.com/')).json()`,
      `res.set('Cache-Control', 'public, max-age=60'); const data = await (await fetch('https://a.example.com/')).json()`,
      // Streams.
      `const upstream = await fetch('https://a.example.com/'); const data = await readLines(upstream.body)`,
      `const upstream = await fetch('https://a.example.com/'); for await (const part of upstream.body) res.write(part); const data = 0`,
      `const data = await (await fetch('https://a.example.com/', { headers: { Accept: 'text/event-stream' } })).text()`,
      `const upstream = await fetch('https://a.example.com/'); const data = 0; return upstream`,
      // Probes and what has to be new.
      `const upstream = await fetch('https://a.example.com/'); const data = { up: upstream.ok, status: upstream.status }`,
      `await fetch('https://a.example.com/hooks/rebuild'); const data = 0`,
      `const data = await (await fetch('https://a.example.com/health')).json()`,
      `const data = await (await fetch('https://a.example.com/csrf')).json()`,
      `const data = await (await fetch('http://localhost:11434/api/tags')).json()`,
      `const data = await (await fetch('http://169.254.169.254/latest/meta-data/')).text()`,
      // Polls and retries.
      `let data; while (!data?.done) { data = await (await fetch('https://a.example.com/job')).json(); await sleep(1000) }`,
      `let data; do { data = await (await fetch('https://a.example.com/job')).json() } while (!data.done)`,
      `const data = setInterval(async () => res.write(await (await fetch('https://a.example.com/')).text()), 1000)`,
      `let data; for (let attempt = 0; attempt < 3; attempt++) { const r = await fetch('https://a.example.com/'); data = await r.json() }`,
      `let data; for (const wait of [1, 2, 3]) { const r = await fetch('https://a.example.com/'); if (r.ok) { data = await r.json(); break } }`,
      `const data = await pRetry(async () => (await fetch('https://a.example.com/')).json())`,
      // Other clients.
      `const data = (await axios.create({ baseURL: 'https://a.example.com' }).get('/x')).data`,
      `const data = (await api.get('https://a.example.com/')).data`,
      `const { data } = await axios.get('https://a.example.com/', { params: { q: req.query.q } })`,
      `const { data } = await axios.get('https://a.example.com/', { params })`,
      `const { data } = await axios.get('https://a.example.com/', { auth: { username: 'a', password: 'b' } })`,
      `const { data } = await axios.get('https://a.example.com/', { responseType: 'stream' })`,
      `const { data } = await axios.get('https://a.example.com/', { httpsAgent: agent })`,
      `const { data } = await axios.get('https://a.example.com/', config)`,
      `const { data } = await axios.post('https://a.example.com/')`,
      `const { data } = await axios({ url: 'https://a.example.com/', method: 'POST' })`,
      `const { data } = await axios({ ...config, url: 'https://a.example.com/' })`,
      `await axios.get('https://a.example.com/ring'); const data = 0`,
      `const data = await got('https://a.example.com/', { cache: new Map() }).json()`,
      `const data = await got.extend({ prefixUrl: 'https://a.example.com' }).get('x').json()`,
      `const data = await got('https://a.example.com/', { searchParams: { token: 'abc' } }).json()`,
      `const data = got.stream('https://a.example.com/').pipe(res)`,
      `const data = await ky('https://a.example.com/', { hooks: { beforeRequest: [sign] } }).json()`,
      `const { body } = await request('https://a.example.com/'); const data = await pipeline(body, res)`,
      `const { body } = await request('https://a.example.com/', { dispatcher: agent }); const data = await body.json()`,
    ].map((line) => ({
      code: `import axios from 'axios'
import express from 'express'
import got from 'got'
import ky from 'ky'
import { request } from 'undici'
import { config } from './config'

let memo, kept
const answers = new Map()
const app = express()
app.get('/x', async (req, res) => { ${line}; res.json(data) })
`,
    })),
    // Start-up, and functions that nobody here runs for a request.
    `const rates = await (await fetch('https://rates.example.com/latest.json')).json()
export const rate = (currency: string) => rates[currency]`,
    `export async function loadRates() { return (await fetch('https://rates.example.com/latest.json')).json() }`,
    `import { useQuery } from '@tanstack/react-query'
export const useRates = () => useQuery({ queryKey: ['x'], queryFn: async () => (await fetch('https://a.example.com/')).json() })`,
    // A `fetch` of the caller's own.
    {
      file: 'src/routes/x/+server.ts',
      project: 'sveltekit',
      code: `export const GET = async ({ fetch }) => new Response(await (await fetch('https://a.example.com/')).text())`,
    },
    // The framework keeps it.
    {
      project: 'next14',
      file: 'app/api/models/route.ts',
      code: `export async function GET() { return Response.json(await (await fetch('https://a.example.com/')).json()) }`,
    },
    {
      name: 'a version of Next that nobody knows',
      file: 'app/api/models/route.ts',
      code: `export async function GET() { return Response.json(await (await fetch('https://a.example.com/')).json()) }`,
    },
    ...[
      `export const revalidate = 60`,
      `export const dynamic = 'force-static'`,
      `export const fetchCache = 'default-cache'`,
      `'use cache'`,
    ].map((line) => ({
      project: 'next15',
      file: 'app/api/models/route.ts',
      code: `${line}
export async function GET() { return Response.json(await (await fetch('https://a.example.com/')).json()) }`,
    })),
    {
      project: 'next15',
      file: 'app/api/models/route.ts',
      code: `async function models() {
  'use cache'
  return (await fetch('https://a.example.com/')).json()
}
export async function GET() { return Response.json(await models()) }`,
    },
    {
      project: 'next15',
      file: 'app/api/models/route.ts',
      code: `import { unstable_cache } from 'next/cache'
const models = unstable_cache(async () => (await fetch('https://a.example.com/')).json(), ['models'])
export async function GET() { return Response.json(await models()) }`,
    },
    {
      name: 'a component: React shares equal fetches while it renders',
      project: 'next15',
      file: 'app/page.tsx',
      code: `export default async function Page({ ids }) {
  return ids.map(async (id) => { const all = await (await fetch('https://a.example.com/')).json(); return <b>{all[id]}</b> })
}`,
    },
    ...[`@UseInterceptors(CacheInterceptor) @Get() async all()`, `@CacheTTL(60) @Get() async all()`].map((line) => ({
      project: 'nest',
      code: `import { CacheInterceptor, CacheTTL } from '@nestjs/cache-manager'
import { Controller, Get, UseInterceptors } from '@nestjs/common'
@Controller('rates')
export class Rates {
  ${line} { return (await fetch('https://a.example.com/')).json() }
}`,
    })),
    {
      project: 'nest',
      code: `import { CacheInterceptor } from '@nestjs/cache-manager'
import { Controller, Get, UseInterceptors } from '@nestjs/common'
@UseInterceptors(CacheInterceptor)
@Controller('rates')
export class Rates { @Get() async all() { return (await fetch('https://a.example.com/')).json() } }`,
    },
    {
      project: 'hono',
      code: `import { Hono } from 'hono'
import { cache } from 'hono/cache'
const app = new Hono()
app.get('*', cache({ cacheName: 'x', cacheControl: 'max-age=3600' }))
app.use(cache({ cacheName: 'x' }))
app.get('/x', async (c) => c.json(await (await fetch('https://a.example.com/')).json()))`,
    },
    {
      project: 'hono',
      code: `import { Hono } from 'hono'
import { cache } from 'hono/cache'
const app = new Hono()
app.get('/x', cache({ cacheName: 'x' }), async (c) => c.json(await (await fetch('https://a.example.com/')).json()))`,
    },
    `export default defineCachedEventHandler(async () => (await fetch('https://a.example.com/')).json())`,
    `import express from 'express'
import memoizee from 'memoizee'
const app = express()
const load = async () => (await fetch('https://a.example.com/')).json()
const loadOnce = memoizee(load)
app.get('/x', async (req, res) => res.json(await load()))`,
    `import axios from 'axios'
import { setupCache } from 'axios-cache-interceptor'
import express from 'express'
setupCache(axios)
const app = express()
app.get('/x', async (req, res) => res.json((await axios.get('https://a.example.com/')).data))`,
    `import axios from 'axios'
import express from 'express'
axios.defaults.headers.common.Authorization = process.env.AUTH
const app = express()
app.get('/x', async (req, res) => res.json((await axios.get('https://a.example.com/')).data))`,
    `import { Agent, interceptors, setGlobalDispatcher } from 'undici'
import express from 'express'
setGlobalDispatcher(new Agent().compose(interceptors.cache()))
const app = express()
app.get('/x', async (req, res) => res.json(await (await fetch('https://a.example.com/')).json()))`,
    // A health check by its route, by its function.
    `import express from 'express'
const app = express()
app.get('/healthz', async (req, res) => res.json(await (await fetch('https://a.example.com/')).json()))`,
    `import express from 'express'
const app = express()
async function pingUpstream() { return (await fetch('https://a.example.com/')).json() }
app.get('/x', async (req, res) => res.json(await pingUpstream()))`,
    // Loops that mean it.
    `export async function watch() {
  for (;;) { report(await (await fetch('https://a.example.com/job')).json()) }
}`,
    `export async function first(ids: string[]) {
  for (const id of ids) {
    const all = await (await fetch('https://a.example.com/all')).json()
    if (all[id]) return all[id]
  }
}`,
    `export async function convert(orders) {
  let rates
  for (const order of orders) {
    if (!rates) rates = await (await fetch('https://a.example.com/rates')).json()
    order.total *= rates[order.currency]
  }
}`,
    `export async function convert(orders) {
  let rates
  for (const order of orders) {
    rates ??= await (await fetch('https://a.example.com/rates')).json()
    order.total *= rates[order.currency]
  }
}`,
    // Relative to a page, whose cookies go along.
    `export const load = (ids) => Promise.all(ids.map(async (id) => (await (await fetch('/api/all')).json())[id]))`,
    // The same address, but the options differ.
    `export async function all() {
  const found = []
  for (let page = 1; page < 10; page++) {
    const { data } = await axios.get('https://a.example.com/all', { params: { page } })
    found.push(...data)
  }
  return found
}
import axios from 'axios'`,
  ],
})
