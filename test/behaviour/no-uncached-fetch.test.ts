import type { RequestListener } from 'node:http'
import { createServer } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import rule from '../../rules/caching/no-uncached-fetch.ts'
import { codemodProjects, packageJson } from './codemod-run.ts'
import type { Loopback } from './loopback.ts'
import { onLoopback } from './loopback.ts'
import { moduleFolder } from './module-folder.ts'
import { remedied } from './remedy.ts'

const modules = moduleFolder()
const projects = codemodProjects()

/** How many clients ask at once. */
const READERS = 100
const LIBRARIES = ['lru-cache', 'cacheable', 'async-cache-dedupe']

interface Upstream {
  requests: number
  /** What it answers; what it counts tells one answer from another. */
  status: number
  /** How many clients have come since it was last asked to wait, and how many it waits for before it answers. */
  arrived: number
  waitsFor: number
}

const upstreamWith = (status: number): Upstream => ({ requests: 0, status, arrived: 0, waitsFor: 0 })

/** A server of prices; the code under test finds its address in the environment. */
async function prices(upstream: Upstream): Promise<Loopback> {
  const server = createServer((_request, response) => {
    upstream.requests++
    const { requests: turn, status } = upstream
    const answer = async () => {
      do await setTimeout(5)
      while (upstream.arrived < upstream.waitsFor)
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ turn }))
    }
    void answer()
  })
  const listening = await onLoopback(server)
  process.env['PRICES_URL'] = listening.url
  return listening
}

/** An address of this machine is not reported, so that the tests name theirs in the environment. */
const HANDLER = `import express from 'express'

export const app = express()

app.get('/prices', async (_req, res) => {
  const response = await fetch(process.env.PRICES_URL)
  if (!response.ok) return res.sendStatus(502)
  res.json(await response.json())
})
`
const LOOP = `export async function turns(orders) {
  const found = []
  for (const order of orders) {
    const response = await fetch(process.env.PRICES_URL)
    if (!response.ok) throw new Error('HTTP ' + response.status)
    const { turn } = await response.json()
    found.push(turn)
  }
  return found
}
`

/** Other clients; the tests have theirs try nothing again. */
const client = (imported: string, asked: string) => `import express from 'express'
import ${imported}

export const app = express()

app.get('/prices', async (_req, res) => {
  try {
    ${asked}
  } catch {
    res.sendStatus(502)
  }
})
`
const URL_CODE = 'process.env.PRICES_URL'
const CLIENTS: readonly (readonly [name: string, code: string])[] = [
  ['axios', client(`axios from 'axios'`, `const { data } = await axios.get(${URL_CODE})\n    res.json(data)`)],
  [
    'got, the parts of its answer',
    client(
      `got from 'got'`,
      `const { body } = await got(${URL_CODE}, { retry: { limit: 0 } })\n    res.type('json').send(body)`,
    ),
  ],
  ['got, what it parses', client(`got from 'got'`, `res.json(await got(${URL_CODE}, { retry: { limit: 0 } }).json())`)],
  ['ky', client(`ky from 'ky'`, `res.json(await ky(${URL_CODE}, { retry: 0 }).json())`)],
  [
    'undici',
    client(
      `{ request } from 'undici'`,
      `const { body, statusCode } = await request(${URL_CODE})
    if (statusCode !== 200) return res.sendStatus(502)
    res.json(await body.json())`,
    ),
  ],
]

/** Code after the suggestion, with the library that the settings name. */
function cached(code: string, library: string): string {
  const settings = { libraries: { cache: library } }
  return remedied(code, 'cache', {
    rule,
    name: 'no-uncached-fetch',
    project: 'express4',
    file: 'src/code.mjs',
    settings,
  })
}

interface Seen {
  /** Requests that came to the other server for a hundred clients at once, and for ten more afterwards. */
  atOnce: number
  later: number
  /** Statuses that the clients got, each once. */
  statuses: number[]
  bodies: string[]
}

/** Has a hundred clients ask at once, and ten more afterwards. */
async function ask(app: RequestListener, upstream: Upstream): Promise<Seen> {
  Object.assign(upstream, { arrived: 0, waitsFor: READERS })
  const counting = createServer((request, response) => {
    upstream.arrived++
    app(request, response)
  })
  await using server = await onLoopback(counting)
  const statuses = new Set<number>()
  const bodies = new Set<string>()
  const get = async () => {
    const response = await fetch(`${server.url}/prices`)
    statuses.add(response.status)
    bodies.add(await response.text())
  }
  const before = upstream.requests
  await Promise.all(Array.from({ length: READERS }, get))
  const atOnce = upstream.requests - before
  for (let turn = 0; turn < 10; turn++) await get()
  return { atOnce, later: upstream.requests - before - atOnce, statuses: [...statuses], bodies: [...bodies] }
}

const loadApp = async (code: string) => (await modules.load<{ app: RequestListener }>(code)).app

describe('before', () => {
  it('each client costs a request', async () => {
    const upstream = upstreamWith(200)
    await using _prices = await prices(upstream)
    const seen = await ask(await loadApp(HANDLER), upstream)
    expect(seen).toMatchObject({ atOnce: READERS, later: 10, statuses: [200] })
  })

  it('each turn of a loop costs a request', async () => {
    const upstream = upstreamWith(200)
    await using _prices = await prices(upstream)
    const { turns } = await modules.load<{ turns: (orders: number[]) => Promise<number[]> }>(LOOP)
    expect(await turns([1, 2, 3, 4, 5])).toEqual([1, 2, 3, 4, 5])
  })
})

describe.each(LIBRARIES)('after, with %s', (library) => {
  it('all clients share one request', async () => {
    const upstream = upstreamWith(200)
    await using _prices = await prices(upstream)
    const seen = await ask(await loadApp(cached(HANDLER, library)), upstream)
    expect(seen).toEqual({ atOnce: 1, later: 0, statuses: [200], bodies: ['{"turn":1}'] })
  })

  it('a failure is told and not kept', async () => {
    const upstream = upstreamWith(503)
    await using _prices = await prices(upstream)
    const app = await loadApp(cached(HANDLER, library))
    expect(await ask(app, upstream)).toMatchObject({ atOnce: 1, later: 10, statuses: [502] })
    upstream.status = 200
    expect(await ask(app, upstream)).toMatchObject({ atOnce: 1, later: 0, statuses: [200] })
  })

  it('all turns of a loop share one request', async () => {
    const upstream = upstreamWith(200)
    await using _prices = await prices(upstream)
    const code = cached(LOOP, library)
    const { turns } = await modules.load<{ turns: (orders: number[]) => Promise<number[]> }>(code)
    expect(await turns([1, 2, 3, 4, 5])).toEqual([1, 1, 1, 1, 1])
  })
})

describe.each(CLIENTS)('%s', (_name, code) => {
  it('costs a request for each client, before', async () => {
    const upstream = upstreamWith(200)
    await using _prices = await prices(upstream)
    expect(await ask(await loadApp(code), upstream)).toMatchObject({ atOnce: READERS, later: 10, statuses: [200] })
  })

  it('costs one for all, and nothing of a failure is kept, after', async () => {
    const upstream = upstreamWith(503)
    await using _prices = await prices(upstream)
    const app = await loadApp(cached(code, 'lru-cache'))
    expect(await ask(app, upstream)).toMatchObject({ atOnce: 1, later: 10, statuses: [502] })
    upstream.status = 200
    const shared = `{"turn":${upstream.requests + 1}}`
    expect(await ask(app, upstream)).toEqual({ atOnce: 1, later: 0, statuses: [200], bodies: [shared] })
  })
})

it('cache-fetch: the routes of two files share one request, and no failure is kept', async () => {
  const upstream = upstreamWith(503)
  await using _prices = await prices(upstream)
  const project = await projects.after('cache-fetch', {
    'package.json': packageJson({ express: '^4.22.3' }),
    'src/one.js': HANDLER,
    'src/two.js': HANDLER,
  })
  const { app: one } = await project.load<{ app: RequestListener }>('src/one.js')
  const { app: two } = await project.load<{ app: RequestListener }>('src/two.js')
  expect(await ask(one, upstream)).toMatchObject({ atOnce: 1, later: 10, statuses: [502] })
  upstream.status = 200
  expect(await ask(one, upstream)).toMatchObject({ atOnce: 1, later: 0, statuses: [200] })
  expect(await ask(two, upstream)).toMatchObject({ atOnce: 0, later: 0, statuses: [200] })
  expect(project.read('package.json')).toContain('"lru-cache"')
})
