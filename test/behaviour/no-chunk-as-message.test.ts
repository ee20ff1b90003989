import { once } from 'node:events'
import { createServer } from 'node:http'
import { describe, expect, it } from 'vitest'
import rule from '../../rules/errors/no-chunk-as-message.ts'
import { moduleFolder } from './module-folder.ts'
import { onLoopback } from './loopback.ts'
import { remedied } from './remedy.ts'

/** Reads the stream of a response and hands each message to a function. */
type Read = (response: Response, show: (...message: unknown[]) => void) => Promise<void>

const { load } = moduleFolder()

const after = (code: string, remedy: string): string => remedied(code, remedy, { rule, name: 'no-chunk-as-message' })

/** A read loop that decodes as it should: what is wrong is in the statements with each text. */
function reader(statements: string, before = ''): string {
  return `export async function read(response, show) {
  const reader = response.body.getReader()
  const decoder = new TextDecoder()
${before}  while (true) {
    const { done, value } = await reader.read()
    if (done) break
${statements.replaceAll(/^/gm, '    ')}
  }
}`
}

/** Documents of one line each, with characters of two to four bytes. */
const DOCUMENTS = [{ text: 'Grüße' }, { text: '東京' }, { text: '😀' }, { text: 'line\nbreak' }]
const documents = (lineBreak: string) => DOCUMENTS.map((it) => JSON.stringify(it) + lineBreak).join('')
const SHOWN = DOCUMENTS.map((it) => [it])

const PARSED = reader('show(JSON.parse(decoder.decode(value, { stream: true })))')
const NAMED = reader(`const chunk = decoder.decode(value, { stream: true })
const lines = chunk.split('\\n')
for (const line of lines) {
  if (line) show(JSON.parse(line))
}`)
const HEAD = reader(`for (const line of decoder.decode(value, { stream: true }).split('\\n')) {
  if (line) show(JSON.parse(line))
}`)
const FILTERED = reader(`const text = decoder.decode(value, { stream: true })
const lines = text.split(/\\r?\\n/).filter(Boolean)
lines.forEach((line) => show(JSON.parse(line)))`)
const TEXT_STREAM = `export async function read(response, show) {
  for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
    for (const line of text.split('\\n')) if (line) show(JSON.parse(line))
  }
}`
const LISTENER = `import { once } from 'node:events'
import { Readable } from 'node:stream'
export async function read(response, show) {
  const stream = Readable.fromWeb(response.body)
  stream.setEncoding('utf8')
  stream.on('data', (chunk) => {
    const lines = chunk.toString().split('\\n')
    for (const line of lines) if (line) show(line)
  })
  await once(stream, 'end')
}`
const REPARSED = reader(
  `buffer += decoder.decode(value, { stream: true })
try {
  for (const message of buffer.split('\\n')) {
    if (message.trim()) show(JSON.parse(message))
  }
  buffer = ''
} catch {
  // wait for more
}`,
  `  let buffer = ''\n`,
)
const REPARSED_BY_NAME = reader(
  `partial = partial + decoder.decode(value, { stream: true })
try {
  const messages = partial.split('\\n')
  for (const message of messages) if (message.trim()) show(JSON.parse(message))
  partial = ''
} catch {}`,
  `  let partial = ''\n`,
)

const EVENTS = ['event: note', 'data: {"text":"Grüße"}', '', 'event: end', 'data: 東京 😀', 'data: 2', '', '']
const FRAMES = [
  ['note', '{"text":"Grüße"}'],
  ['end', '東京 😀\n2'],
]
const STATE = reader(
  `buffer += decoder.decode(value, { stream: true })
const lines = buffer.split(/\\r?\\n/)
buffer = lines.pop() ?? ''
let event = ''
let data = []
for (const line of lines) {
  if (line.startsWith('event:')) event = line.slice(6).trim()
  else if (line.startsWith('data:')) data.push(line.slice(5).trim())
  else if (line === '') {
    show(event, data.join('\\n'))
    event = ''
    data = []
  }
}`,
  `  let buffer = ''\n`,
)

/** A server that says more behind the end mark: what it used. */
const MARKED = ['data: Grüße', 'data: 😀', 'data: [DONE]', 'data: usage', '']
const BEFORE_MARK = [['Grüße'], ['😀']]
const BROKEN = reader(
  `buffer += decoder.decode(value, { stream: true })
const lines = buffer.split('\\n')
buffer = lines.pop() ?? ''
for (const line of lines) {
  const data = line.slice(6).trim()
  if (data === '[DONE]') break
  show(data)
}`,
  `  let buffer = ''\n`,
)
const BROKEN_FOR_AWAIT = `export async function read(response, show) {
  let buffer = ''
  for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
    buffer += text
    let at
    while ((at = buffer.indexOf('\\n')) >= 0) {
      const data = buffer.slice(6, at).trim()
      buffer = buffer.slice(at + 1)
      if (data === '[DONE]') {
        break
      }
      show(data)
    }
  }
}`

/** Bytes as a response in the given chunks. */
function responseOf(chunks: readonly Uint8Array<ArrayBuffer>[]): Response {
  const left = chunks.filter((it) => it.length > 0)
  return new Response(
    new ReadableStream({
      pull(controller) {
        const chunk = left.shift()
        if (chunk === undefined) controller.close()
        else controller.enqueue(chunk)
      },
    }),
  )
}

/** What goes wrong in how many of the ways in which a text can arrive. */
interface Outcome {
  ways: number
  wrong: number
  lost: number
  doubled: number
  threw: number
}

/** Reads a text cut once at each of its bytes, uncut, and in chunks of one byte. */
async function outcome(code: string, text: string, messages: readonly unknown[][]): Promise<Outcome> {
  const { read } = await load<{ read: Read }>(code)
  const bytes = new TextEncoder().encode(text)
  const ways = [...bytes.keys()].map((offset) => [bytes.slice(0, offset), bytes.slice(offset)])
  ways.push(Array.from(bytes, (byte) => Uint8Array.of(byte)))
  const all: Outcome = { ways: ways.length, wrong: 0, lost: 0, doubled: 0, threw: 0 }
  const expected = messages.map((it) => JSON.stringify(it))
  for (const chunks of ways) {
    const found: string[] = []
    const threw = await read(responseOf(chunks), (...message) => found.push(JSON.stringify(message))).then(
      () => false,
      () => true,
    )
    if (threw) all.threw++
    if (expected.some((it) => !found.includes(it))) all.lost++
    if (new Set(found).size < found.length) all.doubled++
    if (threw || JSON.stringify(found) !== JSON.stringify(expected)) all.wrong++
  }
  return all
}

const NOTHING_WRONG = { wrong: 0, lost: 0, doubled: 0, threw: 0 }

it('what is parsed chunk by chunk is lost wherever it is cut, and no edit is offered that would hide it', async () => {
  const [one] = DOCUMENTS
  const all = await outcome(PARSED, JSON.stringify(one), [[one]])
  // It only arrives in one piece.
  expect(all).toMatchObject({ wrong: all.ways - 1, lost: all.ways - 1, threw: all.ways - 1 })
  // Two in one chunk are lost too.
  const two = await outcome(PARSED, documents('\n'), SHOWN)
  expect(two.lost).toBe(two.ways)
  expect(() => after(PARSED, 'carry')).toThrow('offers no carry')
})

it('costs what the docs page says', async () => {
  expect(await outcome(NAMED, documents('\n'), SHOWN)).toMatchObject({ ways: 77, lost: 69 })
  expect(await outcome(REPARSED, documents('\n'), SHOWN)).toMatchObject({ ways: 77, doubled: 51 })
  expect(await outcome(STATE, EVENTS.join('\n'), FRAMES)).toMatchObject({ ways: 77, lost: 54 })
})

describe.each([
  ['lines of a chunk', NAMED],
  ['lines in the head of the loop', HEAD],
  ['filtered lines', FILTERED],
  ['lines of a TextDecoderStream', TEXT_STREAM],
])('%s', (_, code) => {
  it.each(['\n', '\r\n'])('are lost at most cuts before and at none after (line break %j)', async (lineBreak) => {
    const text = documents(lineBreak)
    const before = await outcome(code, text, SHOWN)
    expect(before.lost).toBeGreaterThan(before.ways * 0.8)
    // Half a document throws; so does a CR that is cut off from its document.
    expect(before.threw).toBeGreaterThanOrEqual(before.lost)
    expect(await outcome(after(code, 'carry'), text, SHOWN)).toMatchObject(NOTHING_WRONG)
  })
})

it('lines of a listener come in halves before, and whole after', async () => {
  const lines = DOCUMENTS.map((it) => [JSON.stringify(it)])
  const before = await outcome(LISTENER, documents('\n'), lines)
  expect(before.lost).toBeGreaterThan(before.ways * 0.8)
  expect(await outcome(after(LISTENER, 'carry'), documents('\n'), lines)).toMatchObject(NOTHING_WRONG)
})

describe.each([
  ['a buffer that is parsed again', REPARSED],
  ['a buffer that is parsed again, by name', REPARSED_BY_NAME],
])('%s', (_, code) => {
  it.each(['\n', '\r\n'])('doubles messages before and none after (line break %j)', async (lineBreak) => {
    const text = documents(lineBreak)
    const before = await outcome(code, text, SHOWN)
    expect(before.doubled).toBeGreaterThan(before.ways / 2)
    expect(before.lost).toBe(0)
    expect(await outcome(after(code, 'carry'), text, SHOWN)).toMatchObject(NOTHING_WRONG)
  })
})

describe('what is known of a frame', () => {
  it.each(['\n', '\r\n'])('is lost between chunks before and kept after (line break %j)', async (lineBreak) => {
    const text = EVENTS.join(lineBreak)
    const before = await outcome(STATE, text, FRAMES)
    expect(before.lost).toBeGreaterThan(before.ways / 2)
    expect(before.threw).toBe(0)
    expect(await outcome(after(STATE, 'hoist'), text, FRAMES)).toMatchObject(NOTHING_WRONG)
  })
})

describe.each([
  ['the end mark in a read loop', BROKEN],
  ['the end mark in a for await', BROKEN_FOR_AWAIT],
])('%s', (_, code) => {
  it.each(['\n', '\r\n'])('lets later lines through before and none after (line break %j)', async (lineBreak) => {
    const text = MARKED.join(lineBreak)
    const before = await outcome(code, text, BEFORE_MARK)
    expect(before.wrong).toBeGreaterThan(0)
    expect(await outcome(after(code, 'label'), text, BEFORE_MARK)).toMatchObject(NOTHING_WRONG)
  })

  it('holds the connection until the server ends it before, and lets it go after', async () => {
    expect(await connectionAfterMark(code)).toBe('ended by the server')
    expect(await connectionAfterMark(after(code, 'label'))).toBe('ended by the client')
  })
})

/** Who ends a connection whose server sends the end mark and then waits. */
async function connectionAfterMark(code: string): Promise<string> {
  const { read } = await load<{ read: Read }>(code)
  let ended = ''
  const server = createServer((_, response) => {
    response.write('data: 1\ndata: [DONE]\n')
    const timer = setTimeout(() => {
      ended = 'ended by the server'
      response.end()
    }, WAIT_MS)
    response.on('close', () => {
      clearTimeout(timer)
      ended ||= 'ended by the client'
      server.emit('answered')
    })
  })
  await using loopback = await onLoopback(server)
  const answered = once(server, 'answered')
  const shown: unknown[] = []
  await read(await fetch(loopback.url), (data) => shown.push(data))
  await answered
  expect(shown).toEqual(['1'])
  return ended
}

const WAIT_MS = 1500
