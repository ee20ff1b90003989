import { expect, it } from 'vitest'
import { moduleKind, packageOf } from '../../src/facts/module-name.ts'

it.each([
  ['node:fs', 'builtin', undefined],
  ['node:not-yet-known', 'builtin', undefined],
  ['fs', 'builtin', undefined],
  ['fs/promises', 'builtin', undefined],
  ['stream/web', 'builtin', undefined],
  ['express', 'package', 'express'],
  ['es-toolkit/function', 'package', 'es-toolkit'],
  ['@nestjs/core', 'package', '@nestjs/core'],
  ['@hono/node-server/serve-static', 'package', '@hono/node-server'],
  ['@scope', 'package', undefined],
  ['./fs', 'internal', undefined],
  ['../fs', 'internal', undefined],
  ['.', 'internal', undefined],
  ['/abs/fs', 'internal', undefined],
  ['#lib/fs', 'internal', undefined],
  ['@/lib/fs', 'internal', undefined],
  ['~/lib/fs', 'internal', undefined],
  ['$lib/fs', 'internal', undefined],
  ['cloudflare:workers', 'other', undefined],
  ['npm:express', 'other', undefined],
  ['https://example.com/x.js', 'other', undefined],
])('%s is %s', (specifier, kind, name) => {
  expect(moduleKind(specifier)).toBe(kind)
  expect(packageOf(specifier)).toBe(name)
})
