import type { Node, Source, Variable } from '../source.ts'
import { methodName } from './callee.ts'
import type { StreamLoop } from './stream-loops.ts'
import { propertyName, unwrap, unwrapAwait } from './unwrap.ts'
import { variableOf } from './variables.ts'

/** What tells the end of a reader's stream: its reads, and the variables that hold their results or parts of them. */
export interface EndMarks {
  readonly reads: ReadonlySet<Node>
  readonly results: ReadonlySet<Variable>
  readonly chunks: ReadonlySet<Variable>
  readonly dones: ReadonlySet<Variable>
}

/** The end marks of all loops that read the same stream. */
export function endMarksOf(loops: readonly StreamLoop[]): EndMarks {
  return {
    reads: new Set<Node>(loops.flatMap((loop) => loop.reads)),
    results: new Set(loops.flatMap((loop) => loop.results)),
    chunks: new Set(loops.flatMap((loop) => loop.chunks)),
    dones: new Set(loops.flatMap((loop) => loop.dones)),
  }
}

/** A read, also behind `.catch(…)` or inside `Promise.race([…])`. */
export function isRead(marks: EndMarks, expression: Node): boolean {
  const node = unwrapAwait(expression)
  if (node.type !== 'CallExpression') return false
  if (marks.reads.has(node)) return true
  const callee = unwrap(node.callee)
  if (callee.type === 'MemberExpression' && isRead(marks, callee.object)) return true
  const list = node.arguments[0]
  return list?.type === 'ArrayExpression' && list.elements.some((it) => it !== null && isRead(marks, it))
}

/** `Promise.race([…])`, whose result may be that of something else than the read. */
export function isRace(expression: Node): boolean {
  const node = unwrapAwait(expression)
  return node.type === 'CallExpression' && methodName(node) === 'race'
}

/** The result of a read: `{ done, value }`. */
export function isReadResult(source: Source, marks: EndMarks, expression: Node): boolean {
  const node = unwrapAwait(expression)
  switch (node.type) {
    case 'AssignmentExpression':
      return isReadResult(source, marks, node.right)
    case 'LogicalExpression':
      // `(await reader?.read()) ?? { done: true }`
      if (node.operator === '&&' || unwrap(node.right).type !== 'ObjectExpression') return false
      return isReadResult(source, marks, node.left)
    case 'Identifier': {
      const variable = variableOf(source, node)
      return variable !== undefined && marks.results.has(variable)
    }
    default:
      return isRead(marks, node)
  }
}

/** The name gets this property of a read's result by destructuring. */
export function isPartOfResult(source: Source, marks: EndMarks, identifier: Node, name: 'done' | 'value'): boolean {
  let property: Node = identifier
  while (property.parent?.type === 'AssignmentPattern') property = property.parent
  property = property.parent as Node
  if (property.type !== 'Property' || propertyName(property) !== name) return false
  const pattern = property.parent
  const holder = pattern.parent
  if (pattern.type !== 'ObjectPattern') return false
  if (holder.type === 'VariableDeclarator') return holder.init !== null && isReadResult(source, marks, holder.init)
  return holder.type === 'AssignmentExpression' && isReadResult(source, marks, holder.right)
}
