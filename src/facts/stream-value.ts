import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { perNode } from '../source.ts'
import type { Call } from './callee.ts'
import { importedName, methodName, receiverOf } from './callee.ts'
import { calledFunction, returnedExpressions } from './functions.ts'
import { localClass } from './local-class.ts'
import { modelStreamCall } from './model-call.ts'
import type { Origin } from './origin.ts'
import { originsOf } from './origin.ts'
import type { ChunkKind, StreamInfo } from './stream-tables.ts'
import { AI_SDK_PARTS, GLOBAL_STREAM_CALLS, STREAM_CALLS, STREAM_TYPES } from './stream-tables.ts'
import { writtenType } from './type-annotation.ts'
import { stringOf, unwrap, unwrapAwait } from './unwrap.ts'
import { globalName } from './variables.ts'

/** A value that is known to be a stream. */
export interface StreamValue extends StreamInfo {
  /** The expression that makes or receives it: a call, `new`, a member such as `res.body`, or a parameter's name. */
  readonly root: Node
  /** True when it is made in this file's code and not handed in by a parameter. */
  readonly isOwn: boolean
}

/** Methods of a Node stream or emitter that give back the very same stream. */
export const CHAINING: ReadonlySet<string> = new Set([
  'on',
  'once',
  'addListener',
  'prependListener',
  'prependOnceListener',
  'off',
  'removeListener',
  'removeAllListeners',
  'setEncoding',
  'pause',
  'resume',
  'setMaxListeners',
  'unpipe',
  'setTimeout',
  'setNoDelay',
  'destroy',
])

/** Methods whose name alone tells a Node stream, whatever object has them (file systems, buckets, drives). */
const STREAM_METHODS = new Set(['createReadStream', 'createWriteStream'])
/** The same where the object is imported, too: nothing but MongoDB's buckets has these. */
const BUCKET_METHODS = new Set([
  'openDownloadStream',
  'openDownloadStreamByName',
  'openUploadStream',
  'openUploadStreamWithId',
])

/** Libraries that answer with a Node stream in `data` when told `responseType: 'stream'`. */
const AXIOS = 'axios'

/** What stream an expression is; undefined when it is none or nobody can tell. All origins must agree on the family. */
export const streamOf = perNode<Node, StreamValue | undefined>((source, expression) => {
  const node = unwrapAwait(expression)
  const direct = directStream(source, node)
  if (direct !== undefined) return direct
  // `x as Readable` says what `x` alone does not.
  const written = () =>
    writtenStream(source, node) ?? (node === expression ? undefined : writtenStream(source, expression))
  let merged: StreamValue | undefined
  for (const origin of originsOf(source, node)) {
    const value = streamOfOrigin(source, origin, node)
    if (value === undefined) return written()
    merged = merged === undefined ? value : merge(merged, value)
    if (merged === undefined) return undefined
  }
  return merged ?? written()
}, undefined)

/** Only what the expression itself shows, before its origin is followed. */
function directStream(source: Source, node: Node): StreamValue | undefined {
  return node.type === 'CallExpression' || node.type === 'NewExpression' ? streamOfCall(source, node, []) : undefined
}

function streamOfOrigin(source: Source, origin: Origin, asked: Node): StreamValue | undefined {
  switch (origin.kind) {
    case 'expression': {
      const node = unwrapAwait(origin.node)
      if (node.type === 'CallExpression' || node.type === 'NewExpression')
        return streamOfCall(source, node, origin.path)
      if (origin.path.length === 0 && node !== asked) return streamOf(source, node)
      return undefined
    }
    case 'parameter':
      return origin.path.at(-1) === 'body' && isResponseParameter(source, asked)
        ? { family: 'web', source: 'fetch', chunks: 'bytes', root: asked, isOwn: false }
        : (callbackParameter(source, origin) ?? handedIn(writtenStream(source, asked)))
    case 'global': {
      const info = GLOBAL_STREAM_CALLS[[origin.name, ...origin.path].join('.')]
      return info === undefined ? undefined : { ...info, root: asked, isOwn: true }
    }
    default:
      return undefined
  }
}

function streamOfCall(source: Source, call: Call, path: readonly string[]): StreamValue | undefined {
  const name = methodName(call)
  const receiver = receiverOf(call)
  if (call.type === 'CallExpression' && path.length === 0 && name !== undefined && receiver !== undefined) {
    if (CHAINING.has(name)) {
      const same = streamOf(source, receiver)
      if (same?.family === 'node') return same
    }
    if (name === 'pipe' && call.arguments[0] !== undefined) {
      const from = streamOf(source, receiver)
      if (from === undefined || from.family === 'node') return piped(streamOf(source, call.arguments[0]), from)
    }
    if (name === 'pipeThrough' && call.arguments[0] !== undefined) return through(source, call, receiver)
    // `new Readable().wrap(old)` gives what the old stream gives.
    if (name === 'wrap' && call.arguments[0] !== undefined && streamOf(source, receiver)?.family === 'node')
      return streamOf(source, call.arguments[0])
    const memory = name === 'stream' ? inMemory(source, call, receiver) : undefined
    if (memory !== undefined) return memory
    if (BUCKET_METHODS.has(name) || (STREAM_METHODS.has(name) && importedName(source, call.callee) === undefined))
      return { family: 'node', source: 'file', chunks: 'bytes', root: call, isOwn: true }
  }
  const converted = path.length === 0 ? conversion(source, call) : undefined
  if (converted !== undefined) return converted
  if (name === 'tee' && path.length === 1 && receiver !== undefined) {
    const same = streamOf(source, receiver)
    return same === undefined ? undefined : { ...same, root: call }
  }
  const info = tableEntry(source, call, path) ?? axiosStream(source, call, path)
  if (info !== undefined) return { ...withEncoding(call, info), root: call, isOwn: true }
  if (call.type === 'NewExpression') {
    const extended = path.length === 0 ? extendedStream(source, call.callee, MAX_CLASSES) : undefined
    return extended === undefined ? undefined : { ...extended, root: call, isOwn: true }
  }
  if (call.type === 'CallExpression') {
    const model = modelStreamCall(source, call)
    if (model !== undefined) {
      if (path.length === 0) return { ...model.result, root: call, isOwn: true }
      const part = path.length === 1 ? AI_SDK_PARTS[path[0] as string] : undefined
      if (part !== undefined) return { ...part, root: call, isOwn: true }
    }
    return path.length === 0 ? returnedStream(source, call) : undefined
  }
  return undefined
}

function tableEntry(source: Source, call: Call, path: readonly string[]): StreamInfo | undefined {
  const suffix = path.length === 0 ? '' : `().${path.join('.')}`
  const imported = importedName(source, call.callee)
  if (imported !== undefined) {
    if (imported.module === 'node-fetch' || imported.module === 'cross-fetch')
      return STREAM_CALLS[`${imported.module}#default${suffix}`]
    return STREAM_CALLS[`${imported.module}#${imported.name}${suffix}`]
  }
  const name = globalName(source, call.callee)
  if (name !== undefined) return GLOBAL_STREAM_CALLS[`${name}${suffix}`]
  return undefined
}

/** How many classes that extend each other are followed. */
const MAX_CLASSES = 8

/** What a class of this file is a stream of: `class Upper extends Transform`. */
function extendedStream(source: Source, callee: Node, steps: number): StreamInfo | undefined {
  const superClass = steps === 0 ? undefined : localClass(source, callee)?.superClass
  if (superClass === undefined || superClass === null) return undefined
  const imported = importedName(source, superClass)
  const info =
    imported === undefined
      ? GLOBAL_STREAM_CALLS[globalName(source, superClass) ?? '']
      : STREAM_CALLS[`${imported.module}#${imported.name}`]
  return info ?? extendedStream(source, superClass, steps - 1)
}

/** `Readable.toWeb`, `Readable.fromWeb`, `Readable.from`, `ReadableStream.from`: the same bytes in another family. */
function conversion(source: Source, call: Call): StreamValue | undefined {
  const argument = call.arguments[0]
  if (argument === undefined || argument.type === 'SpreadElement') return undefined
  const imported = importedName(source, call.callee)
  const name = imported?.module === 'stream' ? imported.name : undefined
  const family =
    name === 'Readable.toWeb' || name === 'Writable.toWeb'
      ? 'web'
      : name === 'Readable.fromWeb' || name === 'Readable.from'
        ? 'node'
        : isGlobalFrom(source, call)
          ? 'web'
          : undefined
  if (family === undefined) return undefined
  const from = streamOf(source, argument)
  if (from !== undefined) return { ...from, family, root: call }
  const literal = unwrap(argument)
  const isMemory =
    literal.type === 'ArrayExpression' || literal.type === 'Literal' || literal.type === 'TemplateLiteral'
  return { family, source: isMemory ? 'memory' : 'unknown', chunks: 'unknown', root: call, isOwn: true }
}

function isGlobalFrom(source: Source, call: Call): boolean {
  const receiver = receiverOf(call)
  return methodName(call) === 'from' && receiver !== undefined && globalName(source, receiver) === 'ReadableStream'
}

function piped(to: StreamValue | undefined, from: StreamValue | undefined): StreamValue | undefined {
  if (to === undefined) return undefined
  return to.source === 'transform' || to.source === 'compressor'
    ? { ...to, source: from?.source ?? to.source, isOwn: from?.isOwn ?? to.isOwn }
    : to
}

function through(source: Source, call: Call, receiver: Node): StreamValue | undefined {
  const from = streamOf(source, receiver)
  const transform = onlyValue(source, call.arguments[0] as Node)
  const name =
    transform.type === 'NewExpression'
      ? (globalName(source, transform.callee) ?? importedName(source, transform.callee)?.name)
      : undefined
  const chunks: ChunkKind =
    name === 'TextDecoderStream'
      ? 'text'
      : name === 'TextEncoderStream' || name === 'CompressionStream' || name === 'DecompressionStream'
        ? 'bytes'
        : name === 'EventSourceParserStream'
          ? 'items'
          : 'unknown'
  return {
    family: 'web',
    source: from?.source ?? 'unknown',
    chunks,
    root: from?.root ?? call,
    isOwn: from?.isOwn ?? true,
  }
}

/** What an expression is by its only origin; itself where it has none or several. */
function onlyValue(source: Source, expression: Node): Node {
  const [origin, ...others] = originsOf(source, expression)
  const isOne = origin?.kind === 'expression' && origin.path.length === 0 && others.length === 0
  return unwrap(isOne ? origin.node : expression)
}

/** `.stream()` of a Blob or File; of anything else nobody knows. */
function inMemory(source: Source, call: Call, receiver: Node): StreamValue | undefined {
  const type = writtenType(source, receiver)?.name
  const isBlob =
    type === 'Blob' ||
    type === 'File' ||
    originsOf(source, receiver).some((origin) => {
      if (origin.kind !== 'expression' || origin.path.length > 0) return false
      const made = unwrap(origin.node)
      return made.type === 'NewExpression' && ['Blob', 'File'].includes(globalName(source, made.callee) ?? '')
    })
  return isBlob ? { family: 'web', source: 'memory', chunks: 'bytes', root: call, isOwn: true } : undefined
}

function axiosStream(source: Source, call: Call, path: readonly string[]): StreamInfo | undefined {
  if (path.length !== 1 || path[0] !== 'data' || call.type !== 'CallExpression') return undefined
  const imported = importedName(source, call.callee)
  if (imported !== undefined && imported.module !== AXIOS) return undefined
  for (const argument of call.arguments) {
    const options = unwrap(argument)
    if (options.type !== 'ObjectExpression') continue
    for (const property of options.properties)
      if (
        property.type === 'Property' &&
        property.key.type === 'Identifier' &&
        property.key.name === 'responseType' &&
        stringOf(property.value as Node) === 'stream'
      )
        return { family: 'node', source: 'http-client', chunks: 'bytes' }
  }
  return undefined
}

/** A read stream that is told an encoding gives text. */
function withEncoding(call: Call, info: StreamInfo): StreamInfo {
  if (info.source !== 'file') return info
  const options = call.arguments[1] === undefined ? undefined : unwrap(call.arguments[1])
  const hasEncoding =
    stringOf(options) !== undefined ||
    (options?.type === 'ObjectExpression' &&
      options.properties.some(
        (property) =>
          property.type === 'SpreadElement' || (property.key.type === 'Identifier' && property.key.name === 'encoding'),
      ))
  return hasEncoding ? { ...info, chunks: 'text' } : info
}

/** A call of a function of this file: what it gives back, when all its returns agree. */
function returnedStream(source: Source, call: TSESTree.CallExpression): StreamValue | undefined {
  const fn = calledFunction(source, call)
  if (fn === undefined) return undefined
  if (fn.generator) return { family: 'iterable', source: 'unknown', chunks: 'unknown', root: call, isOwn: true }
  let merged: StreamValue | undefined
  for (const returned of returnedExpressions(source, fn)) {
    const value = streamOf(source, returned)
    if (value === undefined) return undefined
    merged = merged === undefined ? value : merge(merged, value)
    if (merged === undefined) return undefined
  }
  return merged === undefined ? undefined : { ...merged, root: call, isOwn: true }
}

/** The stream that a callback of a known API is given: `http.get(url, (res) => …)`, `createServer((req, res) => …)`. */
function callbackParameter(source: Source, origin: Extract<Origin, { kind: 'parameter' }>): StreamValue | undefined {
  if (origin.path.length > 0) return undefined
  const parent = origin.fn.parent
  const declared = origin.variable?.identifiers[0] as Node | undefined
  if (parent.type !== 'CallExpression' || declared === undefined) return undefined
  const imported = importedName(source, parent.callee)
  const receiver = receiverOf(parent)
  const event = stringOf(parent.arguments[0])
  if (imported !== undefined) {
    const { module, name } = imported
    if (module === 'http' || module === 'https' || module === 'http2') {
      if (name === 'get' || name === 'request')
        return { family: 'node', source: 'http-client', chunks: 'bytes', root: declared, isOwn: true }
      if (name === 'createServer' || name === 'createSecureServer')
        return {
          family: 'node',
          source: origin.index === 0 ? 'request' : 'response',
          chunks: 'bytes',
          root: declared,
          isOwn: false,
        }
    }
    if ((module === 'net' || module === 'tls') && name === 'createServer')
      return { family: 'node', source: 'socket', chunks: 'bytes', root: declared, isOwn: true }
  }
  if (receiver === undefined || event === undefined) return undefined
  const emitter = streamOf(source, receiver)
  if (event === 'response' && emitter?.source === 'http-client' && origin.index === 0)
    return { family: 'node', source: 'http-client', chunks: 'bytes', root: declared, isOwn: true }
  if (event === 'file' && emitter?.source === 'request' && origin.index === 1)
    return { family: 'node', source: 'request', chunks: 'bytes', root: declared, isOwn: true }
  if (event === 'entry' && emitter?.source === 'archive' && origin.index <= 1)
    return { family: 'node', source: 'archive', chunks: 'bytes', root: declared, isOwn: true }
  return undefined
}

function isResponseParameter(source: Source, member: Node): boolean {
  const node = unwrap(member)
  if (node.type !== 'MemberExpression') return false
  const type = writtenType(source, node.object)
  return type?.name === 'Response' && type.module !== 'express' && !type.isLocal
}

function writtenStream(source: Source, node: Node): StreamValue | undefined {
  const type = writtenType(source, node)
  if (type === undefined || type.isLocal) return undefined
  const entry = STREAM_TYPES[type.qualified] ?? STREAM_TYPES[type.name]
  if (entry === undefined || !entry.modules.includes(type.module ?? '')) return undefined
  return { ...entry, chunks: elementKind(source, type.node, entry.chunks), root: node, isOwn: true }
}

function handedIn(value: StreamValue | undefined): StreamValue | undefined {
  return value === undefined ? undefined : { ...value, isOwn: false }
}

/** What flows through `ReadableStream<T>` by its written type argument. */
function elementKind(source: Source, type: TSESTree.TypeNode, otherwise: ChunkKind): ChunkKind {
  const argument = type.type === 'TSTypeReference' ? type.typeArguments?.params[0] : undefined
  if (argument === undefined) return otherwise
  const text = source.text.slice(...argument.range)
  if (text === 'string') return 'text'
  if (/^(?:Uint8Array|Buffer)\b/.test(text)) return 'bytes'
  return text === 'any' || text === 'unknown' ? otherwise : 'items'
}

function merge(a: StreamValue, b: StreamValue): StreamValue | undefined {
  if (a.family !== b.family) return undefined
  return {
    family: a.family,
    source: a.source === b.source ? a.source : 'unknown',
    chunks: a.chunks === b.chunks ? a.chunks : 'unknown',
    root: a.root,
    isOwn: a.isOwn && b.isOwn,
  }
}
