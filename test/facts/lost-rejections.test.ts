import { describe, expect, it } from 'vitest'
import { droppedFunctions } from '../../src/facts/dropped-functions.ts'
import { nodesOf } from '../../src/facts/nodes.ts'
import { isStartOfScript } from '../../src/facts/script-start.ts'
import { parseSource } from '../parse-source.ts'

describe('droppedFunctions', () => {
  const kinds = (code: string) => droppedFunctions(parseSource(code, 'src/file.tsx')).map(({ kind }) => kind)

  it.each([
    ['emitter.on("x", () => {})', ['listener']],
    ['emitter.prependOnceListener("x", f); function f() {}', ['listener']],
    ['target.addEventListener("x", function () {})', ['listener']],
    ['socket.onmessage = () => {}', ['listener']],
    ['chrome.tabs.onUpdated.addListener(() => {})', ['listener']],
    ['class A { m() { this.s.on("x", this.f.bind(this)) } f() {} }', ['listener']],
    ['setTimeout(() => {}, 1); window.requestAnimationFrame(() => {})', ['timer', 'timer']],
    ['import { setInterval as every } from "timers"; every(() => {})', ['timer']],
    ['import { nextTick } from "node:process"; nextTick(() => {})', ['timer']],
    ['const a = <b onClick={() => {}} />', ['handler']],
    ['const a = <B onClick={c ? f : undefined} />; const f = () => {}', ['handler']],
    ['list.forEach(() => {}); list.map(() => {})', ['callback', 'callback']],
    ['import { useEffect } from "react"; useEffect(() => {})', ['effect']],
    ['import React from "react"; React.useLayoutEffect(() => {})', ['effect']],
    ['new Promise(() => {}); new MutationObserver(() => {})', ['executor', 'observer']],
  ])('%s', (code, expected) => {
    expect(kinds(code)).toEqual(expected)
  })

  it.each([
    'emitter.on("x", handler)',
    'on("x", () => {})',
    'bot.on("x", (ctx) => {})',
    'import Emittery from "emittery"; const e = new Emittery(); e.on("x", () => {})',
    'class A { onmessage = () => {}; m() { this.onmessage = () => {} } }',
    'socket.onMessage = () => {}',
    'const setTimeout = f; setTimeout(() => {})',
    'const a = <B onNew={() => {}} action={() => {}} />',
    'const a = <form action={() => {}} />',
    'await list.forEach(() => {}); const x = list.map(() => {}); all(list.map(() => {}))',
    'import { useEffect } from "./hooks"; useEffect(() => {})',
    'class Promise {}; new Promise(() => {})',
    'app.get("/", () => {}); promise.then(() => {})',
  ])('not %s', (code) => {
    expect(kinds(code)).toEqual([])
  })
})

describe('isStartOfScript', () => {
  const starts = (code: string) => {
    const source = parseSource(code)
    const call = nodesOf(source, 'CallExpression').find((it) => source.text.slice(...it.range).includes('go'))
    return isStartOfScript(source, call!)
  }

  it.each([
    'go(process.argv[2])',
    '#!/usr/bin/env node\nexport const x = go()',
    'start(go).then(end); function start() {}',
    '(async () => { go() })()',
    'export const x = 1; if (require.main === module) go()',
    'import { argv } from "node:process"; export {}; if (import.meta.main) { go(argv) }',
    'goMain(); export async function goMain() {}',
  ])('%s', (code) => {
    expect(starts(code)).toBe(true)
  })

  it.each([
    'go(); function go() {}',
    'start(go)',
    'export const x = 1; go()',
    'export const x = process.argv; go()',
    'module.exports = go(); go()',
    'exports.x = 1; go()',
    'document.title = ""; go()',
    'server.listen(3000); go()',
    'function f() { go() }',
  ])('not %s', (code) => {
    expect(starts(code)).toBe(false)
  })

  it('knows folders of scripts, unless they are far out', () => {
    const startsIn = (path: string) => {
      const source = parseSource('export const x = 1; go()', path)
      return isStartOfScript(source, nodesOf(source, 'CallExpression')[0]!)
    }
    expect(startsIn('/home/me/project/scripts/seed.ts')).toBe(true)
    expect(startsIn('/home/me/project/examples/chat/src/seed.ts')).toBe(true)
    expect(startsIn('/home/scripts/project/packages/a/src/seed.ts')).toBe(false)
  })
})
