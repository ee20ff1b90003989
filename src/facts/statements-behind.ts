import type { Node, Source } from '../source.ts'
import { perSourceAnd } from '../source.ts'
import { methodName, receiverOf } from './callee.ts'
import { unwrap, unwrapAwait } from './unwrap.ts'

/**
 * Makes the question whether behind a statement, in the same list of statements, one of a kind stands. A list is looked through once,
 * however many of its statements ask.
 * @param keyOf what kind of statement it is; undefined for all others
 */
export function statementsBehind(
  keyOf: (source: Source, statement: Node) => string | undefined,
): (source: Source, owner: Node, child: Node, key: string) => boolean {
  const lastIn = perSourceAnd((source, list: readonly Node[]) => lastOf(source, list, keyOf))
  return (source, owner, child, key) => {
    const list = listOf(owner, child)
    return list !== undefined && (lastIn(source, list).get(key) ?? -1) > child.range[0]
  }
}

/**
 * The same for a statement that ends a stream.
 * @param methods those that end one
 */
export function endsBehind(
  methods: ReadonlySet<string>,
): (source: Source, owner: Node, child: Node, stream: Node) => boolean {
  const ends = statementsBehind((source, statement) => {
    const call = statement.type === 'ExpressionStatement' ? unwrapAwait(statement.expression) : undefined
    const ended = call?.type === 'CallExpression' && methods.has(methodName(call) ?? '') ? receiverOf(call) : undefined
    return ended === undefined ? undefined : textOf(source, ended)
  })
  return (source, owner, child, stream) => ends(source, owner, child, textOf(source, stream))
}

function textOf(source: Source, stream: Node): string {
  return source.text.slice(...unwrap(stream).range)
}

function listOf(owner: Node, child: Node): readonly Node[] | undefined {
  if (owner.type === 'BlockStatement' || owner.type === 'Program') return owner.body
  return owner.type === 'SwitchCase' && owner.test !== child ? owner.consequent : undefined
}

/** By kind, where the last statement of it begins. */
function lastOf(
  source: Source,
  list: readonly Node[],
  keyOf: (source: Source, statement: Node) => string | undefined,
): ReadonlyMap<string, number> {
  const last = new Map<string, number>()
  for (const statement of list) {
    const key = keyOf(source, statement)
    if (key !== undefined) last.set(key, statement.range[0])
  }
  return last
}
