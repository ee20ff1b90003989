import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source, Variable } from '../source.ts'
import { perSource } from '../source.ts'
import { methodName, receiverOf } from './callee.ts'
import type { KeptValue } from './kept-value.ts'
import { keptValue } from './kept-value.ts'
import { nodesOf } from './nodes.ts'
import { propertyName, unwrap, wrapped } from './unwrap.ts'
import { globalName, variableOf, writesOf } from './variables.ts'
import { methodCalls } from './named-calls.ts'

/**
 * What grows: `text` (or bytes) by `+=` and the like, `list` by `push`, `copy`: made anew from the old value and more, so that
 * all of it is copied each time.
 */
export type GrowthForm = 'text' | 'list' | 'copy'

/** A place that makes a kept value bigger: an assignment or a call. */
export interface Growth {
  readonly form: GrowthForm
  readonly node: TSESTree.AssignmentExpression | TSESTree.CallExpression
  readonly value: KeptValue
  /** What is added. */
  readonly added: readonly Node[]
}

const ADDING_METHODS = new Set(['push', 'unshift'])

/** Every place of the file where a kept value grows, in document order. Counters are growths too: see `isCount`. */
export const growths = perSource((source): readonly Growth[] =>
  [...nodesOf(source, 'AssignmentExpression'), ...methodCalls(source, ADDING_METHODS)]
    .flatMap((node) => growthOf(source, node) ?? [])
    .sort((a, b) => a.node.range[0] - b.node.range[0]),
)

function growthOf(source: Source, node: TSESTree.AssignmentExpression | TSESTree.CallExpression): Growth | undefined {
  if (node.type === 'AssignmentExpression') return ofAssignment(source, node)
  const receiver = receiverOf(node)
  const value = receiver === undefined ? undefined : keptValue(source, receiver)
  if (value === undefined || node.arguments.length === 0) return undefined
  return {
    form: 'list',
    node,
    value,
    added: node.arguments.map((it) => (it.type === 'SpreadElement' ? it.argument : it)),
  }
}

function ofAssignment(source: Source, node: TSESTree.AssignmentExpression): Growth | undefined {
  const left = unwrap(node.left)
  if (node.operator === '+=') {
    const value = keptValue(source, left)
    return value === undefined ? undefined : { form: 'text', node, value, added: [node.right] }
  }
  if (node.operator !== '=') return undefined
  // `chunks[chunks.length] = chunk`, `chunks[n++] = chunk`
  if (left.type === 'MemberExpression' && left.computed && isNextIndex(left.property)) {
    const value = keptValue(source, left.object)
    return value === undefined ? undefined : { form: 'list', node, value, added: [node.right] }
  }
  const value = keptValue(source, left)
  if (value === undefined) return undefined
  const parts = grownParts(source, value, node.right)
  return parts === undefined ? undefined : { form: parts.form, node, value, added: parts.added }
}

function isNextIndex(index: Node): boolean {
  const node = unwrap(index)
  if (node.type === 'UpdateExpression') return node.operator === '++'
  return node.type === 'MemberExpression' && propertyName(node) === 'length'
}

interface Grown {
  readonly form: GrowthForm
  readonly added: readonly Node[]
}

/** What an expression adds to a value that it begins with or holds whole: `all + x`, `[...all, x]`, `all.concat(x)`. */
function grownParts(
  source: Source,
  value: KeptValue,
  expression: Node,
  followed: Set<Variable> = new Set(),
): Grown | undefined {
  const node = unwrap(expression)
  const isIt = (it: Node) => keptValue(source, it)?.key === value.key
  switch (node.type) {
    case 'BinaryExpression': {
      if (node.operator !== '+') return undefined
      const operands = operandsOf(node)
      const added = operands.filter((it) => !isIt(it))
      return added.length < operands.length ? { form: 'text', added } : undefined
    }
    case 'TemplateLiteral': {
      const added = node.expressions.filter((it) => !isIt(it))
      return added.length < node.expressions.length && added.length > 0 ? { form: 'text', added } : undefined
    }
    case 'ArrayExpression': {
      const items = node.elements.filter((it) => it !== null)
      const added = items.filter((it) => !(it.type === 'SpreadElement' && isIt(withoutDefault(it.argument))))
      if (added.length === items.length || added.length === 0) return undefined
      return { form: 'copy', added: added.map((it) => (it.type === 'SpreadElement' ? it.argument : it)) }
    }
    case 'ConditionalExpression':
      return grownParts(source, value, node.consequent, followed) ?? grownParts(source, value, node.alternate, followed)
    case 'CallExpression':
      return grownByCall(source, value, node, isIt)
    case 'Identifier':
      return grownCopy(source, value, node, followed)
    case 'NewExpression': {
      const [parts] = node.arguments
      const list = parts === undefined ? undefined : unwrap(parts)
      if (globalName(source, node.callee) === 'Blob' && list?.type === 'ArrayExpression') return ofList(list, isIt)
      const bytes = globalName(source, node.callee) === 'Uint8Array' && list?.type === 'ArrayExpression'
      return bytes ? grownParts(source, value, list) : undefined
    }
    default:
      return undefined
  }
}

function grownByCall(
  source: Source,
  value: KeptValue,
  call: TSESTree.CallExpression,
  isIt: (node: Node) => boolean,
): Grown | undefined {
  const name = methodName(call)
  const receiver = receiverOf(call)
  if (name !== 'concat' || receiver === undefined) {
    // `Uint8Array.from([...all, ...chunk])`
    const [from] = call.arguments
    return name === 'from' &&
      from !== undefined &&
      from.type !== 'SpreadElement' &&
      unwrap(from).type === 'ArrayExpression'
      ? grownParts(source, value, from)
      : undefined
  }
  if (isIt(receiver)) return { form: 'copy', added: call.arguments.filter((it) => it.type !== 'SpreadElement') }
  const [parts] = call.arguments
  const list = parts === undefined ? undefined : unwrap(parts)
  return globalName(source, receiver) === 'Buffer' && list?.type === 'ArrayExpression' ? ofList(list, isIt) : undefined
}

/** `Buffer.concat([all, chunk])`. */
function ofList(list: TSESTree.ArrayExpression, isIt: (node: Node) => boolean): Grown | undefined {
  const items = list.elements.filter((it) => it !== null && it.type !== 'SpreadElement')
  const added = items.filter((it) => !isIt(it))
  return added.length < items.length && added.length > 0 ? { form: 'copy', added } : undefined
}

/** `const next = new Uint8Array(all.length + chunk.length); next.set(all); next.set(chunk, all.length); all = next`. */
function grownCopy(
  source: Source,
  value: KeptValue,
  identifier: TSESTree.Identifier,
  followed: Set<Variable>,
): Grown | undefined {
  const variable = variableOf(source, identifier)
  // `best = isBetter ? next : best` names itself.
  if (variable === undefined || followed.has(variable)) return undefined
  followed.add(variable)
  const writes = writesOf(variable)
  const [write] = writes
  if (writes.length !== 1 || write?.value === undefined || write.isPattern) return undefined
  const made = unwrap(write.value)
  const isArray = made.type === 'NewExpression' && /(?:Array|Buffer)$/.test(globalName(source, made.callee) ?? '')
  const isAllocated = made.type === 'CallExpression' && /^alloc/.test(methodName(made) ?? '')
  if (!isArray && !isAllocated) {
    // `const merged = Buffer.concat([all, chunk]); all = merged`
    return made.type === 'Identifier' ? undefined : grownParts(source, value, made, followed)
  }
  const filled = variable.references.flatMap((reference) => {
    const member = wrapped(reference.identifier as Node).parent
    const call = member?.type === 'MemberExpression' ? member.parent : undefined
    const [from] = call?.type === 'CallExpression' && methodName(call) === 'set' ? call.arguments : []
    return from === undefined || from.type === 'SpreadElement' ? [] : [from]
  })
  const added = filled.filter((it) => keptValue(source, it)?.key !== value.key)
  return added.length < filled.length && added.length > 0 ? { form: 'copy', added } : undefined
}

/** The operands of `a + b + c`, in order. */
function operandsOf(node: Node): Node[] {
  const inner = unwrap(node)
  return inner.type === 'BinaryExpression' && inner.operator === '+'
    ? [...operandsOf(inner.left), ...operandsOf(inner.right)]
    : [inner]
}

/** `all` of `[...(all ?? []), x]`. */
function withoutDefault(node: Node): Node {
  const inner = unwrap(node)
  return inner.type === 'LogicalExpression' && inner.operator !== '&&' ? withoutDefault(inner.left) : inner
}

/** What measures a chunk or a text. */
const MEASURES = new Set(['length', 'byteLength', 'size'])

/** True for growths of numbers: `total += chunk.length`, `n += 1`, `received = received + value.byteLength`. */
export function isCount(source: Source, growth: Growth): boolean {
  return growth.form === 'text' && growth.added.every((it) => isNumber(source, it, 4))
}

function isNumber(source: Source, expression: Node, steps: number): boolean {
  if (steps === 0) return false
  const node = unwrap(expression)
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'number'
    case 'MemberExpression':
      return MEASURES.has(propertyName(node) ?? '')
    case 'CallExpression':
      return methodName(node) === 'byteLength' || globalName(source, node.callee) === 'Number'
    case 'BinaryExpression':
      return (
        node.operator !== '+' || (isNumber(source, node.left, steps - 1) && isNumber(source, node.right, steps - 1))
      )
    case 'LogicalExpression':
    case 'ConditionalExpression': {
      const [a, b] = node.type === 'LogicalExpression' ? [node.left, node.right] : [node.consequent, node.alternate]
      return isNumber(source, a, steps - 1) && isNumber(source, b, steps - 1)
    }
    case 'Identifier': {
      const variable = variableOf(source, node)
      const writes = variable === undefined ? [] : writesOf(variable)
      const [write] = writes
      return (
        writes.length === 1 &&
        write?.value !== undefined &&
        !write.isPattern &&
        isNumber(source, write.value, steps - 1)
      )
    }
    default:
      return false
  }
}
