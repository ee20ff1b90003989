import { callsOfFunction, enclosingFunction } from '../facts/functions.ts'
import type { FunctionNode } from '../facts/nodes.ts'
import { isFunction, isWithin } from '../facts/nodes.ts'
import { unwrap } from '../facts/unwrap.ts'
import type { Node, Source } from '../source.ts'
import type { Place } from './codebase.ts'

/** How many functions that are called once are looked out of. */
const MAX_STEPS = 6

/**
 * Whether one registration happens before another. `maybe`: under a condition that the other is not under, or in code whose
 * order does not show.
 */
export function precedes(first: Place, second: Place): 'yes' | 'no' | 'maybe' {
  if (first.source.path !== second.source.path) {
    // A module has run to its end before the one that imports from it goes on.
    return enclosingFunction(first.node) === undefined && !isConditional(first.node, undefined) ? 'yes' : 'maybe'
  }
  const source = first.source
  const one = stations(source, first.node)
  const other = stations(source, second.node)
  for (const a of one)
    for (const b of other) {
      if (a.inside !== b.inside) continue
      if (positionOf(a.node) > positionOf(b.node)) return 'no'
      return one.every(({ node, inside }) =>
        inside === a.inside ? !isConditional(node, b.node) : !isConditional(node, undefined),
      )
        ? 'yes'
        : 'maybe'
    }
  return 'maybe'
}

interface Station {
  readonly node: Node
  /** The function whose body the node runs in; undefined: the module. */
  readonly inside: FunctionNode | undefined
}

/** The node, then the one call of the function around it, and so on outwards. */
function stations(source: Source, node: Node): Station[] {
  const found: Station[] = []
  let current: Node = node
  for (let steps = 0; steps < MAX_STEPS; steps++) {
    const inside = enclosingFunction(current)
    found.push({ node: current, inside })
    if (inside === undefined) break
    const calls = callsOfFunction(source, inside)
    const immediate = inside.parent?.type === 'CallExpression' ? inside.parent : undefined
    const next = immediate ?? calls[0]
    if (next === undefined || (immediate === undefined && calls.length !== 1)) break
    current = next
  }
  return found
}

/** Chained calls begin at the same place; the name of the method tells which comes first. */
function positionOf(node: Node): number {
  const callee = node.type === 'CallExpression' ? unwrap(node.callee) : undefined
  return callee?.type === 'MemberExpression' ? callee.property.range[0] : node.range[0]
}

/** True when the node runs only sometimes, and the other not under the same condition. */
function isConditional(node: Node, other: Node | undefined): boolean {
  for (
    let current: Node = node, { parent } = node;
    parent != null && !isFunction(current);
    current = parent, { parent } = current
  ) {
    if (other !== undefined && isWithin(other, parent) && !isBranch(parent)) continue
    if (!isBranch(parent)) continue
    const branch = current
    const isTest = (parent.type === 'IfStatement' || parent.type === 'ConditionalExpression') && parent.test === current
    if (isTest || (other !== undefined && isWithin(other, branch))) continue
    return true
  }
  return false
}

function isBranch(node: Node): boolean {
  switch (node.type) {
    case 'IfStatement':
    case 'ConditionalExpression':
    case 'LogicalExpression':
    case 'SwitchCase':
    case 'CatchClause':
      return true
    default:
      return false
  }
}
