import { expect, it } from 'vitest'
import { nodesOf } from '../../src/facts/nodes.ts'
import { streamOf } from '../../src/facts/stream-value.ts'
import { parseSource } from '../parse-source.ts'

/** What the argument of the one call `take(…)` of the code is. */
function stream(code: string): string | undefined {
  const source = parseSource(code)
  const call = nodesOf(source, 'CallExpression').find(
    (it) => it.callee.type === 'Identifier' && it.callee.name === 'take',
  )
  const value = streamOf(source, call!.arguments[0]!)
  return value === undefined ? undefined : `${value.family} ${value.source}`
}

it.each([
  ["import got from 'got'; take(got.stream('x'))", 'node http-client'],
  ["import { Readable } from 'stream'; take(x.Body as Readable)", 'node unknown'],
  ["import { Readable } from 'stream'; take((await load()).Body! as Readable)", 'node unknown'],
  ["import { Readable } from 'stream'; const body = x.Body as Readable; take(body)", 'node unknown'],
  ['take(new Blob([]).stream())', 'web memory'],
  ['take(x.stream())', undefined],
  ['take(x as any)', undefined],
  ['take(x.Body)', undefined],
])('%s', (code, expected) => {
  expect(stream(code)).toBe(expected)
})
