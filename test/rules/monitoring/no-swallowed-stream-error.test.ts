import rule from '../../../rules/monitoring/no-swallowed-stream-error.ts'
import { ruleTest } from '../../rule-tester.ts'

ruleTest(rule, {
  reports: [
    {
      name: 'empty',
      code: `async function f(stream) {
  try {
    for await (const chunk of stream) show(chunk)
  } catch {}
}`,
      errors: [
        {
          messageId: 'stream',
          line: 4,
          column: 5,
          endColumn: 10,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'console.error' },
              output: `async function f(stream) {
  try {
    for await (const chunk of stream) show(chunk)
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
      name: 'only a comment',
      code: `async function f(stream) {
  try {
    for await (const chunk of stream) show(chunk)
  } catch (e) {
    // ignore
  }
}`,
      errors: [
        {
          messageId: 'stream',
          line: 4,
          column: 5,
          endColumn: 10,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'console.error' },
              output: `async function f(stream) {
  try {
    for await (const chunk of stream) show(chunk)
  } catch (e) {
    // ignore
    console.error('Stream failed', e)
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'returns nothing',
      code: `async function f(reader) {
  try {
    while (true) {
      const { done, value } = await reader.read();
      if (done) break;
      show(value);
    }
  } catch {
    return;
  } finally {
    reader.releaseLock();
  }
}`,
      errors: [
        {
          messageId: 'stream',
          line: 8,
          column: 5,
          endColumn: 10,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'console.error' },
              output: `async function f(reader) {
  try {
    while (true) {
      const { done, value } = await reader.read();
      if (done) break;
      show(value);
    }
  } catch (error) {
    console.error('Stream failed', error);
    return;
  } finally {
    reader.releaseLock();
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'returns undefined',
      code: `async function f(stream) {
  try {
    for await (const chunk of stream) show(chunk)
  } catch (error) {
    return undefined
  }
}`,
      errors: [
        {
          messageId: 'stream',
          line: 4,
          column: 5,
          endColumn: 10,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'console.error' },
              output: `async function f(stream) {
  try {
    for await (const chunk of stream) show(chunk)
  } catch (error) {
    console.error('Stream failed', error)
    return undefined
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'returns nothing at once, or at the end',
      code: `async function f(stream) {
  try {
    for await (const chunk of stream) show(chunk)
    return undefined
  } catch {
    return undefined
  }
}`,
      errors: [
        {
          messageId: 'stream',
          line: 5,
          column: 5,
          endColumn: 10,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'console.error' },
              output: `async function f(stream) {
  try {
    for await (const chunk of stream) show(chunk)
    return undefined
  } catch (error) {
    console.error('Stream failed', error)
    return undefined
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'continues with the next stream',
      code: `async function f(streams) {
  for (const stream of streams) {
    try {
      for await (const chunk of stream) show(chunk)
    } catch {
      continue
    }
  }
}`,
      errors: [
        {
          messageId: 'stream',
          line: 5,
          column: 7,
          endColumn: 12,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'console.error' },
              output: `async function f(streams) {
  for (const stream of streams) {
    try {
      for await (const chunk of stream) show(chunk)
    } catch (error) {
      console.error('Stream failed', error)
      continue
    }
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a frame',
      code: `async function f(lines) {
  for await (const line of lines) {
    try {
      show(JSON.parse(line))
    } catch {
      // not JSON yet
    }
  }
}`,
      errors: [
        {
          messageId: 'frame',
          line: 5,
          column: 7,
          endColumn: 12,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'console.error' },
              output: `async function f(lines) {
  for await (const line of lines) {
    try {
      show(JSON.parse(line))
    } catch (error) {
      // not JSON yet
      console.error('Stream frame could not be parsed', error)
    }
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a frame, continued',
      code: `async function f(reader) {
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    for (const line of take(value)) {
      let data
      try {
        data = JSON.parse(line)
      } catch (e) {
        continue
      }
      show(data)
    }
  }
}`,
      errors: [
        {
          messageId: 'frame',
          line: 9,
          column: 9,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'console.error' },
              output: `async function f(reader) {
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    for (const line of take(value)) {
      let data
      try {
        data = JSON.parse(line)
      } catch (e) {
        console.error('Stream frame could not be parsed', e)
        continue
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
      name: 'a frame of a listener',
      code: `source.on('data', (chunk) => {
  try {
    handle(JSON.parse(take(chunk)))
  } catch {}
})`,
      errors: [
        {
          messageId: 'frame',
          line: 4,
          column: 5,
          endColumn: 10,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'console.error' },
              output: `source.on('data', (chunk) => {
  try {
    handle(JSON.parse(take(chunk)))
  } catch (error) {
    console.error('Stream frame could not be parsed', error)
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'a message of a socket, where all are asked for',
      code: `ws.onmessage = (event) => {
  try { handle(JSON.parse(event.data)) } catch { }
}`,
      errors: [
        {
          messageId: 'frame',
          line: 2,
          column: 42,
          endColumn: 47,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'console.error' },
              output: `ws.onmessage = (event) => {
  try { handle(JSON.parse(event.data)) } catch (error) {
    console.error('Stream frame could not be parsed', error)
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a read inside of the loop',
      code: `async function f(reader) {
  while (true) {
    let read
    try {
      read = await reader.read()
    } catch {
      return
    }
    if (read.done) return
    show(read.value)
  }
}`,
      errors: [
        {
          messageId: 'stream',
          line: 6,
          column: 7,
          endColumn: 12,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'console.error' },
              output: `async function f(reader) {
  while (true) {
    let read
    try {
      read = await reader.read()
    } catch (error) {
      console.error('Stream failed', error)
      return
    }
    if (read.done) return
    show(read.value)
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'an event of an EventSource',
      code: `const events = new EventSource('/events')
events.onmessage = (event) => {
  try { handle(JSON.parse(event.data)) } catch { }
}`,
      errors: [
        {
          messageId: 'frame',
          line: 3,
          column: 42,
          endColumn: 47,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'console.error' },
              output: `const events = new EventSource('/events')
events.onmessage = (event) => {
  try { handle(JSON.parse(event.data)) } catch (error) {
    console.error('Stream frame could not be parsed', error)
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a piece of the stream inside a message of a socket',
      options: { messages: false },
      code: `socket.addEventListener('message', (event) => {
  try {
    const message = JSON.parse(event.data)
    if (message.id !== id) return
    try {
      controller.enqueue(JSON.parse(message.body))
    } catch {
      // skipped
    }
  } catch {
    // of somebody else
  }
})`,
      errors: [
        {
          messageId: 'frame',
          line: 7,
          column: 7,
          endColumn: 12,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'console.error' },
              output: `socket.addEventListener('message', (event) => {
  try {
    const message = JSON.parse(event.data)
    if (message.id !== id) return
    try {
      controller.enqueue(JSON.parse(message.body))
    } catch (error) {
      // skipped
      console.error('Stream frame could not be parsed', error)
    }
  } catch {
    // of somebody else
  }
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'a promise',
      code: `async function pump(stream) {
  for await (const chunk of stream) show(chunk)
}
pump(source).catch(() => {})`,
      errors: [
        {
          messageId: 'promise',
          line: 4,
          column: 14,
          endColumn: 19,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'console.error' },
              output: `async function pump(stream) {
  for await (const chunk of stream) show(chunk)
}
pump(source).catch((error) => {
  console.error('Stream failed', error)
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'a promise of a function expression',
      code: `;(async () => {
  for await (const chunk of stream) show(chunk)
})().catch(() => undefined)`,
      errors: [
        {
          messageId: 'promise',
          line: 3,
          column: 6,
          endColumn: 11,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'console.error' },
              output: `;(async () => {
  for await (const chunk of stream) show(chunk)
})().catch((error) => console.error('Stream failed', error))`,
            },
          ],
        },
      ],
    },
    {
      name: 'a pipeline',
      code: `import { pipeline } from 'node:stream/promises'
export const copy = (a, b) => pipeline(a, b).catch(() => {})`,
      errors: [
        {
          messageId: 'promise',
          line: 2,
          column: 46,
          endColumn: 51,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'console.error' },
              output: `import { pipeline } from 'node:stream/promises'
export const copy = (a, b) => pipeline(a, b).catch((error) => {
  console.error('Stream failed', error)
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'pipeTo',
      code: `export const copy = (response, sink) => response.body.pipeTo(sink).catch(function () {})`,
      errors: [
        {
          messageId: 'promise',
          line: 1,
          column: 68,
          endColumn: 73,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'console.error' },
              output: `export const copy = (response, sink) => response.body.pipeTo(sink).catch(function (error) {
  console.error('Stream failed', error)
})`,
            },
          ],
        },
      ],
    },
    {
      name: 'a logger of the file',
      code: `import { logger } from './logger'
logger.info('started')
async function f(stream) {
  try {
    for await (const chunk of stream) show(chunk)
  } catch {}
}`,
      errors: [
        {
          messageId: 'stream',
          line: 6,
          column: 5,
          endColumn: 10,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'logger.error' },
              output: `import { logger } from './logger'
logger.info('started')
async function f(stream) {
  try {
    for await (const chunk of stream) show(chunk)
  } catch (error) {
    logger.error('Stream failed', error)
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a logger of the settings',
      settings: { streaming: { loggers: ['reportError'] } },
      code: `import { reportError } from './report'
async function f(stream) {
  try {
    for await (const chunk of stream) show(chunk)
  } catch {}
}`,
      errors: [
        {
          messageId: 'stream',
          line: 5,
          column: 5,
          endColumn: 10,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'reportError' },
              output: `import { reportError } from './report'
async function f(stream) {
  try {
    for await (const chunk of stream) show(chunk)
  } catch (error) {
    reportError(error)
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a catch with a parameter of another name',
      code: `async function f(stream) {
  try {
    for await (const chunk of stream) show(chunk)
  } catch (cause) {
  }
}`,
      errors: [
        {
          messageId: 'stream',
          line: 4,
          column: 5,
          endColumn: 10,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'console.error' },
              output: `async function f(stream) {
  try {
    for await (const chunk of stream) show(chunk)
  } catch (cause) {
    console.error('Stream failed', cause)
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'pino',
      project: 'fastify5',
      code: `import { log } from './log'
log.info('started')
async function f(stream) {
  try {
    for await (const chunk of stream) show(chunk)
  } catch {}
}`,
      errors: [
        {
          messageId: 'stream',
          line: 6,
          column: 5,
          endColumn: 10,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'log.error' },
              output: `import { log } from './log'
log.info('started')
async function f(stream) {
  try {
    for await (const chunk of stream) show(chunk)
  } catch (error) {
    log.error({ err: error }, 'Stream failed')
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'an explanation without a check',
      code: `async function f(stream) {
  try {
    for await (const chunk of stream) show(chunk)
  } catch {
    // aborted
  }
}`,
      errors: [
        {
          messageId: 'stream',
          line: 4,
          column: 5,
          endColumn: 10,
          suggestions: [
            {
              messageId: 'log',
              data: { logger: 'console.error' },
              output: `async function f(stream) {
  try {
    for await (const chunk of stream) show(chunk)
  } catch (error) {
    // aborted
    console.error('Stream failed', error)
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
      name: 'logs',
      code: `async function f(s) { try { for await (const c of s) show(c) } catch (e) { console.error(e) } }`,
    },
    {
      name: 'rethrows',
      code: `async function f(s) { try { for await (const c of s) show(c) } catch (e) { throw new Error('x', { cause: e }) } }`,
    },
    {
      name: 'errors the controller',
      code: `async function f(s, controller) { try { for await (const c of s) show(c) } catch (e) { controller.error(e) } }`,
    },
    {
      name: 'sets an error state',
      code: `async function f(s) { try { for await (const c of s) show(c) } catch { setError(true) } }`,
    },
    {
      name: 'keeps a flag',
      code: `async function f(s) { let failed = false; try { for await (const c of s) show(c) } catch { failed = true } return failed }`,
    },
    {
      name: 'returns a distinct value',
      code: `async function f(s) { try { for await (const c of s) show(c) } catch { return null } }`,
    },
    {
      name: 'returns nothing where the whole is returned otherwise',
      code: `async function f(s) { try { let last; for await (const c of s) last = c; return last } catch { return undefined } }`,
    },
    {
      name: 'the same without a value',
      code: `async function f(s) { const all = []; try { for await (const c of s) all.push(c); return all } catch { return } }`,
    },
    {
      name: 'returns false',
      code: `async function f(s) { try { for await (const c of s) show(c); return true } catch { return false } }`,
    },
    {
      name: 'a comment beside an abort check',
      code: `async function f(s, signal) { try { for await (const c of s) { if (signal.aborted) break; show(c) } } catch { /* aborted by the user */ } }`,
    },
    {
      name: 'an abort check in the catch',
      code: `async function f(s) { try { for await (const c of s) show(c) } catch (e) { if (e.name !== 'AbortError') throw e } }`,
    },
    {
      name: 'clean-up',
      code: `async function f(reader) { try { while (true) { const { done, value } = await reader.read(); if (done) break; show(value) } } finally { reader.cancel().catch(() => {}); reader.releaseLock() } }`,
    },
    {
      name: 'clean-up of a stream',
      code: `function f(stream) { stream.cancel().catch(() => {}); iterator.return().catch(() => {}) }`,
    },
    {
      name: 'no stream',
      code: `async function f() { try { await save() } catch {} }`,
    },
    {
      name: 'a loop that is no stream',
      code: `async function f(xs) { try { for (const x of xs) await x } catch {} }`,
    },
    {
      name: 'JSON outside streams',
      code: `function f(text) { try { return JSON.parse(text) } catch { return } }`,
    },
    {
      name: 'an inner handler tells',
      code: `async function f(s) { try { try { for await (const c of s) show(c) } catch (e) { console.error(e) } } catch {} }`,
    },
    {
      name: 'a loop in a function that is only defined in the try',
      code: `function f(s) { try { run(async () => { for await (const c of s) show(c) }) } catch {} }`,
    },
    {
      name: 'the readable twin carries the error',
      code: `function f(body) { const t = new TransformStream(); body.pipeTo(t.writable).catch(() => {}); return t.readable }`,
    },
    {
      name: 'another promise',
      code: `save().catch(() => {}); import('./x').catch(() => {})`,
    },
    {
      name: 'a timer',
      code: `import { setInterval } from 'node:timers/promises'; async function f() { try { for await (const _ of setInterval(1)) beat() } catch {} }`,
    },
    {
      name: 'a catch that tells',
      code: `async function pump(s) { for await (const c of s) show(c) } pump(s).catch((e) => console.error(e)); pump(s).catch(onError)`,
    },
    {
      name: 'a message of a socket, which others send on too',
      options: { messages: false },
      code: `ws.onmessage = (event) => { try { handle(JSON.parse(event.data)) } catch {} }`,
    },
    {
      name: 'a message of a client library',
      options: { messages: false },
      code: `useAgent({ onMessage: (message) => { let parsed; try { parsed = JSON.parse(message.data) } catch { return } if (parsed.type === 'log') show(parsed) } })`,
    },
    {
      name: 'a message of a socket, as bytes',
      options: { messages: false },
      code: `ws.on('message', (raw) => { let parsed; try { parsed = JSON.parse(raw.toString()) } catch { return } answer(parsed) })`,
    },
    {
      name: 'a line of a program that prints other lines too',
      options: { messages: false },
      code: `import { spawn } from 'node:child_process'; const child = spawn('server'); child.stdout.on('data', (chunk) => { for (const line of String(chunk).split('\\n')) { try { if (JSON.parse(line).ready) start() } catch {} } })`,
    },
    {
      name: 'the lines of a command',
      code: `import { x } from 'tinyexec'; export async function f() { const command = x('build'); try { for await (const line of command) log(line) } catch {} await command }`,
    },
    {
      name: 'the diagnostics of a program',
      code: `async function f(child) { let tail = ''; try { for await (const chunk of child.stderr) tail = (tail + chunk).slice(-4096) } catch {} return tail }`,
    },
    {
      name: 'another way after a failure',
      code: `async function* f(text) { try { for await (const part of byTree(text)) yield part; return } catch { /* the simple way */ } yield* byLine(text) }`,
    },
    {
      name: 'another way behind a condition',
      code: `async function* f(text, tree) { if (tree) { try { for await (const part of tree(text)) yield part; return } catch {} } yield* byLine(text) }`,
    },
    {
      name: 'a list whose items are awaited',
      code: `async function f(names) { const paths = names.map((name) => pathOf(name)); if (paths.length === 0) return; for await (const path of paths) { try { use(JSON.parse(readFileSync(path))) } catch {} } }`,
    },
    {
      name: 'a list of promises',
      code: `async function f() { try { for await (const part of [first(), second()]) show(part) } catch {} }`,
    },
    {
      name: 'chunks that are passed on as they came',
      code: `async function f(reader, res) { const decoder = new TextDecoder(); let usage; while (true) { const { done, value } = await reader.read(); if (done) break; const text = decoder.decode(value, { stream: true }); for (const line of lines(text)) { try { usage = JSON.parse(line).usage } catch {} } res.write(text) } }`,
    },
    {
      name: 'a comment beside a call that is given the signal',
      code: `function watch() { const stop = new AbortController(); void (async () => { try { const response = await fetch('/events', { signal: stop.signal }); for await (const chunk of response.body) refresh(chunk) } catch { /* aborted, or gone: the user can refresh */ } })(); return () => stop.abort() }`,
    },
    {
      name: 'clean-up in a loop',
      code: `async function f(s) { for await (const c of s) { try { c.close() } catch {} } }`,
    },
    {
      name: 'a test file',
      file: 'src/a.spec.ts',
      code: `async function f(s) { try { for await (const c of s) show(c) } catch {} }`,
    },
  ],
})
