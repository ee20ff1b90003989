import { describe, expect, it } from 'vitest'
import { continuesLine, endsSafely, isAsiSafe } from '../../src/edits/asi.ts'
import { applyChanges, areApart, changesOf, insertAfter, insertBefore, replace } from '../../src/edits/edit.ts'
import { indentationAt, isFirstOnLine, lineBreaks, lineEnd, lineStart, lineStartsIn } from '../../src/edits/lines.ts'
import { camelCase, freshName, resolveName, scopeAt } from '../../src/edits/names.ts'
import { shiftedText } from '../../src/edits/shift-lines.ts'
import { startWithComments, statementEndWithComments } from '../../src/edits/statement-place.ts'
import { commentsIn, hasCommentInside, tokenAfter, tokenBefore } from '../../src/edits/tokens.ts'
import { first } from './edited.ts'
import { parseFile } from './parse-component.ts'

describe('changes', () => {
  it('are applied in the order of their places, then of the list', () => {
    const changes = [
      insertAfter([3, 4], '5'),
      replace([1, 2], 'B'),
      insertBefore([0, 1], '1'),
      insertBefore([0, 4], '2'),
    ]
    expect(applyChanges('abcd', changes)).toBe('12aBcd5')
  })

  it('insert before what is replaced at the same place', () => {
    expect(applyChanges('abc', [replace([1, 2], 'B'), insertBefore([1, 2], '-')])).toBe('a-Bc')
  })

  it('of a gap that one part fills with code and others only open up leave the code', () => {
    const code = replace([1, 2], '\n  code()\n')
    const changes = changesOf({ changes: [replace([1, 2], '\n'), code, replace([3, 4], '\n'), replace([3, 4], '\n')] })
    expect(changes).toEqual([code, replace([3, 4], '\n')])
    expect(areApart(changes)).toBe(true)
  })

  it('are apart when they only meet', () => {
    expect(areApart([replace([2, 3], ''), replace([0, 2], ''), insertBefore([2, 3], 'x')])).toBe(true)
    expect(areApart([replace([0, 2], ''), replace([1, 3], '')])).toBe(false)
  })

  it('must not overlap', () => {
    expect(() => applyChanges('abc', [replace([0, 2], ''), replace([1, 3], '')])).toThrow(
      'overlapping changes at offset 1',
    )
  })

  it('come with those of the imports first', () => {
    const one = insertBefore([0, 0], 'a')
    const two = insertBefore([0, 0], 'b')
    expect(changesOf({ changes: [one], imports: [{ module: 'm', local: 'l', changes: [two] }] })).toEqual([two, one])
  })
})

describe('lines', () => {
  const text = '\uFEFFab\r\n\t cd\re\n'
  it('end at every line break, CRLF counting once', () => {
    expect(lineBreaks(text, [0, text.length])).toBe(3)
    expect(lineStartsIn(text, [0, text.length])).toEqual([5, 10])
    expect(lineStart(text, 7)).toBe(5)
    expect(lineEnd(text, 5)).toBe(9)
  })

  it('begin behind a BOM', () => {
    expect(lineStart(text, 2)).toBe(1)
    expect(isFirstOnLine(text, 1)).toBe(true)
  })

  it('have an indentation', () => {
    expect(indentationAt(text, 8)).toBe('\t ')
    expect(indentationAt(text, 2)).toBe('')
  })
})

describe('tokens and comments', () => {
  const source = parseFile('a( /* b */ c) // d\n')

  it('are found by offset', () => {
    expect(tokenBefore(source, 3)?.value).toBe('(')
    expect(tokenBefore(source, 0)).toBeUndefined()
    expect(tokenAfter(source, 2)?.value).toBe('c')
    expect(tokenAfter(source, 13)).toBeUndefined()
    expect(commentsIn(source, [0, 13]).map(({ value }) => value)).toEqual([' b '])
  })

  it('inside a node are told from those around it', () => {
    expect(hasCommentInside(source, first(source, 'CallExpression'))).toBe(true)
    expect(hasCommentInside(source, first(source, 'Identifier', 'c'))).toBe(false)
    expect(hasCommentInside(source, [13, 18])).toBe(true)
  })
})

describe('continuesLine', () => {
  it.each(['(a)', '[a]', '`a`', '/a/', '+a', '-a', '* a', '.a', ', a', 'in a', 'instanceof A'])('%s does', (code) => {
    expect(continuesLine(code)).toBe(true)
  })
  it.each(['a()', '++a', '--a', '// a', '/* a */', 'inner()', '{}', ';(a)', "'a'", ''])('%s does not', (code) => {
    expect(continuesLine(code)).toBe(false)
  })
})

describe('endsSafely', () => {
  it.each([
    ['a()', false],
    ['a();', true],
    ['if (a) {}', true],
    ['if (a) b', false],
    ['if (a) {} else b', false],
    ['for (;;) a', false],
    ['do a(); while (b)', true],
    ['function f() {}', true],
    ['class A {}', true],
    ['const f = function () {}', false],
    ['let a', true],
    ['export const a = 1', false],
    ['export { a }', true],
    ['export default a', false],
    ['export default function () {}', true],
    ["import 'a'", true],
    ['throw a', false],
    ['type A = 1', true],
    ['a: b', false],
    ['export = a', false],
  ])('%s: %s', (code, expected) => {
    const source = parseFile(code)
    expect(endsSafely(source, source.ast.body[0]!)).toBe(expected)
  })

  it('makes code safe in the next line', () => {
    const source = parseFile('a()\nb()\nif (c) {}\nd()\n')
    const [one, two, , four] = source.ast.body
    expect(isAsiSafe(source, one!, '(x)')).toBe(true)
    expect(isAsiSafe(source, two!, '(x)')).toBe(false)
    expect(isAsiSafe(source, two!, 'x')).toBe(true)
    expect(isAsiSafe(source, four!, '[x]')).toBe(true)
  })
})

describe('names', () => {
  it('are fresh in the whole file', () => {
    const source = parseFile('const a = b; function f(c) { c2 }\nlet d: E\n')
    expect(freshName(source, 'x')).toBe('x')
    expect(freshName(source, 'a')).toBe('a2')
    expect(freshName(source, 'b', ['y'])).toBe('y')
    expect(freshName(source, 'c')).toBe('c3')
    expect(freshName(source, 'E')).toBe('E2')
    expect(freshName(source, 'x', ['y'], new Set(['x', 'y']))).toBe('y2')
    expect(freshName(source, 'class')).toBe('value2')
  })

  it('are resolved in the scope of a node', () => {
    const source = parseFile('const a = 1\nfunction f(a) { b }\n')
    const inner = resolveName(scopeAt(source, first(source, 'Identifier', 'b')), 'a')
    expect(inner?.defs[0]?.type).toBe('Parameter')
    expect(resolveName(scopeAt(source, source.ast), 'a')?.defs[0]?.type).toBe('Variable')
    expect(resolveName(scopeAt(source, source.ast), 'b')).toBeUndefined()
  })

  it('are made of words', () => {
    expect(camelCase('p-map')).toBe('pMap')
    expect(camelCase('stream/promises')).toBe('streamPromises')
    expect(camelCase('Event-Source')).toBe('eventSource')
  })
})

describe('shiftedText', () => {
  it('moves lines from one indentation to another, short lines and literals left alone', () => {
    const source = parseFile('{\n    f(\n      a,\n  b,\n      `\n      c`,\n    )\n}\n')
    expect(shiftedText(source, first(source, 'CallExpression').range, '    ', '\t')).toBe(
      'f(\n\t  a,\n  b,\n\t  `\n      c`,\n\t)',
    )
  })
})

describe('the comments of a statement', () => {
  it.each([
    ['// a\nhere() // b\n', '// a\nhere() // b'],
    ['// a\n\nhere()\n', 'here()'],
    ['x() // a\nhere()\n', 'here()'],
    ['/* a */ /* b */\nhere()\n', '/* a */ /* b */\nhere()'],
    ['x() /* a */ /* b */\nhere()\n', 'here()'],
    ['x(); /* a */ here() /* b */; y()\n', '/* a */ here() /* b */;'],
    ['// eslint-disable-next-line a\nhere()\n', '// eslint-disable-next-line a\nhere()'],
    ['/* eslint-disable a */\nhere()\n', 'here()'],
    ['x()\n// #region a\nhere()\n', 'here()'],
    ['x()\n// copyright\nhere()\n', '// copyright\nhere()'],
    ['// copyright\nhere()\n', 'here()'],
    ['/// <reference types="node" />\nhere()\n', 'here()'],
    ['here() /* a\nb */\n', 'here() /* a\nb */'],
    ['here() /* a\nb */ x()\n', 'here()'],
  ])('%j', (code, expected) => {
    const source = parseFile(code)
    const statement = first(source, 'ExpressionStatement', 'here')
    const text = source.text.slice(startWithComments(source, statement), statementEndWithComments(source, statement))
    expect(text).toBe(expected)
  })
})
