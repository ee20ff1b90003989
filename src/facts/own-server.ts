import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { isFetchCall } from './fetch-calls.ts'
import { allCallsOf } from './known-callers.ts'
import { originsOf } from './origin.ts'
import { stringOf, unwrap } from './unwrap.ts'

/** How many variables and parameters an address is followed through. */
const MAX_STEPS = 4

/** True for `fetch('/api/answers')`: an address without a host is that of the server which sent the page. */
export function isOwnServerFetch(source: Source, call: TSESTree.CallExpression | TSESTree.NewExpression): boolean {
  const [address] = call.arguments
  return call.type === 'CallExpression' && isFetchCall(source, call) && isHostless(source, address, MAX_STEPS)
}

function isHostless(source: Source, address: Node | undefined, steps: number): boolean {
  if (address === undefined || steps === 0) return false
  const node = unwrap(address)
  const start = startOf(node)
  if (start !== undefined) return /^\/(?!\/)/.test(start)
  if (node.type === 'BinaryExpression') return node.operator === '+' && isHostless(source, node.left as Node, steps)
  if (node.type !== 'Identifier') return false
  const origins = originsOf(source, node)
  return (
    origins.length > 0 &&
    origins.every((origin) => {
      if (origin.kind === 'expression')
        return origin.path.length === 0 && origin.node !== node && isHostless(source, origin.node, steps - 1)
      const calls = origin.kind === 'parameter' && origin.path.length === 0 ? allCallsOf(source, origin.fn) : undefined
      if (origin.kind !== 'parameter' || calls === undefined || calls.length === 0) return false
      return calls.every((call) => isHostless(source, call.arguments[origin.index], steps - 1))
    })
  )
}

/** What a text begins with, as far as it is written; undefined where it begins with a value. */
function startOf(node: Node): string | undefined {
  if (node.type !== 'TemplateLiteral') return stringOf(node)
  const [first] = node.quasis
  return first === undefined || (first.value.raw === '' && node.expressions.length > 0) ? undefined : first.value.raw
}
