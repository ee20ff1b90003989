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

/** A page that reads an answer to its end, and looks for the line of data. */
const wholly = (address: string, lines = `JSON.parse(found[1])`) => `async function ask(path: string) {
  const answer = await fetch(${address}, { method: 'POST' })
  const text = await answer.text()
  const found = text.match(/^data: (.+)$/m)
  return found && ${lines}
}
ask('/tools')
ask('/models')`
const OWN_SERVER = { ownServer: false }
const wholeError = { messageId: 'manual', line: 4, column: 22, endColumn: 27 } as const

/** The suggestion in a project that has no parser. */
const offered = {
  messageId: 'parse',
  data: { library: '`eventsource-parser` (`npm install eventsource-parser@3`)' },
} as const

const at = { messageId: 'manual', line: 1, column: 1, endColumn: 2 } as const

ruleTest(rule, {
  reports: [
    {
      name: 'startsWith, though the carry-over is right',
      code: loop(
        `${LINES}\n    for (const line of lines) if (line.startsWith('data: ')) yield JSON.parse(line.slice(6))`,
      ),
      errors: [
        {
          ...at,
          line: 11,
          column: 40,
          endColumn: 50,
          suggestions: [
            {
              ...offered,
              output: `import { EventSourceParserStream } from 'eventsource-parser/stream'

export async function* read(response: Response) {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream()).getReader()
  while (true) {
    const { done, value } = await reader.read()
    if (done) return
    yield JSON.parse(value.data)
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'without the space',
      code: loop(`${LINES}\n    for (const line of lines) if (line.startsWith('data:')) yield line.slice(5).trim()`),
      errors: [
        {
          ...at,
          line: 11,
          column: 40,
          endColumn: 50,
          suggestions: [
            {
              ...offered,
              output: `import { EventSourceParserStream } from 'eventsource-parser/stream'

export async function* read(response: Response) {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream()).getReader()
  while (true) {
    const { done, value } = await reader.read()
    if (done) return
    yield value.data.trim()
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'empty lines that were not trimmed',
      code: loop(`${LINES}
    for (const line of lines) {
      if (line === '') finish()
      else if (line.startsWith('data:')) hold(JSON.parse(line.slice(5)))
    }`),
      errors: [{ ...at, line: 13, column: 21, endColumn: 31 }],
    },
    {
      name: 'a helper that cuts at blank lines without the carriage return',
      code: `export function last(text: string) {
  let found
  for (const event of text.split('\\n\\n')) {
    for (const line of event.split('\\n')) if (line.startsWith('data:')) found = JSON.parse(line.slice(5).trim())
  }
  return found
}`,
      errors: [{ ...at, line: 4, column: 52, endColumn: 62 }],
    },
    {
      name: 'a constant',
      code: loop(
        `${LINES}\n    const MARK = 'data: '\n    for (const line of lines) if (line.startsWith(MARK)) yield line.slice(MARK.length)`,
      ),
      errors: [
        {
          ...at,
          line: 12,
          column: 40,
          endColumn: 50,
          suggestions: [
            {
              ...offered,
              output: `import { createParser, type EventSourceMessage } from 'eventsource-parser'

export async function* read(response: Response) {
  const reader = response.body!.getReader()
  const decoder = new TextDecoder()
  const events: EventSourceMessage[] = []
  const parser = createParser({
    onEvent(event) {
      events.push(event)
    },
  })
  while (true) {
    const { done, value } = await reader.read()
    if (done) return
    parser.feed(decoder.decode(value, { stream: true }))
    const MARK = 'data: '
    for (const event of events.splice(0)) yield event.data
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'blank lines before a replacement',
      code: loop(`${FRAMES}\n    for (const frame of frames) yield JSON.parse(frame.replace('data: ', ''))`),
      errors: [
        {
          ...at,
          line: 9,
          column: 25,
          endColumn: 30,
          suggestions: [
            {
              ...offered,
              output: `import { EventSourceParserStream } from 'eventsource-parser/stream'

export async function* read(response: Response) {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream()).getReader()
  while (true) {
    const { done, value } = await reader.read()
    if (done) return
    yield JSON.parse(value.data)
  }
}`,
            },
          ],
        },
      ],
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
      errors: [
        {
          ...at,
          line: 11,
          column: 35,
          endColumn: 64,
          suggestions: [
            {
              ...offered,
              output: `import { EventSourceParserStream } from 'eventsource-parser/stream'

export async function* read(response: Response) {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream()).getReader()
  while (true) {
    const { done, value } = await reader.read()
    if (done) return
    yield value.data
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'the first test for data, not the cut before it',
      code: loop(`${FRAMES}\n    for (const frame of frames) if (frame.startsWith('data: ')) yield frame.slice(6)`),
      errors: [
        {
          ...at,
          line: 11,
          column: 43,
          endColumn: 53,
          suggestions: [
            {
              ...offered,
              output: `import { EventSourceParserStream } from 'eventsource-parser/stream'

export async function* read(response: Response) {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream()).getReader()
  while (true) {
    const { done, value } = await reader.read()
    if (done) return
    yield value.data
  }
}`,
            },
          ],
        },
      ],
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
      errors: [
        {
          ...at,
          line: 5,
          column: 43,
          endColumn: 53,
          suggestions: [
            {
              ...offered,
              output: `import { createParser, type EventSourceMessage } from 'eventsource-parser'

export async function read(body: ReadableStream<Uint8Array>) {
  const decoder = new TextDecoder()
  const events: EventSourceMessage[] = []
  const parser = createParser({
    onEvent(event) {
      events.push(event)
    },
  })
  for await (const chunk of body) {
    parser.feed(decoder.decode(chunk, { stream: true }))
    for (const event of events.splice(0)) { show(JSON.parse(event.data)) }
  }
}`,
            },
          ],
        },
      ],
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
      errors: [
        {
          ...at,
          line: 9,
          column: 40,
          endColumn: 50,
          suggestions: [
            {
              ...offered,
              output: `import { get } from 'node:http'
import { createParser, type EventSourceMessage } from 'eventsource-parser'
get(url, (res) => {
  res.setEncoding('utf8')
  const events: EventSourceMessage[] = []
  const parser = createParser({
    onEvent(event) {
      events.push(event)
    },
  })
  res.on('data', (chunk: string) => {
    parser.feed(chunk)
    for (const event of events.splice(0)) show(event.data)
  })
})`,
            },
          ],
        },
      ],
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
        {
          ...at,
          line: 11,
          column: 40,
          endColumn: 50,
          suggestions: [
            {
              ...offered,
              output: `import { EventSourceParserStream } from 'eventsource-parser/stream'

export async function* read(response: Response) {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream()).getReader()
  while (true) {
    const { done, value } = await reader.read()
    if (done) return
    yield value.data
  }
}
export async function call(url: string) {
  const text = await (await fetch(url)).text()
  return text.split('data: ')[1]
}`,
            },
          ],
        },
        { ...at, line: 16, column: 15, endColumn: 20 },
      ],
    },
    {
      name: 'a file that is not allowed',
      options: { allowFiles: ['src/sse/**'] },
      file: 'src/client/read.ts',
      code: loop(`${LINES}\n    for (const line of lines) if (line.startsWith('data: ')) yield line.slice(6)`),
      errors: [
        {
          ...at,
          line: 11,
          column: 40,
          endColumn: 50,
          suggestions: [
            {
              ...offered,
              output: `import { EventSourceParserStream } from 'eventsource-parser/stream'

export async function* read(response: Response) {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream()).getReader()
  while (true) {
    const { done, value } = await reader.read()
    if (done) return
    yield value.data
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'the read loop of a page, with comments and a name for the data',
      code: `export async function show(response: Response) {
  const reader = response.body!.getReader()
  const decoder = new TextDecoder('utf-8')
  let buffer = ''

  while (true) {
    const { done, value } = await reader.read()
    if (done) break

    buffer += decoder.decode(value, { stream: true })
    const lines = buffer.split('\\n')
    buffer = lines.pop() || '' // the unfinished one

    for (const line of lines) {
      if (!line.trim() || !line.startsWith('data: ')) continue
      // what the server says
      const data = line.slice(6)
      if (data === '[DONE]') continue
      try {
        render(JSON.parse(data).text)
      } catch {
        // half a line
      }
    }
  }
}`,
      errors: [
        {
          ...at,
          line: 15,
          column: 33,
          endColumn: 43,
          suggestions: [
            {
              ...offered,
              output: `import { EventSourceParserStream } from 'eventsource-parser/stream'

export async function show(response: Response) {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream()).getReader()

  while (true) {
    const { done, value } = await reader.read()
    if (done) break

    // the unfinished one

    // what the server says
    const { data } = value
    if (data === '[DONE]') continue
    try {
      render(JSON.parse(data).text)
    } catch {
      // half a line
    }
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: '`for await`, no rest, and a break at the end mark: the stream is left',
      code: `const decoder = new TextDecoder();
export async function show(response: Response) {
  for await (const chunk of response.body!) {
    for (const line of decoder.decode(chunk).split('\\n')) {
      if (line === 'data: [DONE]') break;
      if (line.startsWith('data: ') && !line.includes('[PING]')) {
        const { text } = JSON.parse(line.replace(/^data: /, ''));
        render(text);
      }
    }
  }
}`,
      errors: [
        {
          ...at,
          line: 5,
          column: 11,
          endColumn: 34,
          suggestions: [
            {
              ...offered,
              output: `import { EventSourceParserStream } from 'eventsource-parser/stream';

export async function show(response: Response) {
  for await (const event of response.body!.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream())) {
    if (event.data === '[DONE]') break;
    if (!event.data.includes('[PING]')) {
      const { text } = JSON.parse(event.data);
      render(text);
    }
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a reader that may be missing, several declarations, an end mark that ends the function',
      code: `export async function* read(response: Response, signal: AbortSignal) {
	const reader = response.body?.getReader();
	if (!reader) return;
	const decoder = new TextDecoder();
	let full = "", rest = "";
	for (;;) {
		if (signal.aborted) break;
		const { value, done } = await reader.read();
		if (done) break;
		const text = decoder.decode(value, { stream: true });
		rest += text;
		const lines = rest.split("\\n");
		rest = lines.pop()!;
		for (const line of lines) {
			if (line.startsWith("data: ")) {
				if (line.slice(6).trim() === "[DONE]") return full;
				full += line.slice(6);
				yield full;
			}
		}
	}
}`,
      errors: [
        {
          ...at,
          line: 15,
          column: 13,
          endColumn: 23,
          suggestions: [
            {
              ...offered,
              output: `import { EventSourceParserStream } from "eventsource-parser/stream";

export async function* read(response: Response, signal: AbortSignal) {
	const reader = response.body?.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream()).getReader();
	if (!reader) return;
	let full = "";
	for (;;) {
		if (signal.aborted) break;
		const { value, done } = await reader.read();
		if (done) break;
		if (value.data.trim() === "[DONE]") return full;
		full += value.data;
		yield full;
	}
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'the name of the event, kept from a line to the next',
      code: `export async function watch(response: Response) {
  const reader = response.body!.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  let name = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    rest += decoder.decode(value, { stream: true })
    const lines = rest.split('\\n')
    rest = lines.pop() ?? ''
    for (const raw of lines) {
      const line = raw.trimEnd()
      if (line === '') {
        name = ''
        continue
      }
      if (line.startsWith('event:')) {
        name = line.slice(6).trim()
      } else if (line.startsWith('data:')) {
        const payload = line.slice(5).trim()
        handle(name, JSON.parse(payload))
      }
    }
  }
}`,
      errors: [
        {
          ...at,
          messageId: 'own',
          line: 20,
          column: 23,
          endColumn: 33,
          suggestions: [
            {
              ...offered,
              output: `import { EventSourceParserStream } from 'eventsource-parser/stream'

export async function watch(response: Response) {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream()).getReader()
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    const name = value.event ?? ''
    const payload = value.data.trim()
    handle(name, JSON.parse(payload))
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'the name of the event is read behind the loop too',
      code: `export async function watch(response: Response) {
  const decoder = new TextDecoder()
  let rest = ''
  let last: string | undefined
  for await (const chunk of response.body!) {
    rest += decoder.decode(chunk, { stream: true })
    const lines = rest.split('\\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      if (line.startsWith('event: ')) last = line.slice(7)
      if (line.startsWith('data: ')) handle(line.slice(6))
    }
  }
  return last
}`,
      errors: [
        {
          ...at,
          line: 11,
          column: 16,
          endColumn: 26,
          suggestions: [
            {
              ...offered,
              output: `import { EventSourceParserStream } from 'eventsource-parser/stream'

export async function watch(response: Response) {
  let last: string | undefined
  for await (const event of response.body!.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream())) {
    last = event.event
    handle(event.data)
  }
  return last
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'lines that are searched for one by one',
      code: loop(`    let end: number
    while ((end = rest.indexOf('\\n')) !== -1) {
      const line = rest.slice(0, end).trim()
      rest = rest.slice(end + 1)
      if (line.startsWith('data: ')) yield JSON.parse(line.slice(6))
    }`),
      errors: [
        {
          ...at,
          line: 13,
          column: 16,
          endColumn: 26,
          suggestions: [
            {
              ...offered,
              output: `import { EventSourceParserStream } from 'eventsource-parser/stream'

export async function* read(response: Response) {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream()).getReader()
  while (true) {
    const { done, value } = await reader.read()
    if (done) return
    yield JSON.parse(value.data)
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'events whose lines are gathered',
      code: loop(`${FRAMES}
    for (const frame of frames) {
      let name = 'message'
      let data = ''
      for (const line of frame.split('\\n')) {
        if (line.startsWith('event:')) name = line.slice(6).trim()
        else if (line.startsWith('data:')) data += line.slice(5)
      }
      if (!data) continue
      yield { name, data: JSON.parse(data) }
    }`),
      errors: [
        {
          ...at,
          line: 16,
          column: 23,
          endColumn: 33,
          suggestions: [
            {
              ...offered,
              output: `import { EventSourceParserStream } from 'eventsource-parser/stream'

export async function* read(response: Response) {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream()).getReader()
  while (true) {
    const { done, value } = await reader.read()
    if (done) return
    const name = value.event ?? 'message'
    const { data } = value
    if (!data) continue
    yield { name, data: JSON.parse(data) }
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'events whose lines are put into a list',
      code: loop(`${FRAMES}
    for (const frame of frames) {
      const data: string[] = []
      for (const line of frame.split(/\\r?\\n/)) {
        if (!line.startsWith('data:')) continue
        data.push(line.slice(5).trim())
      }
      if (data.length > 0) yield data.join('\\n')
    }`),
      errors: [
        {
          ...at,
          line: 14,
          column: 19,
          endColumn: 29,
          suggestions: [
            {
              ...offered,
              output: `import { EventSourceParserStream } from 'eventsource-parser/stream'

export async function* read(response: Response) {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream()).getReader()
  while (true) {
    const { done, value } = await reader.read()
    if (done) return
    const data = [value.data.trim()]
    if (data.length > 0) yield data.join('\\n')
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'events in which lines are looked for',
      code: loop(`    const frames = rest.split(/\\r?\\n\\r?\\n/)
    rest = frames.pop() ?? ''
    for (const frame of frames) {
      const lines = frame.split('\\n')
      const nameLine = lines.find((line) => line.startsWith('event: '))
      const dataLine = lines.find((line) => line.startsWith('data: '))
      if (!dataLine) continue
      const name = nameLine ? nameLine.slice(7).trim() : 'message'
      yield [name, dataLine.slice(6)]
    }`),
      errors: [
        {
          ...at,
          line: 14,
          column: 50,
          endColumn: 60,
          suggestions: [
            {
              ...offered,
              output: `import { EventSourceParserStream } from 'eventsource-parser/stream'

export async function* read(response: Response) {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream()).getReader()
  while (true) {
    const { done, value } = await reader.read()
    if (done) return
    const name = value.event ?? 'message'
    yield [name, value.data]
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'events whose data is put together again',
      code: loop(`${FRAMES}
    for (const frame of frames) {
      const data = frame.split('\\n').filter((it) => it.startsWith('data:')).map((it) => it.slice(5).trim()).join('\\n')
      if (data === '[DONE]') return
      yield data
    }`),
      errors: [
        {
          ...at,
          line: 12,
          column: 56,
          endColumn: 66,
          suggestions: [
            {
              ...offered,
              output: `import { EventSourceParserStream } from 'eventsource-parser/stream'

export async function* read(response: Response) {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream()).getReader()
  while (true) {
    const { done, value } = await reader.read()
    if (done) return
    const { data } = value
    if (data === '[DONE]') return
    yield data
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'events that are searched for one by one, each with a loop over its lines',
      code: `export const readSse = async (response: Response, onData: (x: unknown) => void) => {
  const reader = response.body!.getReader();
  const decoder = new TextDecoder();
  let buf = '';
  while (true) {
    const { done, value } = await reader.read();
    if (done) break;
    buf += decoder.decode(value, { stream: true });
    let index: number;
    while ((index = buf.indexOf('\\n\\n')) >= 0) {
      const frame = buf.slice(0, index);
      buf = buf.slice(index + 2);

      // Collect all lines
      const lines = frame.split('\\n').filter((l) => l.startsWith('data:'));
      for (const line of lines) {
        const data = line.slice(5).trim();
        if (!data) continue;
        if (data === '[DONE]') { onData(null); return; }
        onData(JSON.parse(data));
      }
    }
  }
};`,
      errors: [
        {
          ...at,
          line: 15,
          column: 55,
          endColumn: 65,
          suggestions: [
            {
              ...offered,
              output: `import { EventSourceParserStream } from 'eventsource-parser/stream';

export const readSse = async (response: Response, onData: (x: unknown) => void) => {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream()).getReader();
  while (true) {
    const { done, value } = await reader.read();
    if (done) break;

    // Collect all lines
    const data = value.data.trim();
    if (!data) continue;
    if (data === '[DONE]') { onData(null); return; }
    onData(JSON.parse(data));
  }
};`,
            },
          ],
        },
      ],
    },
    {
      name: 'CommonJS, with lines that are left out before the loop',
      file: 'src/read.cjs',
      code: `const { get } = require('node:http')
exports.read = (url, show) => get(url, (res) => {
  res.setEncoding('utf8')
  let rest = ''
  res.on('data', (chunk) => {
    rest = rest + chunk
    const lines = rest.split('\\n').filter((line) => line.startsWith('data:'))
    rest = lines.pop() || ''
    for (const line of lines) show(line.slice('data:'.length).trim())
  })
})`,
      errors: [
        {
          ...at,
          line: 7,
          column: 58,
          endColumn: 68,
          suggestions: [
            {
              ...offered,
              output: `const { get } = require('node:http')
const { createParser } = require('eventsource-parser')
exports.read = (url, show) => get(url, (res) => {
  res.setEncoding('utf8')
  const events = []
  const parser = createParser({
    onEvent(event) {
      events.push(event)
    },
  })
  res.on('data', (chunk) => {
    parser.feed(chunk)
    for (const event of events.splice(0)) show(event.data.trim())
  })
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'a reader that is handed in is read as it is, and the parser is fed',
      code: `export async function show(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  const decoder = new TextDecoder();
  let rest = '';
  let done = false;
  while (!done) {
    const result = await reader.read();
    done = result.done;
    rest += decoder.decode(result.value, { stream: !done });
    const lines = rest.split('\\n');
    rest = done ? '' : (lines.pop() ?? '');
    for (const line of lines) {
      const data = line.startsWith('data: ') ? line.slice(6) : '';
      if (!line.startsWith('data: ')) continue;
      if (data === '[DONE]') break;
      await render(data);
    }
  }
}`,
      errors: [
        {
          ...at,
          line: 12,
          column: 25,
          endColumn: 35,
          suggestions: [
            {
              ...offered,
              output: `import { createParser, type EventSourceMessage } from 'eventsource-parser';

export async function show(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  const decoder = new TextDecoder();
  const events: EventSourceMessage[] = [];
  const parser = createParser({
    onEvent(event) {
      events.push(event);
    },
  });
  let done = false;
  while (!done) {
    const result = await reader.read();
    done = result.done;
    parser.feed(decoder.decode(result.value, { stream: !done }));
    for (const event of events.splice(0)) {
      const data = event.data;
      if (data === '[DONE]') break;
      await render(data);
    }
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'chunks that are counted too',
      code: `export async function* read(response: Response) {
  const decoder = new TextDecoder()
  let rest = ''
  let bytes = 0
  for await (const chunk of response.body!) {
    bytes += chunk.byteLength
    rest += decoder.decode(chunk, { stream: true })
    const lines = rest.split('\\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.startsWith('data: ')) yield [bytes, line.slice(6)]
  }
  rest += decoder.decode()
}`,
      errors: [
        {
          ...at,
          line: 10,
          column: 40,
          endColumn: 50,
          suggestions: [
            {
              ...offered,
              output: `import { createParser, type EventSourceMessage } from 'eventsource-parser'

export async function* read(response: Response) {
  const decoder = new TextDecoder()
  const events: EventSourceMessage[] = []
  const parser = createParser({
    onEvent(event) {
      events.push(event)
    },
  })
  let bytes = 0
  for await (const chunk of response.body!) {
    bytes += chunk.byteLength
    parser.feed(decoder.decode(chunk, { stream: true }))
    for (const event of events.splice(0)) yield [bytes, event.data]
  }
  parser.feed(decoder.decode())
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a stream whose written type no decoder takes',
      code: `export async function* read(body: ReadableStream<Uint8Array>) {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of body) {
    rest += decoder.decode(chunk, { stream: true })
    const lines = rest.split('\\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.startsWith('data: ')) yield line.slice(6)
  }
}`,
      errors: [
        {
          ...at,
          line: 8,
          column: 40,
          endColumn: 50,
          suggestions: [
            {
              ...offered,
              output: `import { createParser, type EventSourceMessage } from 'eventsource-parser'

export async function* read(body: ReadableStream<Uint8Array>) {
  const decoder = new TextDecoder()
  const events: EventSourceMessage[] = []
  const parser = createParser({
    onEvent(event) {
      events.push(event)
    },
  })
  for await (const chunk of body) {
    parser.feed(decoder.decode(chunk, { stream: true }))
    for (const event of events.splice(0)) yield event.data
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a body that is cancelled by itself',
      code: `export async function* read(response: Response) {
  const reader = response.body!.getReader()
  const decoder = new TextDecoder()
  try {
    while (true) {
      const { done, value } = await reader.read()
      if (done) return
      const lines = decoder.decode(value).split('\\n')
      for (const line of lines) if (line.startsWith('data: ')) yield line.slice(6)
    }
  } finally {
    reader.releaseLock()
    await response.body!.cancel()
  }
}`,
      errors: [
        {
          ...at,
          line: 9,
          column: 42,
          endColumn: 52,
          suggestions: [
            {
              ...offered,
              output: `import { createParser, type EventSourceMessage } from 'eventsource-parser'

export async function* read(response: Response) {
  const reader = response.body!.getReader()
  const decoder = new TextDecoder()
  try {
    const events: EventSourceMessage[] = []
    const parser = createParser({
      onEvent(event) {
        events.push(event)
      },
    })
    while (true) {
      const { done, value } = await reader.read()
      if (done) return
      parser.feed(decoder.decode(value, { stream: true }))
      for (const event of events.splice(0)) yield event.data
    }
  } finally {
    reader.releaseLock()
    await response.body!.cancel()
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a break that is not about the end mark',
      code: loop(`${LINES}
    for (const line of lines) {
      if (!line.startsWith('data: ')) continue
      if (line.slice(6).length > 9) break
      yield line.slice(6)
    }`),
      errors: [
        {
          ...at,
          line: 12,
          column: 17,
          endColumn: 27,
          suggestions: [
            {
              ...offered,
              output: `import { createParser, type EventSourceMessage } from 'eventsource-parser'

export async function* read(response: Response) {
  const reader = response.body!.getReader()
  const decoder = new TextDecoder()
  const events: EventSourceMessage[] = []
  const parser = createParser({
    onEvent(event) {
      events.push(event)
    },
  })
  while (true) {
    const { done, value } = await reader.read()
    if (done) return
    parser.feed(decoder.decode(value, { stream: true }))
    for (const event of events.splice(0)) {
      if (event.data.length > 9) break
      yield event.data
    }
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'the project has the library',
      project: 'all-libraries',
      code: loop(
        `${LINES}\n    for (const line of lines) if (line.startsWith('data: ')) yield JSON.parse(line.slice(6))`,
      ),
      errors: [
        {
          ...at,
          line: 11,
          column: 40,
          endColumn: 50,
          suggestions: [
            {
              ...{ messageId: 'parse', data: { library: '`eventsource-parser`' } },
              output: `import { EventSourceParserStream } from 'eventsource-parser/stream'

export async function* read(response: Response) {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream()).getReader()
  while (true) {
    const { done, value } = await reader.read()
    if (done) return
    yield JSON.parse(value.data)
  }
}`,
            },
          ],
        },
      ],
    },
    ...(
      [
        [
          'the rest is handled behind the loop',
          `${LINES}
    for (const line of lines) if (line.startsWith('data: ')) yield line.slice(6)
    if (rest.length > 100) yield rest`,
          11,
          40,
        ],
        [
          'the list of lines is used twice',
          `${LINES}
    count(lines)
    for (const line of lines) if (line.startsWith('data: ')) yield line.slice(6)`,
          12,
          40,
        ],
        [
          'other lines are handled',
          `${LINES}
    for (const line of lines) if (line.startsWith('data: ')) yield line.slice(6); else yield ''`,
          11,
          40,
        ],
        [
          'the line is handed on',
          `${LINES}
    for (const line of lines) if (line.startsWith('data: ')) yield parse(line)`,
          11,
          40,
        ],
        [
          'lines of another format',
          `${LINES}
    for (const line of lines) if (line.startsWith('data: ')) yield line.slice(6); else if (line.startsWith('0:')) yield line.slice(2)`,
          11,
          40,
        ],
        [
          'lines are counted',
          `${LINES}
    for (const line of lines) { count(); if (line.startsWith('data: ')) yield line.slice(6) }`,
          11,
          51,
        ],
        [
          'data waits for the blank line',
          `${LINES}
    for (const line of lines) {
      if (line.startsWith('data: ')) data += line.slice(6)
      else if (line === '') yield data
    }`,
          12,
          16,
        ],
        [
          'the blank behind the colon is taken off',
          `${LINES}
    for (const line of lines) {
      if (!line.startsWith('data:')) continue
      let data = line.slice(5)
      if (data.startsWith(' ')) data = data.slice(1)
      yield data
    }`,
          12,
          17,
        ],
        [
          'identifiers of events are kept',
          `${LINES}
    for (const line of lines) {
      if (line.startsWith('id:')) last = line.slice(3)
      if (line.startsWith('data: ')) yield line.slice(6)
    }`,
          13,
          16,
        ],
        [
          'an outer loop is continued',
          `${LINES}
    for (const line of lines) {
      if (!line.startsWith('data: ')) continue outer
      yield line.slice(6)
    }`,
          12,
          17,
        ],
        [
          'two loops take the same text apart',
          `${LINES}
    for (const line of lines) if (line.startsWith('data: ')) yield line.slice(6)
    for (const line of rest.split('\\n')) if (line.startsWith('data: ')) yield line.slice(6)`,
          11,
          40,
        ],
      ] satisfies [string, string, number, number][]
    ).map(([name, lines, line, column]) => ({
      name: `nothing is offered: ${name}`,
      code: loop(lines).replace(
        '  while (true)',
        name.startsWith('an outer') ? '  outer: while (true)' : '  while (true)',
      ),
      errors: [{ ...at, line, column, endColumn: column + 10 }] as const,
    })),
    { name: 'the own server, unless told otherwise', code: wholly("'/api/ask'"), errors: [wholeError] },
    {
      name: 'an address whose host is in a value',
      options: OWN_SERVER,
      code: wholly('`${base}/api/ask`'),
      errors: [wholeError],
    },
    {
      name: 'an address of another server, by the protocol of the page',
      options: OWN_SERVER,
      code: wholly("'//models.example.com/ask'"),
      errors: [wholeError],
    },
    {
      name: 'an address that anybody gives',
      options: OWN_SERVER,
      code: `export ${wholly('path')}`,
      errors: [wholeError],
    },
    {
      name: 'the own server, which passes on what a model provider sends',
      options: OWN_SERVER,
      code: wholly("'/api/ask'", 'JSON.parse(found[1]).choices[0].message.content'),
      errors: [wholeError],
    },
    {
      name: 'the own server, whose data is text',
      options: OWN_SERVER,
      code: wholly("'/api/ask'", 'show(found[1])'),
      errors: [wholeError],
    },
    {
      name: 'the own server, whose events two chunks cut',
      options: OWN_SERVER,
      code: `export async function follow(show) {
  const answer = await fetch('/api/answers')
  const decoder = new TextDecoder()
  for await (const chunk of answer.body) {
    const found = decoder.decode(chunk, { stream: true }).split('\\n')
    for (const line of found) if (line.startsWith('data: ')) show(JSON.parse(line.slice(6)))
  }
}`,
      errors: [
        {
          messageId: 'manual',
          line: 6,
          column: 40,
          endColumn: 50,
          suggestions: [
            {
              ...offered,
              output: `import { EventSourceParserStream } from 'eventsource-parser/stream'

export async function follow(show) {
  const answer = await fetch('/api/answers')
  for await (const event of answer.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream())) {
    show(JSON.parse(event.data))
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
      name: 'a helper that makes all line ends the same',
      options: { parsers: 'fragile' },
      code: `const plain = (text) => text.replace(/\\r\\n/g, '\\n').replace(/\\r/g, '\\n')
${loop(`    let end = (rest = plain(rest)).indexOf('\\n\\n')
    while (end >= 0) {
      const data = []
      for (const line of rest.slice(0, end).split('\\n')) if (line.startsWith('data:')) data.push(line.slice(5).trimStart())
      yield JSON.parse(data.join('\\n'))
      rest = rest.slice(end + 2)
      end = rest.indexOf('\\n\\n')
    }`)}`,
    },
    { name: 'the own server', options: OWN_SERVER, code: wholly("'/api/ask'") },
    { name: 'the own server, by an address with values in it', options: OWN_SERVER, code: wholly('`/api/ask/${id}`') },
    { name: 'the own server, by an address that is put together', options: OWN_SERVER, code: wholly("'/api/' + name") },
    { name: 'the own server, as all who call say', options: OWN_SERVER, code: wholly('path') },
    {
      name: 'the own server, read piece by piece, with what is left at the end',
      options: OWN_SERVER,
      code: `export function Answers({ id, show }) {
  const address = \`/api/answers/\${id}\`
  const follow = async () => {
    const answer = await fetch(address)
    if (!answer.ok || !answer.body) return
    const reader = answer.body.getReader()
    const decoder = new TextDecoder()
    let rest = ''
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      rest += decoder.decode(value, { stream: true })
      const frames = rest.split('\\n\\n')
      rest = frames.pop() ?? ''
      for (const frame of frames) if (frame.startsWith('data: ')) show(JSON.parse(frame.slice(6)))
    }
    if (rest.startsWith('data: ')) show(JSON.parse(rest.slice(6)))
  }
  return follow
}`,
    },
    {
      name: 'the own server, with a helper for each event',
      options: OWN_SERVER,
      code: `export async function follow(show) {
  const answer = await fetch('/api/answers')
  const decoder = new TextDecoder()
  let rest = ''
  for await (const bytes of answer.body) {
    rest += decoder.decode(bytes, { stream: true })
    const frames = rest.split('\\n\\n')
    rest = frames.pop() ?? ''
    for (const frame of frames) show(eventOf(frame))
  }
}
function eventOf(frame) {
  const event = {}
  for (const line of frame.split('\\n')) {
    if (line.startsWith('event:')) event.name = line.slice(6).trim()
    else if (line.startsWith('data: ')) event.data = JSON.parse(line.slice(6))
  }
  return event
}`,
    },
    {
      name: 'frames that the file writes itself and takes off again',
      code: `import { PassThrough } from 'node:stream'
export function rewritten(res, model) {
  const spy = new PassThrough()
  spy.on('data', (chunk) => { res.write(renamed(JSON.parse(chunk.toString().split('data: ')[1]))) })
  return model.answer(spy)
}`,
    },
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
      name: 'a parser that reads what servers send: no space, CRLF, data of several lines',
      options: { parsers: 'fragile' },
      code: `export function read(text: string) {
  const events = []
  let data: string[] = []
  for (const line of text.split(/\\r?\\n/)) {
    if (line.startsWith('data:')) data.push(line.slice(5).replace(/^ /, ''))
    else if (line === '' && data.length > 0) {
      events.push(JSON.parse(data.join('\\n')))
      data = []
    }
  }
  return events
}`,
    },
    {
      name: 'lines of JSON, trimmed, with or without the space',
      options: { parsers: 'fragile' },
      code: loop(
        `${LINES}\n    for (const raw of lines) {\n      const line = raw.trim()\n      if (line.startsWith('data:')) yield JSON.parse(line.slice(5))\n    }`,
      ),
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
