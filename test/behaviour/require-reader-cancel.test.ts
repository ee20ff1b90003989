import { describe, expect, it } from 'vitest'
import rule from '../../rules/errors/require-reader-cancel.ts'
import { endlessServer } from './endless-server.ts'
import { moduleFolder } from './module-folder.ts'
import { remedied } from './remedy.ts'
import { until } from './until.ts'

/** Gives back the first pieces of what a server sends. */
type First = (url: string) => Promise<number>

const modules = moduleFolder()
const load = async (code: string) => (await modules.load<{ first: First }>(code)).first

const BREAK = `export async function first(url) {
  const response = await fetch(url)
  if (!response.ok) throw new Error('HTTP ' + response.status)
  const reader = response.body.getReader()
  let count = 0
  while (true) {
    const { done } = await reader.read()
    if (done || ++count === 3) break
  }
  reader.releaseLock()
  return count
}`
const CONDITION = `export async function first(url) {
  const response = await fetch(url)
  if (!response.ok) throw new Error('HTTP ' + response.status)
  const reader = response.body.getReader()
  let count = 0
  while (count < 3) {
    const { done } = await reader.read()
    if (done) break
    count++
  }
  return count
}`
const RETURN = `export async function first(url) {
  const response = await fetch(url)
  if (!response.ok) throw new Error('HTTP ' + response.status)
  return three(response.body)
}
async function three(stream) {
  const reader = stream.getReader()
  let count = 0
  while (true) {
    const { done } = await reader.read()
    if (done) return count
    if (++count === 3) return count
  }
}`
const GENERATOR = `async function* pieces(url) {
  const response = await fetch(url)
  if (!response.ok) throw new Error('HTTP ' + response.status)
  const reader = response.body.getReader()
  try {
    while (true) {
      const { done, value } = await reader.read()
      if (done) break
      yield value
    }
  } finally {
    reader.releaseLock()
  }
}
export async function first(url) {
  let count = 0
  for await (const piece of pieces(url)) if (piece.length > 0 && ++count === 3) break
  return count
}`
const THROW = `export async function first(url) {
  const response = await fetch(url)
  if (!response.ok) throw new Error('HTTP ' + response.status)
  let count = 0
  await parse(response.body, () => ++count).catch(() => {})
  return count
}
async function parse(stream, more) {
  const reader = stream.getReader()
  while (true) {
    const { done } = await reader.read()
    if (done) return
    if (more() === 3) throw new Error('enough')
  }
}`
const THEN = `export async function first(url) {
  const response = await fetch(url)
  if (!response.ok) throw new Error('HTTP ' + response.status)
  const reader = response.body.getReader()
  let count = 0
  return reader.read().then(function next({ done }) {
    if (done) return count
    if (++count === 3) {
      return count
    }
    return reader.read().then(next)
  })
}`
const REMEDIES: readonly (readonly [name: string, code: string, remedy: string])[] = [
  ['break', BREAK, 'fix'],
  ['a condition', CONDITION, 'fix'],
  ['return', RETURN, 'cancelInFinally'],
  ['a consumer that stops', GENERATOR, 'fix'],
  ['throw', THROW, 'cancelInFinally'],
  ['a chain of then', THEN, 'cancelBeforeExit'],
]

describe.each(REMEDIES)('a read that ends early by %s', (_way, code, remedy) => {
  it('leaves the connection open, and the server goes on sending, before', async () => {
    await using server = await endlessServer('data: more\n\n')
    const first = await load(code)
    expect(await first(server.url)).toBe(3)
    const sent = server.sent()
    await until('a hundred more are sent to nobody', () => server.sent() > sent + 100)
    expect(server.open()).toBe(1)
  })

  it('ends the connection, after', async () => {
    await using server = await endlessServer('data: more\n\n')
    const first = await load(remedied(code, remedy, { rule, name: 'require-reader-cancel' }))
    expect(await first(server.url)).toBe(3)
    const sent = server.sent()
    await until('the server sees the client leave', () => server.open() === 0)
    expect(server.sent() - sent).toBeLessThan(50)
  })
})

/** `cancel()` of one branch does not settle before the other branch is cancelled too. */
const TEE = `export async function first(url) {
  const response = await fetch(url)
  if (!response.ok) throw new Error('HTTP ' + response.status)
  const [mine, other] = response.body.tee()
  const reader = mine.getReader()
  let count = 0
  while (true) {
    const { done } = await reader.read()
    if (done || ++count === 3) break
  }
  return { count, other }
}`

describe('one branch of a tee', () => {
  it('is cancelled without being waited for, and the other is read on', async () => {
    await using server = await endlessServer('data: more\n\n')
    const { first } = await modules.load<{
      first: (url: string) => Promise<{ count: number; other: ReadableStream<Uint8Array> }>
    }>(remedied(TEE, 'cancelInFinally', { rule, name: 'require-reader-cancel' }))
    const { count, other } = await first(server.url)
    expect(count).toBe(3)
    let pieces = 0
    for await (const piece of other) if (piece.length > 0 && ++pieces === 10) break
    await until('the server sees the client leave', () => server.open() === 0)
  })
})

describe('cancelling in another way', () => {
  it.each([
    [
      'behind releaseLock()',
      async (reader: ReadableStreamDefaultReader) => {
        reader.releaseLock()
        await reader.cancel()
      },
    ],
    [
      'the body, while the reader has the lock',
      async (_reader: ReadableStreamDefaultReader, body: ReadableStream) => {
        await body.cancel()
      },
    ],
  ])('rejects: %s', async (_way, cancel) => {
    await using server = await endlessServer('data: more\n\n')
    const body = (await fetch(server.url)).body!
    const reader = body.getReader()
    await reader.read()
    await expect(cancel(reader, body)).rejects.toThrow(TypeError)
    expect(server.open()).toBe(1)
  })
})

describe('a stream that comes to its end', () => {
  it.each(REMEDIES)('is read as before: %s', async (_way, code, remedy) => {
    const body = 'data:text/plain,two'
    const before = await load(code)
    const after = await load(remedied(code, remedy, { rule, name: 'require-reader-cancel' }))
    expect(await after(body)).toBe(await before(body))
  })
})
