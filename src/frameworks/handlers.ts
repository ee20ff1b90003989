import type { FunctionNode } from '../facts/nodes.ts'
import { isFunction } from '../facts/nodes.ts'
import { originOf } from '../facts/origin.ts'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { FRAMEWORKS, frameworkOf } from './frameworks.ts'
import type { Handler, Part, Surroundings } from './handler.ts'
import { openRouteHandlers } from './open-routes.ts'
import { typedHandlers } from './typed-handlers.ts'

export { partText } from './part-text.ts'

/** Every handler of the file, in document order of the functions; one function that is registered twice is there twice. */
export const requestHandlers = perSource((source): readonly Handler[] => {
  const found: Handler[] = []
  const claimed = new Map<FunctionNode, Set<Node>>()
  const isClaimed = (fn: FunctionNode) => claimed.has(fn)
  const add = (handler: Handler) => {
    const registrations = claimed.get(handler.fn)
    if (registrations?.has(handler.registration) === true) return
    if (registrations === undefined) claimed.set(handler.fn, new Set([handler.registration]))
    else registrations.add(handler.registration)
    found.push(handler)
  }
  for (const framework of FRAMEWORKS) framework.registered(source).forEach(add)
  openRouteHandlers(source)
    .filter(({ fn, registration }) => claimed.get(fn)?.has(registration) !== true)
    .forEach(add)
  typedHandlers(source, isClaimed).forEach(add)
  for (const framework of FRAMEWORKS)
    framework
      .assumed?.(source)
      .filter(({ fn }) => !isClaimed(fn))
      .forEach(add)
  return found.sort((a, b) => a.fn.range[0] - b.fn.range[0])
})

const registrationsByFunction = perSource((source) => {
  const byFunction = new Map<FunctionNode, Handler[]>()
  for (const handler of requestHandlers(source)) {
    const known = byFunction.get(handler.fn)
    if (known === undefined) byFunction.set(handler.fn, [handler])
    else known.push(handler)
  }
  return byFunction
})

/** The handlers that a function is, one for each registration; none for any other function. */
export function handlersOfFunction(source: Source, fn: FunctionNode): readonly Handler[] {
  return registrationsByFunction(source).get(fn) ?? []
}

const handlersByFunction = perSource(
  (source) => new Map([...registrationsByFunction(source)].map(([fn, handlers]) => [fn, merged(handlers)])),
)

/** The handler in whose activation, or in a closure of which, a node runs. Innermost first: a helper that is given the request counts itself. */
export function handlerOf(source: Source, node: Node): Handler | undefined {
  const byFunction = handlersByFunction(source)
  if (byFunction.size === 0) return undefined
  for (let current: Node | undefined | null = node; current != null; current = current.parent) {
    const handler = isFunction(current) ? byFunction.get(current) : undefined
    if (handler !== undefined) return handler
  }
  return undefined
}

/** A function that is registered several times: what its registrations agree on. */
function merged(handlers: readonly Handler[]): Handler | undefined {
  const [first, ...rest] = handlers
  if (first === undefined || rest.length === 0) return first
  return {
    ...first,
    method: rest.every(({ method }) => method === first.method) ? first.method : undefined,
    path: rest.every(({ path }) => path === first.path) ? first.path : undefined,
  }
}

/** Which part of the platform an expression means, and whose: `reply.raw`, `ctx.res`, `c.req.raw`, a parameter, an alias of these. */
export function partOf(source: Source, expression: Node): { handler: Handler; part: Part } | undefined {
  const origin = originOf(source, expression)
  if (origin.kind !== 'parameter') return undefined
  const handler = handlersByFunction(source).get(origin.fn)
  const role = handler?.roles.get(origin.index)
  if (handler === undefined || role === undefined) return undefined
  const place = [role, ...origin.path].join('.')
  const places = [handler.parts, frameworkOf(handler).otherPlaces ?? {}]
  for (const part of PARTS) if (places.some((it) => it[part]?.includes(place) === true)) return { handler, part }
  const isSignal = places.some((it) => it.webRequest?.some((request) => place === `${request}.signal`) === true)
  return isSignal ? { handler, part: 'signal' } : undefined
}

const PARTS = ['nodeRequest', 'nodeResponse', 'webRequest', 'signal'] as const satisfies Part[]

/** True when what the handler rejects with is answered or reported; false: it is an unhandled rejection; undefined: unknown. */
export function catchesRejections(handler: Handler, where: Surroundings): boolean | undefined {
  return frameworkOf(handler).catchesRejections(handler, where)
}

/** True when the request's body has been read to its end before the handler runs, so that the request's `close` says nothing about the client. */
export function parsesBody(handler: Handler, where: Surroundings): boolean | undefined {
  return frameworkOf(handler).parsesBody(handler, where)
}

/** Statements, without semicolons, that tell the client and the framework of an error inside the handler; undefined: throw instead. */
export function wayOut(handler: Handler, errorName: string, where: Surroundings): readonly string[] | undefined {
  return frameworkOf(handler).wayOut(handler, errorName, where)
}
