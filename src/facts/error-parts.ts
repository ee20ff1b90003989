import type { Node, Source, Variable } from '../source.ts'
import { propertyName, stringOf, unwrap, wrapped } from './unwrap.ts'
import { contains } from './nodes.ts'
import type { StreamLoop } from './stream-loops.ts'
import { readsOf, variableOf } from './variables.ts'

/** The type of a part that carries an error, and the property that holds it. */
const ERROR = 'error'

/**
 * True unless a loop certainly passes over the parts of type `error`: it tests for them, looks at their `error`, has a
 * last branch that does something, or gives whole parts away.
 */
export function handlesErrorParts(source: Source, loop: StreamLoop): boolean {
  if (contains(source, loop.body, (node) => isErrorText(node) || isOpenBranch(source, node))) return true
  if (loop.chunks.some((chunk) => readsOf(chunk).some((read) => isGivenAway(source, read)))) return true
  if (loop.results.some((result) => readsOf(result).some((read) => isResultGivenAway(source, read)))) return true
  return takenApart(source, loop)
}

/** `'error'` beside a comparison or in a `case`; `x.error`, `{ error }`. */
function isErrorText(node: Node): boolean {
  if (node.type === 'Literal' || node.type === 'TemplateLiteral') return stringOf(node) === ERROR
  if (node.type === 'MemberExpression' || node.type === 'Property')
    return propertyName(node) === ERROR && !isConsole(node)
  return false
}

function isConsole(node: Node): boolean {
  return node.type === 'MemberExpression' && node.parent.type === 'CallExpression' && node.parent.callee === node
}

/** A last branch for parts of every other type that calls or throws something. */
function isOpenBranch(source: Source, node: Node): boolean {
  if (node.type === 'SwitchCase')
    return (
      node.test === null &&
      asksForType(source, node.parent.discriminant) &&
      node.consequent.some((it) => acts(source, it))
    )
  if (node.type !== 'IfStatement' || node.alternate === null || node.alternate.type === 'IfStatement') return false
  return asksForType(source, node.test) && acts(source, node.alternate)
}

function asksForType(source: Source, test: Node): boolean {
  return contains(source, test, (node) => node.type === 'Identifier' && node.name === 'type')
}

function acts(source: Source, statement: Node): boolean {
  return contains(
    source,
    statement,
    (node) => node.type === 'CallExpression' || node.type === 'NewExpression' || node.type === 'ThrowStatement',
  )
}

/** A read of a whole part that does something else than looking at a property of it. */
function isGivenAway(source: Source, read: Node): boolean {
  const node = wrapped(read)
  const parent = node.parent
  switch (parent?.type) {
    case 'MemberExpression':
      return parent.object !== node || isPropertyGivenAway(source, parent)
    case 'VariableDeclarator':
      return parent.id.type !== 'ObjectPattern' || isPatternOpen(source, parent.id)
    case 'UnaryExpression':
    case 'IfStatement':
      return false
    case 'LogicalExpression':
    case 'BinaryExpression':
      return parent.right === node && parent.type === 'LogicalExpression'
    default:
      return true
  }
}

/** `result.value` of a read, where `value` is the part. */
function isResultGivenAway(source: Source, read: Node): boolean {
  const node = wrapped(read)
  const parent = node.parent
  if (parent?.type === 'VariableDeclarator') return parent.id.type !== 'ObjectPattern'
  if (parent?.type !== 'MemberExpression' || parent.object !== node) return true
  return propertyName(parent) === 'value' && isGivenAway(source, parent)
}

/** `part.type` as an argument or a key: what is done with it is written somewhere else. */
function isPropertyGivenAway(source: Source, member: Node): boolean {
  if (member.type !== 'MemberExpression') return true
  const name = propertyName(member)
  if (name === undefined) return true
  if (name !== 'type') return false
  return isTypeGivenAway(source, member, 4)
}

function isTypeGivenAway(source: Source, expression: Node, steps: number): boolean {
  const node = wrapped(expression)
  const parent = node.parent
  switch (parent?.type) {
    case 'BinaryExpression':
      return false
    case 'SwitchStatement':
      return parent.discriminant !== node
    case 'VariableDeclarator': {
      const variable = parent.id.type === 'Identifier' ? variableOf(source, parent.id) : undefined
      return variable === undefined || steps === 0 || isTypeVariableGivenAway(source, variable, steps)
    }
    default:
      return true
  }
}

function isTypeVariableGivenAway(source: Source, variable: Variable, steps: number): boolean {
  return readsOf(variable).some((read) => isTypeGivenAway(source, read, steps - 1))
}

/** `for await (const { type, text } of …)`: the part itself has no name. */
function takenApart(source: Source, loop: StreamLoop): boolean {
  const { node } = loop
  if (node.type !== 'ForOfStatement' || node.left.type !== 'VariableDeclaration') return false
  const pattern = node.left.declarations[0]?.id
  return pattern?.type === 'ObjectPattern' && isPatternOpen(source, pattern)
}

function isPatternOpen(source: Source, pattern: Extract<Node, { type: 'ObjectPattern' }>): boolean {
  return pattern.properties.some((property) => {
    if (property.type === 'RestElement') return true
    const name = propertyName(property)
    if (name === undefined || name === ERROR) return true
    if (name !== 'type') return false
    const value = unwrap(property.value as Node)
    const variable = value.type === 'Identifier' ? variableOf(source, value) : undefined
    return variable === undefined || isTypeVariableGivenAway(source, variable, 4)
  })
}
