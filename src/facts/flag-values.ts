import type { Node, Source, Variable } from '../source.ts'
import { mayRunBefore } from './early-exits.ts'
import { enclosingFunction } from './functions.ts'
import { isWithin } from './nodes.ts'
import { unwrap } from './unwrap.ts'
import { variableOf, writesOf } from './variables.ts'

/**
 * True when code that stands behind a condition cannot run on the way out that an exit takes, because the condition is a
 * flag of this function that has the other value there: `if (failed) clean()` for an exit before which nothing sets `failed`.
 * Conditions around both say nothing.
 */
export function isRuledOut(source: Source, guarded: Node, exit: Node): boolean {
  let child = guarded
  for (let parent = guarded.parent; parent != null && !isWithin(exit, parent); child = parent, parent = parent.parent) {
    if (parent.type !== 'IfStatement' && parent.type !== 'LogicalExpression') continue
    let wanted: boolean
    if (parent.type === 'IfStatement') {
      if (parent.test === child) continue
      wanted = parent.consequent === child
    } else {
      if (parent.right !== child || parent.operator === '??') continue
      wanted = parent.operator === '&&'
    }
    const test = parent.type === 'IfStatement' ? parent.test : parent.left
    const values = valuesAt(source, test, exit)
    if (values !== undefined && !values.has(wanted)) return true
  }
  return false
}

/** The values that a flag, or its negation, can have when a node runs; undefined when more than literals are written to it. */
function valuesAt(source: Source, test: Node, at: Node): ReadonlySet<boolean> | undefined {
  let node = unwrap(test)
  let isNegated = false
  while (node.type === 'UnaryExpression' && node.operator === '!') {
    node = unwrap(node.argument)
    isNegated = !isNegated
  }
  const variable = node.type === 'Identifier' ? variableOf(source, node) : undefined
  const values = variable === undefined ? undefined : flagValues(source, variable, at)
  return isNegated && values !== undefined ? new Set([...values].map((value) => !value)) : values
}

function flagValues(source: Source, variable: Variable, at: Node): ReadonlySet<boolean> | undefined {
  const fn = enclosingFunction(at)
  let values = new Set<boolean>()
  for (const { identifier, value, isPattern, isUpdate } of writesOf(variable)) {
    const literal = value === undefined || isPattern || isUpdate ? undefined : unwrap(value)
    if (literal?.type !== 'Literal' || typeof literal.value !== 'boolean') return undefined
    if (enclosingFunction(identifier) !== fn) return undefined
    if (!mayRunBefore(source, identifier, at)) continue
    // The last write that surely runs before is the one that counts.
    if (alwaysRunsBefore(identifier, at)) values = new Set([literal.value])
    else values.add(literal.value)
  }
  return values.size === 0 ? undefined : values
}

/** The write stands in a block around the node, on no branch of its own. */
function alwaysRunsBefore(write: Node, at: Node): boolean {
  for (let current = write.parent; current != null; current = current.parent) {
    if (isWithin(at, current)) return current.type !== 'TryStatement'
    switch (current.type) {
      case 'VariableDeclarator':
      case 'VariableDeclaration':
      case 'AssignmentExpression':
      case 'ExpressionStatement':
        break
      default:
        return false
    }
  }
  return false
}
