import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source, Variable } from '../source.ts'
import { perNode, perSource } from '../source.ts'
import type { Call } from './callee.ts'
import { fieldReads } from './field-reads.ts'
import type { ClassNode } from './local-class.ts'
import type { FunctionNode } from './nodes.ts'
import { collectWithin, isFunction, nodesOf } from './nodes.ts'
import { enclosingClass, fieldValues, originOf } from './origin.ts'
import { propertyName, unwrap, wrapped } from './unwrap.ts'
import { readsOf, variableOf } from './variables.ts'

/** The function whose body a node runs in; undefined at the top level of a module, a class body or a static block. */
export function enclosingFunction(node: Node): FunctionNode | undefined {
  for (let current = node.parent; current !== undefined && current !== null; current = current.parent) {
    if (isFunction(current)) return current
    if (current.type === 'PropertyDefinition' || current.type === 'StaticBlock') return undefined
  }
  return undefined
}

/** The functions around a node, innermost first. */
export function enclosingFunctions(node: Node): FunctionNode[] {
  const functions: FunctionNode[] = []
  for (let fn = enclosingFunction(node); fn !== undefined; fn = enclosingFunction(fn)) functions.push(fn)
  return functions
}

/** What a function is called: its own name, or that of the variable, property, method or field it is the value of. */
export function functionName(fn: FunctionNode): string | undefined {
  if (fn.id !== null) return fn.id.name
  const parent = wrapped(fn).parent
  switch (parent?.type) {
    case 'VariableDeclarator':
      return parent.id.type === 'Identifier' ? parent.id.name : undefined
    case 'Property':
    case 'MethodDefinition':
    case 'PropertyDefinition':
      return propertyName(parent)
    case 'AssignmentExpression': {
      const left = unwrap(parent.left)
      if (left.type === 'Identifier') return left.name
      return left.type === 'MemberExpression' ? propertyName(left) : undefined
    }
    default:
      return undefined
  }
}

/** The variable that names a function in this file; undefined for methods and anonymous functions. */
export function variableOfFunction(source: Source, fn: FunctionNode): Variable | undefined {
  if (fn.type === 'FunctionDeclaration') return fn.id === null ? undefined : variableOf(source, fn.id)
  const parent = wrapped(fn).parent
  if (parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier') return variableOf(source, parent.id)
  if (parent?.type === 'AssignmentExpression' && parent.left.type === 'Identifier')
    return variableOf(source, parent.left)
  // `useCallback(fn, deps)` and the like give back the same function.
  if (parent?.type === 'CallExpression' && parent.arguments[0] === wrapped(fn) && isMemo(parent)) {
    const outer = wrapped(parent).parent
    if (outer?.type === 'VariableDeclarator' && outer.id.type === 'Identifier') return variableOf(source, outer.id)
  }
  return undefined
}

/** The function of this file that an expression means (a name, `this.method`, `useCallback(fn)`, or a function itself). */
export function localFunction(source: Source, expression: Node): FunctionNode | undefined {
  const node = unwrap(expression)
  if (isFunction(node)) return node
  if (node.type === 'MemberExpression' && unwrap(node.object).type === 'ThisExpression') {
    const name = propertyName(node)
    const owner = enclosingClass(node)
    if (name === undefined || owner === undefined) return undefined
    return methodOf(source, owner, name)
  }
  const origin = originOf(source, node)
  if (origin.kind !== 'expression' || origin.path.length > 0) return undefined
  const value = unwrap(origin.node)
  if (isFunction(value)) return value
  if (value.type === 'CallExpression' && isMemo(value)) {
    const inner = value.arguments[0]
    return inner !== undefined && isFunction(unwrap(inner)) ? (unwrap(inner) as FunctionNode) : undefined
  }
  return undefined
}

/** The function of this file that a call runs. */
export function calledFunction(source: Source, call: Call): FunctionNode | undefined {
  return localFunction(source, call.callee)
}

/** The methods of a class by name, own members only. */
const methodsOf = perNode<ClassNode, ReadonlyMap<string, FunctionNode>>((_, owner) => {
  const found = new Map<string, FunctionNode>()
  for (const element of owner.body.body) {
    if (element.type !== 'MethodDefinition' || !isFunction(element.value)) continue
    const name = propertyName(element)
    // Of an accessor's two functions the first counts.
    if (name !== undefined && !found.has(name)) found.set(name, element.value)
  }
  return found
}, new Map())

/** A method or function-valued field of a class, own members only. */
export function methodOf(
  source: Source,
  owner: TSESTree.ClassDeclaration | TSESTree.ClassExpression,
  name: string,
): FunctionNode | undefined {
  const method = methodsOf(source, owner).get(name)
  if (method !== undefined) return method
  const values = fieldValues(source, owner, name)
  const value = values.length === 1 && values[0] !== undefined ? unwrap(values[0]) : undefined
  return isFunction(value) ? value : undefined
}

/** Every place of this file that reads a function by its name: calls, and references passed on. */
export function referencesToFunction(source: Source, fn: FunctionNode): readonly Node[] {
  const variable = variableOfFunction(source, fn)
  if (variable !== undefined) return readsOf(variable)
  const parent = wrapped(fn).parent
  if (parent?.type === 'MethodDefinition' || parent?.type === 'PropertyDefinition') {
    const name = propertyName(parent)
    const owner = parent.parent.parent
    if (name !== undefined && (owner.type === 'ClassDeclaration' || owner.type === 'ClassExpression'))
      return fieldReads(source, owner, name)
  }
  return []
}

/** The calls of a function that this file shows; `new` is not one. */
export function callsOfFunction(source: Source, fn: FunctionNode): TSESTree.CallExpression[] {
  const calls: TSESTree.CallExpression[] = []
  for (const reference of referencesToFunction(source, fn)) {
    const outer = wrapped(reference)
    if (outer.parent?.type === 'CallExpression' && outer.parent.callee === outer) calls.push(outer.parent)
  }
  return calls
}

/** What a function gives back: the arguments of its own `return`s, or the body of an arrow expression. */
export function returnedExpressions(source: Source, fn: FunctionNode): Node[] {
  if (fn.body.type !== 'BlockStatement') return [fn.body]
  return returnsByFunction(source).get(fn) ?? []
}

const returnsByFunction = perSource((source) => {
  const byFunction = new Map<FunctionNode, Node[]>()
  for (const statement of nodesOf(source, 'ReturnStatement')) {
    if (statement.argument === null) continue
    const fn = enclosingFunction(statement)
    if (fn === undefined) continue
    const returned = byFunction.get(fn)
    if (returned === undefined) byFunction.set(fn, [statement.argument])
    else returned.push(statement.argument)
  }
  return byFunction
})

/** Calls and constructions in a function's own body, nested functions left out. */
export function callsIn(source: Source, root: Node): Call[] {
  return collectWithin(
    source,
    root,
    (node): node is Call => node.type === 'CallExpression' || node.type === 'NewExpression',
    { functions: 'skip' },
  )
}

const MEMOS = new Set(['useCallback', 'useEvent', 'useEffectEvent', 'memo'])

function isMemo(call: TSESTree.CallExpression): boolean {
  const callee = unwrap(call.callee)
  if (callee.type === 'Identifier') return MEMOS.has(callee.name)
  return callee.type === 'MemberExpression' && MEMOS.has(propertyName(callee) ?? '')
}
