import rule from '../../../rules/errors/require-reader-cancel.ts'
import type { ReportsCase, SilentCase } from '../../rule-tester.ts'
import { ruleTest } from '../../rule-tester.ts'

const WAYS = {
  break: '`break`',
  continue: '`continue`',
  return: '`return`',
  throw: '`throw`',
  yield: 'a consumer that stops at `yield`',
  condition: 'its own condition',
}

interface Expected {
  /** How the first way out is named. */
  readonly by: keyof typeof WAYS
  /** `notCancelled` unless the lock is given back on that way. */
  readonly id?: 'notCancelled' | 'onlyReleased'
  /** The text with the edit; none: nothing is offered. */
  readonly after?: string
  /** True when `--fix` applies the edit. */
  readonly isFix?: boolean
  /** True when the cancel stands in front of the exits. */
  readonly isAtExits?: boolean
  readonly file?: string
}

/** One report, at the name of the call that takes the reader (the last one in the code). */
function reported(name: string, code: string, { by, id, after, isFix, isAtExits, file }: Expected): ReportsCase {
  const callee = code.includes('ReadableStreamDefaultReader(stream') ? 'ReadableStreamDefaultReader' : 'getReader'
  const lines = code.slice(0, code.lastIndexOf(`${callee}(`)).split('\n')
  const column = (lines.at(-1) as string).length + 1
  const messageId = isAtExits === true ? 'cancelBeforeExit' : 'cancelInFinally'
  return {
    name,
    code,
    ...(file === undefined ? {} : { file }),
    errors: [
      {
        messageId: id ?? 'notCancelled',
        data: { exit: WAYS[by] },
        line: lines.length,
        column,
        endColumn: column + callee.length,
        ...(after === undefined || isFix === true ? {} : { suggestions: [{ messageId, output: after }] }),
      },
    ],
    ...(after !== undefined && isFix === true ? { output: after } : {}),
  }
}

/** The code of a text whose lines are marked `+` (only after the edit), `-` (only before it) or with a space. */
function marked(name: string, text: string, expected: Omit<Expected, 'after'>): ReportsCase {
  const lines = text.split('\n')
  const side = (mark: string) =>
    lines
      .filter((line) => !line.startsWith(mark))
      .map((line) => line.slice(1))
      .join('\n')
  return reported(name, side('+'), { ...expected, after: side('-') })
}

/** A loop (its lines indented by two) that the edit wraps in `try … finally`. */
function wrapped(
  name: string,
  { head, loop, tail = '}' }: { head: string; loop: string; tail?: string },
  expected: Omit<Expected, 'after'>,
  dot = '.',
): ReportsCase {
  const end = head.includes(';') ? ';' : ''
  const inner = loop.replaceAll(/^(?=.)/gm, '  ')
  const after = `${head}
  try {
${inner}
  } finally {
    reader${dot}cancel().catch(() => {})${end}
    reader${dot}releaseLock()${end}
  }
${tail}`
  return reported(name, `${head}\n${loop}\n${tail}`, { ...expected, after })
}

const FETCHED = `export async function read(url: string) {
  const res = await fetch(url)
  const reader = res.body!.getReader()`

const PASSED = `export async function read(stream: ReadableStream<Uint8Array>, limit = 10) {
  const reader = stream.getReader()`

const PASSED_JS = `export async function read(stream) {
  const reader = stream.getReader();`

const FOUND = `  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    if (value.length > 10) return value
  }`

/** A loop that breaks at a text. */
const leavingAt = (text: string) => `  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    if (decoder.decode(value, { stream: true }).includes('${text}')) break
  }`

const loopForms: ReportsCase[] = [
  wrapped('while (true), return', { head: FETCHED, loop: FOUND }, { by: 'return', isFix: true }),
  wrapped(
    'while (true), break on the end mark of a model',
    { head: FETCHED, loop: leavingAt('[DONE]') },
    { by: 'break', isFix: true },
  ),
  wrapped(
    'while (true), break on what a model says',
    { head: FETCHED, loop: leavingAt('Observation:') },
    { by: 'break', isFix: true },
  ),
  wrapped(
    'a state of its own, named as a last frame',
    {
      head: FETCHED,
      loop: `  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    if (this.state === 'done') return value
  }`,
    },
    { by: 'return', isFix: true },
  ),
  wrapped(
    'the case of a last frame, into which another runs',
    {
      head: FETCHED,
      loop: `  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    switch (parse(value).type) {
      case 'progress':
      case 'error':
        return
    }
  }`,
    },
    { by: 'return', isFix: true },
  ),
  wrapped(
    'a generator of which a caller in the file takes the first piece',
    {
      head: FETCHED.replace('export async function', 'async function*'),
      loop: `  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    yield value
  }`,
      tail: `}
export async function first(url: string) {
  for await (const piece of read(url)) return piece
}`,
    },
    { by: 'yield', isFix: true },
  ),
  wrapped(
    'for (;;), throw',
    {
      head: FETCHED,
      loop: `  for (;;) {
    const chunk = await reader.read()
    if (chunk.done) return
    if (chunk.value.length === 0) throw new Error('empty')
  }`,
    },
    { by: 'throw', isFix: true },
  ),
  wrapped(
    'while (!done), whose flag is also set by the data',
    {
      head: `${FETCHED}
  let done = false`,
      loop: `  while (!done) {
    const { value, done: isEnd } = await reader.read()
    done = isEnd
    if (value?.length === 1) done = true
  }`,
    },
    { by: 'condition', isFix: true },
  ),
  wrapped(
    'while (!(result = await reader.read()).done)',
    {
      head: `${FETCHED}
  let result: ReadableStreamReadResult<Uint8Array>`,
      loop: `  while (!(result = await reader.read()).done) {
    if (result.value.length > 10) return result.value
  }`,
    },
    { by: 'return', isFix: true },
  ),
  wrapped(
    'do … while',
    {
      head: `${FETCHED}
  let result`,
      loop: `  do {
    result = await reader.read()
    if (result.value && result.value.length > 10) return result.value
  } while (!result.done)`,
    },
    { by: 'return', isFix: true },
  ),
  wrapped(
    'for (let chunk = await …)',
    {
      head: FETCHED,
      loop: `  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    if (chunk.value.length > 10) break
  }`,
    },
    { by: 'break', isFix: true },
  ),
  wrapped(
    'a loop with a limit of its own',
    {
      head: `${PASSED}
  let size = 0`,
      loop: `  while (size < limit) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.byteLength
  }`,
      tail: `  return size
}`,
    },
    { by: 'condition' },
  ),
  wrapped(
    'a counted loop',
    {
      head: PASSED,
      loop: `  for (let i = 0; i < 3; i++) {
    const { done, value } = await reader.read()
    if (done) break
    console.log(value)
  }`,
    },
    { by: 'condition' },
  ),
  wrapped(
    'a labelled loop',
    {
      head: PASSED,
      loop: `  chunks: while (true) {
    const { done, value } = await reader.read()
    if (done) break
    for (const byte of value) {
      if (byte === 0) break chunks
    }
  }`,
    },
    { by: 'break' },
  ),
  wrapped(
    'a generator',
    {
      head: `export async function* read(res: Response) {
  const reader = res.body!.getReader()`,
      loop: `  while (true) {
    const { done, value } = await reader.read()
    if (done) return
    yield value
  }`,
    },
    { by: 'yield' },
  ),
  wrapped(
    'JavaScript with semicolons',
    {
      head: PASSED_JS,
      loop: `  while (true) {
    const { done, value } = await reader.read();
    if (done) break;
    if (value.last) return value;
  }`,
    },
    { by: 'return' },
  ),
  wrapped(
    'a byte reader and its alias',
    {
      head: `export async function read(stream) {
  const source = stream.getReader({ mode: 'byob' })
  const reader = source`,
      loop: `  while (true) {
    const { done, value } = await reader.read(new Uint8Array(1024))
    if (done) break
    if (value.length < 1024) return value
  }`,
    },
    { by: 'return' },
  ),
  wrapped(
    'an optional reader',
    {
      head: `export async function read(url: string) {
  const res = await fetch(url)
  const reader = res.body?.getReader()`,
      loop: `  while (true) {
    const result = await reader?.read()
    if (!result || result.done) break
    if (result.value.length > 10) return result.value
  }`,
    },
    { by: 'return', isFix: true },
    '?.',
  ),
  wrapped(
    'a reader class',
    {
      head: `export async function read(stream: ReadableStream<Uint8Array>) {
  const reader = new ReadableStreamDefaultReader(stream)`,
      loop: FOUND,
    },
    { by: 'return' },
  ),
  wrapped(
    'a loop in a loop that reads on',
    {
      head: PASSED,
      loop: `  while (true) {
    let line
    do {
      line = await reader.read()
      if (line.done) return
    } while (line.value.length === 0)
    if (line.value.length > limit) return line.value
  }`,
    },
    { by: 'return' },
  ),
]

const recursions: ReportsCase[] = [
  marked(
    'a recursion through then',
    ` export function read(stream) {
   const reader = stream.getReader()
   function pump() {
     return reader.read().then(({ done, value }) => {
       if (done) return undefined
-      if (value.last) return value
+      if (value.last) {
+        reader.cancel().catch(() => {})
+        return value
+      }
       return pump()
     })
   }
   return pump()
 }`,
    { by: 'return', isAtExits: true },
  ),
  marked(
    'a named callback that reads on',
    ` export function first(url) {
   return fetch(url).then((response) => {
     const reader = response.body.getReader()
     return reader.read().then(function process({ done, value }) {
       if (done) return
       if (value.length > 10) {
+        reader.cancel().catch(() => {})
         return value
       }
       return reader.read().then(process)
     })
   })
 }`,
    { by: 'return', isAtExits: true },
  ),
]

const cleanUps: ReportsCase[] = [
  marked(
    'releaseLock alone, in finally',
    ` export async function* lines(res: Response) {
   const reader = res.body!.getReader()
   try {
     for (;;) {
       const { done, value } = await reader.read()
       if (done) break
       yield value
     }
   } finally {
+    reader.cancel().catch(() => {})
     reader.releaseLock()
   }
 }`,
    { by: 'yield', id: 'onlyReleased' },
  ),
  marked(
    'releaseLock alone, of the stream that the function is a method of',
    ` async function* pieces<T>(this: ReadableStream<T>): AsyncGenerator<T> {
   const reader = this.getReader()
   try {
     while (true) {
       const { done, value } = await reader.read()
       if (done) break
       yield value
     }
   } finally {
+    reader.cancel().catch(() => {})
     reader.releaseLock()
   }
 }`,
    { by: 'yield', id: 'onlyReleased' },
  ),
  marked(
    'releaseLock alone, fetched here',
    ` export async function read(url: string) {
   const res = await fetch(url)
   if (!res.ok || !res.body) throw new Error(await res.text())
   const reader = res.body.getReader()
   try {
     while (true) {
       const { done, value } = await reader.read()
       if (done) break
       if (value[0] === 0) return value
     }
   } finally {
+    reader.cancel().catch(() => {})
     reader.releaseLock()
   }
   return res.status
 }`,
    { by: 'return', id: 'onlyReleased', isFix: true },
  ),
  marked(
    'nested finally, the inner one only releases',
    ` export async function read(stream: ReadableStream<Uint8Array>) {
   const reader = stream.getReader()
   try {
     try {
       while (true) {
         const { done, value } = await reader.read()
         if (done) break
         if (value[0] === 0) return value
       }
     } finally {
+      reader.cancel().catch(() => {})
       reader.releaseLock()
     }
   } finally {
     console.log('done')
   }
   return undefined
 }`,
    { by: 'return', id: 'onlyReleased' },
  ),
  marked(
    'a finally that does something else',
    ` export async function read(stream: ReadableStream<Uint8Array>) {
   const reader = stream.getReader()
   try {
     while (true) {
       const { done, value } = await reader.read()
       if (done) break
       if (value[0] === 0) return value
     }
   } finally {
+    reader.cancel().catch(() => {})
+    reader.releaseLock()
     // tell the log
     console.log('done')
   }
   return undefined
 }`,
    { by: 'return' },
  ),
  marked(
    'cancel in the catch only',
    ` export async function read(stream: ReadableStream<Uint8Array>) {
   const reader = stream.getReader()
   try {
     while (true) {
       const { done, value } = await reader.read()
       if (done) break
       if (value[0] === 0) return value
     }
   } catch (error) {
     await reader.cancel()
     throw error
+  } finally {
+    reader.cancel().catch(() => {})
+    reader.releaseLock()
   }
   return undefined
 }`,
    { by: 'return' },
  ),
  wrapped(
    'cancel on one branch only',
    {
      head: PASSED,
      loop: `  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    if (value.length > limit) {
      await reader.cancel()
      throw new Error('too long')
    }
    if (value[0] === 0) return value
  }`,
    },
    { by: 'return' },
  ),
  reported(
    'cancel behind the loop, where a yield never gets; the lock is kept for it',
    `export async function* read(stream: ReadableStream<Uint8Array>) {
  const reader = stream.getReader()
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    yield value
  }
  await reader.cancel()
}`,
    {
      by: 'yield',
      after: `export async function* read(stream: ReadableStream<Uint8Array>) {
  const reader = stream.getReader()
  try {
    while (true) {
      const { done, value } = await reader.read()
      if (done) break
      yield value
    }
  } finally {
    reader.cancel().catch(() => {})
  }
  await reader.cancel()
}`,
    },
  ),
  marked(
    'cancel behind releaseLock, which is too late',
    ` export async function read(stream: ReadableStream<Uint8Array>) {
   const reader = stream.getReader()
   while (true) {
     const { done, value } = await reader.read()
     if (done) break
     if (value[0] === 0) {
+      reader.cancel().catch(() => {})
       reader.releaseLock()
       await reader.cancel()
       return value
     }
   }
   return undefined
 }`,
    { by: 'return', id: 'onlyReleased', isAtExits: true },
  ),
  marked(
    'the lock given back before the exit',
    ` export async function read(url: string) {
   const res = await fetch(url)
   const reader = res.body!.getReader()
   while (true) {
     const { done, value } = await reader.read()
     if (done) break
     if (value[0] === 0) {
+      reader.cancel().catch(() => {})
       reader.releaseLock()
       return value
     }
-    if (value[0] === 1) break
+    if (value[0] === 1) {
+      reader.cancel().catch(() => {})
+      break
+    }
   }
   return undefined
 }`,
    { by: 'return', id: 'onlyReleased', isAtExits: true, isFix: true },
  ),
  marked(
    'cancel of the stream while the reader holds it',
    ` export async function read(stream: ReadableStream<Uint8Array>) {
   const reader = stream.getReader()
   try {
     while (true) {
       const { done, value } = await reader.read()
       if (done) break
       if (value[0] === 0) return value
     }
   } finally {
+    reader.cancel().catch(() => {})
+    reader.releaseLock()
     await stream.cancel()
   }
   return undefined
 }`,
    { by: 'return' },
  ),
  marked(
    'released behind the loop',
    ` export async function read(stream: ReadableStream<Uint8Array>) {
   const reader = stream.getReader()
   try {
-    while (true) {
-      const { done, value } = await reader.read()
-      if (done) break
-      if (value[0] === 0) break
+    try {
+      while (true) {
+        const { done, value } = await reader.read()
+        if (done) break
+        if (value[0] === 0) break
+      }
+    } finally {
+      reader.cancel().catch(() => {})
+      reader.releaseLock()
     }
     reader.releaseLock()
   } catch (error) {
     console.error(error)
   }
 }`,
    { by: 'break', id: 'onlyReleased' },
  ),
  marked(
    'a reader that is made inside the try',
    ` export async function read(url: string) {
   let reader: ReadableStreamDefaultReader<Uint8Array> | undefined
   try {
     const res = await fetch(url)
     reader = res.body!.getReader()
     while (true) {
       const { done, value } = await reader.read()
       if (done) break
       if (value[0] === 0) return value
     }
   } finally {
+    reader?.cancel().catch(() => {})
     reader?.releaseLock()
   }
   return undefined
 }`,
    { by: 'return', id: 'onlyReleased', isFix: true },
  ),
  marked(
    'a lock that is given back under a condition',
    ` export async function read(stream: ReadableStream<Uint8Array>, keep: boolean) {
   const reader = stream.getReader()
   try {
     while (true) {
       const { done, value } = await reader.read()
       if (done) break
       if (value[0] === 0) return value
     }
   } finally {
-    if (!keep) reader.releaseLock()
+    if (!keep) {
+      reader.cancel().catch(() => {})
+      reader.releaseLock()
+    }
   }
   return undefined
 }`,
    { by: 'return', id: 'onlyReleased' },
  ),
  marked(
    'a timer that is cleared first',
    ` export async function read(url: string) {
   const controller = new AbortController()
   const timer = setTimeout(() => controller.abort(), 10_000)
   const res = await fetch(url, { signal: controller.signal })
   clearTimeout(timer)
   const reader = res.body!.getReader()
   try {
     while (true) {
       const { done, value } = await reader.read()
       if (done) break
       if (value[0] === 0) return value
     }
   } finally {
+    reader.cancel().catch(() => {})
     reader.releaseLock()
   }
   return undefined
 }`,
    { by: 'return', id: 'onlyReleased', isFix: true },
  ),
]

const origins: ReportsCase[] = [
  wrapped(
    'text of a fetch body',
    {
      head: `export async function read(url: string) {
  const res = await fetch(url)
  const reader = res.body!.pipeThrough(new TextDecoderStream()).getReader()`,
      loop: FOUND,
    },
    { by: 'return', isFix: true },
  ),
  wrapped(
    'destructured body',
    {
      head: `export async function read(url: string) {
  const { body } = await fetch(url)
  if (!body) return
  const reader = body.getReader()`,
      loop: FOUND,
    },
    { by: 'return', isFix: true },
  ),
  wrapped(
    'a branch of a tee: the other may still be read',
    {
      head: `export async function read(url: string) {
  const [left] = (await fetch(url)).body!.tee()
  const reader = left.getReader()`,
      loop: FOUND,
    },
    { by: 'return' },
  ),
  wrapped(
    'the response of a wrapper',
    {
      head: `import { request } from './request'
export async function read(url: string) {
  const res = await request(url)
  const reader = res.body.getReader()`,
      loop: FOUND,
    },
    { by: 'return' },
  ),
  wrapped(
    'the body of a request that a server got',
    {
      head: `export async function POST(request: Request) {
  const reader = request.body!.getReader()
  let size = 0`,
      loop: `  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.byteLength
    if (size > 1_000_000) return new Response(null, { status: 413 })
  }`,
      tail: `  return new Response('ok')
}`,
    },
    { by: 'return' },
  ),
  wrapped(
    'a body that was kept before',
    {
      head: `export async function read(url: string, state: { body?: unknown }) {
  const res = await fetch(url)
  state.body = res.body
  const reader = res.body!.getReader()`,
      loop: FOUND,
    },
    { by: 'return' },
  ),
  wrapped(
    'a transform that a network body feeds',
    {
      head: `export async function read(url: string) {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const res = await fetch(url)
  res.body!.pipeTo(writable).catch(console.error)
  const reader = readable.getReader()`,
      loop: FOUND,
    },
    { by: 'return' },
  ),
  marked(
    'a method of a class, arrow functions and a field',
    ` export class Client {
   constructor(private readonly res: Response) {}
   lines = async function* (this: Client) {}
   async *read() {
     const reader = this.res.body!.getReader()
     try {
       while (true) {
         const { done, value } = await reader.read()
         if (done) break
         yield value
       }
     } finally {
+      reader.cancel().catch(() => {})
       reader.releaseLock()
     }
   }
 }`,
    { by: 'yield', id: 'onlyReleased' },
  ),
  marked(
    'the start of a stream that is answered',
    ` export async function GET() {
   const upstream = await fetch('https://example.com/sse')
   return new Response(
     new ReadableStream({
       async start(controller) {
         const reader = upstream.body!.getReader()
         try {
           while (true) {
             const { done, value } = await reader.read()
             if (done) break
             if (value.length === 0) {
               controller.close()
               return
             }
             controller.enqueue(value)
           }
         } finally {
+          reader.cancel().catch(() => {})
           reader.releaseLock()
         }
       },
     }),
   )
 }`,
    { by: 'return', id: 'onlyReleased' },
  ),
  marked(
    'React',
    ` export function Chat({ url }: { url: string }) {
   const send = async () => {
     const res = await fetch(url)
     const reader = res.body!.getReader()
-    while (true) {
-      const { done, value } = await reader.read()
-      if (done) break
-      if (value.length === 0) return
+    try {
+      while (true) {
+        const { done, value } = await reader.read()
+        if (done) break
+        if (value.length === 0) return
+      }
+    } finally {
+      reader.cancel().catch(() => {})
+      reader.releaseLock()
     }
   }
   return <button onClick={send}>send</button>
 }`,
    { by: 'return', isFix: true, file: 'src/chat.tsx' },
  ),
]

const refused: ReportsCase[] = [
  marked(
    'a second loop reads on, but not after the return',
    ` export async function read(stream: ReadableStream<Uint8Array>) {
   const reader = stream.getReader()
   while (true) {
     const { done, value } = await reader.read()
     if (done) return undefined
     if (value[0] === 0) break
-    if (value[0] === 1) return value
+    if (value[0] === 1) {
+      reader.cancel().catch(() => {})
+      return value
+    }
   }
   while (true) {
     const { done, value } = await reader.read()
     if (done) return undefined
     console.log(value)
   }
 }`,
    { by: 'return', isAtExits: true },
  ),
  reported(
    'a yield that comes by the lock being given back',
    `export async function* read(stream: ReadableStream<Uint8Array>) {
  const reader = stream.getReader()
  while (true) {
    const { done, value } = await reader.read()
    if (done) return
    if (value[0] === 0) {
      reader.releaseLock()
      return
    }
    yield value
  }
}`,
    { by: 'return', id: 'onlyReleased' },
  ),
  reported(
    'a recursion that a condition ends',
    `export function read(stream, limit) {
  const reader = stream.getReader()
  let size = 0
  const pump = () =>
    reader.read().then(({ done, value }) => {
      if (done) return
      size += value.length
      if (size < limit) pump()
    })
  return pump()
}`,
    { by: 'condition' },
  ),
]

const body = (loop: string) => `export async function read(stream: ReadableStream<Uint8Array>, signal: AbortSignal) {
  const reader = stream.getReader()
${loop}
}`

const silent: (SilentCase | string)[] = [
  body('  while (true) { const { done, value } = await reader.read(); if (done) break; console.log(value) }'),
  body(
    '  try { while (true) { const { done, value } = await reader.read(); if (done) break; JSON.parse(`${value}`) } } finally { reader.releaseLock() }',
  ),
  body(`  let done = false
  while (!done) { const { value, done: isDone } = await reader.read(); done = isDone; if (value) console.log(value) }`),
  body(
    '  while (true) { try { const { done, value } = await reader.read(); if (done) break; console.log(value) } catch (e) { console.error(e); break } }',
  ),
  body(`  try {\n${FOUND}\n  } finally { await reader.cancel() }`),
  body(`  try {\n${FOUND}\n  } finally { await reader.cancel(); reader.releaseLock() }`),
  body(`  try {\n${FOUND}\n  } finally { reader.cancel().catch(() => {}); reader.releaseLock() }`),
  body(`  try {\n${FOUND}\n  } finally { try { await reader.cancel() } finally { reader.releaseLock() } }`),
  body(`  signal.addEventListener('abort', () => { void reader.cancel() })\n${FOUND}`),
  `export async function read(stream: ReadableStream<Uint8Array>) {
  using reader = stream.getReader() as ReadableStreamDefaultReader<Uint8Array> & Disposable
${FOUND}
}`,
  `export async function read(reader: ReadableStreamDefaultReader<Uint8Array>) {
${FOUND}
}`,
  `export async function head(file: Blob) {
  const reader = file.stream().getReader()
${FOUND}
}`,
  `export async function head(text: string) {
  const reader = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip')).getReader()
${FOUND}
}`,
  `export async function head(fill: (writable: WritableStream) => void) {
  const { readable, writable } = new TransformStream()
  fill(writable)
  const reader = readable.getReader()
${FOUND}
}`,
  `const stream = new ReadableStream({ start(controller) { controller.enqueue('a'); controller.close() } })
const reader = stream.getReader()
for (let i = 0; i < 1; i++) { const { done, value } = await reader.read(); if (done) break; console.log(value) }`,
  `export async function read(url: string, signal: AbortSignal) {
  const res = await fetch(url, { signal })
  const reader = res.body!.getReader()
  while (!signal.aborted) { const { done, value } = await reader.read(); if (done) break; console.log(value) }
}`,
  `export async function read(url: string) {
  const controller = new AbortController()
  const res = await fetch(url, { signal: controller.signal })
  const reader = res.body!.getReader()
  try {
${FOUND}
  } finally { controller.abort() }
}`,
  `export async function open(url: string) {
  const res = await fetch(url)
  const reader = res.body!.getReader()
  while (true) { const { done, value } = await reader.read(); if (done) break; if (value[0] === 0) return { value, reader } }
}`,
  `import { track } from './track'
export async function read(url: string) {
  const res = await fetch(url)
  const reader = res.body!.getReader()
  track(reader)
${FOUND}
}`,
  `export class Client {
  private reader?: ReadableStreamDefaultReader<Uint8Array>
  async read(stream: ReadableStream<Uint8Array>) {
    const reader = (this.reader = stream.getReader())
${FOUND}
  }
  close() { return this.reader?.cancel() }
}`,
  `export async function peek(stream: ReadableStream<Uint8Array>) {
  const reader = stream.getReader()
  while (true) { const { done, value } = await reader.read(); if (done) break; if (value[0] === 0) break }
  reader.releaseLock()
  return stream
}`,
  `export async function read(port) {
  while (true) { const { done, value } = await port.read(); if (done) break; if (value) return value }
}`,
  `export function wrap(stream: ReadableStream<Uint8Array>) {
  const reader = stream.getReader()
  return new ReadableStream({
    async pull(controller) {
      while (true) {
        const { done, value } = await reader.read()
        if (done) return controller.close()
        if (value.length > 0) return controller.enqueue(value)
      }
    },
    cancel: (reason) => reader.cancel(reason),
  })
}`,
  {
    name: 'an end mark, behind which the server ends',
    options: { endFrames: false },
    code: `export async function read(url: string, onText: (text: string) => void) {
  const res = await fetch(url)
  const reader = res.body!.getReader()
  let buffer = ''
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    const lines = (buffer + decode(value)).split('\\n')
    buffer = lines.pop() ?? ''
    for (const line of lines) {
      const data = line.slice(6)
      if (data === '[DONE]') return
      const frame = JSON.parse(data)
      if (frame.error) throw new Error(frame.error)
      onText(frame.text)
    }
  }
}`,
  },
  {
    name: 'the kinds of a last frame, and a flag that they set',
    options: { endFrames: false },
    code: `export async function pull(url: string, onProgress: (part: number) => void) {
  const res = await fetch(url)
  const reader = res.body!.getReader()
  let done = false
  while (!done) {
    const { value, done: isEnd } = await reader.read()
    if (isEnd) done = true
    const frame = parse(value)
    switch (frame?.type) {
      case 'progress':
        onProgress(frame.part)
        break
      case 'success':
      case 'error':
        done = true
        break
    }
    if (frame?.type === 'complete') return
  }
}`,
  },
  {
    name: 'a generator that its only callers read to the end',
    code: `async function* pieces(url: string) {
  const res = await fetch(url)
  const reader = res.body!.getReader()
  while (true) {
    const { done, value } = await reader.read()
    if (done) return
    yield value
  }
}
export async function show(url: string) {
  const all = pieces(url)
  for await (const piece of all) render(piece)
}`,
  },
  {
    name: 'the sessions of a server',
    code: `export async function accept(server, state) {
  const sessions = await server.sessionStream('/')
  const reader = sessions.getReader()
  while (state.isListening) {
    const { done, value } = await reader.read()
    if (done) break
    greet(value)
  }
}`,
  },
  {
    name: 'a test file',
    file: 'test/read.test.ts',
    code: `${FETCHED}\n${FOUND}\n}`,
  },
]

ruleTest(rule, { reports: [...loopForms, ...recursions, ...cleanUps, ...origins, ...refused], silent })
