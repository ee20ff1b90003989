import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import type { Exit } from './early-exits.ts'
import { exitsOfFunction, mayRunBefore } from './early-exits.ts'
import { enclosingFunction, localFunction } from './functions.ts'
import { alwaysLeaves } from './leaving.ts'
import type { FunctionNode } from './nodes.ts'
import { collectWithin, isWithin } from './nodes.ts'
import type { StreamEnd } from './stream-end.ts'
import type { StreamLoop } from './stream-loops.ts'

/**
 * The ways out of a recursion `read().then(callback)`: a `return` or `throw` of the callback that does not read on, and
 * its end, where a condition that does not mean the end of the stream keeps it from reading on (kind `condition`).
 */
export function exitsOfRecursion(source: Source, loop: StreamLoop, end: StreamEnd): Exit[] {
  const callback = loop.node as FunctionNode
  const again = callsAgain(source, loop, callback)
  const exits: Exit[] = exitsOfFunction(source, callback.body).filter(
    ({ node }) => !again.some((call) => isWithin(call, node) || mayRunBefore(source, call, node)),
  )
  if (alwaysLeaves(source, callback.body)) {
    const conditional = again.map((call) => skippedBy(source, call, enclosingReturn(call) ?? callback.body, end))
    for (const test of conditional) if (test !== undefined) exits.push({ kind: 'condition', node: test })
    return exits
  }
  const tests = again.map((call) => skippedBy(source, call, callback.body, end))
  const first = tests[0]
  if (first !== undefined && !tests.includes(undefined)) exits.push({ kind: 'condition', node: first })
  return exits
}

/** The calls in the callback that read on: of the callback itself, of the function around it, or that hand them on. */
function callsAgain(source: Source, loop: StreamLoop, callback: FunctionNode): Node[] {
  const functions = new Set<FunctionNode>([callback])
  for (const read of loop.reads) {
    const fn = enclosingFunction(read)
    if (fn !== undefined) functions.add(fn)
  }
  return collectWithin(source, callback.body, isCall).filter((call) =>
    [call.callee, ...call.arguments].some((it) => {
      const fn = it.type === 'SpreadElement' ? undefined : localFunction(source, it)
      return fn !== undefined && functions.has(fn)
    }),
  )
}

/** The condition that can keep a call from running although the stream goes on; undefined when there is none. */
function skippedBy(source: Source, call: Node, limit: Node, end: StreamEnd): Node | undefined {
  let child = call
  for (let parent = call.parent; parent != null && child !== limit; child = parent, parent = parent.parent) {
    if (parent.type === 'IfStatement' || parent.type === 'ConditionalExpression') {
      if (parent.test === child) continue
      const isConsequent = parent.consequent === child
      const other = isConsequent ? parent.alternate : parent.consequent
      if (other !== null && other !== undefined && alwaysLeaves(source, other)) continue
      if (!end.isToldBy(parent.test, !isConsequent) && !end.isReachedAt(parent, limit)) return parent.test
    }
    if (parent.type === 'LogicalExpression' && parent.right === child && parent.operator !== '??')
      if (!end.isToldBy(parent.left, parent.operator === '||')) return parent.left
  }
  return undefined
}

function enclosingReturn(call: Node): Node | undefined {
  for (let current = call.parent; current != null; current = current.parent)
    if (current.type === 'ReturnStatement') return current
  return undefined
}

function isCall(node: Node): node is TSESTree.CallExpression {
  return node.type === 'CallExpression'
}
