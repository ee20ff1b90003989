import { existsSync } from 'node:fs'
import { ROOT } from './repository.ts'

/**
 * The path of a file, which need not be there, in one of the projects whose package.json texts are linted under.
 * @param project folder of `fixtures/projects`; `plain` has no dependencies
 * @param file path in the project
 * @throws {Error} when there is no such project
 */
export function fixtureFile(project = 'plain', file = 'src/file.ts'): string {
  const folder = `${ROOT}fixtures/projects/${project}`
  if (!existsSync(`${folder}/package.json`)) throw new Error(`There is no fixtures/projects/${project}/package.json`)
  return `${folder}/${file}`
}
