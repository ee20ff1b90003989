import { describe, expect, it } from 'vitest'
import {
  importsEsModulePackage,
  isBundled,
  loadsFromCommonJs,
  moduleSystemOf,
} from '../../src/libraries/module-system.ts'
import { parseSource } from '../parse-source.ts'
import { memoryProject } from '../project/memory-project.ts'

const MODULE = { type: 'module' }

describe('the module system of a file', () => {
  it.each<[name: string, expected: string, path: string, code: string, manifest: object]>([
    ['.mts', 'esm', 'a.mts', `const fs = require('fs')`, {}],
    ['.mjs', 'esm', 'a.mjs', ``, {}],
    ['.cts', 'commonjs', 'a.cts', `import fs from 'fs'`, MODULE],
    ['.cjs', 'commonjs', 'a.cjs', ``, MODULE],
    ['.ts in a module project', 'esm', 'a.ts', `import fs from 'fs'`, MODULE],
    ['.js in a module project', 'esm', 'a.js', `await import('x')`, MODULE],
    ['.ts with imports, compiled we know not how', 'unknown', 'a.ts', `import fs from 'fs'`, {}],
    ['.ts with exports only', 'unknown', 'a.ts', `export const a = 1`, { type: 'commonjs' }],
    ['.js with require', 'commonjs', 'a.js', `const fs = require('fs')`, {}],
    ['.js with neither', 'unknown', 'a.js', `console.log(1)`, {}],
    ['a page', 'esm', 'a.tsx', `import { useState } from 'react'`, {}],
    ['a component', 'esm', 'a.vue', `import fs from 'fs'`, {}],
    ['a Worker', 'esm', 'a.ts', `import { DurableObject } from 'cloudflare:workers'`, {}],
    ['a Next project', 'esm', 'a.ts', `import fs from 'node:fs'`, { dependencies: { next: '^15' } }],
  ])('%s', (_name, expected, path, code, manifest) => {
    expect(moduleSystemOf(parseSource(code, path), memoryProject(manifest))).toBe(expected)
  })
})

it('what is built for pages, the edge or by a bundling framework holds its packages', () => {
  const bundled = (code: string, manifest: object = {}) => isBundled(parseSource(code), memoryProject(manifest))
  expect(bundled(`document.title = ''`)).toBe(true)
  expect(bundled(`export const runtime = 'edge'`)).toBe(true)
  expect(bundled(`import 'node:fs'`, { devDependencies: { '@sveltejs/kit': '^2' } })).toBe(true)
  expect(bundled(`import 'node:fs'`, { dependencies: { next: '^15' } })).toBe(false)
  expect(bundled(`import 'node:fs'`)).toBe(false)
})

describe('whether CommonJS can load a package', () => {
  it('is told by the installed one', () => {
    expect(loadsFromCommonJs('p-map', memoryProject({}, { 'p-map': { version: '4.0.0' } }))).toBe(true)
    expect(loadsFromCommonJs('p-map', memoryProject({}, { 'p-map': { version: '7.0.0', type: 'module' } }))).toBe(false)
  })

  it('is told by the catalogue for the major that is asked for', () => {
    const asks = (range: string) => memoryProject({ dependencies: { 'eventsource-parser': range } })
    expect(loadsFromCommonJs('eventsource-parser', asks('^3.0.0'))).toBe(true)
    expect(loadsFromCommonJs('eventsource-parser', asks('^4.0.0'))).toBe(false)
    expect(loadsFromCommonJs('eventsource-parser', asks('>=3'))).toBeUndefined()
    expect(loadsFromCommonJs('split2', memoryProject())).toBe(true)
    expect(loadsFromCommonJs('p-map', memoryProject())).toBe(false)
    expect(loadsFromCommonJs('left-pad', memoryProject())).toBeUndefined()
  })
})

it('a file may load an ES module package already', () => {
  const loads = (code: string) => importsEsModulePackage(parseSource(code), memoryProject())
  expect(loads(`import pMap from 'p-map'\npMap()`)).toBe(true)
  expect(loads(`import type { Options } from 'p-map'`)).toBe(false)
  expect(loads(`const { default: pMap } = await import('p-map')`)).toBe(false)
  expect(loads(`import split2 from 'split2'\nsplit2()`)).toBe(false)
  expect(loads(`import x from './p-map'\nx()`)).toBe(false)
})
