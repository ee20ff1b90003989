import type { IgnoredWrite } from '../facts/ignored-writes.ts'
import { ignoredWrites } from '../facts/ignored-writes.ts'
import { unwrap } from '../facts/unwrap.ts'
import type { Source } from '../source.ts'
import { perSource } from '../source.ts'
import { allOf } from './all-of.ts'
import { toBlockBody } from './braces.ts'
import { codeFor } from './code-lines.ts'
import type { Change, Edit } from './edit.ts'
import { freshName } from './names.ts'
import { declareBefore, topStatement } from './top-level.ts'
import { isPlain, replaced, statementOfWrite } from './write-statement.ts'

/**
 * Ends the connection of a client for which more than a limit waits already, before the next frame is written to it: a
 * broadcast cannot wait for one of many. The limit is a constant of the module, far above what one burst of frames makes wait for
 * a client that reads.
 * @param writes all ignored writes to one stream
 * @returns undefined where the writes are no broadcast, or no statements of their own
 */
export function dropSlowClients(source: Source, writes: readonly IgnoredWrite[]): Edit | undefined {
  const [first] = writes
  const top = first === undefined ? undefined : topStatement(first.call)
  const limit = first === undefined ? undefined : limitNames(source).get(first)
  if (limit === undefined || top === undefined || !writes.every(isToOneOfMany)) return undefined
  return allOf([
    declareBefore(
      source,
      top,
      codeFor(source)`// A client for which more bytes wait has stopped reading; its connection is ended.
      const ${limit} = 1_000_000;`,
    ),
    ...writes.map((write) => asked(source, write, limit)),
  ])
}

/** The connections that say in bytes how much waits for them. */
function isToOneOfMany({ repetition, sink, stream }: IgnoredWrite): boolean {
  return repetition.kind === 'broadcast' && (sink.kind === 'response' || sink.kind === 'socket') && isPlain(stream)
}

/** `if (member.writableLength > limit) member.destroy()` in front of a write that becomes its `else`. */
function asked(source: Source, { call, stream }: IgnoredWrite, limit: string): Change[] | undefined {
  const statement = statementOfWrite(source, call)
  if (statement !== undefined) {
    const code = codeFor(source)`if (${stream}.writableLength > ${limit}) ${stream}.destroy();
    else ${call};`
    return [replaced(source, statement, code)]
  }
  const arrow = call.parent
  if (arrow.type !== 'ArrowFunctionExpression' || unwrap(arrow.body) !== call || arrow.async) return undefined
  const before = codeFor(source)`if (${stream}.writableLength > ${limit}) {
    ${stream}.destroy();
    return;
  }`
  return toBlockBody(source, arrow, { before, returns: false })
}

/** Another name for each stream of the file, as the edits of all may be applied together. */
const limitNames = perSource((source): ReadonlyMap<IgnoredWrite, string> => {
  const names = new Map<IgnoredWrite, string>()
  const taken = new Set<string>()
  for (const [first] of ignoredWrites(source)) {
    if (!isToOneOfMany(first)) continue
    const number = names.size === 0 ? '' : String(names.size + 1)
    const name = freshName(source, `MAX_WAITING_BYTES${number}`, [], taken)
    names.set(first, name)
    taken.add(name)
  }
  return names
})
