import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { methodName, receiverOf } from './callee.ts'
import { globalName } from './variables.ts'

/** True for a call of the global `JSON.parse`. */
export function isJsonParse(source: Source, node: Node): node is TSESTree.CallExpression {
  if (node.type !== 'CallExpression' || methodName(node) !== 'parse') return false
  const receiver = receiverOf(node)
  return receiver !== undefined && globalName(source, receiver) === 'JSON'
}
