import { existsSync } from 'node:fs'
import { codebaseOf } from '../frameworks/project-codebase.ts'
import { waysTo } from '../frameworks/ways-to-handler.ts'
import { join } from '../project/posix-path.ts'
import type { Codemod, CodemodChange, CodemodContext, CodemodFile, CodemodFinding } from './codemod.ts'
import { HOLD_READERS_FILE, holdReadersModule, isHoldReadersModule } from './hold-readers-module.ts'
import { loadTestName, loadTestScript } from './load-test-script.ts'
import { routeOfFinding } from './route-of-finding.ts'
import { perFinding } from './per-finding.ts'

/** A folder whose name says to people, test runners and the rules what is in it. */
const FOLDER = 'load-tests'

export const LOAD_TEST: Codemod = {
  name: 'load-test',
  title: 'Write a script for every route that streams that holds many readers of it at once',
  mistake: 'testing',
  rules: ['require-load-test'],
  transform: perFinding((file, finding, context) => tested(context, file, finding)),
}

/** The script for a route, what to do by hand, or undefined when this run has written it. */
function tested(
  context: CodemodContext,
  file: CodemodFile,
  finding: CodemodFinding,
): CodemodChange | string | undefined {
  const { source, project } = file
  if (finding.messageId === 'unknown')
    return 'Write the path that the route is asked by, with everything that it is mounted on, into a load test.'
  const handler = routeOfFinding(file, finding)?.handler
  const way =
    handler === undefined ? undefined : waysTo(codebaseOf(file), source, handler).find((it) => it.end === 'app')
  if (handler?.path === undefined || way?.path === undefined)
    return 'Write a load test that asks this route by its full path, and reads each answer to its end.'
  if (handler.framework === 'trpc')
    return 'Write a load test with the client of tRPC, which knows how a call of this procedure is put into an address.'
  const { root } = project
  if (root === undefined || !project.isKnown)
    return 'A load test is started by a script, and there is no package.json for it.'
  const route = { method: handler.method ?? 'GET', path: way.path }
  const folder = join(root, FOLDER)
  const name = loadTestName(route)
  const path = join(folder, `${name}.mjs`)
  if (context.exists(path))
    return existsSync(path)
      ? `Let a script of package.json named \`load:${name}\` start ${FOLDER}/${name}.mjs.`
      : undefined
  const shared = join(folder, HOLD_READERS_FILE)
  const known = context.text(shared)
  if (known !== undefined && !isHoldReadersModule(known))
    return `Rename ${FOLDER}/${HOLD_READERS_FILE}, which is something else than what this codemod writes there.`
  return {
    edits: [],
    newFiles: [
      ...(known === undefined ? [{ path: shared, text: holdReadersModule(source) }] : []),
      { path, text: loadTestScript(source, route, project.packageManager) },
    ],
    scripts: [{ near: file.path, name: `load:${name}`, command: `node ${FOLDER}/${name}.mjs` }],
  }
}
