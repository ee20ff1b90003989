import { enclosingFunction } from '../facts/functions.ts'
import type { IgnoredWrite } from '../facts/ignored-writes.ts'
import { isWithin } from '../facts/nodes.ts'
import { mayAwait } from '../facts/waiting.ts'
import type { Source } from '../source.ts'
import type { Change, Edit } from './edit.ts'
import { insertBefore } from './edit.ts'
import { hasCommentInside } from './tokens.ts'

/** Waits for the promise of each write, where the loop that writes can wait: in the same async function. */
export function awaitWrites(source: Source, writes: readonly IgnoredWrite[]): Edit | undefined {
  const changes: Change[] = []
  for (const { call, repetition } of writes) {
    const { parent } = call
    const isOwnLoop =
      repetition.kind === 'loop' &&
      isWithin(call, repetition.node) &&
      enclosingFunction(repetition.node) === enclosingFunction(call)
    if (!isOwnLoop || !mayAwait(source, call)) return undefined
    if (parent.type === 'ExpressionStatement') changes.push(insertBefore(call, 'await '))
    else if (parent.type === 'UnaryExpression' && parent.parent.type === 'ExpressionStatement') {
      const [start] = parent.range
      if (hasCommentInside(source, [start, call.range[0]])) return undefined
      changes.push({ range: [start, start + parent.operator.length], text: 'await' })
    } else return undefined
  }
  return changes.length === 0 ? undefined : { changes }
}
