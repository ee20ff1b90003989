import { expect, it } from 'vitest'
import { exportedValue } from '../../src/facts/exported-value.ts'
import { parseSource } from '../parse-source.ts'

it.each<[string, string, string | undefined]>([
  [`export const a = 1`, 'a', '1'],
  [`export const b = 2, a = 1`, 'a', '1'],
  [`export let a`, 'a', undefined],
  [`export const { a } = x`, 'a', undefined],
  [`export function a() {}`, 'a', 'function a() {}'],
  [`export class a {}`, 'a', 'class a {}'],
  [`const b = 1\nexport { b as a }`, 'a', 'b'],
  [`const b = 1\nexport { b as 'a' }`, 'a', 'b'],
  [`export default go()`, 'default', 'go()'],
  [`const b = 1\nexport { b as default }`, 'default', 'b'],
  [`export { a } from 'x'`, 'a', undefined],
  [`export type a = string`, 'a', undefined],
  [`type b = string\nexport type { b as a }`, 'a', undefined],
  [`const a = 1`, 'a', undefined],
  [`export const b = 1`, 'a', undefined],
  [`export * from 'x'`, 'default', undefined],
])('%s: %s', (code, name, expected) => {
  const source = parseSource(code)
  const value = exportedValue(source, name)
  expect(value && source.text.slice(...value.range)).toBe(expected)
})
