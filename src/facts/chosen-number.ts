import type { Node, Source } from '../source.ts'
import { callsOfFunction, enclosingFunctions } from './functions.ts'
import { contains } from './nodes.ts'
import type { Origin } from './origin.ts'
import { originsOf } from './origin.ts'
import { sizeOf } from './size-value.ts'
import { propertyName, unwrap } from './unwrap.ts'

/** How many parameters are followed to what their callers give. */
const MAX_STEPS = 4
const COMPARISONS = new Set(['<', '<=', '>', '>='])
/** Names of numbers that say how many run at once. They can only silence. */
const BOUNDS = /concurren|worker|parallel|thread|runner|limit|max|pool|jobs|slots|size/i

/** True for a number of turns that somebody hands in and nothing bounds; not for a field, which is set once by who makes the object. */
export function mayBeMany(source: Source, count: Node): boolean {
  return isMany(source, count, MAX_STEPS)
}

function isMany(source: Source, count: Node, steps: number): boolean {
  const node = unwrap(count)
  if (steps === 0 || sizeOf(source, node, { strings: false }) !== undefined) return false
  if (node.type === 'LogicalExpression')
    return isMany(source, node.left, steps - 1) || isMany(source, node.right, steps - 1)
  if (node.type !== 'Identifier' && node.type !== 'MemberExpression') return false
  if (BOUNDS.test((node.type === 'Identifier' ? node.name : propertyName(node)) ?? '')) return false
  if (isCompared(source, node)) return false
  if (node.type === 'MemberExpression' && unwrap(node.object).type === 'ThisExpression') return false
  return originsOf(source, node).some((origin) => isHandedIn(source, origin, steps))
}

function isHandedIn(source: Source, origin: Origin, steps: number): boolean {
  if (origin.kind !== 'parameter') return false
  const { fn, index, path } = origin
  const calls = path.length > 0 ? [] : callsOfFunction(source, fn)
  if (calls.length === 0) return true
  return calls.some((call) => {
    const given = call.arguments[index]
    return given !== undefined && given.type !== 'SpreadElement' && isMany(source, given, steps - 1)
  })
}

/** A function around it compares it with something else than one: it refuses large numbers. */
function isCompared(source: Source, count: Node): boolean {
  const text = source.text.slice(...count.range)
  return enclosingFunctions(count).some((fn) =>
    contains(source, fn.body, (node) => {
      if (node.type !== 'BinaryExpression' || !COMPARISONS.has(node.operator)) return false
      if (node.parent.type === 'ForStatement' || node.parent.type === 'WhileStatement') return false
      const [left, right] = [unwrap(node.left), unwrap(node.right)]
      const other = source.text.slice(...left.range) === text ? right : left
      if (source.text.slice(...(other === right ? left : right).range) !== text) return false
      return other.type !== 'Literal' || (other.value !== 0 && other.value !== 1)
    }),
  )
}
