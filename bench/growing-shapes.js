const HEAD = `import { createReadStream, createWriteStream } from 'node:fs'
import { EventEmitter } from 'node:events'
import express from 'express'
import OpenAI from 'openai'

const app = express()
const openai = new OpenAI()
`

/** `make(0)` to `make(count - 1)`, one after the other. */
function times(count, make) {
  return Array.from({ length: count }, (_, i) => make(i)).join('')
}

/** A function that reads a stream, with code for each chunk. */
const loop = (before, body, after = '') => `${HEAD}
export async function run(response: Response, res: express.Response, items: string[]) {
  const decoder = new TextDecoder()
  let text = ''
  const parts: string[] = []
${before}
  for await (const chunk of response.body!) {
${body}
  }
${after}
}
`

/**
 * Files in which one thing comes again and again, each about ten lines or less for each \`count\`: a rule that compares all of them with all
 * others is quadratic in one of these, however it does in a file of independent blocks.
 * @type {Readonly<Record<string, (count: number) => string>>}
 */
export const SHAPES = {
  'methods of one class that fill one set': (count) => `${HEAD}
export class Hub {
  private readonly clients = new Set<express.Response>()
${times(
  count,
  (i) => `
  join${i}(req: express.Request, res: express.Response) {
    this.clients.add(res)
    req.on('close', () => this.clients.delete(res))
    for (const client of this.clients) client.write(\`data: ${i}\\n\\n\`)
  }
`,
)}}
`,
  'collections that one function fills and sends to': (count) => `${HEAD}
${times(count, (i) => `const room${i} = new Map<string, express.Response>()\n`)}
export function send(id: string, res: express.Response) {
${times(
  count,
  (i) => `  room${i}.set(id, res)
  room${i}.get(id)?.write('data: ${i}\\n\\n')
  for (const client of room${i}.values()) client.write('x')
`,
)}}
`,
  'functions that call the one before': (count) => `${HEAD}
async function step0(res: express.Response) {
  res.write('data: 0\\n\\n')
}
${times(
  count,
  (i) => `
async function step${i + 1}(res: express.Response) {
  res.write('data: ${i}\\n\\n')
  await step${i}(res)
}
`,
)}
app.get('/steps', async (req, res) => {
  res.writeHead(200, { 'Content-Type': 'text/event-stream' })
  await step${count}(res)
})
`,
  'functions that are all called by one handler': (count) => `${HEAD}
${times(
  count,
  (i) => `
function part${i}(res: express.Response, text: string) {
  res.write(\`data: \${text}\\n\\n\`)
  console.log(text)
}
`,
)}
app.get('/parts', async (req, res) => {
  res.writeHead(200, { 'Content-Type': 'text/event-stream' })
${times(count, (i) => `  part${i}(res, req.params.text)\n`)}
})
`,
  'routes of one application': (count) => `${HEAD}
${times(
  count,
  (i) => `
app.post('/route/${i}', async (req, res) => {
  const stream = await openai.chat.completions.create({ model: 'm', messages: req.body.messages, stream: true })
  for await (const part of stream) res.write(part.choices[0]?.delta.content ?? '')
  res.end()
})
`,
)}`,
  'one handler for many routes': (count) => `${HEAD}
async function answer(req: express.Request, res: express.Response) {
  const stream = await openai.chat.completions.create({ model: 'm', messages: req.body.messages, stream: true })
  for await (const part of stream) res.write(part.choices[0]?.delta.content ?? '')
  res.end()
}
${times(count, (i) => `app.post('/answer/${i}', answer)\napp.use('/limited/${i}', answer)\n`)}`,
  'writes to one response': (count) =>
    loop(
      '',
      `    res.write(decoder.decode(chunk))\n${times(count, (i) => `    res.write('${i}')\n    text += '${i}'\n`)}`,
    ),
  'branches for each chunk': (count) =>
    loop(
      '',
      `    text += decoder.decode(chunk, { stream: true })\n${times(
        count,
        (i) => `    if (text.startsWith('data: ${i}')) {
      parts.push(JSON.parse(text.slice(6)))
      text = ''
    }
`,
      )}`,
    ),
  'variables that grow with each chunk': (count) =>
    loop(
      times(count, (i) => `  let text${i} = ''\n  const list${i}: string[] = []\n`),
      times(count, (i) => `    text${i} += decoder.decode(chunk)\n    list${i}.push(text${i})\n`),
      times(count, (i) => `  items.push(text${i}, ...list${i})\n`),
    ),
  'assignments to one variable': (count) =>
    loop(
      `  let last = ''\n${times(count, (i) => `  last = items[${i}] ?? last\n`)}`,
      '    last += decoder.decode(chunk)\n    parts.push(last)',
      times(count, (i) => `  if (last === '${i}') last = last.trim()\n`),
    ),
  'streams of one function, each piped on': (count) => `${HEAD}
export function copy(from: string, to: string) {
${times(
  count,
  (i) => `  const input${i} = createReadStream(from)
  const output${i} = createWriteStream(to)
  input${i}.on('data', (chunk) => console.log(chunk.toString()))
  input${i}.pipe(output${i})
`,
)}}
`,
  'listeners of one stream': (count) => `${HEAD}
export function listen(path: string, emitter: EventEmitter) {
  const input = createReadStream(path)
  let all = ''
${times(
  count,
  (i) => `  input.on('data', (chunk) => {
    all += chunk
    emitter.emit('part${i}', all)
  })
`,
)}}
`,
  'reads of one reader': (count) => `
export async function read(response: Response) {
  const reader = response.body!.getReader()
  const decoder = new TextDecoder()
  let text = ''
${times(
  count,
  () => `  {
    const { done, value } = await reader.read()
    if (done) return text
    text += decoder.decode(value)
  }
`,
)}  return text
}
`,
  'functions in functions': (count) => `${HEAD}
export function nested(res: express.Response) {
${times(
  Math.ceil(count / 40),
  (i) => `
  function outer${i}() {
${times(40, (k) => `${'  '.repeat(2)}const inner${k} = () => {\n    res.write('${k}')\n`)}${times(40, () => '    }\n')}  }
  outer${i}()
`,
)}}
`,
  // The parser itself ends at chains of a thousand and more.
  'chains of 200 promises': (count) => `${HEAD}
${times(
  Math.ceil(count / 200),
  (i) => `export function chain${i}(response: Response, res: express.Response) {
  return response
    .text()
${times(200, (k) => `    .then((text) => (res.write(text), text + '${k}'))\n`)}    .catch(() => {})
}
`,
)}`,
  'entries of one table': (count) => `${HEAD}
export const table = {
${times(count, (i) => `  entry${i}: { path: '/events/${i}', run: (res: express.Response) => res.write('data: ${i}\\n\\n') },\n`)}
}
for (const { path, run } of Object.values(table)) app.get(path, (req, res) => run(res))
`,
  'events of one switch': (count) =>
    loop(
      '',
      `    const event = JSON.parse(decoder.decode(chunk))
    switch (event.type) {
${times(count, (i) => `      case 'event${i}':\n        text += event.delta\n        res.write(text)\n        break\n`)}    }`,
    ),
}
