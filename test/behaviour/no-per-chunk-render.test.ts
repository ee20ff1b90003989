import { promisify } from 'node:util'
import { Window } from 'happy-dom'
import { createElement } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import rule from '../../rules/throttling/no-per-chunk-render.ts'
import { moduleFolder } from './module-folder.ts'
import { remedied } from './remedy.ts'

const modules = moduleFolder()

const REACT = `import { useState } from 'react'
export function useAnswer(stream) {
  const [answer, setAnswer] = useState('')
  async function read() {
    let text = ''
    for await (const chunk of stream) {
      text += chunk
      setAnswer(text)
    }
  }
  return { answer, read }
}
`
const REACT_PIECES = `import { useState } from 'react'
export function useAnswer(stream) {
  const [answer, setAnswer] = useState('')
  async function read() {
    for await (const chunk of stream) setAnswer((shown) => shown + chunk)
  }
  return { answer, read }
}
`
const STORE = `import { writable } from 'svelte/store'
export const answer = writable('')
export async function read(stream) {
  let text = ''
  for await (const chunk of stream) {
    text += chunk
    answer.set(text)
  }
}
`
const DOM = `export async function read(stream) {
  const bubble = document.getElementById('bubble')
  let text = ''
  for await (const chunk of stream) {
    text += chunk
    bubble.textContent = text
  }
}
`
const DOM_PIECES = `export async function read(stream) {
  const bubble = document.getElementById('bubble')
  const reader = ReadableStream.from(stream).getReader()
  while (true) {
    const { done, value } = await reader.read()
    if (done) return
    bubble.textContent += value
  }
}
`
const HELPER = `const bubble = document.getElementById('bubble')
function show(text) {
  bubble.textContent = text
}
export async function read(stream) {
  let text = ''
  for await (const chunk of stream) {
    text += chunk
    show(text)
  }
}
`
const LISTENER = `export function listen(url) {
  const bubble = document.getElementById('bubble')
  let text = ''
  const source = new EventSource(url)
  source.onmessage = (event) => {
    text += event.data
    bubble.textContent = text
  }
}
`

const after = (code: string) => remedied(code, 'throttle', { rule, name: 'no-per-chunk-render', project: 'react' })

const CHUNKS = 1000
const CHUNK = 'word '
/** Simulated: half of what a quick model brings in a second. */
const EACH_MS = 2
const ANSWER = CHUNK.repeat(CHUNKS)
/** The throttle's twenty a second, the first chunk and the last. */
const FEW = (CHUNKS * EACH_MS) / 50 + 2

/** Where React gets to render; the test does not replace it. */
const tick = promisify(setImmediate)

/** An answer whose chunks come one by one; simulated time passes in between. */
async function* chunks(count = CHUNKS, failure?: Error) {
  for (let sent = 0; sent < count; sent++) {
    vi.advanceTimersByTime(EACH_MS)
    await tick()
    await tick()
    yield CHUNK
  }
  if (failure !== undefined) throw failure
}

type Stream = AsyncIterable<string>

/** The page of the test under way. */
let window = new Window()

interface Shown {
  /** How often it was shown anew: renders of React, values of a store, writes to an element. */
  times: number
  /** What is there at the end. */
  text: string
  /** How the reading ended. */
  error: string | undefined
}

/** Counts the writes to an element of the page. */
function countWrites(): Shown {
  const shown: Shown = { times: 0, text: '', error: undefined }
  const { document } = window
  const bubble = document.createElement('p')
  bubble.id = 'bubble'
  document.body.replaceChildren(bubble)
  Object.defineProperty(bubble, 'textContent', {
    get: () => shown.text,
    set(text: string) {
      shown.times++
      shown.text = text
    },
  })
  return shown
}

async function endOf(reading: Promise<void>): Promise<string | undefined> {
  return reading.then(
    () => undefined,
    (error: unknown) => (error as Error).message,
  )
}

async function onPage(code: string, stream: Stream): Promise<Shown> {
  const shown = countWrites()
  const { read } = await modules.load<{ read: (stream: Stream) => Promise<void> }>(code)
  return Object.assign(shown, { error: await endOf(read(stream)) })
}

interface Store {
  answer: { subscribe: (listener: (text: string) => void) => () => void }
  read: (stream: Stream) => Promise<void>
}

async function inStore(code: string, stream: Stream): Promise<Shown> {
  const { answer, read } = await modules.load<Store>(code)
  // A store tells each new listener what it holds.
  const shown: Shown = { times: -1, text: '', error: undefined }
  answer.subscribe((text) => {
    shown.times++
    shown.text = text
  })
  return Object.assign(shown, { error: await endOf(read(stream)) })
}

type UseAnswer = (stream: Stream) => { answer: string; read: () => Promise<void> }

async function inReact(code: string, stream: Stream): Promise<Shown> {
  const { useAnswer } = await modules.load<{ useAnswer: UseAnswer }>(code)
  // Loaded here, since it looks for a page when it is loaded.
  const { createRoot } = await modules.load<{ createRoot: CreateRoot }>(`export { createRoot } from 'react-dom/client'`)
  const page = window.document.createElement('div')
  let times = 0
  let read: () => Promise<void> = () => Promise.reject(new Error('not rendered'))
  const Answer = () => {
    times++
    const used = useAnswer(stream)
    read = used.read
    return createElement('p', null, used.answer)
  }
  const root = createRoot(page)
  root.render(createElement(Answer))
  for (let turn = 0; turn < 5; turn++) await tick()
  times = 0
  const error = await endOf(read())
  for (let turn = 0; turn < 5; turn++) await tick()
  const text = page.textContent
  root.unmount()
  return { times, text, error }
}

type CreateRoot = (page: unknown) => { render: (element: unknown) => void; unmount: () => void }

beforeEach(() => {
  window = new Window()
  vi.stubGlobal('window', window)
  vi.stubGlobal('document', window.document)
  vi.stubGlobal('navigator', window.navigator)
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const SHAPES: readonly (readonly [string, string, (code: string, stream: Stream) => Promise<Shown>])[] = [
  ['a state of React', REACT, inReact],
  ['a state of React to which pieces are added', REACT_PIECES, inReact],
  ['a store of Svelte', STORE, inStore],
  ['an element', DOM, onPage],
  ['an element to which pieces are added', DOM_PIECES, onPage],
  ['an element that a helper writes to', HELPER, onPage],
]

describe.each(SHAPES)('%s', (_name, code, run) => {
  it('is shown anew for every chunk, before', async () => {
    const { times, ...rest } = await run(code, chunks())
    expect(rest).toEqual({ text: ANSWER, error: undefined })
    // While React is busy for the first time, two may come.
    expect(times).toBeGreaterThan(CHUNKS * 0.9)
    expect(times).toBeLessThanOrEqual(CHUNKS)
  })

  it('is shown twenty times a second, and whole at the end, after', async () => {
    const { times, ...rest } = await run(after(code), chunks())
    expect(rest).toEqual({ text: ANSWER, error: undefined })
    expect(times).toBeGreaterThan(FEW / 2)
    expect(times).toBeLessThanOrEqual(FEW)
  })

  it('holds what had come when the stream breaks off', async () => {
    const shown = await run(after(code), chunks(12, new Error('broken')))
    expect(shown).toMatchObject({ text: CHUNK.repeat(12), error: 'broken' })
  })
})

describe('an EventSource, whose end nobody sees', () => {
  function listenTo(listen: (url: string) => void): Shown {
    const sources: Source[] = []
    class Source {
      onmessage: ((event: { data: string }) => void) | undefined
      constructor() {
        sources.push(this)
      }
    }
    vi.stubGlobal('EventSource', Source)
    const shown = countWrites()
    listen('/answer')
    for (let sent = 0; sent < CHUNKS; sent++) {
      vi.advanceTimersByTime(EACH_MS)
      sources[0]?.onmessage?.({ data: CHUNK })
    }
    return shown
  }
  const load = async (code: string) => (await modules.load<{ listen: (url: string) => void }>(code)).listen

  it('is written for every event, before', async () => {
    expect(listenTo(await load(LISTENER))).toMatchObject({ times: CHUNKS, text: ANSWER })
  })

  it('is written twenty times a second, and whole a moment after the last event, after', async () => {
    const shown = listenTo(await load(after(LISTENER)))
    vi.advanceTimersByTime(50)
    expect(shown.text).toBe(ANSWER)
    expect(shown.times).toBeLessThanOrEqual(FEW)
  })
})

describe('a thousand chunks at once, as after a stall', () => {
  async function* burst() {
    for (let sent = 0; sent < CHUNKS; sent++) yield await Promise.resolve(CHUNK)
  }

  it('React shows them together by itself, an element does not', async () => {
    expect((await inReact(REACT, burst())).times).toBeLessThan(5)
    expect((await onPage(DOM, burst())).times).toBe(CHUNKS)
  })

  it('an element is written twice, after', async () => {
    expect(await onPage(after(DOM), burst())).toEqual({ times: 2, text: ANSWER, error: undefined })
  })
})
