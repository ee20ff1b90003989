import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { calleeName, importedName, methodName, receiverOf } from './callee.ts'
import { langchainModel } from './langchain-model.ts'
import { loopStream } from './loop-stream.ts'
import { controllerCalls, madeReadableStreams } from './made-readable-streams.ts'
import { originOf, originsOf } from './origin.ts'
import { streamUsesOf } from './same-stream.ts'
import type { StreamLoop } from './stream-loops.ts'
import { unwrap, unwrapAwait, wrapped } from './unwrap.ts'
import { globalName } from './variables.ts'
import { methodCalls } from './named-calls.ts'

/**
 * True when the chunks of a loop are the very pieces that a program wrote, so that neither a character nor a message is
 * cut: texts that this file encodes and enqueues one by one, a `PassThrough` that nothing is piped into, the sink of a
 * `WritableStream` that is handed out for others to write to, what a LangChain chain gives, keys of a terminal.
 */
export function arrivesWhole(source: Source, loop: StreamLoop): boolean {
  if (loop.form === 'sink') return isOpenSink(source, loop)
  const stream = loopStream(source, loop)
  if (stream === undefined) return false
  if (isRawTerminal(source, stream)) return true
  const origins = originsOf(source, stream)
  return (
    origins.length > 0 &&
    origins.every((origin) => {
      const made = origin.kind === 'expression' && origin.path.length === 0 ? unwrapAwait(origin.node) : undefined
      if (made?.type === 'NewExpression') return enqueuesTexts(source, made) || isUnfedPassThrough(source, made)
      return made?.type === 'CallExpression' && isChainStream(source, made)
    })
  )
}

/** `new ReadableStream({ start(c) { c.enqueue(encoder.encode(text)) } })`: a web stream keeps the pieces apart. */
function enqueuesTexts(source: Source, made: TSESTree.NewExpression): boolean {
  const stream = madeReadableStreams(source).find((it) => it.made === made)
  const enqueued = stream === undefined ? [] : controllerCalls(stream, 'enqueue')
  return (
    enqueued.length > 0 &&
    enqueued.every(({ arguments: [chunk] }) => {
      const origin = chunk === undefined ? undefined : originOf(source, chunk)
      return origin?.kind === 'expression' && origin.path.length === 0 && isEncoding(source, origin.node)
    })
  )
}

/** `new TextEncoder().encode(text)` */
function isEncoding(source: Source, node: Node): boolean {
  const call = unwrap(node)
  const encoder = call.type === 'CallExpression' && methodName(call) === 'encode' ? receiverOf(call) : undefined
  const origin = encoder === undefined ? undefined : originOf(source, encoder)
  const made = origin?.kind === 'expression' && origin.path.length === 0 ? unwrap(origin.node) : undefined
  if (made?.type !== 'NewExpression') return false
  const imported = importedName(source, made.callee)
  return imported === undefined
    ? globalName(source, made.callee) === 'TextEncoder'
    : imported.module === 'util' && imported.name === 'TextEncoder'
}

/** A `PassThrough` gives one `data` for each `write`; only what is piped into it is cut as its source is. */
function isUnfedPassThrough(source: Source, made: TSESTree.NewExpression): boolean {
  const imported = importedName(source, made.callee)
  if (imported?.module !== 'stream' || imported.name !== 'PassThrough') return false
  return !streamUsesOf(source, made).some(
    (use) => use.kind === 'argument' && use.call.type === 'CallExpression' && FEEDS.has(calleeName(use.call) ?? ''),
  )
}

const FEEDS = new Set(['pipe', 'pipeline', 'pump', 'compose'])

/** A `WritableStream` that no stream is piped into here: who gets it writes whole messages, as far as can be told. */
function isOpenSink(source: Source, loop: StreamLoop): boolean {
  const made = loop.stream === undefined ? undefined : unwrap(loop.stream)
  if (made?.type !== 'NewExpression' || globalName(source, made.callee) !== 'WritableStream') return false
  return !streamUsesOf(source, wrapped(made)).some(
    (use) => use.kind === 'argument' && use.call.type === 'CallExpression' && methodName(use.call) === 'pipeTo',
  )
}

/** `chain.stream(input)`: its pieces are those of the model, encoded one by one by the last parser. */
function isChainStream(source: Source, call: TSESTree.CallExpression): boolean {
  const receiver = methodName(call) === 'stream' ? receiverOf(call) : undefined
  return receiver !== undefined && langchainModel(source, receiver) !== undefined
}

/** Standard input in raw mode: a terminal sends each key at once. */
function isRawTerminal(source: Source, stream: Node): boolean {
  const origin = originOf(source, stream)
  return origin.kind === 'global' && [origin.name, ...origin.path].join('.') === 'process.stdin' && setsRawMode(source)
}

function setsRawMode(source: Source): boolean {
  return methodCalls(source, ['setRawMode']).length > 0
}
