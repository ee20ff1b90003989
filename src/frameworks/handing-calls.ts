import type { TSESTree } from '@typescript-eslint/utils'
import { importedName, methodName } from '../facts/callee.ts'
import { optionOf } from '../facts/model-call.ts'
import { isFunction, nodesOf } from '../facts/nodes.ts'
import { unwrap } from '../facts/unwrap.ts'
import type { Node, Source } from '../source.ts'
import { perSourceAnd } from '../source.ts'
import { classAcross, functionAcross, valueAcross } from './across.ts'
import type { AppObject } from './app-objects.ts'
import { appKey, appObject } from './app-objects.ts'
import type { Codebase, Place } from './codebase.ts'
import { placeKey } from './codebase.ts'
import { flatArguments } from './flat-arguments.ts'
import { HANDED_ON } from './mount-tables.ts'
import type { RouteCall } from './route-calls.ts'
import { routeCalls } from './route-calls.ts'

/** The calls of a file that may mount an object: those that are given it, or something that is made of it. */
export function mountingCalls(codebase: Codebase, file: Source, object: AppObject): readonly RouteCall[] {
  if (object.parameter === undefined) return mountsByApp(file, codebase).get(appKey(object)) ?? []
  // A plugin is mounted by its function.
  return object.parameter === 0 ? (mountsByPlugin(file, codebase).get(placeKey(object)) ?? []) : []
}

/** True when an argument is the object: by one of its names, or by the function of a plugin. */
export function isObject(codebase: Codebase, file: Source, expression: Node, object: AppObject): boolean {
  if (object.parameter === undefined) return keyOfApp(codebase, file, expression) === appKey(object)
  return object.parameter === 0 && keyOfPlugin(codebase, file, expression) === placeKey(object)
}

const mountsByApp = perSourceAnd((file, codebase: Codebase) =>
  byKey(mounting(file), (it) => parts(file, it).flatMap((part) => keyOfApp(codebase, file, part) ?? [])),
)

const mountsByPlugin = perSourceAnd((file, codebase: Codebase) =>
  byKey(mounting(file), (it) => parts(file, it).flatMap((part) => keyOfPlugin(codebase, file, part) ?? [])),
)

function mounting(file: Source): RouteCall[] {
  return routeCalls(file).filter(({ name }) => HANDED_ON.has(name))
}

/** The arguments of a call, and those of the calls among them: `mount('/path', app)` of koa-mount, `fp(plugin)`. */
function parts(file: Source, { call }: RouteCall): Node[] {
  return flatArguments(file, call.arguments).flatMap((argument) => {
    const node = unwrap(argument)
    const inner = node.type === 'CallExpression' ? node.arguments.filter((it) => it.type !== 'SpreadElement') : []
    return [argument, ...inner]
  })
}

function keyOfApp(codebase: Codebase, file: Source, expression: Node): string | undefined {
  const node = unwrap(expression)
  if (node.type === 'Literal' || node.type === 'TemplateLiteral' || isFunction(node)) return undefined
  const app = appObject(codebase, file, node)
  return app === undefined ? undefined : appKey(app)
}

function keyOfPlugin(codebase: Codebase, file: Source, expression: Node): string | undefined {
  const plugin = pluginFunction(codebase, file, expression)
  return plugin === undefined ? undefined : placeKey(plugin)
}

/** The function behind a plugin: itself, in `fp(fn)`, or what `import('./plugin')` exports by default. */
export function pluginFunction(codebase: Codebase, file: Source, expression: Node): Place | undefined {
  const value = valueAcross(codebase, file, expression)
  if (value === undefined) return undefined
  if (isFunction(value.node)) return value
  if (value.node.type !== 'CallExpression') return undefined
  const [first] = value.node.arguments
  if (first === undefined || first.type === 'SpreadElement') return undefined
  if (importedName(value.source, value.node.callee)?.module !== 'fastify-plugin') return undefined
  return functionAcross(codebase, value.source, first)
}

/** The calls of a file that register a function, by the key of its place. */
export function registeringCalls(codebase: Codebase, file: Source, target: string): readonly TSESTree.CallExpression[] {
  return registrations(file, codebase).get(target) ?? []
}

const registrations = perSourceAnd((file, codebase: Codebase) =>
  byKey(
    routeCalls(file).map(({ call }) => call),
    (call) => flatArguments(file, call.arguments).flatMap((it) => functionsIn(codebase, file, it)),
  ),
)

/** The functions that an argument hands over, bare, as a member of an object, or inside wrappers, by the keys of their places. */
export function functionsIn(codebase: Codebase, file: Source, argument: Node, steps = 4): string[] {
  if (steps === 0) return []
  const node = unwrap(argument)
  if (node.type === 'Literal' || node.type === 'TemplateLiteral') return []
  if (node.type === 'ObjectExpression') {
    const handler = optionOf(file, node, 'handler')
    return handler === undefined || handler === 'spread' ? [] : functionsIn(codebase, file, handler, steps - 1)
  }
  if (node.type === 'CallExpression' && methodName(node) !== 'bind')
    return node.arguments.flatMap((it) =>
      it.type === 'SpreadElement' ? [] : functionsIn(codebase, file, it, steps - 1),
    )
  const fn = functionAcross(codebase, file, node)
  return fn === undefined ? [] : [placeKey(fn)]
}

/** The calls of a file that run a function, by the key of its place. */
export function callsAcross(codebase: Codebase, file: Source, target: string): readonly TSESTree.CallExpression[] {
  return callsByFunction(file, codebase).get(target) ?? []
}

const callsByFunction = perSourceAnd((file, codebase: Codebase) =>
  byKey(nodesOf(file, 'CallExpression'), (call) => {
    const callee = functionAcross(codebase, file, call.callee)
    return callee === undefined ? [] : [placeKey(callee)]
  }),
)

type AnyCall = TSESTree.CallExpression | TSESTree.NewExpression

/** The calls of a file that hand something to one parameter of a function or constructor, by the key of its place. */
export function callsHanding(codebase: Codebase, file: Source, index: number, target: string): readonly AnyCall[] {
  const known = callsByIndex(file, codebase)
  let byTarget = known.get(index)
  if (byTarget === undefined) {
    const calls = nodesOf(file, 'CallExpression', 'NewExpression').filter((call) => {
      const argument = call.arguments[index]
      return argument !== undefined && argument.type !== 'SpreadElement'
    })
    byTarget = byKey(calls, (call) => targetOf(codebase, file, call) ?? [])
    known.set(index, byTarget)
  }
  return byTarget.get(target) ?? []
}

const callsByIndex = perSourceAnd(
  (_file, _codebase: Codebase) => new Map<number, ReadonlyMap<string, readonly AnyCall[]>>(),
)

function targetOf(codebase: Codebase, file: Source, call: AnyCall): string | undefined {
  if (call.type === 'CallExpression') {
    const callee = functionAcross(codebase, file, call.callee)
    return callee === undefined ? undefined : placeKey(callee)
  }
  const owner = classAcross(codebase, file, call.callee)
  const constructor = owner?.node.body.body.find((it) => it.type === 'MethodDefinition' && it.kind === 'constructor')
  return owner !== undefined && constructor?.type === 'MethodDefinition'
    ? placeKey({ source: owner.source, node: constructor.value })
    : undefined
}

/** Each item under all its keys, in the order of the items. */
function byKey<T>(
  items: readonly T[],
  keysOf: (item: T) => string | readonly string[],
): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>()
  for (const item of items)
    for (const key of new Set([keysOf(item)].flat())) {
      const known = found.get(key)
      if (known === undefined) found.set(key, [item])
      else known.push(item)
    }
  return found
}
