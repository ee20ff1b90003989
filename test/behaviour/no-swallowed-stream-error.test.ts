import { describe, expect, it } from 'vitest'
import rule from '../../rules/monitoring/no-swallowed-stream-error.ts'
import { runInChild } from './child-process.ts'
import { moduleFolder } from './module-folder.ts'
import { remedied } from './remedy.ts'

const modules = moduleFolder()
const logged = (code: string) => remedied(code, 'log', { rule, name: 'no-swallowed-stream-error' })

/** Gets half an answer from a server that breaks off. */
const client = (collect: string) => `import { createServer } from 'node:http'
import { once } from 'node:events'

const server = createServer((req, res) => {
  res.writeHead(200, { 'content-length': 8 })
  res.write('half')
  setTimeout(() => res.destroy(), 20)
})
await once(server.listen(0, '127.0.0.1'), 'listening')
${collect}
console.log(await collect('http://127.0.0.1:' + server.address().port))
server.close()
`
const EMPTY = client(`async function collect(url) {
  const response = await fetch(url)
  let text = ''
  try {
    for await (const piece of response.body.pipeThrough(new TextDecoderStream())) text += piece
  } catch {}
  return text
}`)
const RETURNS = client(`async function collect(url) {
  const response = await fetch(url)
  const texts = []
  const gather = async () => {
    try {
      for await (const piece of response.body.pipeThrough(new TextDecoderStream())) texts.push(piece)
    } catch (error) {
      return
    }
  }
  await gather()
  return texts.join('')
}`)
const PROMISE = client(`async function collect(url) {
  const response = await fetch(url)
  let text = ''
  const sink = new WritableStream({ write: (piece) => { text += piece } })
  await response.body.pipeThrough(new TextDecoderStream()).pipeTo(sink).catch(() => {})
  return text
}`)

describe.each([
  ['an empty catch', EMPTY],
  ['a catch that returns', RETURNS],
  ['an empty callback of catch', PROMISE],
])('a stream that breaks off in the middle: %s', (_name, code) => {
  it('looks finished, and nobody is told, before', async () => {
    expect(await runInChild(modules.write(code))).toEqual({ code: 0, stdout: 'half\n', stderr: '' })
  })

  it('is in the log, after', async () => {
    const { code: exit, stdout, stderr } = await runInChild(modules.write(logged(code)))
    expect({ exit, stdout }).toEqual({ exit: 0, stdout: 'half\n' })
    expect(stderr).toContain('Stream failed TypeError: terminated')
  })
})

/** The second frame was cut by whoever sent it. */
const FRAMES = `async function show(lines) {
  for await (const line of lines) {
    try {
      console.log(JSON.parse(line).text)
    } catch {
      continue
    }
  }
}
await show((async function* () {
  yield '{"text":"one"}'
  yield '{"text":"tw'
  yield '{"text":"three"}'
})())
`

describe('a frame that does not parse', () => {
  it('is missing without a trace, before', async () => {
    expect(await runInChild(modules.write(FRAMES))).toEqual({ code: 0, stdout: 'one\nthree\n', stderr: '' })
  })

  it('is in the log, and the others come as before, after', async () => {
    const { code, stdout, stderr } = await runInChild(modules.write(logged(FRAMES)))
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'one\nthree\n' })
    expect(stderr).toContain('Stream frame could not be parsed SyntaxError')
  })
})
