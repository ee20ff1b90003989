import { describe, expect, it } from 'vitest'
import { signalWiring } from '../../src/facts/abort-wiring.ts'
import { fetchCalls } from '../../src/facts/fetch-calls.ts'
import { signalOption, upstreamCalls } from '../../src/facts/upstream-calls.ts'
import { parseSource } from '../parse-source.ts'

/** What the first upstream call of a text is tied to. */
function wiringOf(code: string): string {
  const source = parseSource(code)
  expect(fetchCalls(source)).toHaveLength(1)
  const [upstream] = upstreamCalls(source)
  const option = signalOption(source, upstream!)
  return typeof option === 'string' ? option : signalWiring(source, option.value).kind
}

const WITH = (before: string) => `async function f(request, cond) {
  const c = new AbortController()
  ${before}
  await fetch(url, { signal: c.signal })
}`

describe('what the signal of a call is tied to', () => {
  it.each([
    ['fetch(url)', 'none'],
    ["fetch(url, { method: 'POST' })", 'none'],
    ['fetch(url, options)', 'unknown'],
    ['fetch(url, { ...options })', 'unknown'],
    ['fetch(...all)', 'unknown'],
    ['fetch(request)', 'unknown'],
    ['fetch(new Request(url, { signal }))', 'unknown'],
    ['fetch(new URL(path, base))', 'none'],
    ['fetch(url, { signal: AbortSignal.timeout(1) })', 'timer'],
    ['fetch(url, { signal: AbortSignal.any([AbortSignal.timeout(1)]) })', 'timer'],
    ['fetch(url, { signal: AbortSignal.any([AbortSignal.timeout(1), request.signal]) })', 'tied'],
    ['fetch(url, { signal: AbortSignal.any(signals) })', 'tied'],
    ['fetch(url, { signal: request.signal })', 'tied'],
    ['fetch(url, { signal: cond ? AbortSignal.timeout(1) : undefined })', 'tied'],
    ['fetch(url, { signal: given ?? AbortSignal.timeout(1) })', 'tied'],
    ['const AbortSignal = own; fetch(url, { signal: AbortSignal.timeout(1) })', 'tied'],
  ])('%s: %s', (code, kind) => {
    expect(wiringOf(code)).toBe(kind)
  })

  it.each([
    ['', 'never'],
    ['setTimeout(() => c.abort(), 1)', 'timer'],
    ['setTimeout(c.abort.bind(c), 1)', 'timer'],
    ['const stop = () => c.abort(); setTimeout(stop, 1)', 'timer'],
    ['function stop() { c.abort() } setTimeout(() => stop(), 1)', 'timer'],
    ["const stop = () => c.abort(); setTimeout(stop, 1); request.on('close', stop)", 'tied'],
    ["request.on('close', () => c.abort())", 'tied'],
    ['if (cond) c.abort()', 'tied'],
    ['register(c)', 'tied'],
    ['this.controller = c', 'tied'],
    ['return c', 'tied'],
  ])('a controller with `%s`: %s', (before, kind) => {
    expect(wiringOf(WITH(before))).toBe(kind)
  })
})
