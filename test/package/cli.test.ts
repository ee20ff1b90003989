import { execFileSync } from 'node:child_process'
import { chmod, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { schemaErrors } from '../json-schema.ts'
import type { NewProject, Outcome } from './new-project.ts'
import { newProject } from './new-project.ts'

const CONFIG = `import { defineConfig } from 'eslint/config'
import parser from '@typescript-eslint/parser'
import streaming from 'eslint-plugin-streaming'
export default defineConfig(
  {
    files: ['**/*.ts'],
    languageOptions: { parser },
    plugins: { streaming },
    extends: ['streaming/recommended'],
    rules: { 'no-undef': 'error' },
  },
)
`

/** One error that `--fix` repairs. */
const DECODE = `export async function read(stream: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of stream) text += decoder.decode(chunk)
  return text
}
`
const DECODED = DECODE.replace('decode(chunk)', 'decode(chunk, { stream: true })')

/** One error with a suggestion that imports nothing, and one warning with one. */
const CHECK = `export async function ask(url: string): Promise<ReadableStreamDefaultReader<Uint8Array>> {
  const response = await fetch(url)
  if (!response.body) throw new Error('no body')
  return response.body.getReader()
}
export async function all(stream: AsyncIterable<string>): Promise<void> {
  try {
    for await (const part of stream) show(part)
  } catch {}
}
declare function show(part: string): void
`

/** A route that anyone may start, and that costs money. */
const ROUTE = `import express from 'express'
import OpenAI from 'openai'
const app = express()
app.post('/chat', async (req, res) => {
  const stream = await new OpenAI().responses.create({ model: 'gpt-5', input: String(req.query.q), stream: true })
  for await (const part of stream) res.write(JSON.stringify(part))
  res.end()
})
`

const FILES = {
  'package.json': JSON.stringify({ name: 'tool', private: true, type: 'module' }),
  'eslint.config.js': CONFIG,
  'src/decode.ts': DECODE,
  'src/check.ts': CHECK,
  'src/clean.ts': 'export const clean = 1\n',
}

/** The parts of a SARIF log that are looked at. */
interface SarifLog {
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } }
    readonly invocations: readonly object[]
    readonly results: readonly {
      readonly ruleId: string
      readonly ruleIndex: number
      readonly locations: readonly {
        readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } }
      }[]
    }[]
  }[]
}

describe('the command line tool', () => {
  let project: NewProject

  beforeAll(async () => {
    project = await newProject(['eslint', '@typescript-eslint/parser', 'typescript'])
  })
  beforeEach(async () => {
    await rm(join(project.folder, '.git'), { recursive: true, force: true })
    await project.write(FILES)
  })
  afterAll(() => project.remove())

  const tool = (...args: string[]): Promise<Outcome> =>
    project.node('node_modules/eslint-plugin-streaming/dist/cli.js', ...args)
  const text = (path: string): Promise<string> => readFile(join(project.folder, path), 'utf8')
  /** The SARIF that was written, which must be valid by the standard's schema. */
  const sarif = async (): Promise<SarifLog> => {
    const log = JSON.parse(await text('out.sarif')) as SarifLog
    expect(schemaErrors('sarif-2.1.0', log)).toEqual([])
    return log
  }
  const git = (...args: string[]): void => {
    const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.org']
    execFileSync('git', [...identity, ...args], { cwd: project.folder, stdio: 'ignore' })
  }

  it('says its version and its commands', async () => {
    expect(await tool('--version')).toMatchObject({ code: 0, stdout: `${packageJson.version}\n` })
    expect(await tool()).toMatchObject({ code: 0, stdout: expect.stringContaining('check [paths]') })
    expect((await tool('list')).stdout).toContain('no-split-decode')
  })

  it('refuses what it does not understand in one line', async () => {
    expect(await tool('chekc')).toEqual({
      code: 2,
      stdout: '',
      stderr: "There is no command 'chekc'. Did you mean 'check'? Try --help.\n",
    })
  })

  describe('check', () => {
    it('ranks by mistake and keeps only the reports of this plugin', async () => {
      const { code, stdout, stderr } = await tool('check')
      expect(stderr).toBe('')
      expect(code).toBe(1)
      expect(stdout.indexOf('Do this today')).toBe(0)
      expect(stdout.indexOf('Then this')).toBeGreaterThan(stdout.indexOf(' 4  Errors'))
      expect(stdout).toContain('src/decode.ts:4:45')
      expect(stdout).toContain('3 findings (2 errors, 1 warning) in 4 files:')
      expect(stdout).not.toContain('no-undef')
    })

    it('ends with 0 when there is nothing, and tells warnings from errors', async () => {
      expect(await tool('check', 'src/clean.ts')).toMatchObject({ code: 0, stdout: 'No findings in 1 file.\n' })
      await project.write({
        'eslint.config.js': CONFIG.replace("'no-undef'", "'streaming/require-response-check': 'warn', 'no-undef'"),
      })
      expect((await tool('check', 'src/check.ts')).code).toBe(0)
      const limited = await tool('check', 'src/check.ts', '--max-warnings', '1')
      expect(limited).toMatchObject({ code: 1, stderr: '2 warnings, but --max-warnings allows 1.\n' })
    })

    it('heeds disable comments, ignores and .gitignore', async () => {
      await project.write({ 'src/decode.ts': `/* eslint-disable streaming/no-split-decode */\n${DECODE}` })
      expect((await tool('check', '--ignore', 'src/check.ts')).code).toBe(0)
      git('init')
      await project.write({ '.gitignore': 'src/check.ts\nnode_modules\n' })
      expect((await tool('check')).code).toBe(0)
      await project.write({ '.gitignore': 'node_modules\n' })
    })

    it('names the codemods without which only people would repair it, and `fix all` what it leaves out', async () => {
      await project.write({ 'src/route.ts': ROUTE })
      const { stdout } = await tool('check', 'src/route.ts')
      expect(stdout).toMatch(/^ {8}src\/route\.ts:4:5 {2}app\.post.+ {2}\[codemod\]$/m)
      expect(stdout).toContain("  1 that 'fix authenticate-routes --guard …' changes as far as it can  [codemod]\n")
      const { stderr } = await tool('fix', 'all', 'src/route.ts')
      expect(stderr).toContain('authenticate-routes is left out: it needs option --guard, see --help.\n')
      await rm(join(project.folder, 'src/route.ts'))
    })

    it('reports JSON', async () => {
      const { stdout } = await tool('check', 'src/decode.ts', '--reporter', 'json')
      expect(JSON.parse(stdout)).toMatchObject({
        tool: 'eslint-plugin-streaming',
        findings: [
          {
            path: 'src/decode.ts',
            rule: 'no-split-decode',
            mistake: 'errors',
            severity: 'error',
            line: 4,
            column: 45,
            remedy: 'fix',
          },
        ],
        summary: { files: 1, errors: 1, warnings: 0, failures: 0 },
      })
    })

    it('reports to GitHub, with its own escapes', async () => {
      const { stdout } = await tool('check', 'src/decode.ts', '--reporter', 'github')
      expect(stdout).toMatch(
        /^::error file=src\/decode\.ts,line=4,endLine=4,col=45,endColumn=\d+,title=streaming\/no-split-decode::/,
      )
      expect(stdout.trimEnd().split('\n')).toHaveLength(1)
    })

    it('writes SARIF into a file', async () => {
      expect(await tool('check', '--reporter', 'sarif', '-o', 'out.sarif')).toMatchObject({ code: 1, stdout: '' })
      const log = await sarif()
      expect(log.runs).toHaveLength(1)
      const [run] = log.runs
      expect(run?.results.map(({ ruleId }) => ruleId)).toContain('streaming/no-split-decode')
      for (const { ruleId, ruleIndex } of run?.results ?? []) expect(run?.tool.driver.rules[ruleIndex]?.id).toBe(ruleId)
    })

    it('writes SARIF that is valid, also without findings, with failures and with unusual names', async () => {
      expect((await tool('check', 'src/clean.ts', '--reporter', 'sarif', '-o', 'out.sarif')).code).toBe(0)
      expect((await sarif()).runs[0]?.results).toEqual([])
      await project.write({ 'src/broken.ts': 'export const = 1\n', 'src/[id]/ä b%.ts': DECODE })
      expect((await tool('check', '--reporter', 'sarif', '-o', 'out.sarif')).code).toBe(2)
      const { runs } = await sarif()
      expect(schemaErrors('sarif-2.1.0', { version: '2.1.0', runs: [{ ...runs[0], tool: {} }] })).toEqual([
        "/runs/0/tool must have required property 'driver'",
      ])
      expect(runs[0]?.invocations).toMatchObject([
        { executionSuccessful: false, toolExecutionNotifications: [{ level: 'error' }] },
      ])
      const uris = runs[0]?.results.map(({ locations }) => locations[0]?.physicalLocation.artifactLocation.uri)
      expect(uris).toContain('src/%5Bid%5D/%C3%A4%20b%25.ts')
      for (const path of ['src/broken.ts', 'src/[id]']) await rm(join(project.folder, path), { recursive: true })
    })

    it('makes the folder of the report, and says in one line when it cannot', async () => {
      expect(await tool('check', '--reporter', 'json', '-o', 'out/of/reports/all.json')).toMatchObject({ code: 1 })
      expect(JSON.parse(await text('out/of/reports/all.json'))).toMatchObject({ tool: 'eslint-plugin-streaming' })
      const refused = await tool('check', '--reporter', 'json', '-o', 'out/of')
      expect(refused).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/^The report cannot be written to .+\n$/),
      })
    })

    it('says in one line that no rule is on, instead of praising the code', async () => {
      await project.write({ 'eslint.config.js': CONFIG.replace("extends: ['streaming/recommended'],", '') })
      expect(await tool('check')).toEqual({
        code: 2,
        stdout: '',
        stderr: expect.stringMatching(/^ESLint's config switches on no rule of streaming\/\* .+\n$/),
      })
    })

    it('says in one line that there is no config, and that git ignores everything', async () => {
      git('init')
      await project.write({ '.gitignore': '*\n' })
      expect(await tool('check')).toMatchObject({
        code: 2,
        stdout: '',
        stderr: 'Every file that matches is listed in .gitignore.\n',
      })
      await rm(join(project.folder, '.gitignore'))
      await rm(join(project.folder, 'eslint.config.js'))
      expect(await tool('check')).toMatchObject({
        code: 2,
        stdout: '',
        stderr: 'ESLint finds no eslint.config.js here. Make one as the README shows under "Start".\n',
      })
    })

    it('names a file that does not parse, and goes on with the others', async () => {
      await project.write({ 'src/broken.ts': 'export const = 1\n' })
      const { code, stdout } = await tool('check')
      expect(code).toBe(2)
      expect(stdout).toContain('Not linted src/broken.ts:1:13')
      expect(stdout).toContain('3 findings')
      await project.write({ 'src/broken.ts': '' })
    })

    it.each([
      [{ 'eslint.config.js': CONFIG.replace("'no-undef'", "'streaming/nothing'") }, /^ESLint could not run: .+\n$/],
      [{ 'eslint.config.js': 'export default [;\n' }, /^ESLint could not run: .+\n$/],
    ])('says in one line that the config is broken', async (files, line) => {
      await project.write(files)
      const { code, stderr, stdout } = await tool('check', 'src')
      expect(code).toBe(2)
      expect(stdout).toBe('')
      expect(stderr).toMatch(line)
    })

    it('says in one line that a path matches nothing', async () => {
      expect(await tool('check', 'nowhere')).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/^No files matching .*nowhere.*\n$/),
      })
    })
  })

  describe('fix', () => {
    it('shows a diff and changes nothing', async () => {
      const { code, stdout } = await tool('fix', 'no-split-decode')
      expect(code).toBe(0)
      expect(stdout).toContain('--- a/src/decode.ts\n+++ b/src/decode.ts\n')
      expect(stdout).toContain('+  for await (const chunk of stream) text += decoder.decode(chunk, { stream: true })')
      expect(stdout).toContain('1 file to change. Apply it with --write.')
      expect(await text('src/decode.ts')).toBe(DECODE)
    })

    it('applies fixes and first suggestions of the named rules only, and a second run changes nothing', async () => {
      expect(await tool('fix', 'no-split-decode', 'require-response-check', '--write')).toMatchObject({
        code: 0,
        stdout: '2 files changed.\n',
      })
      expect(await text('src/decode.ts')).toBe(DECODED)
      const checked = await text('src/check.ts')
      expect(checked).toContain('if (!response.ok)')
      expect(checked).toContain('} catch {}')
      expect(await tool('fix', 'no-split-decode', 'require-response-check', '--write')).toMatchObject({
        code: 0,
        stdout: '0 files changed.\n',
      })
    })

    it('only says with --check whether something would change', async () => {
      expect(await tool('fix', 'all', 'src/decode.ts', '--check')).toMatchObject({
        code: 1,
        stdout: 'src/decode.ts would change\n1 file to change.\n',
      })
      expect((await tool('fix', 'all', 'src/clean.ts', '--check')).code).toBe(0)
    })

    it('keeps the byte order mark, line endings and mode of a file', async () => {
      const own = `\uFEFF${DECODE.replaceAll('\n', '\r\n')}`
      await project.write({ 'src/decode.ts': own })
      await chmod(join(project.folder, 'src/decode.ts'), 0o755)
      await tool('fix', 'no-split-decode', 'src/decode.ts', '--write')
      expect(await text('src/decode.ts')).toBe(own.replace('decode(chunk)', 'decode(chunk, { stream: true })'))
    })

    it('does not write over changes that are not committed, unless it is told to', async () => {
      git('init')
      git('add', 'src', 'package.json', 'eslint.config.js')
      git('commit', '-m', 'all')
      await project.write({ 'src/decode.ts': `// mine\n${DECODE}` })
      const { code, stderr } = await tool('fix', 'no-split-decode', '--write')
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: 'Commit or stash first, or use --force: src/decode.ts has changes.\n',
      })
      expect(await text('src/decode.ts')).toBe(`// mine\n${DECODE}`)
      expect((await tool('fix', 'no-split-decode', '--write', '--force')).code).toBe(0)
      expect(await text('src/decode.ts')).toBe(`// mine\n${DECODED}`)
    })
  })
})
