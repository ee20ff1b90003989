import { valueAcross } from '../frameworks/across.ts'
import type { Codebase, Place } from '../frameworks/codebase.ts'
import type { StreamRoute } from '../frameworks/stream-route.ts'
import type { WayIn } from '../frameworks/ways-to-handler.ts'
import type { Source } from '../source.ts'
import { methodName } from './callee.ts'
import { enclosingFunction } from './functions.ts'
import { isWithin, nodesOf } from './nodes.ts'
import { propertyName, stringOf } from './unwrap.ts'

/** How many constants of headers are spread into one another. */
const MAX_STEPS = 3

/**
 * True for a stream to which clients come back by themselves whenever it ends: an event stream that is asked for with GET, a
 * subscription of tRPC. A limit would turn every lost connection into an outage.
 */
export function isReconnecting(codebase: Codebase, source: Source, route: StreamRoute, way: WayIn): boolean {
  const { handler, mediaType } = route
  if (handler.framework === 'trpc')
    return handler.registration.type === 'CallExpression' && methodName(handler.registration) === 'subscription'
  if ((handler.method ?? way.method) !== 'GET') return false
  if (mediaType !== undefined) return mediaType === 'text/event-stream'
  const made = enclosingFunction(route.at) ?? handler.fn
  return nodesOf(source, 'Property', 'SpreadElement')
    .filter(
      (node) =>
        isWithin(node, isWithin(made, handler.fn) ? handler.fn : made) &&
        (node.type === 'SpreadElement' || propertyName(node) === 'headers'),
    )
    .some((node) => {
      const value = valueAcross(codebase, source, node.type === 'SpreadElement' ? node.argument : node.value)
      return value !== undefined && saysEventStream(codebase, value, MAX_STEPS)
    })
}

/** True for an object of headers, perhaps of another file, with the media type of event streams. */
function saysEventStream(codebase: Codebase, { source, node }: Place, steps: number): boolean {
  if (node.type === 'NewExpression' || node.type === 'CallExpression') {
    const [first] = node.arguments
    return first?.type === 'ObjectExpression' && saysEventStream(codebase, { source, node: first }, steps)
  }
  if (node.type !== 'ObjectExpression') return false
  return node.properties.some((property) => {
    if (property.type === 'SpreadElement') {
      const inner = steps === 0 ? undefined : valueAcross(codebase, source, property.argument)
      return inner !== undefined && saysEventStream(codebase, inner, steps - 1)
    }
    const isType = propertyName(property)?.toLowerCase() === 'content-type'
    return isType && stringOf(property.value)?.toLowerCase().startsWith('text/event-stream') === true
  })
}
