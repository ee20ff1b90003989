import { createRequire } from 'node:module'
import { expect, it } from 'vitest'
import { isTestFile } from '../../src/facts/exempt-file.ts'
import { DEFAULT_SETTINGS, readSettings } from '../../src/settings.ts'
import { memoryProject, PROJECT_ROOT } from './memory-project.ts'

/** The dependencies that have been loaded in this process so far. */
function loaded(): string[] {
  return ['semver', 'picomatch'].filter((name) =>
    Object.keys(createRequire(import.meta.url).cache).some((path) => path.includes(`/node_modules/${name}/`)),
  )
}

it('dependencies are loaded by the first question that needs them', () => {
  const project = memoryProject({ dependencies: { express: '^4' } }, { koa: { version: '3.0.0' } })
  const file = { path: `${PROJECT_ROOT}/src/a.ts`, project }
  readSettings({ streaming: { testFiles: ['a/**'], zebra: 1 } })
  project.has('express')
  project.major('koa')
  isTestFile({ ...file, settings: DEFAULT_SETTINGS })
  expect(loaded()).toEqual([])
  project.major('express')
  expect(loaded()).toEqual(['semver'])
  isTestFile({ ...file, settings: { ...DEFAULT_SETTINGS, testFiles: ['a/**'] } })
  expect(loaded()).toEqual(['semver', 'picomatch'])
})
