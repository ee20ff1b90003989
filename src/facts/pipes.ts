import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { methodName, receiverOf } from './callee.ts'
import { eventNames } from './event-names.ts'
import { callsOfFunction, methodOf } from './functions.ts'
import { httpRole } from './http-role.ts'
import { FAILURE_LISTENERS, LISTEN_METHODS } from './listener-tables.ts'
import { localClass } from './local-class.ts'
import { isFunction } from './nodes.ts'
import { enclosingClass, originOf, originsOf } from './origin.ts'
import {
  FOREIGN_PIPES,
  PIPING_EMITTERS,
  READABLE_METHODS,
  RESPONSE_PARAMETERS,
  RESPONSE_PROPERTIES,
  STREAM_EVENTS,
  WRITABLE_METHODS,
} from './pipe-tables.ts'
import { importedFunction, keyOf } from './promisified.ts'
import type { StreamCandidate } from './same-stream.ts'
import { candidatesOf } from './same-stream.ts'
import { CHAINING, streamOf } from './stream-value.ts'
import { propertyName, unwrap, unwrapAwait } from './unwrap.ts'
import type { Use } from './uses.ts'
import { variableOf } from './variables.ts'
import { methodCalls } from './named-calls.ts'

/** One `receiver.pipe(destination)`. */
export interface PipeLink {
  readonly call: TSESTree.CallExpression
  readonly receiver: Node
  readonly destination: Node
}

/** `a.pipe(b).pipe(c)`, also with `.on(…)` and the like between: its links from the source to the last destination. */
export type PipeChain = readonly [PipeLink, ...PipeLink[]]

/** Which part of HTTP an expression is, as `httpRole` tells. */
export type RoleOf = (expression: Node) => 'request' | 'response' | undefined

/** Every chain of calls named `pipe` that take one thing to pipe into, whatever object has them. */
export const pipeChains = perSource((source): readonly PipeChain[] => {
  const links = new Map<Node, PipeLink>()
  const inner = new Set<Node>()
  for (const call of methodCalls(source, ['pipe'])) {
    const link = linkOf(call)
    if (link !== undefined) links.set(call, link)
  }
  for (const link of links.values()) {
    const before = links.get(callBefore(link))
    if (before !== undefined) inner.add(before.call)
  }
  const chains: PipeChain[] = []
  for (const last of links.values()) {
    if (inner.has(last.call)) continue
    const chain: [PipeLink, ...PipeLink[]] = [last]
    for (let link = links.get(callBefore(last)); link !== undefined; link = links.get(callBefore(link)))
      chain.unshift(link)
    chains.push(chain)
  }
  return chains
})

function linkOf(call: TSESTree.CallExpression): PipeLink | undefined {
  const receiver = receiverOf(call)
  const [destination, ...options] = call.arguments
  if (receiver === undefined || receiver.type === 'Super') return undefined
  if (destination === undefined || destination.type === 'SpreadElement' || options.length > 1) return undefined
  return isFunction(unwrap(destination)) ? undefined : { call, receiver, destination }
}

/** The call whose result a link's receiver is, when only calls that give back the same stream stand between. */
function callBefore({ receiver }: PipeLink): Node {
  let node = unwrapAwait(receiver)
  while (node.type === 'CallExpression' && CHAINING.has(methodName(node) ?? '')) {
    const same = receiverOf(node)
    if (same === undefined) break
    node = unwrapAwait(same)
  }
  return node
}

/**
 * True when a chain joins Node streams: one of its parts is known as one, or is used as only a Node stream is.
 * False when nobody can tell.
 */
export function isNodeChain(source: Source, chain: PipeChain): boolean {
  const first = chain[0].receiver
  if (isForeign(source, first) || hasOwnPipe(source, first)) return false
  let isKnown = isNodeSource(source, first)
  if (isKnown === false) return false
  for (const { call, receiver, destination } of chain) {
    if (isSameName(source, receiver, destination)) isKnown = true
    const kind = isNodeDestination(source, destination, call)
    if (kind === false || isForeign(source, destination)) return false
    isKnown = isKnown === true || kind === true ? true : undefined
  }
  return isKnown === true
}

/** How many calls, members and aliases are followed to the package that a value begins with. */
const MAX_STEPS = 16

/** True when the value begins with something of a package whose `pipe` is another one: `gulp.src(…)`, `z.string()`, `` $`ls` ``. */
function isForeign(source: Source, expression: Node): boolean {
  return beginsWith(source, expression, isForeignModule, MAX_STEPS)
}

/** True when what is piped is made by a package whose values have Node's `pipe` and events, but are no streams that `pipeline` takes. */
export function isNoStream(source: Source, expression: Node): boolean {
  return beginsWith(source, expression, (module) => PIPING_EMITTERS.has(module), MAX_STEPS)
}

/** Whether the module that a value begins with satisfies a test: the `m` of `m.f(x).g`, also through aliases; a global counts by its name. */
function beginsWith(source: Source, expression: Node, isModule: (module: string) => boolean, steps: number): boolean {
  let node = unwrapAwait(expression)
  for (let step = steps; step > 0; step--) {
    switch (node.type) {
      case 'CallExpression':
      case 'NewExpression':
        node = unwrapAwait(node.callee)
        continue
      case 'TaggedTemplateExpression':
        node = unwrapAwait(node.tag)
        continue
      case 'MemberExpression':
        if (unwrap(node.object).type === 'ThisExpression') return originsBeginWith(source, node, isModule, step)
        node = unwrapAwait(node.object)
        continue
      case 'Identifier':
        return originsBeginWith(source, node, isModule, step)
      default:
        return false
    }
  }
  return false
}

function originsBeginWith(source: Source, node: Node, isModule: (module: string) => boolean, steps: number): boolean {
  return originsOf(source, node).some((origin) => {
    if (origin.kind === 'import') return isModule(origin.module)
    if (origin.kind === 'global') return isModule(origin.name)
    return origin.kind === 'expression' && origin.node !== node && beginsWith(source, origin.node, isModule, steps - 2)
  })
}

function isForeignModule(module: string): boolean {
  return FOREIGN_PIPES.some((it) => (/[/-]$/.test(it) ? module.startsWith(it) : module === it))
}

/** Three-valued: `false` is certainly no Node stream. */
function isNodeSource(source: Source, expression: Node): boolean | undefined {
  const stream = streamOf(source, expression)
  if (stream !== undefined) return stream.family === 'node'
  if (httpRole(source, expression) === 'request' || isHandedStream(source, expression)) return true
  return isUsedAsStream(source, expression, READABLE_METHODS) ? true : undefined
}

function isNodeDestination(source: Source, expression: Node, call: TSESTree.CallExpression): boolean | undefined {
  const stream = streamOf(source, expression)
  if (stream !== undefined) return stream.family === 'node'
  if (isResponse(source, expression) || isHandedStream(source, expression)) return true
  const options = call.arguments[1] === undefined ? undefined : unwrap(call.arguments[1])
  if (options !== undefined) return isPipeOptions(options) ? true : undefined
  return isUsedAsStream(source, expression, WRITABLE_METHODS) ? true : undefined
}

/** A parameter for which a call in this file hands in a Node stream. */
function isHandedStream(source: Source, expression: Node): boolean {
  const origin = originOf(source, expression)
  if (origin.kind !== 'parameter' || origin.path.length > 0) return false
  return callsOfFunction(source, origin.fn)
    .slice(0, MAX_STEPS)
    .some(({ arguments: given }) => {
      const argument = given[origin.index]
      return argument !== undefined && streamOf(source, argument)?.family === 'node'
    })
}

function isPipeOptions(options: Node): boolean {
  return (
    options.type === 'ObjectExpression' &&
    options.properties.some((it) => it.type === 'Property' && propertyName(it) === 'end')
  )
}

/** A class or object of this file that brings its own `pipe` and is no stream. */
function hasOwnPipe(source: Source, expression: Node): boolean {
  return originsOf(source, expression).some((origin) => {
    if (origin.kind !== 'expression' || origin.path.length > 0) return false
    const made = unwrap(origin.node)
    if (made.type === 'ObjectExpression') return true
    if (made.type !== 'NewExpression' && made.type !== 'ThisExpression') return false
    const owner = made.type === 'NewExpression' ? localClass(source, made.callee) : enclosingClass(made)
    return owner !== undefined && (owner.superClass === null || methodOf(source, owner, 'pipe') !== undefined)
  })
}

/** `socket.pipe(socket)`: only what is readable and writable can be joined to itself. */
function isSameName(source: Source, receiver: Node, destination: Node): boolean {
  const [a, b] = [unwrap(receiver), unwrap(destination)]
  if (a.type !== 'Identifier' || b.type !== 'Identifier') return false
  const variable = variableOf(source, a)
  return variable !== undefined && variable === variableOf(source, b)
}

/** True for the response that a server writes: known by its framework, its type, or as what handlers call it. */
export function isResponse(source: Source, expression: Node): boolean {
  if (streamOf(source, expression)?.source === 'response' || httpRole(source, expression) === 'response') return true
  const node = unwrap(expression)
  if (node.type === 'MemberExpression') {
    const name = propertyName(node)
    const object = unwrap(node.object)
    if (name === 'raw') return object.type === 'Identifier' && object.name === 'reply'
    return name !== undefined && RESPONSE_PROPERTIES.has(name)
  }
  if (node.type !== 'Identifier' || !RESPONSE_PARAMETERS.has(node.name)) return false
  return variableOf(source, node)?.defs[0]?.type === ('Parameter' as string)
}

function isUsedAsStream(source: Source, expression: Node, methods: ReadonlySet<string>): boolean {
  const candidates = candidatesOf(source, expression)
  const answers = methods === WRITABLE_METHODS ? usedAsTargets : usedAsSources
  const known = answers.get(candidates)
  if (known !== undefined) return known
  const isUsed = candidates.some(({ uses }) => showsStream(source, uses, methods))
  answers.set(candidates, isUsed)
  return isUsed
}

/** By the list of candidates, of which there is one per stream and syntax tree. */
const usedAsSources = new WeakMap<readonly StreamCandidate[], boolean>()
const usedAsTargets = new WeakMap<readonly StreamCandidate[], boolean>()

function showsStream(source: Source, uses: readonly Use[], methods: ReadonlySet<string>): boolean {
  return uses.some((use) => {
    switch (use.kind) {
      case 'iterated':
        return use.loop.await
      case 'argument': {
        const imported = importedFunction(source, use.call.callee)
        return imported !== undefined && FAILURE_LISTENERS.has(keyOf(imported))
      }
      case 'method-call': {
        if (methods.has(use.name)) return true
        const [event] = use.call.arguments
        if (!LISTEN_METHODS.has(use.name) || event === undefined || event.type === 'SpreadElement') return false
        return [...eventNames(source, event).names].some((name) => STREAM_EVENTS.has(name))
      }
      default:
        return false
    }
  })
}
