import { describe, expect, it } from 'vitest'
import type { Edit } from '../../src/edits/edit.ts'
import { mayApplyUnasked, mayOffer } from '../../src/libraries/import-gate.ts'
import { DEFAULT_SETTINGS } from '../../src/settings.ts'
import { parseSource } from '../parse-source.ts'
import { memoryProject, PROJECT_ROOT } from '../project/memory-project.ts'

/** `apply`: by `--fix`. `offer`: only as a suggestion. `neither`. */
type Level = 'apply' | 'offer' | 'neither'

interface Where {
  readonly file?: string
  readonly manifest?: object
  readonly installed?: Readonly<Record<string, object>>
  readonly testFiles?: readonly string[]
}

const CHANGE = { range: [0, 0] as const, text: 'x' }

function importing(...modules: readonly string[]): Edit {
  return { changes: [CHANGE], imports: modules.map((module) => ({ module, local: 'x', changes: [CHANGE] })) }
}

function level(edit: Edit, code: string, { file = 'src/file.ts', manifest, installed, testFiles }: Where = {}): Level {
  const path = `${PROJECT_ROOT}/${file}`
  const edited = {
    source: parseSource(code, path),
    path,
    project: memoryProject(manifest, installed),
    settings: { ...DEFAULT_SETTINGS, testFiles },
  }
  const applies = mayApplyUnasked(edit, edited)
  const offers = mayOffer(edit, edited)
  // What may be done unasked may be offered.
  expect(offers || !applies).toBe(true)
  return applies ? 'apply' : offers ? 'offer' : 'neither'
}

const MODULE = { type: 'module' }
const NODE_CODE = `import { createReadStream } from 'node:fs'`

describe('an edit without new imports', () => {
  it('is applied anywhere', () => {
    for (const code of [``, `'use client'`, NODE_CODE]) {
      expect(level({ changes: [CHANGE] }, code)).toBe('apply')
      expect(level({ changes: [CHANGE], imports: [] }, code)).toBe('apply')
      const bound = { module: 'node:fs', local: 'fs', changes: [] }
      expect(level({ changes: [CHANGE], imports: [bound] }, code)).toBe('apply')
    }
  })
})

describe('files of the project', () => {
  it.each(['./log.ts', '../lib/log', '@/lib/log', '~/log', '#log', '$lib/log'])('%s', (module) => {
    expect(level(importing(module), `'use client'`)).toBe('apply')
  })
})

describe('modules of Node', () => {
  const edit = importing('node:stream/promises')

  it.each<[string, Level, string, Where?]>([
    ['beside another one', 'apply', NODE_CODE],
    ['in an Express server', 'apply', `import express from 'express'`],
    ['in a file with types of a server', 'apply', `import type { ServerResponse } from 'node:http'`],
    ['in a .cjs file', 'apply', ``, { file: 'src/file.cjs' }],
    ['in a script', 'apply', `#!/usr/bin/env node\n`],
    ['in a Next route that says so', 'apply', `export const runtime = 'nodejs'`],
    ['in a file that may be anything', 'offer', `export const a = 1`],
    ['in a file of a browser library', 'offer', ``, { manifest: { devDependencies: { '@types/node': '^20' } } }],
    ['in a server project', 'apply', ``, { manifest: { dependencies: { express: '^5' } } }],
    ['in a project that only tests with a server', 'offer', ``, { manifest: { devDependencies: { express: '^5' } } }],
    ['in a server project with pages', 'offer', ``, { manifest: { dependencies: { express: '^5', react: '^19' } } }],
    [
      'in a server project that builds pages',
      'offer',
      ``,
      { manifest: { dependencies: { express: '^5' }, devDependencies: { vite: '^7' } } },
    ],
    ['in a Next project', 'offer', ``, { manifest: { dependencies: { next: '^15', express: '^5' } } }],
    ['in a page with code for the server', 'offer', `import fs from 'fs'\nimport { useState } from 'react'`],
    ['in client code', 'neither', `'use client'`],
    [
      'in client code of a server project',
      'neither',
      `'use client'`,
      { manifest: { dependencies: { express: '^5' } } },
    ],
    ['in code that touches the page', 'neither', `document.title = 'x'`],
    ['in a component', 'neither', ``, { file: 'src/Chat.vue' }],
    ['at the edge', 'neither', `export const runtime = 'edge'`],
    ['at the edge, beside another one', 'neither', `import 'node:buffer'\nexport const runtime = 'edge'`],
    ['in a Worker', 'neither', `export default { fetch(request, env) {} }`],
  ])('%s: %s', (_name, expected, code, where) => {
    expect(level(edit, code, where)).toBe(expected)
    expect(level(importing('stream/promises'), code, where)).toBe(expected)
    expect(level(importing('./log.ts', 'node:stream/promises'), code, where)).toBe(expected)
  })

  it('that the file imports already are not new', () => {
    const code = `import { finished } from 'stream/promises'\nfinished(x)\nexport const runtime = 'edge'`
    expect(level(edit, code)).toBe('apply')
    expect(level(edit, code.replace('import', 'import type'))).toBe('neither')
    expect(level(importing('node:stream'), code)).toBe('neither')
  })
})

describe('packages', () => {
  it.each<[string, string, Level, Where]>([
    ['there', 'lru-cache', 'apply', { manifest: { dependencies: { 'lru-cache': '^11' } } }],
    ['there, a subpath', 'es-toolkit/function', 'apply', { manifest: { dependencies: { 'es-toolkit': '^1' } } }],
    ['a peer', 'lru-cache', 'apply', { manifest: { peerDependencies: { 'lru-cache': '^11' } } }],
    ['missing', 'lru-cache', 'offer', { manifest: { dependencies: { 'lru-cache-x': '^11' } } }],
    ['for development only', 'lru-cache', 'offer', { manifest: { devDependencies: { 'lru-cache': '^11' } } }],
    ['optional', 'lru-cache', 'offer', { manifest: { optionalDependencies: { 'lru-cache': '^11' } } }],
    ['too old', 'lru-cache', 'offer', { manifest: { dependencies: { 'lru-cache': '^6' } } }],
    ['unknown to the catalogue', 'left-pad', 'offer', { manifest: {} }],
    [
      'unknown to the catalogue, there',
      'left-pad',
      'apply',
      { manifest: { ...MODULE, dependencies: { 'left-pad': '1' } } },
    ],
    [
      'installed but not listed',
      'lru-cache',
      'offer',
      { manifest: {}, installed: { 'lru-cache': { version: '11.0.0' } } },
    ],
  ])('%s: %s', (_name, module, expected, where) => expect(level(importing(module), NODE_CODE, where)).toBe(expected))

  it('without a readable package.json are only offered', () => {
    const file = { source: parseSource(''), path: '<input>', project: memoryProject(), settings: DEFAULT_SETTINGS }
    expect(mayApplyUnasked(importing('lru-cache'), file)).toBe(false)
    expect(mayOffer(importing('lru-cache'), file)).toBe(true)
  })

  it('for development are there in tests and in what is built for pages', () => {
    const manifest = { ...MODULE, devDependencies: { msw: '^2', 'es-toolkit': '^1' } }
    expect(level(importing('msw'), ``, { file: 'src/chat.test.ts', manifest })).toBe('apply')
    expect(level(importing('msw'), ``, { file: 'src/chat.ts', manifest })).toBe('offer')
    expect(level(importing('msw'), ``, { file: 'src/chat.test.ts', manifest, testFiles: ['checks/**'] })).toBe('offer')
    expect(level(importing('es-toolkit/function'), `'use client'`, { manifest })).toBe('apply')
  })

  it('that the file imports already are there', () => {
    const code = `import { isNil } from 'es-toolkit/predicate'\nisNil(1)`
    expect(level(importing('es-toolkit/function'), code)).toBe('apply')
    expect(level(importing('es-toolkit/function'), code.replace('import', 'import type'))).toBe('offer')
    expect(level(importing('lru-cache'), code)).toBe('offer')
  })

  it('that run on Node only are not offered to pages and the edge', () => {
    const manifest = { dependencies: { split2: '^4', 'lru-cache': '^11' } }
    expect(level(importing('split2'), NODE_CODE, { manifest })).toBe('apply')
    for (const code of [`'use client'`, `export const runtime = 'edge'`]) {
      expect(level(importing('split2'), code, { manifest })).toBe('neither')
      expect(level(importing('lru-cache'), code, { manifest })).toBe('apply')
    }
  })
})

describe('packages that are ES modules only', () => {
  const edit = importing('p-map')
  const dependencies = { 'p-map': '^7.0.0' }

  it.each<[string, Level, string, Where]>([
    ['in a module project', 'apply', NODE_CODE, { manifest: { ...MODULE, dependencies } }],
    ['in .mts', 'apply', NODE_CODE, { file: 'src/file.mts', manifest: { dependencies } }],
    ['in a page', 'apply', `'use client'`, { manifest: { dependencies } }],
    ['in a Next project', 'apply', NODE_CODE, { manifest: { dependencies: { ...dependencies, next: '^15' } } }],
    ['in .ts that may be compiled to CommonJS', 'offer', NODE_CODE, { manifest: { dependencies } }],
    ['beside another one', 'apply', `import pLimit from 'p-limit'\npLimit(1)`, { manifest: { dependencies } }],
    ['in .cts', 'offer', NODE_CODE, { file: 'src/file.cts', manifest: { ...MODULE, dependencies } }],
    ['in .cjs', 'offer', ``, { file: 'src/file.cjs', manifest: { ...MODULE, dependencies } }],
    ['with require', 'offer', `const fs = require('fs')`, { file: 'src/file.js', manifest: { dependencies } }],
    [
      'in an older version that is CommonJS',
      'apply',
      NODE_CODE,
      { manifest: { dependencies: { 'p-map': '^4.0.0' } }, installed: { 'p-map': { version: '4.0.0' } } },
    ],
  ])('%s: %s', (_name, expected, code, where) => expect(level(edit, code, where)).toBe(expected))
})

describe('modules of one runtime or tool', () => {
  it.each(['cloudflare:workers', 'npm:p-map', 'https://example.com/x.js'])('%s is never imported', (module) => {
    expect(level(importing(module), NODE_CODE)).toBe('neither')
  })
  it('unless it is there', () => {
    expect(level(importing('cloudflare:workers'), `import { env } from 'cloudflare:workers'\nenv.x`)).toBe('apply')
  })
})

it('one import that is not certain holds back the whole edit', () => {
  const manifest = { ...MODULE, dependencies: { 'lru-cache': '^11' } }
  expect(level(importing('lru-cache', 'node:stream'), NODE_CODE, { manifest })).toBe('apply')
  expect(level(importing('lru-cache', 'p-map'), NODE_CODE, { manifest })).toBe('offer')
  expect(level(importing('lru-cache', 'node:stream'), `'use client'`, { manifest })).toBe('neither')
})
