import { enclosingFunction } from '../facts/functions.ts'
import { usesOfVariable } from '../facts/uses.ts'
import type { Node, Source } from '../source.ts'
import type { FrameworkName, Handler } from './handler.ts'
import { handlerOf } from './handlers.ts'

/** Methods after which the status can no longer be set. */
const SENDS = new Set(['write', 'writeHead', 'flushHeaders', 'send', 'hijack', 'end', 'pipe'])

const WEB_RESPONSE = () => ["return new Response('Bad gateway', { status: 502 })"]

/** How a handler answers that its upstream has failed, before anything was sent. No entry: it throws. */
const ANSWERS: Partial<
  Record<FrameworkName, (names: { response?: string; context?: string }) => string[] | undefined>
> = {
  express: ({ response }) => (response === undefined ? undefined : [`${response}.status(502).end()`, 'return']),
  'next-pages': ({ response }) => (response === undefined ? undefined : [`${response}.status(502).end()`, 'return']),
  'node-http': ({ response }) => (response === undefined ? undefined : [`${response}.writeHead(502).end()`, 'return']),
  fastify: ({ response }) =>
    response === undefined ? undefined : [`return ${response}.code(502).send({ error: 'Bad gateway' })`],
  koa: ({ context }) => (context === undefined ? undefined : [`${context}.throw(502)`]),
  hono: ({ context }) => (context === undefined ? undefined : [`return ${context}.text('Bad gateway', 502)`]),
  'next-app': WEB_RESPONSE,
  remix: WEB_RESPONSE,
  sveltekit: WEB_RESPONSE,
  'fetch-handler': WEB_RESPONSE,
}

/**
 * The statements, without semicolons, by which the handler that runs a place itself (not a closure in it) answers 502.
 * Undefined where there is no such handler, or where it may have sent its headers already: throw instead.
 */
export function badGateway(source: Source, place: Node): readonly string[] | undefined {
  const handler = handlerOf(source, place)
  if (handler === undefined || handler.isErrorHandler || enclosingFunction(place) !== handler.fn) return undefined
  if (hasSent(source, handler, place)) return undefined
  const { response, context } = handler
  return ANSWERS[handler.framework]?.({
    ...(response === undefined ? {} : { response: response.name }),
    ...(context === undefined ? {} : { context: context.name }),
  })
}

function hasSent(source: Source, { response }: Handler, place: Node): boolean {
  if (response === undefined) return false
  return usesOfVariable(source, response).some(
    (use) => use.node.range[0] < place.range[0] && use.kind === 'method-call' && SENDS.has(use.name),
  )
}
