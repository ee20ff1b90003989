import type { TSESTree } from '@typescript-eslint/utils'
import { importedName } from '../facts/callee.ts'
import { nodesOf } from '../facts/nodes.ts'
import { stringOf, unwrap } from '../facts/unwrap.ts'
import { globalName } from '../facts/variables.ts'
import type { Source } from '../source.ts'
import type { Framework, Handler, Surroundings } from './handler.ts'
import { optionOf } from '../facts/model-call.ts'
import { imports } from './imported-modules.ts'
import { makeHandler } from './make-handler.ts'
import { BODILESS_METHODS, endNodeResponse } from './node-response.ts'
import { partText } from './part-text.ts'
import { VERBS, handlerArguments, httpMethod, pathOfCall, routeCalls } from './route-calls.ts'
import { wrappedFunction, wrappedFunctions } from './wrapped-function.ts'
import { callsNamed } from '../facts/named-calls.ts'

/** Calls that make a function a handler; Nitro and Nuxt give them as globals too. */
const DEFINERS = new Set([
  'defineEventHandler',
  'eventHandler',
  'defineHandler',
  'defineCachedEventHandler',
  'cachedEventHandler',
])
const MODULES = new Set(['h3', 'nitropack/runtime', 'nitro/h3', 'nitro/runtime', '#imports', 'h3-nightly'])
const INSTANCES = new Set(['h3#createRouter', 'h3#createApp', 'h3#H3', 'h3#Router', 'h3#App'])
const BODY_READERS = new Set(['readBody', 'readRawBody', 'readValidatedBody', 'readFormData', 'readMultipartFormData'])

export const H3: Framework = {
  name: 'h3',
  registered,
  parameterTypes: { 'h3#H3Event': 'context' },
  functionTypes: ['h3#EventHandler'],
  shape: ['context'],
  parts: { nodeRequest: ['context.node.req'], nodeResponse: ['context.node.res'] },
  // Only from version 2 on is `event.req` a web request.
  otherPlaces: { webRequest: ['context.req'] },
  catchesRejections: () => true,
  parsesBody,
  wayOut: (handler, errorName) => {
    const response = partText(handler, 'nodeResponse')
    return response === undefined ? undefined : endNodeResponse(response, errorName)
  },
}

function registered(source: Source): Handler[] {
  const found: Handler[] = []
  const isImported = imports(source, [...MODULES])
  for (const call of isImported ? nodesOf(source, 'CallExpression') : callsNamed(source, DEFINERS)) {
    // An auto-imported name is that of the table; an import may have another name.
    if (call.callee.type !== 'Identifier') continue
    if (!isDefiner(source, call)) continue
    const [first] = call.arguments
    if (first === undefined || first.type === 'SpreadElement') continue
    const given = unwrap(first).type === 'ObjectExpression' ? optionOf(source, first, 'handler') : first
    const handler = given === undefined || given === 'spread' ? undefined : wrappedFunction(source, given)
    if (handler !== undefined)
      found.push(makeHandler(source, H3, { ...handler, registration: call, method: methodOfFile(source.path) }))
  }
  for (const route of routeCalls(source)) {
    const { call, name, instance } = route
    if (instance.key === undefined || !INSTANCES.has(instance.key)) continue
    if (name !== 'use' && name !== 'all' && !VERBS.has(name)) continue
    for (const { fn, wrappers } of wrappedFunctions(source, handlerArguments(call))) {
      if (found.some((handler) => handler.fn === fn)) continue
      found.push(
        makeHandler(source, H3, {
          fn,
          wrappers,
          registration: call,
          method: httpMethod(name),
          path: pathOfCall(route),
          isMiddleware: name === 'use' && stringOf(call.arguments[0]) === undefined,
        }),
      )
    }
  }
  return found
}

function isDefiner(source: Source, call: TSESTree.CallExpression): boolean {
  const { callee } = call
  if (callee.type !== 'Identifier') return false
  const imported = importedName(source, callee)
  if (imported !== undefined) return MODULES.has(imported.module) && DEFINERS.has(imported.name)
  const name = globalName(source, callee)
  return name !== undefined && DEFINERS.has(name)
}

/** Nitro takes the method from the file's name: `server/api/chat.post.ts`. */
function methodOfFile(path: string): string | undefined {
  return /\.(get|post|put|patch|delete|head|options)\.[cm]?[jt]s$/.exec(path)?.[1]?.toUpperCase()
}

function parsesBody(handler: Handler, { source }: Surroundings): boolean | undefined {
  if (handler.method !== undefined && BODILESS_METHODS.has(handler.method)) return false
  const reads = bodyReads(source).some(
    (call) => call.range[0] > handler.fn.range[0] && call.range[1] < handler.fn.range[1],
  )
  return reads ? true : undefined
}

function bodyReads(source: Source): TSESTree.CallExpression[] {
  return callsNamed(source, BODY_READERS).filter(({ callee }) => {
    if (callee.type !== 'Identifier' || !BODY_READERS.has(callee.name)) return false
    const module = importedName(source, callee)?.module
    return module === undefined ? globalName(source, callee) !== undefined : MODULES.has(module)
  })
}
