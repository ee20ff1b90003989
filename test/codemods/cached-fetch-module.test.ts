import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { cachedFetchModule } from '../../src/codemods/cached-fetch-module.ts'
import { parseSource } from '../parse-source.ts'
import { ROOT } from '../repository.ts'

const MODULE = { path: '', syntax: 'import', isTypeScript: false } as const
const REQUESTS: string[] = []
const server = createServer((request, response) => {
  const { url = '' } = request
  REQUESTS.push(url)
  const text = JSON.stringify({ turn: REQUESTS.length })
  setTimeout(() => {
    response
      .writeHead(url === '/broken' ? 503 : 200, { 'content-type': 'application/json', 'x-name': 'prices' })
      .end(text)
  }, 50)
})
let folder = ''
let cachedFetch: typeof fetch

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'streaming-cache-'))
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction')
  const path = join(folder, 'cached-fetch.mjs')
  await writeFile(path, cachedFetchModule(parseSource("export const quotes = 'single'\n"), MODULE, 60))
  cachedFetch = ((await import(pathToFileURL(path).href)) as { cachedFetch: typeof fetch }).cachedFetch
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(async () => {
  server.close()
  await rm(folder, { recursive: true, force: true })
})

const at = (path: string) => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`

it('shares one request between callers of the same time, and keeps its answer', async () => {
  const responses = await Promise.all(Array.from({ length: 5 }, () => cachedFetch(at('/prices'))))
  expect(await Promise.all(responses.map((it) => it.json() as unknown))).toEqual(Array(5).fill({ turn: 1 }))
  const later = await cachedFetch(new URL(at('/prices')))
  expect([later.ok, later.headers.get('x-name'), await later.json()]).toEqual([true, 'prices', { turn: 1 }])
  expect(REQUESTS).toEqual(['/prices'])
})

it('takes other headers for another request', async () => {
  REQUESTS.length = 0
  for (const accept of ['text/plain', 'text/html', 'text/plain'])
    await cachedFetch(at('/prices'), { headers: { accept } })
  expect(REQUESTS).toHaveLength(2)
})

it('keeps no failures', async () => {
  REQUESTS.length = 0
  const [first, second] = [await cachedFetch(at('/broken')), await cachedFetch(at('/broken'))]
  expect([first.status, second.status]).toEqual([503, 503])
  expect(REQUESTS).toHaveLength(2)
  await expect(cachedFetch('http://127.0.0.1:1/')).rejects.toThrow('fetch failed')
})
