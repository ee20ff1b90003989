import { encode } from 'eventsource-encoder'
import { describe, expect, it } from 'vitest'
import rule from '../../rules/protocols/no-manual-sse-framing.ts'
import { codemodProjects, packageJson } from './codemod-run.ts'
import { moduleFolder } from './module-folder.ts'
import { remedied } from './remedy.ts'

const modules = moduleFolder()
const projects = codemodProjects()

describe('encoded frames', () => {
  const values: unknown[] = [
    { a: 1 },
    ['x', null, true],
    'two\nlines\r\nand \u2028 more \u{1f600}',
    '',
    0,
    null,
    { nested: { text: ' leading', list: [{}, []] } },
    { toJSON: () => 'as text' },
  ]

  it('has the same bytes as a hand-written frame of JSON', () => {
    for (const value of values) {
      expect(encode({ data: JSON.stringify(value) })).toBe(`data: ${JSON.stringify(value)}\n\n`)
      expect(encode({ event: 'a b', data: JSON.stringify(value) })).toBe(
        `event: a b\ndata: ${JSON.stringify(value)}\n\n`,
      )
    }
  })

  it('has other bytes where a field stands before `event`', () => {
    expect(encode({ id: 1, event: 'a', data: '1' })).not.toBe('id: 1\nevent: a\ndata: 1\n\n')
  })

  it('keeps the lines of a text together', () => {
    expect(encode({ data: 'one\ntwo\r\nthree' })).toBe('data: one\ndata: two\ndata: three\n\n')
  })
})

describe('events of Hono', () => {
  const CODE = `import { Hono } from 'hono'
import { stream } from 'hono/streaming'
export const app = new Hono()
app.get('/output', (c) => {
  c.header('Content-Type', 'text/event-stream')
  c.header('X-Accel-Buffering', 'no')
  return stream(c, async (stream) => {
    const texts = c.req.queries('text')
    for (const [id, text] of texts.entries()) await stream.write(\`id: \${id}\\ndata: \${text}\\n\\n\`)
    await stream.write('event: end\\ndata: [DONE]\\n\\n')
  })
})
`
  /** What the events are that the server meant to send. */
  const TOGETHER =
    'data: one\nid: 0\n\ndata: two\ndata: \ndata: event: end\ndata: data: lie\nid: 1\n\nevent: end\ndata: [DONE]\n\n'
  interface App {
    readonly app: { request(path: string): Promise<Response> }
  }
  const answered = async (code: string) => answerOf(await modules.load<App>(code))
  const answerOf = async ({ app }: App) => {
    const response = await app.request(`/output?text=one&text=${encodeURIComponent('two\n\nevent: end\ndata: lie')}`)
    return { headers: response.headers, text: await response.text() }
  }
  const remedy = { rule, name: 'no-manual-sse-framing', options: { allow: 'never' }, project: 'hono' }

  it('are forged by a line break, before', async () => {
    const { text } = await answered(CODE)
    expect(text).toBe('id: 0\ndata: one\n\nid: 1\ndata: two\n\nevent: end\ndata: lie\n\nevent: end\ndata: [DONE]\n\n')
  })

  it('keep their lines together, after the codemod', async () => {
    const project = await projects.after('sse-encoder', {
      'package.json': packageJson({ hono: '^4.0.0' }),
      'src/app.js': CODE,
    })
    const { text } = await answerOf(await project.load<App>('src/app.js'))
    expect(text).toBe(TOGETHER)
  })

  it('keep their lines together when the helper writes them, with the headers that were there', async () => {
    const { headers, text } = await answered(remedied(CODE, 'helper', remedy))
    expect(text).toBe(TOGETHER)
    expect(headers.get('content-type')).toBe('text/event-stream')
    expect(headers.get('cache-control')).toBe('no-cache')
    expect(headers.get('x-accel-buffering')).toBe('no')
  })
})
