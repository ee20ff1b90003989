import { describe, expect, it } from 'vitest'
import { fileStyle, quoted } from '../../src/edits/file-style.ts'
import { parseFile } from './parse-component.ts'

describe('fileStyle', () => {
  it.each([
    ['an empty file', '', { lineEnding: '\n', indent: '  ', quote: "'", semicolons: true, bracketSpacing: true }],
    ['line endings by majority', 'a()\r\nb()\r\nc()\nd()', { lineEnding: '\r\n' }],
    ['a lone CRLF among LF', 'a()\r\nb()\nc()\nd()', { lineEnding: '\n' }],
    ['tabs', 'function f() {\n\ta()\n}', { indent: '\t' }],
    ['four spaces', 'class A {\n    m() {\n        a()\n    }\n}', { indent: '    ' }],
    ['deep blocks, not their sum', 'if (a) {\n   if (b) {\n      c()\n   }\n}', { indent: '   ' }],
    ['an object when there is no block', 'const a = {\n    b: 1,\n}', { indent: '    ' }],
    ['an import when there is nothing else', 'import {\n\ta,\n} from "m"', { indent: '\t' }],
    ['arguments', 'f(\n    a,\n)', { indent: '    ' }],
    ['a one-line block says nothing', 'if (a) { b() }\nconst c = {\n\td,\n}', { indent: '\t' }],
    ['double quotes', 'f("a", "b", \'c\')', { quote: '"' }],
    ['a string that holds a quote says nothing', 'f("it\'s", "don\'t", \'a\')', { quote: "'" }],
    ['no semicolons', 'a()\nb()\nconst c = 1', { semicolons: false }],
    ['a guarding semicolon is no style', 'a()\n;[b].map(c)\nd()\n;(e)', { semicolons: false }],
    ['semicolons', 'a();\nb();\nc()', { semicolons: true }],
    ['loop heads do not count', 'for (let i = 0; ; ) {\n  for (const a of b) {}\n}\nc()', { semicolons: false }],
    ['class fields', 'class A {\n  a = 1\n  b = 2\n}', { semicolons: false }],
    ['no space in braces', 'import {a} from "m"\nconst {b} = {c}', { bracketSpacing: false }],
  ])('%s', (_, code, expected) => {
    expect(fileStyle(parseFile(code))).toMatchObject(expected)
  })

  it('does not count the quotes of JSX attributes', () => {
    const code = `const a = 'a'\nconst b = <p id="b" title="c" />`
    expect(fileStyle(parseFile(code, 'a.tsx')).quote).toBe("'")
  })

  it('reads the style of a component from its script', () => {
    const code =
      '<script>\nimport a from "a";\nfunction f() {\n\ta();\n}\n</script>\n<template><p id=\'x\' /></template>\n'
    expect(fileStyle(parseFile(code, 'a.vue'))).toMatchObject({ indent: '\t', quote: '"', semicolons: true })
  })
})

describe('quoted', () => {
  it.each([
    ["f('a')", "it's", `'it\\'s'`],
    ['f("a")', "it's", `"it's"`],
    ["f('a')", 'a\\b\n', `'a\\\\b\\n'`],
  ])('%s: %s', (code, value, expected) => {
    expect(quoted(parseFile(code), value)).toBe(expected)
  })
})
