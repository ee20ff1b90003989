import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source, Variable } from '../source.ts'
import { methodName } from './callee.ts'
import { enclosingFunction } from './functions.ts'
import { contains, isWithin, nodesOf } from './nodes.ts'
import type { StreamLoop } from './stream-loops.ts'
import { streamLoopOf } from './stream-loops.ts'
import { unwrap } from './unwrap.ts'
import { variableOf } from './variables.ts'

/** A `break` on the end mark that only leaves a loop inside the stream loop, so that the stream is read on. */
export interface InnerBreak {
  readonly loop: StreamLoop
  readonly statement: TSESTree.BreakStatement
}

/** Texts by which protocols say that nothing follows. */
const END_MARKS = /\[DONE\]|^message_stop$|^response\.completed$/
const LOOPS = new Set(['ForOfStatement', 'ForStatement', 'ForInStatement', 'WhileStatement', 'DoWhileStatement'])
/** Calls that end the stream itself; the next read then says `done`. */
const ENDINGS = new Set(['cancel', 'abort', 'destroy', 'close', 'return', 'releaseLock', 'terminate'])

/** Every such `break` of the file. */
export function innerBreaks(source: Source): InnerBreak[] {
  const found: InnerBreak[] = []
  for (const statement of nodesOf(source, 'BreakStatement')) {
    const loop = statement.label === null ? streamLoopOf(source, statement) : undefined
    if (loop === undefined || (loop.form !== 'for-await' && loop.form !== 'read')) continue
    const inner = brokenLoop(statement)
    if (inner === undefined || inner === loop.node || !isWithin(inner, loop.body)) continue
    if (enclosingFunction(inner) !== enclosingFunction(loop.node)) continue
    const check = endCheck(source, statement, inner)
    if (check === undefined || endsOtherwise(source, check, inner, loop)) continue
    found.push({ loop, statement })
  }
  return found
}

/** True for a `break` out of an inner loop that comes with the end mark of a protocol. */
export function isEndBreak(source: Source, statement: TSESTree.BreakStatement, inner: Node): boolean {
  return endCheck(source, statement, inner) !== undefined
}

/** The loop that a `break` without label leaves; undefined when it leaves a `switch`. */
export function brokenLoop(statement: Node): Node | undefined {
  for (let current = statement.parent; current != null; current = current.parent) {
    if (LOOPS.has(current.type)) return current
    if (current.type === 'SwitchStatement') return undefined
  }
  return undefined
}

/** The `if` around the `break` whose test compares with an end mark. */
function endCheck(source: Source, statement: Node, inner: Node): TSESTree.IfStatement | undefined {
  for (let current = statement.parent; current != null && current !== inner; current = current.parent)
    if (
      current.type === 'IfStatement' &&
      isWithin(statement, current.consequent) &&
      contains(source, current.test, (it) => isEndMark(it) || isLineDone(source, it, inner))
    )
      return current
  return undefined
}

function isEndMark(node: Node): boolean {
  return node.type === 'Literal' && typeof node.value === 'string' && END_MARKS.test(node.value)
}

/** `const { done } = parseLine(line)`: what one line says, not what the reader says. */
function isLineDone(source: Source, node: Node, inner: Node): boolean {
  if (node.type !== 'Identifier' || !/^(?:is)?(?:done|finished|ended)$/i.test(node.name)) return false
  const definition = variableOf(source, node)?.defs[0]?.node as Node | undefined
  return definition?.type === 'VariableDeclarator' && isWithin(definition, inner)
}

/** The way out ends the stream too: it cancels it, or sets a flag that something outside the inner loop looks at. */
function endsOtherwise(source: Source, check: TSESTree.IfStatement, inner: Node, loop: StreamLoop): boolean {
  if (
    contains(source, check.consequent, (node) => node.type === 'CallExpression' && ENDINGS.has(methodName(node) ?? ''))
  )
    return true
  return contains(source, check.consequent, (node) => {
    if (node.type !== 'AssignmentExpression') return false
    const left = unwrap(node.left)
    if (left.type === 'MemberExpression') return true
    const variable = left.type === 'Identifier' ? variableOf(source, left) : undefined
    return variable !== undefined && isReadBy(variable, inner, loop)
  })
}

function isReadBy(variable: Variable, inner: Node, loop: StreamLoop): boolean {
  return variable.references.some((reference) => {
    const identifier = reference.identifier as Node
    return reference.isRead() && isWithin(identifier, loop.node) && !isWithin(identifier, inner)
  })
}
