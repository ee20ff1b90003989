import type { DrainWait } from '../facts/drain-waits.ts'
import { callsOfFunction, enclosingFunction } from '../facts/functions.ts'
import type { IgnoredWrite } from '../facts/ignored-writes.ts'
import { isFunction, isWithin } from '../facts/nodes.ts'
import type { SinkKind } from '../facts/sinks.ts'
import { unwrap, wrapped } from '../facts/unwrap.ts'
import { referencesOf, variableOf } from '../facts/variables.ts'
import { mayAwait } from '../facts/waiting.ts'
import type { Node, Source } from '../source.ts'
import { codeFor } from './code-lines.ts'
import type { Change, Edit, ImportBinding } from './edit.ts'
import { importBinding } from './imports.ts'
import { makeAsync } from './make-async.ts'
import { isTypeScript } from './module-syntax.ts'
import { freshName } from './names.ts'
import { removeStatement } from './remove-statement.ts'
import { listOf } from './statement-place.ts'
import { hasCommentInside, textOf } from './tokens.ts'
import { isPlain, replaced, statementOfWrite } from './write-statement.ts'

/**
 * Has the code that writes in a loop wait, after a write that says so, until the stream has drained or is closed. The
 * listener of the event that did not come is taken away again, and a stream that is closed already is not waited for.
 * @param writes all ignored writes to one stream
 * @returns undefined where waiting would hold nothing back (listeners, timers, broadcasts), or where a write is no
 * statement of its own
 */
export function awaitDrain(source: Source, writes: readonly IgnoredWrite[]): Edit | undefined {
  const [first] = writes
  const wait = first === undefined ? undefined : waitFor(source, first.sink.kind, first.call)
  if (wait === undefined) return undefined
  const changes: Change[] = []
  const opened = new Set<Node>()
  const last = lastOfLists(writes)
  for (const write of writes) {
    const opening = openingOf(source, write, opened)
    if (opening === undefined) return undefined
    changes.push(...opening)
    const list = statementList(write.call)
    // A later write in the same list of statements says it again.
    if (list !== undefined && last.get(list) !== write) continue
    const waiting = waitAfter(source, write, wait)
    if (waiting === undefined) return undefined
    changes.push(...waiting)
  }
  return { imports: wait.imports, changes }
}

/** Has what waits for `drain` alone wait for `close` too. */
export function awaitDrainOrClose(source: Source, { call, stream, sink, promise }: DrainWait): Edit | undefined {
  const awaited = wrapped(promise).parent
  const statement = awaited?.parent
  if (awaited?.type !== 'AwaitExpression' || statement?.type !== 'ExpressionStatement') return undefined
  if (!isPlain(stream) || hasCommentInside(source, statement)) return undefined
  const wait = waitFor(source, sink.kind, call)
  if (wait === undefined) return undefined
  const code = [`if (!${textOf(source, stream)}.destroyed) {`, ...wait.lines(stream), '}']
  const unused = wait.imports.length === 0 ? withoutImport(source, call.callee) : []
  return { imports: wait.imports, changes: [...unused, replaced(source, statement, code)] }
}

/** A wait for a stream, and what it imports. */
interface Wait {
  readonly imports: readonly ImportBinding[]
  /** Indented as the inside of a block. */
  readonly lines: (stream: Node) => string[]
}

/**
 * The wait that leaves no listener behind. `compression` takes the listeners that are given to a response's `on`, and those
 * alone, to a stream of its own, which `on` then gives back: what `once` added there nothing takes away.
 */
function waitFor(source: Source, kind: SinkKind, at: Node): Wait | undefined {
  if (kind === 'response') return { imports: [], lines: (stream) => responseLines(source, stream) }
  const binding = importBinding(source, { module: 'node:events', name: 'once', at })
  return binding && { imports: [binding], lines: (stream) => onceLines(source, stream, binding) }
}

function responseLines(source: Source, stream: Node): string[] {
  const goOn = freshName(source, 'goOn', ['goOnWriting'])
  const draining = freshName(source, 'draining', ['drainingStream'])
  const resolve = freshName(source, 'resolve', ['resolveWait'])
  const promise = isTypeScript(source) ? 'Promise<void>' : 'Promise'
  const lines = codeFor(source)`if (1) {
    await new ${promise}((${resolve}) => {
      const ${goOn} = () => {
        ${draining}.off('drain', ${goOn});
        ${stream}.off('close', ${goOn});
        ${resolve}();
      };
      // What drains is a compressor in front of the response, where there is one.
      const ${draining} = ${stream}.on('drain', ${goOn});
      ${stream}.on('close', ${goOn});
    });
  }`
  return lines.slice(1, -1)
}

function onceLines(source: Source, stream: Node, { local }: ImportBinding): string[] {
  const name = freshName(source, 'waiting', ['drainWait'])
  const lines = codeFor(source)`if (1) {
    const ${name} = new AbortController();
    await Promise.race([
      ${local}(${stream}, 'drain', { signal: ${name}.signal }),
      ${local}(${stream}, 'close', { signal: ${name}.signal }),
    ]).finally(() => ${name}.abort());
  }`
  return lines.slice(1, -1)
}

/** The import of a name by itself goes when its one use does. */
function withoutImport(source: Source, callee: Node): Change[] {
  const variable = callee.type === 'Identifier' ? variableOf(source, callee) : undefined
  const declaration = variable?.defs[0]?.parent as Node | null | undefined
  if (variable === undefined || declaration?.type !== 'ImportDeclaration') return []
  if (declaration.specifiers.length > 1 || referencesOf(variable).length > 1) return []
  return removeStatement(source, declaration) ?? []
}

/** `if (!res.write(x) && !res.destroyed) { … }` in place of the statement. */
function waitAfter(source: Source, write: IgnoredWrite, wait: Wait): Change[] | undefined {
  const { call, stream } = write
  const statement = statementOfWrite(source, call)
  if (statement === undefined || !isPlain(stream)) return undefined
  const code = [`if (!${textOf(source, call)} && !${textOf(source, stream)}.destroyed) {`, ...wait.lines(stream), '}']
  return [replaced(source, statement, code)]
}

/** The last write of each list of statements. */
function lastOfLists(writes: readonly IgnoredWrite[]): Map<readonly Node[], IgnoredWrite> {
  const last = new Map<readonly Node[], IgnoredWrite>()
  for (const write of writes) {
    const list = statementList(write.call)
    const known = list === undefined ? undefined : last.get(list)
    if (list !== undefined && (known === undefined || known.call.range[0] < write.call.range[0])) last.set(list, write)
  }
  return last
}

function statementList(call: Node): readonly Node[] | undefined {
  const statement = call.parent?.type === 'AwaitExpression' ? call.parent.parent : call.parent
  return statement?.type === 'ExpressionStatement' ? listOf(statement) : undefined
}

/** What lets the code of a write wait so that its source waits too: nothing, or `async` for a sink's `write`. */
function openingOf(source: Source, write: IgnoredWrite, opened: Set<Node>): readonly Change[] | undefined {
  const { call, repetition } = write
  const fn = enclosingFunction(call)
  switch (repetition.kind) {
    case 'loop':
      if (!mayAwait(source, call)) return undefined
      if (isWithin(call, repetition.node) && enclosingFunction(repetition.node) === fn) return []
      // A helper for which all its callers wait.
      return fn !== undefined && callsOfFunction(source, fn).every(isAwaited) ? [] : undefined
    case 'sink': {
      if (fn === undefined || repetition.node !== fn || !isWebSink(fn)) return undefined
      if (fn.async || opened.has(fn)) return []
      opened.add(fn)
      return makeAsync(source, fn)
    }
    default:
      return undefined
  }
}

function isAwaited(call: Node): boolean {
  return wrapped(call).parent?.type === 'AwaitExpression'
}

/** `write` of a WHATWG stream, which waits for the promise that it is given. */
function isWebSink(fn: Node): boolean {
  const made = isFunction(fn) ? fn.parent.parent?.parent : undefined
  const callee = made?.type === 'NewExpression' ? unwrap(made.callee) : undefined
  return callee?.type === 'Identifier' && /^(?:Writable|Transform)Stream$/.test(callee.name)
}
