import { execFile } from 'node:child_process'
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import streaming from '../../src/index.ts'
import { copySample } from '../sample-copy.ts'

const run = promisify(execFile)

/** Where the sources of the application are; packages lie beside them. */
const FOLDERS = ['app', 'client', 'dev', 'src', 'test']

interface OxlintReport {
  readonly diagnostics: readonly {
    readonly code?: string
    readonly filename: string
    readonly labels: readonly { readonly span: { readonly line: number } }[]
  }[]
}
interface EslintReport {
  readonly filePath: string
  readonly messages: readonly { readonly ruleId: string | null; readonly line: number }[]
}

describe('the sample application', () => {
  let folder: string

  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'streaming-oxlint-')))
    await copySample(folder, 'all')
  })
  afterAll(() => rm(folder, { recursive: true }))

  const node = async (program: string, ...args: string[]): Promise<string> => {
    const done = run(process.execPath, [program, ...args], { cwd: folder, maxBuffer: 1e8 })
    // Findings end both programs with 1.
    return (await done.catch((error: { stdout: string }) => error)).stdout
  }
  const shown = (path: string): string => relative(folder, path).replaceAll('\\', '/')

  it('has the same reports in oxlint and in ESLint, none of them by types', async () => {
    const require = createRequire(import.meta.url)
    const eslint = join(require.resolve('eslint/package.json'), '../bin/eslint.js')
    const found = (JSON.parse(await node(eslint, ...FOLDERS, '--format', 'json')) as EslintReport[]).flatMap(
      ({ filePath, messages }) => messages.map(({ ruleId, line }) => `${shown(filePath)}:${line} ${ruleId}`),
    )
    // Every rule is at work.
    const rules = Object.keys(streaming.rules).map((name) => `streaming/${name}`)
    expect(new Set(found.map((it) => it.split(' ')[1]))).toEqual(new Set(rules))

    const config = {
      jsPlugins: ['eslint-plugin-streaming'],
      categories: { correctness: 'off' },
      rules: {
        ...Object.fromEntries(rules.map((name) => [name, 'warn'])),
        ...streaming.configs.recommended.rules,
      },
    }
    await writeFile(join(folder, '.oxlintrc.json'), JSON.stringify(config))
    const oxlint = join(require.resolve('oxlint/package.json'), '../bin/oxlint')
    const { diagnostics } = JSON.parse(await node(oxlint, '--format', 'json', ...FOLDERS)) as OxlintReport
    const places = diagnostics.map(({ code = '', filename, labels }) => {
      const name = /^streaming\((.+)\)$/.exec(code)?.[1] ?? code
      return `${shown(join(folder, filename))}:${labels[0]?.span.line ?? 0} streaming/${name}`
    })
    expect(places.sort()).toEqual(found.sort())
  })
})
