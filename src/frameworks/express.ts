import { importedName } from '../facts/callee.ts'
import { nodesOf } from '../facts/nodes.ts'
import type { Source } from '../source.ts'
import { perSource } from '../source.ts'
import { wrapperCatches } from './async-wrappers.ts'
import { answersLikeExpress, untypedControllers } from './express-controllers.ts'
import type { Framework, Handler, Surroundings } from './handler.ts'
import { instanceOf } from './instance.ts'
import { makeHandler } from './make-handler.ts'
import { BODILESS_METHODS, BODY_METHODS, endNodeResponse } from './node-response.ts'
import { readsPlace } from './parameter-use.ts'
import type { RouteCall } from './route-calls.ts'
import { VERBS, handlerArguments, httpMethod, pathOfCall, routeCalls } from './route-calls.ts'
import { wrappedFunctions } from './wrapped-function.ts'
import { callsNamed } from '../facts/named-calls.ts'

/** Apps and routers whose handlers look like Express' own: made by these, or typed as these. */
const INSTANCES = new Set([
  ...['default', 'Router', 'Express', 'Application', 'IRouter', 'IRoute', 'express'].map((name) => `express#${name}`),
  'express-serve-static-core#Express',
  'express-serve-static-core#Application',
  'express-serve-static-core#Router',
  'express-promise-router#default',
  '@awaitjs/express#addAsync',
  'express-ws#default().app',
  'express-ws#Application',
  'router#default',
  'ultimate-express#default',
  'ultimate-express#Router',
  'polka#default',
  'connect#default',
  'restify#createServer',
])

/** Routers of these catch what an async handler rejects with, whatever Express is below them. */
const CATCHING_INSTANCES = new Set(['express-promise-router#default', '@awaitjs/express#addAsync'])
const CATCHING_PACKAGES = ['express-async-errors', 'express-promise-router', '@awaitjs/express']

const REQUEST_TYPES = ['express#Request', 'express-serve-static-core#Request', 'restify#Request', 'polka#Request']
const RESPONSE_TYPES = ['express#Response', 'express-serve-static-core#Response', 'restify#Response']

export const EXPRESS: Framework = {
  name: 'express',
  registered,
  parameterTypes: {
    ...Object.fromEntries(REQUEST_TYPES.map((type) => [type, 'request'] as const)),
    ...Object.fromEntries(RESPONSE_TYPES.map((type) => [type, 'response'] as const)),
    'express#NextFunction': 'next',
    'express-serve-static-core#NextFunction': 'next',
  },
  looksLike: answersLikeExpress,
  assumed,
  functionTypes: ['express#RequestHandler', 'express#ErrorRequestHandler', 'express#Handler'],
  shape: ['request', 'response', 'next'],
  parts: { nodeRequest: ['request'], nodeResponse: ['response'] },
  catchesRejections,
  parsesBody,
  wayOut,
}

/** The order of parameters of an error handler. */
const ERROR_SHAPE = ['error', 'request', 'response', 'next'] as const

function registered(source: Source): Handler[] {
  const found: Handler[] = []
  for (const route of routeCalls(source)) {
    const { call, name, instance } = route
    if (name !== 'use' && name !== 'all' && !VERBS.has(name)) continue
    if (instance.key === undefined || !INSTANCES.has(instance.key)) continue
    const isRoute = name !== 'use'
    // `app.get('setting')` reads a setting.
    if (isRoute && instance.path === '' && call.arguments.length < 2) continue
    const functions = wrappedFunctions(source, handlerArguments(call))
    for (const [index, { fn, wrappers }] of functions.entries()) {
      // A function without parameters inside a call is an argument of a middleware factory.
      if (wrappers.length > 0 && fn.params.length === 0) continue
      const isErrorHandler = fn.params.length === 4
      found.push(
        makeHandler(source, EXPRESS, {
          fn,
          wrappers,
          registration: call,
          method: httpMethod(name),
          path: pathOfCall(route),
          isErrorHandler,
          isMiddleware: !isRoute || index < functions.length - 1,
          ...(isErrorHandler ? { shape: ERROR_SHAPE } : {}),
        }),
      )
    }
  }
  return found
}

function assumed(source: Source): Handler[] {
  return untypedControllers(source).map(({ fn, isErrorHandler }) =>
    makeHandler(source, EXPRESS, {
      fn,
      registration: fn,
      isRegistered: false,
      isErrorHandler,
      ...(isErrorHandler ? { shape: ERROR_SHAPE } : {}),
    }),
  )
}

const hasAsyncErrors = perSource((source) => {
  const isImported = nodesOf(source, 'ImportDeclaration').some((it) => it.source.value === 'express-async-errors')
  if (isImported) return true
  return callsNamed(source, ['require']).some((it) => importedName(source, it)?.module === 'express-async-errors')
})

function catchesRejections(handler: Handler, where: Surroundings): boolean | undefined {
  const { source, project } = where
  const byWrapper = wrapperCatches(handler, where)
  if (byWrapper !== false) return byWrapper
  const { registration } = handler
  const receiver = registration.type === 'CallExpression' ? registration.callee : undefined
  const instance = receiver?.type === 'MemberExpression' ? instanceOf(source, receiver.object) : undefined
  if (instance?.key !== undefined && CATCHING_INSTANCES.has(instance.key)) return true
  if (hasAsyncErrors(source)) return true
  const major = project.major('express')
  if (major !== undefined && major >= 5) return true
  // Whoever registers or calls it in another file may wrap it there.
  if (!handler.isRegistered) return undefined
  if (instance?.key !== undefined && !instance.key.startsWith('express')) return undefined
  if (CATCHING_PACKAGES.some((name) => project.has(name))) return instance?.key === undefined ? undefined : true
  return major === undefined ? undefined : false
}

const mountsParser = perSource((source) =>
  routeCalls(source).some(
    ({ call, name, instance }: RouteCall) =>
      name === 'use' &&
      instance.key !== undefined &&
      INSTANCES.has(instance.key) &&
      call.arguments.some((argument) => {
        if (argument.type !== 'CallExpression') return false
        const made = importedName(source, argument.callee)
        return (
          (made?.module === 'express' && (made.name === 'json' || made.name === 'urlencoded')) ||
          (made?.module === 'body-parser' && (made.name === 'json' || made.name === 'urlencoded'))
        )
      }),
  ),
)

function parsesBody(handler: Handler, { source }: Surroundings): boolean | undefined {
  if (handler.method !== undefined && BODILESS_METHODS.has(handler.method)) return false
  if (readsPlace(source, handler, 'request.body')) return true
  return handler.method !== undefined && BODY_METHODS.has(handler.method) && mountsParser(source) ? true : undefined
}

function wayOut(handler: Handler, errorName: string): readonly string[] | undefined {
  const response = handler.response?.name
  const next = handler.next?.name
  if (response === undefined) return next === undefined ? undefined : [`${next}(${errorName})`]
  if (next === undefined) return endNodeResponse(response, errorName)
  // An error handler that answers after the headers are out throws ERR_HTTP_HEADERS_SENT.
  return [`if (${response}.headersSent) ${response}.destroy(${errorName})`, `else ${next}(${errorName})`]
}
