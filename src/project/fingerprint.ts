import { createHash } from 'node:crypto'
import type { TreeFile } from './file-tree.ts'
import { join, relativeTo, toPosixPath } from './posix-path.ts'
import type { ProjectFiles } from './project-index.ts'
import { projectFiles } from './project-index.ts'
import { projectOf } from './project.ts'
import { speaksToServers } from './server-terms.ts'

/**
 * A text that changes whenever a file changes that answers about other files can hang on: server files, what they
 * import, what imports them, and the package.json and tsconfig.json files. The same on every machine.
 * @param folder of the project, in the form of the system
 */
export function fingerprintOf(folder: string): string {
  const files = projectFiles(projectOf(join(toPosixPath(folder), 'package.json')))
  return files === undefined ? 'unknown' : hashOf(files)
}

/** The fingerprint of a project whose files have been found. */
export function hashOf(files: ProjectFiles): string {
  const { tree } = files
  const hash = createHash('sha256')
  const entries = [...relevantFiles(files)].map((file) => [file.path, tree.textOf(file)] as const)
  // Scripts of other tools can be load tests.
  for (const file of tree.texts.values()) entries.push([file.path, tree.textOf(file)])
  for (const [path, text] of [...entries, ...tree.configTexts()].sort(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(`${relativeTo(tree.root, path) ?? path}\0${text.length}\0${text}\0`)
  return hash.digest('hex')
}

/** The files that speak to servers, whatever imports those, and whatever all of them import. */
function relevantFiles({ tree, graph }: ProjectFiles): Set<TreeFile> {
  const found = new Set<TreeFile>()
  for (const file of tree.files.values())
    if (speaksToServers(relativeTo(tree.root, file.path) ?? file.path, graph.specifiersOf(file), tree.textOf(file)))
      found.add(file)
  spread(found, (file) => graph.importersOf(file.path))
  spread(found, (file) => [...graph.importsOf(file)].flatMap((path) => tree.files.get(path) ?? []))
  return found
}

function spread(found: Set<TreeFile>, from: (file: TreeFile) => readonly TreeFile[]): void {
  const open = [...found]
  for (let file = open.pop(); file !== undefined; file = open.pop())
    for (const next of from(file))
      if (!found.has(next)) {
        found.add(next)
        open.push(next)
      }
}
