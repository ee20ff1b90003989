import type { TSESTree } from '@typescript-eslint/utils'
import type { MadeReadableStream } from '../facts/made-readable-streams.ts'
import { controllerCalls } from '../facts/made-readable-streams.ts'
import { contains, isFunction } from '../facts/nodes.ts'
import { runtimeOf } from '../facts/runtime.ts'
import { propertyName, unwrap, wrapped } from '../facts/unwrap.ts'
import { readsOf } from '../facts/variables.ts'
import type { Node, Source } from '../source.ts'
import type { Change, Edit } from './edit.ts'
import { removeStatement } from './remove-statement.ts'
import { commentsIn } from './tokens.ts'
import { unwrapTry } from './unwrap-try.ts'

/**
 * Makes the stream of an async generator, which runs on only when somebody reads: `controller.enqueue(x)` becomes
 * `yield x`, `controller.close()` goes, `controller.error(e)` becomes `throw e`.
 * @returns undefined where `start` is more than its own straight code: a closure that enqueues, another method beside
 * it, a strategy, `this`; and in code of a page, where not every browser has `ReadableStream.from`
 */
export function streamFromGenerator(source: Source, stream: MadeReadableStream): Edit | undefined {
  const { made, start, controller, others, hasStrategy } = stream
  if (others.size > 0 || hasStrategy || !start.async || start.body.type !== 'BlockStatement') return undefined
  if (runtimeOf(source) === 'browser' || start.params.length !== 1) return undefined
  if (contains(source, start.body, (node) => node.type === 'ThisExpression' || isNamed(node, 'arguments')))
    return undefined
  const property = wrapped(start).parent
  if (property?.type !== 'Property') return undefined
  const changes: Change[] = []
  for (const read of readsOf(controller)) {
    const change = changeOf(source, read, start)
    if (change === undefined) return undefined
    changes.push(...change)
  }
  if (commentsIn(source, [made.range[0], start.body.range[0]]).length > 0) return undefined
  if (commentsIn(source, [start.body.range[1], made.range[1]]).length > 0) return undefined
  const type = made.typeArguments == null ? '' : source.text.slice(...made.typeArguments.range)
  const callee = source.text.slice(...made.callee.range)
  return {
    changes: [
      { range: [made.range[0], start.body.range[0]], text: `${callee}.from${type}((async function* () ` },
      ...withoutRethrow(source, stream, changes),
      { range: [start.body.range[1], made.range[1]], text: ')())' },
    ],
  }
}

/** A `try` that only handed its error to the controller goes: what a generator throws fails its stream by itself. */
function withoutRethrow(source: Source, stream: MadeReadableStream, changes: readonly Change[]): readonly Change[] {
  const last = stream.start.body.type === 'BlockStatement' ? stream.start.body.body.at(-1) : undefined
  if (last?.type !== 'TryStatement' || last.handler === null) return changes
  const { param, body } = last.handler
  const [only, ...others] = body.body
  const isOf = (statement: Node, method: string, argument?: string): boolean =>
    controllerCalls(stream, method).some(
      ({ parent, arguments: [given] }) =>
        parent === statement && (argument === undefined || (given !== undefined && isNamed(given, argument))),
    )
  if (param?.type !== 'Identifier' || only === undefined || others.length > 0) return changes
  if (!isOf(only, 'error', param.name)) return changes
  const outside = changes.filter(({ range }) => range[1] <= last.range[0])
  const inside = changes.filter(({ range }) => range[1] > last.range[0])
  const unwrapped = unwrapTry(source, last, inside, (statement) => isOf(statement, 'close'))
  return unwrapped === undefined ? changes : [...outside, ...unwrapped]
}

function changeOf(source: Source, read: Node, start: Node): Change[] | undefined {
  const member = wrapped(read).parent
  const call = member === undefined ? undefined : wrapped(member).parent
  if (member?.type !== 'MemberExpression' || call?.type !== 'CallExpression' || unwrap(call.callee) !== member)
    return undefined
  const statement = call.parent
  if (statement?.type !== 'ExpressionStatement' || !isOwn(statement, start)) return undefined
  const [value] = call.arguments
  if (value?.type === 'SpreadElement') return undefined
  switch (propertyName(member)) {
    case 'enqueue':
      if (value === undefined) return undefined
      return prefixed(source, call, value, 'yield ')
    case 'error':
      if (!isLast(statement)) return undefined
      return value === undefined ? undefined : prefixed(source, call, value, 'throw ')
    case 'close':
      return isLast(statement) ? removeStatement(source, statement) : undefined
    default:
      return undefined
  }
}

/** `controller.enqueue(` and `)` around the value give way to a keyword. */
function prefixed(source: Source, call: TSESTree.CallExpression, value: Node, keyword: string): Change[] | undefined {
  const before: [number, number] = [call.range[0], value.range[0]]
  const behind: [number, number] = [value.range[1], call.range[1]]
  if (commentsIn(source, before).length > 0 || commentsIn(source, behind).length > 0) return undefined
  return [
    { range: before, text: keyword },
    { range: behind, text: '' },
  ]
}

/** True when nothing runs behind a statement: the last one on each level up to `start`. */
function isLast(statement: Node): boolean {
  for (let current = statement; ;) {
    const { parent } = current
    if (parent?.type !== 'BlockStatement') return false
    if (parent.body.at(-1) !== current) return false
    const owner = parent.parent
    if (isFunction(owner)) return true
    if (owner.type === 'CatchClause') current = owner.parent
    else if (owner.type === 'TryStatement' && owner.finalizer === null) current = owner
    else return false
  }
}

function isOwn(statement: Node, start: Node): boolean {
  for (let { parent } = statement; parent != null; { parent } = parent) if (isFunction(parent)) return parent === start
  return false
}

function isNamed(node: Node, name: string): boolean {
  return node.type === 'Identifier' && node.name === name
}
