import type { Node, Source } from '../source.ts'
import { arrivesWhole } from './arrives-whole.ts'
import { importedName, methodName, receiverOf } from './callee.ts'
import { chunkKindOf, chunkSourceOf } from './chunk-kind.ts'
import { bytesInside } from './chunk-texts.ts'
import { decodeCalls } from './decoders.ts'
import { isWithin } from './nodes.ts'
import { originOf } from './origin.ts'
import type { StreamLoop } from './stream-loops.ts'
import { isChunk } from './loop-chunk.ts'
import { streamLoopOf } from './stream-loops.ts'
import { streamOf } from './stream-value.ts'
import { unwrap, unwrapAwait } from './unwrap.ts'
import { globalName, variableOf, writesOf } from './variables.ts'
import { perSource } from '../source.ts'

/** Methods of a string that leave it the text of the chunk. */
const SAME_TEXT = new Set(['toString', 'trim', 'trimEnd', 'trimStart', 'replace', 'replaceAll', 'normalize'])

const realDecodes = perSource((source) => new Set<Node>(decodeCalls(source).map(({ call }) => call)))

/**
 * The stream loop of which an expression is the text of the chunk just read, and of nothing but that chunk: cut where the
 * network cut it. Undefined for framed items, model text, text with a carry before it, and whatever cannot be told.
 */
export function loopOfRawText(source: Source, expression: Node): StreamLoop | undefined {
  for (
    let loop = streamLoopOf(source, expression);
    loop !== undefined;
    loop = loop.node.parent == null ? undefined : streamLoopOf(source, loop.node.parent)
  ) {
    const how = rawText(source, loop, expression, 8)
    if (how !== undefined) return isCut(source, loop, how) ? loop : undefined
  }
  return undefined
}

/** `decoded`: bytes made text here. `converted`: `toString` and the like. `whole`: the chunk as it is. */
type How = 'decoded' | 'converted' | 'whole'

function rawText(source: Source, loop: StreamLoop, expression: Node, steps: number): How | undefined {
  if (steps === 0) return undefined
  const node = unwrapAwait(expression)
  if (isChunk(source, loop, node)) return 'whole'
  switch (node.type) {
    case 'CallExpression': {
      const argument = node.arguments[0]
      const name = methodName(node)
      const receiver = receiverOf(node)
      if (argument !== undefined && isChunk(source, loop, bytesInside(source, argument))) {
        if (
          realDecodes(source).has(node) ||
          (name === 'write' && receiver !== undefined && isStringDecoder(source, receiver))
        )
          return 'decoded'
        if (globalName(source, node.callee) === 'String') return 'converted'
      }
      if (name === undefined || receiver === undefined || !SAME_TEXT.has(name)) return undefined
      if (name === 'toString' && isChunk(source, loop, bytesInside(source, receiver))) return 'converted'
      return rawText(source, loop, receiver, steps - 1)
    }
    case 'TemplateLiteral':
      return node.expressions.length === 1 && node.quasis.every((quasi) => quasi.value.raw === '')
        ? rawText(source, loop, node.expressions[0] as Node, steps - 1)
        : undefined
    case 'Identifier': {
      const variable = variableOf(source, node)
      const writes = variable === undefined ? [] : writesOf(variable)
      const [write] = writes
      if (writes.length !== 1 || write?.value === undefined || write.isPattern) return undefined
      return isWithin(write.identifier, loop.node) ? rawText(source, loop, write.value, steps - 1) : undefined
    }
    default:
      return undefined
  }
}

/** False where chunks are whole messages or a model's text, or where nothing says what they are. */
function isCut(source: Source, loop: StreamLoop, how: How): boolean {
  const kind = chunkKindOf(source, loop)
  if (kind === 'items' || chunkSourceOf(source, loop) === 'model' || chunkSourceOf(source, loop) === 'memory')
    return false
  if (arrivesWhole(source, loop)) return false
  if (loop.form === 'for-await' && loop.stream !== undefined) {
    const stream = streamOf(source, loop.stream)
    if (stream?.family === 'iterable') return false
  }
  if (how === 'decoded' || kind === 'bytes') return true
  const family = loop.stream === undefined ? undefined : streamOf(source, loop.stream)?.family
  return kind === 'text' ? !isHandedText(loop) : how === 'converted' && family === 'node'
}

/** A callback that is given text by an SDK: what the pieces are is that SDK's promise. */
function isHandedText(loop: StreamLoop): boolean {
  return loop.form === 'handler'
}

function isStringDecoder(source: Source, expression: Node): boolean {
  const origin = originOf(source, expression)
  if (origin.kind !== 'expression') return false
  const made = unwrap(origin.node)
  if (made.type !== 'NewExpression') return false
  const imported = importedName(source, made.callee)
  return imported?.module === 'string_decoder' && imported.name === 'StringDecoder'
}
