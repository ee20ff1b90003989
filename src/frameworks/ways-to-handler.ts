import type { TSESTree } from '@typescript-eslint/utils'
import { importedName, methodName } from '../facts/callee.ts'
import { enclosingFunction } from '../facts/functions.ts'
import { contains, isFunction, isWithin, nodesOf } from '../facts/nodes.ts'
import { unwrap, wrapped } from '../facts/unwrap.ts'
import type { Node, Source } from '../source.ts'
import type { Codebase } from './codebase.ts'
import type { Handler } from './handler.ts'
import { flatArguments } from './flat-arguments.ts'
import { handlersOfFunction } from './handlers.ts'
import { nestGates } from './nest-guards.ts'
import { nextHooks, nitroHooks, nitroPath, remixHooks, svelteKitHooks } from './hook-files.ts'
import { isRouteCall, routeCalls } from './route-calls.ts'
import { waysOfProcedure } from './trpc-procedures.ts'
import type { Gate, WayIn } from './ways-in.ts'
import { callersAcross, waysOfFunction, waysOfRouteCall } from './ways-in.ts'
import { wrappedFunction } from './wrapped-function.ts'

export type { WayIn } from './ways-in.ts'

/** How many functions that call a handler stand above one another. */
const MAX_CALLERS = 3

/** Every rule about routes asks for the same ways. */
const known = new WeakMap<Codebase, WeakMap<Handler, readonly WayIn[]>>()

/**
 * Every way from a server to a handler, with the full path and what stands before it, followed through routers, hook files
 * and the project's other files. At least one; a way that cannot be followed to its end says so.
 */
export function waysTo(codebase: Codebase, source: Source, handler: Handler): readonly WayIn[] {
  let ofCodebase = known.get(codebase)
  if (ofCodebase === undefined) known.set(codebase, (ofCodebase = new WeakMap()))
  let ways = ofCodebase.get(handler)
  if (ways === undefined) {
    ways = waysOf(codebase, source, handler, MAX_CALLERS)
    if (ways.length === 0)
      ways = [{ path: handler.path, gates: wrapperGates(source, handler), mounts: [], end: 'unknown' }]
    ofCodebase.set(handler, ways)
  }
  return ways
}

function waysOf(codebase: Codebase, source: Source, handler: Handler, callers: number): WayIn[] {
  const { framework, registration } = handler
  switch (framework) {
    case 'express':
    case 'fastify':
    case 'koa':
    case 'hono':
      return handler.isRegistered
        ? ofRegistration(codebase, source, handler)
        : ofFunction(codebase, source, handler, callers)
    case 'h3':
      return ofH3(codebase, source, handler)
    case 'nest':
      return [
        {
          path: handler.path,
          gates: nestGates(codebase, source, handler),
          mounts: [],
          end: codebase.isReadable ? 'app' : 'unknown',
        },
      ]
    case 'next-app':
    case 'next-pages': {
      if (!handler.isRegistered) return ofFunction(codebase, source, handler, callers)
      const gates = [...wrapperGates(source, handler), ...nextHooks(codebase, source.path, handler.path)]
      return [{ path: handler.path, gates, mounts: [], end: codebase.isReadable ? 'app' : 'unknown' }]
    }
    case 'sveltekit': {
      if (!handler.isRegistered) return ofFunction(codebase, source, handler, callers)
      const gates = [...wrapperGates(source, handler), ...svelteKitHooks(codebase, source.path)]
      return [{ path: handler.path, gates, mounts: [], end: codebase.isReadable ? 'app' : 'unknown' }]
    }
    case 'remix':
      return handler.isRegistered ? ofRemix(codebase, source, handler) : ofFunction(codebase, source, handler, callers)
    case 'trpc':
      return waysOfProcedure(codebase, source, handler)
    case 'node-http':
      if (!handler.isRegistered) return ofFunction(codebase, source, handler, callers)
      return [{ path: handler.path, gates: wrapperGates(source, handler), mounts: [], end: 'app' }]
    case 'fetch-handler': {
      if (!handler.isRegistered) return ofFunction(codebase, source, handler, callers)
      // Only the worker in front of it reaches a durable object.
      const isInside = registration.type === 'ClassDeclaration' || registration.type === 'ClassExpression'
      return [
        { path: handler.path, gates: wrapperGates(source, handler), mounts: [], end: isInside ? 'unknown' : 'app' },
      ]
    }
    case 'ws':
    case 'socket.io':
      return []
  }
}

function ofRegistration(codebase: Codebase, source: Source, handler: Handler): WayIn[] {
  const { registration, fn } = handler
  if (registration.type !== 'CallExpression') return []
  if (!isRouteCall(source, registration)) return ofFunction(codebase, source, handler, 1)
  const isHandler = (argument: Node): boolean => {
    if (argument === fn || wrappedFunction(source, argument)?.fn === fn) return true
    const object = unwrap(argument)
    return (
      object.type === 'ObjectExpression' &&
      object.properties.some((it) => it.type === 'Property' && wrappedFunction(source, it.value as Node)?.fn === fn)
    )
  }
  return waysOfRouteCall(codebase, source, registration, isHandler)
}

/** A function that other code registers, exports as a route, or calls from its own handler. */
function ofFunction(codebase: Codebase, source: Source, handler: Handler, callers: number): WayIn[] {
  const { fn } = handler
  const found = waysOfFunction(codebase, source, fn)
  found.push(...reExported(codebase, source, handler))
  if (callers === 0) return found
  for (const call of callersAcross(codebase, source, fn)) {
    const around = enclosingFunction(call.node)
    if (around === undefined || isWithin(around, fn)) continue
    const gate: Gate = { source: call.source, node: around, kind: 'caller', isCertain: true, until: call.node }
    const outer = outerHandlers(call.source, around)
    if (outer.length === 0) {
      const inner = calledWays(codebase, call.source, around, callers - 1)
      found.push(...inner.map((way) => ({ ...way, gates: [gate, ...way.gates] })))
    }
    for (const one of outer)
      for (const way of waysOf(codebase, call.source, one, callers - 1))
        found.push({ ...way, gates: [gate, ...way.gates], mounts: [call, ...way.mounts] })
  }
  return found
}

function calledWays(codebase: Codebase, source: Source, fn: Handler['fn'], callers: number): WayIn[] {
  if (callers <= 0) return [{ path: undefined, gates: [], mounts: [], end: 'unknown' }]
  const found = waysOfFunction(codebase, source, fn)
  for (const call of callersAcross(codebase, source, fn)) {
    const around = enclosingFunction(call.node)
    if (around === undefined || isWithin(around, fn)) continue
    const gate: Gate = { source: call.source, node: around, kind: 'caller', isCertain: true, until: call.node }
    const outer = outerHandlers(call.source, around)
    const ways =
      outer.length > 0
        ? outer.flatMap((one) => waysOf(codebase, call.source, one, callers - 1))
        : calledWays(codebase, call.source, around, callers - 1)
    found.push(...ways.map((way) => ({ ...way, gates: [gate, ...way.gates] })))
  }
  return found.length > 0 ? found : [{ path: undefined, gates: [], mounts: [], end: 'unknown' }]
}

/** The handlers that a function, or one around it, is. */
function outerHandlers(source: Source, fn: Handler['fn']): readonly Handler[] {
  for (let current: Handler['fn'] | undefined = fn; current !== undefined; current = enclosingFunction(current)) {
    const handlers = handlersOfFunction(source, current)
    if (handlers.length > 0) return handlers
  }
  return []
}

/** `export { POST } from '../chat-handler'` in a route file. */
function reExported(codebase: Codebase, source: Source, handler: Handler): WayIn[] {
  if (handler.framework !== 'next-app' && handler.framework !== 'sveltekit' && handler.framework !== 'fetch-handler')
    return []
  return codebase
    .importersOf(source)
    .filter(({ path }) => /(?:^|\/)app\/(?:.*\/)?route\.[cm]?[jt]sx?$/.test(path))
    .filter((file) => nodesOf(file, 'ExportNamedDeclaration').some(({ source: from }) => from !== null))
    .map((file) => {
      const path = nextPath(file.path)
      return { path, gates: nextHooks(codebase, file.path, path), mounts: [], end: 'app' }
    })
}

function nextPath(file: string): string | undefined {
  const inside = /(?:^|\/)app\/((?:.*\/)?)route\.[cm]?[jt]sx?$/.exec(file)?.[1]
  if (inside === undefined) return undefined
  const segments = inside.split('/').filter((segment) => segment !== '' && !/^[(@]/.test(segment))
  return `/${segments.map((segment) => segment.replace(/^\[+(?:\.{3})?(.+?)\]+$/, ':$1')).join('/')}`
}

function ofH3(codebase: Codebase, source: Source, handler: Handler): WayIn[] {
  const { registration, fn } = handler
  if (registration.type === 'CallExpression' && methodName(registration) !== undefined)
    return ofRegistration(codebase, source, handler)
  const place = wrapped(registration)
  const call = place.parent
  if (call?.type === 'CallExpression' && methodName(call) !== undefined && isRouteCall(source, call))
    return waysOfRouteCall(codebase, source, call, (argument) => isWithin(registration, argument))
  const path = nitroPath(source.path)
  const isExported = place.parent?.type === 'ExportDefaultDeclaration'
  if (isExported && path !== undefined) {
    const gates = [...optionGates(source, registration), ...nitroHooks(codebase, source.path)]
    return [{ path, gates, mounts: [], end: codebase.isReadable ? 'app' : 'unknown' }]
  }
  return waysOfFunction(codebase, source, fn)
}

/** `defineEventHandler({ onRequest: [guard], handler })` */
function optionGates(source: Source, registration: Node): Gate[] {
  const [first] = registration.type === 'CallExpression' ? registration.arguments : []
  if (first?.type !== 'ObjectExpression') return []
  return first.properties.flatMap((property): Gate[] => {
    const isHook =
      property.type === 'Property' &&
      property.key.type === 'Identifier' &&
      /^(?:onRequest|before|middleware)$/.test(property.key.name)
    if (!isHook) return []
    return flatArguments(source, [property.value as Node]).map((node) => ({
      source,
      node,
      kind: 'middleware',
      isCertain: true,
    }))
  })
}

/** A server of its own in front of Remix has its middleware too. */
function ofRemix(codebase: Codebase, source: Source, handler: Handler): WayIn[] {
  const gates = [...wrapperGates(source, handler), ...remixHooks(codebase, source)]
  const found: WayIn[] = []
  for (const file of codebase.mentioning(['createRequestHandler']))
    for (const { call, name } of routeCalls(file)) {
      if (name !== 'use' && name !== 'all') continue
      const makes = (argument: Node): boolean =>
        contains(
          file,
          argument,
          (node) =>
            node.type === 'CallExpression' &&
            importedName(file, node.callee)?.name.startsWith('createRequestHandler') === true,
        )
      if (!call.arguments.some(makes)) continue
      for (const way of waysOfRouteCall(codebase, file, call, makes))
        found.push({
          ...way,
          path: handler.path,
          gates: [...gates, ...way.gates],
          mounts: [{ source: file, node: call }, ...way.mounts],
        })
    }
  return found.length > 0
    ? found
    : [{ path: handler.path, gates, mounts: [], end: codebase.isReadable ? 'app' : 'unknown' }]
}

/** The calls around an exported handler, the innermost first. */
function wrapperGates(source: Source, { wrappers }: Handler): Gate[] {
  return wrappers
    .flatMap((name): Gate[] => {
      let node: Node | undefined = name
      while (node !== undefined && node.type !== 'CallExpression') {
        if (isFunction(node)) return []
        node = node.parent ?? undefined
      }
      return node === undefined
        ? []
        : [{ source, node: node as TSESTree.CallExpression, kind: 'wrapper', isCertain: true }]
    })
    .reverse()
}
