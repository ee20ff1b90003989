import { describe, expect, it } from 'vitest'
import { appendDeltas } from '../../src/edits/append-delta.ts'
import { applyChanges, changesOf } from '../../src/edits/edit.ts'
import { cumulativeSends } from '../../src/facts/cumulative-sends.ts'
import { replacementsOf } from '../../src/facts/frame-replacements.ts'
import { framesOfCall, sendsIn } from '../../src/facts/sent-frames.ts'
import { routeReaders } from '../../src/frameworks/route-readers.ts'
import { parseSource } from '../parse-source.ts'

/** A server that writes some frames of its own beside those with the text. */
const server = (write: string, others = '') => `import express from 'express'
const app = express()
app.get('/answer', async (_req, res) => {
  let text = ''
  for await (const part of answer()) {
    text += part
    ${write}
  }
  ${others}
})
`
const EVENTS = 'res.write(`data: ${JSON.stringify({ text })}\\n\\n`)'
const LINES = 'res.write(JSON.stringify({ text }) + "\\n")'

/** What is made of a client: `unknown`, `same`, or the changed lines. */
function madeOf(client: string, write = EVENTS, others = ''): string | readonly string[] {
  const sending = parseSource(server(write, others))
  const [send] = cumulativeSends(sending)
  if (send?.node.type !== 'CallExpression') throw new Error('The server sends nothing whole.')
  const own = framesOfCall(sending, send.node, send.sent)
  const [gathered] = own?.frames ?? []
  if (own?.over === undefined || gathered === undefined) return 'unknown'
  const rest = sendsIn(sending, sending.ast, send.sent, own.over).filter(({ call }) => call !== send.node)
  const sent = { gathered, others: rest.flatMap(({ frames }) => frames) }

  const source = parseSource(client, 'src/client.tsx')
  const places = routeReaders(source, { path: '/answer', isWhole: true, method: 'GET' })
  const replacements = places.flatMap(({ readers }) =>
    readers === 'unknown' ? [undefined] : readers.map((reader) => replacementsOf(source, reader, sent)),
  )
  if (replacements.includes(undefined)) return 'unknown'
  const edit = appendDeltas(
    source,
    replacements.flatMap((it) => it ?? []),
    'connection',
  )
  if (edit === undefined) return 'unknown'
  const before = client.split('\n')
  const changed = applyChanges(client, changesOf(edit)).split('\n')
  return edit.changes.length === 0 ? 'same' : changed.filter((line) => !before.includes(line)).map((it) => it.trim())
}

const listener = (body: string, before = '') => `import { shown } from './shown.js'
${before}
const source = new EventSource('/answer')
source.onmessage = (event) => {
  ${body}
}
`
const loop = (body: string, { before = '', after = '' } = {}) => `import { output } from './page.js'
async function ask() {
  ${before}
  const response = await fetch('/answer')
  if (!response.ok) throw new Error(await response.text())
  const reader = response.body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    rest += decoder.decode(value, { stream: true })
    ${body}
  }
  ${after}
}
`
const EACH_LINE = `const lines = rest.split('\\n')
    rest = lines.pop()
    for (const line of lines.filter(Boolean)) {
      const frame = JSON.parse(line)
      output.value = frame.text
    }`
const OPENED = ["source.addEventListener('open', () => {", "shown.text = ''", '})']

describe('places that each frame replaces', () => {
  it.each([
    ['a property', 'shown.text = JSON.parse(event.data).text', ['shown.text += JSON.parse(event.data).text']],
    ['a name on the way', 'const { text: t } = JSON.parse(event.data); shown.text = t', undefined],
    ['a test of whether it is there', 'const f = JSON.parse(event.data)\n  if (f.text) shown.text = f.text', undefined],
    ['a default', "shown.text = JSON.parse(event.data).text ?? ''", undefined],
    ['a flag that is set once', 'if (left) return\n  shown.text = JSON.parse(event.data).text', undefined],
    ['a log', 'const f = JSON.parse(event.data)\n  console.log(f.text)\n  shown.text = f.text', undefined],
    ['an attempt', 'let f\n  try { f = JSON.parse(event.data) } catch { return }\n  shown.text = f.text', undefined],
  ] as const)('%s', (_name, body, expected) => {
    const made = madeOf(listener(body, 'let left = false\nfunction leave() { left = true }'))
    expect(made).toEqual(expect.arrayContaining([...(expected ?? []), ...OPENED.slice(0, 2)]))
    expect(JSON.stringify(made)).toContain('shown.text += ')
  })

  it('of lines, which begin anew with each request', () => {
    expect(madeOf(loop(EACH_LINE), LINES)).toEqual(["output.value = ''", 'output.value += frame.text'])
    expect(madeOf(loop(EACH_LINE, { before: "output.value = ''" }), LINES)).toEqual(['output.value += frame.text'])
    expect(madeOf(loop(EACH_LINE, { before: "output.value = '';\n  output.value = 'Wait'" }), LINES)).toEqual([
      "output.value = ''",
      'output.value += frame.text',
    ])
  })

  it('of a variable that the function declares', () => {
    const body = EACH_LINE.replace('output.value', 'all')
    expect(madeOf(loop(body, { before: "let all = ''", after: 'return all' }), LINES)).toEqual(['all += frame.text'])
    const again = `for (const attempt of [1, 2]) {\n${loop(body).split('\n').slice(3, -3).join('\n')}\n}`
    expect(madeOf(`async function ask() {\n  let all = ''\n  ${again}\n  return all\n}`, LINES)).toEqual([
      "all = ''",
      'all += frame.text',
    ])
  })

  it('but not those of frames that stay whole', () => {
    const body = `const f = JSON.parse(event.data)
  if (f.done) { shown.text = f.text; return }
  shown.text = f.text`
    const others = 'res.write(`data: ${JSON.stringify({ done: true, text })}\\n\\n`)'
    const made = madeOf(listener(body), EVENTS, others)
    expect(made).toContain('shown.text += f.text')
    expect(made).not.toContain('if (f.done) { shown.text += f.text; return }')
  })

  it('of a stream that has an end mark, comments and heartbeats', () => {
    const body = `if (event.data === '[DONE]') return source.close()
  shown.text = JSON.parse(event.data).text`
    const others = "res.write(': still here\\n\\n'); res.write('retry: 3000\\n\\n'); res.end('data: [DONE]\\n\\n')"
    expect(madeOf(listener(body), EVENTS, others)).toContain('shown.text += JSON.parse(event.data).text')
  })
})

describe('is unknown', () => {
  it.each([
    ['what a helper does with it', 'show(JSON.parse(event.data).text)'],
    ['a frame that is handed on', 'const f = JSON.parse(event.data)\n  keep(f)\n  shown.text = f.text'],
    [
      'a text that is measured',
      'const f = JSON.parse(event.data)\n  shown.text = f.text\n  shown.count = f.text.length',
    ],
    ['the text of the event', 'shown.raw = event.data\n  shown.text = JSON.parse(event.data).text'],
    ['what shows some frames only', 'if (Date.now() > next) shown.text = JSON.parse(event.data).text'],
    ['what shows them later', 'setTimeout(() => { shown.text = JSON.parse(event.data).text }, 100)'],
    ['what is made of it', 'shown.text = JSON.parse(event.data).text.trim()'],
    ['markup', 'shown.innerHTML = JSON.parse(event.data).text'],
    ['a place that others write to', "shown.text = JSON.parse(event.data).text\n  shown.text = shown.text + '…'"],
    ['a throttled setter', 'setLater(JSON.parse(event.data).text)'],
  ])('%s', (_name, body) => {
    expect(madeOf(listener(body, 'const setLater = throttle(show, 100)'))).toBe('unknown')
  })

  it.each([
    ['a last frame that looks like the others', 'res.write(`data: ${JSON.stringify({ text })}\\n\\n`)'],
    ['a frame without the text', 'res.write(\'data: {"done":true}\\n\\n\')'],
    ['a frame that nobody knows', 'res.write(`data: ${JSON.stringify(last())}\\n\\n`)'],
    ['a frame in two writes', "res.write('event: text\\n')"],
    ['what another module sends', 'goodbye(res)'],
  ])('%s', (_name, others) => {
    expect(madeOf(listener('shown.text = JSON.parse(event.data).text'), EVENTS, others)).toBe('unknown')
  })

  it.each([
    ['the newest line only', "const line = rest.split('\\n').at(-2)\n    output.value = JSON.parse(line).text"],
    ['some of the lines', EACH_LINE.replace('filter(Boolean)', 'filter((_, i) => i % 2)')],
    ['all lines but those of some kind', EACH_LINE.replace('filter(Boolean)', "filter((it) => !it.includes('x'))")],
    ['lines whose rest is dropped', EACH_LINE.replace('rest = lines.pop()', 'lines.pop()')],
    ['lines that are cut off', EACH_LINE.replace('rest = lines.pop()', "rest = ''")],
    ['a piece that is taken for a line', 'output.value = JSON.parse(rest).text'],
  ])('%s', (_name, body) => {
    expect(madeOf(loop(body), LINES)).toBe('unknown')
  })

  it('what is left when the stream has ended', () => {
    const after = 'if (rest) output.value = JSON.parse(rest).text'
    expect(madeOf(loop(EACH_LINE, { after }), LINES)).toBe('unknown')
  })

  it('a response that is handed on', () => {
    expect(madeOf("async function ask() { show(await fetch('/answer')) }", LINES)).toBe('unknown')
    expect(madeOf("const text = async () => (await fetch('/answer')).text()", LINES)).toBe('unknown')
    expect(madeOf("useChat({ api: '/answer' })", LINES)).toBe('unknown')
    expect(madeOf("export const ADDRESS = '/answer'", LINES)).toBe('unknown')
  })
})

/** A generator over the lines of the answer. */
const generator = (body: string) => `export async function* read() {
  const response = await fetch('/answer')
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) return
    const lines = (rest + value).split('\\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const frame = JSON.parse(line)
      ${body}
    }
  }
}
`

describe('a generator', () => {
  it('gathers what it gives on, anew for each answer', () => {
    expect(madeOf(generator('yield frame.text'), LINES)).toEqual(["let text = ''", 'text += frame.text', 'yield text'])
  })

  it.each([
    ['gives it on twice', 'yield frame.text\n      yield frame.text'],
    ['gives the frame on', 'yield frame'],
    ['gives it on with something', 'yield { text: frame.text }'],
    ['gives what an iterable holds', 'yield* frame.text'],
    ['looks at what comes back', 'const more = yield frame.text'],
  ])('that %s is unknown', (_name, body) => {
    expect(madeOf(generator(body), LINES)).toBe('unknown')
  })
})

describe('stays as it is', () => {
  it.each([
    ['another route', "new EventSource('/answers').onmessage = (event) => show(event.data)"],
    ['another method', "fetch('/answer', { method: 'POST' }).then(show)"],
    ['another event', "const s = new EventSource('/answer'); s.addEventListener('news', (e) => show(e.data))"],
    ['another field', listener('shown.text = JSON.parse(event.data).title')],
    ['a link', "const link = () => <a href='/answer'>Answer</a>"],
    ['a path that is compared', "const isAnswer = (url) => url.pathname === '/answer'"],
  ])('%s', (_name, client) => {
    expect(madeOf(client)).toBe('same')
  })
})
