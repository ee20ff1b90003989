import { methodName } from '../facts/callee.ts'
import { unwrap } from '../facts/unwrap.ts'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { originOf } from '../facts/origin.ts'
import type { Handler } from './handler.ts'
import { requestHandlers } from './handlers.ts'
import { isNestSse } from './nest.ts'
import { handlersReaching } from './reaching-handlers.ts'
import { streamedBodies } from './response-bodies.ts'
import { repeatedWrites } from './response-writes.ts'
import { mediaTypeSettings } from './stream-media-types.ts'
import { streamResponders } from './stream-responders.ts'

/**
 * What tells that a handler streams. `library`: a call that frames and writes for it. `declared`: a decorator, a
 * subscription, a generator. `media-type`: the response is given a stream's media type. `writes`: pieces written in a loop
 * or callback. `body`: a stream made piece by piece, answered whole.
 */
export type StreamSign = 'library' | 'declared' | 'media-type' | 'writes' | 'body'

/** A handler that writes its response piece by piece while it is being made. */
export interface StreamRoute {
  readonly handler: Handler
  readonly sign: StreamSign
  /** The call, constructor or decorator that tells. */
  readonly at: Node
  /** In lower case without parameters, where the file says it. */
  readonly mediaType: string | undefined
}

interface Evidence {
  readonly sign: StreamSign
  readonly at: Node
  readonly mediaType: string | undefined
}

/** A file without any of these texts has no stream route. */
export const STREAM_ROUTE_TERMS: readonly string[] = [
  'tream',
  '.write',
  '\\bsse',
  'Sse',
  'SSE',
  'ndjson',
  'jsonl',
  'multipart',
  'yield',
  'subscription',
  '.pipe',
]

/** The surest sign comes first. */
const SIGNS: readonly StreamSign[] = ['declared', 'library', 'media-type', 'writes', 'body']

/** The stream routes of the file, one for each handler, in document order. Sending a stored file or a finished body is a download, and none. */
export const streamRoutes = perSource((source): readonly StreamRoute[] => {
  const byHandler = new Map<Handler, Evidence[]>()
  const add = (handler: Handler, evidence: Evidence) => {
    if (handler.framework === 'ws' || handler.framework === 'socket.io') return
    const known = byHandler.get(handler)
    if (known === undefined) byHandler.set(handler, [evidence])
    else known.push(evidence)
  }
  if (requestHandlers(source).length === 0) return []
  for (const handler of requestHandlers(source)) {
    const declared = declaredStream(source, handler)
    if (declared !== undefined) add(handler, declared)
  }
  for (const evidence of evidences(source))
    for (const handler of handlersReaching(source, evidence.at)) add(handler, evidence)
  return [...byHandler]
    .map(([handler, found]) => routeOf(handler, found))
    .sort((a, b) => a.handler.fn.range[0] - b.handler.fn.range[0])
})

function routeOf(handler: Handler, found: readonly Evidence[]): StreamRoute {
  const surest = found.toSorted((a, b) => SIGNS.indexOf(a.sign) - SIGNS.indexOf(b.sign))
  const first = surest[0] as Evidence
  const mediaType = surest.find((it) => it.mediaType !== undefined)?.mediaType
  return { handler, sign: first.sign, at: first.at, mediaType }
}

function* evidences(source: Source): Iterable<Evidence> {
  for (const { at, mediaType } of streamResponders(source)) yield { sign: 'library', at, mediaType }
  for (const { at, mediaType } of mediaTypeSettings(source))
    if (!hasFinishedBody(source, at)) yield { sign: 'media-type', at, mediaType }
  for (const at of repeatedWrites(source)) yield { sign: 'writes', at, mediaType: undefined }
  for (const at of streamedBodies(source)) yield { sign: 'body', at, mediaType: undefined }
}

/** What the registration itself says: `@Sse()`, a subscription, a generator whose values are sent one by one. */
function declaredStream(source: Source, handler: Handler): Evidence | undefined {
  const at = handler.registration
  if (isNestSse(source, handler)) return { sign: 'declared', at, mediaType: 'text/event-stream' }
  const isSubscription =
    handler.framework === 'trpc' && at.type === 'CallExpression' && methodName(at) === 'subscription'
  const isGenerator = handler.fn.generator && (handler.framework === 'trpc' || handler.framework === 'h3')
  return isSubscription || isGenerator ? { sign: 'declared', at, mediaType: undefined } : undefined
}

/** `new Response(text, { headers })`: the whole body is there already. */
export function hasFinishedBody(source: Source, at: Node): boolean {
  if (at.type !== 'NewExpression' && at.type !== 'CallExpression') return false
  const isResponse = at.type === 'NewExpression' || methodName(at) === 'body' || methodName(at) === 'newResponse'
  const [body] = at.arguments
  if (!isResponse || body === undefined || body.type === 'SpreadElement') return false
  const origin = originOf(source, body)
  if (origin.kind === 'global') return origin.name === 'undefined'
  if (origin.kind !== 'expression' || origin.path.length > 0) return false
  const value = unwrap(origin.node)
  switch (value.type) {
    case 'Literal':
    case 'TemplateLiteral':
    case 'BinaryExpression':
      return true
    case 'CallExpression': {
      const name = methodName(value)
      return name === 'stringify' || name === 'join' || name === 'concat' || name === 'encode'
    }
    default:
      return false
  }
}
