import type { Node, Source } from '../source.ts'
import { methodName, receiverOf } from './callee.ts'
import { originOf } from './origin.ts'
import { unwrapAwait } from './unwrap.ts'

/** How many pieces of pieces a text is followed through. */
const MAX_STEPS = 6

/** The response of a text that is its whole body, or a piece of it: `await res.text()`. */
export function wholeBodyOf(source: Source, text: Node): Node | undefined {
  let node = unwrapAwait(text)
  for (let step = 0; step < MAX_STEPS; step++) {
    const origin = originOf(source, node)
    let next: Node | undefined
    if (origin.kind === 'iteration') next = origin.loop.right
    else if (origin.kind === 'expression') {
      const made = unwrapAwait(origin.node)
      if (made.type !== 'CallExpression') return undefined
      next = receiverOf(made)
      if (methodName(made) === 'text' && made.arguments.length === 0) return next
    } else if (origin.kind === 'parameter') {
      // The callback of `lines.filter((line) => …)`.
      const call = origin.fn.parent
      next = call.type === 'CallExpression' && origin.index === 0 ? receiverOf(call) : undefined
    }
    if (next === undefined) return undefined
    node = unwrapAwait(next)
  }
  return undefined
}
