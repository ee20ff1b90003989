import { readFileSync } from 'node:fs'
import type { Linter } from 'eslint'
import { describe, expect, it } from 'vitest'
import { isTestFile } from '../../src/facts/exempt-file.ts'
import streaming from '../../src/index.ts'
import { projectOf } from '../../src/project/project.ts'
import { DEFAULT_SETTINGS } from '../../src/settings.ts'
import { editProblems } from '../edit-properties.ts'
import { lintText } from '../lint-text.ts'
import { filesUnder, ROOT } from '../repository.ts'
import { sharedRanges } from '../shared-ranges.ts'
import { CORPUS } from './packages.ts'
import type { Finding } from './recorded-findings.ts'
import { keyOf, recordFindings, recordedFindings } from './recorded-findings.ts'

// Lints what the packages ship. `UPDATE_CORPUS=1` writes new findings into the record, to be read and judged there.
const isUpdate = process.env['UPDATE_CORPUS'] === '1'
const levels = Object.fromEntries(
  Object.keys(streaming.rules).map((name): [string, Linter.RuleEntry] => [name, 'error']),
)

describe.each(CORPUS)('the sources of %s', (packageName) => {
  const base = `node_modules/${packageName}`
  const found: Finding[] = []
  const problems: string[] = []

  it(
    'are linted without a crash, every edit keeps its promises, and no two rules share a range',
    { timeout: 300_000 },
    () => {
      const files = filesUnder(base, '.ts').filter((path) => isSource(path.slice(base.length + 1)))
      expect(files.length).toBeGreaterThan(0)
      for (const path of files) {
        const filename = ROOT + path
        // Tests are linted too, so that no shape of code is left out of the search for crashes.
        const settings = { streaming: { testFiles: [] } }
        const lint = lintText({ rules: streaming.rules, levels, filename, settings })
        const text = readFileSync(filename, 'utf8')
        const { messages } = lint(text)
        const file = path.slice(base.length + 1)
        const isTest = isTestFile({ path: filename, project: projectOf(filename), settings: DEFAULT_SETTINGS })
        for (const { ruleId, messageId, line, message, fatal } of messages) {
          if (fatal) problems.push(`${file}:${line} ${message}`)
          else if (!isTest && ruleId !== null && messageId !== undefined)
            found.push({ file, line, rule: ruleId.replace('streaming/', ''), messageId })
        }
        if (messages.length > 0) problems.push(...editProblems(text, lint).map((problem) => `${file}: ${problem}`))
        problems.push(...sharedRanges(messages).map((range) => `${file}:${range} report the same range`))
      }
      expect(problems).toEqual([])
    },
  )

  it('have the findings that are recorded', () => {
    if (isUpdate) recordFindings(packageName, found)
    expect(found.map(keyOf)).toEqual(recordedFindings(packageName).map(keyOf))
  })

  it('have no finding that is false, or that nobody has read', () => {
    const wrong = recordedFindings(packageName).filter(
      ({ verdict, reason }) => (verdict !== 'true' && verdict !== 'debatable') || reason === '',
    )
    expect(wrong).toEqual([])
  })
})

function isSource(path: string): boolean {
  return !path.endsWith('.d.ts') && !path.includes('node_modules/') && !path.startsWith('dist/')
}
