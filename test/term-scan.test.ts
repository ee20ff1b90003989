import { describe, expect, it } from 'vitest'
import { TermScan } from '../src/term-scan.ts'

describe('TermScan', () => {
  const groups = [
    ['.on(', '.on', 'await', 'stream', 'tream'],
    ['`', '}`', '"ws"', 'ws', 'read'],
  ]
  const texts = [
    '',
    'a',
    '`',
    '}`',
    '.on',
    '.on(`',
    'x.on',
    'awaiawait',
    'awai',
    'sstream ws',
    'strea',
    'STREAM `',
    'tr\u00e9am `',
    'str\0eam',
    'readread',
    '.o.on(rea',
    '"ws"',
    'upstream`',
    '\u{1f600}stream\u{1f600}`',
    'await"ws',
    '\uFEFF.on(`',
  ]

  it('says of every text what `includes` says', () => {
    const scan = new TermScan()
    const tests = [...groups.flatMap((group) => group.map((term) => [[term]])), groups].map((asked) => ({
      asked,
      test: scan.test(asked),
    }))
    for (const text of texts)
      for (const { asked, test } of tests) {
        const expected = asked.every((group) => group.some((term) => text.includes(term)))
        expect(test(text), JSON.stringify([text, asked])).toBe(expected)
      }
  })

  it('finds every term wherever it begins, and nothing of it where its last character is missing', () => {
    const terms = groups.flat()
    for (const term of terms) {
      const scan = new TermScan()
      const test = scan.test([[term]])
      for (const others of terms) scan.test([[others]])
      for (let place = 0; place < 5; place++) {
        expect(test('-'.repeat(place) + term)).toBe(true)
        expect(test(`${'-'.repeat(place)}${term}-`)).toBe(true)
        expect(test('-'.repeat(place) + term.slice(0, -1))).toBe(false)
      }
    }
  })

  it('finds a term in a short text after a long one that held it', () => {
    const test = new TermScan().test([['stream']])
    expect(test(`${'x'.repeat(1000)} stream`)).toBe(true)
    expect(test('strea')).toBe(false)
    expect(test('')).toBe(false)
  })

  it.each([
    [
      '\\bsse',
      { 'assert sse': true, assert: false, sse: true, 'x.sse(': true, ssetup: true, _sse: true, passed: false },
    ],
    ['sse\\b', { asse: true, assert: false, 'asse(': true }],
    ['\\bws\\b', { '"ws"': true, ws: true, news: false, wsx: false, 'news, ws': true, 'ws-x': true }],
  ])('keeps letters away from the edge of %s', (term, expected) => {
    for (const [text, isFound] of Object.entries(expected))
      expect(new TermScan().test([[term]])(text), text).toBe(isFound)
  })

  it('takes terms that come after the first text', () => {
    const scan = new TermScan()
    const first = scan.test([['pipe']])
    expect(first('a.pipe(b)')).toBe(true)
    const second = scan.test([['a.']])
    expect(second('a.pipe(b)')).toBe(true)
    expect(first('b')).toBe(false)
  })

  it('holds for a rule without terms', () => {
    expect(new TermScan().test([])('')).toBe(true)
  })

  it('refuses terms beyond ASCII', () => {
    const scan = new TermScan()
    expect(() => scan.test([['é']])).toThrow('ASCII characters only: é')
    expect(() => scan.test([['']])).toThrow('ASCII characters only: ')
  })
})
