import { describe, expect, it } from 'vitest'
import { accumulators, isAccumulated } from '../../src/facts/accumulators.ts'
import { isWholeChunk } from '../../src/facts/raw-chunk.ts'
import { nodesOf } from '../../src/facts/nodes.ts'
import { streamLoops } from '../../src/facts/stream-loops.ts'
import { parseSource } from '../parse-source.ts'

/** The growing values of all stream loops: form, text of the growth, and whether it is the whole chunk that is added. */
function grown(code: string): string[] {
  const source = parseSource(code)
  return accumulators(source).map(({ loop, growth }) => {
    const isWhole = growth.added.some((it) => isWholeChunk(source, loop, it))
    return `${growth.form} ${isWhole ? 'whole' : 'part'}: ${source.text.slice(...growth.node.range)}`
  })
}

/** A loop over chunks, with declarations before it. */
function looping(body: string): string {
  return `let all = ''; const list = []; let bytes = new Uint8Array(0); let total = 0; const decoder = new TextDecoder()
    for await (const chunk of stream) { ${body} }`
}

describe('what grows in a stream loop', () => {
  it.each([
    ['all += chunk', 'text whole'],
    ['all += decoder.decode(chunk, { stream: true })', 'text whole'],
    ['all += chunk.toString()', 'text whole'],
    ['all += String(chunk)', 'text whole'],
    ['all = all + chunk', 'text whole'],
    ['all = `${all}${chunk}`', 'text whole'],
    ['all = all.concat(chunk)', 'copy whole'],
    ['all += chunk.choices[0].delta.content', 'text part'],
    ['list.push(chunk)', 'list whole'],
    ['list.push(Buffer.from(chunk))', 'list whole'],
    ["list.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk)", 'list whole'],
    ['list.push(JSON.parse(chunk))', 'list part'],
    ['list[list.length] = chunk', 'list whole'],
    ['bytes = Buffer.concat([bytes, chunk])', 'copy whole'],
    ['bytes = new Uint8Array([...bytes, ...chunk])', 'copy whole'],
  ])('%s', (growth, expected) => {
    expect(grown(looping(growth))).toEqual([`${expected}: ${growth}`])
  })

  it.each([
    ['itself', 'let best; for await (const chunk of stream) { best = chunk.isLast ? chunk : best }'],
    ['each other', 'let a, b; for await (const chunk of stream) { a = chunk.left ? b : 1; b = chunk.right ? a : 2 }'],
  ])('stops at names that stand for %s', (_, code) => {
    expect(grown(code)).toEqual([])
  })

  it('knows a typed array that is made anew for each chunk', () => {
    const code = looping(
      'const next = new Uint8Array(bytes.length + chunk.length); next.set(bytes); next.set(chunk, bytes.length); bytes = next',
    )
    expect(grown(code)).toEqual(['copy whole: bytes = next'])
  })

  it('sees through names of the chunk', () => {
    expect(grown(looping('const text = decoder.decode(chunk); all += text'))).toEqual(['text whole: all += text'])
  })

  it('follows fields and properties', () => {
    expect(
      grown(
        "class A { body = ''; parts: Buffer[] = []; run(req) { req.on('data', (c) => { this.body += c; this.parts.push(c) }) } }",
      ),
    ).toEqual(['text whole: this.body += c', 'list whole: this.parts.push(c)'])
    expect(grown("const state = { body: '' }; req.on('data', (c) => { state.body += c })")).toEqual([
      'text whole: state.body += c',
    ])
  })

  it.each([
    ['a count', 'total += chunk.length'],
    ['a count of calls', 'total += 1'],
    ['a value of one chunk', "let line = ''; line += chunk"],
    ['a stream that is written to', 'readable.push(chunk)'],
    ['a text that is replaced', 'all = String(chunk)'],
  ])('leaves %s alone', (_name, body) => {
    expect(grown(looping(body))).toEqual([])
  })

  it('tells what is the text so far', () => {
    const source = parseSource(looping('all += chunk; show(all); show(chunk)'))
    const shown = nodesOf(source, 'CallExpression').filter(({ callee }) => callee.type === 'Identifier')
    const loop = streamLoops(source)[0]!
    expect(shown.map((call) => isAccumulated(source, loop, call.arguments[0]!))).toEqual([true, false])
  })
})
