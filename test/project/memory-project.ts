import type { Project } from '../../src/project/project.ts'
import { projectsOf } from '../../src/project/project.ts'
import { MemoryFiles } from './memory-files.ts'

/** Where the project of `memoryProject` lies. */
export const PROJECT_ROOT = '/repo'

/**
 * A project in memory.
 * @param manifest its package.json
 * @param installed the package.json of each installed package, by name
 */
export function memoryProject(manifest: object = {}, installed: Readonly<Record<string, object>> = {}): Project {
  const files = new MemoryFiles({ [`${PROJECT_ROOT}/package.json`]: { name: 'app', ...manifest } })
  for (const [name, content] of Object.entries(installed))
    files.write(`${PROJECT_ROOT}/node_modules/${name}/package.json`, { name, ...content })
  return projectsOf(files)(`${PROJECT_ROOT}/src/file.ts`)
}
