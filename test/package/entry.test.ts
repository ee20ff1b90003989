import { readFile } from 'node:fs/promises'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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

describe('the published entry', () => {
  let project: NewProject

  beforeAll(async () => {
    project = await newProject(['eslint', 'typescript', 'ts-morph', '@typescript-eslint/utils'])
    await project.write({ 'package.json': JSON.stringify({ name: 'new-project' }), 'loaded.mjs': LIST_LOADED })
  })

  afterAll(() => project.remove())

  it('loads nothing but itself, although linter, compiler and printer are there', async () => {
    const { code, stdout, stderr } = await project.node('loaded.mjs')
    expect(stderr).toBe('')
    expect(code).toBe(0)
    const lines = stdout.trim().split('\n')
    expect(lines.pop()).toBe(`${filesUnder('rules', '.ts').length} rules`)
    const files = lines.filter((line) => !line.startsWith('node:') && !line.endsWith('/loaded.mjs'))
    expect(files.map((line) => line.replace(/^.*\/node_modules\//, ''))).toEqual([
      'eslint-plugin-streaming/dist/index.js',
    ])
  })

  it('names only built-in modules in its imports', async () => {
    const code = await readFile(join(project.folder, 'node_modules/eslint-plugin-streaming/dist/index.js'), 'utf8')
    const names = moduleImports('index.js', code).map(({ specifier }) => specifier)
    const allowed = (name: string): boolean =>
      isBuiltin(name) || name.replace(/^((?:@[^/]+\/)?[^/]+).*/, '$1') in packageJson.dependencies
    expect(names.filter((name) => !allowed(name))).toEqual([])
  })

  it('names only ESLint in its types', async () => {
    const types = await readFile(join(project.folder, 'node_modules/eslint-plugin-streaming/dist/index.d.ts'), 'utf8')
    expect(moduleImports('index.d.ts', types)).toEqual([{ specifier: 'eslint', isType: true }])
  })
})
