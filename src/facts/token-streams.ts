import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { perNode, perSourceAnd } from '../source.ts'
import { calledFunction, returnedExpressions } from './functions.ts'
import { methodName, receiverOf } from './callee.ts'
import { modelCall, modelStreamCall } from './model-call.ts'
import { isModelFetch } from './model-fetch.ts'
import { collectWithin, contains, isFunction } from './nodes.ts'
import { originsOf } from './origin.ts'
import type { StreamLoop } from './stream-loops.ts'
import { streamLoopsAround } from './stream-loops.ts'
import { streamOf } from './stream-value.ts'
import { propertyName, stringOf, unwrapAwait, wrapped } from './unwrap.ts'

/** How many helpers, pipes and variables are followed from a stream to the call that opens it. */
const MAX_STEPS = 8
/** Properties that only a piece of a model's answer has. */
const PIECE_PROPERTIES = new Set(['choices', 'delta', 'textDelta', 'candidates', 'contentBlockDelta'])
/** Events, callbacks and names of pieces that say what they are. */
const TOKEN_NAME = /tokens?$|deltas?$/i

/** True when a node runs for the pieces of a language model's answer, which the model's own limit keeps small. */
export const isTokenStream = perNode<Node, boolean>(
  (source, node) =>
    streamLoopsAround(source, node).some((loop) => isOfModel(source, loop)) || isTokenCallback(source, node),
  false,
)

/** Every node in a loop asks about it. */
const isOfModel = perSourceAnd((source, loop: StreamLoop): boolean => {
  if (loop.stream !== undefined && comesFromModel(source, loop.stream, MAX_STEPS)) return true
  if (TOKEN_NAME.test(loop.event ?? '') || loop.chunks.some(({ name }) => TOKEN_NAME.test(name))) return true
  return contains(
    source,
    loop.body,
    (node) =>
      (node.type === 'MemberExpression' && PIECE_PROPERTIES.has(propertyName(node) ?? '')) ||
      (node.type === 'BinaryExpression' && node.operator === 'in' && PIECE_PROPERTIES.has(stringOf(node.left) ?? '')),
  )
})

/** A callback whose parameter or property says that it is told of tokens: `handleLLMNewToken(token)`. */
function isTokenCallback(source: Source, node: Node): boolean {
  for (let current: Node | null | undefined = node; current != null; current = current.parent) {
    if (!isFunction(current)) continue
    const { parent } = wrapped(current)
    if (parent?.type === 'Property' && TOKEN_NAME.test(propertyName(parent) ?? '')) return true
    if (parent?.type === 'CallExpression' && namesDeltas(source, current)) return true
    const [first] = current.params
    if (parent?.type !== 'MethodDefinition' && first?.type === 'Identifier' && TOKEN_NAME.test(first.name)) return true
  }
  return false
}

/** A callback that asks for the pieces of an answer by their type: `event.type === 'text-delta'`. */
function namesDeltas(source: Source, callback: Node): boolean {
  return contains(source, callback, (node) => node.type === 'Literal' && DELTA_TYPE.test(String(node.value)))
}

const DELTA_TYPE = /[-_.](?:delta|token)s?$/i

function comesFromModel(source: Source, expression: Node, steps: number): boolean {
  if (steps === 0) return false
  if (streamOf(source, expression)?.source === 'model') return true
  return originsOf(source, expression).some((origin) => {
    if (origin.kind === 'iteration') return comesFromModel(source, origin.loop.right, steps - 1)
    return origin.kind === 'expression' && isOpenedByModel(source, unwrapAwait(origin.node), steps)
  })
}

function isOpenedByModel(source: Source, node: Node, steps: number): boolean {
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return false
  const next = (it: Node) => it.type !== 'SpreadElement' && comesFromModel(source, it, steps - 1)
  if (node.type === 'CallExpression') {
    if (isModel(source, node)) return true
    const fn = calledFunction(source, node)
    if (fn !== undefined && returnedExpressions(source, fn).some(next)) return true
    if (fn?.generator === true && iteratedIn(source, fn.body).some(next)) return true
    const receiver = receiverOf(node)
    if (receiver !== undefined && methodName(node) !== 'then' && next(receiver)) return true
  }
  return node.arguments.some((it) => !isFunction(it) && it.type !== 'ObjectExpression' && next(it))
}

function isModel(source: Source, call: TSESTree.CallExpression): boolean {
  return (
    modelCall(source, call) !== undefined || modelStreamCall(source, call) !== undefined || isModelFetch(source, call)
  )
}

function iteratedIn(source: Source, body: Node): Node[] {
  return collectWithin(source, body, (node): node is TSESTree.ForOfStatement => node.type === 'ForOfStatement').map(
    ({ right }) => right,
  )
}
