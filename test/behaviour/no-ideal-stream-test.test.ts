import { describe, expect, it } from 'vitest'
import rule from '../../rules/testing/no-ideal-stream-test.ts'
import { runInChild } from './child-process.ts'
import { codemodProjects } from './codemod-run.ts'
import { remedied } from './remedy.ts'

/** Takes the end of a chunk for the end of a frame. */
const LOSES_FRAMES = `export async function readEvents(stream) {
  const decoder = new TextDecoder()
  const events = []
  for await (const chunk of stream) {
    const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })
    for (const frame of text.split('\\n\\n')) {
      if (frame.startsWith('data: ')) events.push(frame.slice('data: '.length))
    }
  }
  return events
}
`
/** Takes the end of a chunk for the end of a character. */
const BREAKS_CHARACTERS = `export async function readEvents(stream) {
  let text = ''
  for await (const chunk of stream) {
    text += typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk)
  }
  return text.split('\\n\\n').filter(Boolean).map((frame) => frame.slice('data: '.length))
}
`
const SOUND = BREAKS_CHARACTERS.replace("let text = ''", "let text = ''\n  const decoder = new TextDecoder()").replace(
  'new TextDecoder().decode(chunk)',
  'decoder.decode(chunk, { stream: true })',
)

const FRAMES = "'data: Grüße\\n\\ndata: an alle\\n\\n'"
const TEST = (stream: string) => `import assert from 'node:assert/strict'
import { PassThrough, Readable } from 'node:stream'
import { it } from 'node:test'
import { readEvents } from '../src/read-events.js'

it('reads events', async () => {
  ${stream}
  assert.deepEqual(await readEvents(stream), ['Grüße', 'an alle'])
})
`
const DOUBLES = [
  { name: 'a Response', stream: `const stream = new Response(${FRAMES}).body`, isText: false },
  {
    name: 'a ReadableStream of bytes',
    stream: `const stream = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(${FRAMES}))
      controller.close()
    },
  })`,
    isText: false,
  },
  {
    name: 'a ReadableStream of text',
    stream: `const stream = new ReadableStream({
    start(controller) {
      controller.enqueue(${FRAMES})
      controller.close()
    },
  })`,
    isText: true,
  },
  { name: 'Readable.from', stream: `const stream = Readable.from([${FRAMES}])`, isText: true },
  {
    name: 'a PassThrough',
    stream: `const stream = new PassThrough()
  stream.end(${FRAMES})`,
    isText: false,
  },
  {
    name: 'a Readable',
    stream: `const stream = new Readable({
    read() {
      this.push(${FRAMES})
      this.push(null)
    },
  })`,
    isText: false,
  },
  {
    name: 'a generator',
    stream: `async function* frames() {
    yield ${FRAMES}
  }
  const stream = frames()`,
    isText: true,
  },
] as const

const projects = codemodProjects()
const FILE = 'test/read-events.test.js'
const after = (test: string) => remedied(test, 'cut', { rule, name: 'no-ideal-stream-test', file: FILE })

/** How many cases passed, failed and are still to be written, as the test runner of Node counts them. */
async function run(reader: string, test: string) {
  const project = projects.before({ 'src/read-events.js': reader, [FILE]: test })
  const { code, stdout } = await runInChild(project.path(FILE), ['--test-reporter=tap'])
  const count = (what: string) => Number(new RegExp(`^# ${what} (\\d+)$`, 'm').exec(stdout)?.[1])
  return { code, pass: count('pass'), fail: count('fail'), todo: count('todo') }
}

describe.each(DOUBLES)('$name', ({ stream, isText }) => {
  // A stream of text has no characters to break.
  const broken = isText ? [LOSES_FRAMES] : [LOSES_FRAMES, BREAKS_CHARACTERS]
  const test = TEST(stream)

  it('passes readers that lose what comes cut, before', async () => {
    const runs = await Promise.all([...broken, SOUND].map((reader) => run(reader, test)))
    for (const one of runs) expect(one).toEqual({ code: 0, pass: 1, fail: 0, todo: 0 })
  })

  it('fails them, after, passes a sound one, and names the case that is missing', async () => {
    const [sound, ...others] = await Promise.all([SOUND, ...broken].map((reader) => run(reader, after(test))))
    for (const one of others) expect(one).toEqual({ code: 1, pass: 0, fail: 1, todo: 1 })
    expect(sound).toEqual({ code: 0, pass: 1, fail: 0, todo: 1 })
  })
})
