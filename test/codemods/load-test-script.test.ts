import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import type { Server, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HOLD_READERS_FILE, holdReadersModule } from '../../src/codemods/hold-readers-module.ts'
import { loadTestScript } from '../../src/codemods/load-test-script.ts'
import { parseSource } from '../parse-source.ts'

const SOURCE = parseSource("const style = 'single quotes'\n")
const ROUTE = { method: 'POST', path: '/rooms/:room/chat' }

/** What a request was, as the server saw it. */
interface Asked {
  readonly line: string
  readonly authorization: string | undefined
  readonly body: string
}

describe('the script of a load test', () => {
  let folder = ''
  let server: Server
  let asked: Asked[] = []
  /** Responses that are open at the same time, at most. */
  let most = 0
  let answer: (response: ServerResponse) => Promise<void> | void = () => {}

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'streaming-load-'))
    await writeFile(join(folder, HOLD_READERS_FILE), holdReadersModule(SOURCE))
    await writeFile(join(folder, 'chat.mjs'), loadTestScript(SOURCE, ROUTE, 'npm'))
    asked = []
    most = 0
    let open = 0
    server = createServer((request, response) => {
      most = Math.max(most, ++open)
      response.on('close', () => open--)
      const { method = '', url = '', headers } = request
      let body = ''
      request.setEncoding('utf8').on('data', (text: string) => (body += text))
      request.on('end', () => {
        asked.push({ line: `${method} ${url}`, authorization: headers.authorization, body })
        void answer(response)
      })
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  afterEach(async () => {
    server.close()
    server.closeAllConnections()
    await rm(folder, { recursive: true, force: true })
  })

  function run(...options: string[]): Promise<{ readonly code: unknown; readonly printed: string }> {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    return new Promise((resolve) => {
      execFile(process.execPath, [join(folder, 'chat.mjs'), '--url', url, ...options], (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : error.code, printed: stdout + stderr })
      })
    })
  }

  it('reads many streams at once, each to its end', async () => {
    answer = async (response) => {
      response.write('data: a\n\n')
      await delay(300)
      response.end('data: b\n\n')
    }
    const { code, printed } = await run('--readers', '20', '--header', 'authorization: Bearer a:b')
    expect(code).toBe(0)
    expect(most).toBe(20)
    expect(asked).toHaveLength(20)
    expect(asked[0]).toEqual({ line: 'POST /rooms/1/chat', authorization: 'Bearer a:b', body: '{}' })
    expect(printed).toContain('20 ended, 0 still open after 60 s, 0 failed, 360 bytes')
    const [first, end] = ['first byte', 'end'].map((name) =>
      Number(new RegExp(`^${name} +p50 (\\d+) ms`, 'm').exec(printed)?.[1]),
    )
    // The second half of every answer comes 300 ms after the first.
    expect((end ?? 0) - (first ?? 0)).toBeGreaterThan(200)
  })

  it('counts streams that outlast the time as open', async () => {
    answer = (response) => void response.write('data: a\n\n')
    const { code, printed } = await run('--readers', '3', '--duration', '1')
    expect(code).toBe(0)
    expect(printed).toContain('0 ended, 3 still open after 1 s, 0 failed, 27 bytes')
  })

  it('counts refusals, streams that break, and answers without a byte as failed', async () => {
    let turn = 0
    answer = async (response) => {
      switch (turn++) {
        case 0:
          response.writeHead(503).end()
          break
        case 1:
          response.end()
          break
        case 2:
          response.write('data: a\n\n')
          await delay(50)
          response.destroy()
          break
        default:
          response.end('data: a\n\n')
      }
    }
    const { code, printed } = await run('--readers', '1', '--rounds', '4', '--body', '{"text":"Hi"}')
    expect(code).toBe(1)
    expect(asked[0]?.body).toBe('{"text":"Hi"}')
    expect(printed).toContain('1 ended, 0 still open after 60 s, 3 failed')
    expect(printed).toContain('1 x 503 Service Unavailable')
    expect(printed).toContain('1 x ended without a byte')
    expect(printed).toMatch(/1 x (?:other side closed|terminated)/)
  })

  it('refuses a number of readers that is none', async () => {
    const { code, printed } = await run('--readers', 'many')
    expect(code).toBe(1)
    expect(printed).toContain('--readers is a whole number above zero')
    expect(asked).toEqual([])
  })
})
