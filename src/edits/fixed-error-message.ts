import { methodName } from '../facts/callee.ts'
import type { Catcher } from '../facts/caught-error.ts'
import type { ErrorLeak } from '../facts/error-leaks.ts'
import { LISTEN_METHODS } from '../facts/listener-tables.ts'
import { isFunction, contains } from '../facts/nodes.ts'
import { unwrap, wrapped } from '../facts/unwrap.ts'
import { variableOf } from '../facts/variables.ts'
import type { Project } from '../project/project.ts'
import type { Node, Source } from '../source.ts'
import { allOf } from './all-of.ts'
import { toBlockBody } from './braces.ts'
import { codeFor } from './code-lines.ts'
import type { Edit } from './edit.ts'
import { quoted } from './file-style.ts'
import { logCall, logCaughtError } from './log-caught-error.ts'
import { Precedence } from './precedence.ts'
import { replaceExpression } from './replace-expression.ts'
import { commentsIn } from './tokens.ts'

/** What clients are told instead. */
const MESSAGE = 'Internal error'
/** What is logged beside the error. */
const LOG_TEXT = 'Stream failed'

/** True when the error is not logged, and the `catch` or callback that gets it can be made to. */
export function needsLog(source: Source, { catcher, error }: ErrorLeak): boolean {
  const isExtensible = catcher.body.type === 'BlockStatement' || nameOfError(catcher) !== undefined
  return isExtensible && !isTold(source, catcher.body, error)
}

/** Sends a fixed message instead of a part of the error; `logger`, where given, is told of the error. */
export function sendFixedMessage(
  source: Source,
  project: Project,
  { node, catcher }: ErrorLeak,
  logger: string | undefined,
): Edit | undefined {
  if (node.parent?.type === 'SpreadElement' || commentsIn(source, node.range).length > 0) return undefined
  const replaced = replaceExpression(source, node, quoted(source, MESSAGE), Precedence.PRIMARY)
  if (logger === undefined) return allOf([replaced])
  const name = nameOfError(catcher)
  if (catcher.type !== 'ArrowFunctionExpression' || catcher.body.type === 'BlockStatement' || name === undefined)
    return allOf([replaced, logCaughtError(source, project, catcher, logger, LOG_TEXT)?.changes])
  const before = codeFor(source)`${logCall(source, project, logger, LOG_TEXT, name)};`
  return allOf([replaced, toBlockBody(source, catcher, { before, returns: !isListener(catcher) })])
}

function nameOfError(catcher: Catcher): string | undefined {
  const param = catcher.type === 'CatchClause' ? catcher.param : catcher.params[0]
  return param?.type === 'Identifier' ? param.name : undefined
}

/** Nobody looks at what a listener returns. */
function isListener(fn: Node): boolean {
  const call = wrapped(fn).parent
  return call?.type === 'CallExpression' && LISTEN_METHODS.has(methodName(call) ?? '')
}

/** The error itself is given to something: a logger, a tracker, `next`. */
function isTold(source: Source, body: Node, error: Node): boolean {
  const variable = variableOf(source, error)
  return contains(source, body, (node) => {
    if (node.type !== 'CallExpression') return false
    const callee = unwrap(node.callee)
    const name = source.text.slice(...callee.range)
    if (
      /^(?:JSON\.stringify|String|Buffer\.from)$/.test(name) ||
      /\.(?:write|end|enqueue|send|emit|encode|writeSSE|stringify)$/.test(name)
    )
      return false
    return (
      node.arguments.some((argument) => {
        const given = unwrap(argument)
        if (given.type === 'Identifier') return variableOf(source, given) === variable
        return (
          given.type === 'ObjectExpression' &&
          /(?:log|console|capture|report|track|trace)/i.test(name) &&
          contains(source, given, (it) => it.type === 'Identifier' && variableOf(source, it) === variable)
        )
      }) && !isFunction(callee)
    )
  })
}
