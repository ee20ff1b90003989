import type { TSESTree } from '@typescript-eslint/utils'
import { isFunction } from '../facts/nodes.ts'
import { methodName } from '../facts/callee.ts'
import { unwrap } from '../facts/unwrap.ts'
import type { Node, Source } from '../source.ts'
import { prependToBlock } from './blocks.ts'
import { codeFor } from './code-lines.ts'
import type { Change, Edit } from './edit.ts'
import { replace } from './edit.ts'
import { hasCommentInside, textOf } from './tokens.ts'

/** Calls that may run twice, or after a normal end, without harm. */
const CLEAN_UP =
  /^(?:clear(?:Interval|Timeout|Immediate)|abort|cancel|unsubscribe|off|remove\w*|delete|destroy|close|end|return|stop|dispose|unref|release\w*|cleanup\w*|clean\w*)$/

/**
 * Has a `close` listener of a request listen to the response. The response closes after a normal end too, so a callback
 * that does more than clean up first asks whether everything has been written.
 * @param response the text of the response's expression
 */
export function listenToResponse(source: Source, call: TSESTree.CallExpression, response: string): Edit | undefined {
  const callee = unwrap(call.callee)
  const callback = call.arguments[1]
  if (callee.type !== 'MemberExpression' || callback === undefined || hasCommentInside(source, callee.object))
    return undefined
  const guard = isCleanUp(callback) ? [] : guarded(source, callback, response)
  if (guard === undefined) return undefined
  return { changes: [replace(callee.object, response), ...guard] }
}

function guarded(source: Source, callback: Node, response: string): Change[] | undefined {
  if (!isFunction(callback)) {
    if (callback.type !== 'Identifier' && callback.type !== 'MemberExpression') return undefined
    const name = textOf(source, callback)
    return [replace(callback, `() => { if (!${response}.writableFinished) ${name}() }`)]
  }
  if (callback.body.type === 'BlockStatement')
    return prependToBlock(source, callback.body, codeFor(source)`if (${response}.writableFinished) return;`)
  if (callback.body.type === 'ObjectExpression' || hasCommentInside(source, callback.body)) return undefined
  return [replace(callback.body, `{ if (!${response}.writableFinished) ${textOf(source, callback.body)} }`)]
}

function isCleanUp(callback: Node): boolean {
  if (!isFunction(callback)) return isCleanUpName(nameOf(callback))
  const statements = callback.body.type === 'BlockStatement' ? callback.body.body : [callback.body]
  return statements.every((statement) => {
    const expression = unwrap(statement.type === 'ExpressionStatement' ? statement.expression : statement)
    switch (expression.type) {
      case 'CallExpression':
        return isCleanUpName(nameOf(unwrap(expression.callee)) ?? methodName(expression))
      case 'AssignmentExpression':
        return unwrap(expression.right).type === 'Literal'
      case 'UnaryExpression':
        return expression.operator === 'void' || expression.operator === 'delete'
      default:
        return false
    }
  })
}

function isCleanUpName(name: string | undefined): boolean {
  return name !== undefined && CLEAN_UP.test(name)
}

function nameOf(node: Node): string | undefined {
  if (node.type === 'Identifier') return node.name
  return node.type === 'MemberExpression' && node.property.type === 'Identifier' ? node.property.name : undefined
}
