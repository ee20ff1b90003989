import { describe, expect, it } from 'vitest'
import { importedName } from '../../src/facts/callee.ts'
import { nodesOf } from '../../src/facts/nodes.ts'
import type { Origin } from '../../src/facts/origin.ts'
import { originsOf } from '../../src/facts/origin.ts'
import { writtenType } from '../../src/facts/type-annotation.ts'
import { globalName } from '../../src/facts/variables.ts'
import { parseSource } from '../parse-source.ts'

/** The argument of the one call `ask(…)` of the code. */
function asked(code: string) {
  const source = parseSource(code)
  const call = nodesOf(source, 'CallExpression').find(
    (it) => it.callee.type === 'Identifier' && it.callee.name === 'ask',
  )
  return { source, node: call!.arguments[0]! }
}

function origins(code: string): string[] {
  const { source, node } = asked(code)
  return originsOf(source, node).map((origin) => describeOrigin(source.text, origin))
}

function describeOrigin(text: string, origin: Origin): string {
  switch (origin.kind) {
    case 'expression':
      return [text.slice(...origin.node.range), ...origin.path].join(' . ')
    case 'parameter':
      return ['parameter', origin.index, ...origin.path].join(' . ')
    case 'import':
      return ['import', origin.module, ...origin.path].join(' . ')
    case 'global':
      return ['global', origin.name, ...origin.path].join(' . ')
    case 'iteration':
      return ['iteration', ...origin.path].join(' . ')
    case 'unknown':
      return 'unknown'
  }
}

describe('originsOf', () => {
  it.each([
    ['const a = make(); const b = a; ask(b)', ['make()']],
    ['const a = (await make())!; ask(a as Foo)', ['make()']],
    ['const { body } = await fetch(u); ask(body)', ['fetch(u) . body']],
    ['const res = await fetch(u); ask(res.body)', ['fetch(u) . body']],
    ['const { a: { b: [, c] } } = make(); ask(c)', ['make() . a . b . 1']],
    ['let a; a = make(); ask(a)', ['make()']],
    ['let a = one(); if (x) a = two(); ask(a)', ['one()', 'two()']],
    ['let a = null; a = make(); ask(a)', ['make()']],
    ['let a = 0; a++; ask(a)', ['0', 'unknown']],
    ['ask(x ? one() : two())', ['one()', 'two()']],
    ['ask(one() ?? two())', ['one()', 'two()']],
    ['const o = { s: make() }; ask(o.s)', ['make()']],
    ['const o = { s: make(), ...rest }; ask(o.s)', ['{ s: make(), ...rest } . s']],
    ['class A { s = make(); m() { ask(this.s) } }', ['make()']],
    ['class A { s; constructor() { this.s = make() } m() { ask(this.s) } }', ['make()']],
    ['class A { constructor(private s: Foo) {} m() { ask(this.s) } }', ['parameter . 0']],
    ['class A { m() { ask(this.s) } }', ['unknown']],
    ['function f(a, { b }) { ask(b) }', ['parameter . 1 . b']],
    ['function f(a) { a = make(); ask(a) }', ['unknown']],
    ['for (const { x } of xs) ask(x)', ['iteration . x']],
    ['ask(window.fetch)', ['global . fetch']],
    ['const fetch = own(); ask(fetch)', ['own()']],
    ["import fs from 'node:fs'; ask(fs.createReadStream)", ['import . fs . default . createReadStream']],
    ["const { createReadStream: open } = require('fs'); ask(open)", ['import . fs . createReadStream']],
    ["const s = await import('node:stream'); ask(s.Readable)", ['import . stream . Readable']],
    ["import x = require('x'); ask(x.y)", ['import . x . y']],
  ])('%s', (code, expected) => {
    expect(origins(code)).toEqual(expected)
  })

  it('ends on cycles', () => {
    expect(origins('let a = b; let b = a; ask(a)')).toContain('unknown')
    expect(origins('let a = b; let b = a; ask(a.x)')).toContain('unknown')
  })
})

describe('importedName', () => {
  it.each([
    ["import fs from 'fs'; ask(fs.createReadStream)", 'fs#createReadStream'],
    ["import * as fs from 'node:fs'; ask(fs.promises.open)", 'fs#promises.open'],
    ["import { pipeline as p } from 'node:stream/promises'; ask(p)", 'stream/promises#pipeline'],
    ["import express from 'express'; ask(express)", 'express#default'],
    ["const express = require('express'); ask(express.Router)", 'express#Router'],
  ])('%s', (code, expected) => {
    const { source, node } = asked(code)
    const name = importedName(source, node)
    expect(`${name?.module}#${name?.name}`).toBe(expected)
  })
})

describe('globalName', () => {
  it.each([
    ['ask(fetch)', 'fetch'],
    ['ask(globalThis.fetch)', 'fetch'],
    ['import { fetch } from "x"; ask(fetch)', undefined],
    ['function f(fetch) { ask(fetch) }', undefined],
    ['const window = {}; ask(window.fetch)', undefined],
  ])('%s', (code, expected) => {
    const { source, node } = asked(code)
    expect(globalName(source, node)).toBe(expected)
  })
})

describe('writtenType', () => {
  it.each([
    ['function f(s: Readable) { ask(s) }', 'Readable'],
    ['function f(s: NodeJS.ReadableStream | null) { ask(s) }', 'NodeJS.ReadableStream'],
    ['function f({ res }: { res: ServerResponse }) { ask(res) }', 'ServerResponse'],
    ['interface Ctx { res: ServerResponse } function f({ res }: Ctx) { ask(res) }', 'ServerResponse'],
    ['interface Ctx { res: ServerResponse } function f(ctx: Ctx) { ask(ctx.res) }', 'ServerResponse'],
    ['class A { s?: Socket; m() { ask(this.s) } }', 'Socket'],
    ['class A { constructor(private readonly s: Socket) {} m() { ask(this.s) } }', 'Socket'],
    ['const s = x as ReadableStream<string>; ask(s)', 'ReadableStream'],
    ['async function open(): Promise<Readable> {} const s = await open(); ask(s)', 'Readable'],
    ['ask(s)', undefined],
    ['function f(s: A | B) { ask(s) }', undefined],
  ])('%s', (code, expected) => {
    const { source, node } = asked(code)
    expect(writtenType(source, node)?.qualified).toBe(expected)
  })
})
