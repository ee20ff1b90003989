import type { TSESTree } from '@typescript-eslint/utils'
import { functionAcross, valueAcross } from '../frameworks/across.ts'
import type { Codebase, Place } from '../frameworks/codebase.ts'
import { placeKey } from '../frameworks/codebase.ts'
import { startOfChain } from '../frameworks/header-writes.ts'
import type { SharedResponse } from '../frameworks/response-roots.ts'
import type { Gate } from '../frameworks/ways-in.ts'
import type { Node, Source } from '../source.ts'
import { importedName, methodName, receiverOf } from './callee.ts'
import { contains, isFunction } from './nodes.ts'
import { originOf } from './origin.ts'
import { propertyName, stringOf, unwrap } from './unwrap.ts'

/** Whether something lets the frames of a response through a compressor. */
export type Passing = 'yes' | 'no' | 'unknown'

/** Texts of headers by which compressors are told to keep away. */
const KEEPING_AWAY = ['no-transform', 'accept-encoding', 'content-encoding', 'x-no-compression']

/**
 * True when a function flushes a response that it is given, or tells compressors to keep away. `flushHeaders()` sends the
 * headers alone; a logger or a decoder that is flushed is no response.
 */
export function passesFrames({ source, node }: Place): boolean {
  return contains(source, node, (it) => {
    if (it.type === 'MemberExpression') return propertyName(it) === 'flush' ? isResponse(source, it.object) : false
    if (it.type === 'AssignmentExpression') return isTurnedOff(it)
    const text = it.type === 'Literal' || it.type === 'TemplateLiteral' ? stringOf(it)?.toLowerCase() : undefined
    return text !== undefined && KEEPING_AWAY.some((word) => text.includes(word))
  })
}

function isResponse(source: Source, object: Node): boolean {
  const { kind } = originOf(source, startOfChain(object))
  return kind === 'parameter' || kind === 'unknown' || kind === 'iteration'
}

/** `ctx.compress = false`, `ctx.respond = false` of Koa. */
function isTurnedOff({ left, right }: TSESTree.AssignmentExpression): boolean {
  const target = unwrap(left)
  const name = target.type === 'MemberExpression' ? propertyName(target) : undefined
  const value = unwrap(right)
  return (name === 'compress' || name === 'respond') && value.type === 'Literal' && value.value === false
}

/** What the middleware, wrappers and callers around a route do about its frames. */
export function passingGates(codebase: Codebase, gates: readonly Gate[]): Passing {
  const answers = gates.map((gate): Passing => {
    const fn = gateFunction(codebase, gate)
    if (fn !== undefined) return passesFrames(fn) ? 'yes' : 'no'
    if (gate.kind !== 'middleware' && gate.kind !== 'wrapper') return 'no'
    return isForeign(codebase, gate.source, gate.node) ? 'no' : 'unknown'
  })
  return strongest(answers)
}

function gateFunction(codebase: Codebase, { source, node }: Gate): Place | undefined {
  const fn = functionAcross(codebase, source, node)
  if (fn !== undefined) return fn
  const made = unwrap(node)
  return made.type === 'CallExpression' ? functionAcross(codebase, source, made.callee) : undefined
}

/** What the helpers of other files do with a response that they are given. */
export function passingHelpers(codebase: Codebase, source: Source, response: SharedResponse | undefined): Passing {
  if (response === undefined) return 'no'
  const seen = new Set<string>()
  const answers = response.strangers.map((call): Passing => {
    if (call.type === 'CallExpression' && GIVING_ON.has(methodName(call) ?? '')) return 'no'
    const fn = functionAcross(codebase, source, call.callee)
    if (fn === undefined) return isForeign(codebase, source, call) ? 'no' : 'unknown'
    if (seen.has(placeKey(fn))) return 'no'
    seen.add(placeKey(fn))
    return passesFrames(fn) ? 'yes' : 'no'
  })
  return strongest(answers)
}

/** Methods that only write into a response. */
const GIVING_ON = new Set(['pipe', 'pipeTo', 'on', 'once'])

/** True for what a package makes, which knows nothing of this route's frames. */
function isForeign(codebase: Codebase, source: Source, expression: Node): boolean {
  const value = valueAcross(codebase, source, expression)
  if (value !== undefined && value.source.path !== source.path && !isFunction(value.node))
    return isForeign(codebase, value.source, value.node)
  let node = unwrap(expression)
  for (let steps = 0; steps < 6; steps++) {
    const imported = importedName(source, node)
    if (imported !== undefined)
      return !/^[.~#]|^@\//.test(imported.module) && !codebase.resolves(source, imported.module)
    const origin = originOf(source, node)
    const made = origin.kind === 'expression' ? unwrap(origin.node) : undefined
    if (made === undefined || isFunction(made)) return false
    if (made.type !== 'CallExpression' && made.type !== 'NewExpression') return false
    node = made.type === 'CallExpression' ? (receiverOf(made) ?? made.callee) : made.callee
  }
  return false
}

/** One thing that lets frames through is enough. */
export function strongest(answers: readonly Passing[]): Passing {
  if (answers.includes('yes')) return 'yes'
  return answers.includes('unknown') ? 'unknown' : 'no'
}
