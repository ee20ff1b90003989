import rule from '../../../rules/payload/no-cumulative-payload.ts'
import { ruleTest } from '../../rule-tester.ts'

ruleTest(rule, {
  reports: [
    {
      name: 'a Node response',
      project: 'express5',
      code: `import express from 'express'
import OpenAI from 'openai'
const app = express()
const openai = new OpenAI()
app.post('/chat', async (req, res) => {
  const stream = await openai.chat.completions.create({ model: 'm', messages: req.body, stream: true })
  let answer = ''
  for await (const chunk of stream) {
    answer += chunk.choices[0]?.delta.content ?? ''
    res.write(\`data: \${JSON.stringify({ answer })}\\n\\n\`)
  }
  res.end()
})
`,
      errors: [
        {
          messageId: 'cumulative',
          line: 10,
          column: 5,
          endColumn: 57,
          suggestions: [
            {
              messageId: 'sendDelta',
              output: `import express from 'express'
import OpenAI from 'openai'
const app = express()
const openai = new OpenAI()
app.post('/chat', async (req, res) => {
  const stream = await openai.chat.completions.create({ model: 'm', messages: req.body, stream: true })
  let answer = ''
  for await (const chunk of stream) {
    const delta = chunk.choices[0]?.delta.content ?? ''
    answer += delta
    res.write(\`data: \${JSON.stringify({ answer: delta })}\\n\\n\`)
  }
  res.end()
})
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a named delta',
      project: 'express5',
      code: `import express from 'express'
import OpenAI from 'openai'
const app = express()
const openai = new OpenAI()
app.post('/chat', async (req, res) => {
  const stream = await openai.chat.completions.create({ model: 'm', messages: req.body, stream: true })
  let answer = ''
  for await (const chunk of stream) {
    const delta = chunk.choices[0]?.delta.content ?? ''
    answer += delta
    res.write(JSON.stringify({ text: answer, delta }) + '\\n')
  }
  res.end()
})
`,
      errors: [
        {
          messageId: 'cumulative',
          line: 11,
          column: 5,
          endColumn: 62,
          suggestions: [
            {
              messageId: 'sendDelta',
              output: `import express from 'express'
import OpenAI from 'openai'
const app = express()
const openai = new OpenAI()
app.post('/chat', async (req, res) => {
  const stream = await openai.chat.completions.create({ model: 'm', messages: req.body, stream: true })
  let answer = ''
  for await (const chunk of stream) {
    const delta = chunk.choices[0]?.delta.content ?? ''
    answer += delta
    res.write(JSON.stringify({ text: delta, delta }) + '\\n')
  }
  res.end()
})
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a frame that is made before',
      project: 'express5',
      code: `import express from 'express'
import OpenAI from 'openai'
const app = express()
const openai = new OpenAI()
app.post('/chat', async (req, res) => {
  const stream = await openai.chat.completions.create({ model: 'm', messages: req.body, stream: true })
  let answer = ''
  for await (const chunk of stream) {
    answer += chunk.choices[0]?.delta.content ?? ''
    const frame = JSON.stringify({ answer })
    res.write(frame)
  }
  res.end()
})
`,
      errors: [{ messageId: 'cumulative', line: 11, column: 5, endColumn: 21 }],
    },
    {
      name: 'both in one branch',
      project: 'express5',
      code: `import express from 'express'
import OpenAI from 'openai'
const app = express()
const openai = new OpenAI()
app.post('/chat', async (req, res) => {
  const stream = await openai.chat.completions.create({ model: 'm', messages: req.body, stream: true })
  let answer = ''
  for await (const chunk of stream) {
    const text = chunk.choices[0]?.delta.content
    if (text) {
      answer += text
      res.write(answer)
    }
  }
  res.end()
})
`,
      errors: [
        {
          messageId: 'cumulative',
          line: 12,
          column: 7,
          endColumn: 24,
          suggestions: [
            {
              messageId: 'sendDelta',
              output: `import express from 'express'
import OpenAI from 'openai'
const app = express()
const openai = new OpenAI()
app.post('/chat', async (req, res) => {
  const stream = await openai.chat.completions.create({ model: 'm', messages: req.body, stream: true })
  let answer = ''
  for await (const chunk of stream) {
    const text = chunk.choices[0]?.delta.content
    if (text) {
      answer += text
      res.write(text)
    }
  }
  res.end()
})
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a list',
      project: 'express5',
      code: `import express from 'express'
import OpenAI from 'openai'
const app = express()
const openai = new OpenAI()
app.post('/chat', async (req, res) => {
  const stream = await openai.chat.completions.create({ model: 'm', messages: req.body, stream: true })
  const parts: unknown[] = []
  for await (const chunk of stream) {
    parts.push(chunk)
    res.write(JSON.stringify(parts))
  }
  res.end()
})
`,
      errors: [{ messageId: 'cumulative', line: 10, column: 5, endColumn: 37 }],
    },
    {
      name: 'a web stream',
      code: `export function stream(source: AsyncIterable<string>) {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async start(controller) {
      let text = ''
      for await (const part of source) {
        text += part
        controller.enqueue(encoder.encode(\`data: \${JSON.stringify({ text })}\\n\\n\`))
      }
      controller.close()
    },
  })
}
`,
      errors: [
        {
          messageId: 'cumulative',
          line: 8,
          column: 9,
          endColumn: 84,
          suggestions: [
            {
              messageId: 'sendDelta',
              output: `export function stream(source: AsyncIterable<string>) {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async start(controller) {
      let text = ''
      for await (const part of source) {
        text += part
        controller.enqueue(encoder.encode(\`data: \${JSON.stringify({ text: part })}\\n\\n\`))
      }
      controller.close()
    },
  })
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a writer',
      code: `export async function copy(source: AsyncIterable<string>, { writable }: TransformStream<string, string>) {
  const writer = writable.getWriter()
  let text = ''
  for await (const part of source) {
    text = text + part
    await writer.write(text)
  }
}
`,
      errors: [
        {
          messageId: 'cumulative',
          line: 6,
          column: 11,
          endColumn: 29,
          suggestions: [
            {
              messageId: 'sendDelta',
              output: `export async function copy(source: AsyncIterable<string>, { writable }: TransformStream<string, string>) {
  const writer = writable.getWriter()
  let text = ''
  for await (const part of source) {
    text = text + part
    await writer.write(part)
  }
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'Hono',
      project: 'hono',
      code: `import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
const app = new Hono()
app.get('/chat', (c) =>
  streamSSE(c, async (stream) => {
    let text = ''
    for await (const part of answer()) {
      text += part
      await stream.writeSSE({ data: text })
    }
  }),
)
`,
      errors: [
        {
          messageId: 'cumulative',
          line: 9,
          column: 13,
          endColumn: 44,
          suggestions: [
            {
              messageId: 'sendDelta',
              output: `import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
const app = new Hono()
app.get('/chat', (c) =>
  streamSSE(c, async (stream) => {
    let text = ''
    for await (const part of answer()) {
      text += part
      await stream.writeSSE({ data: part })
    }
  }),
)
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a socket',
      code: `import { WebSocketServer } from 'ws'
new WebSocketServer({ port: 1 }).on('connection', async (socket) => {
  let text = ''
  for await (const part of answer()) {
    text += part
    socket.send(JSON.stringify({ type: 'text', text }))
  }
})
`,
      errors: [
        {
          messageId: 'cumulative',
          line: 6,
          column: 5,
          endColumn: 56,
          suggestions: [
            {
              messageId: 'sendDelta',
              output: `import { WebSocketServer } from 'ws'
new WebSocketServer({ port: 1 }).on('connection', async (socket) => {
  let text = ''
  for await (const part of answer()) {
    text += part
    socket.send(JSON.stringify({ type: 'text', text: part }))
  }
})
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a room',
      code: `import { Server } from 'socket.io'
const io = new Server(3000)
export async function tell(room: string) {
  let text = ''
  for await (const part of answer()) {
    text += part
    io.to(room).emit('text', text)
  }
}
`,
      errors: [
        {
          messageId: 'cumulative',
          line: 7,
          column: 5,
          endColumn: 35,
          suggestions: [
            {
              messageId: 'sendDelta',
              output: `import { Server } from 'socket.io'
const io = new Server(3000)
export async function tell(room: string) {
  let text = ''
  for await (const part of answer()) {
    text += part
    io.to(room).emit('text', part)
  }
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a response that is asked whether it has ended',
      project: 'express5',
      code: `import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
app.post('/chat', async (req, res) => {
  let answer = ''
  for await (const delta of model()) {
    answer += delta
    if (!res.writableEnded) res.write(answer)
  }
  res.end()
})
`,
      errors: [
        {
          messageId: 'cumulative',
          line: 8,
          column: 29,
          endColumn: 46,
          suggestions: [
            {
              messageId: 'sendDelta',
              output: `import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
app.post('/chat', async (req, res) => {
  let answer = ''
  for await (const delta of model()) {
    answer += delta
    if (!res.writableEnded) res.write(delta)
  }
  res.end()
})
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a flag that the departure of the client sets',
      project: 'express5',
      code: `import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
app.post('/chat', async (req, res) => {
  let answer = ''
  let gone = false
  res.on('close', () => { gone = true })
  for await (const delta of model()) {
    answer += delta
    if (!gone) res.write(answer)
  }
  res.end()
})
`,
      errors: [
        {
          messageId: 'cumulative',
          line: 10,
          column: 16,
          endColumn: 33,
          suggestions: [
            {
              messageId: 'sendDelta',
              output: `import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
app.post('/chat', async (req, res) => {
  let answer = ''
  let gone = false
  res.on('close', () => { gone = true })
  for await (const delta of model()) {
    answer += delta
    if (!gone) res.write(delta)
  }
  res.end()
})
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a test whether anything was added',
      project: 'express5',
      code: `import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
app.post('/chat', async (req, res) => {
  let answer = ''
  for await (const delta of model()) {
    answer += delta ?? ''
    if (delta) res.write(JSON.stringify({ answer }))
  }
  res.end()
})
`,
      errors: [
        {
          messageId: 'cumulative',
          line: 8,
          column: 16,
          endColumn: 53,
          suggestions: [
            {
              messageId: 'sendDelta',
              output: `import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
app.post('/chat', async (req, res) => {
  let answer = ''
  for await (const delta of model()) {
    const addition = delta ?? ''
    answer += addition
    if (delta) res.write(JSON.stringify({ answer: addition }))
  }
  res.end()
})
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a test whether there is anything to send',
      project: 'express5',
      code: `import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
app.post('/chat', async (req, res) => {
  let answer = ''
  for await (const delta of model()) {
    answer += delta
    if (answer.length > 0 && !res.destroyed) res.write(answer)
  }
  res.end()
})
`,
      errors: [
        {
          messageId: 'cumulative',
          line: 8,
          column: 46,
          endColumn: 63,
          suggestions: [
            {
              messageId: 'sendDelta',
              output: `import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
app.post('/chat', async (req, res) => {
  let answer = ''
  for await (const delta of model()) {
    answer += delta
    if (answer.length > 0 && !res.destroyed) res.write(delta)
  }
  res.end()
})
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a helper that frames',
      project: 'express5',
      code: `import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
app.post('/chat', async (req, res) => {
  let answer = ''
  const send = (data: unknown) => res.write(\`data: \${JSON.stringify(data)}\\n\\n\`)
  for await (const delta of model()) {
    answer += delta
    send({ answer })
  }
  res.end()
})
`,
      errors: [
        {
          messageId: 'cumulative',
          line: 9,
          column: 5,
          endColumn: 21,
          suggestions: [
            {
              messageId: 'sendDelta',
              output: `import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
app.post('/chat', async (req, res) => {
  let answer = ''
  const send = (data: unknown) => res.write(\`data: \${JSON.stringify(data)}\\n\\n\`)
  for await (const delta of model()) {
    answer += delta
    send({ answer: delta })
  }
  res.end()
})
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a helper of a helper, which is given the response',
      project: 'express5',
      code: `import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
function sendEvent(res: express.Response, event: string, data: unknown) {
  const payload = JSON.stringify(data)
  safeWrite(res, \`event: \${event}\\ndata: \${payload}\\n\\n\`)
}
function safeWrite(res: express.Response, frame: string) {
  if (!res.writableEnded) res.write(frame)
}
app.post('/chat', async (req, res) => {
  let answer = ''
  for await (const delta of model()) {
    answer += delta
    sendEvent(res, 'text', { answer })
  }
  res.end()
})
`,
      errors: [
        {
          messageId: 'cumulative',
          line: 15,
          column: 5,
          endColumn: 39,
          suggestions: [
            {
              messageId: 'sendDelta',
              output: `import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
function sendEvent(res: express.Response, event: string, data: unknown) {
  const payload = JSON.stringify(data)
  safeWrite(res, \`event: \${event}\\ndata: \${payload}\\n\\n\`)
}
function safeWrite(res: express.Response, frame: string) {
  if (!res.writableEnded) res.write(frame)
}
app.post('/chat', async (req, res) => {
  let answer = ''
  for await (const delta of model()) {
    answer += delta
    sendEvent(res, 'text', { answer: delta })
  }
  res.end()
})
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a list that is gone through',
      project: 'express5',
      code: `import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
app.post('/chat', async (req, res) => {
  let answer = ''
  for (const word of words()) {
    answer += word
    res.write(answer)
  }
  res.end()
})
`,
      errors: [
        {
          messageId: 'cumulative',
          line: 8,
          column: 5,
          endColumn: 22,
          suggestions: [
            {
              messageId: 'sendDelta',
              output: `import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
app.post('/chat', async (req, res) => {
  let answer = ''
  for (const word of words()) {
    answer += word
    res.write(word)
  }
  res.end()
})
`,
            },
          ],
        },
      ],
    },
    {
      name: 'the ticks of a timer',
      project: 'express5',
      code: `import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
app.get('/clock', (req, res) => {
  const lines: string[] = []
  setInterval(() => {
    lines.push(new Date().toISOString())
    res.write(\`data: \${JSON.stringify(lines)}\\n\\n\`)
  }, 1000)
})
`,
      errors: [{ messageId: 'cumulative', line: 8, column: 5, endColumn: 52 }],
    },
    {
      name: 'every client, by forEach',
      code: `import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
const wss = new WebSocketServer({ port: 1 })
export async function run() {
  let text = ''
  for await (const part of answer()) {
    text += part
    wss.clients.forEach((client) => client.send(JSON.stringify({ text })))
  }
}
`,
      errors: [
        {
          messageId: 'cumulative',
          line: 9,
          column: 37,
          endColumn: 74,
          suggestions: [
            {
              messageId: 'sendDelta',
              output: `import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
const wss = new WebSocketServer({ port: 1 })
export async function run() {
  let text = ''
  for await (const part of answer()) {
    text += part
    wss.clients.forEach((client) => client.send(JSON.stringify({ text: part })))
  }
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'every open client, by a loop',
      code: `import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
const wss = new WebSocketServer({ port: 1 })
export async function run() {
  let text = ''
  for await (const part of answer()) {
    text += part
    for (const client of wss.clients) if (client.readyState === 1) client.send(text)
  }
}
`,
      errors: [
        {
          messageId: 'cumulative',
          line: 9,
          column: 68,
          endColumn: 85,
          suggestions: [
            {
              messageId: 'sendDelta',
              output: `import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
const wss = new WebSocketServer({ port: 1 })
export async function run() {
  let text = ''
  for await (const part of answer()) {
    text += part
    for (const client of wss.clients) if (client.readyState === 1) client.send(part)
  }
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a chat that is sent whole with each message',
      code: `import { Server } from 'socket.io'
const io = new Server(3000)
const messages: string[] = []
io.on('connection', (socket) => {
  socket.on('message', (text) => {
    messages.push(text)
    io.emit('messages', messages)
  })
})
`,
      errors: [{ messageId: 'cumulative', line: 7, column: 5, endColumn: 34 }],
    },
    {
      name: 'a generator whose frames are written',
      project: 'express5',
      code: `import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
async function* events() {
  let text = ''
  for await (const part of model()) {
    text += part
    yield \`data: \${JSON.stringify({ text })}\\n\\n\`
  }
}
app.get('/x', async (req, res) => {
  for await (const event of events()) res.write(event)
  res.end()
})
`,
      errors: [
        {
          messageId: 'cumulative',
          line: 8,
          column: 5,
          endColumn: 50,
          suggestions: [
            {
              messageId: 'sendDelta',
              output: `import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
async function* events() {
  let text = ''
  for await (const part of model()) {
    text += part
    yield \`data: \${JSON.stringify({ text: part })}\\n\\n\`
  }
}
app.get('/x', async (req, res) => {
  for await (const event of events()) res.write(event)
  res.end()
})
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a generator that is piped',
      project: 'express5',
      code: `import { Readable } from 'node:stream'
import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
async function* events() {
  let text = ''
  for await (const part of model()) {
    text += part
    yield \`data: \${JSON.stringify({ text })}\\n\\n\`
  }
}
app.get('/x', (req, res) => {
  Readable.from(events()).pipe(res)
})
`,
      errors: [
        {
          messageId: 'cumulative',
          line: 9,
          column: 5,
          endColumn: 50,
          suggestions: [
            {
              messageId: 'sendDelta',
              output: `import { Readable } from 'node:stream'
import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
async function* events() {
  let text = ''
  for await (const part of model()) {
    text += part
    yield \`data: \${JSON.stringify({ text: part })}\\n\\n\`
  }
}
app.get('/x', (req, res) => {
  Readable.from(events()).pipe(res)
})
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a generator that a responder is given',
      code: `import { toServerSentEventsResponse } from '@tanstack/ai'
async function* chat() {
  let content = ''
  for (const char of text()) {
    content += char
    yield { type: 'TEXT', delta: char, content }
  }
}
export const POST = () => toServerSentEventsResponse(chat())
`,
      errors: [
        {
          messageId: 'cumulative',
          line: 6,
          column: 5,
          endColumn: 49,
          suggestions: [
            {
              messageId: 'sendDelta',
              output: `import { toServerSentEventsResponse } from '@tanstack/ai'
async function* chat() {
  let content = ''
  for (const char of text()) {
    content += char
    yield { type: 'TEXT', delta: char, content: char }
  }
}
export const POST = () => toServerSentEventsResponse(chat())
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a field',
      project: 'express5',
      code: `import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
class Job {
  text = ''
  constructor(private res: express.Response) {}
  async run() {
    for await (const part of model()) {
      this.text += part
      this.res.write(this.text)
    }
  }
}
`,
      errors: [
        {
          messageId: 'cumulative',
          line: 10,
          column: 7,
          endColumn: 32,
          suggestions: [
            {
              messageId: 'sendDelta',
              output: `import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
class Job {
  text = ''
  constructor(private res: express.Response) {}
  async run() {
    for await (const part of model()) {
      this.text += part
      this.res.write(part)
    }
  }
}
`,
            },
          ],
        },
      ],
    },
    {
      name: 'a property of a state',
      project: 'express5',
      code: `import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
app.post('/c', async (req, res) => {
  const state = { text: '', count: 0 }
  for await (const part of model()) {
    state.text += part
    res.write(JSON.stringify(state.text))
  }
})
`,
      errors: [
        {
          messageId: 'cumulative',
          line: 8,
          column: 5,
          endColumn: 42,
          suggestions: [
            {
              messageId: 'sendDelta',
              output: `import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
app.post('/c', async (req, res) => {
  const state = { text: '', count: 0 }
  for await (const part of model()) {
    state.text += part
    res.write(JSON.stringify(part))
  }
})
`,
            },
          ],
        },
      ],
    },
    {
      name: 'the output of a program',
      project: 'express5',
      code: `import { spawn } from 'node:child_process'
import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
app.get('/x', (req, res) => {
  let out = ''
  const child = spawn('ls')
  child.stdout.on('data', (chunk) => {
    out += chunk
    res.write(\`data: \${JSON.stringify({ out })}\\n\\n\`)
  })
})
`,
      errors: [
        {
          messageId: 'cumulative',
          line: 10,
          column: 5,
          endColumn: 54,
          suggestions: [
            {
              messageId: 'sendDelta',
              output: `import { spawn } from 'node:child_process'
import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
app.get('/x', (req, res) => {
  let out = ''
  const child = spawn('ls')
  child.stdout.on('data', (chunk) => {
    out += chunk
    res.write(\`data: \${JSON.stringify({ out: chunk })}\\n\\n\`)
  })
})
`,
            },
          ],
        },
      ],
    },
  ],
  silent: [
    {
      name: 'the delta',
      project: 'express5',
      code: `import express from 'express'
import OpenAI from 'openai'
const app = express()
const openai = new OpenAI()
app.post('/chat', async (req, res) => {
  const stream = await openai.chat.completions.create({ model: 'm', messages: req.body, stream: true })
  let answer = ''
  for await (const chunk of stream) {
    answer += chunk.choices[0]?.delta.content ?? ''
    res.write(chunk.choices[0]?.delta.content ?? "")
  }
  res.end()
})
`,
    },
    {
      name: 'one final frame',
      project: 'express5',
      code: `import express from 'express'
import OpenAI from 'openai'
const app = express()
const openai = new OpenAI()
app.post('/chat', async (req, res) => {
  const stream = await openai.chat.completions.create({ model: 'm', messages: req.body, stream: true })
  let answer = ''
  for await (const chunk of stream) {
    answer += chunk.choices[0]?.delta.content ?? ''
  }
  res.write(JSON.stringify({ answer }))
  res.end()
})
`,
    },
    {
      name: 'a final frame in the loop',
      project: 'express5',
      code: `import express from 'express'
import OpenAI from 'openai'
const app = express()
const openai = new OpenAI()
app.post('/chat', async (req, res) => {
  const stream = await openai.chat.completions.create({ model: 'm', messages: req.body, stream: true })
  let answer = ''
  for await (const chunk of stream) {
    answer += chunk.choices[0]?.delta.content ?? ''
    if (chunk.choices[0]?.finish_reason) res.write(JSON.stringify({ answer }))
  }
  res.end()
})
`,
    },
    {
      name: 'a final frame, in a case',
      project: 'express5',
      code: `import express from 'express'
import OpenAI from 'openai'
const app = express()
const openai = new OpenAI()
app.post('/chat', async (req, res) => {
  const stream = await openai.chat.completions.create({ model: 'm', messages: req.body, stream: true })
  let answer = ''
  for await (const chunk of stream) {
    switch (chunk.type) {
      case 'delta':
        answer += chunk.text
        break
      case 'done':
        res.write(JSON.stringify({ answer }))
    }
  }
  res.end()
})
`,
    },
    {
      name: 'stored, not sent',
      project: 'express5',
      code: `import express from 'express'
import OpenAI from 'openai'
const app = express()
const openai = new OpenAI()
app.post('/chat', async (req, res) => {
  const stream = await openai.chat.completions.create({ model: 'm', messages: req.body, stream: true })
  let answer = ''
  for await (const chunk of stream) {
    answer += chunk.choices[0]?.delta.content ?? ''
    await save(answer)
  }
  res.end()
})
`,
    },
    {
      name: 'what is new since the last send',
      project: 'express5',
      code: `import express from 'express'
import OpenAI from 'openai'
const app = express()
const openai = new OpenAI()
app.post('/chat', async (req, res) => {
  const stream = await openai.chat.completions.create({ model: 'm', messages: req.body, stream: true })
  let answer = ''
  let sent = 0
  for await (const chunk of stream) {
    answer += chunk.choices[0]?.delta.content ?? ''
    res.write(answer.slice(sent))
    sent = answer.length
  }
  res.end()
})
`,
    },
    {
      name: 'a sender that sends prefixes only once',
      project: 'express5',
      code: `import express from 'express'
import OpenAI from 'openai'
const app = express()
const openai = new OpenAI()
app.post('/chat', async (req, res) => {
  const stream = await openai.chat.completions.create({ model: 'm', messages: req.body, stream: true })
  let answer = ''
  let forwarded = ''
  for await (const chunk of stream) {
    answer += chunk.choices[0]?.delta.content ?? ''
    if (answer.startsWith(forwarded)) res.write(answer.slice(forwarded.length))
  }
  res.end()
})
`,
    },
    {
      name: 'only its length',
      project: 'express5',
      code: `import express from 'express'
import OpenAI from 'openai'
const app = express()
const openai = new OpenAI()
app.post('/chat', async (req, res) => {
  const stream = await openai.chat.completions.create({ model: 'm', messages: req.body, stream: true })
  let answer = ''
  for await (const chunk of stream) {
    answer += chunk.choices[0]?.delta.content ?? ''
    res.write(JSON.stringify({ length: answer.length }))
  }
  res.end()
})
`,
    },
    {
      name: 'what a function makes of it',
      project: 'express5',
      code: `import express from 'express'
import OpenAI from 'openai'
const app = express()
const openai = new OpenAI()
app.post('/chat', async (req, res) => {
  const stream = await openai.chat.completions.create({ model: 'm', messages: req.body, stream: true })
  let answer = ''
  for await (const chunk of stream) {
    answer += chunk.choices[0]?.delta.content ?? ''
    res.write(diff(answer))
  }
  res.end()
})
`,
    },
    {
      name: 'a buffer that is emptied',
      project: 'express5',
      code: `import express from 'express'
import OpenAI from 'openai'
const app = express()
const openai = new OpenAI()
app.post('/chat', async (req, res) => {
  const stream = await openai.chat.completions.create({ model: 'm', messages: req.body, stream: true })
  let answer = ''
  for await (const chunk of stream) {
    answer += chunk.choices[0]?.delta.content ?? ''
    res.write(answer)
    answer = ''
  }
  res.end()
})
`,
    },
    {
      name: 'lines',
      project: 'express5',
      code: `import express from 'express'
import OpenAI from 'openai'
const app = express()
const openai = new OpenAI()
app.post('/chat', async (req, res) => {
  const stream = await openai.chat.completions.create({ model: 'm', messages: req.body, stream: true })
  let answer = ''
  for await (const chunk of stream) {
    answer += chunk
    const lines = answer.split('\\n')
    answer = lines.pop() ?? ''
    res.write(lines.join('\\n'))
  }
  res.end()
})
`,
    },
    {
      name: 'a snapshot on connection',
      code: `import { WebSocketServer } from 'ws'
let text = ''
new WebSocketServer({ port: 1 }).on('connection', (socket) => socket.send(text))
for await (const part of answer()) text += part
`,
    },
    {
      name: 'a count',
      project: 'express5',
      code: `import express from 'express'
import OpenAI from 'openai'
const app = express()
const openai = new OpenAI()
app.post('/chat', async (req, res) => {
  const stream = await openai.chat.completions.create({ model: 'm', messages: req.body, stream: true })
  let count = 0
  for await (const chunk of stream) {
    count += 1
    res.write(\`\${count}\\n\`)
  }
  res.end()
})
`,
    },
    {
      name: 'an event inside the program',
      code: `import { EventEmitter } from 'node:events'
const bus = new EventEmitter()
let text = ''
for await (const part of answer()) {
  text += part
  bus.emit('text', text)
}
`,
    },
    {
      name: 'objects between parts of the program',
      code: `export const gathered = () => {
  let text = ''
  return new TransformStream({
    transform(part, controller) {
      text += part
      controller.enqueue({ text })
    },
  })
}
`,
    },
    {
      name: 'a streamable that sends differences',
      code: `import { createStreamableValue } from '@ai-sdk/rsc'
const value = createStreamableValue('')
let text = ''
for await (const part of answer()) {
  text += part
  value.update(text)
}
`,
    },
    {
      name: 'a file that is written',
      code: `import { createWriteStream } from 'node:fs'
const file = createWriteStream('log')
let text = ''
for await (const part of answer()) {
  text += part
  file.write(text)
}
`,
    },
    {
      name: 'a clock that goes on with the next chunk',
      project: 'express5',
      code: `import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
app.post('/chat', async (req, res) => {
  let answer = ''
  for await (const delta of model()) {
    answer += delta
    if (Date.now() - last < 100) continue
    res.write(answer)
  }
  res.end()
})
`,
    },
    {
      name: 'a clock',
      project: 'express5',
      code: `import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
app.post('/chat', async (req, res) => {
  let answer = ''
  for await (const delta of model()) {
    answer += delta
    if (Date.now() - last > 100) res.write(answer)
  }
  res.end()
})
`,
    },
    {
      name: 'every tenth chunk',
      project: 'express5',
      code: `import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
app.post('/chat', async (req, res) => {
  let answer = ''
  let n = 0
  for await (const delta of model()) {
    answer += delta
    n++
    if (n % 10 === 0) res.write(answer)
  }
  res.end()
})
`,
    },
    {
      name: 'whole sentences',
      project: 'express5',
      code: `import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
app.post('/chat', async (req, res) => {
  let answer = ''
  for await (const delta of model()) {
    answer += delta
    if (delta.endsWith('.')) res.write(answer)
  }
  res.end()
})
`,
    },
    {
      name: 'a flag that the loop sets',
      project: 'express5',
      code: `import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
app.post('/chat', async (req, res) => {
  let answer = ''
  let done = false
  for await (const delta of model()) {
    if (delta === '') done = true
    answer += delta
    if (done) res.write(answer)
  }
  res.end()
})
`,
    },
    {
      name: 'a total of a stream',
      project: 'express5',
      code: `import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
app.get('/x', async (req, res) => {
  let total = 0
  for await (const row of rows()) {
    total += row.amount
    res.write(\`\${total}\\n\`)
  }
})
`,
    },
    {
      name: 'a total of a list',
      project: 'express5',
      code: `import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
app.get('/x', async (req, res) => {
  let total = 0
  for (const row of rows()) {
    total += row.amount
    res.write(\`\${total}\\n\`)
  }
})
`,
    },
    {
      name: 'batches',
      project: 'express5',
      code: `import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
app.get('/x', async (req, res) => {
  let batch: unknown[] = []
  for (const row of rows()) {
    batch.push(row)
    if (batch.length === 100) {
      res.write(JSON.stringify(batch))
      batch = []
    }
  }
  res.end(JSON.stringify(batch))
})
`,
    },
    {
      name: 'a list that is complete before it is sent',
      code: `import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
const wss = new WebSocketServer({ port: 1 })
export function tell(users: { name: string }[]) {
  const names: string[] = []
  for (const user of users) names.push(user.name)
  wss.clients.forEach((client) => client.send(JSON.stringify(names)))
}
`,
    },
    {
      name: 'each turn has a socket of its own',
      code: `import { Server } from 'socket.io'
const io = new Server(3000)
export function introduce(ids: string[]) {
  const seen: string[] = []
  for (const id of ids) {
    const socket = io.sockets.sockets.get(id)
    seen.push(id)
    socket.emit('seen', seen)
  }
}
`,
    },
    {
      name: 'a helper that waits',
      project: 'express5',
      code: `import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
app.post('/chat', async (req, res) => {
  let answer = ''
  let last = 0
  const send = (text: string) => {
    if (Date.now() - last < 50) return
    last = Date.now()
    res.write(text)
  }
  for await (const delta of model()) {
    answer += delta
    send(answer)
  }
  res.end()
})
`,
    },
    {
      name: 'a helper that cuts off what it has sent',
      project: 'express5',
      code: `import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
app.post('/chat', async (req, res) => {
  let answer = ''
  let sent = 0
  const send = (text: string) => {
    res.write(text.slice(sent))
    sent = text.length
  }
  for await (const delta of model()) {
    answer += delta
    send(answer)
  }
  res.end()
})
`,
    },
    {
      name: 'a helper that sends nothing',
      project: 'express5',
      code: `import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
app.post('/chat', async (req, res) => {
  let answer = ''
  const note = (text: string) => console.log(text)
  for await (const delta of model()) {
    answer += delta
    note(answer)
    res.write(delta)
  }
  res.end()
})
`,
    },
    {
      name: 'a generator of which nobody knows who reads it',
      code: `export async function* snapshots(parts: AsyncIterable<string>) {
  let text = ''
  for await (const part of parts) {
    text += part
    yield text
  }
}
`,
    },
    {
      name: 'a generator whose last value is kept',
      code: `async function* snapshots(parts: AsyncIterable<string>) {
  let text = ''
  for await (const part of parts) {
    text += part
    yield text
  }
}
export async function last(parts: AsyncIterable<string>) {
  let newest = ''
  for await (const text of snapshots(parts)) newest = text
  return newest
}
`,
    },
    {
      name: 'a generator whose reader sends differences',
      project: 'express5',
      code: `import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
async function* snapshots() {
  let text = ''
  for await (const part of model()) {
    text += part
    yield text
  }
}
app.get('/x', async (req, res) => {
  let sent = 0
  for await (const text of snapshots()) {
    res.write(text.slice(sent))
    sent = text.length
  }
})
`,
    },
    {
      name: 'the state of a component',
      code: `import { useState } from 'react'
export function Chat({ stream }) {
  const [text, setText] = useState('')
  async function run() {
    let all = ''
    for await (const part of stream) {
      all += part
      setText(all)
    }
  }
  return text
}
`,
    },
    {
      name: 'kept in a store',
      project: 'express5',
      code: `import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
app.post('/chat', async (req, res) => {
  let answer = ''
  const redis = createClient()
  for await (const delta of model()) {
    answer += delta
    await redis.set('a', answer)
    res.write(delta)
  }
  res.end()
})
`,
    },
    {
      name: 'a snapshot over HTTP',
      project: 'express5',
      code: `import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
let text = ''
export async function run() { for await (const part of answer()) text += part }
app.get('/x', (req, res) => { res.write(text); res.end() })
`,
    },
    {
      name: 'one answer for each request',
      project: 'express5',
      code: `import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
const seen: string[] = []
app.get('/x', (req, res) => {
  seen.push(req.url)
  res.write(JSON.stringify(seen))
  res.end()
})
`,
    },
    {
      name: 'lines that are put together first',
      project: 'express5',
      code: `import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
app.get('/x', (req, res) => {
  let head = ''
  for (const [k, v] of Object.entries(req.headers)) head += \`\${k}: \${v}\`
  res.write(head)
  res.end()
})
`,
    },
    {
      name: 'a frame that begins anew in each turn',
      project: 'express5',
      code: `import express from 'express'
import { WebSocketServer } from 'ws'
const app = express()
app.get('/x', (req, res) => {
  for (const e of events()) {
    let frame = ''
    for (const line of e.lines) frame += \`data: \${line}\\n\`
    res.write(frame)
  }
})
`,
    },
  ],
})
