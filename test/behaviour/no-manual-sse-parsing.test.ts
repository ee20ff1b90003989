import { createParser } from 'eventsource-parser'
import { describe, expect, it } from 'vitest'
import rule from '../../rules/protocols/no-manual-sse-parsing.ts'
import { codemodProjects, packageJson } from './codemod-run.ts'
import { moduleFolder } from './module-folder.ts'
import { remedied } from './remedy.ts'

/** Reads the stream of a response and gives what the code takes for the data of its events. */
type Read = (response: Response) => Promise<string[]>

/** No space behind a colon, CRLF, characters of two to four bytes, a comment, several lines of data, names of events. */
const STREAM = [
  ': begin',
  '',
  'data:{"text":"Grüße"}',
  '',
  'event: note',
  'data: 東京 😀',
  '',
  'id: 7',
  'data: first line',
  'data: second line',
  '',
  'data: [DONE]',
  '',
  '',
]
const EVENTS = ['{"text":"Grüße"}', '東京 😀', 'first line\nsecond line', '[DONE]']

/** What the author of the code had before him. */
const SIMPLE = 'data: {"text":"Grüße"}\n\ndata: 東京 😀\n\ndata: [DONE]\n\n'
const SIMPLE_EVENTS = ['{"text":"Grüße"}', '東京 😀', '[DONE]']

const READER = `export async function read(response) {
  const found = []
  const reader = response.body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    rest += decoder.decode(value, { stream: true })
    const lines = rest.split('\\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      if (!line.startsWith('data: ')) continue
      found.push(line.slice(6))
    }
  }
  return found
}`
const FRAMES = `export async function read(response) {
  const found = []
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of response.body) {
    rest += decoder.decode(chunk, { stream: true })
    const frames = rest.split('\\n\\n')
    rest = frames.pop() ?? ''
    for (const frame of frames) {
      let data = ''
      for (const line of frame.split('\\n')) {
        if (line.startsWith('data: ')) data = line.slice(6)
      }
      if (data) found.push(data)
    }
  }
  return found
}`
const NAIVE = `export async function read(response) {
  const found = []
  const reader = response.body.getReader()
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    for (const line of new TextDecoder().decode(value).split('\\n')) {
      if (line.startsWith('data: ')) found.push(line.slice(6))
    }
  }
  return found
}`
const COUNTED = `export async function read(response) {
  const found = []
  const reader = response.body.getReader()
  const decoder = new TextDecoder()
  let chunks = 0
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    chunks++
    const lines = decoder.decode(value).split('\\n')
    for (const line of lines) {
      if (line.startsWith('data: ')) found.push(line.slice(6))
    }
  }
  return chunks > 0 ? found : []
}`

const modules = moduleFolder()

/** The code as it stands after the suggestion of the rule. */
const suggested = (code: string) => remedied(code, 'parse', { rule, name: 'no-manual-sse-parsing' })

async function load(code: string): Promise<Read> {
  return (await modules.load<{ read: Read }>(code)).read
}

/** The bytes of a text as a response in two chunks, the second of which begins at an offset. */
function cutAt(bytes: Uint8Array<ArrayBuffer>, offset: number): Response {
  const chunks = [bytes.slice(0, offset), bytes.slice(offset)].filter((it) => it.length > 0)
  return new Response(
    new ReadableStream({
      pull(controller) {
        const chunk = chunks.shift()
        if (chunk === undefined) controller.close()
        else controller.enqueue(chunk)
      },
    }),
  )
}

/** The offsets at which the code finds other events when the text is cut there. */
async function wrongCuts(read: Read, text: string, events: readonly string[]): Promise<number[]> {
  const bytes = new TextEncoder().encode(text)
  const wrong: number[] = []
  for (let offset = 0; offset < bytes.length; offset++) {
    const found = await read(cutAt(bytes, offset))
    if (JSON.stringify(found) !== JSON.stringify(events)) wrong.push(offset)
  }
  return wrong
}

const byteLength = (text: string) => new TextEncoder().encode(text).length

it('the events are those that the parser finds in the whole text', () => {
  for (const lineBreak of ['\n', '\r\n', '\r']) {
    const found: string[] = []
    // A line break of its own tells that the last CR is not half of a CRLF.
    createParser({ onEvent: ({ data }) => found.push(data) }).feed(`${STREAM.join(lineBreak)}${lineBreak}\n`)
    expect(found).toEqual(EVENTS)
  }
})

describe.each([
  ['a read loop', READER, 'EventSourceParserStream'],
  ['events cut at blank lines', FRAMES, 'createParser'],
  ['chunks taken for lines', NAIVE, 'EventSourceParserStream'],
  ['chunks that are counted', COUNTED, 'createParser'],
])('%s', (name, code, means) => {
  it('reads what its author knew when nothing is cut', async () => {
    const read = await load(code)
    expect(await read(cutAt(new TextEncoder().encode(SIMPLE), 0))).toEqual(SIMPLE_EVENTS)
  })

  it('loses events of other servers, before', async () => {
    const read = await load(code)
    for (const lineBreak of ['\n', '\r\n']) {
      const text = STREAM.join(lineBreak)
      expect(await wrongCuts(read, text, EVENTS)).toHaveLength(byteLength(text))
    }
  })

  it.runIf(name.startsWith('chunks'))('loses events of its own server, or breaks characters, before', async () => {
    const read = await load(code)
    const wrong = await wrongCuts(read, SIMPLE, SIMPLE_EVENTS)
    // Only cuts between lines, and the text in one piece, do no harm.
    expect(wrong.length).toBeGreaterThan(byteLength(SIMPLE) * 0.8)
  })

  it('reads the same events wherever the text is cut', async () => {
    const after = suggested(code)
    expect(after).toContain(means)
    const read = await load(after)
    expect(await wrongCuts(read, SIMPLE, SIMPLE_EVENTS)).toEqual([])
    for (const lineBreak of ['\n', '\r\n']) expect(await wrongCuts(read, STREAM.join(lineBreak), EVENTS)).toEqual([])
  })

  it('gives no event that no blank line ends', async () => {
    const read = await load(suggested(code))
    expect(await read(cutAt(new TextEncoder().encode('data: 1\n\ndata: 2\n'), 0))).toEqual(['1'])
  })
})

const projects = codemodProjects()

it.each([
  ['a read loop', READER],
  ['events cut at blank lines', FRAMES],
  ['chunks taken for lines', NAIVE],
  ['chunks that are counted', COUNTED],
])('sse-parser: %s reads the same events wherever the text is cut', async (_, code) => {
  const project = await projects.after('sse-parser', { 'package.json': packageJson(), 'src/read.js': code })
  expect(project.read('package.json')).toContain('"eventsource-parser"')
  const { read } = await project.load<{ read: Read }>('src/read.js')
  for (const lineBreak of ['\n', '\r\n']) expect(await wrongCuts(read, STREAM.join(lineBreak), EVENTS)).toEqual([])
})
