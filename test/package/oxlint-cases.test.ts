import { cp, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CollectedCase } from '../all-cases.ts'
import { allCases } from '../all-cases.ts'
import { ROOT } from '../repository.ts'
import type { NewProject } from './new-project.ts'
import { newProject } from './new-project.ts'

interface OxlintDiagnostic {
  readonly code?: string
  readonly message: string
  readonly filename: string
  readonly labels: readonly { readonly span: { readonly line: number; readonly column: number } }[]
}

/** A case and the folder that it is written to. */
interface Placed {
  readonly it: CollectedCase
  readonly title: string
  readonly folder: string
  readonly path: string
}

const cases: Placed[] = (await allCases()).map((it, at) => {
  const folder = `cases/${at}`
  const { project = 'plain', file = 'src/file.ts' } = it
  const within = project.split('/').slice(1)
  return { it, title: it.title, folder, path: [folder, ...within, file].join('/') }
})

describe('the cases of all rules in oxlint', () => {
  let project: NewProject
  const reports = new Map<string, string[]>()

  beforeAll(async () => {
    project = await newProject(['oxlint'])
    await project.write({ 'package.json': JSON.stringify({ name: 'cases', private: true }) })
    for (const { it, folder, path } of cases) {
      const [top = 'plain'] = (it.project ?? 'plain').split('/')
      await cp(join(ROOT, 'fixtures/projects', top), join(project.folder, folder), { recursive: true })
      await project.write({ [path]: it.code })
    }
    for (const [settings, group] of groupBy(cases, ({ it }) => JSON.stringify(it.settings ?? {}))) {
      for (const { filename, ...report } of await lint(project, group, JSON.parse(settings) as object)) {
        const path = filename.replaceAll('\\', '/')
        reports.set(path, [...(reports.get(path) ?? []), placeOf(report)])
      }
    }
  })

  afterAll(() => project.remove())

  it.each(cases)('$title', async ({ it, path }) => {
    const expected = it.errors.map(({ line, column }) => `streaming(${it.rule.spec.name}) ${line}:${column}`)
    expect((reports.get(path) ?? []).sort()).toEqual(expected.sort())
    const { output = it.code } = it
    const [first] = typeof output === 'string' ? [output] : output
    expect(await readFile(join(project.folder, path), 'utf8')).toBe(first)
  })
})

/** Lints, then fixes, cases with the same settings: of our rules, each case gets only its own. */
async function lint(project: NewProject, group: readonly Placed[], settings: object): Promise<OxlintDiagnostic[]> {
  const byLevel = groupBy(group, ({ it }) => JSON.stringify([it.rule.spec.name, it.options ?? {}]))
  const overrides = [...byLevel].map(([key, placed]) => {
    const [name, options] = JSON.parse(key) as [string, object]
    const level = Object.keys(options).length === 0 ? 'error' : ['error', options]
    // `[id]` in the name of a file is no set of characters.
    const files = placed.map(({ path }) => path.replaceAll(/[[\]]/g, String.raw`\$&`))
    return { files, rules: { [`streaming/${name}`]: level } }
  })
  const config = { jsPlugins: ['eslint-plugin-streaming'], categories: { correctness: 'off' }, settings, overrides }
  await project.write({ '.oxlintrc.json': JSON.stringify(config) })
  const { stdout } = await project.node('node_modules/oxlint/bin/oxlint', '--format', 'json', 'cases')
  if (!stdout.startsWith('{')) throw new Error(stdout)
  await project.node('node_modules/oxlint/bin/oxlint', '--fix', 'cases')
  return (JSON.parse(stdout) as { diagnostics: OxlintDiagnostic[] }).diagnostics
}

/** The rule and where it reports; the message of what is no report of a rule. */
function placeOf({ code, message, labels }: Omit<OxlintDiagnostic, 'filename'>): string {
  const { line, column } = labels[0]?.span ?? {}
  return code === undefined ? message : `${code} ${line}:${column}`
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return groups
}
