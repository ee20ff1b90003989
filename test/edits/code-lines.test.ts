import { describe, expect, it } from 'vitest'
import { codeFor, joinLines } from '../../src/edits/code-lines.ts'
import { nodeWithText } from './edited.ts'
import { parseFile } from './parse-component.ts'

const PLAIN = "f('a');\nif (b) {\n  c();\n}"
const STANDARD = "f('a')\nif (b) {\n\tc()\n}"
const DOUBLE = 'f("a");\nif (b) {\n    c();\n}'

describe('codeFor', () => {
  it('takes the common indentation away', () => {
    const code = codeFor(parseFile(PLAIN))`if (a) {
      throw new Error('b');
    }`
    expect(code).toEqual(['if (a) {', "  throw new Error('b');", '}'])
  })

  it('writes the quotes, indentation and semicolons of the file', () => {
    const write = (source: string) => codeFor(parseFile(source))`
      if (a) {
        if (b) throw new Error('b');
      }
      c();
    `
    expect(write(STANDARD)).toEqual(['if (a) {', "\tif (b) throw new Error('b')", '}', 'c()'])
    expect(write(DOUBLE)).toEqual(['if (a) {', '    if (b) throw new Error("b");', '}', 'c();'])
  })

  it('keeps what is filled in', () => {
    const source = parseFile('f("a");\nconst x = g(`\n  \'kept\';\n`);')
    const call = nodeWithText(source, "g(`\n  'kept';\n`)")
    expect(codeFor(source)`a(${call}, ${"'kept'"}, 'b');`).toEqual(["a(g(`\n  'kept';\n`), 'kept', \"b\");"])
  })

  it('keeps a string whose quotes would have to be escaped', () => {
    const code = codeFor(parseFile(DOUBLE))
    expect(code`f('a "b"', 'a\\'b', 'c');`).toEqual([`f('a "b"', 'a\\'b', "c");`])
    expect(code`f('${'"'}', '${'m'}');`).toEqual([`f('"', "m");`])
  })

  it('keeps a semicolon that the next line needs', () => {
    const code = codeFor(parseFile(STANDARD))`
      a();
      [b].map(c);
      for (;;) d();
      (e)();
    `
    expect(code).toEqual(['a();', '[b].map(c)', 'for (;;) d();', '(e)()'])
  })

  it('leaves quotes in comments, templates and regular expressions alone', () => {
    const code = codeFor(parseFile(DOUBLE))
    expect(code`f(/['"]/, \`'a'\`); // it's 'b'`).toEqual([`f(/['"]/, \`'a'\`); // it's 'b'`])
    expect(code`a / b; f('c' / 2, 'd');`).toEqual([`a / b; f("c" / 2, "d");`])
  })

  it('does not indent the lines of a template literal', () => {
    const source = parseFile(PLAIN)
    const code = codeFor(source)`f(\`a
b\`);`
    expect(joinLines(source, ['{', ...code, '}'], '    ')).toBe('{\n    f(`a\nb`);\n    }')
  })
})

describe('joinLines', () => {
  it('leaves empty lines empty and uses the line ending of the file', () => {
    expect(joinLines(parseFile('a()\r\nb()'), ['a', '', '  b'], '\t')).toBe('a\r\n\r\n\t  b')
  })
})
