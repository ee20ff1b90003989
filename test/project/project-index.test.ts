import { posix, win32 } from 'node:path'
import { describe, expect, it } from 'vitest'
import { toPosixPath } from '../../src/project/posix-path.ts'
import type { FoundSources } from '../../src/project/project-index.ts'
import { memoryIndex } from './memory-index.ts'

const APP = { 'src/app.ts': "import express from 'express'\nconst app = express()\napp.use(guard)\n" }

function paths({ sources }: FoundSources): string[] {
  return sources.map(({ path }) => path.replace('/repo/', '')).sort()
}

describe('the files of a project', () => {
  it('are searched by terms, parsed, and know their parents and scopes', () => {
    const { index, source } = memoryIndex({
      ...APP,
      'src/other.js': 'app.use(x)',
      'src/none.ts': 'export const a = 1',
    }).from('src/none.ts')
    expect(paths(index.sourcesWith([['.use(']]))).toEqual(['src/app.ts', 'src/other.js'])
    expect(paths(index.sourcesWith([['.use('], ['express']]))).toEqual(['src/app.ts'])
    expect(index.sourceAt(source.path)).toBe(source)
    const app = index.sourceAt('/repo/src/app.ts')
    expect(app?.ast.body.map(({ type, parent }) => [type, parent.type])).toEqual([
      ['ImportDeclaration', 'Program'],
      ['VariableDeclaration', 'Program'],
      ['ExpressionStatement', 'Program'],
    ])
    expect(app?.scopes.scopes.some(({ variables }) => variables.some(({ name }) => name === 'app'))).toBe(true)
    expect(index.sourceAt('/repo/src/app.ts')).toBe(app)
    expect(index.sourceAt('/repo/src/nowhere.ts')).toBeUndefined()
  })

  it('are no dependencies, builds, declarations, tests, nor what is ignored', () => {
    const { index } = memoryIndex({
      ...APP,
      '.gitignore': 'generated/\n*.gen.ts\n/local\n!keep.gen.ts\n# comment\n\nsrc/**/tmp-*.ts\n',
      'node_modules/x/index.js': 'a.use(b)',
      'src/node_modules/x/index.js': 'a.use(b)',
      'dist/app.js': 'a.use(b)',
      'src/app.d.ts': 'a.use(b)',
      'src/app.test.ts': 'a.use(b)',
      'test/app.ts': 'a.use(b)',
      '.cache/app.ts': 'a.use(b)',
      'src/generated/app.ts': 'a.use(b)',
      'src/app.gen.ts': 'a.use(b)',
      'src/keep.gen.ts': 'a.use(b)',
      'local/app.ts': 'a.use(b)',
      'src/local/app.ts': 'a.use(b)',
      'src/a/b/tmp-1.ts': 'a.use(b)',
      'src/build/route.ts': 'a.use(b)',
      'src/sub/.gitignore': 'x.ts',
      'src/sub/x.ts': 'a.use(b)',
      'src/sub/y.ts': 'a.use(b)',
      'README.md': 'a.use(b)',
    }).from('src/app.ts')
    expect(paths(index.sourcesWith([['.use(']]))).toEqual([
      'src/app.ts',
      'src/build/route.ts',
      'src/keep.gen.ts',
      'src/local/app.ts',
      'src/sub/y.ts',
    ])
    expect(index.pathsWhere((path) => path.includes('/test/'))).toEqual(['/repo/test/app.ts'])
  })

  it('may be component files, whose scripts count where they stand', () => {
    const text = '<!-- <script>a.use(b)</script> -->\n<script setup lang="ts">\nconst x: string = a.use(b)\n</script>\n'
    const { index } = memoryIndex({
      ...APP,
      'src/a.vue': text,
      'src/b.svelte': '<script>a.use(c)</script>{#if x}',
    }).from('src/app.ts')
    const { sources } = index.sourcesWith([['.use(']])
    const vue = sources.find(({ path }) => path.endsWith('.vue'))
    expect(vue?.text).toBe(text)
    expect(vue?.ast.body).toHaveLength(1)
    expect(text.slice(...(vue?.ast.body[0]?.range ?? [0, 0]))).toBe('const x: string = a.use(b)')
    expect(sources).toHaveLength(3)
  })

  it('that do not parse are unknown, not an error', () => {
    const { index } = memoryIndex({ ...APP, 'src/broken.ts': 'app.use( {', 'src/fine.ts': 'const {' }).from(
      'src/app.ts',
    )
    expect(index.sourcesWith([['.use(']])).toMatchObject({ unreadable: ['/repo/src/broken.ts'] })
    expect(index.sourceAt('/repo/src/broken.ts')).toBeUndefined()
  })

  it('are those of the whole workspace, and else only of the project', () => {
    const texts = {
      'server/package.json': { name: 'server' },
      'server/src/app.ts': 'a.use(b)',
      'web/package.json': { name: 'web' },
      'web/app.ts': 'a.use(b)',
      'scripts/app.ts': 'a.use(b)',
      'esm/package.json': { type: 'module' },
      'esm/app.ts': 'a.use(b)',
    }
    const all = ['esm/app.ts', 'scripts/app.ts', 'server/src/app.ts', 'web/app.ts']
    const workspace = memoryIndex({ ...texts, 'package.json': { name: 'root', workspaces: ['*'] } })
    expect(paths(workspace.from('server/src/app.ts').index.sourcesWith([['.use(']]))).toEqual(all)
    const single = memoryIndex(texts)
    expect(paths(single.from('server/src/app.ts').index.sourcesWith([['.use(']]))).toEqual(['server/src/app.ts'])
    expect(paths(single.from('scripts/app.ts').index.sourcesWith([['.use(']]))).toEqual([
      'esm/app.ts',
      'scripts/app.ts',
    ])
    expect(single.from('scripts/app.ts').index.packageFolderOf('/repo/esm/app.ts')).toBe('/repo')
    expect(workspace.from('scripts/app.ts').index.packageFolderOf('/repo/web/app.ts')).toBe('/repo/web')
  })
})

describe('the linted file', () => {
  it('counts by its buffer', () => {
    const project = memoryIndex({ ...APP, 'src/b.ts': '' })
    expect(paths(project.from('src/app.ts', 'const x = 1').index.sourcesWith([['.use(']]))).toEqual([])
    expect(paths(project.from('src/b.ts', "import './app'\nz.use(1)").index.sourcesWith([['.use(']]))).toEqual([
      'src/app.ts',
      'src/b.ts',
    ])
    const { index } = project.from('src/b.ts', "import './app'")
    expect(paths(index.importersOf('/repo/src/app.ts'))).toEqual(['src/b.ts'])
    expect(paths(project.from('src/b.ts').index.importersOf('/repo/src/app.ts'))).toEqual([])
  })

  it('may be new, and not on disk yet', () => {
    const project = memoryIndex(APP)
    expect(paths(project.from('src/new.ts', 'a.use(b)').index.sourcesWith([['.use(']]))).toEqual([
      'src/app.ts',
      'src/new.ts',
    ])
    expect(paths(project.from('src/new.test.ts', 'a.use(b)').index.sourcesWith([['.use(']]))).toEqual(['src/app.ts'])
  })

  it('has answers of its own while it is not saved', () => {
    const project = memoryIndex({ ...APP, 'src/b.ts': 'let b' })
    let asked = 0
    const ask = (text?: string) => project.from('src/b.ts', text).index.remember('n', () => ++asked)
    expect([ask(), ask(), ask('let c'), ask()]).toEqual([1, 1, 2, 1])
  })

  it('shares the answers that neither of its texts concerns', () => {
    const project = memoryIndex({ ...APP, 'src/b.ts': 'let b' })
    let asked = 0
    const ask = (text: string | undefined, word: string) =>
      project.from('src/b.ts', text).index.remember(
        word,
        () => ++asked,
        (it) => it.includes(word),
      )
    expect([ask('let c', 'd'), ask('let e', 'd'), ask(undefined, 'd'), ask('let d', 'd')]).toEqual([1, 1, 1, 2])
    expect([ask(undefined, 'b'), ask('let c', 'b')]).toEqual([3, 4])
  })

  it('is asked about in its project and in the repository around it at once', () => {
    const project = memoryIndex({ ...APP, 'src/b.ts': 'let b' })
    const first = project.from('src/b.ts', 'let c')
    let asked = 0
    const ask = () => first.index.remember('n', () => ++asked)
    expect([ask(), ask()]).toEqual([1, 1])
  })
})

describe('changes on disk', () => {
  it('are seen after half a second: changed, new and deleted files', () => {
    const project = memoryIndex({ ...APP, 'src/asks.ts': '' })
    const { files, clock } = project
    const found = () => paths(project.from('src/asks.ts').index.sourcesWith([['.use(']]))
    expect(found()).toEqual(['src/app.ts'])
    files.write('/repo/src/new.ts', 'b.use(c)')
    clock.time = 499
    expect(found()).toEqual(['src/app.ts'])
    clock.time = 500
    expect(found()).toEqual(['src/app.ts', 'src/new.ts'])
    files.write('/repo/src/new.ts', 'nothing')
    clock.time = 1000
    expect(found()).toEqual(['src/app.ts'])
    files.write('/repo/src/new.ts', 'b.use(d)')
    files.write('/repo/.gitignore', 'app.ts')
    clock.time = 1500
    expect(found()).toEqual(['src/new.ts'])
    files.remove('/repo/src/new.ts')
    clock.time = 2000
    expect(found()).toEqual([])
  })

  it('drop the answers, and nothing else does', () => {
    const project = memoryIndex({ ...APP, 'src/b.ts': '' })
    const { files, clock } = project
    let asked = 0
    const ask = () => project.from('src/app.ts').index.remember('n', () => ++asked)
    ask()
    const { reads, lists } = files
    clock.time = 600
    expect(ask()).toBe(1)
    expect(files).toMatchObject({ reads: reads + 1, lists })
    files.write('/repo/src/b.ts', 'x')
    clock.time = 1200
    expect(ask()).toBe(2)
  })

  it('are not looked for within a run of the command line', () => {
    const project = memoryIndex(APP, '/repo', { isOneRun: true })
    const found = () => paths(project.from('src/app.ts').index.sourcesWith([['.use(']]))
    expect(found()).toEqual(['src/app.ts'])
    project.files.write('/repo/src/new.ts', 'b.use(c)')
    project.clock.time = 100_000
    expect(found()).toEqual(['src/app.ts'])
  })
})

describe('importers', () => {
  it('are found whatever the specifier looks like', () => {
    const { index } = memoryIndex({
      'src/routes/chat.ts': 'export default 1',
      'src/routes/index.ts': "export { default as chat } from './chat'",
      'src/a.ts': "import { chat } from './routes'",
      'src/b.ts': "const { chat } = require('./routes/index.js')",
      'src/c.ts': "const m = await import(/* webpackChunkName: 'x' */ './routes/chat.js')",
      'src/routes/d.ts': "import * as all from '.'",
      'src/routes/deep/e.ts': 'import "../chat"',
      'src/f.ts': "import chat from './chat'",
      'src/g.test.ts': "import chat from './routes/chat'",
      'src/broken.ts': "import chat from './routes/chat'; const {",
    }).from('src/a.ts')
    const chat = index.importersOf('/repo/src/routes/chat.ts')
    expect(paths(chat)).toEqual(['src/c.ts', 'src/routes/deep/e.ts', 'src/routes/index.ts'])
    expect(chat.unreadable).toEqual(['/repo/src/broken.ts'])
    expect(paths(index.importersOf('/repo/src/routes/index.ts'))).toEqual(['src/a.ts', 'src/b.ts', 'src/routes/d.ts'])
  })
})

describe('nothing is known', () => {
  it('without a native module', () => {
    expect(memoryIndex(APP, '/repo', { native: () => undefined }).at('src/app.ts').index).toBeUndefined()
  })

  it('without a project', () => {
    const project = memoryIndex(APP)
    project.files.remove('/repo/package.json')
    expect(project.at('src/app.ts').index).toBeUndefined()
  })
})

it.each([
  ['posix', posix, '/home/me/app'],
  ['win32', win32, 'C:\\me\\app'],
  ['a Windows share', win32, '\\\\server\\share\\app'],
])('paths of %s lead to the same answers', (_name, flavour, native) => {
  const root = toPosixPath(flavour.join(native))
  const { index, source } = memoryIndex(
    {
      'src/app.ts': "import './routes/chat.js'\napp.use(x)",
      'src/routes/chat.ts': "import '../app'",
      '.gitignore': 'x/',
    },
    root,
  ).from('src/app.ts')
  expect(index.root).toBe(root)
  expect(index.resolve(source, './routes/chat.js')).toBe(toPosixPath(flavour.join(native, 'src', 'routes', 'chat.ts')))
  expect(index.importersOf(`${root}/src/routes/chat.ts`).sources).toEqual([source])
  expect(index.sourcesWith([['.use(']]).sources).toEqual([source])
})
