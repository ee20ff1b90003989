import { readFileSync } from 'node:fs'
import type { Linter } from 'eslint'
import { describe, expect, it } from 'vitest'
import { NAMESPACE } from '../src/configs.ts'
import streaming from '../src/index.ts'
import type { CollectedCase } from './all-cases.ts'
import { allCases } from './all-cases.ts'
import { fixtureFile } from './fixture-projects.ts'
import { lintText } from './lint-text.ts'
import { filesUnder, ROOT } from './repository.ts'
import { sharedRanges } from './shared-ranges.ts'

/** All rules with the options of the strict preset, in which most of them can meet. */
const STRICT = Object.fromEntries(
  Object.entries(streaming.configs.strict.rules ?? {}).map(([id, level]) => [
    id.slice(NAMESPACE.length + 1),
    level as Linter.RuleEntry,
  ]),
)

/** The strict preset, with what the case sets for its own rule on top. */
function lintCase({ rule, code, options, project, file, settings }: CollectedCase): readonly Linter.LintMessage[] {
  const levels = { ...STRICT }
  if (options !== undefined) levels[rule.spec.name] = ['error', { ...rule.spec.strictOptions, ...options }]
  return lintText({
    rules: streaming.rules,
    levels,
    filename: fixtureFile(project, file),
    ...(settings === undefined ? {} : { settings }),
  })(code).messages
}

describe('two rules never report the same range', () => {
  it('in the cases of all rules', async () => {
    const shared = (await allCases()).flatMap((it) =>
      sharedRanges(lintCase(it)).map((range) => `${it.title}: ${range}`),
    )
    expect(shared).toEqual([])
  })

  it('in the sample application and the projects', () => {
    const files = ['apps', 'projects'].flatMap((folder) =>
      ['.ts', '.tsx', '.js'].flatMap((ending) => filesUnder(`fixtures/${folder}`, ending)),
    )
    const shared = files.flatMap((file) => {
      const lint = lintText({ rules: streaming.rules, levels: STRICT, filename: ROOT + file })
      return sharedRanges(lint(readFileSync(ROOT + file, 'utf8')).messages).map((range) => `${file} ${range}`)
    })
    expect(shared).toEqual([])
  })
})
