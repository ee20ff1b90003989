import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Range, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { calleeNameNode, importedName, methodName, receiverOf } from './callee.ts'
import { enclosingFunction } from './functions.ts'
import type { FunctionNode } from './nodes.ts'
import { nodesOf } from './nodes.ts'
import { originOf, originsOf } from './origin.ts'
import { streamLoops } from './stream-loops.ts'
import { streamOf } from './stream-value.ts'
import { writtenType } from './type-annotation.ts'
import { propertyName, unwrap, wrapped } from './unwrap.ts'
import { globalName, variableOf } from './variables.ts'

/** A place that waits for a stream and fails when the stream does. */
export interface StreamRead {
  /** The `for await` loop, or the call: `reader.read()`, `a.pipeTo(b)`, `pipeline(a, b)`. */
  readonly node: Node
  /** The keywords of the loop, or the name of what is called. */
  readonly at: Node | Range
  /** What is read; undefined where the code does not name it. */
  readonly stream: Node | undefined
  /** The loop that reads on and on; undefined for single reads. */
  readonly loop: Node | undefined
}

/** Streams whose failure is no event of its own: text in memory, and what a child or this process prints. */
const QUIET_SOURCES: ReadonlySet<string> = new Set(['memory', 'child-process', 'process'])
const STDIO = new Set(['stdin', 'stdout', 'stderr'])
/** `readline` does not pass an error of its input on to the loop. */
const LINES = new Set(['readline', 'readline/promises'])
/** Methods that give an array of promises. */
const ARRAY_METHODS = new Set(['map', 'flatMap', 'filter'])
const LISTS = new Set(['Array', 'ReadonlyArray', 'Set', 'ReadonlySet', 'Map', 'ReadonlyMap'])
const READER_TYPES = new Set(['ReadableStreamDefaultReader', 'ReadableStreamBYOBReader'])

/** Every awaited read of the file, by the function in whose activation it runs (undefined: the top level), in document order. */
export const readsByFunction = perSource((source): ReadonlyMap<FunctionNode | undefined, readonly StreamRead[]> => {
  const byFunction = new Map<FunctionNode | undefined, StreamRead[]>()
  for (const read of [...loopReads(source), ...awaitedReads(source)].sort(
    (a, b) => a.node.range[0] - b.node.range[0],
  )) {
    const fn = enclosingFunction(read.node)
    const known = byFunction.get(fn)
    if (known === undefined) byFunction.set(fn, [read])
    else known.push(read)
  }
  return byFunction
})

/** The read that `reader.read()` is when a `.then` waits for it and nobody else does; undefined for other calls. */
export function promisedRead(source: Source, call: TSESTree.CallExpression): StreamRead | undefined {
  if (methodName(call) !== 'read' || call.arguments.length > 1) return undefined
  if (!thenReads(source).has(call) && !isReader(source, receiverOf(call))) return undefined
  return readOfCall(call)
}

const thenReads = perSource(
  (source) =>
    new Set<Node>(
      streamLoops(source)
        .filter(({ form }) => form === 'then')
        .flatMap(({ reads }) => reads),
    ),
)

function loopReads(source: Source): StreamRead[] {
  const reads: StreamRead[] = []
  for (const loop of streamLoops(source)) {
    if (loop.form === 'for-await' && loop.stream !== undefined && mayFail(source, loop.stream))
      reads.push({ node: loop.node, at: forAwaitKeywords(source, loop.node), stream: loop.stream, loop: loop.node })
    const [first] = loop.reads
    if (loop.form === 'read' && first !== undefined) reads.push(readOfCall(first, loop.node))
  }
  return reads
}

/** Reads outside of read loops: one at a time by a reader, or all at once by a pipe. */
function awaitedReads(source: Source): StreamRead[] {
  const inLoops = new Set<Node>(
    streamLoops(source)
      .filter(({ form }) => form === 'read')
      .flatMap(({ reads }) => reads),
  )
  const reads: StreamRead[] = []
  for (const { argument } of nodesOf(source, 'AwaitExpression')) {
    const call = unwrap(argument)
    if (call.type !== 'CallExpression' || inLoops.has(call)) continue
    if (isPipe(source, call))
      reads.push({ node: call, at: calleeNameNode(call), stream: pipedStream(call), loop: undefined })
    else if (methodName(call) === 'read' && call.arguments.length <= 1 && isReader(source, receiverOf(call)))
      reads.push(readOfCall(call))
  }
  return reads
}

function readOfCall(call: TSESTree.CallExpression, loop?: Node): StreamRead {
  return { node: call, at: calleeNameNode(call), stream: receiverOf(call), loop }
}

function forAwaitKeywords(source: Source, loop: Node): Range {
  const [start] = loop.range
  return [start, source.text.indexOf('await', start) + 'await'.length]
}

function mayFail(source: Source, stream: Node): boolean {
  const member = unwrap(stream)
  if (member.type === 'MemberExpression' && STDIO.has(propertyName(member) ?? '')) return false
  const known = streamOf(source, stream)
  if (known !== undefined && QUIET_SOURCES.has(known.source)) return false
  if (isListByType(source, member)) return false
  return !originsOf(source, stream).some((origin) => {
    if (origin.kind !== 'expression') return false
    if (STDIO.has(origin.path.at(-1) ?? '')) return true
    const made = unwrap(origin.node)
    if (made.type === 'ArrayExpression') return true
    if (made.type === 'NewExpression') return LISTS.has(globalName(source, made.callee) ?? '')
    if (made.type !== 'CallExpression' || origin.path.length > 0) return false
    if (LINES.has(importedName(source, made.callee)?.module ?? '')) return true
    const receiver = receiverOf(made)
    return (
      receiver !== undefined && ARRAY_METHODS.has(methodName(made) ?? '') && streamOf(source, receiver) === undefined
    )
  })
}

/** `for await (const item of items)` over a value that the file declares as a list. */
function isListByType(source: Source, iterated: Node): boolean {
  const declared = iterated.type === 'Identifier' ? variableOf(source, iterated)?.defs[0]?.name : undefined
  const type = declared?.type === 'Identifier' ? declared.typeAnnotation?.typeAnnotation : undefined
  switch (type?.type) {
    case 'TSArrayType':
    case 'TSTupleType':
    case 'TSTypeOperator':
      return true
    case 'TSTypeReference':
      return type.typeName.type === 'Identifier' && LISTS.has(type.typeName.name)
    default:
      return false
  }
}

function isReader(source: Source, receiver: Node | undefined): boolean {
  if (receiver === undefined) return false
  const origin = originOf(source, receiver)
  if (origin.kind === 'expression' && origin.path.length === 0) {
    const made = unwrap(origin.node)
    if (made.type === 'CallExpression' && methodName(made) === 'getReader') return true
  }
  const type = writtenType(source, receiver)
  return type !== undefined && !type.isLocal && READER_TYPES.has(type.name)
}

/** `stream.pipeTo(x)` and the promised `pipeline`; not where the error travels on through the readable twin of `x`. */
function isPipe(source: Source, call: TSESTree.CallExpression): boolean {
  if (methodName(call) === 'pipeTo') return !isTwin(call.arguments[0])
  const imported = importedName(source, call.callee)
  return (
    (imported?.module === 'stream/promises' && imported.name === 'pipeline') ||
    (imported?.module === 'stream' && imported.name === 'promises.pipeline')
  )
}

function isTwin(destination: Node | undefined): boolean {
  const node = destination === undefined ? undefined : unwrap(destination)
  if (node?.type === 'MemberExpression') return propertyName(node) === 'writable'
  return node?.type === 'Identifier' && node.name === 'writable'
}

function pipedStream(call: TSESTree.CallExpression): Node | undefined {
  return methodName(call) === 'pipeTo' ? receiverOf(call) : wrapped(call.arguments[0] ?? call)
}
