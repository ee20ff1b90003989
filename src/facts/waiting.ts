import { catchesRejections, handlerOf } from '../frameworks/handlers.ts'
import type { Surroundings } from '../frameworks/handler.ts'
import type { Node, Source } from '../source.ts'
import { droppedFunctions } from './dropped-functions.ts'
import { isDroppedPromise } from './dropped-promise.ts'
import { areExclusive } from './exclusive.ts'
import { callsOfFunction, enclosingFunction } from './functions.ts'
import { collectWithin, isFunction, isWithin, nodesOf } from './nodes.ts'
import { isCaught } from './rejections.ts'
import { sameStream } from './same-stream.ts'
import { streamOf } from './stream-value.ts'
import type { StreamSource } from './stream-tables.ts'
import { propertyName, unwrap, wrapped } from './unwrap.ts'
import { referencesOf, variableOf } from './variables.ts'

/** True where `await` can stand: in an async function, and at the top of a module that already waits there. */
export function mayAwait(source: Source, place: Node): boolean {
  const fn = enclosingFunction(place)
  if (fn !== undefined) return fn.async
  for (let current = place.parent; current != null; current = current.parent)
    if (current.type === 'StaticBlock' || current.type === 'PropertyDefinition') return false
  return nodesOf(source, 'AwaitExpression').some((it) => enclosingFunction(it) === undefined)
}

/**
 * True when somebody is told if a place in an async function throws: a `catch` around it, the framework, the callers.
 * False when nobody is, or nobody can tell.
 */
export function isHeardOf(place: Node, where: Surroundings): boolean {
  const { source } = where
  const fn = enclosingFunction(place)
  if (fn === undefined || isCaught(place)) return true
  if (droppedFunctions(source).some((it) => it.fn === fn)) return false
  const handler = handlerOf(source, fn)
  if (handler?.fn === fn) return catchesRejections(handler, where) === true
  const { parent } = wrapped(fn)
  const calls = callsOfFunction(source, fn)
  const all = parent?.type === 'CallExpression' && parent.callee === wrapped(fn) ? [parent, ...calls] : calls
  return !all.some((call) => isDroppedPromise(source, call))
}

/** Streams that move only when other code of the program writes to them. */
const PASSIVE: ReadonlySet<StreamSource> = new Set<StreamSource>(['transform', 'compressor', 'archive', 'socket'])

/**
 * True when waiting at a place for some streams to end could wait for ever or too long: code behind it still uses one
 * of them, or the first is fed by other code.
 * @param end where the code of the place ends
 */
export function isNeededBehind(source: Source, place: Node, end: number, streams: readonly Node[]): boolean {
  const [first] = streams
  if (first !== undefined && isFedHere(source, first)) return true
  if (tellsCodeBehind(source, place, end)) return true
  return streams.some((stream) => isUsedBehind(source, sameStream(stream), place, end))
}

function isFedHere(source: Source, stream: Node): boolean {
  const known = streamOf(source, stream)
  return known !== undefined && PASSIVE.has(known.source)
}

function isUsedBehind(source: Source, stream: Node, place: Node, end: number): boolean {
  const names: string[] = []
  let node = unwrap(stream)
  while (node.type === 'MemberExpression') {
    names.unshift(propertyName(node) ?? '')
    node = unwrap(node.object)
  }
  if (node.type === 'ThisExpression') return true
  if (node.type !== 'Identifier') return false
  const variable = variableOf(source, node)
  if (variable === undefined) return true
  const fn = enclosingFunction(place)
  const isOwn = variable.defs.every((definition) => {
    const declared = definition.node as Node
    return declared === fn || enclosingFunction(declared) === fn
  })
  return referencesOf(variable).some((reference) => {
    const isInside = fn === undefined || (reference.range[0] >= fn.range[0] && reference.range[1] <= fn.range[1])
    if (isInside ? reference.range[0] < end : isOwn || reference.range[0] === node.range[0]) return false
    return usesPart(reference, names) && !areExclusive(source, place, reference)
  })
}

/**
 * True when a callback inside the place shares a variable of the function around it with code behind: what it sets may be
 * what that code waits for, and what that code prepares may be what the callback needs.
 */
function tellsCodeBehind(source: Source, place: Node, end: number): boolean {
  const fn = enclosingFunction(place)
  if (fn === undefined) return false
  const callbacks = collectWithin(source, place, isFunction)
  return callbacks.some((callback) =>
    collectWithin(source, callback, (node) => node.type === 'Identifier').some((identifier) => {
      const variable = variableOf(source, identifier)
      const isLocal = variable?.defs.every((definition) => {
        const declared = definition.node as Node
        return declared === fn || (isWithin(declared, fn) && !isWithin(declared, place))
      })
      if (variable === undefined || isLocal !== true) return false
      return referencesOf(variable).some(({ range }) => range[0] >= end && range[1] <= fn.range[1])
    }),
  )
}

/** Of `response.data` only uses of `response.data`, and of `response` as a whole, count. */
function usesPart(reference: Node, names: readonly string[]): boolean {
  const [name] = names
  const { parent } = wrapped(reference)
  if (name === undefined || parent?.type !== 'MemberExpression' || parent.object !== wrapped(reference)) return true
  return propertyName(parent) === name
}
