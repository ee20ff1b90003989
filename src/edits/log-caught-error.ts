import type { TSESTree } from '@typescript-eslint/utils'
import type { FunctionNode } from '../facts/nodes.ts'
import type { Project } from '../project/project.ts'
import type { Node, Source } from '../source.ts'
import { prependToBlock } from './blocks.ts'
import { codeFor } from './code-lines.ts'
import type { Change, Edit } from './edit.ts'
import { insertAfter, replace } from './edit.ts'
import { quoted } from './file-style.ts'
import { freshName } from './names.ts'
import { hasCommentInside, tokenAfter } from './tokens.ts'

/**
 * Has a `catch` clause, or the callback of `.catch(…)`, log what it catches.
 * @param logger the callee's text, such as `logger.error`
 * @param text what is logged beside the error
 * @returns undefined when the error is taken apart in the clause's head, or the callback's head cannot be extended
 */
export function logCaughtError(
  source: Source,
  project: Project,
  handler: TSESTree.CatchClause | FunctionNode,
  logger: string,
  text: string,
): Edit | undefined {
  const param = handler.type === 'CatchClause' ? handler.param : handler.params[0]
  const named = param === null || param === undefined ? addParameter(source, handler) : knownName(param)
  if (named === undefined) return undefined
  const call = logCall(source, project, logger, text, named.name)
  if (handler.body.type === 'BlockStatement') {
    const inside = prependToBlock(source, handler.body, codeFor(source)`${call};`)
    return inside === undefined ? undefined : { changes: [...named.changes, ...inside] }
  }
  if (hasCommentInside(source, handler.body)) return undefined
  return { changes: [...named.changes, replace(handler.body, call)] }
}

/** The text of a call that logs an error: a function takes it alone, pino first and in an object, other loggers last. */
export function logCall(source: Source, project: Project, logger: string, text: string, error: string): string {
  if (!logger.includes('.')) return `${logger}(${error})`
  const isPino = !logger.startsWith('console.') && (project.has('pino') || project.has('fastify'))
  const key = error === 'err' ? 'err' : `err: ${error}`
  return isPino ? `${logger}({ ${key} }, ${quoted(source, text)})` : `${logger}(${quoted(source, text)}, ${error})`
}

function knownName(param: Node): { name: string; changes: Change[] } | undefined {
  return param.type === 'Identifier' ? { name: param.name, changes: [] } : undefined
}

/** `catch {` gets `(error)`, `() =>` gets its first parameter. */
function addParameter(
  source: Source,
  handler: TSESTree.CatchClause | FunctionNode,
): { name: string; changes: Change[] } | undefined {
  const name = freshName(source, 'error', ['err', 'cause'])
  const [start] = handler.range
  if (handler.type === 'CatchClause')
    return { name, changes: [insertAfter([start, start + 'catch'.length], ` (${name})`)] }
  const open = openingParenthesis(source, handler)
  return open === undefined ? undefined : { name, changes: [insertAfter([open, open], name)] }
}

/** The offset behind the `(` of a function without parameters. */
function openingParenthesis(source: Source, fn: FunctionNode): number | undefined {
  for (let token = tokenAfter(source, fn.range[0]); token !== undefined; token = tokenAfter(source, token.range[1])) {
    if (token.range[0] >= fn.body.range[0]) return undefined
    if (token.value === '(') return token.range[1]
  }
  return undefined
}
