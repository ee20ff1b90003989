import rule from '../../../rules/errors/require-stream-error-handling.ts'
import { ruleTest } from '../../rule-tester.ts'

ruleTest(rule, {
  reports: [
    {
      name: 'async function called where it stands, inside a try that does not cover it',
      code: `export function start(stream: ReadableStream<Uint8Array>) {
  try {
    (async () => {
      for await (const chunk of stream) {
        take(chunk)
      }
    })()
  } catch (error) {
    report(error)
  }
}`,
      errors: [
        {
          messageId: 'iife',
          line: 4,
          column: 7,
          endColumn: 16,
          suggestions: [
            {
              messageId: 'addCatch',
              data: { way: 'logs it' },
              output: `export function start(stream: ReadableStream<Uint8Array>) {
  try {
    (async () => {
      for await (const chunk of stream) {
        take(chunk)
      }
    })().catch((error) => console.error('Stream failed', error))
  } catch (error) {
    report(error)
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'void before it, read loop',
      code: `export function start(stream: ReadableStream<Uint8Array>) {
  void (async function () {
    const reader = stream.getReader()
    while (true) {
      const { done, value } = await reader.read()
      if (done) break
      take(value)
    }
  })()
}`,
      errors: [
        {
          messageId: 'iife',
          line: 5,
          column: 44,
          endColumn: 48,
          suggestions: [
            {
              messageId: 'addCatch',
              data: { way: 'logs it' },
              output: `export function start(stream: ReadableStream<Uint8Array>) {
  void (async function () {
    const reader = stream.getReader()
    while (true) {
      const { done, value } = await reader.read()
      if (done) break
      take(value)
    }
  })().catch((error) => console.error('Stream failed', error))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'called with call',
      file: 'src/file.js',
      code: `export function start(stream) {
  ;(async function () {
    for await (const chunk of stream) this.take(chunk)
  }).call(this)
}`,
      errors: [
        {
          messageId: 'iife',
          line: 3,
          column: 5,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'addCatch',
              data: { way: 'logs it' },
              output: `export function start(stream) {
  ;(async function () {
    for await (const chunk of stream) this.take(chunk)
  }).call(this).catch((error) => console.error('Stream failed', error))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'finally is no catch; semicolons',
      code: `export function start(stream: ReadableStream<Uint8Array>) {
  (async () => {
    try {
      for await (const chunk of stream) take(chunk);
    } finally {
      done();
    }
  })();
}`,
      errors: [
        {
          messageId: 'iife',
          line: 4,
          column: 7,
          endColumn: 16,
          suggestions: [
            {
              messageId: 'addCatch',
              data: { way: 'logs it' },
              output: `export function start(stream: ReadableStream<Uint8Array>) {
  (async () => {
    try {
      for await (const chunk of stream) take(chunk);
    } finally {
      done();
    }
  })().catch((error) => console.error('Stream failed', error));
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a catch that throws again',
      code: `export function start(stream: ReadableStream<Uint8Array>) {
  ;(async () => {
    try {
      for await (const chunk of stream) take(chunk)
    } catch (error) {
      report(error)
      throw error
    }
  })()
}`,
      errors: [
        {
          messageId: 'iife',
          line: 4,
          column: 7,
          endColumn: 16,
          suggestions: [
            {
              messageId: 'addCatch',
              data: { way: 'logs it' },
              output: `export function start(stream: ReadableStream<Uint8Array>) {
  ;(async () => {
    try {
      for await (const chunk of stream) take(chunk)
    } catch (error) {
      report(error)
      throw error
    }
  })().catch((error) => console.error('Stream failed', error))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a loop inside a catch clause is not caught by it',
      code: `export function start(stream: ReadableStream<Uint8Array>) {
  ;(async () => {
    try {
      prepare()
    } catch {
      for await (const chunk of stream) take(chunk)
    }
  })()
}`,
      errors: [
        {
          messageId: 'iife',
          line: 6,
          column: 7,
          endColumn: 16,
          suggestions: [
            {
              messageId: 'addCatch',
              data: { way: 'logs it' },
              output: `export function start(stream: ReadableStream<Uint8Array>) {
  ;(async () => {
    try {
      prepare()
    } catch {
      for await (const chunk of stream) take(chunk)
    }
  })().catch((error) => console.error('Stream failed', error))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'then and finally handle no rejection',
      code: `export function start(stream: ReadableStream<Uint8Array>) {
  ;(async () => {
    for await (const chunk of stream) take(chunk)
  })().then(done)
}`,
      errors: [
        {
          messageId: 'chain',
          line: 4,
          column: 8,
          endColumn: 12,
          suggestions: [
            {
              messageId: 'addCatch',
              data: { way: 'logs it' },
              output: `export function start(stream: ReadableStream<Uint8Array>) {
  ;(async () => {
    for await (const chunk of stream) take(chunk)
  })().then(done).catch((error) => console.error('Stream failed', error))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'inside start of a web stream: the stream is told',
      code: `export function serve(upstream: AsyncIterable<string>) {
  return new ReadableStream({
    start(controller) {
      ;(async () => {
        for await (const text of upstream) controller.enqueue(text)
        controller.close()
      })()
    },
  })
}`,
      errors: [
        {
          messageId: 'iife',
          line: 5,
          column: 9,
          endColumn: 18,
          suggestions: [
            {
              messageId: 'addCatch',
              data: { way: 'errors the stream that is made here' },
              output: `export function serve(upstream: AsyncIterable<string>) {
  return new ReadableStream({
    start(controller) {
      ;(async () => {
        for await (const text of upstream) controller.enqueue(text)
        controller.close()
      })().catch((error) => controller.error(error))
    },
  })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'feeds a writer: the writer is told',
      code: `export function serve(upstream: AsyncIterable<string>) {
  const { readable, writable } = new TransformStream()
  const writer = writable.getWriter()
  ;(async () => {
    for await (const text of upstream) await writer.write(text)
    await writer.close()
  })()
  return new Response(readable)
}`,
      errors: [
        {
          messageId: 'iife',
          line: 5,
          column: 5,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'addCatch',
              data: { way: 'errors the stream that is made here' },
              output: `export function serve(upstream: AsyncIterable<string>) {
  const { readable, writable } = new TransformStream()
  const writer = writable.getWriter()
  ;(async () => {
    for await (const text of upstream) await writer.write(text)
    await writer.close()
  })().catch((error) => writer.abort(error))
  return new Response(readable)
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'async listener of a socket',
      code: `export function wire(socket: WebSocket & { on(event: string, listener: (text: string) => unknown): void }) {
  socket.on('message', async (text) => {
    const response = await fetch('https://example.com/' + text)
    // every chunk goes out at once
    for await (const chunk of response.body!) socket.send(chunk)
  })
}`,
      errors: [
        {
          messageId: 'callback',
          data: { taker: 'the emitter' },
          line: 5,
          column: 5,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'wrapBody',
              data: { way: 'logs it' },
              output: `export function wire(socket: WebSocket & { on(event: string, listener: (text: string) => unknown): void }) {
  socket.on('message', async (text) => {
    try {
      const response = await fetch('https://example.com/' + text)
      // every chunk goes out at once
      for await (const chunk of response.body!) socket.send(chunk)
    } catch (error) {
      console.error('Stream failed', error)
    }
  })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'once, function expression',
      file: 'src/file.js',
      code: `export function wire(emitter) {
  emitter.once('go', async function () {
    for await (const chunk of open()) take(chunk)
  })
}`,
      errors: [
        {
          messageId: 'callback',
          data: { taker: 'the emitter' },
          line: 3,
          column: 5,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'wrapBody',
              data: { way: 'logs it' },
              output: `export function wire(emitter) {
  emitter.once('go', async function () {
    try {
      for await (const chunk of open()) take(chunk)
    } catch (error) {
      console.error('Stream failed', error)
    }
  })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'addEventListener, assignment in the condition',
      code: `export function wire(button: HTMLButtonElement) {
  button.addEventListener('click', async () => {
    const reader = (await fetch('/answer')).body!.getReader()
    let result
    while (!(result = await reader.read()).done) show(result.value)
  })
}`,
      errors: [
        {
          messageId: 'callback',
          data: { taker: 'the emitter' },
          line: 5,
          column: 36,
          endColumn: 40,
          suggestions: [
            {
              messageId: 'wrapBody',
              data: { way: 'logs it' },
              output: `export function wire(button: HTMLButtonElement) {
  button.addEventListener('click', async () => {
    try {
      const reader = (await fetch('/answer')).body!.getReader()
      let result
      while (!(result = await reader.read()).done) show(result.value)
    } catch (error) {
      console.error('Stream failed', error)
    }
  })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'handler property',
      code: `export function wire(source: EventSource) {
  source.onmessage = async (event) => {
    for await (const chunk of open(event.data)) show(chunk)
  }
}`,
      errors: [
        {
          messageId: 'callback',
          data: { taker: 'the emitter' },
          line: 3,
          column: 5,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'wrapBody',
              data: { way: 'logs it' },
              output: `export function wire(source: EventSource) {
  source.onmessage = async (event) => {
    try {
      for await (const chunk of open(event.data)) show(chunk)
    } catch (error) {
      console.error('Stream failed', error)
    }
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'listener by name',
      code: `async function onMessage(text: string) {
  for await (const chunk of open(text)) show(chunk)
}
socket.on('message', onMessage)
export {}`,
      errors: [
        {
          messageId: 'callback',
          data: { taker: 'the emitter' },
          line: 2,
          column: 3,
          endColumn: 12,
          suggestions: [
            {
              messageId: 'wrapBody',
              data: { way: 'logs it' },
              output: `async function onMessage(text: string) {
  try {
    for await (const chunk of open(text)) show(chunk)
  } catch (error) {
    console.error('Stream failed', error)
  }
}
socket.on('message', onMessage)
export {}`,
            },
          ],
        },
      ],
    },
    {
      name: 'listener that is a method, bound',
      file: 'src/file.js',
      code: `export class Connection {
  constructor(socket) {
    this.socket = socket
    this.socket.on('message', this.onMessage.bind(this))
  }
  async onMessage(text) {
    for await (const chunk of open(text)) this.socket.send(chunk)
  }
}`,
      errors: [
        {
          messageId: 'callback',
          data: { taker: 'the emitter' },
          line: 7,
          column: 5,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'wrapBody',
              data: { way: 'logs it' },
              output: `export class Connection {
  constructor(socket) {
    this.socket = socket
    this.socket.on('message', this.onMessage.bind(this))
  }
  async onMessage(text) {
    try {
      for await (const chunk of open(text)) this.socket.send(chunk)
    } catch (error) {
      console.error('Stream failed', error)
    }
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'listener that is a field',
      code: `export class Connection {
  onMessage = async (text: string) => {
    for await (const chunk of open(text)) this.socket.send(chunk)
  }
  constructor(private socket: Socket) {
    this.socket.on('message', this.onMessage)
  }
}`,
      errors: [
        {
          messageId: 'callback',
          data: { taker: 'the emitter' },
          line: 3,
          column: 5,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'wrapBody',
              data: { way: 'logs it' },
              output: `export class Connection {
  onMessage = async (text: string) => {
    try {
      for await (const chunk of open(text)) this.socket.send(chunk)
    } catch (error) {
      console.error('Stream failed', error)
    }
  }
  constructor(private socket: Socket) {
    this.socket.on('message', this.onMessage)
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'event of a browser extension',
      code: `chrome.runtime.onMessage.addListener(async (message) => {
  for await (const chunk of open(message)) show(chunk)
})
export {}`,
      errors: [
        {
          messageId: 'callback',
          data: { taker: 'the emitter' },
          line: 2,
          column: 3,
          endColumn: 12,
          suggestions: [
            {
              messageId: 'wrapBody',
              data: { way: 'logs it' },
              output: `chrome.runtime.onMessage.addListener(async (message) => {
  try {
    for await (const chunk of open(message)) show(chunk)
  } catch (error) {
    console.error('Stream failed', error)
  }
})
export {}`,
            },
          ],
        },
      ],
    },
    {
      name: 'listener that awaits a function of the file',
      code: `async function read(text: string) {
  for await (const chunk of open(text)) show(chunk)
}
socket.on('message', async (text: string) => {
  await read(text)
})
export {}`,
      errors: [
        {
          messageId: 'callback',
          data: { taker: 'the emitter' },
          line: 5,
          column: 9,
          endColumn: 13,
          suggestions: [
            {
              messageId: 'wrapBody',
              data: { way: 'logs it' },
              output: `async function read(text: string) {
  for await (const chunk of open(text)) show(chunk)
}
socket.on('message', async (text: string) => {
  try {
    await read(text)
  } catch (error) {
    console.error('Stream failed', error)
  }
})
export {}`,
            },
          ],
        },
      ],
    },
    {
      name: 'listener that gives back the promise of a function of the file',
      code: `async function read(text: string) {
  for await (const chunk of open(text)) show(chunk)
}
socket.on('message', (text: string) => read(text))
export {}`,
      errors: [
        {
          messageId: 'callback',
          data: { taker: 'the emitter' },
          line: 4,
          column: 40,
          endColumn: 44,
          suggestions: [
            {
              messageId: 'addCatch',
              data: { way: 'logs it' },
              output: `async function read(text: string) {
  for await (const chunk of open(text)) show(chunk)
}
socket.on('message', (text: string) => read(text).catch((error) => console.error('Stream failed', error)))
export {}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a try around a returned promise gets nothing',
      code: `async function read(text: string) {
  for await (const chunk of open(text)) show(chunk)
}
socket.on('message', async (text: string) => {
  try {
    return read(text)
  } catch (error) {
    report(error)
  }
})
export {}`,
      errors: [
        {
          messageId: 'callback',
          data: { taker: 'the emitter' },
          line: 6,
          column: 12,
          endColumn: 16,
          suggestions: [
            {
              messageId: 'addCatch',
              data: { way: 'logs it' },
              output: `async function read(text: string) {
  for await (const chunk of open(text)) show(chunk)
}
socket.on('message', async (text: string) => {
  try {
    return read(text).catch((error) => console.error('Stream failed', error))
  } catch (error) {
    report(error)
  }
})
export {}`,
            },
          ],
        },
      ],
    },
    {
      name: 'timers',
      file: 'src/file.js',
      code: `export function poll(stream) {
  setInterval(async () => {
    for await (const line of tail()) take(line)
  }, 1000)
  setTimeout(async () => {
    const reader = stream.getReader()
    for (let c = await reader.read(); !c.done; c = await reader.read()) take(c.value)
  })
}`,
      errors: [
        {
          messageId: 'callback',
          data: { taker: 'the timer' },
          line: 3,
          column: 5,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'wrapBody',
              data: { way: 'logs it' },
              output: `export function poll(stream) {
  setInterval(async () => {
    try {
      for await (const line of tail()) take(line)
    } catch (error) {
      console.error('Stream failed', error)
    }
  }, 1000)
  setTimeout(async () => {
    const reader = stream.getReader()
    for (let c = await reader.read(); !c.done; c = await reader.read()) take(c.value)
  })
}`,
            },
          ],
        },
        {
          messageId: 'callback',
          data: { taker: 'the timer' },
          line: 7,
          column: 31,
          endColumn: 35,
          suggestions: [
            {
              messageId: 'wrapBody',
              data: { way: 'logs it' },
              output: `export function poll(stream) {
  setInterval(async () => {
    for await (const line of tail()) take(line)
  }, 1000)
  setTimeout(async () => {
    try {
      const reader = stream.getReader()
      for (let c = await reader.read(); !c.done; c = await reader.read()) take(c.value)
    } catch (error) {
      console.error('Stream failed', error)
    }
  })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'microtasks and ticks',
      code: `import { setImmediate } from 'node:timers'
export function later(reader: ReadableStreamDefaultReader<Uint8Array>, stream: AsyncIterable<string>) {
  queueMicrotask(async () => {
    let done = false
    while (!done) {
      const result = await reader.read()
      done = result.done
    }
  })
  process.nextTick(async () => {
    for await (const text of stream) take(text)
  })
  setImmediate(async () => {
    do {
      const { done } = await reader.read()
      if (done) break
    } while (true)
  })
}`,
      errors: [
        {
          messageId: 'callback',
          data: { taker: 'the timer' },
          line: 6,
          column: 35,
          endColumn: 39,
          suggestions: [
            {
              messageId: 'wrapBody',
              data: { way: 'logs it' },
              output: `import { setImmediate } from 'node:timers'
export function later(reader: ReadableStreamDefaultReader<Uint8Array>, stream: AsyncIterable<string>) {
  queueMicrotask(async () => {
    try {
      let done = false
      while (!done) {
        const result = await reader.read()
        done = result.done
      }
    } catch (error) {
      console.error('Stream failed', error)
    }
  })
  process.nextTick(async () => {
    for await (const text of stream) take(text)
  })
  setImmediate(async () => {
    do {
      const { done } = await reader.read()
      if (done) break
    } while (true)
  })
}`,
            },
          ],
        },
        {
          messageId: 'callback',
          data: { taker: 'the timer' },
          line: 11,
          column: 5,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'wrapBody',
              data: { way: 'logs it' },
              output: `import { setImmediate } from 'node:timers'
export function later(reader: ReadableStreamDefaultReader<Uint8Array>, stream: AsyncIterable<string>) {
  queueMicrotask(async () => {
    let done = false
    while (!done) {
      const result = await reader.read()
      done = result.done
    }
  })
  process.nextTick(async () => {
    try {
      for await (const text of stream) take(text)
    } catch (error) {
      console.error('Stream failed', error)
    }
  })
  setImmediate(async () => {
    do {
      const { done } = await reader.read()
      if (done) break
    } while (true)
  })
}`,
            },
          ],
        },
        {
          messageId: 'callback',
          data: { taker: 'the timer' },
          line: 15,
          column: 37,
          endColumn: 41,
          suggestions: [
            {
              messageId: 'wrapBody',
              data: { way: 'logs it' },
              output: `import { setImmediate } from 'node:timers'
export function later(reader: ReadableStreamDefaultReader<Uint8Array>, stream: AsyncIterable<string>) {
  queueMicrotask(async () => {
    let done = false
    while (!done) {
      const result = await reader.read()
      done = result.done
    }
  })
  process.nextTick(async () => {
    for await (const text of stream) take(text)
  })
  setImmediate(async () => {
    try {
      do {
        const { done } = await reader.read()
        if (done) break
      } while (true)
    } catch (error) {
      console.error('Stream failed', error)
    }
  })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'handlers of JSX',
      file: 'src/chat.tsx',
      code: `export function Chat() {
  const send = async () => {
    const response = await fetch('/api/chat')
    for await (const chunk of response.body!) add(chunk)
  }
  return <button onClick={send}>Send</button>
}`,
      errors: [
        {
          messageId: 'callback',
          data: { taker: 'the element' },
          line: 4,
          column: 5,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'wrapBody',
              data: { way: 'logs it' },
              output: `export function Chat() {
  const send = async () => {
    try {
      const response = await fetch('/api/chat')
      for await (const chunk of response.body!) add(chunk)
    } catch (error) {
      console.error('Stream failed', error)
    }
  }
  return <button onClick={send}>Send</button>
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'handler written in the attribute',
      file: 'src/chat.tsx',
      code: `export function Chat() {
  return (
    <Button
      onClick={async () => {
        const { output } = await generate()
        for await (const delta of readStreamableValue(output)) setText(delta)
      }}
    />
  )
}`,
      errors: [
        {
          messageId: 'callback',
          data: { taker: 'the element' },
          line: 6,
          column: 9,
          endColumn: 18,
          suggestions: [
            {
              messageId: 'wrapBody',
              data: { way: 'logs it' },
              output: `export function Chat() {
  return (
    <Button
      onClick={async () => {
        try {
          const { output } = await generate()
          for await (const delta of readStreamableValue(output)) setText(delta)
        } catch (error) {
          console.error('Stream failed', error)
        }
      }}
    />
  )
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'arrow that calls the handler',
      file: 'src/chat.jsx',
      code: `export function Chat() {
  async function send() {
    for await (const chunk of open()) add(chunk)
  }
  return <button onClick={() => send()}>Send</button>
}`,
      errors: [
        {
          messageId: 'callback',
          data: { taker: 'the element' },
          line: 5,
          column: 33,
          endColumn: 37,
          suggestions: [
            {
              messageId: 'addCatch',
              data: { way: 'logs it' },
              output: `export function Chat() {
  async function send() {
    for await (const chunk of open()) add(chunk)
  }
  return <button onClick={() => send().catch((error) => console.error('Stream failed', error))}>Send</button>
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'memoised handler, on one of two ways',
      file: 'src/chat.tsx',
      code: `import { useCallback } from 'react'
export function Chat({ busy }: { busy: boolean }) {
  const send = useCallback(async () => {
    for await (const chunk of open()) add(chunk)
  }, [])
  return <form onSubmit={busy ? undefined : send} />
}`,
      errors: [
        {
          messageId: 'callback',
          data: { taker: 'the element' },
          line: 4,
          column: 5,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'wrapBody',
              data: { way: 'logs it' },
              output: `import { useCallback } from 'react'
export function Chat({ busy }: { busy: boolean }) {
  const send = useCallback(async () => {
    try {
      for await (const chunk of open()) add(chunk)
    } catch (error) {
      console.error('Stream failed', error)
    }
  }, [])
  return <form onSubmit={busy ? undefined : send} />
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'effects',
      file: 'src/chat.tsx',
      code: `import { useEffect } from 'react'
export function Chat() {
  useEffect(() => {
    const run = async () => {
      for await (const chunk of open()) add(chunk)
    }
    run()
  }, [])
  // @ts-expect-error effects give back nothing
  useEffect(async () => {
    for await (const chunk of open()) add(chunk)
  }, [])
}`,
      errors: [
        {
          messageId: 'call',
          data: { name: 'run' },
          line: 7,
          column: 5,
          endColumn: 8,
          suggestions: [
            {
              messageId: 'addCatch',
              data: { way: 'logs it' },
              output: `import { useEffect } from 'react'
export function Chat() {
  useEffect(() => {
    const run = async () => {
      for await (const chunk of open()) add(chunk)
    }
    run().catch((error) => console.error('Stream failed', error))
  }, [])
  // @ts-expect-error effects give back nothing
  useEffect(async () => {
    for await (const chunk of open()) add(chunk)
  }, [])
}`,
            },
          ],
        },
        {
          messageId: 'callback',
          data: { taker: 'the effect' },
          line: 11,
          column: 5,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'wrapBody',
              data: { way: 'logs it' },
              output: `import { useEffect } from 'react'
export function Chat() {
  useEffect(() => {
    const run = async () => {
      for await (const chunk of open()) add(chunk)
    }
    run()
  }, [])
  // @ts-expect-error effects give back nothing
  useEffect(async () => {
    try {
      for await (const chunk of open()) add(chunk)
    } catch (error) {
      console.error('Stream failed', error)
    }
  }, [])
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'callbacks of arrays',
      file: 'src/file.js',
      code: `export function all(urls) {
  urls.forEach(async (url) => {
    for await (const chunk of open(url)) take(chunk)
  })
  urls.map(async (url) => {
    for await (const chunk of open(url)) take(chunk)
  })
}`,
      errors: [
        {
          messageId: 'callback',
          data: { taker: 'the array' },
          line: 3,
          column: 5,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'wrapBody',
              data: { way: 'logs it' },
              output: `export function all(urls) {
  urls.forEach(async (url) => {
    try {
      for await (const chunk of open(url)) take(chunk)
    } catch (error) {
      console.error('Stream failed', error)
    }
  })
  urls.map(async (url) => {
    for await (const chunk of open(url)) take(chunk)
  })
}`,
            },
          ],
        },
        {
          messageId: 'callback',
          data: { taker: 'the array' },
          line: 6,
          column: 5,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'wrapBody',
              data: { way: 'logs it' },
              output: `export function all(urls) {
  urls.forEach(async (url) => {
    for await (const chunk of open(url)) take(chunk)
  })
  urls.map(async (url) => {
    try {
      for await (const chunk of open(url)) take(chunk)
    } catch (error) {
      console.error('Stream failed', error)
    }
  })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'executor of a promise',
      code: `export function collect(stream: AsyncIterable<string>) {
  return new Promise(async (resolve, reject) => {
    let all = ''
    for await (const text of stream) all += text
    resolve(all)
  })
}`,
      errors: [
        {
          messageId: 'callback',
          data: { taker: '`new Promise`' },
          line: 4,
          column: 5,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'wrapBody',
              data: { way: 'rejects the promise that is made here' },
              output: `export function collect(stream: AsyncIterable<string>) {
  return new Promise(async (resolve, reject) => {
    try {
      let all = ''
      for await (const text of stream) all += text
      resolve(all)
    } catch (error) {
      reject(error)
    }
  })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'floating call of a method',
      code: `export class Client {
  connect() {
    this.pump()
  }
  private async pump() {
    while (true) {
      const { done, value } = await this.reader.read()
      if (done) return
      this.take(value)
    }
  }
}`,
      errors: [
        {
          messageId: 'call',
          data: { name: 'pump' },
          line: 3,
          column: 10,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'addCatch',
              data: { way: 'logs it' },
              output: `export class Client {
  connect() {
    this.pump().catch((error) => console.error('Stream failed', error))
  }
  private async pump() {
    while (true) {
      const { done, value } = await this.reader.read()
      if (done) return
      this.take(value)
    }
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'void is no handling',
      code: `const read = async (stream: AsyncIterable<string>) => {
  for await (const text of stream) take(text)
}
export function start(stream: AsyncIterable<string>) {
  void read(stream)
}`,
      errors: [
        {
          messageId: 'call',
          data: { name: 'read' },
          line: 5,
          column: 8,
          endColumn: 12,
          suggestions: [
            {
              messageId: 'addCatch',
              data: { way: 'logs it' },
              output: `const read = async (stream: AsyncIterable<string>) => {
  for await (const text of stream) take(text)
}
export function start(stream: AsyncIterable<string>) {
  void read(stream).catch((error) => console.error('Stream failed', error))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'floating call of a method of an object',
      file: 'src/file.js',
      code: `const api = {
  async read() {
    for await (const text of open()) take(text)
  },
}
export function start(isOn) {
  if (isOn) api.read()
  isOn && api.read()
}`,
      errors: [
        {
          messageId: 'call',
          data: { name: 'read' },
          line: 7,
          column: 17,
          endColumn: 21,
          suggestions: [
            {
              messageId: 'addCatch',
              data: { way: 'logs it' },
              output: `const api = {
  async read() {
    for await (const text of open()) take(text)
  },
}
export function start(isOn) {
  if (isOn) api.read().catch((error) => console.error('Stream failed', error))
  isOn && api.read()
}`,
            },
          ],
        },
        {
          messageId: 'call',
          data: { name: 'read' },
          line: 8,
          column: 15,
          endColumn: 19,
          suggestions: [
            {
              messageId: 'addCatch',
              data: { way: 'logs it' },
              output: `const api = {
  async read() {
    for await (const text of open()) take(text)
  },
}
export function start(isOn) {
  if (isOn) api.read()
  isOn && api.read().catch((error) => console.error('Stream failed', error))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'through other functions of the file',
      file: 'src/file.js',
      code: `async function read() {
  for await (const text of open()) take(text)
}
async function readAll() {
  await Promise.all([read(), read()])
}
const again = () => readAll()
export function start() {
  readAll()
  again()
  readAll().then(done)
}`,
      errors: [
        {
          messageId: 'call',
          data: { name: 'readAll' },
          line: 9,
          column: 3,
          endColumn: 10,
          suggestions: [
            {
              messageId: 'addCatch',
              data: { way: 'logs it' },
              output: `async function read() {
  for await (const text of open()) take(text)
}
async function readAll() {
  await Promise.all([read(), read()])
}
const again = () => readAll()
export function start() {
  readAll().catch((error) => console.error('Stream failed', error))
  again()
  readAll().then(done)
}`,
            },
          ],
        },
        {
          messageId: 'call',
          data: { name: 'again' },
          line: 10,
          column: 3,
          endColumn: 8,
          suggestions: [
            {
              messageId: 'addCatch',
              data: { way: 'logs it' },
              output: `async function read() {
  for await (const text of open()) take(text)
}
async function readAll() {
  await Promise.all([read(), read()])
}
const again = () => readAll()
export function start() {
  readAll()
  again().catch((error) => console.error('Stream failed', error))
  readAll().then(done)
}`,
            },
          ],
        },
        {
          messageId: 'chain',
          line: 11,
          column: 13,
          endColumn: 17,
          suggestions: [
            {
              messageId: 'addCatch',
              data: { way: 'logs it' },
              output: `async function read() {
  for await (const text of open()) take(text)
}
async function readAll() {
  await Promise.all([read(), read()])
}
const again = () => readAll()
export function start() {
  readAll()
  again()
  readAll().then(done).catch((error) => console.error('Stream failed', error))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a promise that is kept and not waited for',
      code: `async function read() {
  for await (const text of open()) take(text)
}
export function start() {
  const reading = read()
  reading.then(done)
}`,
      errors: [
        {
          messageId: 'chain',
          line: 6,
          column: 11,
          endColumn: 15,
          suggestions: [
            {
              messageId: 'addCatch',
              data: { way: 'logs it' },
              output: `async function read() {
  for await (const text of open()) take(text)
}
export function start() {
  const reading = read()
  reading.then(done).catch((error) => console.error('Stream failed', error))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'recursion through await',
      code: `export function start(stream: ReadableStream<Uint8Array>) {
  const reader = stream.getReader()
  async function pump() {
    const { done, value } = await reader.read()
    if (done) return
    take(value)
    await pump()
  }
  pump()
}`,
      errors: [
        {
          messageId: 'call',
          data: { name: 'pump' },
          line: 9,
          column: 3,
          endColumn: 7,
          suggestions: [
            {
              messageId: 'addCatch',
              data: { way: 'logs it' },
              output: `export function start(stream: ReadableStream<Uint8Array>) {
  const reader = stream.getReader()
  async function pump() {
    const { done, value } = await reader.read()
    if (done) return
    take(value)
    await pump()
  }
  pump().catch((error) => console.error('Stream failed', error))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'recursion through then, nothing given back',
      code: `export function start(reader: ReadableStreamDefaultReader<Uint8Array>) {
  function pump() {
    reader.read().then(({ done, value }) => {
      if (done) return
      take(value)
      pump()
    })
  }
  pump()
}`,
      errors: [
        {
          messageId: 'chain',
          line: 3,
          column: 19,
          endColumn: 23,
          suggestions: [
            {
              messageId: 'addCatch',
              data: { way: 'logs it' },
              output: `export function start(reader: ReadableStreamDefaultReader<Uint8Array>) {
  function pump() {
    reader.read().then(({ done, value }) => {
      if (done) return
      take(value)
      pump()
    }).catch((error) => console.error('Stream failed', error))
  }
  pump()
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'recursion by a named callback',
      file: 'src/file.js',
      code: `export function start(response) {
  const reader = response.body.getReader()
  reader.read().then(function pump({ done, value }) {
    if (done) return
    take(value)
    return reader.read().then(pump)
  })
}`,
      errors: [
        {
          messageId: 'chain',
          line: 3,
          column: 17,
          endColumn: 21,
          suggestions: [
            {
              messageId: 'addCatch',
              data: { way: 'logs it' },
              output: `export function start(response) {
  const reader = response.body.getReader()
  reader.read().then(function pump({ done, value }) {
    if (done) return
    take(value)
    return reader.read().then(pump)
  }).catch((error) => console.error('Stream failed', error))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'the first read is caught, the others are not',
      file: 'src/file.js',
      code: `export function start(response) {
  const reader = response.body.getReader()
  function pump({ done, value }) {
    if (done) return
    take(value)
    reader.read().then(pump)
  }
  return reader.read().then(pump).catch(report)
}`,
      errors: [
        {
          messageId: 'chain',
          line: 6,
          column: 19,
          endColumn: 23,
          suggestions: [
            {
              messageId: 'addCatch',
              data: { way: 'logs it' },
              output: `export function start(response) {
  const reader = response.body.getReader()
  function pump({ done, value }) {
    if (done) return
    take(value)
    reader.read().then(pump).catch((error) => console.error('Stream failed', error))
  }
  return reader.read().then(pump).catch(report)
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'then with an async callback',
      file: 'src/file.js',
      code: `export function load(url) {
  fetch(url).then(async (response) => {
    for await (const chunk of response.body) take(chunk)
  })
}`,
      errors: [
        {
          messageId: 'chain',
          line: 2,
          column: 14,
          endColumn: 18,
          suggestions: [
            {
              messageId: 'addCatch',
              data: { way: 'logs it' },
              output: `export function load(url) {
  fetch(url).then(async (response) => {
    for await (const chunk of response.body) take(chunk)
  }).catch((error) => console.error('Stream failed', error))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'then with an async callback and a rejection handler that does not cover it',
      file: 'src/file.js',
      code: `export function load(url) {
  fetch(url).then(
    async (response) => {
      for await (const chunk of response.body) take(chunk)
    },
    (error) => {
      throw error
    },
  )
}`,
      errors: [
        {
          messageId: 'chain',
          line: 2,
          column: 14,
          endColumn: 18,
          suggestions: [
            {
              messageId: 'addCatch',
              data: { way: 'logs it' },
              output: `export function load(url) {
  fetch(url).then(
    async (response) => {
      for await (const chunk of response.body) take(chunk)
    },
    (error) => {
      throw error
    },
  ).catch((error) => console.error('Stream failed', error))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'chain over several lines',
      code: `export function load(url: string) {
  fetch(url)
    .then((response) => readAll(response.body!))
    .then(show)
}
async function readAll(body: ReadableStream<Uint8Array>) {
  for await (const chunk of body) take(chunk)
}`,
      errors: [
        {
          messageId: 'chain',
          line: 4,
          column: 6,
          endColumn: 10,
          suggestions: [
            {
              messageId: 'addCatch',
              data: { way: 'logs it' },
              output: `export function load(url: string) {
  fetch(url)
    .then((response) => readAll(response.body!))
    .then(show).catch((error) => console.error('Stream failed', error))
}
async function readAll(body: ReadableStream<Uint8Array>) {
  for await (const chunk of body) take(chunk)
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'top level of a module that others import',
      code: `export const name = 'x'
;(async () => {
  for await (const text of open()) take(text)
})()`,
      errors: [
        {
          messageId: 'iife',
          line: 3,
          column: 3,
          endColumn: 12,
          suggestions: [
            {
              messageId: 'addCatch',
              data: { way: 'logs it' },
              output: `export const name = 'x'
;(async () => {
  for await (const text of open()) take(text)
})().catch((error) => console.error('Stream failed', error))`,
            },
          ],
        },
      ],
    },
    {
      name: 'top level of a server',
      code: `import http from 'node:http'
http.createServer().listen(3000)
follow()
async function follow() {
  for await (const text of open()) take(text)
}`,
      errors: [
        {
          messageId: 'call',
          data: { name: 'follow' },
          line: 3,
          column: 1,
          endColumn: 7,
          suggestions: [
            {
              messageId: 'addCatch',
              data: { way: 'logs it' },
              output: `import http from 'node:http'
http.createServer().listen(3000)
follow().catch((error) => console.error('Stream failed', error))
async function follow() {
  for await (const text of open()) take(text)
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a function of a private method',
      file: 'src/file.js',
      code: `export class Client {
  constructor() {
    this.#read()
  }
  async #read() {
    for await (const text of open()) take(text)
  }
}`,
      errors: [
        {
          messageId: 'call',
          data: { name: '#read' },
          line: 3,
          column: 10,
          endColumn: 15,
          suggestions: [
            {
              messageId: 'addCatch',
              data: { way: 'logs it' },
              output: `export class Client {
  constructor() {
    this.#read().catch((error) => console.error('Stream failed', error))
  }
  async #read() {
    for await (const text of open()) take(text)
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a chain that begins with no stream',
      code: `export function start() {
  Promise.resolve().then(async () => {
    for await (const text of open()) take(text)
  })
}`,
      errors: [
        {
          messageId: 'chain',
          line: 2,
          column: 21,
          endColumn: 25,
          suggestions: [
            {
              messageId: 'addCatch',
              data: { way: 'logs it' },
              output: `export function start() {
  Promise.resolve().then(async () => {
    for await (const text of open()) take(text)
  }).catch((error) => console.error('Stream failed', error))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'calls and chains at the top level',
      file: 'src/file.js',
      code: `async function read() {
  for await (const text of open()) take(text)
}
read()
read().then(done)
fetch('/answer').then(async (response) => {
  for await (const chunk of response.body) take(chunk)
})`,
      errors: [
        {
          messageId: 'call',
          data: { name: 'read' },
          line: 4,
          column: 1,
          endColumn: 5,
          suggestions: [
            {
              messageId: 'addCatch',
              data: { way: 'logs it' },
              output: `async function read() {
  for await (const text of open()) take(text)
}
read().catch((error) => console.error('Stream failed', error))
read().then(done)
fetch('/answer').then(async (response) => {
  for await (const chunk of response.body) take(chunk)
})`,
            },
          ],
        },
        {
          messageId: 'chain',
          line: 5,
          column: 8,
          endColumn: 12,
          suggestions: [
            {
              messageId: 'addCatch',
              data: { way: 'logs it' },
              output: `async function read() {
  for await (const text of open()) take(text)
}
read()
read().then(done).catch((error) => console.error('Stream failed', error))
fetch('/answer').then(async (response) => {
  for await (const chunk of response.body) take(chunk)
})`,
            },
          ],
        },
        {
          messageId: 'chain',
          line: 6,
          column: 18,
          endColumn: 22,
          suggestions: [
            {
              messageId: 'addCatch',
              data: { way: 'logs it' },
              output: `async function read() {
  for await (const text of open()) take(text)
}
read()
read().then(done)
fetch('/answer').then(async (response) => {
  for await (const chunk of response.body) take(chunk)
}).catch((error) => console.error('Stream failed', error))`,
            },
          ],
        },
      ],
    },
    {
      name: 'top level of a page',
      code: `document.title = 'Chat'
;(async () => {
  for await (const text of open()) show(text)
})()`,
      errors: [
        {
          messageId: 'iife',
          line: 3,
          column: 3,
          endColumn: 12,
          suggestions: [
            {
              messageId: 'addCatch',
              data: { way: 'logs it' },
              output: `document.title = 'Chat'
;(async () => {
  for await (const text of open()) show(text)
})().catch((error) => console.error('Stream failed', error))`,
            },
          ],
        },
      ],
    },
    {
      name: "a worker's own handler",
      file: 'src/file.js',
      code: `self.onmessage = async (event) => {
  for await (const text of open(event.data)) postMessage(text)
}`,
      errors: [
        {
          messageId: 'callback',
          data: { taker: 'the emitter' },
          line: 2,
          column: 3,
          endColumn: 12,
          suggestions: [
            {
              messageId: 'wrapBody',
              data: { way: 'logs it' },
              output: `self.onmessage = async (event) => {
  try {
    for await (const text of open(event.data)) postMessage(text)
  } catch (error) {
    console.error('Stream failed', error)
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'pipes that are waited for, in a timer',
      code: `import { pipeline } from 'node:stream/promises'
export function later(a: NodeJS.ReadableStream, b: NodeJS.WritableStream, body: ReadableStream, out: WritableStream) {
  setTimeout(async () => {
    await pipeline(a, b)
  })
  setTimeout(async () => {
    await body.pipeTo(out)
  })
}`,
      errors: [
        {
          messageId: 'callback',
          data: { taker: 'the timer' },
          line: 4,
          column: 11,
          endColumn: 19,
          suggestions: [
            {
              messageId: 'wrapBody',
              data: { way: 'logs it' },
              output: `import { pipeline } from 'node:stream/promises'
export function later(a: NodeJS.ReadableStream, b: NodeJS.WritableStream, body: ReadableStream, out: WritableStream) {
  setTimeout(async () => {
    try {
      await pipeline(a, b)
    } catch (error) {
      console.error('Stream failed', error)
    }
  })
  setTimeout(async () => {
    await body.pipeTo(out)
  })
}`,
            },
          ],
        },
        {
          messageId: 'callback',
          data: { taker: 'the timer' },
          line: 7,
          column: 16,
          endColumn: 22,
          suggestions: [
            {
              messageId: 'wrapBody',
              data: { way: 'logs it' },
              output: `import { pipeline } from 'node:stream/promises'
export function later(a: NodeJS.ReadableStream, b: NodeJS.WritableStream, body: ReadableStream, out: WritableStream) {
  setTimeout(async () => {
    await pipeline(a, b)
  })
  setTimeout(async () => {
    try {
      await body.pipeTo(out)
    } catch (error) {
      console.error('Stream failed', error)
    }
  })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'logger of the file',
      code: `import { logger } from './logger'
export function start(stream: AsyncIterable<string>) {
  logger.info('starts')
  ;(async () => {
    for await (const text of stream) take(text)
  })()
}`,
      errors: [
        {
          messageId: 'iife',
          line: 5,
          column: 5,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'addCatch',
              data: { way: 'logs it' },
              output: `import { logger } from './logger'
export function start(stream: AsyncIterable<string>) {
  logger.info('starts')
  ;(async () => {
    for await (const text of stream) take(text)
  })().catch((error) => logger.error('Stream failed', error))
}`,
            },
          ],
        },
      ],
    },
  ],
  silent: [
    {
      name: 'promises that have a catch, or two callbacks',
      file: 'src/file.js',
      code: `export function start(stream) {
  ;(async () => { for await (const text of stream) take(text) })().catch(report)
  ;(async () => { for await (const text of stream) take(text) })().then(done, report)
  ;(async () => { for await (const text of stream) take(text) })().then(done).catch(() => {})
}`,
    },
    {
      name: 'a try in the function itself',
      code: `export function start(stream: AsyncIterable<string>) {
  void (async () => {
    try {
      for await (const text of stream) take(text)
    } catch (error) {
      report(error)
    }
  })()
}`,
    },
    {
      name: 'a catch that throws only sometimes',
      code: `export function start(stream: AsyncIterable<string>, signal: AbortSignal) {
  void (async () => {
    try {
      for await (const text of stream) take(text)
    } catch (error) {
      if (!signal.aborted) throw error
    }
  })()
}`,
    },
    {
      name: 'an outer catch of the same function gets what the inner one throws again',
      code: `export function start(stream: AsyncIterable<string>) {
  void (async () => {
    try {
      try {
        for await (const text of stream) take(text)
      } catch (error) {
        throw new Error('broken', { cause: error })
      }
    } catch (error) {
      report(error)
    }
  })()
}`,
    },
    {
      name: 'the caller gets it',
      code: `export async function collect(stream: AsyncIterable<string>) {
  let all = ''
  for await (const text of stream) all += text
  return all
}
export const run = (stream: AsyncIterable<string>) => (async () => collect(stream))()`,
    },
    {
      name: 'generators',
      code: `export async function* lines(stream: AsyncIterable<string>) {
  for await (const text of stream) yield text
}
export class Source {
  async *[Symbol.asyncIterator]() {
    const reader = this.body.getReader()
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  }
}`,
    },
    {
      name: 'awaited inside a try, a race, a list',
      code: `async function read() {
  for await (const text of open()) take(text)
}
socket.on('message', async () => {
  try {
    await read()
    await Promise.race([read(), timeout()])
    await Promise.all(urls.map(async (url: string) => {
      for await (const text of open(url)) take(text)
    }))
    return await read()
  } catch (error) {
    report(error)
  }
})
export {}`,
    },
    {
      name: 'who gets the promise is unknown',
      file: 'src/file.js',
      code: `async function read() {
  for await (const text of open()) take(text)
}
export function start(context, queue) {
  context.waitUntil(read())
  after(read())
  queue.add(() => read())
  tasks.push(read())
  const pending = read()
  return { pending, done: read() }
}`,
    },
    {
      name: 'functions that others run',
      file: 'src/file.js',
      code: `export const tool = defineTool({
  execute: async () => { for await (const text of open()) take(text) },
})
queue.process(async () => { for await (const text of open()) take(text) })
cron.schedule('* * * * *', async () => { for await (const text of open()) take(text) })
after(async () => { for await (const text of open()) take(text) })
new Worker('jobs', async () => { for await (const text of open()) take(text) })
observable.subscribe(async () => { for await (const text of open()) take(text) })
startTransition(async () => { for await (const text of open()) take(text) })`,
    },
    {
      name: 'emitters that wait for their listeners',
      code: `import Emittery from 'emittery'
import { Telegraf } from 'telegraf'
const bot = new Telegraf('token')
bot.on('text', async (update) => {
  for await (const text of open()) await update.reply(text)
})
const emitter = new Emittery()
emitter.on('go', async () => {
  for await (const text of open()) take(text)
})
export {}`,
    },
    {
      name: 'a bot from another file',
      code: `import { bot } from './bot'
bot.on('message', async (ctx) => {
  for await (const text of open()) await ctx.reply(text)
})`,
    },
    {
      name: 'listeners that catch',
      file: 'src/file.js',
      code: `async function read(text) {
  for await (const chunk of open(text)) take(chunk)
}
async function safe(text) {
  try {
    await read(text)
  } catch (error) {
    report(error)
  }
}
export function wire(socket) {
  socket.on('message', safe)
  socket.on('message', (text) => { safe(text) })
  socket.on('message', (text) => read(text).catch(report))
  socket.on('message', (text) => void read(text).catch(report))
  socket.onmessage = safe
  setInterval(safe, 1000)
}`,
    },
    {
      name: 'handlers of components, which may do anything',
      file: 'src/chat.tsx',
      code: `export function Chat() {
  return (
    <Thread
      onNew={async () => {
        for await (const text of open()) add(text)
      }}
    />
  )
}`,
    },
    {
      name: 'start and pull: a rejection errors the stream',
      code: `export const a = new ReadableStream({
  async start(controller) {
    for await (const text of open()) controller.enqueue(text)
    controller.close()
  },
})
export const b = new ReadableStream({
  async pull(controller) {
    const { done, value } = await reader.read()
    if (done) controller.close()
    else controller.enqueue(value)
  },
})
export const c = new TransformStream({
  async transform(chunk, controller) {
    for await (const text of open(chunk)) controller.enqueue(text)
  },
})`,
    },
    {
      name: 'main functions of scripts',
      code: `async function main() {
  for await (const text of open()) process.stdout.write(text)
}
main()`,
    },
    {
      name: 'scripts without a main function',
      code: `import OpenAI from 'openai'
const client = new OpenAI()
;(async () => {
  const stream = await client.chat.completions.create({ model: 'm', messages: [], stream: true })
  for await (const part of stream) process.stdout.write(part.choices[0]?.delta?.content ?? '')
})()`,
    },
    {
      name: 'a main function in a module that others import too',
      file: 'src/file.js',
      code: `export async function main() {
  for await (const text of open()) process.stdout.write(text)
}
async function start() {
  for await (const text of open()) process.stdout.write(text)
}
if (import.meta.main) start()
void main()`,
    },
    {
      name: 'scripts by what they use, and by where they are',
      file: 'src/file.js',
      code: `async function read(path) {
  for await (const text of open(path)) take(text)
}
read(process.argv[2])`,
    },
    {
      name: 'a script by its folder',
      file: 'scripts/seed.js',
      code: `export async function read() {
  for await (const text of open()) take(text)
}
read()`,
    },
    {
      name: 'start of a program, and what comes then',
      file: 'src/file.js',
      code: `async function start() {
  for await (const text of open()) take(text)
}
start().then(() => report('done'))
export {}`,
    },
    {
      name: 'emitters that are told to make a rejection an error',
      code: `import { EventEmitter } from 'node:events'
const emitter = new EventEmitter({ captureRejections: true })
emitter.on('error', report)
emitter.on('go', async () => {
  for await (const text of open()) take(text)
})`,
    },
    {
      name: 'what cannot fail, or is looked after',
      file: 'src/file.js',
      code: `import { spawn } from 'node:child_process'
import readline from 'node:readline'
export function start(urls) {
  const child = spawn('ls')
  const { stdout } = spawn('ls')
  const lines = readline.createInterface({ input: child.stdout })
  setTimeout(async () => { for await (const chunk of child.stdout) take(chunk) })
  setTimeout(async () => { for await (const chunk of stdout) take(chunk) })
  setTimeout(async () => { for await (const chunk of process.stdin) take(chunk) })
  setTimeout(async () => { for await (const line of lines) take(line) })
  setTimeout(async () => { for await (const response of urls.map(load)) take(response) })
  setTimeout(async () => { for await (const response of [load(urls[0]), load(urls[1])]) take(response) })
}`,
    },
    {
      name: 'loops that wait for no stream',
      file: 'src/file.js',
      code: `export function start(items) {
  setTimeout(async () => {
    for (const item of items) await save(item)
    while (!(await isReady())) await sleep(100)
    const text = await fs.read(1)
  })
}`,
    },
    {
      name: 'recursion through then whose promise is given back',
      file: 'src/file.js',
      code: `export function start(reader) {
  function pump() {
    return reader.read().then(({ done, value }) => {
      if (done) return
      take(value)
      return pump()
    })
  }
  return pump()
}
export function start2(reader) {
  return reader.read().then(function pump({ done, value }) {
    if (done) return
    take(value)
    return reader.read().then(pump)
  })
}`,
    },
    {
      name: 'recursion through then with a catch',
      file: 'src/file.js',
      code: `export function start(reader) {
  reader.read().then(function pump({ done, value }) {
    if (done) return
    take(value)
    return reader.read().then(pump)
  }).catch(report)
}`,
    },
    {
      name: 'floating pipes belong to no-unhandled-pipe',
      code: `import { pipeline } from 'node:stream/promises'
export function copy(a: NodeJS.ReadableStream, b: NodeJS.WritableStream, body: ReadableStream, out: WritableStream) {
  pipeline(a, b)
  body.pipeTo(out)
}`,
    },
    {
      name: 'an error that travels on through the readable twin',
      code: `export function serve(body: ReadableStream) {
  const { readable, writable } = new TransformStream()
  void (async () => {
    await body.pipeTo(writable)
  })()
  return new Response(readable)
}`,
    },
    {
      name: 'lists that are iterated with for await',
      code: `export const handlers = {
  async update(items: Partial<Item>[], ids: readonly string[], names: Set<string>) {
    for await (const item of items) await save(item)
    for await (const id of ids) await save(id)
    for await (const name of names) await save(name)
    for await (const key of new Map()) await save(key)
  },
  async go(items: Item[]) {
    this.update(items, [], new Set())
  },
}
setTimeout(() => handlers.update([], [], new Set()))`,
    },
  ],
})
