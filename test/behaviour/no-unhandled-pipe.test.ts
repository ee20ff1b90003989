import { once } from 'node:events'
import type { ReadStream, WriteStream } from 'node:fs'
import fs, { readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { syncBuiltinESMExports } from 'node:module'
import { connect } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import type { MockInstance } from 'vitest'
import { afterEach, describe, expect, it, vi } from 'vitest'
import rule from '../../rules/errors/no-unhandled-pipe.ts'
import { runInChild } from './child-process.ts'
import { onLoopback } from './loopback.ts'
import { moduleFolder } from './module-folder.ts'
import { ask } from './raw-client.ts'
import { remedied } from './remedy.ts'
import { until } from './until.ts'

const modules = moduleFolder()
const joined = (code: string, remedy: string) => remedied(code, remedy, { rule, name: 'no-unhandled-pipe' })

/** A server that sends a file which is not there, asked twice by a client of the same process. */
const MISSING_FILE = `import { createReadStream } from 'node:fs'
import { createServer } from 'node:http'

const server = createServer((req, res) => {
  createReadStream('missing.txt').pipe(res)
})
server.listen(0, '127.0.0.1', async () => {
  for (const turn of [1, 2]) {
    const outcome = await fetch('http://127.0.0.1:' + server.address().port).then(({ status }) => status, () => 'no answer')
    console.log(turn, outcome)
  }
  server.close()
})
`
/** The same, through a web stream, whose client leaves in the middle: the `pipeTo` rejects then. */
const LEAVING = `import { createReadStream } from 'node:fs'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { Readable, Writable } from 'node:stream'

const server = createServer((req, res) => {
  Readable.toWeb(createReadStream(process.execPath)).pipeTo(Writable.toWeb(res))
})
server.listen(0, '127.0.0.1', () => {
  const client = connect(server.address().port, '127.0.0.1')
  client.write('GET / HTTP/1.1\\r\\nhost: localhost\\r\\n\\r\\n')
  client.once('data', () => client.destroy())
  client.on('close', () => setTimeout(() => {
    console.log('still here')
    server.close()
  }, 100))
})
`
const IN_TRY = `import { createReadStream, createWriteStream } from 'node:fs'
async function copy() {
  try {
    createReadStream('missing.txt').pipe(createWriteStream(process.argv[1] + '.copy'))
  } catch (error) {
    console.log('caught', error.code)
  }
}
await copy()
`
const USED = `import { createReadStream } from 'node:fs'
import { createGzip } from 'node:zlib'
const zipped = () => createReadStream('missing.txt').pipe(createGzip())
try {
  for await (const piece of zipped()) console.log(piece.length)
} catch (error) {
  console.log('caught', error.code)
}
`
const FLOATING = `import { createReadStream, createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
function copy() {
  pipeline(createReadStream('missing.txt'), createWriteStream(process.argv[1] + '.copy'))
}
copy()
setTimeout(() => console.log('still here'), 100)
`
const FLOATING_ASYNC = `import { createReadStream, createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
async function copy() {
  pipeline(createReadStream('missing.txt'), createWriteStream(process.argv[1] + '.copy'))
}
await copy().catch((error) => console.log('caught', error.code))
`
const PIPE_TO = `function show(body) {
  void body.pipeTo(new WritableStream({ write: (text) => console.log(text) }))
}
show(new ReadableStream({
  pull(controller) {
    controller.error(new Error('cut off'))
  },
}))
setTimeout(() => console.log('still here'), 100)
`

describe.each([
  [
    'a file that is not there',
    MISSING_FILE,
    "ENOENT: no such file or directory, open 'missing.txt'",
    'catchPipeline',
    '1 no answer\n2 no answer\n',
  ],
  ['a pipe inside of try', IN_TRY, 'ENOENT', 'awaitPipeline', 'caught ENOENT\n'],
  ['a chain that is used', USED, 'ENOENT', 'callbackPipeline', 'caught ENOENT\n'],
  ['a pipeline that nobody waits for', FLOATING, 'ENOENT', 'addCatch', 'still here\n'],
  ['a pipeline that an async function does not wait for', FLOATING_ASYNC, 'ENOENT', 'addAwait', 'caught ENOENT\n'],
  ['a pipeTo whose source fails', PIPE_TO, 'cut off', 'addCatch', 'still here\n'],
  ['a pipeTo whose client leaves', LEAVING, 'AbortError', 'addCatch', 'still here\n'],
])('%s', (_name, text, failure, remedy, after) => {
  it('ends the process, before', async () => {
    const { code, stdout, stderr } = await runInChild(modules.write(text))
    expect(code).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toContain(failure)
  })

  it('does not, after', async () => {
    const { code, stdout, stderr } = await runInChild(modules.write(joined(text, remedy)))
    expect(code).toBe(0)
    expect(stdout).toBe(after)
    // A client that leaves is no failure, and the others are told.
    if (failure === 'AbortError') expect(stderr).toBe('')
  })
})

const NO_CALLBACK = `import { createReadStream, createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream'
function copy() {
  pipeline(createReadStream(process.argv[1]), createWriteStream(process.argv[1] + '.copy'))
}
copy()
`
const NO_CALLBACK_AWAITED = NO_CALLBACK.replace('function copy', 'async function copy')
  .replace('  pipeline', '  await pipeline')
  .replace('\ncopy()', '\nawait copy()')

describe.each([
  ['addCallback', NO_CALLBACK],
  ['awaitPromise', NO_CALLBACK_AWAITED],
])('a pipeline without its callback: %s', (remedy, text) => {
  it('throws as soon as it runs, before', async () => {
    const { code, stderr } = await runInChild(modules.write(text))
    expect(code).toBe(1)
    expect(stderr).toContain('ERR_INVALID_ARG_TYPE')
  })

  it('copies, after', async () => {
    const path = modules.write(joined(text, remedy))
    expect(await runInChild(path)).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(readFileSync(`${path}.copy`, 'utf8')).toBe(readFileSync(path, 'utf8'))
  })
})

/** More than the buffers of both ends of a connection hold. */
const LARGE = modules.write('x'.repeat(16_000_000))
const CLIENTS = 20
/** Long after Node would have told. */
const A_WHILE_MS = 300

/** What the code under test opens from now on: its named imports of `node:fs` are those of the spied object. */
function opened<Name extends 'createReadStream' | 'createWriteStream'>(name: Name): MockInstance<(typeof fs)[Name]> {
  const spy = vi.spyOn(fs, name) as unknown as MockInstance<(typeof fs)[Name]>
  syncBuiltinESMExports()
  return spy
}
afterEach(() => {
  vi.restoreAllMocks()
  syncBuiltinESMExports()
})

async function served(code: string, path: string) {
  const { serve } = await modules.load<{ serve: (path: string) => Server }>(code)
  return onLoopback(serve(path))
}

const SEND = `import { createReadStream } from 'node:fs'
import { createServer } from 'node:http'
export const serve = (path) => createServer((req, res) => {
  createReadStream(path).pipe(res)
})`
const SEND_IN_TRY = `import { createReadStream } from 'node:fs'
import { createServer } from 'node:http'
export const serve = (path) => createServer(async (req, res) => {
  try {
    createReadStream(path).pipe(res)
  } catch (error) {
    console.error(error)
  }
})`

describe('clients that leave in the middle of a file', () => {
  async function openAfter(code: string): Promise<() => number> {
    const files = opened('createReadStream')
    await using server = await served(code, LARGE)
    const clients = await Promise.all(Array.from({ length: CLIENTS }, () => ask(server.port)))
    for (const client of clients) client.destroy()
    await until('every file was opened', () => files.mock.results.length === CLIENTS)
    await setTimeout(A_WHILE_MS)
    return () => files.mock.results.filter(({ value }) => !(value as ReadStream).closed).length
  }

  it('leave all files open, before', async () => {
    expect((await openAfter(SEND))()).toBe(CLIENTS)
  })

  it.each([
    ['catchPipeline', SEND],
    ['awaitPipeline', SEND_IN_TRY],
  ])('leave none open, and are no failure, after: %s', async (remedy, code) => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    const open = await openAfter(joined(code, remedy))
    await until('every file is closed', () => open() === 0)
    expect(log).not.toHaveBeenCalled()
  })
})

const STORE = `import { createWriteStream } from 'node:fs'
import { createServer } from 'node:http'
export const serve = (path) => createServer((req, res) => {
  const file = createWriteStream(path)
  req.pipe(file)
  file.on('finish', () => res.end('stored'))
})`

describe('an upload that breaks off', () => {
  const BODY = 'x'.repeat(1000)

  async function breakOff(code: string): Promise<WriteStream> {
    const files = opened('createWriteStream')
    await using server = await served(code, `${LARGE}.upload`)
    const client = connect(server.port, '127.0.0.1')
    client.write(`POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 2000\r\n\r\n${BODY}`)
    await until(
      'the half is written',
      () => (files.mock.results[0]?.value as WriteStream)?.bytesWritten === BODY.length,
    )
    client.destroy()
    await once(client, 'close')
    await setTimeout(A_WHILE_MS)
    return files.mock.results[0]?.value as WriteStream
  }

  it('leaves the file open, neither finished nor failed, before', async () => {
    const file = await breakOff(STORE)
    expect({ closed: file.closed, finished: file.writableFinished, failed: file.errored }).toEqual({
      closed: false,
      finished: false,
      failed: null,
    })
    file.destroy()
  })

  it('closes it, after', async () => {
    const file = await breakOff(joined(STORE, 'catchPipeline'))
    await until('the file is closed', () => file.closed)
    expect(file.writableFinished).toBe(false)
  })

  it('a whole upload is stored, after', async () => {
    const path = `${LARGE}.whole`
    await using server = await served(joined(STORE, 'catchPipeline'), path)
    const response = await fetch(server.url, { method: 'POST', body: BODY })
    expect(await response.text()).toBe('stored')
    expect(readFileSync(path, 'utf8')).toBe(BODY)
  })
})
