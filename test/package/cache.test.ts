import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ESLint } from 'eslint'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { NewProject } from './new-project.ts'
import { newProject } from './new-project.ts'

const RULE = 'streaming/require-socket-adapter'
const CONFIG = `import parser from '@typescript-eslint/parser'
import streaming from 'eslint-plugin-streaming'
export default [
  { files: ['**/*.ts'], languageOptions: { parser }, plugins: { streaming }, rules: { '${RULE}': 'error' } },
`
const ADAPTER = `import { createAdapter } from '@socket.io/redis-streams-adapter'
import { io } from './sockets.js'
export const scale = (redis: unknown) => io.adapter(createAdapter(redis))
`
const FILES = {
  'package.json': JSON.stringify({ name: 'app', private: true, type: 'module', dependencies: { 'socket.io': '^4' } }),
  'with.config.js': `${CONFIG}  streaming.project(import.meta.dirname),\n]\n`,
  'without.config.js': `${CONFIG}]\n`,
  'src/sockets.ts': "import { Server } from 'socket.io'\nexport const io = new Server()\n",
  'src/scale.ts': ADAPTER,
  'src/page.ts': 'export const title = 1\n',
}

let project: NewProject

beforeAll(async () => {
  project = await newProject(['eslint', '@typescript-eslint/parser', 'typescript'])
})

afterAll(() => project.remove())

/** The files that the rule reports, in order. */
async function lint(...args: string[]): Promise<string[]> {
  const { stdout, stderr } = await project.node(
    '--disable-warning=ESLintPoorConcurrencyWarning',
    'node_modules/eslint/bin/eslint.js',
    '-f',
    'json',
    'src',
    ...args,
  )
  expect(stderr).toBe('')
  return (JSON.parse(stdout) as ESLint.LintResult[])
    .filter(({ messages }) => messages.some(({ ruleId }) => ruleId === RULE))
    .map(({ filePath }) => filePath.slice(join(project.folder, 'src/').length))
}

async function fingerprint(): Promise<string> {
  const code = `import streaming from 'eslint-plugin-streaming'; console.log(streaming.project(process.cwd()).settings.streaming.fingerprint)`
  return (await project.node('--input-type=module', '-e', code)).stdout.trim()
}

describe('an answer that hangs on another file', () => {
  beforeEach(async () => {
    await rm(join(project.folder, '.eslintcache'), { force: true })
    await project.write(FILES)
  })

  it('is found anew by `streaming.project()` between two runs with a cache', async () => {
    const cached = ['-c', 'with.config.js', '--cache', '--cache-strategy', 'content']
    expect(await lint(...cached)).toEqual([])
    await rm(join(project.folder, 'src/scale.ts'))
    expect(await lint(...cached)).toEqual(['sockets.ts'])
    await project.write({ 'src/scale.ts': ADAPTER })
    expect(await lint(...cached)).toEqual([])
  })

  it('outlives the other file without it, as the documentation says', async () => {
    const cached = ['-c', 'without.config.js', '--cache', '--cache-strategy', 'content']
    expect(await lint(...cached)).toEqual([])
    await rm(join(project.folder, 'src/scale.ts'))
    expect(await lint(...cached)).toEqual([])
    expect(await lint('-c', 'without.config.js')).toEqual(['sockets.ts'])
  })

  it('is the same in several threads', async () => {
    const servers = Object.fromEntries(
      Array.from({ length: 24 }, (_, i) => [`src/server${i}.ts`, "import { Server } from 'socket.io'\nnew Server()\n"]),
    )
    await project.write(servers)
    expect(await lint('-c', 'with.config.js', '--concurrency', '2')).toEqual([])
    await rm(join(project.folder, 'src/scale.ts'))
    const alone = await lint('-c', 'with.config.js')
    expect(alone).toHaveLength(25)
    expect((await lint('-c', 'with.config.js', '--concurrency', '2')).sort()).toEqual(alone.sort())
    for (const path of Object.keys(servers)) await rm(join(project.folder, path))
  })

  it('has a fingerprint that files without servers leave alone', async () => {
    const first = await fingerprint()
    expect(first).toMatch(/^[0-9a-f]{64}$/)
    await project.write({ 'src/page.ts': 'export const title = 2\n', 'src/other.ts': 'export {}\n' })
    expect(await fingerprint()).toBe(first)
    await project.write({ 'src/scale.ts': ADAPTER.replace('scale', 'grow') })
    const second = await fingerprint()
    expect(second).not.toBe(first)
    await project.write({ 'src/scale.ts': ADAPTER })
    expect(await fingerprint()).toBe(first)
  })
})
