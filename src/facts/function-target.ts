import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { methodName, receiverOf } from './callee.ts'
import { localFunction, methodOf } from './functions.ts'
import type { FunctionNode } from './nodes.ts'
import { isFunction } from './nodes.ts'
import { enclosingClass, originOf } from './origin.ts'
import { propertyName, unwrap } from './unwrap.ts'
import { usesOfVariable } from './uses.ts'
import { variableOf } from './variables.ts'

/**
 * The function of this file that an expression means, as `localFunction`, and also through `f.bind(x)`, a ref
 * (`latest.current`), `self.method`, and `this.method` in the methods of an object literal.
 */
export function functionTarget(source: Source, expression: Node): FunctionNode | undefined {
  const node = unwrap(expression)
  const known = localFunction(source, node)
  if (known !== undefined) return known
  if (node.type === 'CallExpression' && methodName(node) === 'bind') {
    const receiver = receiverOf(node)
    return receiver === undefined ? undefined : functionTarget(source, receiver)
  }
  if (node.type !== 'MemberExpression') return undefined
  const name = propertyName(node)
  if (name === undefined) return undefined
  const object = unwrap(node.object)
  if (object.type === 'ThisExpression') return ofLiteral(source, object, name)
  if (name === 'current') return ofRef(source, object)
  const origin = originOf(source, node)
  if (origin.kind !== 'expression' || origin.node.type !== 'ThisExpression' || origin.path.length !== 1)
    return undefined
  const owner = enclosingClass(origin.node)
  return owner === undefined ? ofLiteral(source, origin.node, name) : methodOf(source, owner, name)
}

/** `this.name` in a method of an object literal; the methods of a Vue component among them. */
function ofLiteral(source: Source, self: Node, name: string): FunctionNode | undefined {
  const object = literalAround(self)
  for (const property of object?.properties ?? [])
    if (property.type === 'Property' && propertyName(property) === name)
      return localFunction(source, property.value as Node)
  return undefined
}

function literalAround(self: Node): TSESTree.ObjectExpression | undefined {
  for (let current: Node | undefined | null = self.parent; current != null; current = current.parent) {
    if (current.type === 'ClassBody' || current.type === 'FunctionDeclaration') return undefined
    if (current.type !== 'FunctionExpression') continue
    const { parent } = current
    return parent.type === 'Property' && parent.parent.type === 'ObjectExpression' ? parent.parent : undefined
  }
  return undefined
}

/** What a ref holds, when the file shows one function only. */
function ofRef(source: Source, ref: Node): FunctionNode | undefined {
  const variable = ref.type === 'Identifier' ? variableOf(source, ref) : undefined
  if (variable === undefined) return undefined
  const values = usesOfVariable(source, variable).flatMap((use) =>
    use.kind === 'property-set' && use.name === 'current' ? [use.assignment.right as Node] : [],
  )
  const made = originOf(source, ref)
  const first = made.kind === 'expression' && made.node.type === 'CallExpression' ? made.node.arguments[0] : undefined
  if (first !== undefined && first.type !== 'SpreadElement') values.push(first)
  const functions = new Set(values.map((it) => localFunction(source, it)).filter((it) => it !== undefined))
  const [only] = functions
  return functions.size === 1 && isFunction(only) ? only : undefined
}
