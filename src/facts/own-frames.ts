import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { chunkMessages } from './chunk-messages.ts'
import { keepsLines } from './fragile-parsing.ts'
import { callsOfFunction, enclosingFunction, enclosingFunctions } from './functions.ts'
import { loopStream } from './loop-stream.ts'
import { contains } from './nodes.ts'
import { originOf } from './origin.ts'
import { isOwnServerFetch } from './own-server.ts'
import type { Sign } from './sse-parsing.ts'
import { streamBirth } from './stream-birth.ts'
import type { StreamLoop } from './stream-loops.ts'
import { streamLoopOf } from './stream-loops.ts'
import { propertyName, stringOf, unwrapAwait } from './unwrap.ts'
import { wholeBodyOf } from './whole-body.ts'

type Call = TSESTree.CallExpression | TSESTree.NewExpression

/** Parts and events of the answers of model providers, which servers often pass on as they come. */
const PROVIDER_PARTS = new Set(['choices', 'candidates'])
const PROVIDER_EVENTS = new Set(['content_block_delta', 'response.output_text.delta'])

/**
 * True when a page takes apart what its own server sends, events of one line of JSON, and keeps what two chunks cut: both
 * ends are made by the same people and change together.
 * @param signs the places of one stream
 */
export function readsOwnFrames(source: Source, signs: readonly Sign[]): boolean {
  const readings = signs.flatMap((sign) => readingOf(source, sign) ?? [])
  const parts = readings.flatMap((reading) => reading.parts)
  return (
    readings.length > 0 &&
    readings.every(({ loops, requests }) => areOwn(source, requests) && !cutsFrames(source, loops)) &&
    parts.some((part) => contains(source, part, keepsLines)) &&
    !parts.some((part) => ofProvider(source, part))
  )
}

interface Reading {
  readonly loops: readonly StreamLoop[]
  readonly requests: readonly (Call | undefined)[]
  /** The code that handles the events. */
  readonly parts: readonly Node[]
}

/** Where a sign gets its text from: the loops that it, or its helper, runs in, or a body read whole. Undefined for what is left when the loop is over. */
function readingOf(source: Source, { node, text }: Sign): Reading | undefined {
  const places = [node, ...enclosingFunctions(node).flatMap((fn) => callsOfFunction(source, fn))]
  const loops = [...new Set(places.flatMap((place) => streamLoopOf(source, place) ?? []))]
  const response = loops.length > 0 ? undefined : wholeBodyOf(source, text)
  if (loops.length === 0 && response === undefined) return undefined
  return {
    loops,
    requests: response === undefined ? loops.map((loop) => requestOf(source, loop)) : [madeBy(source, response)],
    parts: [...loops.map(({ body }) => body), enclosingFunction(node) ?? source.ast],
  }
}

function areOwn(source: Source, requests: Reading['requests']): boolean {
  return requests.every((it) => it !== undefined && isOwnServerFetch(source, it))
}

function cutsFrames(source: Source, loops: readonly StreamLoop[]): boolean {
  return chunkMessages(source).some(({ kind, loop }) => kind !== 'inner-break' && loops.includes(loop))
}

/** The request whose answer a loop reads. */
function requestOf(source: Source, loop: StreamLoop): Call | undefined {
  const stream = loopStream(source, loop)
  return stream === undefined ? undefined : streamBirth(source, stream).root
}

function madeBy(source: Source, response: Node): Call | undefined {
  const origin = originOf(source, response)
  const made = origin.kind === 'expression' && origin.path.length === 0 ? unwrapAwait(origin.node) : undefined
  return made?.type === 'CallExpression' ? made : undefined
}

function ofProvider(source: Source, part: Node): boolean {
  return contains(source, part, (node) => {
    if (node.type === 'MemberExpression') return PROVIDER_PARTS.has(propertyName(node) ?? '')
    return node.type === 'Literal' && PROVIDER_EVENTS.has(stringOf(node) ?? '')
  })
}
