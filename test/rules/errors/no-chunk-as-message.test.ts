import rule from '../../../rules/errors/no-chunk-as-message.ts'
import { ruleTest } from '../../rule-tester.ts'

ruleTest(rule, {
  reports: [
    {
      name: 'lines of the decoded chunk',
      code: `async function read(res: Response) {
  const reader = res.body!.getReader()
  const decoder = new TextDecoder()
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    const chunk = decoder.decode(value, { stream: true })
    const lines = chunk.split('\\n')
    for (const line of lines) {
      if (line.startsWith('data: ')) show(JSON.parse(line.slice(6)))
    }
  }
}`,
      errors: [
        {
          messageId: 'split',
          line: 8,
          column: 25,
          endColumn: 30,
          suggestions: [
            {
              messageId: 'carry',
              output: `async function read(res: Response) {
  const reader = res.body!.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    const chunk = decoder.decode(value, { stream: true })
    const lines = (rest + chunk).split('\\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      if (line.startsWith('data: ')) show(JSON.parse(line.slice(6)))
    }
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'lines in the head of the loop',
      code: `async function read(res: Response) {
  const reader = res.body!.getReader()
  const decoder = new TextDecoder()
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    for (const line of decoder.decode(value, { stream: true }).split('\\n')) {
      if (line) show(JSON.parse(line))
    }
  }
}`,
      errors: [
        {
          messageId: 'split',
          line: 7,
          column: 64,
          endColumn: 69,
          suggestions: [
            {
              messageId: 'carry',
              output: `async function read(res: Response) {
  const reader = res.body!.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    const lines = (rest + decoder.decode(value, { stream: true })).split('\\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      if (line) show(JSON.parse(line))
    }
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'filtered lines',
      code: `async function read(res: Response) {
  const reader = res.body!.getReader()
  const decoder = new TextDecoder()
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    const text = decoder.decode(value, { stream: true })
    // one JSON document on each line
    const lines = text.split(/\\r?\\n/).filter(Boolean)
    lines.forEach((line) => show(JSON.parse(line)))
  }
}`,
      errors: [
        {
          messageId: 'split',
          line: 9,
          column: 24,
          endColumn: 29,
          suggestions: [
            {
              messageId: 'carry',
              output: `async function read(res: Response) {
  const reader = res.body!.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    const text = decoder.decode(value, { stream: true })
    const pieces = (rest + text).split(/\\r?\\n/)
    rest = pieces.pop() ?? ''
    // one JSON document on each line
    const lines = pieces.filter(Boolean)
    lines.forEach((line) => show(JSON.parse(line)))
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'frames',
      code: `async function read(res: Response) {
  const reader = res.body!.getReader()
  const decoder = new TextDecoder()
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    const frames = decoder.decode(value).trim().split('\\n\\n')
    for (const frame of frames) show(frame.replace('data: ', ''))
  }
}`,
      errors: [
        {
          messageId: 'split',
          line: 7,
          column: 49,
          endColumn: 54,
        },
      ],
    },
    {
      name: 'text of a TextDecoderStream',
      code: `async function read(res: Response) {
  for await (const text of res.body!.pipeThrough(new TextDecoderStream())) {
    for (const line of text.split('\\n')) show(line)
  }
}`,
      errors: [
        {
          messageId: 'split',
          line: 3,
          column: 29,
          endColumn: 34,
          suggestions: [
            {
              messageId: 'carry',
              output: `async function read(res: Response) {
  let rest = ''
  for await (const text of res.body!.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split('\\n')
    rest = lines.pop() ?? ''
    for (const line of lines) show(line)
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'lines of a request',
      code: `import http from 'node:http'
http.createServer((req, res) => {
  req.on('data', (chunk) => {
    const lines = chunk.toString().split('\\n');
    for (const line of lines) handle(JSON.parse(line));
  });
})`,
      errors: [
        {
          messageId: 'split',
          line: 4,
          column: 36,
          endColumn: 41,
          suggestions: [
            {
              messageId: 'carry',
              output: `import http from 'node:http'
http.createServer((req, res) => {
  let rest = '';
  req.on('data', (chunk) => {
    const lines = (rest + chunk.toString()).split('\\n');
    rest = lines.pop() ?? '';
    for (const line of lines) handle(JSON.parse(line));
  });
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'split by data:',
      code: `import axios from 'axios'
async function read(url: string) {
  const { data } = await axios.post(url, {}, { responseType: 'stream' })
  data.on('data', (chunk: Buffer) => {
    const parts = chunk.toString().split('data: ')
    for (const part of parts) if (part) show(JSON.parse(part))
  })
}`,
      errors: [
        {
          messageId: 'split',
          line: 5,
          column: 36,
          endColumn: 41,
        },
      ],
    },
    {
      name: 'JSON of a chunk',
      code: `async function read(res: Response) {
  const reader = res.body!.getReader()
  const decoder = new TextDecoder()
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    show(JSON.parse(decoder.decode(value, { stream: true })))
  }
}`,
      errors: [
        {
          messageId: 'parse',
          line: 7,
          column: 10,
          endColumn: 20,
        },
      ],
    },
    {
      name: 'JSON of a chunk behind a decoder in a variable',
      code: `async function read(res: Response) {
  const decode = new TextDecoderStream()
  const reader = res.body!.pipeThrough(decode).getReader()
  while (true) {
    const { done, value } = await reader.read()
    if (done) return
    show(JSON.parse(value))
  }
}`,
      errors: [{ messageId: 'parse', line: 7, column: 10, endColumn: 20 }],
    },
    {
      name: 'JSON of a chunk of a wrapped old stream',
      code: `import { Readable } from 'node:stream'
import axios from 'axios'
async function read(url: string) {
  const { data } = await axios.get(url, { responseType: 'stream' })
  new Readable().wrap(data).on('data', (chunk) => show(JSON.parse(chunk.toString())))
}`,
      errors: [{ messageId: 'parse', line: 5, column: 56, endColumn: 66 }],
    },
    {
      name: 'JSON of a chunk, by name',
      code: `async function read(res: Response) {
  const reader = res.body!.getReader()
  const decoder = new TextDecoder()
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    const text = decoder.decode(value)
    const message = JSON.parse(text)
    show(message)
  }
}`,
      errors: [
        {
          messageId: 'parse',
          line: 8,
          column: 21,
          endColumn: 31,
        },
      ],
    },
    {
      name: 'JSON of a socket chunk',
      code: `import net from 'node:net'
net.createServer((socket) => {
  socket.on('data', (data) => {
    const message = JSON.parse(data.toString())
    handle(message)
  })
})`,
      errors: [
        {
          messageId: 'parse',
          line: 4,
          column: 21,
          endColumn: 31,
        },
      ],
    },
    {
      name: 'JSON of a chunk without toString',
      code: `import http from 'http'
http.get('http://example.com', (res) => {
  res.on('data', (chunk) => { handle(JSON.parse(chunk)) })
})`,
      errors: [
        {
          messageId: 'parse',
          line: 3,
          column: 38,
          endColumn: 48,
        },
      ],
    },
    {
      name: 'JSON of a piece of a chunk',
      code: `async function read(res: Response) {
  const reader = res.body!.getReader()
  const decoder = new TextDecoder()
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    show(JSON.parse(decoder.decode(value).slice(6)))
  }
}`,
      errors: [
        {
          messageId: 'parse',
          line: 7,
          column: 10,
          endColumn: 20,
        },
      ],
    },
    {
      name: 'JSON of a typed Buffer',
      code: `export function listen(stream: NodeJS.ReadableStream) {
  stream.on('data', (chunk: Buffer) => handle(JSON.parse(chunk.toString())))
}`,
      errors: [
        {
          messageId: 'parse',
          line: 2,
          column: 47,
          endColumn: 57,
        },
      ],
    },
    {
      name: 'JSON of what a program prints',
      code: `import { spawn } from 'node:child_process'
const child = spawn('tool')
child.stdout.on('data', (data) => handle(JSON.parse(data.toString())))`,
      errors: [
        {
          messageId: 'parse',
          line: 3,
          column: 42,
          endColumn: 52,
        },
      ],
    },
    {
      name: 'recursion through then',
      code: `function pump(reader: ReadableStreamDefaultReader<Uint8Array>, decoder: TextDecoder): Promise<void> {
  return reader.read().then(({ done, value }) => {
    if (done) return
    for (const line of decoder.decode(value, { stream: true }).split('\\n')) show(line)
    return pump(reader, decoder)
  })
}`,
      errors: [
        {
          messageId: 'split',
          line: 4,
          column: 64,
          endColumn: 69,
        },
      ],
    },
    {
      name: 'a buffer that is parsed again',
      code: `async function read(res: Response) {
  const reader = res.body!.getReader()
  const decoder = new TextDecoder()
  let buffer = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    buffer += decoder.decode(value, { stream: true })
    try {
      for (const message of buffer.split('\\n')) {
        if (message.trim()) show(JSON.parse(message))
      }
      buffer = ''
    } catch {
      console.warn('incomplete, wait for more')
    }
  }
}`,
      errors: [
        {
          messageId: 'reparse',
          line: 10,
          column: 36,
          endColumn: 41,
          suggestions: [
            {
              messageId: 'carry',
              output: `async function read(res: Response) {
  const reader = res.body!.getReader()
  const decoder = new TextDecoder()
  let buffer = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    buffer += decoder.decode(value, { stream: true })
    const lines = buffer.split('\\n')
    buffer = lines.pop() ?? ''
    try {
      for (const message of lines) {
        if (message.trim()) show(JSON.parse(message))
      }
    } catch {
      console.warn('incomplete, wait for more')
    }
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a buffer that is parsed again, by name',
      code: `async function read(res: Response) {
  const reader = res.body!.getReader()
  const decoder = new TextDecoder()
  let partial = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    partial = partial + decoder.decode(value, { stream: true })
    try {
      const messages = partial.split('\\n\\n')
      for (const message of messages) show(JSON.parse(message))
      partial = ''
    } catch (error) {
      console.warn(error)
    }
  }
}`,
      errors: [
        {
          messageId: 'reparse',
          line: 10,
          column: 32,
          endColumn: 37,
          suggestions: [
            {
              messageId: 'carry',
              output: `async function read(res: Response) {
  const reader = res.body!.getReader()
  const decoder = new TextDecoder()
  let partial = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    partial = partial + decoder.decode(value, { stream: true })
    const lines = partial.split('\\n\\n')
    partial = lines.pop() ?? ''
    try {
      const messages = lines
      for (const message of messages) show(JSON.parse(message))
    } catch (error) {
      console.warn(error)
    }
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'frame state in the loop',
      code: `async function read(res: Response) {
  const reader = res.body!.getReader()
  const decoder = new TextDecoder()
  let buffer = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    buffer += decoder.decode(value, { stream: true })
    const lines = buffer.split('\\n')
    buffer = lines.pop() ?? ''
    let event = ''
    let data = ''
    for (const line of lines) {
      if (line.startsWith('event:')) event = line.slice(6).trim()
      else if (line.startsWith('data:')) data += line.slice(5)
      else if (line === '') {
        show(event, data)
        event = data = ''
      }
    }
  }
}`,
      errors: [
        {
          messageId: 'frameState',
          line: 11,
          column: 9,
          endColumn: 14,
          data: { names: 'event`, `data' },
          suggestions: [
            {
              messageId: 'hoist',
              data: { names: 'event`, `data' },
              output: `async function read(res: Response) {
  const reader = res.body!.getReader()
  const decoder = new TextDecoder()
  let buffer = ''
  let event = ''
  let data = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    buffer += decoder.decode(value, { stream: true })
    const lines = buffer.split('\\n')
    buffer = lines.pop() ?? ''
    for (const line of lines) {
      if (line.startsWith('event:')) event = line.slice(6).trim()
      else if (line.startsWith('data:')) data += line.slice(5)
      else if (line === '') {
        show(event, data)
        event = data = ''
      }
    }
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'frame state in the loop, an array',
      code: `async function read(res: Response) {
  const reader = res.body!.getReader()
  const decoder = new TextDecoder()
  let buffer = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    buffer += decoder.decode(value, { stream: true })
    const lines = buffer.split('\\n')
    buffer = lines.pop() ?? ''
    let data: string[] = []
    for (const line of lines) {
      if (line.startsWith('data:')) data.push(line.slice(5))
      else if (line === '') {
        show(data.join('\\n'))
        data = []
      }
    }
  }
}`,
      errors: [
        {
          messageId: 'frameState',
          line: 11,
          column: 9,
          endColumn: 13,
          data: { names: 'data' },
          suggestions: [
            {
              messageId: 'hoist',
              data: { names: 'data' },
              output: `async function read(res: Response) {
  const reader = res.body!.getReader()
  const decoder = new TextDecoder()
  let buffer = ''
  let data: string[] = []
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    buffer += decoder.decode(value, { stream: true })
    const lines = buffer.split('\\n')
    buffer = lines.pop() ?? ''
    for (const line of lines) {
      if (line.startsWith('data:')) data.push(line.slice(5))
      else if (line === '') {
        show(data.join('\\n'))
        data = []
      }
    }
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'break on the end mark',
      code: `async function read(res: Response) {
  const reader = res.body!.getReader()
  const decoder = new TextDecoder()
  let buffer = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    buffer += decoder.decode(value, { stream: true })
    const lines = buffer.split('\\n')
    buffer = lines.pop() ?? ''
    for (const line of lines) {
      if (line === 'data: [DONE]') break
      show(line)
    }
  }
}`,
      errors: [
        {
          messageId: 'innerBreak',
          line: 12,
          column: 36,
          endColumn: 41,
          suggestions: [
            {
              messageId: 'label',
              output: `async function read(res: Response) {
  const reader = res.body!.getReader()
  const decoder = new TextDecoder()
  let buffer = ''
  reading: while (true) {
    const { done, value } = await reader.read()
    if (done) break
    buffer += decoder.decode(value, { stream: true })
    const lines = buffer.split('\\n')
    buffer = lines.pop() ?? ''
    for (const line of lines) {
      if (line === 'data: [DONE]') { void reader.cancel().catch(() => {}); break reading }
      show(line)
    }
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'break on the end mark of a for await',
      code: `async function read(body: AsyncIterable<string>) {
  let buffer = ''
  for await (const text of body) {
    buffer += text
    let at
    while ((at = buffer.indexOf('\\n')) >= 0) {
      const line = buffer.slice(0, at)
      buffer = buffer.slice(at + 1)
      const data = line.slice(6)
      if (data.trim() === '[DONE]') {
        break
      }
      show(data)
    }
  }
}`,
      errors: [
        {
          messageId: 'innerBreak',
          line: 11,
          column: 9,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'label',
              output: `async function read(body: AsyncIterable<string>) {
  let buffer = ''
  reading: for await (const text of body) {
    buffer += text
    let at
    while ((at = buffer.indexOf('\\n')) >= 0) {
      const line = buffer.slice(0, at)
      buffer = buffer.slice(at + 1)
      const data = line.slice(6)
      if (data.trim() === '[DONE]') {
        break reading
      }
      show(data)
    }
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'break on what a line says',
      code: `async function* read(body: AsyncIterable<string>) {
  let buffer = ''
  for await (const text of body) {
    buffer += text
    const lines = buffer.split('\\n')
    buffer = lines.pop() ?? ''
    for (const line of lines) {
      const { done, data } = parseLine(line)
      if (done) break
      yield data
    }
  }
}`,
      errors: [
        {
          messageId: 'innerBreak',
          line: 9,
          column: 17,
          endColumn: 22,
          suggestions: [
            {
              messageId: 'label',
              output: `async function* read(body: AsyncIterable<string>) {
  let buffer = ''
  reading: for await (const text of body) {
    buffer += text
    const lines = buffer.split('\\n')
    buffer = lines.pop() ?? ''
    for (const line of lines) {
      const { done, data } = parseLine(line)
      if (done) break reading
      yield data
    }
  }
}`,
            },
          ],
        },
      ],
    },
  ],
  silent: [
    {
      name: 'pop',
      code: `async function read(res: Response) {
  const reader = res.body!.getReader()
  const decoder = new TextDecoder()
  let buffer = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    buffer += decoder.decode(value, { stream: true }); const lines = buffer.split('\\n'); buffer = lines.pop() ?? ''; for (const line of lines) show(JSON.parse(line))
  }
}`,
    },
    {
      name: 'joined in place',
      code: `async function read(res: Response) {
  const reader = res.body!.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    const lines = (rest + decoder.decode(value, { stream: true })).split('\\n'); rest = lines.pop() ?? ''; for (const line of lines) show(JSON.parse(line))
  }
}`,
    },
    {
      name: 'first line completed',
      code: `async function read(res: Response) {
  const reader = res.body!.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    const lines = decoder.decode(value, { stream: true }).split('\\n'); lines[0] = rest + lines[0]; rest = lines.pop()!; for (const line of lines) show(line)
  }
}`,
    },
    {
      name: 'at(-1)',
      code: `async function read(res: Response) {
  const reader = res.body!.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    const lines = decoder.decode(value, { stream: true }).split('\\n'); rest = lines.at(-1)!; for (const line of lines.slice(0, -1)) show(line)
  }
}`,
    },
    {
      name: 'last element by index',
      code: `async function read(res: Response) {
  const reader = res.body!.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    const lines = decoder.decode(value, { stream: true }).split('\\n'); rest = lines[lines.length - 1]
  }
}`,
    },
    {
      name: 'rest destructuring',
      code: `async function read(res: Response) {
  const reader = res.body!.getReader()
  const decoder = new TextDecoder()
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    const [first, ...more] = decoder.decode(value, { stream: true }).split('\\n'); show(rest + first, more)
  }
}`,
    },
    {
      name: 'indexOf and slice',
      code: `async function read(res: Response) {
  const reader = res.body!.getReader()
  const decoder = new TextDecoder()
  let buffer = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    buffer += decoder.decode(value, { stream: true }); let i; while ((i = buffer.indexOf('\\n')) >= 0) { show(JSON.parse(buffer.slice(0, i))); buffer = buffer.slice(i + 1) }
  }
}`,
    },
    {
      name: 'lastIndexOf',
      code: `async function read(res: Response) {
  const reader = res.body!.getReader()
  const decoder = new TextDecoder()
  let buffer = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    buffer += decoder.decode(value, { stream: true }); const end = buffer.lastIndexOf('\\n'); for (const line of buffer.slice(0, end).split('\\n')) show(JSON.parse(line)); buffer = buffer.slice(end + 1)
  }
}`,
    },
    {
      name: 'a helper',
      code: `async function read(res: Response) {
  const reader = res.body!.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    const [lines, remaining] = splitLines(rest + decoder.decode(value, { stream: true })); rest = remaining; for (const line of lines) show(JSON.parse(line))
  }
}`,
    },
    {
      name: 'lines handed on',
      code: `async function read(res: Response) {
  const reader = res.body!.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    rest = handleLines(rest, decoder.decode(value, { stream: true }).split('\\n'))
  }
}`,
    },
    {
      name: 'a parser',
      code: `async function read(res: Response) {
  const reader = res.body!.getReader()
  const decoder = new TextDecoder()
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    parser.feed(decoder.decode(value, { stream: true }))
  }
}`,
    },
    {
      name: 'lines of a complete frame',
      code: `async function read(res: Response) {
  const reader = res.body!.getReader()
  const decoder = new TextDecoder()
  let buffer = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    buffer += decoder.decode(value, { stream: true }); const frames = buffer.split('\\n\\n'); buffer = frames.pop() ?? ''; for (const frame of frames) for (const line of frame.split('\\n')) show(line)
  }
}`,
    },
    {
      name: 'accumulated text',
      code: `async function read(res: Response) {
  const reader = res.body!.getReader()
  const decoder = new TextDecoder()
  let all = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    all += decoder.decode(value, { stream: true }); render(all.split('\\n'))
  }
}`,
    },
    {
      name: 'accumulated JSON at the end',
      code: `async function f(res: Response) { let text = ''; for await (const t of res.body!.pipeThrough(new TextDecoderStream())) text += t; return JSON.parse(text) }`,
    },
    {
      name: 'model text',
      code: `import { streamText } from 'ai'; async function f() { const { textStream } = streamText({}); for await (const text of textStream) for (const line of text.split('\\n')) show(line) }`,
    },
    {
      name: 'model content',
      code: `import OpenAI from 'openai'; const ai = new OpenAI(); async function f() { for await (const c of await ai.chat.completions.create({ model: 'm', stream: true, messages: [] })) show(c.choices[0]?.delta.content?.split('\\n')) }`,
    },
    {
      name: 'a WebSocket message',
      code: `ws.onmessage = (event) => handle(JSON.parse(event.data))`,
    },
    {
      name: 'a ws message',
      code: `ws.on('message', (data) => handle(JSON.parse(data.toString())))`,
    },
    {
      name: 'an EventSource message',
      code: `const es = new EventSource('/x'); es.addEventListener('message', (event) => handle(JSON.parse(event.data)))`,
    },
    {
      name: 'readline',
      code: `import readline from 'node:readline'; import fs from 'node:fs'; async function f() { for await (const line of readline.createInterface({ input: fs.createReadStream('f') })) handle(JSON.parse(line)) }`,
    },
    {
      name: 'split2',
      code: `import split2 from 'split2'; import fs from 'node:fs'; fs.createReadStream('f').pipe(split2()).on('data', (line) => handle(JSON.parse(line)))`,
    },
    {
      name: 'a broker',
      code: `import Redis from 'ioredis'; const sub = new Redis(); sub.on('message', (channel, message) => handle(JSON.parse(message)))`,
    },
    {
      name: 'a worker',
      code: `worker.on('message', (message) => handle(JSON.parse(message)))`,
    },
    {
      name: 'an iterable of unknown origin',
      code: `async function f(items) { for await (const item of items) handle(JSON.parse(item)) }`,
    },
    {
      name: 'a generator of lines',
      code: `async function* lines(): AsyncGenerator<string> {} async function f() { for await (const line of lines()) handle(JSON.parse(line)) }`,
    },
    {
      name: 'a reader of unknown items',
      code: `async function f(stream) { const lines = stream.constructor === Object ? splitLines() : new TextDecoderStream(); const reader = stream.pipeThrough(lines).getReader(); while (true) { const { done, value } = await reader.read(); if (done) break; handle(JSON.parse(value)) } }`,
    },
    {
      name: 'a transform of its own in a variable',
      code: `async function f(res: Response) { const lines = splitLines(); const reader = res.body!.pipeThrough(lines).getReader(); while (true) { const { done, value } = await reader.read(); if (done) break; handle(JSON.parse(value)) } }`,
    },
    {
      name: 'lines of a stream of unknown kind',
      code: `async function f(stream) { const reader = stream.pipeThrough(splitLines()).getReader(); while (true) { const { done, value } = await reader.read(); if (done) break; handle(JSON.parse(value)) } }`,
    },
    {
      name: 'words',
      code: `async function read(res: Response) {
  const reader = res.body!.getReader()
  const decoder = new TextDecoder()
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    for (const word of decoder.decode(value, { stream: true }).split(' ')) show(word)
  }
}`,
    },
    {
      name: 'the first line only',
      code: `async function read(res: Response) {
  const reader = res.body!.getReader()
  const decoder = new TextDecoder()
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    show(decoder.decode(value, { stream: true }).split('\\n')[0])
  }
}`,
    },
    {
      name: 'what a program prints, shown',
      code: `import { spawn } from 'node:child_process'; const child = spawn('x'); child.stdout.on('data', (d) => { for (const line of d.toString().split('\\n')) console.log(line) })`,
    },
    {
      name: 'an emitter of unknown kind',
      code: `emitter.on('data', (d) => handle(JSON.parse(d)))`,
    },
    {
      name: 'return on the end mark',
      code: `async function read(res: Response) {
  const reader = res.body!.getReader()
  const decoder = new TextDecoder()
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    for (const line of take(value)) { if (line === '[DONE]') return; show(line) }
  }
}`,
    },
    {
      name: 'a labelled break',
      code: `async function f(body) { outer: for await (const text of body) { for (const line of take(text)) { if (line === '[DONE]') break outer; show(line) } } }`,
    },
    {
      name: 'a flag that the outer loop tests',
      code: `async function f(body) { let finished = false; for await (const text of body) { for (const line of take(text)) { if (line === '[DONE]') { finished = true; break } show(line) } if (finished) break } }`,
    },
    {
      name: 'a flag in the head of the outer loop',
      code: `async function f(reader) { let over = false; while (!over) { const { done, value } = await reader.read(); if (done) break; for (const line of take(value)) { if (line === '[DONE]') { over = true; break } } } }`,
    },
    {
      name: 'the reader is cancelled',
      code: `async function read(res: Response) {
  const reader = res.body!.getReader()
  const decoder = new TextDecoder()
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    for (const line of take(value)) { if (line === '[DONE]') { await reader.cancel(); break } show(line) }
  }
}`,
    },
    {
      name: 'break of the stream loop itself',
      code: `async function f(events) { for await (const event of events) { if (event.data === '[DONE]') break; show(event) } }`,
    },
    {
      name: 'break of an inner loop for another reason',
      code: `async function read(res: Response) {
  const reader = res.body!.getReader()
  const decoder = new TextDecoder()
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    for (const line of take(value)) { if (line === '') break; show(line) }
  }
}`,
    },
    {
      name: 'frame state of whole frames',
      code: `async function read(res: Response) {
  const reader = res.body!.getReader()
  const decoder = new TextDecoder()
  let buffer = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    buffer += decoder.decode(value, { stream: true }); const frames = buffer.split('\\n\\n'); buffer = frames.pop() ?? ''; for (const frame of frames) { let event = ''; let data = ''; for (const line of frame.split('\\n')) { if (line.startsWith('event:')) event = line.slice(6); else if (line.startsWith('data:')) data += line.slice(5) } show(event, data) }
  }
}`,
    },
    {
      name: 'frame state before the loop',
      code: `async function f(body) { let event = ''; for await (const text of body) { for (const line of take(text).split('\\n')) { if (line.startsWith('event:')) event = line.slice(6); else if (line === '') show(event) } } }`,
    },
    {
      name: 'a result of the chunk',
      code: `async function read(res: Response) {
  const reader = res.body!.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    let shown = ''; for (const line of (rest + value).split('\\n')) { if (line.startsWith('data:')) shown += line.slice(5) } show(shown)
  }
}`,
    },
    {
      name: 'a buffer that is reset before the parse',
      code: `async function read(res: Response) {
  const reader = res.body!.getReader()
  const decoder = new TextDecoder()
  let buffer = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    buffer += decoder.decode(value, { stream: true }); if (!buffer.endsWith('\\n')) continue; const text = buffer; buffer = ''; try { for (const line of text.split('\\n')) show(JSON.parse(line)) } catch (e) { console.warn(e) }
  }
}`,
    },
    {
      name: 'only the last piece kept after a failure',
      code: `async function read(res: Response) {
  const reader = res.body!.getReader()
  const decoder = new TextDecoder()
  let buffer = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    buffer += decoder.decode(value, { stream: true }); const parts = buffer.split('\\n'); try { for (const part of parts) show(JSON.parse(part)); buffer = '' } catch { buffer = parts.at(-1)! }
  }
}`,
    },
  ],
})
