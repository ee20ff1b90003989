import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { ESLint } from 'eslint'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import nodes from '../../fixtures/hosts/nodes/package.json' with { type: 'json' }
import packageJson from '../../package.json' with { type: 'json' }
import { ROOT } from '../repository.ts'
import type { NewProject } from './new-project.ts'
import { newProject } from './new-project.ts'
import { SMOKE_FILES, SMOKE_PLACES, SMOKE_SOURCES } from './smoke-project.ts'

/** Copies of ours, so that they take the TypeScript of the project. */
const TYPESCRIPT_ESLINT = ['parser', 'project-service', 'tsconfig-utils', 'typescript-estree'].map(
  (name) => `@typescript-eslint/${name}`,
)
const PACKAGES = [
  ...['eslint', 'svelte', 'svelte-eslint-parser', 'ts-api-utils', 'typescript', 'vue-eslint-parser'],
  ...TYPESCRIPT_ESLINT,
]

const ESLINTS = [
  { version: '9.22.0', hosts: ['eslint-9'] },
  { version: '9.39.5', hosts: ['eslint-9-last'] },
  { version: packageJson.devDependencies.eslint, hosts: [] },
]
const TYPESCRIPTS = [
  { version: '5.0.4', hosts: ['typescript-5.0'] },
  { version: '5.9.3', hosts: ['typescript-5.9'] },
  { version: packageJson.devDependencies.typescript, hosts: [] },
]
/** Each Node by the path of its program; they are there for one platform only, and installed apart. */
const NODES = Object.entries(nodes.optionalDependencies).map(([name, wanted]) => {
  const program = join(ROOT, 'fixtures/hosts/nodes/node_modules', name, 'bin/node')
  const isMissing = !existsSync(program)
  const hint = isMissing && process.env['CI'] === undefined ? ' (missing: npm ci --prefix fixtures/hosts/nodes)' : ''
  return { version: wanted.replace(/^.*@/, ''), program, isSkipped: hint !== '', hint }
})

/** Makes the smoke project with other versions than ours. */
async function smokeProject(hosts: readonly string[]): Promise<NewProject> {
  const project = await newProject(PACKAGES, ...hosts)
  await project.write(SMOKE_FILES)
  return project
}

/** The reports of ESLint on the smoke project, as `Place`s, and the files whose parser brought types. */
async function lint(project: NewProject, node: string, config: string): Promise<{ places: string[]; typed: string[] }> {
  const args = ['node_modules/eslint/bin/eslint.js', '-f', 'json', '-c', config, 'src']
  const { stdout, stderr } = await project.run(node, ...args)
  expect(stderr).toBe('')
  const messages = (JSON.parse(stdout) as ESLint.LintResult[]).flatMap(({ filePath, messages: found }) =>
    found.map((it) => ({ ...it, path: filePath.slice(project.folder.length + 1).replaceAll('\\', '/') })),
  )
  const places = messages.map(({ path, line, ruleId, messageId, message }) => ({
    isOurs: ruleId !== 'host/types',
    path,
    // A file that does not parse has no message id.
    place: `${path}:${line} ${ruleId} ${messageId ?? message}`,
  }))
  return {
    places: places.flatMap(({ isOurs, place }) => (isOurs ? [place] : [])).sort(),
    typed: places.flatMap(({ isOurs, path }) => (isOurs ? [] : [path])).sort(),
  }
}

/** The findings of the tool on the smoke project, as `Place`s without the message's id. */
async function check(project: NewProject, node: string): Promise<string[]> {
  const tool = 'node_modules/eslint-plugin-streaming/dist/cli.js'
  const { stdout, stderr } = await project.run(node, tool, 'check', 'src', '--reporter', 'json')
  expect(stderr).toBe('')
  const { findings } = JSON.parse(stdout) as { findings: { path: string; line: number; rule: string }[] }
  return findings.map(({ path, line, rule }) => `${path}:${line} streaming/${rule}`).sort()
}

const withoutMessage = (place: string): string => place.replace(/ \w+$/, '')
const untyped = { places: SMOKE_PLACES, typed: [] }
const typed = { places: SMOKE_PLACES, typed: [...SMOKE_SOURCES].sort() }

describe.each(ESLINTS)('the smoke project with ESLint $version', ({ version, hosts }) => {
  let project: NewProject
  beforeAll(async () => {
    project = await smokeProject(hosts)
  })
  afterAll(() => project.remove())

  for (const { version: nodeVersion, program, isSkipped, hint } of NODES) {
    describe.skipIf(isSkipped)(`on Node ${nodeVersion}${hint}`, () => {
      it('runs with both', async () => {
        expect(await project.run(program, '--version')).toMatchObject({ stdout: `v${nodeVersion}\n` })
        const eslint = await project.run(program, 'node_modules/eslint/bin/eslint.js', '--version')
        expect(eslint).toMatchObject({ stdout: `v${version}\n` })
      })

      it('finds the same without types, with types, and by the tool', async () => {
        expect(await lint(project, program, 'untyped.config.js')).toEqual(untyped)
        expect(await lint(project, program, 'eslint.config.js')).toEqual(typed)
        expect(await check(project, program)).toEqual(SMOKE_PLACES.map(withoutMessage).sort())
      })
    })
  }
})

describe.each(TYPESCRIPTS)('the smoke project with TypeScript $version', ({ version, hosts }) => {
  let project: NewProject
  beforeAll(async () => {
    project = await smokeProject(hosts)
  })
  afterAll(() => project.remove())

  it('is parsed by it', async () => {
    const code = `console.log(require('node:module').createRequire(require.resolve('@typescript-eslint/typescript-estree'))('typescript').version)`
    expect(await project.node('--input-type=commonjs', '-e', code)).toMatchObject({ stdout: `${version}\n` })
  })

  it('has the same findings without types and with types', async () => {
    expect(await lint(project, process.execPath, 'untyped.config.js')).toEqual(untyped)
    expect(await lint(project, process.execPath, 'eslint.config.js')).toEqual(typed)
  })

  it('has its changes checked with it', async () => {
    const tool = 'node_modules/eslint-plugin-streaming/dist/cli.js'
    const { stdout, stderr } = await project.node(tool, 'fix', 'no-split-decode', 'src')
    expect(stderr).toBe('')
    expect(stdout).toContain(
      '+  for await (const chunk of response.body) text += decoder.decode(chunk, { stream: true })',
    )
  })
})
