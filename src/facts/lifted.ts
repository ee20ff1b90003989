import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { methodName } from './callee.ts'
import { enclosingFunction, referencesToFunction } from './functions.ts'
import type { FunctionNode } from './nodes.ts'
import { isWithin } from './nodes.ts'
import { wrapped } from './unwrap.ts'

/**
 * When a node runs, seen from a function. `here`: when that function reaches the given places, the node itself or calls
 * of helpers that hold it. `around`: in a function around it. `timer`: in the callback of this `setTimeout`.
 * `rejection`: in the `catch` callback of a promise. `elsewhere`: in any other function.
 */
export type Moment =
  | { readonly kind: 'here'; readonly at: Node }
  | { readonly kind: 'around' }
  | { readonly kind: 'timer'; readonly timer: TSESTree.CallExpression }
  | { readonly kind: 'rejection' }
  | { readonly kind: 'elsewhere'; readonly fn: FunctionNode }

const TIMERS = new Set(['setTimeout', 'setInterval'])
/** How many helpers that call each other are followed. */
const MAX_STEPS = 4

/** All moments at which a node runs, from the point of view of a function (undefined: the top level of the file). */
export function momentsOf(source: Source, node: Node, seenFrom: FunctionNode | undefined): Moment[] {
  const moments: Moment[] = []
  lift(source, node, seenFrom, MAX_STEPS, moments)
  return moments
}

function lift(source: Source, node: Node, seenFrom: FunctionNode | undefined, steps: number, moments: Moment[]): void {
  const fn = enclosingFunction(node)
  if (fn === seenFrom) {
    moments.push({ kind: 'here', at: node })
    return
  }
  if (fn === undefined || (seenFrom !== undefined && isWithin(seenFrom, fn))) {
    moments.push({ kind: 'around' })
    return
  }
  const called = callOfOwn(fn)
  if (called !== undefined) {
    if (steps > 0) lift(source, called, seenFrom, steps - 1, moments)
    return
  }
  const places = [...referencesToFunction(source, fn), ...(isArgument(fn) ? [fn] : [])]
  if (places.length === 0 || steps === 0) moments.push({ kind: 'elsewhere', fn })
  for (const place of steps === 0 ? [] : places) {
    const outer = wrapped(place)
    const call = outer.parent
    if (call?.type === 'CallExpression' && call.callee === outer) {
      // A helper that calls itself says nothing new.
      if (!isWithin(call, fn)) lift(source, call, seenFrom, steps - 1, moments)
    } else if (call?.type === 'CallExpression' && TIMERS.has(nameOf(call.callee)))
      moments.push({ kind: 'timer', timer: call })
    else if (call?.type === 'CallExpression' && methodName(call) === 'catch') moments.push({ kind: 'rejection' })
    else moments.push({ kind: 'elsewhere', fn })
  }
}

/** The call of a function that is called where it stands: `(async () => { … })()`. */
function callOfOwn(fn: FunctionNode): Node | undefined {
  const outer = wrapped(fn)
  const parent = outer.parent
  return parent?.type === 'CallExpression' && parent.callee === outer ? parent : undefined
}

function isArgument(fn: FunctionNode): boolean {
  return fn.type !== 'FunctionDeclaration' && wrapped(fn).parent?.type === 'CallExpression'
}

function nameOf(callee: Node): string {
  if (callee.type === 'Identifier') return callee.name
  return callee.type === 'MemberExpression' && callee.property.type === 'Identifier' ? callee.property.name : ''
}
