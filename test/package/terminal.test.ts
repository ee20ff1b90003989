import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { NewProject } from './new-project.ts'
import { newProject } from './new-project.ts'
import { CTRL_C, hasTerminals, inTerminal } from './pseudo-terminal.ts'

const CONFIG = `import { defineConfig } from 'eslint/config'
import parser from '@typescript-eslint/parser'
import streaming from 'eslint-plugin-streaming'
export default defineConfig({
  files: ['**/*.ts'],
  languageOptions: { parser },
  plugins: { streaming },
  extends: ['streaming/recommended'],
})
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

const ERASE = '\r\u001b[K'
/** The last line of an open question; what stays of an answered one is shorter. */
const QUESTION = 'what was applied so far is kept'
const NAMES = ['a', 'b', 'c']

describe.skipIf(!hasTerminals())('in a terminal', () => {
  let project: NewProject

  beforeAll(async () => {
    project = await newProject(['eslint', '@typescript-eslint/parser', 'typescript'])
    await project.write({
      'package.json': JSON.stringify({ name: 'tool', private: true, type: 'module' }),
      'eslint.config.js': CONFIG,
    })
  })
  beforeEach(async () => {
    await rm(join(project.folder, 'src'), { recursive: true, force: true })
    await project.write(Object.fromEntries(NAMES.map((name) => [`src/${name}.ts`, DECODE])))
  })
  afterAll(() => project.remove())

  const start = (args: string, env?: NodeJS.ProcessEnv) =>
    inTerminal(project.folder, ['node_modules/eslint-plugin-streaming/dist/cli.js', ...args.split(' ')], env)
  const texts = () => Promise.all(NAMES.map((name) => readFile(join(project.folder, `src/${name}.ts`), 'utf8')))

  it('previews in colours, with a progress line that is gone at the end', async () => {
    const { code, screen } = await start('fix no-split-decode').end()
    expect(code).toBe(0)
    expect(screen).toContain(`${ERASE}Linting file 1  `)
    expect(screen).toContain(
      '\u001b[32m+  for await (const chunk of stream) text += decoder.decode(chunk, { stream: true })',
    )
    expect(screen.slice(screen.lastIndexOf(ERASE))).not.toMatch(/Linting|Fixing|Checking/)
    expect(await texts()).toEqual([DECODE, DECODE, DECODE])
  })

  it.each([
    ['check src --no-progress', {}],
    ['check src', { CI: 'true' }],
  ])('shows no progress: %s %o', async (args, env) => {
    const { code, screen } = await start(args, env).end()
    expect(code).toBe(1)
    expect(screen).toContain('3 findings')
    expect(screen).not.toContain(ERASE)
  })

  it('asks about each change, and keeps what was accepted when it is told to quit', async () => {
    const run = start('fix no-split-decode src --interactive --write')
    await run.press('n', QUESTION)
    await run.press('y', QUESTION)
    await run.press('q', QUESTION)
    const { code, screen } = await run.end()
    expect(screen).toContain('src/b.ts:4:45')
    expect(code).toBe(0)
    expect(await texts()).toEqual([DECODE, DECODED, DECODE])
  })

  it('applies all that follow without asking', async () => {
    const run = start('fix no-split-decode src --interactive --write')
    await run.press('a', QUESTION)
    expect((await run.end()).code).toBe(0)
    expect(await texts()).toEqual([DECODED, DECODED, DECODED])
  })

  it('changes nothing after Ctrl-C at a question', async () => {
    const run = start('fix no-split-decode src -i --write')
    await run.press('y', QUESTION)
    await run.press(CTRL_C, QUESTION)
    const { code, screen } = await run.end()
    expect(code).toBe(130)
    expect(screen).toContain('Interrupted. No file was changed.')
    expect(await texts()).toEqual([DECODE, DECODE, DECODE])
  })

  it('changes nothing after Ctrl-C at work', async () => {
    await project.write(Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`src/many/${at}.ts`, DECODE])))
    const run = start('fix no-split-decode src --write')
    await run.press(CTRL_C, 'Linting file')
    expect((await run.end()).code).toBe(130)
    expect(await texts()).toEqual([DECODE, DECODE, DECODE])
    expect((await readdir(join(project.folder, 'src/many'))).filter((name) => !/^\d+\.ts$/.test(name))).toEqual([])
  })

  it('refuses to ask where nobody sits', async () => {
    const refused = await project.node(
      'node_modules/eslint-plugin-streaming/dist/cli.js',
      ...'fix no-split-decode src --interactive --write'.split(' '),
    )
    expect(refused).toEqual({
      code: 2,
      stdout: '',
      stderr: 'Option --interactive asks questions, and this is no terminal.\n',
    })
  })
})
