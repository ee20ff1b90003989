import { expect, it } from 'vitest'
import { handlesErrorParts } from '../../src/facts/error-parts.ts'
import { streamLoops } from '../../src/facts/stream-loops.ts'
import { parseSource } from '../parse-source.ts'

function handles(code: string): boolean {
  const source = parseSource(code)
  const [loop] = streamLoops(source)
  return handlesErrorParts(source, loop!)
}

it.each([
  ['if (part.type === "error") throw part.error', true],
  ['switch (part.type) { case "error": stop() }', true],
  ['const { error } = part; if (error) throw error', true],
  ['if (part.error) throw part.error', true],
  ['switch (part.type) { case "a": go(); break; default: other() }', true],
  ['if (part.type === "a") go(); else throw new Error()', true],
  ['send(part)', true],
  ['all.push({ ...part })', true],
  ['handlers[part.type]()', true],
  ['const { type, ...rest } = part', true],
  ['const { type } = part; count(type)', true],
  ['if (part.type === "a") go(part.text)', false],
  ['if (part.type !== "a") continue; go(part.text)', false],
  ['const { type, text } = part; if (type === "a") go(text)', false],
  ['switch (part.type) { case "a": go(part.text); break; default: break }', false],
  ['if (isFirst) start(); else go(part.text)', false],
  ['console.error("x")', false],
  ['', false],
])('%s', (body, expected) => {
  expect(handles(`for await (const part of stream) { ${body} }`)).toBe(expected)
})
