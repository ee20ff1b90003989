import { chmod, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { NewProject } from './new-project.ts'
import { newProject } from './new-project.ts'

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

/** One error that `--fix` repairs, in the style of Prettier. */
const DECODE = `export async function read(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of stream) text += decoder.decode(chunk);
  return text;
}
`
const DECODED = DECODE.replace('decode(chunk)', 'decode(chunk, { stream: true })')

/** A decoder whose `decode` takes no second argument: the fix of the rule makes its type wrong. */
const STRICT_TYPES =
  'interface TextDecoder { decode(chunk: Uint8Array): string }\ndeclare var TextDecoder: { new (): TextDecoder }\n'

const FILES = {
  'package.json': JSON.stringify({ name: 'tool', private: true, type: 'module' }),
  'eslint.config.js': CONFIG,
  'src/a.ts': DECODE,
  'src/b.ts': DECODE,
}

/** What every test may have left. */
const LEFTOVERS = ['tsconfig.json', 'types.d.ts', '.prettierrc', 'pnpm-lock.yaml', 'src']

describe('fix, where something is in its way', () => {
  let project: NewProject

  beforeAll(async () => {
    project = await newProject(['eslint', '@typescript-eslint/parser', 'typescript', 'prettier'])
  })
  beforeEach(async () => {
    for (const path of LEFTOVERS) await rm(join(project.folder, path), { recursive: true, force: true })
    await project.write(FILES)
  })
  afterAll(() => project.remove())

  const fix = (...args: string[]) =>
    project.node('node_modules/eslint-plugin-streaming/dist/cli.js', 'fix', 'no-split-decode', ...args)
  const text = (path: string): Promise<string> => readFile(join(project.folder, path), 'utf8')

  it('goes on past a read-only file and one that does not parse', async () => {
    await project.write({ 'src/broken.ts': 'export const = 1\n' })
    await chmod(join(project.folder, 'src/a.ts'), 0o444)
    const { code, stderr } = await fix('--write')
    expect(code).toBe(2)
    expect(stderr).toMatch(/^src\/broken\.ts:1:13 .+$/m)
    expect(stderr).toMatch(/^.*src.a\.ts was not written: it is read-only; make it writable and run again$/m)
    expect(stderr.match(/^Types are not checked: no tsconfig\.json includes src\/a\.ts and 1 more\.$/m)).not.toBeNull()
    expect(await text('src/a.ts')).toBe(DECODE)
    expect(await text('src/b.ts')).toBe(DECODED)
  })

  it('leaves a file as it is whose types would be wrong, and says why', async () => {
    const compilerOptions = { target: 'es2022', module: 'nodenext', lib: ['es2022'], types: [], strict: true }
    await project.write({
      'tsconfig.json': JSON.stringify({ compilerOptions, include: ['src'] }),
      'src/types.d.ts': STRICT_TYPES,
      'src/b.ts': 'export const b: number = ""\n',
    })
    const { code, stdout, stderr } = await fix('--write')
    expect(stderr).toBe(
      'src/a.ts: left as it is, because its types would be wrong (4:67 Expected 1 arguments, but got 2.)\n',
    )
    expect({ code, stdout }).toEqual({ code: 2, stdout: '0 files changed.\n' })
    expect(await text('src/a.ts')).toBe(DECODE)
  })

  it.each(['gone.json', 'broken.json'])('says in one line that --tsconfig cannot be read: %s', async (name) => {
    await project.write({ 'broken.json': '{ "include": [' })
    expect(await fix('--tsconfig', name)).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(new RegExp(`^.*${name} cannot be read.*\\n$`)),
    })
  })

  it('formats what it changes as the project does', async () => {
    await project.write({
      '.prettierrc': '{ "semi": false, "singleQuote": true }',
      'src/b.ts': 'export const b  =  1\n',
    })
    expect((await fix('--write')).code).toBe(0)
    const formatted = DECODED.replaceAll(';', '').replace('""', "''").replace('(const chunk of stream) ', '$&\n    ')
    expect(await text('src/a.ts')).toBe(formatted.replaceAll(' \n', '\n'))
    expect(await text('src/b.ts')).toBe('export const b  =  1\n')
  })

  it('keeps its change when the formatter fails', async () => {
    await project.write({ '.prettierrc': '{ "semi": ' })
    const { code, stderr } = await fix('--write', 'src/a.ts')
    expect(code).toBe(0)
    expect(stderr).toMatch(/^src\/a\.ts is not formatted: .+$/m)
    expect(await text('src/a.ts')).toBe(DECODED)
  })

  it('says how to install new packages with the package manager of the project', async () => {
    await project.write({
      'pnpm-lock.yaml': '',
      'src/a.ts': `import OpenAI from 'openai'
const client = new OpenAI()
export function answers(prompts: string[]): Promise<unknown[]> {
  return Promise.all(prompts.map((input) => client.responses.create({ model: 'm', input })))
}
`,
    })
    const { stdout } = await project.node(
      'node_modules/eslint-plugin-streaming/dist/cli.js',
      ...['fix', 'no-unbounded-concurrency', '--write'],
    )
    expect(stdout).toContain('2 files changed.\nNew packages in package.json: run pnpm install.\n')
    expect(JSON.parse(await text('package.json'))).toHaveProperty(['dependencies', 'p-map'])
  })
})
