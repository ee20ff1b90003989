import { describe, expect, it } from 'vitest'
import type { CodeLines } from '../../src/edits/code-lines.ts'
import { statementOf } from '../../src/edits/statement-place.ts'
import { insertStatementsAfter, insertStatementsBefore } from '../../src/edits/statements.ts'
import { edited, first, nodeWithText } from './edited.ts'
import { parseFile } from './parse-component.ts'

/** Inserts before (after) the statement that runs `here`. */
function before(code: string, added: CodeLines = 'added()', path?: string): string | undefined {
  return edited(code, (source) => insertStatementsBefore(source, statementAt(source), added), path)
}

function after(code: string, added: CodeLines = 'added()', path?: string): string | undefined {
  return edited(code, (source) => insertStatementsAfter(source, statementAt(source), added), path)
}

function statementAt(source: ReturnType<typeof parseFile>) {
  return statementOf(first(source, 'Identifier', 'here'))!
}

describe('statementOf', () => {
  it.each([
    ['f(() => { here() })', 'here()'],
    ['if (a) here()', 'here()'],
    ['if (here) a()', 'if (here) a()'],
    ['a: for (const b of here) {}', 'a: for (const b of here) {}'],
    ['export const a = here', 'export const a = here'],
    ['switch (a) { case 1: here() }', 'here()'],
    ['switch (a) { case here: b() }', 'switch (a) { case here: b() }'],
    ['class A { static { here() } }', 'here()'],
    ['class A extends here {}', 'class A extends here {}'],
    ['namespace N { here() }', 'here()'],
    ['const f = () => here()', undefined],
    ['function f(a = here) {}', undefined],
    ['class A { a = here }', undefined],
  ])('%s', (code, expected) => {
    const source = parseFile(code)
    const statement = statementOf(first(source, 'Identifier', 'here'))
    expect(statement && source.text.slice(...statement.range)).toBe(expected)
  })
})

describe('insertStatementsBefore', () => {
  it.each<[what: string, code: string, expected: string, added?: CodeLines]>([
    ['at the top', 'here()\n', 'added()\nhere()\n'],
    ['in a block', 'if (a) {\n\tb()\n\there()\n}\n', 'if (a) {\n\tb()\n\tadded()\n\there()\n}\n'],
    [
      'CRLF',
      'if (a) {\r\n  here()\r\n}\r\n',
      'if (a) {\r\n  if (b) {\r\n    c()\r\n  }\r\n  here()\r\n}\r\n',
      ['if (b) {', '  c()', '}'],
    ],
    ['behind a BOM', '\uFEFFhere()\n', '\uFEFFadded()\nhere()\n'],
    ['above its comments', 'a()\n\n// b\n/* c */\nhere()\n', 'a()\n\nadded()\n// b\n/* c */\nhere()\n'],
    ['above a comment on its line', 'a()\n/* b */ here()\n', 'a()\nadded()\n/* b */ here()\n'],
    ['below a comment apart', 'a()\n// b\n\nhere()\n', 'a()\n// b\n\nadded()\nhere()\n'],
    ['below the comment of the line before', 'a() // b\nhere()\n', 'a() // b\nadded()\nhere()\n'],
    ['below a licence', '// Copyright A\nhere()\n', '// Copyright A\nadded()\nhere()\n'],
    [
      'below a region mark',
      'a()\n// #region b\nhere()\n// #endregion\n',
      'a()\n// #region b\nadded()\nhere()\n// #endregion\n',
    ],
    [
      'above a directive for the next line',
      'a()\n// eslint-disable-next-line no-console\nhere()\n',
      'a()\nadded()\n// eslint-disable-next-line no-console\nhere()\n',
    ],
    ['a label', 'a: for (;;) {\n  b: here()\n}\n', 'a: for (;;) {\n  added()\n  b: here()\n}\n'],
    ['an export', '/** b */\nexport const a = here\n', 'added()\n/** b */\nexport const a = here\n'],
    ['a case', 'switch (a) {\n  case 1:\n    here()\n}\n', 'switch (a) {\n  case 1:\n    added()\n    here()\n}\n'],
    [
      'a case on one line',
      'switch (a) {\n  case 1: here()\n}\n',
      'switch (a) {\n  case 1:\n    added()\n    here()\n}\n',
    ],
    ['a block on one line', 'if (a) { here() }\n', 'if (a) {\n  added()\n  here()\n}\n'],
    [
      'a block on one line, with comments',
      '  if (a) { /* b */ here() /* c */ }\n',
      '  if (a) {\n    added()\n    /* b */ here() /* c */\n  }\n',
    ],
    ['the second on a line', 'a(); here()\n', 'a();\nadded()\nhere()\n'],
    ['the second on a line of a block', 'if (a) { b(); here() }\n', 'if (a) {\n  b();\n  added()\n  here()\n}\n'],
    [
      'a static block',
      'class A {\n  static { here() }\n}\n',
      'class A {\n  static {\n    added()\n    here()\n  }\n}\n',
    ],
    ['an if without braces', 'if (a) here()\n', 'if (a) {\n  added()\n  here()\n}\n'],
    [
      'an if without braces, CRLF and tabs',
      'if (b) {\r\n\tc()\r\n}\r\nif (a)\r\n\there()\r\n',
      'if (b) {\r\n\tc()\r\n}\r\nif (a) {\r\n\tadded()\r\n\there()\r\n}\r\n',
    ],
    [
      'an if without braces, with comments',
      'if (a) // b\n  // c\n  here() // d\nelse e()\n',
      'if (a) { // b\n  added()\n  // c\n  here() // d\n}\nelse e()\n',
    ],
    [
      'an if without braces that has an else',
      'if (a) here(); else b()\n',
      'if (a) {\n  added()\n  here();\n} else b()\n',
    ],
    ['an else', 'if (a) b()\nelse here()\n', 'if (a) b()\nelse {\n  added()\n  here()\n}\n'],
    [
      'an else if',
      'if (a) {\n  b()\n} else if (here) {\n  c()\n}\n',
      'if (a) {\n  b()\n} else {\n  added()\n  if (here) {\n    c()\n  }\n}\n',
    ],
    ['a dangling else', 'if (a) if (b) here(); else c()\n', 'if (a) if (b) {\n  added()\n  here();\n} else c()\n'],
    ['a do', 'do here(); while (a)\n', 'do {\n  added()\n  here();\n} while (a)\n'],
    [
      'a loop without braces over several lines',
      'for (const a of b) here(\n  `\n  c`,\n)\n',
      'for (const a of b) {\n  added()\n  here(\n    `\n  c`,\n  )\n}\n',
    ],
    [
      'a labelled body',
      'for (const a of b) c: for (;;) here()\n',
      'for (const a of b) c: for (;;) {\n  added()\n  here()\n}\n',
    ],
    ['a guarding semicolon stays with its line', 'a()\n;[here].map(b)\n', 'a()\nadded()\n;[here].map(b)\n'],
    ['a guarding empty statement', 'if (a) {}\n;[here].map(b)\n', 'if (a) {}\nadded()\n;[here].map(b)\n'],
    ['code that would go on with the line before', 'a()\nhere()\n', 'a()\n;(b)()\nhere()\n', '(b)()'],
    ['code behind a block needs no semicolon', 'if (a) {}\nhere()\n', 'if (a) {}\n(b)()\nhere()\n', '(b)()'],
    ['code behind a semicolon needs none', 'a();\nhere();\n', 'a();\n(b)();\nhere();\n', '(b)();'],
    [
      'a line that would go on with the code',
      'if (a) {\n  [here] = b\n}\nc()\n',
      'if (a) {\n  added()\n  ;[here] = b\n}\nc()\n',
    ],
    [
      'a line behind a block of code',
      'if (a) {\n  [here] = b\n}\nc()\n',
      'if (a) {\n  if (d) {\n    e()\n  }\n  [here] = b\n}\nc()\n',
      ['if (d) {', '  e()', '}'],
    ],
    [
      'empty body of a loop above a bracket',
      'while (a)\n;[here].map(b)\n',
      'while (a)\n;\nadded()\n;[here].map(b)\n',
      'added()',
    ],
  ])('%s', (_, code, expected, added) => {
    expect(before(code, added)).toBe(expected)
  })

  it('works in the script of a component', () => {
    const code = '<template><p /></template>\n<script setup lang="ts">\n// a\nhere()\n</script>\n'
    expect(before(code, 'added()', 'a.vue')).toBe(
      '<template><p /></template>\n<script setup lang="ts">\nadded()\n// a\nhere()\n</script>\n',
    )
    expect(before('<script>\n  here()\n</script>\n<p>{a}</p>\n', 'added()', 'a.svelte')).toBe(
      '<script>\n  added()\n  here()\n</script>\n<p>{a}</p>\n',
    )
  })
})

describe('insertStatementsAfter', () => {
  it.each<[what: string, code: string, expected: string | undefined, added?: CodeLines]>([
    ['at the end of the file', 'here()', 'here()\nadded()'],
    ['in a block', 'if (a) {\n\there()\n}\n', 'if (a) {\n\there()\n\tadded()\n}\n'],
    ['CRLF', 'here()\r\na()\r\n', 'here()\r\nadded()\r\na()\r\n'],
    ['behind the comment of its line', 'here() // a\nb()\n', 'here() // a\nadded()\nb()\n'],
    ['behind several comments of its line', 'here() /* a */ // b\n', 'here() /* a */ // b\nadded()\n'],
    ['above the comments of the next', 'here()\n// a\nb()\n', 'here()\nadded()\n// a\nb()\n'],
    ['a block on one line', 'if (a) { here() }\n', 'if (a) {\n  here()\n  added()\n}\n'],
    [
      'a block on one line, with a comment',
      'if (a) { here() /* b */ }\n',
      'if (a) {\n  here() /* b */\n  added()\n}\n',
    ],
    ['the first on a line', 'here(); a()\n', 'here();\nadded()\na()\n'],
    ['the first on a line of a block', 'if (a) { here(); b() }\n', 'if (a) {\n  here();\n  added()\n  b()\n}\n'],
    ['before a comment of the next on its line', 'here(); /* a */ b()\n', 'here();\nadded()\n/* a */ b()\n'],
    [
      'a body without braces',
      'for (const a of b) here()\nc()\n',
      'for (const a of b) {\n  here()\n  added()\n}\nc()\n',
    ],
    ['an if that has an else', 'if (a) here()\nelse b()\n', 'if (a) {\n  here()\n  added()\n}\nelse b()\n'],
    ['a guarding semicolon ends the code', 'here()\n;[a].map(b)\n', 'here()\nadded()\n;[a].map(b)\n'],
    ['code that would go on with it', 'here()\na()\n', 'here()\n;[b] = c\na()\n', '[b] = c'],
    ['code that would go on with it, guarded', 'here()\n;[a].map(b)\n', 'here()\n;(c)\n;[a].map(b)\n', '(c)'],
    [
      'a line that would go on with the code',
      'a()\nfunction here() {}\n[b] = c\n',
      'a()\nfunction here() {}\nadded()\n;[b] = c\n',
    ],
    ['a label', 'a: for (;;) {\n  here()\n}\n', 'a: for (;;) {\n  here()\n  added()\n}\n'],
    ['a class', 'class A extends here {}\n(b)()\n', 'class A extends here {}\nadded()\n;(b)()\n'],
    ['return', 'function f() {\n  return here\n}\n', undefined],
    ['throw without braces', 'if (a) throw here\n', undefined],
  ])('%s', (_, code, expected, added) => {
    expect(after(code, added)).toBe(expected)
  })
})

describe('both', () => {
  it('refuse what is no statement', () => {
    const source = parseFile('f(a)')
    const argument = nodeWithText(source, 'a')
    expect(insertStatementsBefore(source, argument, 'b()')).toBeUndefined()
    expect(insertStatementsAfter(source, argument, 'b()')).toBeUndefined()
  })
})
