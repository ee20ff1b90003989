import { functionName } from '../facts/functions.ts'
import type { Handler } from '../frameworks/handler.ts'
import { handlersOfFunction } from '../frameworks/handlers.ts'
import { codebaseOf } from '../frameworks/project-codebase.ts'
import { waysTo } from '../frameworks/ways-to-handler.ts'
import { relativeTo } from '../project/posix-path.ts'
import type { CodemodFile } from './codemod.ts'

/**
 * What a route is called in figures and logs: `POST /api/chat`. A function that answers several routes, or one whose path is unknown, is
 * called by its name, and one without a name by its file.
 */
export function routeLabel(file: CodemodFile, { fn }: Handler): string {
  const { source, path, project } = file
  const labels = new Set<string | undefined>()
  for (const handler of handlersOfFunction(source, fn))
    for (const way of waysTo(codebaseOf(file), source, handler)) {
      const method = handler.method ?? way.method
      labels.add(way.path === undefined || method === undefined ? way.path : `${method} ${way.path}`)
    }
  const [only] = labels
  if (labels.size === 1 && only !== undefined) return only
  return functionName(fn) ?? (project.root === undefined ? undefined : relativeTo(project.root, path)) ?? path
}
