import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { copySample } from '../sample-copy.ts'
import type { RedisServer } from '../behaviour/redis-server.ts'
import { hasRedis, startRedis } from '../behaviour/redis-server.ts'
import type { Finished, RunningServer } from './chat-app.ts'
import { REPOSITORY, runNode, startServer } from './chat-app.ts'

const SLOW_MS = 60_000
const GUARDS = ['--guard', 'src/auth.ts#requireUser', '--guard', 'app/session.ts#requireSession']
const TOOL = join(REPOSITORY, 'dist/cli.js')

/** The main job: one command repairs what `recommended` finds in an application, which goes on working. */
describe('fix all --write on a copy of the sample', () => {
  let copy: string
  let fixed: Finished

  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), 'streaming-fix-all-'))
    await copySample(copy, 'recommended')
    fixed = await runNode([TOOL, 'fix', 'all', '--write', ...GUARDS], copy)
  })
  afterAll(async () => {
    await rm(copy, { recursive: true })
  })

  it('leaves nothing to people', () => {
    expect(fixed).toMatchObject({ code: 0, output: expect.stringMatching(/^\d+ files changed\.$/m) as string })
    expect(fixed.output).not.toContain('by hand')
    expect(fixed.output).not.toContain('left as it is')
  })

  it('leaves it clean in recommended', async () => {
    expect(await runNode([TOOL, 'check'], copy)).toEqual({
      code: 0,
      output: expect.stringMatching(/^No findings in \d+ files\.\n$/) as string,
    })
  })

  it('changes nothing when it runs again', async () => {
    expect(await runNode([TOOL, 'fix', 'all', '--check', ...GUARDS], copy)).toMatchObject({ code: 0 })
  })

  it('leaves it type-checking', async () => {
    const tsc = join(REPOSITORY, 'node_modules/typescript/bin/tsc')
    expect(await runNode([tsc, '-p', copy], copy)).toEqual({ code: 0, output: '' })
  })

  describe.skipIf(!hasRedis)('still serves its clients', () => {
    let redis: RedisServer
    let model: RunningServer
    const chats: RunningServer[] = []

    beforeAll(async () => {
      const rolldown = join(REPOSITORY, 'node_modules/rolldown/bin/cli.mjs')
      expect(await runNode([rolldown, '-c'], copy)).toMatchObject({ code: 0 })
      redis = await startRedis()
      model = await startServer('dist/fake-model.js', { TOKEN_DELAY_MS: '10' }, copy)
      // Two processes, as behind a load balancer.
      for (const name of ['one', 'two'])
        chats.push(
          await startServer(
            'dist/server.js',
            {
              DATA_DIR: join(copy, 'data', name),
              UPSTREAM_URL: model.url,
              PRICES_URL: `${model.url}/prices.json`,
              CHAT_TOKEN: 'secret',
              REDIS_URL: redis.url,
            },
            copy,
          ),
        )
    })
    afterAll(async () => {
      for (const chat of chats) await chat.stop()
      await model?.stop()
      await redis?.[Symbol.asyncDispose]()
    })

    const authorization = { Authorization: 'Bearer secret' }
    const post = (chat: RunningServer | undefined, path: string, body: object, headers: Record<string, string>) =>
      fetch(`${chat?.url}${path}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(SLOW_MS),
      })

    it('with an answer, piece by piece, to those who sign in', async () => {
      const body = { conversation: 'first', message: 'My chain squeaks' }
      expect((await post(chats[0], '/api/chat', body, {})).status).toBe(401)
      const response = await post(chats[0], '/api/chat', body, authorization)
      expect(response.headers.get('content-type')).toBe('text/event-stream')
      let text = ''
      let pieces = 0
      for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) {
        text += piece
        pieces++
      }
      expect(pieces).toBeGreaterThan(1)
      const frames = text.trimEnd().split('\n\n')
      expect(frames.pop()).toBe('data: [DONE]')
      const answers = frames.map((frame) => (JSON.parse(frame.replace('data: ', '')) as { answer: string }).answer)
      expect(answers.join('')).toMatch(/^Oil the chain.* for free\.$/)
    })

    it('with what is said in a room, also on the other process', async () => {
      const room = await fetch(`${chats[0]?.url}/api/rooms/7/events`, { headers: authorization })
      const reader = room.body!.pipeThrough(new TextDecoderStream()).getReader()
      expect((await reader.read()).value).toBe(': joined\n\n')
      expect((await post(chats[1], '/api/rooms/7/notes', { text: 'Called back' }, authorization)).status).toBe(204)
      expect((await reader.read()).value).toBe('event: note\ndata: {"type":"note","text":"Called back"}\n\n')
      await reader.cancel()
    })

    it('with prices, which are fetched once', async () => {
      for (let turn = 0; turn < 3; turn++) {
        const prices = await fetch(`${chats[0]?.url}/api/prices`)
        expect(await prices.json()).toMatchObject({ models: ['claude-sonnet-5-5', 'gpt-4o-mini'] })
      }
    })
  })
})
