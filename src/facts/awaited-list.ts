import type { Node, Source } from '../source.ts'
import { methodName, receiverOf } from './callee.ts'
import { originOf } from './origin.ts'
import { propertyName, unwrap, wrapped } from './unwrap.ts'
import { globalName, readsOf, variableOf } from './variables.ts'

const LISTS_OF_OBJECT = new Set(['entries', 'keys', 'values'])

/** True for what `for await` iterates when it certainly is a list in memory: a literal, the parts of an object, a variable whose `length` is read. */
export function isAwaitedList(source: Source, iterated: Node): boolean {
  const node = unwrap(iterated)
  const variable = node.type === 'Identifier' ? variableOf(source, node) : undefined
  if (variable !== undefined && readsOf(variable).some(isMeasured)) return true
  const origin = originOf(source, node)
  if (origin.kind !== 'expression' || origin.path.length > 0) return false
  const made = unwrap(origin.node)
  if (made.type === 'ArrayExpression') return true
  if (made.type !== 'CallExpression') return false
  const receiver = receiverOf(made)
  const isOfObject = receiver !== undefined && globalName(source, receiver) === 'Object'
  return isOfObject && LISTS_OF_OBJECT.has(methodName(made) ?? '')
}

/** `list.length`: streams and async iterables have none. */
function isMeasured(read: Node): boolean {
  const node = wrapped(read)
  const { parent } = node
  return parent?.type === 'MemberExpression' && parent.object === node && propertyName(parent) === 'length'
}
