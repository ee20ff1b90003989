import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import streaming from '../../src/index.ts'
import { BROKEN_CODE, BROKEN_RULE } from './broken-code.ts'
import type { NewProject } from './new-project.ts'
import { newProject } from './new-project.ts'

interface OxlintReport {
  readonly diagnostics: readonly { readonly code: string; readonly severity: string }[]
}

describe('a project with oxlint and nothing else', () => {
  let project: NewProject

  beforeAll(async () => {
    project = await newProject(['oxlint'])
    await project.write({
      'package.json': JSON.stringify({ name: 'new-project', private: true, type: 'module' }),
      'src/read.ts': BROKEN_CODE,
    })
  })

  afterAll(() => project.remove())

  async function lint(config: object): Promise<OxlintReport['diagnostics']> {
    await project.write({ '.oxlintrc.json': JSON.stringify(config) })
    const { stdout } = await project.node('node_modules/oxlint/bin/oxlint', '--format', 'json', 'src')
    return (JSON.parse(stdout) as OxlintReport).diagnostics
  }

  it.each(['recommended', 'strict'])('lints with the published %s preset', async (preset) => {
    const path = `./node_modules/eslint-plugin-streaming/dist/oxlint/${preset}.json`
    const diagnostics = await lint({ extends: [path], categories: { correctness: 'off' } })
    expect(diagnostics.map(({ code, severity }) => ({ code, severity }))).toContainEqual({
      code: `streaming(${BROKEN_RULE})`,
      severity: 'error',
    })
  })

  it.each(['recommended', 'strict'] as const)('finds in %s what ESLint gets', async (preset) => {
    const path = join(project.folder, `node_modules/eslint-plugin-streaming/dist/oxlint/${preset}.json`)
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({
      jsPlugins: ['eslint-plugin-streaming'],
      rules: streaming.configs[preset].rules,
    })
  })
})
