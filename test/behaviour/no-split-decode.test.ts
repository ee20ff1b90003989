import { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import rule from '../../rules/errors/no-split-decode.ts'
import { moduleFolder } from './module-folder.ts'
import { remedied } from './remedy.ts'

const modules = moduleFolder()

/** Characters of one, two, three and four bytes. */
const TEXT = 'a\u00e9\u65e5\u672c\u8a9e\u{1f600}z'
const BYTES = Buffer.from(TEXT)

const WEB = (pieces: readonly Uint8Array[]) => ReadableStream.from(pieces)
/** Node hands out what waits in a buffer as one chunk, so that each piece comes when the one before has been taken. */
const NODE = (pieces: readonly Uint8Array[]) =>
  Readable.from(
    (async function* () {
      for (const piece of pieces) {
        yield piece
        await setImmediate()
      }
    })(),
    { objectMode: false },
  )

const SHARED = `export async function read(body) {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of body) text += decoder.decode(chunk)
  return text
}`
const READER = `export async function read(stream) {
  const reader = stream.getReader()
  const decoder = new TextDecoder()
  const texts = []
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    texts.push(decoder.decode(value))
  }
  return texts.join('')
}`
const OF_MODULE = `const decoder = new TextDecoder()
export async function read(body) {
  let text = ''
  for await (const chunk of body) text += decoder.decode(chunk)
  return text
}`
const EACH_CHUNK = `export async function read(body) {
  let text = ''
  for await (const chunk of body) text += new TextDecoder().decode(chunk)
  return text
}`
const IN_LOOP = `export async function read(body) {
  const texts = []
  for await (const chunk of body) {
    const decoder = new TextDecoder()
    texts.push(decoder.decode(chunk, { stream: true }))
  }
  return texts.join('')
}`
const FIELD = `import { Transform } from 'node:stream'
class Text extends Transform {
  decoder = new TextDecoder()
  constructor() {
    super({ readableObjectMode: true })
  }
  _transform(chunk, encoding, callback) {
    this.push(this.decoder.decode(chunk))
    callback()
  }
}
export async function read(source) {
  const texts = []
  for await (const text of source.pipe(new Text())) texts.push(text)
  return texts.join('')
}`
const LISTENER = `import { PassThrough } from 'node:stream'
export const read = (source) => new Promise((resolve, reject) => {
  const stream = source.pipe(new PassThrough())
  let text = ''
  stream.on('error', reject)
  stream.on('data', (chunk) => {
    text += chunk
  })
  stream.on('end', () => resolve(text))
})`
const TO_STRING = `import { PassThrough } from 'node:stream'
export async function read(source) {
  let text = ''
  for await (const chunk of source.pipe(new PassThrough())) text += chunk.toString()
  return text
}`

const REMEDIES = [
  ['one decoder in a function', SHARED, 'fix', WEB],
  ['one decoder, flushed', SHARED, 'addFlush', WEB],
  ['a decoder of a read loop', READER, 'fix', WEB],
  ['a decoder of the module', OF_MODULE, 'ownDecoder', WEB],
  ['a decoder in a field of a stream', FIELD, 'addStream', NODE],
  ['a decoder for each chunk', EACH_CHUNK, 'hoistDecoder', WEB],
  ['a decoder declared in the loop', IN_LOOP, 'hoistDecoder', WEB],
  ['a listener', LISTENER, 'setEncoding', NODE],
  ['a listener, with a decoder', LISTENER, 'useDecoder', NODE],
  ['toString', TO_STRING, 'useDecoder', NODE],
] as const

type Read = (stream: ReadableStream | Readable) => Promise<string>

const load = async (code: string) => (await modules.load<{ read: Read }>(code)).read
const suggested = (code: string, remedy: string) => remedied(code, remedy, { rule, name: 'no-split-decode' })

/** At how many places a cut of the text into two chunks breaks it. */
async function broken(code: string, stream: (pieces: readonly Uint8Array[]) => ReadableStream | Readable) {
  const read = await load(code)
  let count = 0
  for (let cut = 1; cut < BYTES.length; cut++)
    if ((await read(stream([BYTES.subarray(0, cut), BYTES.subarray(cut)]))) !== TEXT) count++
  return count
}

/** Cuts that lie inside a character: one in that of two bytes, two in each of three, three in that of four. */
const INSIDE = 1 + 3 * 2 + 3

describe.each(REMEDIES)('%s', (_name, code, remedy, stream) => {
  it('breaks the text at every cut inside a character, before', async () => {
    expect(await broken(code, stream)).toBe(INSIDE)
  })

  it('breaks at none, after', async () => {
    expect(await broken(suggested(code, remedy), stream)).toBe(0)
  })

  it('reads byte after byte, after', async () => {
    const read = await load(suggested(code, remedy))
    expect(await read(stream([...BYTES].map((byte) => Uint8Array.of(byte))))).toBe(TEXT)
  })
})

describe('a stream that is cut off inside a character', () => {
  const cut = () => WEB([BYTES.subarray(0, 2)])

  it('loses that character, unless the decoder is flushed', async () => {
    expect(await (await load(suggested(SHARED, 'fix')))(cut())).toBe('a')
    expect(await (await load(suggested(SHARED, 'addFlush')))(cut())).toBe('a\ufffd')
  })
})

describe('two streams that are read at once', () => {
  /** Each waits for the other after each byte. */
  const slowly = () =>
    ReadableStream.from(
      (async function* () {
        for (const byte of BYTES) {
          yield Uint8Array.of(byte)
          await setImmediate()
        }
      })(),
    )
  const both = async (code: string) => {
    const read = await load(code)
    return Promise.all([read(slowly()), read(slowly())])
  }

  it('mix their bytes in a decoder of the module that is only told to stream', async () => {
    const texts = await both(OF_MODULE.replace('decode(chunk)', 'decode(chunk, { stream: true })'))
    expect(texts).not.toEqual([TEXT, TEXT])
  })

  it('have a decoder each, after', async () => {
    expect(await both(suggested(OF_MODULE, 'ownDecoder'))).toEqual([TEXT, TEXT])
  })
})
