import { isMainThread } from 'node:worker_threads'
import { toPosixPath } from './posix-path.ts'

/** Programs that lint once and end: ESLint's command and its threads, oxlint, and this package's own command. */
const COMMANDS =
  /\/(?:eslint\/(?:bin\/eslint\.js|lib\/eslint\/worker\.js)|\.bin\/(?:eslint|oxlint|eslint-plugin-streaming)|oxlint\/(?:bin|dist)\/[^/]+|eslint-plugin-streaming\/dist\/cli[^/]*)$/

/**
 * True when the process lints once and ends: what was seen on disk then holds to its end. Editors, daemons and
 * development servers go on living, so there it is asked again.
 * @param script what the process was started with (`process.argv[1]`)
 */
export function isOneRun(script: string | undefined = process.argv[1], isThread = !isMainThread): boolean {
  return script !== undefined && (COMMANDS.test(toPosixPath(script)) || (isThread && /\/eslint\/lib\//.test(script)))
}
