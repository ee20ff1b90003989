import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { methodName } from './callee.ts'
import { droppedFunctions } from './dropped-functions.ts'
import { enclosingFunction, referencesToFunction } from './functions.ts'
import type { FunctionNode } from './nodes.ts'
import { propertyName, unwrap, wrapped } from './unwrap.ts'
import { readsOf, variableOf } from './variables.ts'

/**
 * What becomes of the value that a call gives back. `used`: somebody looks at it, waits for it or keeps it.
 * `dropped`: nobody does. `unknown`: it is given to code that nobody can see.
 */
export type ResultUse = 'used' | 'dropped' | 'unknown'

/** How many functions that give the result back are followed. */
const MAX_STEPS = 6

/**
 * What becomes of the result of a write.
 * @param isPromise for a promise, `await` is a use and an arrow function's taker may wait for it; of a boolean, `await` makes
 * nothing, and who takes `(x) => stream.write(x)` as a callback does not look
 */
export function resultUse(source: Source, call: Node, isPromise: boolean): ResultUse {
  return useOf(source, call, isPromise, MAX_STEPS)
}

function useOf(source: Source, value: Node, isPromise: boolean, steps: number): ResultUse {
  const node = wrapped(value)
  const { parent } = node
  if (steps === 0 || parent == null) return 'unknown'
  const next = (it: Node) => useOf(source, it, isPromise, steps - 1)
  switch (parent.type) {
    case 'ExpressionStatement':
      return 'dropped'
    case 'UnaryExpression':
      return parent.operator === 'void' ? 'dropped' : 'used'
    case 'AwaitExpression':
      return isPromise ? 'used' : next(parent)
    case 'LogicalExpression':
      return parent.right === node ? next(parent) : 'used'
    case 'ConditionalExpression':
      return parent.test === node ? 'used' : next(parent)
    case 'SequenceExpression':
      return parent.expressions.at(-1) === node ? next(parent) : 'dropped'
    case 'MemberExpression':
      // What hears of a failure does not wait.
      return isPromise && isCatch(parent) ? next(parent.parent) : 'used'
    case 'ArrowFunctionExpression':
      return parent.body === node ? useOfReturned(source, parent, isPromise, steps) : 'unknown'
    case 'ReturnStatement': {
      const fn = enclosingFunction(parent)
      if (fn === undefined || fn.generator) return 'unknown'
      const use = useOfReturned(source, fn, isPromise, steps)
      // What is returned on purpose is for somebody.
      return use === 'dropped' && !isCalledHere(source, fn) && !isDroppedFunction(source, fn) ? 'unknown' : use
    }
    case 'VariableDeclarator': {
      if (parent.id.type !== 'Identifier') return 'used'
      const variable = variableOf(source, parent.id)
      return variable !== undefined && readsOf(variable).length === 0 ? 'dropped' : 'used'
    }
    default:
      return 'used'
  }
}

function isCatch(member: TSESTree.MemberExpression): boolean {
  const name = propertyName(member)
  return (name === 'catch' || name === 'finally') && member.parent.type === 'CallExpression'
}

/** What the callers of a function do with what it gives back. */
function useOfReturned(source: Source, fn: FunctionNode, isPromise: boolean, steps: number): ResultUse {
  if (isDroppedFunction(source, fn)) return 'dropped'
  const outer = wrapped(fn)
  const references = referencesToFunction(source, fn)
  const places = outer.parent?.type === 'CallExpression' ? [outer, ...references.map(wrapped)] : references.map(wrapped)
  let isUnknown = false
  for (const place of places) {
    const { parent } = place
    if (parent?.type !== 'CallExpression') {
      isUnknown = true
      continue
    }
    if (parent.callee !== place) {
      isUnknown ||= methodName(parent) !== 'subscribe'
      continue
    }
    const use = useOf(source, parent, isPromise, steps - 1)
    if (use === 'used') return 'used'
    isUnknown ||= use === 'unknown'
  }
  if (!isPromise && fn.type === 'ArrowFunctionExpression') return 'dropped'
  return isUnknown || places.length === 0 ? 'unknown' : 'dropped'
}

function isCalledHere(source: Source, fn: FunctionNode): boolean {
  return referencesToFunction(source, fn).some((it) => {
    const { parent } = wrapped(it)
    return parent?.type === 'CallExpression' && unwrap(parent.callee) === it
  })
}

function isDroppedFunction(source: Source, fn: FunctionNode): boolean {
  return dropped(source).has(fn)
}

const dropped = perSource((source) => new Set<Node>(droppedFunctions(source).map(({ fn }) => fn)))
