import { expect, it } from 'vitest'
import { streamRoutes } from '../../src/frameworks/stream-route.ts'
import { streamedAnswers } from '../../src/frameworks/streamed-answers.ts'
import { parseSource } from '../parse-source.ts'

/** What the first stream route of a file answers with; one of which it is a promise says so. */
function answers(code: string): string[] {
  const source = parseSource(code, 'app/api/chat/route.ts')
  const [route] = streamRoutes(source)
  if (route === undefined) throw new Error('no stream route')
  return streamedAnswers(source, route).map(
    ({ node, isPromise }) => (isPromise ? 'promised: ' : '') + source.text.slice(...node.range),
  )
}

const HEADERS = "{ headers: { 'content-type': 'text/event-stream' } }"
const POST = 'export async function POST(request) '
const HONO = "import { Hono } from 'hono'; import { streamSSE } from 'hono/streaming'; const app = new Hono(); "

it.each([
  [`${POST}{ return new Response(body, ${HEADERS}) }`, [`new Response(body, ${HEADERS})`]],
  [
    `${POST}{ return new NextResponse(body, ${HEADERS}) as Response }`,
    [`new NextResponse(body, ${HEADERS}) as Response`],
  ],
  [`${POST}{ const response = new Response(body, ${HEADERS}); return response }`, ['response']],
  [
    `${POST}{ const result = streamText({}); return result.toUIMessageStreamResponse() }`,
    ['result.toUIMessageStreamResponse()'],
  ],
  [
    `${POST}{ return await answer(); } async function answer() { return new Response(body, ${HEADERS}) }`,
    ['await answer()'],
  ],
  [
    `${POST}{ return answer(); } async function answer() { return new Response(body, ${HEADERS}) }`,
    ['promised: answer()'],
  ],
  [`${POST}{ return answer(); } function answer() { return new Response(body, ${HEADERS}) }`, ['answer()']],
  [
    `${POST}{ return ok ? new Response(body, ${HEADERS}) : new Response('no', { status: 404 }) }`,
    [`new Response(body, ${HEADERS})`],
  ],
  [`${HONO}app.get('/', (c) => streamSSE(c, run))`, ['streamSSE(c, run)']],
  [
    `${HONO}app.get('/', (c) => { c.header('content-type', 'text/event-stream'); return c.body(stream) })`,
    ['c.body(stream)'],
  ],
  [
    `${HONO}app.get('/', (c) => { if (no) return c.json({}, 400); if (never) return; return streamSSE(c, run) })`,
    ['streamSSE(c, run)'],
  ],
])('%s', (code, expected) => {
  expect(answers(code)).toEqual(expected)
})

it.each([
  ['a value of unknown kind', `${POST}{ const sent = new Response(body, ${HEADERS}); return wrap(sent) }`],
  [
    'a variable that is set again',
    `${POST}{ let sent = new Response(body, ${HEADERS}); if (no) sent = other; return sent }`,
  ],
  ['what a callback returns', `${POST}{ return load().then(() => new Response(body, ${HEADERS})) }`],
  ['a finished body', `${POST}{ queue(new Response(body, ${HEADERS})); return new Response('done') }`],
  ['no body', `${POST}{ queue(new Response(body, ${HEADERS})); return new Response() }`],
])('leaves out %s', (_, code) => {
  expect(answers(code)).toEqual([])
})
