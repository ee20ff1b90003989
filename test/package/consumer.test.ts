import type { ESLint } from 'eslint'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BROKEN_CODE, BROKEN_LINE, BROKEN_RULE } from './broken-code.ts'
import type { NewProject } from './new-project.ts'
import { newProject } from './new-project.ts'

const CONFIG = `import { defineConfig } from 'eslint/config'
import parser from '@typescript-eslint/parser'
import streaming from 'eslint-plugin-streaming'
export default defineConfig({
  files: ['**/*.{ts,tsx,mts,cts}'],
  languageOptions: { parser },
  plugins: { streaming },
  extends: ['streaming/recommended'],
})
`

const OWN_CONFIG = `import parser from '@typescript-eslint/parser'
import streaming from 'eslint-plugin-streaming'
export default [{ files: ['**/*.ts'], languageOptions: { parser } }, streaming.configs.strict]
`

/** As strict as TypeScript gets, and no declaration file goes unread. */
const TSCONFIG = {
  compilerOptions: {
    target: 'es2022',
    lib: ['es2023'],
    module: 'nodenext',
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    noEmit: true,
    types: [],
  },
  include: ['eslint.config.ts'],
}

describe.each([
  { version: '10', typescript: '6.0', hosts: [] },
  { version: '9.39', typescript: '5.9', hosts: ['eslint-9-last', 'typescript-5.9'] },
  { version: '9.22', typescript: '5.0', hosts: ['eslint-9', 'typescript-5.0'] },
])('a new project with ESLint $version and TypeScript $typescript', ({ version, typescript, hosts }) => {
  let project: NewProject

  beforeAll(async () => {
    project = await newProject(['eslint', '@typescript-eslint/parser', 'typescript'], ...hosts)
    await project.write({
      'package.json': JSON.stringify({ name: 'new-project', private: true, type: 'module' }),
      'src/read.ts': BROKEN_CODE,
      'data.json': '{}',
    })
  })

  afterAll(() => project.remove())

  async function lint(...args: string[]): Promise<{ rule: string | null; severity: number; line: number }[]> {
    const { stdout, stderr } = await project.node('node_modules/eslint/bin/eslint.js', '-f', 'json', ...args)
    expect(stderr).toBe('')
    const results = JSON.parse(stdout) as ESLint.LintResult[]
    return results.flatMap(({ messages }) =>
      messages.map(({ ruleId, severity, line }) => ({ rule: ruleId, severity, line })),
    )
  }

  const report = { rule: `streaming/${BROKEN_RULE}`, severity: 2, line: BROKEN_LINE }

  it('has the versions that it says', async () => {
    const eslint = await project.node('node_modules/eslint/bin/eslint.js', '--version')
    expect(eslint.stdout).toContain(`v${version}.`)
    const tsc = await project.node('node_modules/typescript/bin/tsc', '--version')
    expect(tsc.stdout).toContain(`Version ${typescript}.`)
  })

  it('lints with an eslint.config.js that extends the preset by name', async () => {
    await project.write({ 'eslint.config.js': CONFIG })
    expect(await lint('src')).toContainEqual(report)
  })

  it('lints with the preset as an object', async () => {
    await project.write({ 'own.config.js': OWN_CONFIG })
    expect(await lint('-c', 'own.config.js', 'src')).toContainEqual(report)
  })

  it('type-checks an eslint.config.ts, declaration files included', async () => {
    await project.write({ 'eslint.config.ts': CONFIG, 'tsconfig.json': JSON.stringify(TSCONFIG) })
    expect(await project.node('node_modules/typescript/bin/tsc', '-p', '.')).toMatchObject({ stdout: '', code: 0 })
  })
})
