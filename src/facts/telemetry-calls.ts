import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import type { Call } from './callee.ts'
import { calleeName, importedName, receiverOf } from './callee.ts'
import { enclosingFunction } from './functions.ts'
import { wordsOf } from './name-words.ts'
import { contains, isFunction, isWithin, nodesOf } from './nodes.ts'
import { originOf } from './origin.ts'
import { isLoop } from './repetition.ts'
import {
  BEGINNINGS,
  END_CALLBACKS,
  END_EVENTS,
  END_FUNCTIONS,
  ERROR_ARGUMENTS,
  LEVEL_METHODS,
  TELEMETRY_OPTIONS,
  TELEMETRY_PACKAGES,
  TELEMETRY_WORDS,
} from './telemetry-tables.ts'
import { propertyName, stringOf, unwrap, wrapped } from './unwrap.ts'
import { writtenNames } from './written-names.ts'

/** When a call runs, seen from the stream that its function makes: before it, for every chunk, after it, or when it fails. */
export type Moment = 'start' | 'chunk' | 'end'

/**
 * True for calls that log, measure or trace. The name decides where the code shows no more: what is taken for telemetry
 * by mistake keeps a rule silent.
 * @param loggers `settings.streaming.loggers`
 */
export function isTelemetry(source: Source, call: Call, loggers: readonly string[]): boolean {
  const imported = importedName(source, call.callee)
  if (imported !== undefined && isTelemetryPackage(imported.module)) return true
  const names = writtenNames(call.callee)
  if (names.some((name) => loggers.includes(name)) || loggers.includes(names.join('.'))) return true
  if (call.arguments.some((argument) => hasTelemetryOption(argument))) return true
  if (names.some((name) => wordsOf(name).some((word) => TELEMETRY_WORDS.has(word)))) return true
  const receiver = receiverOf(call)
  if (receiver === undefined || !LEVEL_METHODS.has(calleeName(call) ?? '')) return false
  return !isSink(source, receiver)
}

/** True for calls that begin a measurement; its end need not be looked for. */
function beginsMeasurement(call: Call): boolean {
  return BEGINNINGS.has(calleeName(call) ?? '') || call.arguments.some((argument) => hasTelemetryOption(argument))
}

/** True for a package of the table, or of a scope of it. */
export function isTelemetryPackage(module: string): boolean {
  return TELEMETRY_PACKAGES.some((name) =>
    name.endsWith('/') ? module.startsWith(name) : module === name || module.startsWith(`${name}/`),
  )
}

/**
 * When a call runs, seen from a function around it.
 * @param root the function whose stream is asked about; the call lies in it, closures included
 */
export function momentOf(source: Source, call: Node, root: Node): Moment {
  for (let current: Node = call; current !== root;) {
    const parent: Node | null | undefined = current.parent
    if (parent === null || parent === undefined) return 'start'
    if (parent.type === 'CatchClause') return 'end'
    if (parent.type === 'TryStatement' && parent.finalizer === current) return 'end'
    if (isLoop(parent) && current === parent.body) return 'chunk'
    if (parent.type === 'CallExpression' && parent.callee !== current && END_FUNCTIONS.has(calleeName(parent) ?? ''))
      return 'end'
    if (isFunction(current)) {
      const moment = momentOfCallback(current)
      if (moment !== undefined) return moment
    }
    if (isFunction(parent) && isBehindWork(source, call, parent)) return 'end'
    current = parent
  }
  return 'start'
}

/** True for a function, or the name of one, that stands where it is called when a stream ends, fails or is left. */
export function isEndCallback(value: Node): boolean {
  return momentOfCallback(value) === 'end'
}

/** Methods that are told of an end, not what to do then: `controller.error(e)`. */
const TOLD_DIRECTLY: ReadonlySet<string> = new Set(['cancel', 'complete', 'error', 'flush'])

/** What is around a function says when it runs; undefined: when the code around it runs, or at a time that nobody can tell. */
function momentOfCallback(fn: Node): Moment | undefined {
  const outer = wrapped(fn)
  const parent = outer.parent
  switch (parent?.type) {
    case 'Property':
    case 'MethodDefinition':
    case 'PropertyDefinition':
      return END_CALLBACKS.has(propertyName(parent) ?? '') ? 'end' : undefined
    case 'AssignmentExpression': {
      const left = unwrap(parent.left)
      const name = left.type === 'MemberExpression' ? propertyName(left) : undefined
      return name !== undefined && END_CALLBACKS.has(name) ? 'end' : undefined
    }
    case 'CallExpression': {
      const name = calleeName(parent) ?? ''
      if (END_FUNCTIONS.has(name) || (END_CALLBACKS.has(name) && !TOLD_DIRECTLY.has(name))) return 'end'
      if (Object.hasOwn(ERROR_ARGUMENTS, name) && parent.arguments[ERROR_ARGUMENTS[name] as number] === outer)
        return 'end'
      const event = stringOf(parent.arguments[0])
      if (event === undefined) return undefined
      return END_EVENTS.has(event) ? 'end' : 'chunk'
    }
    default:
      return undefined
  }
}

/** True when the function has a loop, or waits for a pipe, that lies before the call. */
function isBehindWork(source: Source, call: Node, fn: Node): boolean {
  const first = firstWork(source).get(fn)
  return first !== undefined && first < call.range[0]
}

/** For each function, where its first loop or awaited pipe ends. */
const firstWork = perSource((source) => {
  const ends = new Map<Node, number>()
  const add = (node: Node) => {
    const fn = enclosingFunction(node)
    if (fn === undefined) return
    const known = ends.get(fn)
    if (known === undefined || node.range[1] < known) ends.set(fn, node.range[1])
  }
  nodesOf(source, 'ForOfStatement', 'ForStatement', 'WhileStatement', 'DoWhileStatement', 'ForInStatement').forEach(add)
  for (const waited of nodesOf(source, 'AwaitExpression')) {
    const call = unwrap(waited.argument)
    if (call.type !== 'CallExpression') continue
    const name = calleeName(call)
    if (name === 'pipeline' || name === 'pipeTo' || name === 'next') add(waited)
  }
  return ends
})

/** `{ experimental_telemetry: … }`, also under another option. */
function hasTelemetryOption(argument: Node): boolean {
  const object = unwrap(argument)
  if (object.type !== 'ObjectExpression') return false
  return object.properties.some(
    (property) => property.type === 'Property' && TELEMETRY_OPTIONS.has(propertyName(property) ?? ''),
  )
}

/** `controller.error(e)`, `subscriber.error(e)`: parameters of a function that makes a stream, and streams themselves. */
function isSink(source: Source, receiver: Node): boolean {
  const origin = originOf(source, receiver)
  if (origin.kind !== 'parameter' || origin.index !== 0 || origin.path.length > 0) return false
  const holder = wrapped(origin.fn).parent
  if (holder?.type === 'Property' || holder?.type === 'MethodDefinition') {
    const name = propertyName(holder)
    return name === 'start' || name === 'pull' || name === 'transform' || name === 'flush' || name === 'write'
  }
  if (holder?.type !== 'NewExpression' && holder?.type !== 'CallExpression') return false
  return calleeName(holder) === 'Observable' || calleeName(holder) === 'observable'
}

/** True when a function, or a closure in it, logs, measures or traces something else than its start and its chunks. */
export function hasEndTelemetry(source: Source, fn: Node, loggers: readonly string[]): boolean {
  return contains(source, fn, (node) => {
    if ((node.type !== 'CallExpression' && node.type !== 'NewExpression') || !isWithin(node, fn)) return false
    if (beginsMeasurement(node)) return true
    return isTelemetry(source, node, loggers) && momentOf(source, node, fn) === 'end'
  })
}
