import { describe, expect, it } from 'vitest'
import { leakOf } from '../../src/facts/reader-leaks.ts'
import { readersOf } from '../../src/facts/readers.ts'
import { parseSource } from '../parse-source.ts'

/** The ways out by which each reader of the code leaks; empty where none does. */
function leaksOf(code: string): string[] {
  const source = parseSource(code)
  return readersOf(source).flatMap(
    (reader) => leakOf(source, reader, { endFrames: true })?.exits.map(({ kind }) => kind) ?? [],
  )
}

/** The loop in a function that reads a stream which was passed in. */
const inFunction = (body: string) => `async function read(stream, signal, limit) {
  const reader = stream.getReader()
  ${body}
}`
const inGenerator = (body: string) => `async function* read(stream, signal, limit) {
  const reader = stream.getReader()
  ${body}
}`

describe('a loop that only drains', () => {
  it.each([
    'while (true) { const { done, value } = await reader.read(); if (done) break; use(value) }',
    'while (true) { const { done, value } = await reader.read(); if (done) return total; use(value) }',
    'while (true) { const { done, value } = await reader.read(); if (done) throw new Error("short"); use(value) }',
    'for (;;) { const { done: end, value } = await reader.read(); if (end) { log(); break } use(value) }',
    'for (;;) { const r = await reader.read(); if (r.done === true) break; use(r.value) }',
    'for (;;) { const r = await reader.read(); if (!r.done) { use(r.value); continue } break }',
    'for (;;) { const r = await reader.read(); if (!r.done) { use(r.value) } else { return total } }',
    'for (;;) { const { value } = await reader.read(); if (!value) break; use(value) }',
    'for (;;) { const { value } = await reader.read(); if (value === undefined) return; use(value) }',
    'for (;;) { const { done, value } = await reader.read(); if (done || !value) break; use(value) }',
    'for (;;) { const { done, value } = await reader.read(); if (done && total > 0) break; if (done) return; use(value) }',
    'for (;;) { const { done, value } = await reader.read(); const isLast = done; if (isLast) break; use(value) }',
    'for (;;) { const { done, value } = (await reader.read()) ?? { done: true }; if (done) break; use(value) }',
    'let r; while (!(r = await reader.read()).done) use(r.value)',
    'let r; do { r = await reader.read(); if (r.value) use(r.value) } while (!r.done)',
    'for (let c = await reader.read(); !c.done; c = await reader.read()) use(c.value)',
    'let done = false; while (!done) { const r = await reader.read(); done = r.done; use(r.value) }',
    'let done = false; while (!done) { const { done: d, value } = await reader.read(); if (d) done = true; else use(value) }',
    'let done, value; while (!done) { ({ done, value } = await reader.read()); use(value) }',
    'let isReading = true; while (isReading) { const { done, value } = await reader.read(); if (done) { isReading = false; break } use(value) }',
    'let open = true; while (open) { const { done, value } = await reader.read(); open = !done; use(value) }',
    'let done = false; while (!done) { const r = await reader.read(); done ||= r.done; use(r.value) }',
    'while (true) { try { const { done, value } = await reader.read(); if (done) break; use(value) } catch (e) { log(e); break } }',
    'while (true) { let r; try { r = await reader.read() } catch (e) { return fail(e) } if (r.done) return; use(r.value) }',
    'while (true) { const { done, value } = await reader.read(); if (done) break; for (const x of value) { if (!x) break; use(x) } }',
    'while (true) { const { done, value } = await reader.read(); if (done) break; for (const x of value) { if (!x) continue; use(x) } }',
    'while (true) { const { done, value } = await reader.read(); if (done) break; switch (value.type) { case "a": use(value); break } }',
    'while (true) { const { done, value } = await reader.read(); if (done) break; try { if (!value.ok) throw new Error("bad") } catch (e) { log(e) } }',
    'while (true) { const { done, value } = await reader.read(); if (done) break; value.forEach((x) => { if (!x) return; use(x) }) }',
    'while (true) { const r = await reader.read().catch(() => undefined); if (!r) break; if (r.done) break; use(r.value) }',
    'outer: while (true) { const { done, value } = await reader.read(); if (done) break outer; for (const x of value) if (!x) continue outer }',
  ])('%s', (body) => {
    expect(leaksOf(inFunction(body))).toEqual([])
  })

  it('a call that might throw is no way out', () => {
    expect(
      leaksOf(
        inFunction(
          'try { while (true) { const { done, value } = await reader.read(); if (done) break; JSON.parse(value) } } finally { reader.releaseLock() }',
        ),
      ),
    ).toEqual([])
  })

  it('a generator that yields only behind the loop', () => {
    expect(
      leaksOf(
        inGenerator(
          'while (true) { const { done, value } = await reader.read(); if (done) { if (rest) yield rest; break } rest += value } yield rest',
        ),
      ),
    ).toEqual([])
  })
})

describe('a loop that can be left early', () => {
  it.each([
    ['while (true) { const { done, value } = await reader.read(); if (done) break; if (value.last) break }', ['break']],
    ['while (true) { const { done, value } = await reader.read(); if (done || value.last) break }', ['break']],
    [
      'for (;;) { const { done, value } = await reader.read(); if (done) return; if (find(value)) return value }',
      ['return'],
    ],
    [
      'for (;;) { const r = await reader.read(); if (r.done) break; if (r.value.bad) throw new Error("bad") }',
      ['throw'],
    ],
    ['let r; while (!(r = await reader.read()).done) { if (found(r.value)) break }', ['break']],
    ['let r; do { r = await reader.read(); if (found(r.value)) return r.value } while (!r.done)', ['return']],
    ['let r; do { r = await reader.read() } while (!r.done && total < limit)', ['condition']],
    [
      'for (let c = await reader.read(); !c.done; c = await reader.read()) if (found(c.value)) return c.value',
      ['return'],
    ],
    [
      'while (total < limit) { const { done, value } = await reader.read(); if (done) break; total += value.length }',
      ['condition'],
    ],
    [
      'for (let i = 0; i < 3; i++) { const { done, value } = await reader.read(); if (done) break; use(value) }',
      ['condition'],
    ],
    [
      'for (const part of parts) { const { done, value } = await reader.read(); if (done) break; use(part, value) }',
      ['condition'],
    ],
    [
      'while (!signal.aborted) { const { done, value } = await reader.read(); if (done) break; use(value) }',
      ['condition'],
    ],
    [
      'let done = false; while (!done) { const { done: d, value } = await reader.read(); done = d; if (value.last) done = true }',
      ['condition'],
    ],
    [
      'let done = false; while (!done) { const r = await reader.read(); done = r.done || isLast(r.value) }',
      ['condition'],
    ],
    [
      'let go = true; stop.on("x", () => { go = false }); while (go) { const { done, value } = await reader.read(); if (done) break; use(value) }',
      ['condition'],
    ],
    [
      'while (true) { const { done, value } = await reader.read(); if (done) break; for (const line of value) { if (line === "[DONE]") return } }',
      ['return'],
    ],
    [
      'outer: while (true) { const { done, value } = await reader.read(); if (done) break; for (const x of value) if (x === END) break outer }',
      ['break'],
    ],
    [
      'next: for (const job of jobs) { while (true) { const { done, value } = await reader.read(); if (done) return; if (value.next) continue next } }',
      ['condition'],
    ],
    [
      'while (true) { const { done, value } = await reader.read(); if (done) break; try { use(JSON.parse(value)) } catch { break } }',
      ['break'],
    ],
    [
      'while (true) { const { done, value } = await reader.read(); if (done) break; try { check(value) } catch (e) { throw wrap(e) } }',
      ['throw'],
    ],
    [
      'while (true) { const { done, value } = await reader.read(); if (done) break; switch (value.type) { case "end": return value } }',
      ['return'],
    ],
    [
      'while (true) { const r = await Promise.race([reader.read(), late]); if (!r) break; if (r.done) break }',
      ['break'],
    ],
    [
      'while (true) { const r = await Promise.race([reader.read(), late]); if (r === LATE) throw new Error("late"); if (r.done) break }',
      ['throw'],
    ],
    [
      'const source = reader; while (true) { const { done, value } = await source.read(); if (done) break; if (found(value)) return value }',
      ['return'],
    ],
  ])('%s', (body, exits) => {
    expect(leaksOf(inFunction(body))).toEqual(exits)
  })

  it.each([
    ['while (true) { const { done, value } = await reader.read(); if (done) return; yield value }', ['yield']],
    [
      'try { while (true) { const { done, value } = await reader.read(); if (done) break; yield value } } finally { reader.releaseLock() }',
      ['yield'],
    ],
    [
      'try { while (true) { const { done, value } = await reader.read(); if (done) break; yield* lines(value) } } catch (e) { await reader.cancel() }',
      ['yield'],
    ],
    [
      'while (true) { const { done, value } = await reader.read(); if (done) break; yield value } await reader.cancel()',
      ['yield'],
    ],
    [
      'while (true) { const { done, value } = await reader.read(); if (done) break; if (value.last) return; yield value }',
      ['return', 'yield'],
    ],
  ])('generator: %s', (body, exits) => {
    expect(leaksOf(inGenerator(body))).toEqual(exits)
  })
})

describe('clean-up', () => {
  const loop = (early: string) =>
    `while (true) { const { done, value } = await reader.read(); if (done) break; ${early} }`
  it.each([
    [`try { ${loop('if (found(value)) return value')} } finally { await reader.cancel() }`, []],
    [`try { ${loop('if (found(value)) return value')} } finally { await reader.cancel(); reader.releaseLock() }`, []],
    [
      `try { ${loop('if (found(value)) return value')} } finally { reader.cancel().catch(() => {}); reader.releaseLock() }`,
      [],
    ],
    [`try { ${loop('if (found(value)) return value')} } finally { void reader.cancel() }`, []],
    [`try { ${loop('if (found(value)) return value')} } finally { reader?.cancel() }`, []],
    [
      `try { ${loop('if (found(value)) return value')} } finally { try { await reader.cancel() } catch {} reader.releaseLock() }`,
      [],
    ],
    [
      `try { ${loop('if (found(value)) return value')} } finally { try { await reader.cancel() } finally { reader.releaseLock() } }`,
      [],
    ],
    [
      `try { try { ${loop('if (found(value)) return value')} } finally { log() } } finally { await reader.cancel() }`,
      [],
    ],
    [
      `try { try { ${loop('if (found(value)) return value')} } finally { reader.releaseLock() } } finally { log() }`,
      ['return'],
    ],
    [
      `try { try { ${loop('if (found(value)) return value')} } finally { reader.releaseLock() } } finally { await reader.cancel() }`,
      ['return'],
    ],
    [`try { ${loop('if (found(value)) return value')} } finally { reader.releaseLock() }`, ['return']],
    [
      `try { ${loop('if (found(value)) return value')} } finally { reader.releaseLock(); reader.cancel().catch(() => {}) }`,
      ['return'],
    ],
    [`try { ${loop('if (found(value)) return value')} } finally { reader.releaseLock(); await stream.cancel() }`, []],
    [`try { ${loop('if (found(value)) return value')} } finally { await stream.cancel() }`, ['return']],
    [`try { ${loop('if (found(value)) return value')} } catch (e) { await reader.cancel(); throw e }`, ['return']],
    [
      `try { ${loop('if (found(value)) return value')} } catch (e) { await reader.cancel(); throw e } finally { reader.releaseLock() }`,
      ['return'],
    ],
    [`try { ${loop('if (bad(value)) throw new Error("bad")')} } catch (e) { await reader.cancel(); throw e }`, []],
    [`try { ${loop('if (bad(value)) throw new Error("bad")')} } catch (e) { log(e); throw e }`, ['throw']],
    [`try { ${loop('if (bad(value)) throw new Error("bad")')} } catch (e) { log(e) } await reader.cancel()`, []],
    [`try { ${loop('if (bad(value)) throw new Error("bad")')} } catch (e) { return } await reader.cancel()`, ['throw']],
    [`${loop('if (found(value)) break')} await reader.cancel()`, []],
    [`${loop('if (found(value)) return value')} await reader.cancel()`, ['return']],
    [`${loop('if (found(value)) { await reader.cancel(); return value }')}`, []],
    [`${loop('if (found(value)) { await reader.cancel(); break }')}`, []],
    [`${loop('if (found(value)) { reader.cancel().catch(() => {}); return value }')}`, []],
    [`${loop('if (found(value)) return reader.cancel()')}`, []],
    [
      `${loop('if (big(value)) { await reader.cancel(); throw new Error("big") } if (found(value)) return value')}`,
      ['return'],
    ],
    [`${loop('if (big(value)) { await reader.cancel(); break } else if (found(value)) { break }')}`, ['break']],
    [`${loop('if (found(value)) { if (!options.keep) await reader.cancel(); return value }')}`, []],
    [
      `let done = false; try { while (!done) { const r = await reader.read(); done = r.done; if (found(r.value)) return r.value } } finally { if (!done) await reader.cancel() }`,
      [],
    ],
    [
      `let finished = false; try { while (true) { const r = await reader.read(); if (r.done) { finished = true; break } if (found(r.value)) return r.value } } finally { if (!finished) reader.cancel().catch(() => {}); reader.releaseLock() }`,
      [],
    ],
    [
      `let failed = false; try { while (true) { const r = await reader.read(); if (r.done) break; if (bad(r.value)) { failed = true; break } if (found(r.value)) break } } finally { if (failed) await reader.cancel(); reader.releaseLock() }`,
      ['break'],
    ],
    [`try { ${loop('if (found(value)) return value')} } finally { if (reader) reader.cancel() }`, []],
    [
      `let done = false; try { while (true) { const r = await reader.read(); if (r.done) { done = true; break } if (found(r.value)) return r.value } } finally { if (done) reader.releaseLock(); else await reader.cancel() }`,
      [],
    ],
    [`const stop = () => reader.cancel().catch(() => {}); ${loop('if (found(value)) { stop(); return value }')}`, []],
    [
      `const stop = () => reader.cancel().catch(() => {}); ${loop('if (bad(value)) { stop(); return } if (found(value)) return value')}`,
      ['return'],
    ],
    [
      `try { ${loop('if (found(value)) return value')} } finally { await close() } async function close() { await reader.cancel() }`,
      [],
    ],
    [
      `${loop('if (value.head) break')} while (true) { const { done, value } = await reader.read(); if (done) break; use(value) }`,
      [],
    ],
    [`${loop('if (found(value)) break')} while (!(await reader.read()).done);`, []],
    [
      `while (true) { let buffer; while (!buffer) { const { done, value } = await reader.read(); if (done) return; if (value.ok) break } use(buffer) }`,
      [],
    ],
    [
      `while (true) { let r; do { r = await reader.read(); if (r.done) return } while (r.value.skip); if (found(r.value)) return r.value }`,
      ['return'],
    ],
  ])('%s', (body, exits) => {
    expect(leaksOf(inFunction(body))).toEqual(exits)
  })
})

describe('recursion through then', () => {
  it.each([
    [
      'return pump(); function pump() { return reader.read().then(({ done, value }) => { if (done) return; use(value); return pump() }) }',
      [],
    ],
    [
      'function pump() { reader.read().then(({ done, value }) => { if (done) { finish(); return } use(value); pump() }) } pump()',
      [],
    ],
    [
      'const pump = () => reader.read().then(({ done, value }) => (done ? finish() : (use(value), pump()))); return pump()',
      [],
    ],
    [
      'return reader.read().then(function next({ done, value }) { if (done) return total; total += value.length; return reader.read().then(next) })',
      [],
    ],
    [
      'function pump() { return reader.read().then((r) => { if (!r.done) { use(r.value); return pump() } finish() }) } return pump()',
      [],
    ],
    [
      'function pump() { return reader.read().then(({ done, value }) => { if (done) return; use(value); setTimeout(() => pump(), 0) }) } return pump()',
      [],
    ],
    [
      'function pump() { return reader.read().then(({ done, value }) => { if (done) return; if (found(value)) return value; return pump() }) } return pump()',
      ['return'],
    ],
    [
      'function pump() { return reader.read().then(({ done, value }) => { if (done) return; if (bad(value)) throw new Error("bad"); return pump() }) } return pump()',
      ['throw'],
    ],
    [
      'function pump() { return reader.read().then(({ done, value }) => { if (done) return; if (total < limit) pump() }) } return pump()',
      ['condition'],
    ],
    [
      'function pump() { return reader.read().then(({ done, value }) => { if (done) return; return found(value) ? value : pump() }) } return pump()',
      ['condition'],
    ],
    [
      'const pump = () => reader.read().then(({ done, value }) => (done || found(value) ? finish() : pump())); return pump()',
      ['condition'],
    ],
    [
      'return reader.read().then(function next({ done, value }) { if (done) return; if (found(value)) return value; return reader.read().then(next) })',
      ['return'],
    ],
    [
      'function pump() { return reader.read().then(({ done, value }) => { if (done) return; if (found(value)) { reader.cancel(); return value } return pump() }) } return pump()',
      [],
    ],
    [
      'function pump() { return reader.read().then(({ done, value }) => { if (done) return; if (found(value)) return value; return pump() }) } return pump().finally(() => reader.cancel())',
      [],
    ],
    [
      'function pump() { return reader.read().then(({ done, value }) => { if (done) return; if (found(value)) return value; return pump() }) } return pump().finally(() => reader.releaseLock())',
      ['return'],
    ],
    [
      'function pump() { return reader.read().then(({ done, value }) => { if (done) return; if (found(value)) return value; return pump() }) } return pump().catch(() => reader.cancel())',
      ['return'],
    ],
    [
      'function pump() { return reader.read().then(({ done, value }) => { if (done) return; if (bad(value)) throw new Error("bad"); return pump() }) } return pump().catch(() => reader.cancel())',
      [],
    ],
  ])('%s', (body, exits) => {
    expect(leaksOf(inFunction(body))).toEqual(exits)
  })
})

describe('who else lets the stream go', () => {
  const loop = (early: string) =>
    `while (true) { const { done, value } = await reader.read(); if (done) break; ${early} }`
  const found = loop('if (found(value)) return value')
  const fetched = (options: string, body: string, before = '') => `async function read(url, signal) {
    ${before}
    const res = await fetch(url, ${options})
    const reader = res.body.getReader()
    ${body}
  }`
  it.each([
    ['a signal wired to cancel', inFunction(`signal.addEventListener('abort', () => reader.cancel()); ${found}`), []],
    [
      'a named listener',
      inFunction(
        `const stop = () => { reader.cancel() }; signal.addEventListener('abort', stop, { once: true }); ${found}`,
      ),
      [],
    ],
    ['a bound cancel', inFunction(`signal.addEventListener('abort', reader.cancel.bind(reader)); ${found}`), []],
    ['onabort', inFunction(`signal.onabort = () => reader.cancel(); ${found}`), []],
    ['using', `async function read(stream) { using reader = stream.getReader(); ${found} }`, []],
    ['await using', `async function read(stream) { await using reader = stream.getReader(); ${found} }`, []],
    [
      'a deferred disposal',
      inFunction(`await using stack = new AsyncDisposableStack(); stack.defer(() => reader.cancel()); ${found}`),
      [],
    ],
    [
      'the caller in this file',
      `async function read(stream) { const reader = stream.getReader(); const pump = async () => { ${found} }; try { return await pump() } finally { await reader.cancel() } }`,
      [],
    ],
    [
      'the request aborted on the way',
      fetched(
        '{ signal: controller.signal }',
        `try { ${found} } finally { controller.abort() }`,
        'const controller = new AbortController()',
      ),
      [],
    ],
    [
      'the request aborted before the exit',
      fetched(
        '{ signal: controller.signal }',
        loop('if (found(value)) { controller.abort(); return value }'),
        'const controller = new AbortController()',
      ),
      [],
    ],
    [
      'the request aborted by a helper',
      fetched(
        '{ signal: controller.signal }',
        loop('if (found(value)) { stop(); return value }'),
        'const controller = new AbortController(); const stop = () => controller.abort()',
      ),
      [],
    ],
    [
      'another request aborted before',
      fetched('{ signal: current.signal }', found, 'last?.abort(); last = current'),
      ['return'],
    ],
    [
      'a request that takes no signal',
      fetched('{ method: "POST" }', `try { ${found} } finally { other.abort() }`),
      ['return'],
    ],
    ['an outer signal alone', fetched('{ signal }', found), ['return']],
    ['an exit that the request’s own signal causes', fetched('{ signal }', loop('if (signal.aborted) break')), []],
    [
      'a loop until the request’s own signal',
      fetched(
        '{ signal }',
        'while (!signal.aborted) { const { done, value } = await reader.read(); if (done) break; use(value) }',
      ),
      [],
    ],
    [
      'the own signal and a limit',
      fetched(
        '{ signal }',
        'while (!signal.aborted && total < 10) { const { done, value } = await reader.read(); if (done) break; use(value) }',
      ),
      ['condition'],
    ],
    [
      'another signal than that of the request',
      fetched('{ method: "POST" }', loop('if (signal.aborted) break')),
      ['break'],
    ],
    [
      'a timer that stays',
      fetched(
        '{ signal: controller.signal }',
        found,
        'const controller = new AbortController(); setTimeout(() => controller.abort(), 1000)',
      ),
      [],
    ],
    [
      'a timer that is cleared first',
      fetched(
        '{ signal: controller.signal }',
        `clearTimeout(timer); ${found}`,
        'const controller = new AbortController(); const timer = setTimeout(() => controller.abort(), 1000)',
      ),
      ['return'],
    ],
    [
      'a timer that is cleared in finally',
      fetched(
        '{ signal: controller.signal }',
        `try { ${found} } finally { clearTimeout(timer) }`,
        'const controller = new AbortController(); const timer = setTimeout(() => controller.abort(), 1000)',
      ),
      ['return'],
    ],
    [
      'a timer that is cleared before the exit',
      fetched(
        '{ signal: controller.signal }',
        loop('if (found(value)) { clearTimeout(timer); return value }'),
        'const controller = new AbortController(); const timer = setTimeout(() => controller.abort(), 1000)',
      ),
      ['return'],
    ],
    [
      'a timer that is cleared at the end only',
      fetched(
        '{ signal: controller.signal }',
        'while (true) { const { done, value } = await reader.read(); if (done) { clearTimeout(timer); break } if (found(value)) return value }',
        'const controller = new AbortController(); const timer = setTimeout(() => controller.abort(), 1000)',
      ),
      [],
    ],
    [
      'a timer that every chunk starts again',
      fetched(
        '{ signal: controller.signal }',
        'while (true) { clearTimeout(timer); timer = setTimeout(() => controller.abort(), 1000); const { done, value } = await reader.read(); if (done) break; if (found(value)) return value }',
        'const controller = new AbortController(); let timer',
      ),
      [],
    ],
    [
      'a timer on the reader that is cleared',
      inFunction(
        `const timer = setTimeout(() => reader.cancel(), 1000); try { ${found} } finally { clearTimeout(timer) }`,
      ),
      ['return'],
    ],
    ['AbortSignal.timeout', fetched('{ signal: AbortSignal.timeout(1000) }', found), []],
    [
      'a flag that is set where the request is aborted',
      `function useStream(url) { useEffect(() => { const controller = new AbortController(); let cancelled = false; void (async () => { const res = await fetch(url, { signal: controller.signal }); const reader = res.body.getReader(); while (true) { const { done, value } = await reader.read(); if (done || cancelled) return; show(value) } })(); return () => { cancelled = true; controller.abort() } }, [url]) }`,
      [],
    ],
    [
      'a stop button does not help the end mark',
      `function useStream(url) { const stop = () => ref.current.abort(); const start = async () => { ref.current = new AbortController(); const res = await fetch(url, { signal: ref.current.signal }); const reader = res.body.getReader(); while (true) { const { done, value } = await reader.read(); if (done) break; if (value === END) return } }; return { start, stop } }`,
      ['return'],
    ],
    [
      'the connection that opened the stream',
      `async function read() { const client = new Client(); const stream = await client.open(); const reader = stream.getReader(); try { ${found} } finally { client.close() } }`,
      [],
    ],
    [
      'the Node stream behind it',
      `async function read(node) { const reader = Readable.toWeb(node).getReader(); try { ${found} } finally { node.destroy() } }\nimport { Readable } from 'node:stream'`,
      [],
    ],
    [
      'the response’s body, released',
      fetched('{}', `try { ${found} } finally { reader.releaseLock(); await res.body?.cancel() }`),
      [],
    ],
    [
      'a flag that the abort sets to the other value',
      `class A { stop() { this.waits = true; this.controller.abort() } async read(url) { const res = await fetch(url, { signal: this.controller.signal }); const reader = res.body.getReader(); while (true) { const { done, value } = await reader.read(); if (done) break; if (this.waits) continue; if (found(value)) return value } } }`,
      ['return'],
    ],
    [
      'an abort at the top of a module',
      `const controller = new AbortController(); const res = await fetch(url, { signal: controller.signal }); const reader = res.body.getReader(); try { while (true) { const { done, value } = await reader.read(); if (done) break; if (found(value)) break } } finally { controller.abort() }`,
      [],
    ],
    [
      'nothing at the top of a module',
      `const reader = (await fetch(url)).body.getReader(); while (true) { const { done, value } = await reader.read(); if (done) break; if (found(value)) break }`,
      ['break'],
    ],
    [
      'abort from a hook',
      fetched('{ signal }', `try { ${found} } finally { abort() }`, 'const { signal, abort } = useAbort()'),
      [],
    ],
    [
      'an inherited method',
      `class A extends Base { async read(stream) { const reader = stream.getReader(); try { ${found} } finally { this.cleanup() } } }`,
      [],
    ],
    [
      'a bound abort in a timer',
      fetched('{ signal: c.signal }', found, 'const c = new AbortController(); setTimeout(c.abort.bind(c), 1000)'),
      [],
    ],
    [
      'a timed signal in a constant',
      fetched('{ signal: timed }', found, 'const timed = AbortSignal.any([signal, AbortSignal.timeout(1000)])'),
      [],
    ],
    ['a callback of the caller', inFunction(`try { ${found} } finally { onClose() }`), ['return']],
  ])('%s', (_name, code, exits) => {
    expect(leaksOf(code)).toEqual(exits)
  })
})

describe('ownership', () => {
  const found =
    'while (true) { const { done, value } = await reader.read(); if (done) break; if (found(value)) return value }'
  it.each([
    ['a parameter', `async function read(reader) { ${found} }`, []],
    ['a typed parameter', `async function read(reader: ReadableStreamDefaultReader<Uint8Array>) { ${found} }`, []],
    ['a destructured parameter', `async function read({ reader }) { ${found} }`, []],
    ['passed on', inFunction(`track(reader); ${found}`), []],
    ['stored', inFunction(`this.reader = reader; ${found}`), []],
    ['stored in an object', inFunction(`active.set(id, { reader }); ${found}`), []],
    [
      'returned',
      inFunction(
        'while (true) { const { done, value } = await reader.read(); if (done) break; if (value.head) return { value, reader } }',
      ),
      [],
    ],
    [
      'a field',
      `class A { async read() { while (true) { const { done, value } = await this.reader.read(); if (done) break; if (found(value)) return value } } constructor(stream) { this.reader = stream.getReader() } }`,
      [],
    ],
    [
      'the stream returned',
      inFunction(
        'while (true) { const { done, value } = await reader.read(); if (done) break; if (value.head) break } reader.releaseLock(); return stream',
      ),
      [],
    ],
    [
      'the stream piped on',
      inFunction(
        'while (true) { const { done, value } = await reader.read(); if (done) break; if (value.head) break } reader.releaseLock(); await stream.pipeTo(sink)',
      ),
      [],
    ],
    [
      'the stream read again',
      inFunction(
        'while (true) { const { done, value } = await reader.read(); if (done) break; if (value.head) break } reader.releaseLock(); for await (const chunk of stream) use(chunk)',
      ),
      [],
    ],
    [
      'the response passed on',
      'async function read(url) { const res = await fetch(url); const reader = res.body.getReader(); while (true) { const { done, value } = await reader.read(); if (done) break; if (value.head) break } reader.releaseLock(); return finish(res) }',
      [],
    ],
    [
      'the response given to an error',
      'async function read(url) { const res = await fetch(url); const reader = res.body.getReader(); while (true) { const { done, value } = await reader.read(); if (done) break; if (value.bad) throw new HttpError(res) } }',
      ['throw'],
    ],
    [
      'a pull that goes on at the next call',
      'function wrap(stream) { const reader = stream.getReader(); return new ReadableStream({ async pull(c) { while (true) { const { done, value } = await reader.read(); if (done) return c.close(); if (value.ok) { c.enqueue(value); return } } } }) }',
      [],
    ],
    [
      'an iterator’s next',
      'function iterate(stream) { const reader = stream.getReader(); return { async next() { while (true) { const r = await reader.read(); if (r.done) return r; if (r.value.ok) return r } } } }',
      [],
    ],
    [
      'a helper that is called twice',
      `async function read(stream) { const reader = stream.getReader(); const next = async () => { ${found} }; await next(); await next() }`,
      [],
    ],
    [
      'a helper that is called once',
      `async function read(stream) { const reader = stream.getReader(); const next = async () => { ${found} }; await next() }`,
      ['return'],
    ],
    [
      'start',
      `function wrap(stream) { const reader = stream.getReader(); return new ReadableStream({ async start(c) { ${found} } }) }`,
      ['return'],
    ],
    [
      'an opener of this file',
      `async function open(url) { const res = await fetch(url); return res.body.getReader() } async function read(url) { const reader = await open(url); ${found} }`,
      ['return'],
    ],
    [
      'a reader class',
      `async function read(stream) { const reader = new ReadableStreamDefaultReader(stream); ${found} }`,
      ['return'],
    ],
    [
      'a reader made late',
      `async function read(stream) { let reader; try { reader = stream.getReader(); ${found} } finally { reader?.releaseLock() } }`,
      ['return'],
    ],
    [
      'a reader of another kind',
      `async function read(port) { while (true) { const { done, value } = await port.read(); if (done) break; if (found(value)) return value } }`,
      [],
    ],
  ])('%s', (_name, code, exits) => {
    expect(leaksOf(code)).toEqual(exits)
  })
})
