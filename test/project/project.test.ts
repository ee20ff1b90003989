import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, posix, resolve, win32 } from 'node:path'
import { describe, expect, it } from 'vitest'
import { toPosixPath } from '../../src/project/posix-path.ts'
import { projectOf, projectsOf } from '../../src/project/project.ts'
import { MemoryFiles } from './memory-files.ts'

/** Projects over files in memory; paths are written from the repository's root, which is `/repo`. */
function repository(texts: Record<string, unknown>) {
  const files = new MemoryFiles(
    Object.fromEntries(Object.entries(texts).map(([path, content]) => [`/repo/${path}`, content])),
  )
  const clock = { time: 0 }
  const of = projectsOf(files, () => clock.time)
  return { files, clock, of: (path: string) => of(`/repo/${path}`) }
}

const installed = (version: string, rest: object = {}) => ({ name: 'x', version, ...rest })

describe('the project of a file', () => {
  it('is the folder of the nearest package.json', () => {
    const { of } = repository({
      'package.json': { name: 'outer', dependencies: { koa: '^3' } },
      'app/package.json': { name: 'app', dependencies: { express: '^4' } },
    })
    expect(of('app/src/api/chat.ts').root).toBe('/repo/app')
    expect(of('other/chat.ts').root).toBe('/repo')
    expect(of('package.json').root).toBe('/repo')
  })

  it('is nothing at all for files without a package.json or without a path', () => {
    const { of, files } = repository({ 'a.ts': '' })
    for (const project of [
      of('a.ts'),
      projectsOf(files)('<input>'),
      projectsOf(files)('a.ts'),
      projectsOf(files)(''),
    ]) {
      expect(project.root).toBeUndefined()
      expect(project.isKnown).toBe(false)
      expect(project.has('express')).toBe(false)
      expect(project.ships('express')).toBe(false)
      expect(project.lists('express')).toBe(false)
      expect(project.major('express')).toBeUndefined()
      expect(project.hasCommonJsBuild('express')).toBeUndefined()
      expect(project.isModule).toBe(false)
      expect(project.nodeRange).toBeUndefined()
      expect(project.packageManager).toBe('npm')
    }
  })

  it('does not look beyond the repository', () => {
    const files = new MemoryFiles({ '/package.json': { name: 'home' }, '/repo/.git/HEAD': '', '/repo/src/a.ts': '' })
    expect(projectsOf(files)('/repo/src/a.ts').root).toBeUndefined()
    files.write('/repo/package.json', { name: 'repo' })
    expect(projectsOf(files)('/repo/src/a.ts').root).toBe('/repo')
  })

  it('passes over a package.json that only says how its folder is loaded', () => {
    const { of } = repository({
      'package.json': { name: 'app', dependencies: { express: '^4' } },
      'src/esm/package.json': { type: 'module' },
    })
    const project = of('src/esm/a.ts')
    expect(project.root).toBe('/repo')
    expect(project.has('express')).toBe(true)
    expect(project.isModule).toBe(true)
    expect(of('src/a.ts').isModule).toBe(false)
  })

  it('takes such a package.json when there is no other', () => {
    const { of } = repository({ 'package.json': { type: 'module' } })
    expect(of('src/a.ts')).toMatchObject({ root: '/repo', isKnown: true, isModule: true })
  })

  it('is unknown when package.json cannot be read', () => {
    for (const text of ['{ "dependencies": {', '[]', 'null', '"text"', '']) {
      const { of } = repository({ 'package.json': text, 'node_modules/express/package.json': installed('4.1.0') })
      const project = of('src/a.ts')
      expect(project.root).toBe('/repo')
      expect(project.isKnown).toBe(false)
      expect(project.has('express')).toBe(false)
      expect(project.major('express')).toBeUndefined()
      expect(project.packageManager).toBe('npm')
    }
  })

  it('takes parts of a wrong type for missing', () => {
    const { of } = repository({
      'package.json': {
        type: 5,
        dependencies: ['express'],
        devDependencies: { koa: 5 },
        engines: '20',
        workspaces: 'x',
      },
    })
    const project = of('src/a.ts')
    expect(project.isModule).toBe(false)
    expect(project.has('express')).toBe(false)
    expect(project.has('koa')).toBe(true)
    expect(project.major('koa')).toBeUndefined()
    expect(project.nodeRange).toBeUndefined()
  })
})

describe('listed packages', () => {
  const { of } = repository({
    'package.json': {
      name: 'app',
      dependencies: { a: '1' },
      devDependencies: { b: '1' },
      peerDependencies: { c: '1' },
      optionalDependencies: { d: '1' },
    },
  })
  const project = of('src/a.ts')

  it.each(['a', 'b', 'c', 'd'])('has %s', (name) => expect(project.has(name)).toBe(true))
  it('has nothing else, not even what objects have by birth', () => {
    for (const name of ['e', '', 'constructor', 'toString', '__proto__']) expect(project.has(name)).toBe(false)
  })
  it('ships what production has for certain', () => {
    expect(['a', 'b', 'c', 'd'].filter((name) => project.ships(name))).toEqual(['a', 'c'])
  })
})

describe('a workspace', () => {
  const member = { name: 'api', dependencies: { express: '^5' } }

  it.each([
    [
      'package.json with a list',
      { 'package.json': { name: 'root', workspaces: ['*'], devDependencies: { pino: '10' } } },
    ],
    [
      'package.json with an object',
      { 'package.json': { name: 'root', workspaces: { packages: ['*'] }, devDependencies: { pino: '10' } } },
    ],
    [
      'pnpm-workspace.yaml',
      { 'package.json': { name: 'root', devDependencies: { pino: '10' } }, 'pnpm-workspace.yaml': 'packages: []' },
    ],
    ['lerna.json', { 'package.json': { name: 'root', devDependencies: { pino: '10' } }, 'lerna.json': '{}' }],
  ])('by %s shares the packages of its root', (_name, root) => {
    const { of } = repository({ ...root, 'packages/api/package.json': member })
    const project = of('packages/api/src/a.ts')
    expect(project.root).toBe('/repo/packages/api')
    expect(project.has('express')).toBe(true)
    expect(project.has('pino')).toBe(true)
    expect(project.lists('express')).toBe(true)
    expect(project.lists('pino')).toBe(false)
    expect(of('a.ts').has('express')).toBe(false)
  })

  it('is needed for that: a project that merely lies in another has its own packages only', () => {
    const { of } = repository({
      'package.json': { name: 'root', dependencies: { pino: '10' } },
      'examples/api/package.json': member,
    })
    expect(of('examples/api/a.ts').has('pino')).toBe(false)
  })

  it('ends at its root', () => {
    const { of } = repository({
      'package.json': { name: 'outer', workspaces: ['*'], dependencies: { koa: '3' } },
      'inner/package.json': { name: 'inner', workspaces: ['*'], dependencies: { pino: '10' } },
      'inner/api/package.json': member,
    })
    const project = of('inner/api/a.ts')
    expect(project.has('pino')).toBe(true)
    expect(project.has('koa')).toBe(false)
  })

  it('tells Node versions and package manager from its root', () => {
    const { of } = repository({
      'package.json': { name: 'root', workspaces: ['*'], engines: { node: '>=22.12' }, packageManager: 'pnpm@10.1.0' },
      'api/package.json': member,
    })
    expect(of('api/a.ts')).toMatchObject({ nodeRange: '>=22.12', packageManager: 'pnpm' })
  })
})

it('the package manager is told by the lock file when no field does', () => {
  for (const [file, manager] of [
    ['pnpm-lock.yaml', 'pnpm'],
    ['yarn.lock', 'yarn'],
    ['bun.lock', 'bun'],
    ['bun.lockb', 'bun'],
    ['package-lock.json', 'npm'],
  ] as const) {
    const { of } = repository({ 'package.json': { name: 'app', packageManager: 'unheard-of@1' }, [file]: '' })
    expect(of('a.ts').packageManager).toBe(manager)
  }
})

describe('the major version of a package', () => {
  const app = (range: string) => ({ name: 'app', dependencies: { express: range } })

  it('is that of the installed one', () => {
    const { of } = repository({
      'package.json': app('>=4'),
      'node_modules/express/package.json': installed('5.1.0'),
    })
    expect(of('src/a.ts').major('express')).toBe(5)
  })

  it('is found further up', () => {
    const { of } = repository({
      'package.json': { name: 'root', workspaces: ['*'] },
      'node_modules/express/package.json': installed('5.1.0'),
      'api/package.json': app('>=4'),
    })
    expect(of('api/src/a.ts').major('express')).toBe(5)
  })

  it('is read for scoped packages and prereleases', () => {
    const { of } = repository({
      'package.json': { name: 'app', dependencies: { '@nestjs/core': 'next' } },
      'node_modules/@nestjs/core/package.json': installed('12.0.0-alpha.1'),
    })
    expect(of('a.ts').major('@nestjs/core')).toBe(12)
  })

  it('is that of the range when nothing is installed and the range allows one major', () => {
    expect(
      repository({ 'package.json': app('^4.18.0') })
        .of('a.ts')
        .major('express'),
    ).toBe(4)
    for (const range of ['>=4', '^4 || ^5', '*', 'latest', 'catalog:', 'workspace:^4.0.0', 'https://example.com/x.tgz'])
      expect(
        repository({ 'package.json': app(range) })
          .of('a.ts')
          .major('express'),
      ).toBeUndefined()
  })

  it('does not come from a copy further up that the range excludes', () => {
    const texts = {
      'package.json': { name: 'root' },
      'node_modules/express/package.json': installed('4.22.3'),
      'examples/api/package.json': app('^5.1.0'),
    }
    expect(repository(texts).of('examples/api/a.ts').major('express')).toBe(5)
    const overridden = { ...texts, 'examples/api/node_modules/express/package.json': installed('6.0.0') }
    expect(repository(overridden).of('examples/api/a.ts').major('express')).toBe(6)
  })

  it('of a package that is not listed is looked for in the workspace only', () => {
    const texts = {
      'package.json': { name: 'root' },
      'node_modules/express/package.json': installed('4.22.3'),
      'examples/api/package.json': { name: 'api' },
    }
    expect(repository(texts).of('examples/api/a.ts').major('express')).toBeUndefined()
    const workspace = { ...texts, 'package.json': { name: 'root', workspaces: ['examples/*'] } }
    expect(repository(workspace).of('examples/api/a.ts').major('express')).toBe(4)
  })

  it('is unknown when the installed package.json makes no sense', () => {
    for (const broken of ['{', {}, { version: 4 }, { version: 'four' }]) {
      const { of } = repository({ 'package.json': app('>=4'), 'node_modules/express/package.json': broken })
      expect(of('a.ts').major('express')).toBeUndefined()
    }
  })
})

describe('a build for CommonJS', () => {
  it.each([
    ['nothing said', {}, true],
    ['main', { main: './index.js' }, true],
    ['main of a module', { main: './index.mjs' }, false],
    ['type module', { type: 'module', main: './index.js' }, false],
    ['type module with a .cjs main', { type: 'module', main: './index.cjs' }, true],
    ['exports of a module', { type: 'module', exports: './index.js' }, false],
    ['exports import only', { exports: { '.': { types: './index.d.ts', import: './index.mjs' } } }, false],
    ['exports default', { exports: { '.': { import: './index.mjs', default: './index.js' } } }, true],
    [
      'exports default .mjs',
      { exports: { '.': { default: './index.mjs' }, './package.json': './package.json' } },
      false,
    ],
    [
      'exports require',
      { type: 'module', exports: { '.': { import: './i.js', require: { types: './i.d.cts', default: './i.cjs' } } } },
      true,
    ],
    ['exports with a fallback list', { type: 'module', exports: { './x': [{ require: './x.cjs' }, './x.js'] } }, true],
  ])('%s', (_name, manifest, expected) => {
    const { of } = repository({
      'package.json': { name: 'app', dependencies: { x: '1' } },
      'node_modules/x/package.json': installed('1.0.0', manifest),
    })
    expect(of('a.ts').hasCommonJsBuild('x')).toBe(expected)
  })
})

describe('changes on disk', () => {
  it('are seen after half a second: changed, new and deleted package.json files', () => {
    const { files, clock, of } = repository({ 'package.json': { name: 'app' }, 'api/a.ts': '' })
    const before = of('api/a.ts')
    expect(before.has('express')).toBe(false)
    files.write('/repo/package.json', { name: 'app', dependencies: { express: '^4' } })
    clock.time = 400
    expect(of('api/a.ts')).toBe(before)
    clock.time = 500
    expect(of('api/a.ts').has('express')).toBe(true)
    files.write('/repo/api/package.json', { name: 'api', dependencies: { koa: '^3' } })
    clock.time = 1000
    expect(of('api/a.ts')).toMatchObject({ root: '/repo/api' })
    files.remove('/repo/api/package.json')
    clock.time = 1500
    expect(of('api/a.ts')).toMatchObject({ root: '/repo' })
  })

  it('are seen in node_modules too', () => {
    const { files, clock, of } = repository({ 'package.json': { name: 'app', dependencies: { express: '>=4' } } })
    expect(of('a.ts').major('express')).toBeUndefined()
    files.write('/repo/node_modules/express/package.json', installed('4.22.3'))
    clock.time = 500
    expect(of('a.ts').major('express')).toBe(4)
    files.write('/repo/node_modules/express/package.json', installed('5.1.0'))
    clock.time = 1000
    expect(of('a.ts').major('express')).toBe(5)
  })

  it('cost nothing while there are none', () => {
    const { files, clock, of } = repository({ 'package.json': { name: 'app', dependencies: { express: '^4' } } })
    const first = of('src/a.ts')
    first.major('express')
    const { stats, reads } = files
    clock.time = 499
    expect(of('src/b.ts')).toBe(first)
    expect(of('src/b.ts').major('express')).toBe(4)
    expect(files).toMatchObject({ stats, reads })
    clock.time = 5000
    expect(of('src/b.ts')).toBe(first)
    expect(files.reads).toBe(reads)
    expect(files.stats).toBeLessThanOrEqual(stats * 2)
  })
})

it.each([
  ['posix', posix, '/home/me/app'],
  ['win32', win32, 'C:\\me\\app'],
  ['a Windows share', win32, '\\\\server\\share\\app'],
])('paths of %s lead to the same answers', (_name, flavour, native) => {
  const at = (...names: string[]) => toPosixPath(flavour.join(native, ...names))
  const files = new MemoryFiles({
    [at('.git', 'HEAD')]: '',
    [at('package.json')]: { name: 'root', workspaces: ['packages/*'], dependencies: { pino: '^10' } },
    [at('packages', 'api', 'package.json')]: { name: 'api', type: 'module', dependencies: { express: '>=4' } },
    [at('node_modules', 'express', 'package.json')]: installed('5.1.0'),
  })
  const project = projectsOf(files)(flavour.join(native, 'packages', 'api', 'src', 'chat.ts'))
  expect(project.root).toBe(at('packages', 'api'))
  expect(project).toMatchObject({ isModule: true, isKnown: true })
  expect(project.has('pino')).toBe(true)
  expect(project.major('express')).toBe(5)
})

describe('on the real disk', () => {
  it('the fixture projects say what their package.json says', () => {
    const of = (name: string) => projectOf(resolve('fixtures/projects', name, 'src/virtual.ts'))
    expect(of('plain').root).toBe(toPosixPath(resolve('fixtures/projects/plain')))
    expect(of('plain').has('express')).toBe(false)
    expect(of('plain').major('express')).toBeUndefined()
    expect(of('plain').has('vitest')).toBe(false)
    expect(of('express4').major('express')).toBe(4)
    expect(of('express5').major('express')).toBe(5)
    expect(of('express-unknown').has('express')).toBe(true)
    expect(of('express-unknown').major('express')).toBeUndefined()
    expect(of('fastify5').major('fastify')).toBe(5)
    expect(of('next14').major('next')).toBe(14)
    expect(of('esm').isModule).toBe(true)
    expect(of('commonjs').isModule).toBe(false)
    expect(of('workspace/packages/api').has('pino')).toBe(true)
    expect(of('workspace/packages/api').has('react')).toBe(false)
  })

  it('an edit of package.json is seen', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'streaming-'))
    try {
      mkdirSync(join(folder, 'src'))
      // Whatever lies above the folder for temporary files does not count.
      mkdirSync(join(folder, '.git'))
      const file = join(folder, 'package.json')
      writeFileSync(file, '{"name":"a"}')
      const path = join(folder, 'src', 'a.ts')
      expect(projectOf(path).has('express')).toBe(false)
      writeFileSync(file, '{"name":"a","dependencies":{"express":"^4"}}')
      utimesSync(file, new Date(), new Date(Date.now() + 1000))
      await expect.poll(() => projectOf(path).has('express'), { timeout: 3000 }).toBe(true)
      rmSync(file)
      await expect.poll(() => projectOf(path).root, { timeout: 3000 }).toBeUndefined()
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
