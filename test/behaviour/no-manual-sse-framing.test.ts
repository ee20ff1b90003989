import { encode } from 'eventsource-encoder'
import { describe, expect, it } from 'vitest'

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
