import type { TSESTree } from '@typescript-eslint/utils'
import { optionOf } from '../facts/model-call.ts'
import { stringOf, unwrap } from '../facts/unwrap.ts'
import type { Node, Source } from '../source.ts'
import type { Framework, Handler, Surroundings } from './handler.ts'
import { makeHandler } from './make-handler.ts'
import { BODILESS_METHODS, BODY_METHODS, endNodeResponse } from './node-response.ts'
import { parameterTypeKey } from './parameters.ts'
import { propertiesOfParameters, readsPlace } from './parameter-use.ts'
import { VERBS, httpMethod, namesPath, pathOfCall, routeCalls } from './route-calls.ts'
import { wrappedFunctions } from './wrapped-function.ts'
import { holdsText } from '../facts/file-text.ts'

const INSTANCES = new Set([
  'fastify#default',
  'fastify#fastify',
  'fastify#FastifyInstance',
  'fastify#FastifyTypebox',
  'fastify#FastifyPluginAsync',
])
/** What only Fastify's reply has, or Express' response has not under that name. */
const REPLY_NAMES = ['raw', 'hijack', 'code', 'sent', 'header', 'type', 'sse', 'elapsedTime']
const HOOKS = new Set(['addHook', 'setErrorHandler', 'setNotFoundHandler'])
/** Options of a route that hold functions: hooks, in the order in which they run, before the handler. */
const ROUTE_HOOKS = ['onRequest', 'preParsing', 'preValidation', 'preHandler']

export const FASTIFY: Framework = {
  name: 'fastify',
  registered,
  parameterTypes: {
    'fastify#FastifyRequest': 'request',
    'fastify#FastifyReply': 'response',
    'fastify#DoneFuncWithErrOrRes': 'next',
    'fastify#HookHandlerDoneFunction': 'next',
  },
  looksLike: answersLikeFastify,
  functionTypes: ['fastify#RouteHandlerMethod', 'fastify#RouteHandler', 'fastify#preHandlerHookHandler'],
  shape: ['request', 'response'],
  parts: { nodeRequest: ['request.raw'], nodeResponse: ['response.raw'] },
  // Not to be written: Fastify aborts it on the request's own `close`, which fires as soon as a body has been read.
  otherPlaces: { signal: ['request.signal'] },
  catchesRejections: () => true,
  parsesBody,
  wayOut,
}

function registered(source: Source): Handler[] {
  const found: Handler[] = []
  for (const route of routeCalls(source)) {
    const { call, name, instance } = route
    const isKnown = instance.key !== undefined && INSTANCES.has(instance.key)
    if (!isKnown && instance.key !== undefined) continue
    if (HOOKS.has(name)) {
      if (isKnown) found.push(...hooks(source, call, name))
    } else if (name === 'route') {
      if (isKnown || optionOf(source, call.arguments[0], 'handler') !== undefined)
        found.push(...objectRoutes(source, call, call.arguments[0], undefined, undefined, isKnown))
    } else if (VERBS.has(name) || name === 'all') {
      if (!isKnown && namesPath(source, call) === 'no') continue
      const method = httpMethod(name)
      const path = pathOfCall(route)
      const last = call.arguments.at(-1)
      const options = call.arguments.length > 2 ? call.arguments[1] : undefined
      if (last === undefined || last.type === 'SpreadElement') continue
      if (unwrap(last).type === 'ObjectExpression')
        found.push(...objectRoutes(source, call, last, method, path, isKnown))
      else {
        if (options !== undefined) found.push(...objectRoutes(source, call, options, method, path, isKnown))
        if (isKnown) found.push(...handlersOf(source, call, [last], { method, path, isKnown }))
      }
    }
  }
  return found
}

interface Where {
  readonly method: string | undefined
  readonly path: string | undefined
  readonly isKnown: boolean
  readonly isMiddleware?: boolean
}

function handlersOf(source: Source, registration: Node, values: readonly Node[], where: Where): Handler[] {
  return wrappedFunctions(source, values)
    .filter(({ fn }) => where.isKnown || answersLikeFastify(source, fn))
    .map(({ fn, wrappers }) =>
      makeHandler(source, FASTIFY, {
        fn,
        wrappers,
        registration,
        method: where.method,
        path: where.path,
        isMiddleware: where.isMiddleware ?? false,
      }),
    )
}

/** `{ method, url, handler, preHandler }`, whole or as the options of a short-hand route. */
function objectRoutes(
  source: Source,
  call: TSESTree.CallExpression,
  options: Node | undefined,
  method: string | undefined,
  path: string | undefined,
  isKnown: boolean,
): Handler[] {
  const value = (name: string): Node | undefined => {
    const option = optionOf(source, options, name)
    return option === 'spread' ? undefined : option
  }
  const where: Where = {
    method: method ?? stringOf(value('method'))?.toUpperCase(),
    path: path ?? stringOf(value('url')),
    isKnown,
  }
  const found: Handler[] = []
  for (const hook of ROUTE_HOOKS) {
    const given = value(hook)
    if (given !== undefined) found.push(...handlersOf(source, call, [given], { ...where, isMiddleware: true }))
  }
  const handler = value('handler')
  if (handler !== undefined) found.push(...handlersOf(source, call, [handler], where))
  return found
}

function hooks(source: Source, call: TSESTree.CallExpression, name: string): Handler[] {
  const isErrorHandler = name === 'setErrorHandler'
  const last = call.arguments.at(-1)
  if (last === undefined) return []
  return wrappedFunctions(source, [last]).map(({ fn, wrappers }) =>
    makeHandler(source, FASTIFY, {
      fn,
      wrappers,
      registration: call,
      isErrorHandler,
      isMiddleware: true,
      ...(isErrorHandler ? { shape: ['error', 'request', 'response'] as const } : {}),
    }),
  )
}

function answersLikeFastify(source: Source, fn: Handler['fn']): boolean {
  if (parameterTypeKey(source, fn, 1) === 'fastify#FastifyReply') return true
  const used = propertiesOfParameters(source, fn)[1]
  if (used === undefined) return false
  if (REPLY_NAMES.some((name) => used.has(name))) return true
  const second = fn.params[1]
  return (
    second?.type === 'Identifier' &&
    second.name === 'reply' &&
    (used.has('send') || used.has('status') || used.has('redirect'))
  )
}

function parsesBody(handler: Handler, { source }: Surroundings): boolean | undefined {
  if (handler.method !== undefined && BODILESS_METHODS.has(handler.method)) return false
  if (readsPlace(source, handler, 'request.body')) return true
  if (handler.isMiddleware || handler.method === undefined || !BODY_METHODS.has(handler.method)) return undefined
  // A parser that hands the raw stream on leaves the body unread.
  return holdsText(source, 'addContentTypeParser') ? undefined : true
}

/** Before the headers are out Fastify's own error handler answers; after `hijack()` it never would. */
function wayOut(handler: Handler, errorName: string, { source }: Surroundings): readonly string[] | undefined {
  if (handler.response === undefined) return undefined
  const { name } = handler.response
  const [cut] = endNodeResponse(`${name}.raw`, errorName)
  return readsPlace(source, handler, 'response.hijack')
    ? endNodeResponse(`${name}.raw`, errorName)
    : [cut, `else ${name}.send(${errorName})`]
}
