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
    expect(() => scan.test([['é']])('é')).toThrow('ASCII characters only: é')
  })
})
