import { receiverOf } from '../facts/callee.ts'
import { unwrap } from '../facts/unwrap.ts'
import type { SharedResponse } from '../frameworks/response-roots.ts'
import type { Source } from '../source.ts'
import { allOf } from './all-of.ts'
import { codeFor } from './code-lines.ts'
import type { Edit } from './edit.ts'
import { insertStatementsAfter } from './statements.ts'
import { textOf } from './tokens.ts'
import { methodCalls } from '../facts/named-calls.ts'

/**
 * Sends every frame that a response is given through the compressor at once, by a `flush()` behind each write.
 * @returns undefined when a write is no statement of its own, or when other code writes too
 */
export function flushWrites(source: Source, response: SharedResponse): Edit | undefined {
  if (response.strangers.length > 0) return undefined
  const writes = methodCalls(source, ['write']).filter((call) => {
    const receiver = receiverOf(call)
    return receiver !== undefined && response.has(receiver)
  })
  if (writes.length === 0) return undefined
  return allOf(
    writes.map((call) => {
      const receiver = unwrap(receiverOf(call) as typeof call.callee)
      if (call.parent.type !== 'ExpressionStatement' || receiver.type !== 'Identifier') return undefined
      return insertStatementsAfter(source, call.parent, codeFor(source)`${textOf(source, receiver)}.flush();`)
    }),
  )
}
