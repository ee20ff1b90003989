import rule from '../../../rules/security/no-error-leak-in-stream.ts'
import { ruleTest } from '../../rule-tester.ts'

ruleTest(rule, {
  reports: [
    {
      name: 'the error in JSON',
      code: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  try {
    for await (const part of answer(req.body)) res.write(part)
  } catch (error) {
    res.write(\`event: failed\\ndata: \${JSON.stringify({ error })}\\n\\n\`)
    res.end()
  }
})`,
      errors: [
        {
          messageId: 'error',
          line: 7,
          column: 56,
          endColumn: 61,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'console.error' },
              output: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  try {
    for await (const part of answer(req.body)) res.write(part)
  } catch (error) {
    console.error('Stream failed', error)
    res.write(\`event: failed\\ndata: \${JSON.stringify({ error: 'Internal error' })}\\n\\n\`)
    res.end()
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'the error itself',
      code: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  try {
    for await (const part of answer(req.body)) res.write(part)
  } catch (error) {
    res.write(JSON.stringify(error))
  }
})`,
      errors: [
        {
          messageId: 'error',
          line: 7,
          column: 30,
          endColumn: 35,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'console.error' },
              output: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  try {
    for await (const part of answer(req.body)) res.write(part)
  } catch (error) {
    console.error('Stream failed', error)
    res.write(JSON.stringify('Internal error'))
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'the error as text',
      code: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  try {
    for await (const part of answer(req.body)) res.write(part)
  } catch (error) {
    res.write(\`data: \${error}\\n\\n\`)
  }
})`,
      errors: [
        {
          messageId: 'error',
          line: 7,
          column: 24,
          endColumn: 29,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'console.error' },
              output: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  try {
    for await (const part of answer(req.body)) res.write(part)
  } catch (error) {
    console.error('Stream failed', error)
    res.write(\`data: \${'Internal error'}\\n\\n\`)
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'String and toString',
      code: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  try {
    for await (const part of answer(req.body)) res.write(part)
  } catch (error) {
    res.write('data: ' + String(error) + '\\n\\n')
    res.write(error.toString())
  }
})`,
      errors: [
        {
          messageId: 'error',
          line: 7,
          column: 33,
          endColumn: 38,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'console.error' },
              output: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  try {
    for await (const part of answer(req.body)) res.write(part)
  } catch (error) {
    console.error('Stream failed', error)
    res.write('data: ' + 'Internal error' + '\\n\\n')
    res.write(error.toString())
  }
})`,
            },
          ],
        },
        {
          messageId: 'error',
          line: 8,
          column: 15,
          endColumn: 20,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'console.error' },
              output: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  try {
    for await (const part of answer(req.body)) res.write(part)
  } catch (error) {
    console.error('Stream failed', error)
    res.write('data: ' + String(error) + '\\n\\n')
    res.write('Internal error')
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'the stack',
      code: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  try {
    for await (const part of answer(req.body)) res.write(part)
  } catch (error) {
    console.error(error)
    res.write('data: ' + error.stack + '\\n\\n')
  }
})`,
      errors: [
        {
          messageId: 'stack',
          line: 8,
          column: 26,
          endColumn: 37,
          suggestions: [
            {
              messageId: 'fixed',
              output: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  try {
    for await (const part of answer(req.body)) res.write(part)
  } catch (error) {
    console.error(error)
    res.write('data: ' + 'Internal error' + '\\n\\n')
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'the stack, typed',
      code: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  try {
    for await (const part of answer(req.body)) res.write(part)
  } catch (error) {
    res.write(\`data: \${(error as Error).stack ?? ''}\\n\\n\`)
  }
})`,
      errors: [
        {
          messageId: 'stack',
          line: 7,
          column: 24,
          endColumn: 46,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'console.error' },
              output: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  try {
    for await (const part of answer(req.body)) res.write(part)
  } catch (error) {
    console.error('Stream failed', error)
    res.write(\`data: \${'Internal error'}\\n\\n\`)
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'the cause in an object',
      code: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  try {
    for await (const part of answer(req.body)) res.write(part)
  } catch (error) {
    res.write(JSON.stringify({ type: 'error', cause: error.cause }))
  }
})`,
      errors: [
        {
          messageId: 'error',
          line: 7,
          column: 54,
          endColumn: 65,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'console.error' },
              output: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  try {
    for await (const part of answer(req.body)) res.write(part)
  } catch (error) {
    console.error('Stream failed', error)
    res.write(JSON.stringify({ type: 'error', cause: 'Internal error' }))
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'a property with another name',
      code: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  try {
    for await (const part of answer(req.body)) res.write(part)
  } catch (error) {
    const payload = { failed: true, detail: error }
    res.write(\`data: \${JSON.stringify(payload)}\\n\\n\`)
  }
})`,
      errors: [
        {
          messageId: 'error',
          line: 7,
          column: 45,
          endColumn: 50,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'console.error' },
              output: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  try {
    for await (const part of answer(req.body)) res.write(part)
  } catch (error) {
    console.error('Stream failed', error)
    const payload = { failed: true, detail: 'Internal error' }
    res.write(\`data: \${JSON.stringify(payload)}\\n\\n\`)
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'another name for the error',
      code: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  try {
    for await (const part of answer(req.body)) res.write(part)
  } catch (error) {
    const reason = error as Error
    res.write(\`data: \${JSON.stringify({ reason })}\\n\\n\`)
  }
})`,
      errors: [
        {
          messageId: 'error',
          line: 8,
          column: 41,
          endColumn: 47,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'console.error' },
              output: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  try {
    for await (const part of answer(req.body)) res.write(part)
  } catch (error) {
    console.error('Stream failed', error)
    const reason = error as Error
    res.write(\`data: \${JSON.stringify({ reason: 'Internal error' })}\\n\\n\`)
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'end behind writes',
      code: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  try {
    for await (const part of answer(req.body)) res.write(part)
  } catch (error) {
    res.end(JSON.stringify({ error }))
  }
})`,
      errors: [
        {
          messageId: 'error',
          line: 7,
          column: 30,
          endColumn: 35,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'console.error' },
              output: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  try {
    for await (const part of answer(req.body)) res.write(part)
  } catch (error) {
    console.error('Stream failed', error)
    res.end(JSON.stringify({ error: 'Internal error' }))
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'the logger of the file',
      code: `import express from 'express'
const app = express()
import pino from 'pino'
const logger = pino()
logger.info('up')
app.post('/chat', async (req, res) => {
  try {
    for await (const part of answer(req.body)) res.write(part)
  } catch (error) {
    res.write(JSON.stringify({ error }))
  }
})`,
      errors: [
        {
          messageId: 'error',
          line: 10,
          column: 32,
          endColumn: 37,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'logger.error' },
              output: `import express from 'express'
const app = express()
import pino from 'pino'
const logger = pino()
logger.info('up')
app.post('/chat', async (req, res) => {
  try {
    for await (const part of answer(req.body)) res.write(part)
  } catch (error) {
    logger.error('Stream failed', error)
    res.write(JSON.stringify({ error: 'Internal error' }))
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'a callback of catch',
      code: `import express from 'express'
const app = express()
app.post('/chat', (req, res) => {
  stream(res).catch((err) => {
    res.write(\`data: \${err.stack}\\n\\n\`)
    res.end()
  })
})
const stream = async (res) => { res.write('a') }`,
      errors: [
        {
          messageId: 'stack',
          line: 5,
          column: 24,
          endColumn: 33,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'console.error' },
              output: `import express from 'express'
const app = express()
app.post('/chat', (req, res) => {
  stream(res).catch((err) => {
    console.error('Stream failed', err)
    res.write(\`data: \${'Internal error'}\\n\\n\`)
    res.end()
  })
})
const stream = async (res) => { res.write('a') }`,
            },
          ],
        },
      ],
    },
    {
      name: 'a listener',
      code: `import express from 'express'
const app = express()
app.post('/chat', (req, res) => {
  source.on('data', (chunk) => res.write(chunk))
  source.on('error', (err) => res.write(JSON.stringify({ err })))
})`,
      errors: [
        {
          messageId: 'error',
          line: 5,
          column: 58,
          endColumn: 61,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'console.error' },
              output: `import express from 'express'
const app = express()
app.post('/chat', (req, res) => {
  source.on('data', (chunk) => res.write(chunk))
  source.on('error', (err) => {
    console.error('Stream failed', err)
    res.write(JSON.stringify({ err: 'Internal error' }))
  })
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'a helper that writes',
      code: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  const send = (event: string, data: unknown) => res.write(\`event: \${event}\\ndata: \${JSON.stringify(data)}\\n\\n\`)
  try {
    for await (const part of answer(req.body)) send('token', part)
  } catch (error) {
    send('failed', { error })
  }
})`,
      errors: [
        {
          messageId: 'error',
          line: 8,
          column: 22,
          endColumn: 27,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'console.error' },
              output: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  const send = (event: string, data: unknown) => res.write(\`event: \${event}\\ndata: \${JSON.stringify(data)}\\n\\n\`)
  try {
    for await (const part of answer(req.body)) send('token', part)
  } catch (error) {
    console.error('Stream failed', error)
    send('failed', { error: 'Internal error' })
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'a helper that makes frames',
      code: `import express from 'express'
const app = express()
const frame = (data: unknown) => \`data: \${JSON.stringify(data)}\\n\\n\`
app.post('/chat', async (req, res) => {
  try {
    for await (const part of answer(req.body)) res.write(frame(part))
  } catch (error) {
    res.write(frame({ error }))
  }
})`,
      errors: [
        {
          messageId: 'error',
          line: 8,
          column: 23,
          endColumn: 28,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'console.error' },
              output: `import express from 'express'
const app = express()
const frame = (data: unknown) => \`data: \${JSON.stringify(data)}\\n\\n\`
app.post('/chat', async (req, res) => {
  try {
    for await (const part of answer(req.body)) res.write(frame(part))
  } catch (error) {
    console.error('Stream failed', error)
    res.write(frame({ error: 'Internal error' }))
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'Hono',
      code: `import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
const app = new Hono()
app.get('/events', (c) => streamSSE(c, async (stream) => {
  try {
    await stream.writeSSE({ data: await next() })
  } catch (error) {
    await stream.writeSSE({ event: 'error', data: JSON.stringify(error) })
  }
}))`,
      errors: [
        {
          messageId: 'error',
          line: 8,
          column: 66,
          endColumn: 71,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'console.error' },
              output: `import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
const app = new Hono()
app.get('/events', (c) => streamSSE(c, async (stream) => {
  try {
    await stream.writeSSE({ data: await next() })
  } catch (error) {
    console.error('Stream failed', error)
    await stream.writeSSE({ event: 'error', data: JSON.stringify('Internal error') })
  }
}))`,
            },
          ],
        },
      ],
    },
    {
      name: 'a controller',
      file: 'app/api/chat/route.ts',
      project: 'next15',
      code: `export async function POST(request: Request) {
  const encoder = new TextEncoder()
  const body = new ReadableStream({
    async start(controller) {
      try {
        for await (const part of answer(request)) controller.enqueue(encoder.encode(part))
      } catch (error) {
        controller.enqueue(encoder.encode(\`data: \${JSON.stringify({ error })}\\n\\n\`))
      }
      controller.close()
    },
  })
  return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } })
}`,
      errors: [
        {
          messageId: 'error',
          line: 8,
          column: 69,
          endColumn: 74,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'console.error' },
              output: `export async function POST(request: Request) {
  const encoder = new TextEncoder()
  const body = new ReadableStream({
    async start(controller) {
      try {
        for await (const part of answer(request)) controller.enqueue(encoder.encode(part))
      } catch (error) {
        console.error('Stream failed', error)
        controller.enqueue(encoder.encode(\`data: \${JSON.stringify({ error: 'Internal error' })}\\n\\n\`))
      }
      controller.close()
    },
  })
  return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a WebSocket of a server',
      code: `import { WebSocketServer } from 'ws'
const wss = new WebSocketServer({ port: 1, maxPayload: 1024 })
wss.on('connection', (socket) => {
  socket.on('message', async (data) => {
    try {
      socket.send(await answer(data))
    } catch (error) {
      socket.send(JSON.stringify({ type: 'error', error }))
    }
  })
})`,
      errors: [
        {
          messageId: 'error',
          line: 8,
          column: 51,
          endColumn: 56,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'console.error' },
              output: `import { WebSocketServer } from 'ws'
const wss = new WebSocketServer({ port: 1, maxPayload: 1024 })
wss.on('connection', (socket) => {
  socket.on('message', async (data) => {
    try {
      socket.send(await answer(data))
    } catch (error) {
      console.error('Stream failed', error)
      socket.send(JSON.stringify({ type: 'error', error: 'Internal error' }))
    }
  })
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'a socket of socket.io',
      code: `import { Server } from 'socket.io'
const io = new Server(server)
io.on('connection', (socket) => {
  socket.on('ask', async (question) => {
    try {
      socket.emit('answer', await answer(question))
    } catch (error) {
      socket.emit('failed', error)
    }
  })
})`,
      errors: [
        {
          messageId: 'error',
          line: 8,
          column: 29,
          endColumn: 34,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'console.error' },
              output: `import { Server } from 'socket.io'
const io = new Server(server)
io.on('connection', (socket) => {
  socket.on('ask', async (question) => {
    try {
      socket.emit('answer', await answer(question))
    } catch (error) {
      console.error('Stream failed', error)
      socket.emit('failed', 'Internal error')
    }
  })
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'onError of the AI SDK',
      code: `import { streamText } from 'ai'
export async function POST(request) {
  const result = streamText({ model, prompt })
  return result.toUIMessageStreamResponse({
    onError: (error) => JSON.stringify(error),
  })
}`,
      errors: [
        {
          messageId: 'error',
          line: 5,
          column: 40,
          endColumn: 45,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'console.error' },
              output: `import { streamText } from 'ai'
export async function POST(request) {
  const result = streamText({ model, prompt })
  return result.toUIMessageStreamResponse({
    onError: (error) => {
      console.error('Stream failed', error)
      return JSON.stringify('Internal error')
    },
  })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'option message',
      options: { message: true },
      code: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  try {
    for await (const part of answer(req.body)) res.write(part)
  } catch (error) {
    res.write(\`data: \${JSON.stringify({ error: error.message })}\\n\\n\`)
  }
})`,
      errors: [
        {
          messageId: 'message',
          line: 7,
          column: 48,
          endColumn: 61,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'console.error' },
              output: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  try {
    for await (const part of answer(req.body)) res.write(part)
  } catch (error) {
    console.error('Stream failed', error)
    res.write(\`data: \${JSON.stringify({ error: 'Internal error' })}\\n\\n\`)
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'option message, guarded by instanceof Error',
      options: { message: true },
      code: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  try {
    for await (const part of answer(req.body)) res.write(part)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    res.write(\`data: \${JSON.stringify({ message })}\\n\\n\`)
  }
})`,
      errors: [
        {
          messageId: 'message',
          line: 7,
          column: 46,
          endColumn: 59,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'console.error' },
              output: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  try {
    for await (const part of answer(req.body)) res.write(part)
  } catch (error) {
    console.error('Stream failed', error)
    const message = 'Internal error'
    res.write(\`data: \${JSON.stringify({ message })}\\n\\n\`)
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'option message, or',
      options: { message: true },
      code: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  try {
    for await (const part of answer(req.body)) res.write(part)
  } catch (error) {
    res.write(\`data: \${error?.message ?? 'unknown'}\\n\\n\`)
  }
})`,
      errors: [
        {
          messageId: 'message',
          line: 7,
          column: 24,
          endColumn: 38,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'console.error' },
              output: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  try {
    for await (const part of answer(req.body)) res.write(part)
  } catch (error) {
    console.error('Stream failed', error)
    res.write(\`data: \${'Internal error'}\\n\\n\`)
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'option message, onError',
      options: { message: true },
      code: `import { streamText } from 'ai'
export async function POST(request) {
  const result = streamText({ model, prompt })
  return result.toUIMessageStreamResponse({
    onError(error) {
      return error instanceof Error ? error.message : 'failed'
    },
  })
}`,
      errors: [
        {
          messageId: 'message',
          line: 6,
          column: 39,
          endColumn: 52,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'console.error' },
              output: `import { streamText } from 'ai'
export async function POST(request) {
  const result = streamText({ model, prompt })
  return result.toUIMessageStreamResponse({
    onError(error) {
      console.error('Stream failed', error)
      return 'Internal error'
    },
  })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a stack under instanceof Error',
      code: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  try {
    for await (const part of answer(req.body)) res.write(part)
  } catch (error) {
    res.write(error instanceof Error ? error.stack ?? '' : 'failed')
  }
})`,
      errors: [
        {
          messageId: 'stack',
          line: 7,
          column: 40,
          endColumn: 51,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'console.error' },
              output: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  try {
    for await (const part of answer(req.body)) res.write(part)
  } catch (error) {
    console.error('Stream failed', error)
    res.write('Internal error')
  }
})`,
            },
          ],
        },
      ],
    },
  ],
  silent: [
    {
      name: 'the message of a cause, through a helper that calls itself',
      code: `import express from 'express'
import { WrappedError } from './wrapped-error.js'
const app = express()
function messageOf(error: unknown): string {
  if (WrappedError.is(error)) return messageOf(error.cause)
  return error instanceof Error ? error.message : String(error)
}
app.post('/chat', async (req, res) => {
  const fail = (error: unknown) => res.write(JSON.stringify({ type: 'error', message: messageOf(error) }))
  try {
    for await (const part of answer(req.body)) res.write(part)
  } catch (error) {
    fail(error)
  }
})`,
    },
    {
      name: 'a fixed message',
      code: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  try {
    for await (const part of answer(req.body)) res.write(part)
  } catch (error) {
    console.error(error)
    res.write('event: failed\\ndata: {}\\n\\n')
  }
})`,
    },
    {
      name: 'the message, by default',
      code: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  try {
    for await (const part of answer(req.body)) res.write(part)
  } catch (error) {
    res.write(\`data: \${JSON.stringify({ error: error.message })}\\n\\n\`)
    res.write(\`data: \${error instanceof Error ? error.message : String(error)}\\n\\n\`)
    res.write(error.message || String(error))
  }
})`,
    },
    {
      name: 'a code, a name, a status',
      options: { message: true },
      code: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  try {
    for await (const part of answer(req.body)) res.write(part)
  } catch (error) {
    res.write(JSON.stringify({ code: error.code, name: error.name, status: error.status }))
  }
})`,
    },
    {
      name: 'a helper that may clean it',
      options: { message: true },
      code: `import { publicMessage } from './errors'
import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  try {
    for await (const part of answer(req.body)) res.write(part)
  } catch (error) {
    res.write(\`data: \${publicMessage(error)}\\n\\n\`)
    res.write(JSON.stringify({ error: toUserMessage(error) }))
  }
})`,
    },
    {
      name: 'only logged',
      options: { message: true },
      code: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  try {
    for await (const part of answer(req.body)) res.write(part)
  } catch (error) {
    console.error('failed', error)
    logger.error({ error })
    res.end()
  }
})`,
    },
    {
      name: 'a class of errors that users read',
      options: { message: true },
      code: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  try {
    for await (const part of answer(req.body)) res.write(part)
  } catch (error) {
    if (error instanceof ValidationError) res.write(error.message)
    res.write(error instanceof UserError ? error.message : 'failed')
  }
})`,
    },
    {
      name: 'in development only',
      options: { message: true },
      code: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  try {
    for await (const part of answer(req.body)) res.write(part)
  } catch (error) {
    res.write(process.env.NODE_ENV === 'production' ? 'failed' : error.stack)
    if (process.env.NODE_ENV !== 'production') res.write(error.stack)
    if (isDev) res.write(JSON.stringify(error))
  }
})`,
    },
    {
      name: 'a whole answer that is no stream',
      options: { message: true },
      code: `import express from 'express'
const app = express()
app.post('/save', async (req, res) => {
  try {
    res.json(await save(req.body))
  } catch (error) {
    res.status(500).json({ error })
  }
})
app.post('/other', async (req, res) => {
  try { await save(req.body) } catch (error) { res.end(JSON.stringify({ error })) }
})`,
    },
    {
      name: 'a file, a log, a child',
      options: { message: true },
      code: `import { createWriteStream } from 'node:fs'
import { spawn } from 'node:child_process'
const log = createWriteStream('log')
const child = spawn('x')
try { work() } catch (error) {
  log.write(JSON.stringify(error))
  process.stderr.write(error.stack)
  child.stdin.write(String(error))
}`,
    },
    {
      name: 'a client that tells its server',
      options: { message: true },
      code: `const socket = new WebSocket(url)
try { work() } catch (error) {
  socket.send(JSON.stringify({ error }))
}`,
    },
    {
      name: 'an error that is passed on inside the program',
      options: { message: true },
      code: `export function wrap(source) {
  return new ReadableStream({
    async start(controller) {
      try {
        for await (const part of source) controller.enqueue(part)
      } catch (error) {
        controller.enqueue({ type: 'error', error })
        controller.error(error)
      }
    },
  })
}`,
    },
    {
      name: 'something else that is named error',
      options: { message: true },
      code: `import express from 'express'
const app = express()
app.post('/chat', (req, res) => {
  const error = { code: 1 }
  res.write(JSON.stringify({ error }))
  const { stack } = req.body
  res.write(stack)
  for (const message of messages) res.write(message)
})`,
    },
    {
      name: 'an emitter of the program',
      options: { message: true },
      code: `import { EventEmitter } from 'node:events'
const bus = new EventEmitter()
try { work() } catch (error) { bus.emit('failed', error) }`,
    },
    {
      name: 'onError that logs',
      options: { message: true },
      code: `import { streamText } from 'ai'
const result = streamText({ model, prompt, onError: ({ error }) => console.error(error) })
export const response = result.toUIMessageStreamResponse({ onError: () => 'failed' })`,
    },
    {
      name: 'a test',
      file: 'test/chat.test.ts',
      code: `import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  try {
    for await (const part of answer(req.body)) res.write(part)
  } catch (error) {
    res.write(JSON.stringify({ error }))
  }
})`,
    },
  ],
})
