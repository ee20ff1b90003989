import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { arrivesWhole } from './arrives-whole.ts'
import { importedName } from './callee.ts'
import { isChildOutput } from './child-output.ts'
import { chunkKindOf } from './chunk-kind.ts'
import type { ChunkText } from './chunk-texts.ts'
import { bytesInside, chunkTextsByLoop } from './chunk-texts.ts'
import type { DecodeCall } from './decoders.ts'
import { decodeCalls } from './decoders.ts'
import type { HandedChunk } from './handed-chunks.ts'
import { handedChunk, isGivenBack } from './handed-chunks.ts'
import { optionOf } from './model-call.ts'
import { contains, isWithin } from './nodes.ts'
import { enclosingClass } from './origin.ts'
import type { StreamLoop } from './stream-loops.ts'
import { isChunk } from './loop-chunk.ts'
import { streamLoopOf, streamLoops } from './stream-loops.ts'
import { streamOf } from './stream-value.ts'
import { propertyName, unwrap, wrapped } from './unwrap.ts'
import { globalName, readsOf, variableOf } from './variables.ts'

/** All the decodes of one loop that break a character whose bytes lie in two chunks. */
export type SplitDecode =
  /** One decoder for the stream, but told each time that the text ends here. */
  | (Decoding & { readonly kind: 'missing-stream' })
  /** A new decoder for every chunk: it cannot know the bytes before. */
  | (Decoding & { readonly kind: 'new-decoder' })
  /** `chunk.toString()` and the like. */
  | { readonly kind: 'buffer-text'; readonly loop: StreamLoop; readonly texts: readonly ChunkText[] }

interface Decoding {
  readonly loop: StreamLoop
  readonly calls: readonly DecodeCall[]
  /** They stand in a function of the file that the loop hands the chunk to. */
  readonly isInHelper: boolean
}

/** Options of a Node stream that make its chunks something else than Buffers. */
const ITEM_MODES = new Set(['objectMode', 'writableObjectMode', 'decodeStrings'])

/** One entry for each stream loop that turns bytes to text chunk by chunk. */
export const splitDecodes = perSource((source): readonly SplitDecode[] => {
  if (streamLoops(source).length === 0) return []
  const found: SplitDecode[] = []
  const calls = new Map<StreamLoop, DecodeCall[]>()
  for (const decode of decodeCalls(source)) {
    const argument = decode.call.arguments[0]
    const loop = argument === undefined ? undefined : loopOfChunk(source, argument)
    if (loop === undefined || !isCutAnywhere(source, loop)) continue
    addTo(calls, loop, decode)
  }
  for (const [loop, all] of calls) {
    const inside = all.filter(({ made }) => made !== undefined && isWithin(made, loop.body))
    const missing = all.filter((decode) => !inside.includes(decode) && !tellsStream(source, decode))
    if (inside.length > 0) found.push({ kind: 'new-decoder', loop, calls: inside, isInHelper: false })
    else if (missing.length > 0) found.push({ kind: 'missing-stream', loop, calls: missing, isInHelper: false })
  }
  const texts = new Map<StreamLoop, ChunkText[]>()
  for (const [loop, all] of chunkTextsByLoop(source, (node) => streamLoopOf(source, node)))
    for (const text of all) if (!calls.has(loop) && isBufferText(source, loop, text)) addTo(texts, loop, text)
  for (const decode of decodeCalls(source)) {
    const handed = handedDecode(source, decode)
    if (handed === undefined || calls.has(handed.loop)) continue
    const { loop, call, argument, fn } = handed
    const isNew = decode.made !== undefined && isWithin(decode.made, fn)
    const isPlain = decode.made?.arguments.length === 0
    if (isGivenBack(source, fn, decode.call))
      addTo(texts, loop, { node: call, chunk: argument, how: 'toString', isRemade: false, isInHelper: !isPlain })
    else found.push({ kind: isNew ? 'new-decoder' : 'missing-stream', loop, calls: [decode], isInHelper: true })
  }
  for (const [loop, all] of texts) found.push({ kind: 'buffer-text', loop, texts: all })
  return found
})

function addTo<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const known = lists.get(key)
  if (known === undefined) lists.set(key, [value])
  else known.push(value)
}

/** Who hands a chunk to the helper that decodes it on its own. */
function handedDecode(source: Source, decode: DecodeCall): HandedChunk | undefined {
  const argument = decode.call.arguments[0]
  const handed = argument === undefined ? undefined : handedChunk(source, bytesInside(source, argument))
  if (handed === undefined || !isCutAnywhere(source, handed.loop)) return undefined
  const isNew = decode.made !== undefined && isWithin(decode.made, handed.fn)
  return isNew || !tellsStream(source, decode) ? handed : undefined
}

/** The loop whose raw chunk an expression is. */
function loopOfChunk(source: Source, expression: Node): StreamLoop | undefined {
  const bytes = bytesInside(source, expression)
  for (
    let loop = streamLoopOf(source, expression);
    loop !== undefined;
    loop = loop.node.parent == null ? undefined : streamLoopOf(source, loop.node.parent)
  )
    if (isChunk(source, loop, bytes)) return loop
  return undefined
}

/** False for whole messages and texts, the output of programs, and generators of this file, which may frame what they yield. */
function isCutAnywhere(source: Source, loop: StreamLoop): boolean {
  const kind = chunkKindOf(source, loop)
  if (kind === 'text' || kind === 'items' || arrivesWhole(source, loop)) return false
  if (loop.stream === undefined) return true
  if (isChildOutput(source, loop.stream)) return false
  return loop.form !== 'for-await' || streamOf(source, loop.stream)?.family !== 'iterable'
}

/** True for `{ stream: true }`, a value that is computed, and options that cannot be seen. */
function tellsStream(source: Source, { call }: DecodeCall): boolean {
  const options = call.arguments[1]
  if (options === undefined) return false
  const value = optionOf(source, options, 'stream')
  if (value === undefined) return false
  if (value === 'spread') return true
  const literal = unwrap(value)
  return literal.type !== 'Literal' || literal.value !== false
}

/** Only Buffers: `toString` of another typed array gives numbers, which nobody takes for text. */
function isBufferText(source: Source, loop: StreamLoop, text: ChunkText): boolean {
  const kind = chunkKindOf(source, loop)
  if (kind === 'text' || kind === 'items' || arrivesWhole(source, loop)) return false
  if (loop.stream !== undefined && isChildOutput(source, loop.stream)) return false
  if (isForm(source, text)) return false
  if (text.isRemade) return kind === 'bytes' || loop.form === 'read'
  if (loop.form === 'sink') return isBufferSink(source, loop)
  const family = loop.stream === undefined ? undefined : streamOf(source, loop.stream)?.family
  if (family === 'web') return false
  if (kind === 'bytes') return family === 'node' || isBufferTyped(source, loop)
  // A Node stream of unknown content: calling `toString` on its chunk says that it is a Buffer; a bare `+=` says nothing.
  return family === 'node' && text.how === 'toString'
}

/** Gathered to be read as a form and nothing else: what is sent as a form is ASCII, all other characters are escaped. */
function isForm(source: Source, text: ChunkText): boolean {
  const assignment = wrapped(text.node).parent
  const left = assignment?.type === 'AssignmentExpression' ? unwrap(assignment.left) : undefined
  const variable = left?.type === 'Identifier' ? variableOf(source, left) : undefined
  const reads = variable === undefined ? [] : readsOf(variable)
  return (
    reads.some((read) => read !== left) &&
    reads.every((read) => {
      if (read === left) return true
      const { parent } = wrapped(read)
      if (parent?.type === 'NewExpression') return globalName(source, parent.callee) === 'URLSearchParams'
      return parent?.type === 'CallExpression' && importedName(source, parent.callee)?.module === 'querystring'
    })
  )
}

/** A sink of a Node stream made or subclassed here that gets Buffers: not in object mode, and strings are encoded first. */
function isBufferSink(source: Source, loop: StreamLoop): boolean {
  const isNode =
    loop.event === '_transform' ||
    loop.event === '_write' ||
    (loop.stream !== undefined && streamOf(source, loop.stream)?.family === 'node')
  const place = loop.stream ?? enclosingClass(loop.node)
  return isNode && (place === undefined || !contains(source, place, isModeOption))
}

function isModeOption(node: Node): boolean {
  return node.type === 'Property' && ITEM_MODES.has(propertyName(node) ?? '')
}

function isBufferTyped(source: Source, loop: StreamLoop): boolean {
  return loop.chunks.some((variable) => {
    const declared = variable.identifiers[0] as Node | undefined
    if (declared?.type !== 'Identifier' || declared.typeAnnotation == null) return false
    return source.text.slice(...declared.typeAnnotation.typeAnnotation.range).startsWith('Buffer')
  })
}
