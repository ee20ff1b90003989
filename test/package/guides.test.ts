import { readFileSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { schemaErrors } from '../json-schema.ts'
import type { CodeBlock } from '../markdown-code.ts'
import { readMarkdown, shellCommands } from '../markdown-code.ts'
import { ROOT } from '../repository.ts'
import type { NewProject, Outcome } from './new-project.ts'
import { newProject } from './new-project.ts'

/** A command of a guide, the exit code that it has in the project below, and what it says there. */
type Step = readonly [command: string, code: number, says: RegExp]

/** What a command does that is about the repository, so that the repository's own tests and CI run it. */
const IN_REPOSITORY = /^npm (?:ci|test|run \w+)$/
const INSTALL = /^npm install --save-dev (.+)$/

/** The guides, with the commands that they name for a user's project, in their order: each goes on where the one before it ended. */
const GUIDES: Readonly<Record<string, readonly Step[]>> = {
  'README.md': [
    ['npx eslint .', 1, /streaming\/no-unhandled-pipe[^]*1 error and 0 warnings potentially fixable/],
    ['npx eslint . --fix', 1, /^(?![^]*potentially fixable)[^]*2 problems/],
    ['npx eslint-plugin-streaming check', 1, /^Do this today/],
    ['npx eslint-plugin-streaming fix no-split-decode src', 0, /^0 files to change/],
    ['npx eslint-plugin-streaming fix all --interactive', 2, /this is no terminal/],
    [
      'npx eslint-plugin-streaming fix all --write',
      0,
      /^3 files changed\.\nNew packages in package\.json: run npm install\.$/m,
    ],
    ['npx eslint-plugin-streaming check', 0, /^No findings/],
    ['npx eslint-plugin-streaming fix all --write', 0, /^0 files changed/],
    ['npx oxlint src', 0, /0 errors/],
  ],
  'docs/getting-started.md': [
    ['npx eslint .', 1, /streaming\/no-unhandled-pipe/],
    ['npx eslint-plugin-streaming check', 1, /^Do this today/],
    ['npx eslint . --fix', 1, /^(?![^]*potentially fixable)[^]*2 problems/],
    [
      'npx eslint-plugin-streaming fix all',
      0,
      /^\+\+\+ b\/src\/send\.ts$[^]*3 files to change\. Apply it with --write/m,
    ],
    ['npx eslint-plugin-streaming fix all --write', 0, /^3 files changed/m],
  ],
  'docs/cli.md': [
    ['npx eslint-plugin-streaming check', 1, /^Do this today/],
    ['npx eslint-plugin-streaming list', 0, /^ {2}bounded-body/m],
    ['npx eslint-plugin-streaming fix no-split-decode src', 0, /^\+\+\+ b\/src\/read\.ts$[^]*1 file to change/m],
    ['npx eslint-plugin-streaming fix all --write', 0, /^3 files changed/m],
    ['npx eslint-plugin-streaming check --max-warnings 0', 0, /^No findings/],
    ['npx eslint-plugin-streaming check --reporter sarif -o streaming.sarif', 0, /^$/],
    ['npx eslint-plugin-streaming check --reporter github', 0, /^$/],
  ],
  'docs/ci.md': [
    ['npx eslint-plugin-streaming check --reporter github --max-warnings 0', 1, /^::error file=src\/read\.ts,line=5/],
    ['npx eslint . --suppress-all', 0, /^$/],
    ['npx eslint .', 0, /^$/],
    ['npx eslint . --prune-suppressions', 0, /^$/],
    ['npx eslint-plugin-streaming fix no-unhandled-pipe src --write', 0, /^0 files changed/],
    ['npx eslint-plugin-streaming fix bounded-body src --write', 0, /^0 files changed/],
  ],
  'docs/oxlint.md': [['npx oxlint src', 1, /streaming\(no-unhandled-pipe\)/]],
}

const READ = `export async function read(response: Response): Promise<string> {
  if (!response.ok || !response.body) throw new Error(String(response.status))
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of response.body) text += decoder.decode(chunk)
  return text
}
`
const SEND = `import { createReadStream } from 'node:fs'
import type { ServerResponse } from 'node:http'

export function send(path: string, res: ServerResponse): void {
  createReadStream(path).pipe(res)
}
`
const untyped = (code: string): string =>
  code.replaceAll(/import type .+\n|: (?:Response|Promise<string>|string|ServerResponse|void)/g, '')
const FILES = {
  'package.json': JSON.stringify({ name: 'app', private: true }),
  'src/read.ts': READ,
  'src/send.ts': SEND,
}

const blocksOf = (page: string): CodeBlock[] => readMarkdown(readFileSync(ROOT + page, 'utf8')).blocks
const commandsOf = (page: string): string[] =>
  blocksOf(page).flatMap((block) => (block.language === 'sh' ? shellCommands(block) : []))
const packagesOf = (page: string): string[] => commandsOf(page).flatMap((it) => INSTALL.exec(it)?.[1]?.split(' ') ?? [])
/** The packages that a page says to install, but for ours, which is there always; those of the README where it says nothing. */
const installedFor = (page: string): string[] =>
  (packagesOf(page).length > 0 ? packagesOf(page) : packagesOf('README.md')).filter(
    (it) => it !== 'eslint-plugin-streaming',
  )
const startConfig = blocksOf('README.md').find(({ code }) => code.startsWith('// eslint.config.mjs\n'))!.code

function outcomeOf({ code, stdout, stderr }: Outcome): { code: number | undefined; output: string } {
  return { code, output: stdout + stderr }
}

describe.skipIf(process.platform === 'win32')('the guides', () => {
  let project: NewProject
  beforeAll(async () => {
    project = await newProject([...new Set(Object.keys(GUIDES).flatMap(installedFor))])
  })
  beforeEach(async () => {
    for (const path of ['src', 'eslint.config.mjs', 'eslint-suppressions.json', '.oxlintrc.json', 'streaming.sarif'])
      await rm(join(project.folder, path), { recursive: true, force: true })
    await project.write(FILES)
  })
  afterAll(() => project.remove())

  /** Runs a line in a shell, as somebody would who typed it. */
  const type = async (line: string) => outcomeOf(await project.run('sh', '-c', line))

  it.each(Object.keys(GUIDES))('%s names the commands that are run here, and those of the repository', (page) => {
    const own = commandsOf(page).filter((it) => !IN_REPOSITORY.test(it) && !INSTALL.test(it))
    expect(own).toEqual(GUIDES[page]!.map(([command]) => command))
  })

  it.each(Object.entries(GUIDES))('%s can be followed to the letter', async (page, steps) => {
    const config = blocksOf(page).find(({ language, code }) => language === 'json' && code.includes('extends'))
    await project.write({
      'eslint.config.mjs': startConfig,
      ...(config === undefined ? {} : { '.oxlintrc.json': config.code }),
    })
    for (const [command, code, says] of steps)
      expect(await type(command), command).toEqual({ code, output: expect.stringMatching(says) })
  })

  it('begin with the same config', () => {
    expect(blocksOf('docs/getting-started.md').map(({ code }) => code)).toContain(startConfig)
  })

  const configs = Object.keys({ ...GUIDES, 'docs/settings.md': [] }).flatMap((page) =>
    blocksOf(page).map((block) => ({ ...block, page })),
  )

  it.each(configs.filter(({ language }) => language === 'js'))(
    '$page has a config in line $line that works',
    async ({ code }) => {
      // Where it brings no rules of its own, it stands beside those of the preset.
      const preset = code.includes("from 'eslint-plugin-streaming'") ? '' : '  streaming.configs.recommended,\n'
      await project.write({
        'block.mjs': code,
        'eslint.config.mjs': `import streaming from 'eslint-plugin-streaming'\nimport block from './block.mjs'\nexport default [\n${preset}  ...block,\n]\n`,
        'src/clean.js': 'export const clean = 1\n',
        'src/streams/send.js': untyped(SEND),
      })
      expect(await type('npx eslint src/clean.js')).toEqual({ code: 0, output: '' })
      const found = await type('npx eslint src/streams')
      expect(found).toEqual({ code: 1, output: expect.stringContaining('streaming/no-unhandled-pipe') })
    },
  )

  it.each(configs.filter(({ language }) => language === 'json'))(
    '$page has a config of oxlint in line $line that works',
    async ({ code }) => {
      await project.write({ '.oxlintrc.json': code })
      expect(await type('npx oxlint src')).toEqual({
        code: 1,
        output: expect.stringContaining('streaming(no-unhandled-pipe)'),
      })
    },
  )

  it.each(configs.filter(({ language }) => language === 'ts'))(
    '$page has code in line $line that is clean',
    async ({ code }) => {
      await project.write({ 'eslint.config.mjs': startConfig, 'src/block.ts': code })
      expect(await type('npx eslint src/block.ts --report-unused-disable-directives-severity error')).toEqual({
        code: 0,
        output: '',
      })
      expect(await type('npx eslint src/block.ts --no-inline-config')).toMatchObject({ code: 1 })
    },
  )

  describe('the workflow', () => {
    const [block] = blocksOf('docs/ci.md').filter(({ language }) => language === 'yaml')
    const workflow = parse(block!.code) as {
      jobs: { lint: { steps: { uses?: string; run?: string; if?: string; with?: Record<string, unknown> }[] } }
    }
    const { steps } = workflow.jobs.lint
    const runs = steps.flatMap(({ run }) => (run === undefined ? [] : [run]))

    it('is valid', () => {
      expect(schemaErrors('github-workflow', workflow)).toEqual([])
    })

    it.each([
      ['fails', 1, { ...FILES }],
      ['passes', 0, { 'src/read.ts': 'export {}\n', 'src/send.ts': 'export {}\n' }],
    ])('%s, and leaves a valid report for the upload', async (_, code, files) => {
      await project.write({ 'eslint.config.mjs': startConfig, ...files })
      const [install, ...checks] = runs
      expect(install).toBe('npm ci')
      expect(checks).toHaveLength(2)
      for (const run of checks) expect(await type(run), run).toMatchObject({ code })
      const upload = steps.find(({ uses }) => uses?.startsWith('github/codeql-action/upload-sarif@'))
      const log = JSON.parse(await readFile(join(project.folder, String(upload?.with?.['sarif_file'])), 'utf8')) as {
        runs: [{ results: object[] }]
      }
      expect(schemaErrors('sarif-2.1.0', log)).toEqual([])
      expect(log.runs[0].results.length > 0).toBe(code === 1)
    })

    it('uploads the report also when the lint has failed', () => {
      expect(steps.slice(-2).map((step) => step.if)).toEqual(['always()', 'always()'])
    })
  })
})
