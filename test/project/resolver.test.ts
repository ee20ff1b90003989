import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { toPosixPath } from '../../src/project/posix-path.ts'
import { projectIndex } from '../../src/project/project-index.ts'
import { projectOf } from '../../src/project/project.ts'
import { DEFAULT_SETTINGS } from '../../src/settings.ts'
import { parseSource } from '../parse-source.ts'

const TEXTS: Readonly<Record<string, string>> = {
  '.git/HEAD': '',
  'package.json': '{"name":"root","workspaces":["packages/*"]}',
  'packages/api/package.json': '{"name":"@acme/api","imports":{"#lib/*":"./src/lib/*.ts"}}',
  'packages/api/tsconfig.json': '{"compilerOptions":{"paths":{"@app/*":["./src/*"],"@db":["./src/lib/db.ts"]}}}',
  'packages/api/src/app.ts': '',
  'packages/api/src/lib/db.ts': '',
  'packages/api/src/lib/index.ts': '',
  'packages/api/src/both.ts': '',
  'packages/api/src/both/index.ts': '',
  'packages/api/src/old.mts': '',
  'packages/api/src/page.vue': '<script></script>',
  'packages/broken/package.json': '{"name":"broken"}',
  'packages/broken/tsconfig.json': '{"extends":"./.svelte-kit/tsconfig.json"}',
  'packages/broken/src/app.ts': '',
  'packages/broken/src/lib/chat.ts': '',
  'packages/auth/package.json':
    '{"name":"@acme/auth","exports":{".":{"types":"./dist/index.d.ts","default":"./dist/index.js"},"./guard":"./dist/guard.js"}}',
  'packages/auth/src/index.ts': '',
  'packages/auth/src/guard.ts': '',
  'packages/auth/dist/index.js': '',
  'packages/log/package.json': '{"name":"log","main":"lib/main.js"}',
  'packages/log/src/main.ts': '',
  'node_modules/express/package.json': '{"name":"express","version":"5.0.0","main":"index.js"}',
  'node_modules/express/index.js': '',
}

let root = ''

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'streaming-'))
  for (const [path, text] of Object.entries(TEXTS)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  mkdirSync(join(root, 'node_modules/@acme'))
  symlinkSync(join(root, 'packages/auth'), join(root, 'node_modules/@acme/auth'), 'junction')
})

afterAll(() => rmSync(root, { recursive: true }))

it.each([
  ['packages/api/src/app.ts', './lib/db', 'packages/api/src/lib/db.ts'],
  ['packages/api/src/app.ts', './lib/db.js', 'packages/api/src/lib/db.ts'],
  ['packages/api/src/app.ts', './lib', 'packages/api/src/lib/index.ts'],
  ['packages/api/src/app.ts', './lib/', 'packages/api/src/lib/index.ts'],
  ['packages/api/src/lib/db.ts', '.', 'packages/api/src/lib/index.ts'],
  ['packages/api/src/app.ts', './both', 'packages/api/src/both.ts'],
  ['packages/api/src/app.ts', './old.mjs', 'packages/api/src/old.mts'],
  ['packages/api/src/app.ts', './page.vue', 'packages/api/src/page.vue'],
  ['packages/api/src/app.ts', './missing', undefined],
  ['packages/api/src/app.ts', '@app/lib/db.js', 'packages/api/src/lib/db.ts'],
  ['packages/api/src/app.ts', '@db', 'packages/api/src/lib/db.ts'],
  ['packages/api/src/app.ts', '#lib/db', 'packages/api/src/lib/db.ts'],
  ['packages/api/src/app.ts', '@acme/auth', 'packages/auth/src/index.ts'],
  ['packages/api/src/app.ts', '@acme/auth/guard', 'packages/auth/src/guard.ts'],
  ['packages/api/src/app.ts', 'log', 'packages/log/src/main.ts'],
  ['packages/api/src/app.ts', '@acme/unheard-of', undefined],
  ['packages/api/src/app.ts', 'express', undefined],
  ['packages/api/src/app.ts', 'node:fs', undefined],
  ['packages/api/src/app.ts', 'fs', undefined],
  ['packages/api/src/app.ts', 'https://example.com/x.js', undefined],
  ['packages/broken/src/app.ts', '$lib/chat', 'packages/broken/src/lib/chat.ts'],
  ['packages/broken/src/app.ts', '@acme/auth', 'packages/auth/src/index.ts'],
])('from %s, %s is %s', (from, specifier, expected) => {
  const source = parseSource('', toPosixPath(join(root, from)))
  const index = projectIndex({ source, project: projectOf(source.path), settings: DEFAULT_SETTINGS })
  expect(index?.root).toBe(toPosixPath(root))
  expect(index?.resolve(source, specifier)).toBe(expected === undefined ? undefined : toPosixPath(join(root, expected)))
})
