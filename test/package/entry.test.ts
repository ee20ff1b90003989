import { readFile, readdir } from 'node:fs/promises'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import built from 'eslint-plugin-streaming'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { StreamingPlugin } from '../../src/index.ts'
import sources from '../../src/index.ts'
import type { StreamingRule } from '../../src/rule.ts'
import packageJson from '../../package.json' with { type: 'json' }
import { moduleImports } from '../module-imports.ts'
import { filesUnder } from '../repository.ts'
import type { NewProject } from './new-project.ts'
import { newProject } from './new-project.ts'

/** Prints what is loaded by the time that the plugin is there: our CommonJS modules, and every ES module that was resolved. */
const LIST_LOADED = `import { createRequire, register } from 'node:module'
const hook = \`export async function load(url, context, next) { console.log(url); return next(url, context) }\`
register('data:text/javascript,' + encodeURIComponent(hook))
const { default: plugin } = await import('eslint-plugin-streaming')
for (const rule of Object.values(plugin.rules)) {
  const text = rule.spec.terms.map(([term]) => term).join(' ')
  rule.create({ settings: {}, options: [], sourceCode: { text, ast: { type: 'Program' } } })
}
for (const path of Object.keys(createRequire(import.meta.url).cache)) console.log(path)
console.log(Object.keys(plugin.rules).length + ' rules')
`

/** Lints files one after the other and prints which of our files are loaded on demand by then. */
const LINT_ON = `import { createRequire } from 'node:module'
import { basename } from 'node:path'
import { Linter } from 'eslint'
import streaming from 'eslint-plugin-streaming'
const linter = new Linter({ configType: 'flat' })
const state = () => Object.keys(createRequire(import.meta.url).cache).map((path) => basename(path)).filter((name) => /^(?:engine|edits)\\.cjs$/.test(name))
const files = ['const a = 1', '// Speaks of an event-stream only.', 'export async function f() { const response = await fetch("/a"); let text = ""; for await (const chunk of response.body) text += chunk.toString(); return text }']
for (const file of files) {
  const findings = linter.verify(file, streaming.configs.strict, 'a.js').length
  console.log(JSON.stringify({ findings, loaded: state() }))
}
`

describe('the published entry', () => {
  let project: NewProject

  beforeAll(async () => {
    project = await newProject(['eslint', 'typescript', 'ts-morph', '@typescript-eslint/utils'])
    await project.write({
      'package.json': JSON.stringify({ name: 'new-project' }),
      'loaded.mjs': LIST_LOADED,
      'lint-on.mjs': LINT_ON,
    })
  })

  afterAll(() => project.remove())

  it('loads nothing but itself, although linter, compiler and printer are there', async () => {
    const { code, stdout, stderr } = await project.node('loaded.mjs')
    expect(stderr).toBe('')
    expect(code).toBe(0)
    const lines = stdout.trim().split('\n')
    expect(lines.pop()).toBe(`${filesUnder('rules', '.ts').length} rules`)
    const files = lines.filter((line) => !line.startsWith('node:') && !line.endsWith('/loaded.mjs'))
    const names = files.map((line) => line.replace(/^.*\/node_modules\//, ''))
    expect(names).toEqual(['eslint-plugin-streaming/dist/index.js'])
  })

  it('loads what finds with the first file that holds a term, and the edits with the first finding', async () => {
    const { stdout, stderr } = await project.node('lint-on.mjs')
    expect(stderr).toBe('')
    const states = stdout.trim().split('\n')
    expect(states.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { findings: 0, loaded: [] },
      { findings: 0, loaded: ['engine.cjs'] },
      { loaded: ['engine.cjs', 'edits.cjs'] },
    ])
    expect(states[2]).not.toContain('"findings":0')
  })

  it('needs no Node that can require ES modules', async () => {
    const { stdout, stderr } = await project.node('--no-experimental-require-module', 'lint-on.mjs')
    expect(stderr).toBe('')
    expect(stdout).toContain('"loaded":["engine.cjs","edits.cjs"]')
  })

  it('says of every rule what the sources say', () => {
    const said = (rules: StreamingPlugin['rules']): unknown =>
      Object.values(rules).map((rule) => {
        const { find, ...spec } = (rule as StreamingRule).spec
        return { spec, meta: rule.meta, finds: typeof find }
      })
    expect(said(built.rules)).toEqual(said(sources.rules))
  })

  it('names only built-in modules in its imports', async () => {
    const dist = join(project.folder, 'node_modules/eslint-plugin-streaming/dist')
    const files = (await readdir(dist)).filter((name) => /\.c?js$/.test(name) && name !== 'cli.js')
    expect(files).toEqual(expect.arrayContaining(['edits.cjs', 'engine.cjs', 'index.js']))
    const named = await Promise.all(
      files.map(async (name) => {
        const code = await readFile(join(dist, name), 'utf8')
        const required = [...code.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, specifier]) => specifier as string)
        return [...required, ...moduleImports('index.js', code).map(({ specifier }) => specifier)]
      }),
    )
    const names = named.flat().filter((name) => !files.includes(name.replace(/^\.\//, '')))
    expect(names).toContain('node:fs')
    const allowed = (name: string): boolean =>
      isBuiltin(name) || name.replace(/^((?:@[^/]+\/)?[^/]+).*/, '$1') in packageJson.dependencies
    expect(names.filter((name) => !allowed(name))).toEqual([])
  })

  it('names only ESLint in its types', async () => {
    const types = await readFile(join(project.folder, 'node_modules/eslint-plugin-streaming/dist/index.d.ts'), 'utf8')
    expect(moduleImports('index.d.ts', types)).toEqual([{ specifier: 'eslint', isType: true }])
  })
})
