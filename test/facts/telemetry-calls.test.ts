import { describe, expect, it } from 'vitest'
import { isFunction, nodesOf } from '../../src/facts/nodes.ts'
import { hasEndTelemetry, isTelemetry, momentOf } from '../../src/facts/telemetry-calls.ts'
import { parseSource } from '../parse-source.ts'

describe('isTelemetry', () => {
  function answer(code: string, loggers: readonly string[] = []): boolean {
    const source = parseSource(code)
    return isTelemetry(source, nodesOf(source, 'CallExpression').at(-1)!, loggers)
  }

  it.each([
    'console.error(e)',
    'logger.info("done")',
    'req.log.error(e)',
    'this.logger.warn(e)',
    'metrics.streams.inc()',
    'requestDuration.observe(1)',
    'recordUsage(tokens)',
    "import * as Sentry from '@sentry/node'; Sentry.captureException(e)",
    'fastify.log.error(e)',
    'l.error(e)',
    'streamText({ model, experimental_telemetry: { isEnabled: true } })',
  ])('%s', (code) => {
    expect(answer(code)).toBe(true)
  })

  it.each([
    'res.write(x)',
    'res.status(500).json({ error })',
    'reject(error)',
    'next(error)',
    'catalog.find(x)',
    'dialog(x)',
    'new ReadableStream({ start(c) { c.error(e) } })',
    'new Observable((s) => { s.error(e) })',
    'broadcast(x)',
  ])('not: %s', (code) => {
    expect(answer(code)).toBe(false)
  })

  it('knows the loggers of the settings', () => {
    expect(answer('chronicle(e)', ['chronicle'])).toBe(true)
    expect(answer('chronicle.write(e)', ['chronicle'])).toBe(true)
    expect(answer('chronicle(e)', [])).toBe(false)
  })
})

describe('momentOf', () => {
  it.each([
    ['async function f() { log(); for await (const c of s) use(c) }', 'start'],
    ['async function f() { for await (const c of s) { log() } }', 'chunk'],
    ['async function f() { for await (const c of s) use(c); log() }', 'end'],
    ['async function f() { try { for await (const c of s) use(c) } catch (e) { log() } }', 'end'],
    ['async function f() { try { for await (const c of s) use(c) } finally { log() } }', 'end'],
    ['async function f() { for await (const c of s) { try { use(c) } catch { log() } } }', 'end'],
    ['async function f() { await pipeline(a, b); log() }', 'end'],
    ['function f(req, res) { res.on("close", () => log()) }', 'end'],
    ['function f(req, res) { s.on("data", () => log()) }', 'chunk'],
    ['function f() { return streamText({ onFinish() { log() } }).toUIMessageStreamResponse() }', 'end'],
    ['function f() { run().catch((e) => log()) }', 'end'],
    ['function f() { return new ReadableStream({ cancel() { log() } }) }', 'end'],
    [
      'function f() { return new ReadableStream({ async start(c) { log(); for await (const x of s) c.enqueue(x) } }) }',
      'start',
    ],
    [
      'function f() { return new ReadableStream({ async start(c) { for await (const x of s) c.enqueue(x); log() } }) }',
      'end',
    ],
    ['function f() { source.onerror = () => log() }', 'end'],
    ['function f() { log(); return new Response(upstream.body) }', 'start'],
  ])('%s', (code, expected) => {
    const source = parseSource(code)
    const call = nodesOf(source, 'CallExpression').find(
      ({ callee }) => callee.type === 'Identifier' && callee.name === 'log',
    )!
    expect(momentOf(source, call, nodesOf(source, 'FunctionDeclaration')[0]!)).toBe(expected)
  })
})

describe('hasEndTelemetry', () => {
  it.each([
    ['async (req, res) => { const end = duration.startTimer(); res.on("close", () => end()) }', true],
    ['async (req, res) => { logger.info("start"); for await (const c of s) res.write(c) }', false],
    ['async (req, res) => { for await (const c of s) { logger.debug(c); res.write(c) } }', false],
    ['async (req, res) => { for await (const c of s) res.write(c); logger.info("end") }', true],
  ])('%s', (code, expected) => {
    const source = parseSource(code)
    const fn = nodesOf(source, 'ArrowFunctionExpression').filter(isFunction)[0]!
    expect(hasEndTelemetry(source, fn, [])).toBe(expected)
  })
})
