import rule from '../../../rules/errors/require-stream-error-handling.ts'
import { ruleTest } from '../../rule-tester.ts'

ruleTest(rule, {
  reports: [
    {
      name: 'all: a function that leaves it to its callers',
      options: { reads: 'all' },
      code: `export async function collect(stream: AsyncIterable<string>) {
  let all = ''
  for await (const text of stream) all += text
  return all
}`,
      errors: [
        {
          messageId: 'uncaught',
          line: 3,
          column: 3,
          endColumn: 12,
          suggestions: [
            {
              messageId: 'wrapBody',
              data: { way: 'logs it and throws it on' },
              output: `export async function collect(stream: AsyncIterable<string>) {
  let all = ''
  try {
    for await (const text of stream) all += text
  } catch (error) {
    console.error('Stream failed', error)
    throw error
  }
  return all
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'all: a generator with finally',
      options: { reads: 'all' },
      code: `export async function* chunks(response: Response) {
  const reader = response.body!.getReader()
  try {
    while (true) {
      const { done, value } = await reader.read()
      if (done) break
      yield value
    }
  } finally {
    reader.releaseLock()
  }
}`,
      errors: [
        {
          messageId: 'uncaught',
          line: 5,
          column: 44,
          endColumn: 48,
          suggestions: [
            {
              messageId: 'wrapBody',
              data: { way: 'logs it and throws it on' },
              output: `export async function* chunks(response: Response) {
  const reader = response.body!.getReader()
  try {
    while (true) {
      const { done, value } = await reader.read()
      if (done) break
      yield value
    }
  } catch (error) {
    console.error('Stream failed', error)
    throw error
  } finally {
    reader.releaseLock()
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'all: a chain that is given back',
      file: 'src/file.js',
      options: { reads: 'all' },
      code: `export function start(response) {
  const reader = response.body.getReader()
  return reader.read().then(function pump({ done, value }) {
    if (done) return
    take(value)
    return reader.read().then(pump)
  })
}`,
      errors: [
        {
          messageId: 'uncaught',
          line: 3,
          column: 17,
          endColumn: 21,
          suggestions: [
            {
              messageId: 'addCatch',
              data: { way: 'logs it and throws it on' },
              output: `export function start(response) {
  const reader = response.body.getReader()
  return reader.read().then(function pump({ done, value }) {
    if (done) return
    take(value)
    return reader.read().then(pump)
  }).catch((error) => {
    console.error('Stream failed', error)
    throw error
  })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'all: a stream that is made here',
      options: { reads: 'all' },
      code: `export const lines = new ReadableStream({
  async start(controller) {
    for await (const line of tail()) controller.enqueue(line)
    controller.close()
  },
})`,
      errors: [
        {
          messageId: 'uncaught',
          line: 3,
          column: 5,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'wrapBody',
              data: { way: 'errors the stream that is made here' },
              output: `export const lines = new ReadableStream({
  async start(controller) {
    try {
      for await (const line of tail()) controller.enqueue(line)
    } catch (error) {
      controller.error(error)
      return
    }
    controller.close()
  },
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'all: a route that its framework looks after',
      file: 'src/file.js',
      project: 'express5',
      options: { reads: 'all' },
      code: `import express from 'express'
const app = express()
app.get('/chat', async (req, res, next) => {
  for await (const text of open()) res.write(text)
  res.end()
})`,
      errors: [
        {
          messageId: 'uncaught',
          line: 4,
          column: 3,
          endColumn: 12,
          suggestions: [
            {
              messageId: 'wrapBody',
              data: { way: 'ends the response' },
              output: `import express from 'express'
const app = express()
app.get('/chat', async (req, res, next) => {
  try {
    for await (const text of open()) res.write(text)
  } catch (error) {
    if (res.headersSent) res.destroy(error)
    else next(error)
    return
  }
  res.end()
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'all: top level',
      options: { reads: 'all' },
      code: `for await (const text of open()) take(text)
export {}`,
      errors: [
        {
          messageId: 'uncaught',
          line: 1,
          column: 1,
          endColumn: 10,
          suggestions: [
            {
              messageId: 'wrapBody',
              data: { way: 'logs it and throws it on' },
              output: `try {
  for await (const text of open()) take(text)
} catch (error) {
  console.error('Stream failed', error)
  throw error
}
export {}`,
            },
          ],
        },
      ],
    },
    {
      name: 'all: the read and the call that drops its promise',
      options: { reads: 'all' },
      code: `async function read() {
  for await (const text of open()) take(text)
}
export function start() {
  read()
}`,
      errors: [
        {
          messageId: 'uncaught',
          line: 2,
          column: 3,
          endColumn: 12,
          suggestions: [
            {
              messageId: 'wrapBody',
              data: { way: 'logs it and throws it on' },
              output: `async function read() {
  try {
    for await (const text of open()) take(text)
  } catch (error) {
    console.error('Stream failed', error)
    throw error
  }
}
export function start() {
  read()
}`,
            },
          ],
        },
        {
          messageId: 'call',
          data: { name: 'read' },
          line: 5,
          column: 3,
          endColumn: 7,
          suggestions: [
            {
              messageId: 'addCatch',
              data: { way: 'logs it' },
              output: `async function read() {
  for await (const text of open()) take(text)
}
export function start() {
  read().catch((error) => console.error('Stream failed', error))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'all: what reaches nobody is said once',
      options: { reads: 'all' },
      code: `export function start(stream: ReadableStream<Uint8Array>) {
  void (async () => {
    for await (const chunk of stream) take(chunk)
  })()
  const reader = stream.getReader()
  reader.read().then(({ value }) => take(value))
}`,
      errors: [
        {
          messageId: 'iife',
          line: 3,
          column: 5,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'addCatch',
              data: { way: 'logs it' },
              output: `export function start(stream: ReadableStream<Uint8Array>) {
  void (async () => {
    for await (const chunk of stream) take(chunk)
  })().catch((error) => console.error('Stream failed', error))
  const reader = stream.getReader()
  reader.read().then(({ value }) => take(value))
}`,
            },
          ],
        },
        {
          messageId: 'chain',
          line: 6,
          column: 17,
          endColumn: 21,
          suggestions: [
            {
              messageId: 'addCatch',
              data: { way: 'logs it' },
              output: `export function start(stream: ReadableStream<Uint8Array>) {
  void (async () => {
    for await (const chunk of stream) take(chunk)
  })()
  const reader = stream.getReader()
  reader.read().then(({ value }) => take(value)).catch((error) => console.error('Stream failed', error))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'all: a try would not help, so none is offered',
      options: { reads: 'all' },
      code: `import { streamText } from 'ai'
export async function ask(prompt: string) {
  const { textStream } = streamText({ model, prompt })
  for await (const text of textStream) write(text)
}`,
      errors: [{ messageId: 'uncaught', line: 4, column: 3, endColumn: 12 }],
    },
  ],
  silent: [
    {
      name: 'all: reads that their own function covers',
      file: 'src/file.js',
      options: { reads: 'all' },
      code: `export async function collect(stream) {
  try {
    for await (const text of stream) take(text)
  } catch (error) {
    throw new Error('broken', { cause: error })
  }
}
export function start(stream) {
  ;(async () => {
    for await (const text of stream) take(text)
  })().catch(report)
}
export function start2(reader) {
  return reader.read().then(function pump({ done, value }) {
    if (done) return
    take(value)
    return reader.read().then(pump)
  }).catch(report)
}`,
    },
  ],
})

ruleTest(rule, {
  reports: [
    {
      name: 'wrong settings are said at the top of the file, whatever is in it',
      code: 'export const nothing = 0',
      settings: { streaming: { loggers: 'log' } },
      errors: [
        {
          messageId: 'wrongSettings',
          data: { problem: "Setting 'streaming.loggers' must be a list of strings, but is a string." },
          line: 1,
          column: 1,
          endColumn: 1,
        },
      ],
    },
    {
      name: 'a wrong name of a setting',
      code: 'export const nothing = 0',
      settings: { streaming: { logger: ['log'] } },
      errors: [
        {
          messageId: 'wrongSettings',
          data: { problem: "Unknown setting 'streaming.logger'; did you mean 'loggers'?" },
          line: 1,
          column: 1,
          endColumn: 1,
        },
      ],
    },
    {
      name: 'wrong settings beside a report; the right ones count',
      code: `export function start(stream: AsyncIterable<string>) {
  void (async () => {
    for await (const text of stream) take(text)
  })()
}`,
      settings: { streaming: { fixes: 'all', fix: 'suggested' } },
      errors: [
        {
          messageId: 'wrongSettings',
          data: { problem: "Unknown setting 'streaming.fixes'; did you mean 'fix'?" },
          line: 1,
          column: 1,
          endColumn: 1,
        },
        { messageId: 'iife', line: 3, column: 5, endColumn: 14 },
      ],
      output: `export function start(stream: AsyncIterable<string>) {
  void (async () => {
    for await (const text of stream) take(text)
  })().catch((error) => console.error('Stream failed', error))
}`,
    },
  ],
  silent: [
    { name: 'right settings', code: 'export const nothing = 0', settings: { streaming: { loggers: ['log'] } } },
    { name: 'settings of others', code: 'export const nothing = 0', settings: { react: { version: '19.0' } } },
  ],
})

ruleTest(rule, {
  reports: [
    {
      name: 'the logger that settings name',
      code: `import { report } from './report'
export function start(stream: AsyncIterable<string>) {
  void (async () => {
    for await (const text of stream) take(text)
  })()
}`,
      settings: { streaming: { loggers: ['report'] } },
      errors: [
        {
          messageId: 'iife',
          line: 4,
          column: 5,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'addCatch',
              data: { way: 'logs it' },
              output: `import { report } from './report'
export function start(stream: AsyncIterable<string>) {
  void (async () => {
    for await (const text of stream) take(text)
  })().catch((error) => report.error('Stream failed', error))
}`,
            },
          ],
        },
      ],
    },
  ],
  silent: [
    {
      name: 'a wrapper that settings name',
      project: 'express4',
      settings: { streaming: { errorWrappers: ['guardedRoute'] } },
      code: `import express from 'express'
import { guardedRoute } from './guarded-route'
const app = express()
app.get('/chat', guardedRoute(async (req: express.Request, res: express.Response) => {
  for await (const text of open()) res.write(text)
}))`,
    },
  ],
})
