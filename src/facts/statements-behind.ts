import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'

/**
 * Makes the question whether behind a statement, in the same list of statements, one of a kind stands. A list is looked through once,
 * however many of its statements ask.
 * @param keyOf what kind of statement it is; undefined for all others
 */
export function statementsBehind(
  keyOf: (source: Source, statement: Node) => string | undefined,
): (source: Source, owner: Node, child: Node, key: string) => boolean {
  const byList = perSource(() => new Map<readonly Node[], ReadonlyMap<string, number>>())
  return (source, owner, child, key) => {
    const list = listOf(owner, child)
    if (list === undefined) return false
    const known = byList(source)
    let last = known.get(list)
    if (last === undefined) {
      last = lastOf(source, list, keyOf)
      known.set(list, last)
    }
    return (last.get(key) ?? -1) > child.range[0]
  }
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
