import { EventEmitter } from 'node:events'
import { Readable } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import { afterEach, describe, expect, it, vi } from 'vitest'
import rule from '../../rules/buffers/no-eager-enqueue.ts'
import { moduleFolder } from './module-folder.ts'
import { remedied } from './remedy.ts'

type Make<Source> = (source: Source) => ReadableStream<unknown>

const EMITTER = `export function make(feed) {
  return new ReadableStream({
    start(controller) {
      const send = (change) => controller.enqueue(change)
      send('hello')
      feed.on('change', (change) => send(change))
      feed.on('end', () => controller.close())
    },
    cancel() {
      feed.removeAllListeners('change')
    },
  })
}`
const TIMER = `export function make(read) {
  return new ReadableStream({
    start(controller) {
      const timer = setInterval(() => {
        controller.enqueue(read())
      }, 1000)
    },
  })
}`
const PAGES = `export const make = (page) => new ReadableStream({
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
})`
const NODE = `import { Readable } from 'node:stream'
export function make(rows) {
  const node = Readable.from(rows)
  return new ReadableStream({
    start(controller) {
      node.on('data', (chunk) => controller.enqueue(chunk))
      node.on('end', () => controller.close())
      node.on('error', (error) => controller.error(error))
    },
    cancel() {
      node.destroy()
    },
  })
}`

const modules = moduleFolder()
afterEach(() => {
  vi.useRealTimers()
})

/** The code as it stands after the suggestion of the rule. */
const suggested = (code: string, id: string) => remedied(code, id, { rule, name: 'no-eager-enqueue' })

async function load<Source>(code: string): Promise<Make<Source>> {
  return (await modules.load<{ make: Make<Source> }>(code)).make
}

async function count(stream: ReadableStream<unknown>): Promise<number> {
  let read = 0
  for await (const _ of stream) read++
  return read
}

/** More than the thousand pieces that may wait. */
const MANY = 10_000

describe('an emitter', () => {
  it('fills the queue without end, before', async () => {
    const feed = new EventEmitter()
    const stream = (await load<EventEmitter>(EMITTER))(feed)
    for (let i = 0; i < MANY; i++) feed.emit('change', i)
    feed.emit('end')
    expect(await count(stream)).toBe(MANY + 1)
  })

  it('is no longer heard when nobody reads, and its end does no harm', async () => {
    const feed = new EventEmitter()
    const stream = (await load<EventEmitter>(suggested(EMITTER, 'endSlow')))(feed)
    let sent = 0
    for (; feed.listenerCount('change') > 0 && sent < MANY; sent++) feed.emit('change', sent)
    expect(sent).toBe(1000)
    feed.emit('end')
    await expect(count(stream)).rejects.toThrow('The reader fell behind')
  })

  it('brings everything to a client that reads', async () => {
    const feed = new EventEmitter()
    const stream = (await load<EventEmitter>(suggested(EMITTER, 'endSlow')))(feed)
    const read = count(stream)
    for (let i = 0; i < MANY; i++) {
      feed.emit('change', i)
      if (i % 500 === 0) await new Promise(setImmediate)
    }
    feed.emit('end')
    expect(await read).toBe(MANY + 1)
  })

  it('does no harm after the reader has left', async () => {
    const feed = new EventEmitter()
    const stream = (
      await load<EventEmitter>(suggested(EMITTER.replace("removeAllListeners('change')", "emit('left')"), 'endSlow'))
    )(feed)
    await stream.cancel()
    expect(() => feed.emit('change', 1)).not.toThrow()
  })
})

describe('a timer', () => {
  it('is stopped when nobody reads', async () => {
    vi.useFakeTimers()
    const read = vi.fn(() => 'x')
    const stream = (await load<() => string>(suggested(TIMER, 'endSlow')))(read)
    await vi.advanceTimersByTimeAsync(MANY * 1000)
    expect(read).toHaveBeenCalledTimes(1000)
    expect(vi.getTimerCount()).toBe(0)
    await expect(count(stream)).rejects.toThrow('The reader fell behind')
  })
})

describe('a stream of Node', () => {
  async function* rows(taken: { count: number }) {
    for (; taken.count < MANY; taken.count++) {
      yield Buffer.alloc(1024)
      await Promise.resolve()
    }
  }

  it.each([
    ['runs to its end when nobody reads, before', NODE, MANY],
    ['waits when nobody reads', undefined, 100],
  ])('%s', async (_name, code, limit) => {
    const taken = { count: 0 }
    const make = await load<AsyncIterable<Buffer>>(code ?? suggested(NODE, 'pause'))
    make(rows(taken))
    await setTimeout(500)
    if (code === undefined) expect(taken.count).toBeLessThan(limit)
    else expect(taken.count).toBe(limit)
  })

  it('brings everything to a client that reads', async () => {
    const taken = { count: 0 }
    const make = await load<AsyncIterable<Buffer>>(suggested(NODE, 'pause'))
    expect(await count(make(rows(taken)))).toBe(MANY)
  })

  it('tells of its failure', async () => {
    const make = await load<AsyncIterable<Buffer>>(suggested(NODE, 'pause'))
    const failing = Readable.from(rows({ count: 0 }))
    const stream = make(failing)
    failing.destroy(new Error('disk'))
    await expect(count(stream)).rejects.toThrow('disk')
  })
})

describe('pages', () => {
  type Page = (offset: number) => Promise<number[]>

  it('are asked for as they are read, and no longer once the reader has left', async () => {
    const page = vi.fn((offset: number) => Promise.resolve(offset < MANY ? [offset] : []))
    const reader = (await load<Page>(suggested(PAGES, 'generate')))(page).getReader()
    expect(await reader.read()).toEqual({ done: false, value: 0 })
    await setTimeout(50)
    expect(page.mock.calls.length).toBeLessThan(5)
    await reader.cancel()
    const asked = page.mock.calls.length
    await setTimeout(50)
    expect(page).toHaveBeenCalledTimes(asked)
  })

  it('all come to a client that reads', async () => {
    const make = await load<Page>(suggested(PAGES, 'generate'))
    expect(await count(make((offset) => Promise.resolve(offset < MANY ? [offset] : [])))).toBe(MANY)
  })
})
