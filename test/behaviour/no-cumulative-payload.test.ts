import type { RequestListener } from 'node:http'
import { createServer } from 'node:http'
import { describe, expect, it } from 'vitest'
import type { CodemodProject } from './codemod-run.ts'
import { codemodProjects, packageJson } from './codemod-run.ts'
import { onLoopback } from './loopback.ts'

const projects = codemodProjects()

/** A thousand chunks of four characters. */
const CHUNKS = 1000
const CHUNK = 'word'

const FILES = {
  'package.json': packageJson({ express: '^4.21.0' }),
  'words.js': `export async function* words() {
  for (let i = 0; i < ${CHUNKS}; i++) yield '${CHUNK}'
}
`,
  'server.js': `import express from 'express'
import { words } from './words.js'

export const app = express()
app.get('/answer', async (_req, res) => {
  res.setHeader('Content-Type', 'text/event-stream')
  let text = ''
  for await (const word of words()) {
    text += word
    res.write(\`data: \${JSON.stringify({ text })}\\n\\n\`)
  }
  res.end('data: [DONE]\\n\\n')
})
`,
  'client.js': `export async function read(origin, output) {
  const response = await fetch(\`\${origin}/answer\`)
  if (!response.ok) throw new Error(\`HTTP \${response.status}\`)
  const decoder = new TextDecoder()
  let rest = ''
  for await (const bytes of response.body) {
    rest += decoder.decode(bytes, { stream: true })
    const lines = rest.split('\\n')
    rest = lines.pop()
    for (const line of lines) {
      if (!line.startsWith('data: ')) continue
      const data = line.slice(6)
      if (data === '[DONE]') return
      output.value = JSON.parse(data).text
    }
  }
}
`,
}

/** The bytes of one answer, and what a client of it has in the end. */
async function answer(
  server: CodemodProject,
  client: CodemodProject,
): Promise<{ readonly bytes: number; readonly text: string }> {
  const { app } = await server.load<{ app: RequestListener }>('server.js')
  const { read } = await client.load<{ read(origin: string, output: { value: string }): Promise<void> }>('client.js')
  await using listening = await onLoopback(createServer(app))
  const output = { value: 'the answer of before' }
  await read(listening.url, output)
  const response = await fetch(`${listening.url}/answer`)
  return { bytes: (await response.arrayBuffer()).byteLength, text: output.value }
}

describe('an answer of a thousand chunks', () => {
  const whole = CHUNK.repeat(CHUNKS)
  const bytesOf = (text: string) => `data: ${JSON.stringify({ text })}\n\n`.length
  const DONE = 'data: [DONE]\n\n'.length

  it('takes two megabytes when each frame holds all of it', async () => {
    const { bytes, text } = await answer(projects.before(FILES), projects.before(FILES))
    expect(text).toBe(whole)
    const frames = Array.from({ length: CHUNKS }, (_, i) => bytesOf(CHUNK.repeat(i + 1)))
    expect(bytes).toBe(frames.reduce((sum, it) => sum + it, 0) + DONE)
    expect(bytes).toBe(2_021_014)
  })

  it('takes 23 kB when each holds what it adds, and the client has the same text', async () => {
    const after = await projects.after('send-deltas', FILES)
    const { bytes, text } = await answer(after, after)
    expect(text).toBe(whole)
    expect(bytes).toBe(CHUNKS * bytesOf(CHUNK) + DONE)
    expect(bytes).toBe(23_014)
  })

  it('is lost on a client that was not changed', async () => {
    const after = await projects.after('send-deltas', FILES)
    expect((await answer(after, projects.before(FILES))).text).toBe(CHUNK)
  })
})
