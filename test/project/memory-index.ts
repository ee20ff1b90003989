import { nativeModules } from '../../src/project/native-modules.ts'
import type { IndexHost, ProjectIndex } from '../../src/project/project-index.ts'
import { projectIndexes } from '../../src/project/project-index.ts'
import { projectsOf } from '../../src/project/project.ts'
import { DEFAULT_SETTINGS } from '../../src/settings.ts'
import type { Source } from '../../src/source.ts'
import { parseSource } from '../parse-source.ts'
import { MemoryFiles } from './memory-files.ts'

/** A project in memory whose files ask about each other. */
export interface MemoryIndex {
  readonly files: MemoryFiles
  readonly clock: { time: number }
  /** The index as seen from a file of the project, and that file's source. Its text is that of the file unless another is given. */
  at(path: string, text?: string): { readonly index: ProjectIndex | undefined; readonly source: Source }
  /** The same, where there must be an index. */
  from(path: string, text?: string): { readonly index: ProjectIndex; readonly source: Source }
}

/**
 * @param texts by path from the root, package.json files as objects; a package.json at the root is added when none is given
 * @param root with forward slashes
 */
export function memoryIndex(
  texts: Readonly<Record<string, unknown>>,
  root = '/repo',
  host: Partial<IndexHost> = {},
): MemoryIndex {
  const files = new MemoryFiles({ [`${root}/.git/HEAD`]: '', [`${root}/package.json`]: { name: 'app' } })
  for (const [path, content] of Object.entries(texts)) files.write(`${root}/${path}`, content)
  const clock = { time: 0 }
  const now = () => clock.time
  const projectOf = projectsOf(files, now)
  const indexOf = projectIndexes({
    files,
    now,
    native: nativeModules,
    isOneRun: false,
    realPath: (path) => path,
    ...host,
  })
  const at = (path: string, text?: string) => {
    const source = parseSource(text ?? files.read(`${root}/${path}`) ?? '', `${root}/${path}`)
    return { index: indexOf({ source, project: projectOf(source.path), settings: DEFAULT_SETTINGS }), source }
  }
  return {
    files,
    clock,
    at,
    from(path, text) {
      const { index, source } = at(path, text)
      if (index === undefined) throw new Error('There is no index.')
      return { index, source }
    },
  }
}
