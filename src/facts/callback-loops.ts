import { imports } from '../frameworks/imported-modules.ts'
import type { Node, Source } from '../source.ts'
import { importedName, receiverOf } from './callee.ts'
import { localFunction } from './functions.ts'
import type { FunctionNode } from './nodes.ts'
import { isFunction, nodesOf } from './nodes.ts'
import { pullLoops } from './read-loops.ts'
import { namesOf } from './read-target.ts'
import type { StreamLoop, StreamLoopForm } from './stream-loop.ts'
import { NO_READ } from './stream-loop.ts'
import { propertyName, stringOf, unwrap } from './unwrap.ts'
import { globalName } from './variables.ts'
import { methodCalls } from './named-calls.ts'

const CHUNK_EVENTS = new Set(['data', 'message', 'chunk', 'text'])
const LISTEN = new Set(['on', 'once', 'addListener', 'prependListener', 'addEventListener'])
const CHUNK_HANDLERS = new Set([
  'onmessage',
  'onMessage',
  'onChunk',
  'onchunk',
  'onData',
  'ondata',
  'onText',
  'onToken',
  'onDelta',
  'onEvent',
])
const SINK_METHODS = new Set(['write', 'transform', '_write', '_transform'])
const STREAM_CLASSES = new Set(['WritableStream', 'TransformStream', 'Writable', 'Transform', 'Duplex', 'PassThrough'])

/** Listeners for the events that carry chunks: `x.on('data', fn)`, `x.addEventListener('message', fn)`. */
export function listenerLoops(source: Source): StreamLoop[] {
  const loops: StreamLoop[] = []
  for (const call of methodCalls(source, LISTEN)) {
    const event = stringOf(call.arguments[0])
    const listener = call.arguments[1]
    if (event === undefined || !CHUNK_EVENTS.has(event) || listener === undefined) continue
    const fn = localFunction(source, listener)
    if (fn !== undefined) loops.push(functionLoop(source, 'listener', fn, receiverOf(call), event))
  }
  return onePerFunction(loops)
}

/** Functions kept in a property that is told of chunks: `x.onmessage = fn`, `{ onChunk: fn }`. */
export function handlerLoops(source: Source): StreamLoop[] {
  const loops: StreamLoop[] = []
  const add = (name: string | undefined, value: Node, stream: Node | undefined) => {
    if (name === undefined || !CHUNK_HANDLERS.has(name)) return
    const fn = localFunction(source, value)
    if (fn !== undefined) loops.push(functionLoop(source, 'handler', fn, stream, name))
  }
  for (const assignment of nodesOf(source, 'AssignmentExpression')) {
    const left = unwrap(assignment.left)
    if (left.type === 'MemberExpression') add(propertyName(left), assignment.right, left.object)
  }
  for (const property of nodesOf(source, 'Property'))
    if (property.parent.type === 'ObjectExpression') add(propertyName(property), property.value as Node, undefined)
  return onePerFunction(loops)
}

/** `pull`, `write` and `transform` of streams that are made here, and of classes that extend a stream. */
export function underlyingMethods(source: Source): StreamLoop[] {
  const loops: StreamLoop[] = []
  for (const made of nodesOf(source, 'NewExpression')) {
    const kind = streamClass(source, made.callee)
    if (kind === undefined) continue
    for (const argument of made.arguments) {
      const object = unwrap(argument)
      if (object.type !== 'ObjectExpression') continue
      for (const property of object.properties) {
        if (property.type !== 'Property') continue
        const name = propertyName(property)
        const isPull = kind === 'ReadableStream' && name === 'pull'
        if (name === undefined || (!isPull && (kind === 'ReadableStream' || !SINK_METHODS.has(name)))) continue
        const fn = localFunction(source, property.value as Node)
        if (fn === undefined) continue
        if (isPull) loops.push(...pullLoops(source, fn, made))
        else loops.push(functionLoop(source, 'sink', fn, made, name))
      }
    }
  }
  for (const method of nodesOf(source, 'MethodDefinition')) {
    const name = propertyName(method)
    const owner = method.parent.parent
    if (name === undefined || !SINK_METHODS.has(name) || !isFunction(method.value)) continue
    if (owner.superClass == null || streamClass(source, owner.superClass) === undefined) continue
    loops.push(functionLoop(source, 'sink', method.value, undefined, name))
  }
  return onePerFunction(loops)
}

/** Modules whose classes are streams. */
const STREAM_MODULES = ['stream', 'stream/web', 'readable-stream']

function streamClass(source: Source, callee: Node): string | undefined {
  if (!isStreamName(callee) && !imports(source, STREAM_MODULES)) return undefined
  const imported = importedName(source, callee)
  const name =
    imported === undefined
      ? globalName(source, callee)
      : STREAM_MODULES.includes(imported.module)
        ? imported.name
        : undefined
  return name !== undefined && (STREAM_CLASSES.has(name) || name === 'ReadableStream') ? name : undefined
}

/** A class of another name is a stream only where it was imported under that name. */
function isStreamName(callee: Node): boolean {
  const node = unwrap(callee)
  const name =
    node.type === 'Identifier' ? node.name : node.type === 'MemberExpression' ? propertyName(node) : undefined
  return name === undefined || STREAM_CLASSES.has(name) || name === 'ReadableStream'
}

function functionLoop(
  source: Source,
  form: StreamLoopForm,
  fn: FunctionNode,
  stream: Node | undefined,
  event: string,
): StreamLoop {
  return { ...NO_READ, form, node: fn, body: fn.body, stream, event, chunks: namesOf(source, fn.params[0]) }
}

function onePerFunction(loops: readonly StreamLoop[]): StreamLoop[] {
  const seen = new Set<Node>()
  return loops.filter((loop) => !seen.has(loop.node) && seen.add(loop.node) !== undefined)
}

/** Without one of these texts a file has no function that is run for each chunk. */
export const CALLBACK_TERMS: readonly string[] = [
  ...[...LISTEN].map((name) => `.${name}(`),
  ...CHUNK_HANDLERS,
  // Of these every stream is made whose methods are looked at. Part of `WritableStream` and `TransformStream`, too.
  'ReadableStream',
  'Writable',
  'Transform',
  'Duplex',
  'PassThrough',
]
