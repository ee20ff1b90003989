import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { calleeName, receiverOf } from './callee.ts'
import { drainListeners } from './drain-waits.ts'
import { isHeartbeat } from './heartbeats.ts'
import { enclosingFunctions, functionName } from './functions.ts'
import { contains, isWithin, nodesOf } from './nodes.ts'
import { isNotice } from './notices.ts'
import { variableOf } from './variables.ts'
import { originOf, originsOf } from './origin.ts'
import type { SinkKind } from './sinks.ts'
import { streamKey } from './stream-key.ts'
import { isTokenStream } from './token-streams.ts'
import { writtenType } from './type-annotation.ts'
import { propertyName, stringOf, unwrap, wrapped } from './unwrap.ts'
import type { WriteCall } from './write-calls.ts'
import { givesPromise, writeCalls } from './write-calls.ts'
import type { Repetition } from './write-repetition.ts'
import { repetitionOf } from './write-repetition.ts'

/** One of many writes to a stream whose result nobody looks at. */
export interface IgnoredWrite extends WriteCall {
  readonly repetition: Repetition
  /** The pieces are those of a language model's answer. */
  readonly isOfModel: boolean
}

/** Properties that say how much a stream holds already. */
const FILL_LEVELS = new Set([
  'writableNeedDrain',
  'writableLength',
  'writableHighWaterMark',
  'bufferedAmount',
  'desiredSize',
  'ready',
])
/** Sinks whose writes do not say when the other side falls behind. */
const SILENT_SINKS: ReadonlySet<SinkKind> = new Set<SinkKind>(['websocket'])

/** The ignored writes of the file, those to one stream together, in document order. */
export const ignoredWrites = perSource((source): readonly (readonly [IgnoredWrite, ...IgnoredWrite[]])[] => {
  const byStream = new Map<string, [IgnoredWrite, ...IgnoredWrite[]]>()
  for (const write of writeCalls(source)) {
    const { call, stream, sink, result } = write
    if (result !== 'dropped' || SILENT_SINKS.has(sink.kind)) continue
    const repetition = repetitionOf(source, call, stream)
    if (repetition === undefined || isHeartbeat(source, call) || isNotice(source, call)) continue
    if (isLog(source, write)) continue
    if (isPage(write, repetition) || isReply(source, write, repetition) || isTyped(source, repetition)) continue
    const key = streamKey(source, stream) ?? `n${call.range[0]}`
    if (looked(source).has(key)) continue
    const isOfModel = isTokenStream(source, call) || isTokenStream(source, repetition.node)
    const ignored = { ...write, repetition, isOfModel }
    const known = byStream.get(key)
    if (known === undefined) byStream.set(key, [ignored])
    else known.push(ignored)
  }
  return [...byStream.values()]
})

/** The streams about which the file asks how full they are: by a property, a `drain`, or the result of another write. */
const looked = perSource((source): ReadonlySet<string> => {
  const streams: Node[] = drainListeners(source).map(({ stream }) => stream)
  for (const member of nodesOf(source, 'MemberExpression'))
    if (FILL_LEVELS.has(propertyName(member) ?? '')) streams.push(member.object)
  for (const { stream, sink, result } of writeCalls(source))
    if (result === 'used' && !givesPromise(sink)) streams.push(stream)
  return new Set(streams.flatMap((stream) => streamKey(source, stream) ?? []))
})

/** What `_read` pushes in a loop that ends by itself, before it is asked for more: a page, or what another stream holds. */
function isPage({ call, sink }: WriteCall, { kind, node }: Repetition): boolean {
  if (sink.kind !== 'readable' || (kind !== 'loop' && kind !== 'callback')) return false
  const isEndless =
    (node.type === 'ForOfStatement' && node.await) ||
    (node.type === 'WhileStatement' && node.test.type === 'Literal') ||
    (node.type === 'ForStatement' && node.test === null)
  return !isEndless && enclosingFunctions(call).some((fn) => READ_METHODS.has(functionName(fn) ?? ''))
}

const READ_METHODS = new Set(['_read', 'read'])

/** The next line of a dialogue on a socket, which says nothing that the other side has sent. */
function isReply(source: Source, { call, sink }: WriteCall, { kind, node }: Repetition): boolean {
  if (sink.kind !== 'socket' || kind !== 'listener') return false
  return !call.arguments.some((argument) =>
    contains(source, argument, (it) => {
      const variable = it.type === 'Identifier' ? variableOf(source, it) : undefined
      return variable !== undefined && isWithin(variable.scope.block as Node, node)
    }),
  )
}

/** What somebody types into a terminal: `terminal.onData((data) => input.write(data))` of xterm. */
function isTyped(source: Source, { kind, node }: Repetition): boolean {
  const call = kind === 'callback' ? wrapped(node).parent : undefined
  const terminal = call?.type === 'CallExpression' ? receiverOf(call) : undefined
  if (terminal === undefined) return false
  const type = writtenType(source, terminal)
  if (type !== undefined) return /Terminal$/.test(type.name)
  const origin = originOf(source, terminal)
  const made = origin.kind === 'expression' && origin.path.length === 0 ? unwrap(origin.node) : undefined
  return made?.type === 'NewExpression' && calleeName(made) === 'Terminal'
}

/** A file that only a log is written to: by its path, its name, or because lines are added to what it holds already. */
function isLog(source: Source, { call, stream, sink }: WriteCall): boolean {
  if (sink.kind !== 'file') return false
  const node = unwrap(stream)
  const name =
    node.type === 'Identifier' ? node.name : node.type === 'MemberExpression' ? (propertyName(node) ?? '') : ''
  if (LOG.test(name)) return true
  return originsOf(source, stream).some(
    (origin) =>
      origin.kind === 'expression' &&
      (LOG.test(source.text.slice(...origin.node.range)) || (isAppended(origin.node) && isLine(call))),
  )
}

/** `createWriteStream(path, { flags: 'a' })` */
function isAppended(made: Node): boolean {
  const options = made.type === 'CallExpression' ? made.arguments[1] : undefined
  return (
    options?.type === 'ObjectExpression' &&
    options.properties.some(
      (it) => it.type === 'Property' && propertyName(it) === 'flags' && stringOf(it.value as Node) === 'a',
    )
  )
}

function isLine({ arguments: [text] }: TSESTree.CallExpression): boolean {
  if (text?.type === 'TemplateLiteral') return text.quasis.at(-1)?.value.cooked?.endsWith('\n') === true
  return text?.type === 'BinaryExpression' && stringOf(text.right)?.endsWith('\n') === true
}

/** `log`, `logs`, `app.log`, `logFile`, `auditLog`; not `catalog`, `blog`, `logo`. */
const LOG = /(?:^|[^a-zA-Z])logs?(?![a-z])|[a-z]Logs?(?![a-z])|\blogger\b|[a-z]Logger/
