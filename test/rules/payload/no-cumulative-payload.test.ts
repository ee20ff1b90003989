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
  ],
})
