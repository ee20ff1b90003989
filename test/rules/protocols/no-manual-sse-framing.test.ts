import rule from '../../../rules/protocols/no-manual-sse-framing.ts'
import type { ReportsCase } from '../../rule-tester.ts'
import { ruleTest } from '../../rule-tester.ts'

const never = { allow: 'never' }
const install = { install: ' (`npm install eventsource-encoder@1`)' }
const none = { install: '' }

/** A route of Express around some lines. */
const route = (lines: string, head = '') => `${head}import { Router } from 'express'
const router = Router()
router.post('/chat', async (req, res) => {
  res.setHeader('Content-Type', 'text/event-stream')
${lines}
})`

const OPENAI = `import OpenAI from 'openai'
`
const MODEL = `  const stream = await new OpenAI().chat.completions.create({ model, messages, stream: true })\n`
const ENCODER = `import { encode } from 'eventsource-encoder'\n`

/** The same with the encoder imported where edits put it. */
const encodedRoute = (lines: string, head = '') => `${head}import { Router } from 'express'
${ENCODER}const router = Router()
router.post('/chat', async (req, res) => {
  res.setHeader('Content-Type', 'text/event-stream')
${lines}
})`

const SPAWN = `import { spawn } from 'node:child_process'\n`

/** A route of Hono that streams by one of its helpers. */
const honoRoute = (
  lines: string,
  { helper = 'stream', headers = "  c.header('Content-Type', 'text/event-stream')\n", end = '', head = '' } = {},
) => `import { Hono } from 'hono'
${head}import { ${helper} } from 'hono/streaming'
export const app = new Hono()
app.get('/ticks', (c) => {
${headers}  return ${helper}(c, async (stream) => {
${lines}
  }${end})
})
`
const TICK = '    await stream.write(`data: ${JSON.stringify({ at: Date.now() })}\\n\\n`)'

/** A route of Hono for which only the encoder is suggested. */
function keptHelper(name: string, code: string): ReportsCase {
  const frame = TICK.slice(TICK.indexOf('`'), -1)
  const lines = code.split('\n')
  const line = lines.findIndex((it) => it.includes(frame))
  const column = (lines[line]?.indexOf(frame) ?? 0) + 1
  const output = code
    .replace(frame, 'encode({ data: JSON.stringify({ at: Date.now() }) })')
    .replace("'hono/streaming'\n", `'hono/streaming'\n${ENCODER}`)
  return {
    name: `${name} keeps the helper of Hono`,
    options: never,
    project: 'hono',
    code,
    errors: [
      {
        messageId: 'byHand',
        line: line + 1,
        column,
        endColumn: column + frame.length,
        suggestions: [{ messageId: 'encode', data: install, output }],
      },
    ],
  }
}

ruleTest(rule, {
  reports: [
    {
      name: 'a helper of Hono that writes text',
      options: never,
      project: 'hono',
      code: honoRoute(
        `    stream.onAbort(() => stop())
    while (!stream.aborted) {
      await stream.write(\`id: \${next()}\\nevent: tick\\ndata: \${JSON.stringify({ at: Date.now() })}\\n\\n\`)
      await stream.sleep(1000)
    }
    await stream.write('event: end\\ndata: [DONE]\\n\\n')`,
        {
          headers: `  c.header('Content-Type', 'text/event-stream')
  c.header('Cache-Control', 'no-cache')
  c.header('X-Accel-Buffering', 'no')
`,
        },
      ),
      errors: [
        {
          messageId: 'byHand',
          line: 11,
          column: 26,
          endColumn: 103,
          suggestions: [
            {
              messageId: 'helper',
              output: honoRoute(
                `    stream.onAbort(() => stop())
    while (!stream.aborted) {
      await stream.writeSSE({ id: String(next()), event: 'tick', data: JSON.stringify({ at: Date.now() }) })
      await stream.sleep(1000)
    }
    await stream.writeSSE({ event: 'end', data: '[DONE]' })`,
                { helper: 'streamSSE', headers: "  c.header('X-Accel-Buffering', 'no')\n" },
              ),
            },
            {
              messageId: 'encode',
              data: install,
              output: honoRoute(
                `    stream.onAbort(() => stop())
    while (!stream.aborted) {
      await stream.write(encode({ id: String(next()), event: 'tick', data: JSON.stringify({ at: Date.now() }) }))
      await stream.sleep(1000)
    }
    await stream.write(encode({ event: 'end', data: '[DONE]' }))`,
                {
                  headers: `  c.header('Content-Type', 'text/event-stream')
  c.header('Cache-Control', 'no-cache')
  c.header('X-Accel-Buffering', 'no')
`,
                  head: '',
                },
              ).replace("'hono/streaming'\n", `'hono/streaming'\n${ENCODER}`),
            },
          ],
        },
      ],
    },
    {
      name: 'a helper of Hono that another route uses too, and model text that it breaks',
      project: 'hono',
      code: `import { Hono } from 'hono'
import OpenAI from 'openai'
import { streamText } from 'hono/streaming'
export const app = new Hono()
app.get('/words', (c) => streamText(c, async (stream) => { await stream.write('one') }))
app.post('/chat', async (c) => {
  const answer = await new OpenAI().chat.completions.create({ model, messages, stream: true })
  c.header('content-type', 'text/event-stream; charset=utf-8') // for EventSource
  return streamText(c, async (stream) => {
    for await (const chunk of answer) await stream.write('data: ' + chunk.choices[0]?.delta.content + '\\n\\n')
    await stream.write(\`data: \${JSON.stringify({ done: true })}\\n\\n\`)
  })
})
`,
      errors: [
        {
          messageId: 'rawText',
          data: { what: 'model text' },
          line: 10,
          column: 58,
          endColumn: 109,
          suggestions: [
            {
              messageId: 'helper',
              output: `import { Hono } from 'hono'
import OpenAI from 'openai'
import { streamText, streamSSE } from 'hono/streaming'
export const app = new Hono()
app.get('/words', (c) => streamText(c, async (stream) => { await stream.write('one') }))
app.post('/chat', async (c) => {
  const answer = await new OpenAI().chat.completions.create({ model, messages, stream: true })
  c.header('content-type', 'text/event-stream; charset=utf-8') // for EventSource
  return streamSSE(c, async (stream) => {
    for await (const chunk of answer) await stream.writeSSE({ data: String(chunk.choices[0]?.delta.content) })
    await stream.writeSSE({ data: JSON.stringify({ done: true }) })
  })
})
`,
            },
            {
              messageId: 'encode',
              data: install,
              output: `import { Hono } from 'hono'
import OpenAI from 'openai'
import { streamText } from 'hono/streaming'
import { encode } from 'eventsource-encoder'
export const app = new Hono()
app.get('/words', (c) => streamText(c, async (stream) => { await stream.write('one') }))
app.post('/chat', async (c) => {
  const answer = await new OpenAI().chat.completions.create({ model, messages, stream: true })
  c.header('content-type', 'text/event-stream; charset=utf-8') // for EventSource
  return streamText(c, async (stream) => {
    for await (const chunk of answer) await stream.write(encode({ data: String(chunk.choices[0]?.delta.content) }))
    await stream.write(\`data: \${JSON.stringify({ done: true })}\\n\\n\`)
  })
})
`,
            },
          ],
        },
      ],
    },
    ...[
      ['a heartbeat', honoRoute(`${TICK}\n    await stream.write(': here\\n\\n')`)],
      ['a text that is no frame', honoRoute(`${TICK}\n    await stream.write(goodbye)`)],
      ['a line of its own', honoRoute(`${TICK}\n    await stream.writeln('')`)],
      ['a stream that goes elsewhere', honoRoute(`    watch(stream)\n${TICK}`)],
      ['a callback for errors', honoRoute(TICK, { end: ', async (error) => report(error)' })],
      ['no type', honoRoute(TICK, { headers: '' })],
      [
        'another word to caches',
        honoRoute(TICK, {
          headers:
            "  c.header('Content-Type', 'text/event-stream')\n  c.header('Cache-Control', 'no-cache, no-transform')\n",
        }),
      ],
      ['a typed stream', honoRoute(TICK).replace('(stream)', '(stream: StreamingApi)')],
      ['what a write gives back', honoRoute(TICK.replace('await stream', 'const same = await stream'))],
    ].map(([name, code]) => keptHelper(name as string, code as string)),
    {
      name: 'model text',
      project: 'all-libraries',
      code: route(
        `${MODEL}  for await (const chunk of stream) res.write(\`data: \${chunk.choices[0]?.delta.content ?? ''}\\n\\n\`)`,
        OPENAI,
      ),
      errors: [
        {
          messageId: 'rawText',
          data: { what: 'model text' },
          line: 7,
          column: 47,
          endColumn: 99,
          suggestions: [
            {
              messageId: 'encode',
              data: none,
              output: encodedRoute(
                `${MODEL}  for await (const chunk of stream) res.write(encode({ data: String(chunk.choices[0]?.delta.content ?? '') }))`,
                OPENAI,
              ),
            },
          ],
        },
      ],
    },
    {
      name: 'model text that grows, in a project without the encoder',
      project: 'express4',
      code: route(
        `${MODEL}  let text = ''\n  for await (const chunk of stream) {\n    text += chunk.choices[0].delta.content\n    res.write('data: ' + text + '\\n\\n')\n  }`,
        OPENAI,
      ),
      errors: [
        {
          messageId: 'rawText',
          data: { what: 'model text' },
          line: 10,
          column: 15,
          endColumn: 39,
          suggestions: [
            {
              messageId: 'encode',
              data: install,
              output: encodedRoute(
                `${MODEL}  let text = ''\n  for await (const chunk of stream) {\n    text += chunk.choices[0].delta.content\n    res.write(encode({ data: String(text) }))\n  }`,
                OPENAI,
              ),
            },
          ],
        },
      ],
    },
    {
      name: 'what a model answered, from JSON',
      project: 'all-libraries',
      code: route(
        `  const token = JSON.parse(line.slice(6)).choices[0].delta.content ?? ''\n  res.write(\`event: token\\ndata: \${token}\\n\\n\`)`,
      ),
      errors: [
        {
          messageId: 'rawText',
          data: { what: 'model text' },
          line: 6,
          column: 13,
          endColumn: 47,
          suggestions: [
            {
              messageId: 'encode',
              data: none,
              output: encodedRoute(
                `  const token = JSON.parse(line.slice(6)).choices[0].delta.content ?? ''\n  res.write(encode({ event: 'token', data: String(token) }))`,
              ),
            },
          ],
        },
      ],
    },
    {
      name: 'the text stream of the AI SDK, enqueued as bytes',
      project: 'all-libraries',
      code: `import { streamText } from 'ai'
export async function POST(request: Request) {
  const result = streamText({ model, prompt })
  const encoder = new TextEncoder()
  return new Response(new ReadableStream({
    async start(controller) {
      for await (const text of result.textStream) controller.enqueue(encoder.encode(\`data: \${text}\\n\\n\`))
      controller.close()
    },
  }), { headers: { 'Content-Type': 'text/event-stream' } })
}`,
      errors: [
        {
          messageId: 'rawText',
          data: { what: 'model text' },
          line: 7,
          column: 85,
          endColumn: 104,
          suggestions: [
            {
              messageId: 'encode',
              data: none,
              output: `import { streamText } from 'ai'
${ENCODER}export async function POST(request: Request) {
  const result = streamText({ model, prompt })
  const encoder = new TextEncoder()
  return new Response(new ReadableStream({
    async start(controller) {
      for await (const text of result.textStream) controller.enqueue(encoder.encode(encode({ data: String(text) })))
      controller.close()
    },
  }), { headers: { 'Content-Type': 'text/event-stream' } })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'output of a program',
      project: 'all-libraries',
      code: route(
        `  const child = spawn('make')\n  child.stdout.on('data', (chunk) => { res.write(\`data: \${chunk.toString()}\\n\\n\`) })`,
        SPAWN,
      ),
      errors: [
        {
          messageId: 'rawText',
          data: { what: 'program output' },
          line: 7,
          column: 50,
          endColumn: 81,
          suggestions: [
            {
              messageId: 'encode',
              data: none,
              output: encodedRoute(
                `  const child = spawn('make')\n  child.stdout.on('data', (chunk) => { res.write(encode({ data: chunk.toString() })) })`,
                SPAWN,
              ),
            },
          ],
        },
      ],
    },
    {
      name: 'the message of an error',
      project: 'all-libraries',
      code: route(
        `  try {\n    await work()\n  } catch (err) {\n    res.write(\`event: error\\ndata: \${err instanceof Error ? err.message : 'failed'}\\n\\n\`)\n  }`,
      ),
      errors: [
        {
          messageId: 'rawText',
          data: { what: 'error text' },
          line: 8,
          column: 15,
          endColumn: 89,
          suggestions: [
            {
              messageId: 'encode',
              data: none,
              output: encodedRoute(
                `  try {\n    await work()\n  } catch (err) {\n    res.write(encode({ event: 'error', data: String(err instanceof Error ? err.message : 'failed') }))\n  }`,
              ),
            },
          ],
        },
      ],
    },
    {
      name: 'what the user sent',
      project: 'all-libraries',
      code: route(`  const { prompt } = req.body\n  res.write(\`data: you said \${prompt}\\n\\n\`)`),
      errors: [
        {
          messageId: 'rawText',
          data: { what: 'user input' },
          line: 6,
          column: 13,
          endColumn: 43,
          suggestions: [
            {
              messageId: 'encode',
              data: none,
              output: encodedRoute(
                `  const { prompt } = req.body\n  res.write(encode({ data: \`you said \${prompt}\` }))`,
              ),
            },
          ],
        },
      ],
    },
    {
      name: 'JSON on several lines',
      project: 'all-libraries',
      code: route(`  res.write(\`data: \${JSON.stringify(state, null, 2)}\\n\\n\`)`),
      errors: [
        {
          messageId: 'rawText',
          data: { what: 'indented JSON' },
          line: 5,
          column: 13,
          endColumn: 58,
          suggestions: [
            {
              messageId: 'encode',
              data: none,
              output: encodedRoute(`  res.write(encode({ data: JSON.stringify(state, null, 2) }))`),
            },
          ],
        },
      ],
    },
    {
      name: 'no blank line',
      project: 'all-libraries',
      code: route(`  for (const item of items) res.write(\`data: \${JSON.stringify(item)}\\n\`)\n  res.end()`),
      errors: [
        {
          messageId: 'noBlankLine',
          line: 5,
          column: 39,
          endColumn: 72,
          suggestions: [
            {
              messageId: 'encode',
              data: none,
              output: encodedRoute(
                `  for (const item of items) res.write(encode({ data: JSON.stringify(item) }))\n  res.end()`,
              ),
            },
          ],
        },
      ],
    },
    {
      name: 'no line break at all',
      project: 'all-libraries',
      code: route(`  res.write(\`data: \${JSON.stringify(item)}\`)\n  res.end()`),
      errors: [
        {
          messageId: 'noBlankLine',
          line: 5,
          column: 13,
          endColumn: 44,
          suggestions: [
            {
              messageId: 'encode',
              data: none,
              output: encodedRoute(`  res.write(encode({ data: JSON.stringify(item) }))\n  res.end()`),
            },
          ],
        },
      ],
    },
    {
      name: 'the last of several writes has no blank line',
      project: 'all-libraries',
      code: route(`  res.write('event: tick\\n')\n  res.write('data: 1\\n')`),
      errors: [
        {
          messageId: 'noBlankLine',
          line: 6,
          column: 13,
          endColumn: 24,
          suggestions: [
            {
              messageId: 'encode',
              data: none,
              output: encodedRoute(`  res.write('event: tick\\n')\n  res.write(encode({ data: '1' }))`),
            },
          ],
        },
      ],
    },
    {
      name: 'an unknown field',
      code: `export class Streamer {
  send(client, payload) {
    client.response.write('message:\\ndata:' + JSON.stringify(payload) + '\\n\\n')
  }
}`,
      errors: [{ messageId: 'unknownField', data: { field: 'message' }, line: 3, column: 27, endColumn: 79 }],
    },
    {
      name: 'a second line of data without its field',
      project: 'express4',
      code: route(`  res.write('data: first\\nsecond\\n\\n')`),
      errors: [{ messageId: 'unknownField', data: { field: 'second' }, line: 5, column: 13, endColumn: 38 }],
    },
    {
      name: 'all headers in one call',
      project: 'express4',
      code: `import { Router } from 'express'
Router().get('/events', (req, res) => {
  res.setHeader('Content-Type', 'text/event-stream', 'Cache-Control', 'no-cache')
})`,
      errors: [
        {
          messageId: 'oneHeader',
          line: 3,
          column: 7,
          endColumn: 16,
          suggestions: [
            {
              messageId: 'apart',
              output: `import { Router } from 'express'
Router().get('/events', (req, res) => {
  res.setHeader('Content-Type', 'text/event-stream')
  res.setHeader('Cache-Control', 'no-cache')
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'NDJSON with the type of an event stream',
      project: 'next15',
      file: 'app/api/chat/route.ts',
      code: `export async function POST(request: Request) {
  const { readable, writable } = new TransformStream()
  const writer = writable.getWriter()
  const encoder = new TextEncoder()
  session.on('data', (data) => {
    writer.write(encoder.encode(JSON.stringify({ type: 'block', data }) + '\\n'))
  })
  return new Response(readable, { headers: { 'Content-Type': 'text/event-stream' } })
}`,
      errors: [
        {
          messageId: 'mislabelled',
          data: { actual: 'NDJSON' },
          line: 8,
          column: 62,
          endColumn: 81,
          suggestions: [
            {
              messageId: 'relabel',
              data: { mediaType: 'application/x-ndjson' },
              output: `export async function POST(request: Request) {
  const { readable, writable } = new TransformStream()
  const writer = writable.getWriter()
  const encoder = new TextEncoder()
  session.on('data', (data) => {
    writer.write(encoder.encode(JSON.stringify({ type: 'block', data }) + '\\n'))
  })
  return new Response(readable, { headers: { 'Content-Type': 'application/x-ndjson' } })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'plain text with the type of an event stream',
      project: 'express4',
      code: route(
        `${MODEL}  for await (const chunk of stream) res.write(chunk.choices[0]?.delta.content ?? '')\n  res.end()`,
        OPENAI,
      ),
      errors: [
        {
          messageId: 'mislabelled',
          data: { actual: 'plain text' },
          line: 5,
          column: 33,
          endColumn: 52,
          suggestions: [
            {
              messageId: 'relabel',
              data: { mediaType: 'text/plain; charset=utf-8' },
              output: route(
                `${MODEL}  for await (const chunk of stream) res.write(chunk.choices[0]?.delta.content ?? '')\n  res.end()`,
                OPENAI,
              ).replace("'text/event-stream'", "'text/plain; charset=utf-8'"),
            },
          ],
        },
      ],
    },
    {
      name: 'never: JSON frames become calls of the encoder',
      options: never,
      project: 'all-libraries',
      code: route(
        `  res.write(\`data: \${JSON.stringify(a)}\\n\\n\`)\n  res.write('event: b\\ndata: ' + JSON.stringify(b) + '\\n\\n')\n  res.write('data: [DONE]\\n\\n')`,
      ),
      errors: [{ messageId: 'byHand', line: 5, column: 13, endColumn: 45, suggestions: [] }],
      output: encodedRoute(
        `  res.write(encode({ data: JSON.stringify(a) }))\n  res.write(encode({ event: 'b', data: JSON.stringify(b) }))\n  res.write(encode({ data: '[DONE]' }))`,
      ),
    },
    {
      name: 'never: other bytes are only offered',
      options: never,
      project: 'all-libraries',
      code: route(`  res.write(\`id: \${n}\\ndata:\${JSON.stringify(a)}\\n\\n\`)`),
      errors: [
        {
          messageId: 'byHand',
          line: 5,
          column: 13,
          endColumn: 54,
          suggestions: [
            {
              messageId: 'encode',
              data: none,
              output: encodedRoute(`  res.write(encode({ id: String(n), data: JSON.stringify(a) }))`),
            },
          ],
        },
      ],
    },
    {
      name: 'never: a helper that gives a frame',
      options: never,
      project: 'all-libraries',
      code: `export const frame = (event: string, data: unknown) => \`event: \${event}\\ndata: \${JSON.stringify(data)}\\n\\n\``,
      errors: [
        {
          messageId: 'byHand',
          line: 1,
          column: 56,
          endColumn: 108,
          suggestions: [
            {
              messageId: 'encode',
              data: none,
              output: `${ENCODER}
export const frame = (event: string, data: unknown) => encode({ event: String(event), data: JSON.stringify(data) })`,
            },
          ],
        },
      ],
    },
    {
      name: 'never: a list of lines',
      options: never,
      project: 'all-libraries',
      code: `${ENCODER}export function frame(n: number) {
  return ['event: tick', \`data: \${n}\`, '', ''].join('\\n')
}`,
      errors: [
        {
          messageId: 'byHand',
          line: 3,
          column: 10,
          endColumn: 58,
          suggestions: [
            {
              messageId: 'encode',
              data: none,
              output: `${ENCODER}export function frame(n: number) {
  return encode({ event: 'tick', data: String(n) })
}`,
            },
          ],
        },
      ],
    },
  ],
  silent: [
    { name: 'JSON', project: 'express4', code: route(`  res.write(\`data: \${JSON.stringify(item)}\\n\\n\`)`) },
    {
      name: 'JSON with a replacer',
      project: 'express4',
      code: route(`  res.write(\`data: \${JSON.stringify(item, keep)}\\n\\n\`)`),
    },
    {
      name: 'JSON, indent 0',
      project: 'express4',
      code: route(`  res.write(\`data: \${JSON.stringify(item, null, 0)}\\n\\n\`)`),
    },
    { name: 'an end mark', project: 'express4', code: route(`  res.write('data: [DONE]\\n\\n')`) },
    { name: 'numbers', project: 'express4', code: route(`  res.write(\`data: \${Date.now()}\\n\\n\`)`) },
    { name: 'a value of unknown kind', project: 'express4', code: route(`  res.write(\`data: \${jobId}\\n\\n\`)`) },
    { name: 'a parameter', code: `export const frame = (text: string) => \`data: \${text}\\n\\n\`` },
    {
      name: 'line breaks taken out',
      project: 'express4',
      code: route(`  const { q } = req.query\n  res.write(\`data: \${q.replace(/\\n/g, ' ')}\\n\\n\`)`),
    },
    {
      name: 'encoded user input',
      project: 'express4',
      code: route(`  res.write(\`data: \${encodeURIComponent(req.body.q)}\\n\\n\`)`),
    },
    {
      name: 'bytes as base64',
      project: 'express4',
      code: route(`  child.stdout.on('data', (c) => res.write(\`data: \${c.toString('base64')}\\n\\n\`))`),
    },
    { name: 'heartbeats', project: 'express4', code: route(`  setInterval(() => res.write(': ping\\n\\n'), 15000)`) },
    {
      name: 'never: heartbeats',
      options: never,
      project: 'express4',
      code: route(`  setInterval(() => res.write(':\\n\\n'), 15000)`),
    },
    {
      name: 'a frame over several writes',
      project: 'express4',
      code: route(`  res.write('event: tick\\n')\n  res.write(\`data: \${JSON.stringify(a)}\\n\\n\`)`),
    },
    {
      name: 'the blank line in a write of its own',
      project: 'express4',
      code: route(`  res.write(\`data: \${JSON.stringify(a)}\\n\`)\n  res.write('\\n')`),
    },
    {
      name: 'lines of data in a loop, then the blank one',
      project: 'express4',
      code: route(`  for (const line of lines) res.write(\`data: \${line}\\n\`)\n  res.write('\\n')`),
    },
    { name: 'CRLF', project: 'express4', code: route(`  res.write(\`data: \${JSON.stringify(a)}\\r\\n\\r\\n\`)`) },
    {
      name: 'retry and id',
      project: 'express4',
      code: route(`  res.write('retry: 3000\\n\\n')\n  res.write(\`id: \${n}\\ndata: \${JSON.stringify(a)}\\n\\n\`)`),
    },
    {
      name: 'two frames in one text',
      project: 'express4',
      code: route(`  res.write('event: a\\ndata: 1\\n\\nevent: b\\ndata: 2\\n\\n')`),
    },
    {
      name: 'a line that begins with an expression',
      project: 'express4',
      code: route(`  res.write(\`\${id}event: a\\ndata: \${JSON.stringify(a)}\\n\\n\`)`),
    },
    {
      name: 'an upstream body passed on',
      project: 'express4',
      code: route(`  for await (const chunk of upstream.body) res.write(chunk)`),
    },
    { name: 'bytes of unknown origin', project: 'express4', code: route(`  res.write(frame)`) },
    {
      name: 'JSON without line break, and a value that cannot be told',
      project: 'express4',
      code: route(`  res.write(JSON.stringify(a) + '\\n')\n  res.write(last)`),
    },
    {
      name: 'NDJSON that a transform turns into events',
      project: 'express4',
      code: `export function GET() {
  const lines = new ReadableStream({ start(c) { c.enqueue(JSON.stringify(a) + '\\n') } })
  return new Response(lines.pipeThrough(new EventEncoderStream()), { headers: { 'Content-Type': 'text/event-stream' } })
}`,
    },
    {
      name: 'NDJSON with its own type',
      project: 'express4',
      code: route(`  res.write(JSON.stringify(a) + '\\n')`).replace('text/event-stream', 'application/x-ndjson'),
    },
    {
      name: 'data URIs',
      code: 'export const src = `data:${mime};base64,${bytes}`\nimg.write(`data:${mime};base64,${bytes}`)',
    },
    { name: 'a prompt', code: 'export const prompt = () => `Here is the data:\\n\\n${text}\\n\\n`' },
    { name: 'YAML', code: 'file.write(`id: ${id}\\nname: ${name}\\n`)' },
    {
      name: 'a client',
      code: "if (line.startsWith('data: ')) handle(line.slice(6))\nconst parts = text.split('\\n\\n')",
    },
    {
      name: 'Hono streamSSE owns the framing',
      options: never,
      project: 'hono',
      code: `import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
new Hono().get('/', (c) => streamSSE(c, async (s) => { await s.write(\`data: \${JSON.stringify(a)}\\n\\n\`) }))`,
    },
    {
      name: 'better-sse',
      options: never,
      code: `import { createSession } from 'better-sse'
export const last = () => 'data: [DONE]\\n\\n'`,
    },
    {
      name: 'an AI SDK responder',
      options: never,
      code: `export async function POST() { const frame = () => 'data: 1\\n\\n'; return result.toUIMessageStreamResponse() }`,
    },
    {
      name: '@Sse of Nest',
      options: never,
      project: 'nest',
      code: `import { Controller, Sse } from '@nestjs/common'
@Controller()
export class Feed { @Sse('e') events() { return this.feed.map((it) => \`data: \${JSON.stringify(it)}\\n\\n\`) } }`,
    },
    {
      name: 'tRPC',
      options: never,
      code: `import { initTRPC } from '@trpc/server'
const t = initTRPC.create()
export const r = t.router({ e: t.procedure.subscription(async function* () { yield 'data: 1\\n\\n' }) })`,
    },
    {
      name: 'a mock',
      file: 'src/__mocks__/server.ts',
      options: never,
      code: route(`  res.write(\`data: \${text}\\n\\n\`)`),
    },
    {
      name: 'one header',
      project: 'express4',
      code: `import { Router } from 'express'\nRouter().get('/', (req, res) => { res.setHeader('Content-Type', 'text/event-stream') })`,
    },
    {
      name: 'never: the encoder',
      options: never,
      code: `${ENCODER}export const f = (a: unknown) => encode({ data: JSON.stringify(a) })`,
    },
  ],
})
