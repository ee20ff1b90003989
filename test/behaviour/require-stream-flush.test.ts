import type { RequestListener } from 'node:http'
import { createServer } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import rule from '../../rules/payload/require-stream-flush.ts'
import { onLoopback } from './loopback.ts'
import { moduleFolder } from './module-folder.ts'
import { remedied } from './remedy.ts'

const APP = (route: string) => `import compression from 'compression'
import express from 'express'
export const app = express()
export const wait = { turn: undefined }
app.use(compression())
${route}
`
const HEADERS = APP(`app.get('/answer', async (req, res) => {
  res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' })
  for (const frame of [1, 2, 3, 4, 5, 6]) {
    res.write(\`data: \${frame}\\n\\n\`)
    await wait.turn(frame)
  }
  res.end()
})`)
const SET_HEADER = APP(`app.get('/answer', async (req, res) => {
  res.setHeader('Content-Type', 'text/event-stream')
  res.flushHeaders()
  const send = (frame) => {
    res.write(\`data: \${frame}\\n\\n\`)
  }
  for (const frame of [1, 2, 3, 4, 5, 6]) {
    send(frame)
    await wait.turn(frame)
  }
  res.end()
})`)
const AI = APP(`import { createUIMessageStream, pipeUIMessageStreamToResponse } from 'ai'
app.get('/answer', (req, res) => {
  const stream = createUIMessageStream({
    async execute({ writer }) {
      for (const frame of [1, 2, 3, 4, 5, 6]) {
        writer.write({ type: 'data-frame', data: frame })
        await wait.turn(frame)
      }
    },
  })
  pipeUIMessageStreamToResponse({ response: res, stream })
})`)

interface Program {
  readonly app: RequestListener
  /** What the route waits for behind each frame. */
  readonly wait: { turn?: (frame: number) => Promise<unknown> }
}

const modules = moduleFolder()
const after = (code: string, remedy: string) =>
  remedied(code, remedy, { rule, name: 'require-stream-flush', project: 'flush-express', file: 'src/streaming.js' })

const FRAMES = 6
/** How long the route waits for a client that does not tell that it has a frame. */
const PATIENCE_MS = 150
/** The same where it should not have to. */
const LIMIT_MS = 20_000

/** Which frames the client had before the next one was written, and how the answer was encoded. */
async function read(code: string, patience: number) {
  const { app, wait } = await modules.load<Program>(code)
  const inTime: number[] = []
  let text = ''
  let heard = () => {}
  const has = (frame: number) => new RegExp(`data: (?:${frame}|\\{.*"data":${frame}\\})\n\n`).test(text)
  wait.turn = async (frame) => {
    const end = new AbortController()
    const arrived = new Promise<void>((resolve) => {
      heard = () => {
        if (has(frame)) resolve()
      }
      heard()
    }).then(() => inTime.push(frame))
    await Promise.race([arrived, setTimeout(patience, undefined, { signal: end.signal }).catch(() => {})])
    end.abort()
    heard = () => {}
  }
  await using server = await onLoopback(createServer(app))
  // As browsers do, it asks for compression.
  const response = await fetch(`${server.url}/answer`, { headers: { 'accept-encoding': 'gzip' } })
  const decoder = new TextDecoder()
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true })
    heard()
  }
  const frames = Array.from({ length: FRAMES }, (_, index) => index + 1)
  expect(frames.filter((frame) => !has(frame))).toEqual([])
  return { inTime, encoding: response.headers.get('content-encoding') }
}

const ALL = [1, 2, 3, 4, 5, 6]

describe.each([
  ['headers that are written', HEADERS, ['transform', 'flush']],
  ['headers that are set, and flushed alone', SET_HEADER, ['transform', 'flush']],
  ['the responder of the AI SDK', AI, ['transform']],
] as const)('%s', (_name, code, remedies) => {
  it('holds the frames back, before', async () => {
    expect(await read(code, PATIENCE_MS)).toEqual({ inTime: [], encoding: 'gzip' })
  })

  it.each(remedies)('lets each frame through at once, after: %s', async (remedy) => {
    const encoding = remedy === 'flush' ? 'gzip' : null
    expect(await read(after(code, remedy), LIMIT_MS)).toEqual({ inTime: ALL, encoding })
  })
})
