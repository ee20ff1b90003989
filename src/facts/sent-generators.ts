import type { TSESTree } from '@typescript-eslint/utils'
import { handlersOfFunction } from '../frameworks/handlers.ts'
import { streamedBodies } from '../frameworks/response-bodies.ts'
import type { Node, Source } from '../source.ts'
import { perNode } from '../source.ts'
import { callsOfFunction } from './functions.ts'
import type { FunctionNode } from './nodes.ts'
import { collectWithin } from './nodes.ts'
import { sentToClient } from './sent-to-client.ts'
import { streamLoops } from './stream-loops.ts'
import { wrapped } from './unwrap.ts'
import { readsOf, variableOf } from './variables.ts'
import { wholeIn } from './whole-values.ts'

/** True for a generator of this file whose values are sent to a client as they are yielded. */
export const isSentGenerator = perNode<FunctionNode, boolean>((source, fn) => {
  if (!fn.generator) return false
  // tRPC sends what a procedure yields.
  if (handlersOfFunction(source, fn).some(({ framework }) => framework === 'trpc')) return true
  const bodies = new Set(streamedBodies(source))
  return callsOfFunction(source, fn).some(
    (call) => bodies.has(call) || [call, ...namedReads(source, call)].some((place) => isForwarded(source, place)),
  )
}, false)

/** The reads of the constant that holds what a call gives. */
function namedReads(source: Source, call: Node): readonly Node[] {
  const declarator = wrapped(call).parent
  if (declarator?.type !== 'VariableDeclarator' || declarator.id.type !== 'Identifier') return []
  const variable = variableOf(source, declarator.id)
  return variable === undefined ? [] : readsOf(variable)
}

/** `for await (const event of events()) res.write(event)`. */
function isForwarded(source: Source, iterable: Node): boolean {
  const outer = wrapped(iterable)
  const loop = streamLoops(source).find((it) => it.form === 'for-await' && it.stream === outer)
  if (loop === undefined) return false
  const isIt = (node: Node) => {
    const variable = node.type === 'Identifier' ? variableOf(source, node) : undefined
    return variable !== undefined && loop.chunks.includes(variable)
  }
  const sought = { isIt, region: loop.body, after: loop.body.range[0] }
  return collectWithin(source, loop.body, isCall).some((call) =>
    sentToClient(source, call).some(({ what }) => wholeIn(source, what, sought) !== undefined),
  )
}

function isCall(node: Node): node is TSESTree.CallExpression {
  return node.type === 'CallExpression'
}
