import { describe, expect, it } from 'vitest'
import { progressLine } from '../../src/cli/progress.ts'

/** A stream that keeps what is written. */
function stream(isTTY = true, columns = 20) {
  const written: string[] = []
  return { isTTY, columns, written, write: (text: string) => written.push(text) > 0 }
}

const ERASE = '\r\u001b[K'

describe('progressLine', () => {
  it('draws in place, at most ten times a second, and goes when it is told to', () => {
    const terminal = stream()
    let now = 0
    const progress = progressLine(terminal, {}, () => now)
    progress.clear()
    for (; now < 1000; now += 10) progress.show(`file ${now}`)
    expect(terminal.written).toHaveLength(10)
    expect(terminal.written[0]).toBe(`${ERASE}file 0`)
    expect(terminal.written[9]).toBe(`${ERASE}file 900`)
    progress.clear()
    progress.clear()
    expect(terminal.written.slice(10)).toEqual([ERASE])
  })

  it('never fills the last column', () => {
    const terminal = stream(true, 10)
    progressLine(terminal, {}).show('src/a-long-name.ts')
    expect(terminal.written).toEqual([`${ERASE}src/a-lo…`])
  })

  it.each([
    ['a pipe', false, {}],
    ['a build server', true, { CI: 'true' }],
    ['a terminal that cannot move back', true, { TERM: 'dumb' }],
  ])('is silent in %s', (_, isTTY, env) => {
    const terminal = stream(isTTY)
    const progress = progressLine(terminal, env)
    progress.show('file 1')
    progress.clear()
    expect(terminal.written).toEqual([])
  })

  it('is there when CI says that it is not one', () => {
    const terminal = stream()
    progressLine(terminal, { CI: 'false' }).show('file 1')
    expect(terminal.written).toHaveLength(1)
  })
})
