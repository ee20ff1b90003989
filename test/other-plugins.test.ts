import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import * as parser from '@typescript-eslint/parser'
import type { ESLint } from 'eslint'
import { Linter } from 'eslint'
import * as sonarjs from 'eslint-plugin-sonarjs'
import { describe, expect, it } from 'vitest'
import { plugin as typescriptEslint } from 'typescript-eslint'
import { readMarkdown } from './markdown-code.ts'
import { ROOT } from './repository.ts'
import { typedParsers } from './typed-parser.ts'

// It has no types.
const promise: unknown = createRequire(import.meta.url)('eslint-plugin-promise')
const plugins = { '@typescript-eslint': typescriptEslint, promise, sonarjs } as unknown as Record<string, ESLint.Plugin>

/** What a rule of others says about a text. */
function reportsOf(rule: string, code: string, level: Linter.RuleEntry = 'error'): Linter.LintMessage[] {
  const [typed] = rule.startsWith('@typescript-eslint/') ? typedParsers([{ code }]) : []
  const messages = new Linter().verify(
    code,
    { files: ['**'], languageOptions: { parser: typed ?? parser }, plugins, rules: { [rule]: level } },
    'src/file.ts',
  )
  expect(messages.filter(({ fatal }) => fatal)).toEqual([])
  return messages
}

function codeOf(page: string, section: string): string[] {
  const { blocks } = readMarkdown(readFileSync(`${ROOT}docs/rules/${page}.md`, 'utf8'))
  return blocks.filter((it) => it.section === section && it.language === 'ts').map(({ code }) => code)
}

const HANDLER = `import express from 'express'
const app = express()
app.get('/file', async (req, res) => {
  try {
    await fetch('https://example.org')
  } catch {
    res.writeHead(500).end()
  }
})
`
const DRAIN = `import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
export async function send(rows: string[], res: ServerResponse): Promise<void> {
  for (const row of rows) if (!res.write(row)) await once(res, 'drain')
}
`
const ONE_BY_ONE = `export async function answers(questions: string[], ask: (question: string) => Promise<string>): Promise<string[]> {
  const texts: string[] = []
  for (const question of questions) texts.push(await ask(question))
  return texts
}
`

/** The rules of others that pages name, and code that is right for us: the page's own where none stands here. */
const PULLING: readonly { readonly page: string; readonly other: string; readonly code?: string }[] = [
  { page: 'no-eager-enqueue', other: 'no-await-in-loop' },
  { page: 'no-ignored-backpressure', other: 'no-await-in-loop', code: DRAIN },
  { page: 'no-reconnect-without-backoff', other: 'sonarjs/pseudo-random' },
  { page: 'no-unbounded-concurrency', other: 'no-await-in-loop', code: ONE_BY_ONE },
  { page: 'require-reader-cancel', other: 'no-await-in-loop' },
  { page: 'require-reader-cancel', other: 'no-empty-function' },
  { page: 'require-reader-cancel', other: 'promise/prefer-await-to-then' },
  { page: 'require-stream-error-handling', other: '@typescript-eslint/no-misused-promises', code: HANDLER },
]

describe('rules of other plugins that pull the other way', () => {
  it.each(PULLING)('$page names $other, which reports what is right for us', ({ page, other, code }) => {
    expect(readFileSync(`${ROOT}docs/rules/${page}.md`, 'utf8')).toContain(`\`${other}\``)
    const right = code === undefined ? codeOf(page, 'Right') : [code]
    expect(right.flatMap((it) => reportsOf(other, it))).not.toEqual([])
  })

  it('are silent about what we report: `void`, and Promise.all over a list', () => {
    const floating = '@typescript-eslint/no-floating-promises'
    expect(readFileSync(`${ROOT}docs/rules/no-unhandled-pipe.md`, 'utf8')).toContain(`\`${floating}\``)
    const [dropped] = codeOf('no-unhandled-pipe', 'Wrong').filter((code) => code.includes('void body.pipeTo('))
    expect(reportsOf(floating, dropped!)).toEqual([])
    const [report] = reportsOf(floating, dropped!.replace('void body', 'body'))
    expect(report?.suggestions?.map(({ messageId }) => messageId)).toContain('floatingFixVoid')
    const all = codeOf('no-unbounded-concurrency', 'Wrong').filter((code) => code.includes('Promise.all('))
    expect(all).not.toEqual([])
    for (const code of all) expect(reportsOf('no-await-in-loop', code)).toEqual([])
  })

  it('leave handlers to us with the option that the page names', () => {
    const options = { checksVoidReturn: { arguments: false } }
    expect(reportsOf('@typescript-eslint/no-misused-promises', HANDLER, ['error', options])).toEqual([])
  })
})
