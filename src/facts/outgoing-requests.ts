import type { Node, Source } from '../source.ts'
import { calleeName } from './callee.ts'
import { originsOf } from './origin.ts'
import { writtenType } from './type-annotation.ts'
import { unwrap } from './unwrap.ts'

/**
 * True for a request to another server that can be written to: what `http.request(…)`, or the `request` of a module chosen by
 * the protocol, gives back; a `ClientRequest` by its type.
 */
export function isOutgoingRequest(source: Source, stream: Node): boolean {
  if (writtenType(source, stream)?.name === 'ClientRequest') return true
  const origins = originsOf(source, stream)
  return (
    origins.length > 0 &&
    origins.every((origin) => {
      const made = origin.kind === 'expression' && origin.path.length === 0 ? unwrap(origin.node) : undefined
      return made?.type === 'CallExpression' && calleeName(made) === 'request'
    })
  )
}
