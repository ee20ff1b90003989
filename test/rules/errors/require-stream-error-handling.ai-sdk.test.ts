import rule from '../../../rules/errors/require-stream-error-handling.ts'
import { ruleTest } from '../../rule-tester.ts'

ruleTest(rule, {
  reports: [
    {
      name: "an SDK's event stream with listeners only",
      code: `import Anthropic from '@anthropic-ai/sdk'
const client = new Anthropic()
export function ask() {
  client.messages.stream({ model: 'm', max_tokens: 9, messages: [] }).on('text', write)
}`,
      errors: [
        {
          messageId: 'rejection',
          line: 4,
          column: 71,
          endColumn: 73,
          suggestions: [
            {
              messageId: 'listen',
              data: { way: 'logs it' },
              output: `import Anthropic from '@anthropic-ai/sdk'
const client = new Anthropic()
export function ask() {
  client.messages.stream({ model: 'm', max_tokens: 9, messages: [] }).on('error', (error) => console.error('Stream failed', error)).on('text', write)
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'fullStream without a case for errors',
      code: `import { streamText } from 'ai'
export async function ask(prompt: string) {
  const result = streamText({ model, prompt })
  for await (const part of result.fullStream) {
    if (part.type === 'text-delta') write(part.text)
  }
}`,
      errors: [
        {
          messageId: 'errorPart',
          line: 4,
          column: 35,
          endColumn: 45,
          suggestions: [
            {
              messageId: 'throwPart',
              output: `import { streamText } from 'ai'
export async function ask(prompt: string) {
  const result = streamText({ model, prompt })
  for await (const part of result.fullStream) {
    if (part.type === 'error') throw part.error
    if (part.type === 'text-delta') write(part.text)
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'fullStream taken apart, type in a variable',
      code: `import { streamText } from 'ai'
export async function ask(prompt: string) {
  const { fullStream } = streamText({ model, prompt })
  let draft = ''
  for await (const delta of fullStream) {
    const { type } = delta
    if (type === 'text-delta') {
      const { text } = delta
      draft += text
    }
  }
  return draft
}`,
      errors: [
        {
          messageId: 'errorPart',
          line: 5,
          column: 29,
          endColumn: 39,
          suggestions: [
            {
              messageId: 'throwPart',
              output: `import { streamText } from 'ai'
export async function ask(prompt: string) {
  const { fullStream } = streamText({ model, prompt })
  let draft = ''
  for await (const delta of fullStream) {
    if (delta.type === 'error') throw delta.error
    const { type } = delta
    if (type === 'text-delta') {
      const { text } = delta
      draft += text
    }
  }
  return draft
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'fullStream, a switch whose default does nothing',
      code: `import { streamText } from 'ai'
export async function ask(prompt: string) {
  for await (const part of streamText({ model, prompt }).fullStream) {
    switch (part.type) {
      case 'text-delta':
        write(part.text)
        break
      default:
        break
    }
  }
}`,
      errors: [
        {
          messageId: 'errorPart',
          line: 3,
          column: 58,
          endColumn: 68,
          suggestions: [
            {
              messageId: 'throwPart',
              output: `import { streamText } from 'ai'
export async function ask(prompt: string) {
  for await (const part of streamText({ model, prompt }).fullStream) {
    if (part.type === 'error') throw part.error
    switch (part.type) {
      case 'text-delta':
        write(part.text)
        break
      default:
        break
    }
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'fullStream, parts taken apart in the head, or read one by one',
      code: `import { streamText } from 'ai'
export async function ask(prompt: string) {
  const result = streamText({ model, prompt })
  for await (const { type, text } of result.fullStream) {
    if (type === 'text-delta') write(text)
  }
}
export async function ask2(prompt: string) {
  const reader = streamText({ model, prompt }).fullStream.getReader()
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    if (value.type === 'text-delta') write(value.text)
  }
}`,
      errors: [
        { messageId: 'errorPart', line: 4, column: 45, endColumn: 55 },
        { messageId: 'errorPart', line: 9, column: 48, endColumn: 58 },
      ],
    },
    {
      name: 'fullStream that is handed in',
      code: `import type { StreamTextResult } from 'ai'
export async function print(result: StreamTextResult<never, never>) {
  for await (const part of result.fullStream) {
    if (part.type !== 'text-delta') continue
    write(part.text)
  }
}`,
      errors: [
        {
          messageId: 'errorPart',
          line: 3,
          column: 35,
          endColumn: 45,
          suggestions: [
            {
              messageId: 'throwPart',
              output: `import type { StreamTextResult } from 'ai'
export async function print(result: StreamTextResult<never, never>) {
  for await (const part of result.fullStream) {
    if (part.type === 'error') throw part.error
    if (part.type !== 'text-delta') continue
    write(part.text)
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'try around textStream',
      code: `import { streamText } from 'ai'
export async function ask(prompt: string) {
  try {
    const result = streamText({
      model,
      prompt,
    })
    for await (const text of result.textStream) write(text)
    done()
  } catch (error) {
    fail(error)
  }
}`,
      errors: [
        {
          messageId: 'silentStream',
          data: { name: 'textStream' },
          line: 4,
          column: 20,
          endColumn: 30,
          suggestions: [
            {
              messageId: 'throwKept',
              output: `import { streamText } from 'ai'
export async function ask(prompt: string) {
  try {
    let streamError: unknown
    const result = streamText({
      model,
      prompt,
      onError: ({ error }) => {
        streamError = error
      },
    })
    for await (const text of result.textStream) write(text)
    if (streamError !== undefined) throw streamError
    done()
  } catch (error) {
    fail(error)
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'try around textStream, all on one line',
      code: `import { streamText } from 'ai'
export async function f(model) {
  try { const r = streamText({ model, prompt: 'x' }); for await (const p of r.textStream) show(p) } catch (e) { fail(e) }
}`,
      errors: [
        {
          messageId: 'silentStream',
          data: { name: 'textStream' },
          line: 3,
          column: 19,
          endColumn: 29,
          suggestions: [
            {
              messageId: 'throwKept',
              output: `import { streamText } from 'ai'
export async function f(model) {
  try {
    let streamError: unknown
    const r = streamText({ model, prompt: 'x', onError: ({ error }) => {
    streamError = error
  } }); for await (const p of r.textStream) show(p)
    if (streamError !== undefined) throw streamError
  } catch (e) { fail(e) }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'try around textStream, the call outside and in the head',
      code: `import { streamText } from 'ai'
export async function ask(prompt: string) {
  const { textStream } = streamText({ model, prompt })
  try {
    for await (const text of textStream) write(text)
  } catch (error) {
    fail(error)
  }
}
export async function ask2(prompt: string) {
  try {
    for await (const text of streamText({ model, prompt }).textStream) write(text)
  } catch (error) {
    fail(error)
  }
}`,
      errors: [
        {
          messageId: 'silentStream',
          data: { name: 'textStream' },
          line: 3,
          column: 26,
          endColumn: 36,
          suggestions: [
            {
              messageId: 'throwKept',
              output: `import { streamText } from 'ai'
export async function ask(prompt: string) {
  let streamError: unknown
  const { textStream } = streamText({ model, prompt, onError: ({ error }) => {
    streamError = error
  } })
  try {
    for await (const text of textStream) write(text)
    if (streamError !== undefined) throw streamError
  } catch (error) {
    fail(error)
  }
}
export async function ask2(prompt: string) {
  try {
    for await (const text of streamText({ model, prompt }).textStream) write(text)
  } catch (error) {
    fail(error)
  }
}`,
            },
          ],
        },
        {
          messageId: 'silentStream',
          data: { name: 'textStream' },
          line: 12,
          column: 30,
          endColumn: 40,
          suggestions: [
            {
              messageId: 'throwKept',
              output: `import { streamText } from 'ai'
export async function ask(prompt: string) {
  const { textStream } = streamText({ model, prompt })
  try {
    for await (const text of textStream) write(text)
  } catch (error) {
    fail(error)
  }
}
export async function ask2(prompt: string) {
  try {
    let streamError: unknown
    for await (const text of streamText({ model, prompt, onError: ({ error }) => {
      streamError = error
    } }).textStream) write(text)
    if (streamError !== undefined) throw streamError
  } catch (error) {
    fail(error)
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'try around textStream, beside a part that does not tell of the failure',
      code: `import { streamText } from 'ai'
export async function ask(prompt: string) {
  const result = streamText({ model, prompt })
  try {
    for await (const text of result.textStream) write(text)
    count(await result.usage)
  } catch (error) {
    fail(error)
  }
}`,
      errors: [
        {
          messageId: 'silentStream',
          data: { name: 'textStream' },
          line: 3,
          column: 18,
          endColumn: 28,
          suggestions: [
            {
              messageId: 'throwKept',
              output: `import { streamText } from 'ai'
export async function ask(prompt: string) {
  let streamError: unknown
  const result = streamText({ model, prompt, onError: ({ error }) => {
    streamError = error
  } })
  try {
    for await (const text of result.textStream) write(text)
    if (streamError !== undefined) throw streamError
    count(await result.usage)
  } catch (error) {
    fail(error)
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'try around the partial objects of streamObject instead of textStream',
      file: 'src/file.js',
      code: `import { streamObject } from 'ai'
export async function ask(prompt) {
  try {
    const { partialObjectStream } = streamObject({ model, schema, prompt })
    for await (const object of partialObjectStream) show(object)
  } catch (error) {
    fail(error)
  }
}`,
      errors: [
        {
          messageId: 'silentStream',
          data: { name: 'partialObjectStream' },
          line: 4,
          column: 37,
          endColumn: 49,
          suggestions: [
            {
              messageId: 'throwKept',
              output: `import { streamObject } from 'ai'
export async function ask(prompt) {
  try {
    let streamError
    const { partialObjectStream } = streamObject({ model, schema, prompt, onError: ({ error }) => {
      streamError = error
    } })
    for await (const object of partialObjectStream) show(object)
    if (streamError !== undefined) throw streamError
  } catch (error) {
    fail(error)
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
      name: "an SDK's event stream that is waited for, or heard",
      file: 'src/file.js',
      code: `import Anthropic from '@anthropic-ai/sdk'
const client = new Anthropic()
export async function ask(options) {
  const stream = client.messages.stream(options).on('text', write)
  await stream.finalMessage()
}
export function ask2(options) {
  client.messages.stream(options).on('text', write).on('error', report)
}
export function ask3(options) {
  return client.messages.stream(options).on('text', write)
}`,
    },
    {
      name: 'fullStream with a case for errors',
      file: 'src/file.js',
      code: `import { streamText } from 'ai'
export async function ask(prompt) {
  for await (const part of streamText({ model, prompt }).fullStream) {
    switch (part.type) {
      case 'text-delta':
        write(part.text)
        break
      case 'error':
        throw part.error
    }
  }
}
export async function ask2(prompt) {
  for await (const { type, text, error } of streamText({ model, prompt }).fullStream) {
    if (type === 'text-delta') write(text)
    else if (error) throw error
  }
}
export async function ask3(prompt) {
  for await (const part of streamText({ model, prompt }).fullStream) {
    if (part.type === 'text-delta') write(part.text)
    else other(part.type)
  }
}
export async function ask4(prompt) {
  for await (const part of streamText({ model, prompt }).fullStream) {
    switch (part.type) {
      case 'text-delta':
        write(part.text)
        break
      default:
        throw new Error(part.type)
    }
  }
}`,
    },
    {
      name: 'fullStream parts passed on whole',
      file: 'src/file.js',
      code: `import { streamText } from 'ai'
export async function* ask(prompt) {
  for await (const part of streamText({ model, prompt }).fullStream) yield part
}
export async function ask2(prompt, controller) {
  for await (const part of streamText({ model, prompt }).fullStream) controller.enqueue(JSON.stringify(part))
}
export async function ask3(prompt, handlers) {
  for await (const part of streamText({ model, prompt }).fullStream) handlers[part.type]?.(part)
}
export async function ask4(prompt) {
  const parts = []
  for await (const part of streamText({ model, prompt }).fullStream) {
    if (part.type === 'text-delta') write(part.text)
    parts.push(part)
  }
}`,
    },
    {
      name: 'onError hears it, or may be hidden in the options',
      file: 'src/file.js',
      code: `import { streamText } from 'ai'
export async function ask(prompt) {
  const { fullStream } = streamText({ model, prompt, onError: report })
  for await (const part of fullStream) {
    if (part.type === 'text-delta') write(part.text)
  }
}
export async function ask2(options) {
  const { fullStream } = streamText({ model, ...options })
  for await (const part of fullStream) {
    if (part.type === 'text-delta') write(part.text)
  }
}
export async function ask3(prompt) {
  try {
    const { textStream } = streamText({
      model,
      prompt,
      onError({ error }) {
        report(error)
      },
    })
    for await (const text of textStream) write(text)
  } catch (error) {
    report(error)
  }
}
export async function ask4(options) {
  try {
    for await (const text of streamText(options).textStream) write(text)
  } catch (error) {
    report(error)
  }
}`,
    },
    {
      name: 'fullStream of something else',
      file: 'src/file.js',
      code: `import { agent } from './agent'
export async function ask(prompt) {
  for await (const part of (await agent.stream(prompt)).fullStream) {
    if (part.type === 'text-delta') write(part.text)
  }
}`,
    },
    {
      name: 'textStream without try, or with another look at the outcome',
      file: 'src/file.js',
      code: `import { streamText } from 'ai'
export async function ask(prompt) {
  const { textStream } = streamText({ model, prompt })
  for await (const text of textStream) write(text)
}
export async function ask2(prompt) {
  try {
    const result = streamText({ model, prompt })
    for await (const text of result.textStream) write(text)
    await result.finishReason
  } catch (error) {
    report(error)
  }
}
export async function ask3(prompt) {
  try {
    const result = streamText({ model, prompt })
    for await (const text of result.textStream) write(text)
    return result
  } catch (error) {
    report(error)
  }
}`,
    },
  ],
})
