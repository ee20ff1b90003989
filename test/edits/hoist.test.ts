import { describe, expect, it } from 'vitest'
import { hoistDeclaration, hoistExpression, hoistToFunctionStart, moveIntoFunction } from '../../src/edits/hoist.ts'
import { removeStatement, takeOutStatement } from '../../src/edits/remove-statement.ts'
import type { FunctionNode } from '../../src/facts/nodes.ts'
import { isFunction, visitWithin } from '../../src/facts/nodes.ts'
import type { Source } from '../../src/source.ts'
import { edited, first, nodeWithText } from './edited.ts'

function hoisted(code: string, path?: string): string | undefined {
  return edited(
    code,
    (source) =>
      hoistDeclaration(source, first(source, 'VariableDeclaration', 'const moved'), first(source, 'ForOfStatement')),
    path,
  )
}

describe('hoistDeclaration', () => {
  it.each([
    [
      'in front of a loop',
      'for (const a of b) {\n  const moved = new D()\n  moved.use(a)\n}\n',
      'const moved = new D()\nfor (const a of b) {\n  moved.use(a)\n}\n',
    ],
    [
      'with comments and semicolons, CRLF, tabs',
      'function f() {\r\n\tfor (const a of b) {\r\n\t\t// one\r\n\t\tconst moved = new D({\r\n\t\t\tc: 1,\r\n\t\t}); // two\r\n\r\n\t\tmoved.use(a);\r\n\t}\r\n}\r\n',
      'function f() {\r\n\t// one\r\n\tconst moved = new D({\r\n\t\tc: 1,\r\n\t}); // two\r\n\tfor (const a of b) {\r\n\t\tmoved.use(a);\r\n\t}\r\n}\r\n',
    ],
    [
      'a template literal',
      'if (x) {\n  for (const a of b) {\n    const moved = f(`\n    c`,\n      d)\n    moved(a)\n  }\n}\n',
      'if (x) {\n  const moved = f(`\n    c`,\n    d)\n  for (const a of b) {\n    moved(a)\n  }\n}\n',
    ],
    [
      'in front of a labelled loop that is a body without braces',
      'if (x) a: for (const b of c) {\n  d()\n  const moved = new D()\n  moved(b)\n}\n',
      'if (x) {\n  const moved = new D()\n  a: for (const b of c) {\n    d()\n    moved(b)\n  }\n}\n',
    ],
    [
      'out of a closure',
      'for (const a of b) {\n  f(() => {\n    const moved = new D()\n    moved(a)\n  })\n}\n',
      'const moved = new D()\nfor (const a of b) {\n  f(() => {\n    moved(a)\n  })\n}\n',
    ],
    [
      'a value that uses names from outside and its own',
      'const c = 1\nfor (const a of b) {\n  const moved = (d) => d + c + e\n  moved(a)\n}\nfunction e() {}\n',
      'const c = 1\nconst moved = (d) => d + c + e\nfor (const a of b) {\n  moved(a)\n}\nfunction e() {}\n',
    ],
    [
      'a line that a guard parts from the next',
      'for (const a of b) {\n  const moved = new D()\n  ;[moved].map(a)\n}\n',
      'const moved = new D()\nfor (const a of b) {\n  ;[moved].map(a)\n}\n',
    ],
    [
      'one on a line with others',
      'for (const a of b) { const moved = new D(); moved(a) }\n',
      'const moved = new D();\nfor (const a of b) { moved(a) }\n',
    ],
  ])('%s', (_, code, expected) => {
    expect(hoisted(code)).toBe(expected)
  })

  it.each([
    ['it uses the loop variable', 'for (const a of b) {\n  const moved = new D(a)\n}\n'],
    ['it uses a name of the body', 'for (const a of b) {\n  const c = 1\n  const moved = new D(c)\n}\n'],
    [
      'it uses a name that is declared behind the loop',
      'for (const a of b) {\n  const moved = new D(c)\n}\nconst c = 1\n',
    ],
    [
      'it uses a class that is declared behind the loop',
      'for (const a of b) {\n  const moved = new D()\n}\nclass D {}\n',
    ],
    ['the name is declared outside', 'let moved = 0\nfor (const a of b) {\n  const moved = new D()\n}\n'],
    [
      'another variable of the name is used outside',
      'let moved = 0\nfunction f() {\n  for (const a of b) {\n    const moved = new D()\n    moved(a)\n  }\n  return moved\n}\n',
    ],
    [
      'a scope between has the name',
      'for (const a of b) {\n  let moved = 1\n  if (a) {\n    const moved = new D()\n    moved(a)\n  }\n}\n',
    ],
    [
      'it uses this of another function',
      'for (const a of b) {\n  f(function () {\n    const moved = new D(this)\n  })\n}\n',
    ],
    ['it waits in another function', 'for (const a of b) {\n  f(async () => {\n    const moved = await d()\n  })\n}\n'],
    ['it is a loop head', 'for (const a of b) {\n  for (const moved of c) {}\n}\n'],
    ['it destructures the loop variable', 'for (const a of b) {\n  const moved = 1, { c } = a\n}\n'],
  ])('refuses when %s', (_, code) => {
    expect(hoisted(code)).toBeUndefined()
  })

  it('allows await in the same function', () => {
    expect(hoisted('async function f() {\n  for (const a of b) {\n    const moved = await c()\n  }\n}\n')).toBe(
      'async function f() {\n  const moved = await c()\n  for (const a of b) {\n  }\n}\n',
    )
  })

  it('works in components', () => {
    expect(
      hoisted('<script setup>\nfor (const a of b) {\n  const moved = new D()\n}\n</script>\n<template />\n', 'a.vue'),
    ).toBe('<script setup>\nconst moved = new D()\nfor (const a of b) {\n}\n</script>\n<template />\n')
  })
})

describe('hoistToFunctionStart', () => {
  const start = (code: string) =>
    edited(code, (source) => {
      const declaration = first(source, 'VariableDeclaration', 'const moved')
      return hoistToFunctionStart(source, declaration, functionOf(source))
    })

  it('moves behind directives', () => {
    expect(start('function f() {\n  "use strict"\n  a()\n  if (b) {\n    const moved = 1\n  }\n}\n')).toBe(
      'function f() {\n  "use strict"\n  const moved = 1\n  a()\n  if (b) {\n  }\n}\n',
    )
  })

  it('refuses a value that the body makes first', () => {
    expect(start('function f() {\n  const a = 1\n  const moved = a\n}\n')).toBeUndefined()
  })

  it('refuses what is first already', () => {
    expect(start('function f() {\n  const moved = a\n}\n')).toBeUndefined()
  })
})

function functionOf(source: Source): FunctionNode {
  let found: FunctionNode | undefined
  visitWithin(source, source.ast, (node) => {
    if (!isFunction(node)) return 'enter'
    found = node
    return 'stop'
  })
  return found!
}

describe('hoistExpression', () => {
  const inline = (code: string, text: string, name = 'decoder') =>
    edited(
      code,
      (source) => hoistExpression(source, nodeWithText(source, text), first(source, 'ForOfStatement'), name)?.changes,
    )

  it('names the value in front of the loop', () => {
    expect(inline('for (const a of b) {\n  s += new TextDecoder().decode(a)\n}\n', 'new TextDecoder()')).toBe(
      'const decoder = new TextDecoder()\nfor (const a of b) {\n  s += decoder.decode(a)\n}\n',
    )
  })

  it('takes a name that the file does not have, and the style of the file', () => {
    expect(inline('let decoder;\nfor (const a of b) f({ c: new D("x") });\n', 'new D("x")')).toBe(
      'let decoder;\nconst decoder2 = new D("x");\nfor (const a of b) f({ c: decoder2 });\n',
    )
  })

  it('gives the name back', () => {
    let local: string | undefined
    edited('for (const a of b) f(new D())\n', (source) => {
      const result = hoistExpression(source, nodeWithText(source, 'new D()'), first(source, 'ForOfStatement'), 'd')
      local = result?.local
      return result?.changes
    })
    expect(local).toBe('d')
  })

  it('refuses a value made of the loop variable', () => {
    expect(inline('for (const a of b) f(new D(a))\n', 'new D(a)')).toBeUndefined()
  })
})

describe('moveIntoFunction', () => {
  const into = (code: string, path?: string) =>
    edited(
      code,
      (source) => moveIntoFunction(source, first(source, 'VariableDeclaration', 'const moved'), functionOf(source)),
      path,
    )

  it.each<[what: string, code: string, expected: string | undefined]>([
    [
      'a block',
      '// a\nconst moved = new D() // b\n\nfunction f(c) {\n  return moved.g(c)\n}\n',
      'function f(c) {\n  // a\n  const moved = new D() // b\n  return moved.g(c)\n}\n',
    ],
    [
      'an expression',
      'const moved = new D();\nconst f = (c) => moved.g(c);\n',
      'const f = (c) => {\n  const moved = new D();\n  return moved.g(c);\n};\n',
    ],
    ['a value used elsewhere', 'const moved = new D()\nfunction f() { return moved }\nmoved.g()\n', undefined],
    ['a value used in a parameter', 'const moved = new D()\nfunction f(a = moved) {}\n', undefined],
    [
      'a name that a parameter hides',
      'const c = 1\nconst moved = new D(c)\nfunction f(c) { return moved }\n',
      undefined,
    ],
    ['an export', 'export const moved = new D()\nfunction f() { return moved }\n', undefined],
    ['the name of a parameter', 'const moved = new D()\nfunction f(moved) {}\n', undefined],
    ['this', 'const moved = this\nfunction f() { return moved }\n', undefined],
  ])('%s', (_, code, expected) => {
    expect(into(code)).toBe(expected)
  })
})

describe('takeOutStatement', () => {
  const removed = (code: string) =>
    edited(code, (source) => takeOutStatement(source, first(source, 'ExpressionStatement', 'gone')))

  it.each([
    ['its line', 'a()\ngone()\nb()\n', 'a()\nb()\n'],
    ['its lines, at the end', 'a()\ngone(\n  b,\n)', 'a()\n'],
    ['one of a line', 'a(); gone(); b()\n', 'a(); b()\n'],
    ['with the blank line behind the first', 'if (a) {\n  gone()\n\n  b()\n}\n', 'if (a) {\n  b()\n}\n'],
    ['a guard stays', 'a()\ngone()\n;[b].map(c)\n', 'a()\n;[b].map(c)\n'],
    ['its semicolon stays where the lines would join', 'a()\ngone();\n[b].map(c)\n', 'a()\n;\n[b].map(c)\n'],
  ])('%s', (_, code, expected) => {
    expect(removed(code)).toBe(expected)
  })
})

describe('removeStatement', () => {
  const removed = (code: string) =>
    edited(code, (source) => removeStatement(source, first(source, 'ExpressionStatement', 'gone')))

  it.each([
    ['comments of others stay', 'a() // b\ngone()\n// c\n\nd()\n', 'a() // b\n// c\n\nd()\n'],
    ['a comment above it', '// a\ngone()\n', undefined],
    ['a comment behind it', 'gone() // a\n', undefined],
    ['a comment in it', 'gone(/* a */)\n', undefined],
    ['a body without braces', 'if (a) gone()\n', undefined],
  ])('%s', (_, code, expected) => {
    expect(removed(code)).toBe(expected)
  })
})
