import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source, Variable } from '../source.ts'
import { perSource } from '../source.ts'
import { methodName, receiverOf } from './callee.ts'
import { importedModules } from './imported-modules.ts'
import { modelStreamCall, optionOf } from './model-call.ts'
import { packageOf } from './module-name.ts'
import type { Origin } from './origin.ts'
import { originOf } from './origin.ts'
import { handlesErrorParts } from './error-parts.ts'
import { catchersOf } from './rejections.ts'
import type { StreamLoop } from './stream-loops.ts'
import { streamLoops } from './stream-loops.ts'
import { writtenType } from './type-annotation.ts'
import { propertyName, unwrap, unwrapAwait } from './unwrap.ts'
import { usesOf } from './uses.ts'
import { readsOf, variableOf } from './variables.ts'

const PACKAGE = 'ai'
/** Streams that end without a word when the provider fails (`ai` from 4.1.23 on). */
const SILENT_STREAMS = new Set(['textStream', 'partialObjectStream', 'elementStream', 'partialOutputStream'])
/**
 * Parts of a result that tell of a failure in the middle. `text` and `usage` do not: they resolve to what came before it
 * (seen with `ai` 6.0.326).
 */
const TELLING_PARTS = new Set([
  'consumeStream',
  'finishReason',
  'fullStream',
  'object',
  'output',
  'rawFinishReason',
  'steps',
])

/** A loop over a stream of the AI SDK in which the failure of the provider is lost. */
export type UnheardProvider = {
  readonly loop: StreamLoop
  /** The name of the stream in the loop's head, or where the reader is taken. */
  readonly at: Node
} & (
  | { /** A loop over `fullStream` in which parts of type `error` are passed over. */ readonly kind: 'error-part' }
  | {
      /** A `try` around a loop over `textStream`, which never throws what the provider says. */
      readonly kind: 'silent-stream'
      readonly name: string
      readonly call: TSESTree.CallExpression
    }
)

/** Every such loop of the file, in document order. */
export const unheardProviders = perSource((source): readonly UnheardProvider[] => {
  const found: UnheardProvider[] = []
  for (const loop of streamLoops(source)) {
    const stream = streamOfLoop(source, loop)
    if (stream === undefined) continue
    const common = { loop, at: nameNode(stream) }
    const origin = originOf(source, stream)
    const name = 'path' in origin ? origin.path.at(-1) : undefined
    if (name === 'fullStream' || (origin.kind === 'unknown' && isNamed(stream, 'fullStream'))) {
      if (isAiSdk(source, origin, stream) && !mayHear(source, origin) && !handlesErrorParts(source, loop))
        found.push({ kind: 'error-part', ...common })
      continue
    }
    const call = name !== undefined && SILENT_STREAMS.has(name) ? aiSdkCall(source, origin) : undefined
    if (call === undefined || name === undefined || catchersOf(loop.node).length === 0) continue
    if (optionOf(source, call.arguments[0], 'onError') !== undefined || isHeardElsewhere(source, call)) continue
    found.push({ kind: 'silent-stream', ...common, name, call })
  }
  return found
})

/** True for a loop over a stream of the AI SDK that ends silently; a `try` around it does not help. */
export function endsSilently(source: Source, loop: Node): boolean {
  const stream = loop.type === 'ForOfStatement' ? loop.right : undefined
  const origin = stream === undefined ? undefined : originOf(source, stream)
  if (origin === undefined || !('path' in origin)) return false
  return SILENT_STREAMS.has(origin.path.at(-1) ?? '') && aiSdkCall(source, origin) !== undefined
}

/** What a loop reads: the iterated expression, or the stream of its reader. */
function streamOfLoop(source: Source, loop: StreamLoop): Node | undefined {
  if (loop.stream === undefined) return undefined
  if (loop.form === 'for-await') return loop.stream
  if (loop.form !== 'read') return undefined
  const origin = originOf(source, loop.stream)
  const made = origin.kind === 'expression' && origin.path.length === 0 ? unwrap(origin.node) : undefined
  return made?.type === 'CallExpression' && methodName(made) === 'getReader' ? receiverOf(made) : undefined
}

function aiSdkCall(source: Source, origin: Origin): TSESTree.CallExpression | undefined {
  if (origin.kind !== 'expression' || origin.path.length !== 1) return undefined
  const call = unwrapAwait(origin.node)
  if (call.type !== 'CallExpression') return undefined
  return modelStreamCall(source, call)?.packages.includes(PACKAGE) === true ? call : undefined
}

/** `fullStream` belongs to the AI SDK when its call or type says so, or when the file works with that package. */
function isAiSdk(source: Source, origin: Origin, stream: Node): boolean {
  if (aiSdkCall(source, origin) !== undefined) return true
  const member = unwrapAwait(stream)
  if (member.type === 'MemberExpression' && writtenType(source, member.object)?.module === PACKAGE) return true
  return importsAiSdk(source)
}

const importsAiSdk = perSource((source) =>
  importedModules(source).some(
    ({ specifier }) => specifier === PACKAGE || packageOf(specifier)?.startsWith('@ai-sdk/') === true,
  ),
)

/** True when the call has an `onError`, or options in which one may hide. */
function mayHear(source: Source, origin: Origin): boolean {
  const call = aiSdkCall(source, origin)
  return call !== undefined && optionOf(source, call.arguments[0], 'onError') !== undefined
}

/** True when the result goes somewhere else too, or a part of it is looked at that tells of the failure. */
function isHeardElsewhere(source: Source, call: TSESTree.CallExpression): boolean {
  return usesOf(source, call).some((use) => {
    switch (use.kind) {
      case 'property':
      case 'method-call':
        return TELLING_PARTS.has(use.name)
      case 'destructured':
        return TELLING_PARTS.has(use.name) && isRead(source, use.target)
      case 'tested':
        return false
      default:
        return true
    }
  })
}

function isRead(source: Source, target: Node): boolean {
  const variable: Variable | undefined = target.type === 'Identifier' ? variableOf(source, target) : undefined
  return variable === undefined || readsOf(variable).length > 0
}

function isNamed(expression: Node, name: string): boolean {
  const node = unwrapAwait(expression)
  if (node.type === 'Identifier') return node.name === name
  return node.type === 'MemberExpression' && propertyName(node) === name
}

function nameNode(stream: Node): Node {
  const node = unwrapAwait(stream)
  return node.type === 'MemberExpression' ? node.property : node
}
