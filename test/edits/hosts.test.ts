import * as typescript from '@typescript-eslint/parser'
import type { SourceCode } from 'eslint'
import { Linter } from 'eslint'
import { describe, expect, it } from 'vitest'
import type { Change } from '../../src/edits/edit.ts'
import { applyChanges } from '../../src/edits/edit.ts'
import { importBinding } from '../../src/edits/imports.ts'
import { insertStatementsBefore } from '../../src/edits/statements.ts'
import { wrapInTry } from '../../src/edits/wrap.ts'
import { sourceOfEslint } from '../../src/eslint-source.ts'
import type { Source } from '../../src/source.ts'

type SourceType = 'module' | 'commonjs' | 'script'
type Edit = (source: Source) => readonly Change[] | undefined

/** The code after an edit of the source that ESLint makes of it, with its own parser and with the one for TypeScript. */
function linted(
  code: string,
  edit: Edit,
  sourceType: SourceType = 'module',
  path = 'file.js',
): [js: string | undefined, ts: string | undefined] {
  const run = (parser: object): string | undefined => {
    let sourceCode: SourceCode | undefined
    const linter = new Linter()
    const rule = {
      create: (context: { sourceCode: SourceCode }) => ({
        'Program:exit': () => void (sourceCode = context.sourceCode),
      }),
    }
    const config = {
      languageOptions: { sourceType, ...parser },
      plugins: { test: { rules: { rule } } },
      rules: { 'test/rule': 'error' },
    } as unknown as Linter.Config
    expect(linter.verify(code, config)).toEqual([])
    const source = sourceOfEslint(sourceCode!, path)
    const changes = edit(source)
    return changes === undefined ? undefined : applyChanges(source.text, changes)
  }
  return [run({}), run({ parser: typescript })]
}

const IMPORTED: Edit = (source) => importBinding(source, { module: 'node:stream/promises', name: 'pipeline' })?.changes
const ADDED = "import { pipeline } from 'node:stream/promises'"
const REQUIRED = "const { pipeline } = require('node:stream/promises')"

/** What ESLint's two parsers must both give. */
const both = (text: string | undefined) => [text, text]

describe('sources of ESLint', () => {
  it('have their shebang among the comments', () => {
    const code = '#!/usr/bin/env node\na()\n'
    expect(linted(code, IMPORTED)).toEqual(both(`#!/usr/bin/env node\n${ADDED}\n\na()\n`))
    expect(linted(code, (source) => insertStatementsBefore(source, source.ast.body[0]!, 'b()'))).toEqual(
      both('#!/usr/bin/env node\nb()\na()\n'),
    )
    expect(linted('#!/usr/bin/env node\n', IMPORTED)).toEqual(both(`#!/usr/bin/env node\n${ADDED};\n`))
  })

  it('have lost their BOM', () => {
    expect(linted('\uFEFFa()\n', IMPORTED)).toEqual(both(`${ADDED}\n\na()\n`))
  })

  it('know directives', () => {
    expect(linted("'use client'\na()\n", IMPORTED)).toEqual(both(`'use client'\n${ADDED}\n\na()\n`))
    const wrapped = linted("'use client'\na()\n", (source) =>
      wrapInTry(source, source.ast.body.slice(0, 1), { finally: [] }),
    )
    expect(wrapped).toEqual(both(undefined))
  })

  it('say whether they are CommonJS; of the parser for TypeScript only the path and the calls of require tell', () => {
    const required = `${REQUIRED}\n\na()\n`
    expect(linted('a()\n', IMPORTED, 'commonjs')).toEqual([required, undefined])
    expect(linted('a()\n', IMPORTED, 'commonjs', 'file.cjs')).toEqual(both(required))
    expect(linted("require('b')\n", IMPORTED, 'commonjs')).toEqual(both(`require('b')\n${REQUIRED}\n`))
  })

  it('import nothing as classic scripts', () => {
    expect(linted('a()\n', IMPORTED, 'script')).toEqual(both(undefined))
  })

  it('keep what a classic script shares', () => {
    const wrapped = (sourceType: SourceType, path: string) =>
      linted('const a = 1\n', (source) => wrapInTry(source, source.ast.body, { finally: ['b()'] }), sourceType, path)
    expect(wrapped('script', 'file.js')).toEqual(both(undefined))
    expect(wrapped('commonjs', 'file.cjs')).toEqual(both('try {\n  const a = 1\n} finally {\n  b()\n}\n'))
  })
})
