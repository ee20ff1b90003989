import type { TSESTree } from '@typescript-eslint/utils'
import { importedName, methodName, receiverOf } from '../facts/callee.ts'
import { nodesOf } from '../facts/nodes.ts'
import { originOf } from '../facts/origin.ts'
import { propertyName, unwrap } from '../facts/unwrap.ts'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { handlersOfFunction } from './handlers.ts'
import { imports } from './imported-modules.ts'
import { STREAM_METHODS, STREAM_RESPONDERS } from './stream-libraries.ts'
import { byPlace } from '../facts/in-range.ts'

/** A call of a library that frames and writes a response. */
export interface StreamResponder {
  readonly at: Node
  /** In lower case without parameters, where it is always the same. */
  readonly mediaType: string | undefined
}

const RESPONDER_MODULES = [...new Set(Object.keys(STREAM_RESPONDERS).map((key) => key.slice(0, key.indexOf('#'))))]

/** Every call of the file with which a library answers piece by piece. */
export const streamResponders = perSource((source): readonly StreamResponder[] =>
  nodesOf(source, 'CallExpression', 'NewExpression').flatMap((call) => responder(source, call) ?? []),
)

/** Those of them that make an event stream, headers and all. */
export const eventStreamResponders = perSource((source): readonly Node[] =>
  streamResponders(source).flatMap(({ at, mediaType }) => (mediaType === 'text/event-stream' ? [at] : [])),
)

/** Those of them that lie in a node. */
export const { within: eventStreamRespondersWithin } = byPlace(eventStreamResponders, (call) => call)

function responder(
  source: Source,
  call: TSESTree.CallExpression | TSESTree.NewExpression,
): StreamResponder | undefined {
  const method = methodName(call)
  if (method !== undefined && Object.hasOwn(STREAM_METHODS, method))
    return { at: call, mediaType: STREAM_METHODS[method] }
  if (isReplySse(source, call)) return { at: call, mediaType: 'text/event-stream' }
  if (!imports(source, RESPONDER_MODULES)) return undefined
  const imported = importedName(source, call.callee)
  const key = imported === undefined ? undefined : `${imported.module}#${imported.name}`
  return key === undefined || !Object.hasOwn(STREAM_RESPONDERS, key)
    ? undefined
    : { at: call, mediaType: STREAM_RESPONDERS[key] }
}

/** `reply.sse(…)` and `reply.sse.send(…)` of Fastify's plugins. */
function isReplySse(source: Source, call: TSESTree.CallExpression | TSESTree.NewExpression): boolean {
  const receiver = receiverOf(call)
  if (receiver === undefined) return false
  const object = unwrap(receiver)
  const isInner = object.type === 'MemberExpression' && propertyName(object) === 'sse'
  if (!isInner && methodName(call) !== 'sse') return false
  const origin = originOf(source, isInner ? object.object : object)
  if (origin.kind !== 'parameter' || origin.path.length > 0) return false
  return handlersOfFunction(source, origin.fn).some(
    ({ framework, roles }) => framework === 'fastify' && roles.get(origin.index) === 'response',
  )
}
