import type { TSESTree } from '@typescript-eslint/utils'
import { importedName } from '../facts/callee.ts'
import type { FunctionNode } from '../facts/nodes.ts'
import { nodesOf } from '../facts/nodes.ts'
import { stringOf, unwrap } from '../facts/unwrap.ts'
import { usesOfVariable } from '../facts/uses.ts'
import type { Node, Source } from '../source.ts'
import type { Framework, Handler } from './handler.ts'
import { imports } from './imported-modules.ts'
import { makeHandler } from './make-handler.ts'
import { parameterVariable } from './parameters.ts'
import type { RouteCall } from './route-calls.ts'
import { VERBS, handlerArguments, httpMethod, pathOfCall, routeCalls } from './route-calls.ts'
import { ANSWERS_BY_RETURN } from './web-handler.ts'
import { wrappedFunctions } from './wrapped-function.ts'

const INSTANCES = new Set([
  'hono#Hono',
  'hono/tiny#Hono',
  'hono/quick#Hono',
  '@hono/hono#Hono',
  '@hono/zod-openapi#OpenAPIHono',
  'hono-openapi#Hono',
])
/** Calls that take handlers and give them back, typed. */
const FACTORIES = new Set(['hono/factory#createMiddleware', 'hono/factory#createFactory().createHandlers'])
const CONTEXT_TYPES = ['hono#Context', 'hono/context#Context', '@hono/hono#Context']
/** What tells Hono's context from those of other frameworks. */
const CONTEXT_METHODS = new Set(['json', 'text', 'body', 'html', 'newResponse'])

export const HONO: Framework = {
  ...ANSWERS_BY_RETURN,
  name: 'hono',
  registered,
  parameterTypes: {
    ...Object.fromEntries(CONTEXT_TYPES.map((type) => [type, 'context'] as const)),
    'hono#Next': 'next',
  },
  looksLike: answersLikeHono,
  functionTypes: ['hono#Handler', 'hono#MiddlewareHandler', 'hono/types#Handler', 'hono/types#MiddlewareHandler'],
  shape: ['context', 'next'],
  parts: { webRequest: ['context.req.raw'] },
}

function registered(source: Source): Handler[] {
  return [...routeHandlers(source), ...factoryHandlers(source)]
}

function routeHandlers(source: Source): Handler[] {
  const found: Handler[] = []
  for (const route of routeCalls(source)) {
    const { call, name, instance } = route
    if (instance.key === undefined || !INSTANCES.has(instance.key) || !isRegistration(name)) continue
    const functions = wrappedFunctions(source, argumentsOf(route))
    for (const [index, { fn, wrappers }] of functions.entries())
      found.push(
        makeHandler(source, HONO, {
          fn,
          wrappers,
          registration: call,
          method: methodOfRoute(route),
          path: name === 'on' ? stringOf(call.arguments[1]) : pathOfCall(route),
          isErrorHandler: name === 'onError',
          isMiddleware: name === 'use' || name === 'onError' || index < functions.length - 1,
          ...(name === 'onError' ? { shape: ['error', 'context'] as const } : {}),
        }),
      )
  }
  return found
}

function factoryHandlers(source: Source): Handler[] {
  if (!imports(source, ['hono/factory'])) return []
  const found: Handler[] = []
  for (const call of nodesOf(source, 'CallExpression')) {
    if (!isFactory(source, call.callee)) continue
    const functions = wrappedFunctions(source, call.arguments)
    for (const [index, { fn, wrappers }] of functions.entries())
      found.push(
        makeHandler(source, HONO, {
          fn,
          wrappers,
          registration: call,
          isMiddleware: isMiddlewareFactory(source, call) || index < functions.length - 1,
        }),
      )
  }
  return found
}

function isFactory(source: Source, callee: Node): boolean {
  const imported = importedName(source, callee)
  if (imported !== undefined) return FACTORIES.has(`${imported.module}#${imported.name}`)
  const member = unwrap(callee)
  if (member.type !== 'MemberExpression' || member.property.type !== 'Identifier') return false
  if (member.property.name !== 'createHandlers' && member.property.name !== 'createMiddleware') return false
  return true
}

function isMiddlewareFactory(source: Source, call: TSESTree.CallExpression): boolean {
  const callee = unwrap(call.callee)
  if (callee.type === 'MemberExpression')
    return callee.property.type === 'Identifier' && callee.property.name === 'createMiddleware'
  return importedName(source, callee)?.name === 'createMiddleware'
}

function isRegistration(name: string): boolean {
  return VERBS.has(name) || ['all', 'use', 'on', 'openapi', 'onError', 'notFound'].includes(name)
}

/** `app.on(method, path, …)` names two things before the handlers; `openapi(route, …)` one that is no function. */
function argumentsOf({ call, name }: RouteCall): readonly Node[] {
  if (name === 'on') return call.arguments.slice(2)
  return name === 'openapi' ? call.arguments.slice(1, 2) : handlerArguments(call)
}

function methodOfRoute({ call, name }: RouteCall): string | undefined {
  return name === 'on' ? stringOf(call.arguments[0])?.toUpperCase() : httpMethod(name)
}

/** `c.json(value)`; what a callback calls on a fetched response takes no argument. */
function answersLikeHono(source: Source, fn: FunctionNode): boolean {
  const context = fn.params.length <= 2 ? parameterVariable(source, fn, 0) : undefined
  return (
    context !== undefined &&
    usesOfVariable(source, context).some(
      (use) => use.kind === 'method-call' && CONTEXT_METHODS.has(use.name) && use.call.arguments.length > 0,
    )
  )
}
