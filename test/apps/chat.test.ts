import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { RunningServer } from './chat-app.ts'
import { CHAT_APP, REPOSITORY, runNode, startServer } from './chat-app.ts'

const SLOW_MS = 120_000
const ANSWER = /^Oil the chain.* for free\.$/

it('type-checks', { timeout: SLOW_MS }, async () => {
  const tsc = join(REPOSITORY, 'node_modules/typescript/bin/tsc')
  expect(await runNode([tsc, '-p', CHAT_APP], REPOSITORY)).toEqual({ code: 0, output: '' })
})

describe('running', () => {
  let folder: string
  let model: RunningServer
  let chat: RunningServer

  beforeAll(async () => {
    const rolldown = join(REPOSITORY, 'node_modules/rolldown/bin/cli.mjs')
    expect(await runNode([rolldown, '-c'], CHAT_APP)).toMatchObject({ code: 0 })
    folder = await mkdtemp(join(tmpdir(), 'chat-data-'))
    model = await startServer('dist/fake-model.js', { TOKEN_DELAY_MS: '10' })
    chat = await startServer('dist/server.js', {
      DATA_DIR: folder,
      UPSTREAM_URL: model.url,
      PRICES_URL: `${model.url}/prices.json`,
      CHAT_TOKEN: 'secret',
    })
  }, SLOW_MS)

  afterAll(async () => {
    await chat?.stop()
    await model?.stop()
    if (folder !== undefined) await rm(folder, { recursive: true })
  }, SLOW_MS)

  function post(path: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(chat.url + path, {
      method: 'POST',
      // Without `identity` the application's own compression holds the frames back.
      headers: { 'Content-Type': 'application/json', 'Accept-Encoding': 'identity', ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(SLOW_MS / 4),
    })
  }

  const authorization = { Authorization: 'Bearer secret' }

  it('streams an answer piece by piece and keeps it', { timeout: SLOW_MS }, async () => {
    const response = await post('/api/chat', { conversation: 'first', message: 'My chain squeaks' })
    expect(response.headers.get('content-type')).toBe('text/event-stream')

    const pieces: string[] = []
    const decoder = new TextDecoder()
    for await (const bytes of response.body!) pieces.push(decoder.decode(bytes, { stream: true }))
    const frames = pieces.join('').trimEnd().split('\n\n')

    expect(pieces.length).toBeGreaterThan(1)
    expect(frames.pop()).toBe('data: [DONE]')
    expect(JSON.parse(frames.at(-1)!.replace('data: ', ''))).toEqual({
      answer: expect.stringMatching(ANSWER) as string,
    })

    // The application keeps the turns after it has ended the response.
    await vi.waitFor(
      async () => {
        const transcript = await fetch(`${chat.url}/api/export`, { headers: authorization })
        const lines = (await transcript.text()).trimEnd().split('\n')
        expect(lines.map((line) => (JSON.parse(line) as { role: string }).role)).toEqual(['user', 'assistant'])
      },
      { timeout: SLOW_MS / 4 },
    )
  })

  it('streams a draft', { timeout: SLOW_MS }, async () => {
    const response = await post('/api/drafts', { text: 'Where is my order?' })
    expect(await response.text()).toMatch(/^data: Oil \n\n[^]*data: free\.\n\ndata: \[DONE\]\n\n$/)
  })

  it('tells the members of a room what others write', { timeout: SLOW_MS }, async () => {
    const response = await fetch(`${chat.url}/api/rooms/7/events?token=secret`)
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
    expect((await reader.read()).value).toBe(': joined\n\n')
    expect((await post('/api/rooms/7/notes', { text: 'Called back' }, authorization)).status).toBe(204)
    expect((await reader.read()).value).toBe('event: note\ndata: {"type":"note","text":"Called back"}\n\n')
    await reader.cancel()
  })

  it('keeps files, prices and digests', { timeout: SLOW_MS }, async () => {
    const headers = { ...authorization, 'Content-Type': 'application/octet-stream' }
    const put = await fetch(`${chat.url}/api/files/a.txt`, { method: 'PUT', headers, body: 'Bill' })
    expect(put.status).toBe(201)
    const got = await fetch(`${chat.url}/api/files/a.txt`, { headers: authorization })
    expect(await got.text()).toBe('Bill')
    const refused = await fetch(`${chat.url}/api/files/a.txt`)
    expect(refused.status).toBe(401)
    const prices = await fetch(`${chat.url}/api/prices`)
    expect(await prices.json()).toMatchObject({ models: ['claude-sonnet-5-5', 'gpt-4o-mini'] })
    const digest = await post('/api/digest', {}, authorization)
    expect(await digest.json()).toEqual([{ id: 'first', summary: expect.stringMatching(ANSWER) as string }])
    const found = await fetch(`${chat.url}/api/search?q=squeaks`, { headers: authorization })
    expect(await found.json()).toEqual(['first'])
  })

  it('answers on the Next routes', { timeout: SLOW_MS }, async () => {
    vi.stubEnv('UPSTREAM_URL', model.url)
    vi.stubEnv('DATA_DIR', folder)
    try {
      const chatRoute = (await import(pathToFileURL(join(CHAT_APP, 'app/api/chat/route.ts')).href)) as {
        POST(request: Request): Promise<Response>
      }
      const body = JSON.stringify({ turns: [{ role: 'user', content: 'My chain squeaks' }] })
      const answer = await chatRoute.POST(new Request('http://shop.example/api/chat', { method: 'POST', body }))
      expect(await answer.text()).toMatch(ANSWER)

      const historyRoute = (await import(pathToFileURL(join(CHAT_APP, 'app/api/history/route.ts')).href)) as {
        GET(request: Request): Promise<Response>
      }
      const history = await historyRoute.GET(new Request('http://shop.example/api/history?conversation=first'))
      expect((await history.text()).split('\n')).toHaveLength(3)
    } finally {
      vi.unstubAllEnvs()
    }
  })
})
