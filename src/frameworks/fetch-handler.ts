import type { TSESTree } from '@typescript-eslint/utils'
import { importedName, methodName, receiverOf } from '../facts/callee.ts'
import { methodOf, returnedExpressions } from '../facts/functions.ts'
import { optionOf } from '../facts/model-call.ts'
import type { FunctionNode } from '../facts/nodes.ts'
import { collectWithin, nodesOf } from '../facts/nodes.ts'
import { originOf } from '../facts/origin.ts'
import { namedType } from '../facts/type-annotation.ts'
import { propertyName, stringOf, unwrap } from '../facts/unwrap.ts'
import { globalName } from '../facts/variables.ts'
import type { Node, Source } from '../source.ts'
import { exportedValues } from './exported-functions.ts'
import type { Framework, Handler } from './handler.ts'
import { makeHandler } from './make-handler.ts'
import { parameterTypeKey } from './parameters.ts'
import { ANSWERS_BY_RETURN } from './web-handler.ts'
import { wrappedFunction } from './wrapped-function.ts'
import { callsNamed, methodCalls } from '../facts/named-calls.ts'
import { importedModules } from './imported-modules.ts'

/** Base classes whose `fetch` method answers requests. */
const WORKER_CLASSES = new Set(['WorkerEntrypoint', 'DurableObject', 'Agent', 'Server', 'Container'])
const WORKER_MODULES = new Set(['cloudflare:workers', 'agents', 'partyserver', '@cloudflare/containers'])
const SERVE_CALLS = new Set(['Deno.serve', 'Bun.serve'])
const METHODS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'])

export const FETCH_HANDLER: Framework = {
  ...ANSWERS_BY_RETURN,
  name: 'fetch-handler',
  registered,
  assumed,
  parameterTypes: { '#Request': 'request', '#FetchEvent': 'context', '@cloudflare/workers-types#Request': 'request' },
  functionTypes: ['#ExportedHandlerFetchHandler'],
  shape: ['request'],
  parts: { webRequest: ['request', 'context.request'] },
}

function registered(source: Source): Handler[] {
  return [...exportedFetch(source), ...classFetch(source), ...served(source), ...fetchListeners(source)]
}

/** `export default { fetch(request, env, ctx) { … } }`, also through a constant. */
function exportedFetch(source: Source): Handler[] {
  const exported = exportedValues(source).find(({ name }) => name === 'default')
  if (exported === undefined) return []
  const origin = originOf(source, exported.value)
  const object = origin.kind === 'expression' && origin.path.length === 0 ? unwrap(origin.node) : undefined
  if (object?.type !== 'ObjectExpression') return []
  return fetchProperty(source, object)
}

function classFetch(source: Source): Handler[] {
  const found: Handler[] = []
  for (const owner of nodesOf(source, 'ClassDeclaration', 'ClassExpression')) {
    const base = owner.superClass == null ? undefined : importedName(source, owner.superClass)
    if (base === undefined || !WORKER_MODULES.has(base.module) || !WORKER_CLASSES.has(base.name)) continue
    for (const name of ['fetch', 'onRequest']) {
      const fn = methodOf(source, owner, name)
      if (fn !== undefined) found.push(makeHandler(source, FETCH_HANDLER, { fn, registration: owner }))
    }
  }
  return found
}

/** `Deno.serve(fn)`, `Deno.serve(options, fn)`, `Bun.serve({ fetch, routes })`, `serve(fn)` of Deno's standard library. */
function served(source: Source): Handler[] {
  const found: Handler[] = []
  for (const call of serveCandidates(source)) {
    if (!isServe(source, call)) continue
    for (const argument of call.arguments) {
      if (argument.type === 'SpreadElement') continue
      const object = unwrap(argument)
      if (object.type === 'ObjectExpression') found.push(...fetchProperty(source, object), ...routes(source, object))
      else {
        const handler = wrappedFunction(source, argument)
        if (handler !== undefined) found.push(makeHandler(source, FETCH_HANDLER, { ...handler, registration: call }))
      }
    }
  }
  return found
}

function fetchProperty(source: Source, object: TSESTree.ObjectExpression): Handler[] {
  const found: Handler[] = []
  for (const property of object.properties) {
    if (property.type !== 'Property') continue
    const name = propertyName(property)
    const handler = name === 'fetch' || name === 'handler' ? wrappedFunction(source, property.value as Node) : undefined
    if (handler !== undefined) found.push(makeHandler(source, FETCH_HANDLER, { ...handler, registration: property }))
  }
  return found
}

/** `routes: { '/path': fn, '/other': { GET: fn } }` of Bun. */
function routes(source: Source, options: TSESTree.ObjectExpression): Handler[] {
  const table = optionOf(source, options, 'routes')
  if (table === undefined || table === 'spread') return []
  const found: Handler[] = []
  const add = (value: Node, registration: Node, path: string | undefined, method?: string) => {
    const handler = wrappedFunction(source, value)
    if (handler !== undefined)
      found.push(makeHandler(source, FETCH_HANDLER, { ...handler, registration, path, method }))
  }
  for (const [path, value, property] of entriesOf(table)) {
    add(value, property, path)
    for (const [method, inner, innerProperty] of entriesOf(value))
      if (METHODS.has(method)) add(inner, innerProperty, path, method)
  }
  return found
}

function entriesOf(expression: Node): [name: string, value: Node, property: TSESTree.Property][] {
  const object = unwrap(expression)
  if (object.type !== 'ObjectExpression') return []
  return object.properties.flatMap((property): [string, Node, TSESTree.Property][] => {
    const name = property.type === 'Property' ? propertyName(property) : undefined
    return property.type === 'Property' && name !== undefined ? [[name, property.value as Node, property]] : []
  })
}

const SERVE_MODULE = /^(?:bun$|https:\/\/deno\.land\/std|@std\/http)/

/** All calls in files that import a function of that kind, which may have any name there. */
function serveCandidates(source: Source): TSESTree.CallExpression[] {
  const isImported = [...importedModules(source)].some((module) => SERVE_MODULE.test(module))
  return isImported ? nodesOf(source, 'CallExpression') : methodCalls(source, ['serve'])
}

function isServe(source: Source, call: TSESTree.CallExpression): boolean {
  const name = methodName(call)
  if (name !== undefined && name !== 'serve') return false
  const receiver = receiverOf(call)
  if (receiver !== undefined) return SERVE_CALLS.has(`${globalName(source, receiver) ?? ''}.${name ?? ''}`)
  const imported = importedName(source, call.callee)
  return imported?.name === 'serve' && SERVE_MODULE.test(imported.module)
}

/** `addEventListener('fetch', (event) => event.respondWith(answer(event.request)))`: the listener, and the function that it asks. */
function fetchListeners(source: Source): Handler[] {
  const found: Handler[] = []
  for (const call of callsNamed(source, ['addEventListener'])) {
    if (stringOf(call.arguments[0]) !== 'fetch' || globalName(source, call.callee) !== 'addEventListener') continue
    const given = call.arguments[1]
    const listener = given === undefined ? undefined : wrappedFunction(source, given)
    if (listener === undefined) continue
    found.push(makeHandler(source, FETCH_HANDLER, { ...listener, registration: call, shape: ['context'] }))
    for (const answer of collectWithin(source, listener.fn.body, isRespondWith)) {
      const asked = answer.arguments[0] === undefined ? undefined : unwrap(answer.arguments[0])
      if (asked?.type !== 'CallExpression') continue
      const fn = wrappedFunction(source, asked.callee)?.fn
      const first = asked.arguments[0] === undefined ? undefined : unwrap(asked.arguments[0])
      if (fn === undefined || first === undefined) continue
      const isRequest = first.type === 'MemberExpression' && propertyName(first) === 'request'
      found.push(
        makeHandler(source, FETCH_HANDLER, { fn, registration: call, shape: isRequest ? ['request'] : ['context'] }),
      )
    }
  }
  return found
}

function isRespondWith(node: Node): node is TSESTree.CallExpression {
  return node.type === 'CallExpression' && methodName(node) === 'respondWith'
}

/** Functions from a global `Request` to a `Response` that the file hands to nobody. */
function assumed(source: Source): Handler[] {
  const found: Handler[] = []
  for (const fn of nodesOf(source, 'FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression')) {
    if (parameterTypeKey(source, fn, 0) !== '#Request' || !answersResponse(source, fn)) continue
    found.push(makeHandler(source, FETCH_HANDLER, { fn, registration: fn, isRegistered: false }))
  }
  return found
}

function answersResponse(source: Source, fn: FunctionNode): boolean {
  const written = fn.returnType == null ? undefined : namedType(source, fn.returnType.typeAnnotation)
  if (written !== undefined) return written.name === 'Response' && written.module === undefined && !written.isLocal
  return returnedExpressions(source, fn).some((returned) => {
    const node = unwrap(returned)
    if (node.type === 'NewExpression') return globalName(source, node.callee) === 'Response'
    const receiver = node.type === 'CallExpression' ? receiverOf(node) : undefined
    return receiver !== undefined && globalName(source, receiver) === 'Response'
  })
}
