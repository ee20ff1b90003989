import type { TSESTree } from '@typescript-eslint/utils'
import { methodName } from '../facts/callee.ts'
import { mayRunBefore } from '../facts/early-exits.ts'
import { enclosingFunction } from '../facts/functions.ts'
import { contains, isFunction, isWithin } from '../facts/nodes.ts'
import { isStreamPrivate } from '../facts/passed-on.ts'
import type { ReaderLeak } from '../facts/reader-leaks.ts'
import type { Reader } from '../facts/readers.ts'
import type { StreamSource } from '../facts/stream-tables.ts'
import { streamOf } from '../facts/stream-value.ts'
import { unwrap } from '../facts/unwrap.ts'
import { upstreamOf } from '../facts/upstream.ts'
import { variableOf, writesOf } from '../facts/variables.ts'
import type { Node, Source, Variable } from '../source.ts'
import { codeFor } from './code-lines.ts'
import type { Change, Edit } from './edit.ts'
import { indentationAt } from './lines.ts'
import { statementOf } from './statement-place.ts'
import { insertStatementsBefore } from './statements.ts'
import { finallyText } from './try-text.ts'
import { wrapInTry } from './wrap.ts'

/** An edit that cancels a reader. `finally`: in one around the loop. `exits`: in front of each early exit. */
export interface ReaderCancel {
  readonly place: 'finally' | 'exits'
  readonly edit: Edit
}

/**
 * Cancels a reader on every way out of its reading, without waiting for it: on a branch of a `tee` that never settles,
 * and a rejection would replace the error that is on its way.
 * @returns undefined when no place does it for all exits
 */
export function cancelReader(source: Source, reader: Reader, leak: ReaderLeak): ReaderCancel | undefined {
  const target = targetOf(source, leak, reader)
  if (target === undefined) return undefined
  const around =
    leak.form === 'then'
      ? undefined
      : (inFinally(source, target, reader, leak) ?? aroundLoop(source, target, reader, leak))
  if (around !== undefined) return { place: 'finally', edit: { changes: around } }
  const changes = beforeExits(source, target, leak)
  return changes === undefined ? undefined : { place: 'exits', edit: { changes } }
}

/** True when the edit changes nothing that anybody can see: the stream is made in the function that reads it, and stays there. */
export function isCancelUnseen(source: Source, reader: Reader, leak: ReaderLeak): boolean {
  const { root } = reader.birth
  if (leak.form === 'then' || reader.birth.kind !== 'made' || root === undefined) return false
  const fn = enclosingFunction(leak.loop)
  if (fn === undefined || enclosingFunction(root) !== fn || enclosingFunction(reader.taken) !== fn) return false
  const isBody = BODIES.has(streamOf(source, reader.stream)?.source ?? 'unknown')
  return (isBody || methodName(root) === 'stream') && !isTeed(source, reader) && isStreamPrivate(source, reader)
}

/** Sources whose stream belongs to the one request or read that made it. */
const BODIES: ReadonlySet<StreamSource> = new Set<StreamSource>(['fetch', 'http-client', 'object-store', 'file'])

interface Target {
  readonly name: string
  readonly variable: Variable
  /** The reader may be missing where the `finally` runs. */
  readonly isOptional: boolean
}

function targetOf(source: Source, leak: ReaderLeak, reader: Reader): Target | undefined {
  const loop = reader.loops.find(({ node }) => isWithin(node, leak.loop))
  if (loop?.stream === undefined) return undefined
  const node = unwrap(loop.stream)
  const variable = node.type === 'Identifier' ? variableOf(source, node) : undefined
  if (node.type !== 'Identifier' || variable === undefined) return undefined
  const member = loop.stream.parent
  const isAsked = node !== loop.stream || (member?.type === 'MemberExpression' && member.optional)
  return { name: node.name, variable, isOptional: isAsked }
}

function linesFor(source: Source, { name, isOptional }: Target, releases: boolean): string[] {
  const code = codeFor(source)
  const dot = isOptional ? '?.' : '.'
  const cancel = code`${name}${dot}cancel().catch(() => {});`
  return releases ? [...cancel, ...code`${name}${dot}releaseLock();`] : cancel
}

/** A reader that is asked for more behind this offset must keep its lock: a released one rejects. */
function isDoneAt({ uses }: Reader, offset: number): boolean {
  return uses.every((use) => use.node.range[0] < offset || use.kind === 'tested' || isUnlock(use))
}

function isUnlock(use: Reader['uses'][number]): boolean {
  return use.kind === 'method-call' && use.name === 'releaseLock'
}

/** A `try` around the loop, in whose `finally` the reader is in sight and still locked. */
function inFinally(source: Source, target: Target, reader: Reader, leak: ReaderLeak): Change[] | undefined {
  for (let child = leak.loop, parent = child.parent; parent != null; child = parent, parent = parent.parent) {
    if (isFunction(parent)) return undefined
    if (parent.type !== 'TryStatement' || parent.block !== child || !isDeclaredOutside(target.variable, parent))
      continue
    const { finalizer } = parent
    const isOptional = mayBeMissing(source, target.variable)
    // What is unlocked before the `finally` runs can no longer be cancelled there.
    const isLate = leak.unlocks.some((at) => isWithin(at, parent) && (finalizer === null || !isWithin(at, finalizer)))
    if (isLate) return undefined
    if (finalizer === null)
      return behindCatch(source, parent, linesFor(source, { ...target, isOptional }, isDoneAt(reader, parent.range[1])))
    const [unlock, ...others] = leak.unlocks.filter((at) => isWithin(at, finalizer))
    const place = unlock !== undefined && others.length === 0 ? statementOf(unlock) : finalizer.body[0]
    if (place === undefined) return undefined
    const own = unlock === undefined ? { ...target, isOptional } : { ...target, isOptional: isOptionalCall(unlock) }
    const releases = unlock === undefined && isDoneAt(reader, place.range[0])
    return insertStatementsBefore(source, place, linesFor(source, own, releases))
  }
  return undefined
}

function behindCatch(source: Source, statement: TSESTree.TryStatement, lines: readonly string[]): Change[] {
  const end = statement.range[1]
  const base = indentationAt(source.text, statement.range[0])
  return [{ range: [end, end], text: finallyText(source, lines, base) }]
}

/** A new `try … finally` around the loop; not when the reader is needed behind it or given back inside it. */
function aroundLoop(source: Source, target: Target, reader: Reader, leak: ReaderLeak): Change[] | undefined {
  const { loop, unlocks } = leak
  if (reader.uses.some((use) => use.node.range[0] > loop.range[1] && !isGivenBack(use))) return undefined
  if (unlocks.some((at) => isWithin(at, loop))) return undefined
  return wrapInTry(source, [loop], { finally: linesFor(source, target, isDoneAt(reader, loop.range[1])) })
}

/** One cancel in front of each exit, or of the `releaseLock()` that it comes by; not where no statement leaves. */
function beforeExits(source: Source, target: Target, { exits, unlocks }: ReaderLeak): Change[] | undefined {
  const places = new Set<Node>()
  for (const { kind, node } of exits) {
    if (kind === 'condition' || kind === 'yield') return undefined
    const before = unlocks.filter((at) => mayRunBefore(source, at, node))
    const place = before[0] === undefined ? node : statementOf(before[0])
    if (place === undefined || before.length > 1) return undefined
    places.add(place)
  }
  const changes: Change[] = []
  for (const place of places) {
    const inserted = insertStatementsBefore(source, place, linesFor(source, target, false))
    if (inserted === undefined) return undefined
    changes.push(...inserted)
  }
  return changes
}

/** The use gives the reader back, or only looks at it. */
function isGivenBack(use: Reader['uses'][number]): boolean {
  switch (use.kind) {
    case 'tested':
      return true
    case 'property':
      return use.name === 'closed'
    case 'method-call':
      return use.name === 'releaseLock' || use.name === 'cancel'
    default:
      return false
  }
}

function isDeclaredOutside(variable: Variable, statement: Node): boolean {
  return variable.identifiers.every((identifier) => !isWithin(identifier as Node, statement))
}

/** The variable can be empty: it gets its value later, or only when an optional chain gets through. */
function mayBeMissing(source: Source, variable: Variable): boolean {
  const declarator = variable.defs[0]?.node as Node | undefined
  if (declarator?.type !== 'VariableDeclarator' || declarator.init === null) return true
  const isConstant = declarator.parent.type === 'VariableDeclaration' && declarator.parent.kind === 'const'
  return !isConstant || contains(source, declarator.init, (it) => it.type === 'ChainExpression', { functions: 'skip' })
}

/** True for `reader?.releaseLock()` and `reader!.releaseLock()`. */
function isOptionalCall(call: Node): boolean {
  const callee = call.type === 'CallExpression' ? call.callee : undefined
  return callee?.type === 'MemberExpression' && (callee.optional || callee.object.type === 'TSNonNullExpression')
}

/** A branch of a `tee`, whose other branch reads on. */
function isTeed(source: Source, reader: Reader): boolean {
  return [...upstreamOf(source, reader.stream).keys()].some((variable) =>
    writesOf(variable).some(
      ({ value }) => value !== undefined && contains(source, value, isTee, { functions: 'skip' }),
    ),
  )
}

function isTee(node: Node): boolean {
  return node.type === 'CallExpression' && methodName(node) === 'tee'
}
