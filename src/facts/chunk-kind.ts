import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { methodName } from './callee.ts'
import { originsOf } from './origin.ts'
import type { StreamLoop } from './stream-loops.ts'
import { CHAINING, streamOf } from './stream-value.ts'
import type { ChunkKind, StreamSource } from './stream-tables.ts'
import { writtenType } from './type-annotation.ts'
import { usesOf, usesOfVariable } from './uses.ts'
import { unwrap } from './unwrap.ts'
import { holdsText } from './file-text.ts'

/** Written types of chunks. */
const KIND_BY_TYPE: Readonly<Record<string, ChunkKind>> = {
  string: 'text',
  Buffer: 'bytes',
  Uint8Array: 'bytes',
  ArrayBuffer: 'bytes',
  MessageEvent: 'items',
  Event: 'items',
}

/** Events whose payload is a whole message, framed by the protocol. */
const FRAMED_EVENTS = new Set(['message', 'onmessage', 'onMessage'])

/** What one chunk of a stream loop is: bytes and text can be cut anywhere, items are whole. */
export function chunkKindOf(source: Source, loop: StreamLoop): ChunkKind {
  if (loop.event !== undefined && FRAMED_EVENTS.has(loop.event)) return 'items'
  const stream = streamOfLoop(source, loop)
  if (stream?.chunks === 'items') return 'items'
  const written = writtenKind(source, loop)
  if (written !== undefined) return written
  if (
    loop.form === 'listener' &&
    loop.event === 'data' &&
    loop.stream !== undefined &&
    setsEncoding(source, loop.stream)
  )
    return 'text'
  return stream === undefined ? 'unknown' : stream.chunks
}

/** Where the chunks of a loop come from; `unknown` when that cannot be told. */
export function chunkSourceOf(source: Source, loop: StreamLoop): StreamSource {
  return streamOfLoop(source, loop)?.source ?? 'unknown'
}

/** The stream that a loop reads: what it iterates, what its reader was taken from, or the emitter it listens to. */
function streamOfLoop(source: Source, loop: StreamLoop): ReturnType<typeof streamOf> {
  if (loop.stream === undefined) return undefined
  if (loop.form !== 'read' && loop.form !== 'then' && loop.form !== 'pull') return streamOf(source, loop.stream)
  for (const origin of originsOf(source, loop.stream)) {
    if (origin.kind !== 'expression' || origin.path.length > 0) continue
    const made = unwrap(origin.node)
    if (made.type !== 'CallExpression' || methodName(made) !== 'getReader') continue
    const callee = unwrap(made.callee)
    if (callee.type === 'MemberExpression') return streamOf(source, callee.object)
  }
  return undefined
}

function writtenKind(source: Source, loop: StreamLoop): ChunkKind | undefined {
  for (const variable of loop.chunks) {
    const declared = variable.identifiers[0] as Node | undefined
    const type = declared === undefined ? undefined : writtenType(source, declared)
    const kind = type === undefined ? undefined : KIND_BY_TYPE[type.name]
    if (kind !== undefined) return kind
  }
  if (loop.stream === undefined) return undefined
  const reader = writtenType(source, loop.stream)
  if (reader?.name !== 'ReadableStreamDefaultReader' || reader.node.type !== 'TSTypeReference') return undefined
  const argument = reader.node.typeArguments?.params[0]
  const name = argument === undefined ? undefined : source.text.slice(...argument.range)
  if (name === undefined) return undefined
  return name === 'string' ? 'text' : /^(?:Uint8Array|Buffer)\b/.test(name) ? 'bytes' : undefined
}

/** True when the emitter, under any of its names, is told an encoding; its chunks are strings then. */
function setsEncoding(source: Source, emitter: Node): boolean {
  if (!holdsText(source, 'setEncoding')) return false
  const base = chainBase(emitter)
  for (let call = unwrap(emitter); call !== base && call.type === 'CallExpression'; call = receiver(call))
    if (methodName(call) === 'setEncoding') return true
  for (const origin of originsOf(source, base)) {
    const uses =
      origin.kind === 'parameter' && origin.variable !== undefined
        ? usesOfVariable(source, origin.variable)
        : origin.kind === 'expression'
          ? usesOf(source, origin.node)
          : []
    if (uses.some((use) => use.kind === 'method-call' && use.name === 'setEncoding')) return true
  }
  if (!holdsText(source, '.setEncoding(')) return false
  const text = source.text.slice(...base.range)
  return source.text.includes(`${text}.setEncoding(`) || source.text.includes(`${text}?.setEncoding(`)
}

/** What a chain of calls that give back the same stream begins with: `req` of `req.on('error', f).resume()`. */
export function chainBase(emitter: Node): Node {
  let base = unwrap(emitter)
  while (base.type === 'CallExpression' && CHAINING.has(methodName(base) ?? '')) base = receiver(base)
  return base
}

function receiver(call: TSESTree.CallExpression): Node {
  const callee = unwrap(call.callee)
  return unwrap(callee.type === 'MemberExpression' ? callee.object : callee)
}
