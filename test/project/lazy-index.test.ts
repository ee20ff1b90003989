import { createRequire } from 'node:module'
import { expect, it } from 'vitest'
import { projectIndex } from '../../src/project/project-index.ts'
import { projectOf } from '../../src/project/project.ts'
import { DEFAULT_SETTINGS } from '../../src/settings.ts'
import { fixtureFile } from '../fixture-projects.ts'
import { parseSource } from '../parse-source.ts'

/** The native modules that have been loaded in this process so far. */
function loaded(): boolean {
  return Object.keys(createRequire(import.meta.url).cache).some((path) => path.includes('/node_modules/oxc-resolver/'))
}

it('native modules are loaded by the first question about other files', () => {
  const source = parseSource('', fixtureFile('plain'))
  const ask = { source, project: projectOf(source.path), settings: DEFAULT_SETTINGS }
  expect(ask.project.root).toBeDefined()
  expect(loaded()).toBe(false)
  expect(projectIndex(ask)?.root).toBe(ask.project.root)
  expect(loaded()).toBe(true)
})
