import { isFunction, contains } from '../facts/nodes.ts'
import type { ErrorLeak } from '../facts/error-leaks.ts'
import { unwrap } from '../facts/unwrap.ts'
import { variableOf } from '../facts/variables.ts'
import type { Project } from '../project/project.ts'
import type { Node, Source } from '../source.ts'
import { allOf } from './all-of.ts'
import type { Edit } from './edit.ts'
import { quoted } from './file-style.ts'
import { logCaughtError } from './log-caught-error.ts'
import { Precedence } from './precedence.ts'
import { replaceExpression } from './replace-expression.ts'
import { commentsIn } from './tokens.ts'

/** What clients are told instead. */
const MESSAGE = 'Internal error'

/** True when the error is not logged, and the `catch` or callback that gets it can be made to. */
export function needsLog(source: Source, { catcher, error }: ErrorLeak): boolean {
  return catcher.body.type === 'BlockStatement' && !isTold(source, catcher.body, error)
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
  const logged = logCaughtError(source, project, catcher, logger, 'Stream failed')
  return allOf([replaced, logged?.changes])
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
