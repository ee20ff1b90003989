import type { TSESTree } from '@typescript-eslint/utils'
import type { MadeReadableStream } from '../facts/made-readable-streams.ts'
import { controllerCalls } from '../facts/made-readable-streams.ts'
import { contains, isFunction } from '../facts/nodes.ts'
import { propertyName, unwrap, wrapped } from '../facts/unwrap.ts'
import { readsOf } from '../facts/variables.ts'
import type { Node, Source } from '../source.ts'
import { codeFor, joinLines } from './code-lines.ts'
import type { Change, Edit } from './edit.ts'
import { fileStyle, semicolon } from './file-style.ts'
import { indentationAt } from './lines.ts'
import { freshName } from './names.ts'
import { removeStatement } from './remove-statement.ts'
import { listOf } from './statement-place.ts'
import { commentsIn, tokenBefore } from './tokens.ts'
import { unwrapTry } from './unwrap-try.ts'

/**
 * Has `pull` ask an async generator, which runs on only when somebody reads: `controller.enqueue(x)` becomes `yield x`,
 * `controller.close()` goes, `controller.error(e)` becomes `throw e`; `cancel` ends the generator.
 * `ReadableStream.from` would be shorter, but not every browser has it, and the types of the DOM library lack it.
 * @returns undefined where `start` is more than its own straight code: a closure that enqueues, another method beside
 * it, a strategy, `this`; and where no statement can stand in front of the stream
 */
export function streamFromGenerator(source: Source, stream: MadeReadableStream): Edit | undefined {
  const { made, start, controller, others, hasStrategy } = stream
  if (others.size > 0 || hasStrategy || !start.async || start.body.type !== 'BlockStatement') return undefined
  if (start.params.length !== 1) return undefined
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
  const place = placeOf(source, made)
  if (place === undefined) return undefined
  const { lineEnding, indent } = fileStyle(source)
  const base = indentationAt(source.text, place.indentAt)
  const inner = place.isArrowBody ? base + indent : base
  const rows = freshName(source, 'rows', ['pieces', 'chunks'])
  const callee = source.text.slice(made.range[0], (made.typeArguments ?? made.callee).range[1])
  const before = source.text.slice(place.node.range[0], made.range[0])
  const pulled = codeFor(source)`${callee}({
    async pull(${controller.name}) {
      const { done, value } = await ${rows}.next();
      if (done) ${controller.name}.close();
      else ${controller.name}.enqueue(value);
    },
    async cancel() {
      await ${rows}.return(undefined);
    },
  })`
  const next = `${lineEnding}${inner}${place.isArrowBody ? 'return ' : ''}${before}`
  return {
    changes: [
      {
        range: [place.start, start.body.range[0]],
        text: `${place.isArrowBody ? ` {${lineEnding}${inner}` : ''}const ${rows} = (async function* () `,
      },
      ...withoutRethrow(source, stream, changes),
      {
        range: [start.body.range[1], made.range[1]],
        text: `)()${semicolon(source)}${next}${joinLines(source, pulled, inner)}`,
      },
      ...(place.isArrowBody
        ? [
            {
              range: [place.node.range[1], place.node.range[1]] as const,
              text: `${semicolon(source)}${lineEnding}${base}}`,
            },
          ]
        : []),
    ],
  }
}

/** What the generator can be declared in front of: a statement of a list, or the expression that an arrow function gives. */
function placeOf(
  source: Source,
  made: Node,
):
  | { readonly node: Node; readonly start: number; readonly indentAt: number; readonly isArrowBody: boolean }
  | undefined {
  for (let node = made; ; node = node.parent as Node) {
    const { parent } = node
    if (parent == null) return undefined
    if (parent.type === 'ArrowFunctionExpression' && parent.body === node) {
      const arrow = tokenBefore(source, node.range[0])
      if (arrow?.value !== '=>' || commentsIn(source, [arrow.range[1], node.range[0]]).length > 0) return undefined
      return { node, start: arrow.range[1], indentAt: parent.range[0], isArrowBody: true }
    }
    if (isFunction(parent) || parent.type === 'PropertyDefinition' || parent.type.startsWith('JSX')) return undefined
    if (STATEMENTS.has(node.type) && listOf(node) !== undefined)
      return { node, start: node.range[0], indentAt: node.range[0], isArrowBody: false }
    if (/Statement$|^Program$/.test(parent.type) && !STATEMENTS.has(parent.type)) return undefined
  }
}

const STATEMENTS: ReadonlySet<string> = new Set(['ReturnStatement', 'VariableDeclaration', 'ExportNamedDeclaration'])

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
