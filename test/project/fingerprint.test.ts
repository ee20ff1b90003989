import { expect, it } from 'vitest'
import { fingerprintOf, hashOf } from '../../src/project/fingerprint.ts'
import { nativeModules } from '../../src/project/native-modules.ts'
import { FileTree } from '../../src/project/file-tree.ts'
import { ImportGraph } from '../../src/project/import-graph.ts'
import { Resolver } from '../../src/project/resolver.ts'
import { fixtureFile } from '../fixture-projects.ts'
import { MemoryFiles } from './memory-files.ts'

const FILES = {
  'package.json': { name: 'app' },
  'src/app.ts': "import express from 'express'\nimport { guard } from './guard'\nexpress().use(guard)",
  'src/guard.ts': "import { role } from './role'\nexport const guard = role",
  'src/role.ts': 'export const role = 1',
  'src/start.ts': "import './app'",
  'src/page.tsx': "import { Card } from './card'\nexport const Page = Card",
  'src/card.tsx': 'export const Card = 1',
  'app/api/chat/route.ts': 'export const POST = 1',
}

function hash(changes: Readonly<Record<string, unknown>> = {}, root = '/repo'): string {
  const native = nativeModules()
  if (native === undefined) throw new Error('The native modules are missing.')
  const files = new MemoryFiles()
  for (const [path, text] of Object.entries({ ...FILES, ...changes }))
    if (text !== undefined) files.write(`${root}/${path}`, text)
  const tree = new FileTree(root, false, true, files, () => 0)
  return hashOf({ tree, graph: new ImportGraph(tree, new Resolver(tree, native, root)) })
}

it.each(['src/app.ts', 'src/guard.ts', 'src/role.ts', 'src/start.ts', 'app/api/chat/route.ts', 'package.json'])(
  'changes with %s, and when it is removed',
  (path) => {
    const text = (FILES as Readonly<Record<string, unknown>>)[path]
    const changed = typeof text === 'string' ? `${text}\n// changed` : { name: 'other' }
    expect(hash({ [path]: changed })).not.toBe(hash())
    expect(hash({ [path]: undefined })).not.toBe(hash())
  },
)

it('stays with pages, wherever the project lies', () => {
  expect(hash({ 'src/page.tsx': 'changed', 'src/card.tsx': 'changed', 'src/new.tsx': '' })).toBe(hash())
  expect(hash({}, 'C:/work/app')).toBe(hash())
})

it('is the same each time', () => {
  const folder = fixtureFile('socketio-adapter', '')
  expect(fingerprintOf(folder)).toMatch(/^[0-9a-f]{64}$/)
  expect(fingerprintOf(folder)).toBe(fingerprintOf(folder))
  expect(fingerprintOf('relative/nowhere')).toBe('unknown')
})
