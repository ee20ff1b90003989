import rule from '../../../rules/protocols/no-manual-sse-parsing.ts'
import { ruleTest } from '../../rule-tester.ts'

/** A loop over a fetched body with some lines in it; `rest` is what has not been handled yet. */
const loop = (lines: string) => `export async function* read(response: Response) {
  const reader = response.body!.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) return
    rest += decoder.decode(value, { stream: true })
${lines}
  }
}`

const LINES = `    const lines = rest.split('\\n')
    rest = lines.pop() ?? ''`
const FRAMES = `    const frames = rest.split('\\n\\n')
    rest = frames.pop() ?? ''`

const at = { messageId: 'manual', line: 1, column: 1, endColumn: 2 } as const

ruleTest(rule, {
  reports: [
    {
      name: 'startsWith, though the carry-over is right',
      code: loop(
        `${LINES}\n    for (const line of lines) if (line.startsWith('data: ')) yield JSON.parse(line.slice(6))`,
      ),
      errors: [{ ...at, line: 11, column: 40, endColumn: 50 }],
    },
    {
      name: 'without the space',
      code: loop(`${LINES}\n    for (const line of lines) if (line.startsWith('data:')) yield line.slice(5).trim()`),
      errors: [{ ...at, line: 11, column: 40, endColumn: 50 }],
    },
    {
      name: 'a constant',
      code: loop(
        `${LINES}\n    const MARK = 'data: '\n    for (const line of lines) if (line.startsWith(MARK)) yield line.slice(MARK.length)`,
      ),
      errors: [{ ...at, line: 12, column: 40, endColumn: 50 }],
    },
    {
      name: 'blank lines before a replacement',
      code: loop(`${FRAMES}\n    for (const frame of frames) yield JSON.parse(frame.replace('data: ', ''))`),
      errors: [{ ...at, line: 9, column: 25, endColumn: 30 }],
    },
    {
      name: 'indexOf of a blank line',
      code: loop(`    let end
    while ((end = rest.indexOf('\\n\\n')) !== -1) {
      yield rest.slice(0, end)
      rest = rest.slice(end + 2)
    }`),
      errors: [{ ...at, line: 10, column: 24, endColumn: 31 }],
    },
    {
      name: 'a regular expression for blank lines',
      code: loop(`    const frames = rest.split(/\\r?\\n\\r?\\n/)\n    rest = frames.pop() ?? ''\n    yield* frames`),
      errors: [{ ...at, line: 9, column: 25, endColumn: 30 }],
    },
    {
      name: 'a regular expression on data',
      code: loop(
        `${LINES}\n    for (const line of lines) { const found = /^data:\\s*(.*)$/.exec(line); if (found) yield found[1] }`,
      ),
      errors: [{ ...at, line: 11, column: 64, endColumn: 68 }],
    },
    {
      name: 'a comparison',
      code: loop(`${LINES}\n    for (const line of lines) if (line.slice(0, 6) === 'data: ') yield line.slice(6)`),
      errors: [{ ...at, line: 11, column: 35, endColumn: 64 }],
    },
    {
      name: 'the first test for data, not the cut before it',
      code: loop(`${FRAMES}\n    for (const frame of frames) if (frame.startsWith('data: ')) yield frame.slice(6)`),
      errors: [{ ...at, line: 11, column: 43, endColumn: 53 }],
    },
    {
      name: 'a split that loses chunks belongs to another rule',
      code: `export async function read(body: ReadableStream<Uint8Array>) {
  const decoder = new TextDecoder()
  for await (const chunk of body) {
    const lines = decoder.decode(chunk, { stream: true }).split('\\n\\n')
    for (const line of lines) { if (!line.startsWith('data: ')) continue; show(JSON.parse(line.slice(6))) }
  }
}`,
      errors: [{ ...at, line: 5, column: 43, endColumn: 53 }],
    },
    {
      name: 'a listener',
      code: `import { get } from 'node:http'
get(url, (res) => {
  res.setEncoding('utf8')
  let rest = ''
  res.on('data', (chunk: string) => {
    rest += chunk
    const lines = rest.split('\\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.startsWith('data: ')) show(line.slice(6))
  })
})`,
      errors: [{ ...at, line: 9, column: 40, endColumn: 50 }],
    },
    {
      name: 'readline',
      code: `import { createInterface } from 'node:readline'
export async function* read(input: NodeJS.ReadableStream) {
  for await (const line of createInterface({ input })) if (line.startsWith('data:')) yield line.slice(5)
}`,
      errors: [{ ...at, line: 3, column: 65, endColumn: 75 }],
    },
    {
      name: 'a whole body',
      code: `export async function call(url: string) {
  const response = await fetch(url)
  const text = await response.text()
  const line = text.split('\\n').find((it) => it.startsWith('data: '))
  return JSON.parse(line!.slice(6))
}`,
      errors: [{ ...at, line: 4, column: 49, endColumn: 59 }],
    },
    {
      name: 'a whole body and a regular expression',
      code: `export async function call(url: string) {
  const text = await (await fetch(url)).text()
  return JSON.parse(text.match(/^data: (.*)$/m)![1]!)
}`,
      errors: [{ ...at, line: 3, column: 26, endColumn: 31 }],
    },
    {
      name: 'a helper for one line, and the loop that calls it: one report',
      code: `${loop(`${FRAMES}\n    for (const frame of frames) yield parse(frame)`)}
function parse(line: string) {
  return line.startsWith('data: ') ? JSON.parse(line.slice(6)) : undefined
}`,
      errors: [{ ...at, line: 15, column: 15, endColumn: 25 }],
    },
    {
      name: 'a helper for lines of another file',
      code: `export function parseLine(line: string) {
  if (!line.startsWith('data: ')) return undefined
  return JSON.parse(line.slice(6))
}`,
      errors: [{ ...at, line: 2, column: 13, endColumn: 23 }],
    },
    {
      name: 'two streams',
      code: `${loop(`${LINES}\n    for (const line of lines) if (line.startsWith('data: ')) yield line.slice(6)`)}
export async function call(url: string) {
  const text = await (await fetch(url)).text()
  return text.split('data: ')[1]
}`,
      errors: [
        { ...at, line: 11, column: 40, endColumn: 50 },
        { ...at, line: 16, column: 15, endColumn: 20 },
      ],
    },
    {
      name: 'a file that is not allowed',
      options: { allowFiles: ['src/sse/**'] },
      file: 'src/client/read.ts',
      code: loop(`${LINES}\n    for (const line of lines) if (line.startsWith('data: ')) yield line.slice(6)`),
      errors: [{ ...at, line: 11, column: 40, endColumn: 50 }],
    },
  ],
  silent: [
    {
      name: 'JSON between blank lines, without the name of a field',
      code: `async function read(res: Response) {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const bytes of res.body!) {
    rest += decoder.decode(bytes, { stream: true })
    const pieces = rest.split('\\n\\n')
    rest = pieces.pop() ?? ''
    for (const piece of pieces) show(JSON.parse(piece.trim()))
  }
}`,
    },
    {
      name: 'an allowed file',
      options: { allowFiles: ['src/sse/**'] },
      file: 'src/sse/parser.ts',
      code: loop(`${LINES}\n    for (const line of lines) if (line.startsWith('data: ')) yield line.slice(6)`),
    },
    {
      name: 'a test',
      file: 'test/read.test.ts',
      code: loop(`${LINES}\n    for (const line of lines) if (line.startsWith('data: ')) yield line.slice(6)`),
    },
    { name: 'NDJSON', code: loop(`${LINES}\n    for (const line of lines) yield JSON.parse(line)`) },
    "if (src.startsWith('data:')) img.src = src",
    "export const isInline = (url: string) => url.startsWith('data:')",
    "export const bytes = (uri: string) => uri.replace(/^data:[^;]+;base64,/, '')",
    'export const type = (uri: string) => /^data:([a-z]+\\/[a-z]+);base64,/.exec(uri)?.[1]',
    "export const mime = (text: string) => text.slice('data:'.length).split(';')[0]",
    "export const isImage = (text: string) => text.startsWith('data:image/')",
    {
      name: 'data URIs in a stream of parts',
      code: `export {}
for await (const part of parts) if (part.url.startsWith('data:')) show(part.url.slice(5))`,
    },
    {
      name: 'data URIs in a stream of messages',
      code: `socket.on('message', (message) => { if (message.startsWith('data:')) image(message) })`,
    },
    {
      name: 'paragraphs of model text',
      code: `import { streamText } from 'ai'
let text = ''
for await (const part of streamText({ model, prompt }).textStream) { text += part; render(text.split('\\n\\n')) }`,
    },
    {
      name: 'paragraphs of a finished answer',
      code: `import OpenAI from 'openai'
const completion = await new OpenAI().chat.completions.create({ model, messages })
const parts = completion.choices[0].message.content.split('\\n\\n')
const plain = completion.choices[0].message.content.replace('data: ', '')`,
    },
    {
      name: 'paragraphs of a document',
      code: `const text = await readFile(path, 'utf8')\nexport const parts = text.split('\\n\\n')`,
    },
    {
      name: 'paragraphs of a page',
      code: `const text = await (await fetch(url)).text()\nexport const parts = text.split('\\n\\n')`,
    },
    {
      name: 'blank lines of a program',
      code: `import { spawn } from 'node:child_process'
let out = ''
spawn('git').stdout.on('data', (chunk) => { out += chunk.toString(); const parts = out.split('\\n\\n'); out = parts.pop() ?? '' })`,
    },
    {
      name: 'eventsource-parser',
      code: `import { createParser } from 'eventsource-parser'
${loop(`    parser.feed(rest)`)}`,
    },
    {
      name: 'an EventSource',
      code: `const source = new EventSource('/events')\nsource.onmessage = (event) => show(JSON.parse(event.data))`,
    },
    { name: 'a server that writes frames', code: 'res.write(`data: ${JSON.stringify(a)}\\n\\n`)' },
    {
      name: 'headers of a protocol',
      code: loop(`    const [head, body] = rest.split('\\r\\n\\r\\n')\n    yield head`),
    },
    { name: 'a text that mentions data', code: "export const has = (text: string) => text.includes('metadata: ')" },
    { name: 'a label that is taken off', code: "export const label = (text: string) => text.replace('data: ', '')" },
  ],
})
