import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChangedText } from '../../src/codemods/type-check.ts'
import { checkTypes, readTsconfig } from '../../src/codemods/type-check.ts'
import { ROOT } from '../repository.ts'

const TSCONFIG = JSON.stringify({
  compilerOptions: { strict: true, module: 'nodenext', target: 'es2022', lib: ['es2022'], types: [] },
})
const A = 'export function a(): number {\n  return 1\n}\n'
const A_ASYNC = 'export async function a(): Promise<number> {\n  return 1\n}\n'
const B = "import { a } from './a.js'\nexport const b: number = a()\n"
const B_ASYNC = "import { a } from './a.js'\nexport const b: number = await a()\n"
const C = "import { a } from './a.js'\nexport const c: string = a().toFixed()\n"

describe('checkTypes', () => {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'streaming-types-'))
    await mkdir(join(folder, 'node_modules'))
    await symlink(join(ROOT, 'node_modules/typescript'), join(folder, 'node_modules/typescript'), 'junction')
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  async function write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await writeFile(join(folder, path), text)
    }
  }

  async function check(
    texts: Readonly<Record<string, string>>,
    options: { tsconfig?: string; packages?: string[]; isNew?: string[] } = {},
  ) {
    const changes = Object.entries(texts).map(([path, after]): ChangedText => ({
      absolutePath: join(folder, path),
      after,
      ...(options.isNew?.includes(path) === true ? { isNew: true } : {}),
    }))
    const tsconfig = options.tsconfig === undefined ? undefined : join(folder, options.tsconfig)
    const { rejected, unchecked, notes } = await checkTypes(changes, tsconfig, new Set(options.packages))
    const shown = (path: string) => path.slice(folder.length + 1).replaceAll('\\', '/')
    return {
      rejected: Object.fromEntries([...rejected].map(([path, reason]) => [shown(path), reason])),
      unchecked: unchecked.map(shown),
      notes,
    }
  }

  const CLEAN = { rejected: {}, unchecked: [], notes: [] }

  it('leaves out a file with a new error, and keeps the others', async () => {
    await write({ 'tsconfig.json': TSCONFIG, 'a.ts': A, 'd.ts': 'export const d = 1\n' })
    expect(await check({ 'a.ts': A.replace('return 1', "return 'x'"), 'd.ts': 'export const d = 2\n' })).toEqual({
      ...CLEAN,
      rejected: { 'a.ts': "2:3 Type 'string' is not assignable to type 'number'." },
    })
  })

  it('does not count what was wrong before, wherever it stands now', async () => {
    const wrong = 'export const x: number = true\n'
    await write({ 'tsconfig.json': TSCONFIG, 'a.ts': wrong })
    expect(await check({ 'a.ts': `// Moved.\n\n${wrong}` })).toEqual(CLEAN)
    expect((await check({ 'a.ts': `${wrong}export const y: number = true\n` })).rejected).toEqual({
      'a.ts': "2:14 Type 'boolean' is not assignable to type 'number'.",
    })
  })

  it('sees what a change does to files that import it', async () => {
    await write({ 'tsconfig.json': TSCONFIG, 'package.json': '{"type":"module"}', 'a.ts': A, 'b.ts': B, 'c.ts': C })
    expect((await check({ 'a.ts': A_ASYNC })).rejected).toEqual({
      'a.ts': expect.stringContaining("Type 'Promise<number>' is not assignable"),
    })
  })

  it('keeps changes that are right together', async () => {
    await write({ 'tsconfig.json': TSCONFIG, 'package.json': '{"type":"module"}', 'a.ts': A, 'b.ts': B })
    expect(await check({ 'a.ts': A_ASYNC, 'b.ts': B_ASYNC })).toEqual(CLEAN)
  })

  it('leaves out no more than it must', async () => {
    await write({ 'tsconfig.json': TSCONFIG, 'package.json': '{"type":"module"}', 'a.ts': A, 'b.ts': B, 'c.ts': C })
    const { rejected } = await check({ 'a.ts': A_ASYNC, 'b.ts': B_ASYNC, 'c.ts': `${C}export const d = 1\n` })
    // The change of a breaks c; b awaits a number then, which is allowed, and c is right again.
    expect(Object.keys(rejected)).toEqual(['a.ts'])
  })

  it('does not count packages that come with the run, nor what follows from them', async () => {
    await write({ 'tsconfig.json': TSCONFIG, 'package.json': '{"type":"module"}', 'a.ts': A })
    const after = `import pMap from 'p-map'\nexport const all = await pMap([1], (one) => one)\n${A}`
    expect(await check({ 'a.ts': after }, { packages: ['p-map'] })).toEqual(CLEAN)
    expect((await check({ 'a.ts': after })).rejected).toEqual({ 'a.ts': expect.stringContaining("'p-map'") })
    const wrong = after.replace('return 1', "return 'x'")
    expect((await check({ 'a.ts': wrong }, { packages: ['p-map'] })).rejected).toEqual({
      'a.ts': "4:3 Type 'string' is not assignable to type 'number'.",
    })
  })

  it('knows files that are not there yet', async () => {
    await write({ 'tsconfig.json': TSCONFIG, 'package.json': '{"type":"module"}', 'b.ts': 'export const b = 1\n' })
    const texts = { 'lib/a.ts': A, 'b.ts': B.replace('./a.js', './lib/a.js') }
    expect(await check(texts, { isNew: ['lib/a.ts'] })).toEqual(CLEAN)
    const { rejected } = await check({ ...texts, 'lib/a.ts': A.replace('1', "'x'") }, { isNew: ['lib/a.ts'] })
    expect(Object.keys(rejected).sort()).toEqual(['b.ts', 'lib/a.ts'])
  })

  it('takes the config that includes the file: the nearest, one that it refers to, or the one that is named', async () => {
    await write({
      'tsconfig.json': JSON.stringify({ files: [], references: [{ path: './tsconfig.app.json' }] }),
      'tsconfig.app.json': JSON.stringify({ compilerOptions: { strict: true, composite: true }, include: ['src'] }),
      'loose.json': JSON.stringify({ compilerOptions: { strict: false }, include: ['src'] }),
      'src/a.ts': 'export function length(text: string | null) {\n  return text?.length\n}\n',
    })
    const texts = { 'src/a.ts': 'export function length(text: string | null) {\n  return text.length\n}\n' }
    expect((await check(texts)).rejected).toEqual({ 'src/a.ts': "2:10 'text' is possibly 'null'." })
    expect(await check(texts, { tsconfig: 'loose.json' })).toEqual(CLEAN)
  })

  it('says which files nobody checks', async () => {
    await write({
      'x.ts': 'export {}',
      'y.js': 'export {}',
      'in/tsconfig.json': '{"include":["src"]}',
      'in/z.ts': 'export {}',
    })
    expect(await check({ 'x.ts': 'x', 'y.js': 'y', 'in/z.ts': 'z', 'page.vue': '' })).toEqual({
      ...CLEAN,
      unchecked: ['x.ts', 'in/z.ts'],
    })
  })

  it('has a TypeScript of its own, where the project has none or one that cannot be asked', async () => {
    await rm(join(folder, 'node_modules/typescript'))
    await write({
      'node_modules/typescript/index.js': 'module.exports = { versionMajorMinor: "7.0" }',
      'package.json': '{"type":"module"}',
      'tsconfig.json': TSCONFIG,
      'a.ts': A,
    })
    expect(await check({ 'a.ts': `${A}export const p = Promise.resolve(1)\n` })).toEqual(CLEAN)
    expect((await check({ 'a.ts': A_ASYNC.replace('1', "'x'") })).rejected).toEqual({
      'a.ts': "2:3 Type 'string' is not assignable to type 'number'.",
    })
  })

  it('says in one line that a tsconfig is broken', async () => {
    await write({ 'tsconfig.json': '{ "extends": "./gone.json" }', 'broken.json': '{ "include": [', 'a.ts': A })
    const { notes, rejected } = await check({ 'a.ts': A_ASYNC })
    expect(rejected).toEqual({})
    expect(notes).toEqual([])
    await expect(readTsconfig(join(folder, 'broken.json'))).rejects.toThrow(/broken\.json cannot be read: .+$/)
    await expect(readTsconfig(join(folder, 'gone.json'))).rejects.toThrow(/gone\.json/)
    await write({ 'tsconfig.json': '{ "include": [' })
    expect((await check({ 'a.ts': A_ASYNC })).notes).toEqual([
      expect.stringMatching(/tsconfig\.json cannot be read: .+$/),
    ])
  })
})
