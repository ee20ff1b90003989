import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import parser from '@typescript-eslint/parser'
import type { Linter } from 'eslint'
import { ESLint } from 'eslint'
import { beforeAll, describe, expect, it } from 'vitest'
import streaming from '../../src/index.ts'
import { CHAT_APP } from './chat-app.ts'
import { EXPECTED } from './expected.ts'

const rules = Object.keys(streaming.rules)

let linesByFile: Map<string, string[]>
let findings: (Linter.LintMessage & { file: string })[]

beforeAll(async () => {
  const files = [...new Set(Object.values(EXPECTED).flatMap((all) => all.map(({ file }) => file)))]
  linesByFile = new Map(
    await Promise.all(
      files.map(async (file) => [file, (await readFile(join(CHAT_APP, file), 'utf8')).split('\n')] as const),
    ),
  )
  const eslint = new ESLint({
    cwd: CHAT_APP,
    overrideConfigFile: true,
    overrideConfig: {
      files: ['**/*.{ts,tsx}'],
      languageOptions: { parser },
      plugins: { streaming },
      rules: Object.fromEntries(rules.map((rule) => [`streaming/${rule}`, 'error'])),
    },
  })
  findings = (await eslint.lintFiles(['**/*.{ts,tsx}'])).flatMap(({ filePath, messages }) =>
    messages.map((message) => ({ ...message, file: relative(CHAT_APP, filePath).replaceAll('\\', '/') })),
  )
}, 120_000)

describe.each(Object.entries(EXPECTED))('%s', (rule, instances) => {
  it.each(instances)('$file has one line with $line', ({ file, line }) => {
    expect(linesByFile.get(file)?.filter((text) => text.includes(line))).toHaveLength(1)
  })

  it.skipIf(!rules.includes(rule)).each(instances)('$file: $line is reported', ({ file, line, fixed }) => {
    const own = findings.filter((finding) => finding.ruleId === `streaming/${rule}` && finding.file === file)
    const lines = linesByFile.get(file)
    const there = own.filter((finding) => lines?.[finding.line - 1]?.includes(line))
    expect(there, `reported in this file: ${own.map((it) => it.line).join(', ') || 'nothing'}`).toHaveLength(1)
    if (fixed !== undefined) expect(there[0]?.fix !== undefined).toBe(fixed)
  })
})

it.each(rules)('%s has an instance in the sample application', (rule) => {
  expect(EXPECTED[rule]?.length).toBeGreaterThan(0)
})

it('every file of the sample parses', () => {
  expect(findings.filter(({ fatal }) => fatal)).toEqual([])
})
