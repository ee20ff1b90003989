import { afterEach, describe, expect, it } from 'vitest'
import { BROKEN_CODE } from './broken-code.ts'
import type { NewProject } from './new-project.ts'
import { newProject } from './new-project.ts'

const CONFIG = `import parser from '@typescript-eslint/parser'
import streaming from 'eslint-plugin-streaming'
export default [{ files: ['**/*.ts'], languageOptions: { parser } }, streaming.configs.recommended]
`

describe('findings that ESLint suppresses in bulk', () => {
  let project: NewProject
  afterEach(() => project.remove())

  /** A project whose findings of today are suppressed. */
  async function suppressed(...hosts: string[]): Promise<void> {
    project = await newProject(['eslint', '@typescript-eslint/parser', 'typescript'], ...hosts)
    await project.write({
      'package.json': JSON.stringify({ name: 'app', private: true, type: 'module' }),
      'eslint.config.js': CONFIG,
      'src/read.ts': BROKEN_CODE,
    })
    const eslint = await project.node('node_modules/eslint/bin/eslint.js', 'src', '--suppress-all')
    expect(eslint).toMatchObject({ code: 0, stdout: '', stderr: '' })
  }

  const tool = (...args: string[]) => project.node('node_modules/eslint-plugin-streaming/dist/cli.js', ...args)

  it('are none for the tool, until there are more', async () => {
    await suppressed()
    expect(await tool('check', 'src')).toEqual({ code: 0, stdout: 'No findings in 1 file.\n', stderr: '' })
    expect(await tool('fix', 'no-split-decode', 'src', '--check')).toMatchObject({ code: 0 })
    await project.write({ 'src/more.ts': BROKEN_CODE })
    expect(await tool('check', 'src')).toMatchObject({ code: 1, stdout: expect.not.stringContaining('src/read.ts') })
  })

  it('are found by the tool where ESLint keeps them to its own command, which it says', async () => {
    await suppressed('eslint-9-last')
    expect(await tool('check', 'src')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('src/read.ts'),
      stderr: expect.stringMatching(/^eslint-suppressions\.json is not heeded here: ESLint 9\.39\.\d+ keeps .+\n$/),
    })
  })
})
