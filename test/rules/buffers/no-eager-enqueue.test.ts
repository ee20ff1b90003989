import rule from '../../../rules/buffers/no-eager-enqueue.ts'
import { ruleTest } from '../../rule-tester.ts'

ruleTest(rule, {
  reports: [
    {
      name: 'pages asked for one after the other',
      code: `export const rows = (page: (offset: number) => Promise<string[]>) =>
  new ReadableStream<string>({
    async start(controller) {
      let offset = 0
      while (true) {
        const found = await page(offset)
        if (found.length === 0) break
        for (const row of found) controller.enqueue(row)
        offset += found.length
      }
      controller.close()
    },
  })`,
      errors: [
        {
          messageId: 'eager',
          data: { source: 'its pages' },
          line: 2,
          column: 7,
          endColumn: 21,
          suggestions: [
            {
              messageId: 'generate',
              output: `export const rows = (page: (offset: number) => Promise<string[]>) => {
  const pieces = (async function* () {
      let offset = 0
      while (true) {
        const found = await page(offset)
        if (found.length === 0) break
        for (const row of found) yield row
        offset += found.length
      }
    })()
  return new ReadableStream<string>({
    async pull(controller) {
      const { done, value } = await pieces.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    async cancel() {
      await pieces.return(undefined)
    },
  })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'file copied with for await',
      code: `import { createReadStream } from 'node:fs'
export function lines(path: string) {
  return new ReadableStream({
    async start(controller) {
      try {
        for await (const chunk of createReadStream(path)) controller.enqueue(chunk)
        controller.close()
      } catch (error) {
        controller.error(error)
      }
    },
  })
}`,
      errors: [
        {
          messageId: 'eager',
          data: { source: 'the stream that it copies' },
          line: 3,
          column: 14,
          endColumn: 28,
          suggestions: [
            {
              messageId: 'generate',
              output: `import { createReadStream } from 'node:fs'
export function lines(path: string) {
  const rows = (async function* () {
      for await (const chunk of createReadStream(path)) yield chunk
    })()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await rows.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    async cancel() {
      await rows.return(undefined)
    },
  })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'file with a cancel beside it, which no generator replaces',
      code: `import { createReadStream } from 'node:fs'
export function lines(path: string) {
  const file = createReadStream(path)
  return new ReadableStream({
    async start(controller) {
      for await (const chunk of file) controller.enqueue(chunk)
      controller.close()
    },
    cancel() {
      file.destroy()
    },
  })
}`,
      errors: [
        { messageId: 'eager', data: { source: 'the stream that it copies' }, line: 4, column: 14, endColumn: 28 },
      ],
    },
    {
      name: 'cursor of a database',
      code: `import { MongoClient } from 'mongodb'
const client = new MongoClient(address)
export function orders() {
  const cursor = client.db().collection('orders').find().sort({ at: 1 })
  return new ReadableStream({
    async start(controller) {
      for await (const row of cursor) controller.enqueue(JSON.stringify(row))
      controller.close()
    },
    cancel() {
      log.info('reader has left')
    },
  })
}`,
      errors: [
        { messageId: 'eager', data: { source: 'the stream that it copies' }, line: 5, column: 14, endColumn: 28 },
      ],
    },
    {
      name: 'cursor of a model that another file defines',
      code: `import { Order } from './order.js'
export function orders() {
  return new ReadableStream({
    async start(controller) {
      for await (const row of Order.find({ open: true }).cursor()) controller.enqueue(JSON.stringify(row))
      controller.close()
    },
    cancel() {
      log.info('reader has left')
    },
  })
}`,
      errors: [
        { messageId: 'eager', data: { source: 'the stream that it copies' }, line: 3, column: 14, endColumn: 28 },
      ],
    },
    {
      name: 'rows of a query stream',
      code: `import QueryStream from 'pg-query-stream'
export function orders(connection: PoolClient) {
  return new ReadableStream({
    async start(controller) {
      for await (const row of connection.query(new QueryStream('select * from orders'))) controller.enqueue(JSON.stringify(row))
      controller.close()
    },
    cancel() {
      log.info('reader has left')
    },
  })
}`,
      errors: [
        { messageId: 'eager', data: { source: 'the stream that it copies' }, line: 3, column: 14, endColumn: 28 },
      ],
    },
    {
      name: 'pages of a cloud paginator',
      code: `import { paginateScan } from '@aws-sdk/client-dynamodb'
export function orders(client: DynamoDBClient) {
  return new ReadableStream({
    async start(controller) {
      for await (const row of paginateScan({ client }, { TableName: 'orders' })) controller.enqueue(JSON.stringify(row))
      controller.close()
    },
    cancel() {
      log.info('reader has left')
    },
  })
}`,
      errors: [
        { messageId: 'eager', data: { source: 'the stream that it copies' }, line: 3, column: 14, endColumn: 28 },
      ],
    },
    {
      name: "channel that Redis' own client listens to",
      code: `import { createClient } from 'redis'
const subscriber = createClient()
export const changes = () =>
  new ReadableStream({
    async start(controller) {
      await subscriber.subscribe('changes', (change) => controller.enqueue(change))
    },
  })`,
      errors: [
        {
          messageId: 'pushed',
          data: { source: 'the emitter' },
          line: 4,
          column: 7,
          endColumn: 21,
          suggestions: [
            {
              messageId: 'endSlow',
              output: `import { createClient } from 'redis'
const subscriber = createClient()

// As many pieces may wait for a slow reader before its stream ends.
const MAX_QUEUED = 1000

export const changes = () =>
  new ReadableStream({
    async start(controller) {
      await subscriber.subscribe('changes', (change) => {
        if ((controller.desiredSize ?? 0) <= 0) {
          controller.error(new Error('The reader fell behind'))
          return
        }
        controller.enqueue(change)
      })
    },
  }, new CountQueuingStrategy({ highWaterMark: MAX_QUEUED }))`,
            },
          ],
        },
      ],
    },
    {
      name: 'emitter',
      code: `export function changes(feed: EventEmitter) {
  return new ReadableStream({
    start(controller) {
      feed.on('change', (change) => controller.enqueue(change))
      feed.on('end', () => controller.close())
    },
  })
}`,
      errors: [
        {
          messageId: 'pushed',
          data: { source: 'the emitter' },
          line: 2,
          column: 14,
          endColumn: 28,
          suggestions: [
            {
              messageId: 'endSlow',
              output: `// As many pieces may wait for a slow reader before its stream ends.
const MAX_QUEUED = 1000

export function changes(feed: EventEmitter) {
  return new ReadableStream({
    start(controller) {
      feed.on('change', (change) => {
        if ((controller.desiredSize ?? 0) <= 0) {
          controller.error(new Error('The reader fell behind'))
          return
        }
        controller.enqueue(change)
      })
      feed.on('end', () => { if (controller.desiredSize !== null) controller.close() })
    },
  }, new CountQueuingStrategy({ highWaterMark: MAX_QUEUED }))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'helper that an emitter calls',
      code: `export function changes(feed: EventEmitter) {
  return new ReadableStream({
    start(controller) {
      const send = (value: unknown) => controller.enqueue(JSON.stringify(value))
      send({ type: 'hello' })
      feed.on('change', (change) => send(change))
    },
  })
}`,
      errors: [
        {
          messageId: 'pushed',
          data: { source: 'the emitter' },
          line: 2,
          column: 14,
          endColumn: 28,
          suggestions: [
            {
              messageId: 'endSlow',
              output: `// As many pieces may wait for a slow reader before its stream ends.
const MAX_QUEUED = 1000

export function changes(feed: EventEmitter) {
  return new ReadableStream({
    start(controller) {
      const send = (value: unknown) => {
        if ((controller.desiredSize ?? 0) <= 0) {
          controller.error(new Error('The reader fell behind'))
          return
        }
        controller.enqueue(JSON.stringify(value))
      }
      send({ type: 'hello' })
      feed.on('change', (change) => send(change))
    },
  }, new CountQueuingStrategy({ highWaterMark: MAX_QUEUED }))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'timer',
      code: `export const clock = (read: () => string) =>
  new ReadableStream({
    start(controller) {
      setInterval(() => controller.enqueue(read()), 1000)
    },
  })`,
      errors: [
        {
          messageId: 'pushed',
          data: { source: 'the timer' },
          line: 2,
          column: 7,
          endColumn: 21,
          suggestions: [
            {
              messageId: 'endSlow',
              output: `// As many pieces may wait for a slow reader before its stream ends.
const MAX_QUEUED = 1000

export const clock = (read: () => string) =>
  new ReadableStream({
    start(controller) {
      setInterval(() => {
        if ((controller.desiredSize ?? 0) <= 0) {
          controller.error(new Error('The reader fell behind'))
          return
        }
        controller.enqueue(read())
      }, 1000)
    },
  }, new CountQueuingStrategy({ highWaterMark: MAX_QUEUED }))`,
            },
          ],
        },
      ],
    },
    {
      name: 'desiredSize as a test for an open stream',
      code: `export function changes(feed: EventEmitter) {
  return new ReadableStream({
    start(controller) {
      feed.on('change', (change) => {
        if (controller.desiredSize !== null && controller.desiredSize > 0) controller.enqueue(change)
      })
    },
  })
}`,
      errors: [{ messageId: 'dropped', line: 5, column: 59, endColumn: 70 }],
    },
    {
      name: 'timer with a name, which may end the stream itself',
      code: `export const clock = (read: () => string): ReadableStream<string> => {
  return new ReadableStream({
    start(controller) {
      controller.enqueue('hello');
      const timer = setInterval(() => {
        if (isOver()) { controller.close(); return; }
        controller.enqueue(read());
      }, 1000);
    },
  });
};`,
      errors: [
        {
          messageId: 'pushed',
          data: { source: 'the timer' },
          line: 2,
          column: 14,
          endColumn: 28,
          suggestions: [
            {
              messageId: 'endSlow',
              output: `// As many pieces may wait for a slow reader before its stream ends.
const MAX_QUEUED = 1000;

export const clock = (read: () => string): ReadableStream<string> => {
  return new ReadableStream({
    start(controller) {
      controller.enqueue('hello');
      const timer = setInterval(() => {
        if (isOver()) { if (controller.desiredSize !== null) controller.close(); return; }
        if ((controller.desiredSize ?? 0) <= 0) {
          controller.error(new Error('The reader fell behind'));
          clearInterval(timer);
          return;
        }
        controller.enqueue(read());
      }, 1000);
    },
  }, new CountQueuingStrategy({ highWaterMark: MAX_QUEUED }));
};`,
            },
          ],
        },
      ],
    },
    {
      name: 'what cancel does is done at the end too',
      code: `export function changes(feed: EventEmitter) {
  const send = (value: unknown) => sink?.(value)
  let sink: ((value: unknown) => void) | undefined
  return new ReadableStream<unknown>({
    start(controller) {
      feed.on('change', (value) => {
        controller.enqueue(value) // each of them
      })
    },
    cancel: () => feed.off('change', send),
  })
}`,
      errors: [
        {
          messageId: 'pushed',
          data: { source: 'the emitter' },
          line: 4,
          column: 14,
          endColumn: 28,
          suggestions: [
            {
              messageId: 'endSlow',
              output: `// As many pieces may wait for a slow reader before its stream ends.
const MAX_QUEUED = 1000

export function changes(feed: EventEmitter) {
  const send = (value: unknown) => sink?.(value)
  let sink: ((value: unknown) => void) | undefined
  return new ReadableStream<unknown>({
    start(controller) {
      feed.on('change', (value) => {
        if ((controller.desiredSize ?? 0) <= 0) {
          controller.error(new Error('The reader fell behind'))
          feed.off('change', send)
          return
        }
        controller.enqueue(value) // each of them
      })
    },
    cancel: () => feed.off('change', send),
  }, new CountQueuingStrategy({ highWaterMark: MAX_QUEUED }))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'two streams, each with a bound of its own',
      code: `export const a = (feed) => new ReadableStream({ start(c) { feed.on('a', (x) => c.enqueue(x)) } })
export const b = (feed) => new ReadableStream({ start(c) { feed.on('b', (x) => c.enqueue(x)) } })`,
      errors: [
        {
          messageId: 'pushed',
          data: { source: 'the emitter' },
          line: 1,
          column: 32,
          endColumn: 46,
          suggestions: [
            {
              messageId: 'endSlow',
              output: `// As many pieces may wait for a slow reader before its stream ends.
const MAX_QUEUED = 1000

export const a = (feed) => new ReadableStream({ start(c) { feed.on('a', (x) => {
  if ((c.desiredSize ?? 0) <= 0) {
    c.error(new Error('The reader fell behind'))
    return
  }
  c.enqueue(x)
}) } }, new CountQueuingStrategy({ highWaterMark: MAX_QUEUED }))
export const b = (feed) => new ReadableStream({ start(c) { feed.on('b', (x) => c.enqueue(x)) } })`,
            },
          ],
        },
        {
          messageId: 'pushed',
          data: { source: 'the emitter' },
          line: 2,
          column: 32,
          endColumn: 46,
          suggestions: [
            {
              messageId: 'endSlow',
              output: `export const a = (feed) => new ReadableStream({ start(c) { feed.on('a', (x) => c.enqueue(x)) } })

// As many pieces may wait for a slow reader before its stream ends.
const MAX_QUEUED2 = 1000

export const b = (feed) => new ReadableStream({ start(c) { feed.on('b', (x) => {
  if ((c.desiredSize ?? 0) <= 0) {
    c.error(new Error('The reader fell behind'))
    return
  }
  c.enqueue(x)
}) } }, new CountQueuingStrategy({ highWaterMark: MAX_QUEUED2 }))`,
            },
          ],
        },
      ],
    },
    {
      name: 'stream of Node by its type, which can wait',
      code: `import type { Readable } from 'node:stream'
export function toWeb(node: Readable): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      node.on('data', (chunk: Buffer) => controller.enqueue(new Uint8Array(chunk)))
      node.on('end', () => controller.close())
    },
    cancel() {
      node.destroy()
    },
  })
}`,
      errors: [
        {
          messageId: 'pushed',
          data: { source: 'the emitter' },
          line: 3,
          column: 14,
          endColumn: 28,
          suggestions: [
            {
              messageId: 'pause',
              output: `import type { Readable } from 'node:stream'
export function toWeb(node: Readable): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      node.on('data', (chunk: Buffer) => {
        node.pause()
        controller.enqueue(new Uint8Array(chunk))
      })
      node.on('end', () => controller.close())
    },
    cancel() {
      node.destroy()
    },
    pull: () => void node.resume(),
  })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'data of something that nobody knows how to pause',
      code: `export const toWeb = (source: Source) =>
  new ReadableStream({ start(c) { source.on('data', (chunk) => { c.enqueue(chunk) }) } })`,
      errors: [{ messageId: 'pushed', data: { source: 'the emitter' }, line: 2, column: 7, endColumn: 21 }],
    },
    {
      name: 'a strategy that is there already, and a listener that gives something back',
      code: `export const a = (feed) => new ReadableStream({ start(c) { feed.on('a', (x) => c.enqueue(x)) } }, strategy)
export const b = (feed) => new ReadableStream({ start(c) { feed.on('b', (x) => { c.enqueue(x); return true }) } })`,
      errors: [
        { messageId: 'pushed', data: { source: 'the emitter' }, line: 1, column: 32, endColumn: 46 },
        { messageId: 'pushed', data: { source: 'the emitter' }, line: 2, column: 32, endColumn: 46 },
      ],
    },
    {
      name: 'try around pages, with names of its own',
      code: `export const rows = (page) => new ReadableStream({
  async start(controller) {
    try {
      let found = await page(0)
      while (found.length > 0) {
        // One page after the other.
        for (const row of found) {
          controller.enqueue(row)
        }
        found = await page(found.next)
      }
      controller.close()
    } catch (error) {
      controller.error(error)
    }
  },
})`,
      errors: [
        {
          messageId: 'eager',
          data: { source: 'its pages' },
          line: 1,
          column: 35,
          endColumn: 49,
          suggestions: [
            {
              messageId: 'generate',
              output: `export const rows = (page) => {
  const pieces = (async function* () {
    let found = await page(0)
    while (found.length > 0) {
      // One page after the other.
      for (const row of found) {
        yield row
      }
      found = await page(found.next)
    }
  })()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pieces.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    async cancel() {
      await pieces.return(undefined)
    },
  })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'try that does more than to hand its error on',
      code: `export const rows = (page) => new ReadableStream({
  async start(controller) {
    try {
      for (let found = await page(0); found.length > 0; found = await page(found.next)) controller.enqueue(found)
      controller.close()
    } catch (error) {
      log(error)
      controller.error(error)
    }
  },
})`,
      errors: [
        {
          messageId: 'eager',
          data: { source: 'its pages' },
          line: 1,
          column: 35,
          endColumn: 49,
          suggestions: [
            {
              messageId: 'generate',
              output: `export const rows = (page) => {
  const pieces = (async function* () {
    try {
      for (let found = await page(0); found.length > 0; found = await page(found.next)) yield found
    } catch (error) {
      log(error)
      throw error
    }
  })()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pieces.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    async cancel() {
      await pieces.return(undefined)
    },
  })
}`,
            },
          ],
        },
      ],
    },
  ],
  silent: [
    {
      name: 'cursor with a limit',
      code: `import { MongoClient } from 'mongodb'
const client = new MongoClient(address)
export function orders() {
  return new ReadableStream({
    async start(controller) {
      for await (const row of client.db().collection('orders').find().limit(50).sort({ at: 1 })) controller.enqueue(JSON.stringify(row))
      controller.close()
    },
  })
}`,
    },
    {
      name: 'query with a limit',
      code: `import QueryStream from 'pg-query-stream'
export function orders(connection: PoolClient) {
  return new ReadableStream({
    async start(controller) {
      for await (const row of connection.query(new QueryStream('select * from orders limit 50'))) controller.enqueue(JSON.stringify(row))
      controller.close()
    },
  })
}`,
    },
    {
      name: 'find of something that is no driver',
      code: `import { store } from './store.js'
export function orders() {
  return new ReadableStream({
    async start(controller) {
      for await (const row of store.find()) controller.enqueue(JSON.stringify(row))
      controller.close()
    },
  })
}`,
    },
    {
      name: 'an encoded heartbeat',
      code: `const FRAME = ': \\n\\n'
export const alive = () => new ReadableStream({ start(c) { setInterval(() => c.enqueue(new TextEncoder().encode(FRAME)), 15000) } })`,
    },
    {
      name: 'rounds of an agent',
      project: 'openai',
      code: `import OpenAI from 'openai'
const openai = new OpenAI()
export const answer = (messages) => new ReadableStream({
  async start(c) {
    while (messages.at(-1).role !== 'assistant') {
      const response = await openai.chat.completions.create({ model: 'gpt', messages, stream: true })
      for await (const part of response) c.enqueue(part.choices[0]?.delta.content)
      const result = await callTool(messages)
      c.enqueue(result)
      messages.push(result)
    }
    c.close()
  },
})`,
    },
    {
      name: 'fixed list',
      code: `export const list = () => new ReadableStream({ start(c) { for (const x of ['a', 'b']) c.enqueue(x); c.close() } })`,
    },
    {
      name: 'list that is in memory already',
      code: `export const list = (rows: string[]) => new ReadableStream({ start(c) { for (const row of rows) c.enqueue(row); c.close() } })`,
    },
    {
      name: 'one piece',
      code: `export const one = (text: string) => new ReadableStream({ start(c) { c.enqueue(text); c.close() } })`,
    },
    {
      name: 'one piece that is awaited',
      code: `export const one = (load: () => Promise<string>) => new ReadableStream({ async start(c) { c.enqueue(await load()); c.close() } })`,
    },
    {
      name: 'iterable of unknown origin',
      code: `export const copy = (items: AsyncIterable<string>) => new ReadableStream({ async start(c) { for await (const item of items) c.enqueue(item); c.close() } })`,
    },
    {
      name: 'tokens of a model',
      code: `import { streamText } from 'ai'
export const tokens = (model) => new ReadableStream({ async start(c) { const { textStream } = streamText({ model, prompt: 'x' }); for await (const text of textStream) c.enqueue(text); c.close() } })`,
    },
    {
      name: 'reader of a response',
      code: `export const copy = (response: Response) => new ReadableStream({ async start(c) { const reader = response.body!.getReader(); while (true) { const { done, value } = await reader.read(); if (done) break; c.enqueue(value) } c.close() } })`,
    },
    {
      name: 'pull',
      code: `export const rows = (next: () => Promise<string[]>) => new ReadableStream({ async pull(c) { const found = await next(); if (found.length === 0) c.close(); for (const row of found) c.enqueue(row) } })`,
    },
    {
      name: 'start beside pull',
      code: `export const rows = (feed, next) => new ReadableStream({ start(c) { feed.on('row', (row) => c.enqueue(row)) }, pull() { feed.resume() } })`,
    },
    {
      name: 'transform',
      code: `export const split = () => new TransformStream({ start(c) { c.enqueue('x') }, transform(text, c) { for (const line of text) c.enqueue(line) } })`,
    },
    {
      name: 'heartbeat',
      code: `export const alive = () => new ReadableStream({ start(c) { setInterval(() => c.enqueue(': ping\\n\\n'), 15000) } })`,
    },
    {
      name: 'pages with a fixed maximum',
      code: `export const rows = (page) => new ReadableStream({ async start(c) { for (let i = 0; i < 10; i++) { const found = await page(i); for (const row of found) c.enqueue(row) } c.close() } })`,
    },
    {
      name: 'pages with a maximum by name',
      code: `const MAX_PAGES = 5
export const rows = (page) => new ReadableStream({ async start(c) { let i = 0; while (i < MAX_PAGES) { c.enqueue(await page(i)); i++ } c.close() } })`,
    },
    {
      name: 'clients that fall behind are closed',
      code: `export const changes = (feed) => new ReadableStream({ start(c) { feed.on('change', (change) => { if (c.desiredSize! <= 0) return c.error(new Error('slow')); c.enqueue(change) }) } })`,
    },
    {
      name: 'drop with an else',
      code: `export const changes = (feed) => new ReadableStream({ start(c) { feed.on('change', (change) => { if (c.desiredSize! > 0) c.enqueue(change); else dropped() }) } })`,
    },
    {
      name: 'iterator of unknown origin',
      code: `export const copy = (items: AsyncIterable<string>) => new ReadableStream({
  async start(c) {
    const iterator = items[Symbol.asyncIterator]()
    while (true) {
      const { done, value } = await iterator.next()
      if (done) break
      c.enqueue(value)
    }
  },
})`,
    },
    {
      name: 'answers of a model, asked again for each tool call',
      code: `export const answer = (ask) => new ReadableStream({
  async start(c) {
    let isGoingOn = true
    while (isGoingOn) {
      const response = await ask()
      for await (const part of response) c.enqueue(part)
      isGoingOn = false
    }
  },
})`,
    },
    {
      name: 'emitter with a bound of its own',
      code: `export const body = (response, max: number) => new ReadableStream({
  start(c) {
    let total = 0
    response.on('data', (chunk) => {
      total += chunk.length
      if (total > max) {
        c.error(new Error('too large'))
        return
      }
      c.enqueue(chunk)
    })
  },
})`,
    },
    {
      name: 'events that a page is told',
      code: `export const messages = (socket) => new ReadableStream({
  start(c) {
    socket.addEventListener('message', (event) => c.enqueue(event.data))
  },
})`,
    },
    {
      name: 'drop with a comment',
      code: `export const changes = (feed) => new ReadableStream({
  start(c) {
    feed.on('change', (change) => {
      // Only the newest value counts.
      if (c.desiredSize! > 0) c.enqueue(change)
    })
    feed.on('other', (change) => {
      if (c.desiredSize! > 0) c.enqueue(change) // the rest may be lost
    })
    feed.on('more', (change) => {
      if (c.desiredSize! > 0) {
        // A slow reader misses some.
        c.enqueue(change)
      }
    })
  },
})`,
    },
    {
      name: 'drop with a count',
      code: `export const changes = (feed) => new ReadableStream({ start(c) { let n = 0; feed.on('change', (change) => { if (c.desiredSize! > 0) { c.enqueue(change); n++ } }) } })`,
    },
    {
      name: 'controller that is given away',
      code: `export const changes = (feed) => new ReadableStream({ start(c) { feed.attach(c) } })`,
    },
    {
      name: 'end of an emitter',
      code: `export const changes = (feed) => new ReadableStream({ start(c) { feed.on('end', () => { c.enqueue('bye'); c.close() }) } })`,
    },
    {
      name: 'one answer of an emitter',
      code: `export const first = (feed) => new ReadableStream({ start(c) { feed.once('change', (change) => { c.enqueue(change); c.close() }) } })`,
    },
    {
      name: 'spread source',
      code: `export const any = (source, feed) => new ReadableStream({ ...source, start(c) { feed.on('x', (x) => c.enqueue(x)) } })`,
    },
    {
      name: 'own class',
      code: `class ReadableStream { constructor(public source: object) {} }
export const any = (feed) => new ReadableStream({ start(c) { feed.on('x', (x) => c.enqueue(x)) } })`,
    },
  ],
})
