import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import type { Call } from './callee.ts'
import { methodName, receiverOf } from './callee.ts'
import { mayBeMany } from './chosen-number.ts'
import { callsOfFunction, enclosingFunctions } from './functions.ts'
import { collectWithin, isFunction } from './nodes.ts'
import { propertiesOf } from './object-properties.ts'
import type { Origin } from './origin.ts'
import { originOf, originsOf } from './origin.ts'
import { propertyName, unwrap, unwrapAwait, wrapped } from './unwrap.ts'
import { globalName } from './variables.ts'

/** Methods whose result is no longer than the list that they are called on. */
const NO_LONGER = new Set([
  'concat',
  'entries',
  'fill',
  'filter',
  'keys',
  'map',
  'reverse',
  'sort',
  'toReversed',
  'toSorted',
  'values',
])
const COMPARISONS = new Set(['<', '<=', '>', '>='])
/** How many lists that come from lists are followed. */
const MAX_STEPS = 8

/**
 * True when a list may be of any length as far as the file tells: nothing cuts it, compares its length, or deals it out in
 * portions. A list of which nobody knows what it is (a part of a list of lists, say) counts as bounded.
 */
export function mayBeLong(source: Source, list: Node): boolean {
  return mayBeLongAfter(source, list, MAX_STEPS) && !isLengthCompared(source, list)
}

function mayBeLongAfter(source: Source, list: Node, steps: number): boolean {
  if (steps === 0) return false
  const origins = originsOf(source, list)
  return origins.length > 0 && origins.every((origin) => isLong(source, origin, steps))
}

function isLong(source: Source, origin: Origin, steps: number): boolean {
  switch (origin.kind) {
    case 'parameter':
      return isLongParameter(source, origin, steps)
    // `for (const batch of batches)`: the loop deals out portions.
    case 'iteration':
      return origin.path.length > 0
    case 'expression':
      return origin.path.length > 0 ? mayBePart(origin.node) : isLongValue(source, unwrapAwait(origin.node), steps)
    case 'import':
      return false
    default:
      return true
  }
}

/** A list that a call gives as a part of its result. */
function mayBePart(node: Node): boolean {
  const type = unwrapAwait(node).type
  return type === 'CallExpression' || type === 'NewExpression' || type === 'MemberExpression' || type === 'Identifier'
}

function isLongValue(source: Source, node: Node, steps: number): boolean {
  switch (node.type) {
    case 'ArrayExpression':
      return node.elements.some((it) => it?.type === 'SpreadElement' && mayBeLongAfter(source, it.argument, steps - 1))
    case 'CallExpression':
      return isLongResult(source, node, steps)
    case 'NewExpression':
      // `new Set(list)` is as long as the list.
      return globalName(source, node.callee) !== 'Array' || isLongArray(source, node)
    case 'MemberExpression':
    case 'Identifier':
      return true
    default:
      return false
  }
}

function isLongResult(source: Source, call: TSESTree.CallExpression, steps: number): boolean {
  const name = methodName(call)
  const receiver = receiverOf(call)
  const [first] = call.arguments
  if (globalName(source, call.callee) === 'Array') return isLongArray(source, call)
  if (receiver !== undefined && name !== undefined) {
    const holder = globalName(source, receiver)
    if (holder === 'Object' && first !== undefined)
      return unwrapAwait(resolved(source, first)).type !== 'ObjectExpression'
    if (holder === 'Array') return name === 'from' && first !== undefined && isLongSource(source, first, steps)
    if (name === 'slice' || name === 'splice') return isOpenEnded(call)
    if (NO_LONGER.has(name)) return mayBeLongAfter(source, receiver, steps - 1)
  }
  return !/^(?:take|limit|sampleSize|chunk|batch)$/i.test(
    name ?? (call.callee.type === 'Identifier' ? call.callee.name : ''),
  )
}

/** `Array(n)`, `new Array(n)`. */
function isLongArray(source: Source, made: Call): boolean {
  const [length, ...more] = made.arguments
  return length !== undefined && length.type !== 'SpreadElement' && more.length === 0 && mayBeMany(source, length)
}

/** What `Array.from` is given: a list, or `{ length: n }`. */
function isLongSource(source: Source, given: Node, steps: number): boolean {
  const object = resolved(source, given)
  if (object.type !== 'ObjectExpression') return mayBeLongAfter(source, given, steps - 1)
  const length = propertiesOf(object)?.get('length')
  return length !== undefined && mayBeMany(source, length)
}

function resolved(source: Source, expression: Node): Node {
  const origin = originOf(source, expression)
  return origin.kind === 'expression' && origin.path.length === 0 ? unwrap(origin.node) : unwrap(expression)
}

/** `slice(1)` leaves the rest of the list; `slice(0, n)` and `slice(-n)` leave so many. */
function isOpenEnded(call: TSESTree.CallExpression): boolean {
  const [start, end] = call.arguments
  if (end !== undefined) return false
  return start?.type !== 'UnaryExpression' || start.operator !== '-'
}

function isLongParameter(source: Source, origin: Extract<Origin, { kind: 'parameter' }>, steps: number): boolean {
  const { fn, variable, path, index } = origin
  const place = wrapped(fn)
  // `chunks.map((chunk) => …)`: an item of a list of lists.
  if (path.length === 0 && place.parent?.type === 'CallExpression' && place.parent.callee !== place) return false
  if (variable === undefined) return true
  const declared = variable.identifiers[0] as TSESTree.Identifier | undefined
  // A name can only silence: whoever calls it a batch has cut it.
  if (path.length === 0 && declared !== undefined && /batch|chunk(?!s$)|page$/i.test(declared.name)) return false
  if (declared?.typeAnnotation?.typeAnnotation.type === 'TSTupleType') return false
  const calls = path.length === 0 && !isExported(fn) ? callsOfFunction(source, fn) : []
  if (calls.length === 0) return true
  return calls.some((call) => {
    const given = call.arguments[index]
    return (
      given === undefined ||
      given.type === 'SpreadElement' ||
      (mayBeLongAfter(source, given, steps - 1) && !isLengthCompared(source, given))
    )
  })
}

function isExported(fn: Node): boolean {
  const { parent } = fn
  return parent?.type === 'ExportNamedDeclaration' || parent?.type === 'ExportDefaultDeclaration'
}

/** True when a function around the list compares its length with something: it refuses long ones, or works them off in portions. */
function isLengthCompared(source: Source, list: Node): boolean {
  const text = source.text.slice(...rootList(list).range)
  return enclosingFunctions(list).some((fn) =>
    collectWithin(source, fn, (node): node is TSESTree.BinaryExpression => node.type === 'BinaryExpression').some(
      ({ operator, left, right, parent }) =>
        COMPARISONS.has(operator) &&
        !isLoop(parent) &&
        [left, right].some((side) => {
          const member = unwrap(side as Node)
          return (
            member.type === 'MemberExpression' &&
            propertyName(member) === 'length' &&
            source.text.slice(...member.object.range) === text &&
            !isEmptyTest(left as Node, right)
          )
        }),
    ),
  )
}

/** `i < list.length` goes through the whole list. */
function isLoop({ type }: Node): boolean {
  return type === 'ForStatement' || type === 'WhileStatement' || type === 'DoWhileStatement'
}

/** `list.length > 0` asks whether there is anything at all. */
function isEmptyTest(left: Node, right: Node): boolean {
  return [left, right].some((it) => it.type === 'Literal' && (it.value === 0 || it.value === 1))
}

/** `list` of `list.filter(…).map(…)`. */
function rootList(list: Node): Node {
  let current = unwrap(list)
  while (current.type === 'CallExpression') {
    const receiver = receiverOf(current)
    if (receiver === undefined || !NO_LONGER.has(methodName(current) ?? '')) break
    current = unwrap(receiver)
  }
  return isFunction(current) ? list : current
}
