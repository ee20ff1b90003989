import { stringOf } from '../facts/unwrap.ts'
import type { Source } from '../source.ts'
import type { Framework, Handler, Surroundings } from './handler.ts'
import { makeHandler } from './make-handler.ts'
import { BODILESS_METHODS, endNodeResponse } from './node-response.ts'
import { propertiesOfParameters, readsPlace } from './parameter-use.ts'
import { partText } from './part-text.ts'
import type { RouteCall } from './route-calls.ts'
import { VERBS, httpMethod, pathOfCall, routeCalls } from './route-calls.ts'
import { wrappedFunctions } from './wrapped-function.ts'

const ROUTERS = ['@koa/router', 'koa-router', 'koa-joi-router']
const INSTANCES = new Set([
  'koa#default',
  ...ROUTERS.flatMap((module) => [`${module}#default`, `${module}#Router`, `${module}#IRouter`]),
])
const CONTEXT_TYPES = [
  'koa#Context',
  'koa#ParameterizedContext',
  'koa#DefaultContext',
  'koa#ExtendableContext',
  ...ROUTERS.map((module) => `${module}#RouterContext`),
  ...ROUTERS.map((module) => `${module}#IRouterContext`),
]

export const KOA: Framework = {
  name: 'koa',
  registered,
  looksLike: (source, fn) => {
    const used = propertiesOfParameters(source, fn)[0]
    return used !== undefined && fn.params.length <= 2 && (used.has('body =') || used.has('throw()'))
  },
  parameterTypes: {
    ...Object.fromEntries(CONTEXT_TYPES.map((type) => [type, 'context'] as const)),
    'koa#Next': 'next',
  },
  functionTypes: ['koa#Middleware', ...ROUTERS.map((module) => `${module}#Middleware`)],
  shape: ['context', 'next'],
  parts: { nodeRequest: ['context.req'], nodeResponse: ['context.res'] },
  catchesRejections: () => true,
  parsesBody,
  wayOut: (handler, errorName) => {
    const response = partText(handler, 'nodeResponse')
    return response === undefined ? undefined : endNodeResponse(response, errorName)
  },
}

function registered(source: Source): Handler[] {
  const found: Handler[] = []
  for (const route of routeCalls(source)) {
    const { call, name, instance } = route
    if (instance.key === undefined || !INSTANCES.has(instance.key)) continue
    if (name !== 'use' && name !== 'all' && !VERBS.has(name)) continue
    const functions = wrappedFunctions(source, call.arguments)
    for (const [index, { fn, wrappers }] of functions.entries())
      found.push(
        makeHandler(source, KOA, {
          fn,
          wrappers,
          registration: call,
          method: httpMethod(name),
          path: pathOf(route),
          isMiddleware: name === 'use' || index < functions.length - 1,
        }),
      )
  }
  return found
}

/** `router.get('name', '/path', fn)` names the route before its path. */
function pathOf(route: RouteCall): string | undefined {
  return stringOf(route.call.arguments[1]) ?? pathOfCall(route)
}

function parsesBody(handler: Handler, { source }: Surroundings): boolean | undefined {
  if (handler.method !== undefined && BODILESS_METHODS.has(handler.method)) return false
  return readsPlace(source, handler, 'context.request.body') ? true : undefined
}
