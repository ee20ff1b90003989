import { readFileSync } from 'node:fs'
import parser from '@typescript-eslint/parser'
import { Linter } from 'eslint'
import requireStreamTelemetry from '../rules/monitoring/require-stream-telemetry.ts'
import requireStreamAuth from '../rules/security/require-stream-auth.ts'
import requireRateLimit from '../rules/throttling/require-rate-limit.ts'
import { ROOT, filesUnder } from './repository.ts'

/** What a comment `// guard: no src/app.ts:9, limit: yes, watch: unknown` above a route of a fixture says, and what the rules say there. */
export interface Marked {
  readonly file: string
  readonly line: number
  readonly expected: string
  readonly actual: string
}

const RULES = { guard: 'require-stream-auth', limit: 'require-rate-limit', watch: 'require-stream-telemetry' } as const

/**
 * Lints every file of a project of several files with the rules and compares with the comments above the routes:
 * `yes`, `unknown`, `no` with the place that the message must name, `none` for a route that needs nothing.
 * @param project folder of `fixtures/projects`
 */
export function markedRoutes(project: string, settings: Readonly<Record<string, unknown>> = {}): Marked[] {
  const linter = new Linter({ cwd: '/' })
  const folder = `fixtures/projects/${project}`
  const found: Marked[] = []
  for (const file of filesUnder(folder, '').filter((path) => /\.[cm]?[jt]sx?$/.test(path))) {
    const text = readFileSync(ROOT + file, 'utf8')
    if (!/\/\/ (?:guard|limit|watch):/.test(text)) continue
    const messages = linter.verify(
      text,
      [
        {
          files: ['**'],
          languageOptions: { parser },
          plugins: {
            streaming: {
              rules: {
                [RULES.guard]: requireStreamAuth,
                [RULES.limit]: requireRateLimit,
                [RULES.watch]: requireStreamTelemetry,
              },
            },
          },
          rules: {
            [`streaming/${RULES.guard}`]: ['error', { unknown: 'report', sockets: true }],
            [`streaming/${RULES.limit}`]: ['error', { unknown: 'report', reconnecting: true }],
            [`streaming/${RULES.watch}`]: ['error', { unknown: 'report' }],
          },
          settings: { streaming: settings },
        },
      ],
      ROOT + file,
    )
    const lines = text.split('\n')
    for (const [index, line] of lines.entries()) {
      const marks = [
        ...(/^\s*\/\/ ((?:guard|limit|watch): .*)$/.exec(line)?.[1] ?? '').matchAll(
          /(guard|limit|watch): (yes|none|no|unknown)(?: ([\w./[\]()-]+:\d+))?/g,
        ),
      ]
      for (const [, kind, answer, place] of marks) {
        const rule = RULES[kind as keyof typeof RULES]
        const behind = lines.slice(index + 1).findIndex((it) => /\S/.test(it) && !/^\s*(?:\/\/|@)/.test(it))
        const first = index + 2
        const reported = messages.filter(
          (it) =>
            it.fatal === true || (it.ruleId === `streaming/${rule}` && it.line >= first && it.line <= first + behind),
        )
        const actual = reported.map((it) => said(it, place !== undefined)).join(' and ') || 'silent'
        const isSilent = answer === 'yes' || answer === 'none'
        const expected = isSilent
          ? 'silent'
          : answer === 'unknown'
            ? 'unknown'
            : `no${place === undefined ? '' : ` ${place}`}`
        found.push({
          file: file.slice(folder.length + 1),
          line: first,
          expected: `${kind}: ${expected}`,
          actual: `${kind}: ${actual}`,
        })
      }
    }
  }
  return found
}

function said(message: Linter.LintMessage, withPlace: boolean): string {
  if (message.fatal === true || message.messageId === undefined) return message.message
  if (message.messageId === 'unknown') return 'unknown'
  const place = /mounted in (\S+:\d+)/.exec(message.message)?.[1]
  return withPlace && place !== undefined ? `no ${place}` : 'no'
}
