import rule from '../../../rules/errors/require-abort-signal.ts'
import { ruleTest } from '../../rule-tester.ts'

ruleTest(rule, {
  reports: [
    {
      name: 'a package that the settings name',
      settings: { streaming: { modelPackages: ['@acme/*'] } },
      code: `import express from 'express'
import { Acme } from '@acme/llm'
const app = express()
const acme = new Acme()
app.post('/chat', async (req, res) => {
  const stream = await acme.chat.completions.create({ model: 'a', messages: req.body.messages, stream: true })
  for await (const part of stream) res.write(part.text)
  res.end()
})`,
      errors: [
        {
          messageId: 'untied',
          line: 6,
          column: 46,
          endColumn: 52,
          suggestions: [
            {
              messageId: 'signal',
              data: { departure: 'a controller that the close of `res` aborts' },
              output: `import express from 'express'
import { Acme } from '@acme/llm'
const app = express()
const acme = new Acme()
app.post('/chat', async (req, res) => {
  const gone = new AbortController()
  res.on('close', () => gone.abort())
  try {
    const stream = await acme.chat.completions.create({ model: 'a', messages: req.body.messages, stream: true }, { signal: gone.signal })
    for await (const part of stream) res.write(part.text)
    res.end()
  } catch (error) {
    if (gone.signal.aborted) return
    throw error
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'OpenAI in an Express route',
      code: `import express from 'express'
const app = express()
import OpenAI from 'openai'
const openai = new OpenAI()
app.post('/chat', async (req, res) => {
  const stream = await openai.chat.completions.create({ model: 'gpt-4o', messages: req.body.messages, stream: true })
  for await (const part of stream) {
    res.write(part.choices[0]?.delta?.content ?? '')
  }
  res.end()
})`,
      errors: [
        {
          messageId: 'untied',
          line: 6,
          column: 48,
          endColumn: 54,
          suggestions: [
            {
              messageId: 'signal',
              data: { departure: 'a controller that the close of `res` aborts' },
              output: `import express from 'express'
const app = express()
import OpenAI from 'openai'
const openai = new OpenAI()
app.post('/chat', async (req, res) => {
  const gone = new AbortController()
  res.on('close', () => gone.abort())
  try {
    const stream = await openai.chat.completions.create({ model: 'gpt-4o', messages: req.body.messages, stream: true }, { signal: gone.signal })
    for await (const part of stream) {
      res.write(part.choices[0]?.delta?.content ?? '')
    }
    res.end()
  } catch (error) {
    if (gone.signal.aborted) return
    throw error
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'a server that a script starts',
      code: `#!/usr/bin/env node
import express from 'express'
import OpenAI from 'openai'
const app = express()
const openai = new OpenAI()
app.post('/chat', async (req, res) => {
  const stream = await openai.chat.completions.create({ model: 'gpt-4o', messages: req.body.messages, stream: true })
  for await (const part of stream) res.write(part.choices[0]?.delta?.content ?? '')
  res.end()
})`,
      errors: [
        {
          messageId: 'untied',
          line: 7,
          column: 48,
          endColumn: 54,
          suggestions: [
            {
              messageId: 'signal',
              data: { departure: 'a controller that the close of `res` aborts' },
              output: `#!/usr/bin/env node
import express from 'express'
import OpenAI from 'openai'
const app = express()
const openai = new OpenAI()
app.post('/chat', async (req, res) => {
  const gone = new AbortController()
  res.on('close', () => gone.abort())
  try {
    const stream = await openai.chat.completions.create({ model: 'gpt-4o', messages: req.body.messages, stream: true }, { signal: gone.signal })
    for await (const part of stream) res.write(part.choices[0]?.delta?.content ?? '')
    res.end()
  } catch (error) {
    if (gone.signal.aborted) return
    throw error
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'a listener that only logs and stops a timer',
      code: `import express from 'express'
const app = express()
import OpenAI from 'openai'
const openai = new OpenAI()
app.post('/chat', async (req, res) => {
  const ping = setInterval(() => res.write(': ping\\n\\n'), 15000)
  res.on('close', () => {
    console.log('client left')
    clearInterval(ping)
  })
  const stream = await openai.responses.create({ model: 'gpt-4o', input: req.body.input, stream: true })
  for await (const event of stream) res.write(JSON.stringify(event) + '\\n')
  res.end()
})`,
      errors: [
        {
          messageId: 'untied',
          line: 11,
          column: 41,
          endColumn: 47,
          suggestions: [
            {
              messageId: 'signal',
              data: { departure: 'a controller that the close of `res` aborts' },
              output: `import express from 'express'
const app = express()
import OpenAI from 'openai'
const openai = new OpenAI()
app.post('/chat', async (req, res) => {
  const ping = setInterval(() => res.write(': ping\\n\\n'), 15000)
  res.on('close', () => {
    console.log('client left')
    clearInterval(ping)
  })
  const gone = new AbortController()
  res.on('close', () => gone.abort())
  try {
    const stream = await openai.responses.create({ model: 'gpt-4o', input: req.body.input, stream: true }, { signal: gone.signal })
    for await (const event of stream) res.write(JSON.stringify(event) + '\\n')
    res.end()
  } catch (error) {
    if (gone.signal.aborted) return
    throw error
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'Anthropic with listeners',
      code: `import Anthropic from '@anthropic-ai/sdk'
import express from 'express'
const app = express()
const anthropic = new Anthropic()
app.post('/chat', (req, res) => {
  anthropic.messages
    .stream({ model: 'claude', max_tokens: 1024, messages: req.body.messages })
    .on('text', (text) => res.write(text))
    .on('end', () => res.end())
    .on('error', (error) => res.destroy(error))
})`,
      errors: [
        {
          messageId: 'untied',
          line: 7,
          column: 6,
          endColumn: 12,
          suggestions: [
            {
              messageId: 'signal',
              data: { departure: 'a controller that the close of `res` aborts' },
              output: `import Anthropic from '@anthropic-ai/sdk'
import express from 'express'
const app = express()
const anthropic = new Anthropic()
app.post('/chat', (req, res) => {
  const gone = new AbortController()
  res.on('close', () => gone.abort())
  anthropic.messages
    .stream({ model: 'claude', max_tokens: 1024, messages: req.body.messages }, { signal: gone.signal })
    .on('abort', () => {})
    .on('text', (text) => res.write(text))
    .on('end', () => res.end())
    .on('error', (error) => res.destroy(error))
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'Anthropic create in a Next route',
      file: 'app/api/chat/route.ts',
      code: `import Anthropic from '@anthropic-ai/sdk'
const client = new Anthropic()
export async function POST(request: Request) {
  const { messages } = await request.json()
  const stream = await client.messages.create({ model: 'claude', max_tokens: 1024, messages, stream: true })
  const body = new ReadableStream({
    async start(controller) {
      try {
        for await (const event of stream) controller.enqueue(JSON.stringify(event))
        controller.close()
      } catch (error) {
        controller.error(error)
      }
    },
  })
  return new Response(body)
}`,
      errors: [
        {
          messageId: 'untied',
          line: 5,
          column: 40,
          endColumn: 46,
          suggestions: [
            {
              messageId: 'signal',
              data: { departure: '`request.signal`' },
              output: `import Anthropic from '@anthropic-ai/sdk'
const client = new Anthropic()
export async function POST(request: Request) {
  const { messages } = await request.json()
  const stream = await client.messages.create({ model: 'claude', max_tokens: 1024, messages, stream: true }, { signal: request.signal })
  const body = new ReadableStream({
    async start(controller) {
      try {
        for await (const event of stream) controller.enqueue(JSON.stringify(event))
        controller.close()
      } catch (error) {
        controller.error(error)
      }
    },
  })
  return new Response(body)
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'streamText in a Next route',
      file: 'app/api/chat/route.ts',
      code: `import { streamText } from 'ai'
import { openai } from '@ai-sdk/openai'
export async function POST(req: Request) {
  const { messages } = await req.json()
  const result = streamText({
    model: openai('gpt-4o'),
    messages,
  })
  return result.toUIMessageStreamResponse()
}`,
      errors: [
        {
          messageId: 'untied',
          line: 5,
          column: 18,
          endColumn: 28,
          suggestions: [
            {
              messageId: 'signal',
              data: { departure: '`req.signal`' },
              output: `import { streamText } from 'ai'
import { openai } from '@ai-sdk/openai'
export async function POST(req: Request) {
  const { messages } = await req.json()
  const result = streamText({
    model: openai('gpt-4o'),
    messages,
    abortSignal: req.signal,
  })
  return result.toUIMessageStreamResponse()
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'streamText in Hono',
      code: `import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import { streamText } from 'ai'
const app = new Hono()
app.post('/chat', (c) =>
  streamSSE(c, async (stream) => {
    const { textStream } = streamText({ model, prompt: await c.req.text() })
    for await (const text of textStream) await stream.writeSSE({ data: text })
  }),
)`,
      errors: [
        {
          messageId: 'untied',
          line: 7,
          column: 28,
          endColumn: 38,
          suggestions: [
            {
              messageId: 'signal',
              data: { departure: '`c.req.raw.signal`' },
              output: `import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import { streamText } from 'ai'
const app = new Hono()
app.post('/chat', (c) =>
  streamSSE(c, async (stream) => {
    const { textStream } = streamText({ model, prompt: await c.req.text(), abortSignal: c.req.raw.signal })
    for await (const text of textStream) await stream.writeSSE({ data: text })
  }),
)`,
            },
          ],
        },
      ],
    },
    {
      name: 'streamText piped to a Node response',
      code: `import express from 'express'
const app = express()
import { streamText } from 'ai'
app.post('/chat', async (req, res) => {
  const result = streamText({ model, messages: req.body.messages })
  result.pipeTextStreamToResponse(res)
})`,
      errors: [
        {
          messageId: 'untied',
          line: 5,
          column: 18,
          endColumn: 28,
          suggestions: [
            {
              messageId: 'signal',
              data: { departure: 'a controller that the close of `res` aborts' },
              output: `import express from 'express'
const app = express()
import { streamText } from 'ai'
app.post('/chat', async (req, res) => {
  const gone = new AbortController()
  res.on('close', () => gone.abort())
  const result = streamText({ model, messages: req.body.messages, abortSignal: gone.signal })
  result.pipeTextStreamToResponse(res)
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'streamText merged into a UI message stream',
      file: 'app/api/chat/route.ts',
      code: `import { createUIMessageStream, createUIMessageStreamResponse, streamText } from 'ai'
export async function POST(request: Request) {
  const { messages } = await request.json()
  const stream = createUIMessageStream({
    execute: ({ writer }) => {
      const result = streamText({ model, messages })
      writer.merge(result.toUIMessageStream())
    },
  })
  return createUIMessageStreamResponse({ stream })
}`,
      errors: [
        {
          messageId: 'untied',
          line: 6,
          column: 22,
          endColumn: 32,
          suggestions: [
            {
              messageId: 'signal',
              data: { departure: '`request.signal`' },
              output: `import { createUIMessageStream, createUIMessageStreamResponse, streamText } from 'ai'
export async function POST(request: Request) {
  const { messages } = await request.json()
  const stream = createUIMessageStream({
    execute: ({ writer }) => {
      const result = streamText({ model, messages, abortSignal: request.signal })
      writer.merge(result.toUIMessageStream())
    },
  })
  return createUIMessageStreamResponse({ stream })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'Google',
      code: `import { GoogleGenAI } from '@google/genai'
import express from 'express'
const app = express()
const ai = new GoogleGenAI({})
app.post('/chat', async (req, res) => {
  const stream = await ai.models.generateContentStream({ model: 'gemini', contents: req.body.text })
  for await (const chunk of stream) res.write(chunk.text)
  res.end()
})`,
      errors: [
        {
          messageId: 'untied',
          line: 6,
          column: 34,
          endColumn: 55,
          suggestions: [
            {
              messageId: 'signal',
              data: { departure: 'a controller that the close of `res` aborts' },
              output: `import { GoogleGenAI } from '@google/genai'
import express from 'express'
const app = express()
const ai = new GoogleGenAI({})
app.post('/chat', async (req, res) => {
  const gone = new AbortController()
  res.on('close', () => gone.abort())
  try {
    const stream = await ai.models.generateContentStream({ model: 'gemini', contents: req.body.text, config: { abortSignal: gone.signal } })
    for await (const chunk of stream) res.write(chunk.text)
    res.end()
  } catch (error) {
    if (gone.signal.aborted) return
    throw error
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'Google with a config',
      code: `import { GoogleGenAI } from '@google/genai'
import express from 'express'
const app = express()
const ai = new GoogleGenAI({})
app.post('/chat', async (req, res) => {
  const stream = await ai.models.generateContentStream({
    model: 'gemini',
    contents: req.body.text,
    config: { temperature: 0 },
  })
  for await (const chunk of stream) res.write(chunk.text)
  res.end()
})`,
      errors: [
        {
          messageId: 'untied',
          line: 6,
          column: 34,
          endColumn: 55,
          suggestions: [
            {
              messageId: 'signal',
              data: { departure: 'a controller that the close of `res` aborts' },
              output: `import { GoogleGenAI } from '@google/genai'
import express from 'express'
const app = express()
const ai = new GoogleGenAI({})
app.post('/chat', async (req, res) => {
  const gone = new AbortController()
  res.on('close', () => gone.abort())
  try {
    const stream = await ai.models.generateContentStream({
      model: 'gemini',
      contents: req.body.text,
      config: { temperature: 0, abortSignal: gone.signal },
    })
    for await (const chunk of stream) res.write(chunk.text)
    res.end()
  } catch (error) {
    if (gone.signal.aborted) return
    throw error
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'Ollama takes no signal',
      code: `import ollama from 'ollama'
import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  const stream = await ollama.chat({ model: 'llama3', messages: req.body.messages, stream: true })
  for await (const part of stream) res.write(part.message.content)
  res.end()
})`,
      errors: [
        {
          messageId: 'untied',
          line: 5,
          column: 31,
          endColumn: 35,
        },
      ],
    },
    {
      name: 'a fetch body read and written on',
      code: `import express from 'express'
const app = express()
app.get('/proxy', async (req, res) => {
  const upstream = await fetch('https://example.com/events')
  const reader = upstream.body!.getReader()
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    res.write(value)
  }
  res.end()
})`,
      errors: [
        {
          messageId: 'untied',
          line: 4,
          column: 26,
          endColumn: 31,
          suggestions: [
            {
              messageId: 'signal',
              data: { departure: 'a controller that the close of `res` aborts' },
              output: `import express from 'express'
const app = express()
app.get('/proxy', async (req, res) => {
  const gone = new AbortController()
  res.on('close', () => gone.abort())
  try {
    const upstream = await fetch('https://example.com/events', { signal: gone.signal })
    const reader = upstream.body!.getReader()
    while (true) {
      const { done, value } = await reader.read()
      if (done) break
      res.write(value)
    }
    res.end()
  } catch (error) {
    if (gone.signal.aborted) return
    throw error
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'a fetch body iterated, with options',
      code: `import express from 'express'
const app = express()
app.post('/proxy', async (req, res) => {
  const upstream = await fetch(url, { method: 'POST', body: JSON.stringify(req.body) })
  for await (const chunk of upstream.body) res.write(chunk)
  res.end()
})`,
      errors: [
        {
          messageId: 'untied',
          line: 4,
          column: 26,
          endColumn: 31,
          suggestions: [
            {
              messageId: 'signal',
              data: { departure: 'a controller that the close of `res` aborts' },
              output: `import express from 'express'
const app = express()
app.post('/proxy', async (req, res) => {
  const gone = new AbortController()
  res.on('close', () => gone.abort())
  try {
    const upstream = await fetch(url, { method: 'POST', body: JSON.stringify(req.body), signal: gone.signal })
    for await (const chunk of upstream.body) res.write(chunk)
    res.end()
  } catch (error) {
    if (gone.signal.aborted) return
    throw error
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'a pipe that nobody listens to would make the abort an uncaught error',
      code: `import { Readable } from 'node:stream'
import express from 'express'
const app = express()
app.get('/proxy', async (req, res) => {
  const { body } = await fetch(url)
  Readable.fromWeb(body).pipe(res)
})`,
      errors: [
        {
          messageId: 'untied',
          line: 5,
          column: 26,
          endColumn: 31,
        },
      ],
    },
    {
      name: 'a catch that answers lets departures pass first',
      code: `import express from 'express'
const app = express()
app.get('/proxy', async (req, res) => {
  try {
    const upstream = await fetch(url)
    for await (const chunk of upstream.body) res.write(chunk)
    res.end()
  } catch (error) {
    res.status(500).json({ message: String(error) })
  }
})`,
      errors: [
        {
          messageId: 'untied',
          line: 5,
          column: 28,
          endColumn: 33,
          suggestions: [
            {
              messageId: 'signal',
              data: { departure: 'a controller that the close of `res` aborts' },
              output: `import express from 'express'
const app = express()
app.get('/proxy', async (req, res) => {
  const gone = new AbortController()
  res.on('close', () => gone.abort())
  try {
    const upstream = await fetch(url, { signal: gone.signal })
    for await (const chunk of upstream.body) res.write(chunk)
    res.end()
  } catch (error) {
    if (gone.signal.aborted) return
    res.status(500).json({ message: String(error) })
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'a catch that knows departures stays as it is',
      code: `import express from 'express'
const app = express()
app.get('/proxy', async (req, res) => {
  let upstream
  try {
    upstream = await fetch(url)
  } catch {
    return res.sendStatus(502)
  }
  try {
    for await (const chunk of upstream.body) res.write(chunk)
    res.end()
  } catch (error) {
    if (error.name !== 'AbortError') throw error
  }
})`,
      errors: [
        {
          messageId: 'untied',
          line: 6,
          column: 22,
          endColumn: 27,
          suggestions: [
            {
              messageId: 'signal',
              data: { departure: 'a controller that the close of `res` aborts' },
              output: `import express from 'express'
const app = express()
app.get('/proxy', async (req, res) => {
  let upstream
  const gone = new AbortController()
  res.on('close', () => gone.abort())
  try {
    upstream = await fetch(url, { signal: gone.signal })
  } catch {
    if (gone.signal.aborted) return
    return res.sendStatus(502)
  }
  try {
    for await (const chunk of upstream.body) res.write(chunk)
    res.end()
  } catch (error) {
    if (error.name !== 'AbortError') throw error
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'an event stream whose end is awaited',
      code: `import Anthropic from '@anthropic-ai/sdk'
import express from 'express'
const app = express()
const anthropic = new Anthropic()
app.post('/chat', async (req, res) => {
  if (req.body.isLong) {
    const stream = anthropic.messages.stream({ model: 'claude', max_tokens: 1024, messages: [] })
    stream.on('text', (text) => res.write(text))
    await stream.finalMessage()
  }
  res.end()
})`,
      errors: [
        {
          messageId: 'untied',
          line: 7,
          column: 39,
          endColumn: 45,
          suggestions: [
            {
              messageId: 'signal',
              data: { departure: 'a controller that the close of `res` aborts' },
              output: `import Anthropic from '@anthropic-ai/sdk'
import express from 'express'
const app = express()
const anthropic = new Anthropic()
app.post('/chat', async (req, res) => {
  const gone = new AbortController()
  res.on('close', () => gone.abort())
  try {
    if (req.body.isLong) {
      const stream = anthropic.messages.stream({ model: 'claude', max_tokens: 1024, messages: [] }, { signal: gone.signal }).on('abort', () => {})
      stream.on('text', (text) => res.write(text))
      await stream.finalMessage()
    }
    res.end()
  } catch (error) {
    if (gone.signal.aborted) return
    throw error
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'a pipe whose failure is heard',
      code: `import { Readable } from 'node:stream'
import express from 'express'
const app = express()
app.get('/proxy', async (req, res) => {
  const { body } = await fetch(url)
  Readable.fromWeb(body).on('error', (error) => res.destroy(error)).pipe(res)
})`,
      errors: [
        {
          messageId: 'untied',
          line: 5,
          column: 26,
          endColumn: 31,
          suggestions: [
            {
              messageId: 'signal',
              data: { departure: 'a controller that the close of `res` aborts' },
              output: `import { Readable } from 'node:stream'
import express from 'express'
const app = express()
app.get('/proxy', async (req, res) => {
  const gone = new AbortController()
  res.on('close', () => gone.abort())
  try {
    const { body } = await fetch(url, { signal: gone.signal })
    Readable.fromWeb(body).on('error', (error) => res.destroy(error)).pipe(res)
  } catch (error) {
    if (gone.signal.aborted) return
    throw error
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'a chain that nobody catches would make the abort an unhandled rejection',
      code: `import express from 'express'
const app = express()
app.get('/proxy', (req, res) => {
  fetch(url).then(async (upstream) => {
    for await (const chunk of upstream.body) res.write(chunk)
    res.end()
  })
})`,
      errors: [
        {
          messageId: 'untied',
          line: 4,
          column: 3,
          endColumn: 8,
        },
      ],
    },
    {
      name: 'a chain whose failure is heard',
      code: `import express from 'express'
const app = express()
app.get('/proxy', (req, res, next) => {
  fetch(url).then(async (upstream) => {
    for await (const chunk of upstream.body) res.write(chunk)
    res.end()
  }).catch(next)
})`,
      errors: [
        {
          messageId: 'untied',
          line: 4,
          column: 3,
          endColumn: 8,
          suggestions: [
            {
              messageId: 'signal',
              data: { departure: 'a controller that the close of `res` aborts' },
              output: `import express from 'express'
const app = express()
app.get('/proxy', (req, res, next) => {
  const gone = new AbortController()
  res.on('close', () => gone.abort())
  fetch(url, { signal: gone.signal }).then(async (upstream) => {
    for await (const chunk of upstream.body) res.write(chunk)
    res.end()
  }).catch(next)
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'a fetch body piped to an own sink',
      code: `import express from 'express'
const app = express()
app.get('/proxy', async (req, res) => {
  const upstream = await fetch(url)
  await upstream.body.pipeTo(new WritableStream({ write(chunk) { res.write(chunk) } }))
  res.end()
})`,
      errors: [
        {
          messageId: 'untied',
          line: 4,
          column: 26,
          endColumn: 31,
          suggestions: [
            {
              messageId: 'signal',
              data: { departure: 'a controller that the close of `res` aborts' },
              output: `import express from 'express'
const app = express()
app.get('/proxy', async (req, res) => {
  const gone = new AbortController()
  res.on('close', () => gone.abort())
  try {
    const upstream = await fetch(url, { signal: gone.signal })
    await upstream.body.pipeTo(new WritableStream({ write(chunk) { res.write(chunk) } }))
    res.end()
  } catch (error) {
    if (gone.signal.aborted) return
    throw error
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'axios, piped without a listener',
      code: `import axios from 'axios'
import express from 'express'
const app = express()
app.get('/proxy', async (req, res) => {
  const response = await axios.get(url, { responseType: 'stream' })
  response.data.pipe(res)
})`,
      errors: [
        {
          messageId: 'untied',
          line: 5,
          column: 32,
          endColumn: 35,
        },
      ],
    },
    {
      name: 'a reader in start, no cancel',
      code: `export function answer(url: string) {
  return new ReadableStream({
    async start(controller) {
      const response = await fetch(url)
      const reader = response.body!.getReader()
      try {
        while (true) {
          const { done, value } = await reader.read()
          if (done) break
          controller.enqueue(value)
        }
        controller.close()
      } finally {
        reader.releaseLock()
      }
    },
  })
}`,
      errors: [
        {
          messageId: 'untied',
          line: 4,
          column: 30,
          endColumn: 35,
        },
      ],
    },
    {
      name: 'a pull without cancel',
      code: `export async function answer(url: string) {
  const response = await fetch(url)
  const reader = response.body!.getReader()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await reader.read()
      if (done) controller.close()
      else controller.enqueue(value)
    },
  })
}`,
      errors: [
        {
          messageId: 'untied',
          line: 2,
          column: 26,
          endColumn: 31,
        },
      ],
    },
    {
      name: 'an empty cancel in a route',
      file: 'app/api/chat/route.ts',
      code: `export async function POST(request: Request) {
  const upstream = await fetch(url, { method: 'POST', body: await request.text() })
  const stream = new ReadableStream({
    async start(controller) {
      const reader = upstream.body!.getReader()
      for (;;) {
        const { done, value } = await reader.read()
        if (done) break
        controller.enqueue(value)
      }
      controller.close()
    },
    cancel() {},
  })
  return new Response(stream)
}`,
      errors: [
        {
          messageId: 'emptyCancel',
          line: 13,
          column: 5,
          endColumn: 11,
          suggestions: [
            {
              messageId: 'signal',
              data: { departure: '`request.signal`' },
              output: `export async function POST(request: Request) {
  const upstream = await fetch(url, { method: 'POST', body: await request.text(), signal: request.signal })
  const stream = new ReadableStream({
    async start(controller) {
      const reader = upstream.body!.getReader()
      for (;;) {
        const { done, value } = await reader.read()
        if (done) break
        controller.enqueue(value)
      }
      controller.close()
    },
    cancel() {},
  })
  return new Response(stream)
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a cancel that only logs',
      code: `export function relay(body: ReadableStream<Uint8Array>) {
  const reader = body.getReader()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await reader.read()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    cancel: () => {
      console.log('cancelled')
    },
  })
}`,
      errors: [
        {
          messageId: 'emptyCancel',
          line: 9,
          column: 5,
          endColumn: 11,
        },
      ],
    },
    {
      name: 'AbortSignal.timeout',
      file: 'app/api/chat/route.ts',
      code: `import OpenAI from 'openai'
const openai = new OpenAI()
export async function POST(request: Request) {
  const stream = await openai.chat.completions.create(
    { model: 'gpt-4o', messages: await request.json(), stream: true },
    { signal: AbortSignal.timeout(60_000) },
  )
  return new Response(
    new ReadableStream({
      async start(controller) {
        try {
          for await (const part of stream) controller.enqueue(part)
        } catch (error) {
          controller.error(error)
        }
      },
    }),
  )
}`,
      errors: [
        {
          messageId: 'timer',
          line: 6,
          column: 7,
          endColumn: 42,
          suggestions: [
            {
              messageId: 'signal',
              data: { departure: '`request.signal`' },
              output: `import OpenAI from 'openai'
const openai = new OpenAI()
export async function POST(request: Request) {
  const stream = await openai.chat.completions.create(
    { model: 'gpt-4o', messages: await request.json(), stream: true },
    { signal: AbortSignal.any([request.signal, AbortSignal.timeout(60_000)]) },
  )
  return new Response(
    new ReadableStream({
      async start(controller) {
        try {
          for await (const part of stream) controller.enqueue(part)
        } catch (error) {
          controller.error(error)
        }
      },
    }),
  )
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a controller that is only a timer',
      code: `import express from 'express'
const app = express()
app.post('/proxy', async (req, res) => {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(), 10 * 60 * 1000)
  try {
    const upstream = await fetch(url, { method: 'POST', signal: controller.signal })
    for await (const chunk of upstream.body) res.write(chunk)
    res.end()
  } finally {
    clearTimeout(timer)
  }
})`,
      errors: [
        {
          messageId: 'timer',
          line: 7,
          column: 57,
          endColumn: 82,
          suggestions: [
            {
              messageId: 'signal',
              data: { departure: 'a controller that the close of `res` aborts' },
              output: `import express from 'express'
const app = express()
app.post('/proxy', async (req, res) => {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(), 10 * 60 * 1000)
  const gone = new AbortController()
  res.on('close', () => gone.abort())
  try {
    const upstream = await fetch(url, { method: 'POST', signal: AbortSignal.any([gone.signal, controller.signal]) })
    for await (const chunk of upstream.body) res.write(chunk)
    res.end()
  } catch (error) {
    if (gone.signal.aborted) return
    throw error
  } finally {
    clearTimeout(timer)
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'a timer by name, and the signal in a constant',
      code: `import express from 'express'
const app = express()
app.post('/proxy', async (req, res) => {
  const ac = new AbortController()
  const { signal } = ac
  const giveUp = () => ac.abort(new Error('too slow'))
  setTimeout(giveUp, 30000)
  const upstream = await fetch(url, { signal })
  for await (const chunk of upstream.body) res.write(chunk)
  res.end()
})`,
      errors: [
        {
          messageId: 'timer',
          line: 8,
          column: 39,
          endColumn: 45,
          suggestions: [
            {
              messageId: 'signal',
              data: { departure: 'a controller that the close of `res` aborts' },
              output: `import express from 'express'
const app = express()
app.post('/proxy', async (req, res) => {
  const ac = new AbortController()
  const { signal } = ac
  const giveUp = () => ac.abort(new Error('too slow'))
  setTimeout(giveUp, 30000)
  const gone = new AbortController()
  res.on('close', () => gone.abort())
  try {
    const upstream = await fetch(url, { signal: AbortSignal.any([gone.signal, signal]) })
    for await (const chunk of upstream.body) res.write(chunk)
    res.end()
  } catch (error) {
    if (gone.signal.aborted) return
    throw error
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'a controller that nothing aborts',
      code: `import express from 'express'
const app = express()
import OpenAI from 'openai'
const openai = new OpenAI()
app.post('/chat', async (req, res) => {
  const controller = new AbortController()
  const stream = await openai.chat.completions.create({ model, messages, stream: true }, { signal: controller.signal })
  for await (const part of stream) res.write(part)
  res.end()
})`,
      errors: [
        {
          messageId: 'never',
          line: 7,
          column: 92,
          endColumn: 117,
          suggestions: [
            {
              messageId: 'signal',
              data: { departure: 'a controller that the close of `res` aborts' },
              output: `import express from 'express'
const app = express()
import OpenAI from 'openai'
const openai = new OpenAI()
app.post('/chat', async (req, res) => {
  const controller = new AbortController()
  const gone = new AbortController()
  res.on('close', () => gone.abort())
  try {
    const stream = await openai.chat.completions.create({ model, messages, stream: true }, { signal: AbortSignal.any([gone.signal, controller.signal]) })
    for await (const part of stream) res.write(part)
    res.end()
  } catch (error) {
    if (gone.signal.aborted) return
    throw error
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'a generator of this file',
      code: `import express from 'express'
const app = express()
import OpenAI from 'openai'
const openai = new OpenAI()
async function* tokens(prompt: string) {
  const stream = await openai.chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content: prompt }], stream: true })
  for await (const part of stream) yield part.choices[0]?.delta.content ?? ''
}
app.post('/chat', async (req, res) => {
  for await (const token of tokens(req.body.prompt)) res.write(token)
  res.end()
})`,
      errors: [
        {
          messageId: 'untied',
          line: 6,
          column: 48,
          endColumn: 54,
        },
      ],
    },
    {
      name: 'a helper that is given the response',
      code: `import express from 'express'
const app = express()
import OpenAI from 'openai'
const openai = new OpenAI()
function send(res, data) {
  res.write('data: ' + JSON.stringify(data) + '\\n\\n')
}
app.post('/chat', async (req, res) => {
  const stream = openai.chat.completions.stream({ model: 'gpt-4o', messages: req.body.messages })
  for await (const part of stream) send(res, part)
  res.end()
})`,
      errors: [
        {
          messageId: 'untied',
          line: 9,
          column: 42,
          endColumn: 48,
          suggestions: [
            {
              messageId: 'signal',
              data: { departure: 'a controller that the close of `res` aborts' },
              output: `import express from 'express'
const app = express()
import OpenAI from 'openai'
const openai = new OpenAI()
function send(res, data) {
  res.write('data: ' + JSON.stringify(data) + '\\n\\n')
}
app.post('/chat', async (req, res) => {
  const gone = new AbortController()
  res.on('close', () => gone.abort())
  try {
    const stream = openai.chat.completions.stream({ model: 'gpt-4o', messages: req.body.messages }, { signal: gone.signal })
    for await (const part of stream) send(res, part)
    res.end()
  } catch (error) {
    if (gone.signal.aborted) return
    throw error
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'an imported parser',
      code: `import { parse } from './sse'
import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  const upstream = await fetch(url, { method: 'POST' })
  for await (const event of parse(upstream.body)) res.write(event)
  res.end()
})`,
      errors: [
        {
          messageId: 'untied',
          line: 5,
          column: 26,
          endColumn: 31,
          suggestions: [
            {
              messageId: 'signal',
              data: { departure: 'a controller that the close of `res` aborts' },
              output: `import { parse } from './sse'
import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  const gone = new AbortController()
  res.on('close', () => gone.abort())
  try {
    const upstream = await fetch(url, { method: 'POST', signal: gone.signal })
    for await (const event of parse(upstream.body)) res.write(event)
    res.end()
  } catch (error) {
    if (gone.signal.aborted) return
    throw error
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'a client of another file',
      code: `import type { Request, Response } from 'express'
import { openai } from '../clients'
export async function chat(req: Request, res: Response) {
  const stream = await openai.chat.completions.create({ model: 'gpt-4o', messages: [], stream: true })
  for await (const part of stream) res.write(part.choices[0].delta.content)
  res.end()
}`,
      errors: [
        {
          messageId: 'untied',
          line: 4,
          column: 48,
          endColumn: 54,
          suggestions: [
            {
              messageId: 'signal',
              data: { departure: 'a controller that the close of `res` aborts' },
              output: `import type { Request, Response } from 'express'
import { openai } from '../clients'
export async function chat(req: Request, res: Response) {
  const gone = new AbortController()
  res.on('close', () => gone.abort())
  try {
    const stream = await openai.chat.completions.create({ model: 'gpt-4o', messages: [], stream: true }, { signal: gone.signal })
    for await (const part of stream) res.write(part.choices[0].delta.content)
    res.end()
  } catch (error) {
    if (gone.signal.aborted) return
    throw error
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'Node, CommonJS',
      file: 'src/server.js',
      code: `const http = require('node:http')
const OpenAI = require('openai')
const openai = new OpenAI()
http.createServer(async (req, res) => {
  const stream = await openai.chat.completions.create({ model: 'gpt-4o', messages: [], stream: true })
  for await (const part of stream) res.write(part.choices[0].delta.content)
  res.end()
}).listen(3000)`,
      errors: [
        {
          messageId: 'untied',
          line: 5,
          column: 48,
          endColumn: 54,
          suggestions: [
            {
              messageId: 'signal',
              data: { departure: 'a controller that the close of `res` aborts' },
              output: `const http = require('node:http')
const OpenAI = require('openai')
const openai = new OpenAI()
http.createServer(async (req, res) => {
  const gone = new AbortController()
  res.on('close', () => gone.abort())
  try {
    const stream = await openai.chat.completions.create({ model: 'gpt-4o', messages: [], stream: true }, { signal: gone.signal })
    for await (const part of stream) res.write(part.choices[0].delta.content)
    res.end()
  } catch (error) {
    if (gone.signal.aborted) return
    throw error
  }
}).listen(3000)`,
            },
          ],
        },
      ],
    },
    {
      name: 'Fastify',
      code: `import Fastify from 'fastify'
import OpenAI from 'openai'
const openai = new OpenAI()
const app = Fastify()
app.post('/chat', async (request, reply) => {
  reply.hijack()
  const stream = await openai.chat.completions.create({ model: 'gpt-4o', messages: request.body.messages, stream: true })
  for await (const part of stream) reply.raw.write(part.choices[0].delta.content)
  reply.raw.end()
})`,
      errors: [
        {
          messageId: 'untied',
          line: 7,
          column: 48,
          endColumn: 54,
          suggestions: [
            {
              messageId: 'signal',
              data: { departure: 'a controller that the close of `reply.raw` aborts' },
              output: `import Fastify from 'fastify'
import OpenAI from 'openai'
const openai = new OpenAI()
const app = Fastify()
app.post('/chat', async (request, reply) => {
  reply.hijack()
  const gone = new AbortController()
  reply.raw.on('close', () => gone.abort())
  try {
    const stream = await openai.chat.completions.create({ model: 'gpt-4o', messages: request.body.messages, stream: true }, { signal: gone.signal })
    for await (const part of stream) reply.raw.write(part.choices[0].delta.content)
    reply.raw.end()
  } catch (error) {
    if (gone.signal.aborted) return
    throw error
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'Bedrock',
      code: `import { BedrockRuntimeClient, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime'
import express from 'express'
const app = express()
const client = new BedrockRuntimeClient({})
app.post('/chat', async (req, res) => {
  const command = new ConverseStreamCommand({ modelId: 'claude', messages: req.body.messages })
  const answer = await client.send(command)
  for await (const event of answer.stream) res.write(event.contentBlockDelta?.delta?.text ?? '')
  res.end()
})`,
      errors: [
        {
          messageId: 'untied',
          line: 7,
          column: 31,
          endColumn: 35,
          suggestions: [
            {
              messageId: 'signal',
              data: { departure: 'a controller that the close of `res` aborts' },
              output: `import { BedrockRuntimeClient, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime'
import express from 'express'
const app = express()
const client = new BedrockRuntimeClient({})
app.post('/chat', async (req, res) => {
  const command = new ConverseStreamCommand({ modelId: 'claude', messages: req.body.messages })
  const gone = new AbortController()
  res.on('close', () => gone.abort())
  try {
    const answer = await client.send(command, { abortSignal: gone.signal })
    for await (const event of answer.stream) res.write(event.contentBlockDelta?.delta?.text ?? '')
    res.end()
  } catch (error) {
    if (gone.signal.aborted) return
    throw error
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'LangChain',
      code: `import { ChatOpenAI } from '@langchain/openai'
import express from 'express'
const app = express()
const model = new ChatOpenAI()
app.post('/chat', async (req, res) => {
  for await (const chunk of await model.stream(req.body.messages)) res.write(chunk.content)
  res.end()
})`,
      errors: [
        {
          messageId: 'untied',
          line: 6,
          column: 41,
          endColumn: 47,
          suggestions: [
            {
              messageId: 'signal',
              data: { departure: 'a controller that the close of `res` aborts' },
              output: `import { ChatOpenAI } from '@langchain/openai'
import express from 'express'
const app = express()
const model = new ChatOpenAI()
app.post('/chat', async (req, res) => {
  const gone = new AbortController()
  res.on('close', () => gone.abort())
  try {
    for await (const chunk of await model.stream(req.body.messages, { signal: gone.signal })) res.write(chunk.content)
    res.end()
  } catch (error) {
    if (gone.signal.aborted) return
    throw error
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'the older package of Google',
      code: `import { GoogleGenerativeAI } from '@google/generative-ai'
import express from 'express'
const app = express()
const model = new GoogleGenerativeAI('key').getGenerativeModel({ model: 'gemini' })
app.post('/chat', async (req, res) => {
  const result = await model.generateContentStream(req.body.prompt)
  for await (const chunk of result.stream) res.write(chunk.text())
  res.end()
})`,
      errors: [
        {
          messageId: 'untied',
          line: 6,
          column: 30,
          endColumn: 51,
          suggestions: [
            {
              messageId: 'signal',
              data: { departure: 'a controller that the close of `res` aborts' },
              output: `import { GoogleGenerativeAI } from '@google/generative-ai'
import express from 'express'
const app = express()
const model = new GoogleGenerativeAI('key').getGenerativeModel({ model: 'gemini' })
app.post('/chat', async (req, res) => {
  const gone = new AbortController()
  res.on('close', () => gone.abort())
  try {
    const result = await model.generateContentStream(req.body.prompt, { signal: gone.signal })
    for await (const chunk of result.stream) res.write(chunk.text())
    res.end()
  } catch (error) {
    if (gone.signal.aborted) return
    throw error
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'a helper that makes the answer',
      code: `import express from 'express'
const app = express()
import OpenAI from 'openai'
const openai = new OpenAI()
async function answer(res, messages) {
  const stream = await openai.chat.completions.create({ model: 'gpt-4o', messages, stream: true })
  for await (const part of stream) res.write(part.choices[0].delta.content)
  res.end()
}
app.post('/chat', (req, res) => answer(res, req.body.messages))`,
      errors: [
        {
          messageId: 'untied',
          line: 6,
          column: 48,
          endColumn: 54,
        },
      ],
    },
    {
      name: 'a writer of a transform whose failure is caught',
      file: 'app/api/chat/route.ts',
      code: `import OpenAI from 'openai'
const openai = new OpenAI()
export async function POST(request: Request) {
  const { readable, writable } = new TransformStream()
  const writer = writable.getWriter()
  const stream = await openai.chat.completions.create({ model, messages, stream: true })
  const run = async () => {
    try {
      for await (const part of stream) await writer.write(part)
    } catch (error) {
      console.error(error)
    }
  }
  void run()
  return new Response(readable)
}`,
      errors: [
        {
          messageId: 'untied',
          line: 6,
          column: 48,
          endColumn: 54,
          suggestions: [
            {
              messageId: 'signal',
              data: { departure: '`request.signal`' },
              output: `import OpenAI from 'openai'
const openai = new OpenAI()
export async function POST(request: Request) {
  const { readable, writable } = new TransformStream()
  const writer = writable.getWriter()
  const stream = await openai.chat.completions.create({ model, messages, stream: true }, { signal: request.signal })
  const run = async () => {
    try {
      for await (const part of stream) await writer.write(part)
    } catch (error) {
      console.error(error)
    }
  }
  void run()
  return new Response(readable)
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a signal for another call',
      file: 'app/api/chat/route.ts',
      code: `import { streamText } from 'ai'
export async function POST(request: Request) {
  await fetch(url, { signal: request.signal })
  return streamText({ model, prompt }).toTextStreamResponse()
}`,
      errors: [
        {
          messageId: 'untied',
          line: 4,
          column: 10,
          endColumn: 20,
          suggestions: [
            {
              messageId: 'signal',
              data: { departure: '`request.signal`' },
              output: `import { streamText } from 'ai'
export async function POST(request: Request) {
  await fetch(url, { signal: request.signal })
  return streamText({ model, prompt, abortSignal: request.signal }).toTextStreamResponse()
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a handler without a request',
      file: 'app/api/chat/route.ts',
      code: `import { streamText } from 'ai'
export async function GET() {
  return streamText({ model, prompt: 'hello' }).toTextStreamResponse()
}`,
      errors: [
        {
          messageId: 'untied',
          line: 3,
          column: 10,
          endColumn: 20,
        },
      ],
    },
    {
      name: 'a worker',
      file: 'src/worker.ts',
      code: `export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const upstream = await fetch(env.URL)
    const reader = upstream.body!.getReader()
    const stream = new ReadableStream({
      async pull(controller) {
        const { done, value } = await reader.read()
        if (done) return controller.close()
        controller.enqueue(value)
      },
    })
    return new Response(stream)
  },
}`,
      errors: [
        {
          messageId: 'untied',
          line: 3,
          column: 28,
          endColumn: 33,
          suggestions: [
            {
              messageId: 'signal',
              data: { departure: '`request.signal`' },
              output: `export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const upstream = await fetch(env.URL, { signal: request.signal })
    const reader = upstream.body!.getReader()
    const stream = new ReadableStream({
      async pull(controller) {
        const { done, value } = await reader.read()
        if (done) return controller.close()
        controller.enqueue(value)
      },
    })
    return new Response(stream)
  },
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'the readable form of an event stream of the SDK',
      project: 'express4',
      code: `import express from 'express'
import OpenAI from 'openai'
const app = express()
const client = new OpenAI()
const reply = async (req, res) => {
  const answer = client.chat.completions.stream({ model: 'm', messages: req.body })
  for await (const piece of answer.toReadableStream()) res.write(piece)
  res.end()
}
app.post('/answer', (req, res) => reply(req, res).catch(report))`,
      errors: [{ messageId: 'untied', line: 6, column: 42, endColumn: 48 }],
    },
    {
      name: 'the readable form, piped',
      project: 'express4',
      code: `import express from 'express'
import { Readable } from 'node:stream'
import Anthropic from '@anthropic-ai/sdk'
const app = express()
const client = new Anthropic()
app.post('/answer', (req, res) => {
  const answer = client.messages.stream({ model: 'm', max_tokens: 9, messages: req.body })
  Readable.fromWeb(answer.toReadableStream()).pipe(res)
})`,
      errors: [{ messageId: 'untied', line: 7, column: 34, endColumn: 40 }],
    },
    {
      name: 'a chat agent that leaves its signal out',
      code: `import { AIChatAgent } from '@cloudflare/ai-chat'
import { streamText } from 'ai'
export class Helper extends AIChatAgent<Env> {
  async onChatMessage(onFinish: unknown, options?: { abortSignal?: AbortSignal; body?: unknown }) {
    const result = streamText({ model: modelFor(options?.body), messages: this.messages })
    return result.toUIMessageStreamResponse()
  }
}`,
      errors: [
        {
          messageId: 'unstoppable',
          line: 5,
          column: 20,
          endColumn: 30,
          suggestions: [
            {
              messageId: 'signal',
              data: { departure: '`options?.abortSignal`' },
              output: `import { AIChatAgent } from '@cloudflare/ai-chat'
import { streamText } from 'ai'
export class Helper extends AIChatAgent<Env> {
  async onChatMessage(onFinish: unknown, options?: { abortSignal?: AbortSignal; body?: unknown }) {
    const result = streamText({ model: modelFor(options?.body), messages: this.messages, abortSignal: options?.abortSignal })
    return result.toUIMessageStreamResponse()
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a chat agent that merges the answer into its own stream, with a second call that has the signal',
      code: `import { AIChatAgent } from 'agents/ai-chat-agent'
import { createUIMessageStream, createUIMessageStreamResponse, streamText } from 'ai'
export class Helper extends AIChatAgent {
  async onChatMessage(onFinish, options) {
    const stream = createUIMessageStream({
      execute: async ({ writer }) => {
        writer.merge(streamText({ model, prompt, abortSignal: options?.abortSignal }).toUIMessageStream())
        const result = streamText({ model, messages: this.messages })
        writer.merge(result.toUIMessageStream())
      },
    })
    return createUIMessageStreamResponse({ stream })
  }
}`,
      errors: [
        {
          messageId: 'unstoppable',
          line: 8,
          column: 24,
          endColumn: 34,
          suggestions: [
            {
              messageId: 'signal',
              data: { departure: '`options?.abortSignal`' },
              output: `import { AIChatAgent } from 'agents/ai-chat-agent'
import { createUIMessageStream, createUIMessageStreamResponse, streamText } from 'ai'
export class Helper extends AIChatAgent {
  async onChatMessage(onFinish, options) {
    const stream = createUIMessageStream({
      execute: async ({ writer }) => {
        writer.merge(streamText({ model, prompt, abortSignal: options?.abortSignal }).toUIMessageStream())
        const result = streamText({ model, messages: this.messages, abortSignal: options?.abortSignal })
        writer.merge(result.toUIMessageStream())
      },
    })
    return createUIMessageStreamResponse({ stream })
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a chat agent whose signal is a timer',
      code: `import { AIChatAgent } from '@cloudflare/ai-chat'
import { streamText } from 'ai'
export class Helper extends AIChatAgent<Env> {
  async onChatMessage(onFinish: unknown, options: OnChatMessageOptions) {
    return streamText({ model, prompt, abortSignal: AbortSignal.timeout(9000) }).toUIMessageStreamResponse()
  }
}`,
      errors: [{ messageId: 'timer', line: 5, column: 40, endColumn: 78 }],
    },
    {
      name: 'a response that another file hands over, piped into',
      code: `import { request } from 'undici'
export async function send(job, res) {
  res.setHeader('content-type', job.type)
  const { body } = await request(job.address, { maxRedirections: 3 })
  body.on('error', () => fail(res))
  body.on('aborted', () => fail(res))
  body.pipe(res)
}
function fail(res) {
  if (!res.headersSent) res.sendStatus(502)
  res.destroy()
}`,
      errors: [{ messageId: 'untied', line: 4, column: 26, endColumn: 33 }],
    },
    {
      name: 'a response that another file hands over, behind a transform',
      code: `import axios from 'axios'
import { createGzip } from 'node:zlib'
export const send = async (address, out) => {
  const answer = await axios.get(address, { responseType: 'stream' })
  out.writeHead(200, { 'content-encoding': 'gzip' })
  answer.data.pipe(createGzip()).pipe(out)
}`,
      errors: [{ messageId: 'untied', line: 4, column: 30, endColumn: 33 }],
    },
    {
      name: 'an answer that a helper gives back beside something else, with a timer for a signal',
      project: 'express4',
      code: `import express from 'express'
const app = express()
app.post('/answer', async (req, res) => {
  const ask = async (question) => {
    const controller = new AbortController()
    const timer = setTimeout(() => controller.abort(), 60_000)
    const answer = await fetch(target, { method: 'POST', body: question, signal: controller.signal })
    clearTimeout(timer)
    return { answer, question }
  }
  let { answer, question } = await ask(req.body)
  if (!answer.ok) ({ answer, question } = await ask(shorter(question)))
  const reader = answer.body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    res.write(value)
  }
  res.end()
})`,
      errors: [{ messageId: 'timer', line: 7, column: 74, endColumn: 99 }],
    },
  ],
  silent: [
    {
      name: 'a download that the upstream makes for itself',
      code: `import express from 'express'
const app = express()
app.post('/models/download', async (req, res) => {
  res.setHeader('Content-Type', 'text/event-stream')
  const upstream = await fetch(address(), { method: 'POST', body: JSON.stringify({ name: req.body.name }) })
  if (!upstream.ok) throw new Error(upstream.statusText)
  const reader = upstream.body.getReader()
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    res.write(frameOf(value))
  }
  res.end()
})`,
    },
    {
      name: 'a script whose stream nobody else waits for',
      code: `#!/usr/bin/env node
import OpenAI from 'openai'
const openai = new OpenAI()
function read() {
  return new ReadableStream({
    async start(controller) {
      const stream = await openai.chat.completions.create({ model: 'gpt-4o', messages: [], stream: true })
      try {
        for await (const part of stream) controller.enqueue(part)
      } catch {}
      controller.close()
    },
  })
}
for await (const part of read()) console.log(part)`,
    },
    {
      name: 'a package of the settings whose call takes a signal in a way that nobody knows',
      settings: { streaming: { modelPackages: ['@acme/*'] } },
      code: `import express from 'express'
import { Acme } from '@acme/llm'
const app = express()
const acme = new Acme()
app.post('/chat', async (req, res) => {
  for await (const part of acme.streamAnswer(req.body.question)) res.write(part.text)
  res.end()
})`,
    },
    {
      name: 'Bedrock with a signal',
      code: `import { BedrockRuntimeClient, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime'
import express from 'express'
const app = express()
const client = new BedrockRuntimeClient({})
app.post('/chat', async (req, res) => {
  const gone = new AbortController()
  res.on('close', () => gone.abort())
  const answer = await client.send(new ConverseStreamCommand({ modelId: 'claude' }), { abortSignal: gone.signal })
  for await (const event of answer.stream) res.write(event.text)
  res.end()
})`,
    },
    {
      name: 'writes of a writer that reject',
      file: 'app/api/chat/route.ts',
      code: `import OpenAI from 'openai'
const openai = new OpenAI()
export async function POST(request: Request) {
  const { readable, writable } = new TransformStream()
  const writer = writable.getWriter()
  const stream = await openai.chat.completions.create({ model, messages, stream: true })
  void (async () => {
    for await (const part of stream) await writer.write(part)
    await writer.close()
  })()
  return new Response(readable)
}`,
    },
    {
      name: 'a socket is no route',
      code: `import { WebSocketServer } from 'ws'
import OpenAI from 'openai'
const openai = new OpenAI()
const server = new WebSocketServer({ port: 8080 })
server.on('connection', (socket) => {
  socket.on('message', async (data) => {
    const stream = await openai.chat.completions.create({ model, messages: [], stream: true })
    for await (const part of stream) socket.send(part)
  })
})`,
    },
    {
      name: 'the signal of the request',
      file: 'app/api/chat/route.ts',
      code: `import { streamText } from 'ai'
export async function POST(req: Request) {
  return streamText({ model, messages, abortSignal: req.signal }).toUIMessageStreamResponse()
}`,
    },
    {
      name: 'the signal of the raw request of Hono',
      code: `import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import OpenAI from 'openai'
const openai = new OpenAI()
const app = new Hono()
app.post('/chat', (c) => streamSSE(c, async (stream) => {
  const parts = await openai.chat.completions.create({ model, messages, stream: true }, { signal: c.req.raw.signal })
  for await (const part of parts) await stream.writeSSE({ data: part })
}))`,
    },
    {
      name: 'onAbort of Hono',
      code: `import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import OpenAI from 'openai'
const openai = new OpenAI()
const app = new Hono()
app.post('/chat', (c) => streamSSE(c, async (stream) => {
  const gone = new AbortController()
  stream.onAbort(() => gone.abort())
  const parts = await openai.chat.completions.create({ model, messages, stream: true }, { signal: gone.signal })
  for await (const part of parts) await stream.writeSSE({ data: part })
}))`,
    },
    {
      name: 'a loop that asks Hono',
      code: `import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import OpenAI from 'openai'
const openai = new OpenAI()
const app = new Hono()
app.post('/chat', (c) => streamSSE(c, async (stream) => {
  const parts = await openai.chat.completions.create({ model, messages, stream: true })
  for await (const part of parts) {
    if (stream.aborted) break
    await stream.writeSSE({ data: part })
  }
}))`,
    },
    {
      name: 'a controller aborted on close',
      code: `import express from 'express'
const app = express()
import OpenAI from 'openai'
const openai = new OpenAI()
app.post('/chat', async (req, res) => {
  const controller = new AbortController()
  res.on('close', () => controller.abort())
  const stream = await openai.chat.completions.create({ model, messages, stream: true }, { signal: controller.signal })
  for await (const part of stream) res.write(part)
  res.end()
})`,
    },
    {
      name: 'a timer and the close together',
      code: `import express from 'express'
const app = express()
app.post('/proxy', async (req, res) => {
  const controller = new AbortController()
  setTimeout(() => controller.abort(), 1000)
  res.once('close', () => controller.abort())
  const upstream = await fetch(url, { signal: controller.signal })
  for await (const chunk of upstream.body) res.write(chunk)
})`,
    },
    {
      name: `the stream's own controller aborted on close`,
      code: `import express from 'express'
const app = express()
import OpenAI from 'openai'
const openai = new OpenAI()
app.post('/chat', async (req, res) => {
  const stream = await openai.chat.completions.create({ model, messages, stream: true })
  req.on('close', () => stream.controller.abort())
  for await (const part of stream) res.write(part)
})`,
    },
    {
      name: 'a flag set on close',
      code: `import express from 'express'
const app = express()
import OpenAI from 'openai'
const openai = new OpenAI()
app.post('/chat', async (req, res) => {
  let left = false
  res.on('close', () => { left = true })
  const stream = await openai.chat.completions.create({ model, messages, stream: true })
  for await (const part of stream) {
    if (left) break
    res.write(part)
  }
})`,
    },
    {
      name: 'a response that is asked in the loop',
      code: `import express from 'express'
const app = express()
import OpenAI from 'openai'
const openai = new OpenAI()
app.post('/chat', async (req, res) => {
  const stream = await openai.chat.completions.create({ model, messages, stream: true })
  for await (const part of stream) {
    if (res.destroyed) break
    res.write(part)
  }
})`,
    },
    {
      name: 'Ollama aborted on close',
      code: `import ollama from 'ollama'
import express from 'express'
const app = express()
app.post('/chat', async (req, res) => {
  const stream = await ollama.chat({ model: 'llama3', messages: req.body.messages, stream: true })
  res.on('close', () => stream.abort())
  for await (const part of stream) res.write(part.message.content)
})`,
    },
    {
      name: 'spread options',
      code: `import express from 'express'
const app = express()
app.post('/proxy', async (req, res) => {
  const upstream = await fetch(url, { ...options, method: 'POST' })
  for await (const chunk of upstream.body) res.write(chunk)
})`,
    },
    {
      name: 'options in a variable',
      code: `import express from 'express'
const app = express()
import OpenAI from 'openai'
const openai = new OpenAI()
app.post('/chat', async (req, res) => {
  const stream = await openai.chat.completions.create({ model, messages, stream: true }, options)
  for await (const part of stream) res.write(part)
})`,
    },
    {
      name: 'spread arguments',
      code: `import express from 'express'
const app = express()
app.post('/proxy', async (req, res) => {
  const upstream = await fetch(...args)
  for await (const chunk of upstream.body) res.write(chunk)
})`,
    },
    {
      name: 'a conditional signal',
      code: `import express from 'express'
const app = express()
app.post('/proxy', async (req, res) => {
  const controller = new AbortController()
  setTimeout(() => controller.abort(), 1000)
  const upstream = await fetch(url, { signal: canCancel ? controller.signal : undefined })
  for await (const chunk of upstream.body) res.write(chunk)
})`,
    },
    {
      name: 'a conditional signal in a constant',
      code: `import express from 'express'
const app = express()
app.post('/proxy', async (req, res) => {
  const signal = canCancel ? AbortSignal.timeout(1) : undefined
  const upstream = await fetch(url, { signal })
  for await (const chunk of upstream.body) res.write(chunk)
})`,
    },
    {
      name: 'a signal from a context',
      code: `import { getRequestAbortSignal } from './context'
import express from 'express'
const app = express()
app.post('/proxy', async (req, res) => {
  const upstream = await fetch(url, { signal: getRequestAbortSignal() })
  for await (const chunk of upstream.body) res.write(chunk)
})`,
    },
    {
      name: `a signal in a wrapper's argument`,
      file: 'app/api/chat/route.ts',
      code: `import OpenAI from 'openai'
const openai = new OpenAI()
import { withSignal } from './wrap'
export async function POST(request: Request) {
  const stream = await withSignal(request.signal, () => openai.chat.completions.create({ model, messages, stream: true }))
  return new Response(new ReadableStream({
    async start(controller) {
      try { for await (const part of stream) controller.enqueue(part) } catch (error) { controller.error(error) }
    },
  }))
}`,
    },
    {
      name: 'a signal of a wrapper around the call only',
      file: 'app/api/chat/route.ts',
      code: `import OpenAI from 'openai'
const openai = new OpenAI()
import { context } from './context'
export async function POST(request: Request) {
  return context.run(request.signal, async () => {
    const stream = await openai.chat.completions.create({ model, messages, stream: true })
    return new Response(new ReadableStream({
      async start(controller) {
        try { for await (const part of stream) controller.enqueue(part) } catch (error) { controller.error(error) }
      },
    }))
  })
}`,
    },
    {
      name: 'a signal that is passed in',
      code: `export function answer(url: string, signal: AbortSignal) {
  return new ReadableStream({
    async start(controller) {
      const response = await fetch(url, { signal })
      try { for await (const chunk of response.body!) controller.enqueue(chunk) } catch (error) { controller.error(error) }
    },
  })
}`,
    },
    {
      name: 'any of the request and a timer',
      file: 'app/api/chat/route.ts',
      code: `import { streamText } from 'ai'
export async function POST(req: Request) {
  return streamText({ model, messages, abortSignal: AbortSignal.any([req.signal, AbortSignal.timeout(1000)]) }).toUIMessageStreamResponse()
}`,
    },
    {
      name: 'consumed to the end on purpose',
      file: 'app/api/chat/route.ts',
      code: `import { streamText } from 'ai'
export async function POST(req: Request) {
  const result = streamText({ model, messages })
  result.consumeStream()
  return result.toUIMessageStreamResponse()
}`,
    },
    {
      name: 'consumeSseStream',
      file: 'app/api/chat/route.ts',
      code: `import { streamText, consumeStream } from 'ai'
export async function POST(req: Request) {
  const result = streamText({ model, messages })
  return result.toUIMessageStreamResponse({ consumeSseStream: consumeStream })
}`,
    },
    {
      name: 'resumable',
      file: 'app/api/chat/route.ts',
      code: `import { streamText } from 'ai'
import { createResumableStreamContext } from 'resumable-stream'
import { after } from 'next/server'
const context = createResumableStreamContext({ waitUntil: after })
export async function POST(req: Request) {
  const result = streamText({ model, messages })
  return new Response(await context.resumableStream('id', () => result.textStream))
}`,
    },
    {
      name: 'after',
      file: 'app/api/chat/route.ts',
      code: `import { streamText } from 'ai'
import { after } from 'next/server'
export async function POST(req: Request) {
  const result = streamText({ model, messages })
  after(async () => { await save(await result.text) })
  return result.toTextStreamResponse()
}`,
    },
    {
      name: 'waitUntil',
      code: `import { streamText } from 'ai'
export default {
  async fetch(request, env, ctx) {
    const result = streamText({ model, prompt })
    ctx.waitUntil(save(result.text))
    return result.toTextStreamResponse()
  },
}`,
    },
    {
      name: 'a registry of controllers',
      code: `import express from 'express'
const app = express()
import OpenAI from 'openai'
const openai = new OpenAI()
const activeStreams = new Map()
app.post('/chat', async (req, res) => {
  const controller = new AbortController()
  activeStreams.set(req.body.id, controller)
  const stream = await openai.chat.completions.create({ model, messages, stream: true }, { signal: controller.signal })
  for await (const part of stream) res.write(part)
})`,
    },
    {
      name: 'the body handed to the response',
      file: 'app/api/proxy/route.ts',
      code: `export async function GET() {
  const upstream = await fetch('https://example.com/events')
  return new Response(upstream.body, { status: upstream.status })
}`,
    },
    {
      name: 'the body handed on through a transform',
      file: 'app/api/proxy/route.ts',
      code: `export async function GET() {
  const upstream = await fetch('https://example.com/events')
  return new Response(upstream.body.pipeThrough(new TextDecoderStream()))
}`,
    },
    {
      name: 'toReadableStream',
      file: 'app/api/chat/route.ts',
      code: `import OpenAI from 'openai'
const openai = new OpenAI()
export async function POST(request: Request) {
  const stream = await openai.chat.completions.create({ model, messages, stream: true })
  return new Response(stream.toReadableStream())
}`,
    },
    {
      name: 'reply.send',
      code: `import Fastify from 'fastify'
import { Readable } from 'node:stream'
const app = Fastify()
app.get('/proxy', async (request, reply) => {
  const upstream = await fetch(url)
  return reply.send(Readable.fromWeb(upstream.body))
})`,
    },
    {
      name: 'pipeline destroys the source',
      code: `import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import express from 'express'
const app = express()
app.get('/proxy', async (req, res) => {
  const upstream = await fetch(url)
  await pipeline(Readable.fromWeb(upstream.body), res)
})`,
    },
    {
      name: 'a loop in start whose enqueue throws',
      file: 'app/api/chat/route.ts',
      code: `import OpenAI from 'openai'
const openai = new OpenAI()
export async function POST(request: Request) {
  const stream = await openai.chat.completions.create({ model, messages, stream: true })
  return new Response(new ReadableStream({
    async start(controller) {
      for await (const part of stream) controller.enqueue(part.choices[0].delta.content)
      controller.close()
    },
  }))
}`,
    },
    {
      name: 'a cancel that cancels the reader',
      code: `export async function answer(url: string) {
  const response = await fetch(url)
  const reader = response.body!.getReader()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await reader.read()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    cancel(reason) {
      return reader.cancel(reason)
    },
  })
}`,
    },
    {
      name: 'a cancel that aborts',
      file: 'app/api/chat/route.ts',
      code: `import OpenAI from 'openai'
const openai = new OpenAI()
export async function POST(request: Request) {
  const gone = new AbortController()
  const stream = await openai.chat.completions.create({ model, messages, stream: true }, { signal: gone.signal })
  return new Response(new ReadableStream({
    async start(controller) {
      try { for await (const part of stream) controller.enqueue(part) } catch (error) { controller.error(error) }
    },
    cancel: () => gone.abort(),
  }))
}`,
    },
    {
      name: 'a cancel that sets a flag',
      code: `export function answer(url: string) {
  let stopped = false
  return new ReadableStream({
    async start(controller) {
      const response = await fetch(url)
      try {
        for await (const chunk of response.body!) {
          if (stopped) break
          controller.enqueue(chunk)
        }
      } catch (error) { controller.error(error) }
    },
    cancel() { stopped = true },
  })
}`,
    },
    {
      name: 'a cancel from elsewhere',
      code: `export function answer(url: string, cancel: () => void) {
  return new ReadableStream({
    async start(controller) {
      const response = await fetch(url)
      try { for await (const chunk of response.body!) controller.enqueue(chunk) } catch (error) { controller.error(error) }
    },
    cancel,
  })
}`,
    },
    {
      name: 'listening to the signal of the request',
      file: 'app/api/chat/route.ts',
      code: `export async function POST(request: Request) {
  const upstream = await fetch(url)
  const reader = upstream.body!.getReader()
  request.signal.addEventListener('abort', () => reader.cancel())
  return new Response(new ReadableStream({
    async pull(controller) {
      const { done, value } = await reader.read()
      if (done) controller.close()
      else controller.enqueue(value)
    },
  }))
}`,
    },
    {
      name: 'a route that collects',
      code: `import express from 'express'
const app = express()
import OpenAI from 'openai'
const openai = new OpenAI()
app.post('/chat', async (req, res) => {
  let text = ''
  const stream = await openai.chat.completions.create({ model, messages, stream: true })
  for await (const part of stream) text += part.choices[0].delta.content
  res.json({ text })
})`,
    },
    {
      name: 'not streamed',
      code: `import express from 'express'
const app = express()
app.get('/data', async (req, res) => {
  const upstream = await fetch(url)
  for (const row of await upstream.json()) res.write(row.name)
  res.end()
})`,
    },
    {
      name: 'a script',
      code: `import OpenAI from 'openai'
const openai = new OpenAI()
async function main() {
  const stream = await openai.chat.completions.create({ model, messages, stream: true })
  for await (const part of stream) process.stdout.write(part.choices[0].delta.content)
}
main()`,
    },
    {
      name: 'a function of nobody',
      code: `import OpenAI from 'openai'
const openai = new OpenAI()
export async function ask(onToken) {
  const stream = await openai.chat.completions.create({ model, messages, stream: true })
  for await (const part of stream) onToken(part.choices[0].delta.content)
}`,
    },
    {
      name: 'handed to another file',
      code: `import { answerWith } from './answer'
import express from 'express'
const app = express()
import OpenAI from 'openai'
const openai = new OpenAI()
app.post('/chat', async (req, res) => {
  const stream = await openai.chat.completions.create({ model, messages, stream: true })
  await answerWith(res, stream)
})`,
    },
    {
      name: 'a function that looks after the client',
      code: `import { abortOnClose } from './abort'
import express from 'express'
const app = express()
import OpenAI from 'openai'
const openai = new OpenAI()
app.post('/chat', async (req, res) => {
  const stream = await openai.chat.completions.create({ model, messages, stream: true })
  abortOnClose(res, stream.controller)
  for await (const part of stream) res.write(part)
})`,
    },
    {
      name: 'the request itself',
      code: `export default {
  async fetch(request: Request) {
    const upstream = await fetch(request)
    const reader = upstream.body!.getReader()
    return new Response(new ReadableStream({
      async pull(controller) {
        const { done, value } = await reader.read()
        if (done) controller.close()
        else controller.enqueue(value)
      },
    }))
  },
}`,
    },
    {
      name: 'a stream that nobody gets',
      code: `export async function f(url: string) {
  const stream = new ReadableStream({
    async pull(controller) {
      const response = await fetch(url)
      for await (const chunk of response.body!) controller.enqueue(chunk)
    },
  })
  const reader = stream.getReader()
  await reader.read()
}`,
    },
    {
      name: 'a test file',
      file: 'test/chat.test.ts',
      code: `export function answer(url: string) {
  return new ReadableStream({
    async pull(controller) {
      const reader = (await fetch(url)).body!.getReader()
      controller.enqueue((await reader.read()).value)
    },
  })
}`,
    },
    {
      name: 'an observable with a teardown',
      code: `import { Controller, Sse } from '@nestjs/common'
import { Observable } from 'rxjs'
import OpenAI from 'openai'
const openai = new OpenAI()
@Controller()
export class Chat {
  @Sse('chat')
  chat() {
    return new Observable((subscriber) => {
      const stream = openai.chat.completions.stream({ model, messages })
      void (async () => { for await (const part of stream) subscriber.next({ data: part }) })()
      return () => stream.abort()
    })
  }
}`,
    },
    {
      name: 'cancelled in finally of start',
      code: `export function answer(url: string) {
  return new ReadableStream({
    async start(controller) {
      const reader = (await fetch(url)).body!.getReader()
      try {
        for (;;) {
          const { done, value } = await reader.read()
          if (done) break
          controller.enqueue(value)
        }
      } finally {
        void reader.cancel().catch(() => {})
      }
    },
  })
}`,
    },
    {
      name: 'an empty cancel over values in memory',
      code: `export function values(list: string[]) {
  return new ReadableStream({
    start(controller) {
      for (const value of list) controller.enqueue(value)
      controller.close()
    },
    cancel() {},
  })
}`,
    },
    {
      name: 'the readable form of an event stream that is aborted on close',
      project: 'express4',
      code: `import express from 'express'
import OpenAI from 'openai'
const app = express()
const client = new OpenAI()
app.post('/answer', async (req, res) => {
  const answer = client.chat.completions.stream({ model: 'm', messages: req.body })
  res.on('close', () => answer.abort())
  for await (const piece of answer.toReadableStream()) res.write(piece)
  res.end()
})`,
    },
    {
      name: 'the readable form of an event stream that is left when the client has gone',
      project: 'express4',
      code: `import express from 'express'
import OpenAI from 'openai'
const app = express()
const client = new OpenAI()
app.post('/answer', async (req, res) => {
  const answer = client.chat.completions.stream({ model: 'm', messages: req.body })
  for await (const piece of answer.toReadableStream()) {
    if (res.destroyed) break
    res.write(piece)
  }
})`,
    },
    {
      name: 'a chat agent that passes its signal on',
      code: `import { AIChatAgent } from '@cloudflare/ai-chat'
import { streamText } from 'ai'
export class Helper extends AIChatAgent<Env> {
  async onChatMessage(onFinish: unknown, options?: { abortSignal?: AbortSignal }) {
    return streamText({ model, prompt, abortSignal: options?.abortSignal }).toUIMessageStreamResponse()
  }
}`,
    },
    {
      name: 'a chat agent whose signal is heard elsewhere',
      code: `import { AIChatAgent } from '@cloudflare/ai-chat'
import { streamText } from 'ai'
export class Helper extends AIChatAgent<Env> {
  async onChatMessage(onFinish: unknown, options?: { abortSignal?: AbortSignal }) {
    const result = streamText({ model, prompt })
    stopWith(result, options?.abortSignal)
    return result.toUIMessageStreamResponse()
  }
}`,
    },
    {
      name: 'a chat agent that gives its options to a helper',
      code: `import { AIChatAgent } from '@cloudflare/ai-chat'
import { streamText } from 'ai'
export class Helper extends AIChatAgent<Env> {
  async onChatMessage(onFinish: unknown, options?: { abortSignal?: AbortSignal }) {
    return streamText({ model: modelOf(options), prompt }).toUIMessageStreamResponse()
  }
}`,
    },
    {
      name: 'a chat agent that takes no options, and one that takes them for something else: nothing there is to be stopped',
      code: `import { AIChatAgent } from '@cloudflare/ai-chat'
import { streamText } from 'ai'
export class First extends AIChatAgent<Env> {
  async onChatMessage() {
    return streamText({ model, messages: this.messages }).toUIMessageStreamResponse()
  }
}
export class Second extends AIChatAgent<Env> {
  async onChatMessage(onFinish: unknown, options?: OnChatMessageOptions) {
    return streamText({ model, tools: toolsOf(options?.clientTools) }).toUIMessageStreamResponse()
  }
}`,
    },
    {
      name: 'a chat agent of a version that hands over no options',
      code: `import { AIChatAgent } from 'agents/ai-chat-agent'
import { streamText } from 'ai'
export class Helper extends AIChatAgent<Env> {
  async onChatMessage(onFinish: unknown) {
    return streamText({ model, prompt, onFinish }).toDataStreamResponse()
  }
}`,
    },
    {
      name: 'another method of a chat agent, and a class that is only named so',
      code: `import { AIChatAgent } from '@cloudflare/ai-chat'
import { streamText } from 'ai'
export class Helper extends AIChatAgent<Env> {
  async summary() {
    return streamText({ model, prompt }).toUIMessageStreamResponse()
  }
}
class Base {}
export class Other extends Base {
  async onChatMessage() {
    return streamText({ model, prompt }).toUIMessageStreamResponse()
  }
}`,
    },
    {
      name: 'a chat agent that answers once the text is whole',
      code: `import { AIChatAgent } from '@cloudflare/ai-chat'
import { streamText } from 'ai'
export class Helper extends AIChatAgent<Env> {
  async onChatMessage() {
    const { text } = streamText({ model, prompt })
    return new Response(await text)
  }
}`,
    },
    {
      name: 'a response that another file hands over, whose close is heard',
      code: `import { request } from 'undici'
export async function send(job, res) {
  const { body } = await request(job.address)
  res.on('close', () => body.destroy())
  res.status(200)
  body.pipe(res)
}`,
    },
    {
      name: 'a response that another file hands over, with a signal',
      code: `import { request } from 'undici'
export async function send(job, res) {
  const controller = new AbortController()
  const { body } = await request(job.address, { signal: controller.signal })
  res.on('error', () => controller.abort())
  res.status(200)
  body.pipe(res)
}`,
    },
    {
      name: 'something to write to that may be no response',
      code: `import { request } from 'undici'
export async function send(job, out) {
  const { body } = await request(job.address)
  out.setHeader('content-type', job.type)
  body.pipe(out)
}`,
    },
    {
      name: 'a response that another file hands over, with a body that comes from there, too',
      code: `export function send(body, res) {
  res.writeHead(200)
  body.pipe(res)
}
export async function open(address) {
  const answer = await fetch(address)
  return answer.body
}`,
    },
    {
      name: 'an answer that a helper gives back in an object that goes on whole',
      project: 'express4',
      code: `import express from 'express'
const app = express()
const ask = async (question) => {
  const answer = await fetch(target, { method: 'POST', body: question })
  return { answer, question }
}
app.post('/answer', async (req, res) => {
  const asked = await ask(req.body)
  watch(asked, res)
  for await (const piece of asked.answer.body) res.write(piece)
})`,
    },
  ],
})
