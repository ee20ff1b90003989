import type { TSESTree } from '@typescript-eslint/utils'
import { importedName, methodName, receiverOf } from '../facts/callee.ts'
import { referencesToFunction } from '../facts/functions.ts'
import { optionOf } from '../facts/model-call.ts'
import type { FunctionNode } from '../facts/nodes.ts'
import { isFunction, nodesOf } from '../facts/nodes.ts'
import { originOf } from '../facts/origin.ts'
import { propertyName, stringOf, unwrap, wrapped } from '../facts/unwrap.ts'
import type { Node, Source } from '../source.ts'
import { perSourceAnd } from '../source.ts'
import { valueAcross } from './across.ts'
import type { AppObject } from './app-objects.ts'
import { appKey, appObject, isSameApp } from './app-objects.ts'
import { APPS, OPTION_GATES, ORDERLESS, ROOT_CALLS, ROUTERS } from './mount-tables.ts'
import type { Codebase, Place } from './codebase.ts'
import { placeKey } from './codebase.ts'
import { flatArguments } from './flat-arguments.ts'
import type { GateCall } from './gate-calls.ts'
import { allGateCalls, gateCalls, pathArgument } from './gate-calls.ts'
import {
  callsAcross,
  callsHanding,
  functionsIn,
  isObject,
  mountingCalls,
  pluginFunction,
  registeringCalls,
} from './handing-calls.ts'
import { precedes } from './order.ts'
import type { RouteCall } from './route-calls.ts'
import { httpMethod, routeCallsWithin } from './route-calls.ts'
import { coverage, joinPaths } from './route-paths.ts'

/** Something that runs, or may run, before a route's handler. */
export interface Gate extends Place {
  /**
   * `middleware`: a function, or a call that makes one. `wrapper`: a call around the handler. `options`: an object of the route.
   * `plugin`: a registered plugin. `decorator`, `global`, `hook`: what Nest and hook files bring. `caller`: a function that
   * calls the handler, as far as `until`. `declared`: the project says that everybody may.
   */
  readonly kind:
    'middleware' | 'wrapper' | 'options' | 'plugin' | 'decorator' | 'global' | 'hook' | 'caller' | 'declared'
  /** False when it is not sure that it runs before, or for this path. */
  readonly isCertain: boolean
  readonly until?: Node
}

/** One way from a server's root to a handler. */
export interface WayIn {
  /** The full path, parameters as `:name`; undefined when a part of it is no literal. */
  readonly path: string | undefined
  /** The HTTP method that a call elsewhere registers the handler for; undefined for several, and where the handler says it itself. */
  readonly method?: string | undefined
  /** In the order in which they run, the innermost first. */
  readonly gates: readonly Gate[]
  /** Where the route and its routers are mounted, the innermost first; the route's own registration is not in it. */
  readonly mounts: readonly Place[]
  /** `app`: followed up to the server. `unknown`: it goes on where it cannot be followed. */
  readonly end: 'app' | 'unknown'
  /** The object that the way ends with. */
  readonly root?: AppObject | undefined
}

/** How many mounts may stand above one another. */
const MAX_DEPTH = 8
/** How many ways one handler may have. */
const MAX_WAYS = 24
/** How many paths one call may register a handler for; of a longer list none is told. */
const MAX_PATHS = 8

interface Step {
  readonly path: string | undefined
  readonly gates: readonly Gate[]
  readonly mounts: readonly Place[]
}

/** The ways to a handler that a call such as `router.post('/path', mw, handler)` registers. */
export function waysOfRouteCall(
  codebase: Codebase,
  source: Source,
  call: TSESTree.CallExpression,
  isHandler: (argument: Node) => boolean,
): WayIn[] {
  const receiver = receiverOf(call)
  if (receiver === undefined) return []
  const object = appObject(codebase, source, receiver)
  const gates = gatesOfCall(source, call, isHandler)
  const method = httpMethod(methodName(call) ?? '')
  return pathsOfRoute(source, call)
    .map((path): Step => ({ path: joinPaths(object?.path ?? '', path), gates, mounts: [] }))
    .flatMap((step) => climb(codebase, object, { source, node: call }, step, MAX_DEPTH))
    .map((way) => ({ ...way, method }))
}

/** The ways to a function that other code registers or calls: a controller in a file of its own. */
export function waysOfFunction(codebase: Codebase, source: Source, fn: FunctionNode): WayIn[] {
  const target = placeKey({ source, node: fn })
  const found: WayIn[] = []
  for (const file of [source, ...codebase.importersOf(source)])
    for (const call of registeringCalls(codebase, file, target)) {
      const isHandler = (argument: Node) => functionsIn(codebase, file, argument).includes(target)
      found.push(...waysOfRouteCall(codebase, file, call, isHandler))
    }
  return found.slice(0, MAX_WAYS)
}

/** Calls of a function, in its own and in other files. */
export function callersAcross(codebase: Codebase, source: Source, fn: FunctionNode): Place[] {
  const target = placeKey({ source, node: fn })
  const found: Place[] = []
  for (const reference of referencesToFunction(source, fn)) {
    const outer = wrapped(reference)
    if (outer.parent?.type === 'CallExpression' && outer.parent.callee === outer)
      found.push({ source, node: outer.parent })
  }
  for (const file of codebase.importersOf(source)) {
    if (file.path === source.path) continue
    for (const call of callsAcross(codebase, file, target)) found.push({ source: file, node: call })
  }
  return found
}

function climb(codebase: Codebase, object: AppObject | undefined, at: Place, step: Step, depth: number): WayIn[] {
  if (object === undefined || depth === 0) return [{ ...step, end: 'unknown' }]
  const prefix = prefixOf(object)
  const before = gatesBefore(codebase, object, at, step.path)
  const here: Step = { ...step, path: joinPaths(prefix, step.path), gates: [...step.gates, ...before] }
  const mounts = mountsOf(codebase, object)
  if (mounts.length === 0) return [{ ...here, end: isRoot(codebase, object) ? 'app' : 'unknown', root: object }]
  return mounts
    .flatMap(({ parent, at: place, path, gates }) =>
      climb(
        codebase,
        parent,
        place,
        { path: joinPaths(path, here.path), gates: [...here.gates, ...gates], mounts: [...here.mounts, place] },
        depth - 1,
      ),
    )
    .slice(0, MAX_WAYS)
}

interface Mount {
  readonly parent: AppObject | undefined
  readonly at: Place
  /** Undefined when it is no literal; `''` where there is none. */
  readonly path: string | undefined
  readonly gates: readonly Gate[]
}

function mountsOf(codebase: Codebase, object: AppObject): readonly Mount[] {
  const known = mountsByApp(object.source, codebase)
  const key = appKey(object)
  const mounts = known.get(key) ?? findMounts(codebase, object)
  known.set(key, mounts)
  return mounts
}

const mountsByApp = perSourceAnd((_source, _codebase: Codebase) => new Map<string, readonly Mount[]>())

function findMounts(codebase: Codebase, object: AppObject): Mount[] {
  const found: Mount[] = []
  for (const file of [object.source, ...codebase.importersOf(object.source)]) {
    for (const route of mountingCalls(codebase, file, object)) {
      const mount = mountOfCall(codebase, file, route, object)
      if (mount !== undefined) found.push(mount)
    }
    if (object.parameter !== undefined) found.push(...handings(codebase, file, object, object.parameter))
  }
  return found
}

/** `parent.use('/path', mw, router)`, `parent.route('/path', router)`, `parent.register(plugin, { prefix })`. */
function mountOfCall(
  codebase: Codebase,
  file: Source,
  { call, name }: RouteCall,
  object: AppObject,
): Mount | undefined {
  const receiver = receiverOf(call)
  if (receiver === undefined) return undefined
  let inner: string | undefined = ''
  const isMounted = (argument: Node): boolean => {
    if (isObject(codebase, file, argument, object)) return true
    const node = unwrap(argument)
    if (node.type !== 'CallExpression') return false
    // `mount('/path', app)` of koa-mount, `useBase('/path', router.handler)` of h3, `fp(plugin)`.
    if (!node.arguments.some((it) => it.type !== 'SpreadElement' && isObject(codebase, file, it, object))) return false
    inner = stringOf(node.arguments[0]) ?? ''
    return true
  }
  const all = flatArguments(file, call.arguments)
  if (!all.some(isMounted)) return undefined
  const parent = appObject(codebase, file, receiver)
  if (isSameApp(parent, object)) return undefined
  const prefix = name === 'register' ? optionText(file, call.arguments[1], 'prefix') : pathArgument(call)
  return {
    parent,
    at: { source: file, node: call },
    path: joinPaths(joinPaths(parent?.path ?? '', prefix), inner),
    gates: gatesOfCall(file, call, isMounted, 'router'),
  }
}

/** Calls that hand an app to the function whose parameter the object is: `registerRoutes(app)`, `new ChatRoutes(app)`. */
function handings(codebase: Codebase, file: Source, object: AppObject, index: number): Mount[] {
  const target = placeKey(object)
  const found: Mount[] = []
  for (const call of callsHanding(codebase, file, index, target)) {
    const argument = call.arguments[index] as TSESTree.Expression
    const given = object.property === undefined ? argument : optionOf(file, argument, object.property)
    if (given === undefined) continue
    const parent = given === 'spread' ? undefined : appObject(codebase, file, given)
    found.push({ parent, at: { source: file, node: call }, path: '', gates: [] })
  }
  return found
}

/** What the calls on an app bring in front of what is registered on it at a place. */
function gatesBefore(codebase: Codebase, object: AppObject, at: Place, path: string | undefined): Gate[] {
  const found: Gate[] = []
  const files = new Map([object.source, at.source].map((source) => [source.path, source]))
  for (const file of codebase.importersOf(object.source)) if (!files.has(file.path)) files.set(file.path, file)
  for (const file of files.values())
    for (const gate of gateCalls(codebase, file, object, path))
      if (gate.route.call !== at.node) found.push(...gatesOfUse(codebase, file, gate, { object, at, path }))
  return found
}

interface Asked {
  readonly object: AppObject
  readonly at: Place
  readonly path: string | undefined
}

function gatesOfUse(codebase: Codebase, file: Source, gate: GateCall, asked: Asked): Gate[] {
  const { at, path } = asked
  const { isRoute, pattern } = gate
  const { call, name } = gate.route
  const isHook = name === 'addHook'
  const order = isHook || ORDERLESS.has(name) ? 'yes' : precedes({ source: file, node: call }, at)
  if (order === 'no') return []
  const isPrefix = !isRoute && !isHono(asked.object)
  const covers = isHook || name === 'register' ? 'yes' : coverage(pattern, path, isPrefix)
  if (covers === 'no') return []
  const isCertain = order === 'yes' && covers === 'yes' && !(isRoute && name !== 'all')
  if (isHook) {
    const fn = call.arguments[1]
    return fn === undefined ? [] : [{ source: file, node: fn, kind: 'middleware', isCertain }]
  }
  if (name === 'register') return gatesOfPlugin(codebase, file, call, isCertain)
  return flatArguments(file, call.arguments).flatMap((argument): Gate[] => {
    if (stringOf(argument) !== undefined || argument.type === 'ArrayExpression') return []
    const inner = appObject(codebase, file, argument)
    const isRouter = inner !== undefined && inner.parameter === undefined && isAppKey(inner.key)
    // A router that is mounted earlier lets through what it has no route for, past its own middleware.
    if (isRouter) return isSameApp(inner, asked.object) ? [] : gatesInside(codebase, inner)
    return [{ source: file, node: argument, kind: 'middleware', isCertain }]
  })
}

function gatesInside(codebase: Codebase, router: AppObject): Gate[] {
  return allGateCalls(codebase, router.source, router).flatMap(({ route: { call, name } }): Gate[] => {
    if (name !== 'use') return []
    return call.arguments
      .filter((argument) => argument.type !== 'SpreadElement' && stringOf(argument) === undefined)
      .map((node): Gate => ({ source: router.source, node, kind: 'middleware', isCertain: false }))
  })
}

/** The hooks that a plugin adds to the app itself, which only plugins made with `fastify-plugin` can. */
function gatesOfPlugin(codebase: Codebase, file: Source, call: TSESTree.CallExpression, isCertain: boolean): Gate[] {
  const [given] = call.arguments
  if (given === undefined || given.type === 'SpreadElement') return []
  const made = importedName(file, given)
  const fn = pluginFunction(codebase, file, given)
  if (fn === undefined || !isFunction(fn.node)) {
    const isPackage = made !== undefined && !codebase.resolves(file, made.module)
    return isPackage ? [{ source: file, node: call, kind: 'plugin', isCertain }] : []
  }
  const value = valueAcross(codebase, file, given)
  if (value?.node.type !== 'CallExpression') return []
  const found: Gate[] = []
  for (const inner of routeCallsWithin(fn.source, fn.node)) {
    const hook = inner.call.arguments[1]
    if (inner.name === 'addHook' && hook !== undefined)
      found.push({ source: fn.source, node: hook, kind: 'middleware', isCertain })
    if (inner.name === 'register') found.push(...gatesOfPlugin(codebase, fn.source, inner.call, isCertain))
  }
  return found
}

/** What stands before the handler in the route's own call, and around it. */
function gatesOfCall(
  source: Source,
  call: TSESTree.CallExpression,
  isHandler: (argument: Node) => boolean,
  what: 'handler' | 'router' = 'handler',
): Gate[] {
  const found: Gate[] = []
  for (const argument of flatArguments(source, call.arguments)) {
    if (stringOf(argument) !== undefined) continue
    if (isHandler(argument)) {
      found.push(...gatesOfObject(source, argument))
      // What stands around a router is a view of it: `router.routes()`.
      if (what === 'handler') found.push(...wrappersOf(source, argument))
      break
    }
    const object = objectOf(source, argument)
    if (object !== undefined) found.push(...gatesOfObject(source, object))
    else if (!isPathLike(source, argument, call))
      found.push({ source, node: argument, kind: 'middleware', isCertain: true })
  }
  // Fastify's options stand behind the plugin, Nest-like ones behind the handler.
  const last = call.arguments.at(-1)
  if (last !== undefined && last.type !== 'SpreadElement' && call.arguments.length > 1 && !isHandler(last)) {
    const object = objectOf(source, last)
    if (object !== undefined && !found.some(({ node }) => node === object)) found.push(...gatesOfObject(source, object))
  }
  return found.reverse()
}

function gatesOfObject(source: Source, node: Node): Gate[] {
  const object = objectOf(source, node)
  if (object === undefined) return []
  const found: Gate[] = [{ source, node: object, kind: 'options', isCertain: true }]
  for (const name of OPTION_GATES) {
    const value = optionOf(source, object, name)
    if (value === undefined || value === 'spread') continue
    for (const gate of flatArguments(source, [value]))
      found.push({ source, node: gate, kind: 'middleware', isCertain: true })
  }
  return found
}

function wrappersOf(source: Source, argument: Node): Gate[] {
  const found: Gate[] = []
  let node = unwrap(argument)
  if (node.type === 'Identifier') {
    const origin = originOf(source, node)
    if (origin.kind === 'expression' && origin.path.length === 0) node = unwrap(origin.node)
  }
  while (node.type === 'CallExpression' && methodName(node) !== 'bind') {
    found.push({ source, node, kind: 'wrapper', isCertain: true })
    const inner: Node | undefined = node.arguments.findLast(
      (it) => it.type !== 'SpreadElement' && it.type !== 'Literal',
    )
    if (inner === undefined) break
    node = unwrap(inner)
  }
  return found
}

function objectOf(source: Source, node: Node): TSESTree.ObjectExpression | undefined {
  const value = unwrap(node)
  if (value.type === 'ObjectExpression') return value
  if (value.type !== 'Identifier') {
    // `createRoute({ … })` of Hono's OpenAPI.
    const [first] = value.type === 'CallExpression' && value.arguments.length === 1 ? value.arguments : []
    return first?.type === 'ObjectExpression' && methodName(value as TSESTree.CallExpression) === undefined
      ? undefined
      : undefined
  }
  const origin = originOf(source, value)
  const made = origin.kind === 'expression' && origin.path.length === 0 ? unwrap(origin.node) : undefined
  return made?.type === 'ObjectExpression' ? made : undefined
}

/** The paths that a route's own call names: `router.post(['/', '/:id'], fn)` has two. */
function pathsOfRoute(source: Source, call: TSESTree.CallExpression): (string | undefined)[] {
  const [first] = call.arguments
  const list = first === undefined || first.type === 'SpreadElement' ? undefined : listOf(source, first)
  const texts = list?.map((it) => (it === null ? undefined : stringOf(it)))
  return texts === undefined || texts.length === 0 || texts.length > MAX_PATHS || texts.includes(undefined)
    ? [pathOfRoute(source, call)]
    : texts
}

function listOf(source: Source, expression: Node): readonly (Node | null)[] | undefined {
  const node = unwrap(expression)
  if (node.type === 'ArrayExpression') return node.elements
  if (node.type !== 'Identifier') return undefined
  const origin = originOf(source, node)
  const value = origin.kind === 'expression' && origin.path.length === 0 ? unwrap(origin.node) : undefined
  return value?.type === 'ArrayExpression' ? value.elements : undefined
}

/** The path that a route's own call names, `''` where it names none; undefined when it is no literal. */
function pathOfRoute(source: Source, call: TSESTree.CallExpression): string | undefined {
  const name = methodName(call)
  const [first, second] = call.arguments
  if (name === 'on') return stringOf(second)
  // `router.get('name', '/path', fn)` of Koa names the route first.
  if (stringOf(second)?.startsWith('/') === true) return stringOf(second)
  if (name === 'route' || name === 'openapi') return optionText(source, first, name === 'route' ? 'url' : 'path')
  const text = pathArgument(call)
  return first !== undefined && text === '' && call.arguments.length > 1 && mayBePath(first) ? undefined : text
}

function mayBePath(argument: Node): boolean {
  const node = unwrap(argument)
  return (
    node.type === 'Identifier' ||
    node.type === 'MemberExpression' ||
    node.type === 'BinaryExpression' ||
    node.type === 'CallExpression' ||
    node.type === 'ArrayExpression' ||
    (node.type === 'Literal' && 'regex' in node)
  )
}

function isPathLike(source: Source, argument: Node, call: TSESTree.CallExpression): boolean {
  const node = unwrap(argument)
  if (node.type === 'TemplateLiteral' || node.type === 'Literal' || node.type === 'BinaryExpression') return true
  if (call.arguments[0] !== argument && unwrap(call.arguments[0] as Node) !== node) return false
  const origin = originOf(source, node)
  const value = origin.kind === 'expression' ? unwrap(origin.node) : undefined
  if (value?.type === 'Literal' || value?.type === 'TemplateLiteral') return true
  return call.arguments.length > 1 && node.type === 'MemberExpression' && /^[A-Z_]+$/.test(propertyName(node) ?? '')
}

function optionText(source: Source, options: Node | undefined, name: string): string | undefined {
  const value = options === undefined ? undefined : optionOf(source, options, name)
  return value === undefined ? '' : value === 'spread' ? undefined : stringOf(value)
}

function prefixOf(object: AppObject): string | undefined {
  if (object.parameter !== undefined) return ''
  const call = object.node as TSESTree.CallExpression | TSESTree.NewExpression
  const [options] = call.arguments
  if (options === undefined || options.type === 'SpreadElement') return ''
  return optionText(object.source, options, 'prefix')
}

function isAppKey(key: string | undefined): boolean {
  return key !== undefined && (APPS.has(key) || ROUTERS.has(key))
}

function isHono(object: AppObject): boolean {
  return object.key !== undefined && /hono/i.test(object.key)
}

/** True for what serves by itself: an app; of Hono, one that is handed to a server. */
function isRoot(codebase: Codebase, object: AppObject): boolean {
  if (object.parameter !== undefined || object.key === undefined) return false
  if (!APPS.has(object.key)) return false
  if (!isHono(object)) return true
  const known = servedApps(object.source, codebase)
  const key = appKey(object)
  const answer = known.get(key) ?? isServed(codebase, object)
  known.set(key, answer)
  return answer
}

const servedApps = perSourceAnd((_source, _codebase: Codebase) => new Map<string, boolean>())

function isServed(codebase: Codebase, object: AppObject): boolean {
  for (const file of [object.source, ...codebase.importersOf(object.source)]) {
    for (const member of nodesOf(file, 'MemberExpression'))
      if (propertyName(member) === 'fetch' && isSameApp(appObject(codebase, file, member.object), object)) return true
    for (const exported of nodesOf(file, 'ExportDefaultDeclaration'))
      if (file === object.source && isSameApp(appObject(codebase, file, exported.declaration), object)) return true
    for (const call of nodesOf(file, 'CallExpression')) {
      const [first] = call.arguments
      const name = importedName(file, call.callee)
      if (first === undefined || name === undefined || !ROOT_CALLS.has(name.name)) continue
      if (isSameApp(appObject(codebase, file, first), object)) return true
    }
  }
  return false
}
