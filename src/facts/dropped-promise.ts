import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { methodName, receiverOf } from './callee.ts'
import { droppedFunctions } from './dropped-functions.ts'
import { enclosingFunction } from './functions.ts'
import type { FunctionNode } from './nodes.ts'
import { propertyName, unwrap, wrapped } from './unwrap.ts'
import { isGlobal, readsOf, variableOf } from './variables.ts'

/** Combinators whose promise fails when one of theirs does. */
const COMBINATORS: ReadonlySet<string> = new Set(['all', 'race', 'any'])
/** How many aliases, callbacks and `.then` are followed. */
const MAX_STEPS = 12

/** True when nobody is told that the promise of an expression is rejected: it stands alone, or only `.then(f)` and `void` follow. */
export function isDroppedPromise(source: Source, promise: Node): boolean {
  return isDropped(source, promise, MAX_STEPS)
}

/**
 * The promise that stands for another one: the call itself, with `.then(f)` and `.finally(f)` behind it, or the
 * `Promise.all` that waits for it. Where a `.catch` would hear all of it.
 */
export function outermostPromise(source: Source, call: TSESTree.CallExpression): TSESTree.CallExpression {
  const node = wrapped(call)
  const { parent } = node
  if (parent?.type === 'MemberExpression' && parent.object === node && isUnheardChain(parent)) {
    const outer = wrapped(parent).parent
    return outer?.type === 'CallExpression' ? outermostPromise(source, outer) : call
  }
  const combinator = parent?.type === 'ArrayExpression' ? combinatorOf(source, parent) : undefined
  return combinator === undefined ? call : outermostPromise(source, combinator)
}

/** The `Promise.all` and the like that a list is given to. */
function combinatorOf(source: Source, list: TSESTree.ArrayExpression): TSESTree.CallExpression | undefined {
  const call = wrapped(list).parent
  const receiver = call?.type === 'CallExpression' ? receiverOf(call) : undefined
  if (call?.type !== 'CallExpression' || receiver === undefined || !isGlobal(source, receiver, 'Promise'))
    return undefined
  return COMBINATORS.has(methodName(call) ?? '') ? call : undefined
}

function isDropped(source: Source, promise: Node, steps: number): boolean {
  const node = wrapped(promise)
  const { parent } = node
  if (steps === 0 || parent === undefined || parent === null) return false
  const next = (it: Node) => isDropped(source, it, steps - 1)
  switch (parent.type) {
    case 'ExpressionStatement':
      return true
    case 'UnaryExpression':
      return parent.operator === 'void'
    case 'LogicalExpression':
      return parent.right === node && next(parent)
    case 'ConditionalExpression':
      return parent.test !== node && next(parent)
    case 'SequenceExpression':
      return parent.expressions.at(-1) !== node || next(parent)
    case 'MemberExpression':
      return parent.object === node && isUnheardChain(parent) && next(parent.parent)
    case 'ArrowFunctionExpression':
      return parent.body === node && !parent.async && dropsResult(source, parent, next)
    case 'ReturnStatement': {
      const fn = enclosingFunction(parent)
      return fn !== undefined && !fn.async && !fn.generator && dropsResult(source, fn, next)
    }
    case 'ArrayExpression': {
      const call = combinatorOf(source, parent)
      return call !== undefined && next(call)
    }
    case 'VariableDeclarator':
      return parent.init === node && parent.id.type === 'Identifier' && isUnheardName(source, parent.id, next)
    case 'AssignmentExpression':
      return (
        parent.right === node &&
        parent.operator === '=' &&
        parent.parent.type === 'ExpressionStatement' &&
        parent.left.type === 'Identifier' &&
        isUnheardName(source, parent.left, next)
      )
    default:
      return false
  }
}

/** `.then(f)`, `.finally(f)`, `.catch()`: what they give back fails like the promise itself. */
function isUnheardChain(member: TSESTree.MemberExpression): boolean {
  const call = wrapped(member).parent
  if (call?.type !== 'CallExpression' || unwrap(call.callee) !== member) return false
  if (call.arguments.some((it) => it.type === 'SpreadElement')) return false
  switch (propertyName(member)) {
    case 'then':
      return call.arguments.length < 2 || isNothing(call.arguments[1] as Node)
    case 'catch':
      return call.arguments.length === 0 || isNothing(call.arguments[0] as Node)
    case 'finally':
      return true
    default:
      return false
  }
}

function isNothing(node: Node): boolean {
  return (node.type === 'Identifier' && node.name === 'undefined') || (node.type === 'Literal' && node.raw === 'null')
}

/** A variable that nobody reads, or whose reads hear nothing either. One that is exported may be heard elsewhere. */
function isUnheardName(source: Source, name: TSESTree.Identifier, next: (node: Node) => boolean): boolean {
  const variable = variableOf(source, name)
  const definition = variable?.defs[0]
  if (variable === undefined || definition?.type !== ('Variable' as string)) return false
  const declaration = (definition?.node as TSESTree.VariableDeclarator).parent
  if (declaration.parent.type === 'ExportNamedDeclaration') return false
  return readsOf(variable).every(next)
}

/** A callback whose taker drops what it returns, or a function that is called where it stands and whose result is dropped. */
function dropsResult(source: Source, fn: FunctionNode, next: (node: Node) => boolean): boolean {
  const outer = wrapped(fn)
  if (outer.parent?.type === 'CallExpression' && outer.parent.callee === outer) return next(outer.parent)
  return dropped(source).has(fn)
}

const dropped = perSource((source) => new Set<Node>(droppedFunctions(source).map(({ fn }) => fn)))
