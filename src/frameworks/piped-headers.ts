import type { TSESTree } from '@typescript-eslint/utils'
import { importedName, methodName, receiverOf } from '../facts/callee.ts'
import { packageOf } from '../facts/module-name.ts'
import { originOf } from '../facts/origin.ts'
import { unwrap } from '../facts/unwrap.ts'
import type { Node, Source } from '../source.ts'

/** Clients whose `pipe` gives the headers of the answer that they got to the response that it ends in. Sources: their READMEs. */
const COPYING = new Set([
  'request',
  'request-promise',
  'request-promise-native',
  'postman-request',
  'got',
  'http-proxy',
])
/** How many names, members and calls are followed. */
const MAX_STEPS = 12

/** True for `stream.pipe(res)` of a stream that sends its bytes alone: the response keeps the headers that it was given. */
export function pipesBytesAlone(source: Source, call: TSESTree.CallExpression | TSESTree.NewExpression): boolean {
  const receiver = call.type === 'CallExpression' && methodName(call) === 'pipe' ? receiverOf(call) : undefined
  if (receiver === undefined) return false
  let node: Node = unwrap(receiver)
  for (let steps = 0; steps < MAX_STEPS; steps++) {
    const imported = importedName(source, node)
    if (imported !== undefined) return !COPYING.has(packageOf(imported.module) ?? imported.module)
    if (node.type === 'AwaitExpression') node = unwrap(node.argument)
    else if (node.type === 'CallExpression') node = unwrap(node.callee)
    else if (node.type === 'NewExpression') return true
    else if (node.type === 'MemberExpression') node = unwrap(node.object)
    else {
      const origin = originOf(source, node)
      if (origin.kind !== 'expression') return true
      node = unwrap(origin.node)
    }
  }
  return false
}
