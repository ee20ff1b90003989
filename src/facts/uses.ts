import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source, Variable } from '../source.ts'
import { isFunction } from './nodes.ts'
import { enclosingClass } from './origin.ts'
import { propertyName, unwrap, wrappedAwait } from './unwrap.ts'
import { readsOf, variableOf } from './variables.ts'
import { fieldReads } from './field-reads.ts'

/** One thing that happens to a value. `node` is the value itself at that place. A closed union: `unknown` is there for the rest. */
export type Use = { readonly node: Node } & (
  | { readonly kind: 'method-call'; readonly name: string; readonly call: TSESTree.CallExpression }
  | { readonly kind: 'called'; readonly call: TSESTree.CallExpression | TSESTree.NewExpression }
  /** A property is read (and not called): `value.name`. What happens to the property's value is not followed. */
  | { readonly kind: 'property'; readonly name: string; readonly member: TSESTree.MemberExpression }
  /** A part is taken by destructuring; `target` is the pattern or name that gets it. */
  | { readonly kind: 'destructured'; readonly name: string; readonly target: Node }
  | { readonly kind: 'property-set'; readonly name: string; readonly assignment: TSESTree.AssignmentExpression }
  | {
      readonly kind: 'argument'
      readonly call: TSESTree.CallExpression | TSESTree.NewExpression
      readonly index: number
    }
  | { readonly kind: 'iterated'; readonly loop: TSESTree.ForOfStatement }
  | { readonly kind: 'returned'; readonly by: Node }
  | { readonly kind: 'yielded' }
  | { readonly kind: 'thrown' }
  /** Put into an object, an array, a property of something else, or a variable that outlives what can be followed. */
  | { readonly kind: 'stored'; readonly into: Node }
  | { readonly kind: 'exported' }
  /** Only looked at: conditions, comparisons, `typeof`, `void`, statements of their own. */
  | { readonly kind: 'tested' }
  | { readonly kind: 'unknown' }
)

/**
 * Everything that happens to the value of an expression, through aliases, `await`, assertions, `?:`, `??` and class fields.
 * Closures are followed as any other reference.
 */
export function usesOf(source: Source, expression: Node): Use[] {
  const uses: Use[] = []
  followExpression(source, expression, uses, new Set())
  return uses
}

/** The same, beginning with a variable (a parameter, say). */
export function usesOfVariable(source: Source, variable: Variable): Use[] {
  const uses: Use[] = []
  followVariable(source, variable, uses, new Set())
  return uses
}

function followVariable(source: Source, variable: Variable, uses: Use[], seen: Set<Variable | string>): void {
  if (seen.has(variable)) return
  seen.add(variable)
  for (const read of readsOf(variable)) followExpression(source, read, uses, seen)
  if (isExported(variable)) {
    const identifier = variable.identifiers[0] as Node | undefined
    if (identifier !== undefined) uses.push({ kind: 'exported', node: identifier })
  }
}

function followExpression(source: Source, expression: Node, uses: Use[], seen: Set<Variable | string>): void {
  const node = wrappedAwait(expression)
  const parent = node.parent
  if (parent === undefined || parent === null) return
  switch (parent.type) {
    case 'VariableDeclarator':
      if (parent.init === node) followTarget(source, parent.id, node, uses, seen)
      return
    case 'AssignmentExpression':
      if (parent.right !== node) return
      followTarget(source, parent.left, node, uses, seen)
      if (parent.parent.type !== 'ExpressionStatement') followExpression(source, parent, uses, seen)
      return
    case 'AssignmentPattern':
      if (parent.right === node) followTarget(source, parent.left, node, uses, seen)
      return
    case 'MemberExpression': {
      if (parent.object !== node) {
        uses.push({ kind: 'tested', node })
        return
      }
      const name = propertyName(parent)
      if (name === undefined) {
        uses.push({ kind: 'unknown', node })
        return
      }
      const outer = outerOf(parent)
      if (outer.parent?.type === 'CallExpression' && outer.parent.callee === outer)
        uses.push({ kind: 'method-call', node, name, call: outer.parent })
      else if (outer.parent?.type === 'AssignmentExpression' && outer.parent.left === outer)
        uses.push({ kind: 'property-set', node, name, assignment: outer.parent })
      else uses.push({ kind: 'property', node, name, member: parent })
      return
    }
    case 'CallExpression':
    case 'NewExpression':
      if (parent.callee === node) uses.push({ kind: 'called', node, call: parent })
      else uses.push({ kind: 'argument', node, call: parent, index: parent.arguments.indexOf(node as never) })
      return
    case 'ConditionalExpression':
      if (parent.test === node) uses.push({ kind: 'tested', node })
      else followExpression(source, parent, uses, seen)
      return
    case 'LogicalExpression':
      if (parent.left === node && parent.operator === '&&') uses.push({ kind: 'tested', node })
      else followExpression(source, parent, uses, seen)
      return
    case 'SequenceExpression':
      if (parent.expressions.at(-1) === node) followExpression(source, parent, uses, seen)
      else uses.push({ kind: 'tested', node })
      return
    case 'ForOfStatement':
      uses.push(parent.right === node ? { kind: 'iterated', node, loop: parent } : { kind: 'unknown', node })
      return
    case 'ReturnStatement':
      uses.push({ kind: 'returned', node, by: parent })
      return
    case 'ArrowFunctionExpression':
      uses.push(parent.body === node ? { kind: 'returned', node, by: parent } : { kind: 'unknown', node })
      return
    case 'YieldExpression':
      uses.push({ kind: 'yielded', node })
      return
    case 'ThrowStatement':
      uses.push({ kind: 'thrown', node })
      return
    case 'Property':
    case 'ArrayExpression':
    case 'SpreadElement':
      uses.push({ kind: 'stored', node, into: parent })
      return
    case 'PropertyDefinition': {
      const owner = enclosingClass(parent)
      const name = propertyName(parent)
      if (owner === undefined || name === undefined) uses.push({ kind: 'stored', node, into: parent })
      else followField(source, parent, name, node, uses, seen)
      return
    }
    case 'ExportDefaultDeclaration':
    case 'ExportSpecifier':
      uses.push({ kind: 'exported', node })
      return
    case 'IfStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
    case 'ForStatement':
    case 'BinaryExpression':
    case 'UnaryExpression':
    case 'ExpressionStatement':
    case 'SwitchStatement':
    case 'SwitchCase':
    case 'TemplateLiteral':
      uses.push({ kind: 'tested', node })
      return
    default:
      uses.push({ kind: 'unknown', node })
  }
}

function followTarget(source: Source, target: Node, value: Node, uses: Use[], seen: Set<Variable | string>): void {
  const left = unwrap(target)
  switch (left.type) {
    case 'Identifier': {
      const variable = variableOf(source, left)
      if (variable === undefined) uses.push({ kind: 'stored', node: value, into: left })
      else followVariable(source, variable, uses, seen)
      return
    }
    case 'ObjectPattern':
      for (const property of left.properties) {
        const name = property.type === 'Property' ? propertyName(property) : undefined
        if (property.type === 'Property' && name !== undefined)
          uses.push({ kind: 'destructured', node: value, name, target: patternTarget(property.value as Node) })
        else uses.push({ kind: 'unknown', node: value })
      }
      return
    case 'ArrayPattern':
      for (const [index, element] of left.elements.entries())
        if (element !== null)
          uses.push({ kind: 'destructured', node: value, name: String(index), target: patternTarget(element) })
      return
    case 'MemberExpression': {
      const name = propertyName(left)
      if (name !== undefined && unwrap(left.object).type === 'ThisExpression' && enclosingClass(left) !== undefined)
        followField(source, left, name, value, uses, seen)
      else uses.push({ kind: 'stored', node: value, into: left })
      return
    }
    default:
      uses.push({ kind: 'unknown', node: value })
  }
}

/** A value kept in a field: every `this.name` of the class, and `stored`, because others may read a field that is not private. */
function followField(
  source: Source,
  place: Node,
  name: string,
  value: Node,
  uses: Use[],
  seen: Set<Variable | string>,
): void {
  const owner = enclosingClass(place)
  if (owner === undefined) return
  const key = `${owner.range[0]}:${name}`
  if (seen.has(key)) return
  seen.add(key)
  uses.push({ kind: 'stored', node: value, into: place })
  for (const read of fieldReads(source, owner, name)) followExpression(source, read, uses, seen)
}

function patternTarget(value: Node): Node {
  return value.type === 'AssignmentPattern' ? value.left : value
}

/** The member expression with the optional chain or non-null mark around it, so that `a?.b()` and `a!.b()` look alike. */
function outerOf(member: Node): Node {
  let current = member
  while (
    current.parent !== undefined &&
    current.parent !== null &&
    (current.parent.type === 'TSNonNullExpression' || current.parent.type === 'ChainExpression')
  )
    current = current.parent
  return current
}

function isExported(variable: Variable): boolean {
  return variable.defs.some((definition) => {
    const node = definition.node as Node
    const declaration = node.type === 'VariableDeclarator' ? node.parent : node
    if (isFunction(node) && definition.type === ('Parameter' as string)) return false
    return (
      declaration.parent?.type === 'ExportNamedDeclaration' || declaration.parent?.type === 'ExportDefaultDeclaration'
    )
  })
}
