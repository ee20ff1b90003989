import type { Source } from '../../src/source.ts'
import { describe, expect, it } from 'vitest'
import { applyChanges } from '../../src/edits/edit.ts'
import { commentsOf, nodeWithText } from './edited.ts'
import { everyEdit } from './every-edit.ts'
import { freeNames, literalsOf, missingFrom, tokensOf } from './code-properties.ts'
import { parseFile } from './parse-component.ts'

const SNIPPETS: readonly (readonly [path: string, code: string])[] = [
  [
    'loop.ts',
    `// Copyright A
import { finished } from 'node:stream/promises' // i

/** Reads all. */
export async function read(body: ReadableStream<Uint8Array>, /* o */ options = { /* none */ }) {
  const reader = body.getReader() // r
  let text = ''
  try {
    // loop
    outer: for (;;) {
      // chunk
      const { done, value } = await reader.read()
      if (done) break outer // done
      else if (value.length === 0) continue
      const decoder = new TextDecoder(/* utf-8 */)
      text += decoder.decode(value, { stream: true /* s */, })
    }
  } /* c */ catch (error /* e */) {
    // nothing
  }
  return text // end
}
// last
`,
  ],
  [
    'asi.ts',
    `const a = [1], f = (x: unknown) => x // a
const b = f(a) /* b */
;[b].map(f) // guarded
;(f as any)(b)
if (b) f(1) // one
else f(2)
for (const c of a) /* body */ f(c)
while (f(0)) // none
;
do f(3); while (false)
const g = () => /* g */ f(\`
  a \${f(
    1, // inner
  )}
b\`)
const h = () =>
  // h
  ({ ...a, /* last */ b })
switch (b) { case 1: f(4); break; default: /* d */ }
{ f(5); /* six */ f(6) }
class K { static { f(7) } field = () => f(8)
  method() { return new K /* k */ } get x() { return 1 } }
export { g, h, K } // out
`,
  ],
  [
    'expressions.ts',
    `type T = { a?: () => Promise<number> }
declare const t: T, u: Record<string, unknown>
function* gen(): Generator<number> { yield 1; /* y */ }
function over(a: string): void // first
function over(a: number): void
function over(a: unknown) { void a }
const value = await t.a?.() /* chain */ ?? (u.x as number)
const list = [...gen(), /* hole */ value > 1 ? value : -value]
new (over as any)(...list) // spread
over.call(null, 'a', { nested: { deep: [() => ({}), function () { /* empty */ }] } })
try { over('b') } finally { /* f */ }
try {
  over(1)
}
catch {
  // swallowed
}
label: { if (value) break label /* l */ }
namespace N { export const n = over('c') }
enum E { A = list.length }
export default async <P,>(p: P) => p // default
`,
  ],
  [
    'view.tsx',
    `'use client' // d
import * as React from 'react'

export function View({ items }: { items: string[] }) {
  const [state, setState] = React.useState({ a: 1, /* b */ })
  React.useEffect(() => { setState({ ...state }) /* set */ }, [])
  return (
    <ul title="a
      b" onClick={() => setState({ a: 2 })}>
      {/* rows */}
      {items.map((item) => <li key={item}>text {item}
        more</li>)}
    </ul>
  )
}
`,
  ],
  [
    'common.cjs',
    `#!/usr/bin/env node
'use strict'
/* eslint-disable no-console */
const { once } = require('node:events') // e
const fs = require('fs')

function f(cb) { fs.readFile('a', function (error, data) { if (error) return cb(error); cb(null, data) }) }
module.exports = { f, once } // o
`,
  ],
  [
    'Part.vue',
    `<!-- c -->
<script lang="ts">
export const a = 1 // a
</script>

<script setup lang="ts">
// s
import { ref } from 'vue'
const text = ref('') /* t */
async function load() { for await (const part of stream()) text.value += part }
</script>

<template><p @click="load">{{ text }}</p></template>
`,
  ],
  [
    'Part.svelte',
    `<script lang="ts">
  // s
  let text = '' /* t */
  async function load() {
    for await (const part of stream()) { text += part }
  }
</script>

<button on:click={() => { load() }}>{text}</button>
`,
  ],
]

/** The same code as an editor on Windows writes it; a BOM may stand before no shebang and in no component. */
function onWindows(code: string): string {
  const text = code.replaceAll(/^(?: {2})+/gm, (spaces) => '\t'.repeat(spaces.length / 2)).replaceAll('\n', '\r\n')
  return /^[<#]/.test(code) ? text : `\uFEFF${text}`
}

const CASES = SNIPPETS.flatMap(([path, code]) => [
  [path, 'LF and spaces', code] as const,
  [path, 'BOM, CRLF and tabs', onWindows(code)] as const,
])

describe('every edit of every node', () => {
  it.each(CASES)(
    '%s, %s',
    (path, style, code) => {
      const source = parseFile(code, path)
      const comments = commentsOf(source)
      const tokens = tokensOf(source)
      const free = freeNames(source)
      let count = 0
      for (const { name, node, changes, onlyAdds, expression } of everyEdit(source)) {
        // Replacing keeps what is around it, whatever the style.
        if (name === 'replaceExpression' && style !== 'LF and spaces') continue
        count++
        const result = applyChanges(code, changes)
        const title = `${name} of\n${code.slice(...node.range)}\ngives\n${result}`
        const after = parse(result, path, title)
        expect(commentsOf(after), title).toEqual(comments)
        if (code.includes('\r\n')) expect(/(?<!\r)\n/.test(result), title).toBe(false)
        if (onlyAdds) expect(missingFrom(tokens, tokensOf(after)), title).toEqual([])
        if (expression !== undefined) expect(() => nodeWithText(after, expression), title).not.toThrow()
        // What is removed takes its strings along, and leaves uses of its names.
        if (name === 'removeStatement' || name === 'replaceExpression') continue
        expect(missingFrom(literalsOf(source), literalsOf(after)), title).toEqual([])
        expect(missingFrom(freeNames(after), [...free, 'added', 'a'].sort()), title).toEqual([])
      }
      expect(count).toBeGreaterThan(20)
    },
    60_000,
  )
})

function parse(code: string, path: string, title: string): Source {
  try {
    return parseFile(code, path)
  } catch (error) {
    throw new Error(`${title}\nwhich does not parse`, { cause: error })
  }
}
