import { importedName, methodName, receiverOf } from '../facts/callee.ts'
import { propertyName, unwrap } from '../facts/unwrap.ts'
import type { Node, Source } from '../source.ts'
import { valueAcross } from './across.ts'
import type { Codebase } from './codebase.ts'
import type { Handler } from './handler.ts'
import type { Gate, WayIn } from './ways-in.ts'

const MAX_STEPS = 12

/** The way to a procedure: what its builder, and the builders that it is made from, `use`. */
export function waysOfProcedure(codebase: Codebase, source: Source, { registration }: Handler): WayIn[] {
  const receiver = registration.type === 'CallExpression' ? receiverOf(registration) : undefined
  if (receiver === undefined) return []
  const gates: Gate[] = []
  const names: string[] = []
  const isWhole = builder(codebase, source, receiver, gates, names, MAX_STEPS)
  // A procedure that is called public is meant to be.
  if (names.some((name) => /public|open|anonymous|unauthed|unauthenticated/i.test(name)))
    gates.push({ source, node: receiver, kind: 'declared', isCertain: true })
  return [{ path: undefined, gates, mounts: [], end: isWhole ? 'app' : 'unknown' }]
}

/** True when the chain is followed back to `initTRPC`. */
function builder(
  codebase: Codebase,
  source: Source,
  expression: Node,
  gates: Gate[],
  names: string[],
  steps: number,
): boolean {
  if (steps === 0) return false
  const node = unwrap(expression)
  if (node.type === 'CallExpression') {
    if (importedName(source, node.callee)?.module.startsWith('@trpc/server') === true) return true
    const name = methodName(node)
    const receiver = receiverOf(node)
    if (name === undefined || receiver === undefined) return false
    if (name === 'use' || name === 'concat' || name === 'unstable_concat')
      for (const argument of node.arguments) gates.push({ source, node: argument, kind: 'middleware', isCertain: true })
    return builder(codebase, source, receiver, gates, names, steps - 1)
  }
  if (node.type === 'Identifier') names.push(node.name)
  if (node.type === 'MemberExpression') {
    const name = propertyName(node)
    if (name === 'procedure') return true
    if (name !== undefined) names.push(name)
  }
  if (node.type !== 'Identifier' && node.type !== 'MemberExpression') return false
  if (codebase.definition(source, node)?.path.at(-1) === 'procedure') return true
  const value = valueAcross(codebase, source, node)
  if (value === undefined || value.node === node) return false
  return builder(codebase, value.source, value.node, gates, names, steps - 1)
}
