import { readFileSync } from 'node:fs'
import parser from '@typescript-eslint/parser'
import { Linter } from 'eslint'
import { describe, expect, it } from 'vitest'
import rule from '../rules/payload/require-stream-flush.ts'
import { ROOT, filesUnder } from './repository.ts'

const FOLDER = 'fixtures/projects/flush-express'

/** What the comments `// flush: held src/app.ts:11` say of the line below them, and what the rule says there. */
function marked(file: string): { line: number; expected: string; actual: string }[] {
  const text = readFileSync(ROOT + file, 'utf8')
  const config = {
    files: ['**'],
    languageOptions: { parser },
    plugins: { streaming: { rules: { flush: rule } } },
    rules: { 'streaming/flush': ['error', { unknown: 'report' }] },
  } as const
  const messages = new Linter({ cwd: '/' }).verify(text, [config as unknown as Linter.Config], ROOT + file)
  return text.split('\n').flatMap((line, index) => {
    const expected = /^\s*\/\/ flush: (.*)$/.exec(line)?.[1]
    if (expected === undefined) return []
    const found = messages.filter((it) => it.line === index + 2)
    const said = found.map(({ messageId, message }) => {
      const place = /mounted in (\S+:\d+)/.exec(message)?.[1]
      return [messageId ?? message, place].filter((it) => it !== undefined).join(' ')
    })
    return [{ line: index + 2, expected, actual: said.join(' and ') || 'silent' }]
  })
}

describe.each(filesUnder(FOLDER, '').filter((path) => /(?:early|routes)\.ts$/.test(path)))('%s', (file) => {
  it.each(marked(file))('line $line: $expected', ({ expected, actual }) => {
    expect(actual).toBe(expected)
  })
})
