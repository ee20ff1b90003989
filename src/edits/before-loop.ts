import type { StreamLoop } from '../facts/stream-loops.ts'
import { wrapped } from '../facts/unwrap.ts'
import type { Source } from '../source.ts'
import type { CodeLines } from './code-lines.ts'
import type { Change } from './edit.ts'
import { statementOf } from './statement-place.ts'
import { insertStatementsBefore } from './statements.ts'

/** True for loops that one activation of the function around them sets up once. */
export function isRunOnce({ form, node }: StreamLoop): boolean {
  if (form === 'for-await' || form === 'read') return true
  if (form === 'then') return false
  const parent = wrapped(node).parent
  if (parent?.type === 'CallExpression') return parent.callee !== node
  return parent?.type === 'Property' && wrapped(parent.parent).parent?.type === 'NewExpression'
}

/**
 * Inserts statements in front of a stream loop: of the loop statement, or of the statement that sets up the listener,
 * sink or source whose function is run for each chunk.
 * @returns undefined where they would run once for each chunk, or for several streams together
 */
export function insertBeforeLoop(source: Source, loop: StreamLoop, code: CodeLines): Change[] | undefined {
  const statement = isRunOnce(loop) ? statementOf(loop.node) : undefined
  return statement === undefined ? undefined : insertStatementsBefore(source, statement, code)
}
