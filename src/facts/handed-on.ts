import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import type { Accumulator } from './accumulators.ts'
import { isAccumulated } from './accumulators.ts'
import { calleeName, receiverOf } from './callee.ts'
import { chunkKindOf } from './chunk-kind.ts'
import { contains, isFunction } from './nodes.ts'
import { isWholeChunk } from './raw-chunk.ts'
import { unwrap } from './unwrap.ts'
import { globalName } from './variables.ts'

/** Calls that make something of a chunk and take it nowhere. */
const MAKING = new Set(['decode', 'from', 'toString', 'String', 'concat', 'push', 'byteLength', 'log', 'debug'])

/**
 * True when the text of each chunk, or the text so far, also goes somewhere at once: shown, yielded, given to a callback. For
 * bytes the answer is false: a copy of them is kept beside.
 */
export function isHandedOn(source: Source, accumulator: Accumulator): boolean {
  const { loop, growth } = accumulator
  if (growth.form !== 'text' && chunkKindOf(source, loop) !== 'text') return false
  const holdsText = (expression: Node): boolean => {
    const node = unwrap(expression)
    if (isAccumulated(source, loop, node)) return true
    if (isWholeChunk(source, loop, node)) return true
    switch (node.type) {
      case 'ObjectExpression':
      case 'ArrayExpression':
      case 'ArrowFunctionExpression':
      case 'FunctionExpression':
        return contains(source, node, (it) => it.type === 'Identifier' && isText(it))
      default:
        return false
    }
  }
  const isText = (node: Node) => isAccumulated(source, loop, node) || isWholeChunk(source, loop, node)
  return contains(source, loop.body, (node) => {
    if (node === growth.node || isFunction(node)) return false
    if (node.type === 'YieldExpression') return node.argument !== null && holdsText(node.argument)
    if (node.type === 'AssignmentExpression')
      return unwrap(node.left).type === 'MemberExpression' && node.operator === '=' && holdsText(node.right)
    return node.type === 'CallExpression' && !isMaking(source, node) && node.arguments.some((it) => holdsText(it))
  })
}

function isMaking(source: Source, call: TSESTree.CallExpression): boolean {
  const receiver = receiverOf(call)
  if (receiver !== undefined && globalName(source, receiver) === 'console') return true
  return MAKING.has(calleeName(call) ?? '')
}
