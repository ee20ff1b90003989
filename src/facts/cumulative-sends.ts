import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Range, Source } from '../source.ts'
import { perNode, perSource } from '../source.ts'
import { drainOf } from './drains.ts'
import { isEachTurn } from './each-turn.ts'
import { enclosingFunction } from './functions.ts'
import type { Gathering } from './gathering.ts'
import { gatherings } from './gathering.ts'
import { keptValue } from './kept-value.ts'
import { collectWithin, isWithin } from './nodes.ts'
import { isSentGenerator } from './sent-generators.ts'
import type { Sent } from './sent-to-client.ts'
import { isInEach, sentToClient } from './sent-to-client.ts'
import { elementRead } from './stored-values.ts'
import { unwrap } from './unwrap.ts'
import { variableOf } from './variables.ts'
import { wholeIn } from './whole-values.ts'

/** A place that sends all that has been gathered so far, once for each chunk. */
export interface CumulativeSend {
  readonly gathering: Gathering
  readonly node: TSESTree.CallExpression | TSESTree.YieldExpression
  /** The gathered value inside what is sent. */
  readonly sent: Node
}

/** The sends of the file whose bytes grow with each chunk, at most one for each loop. */
export const cumulativeSends = perSource((source): readonly CumulativeSend[] => {
  const found = new Map<Gathering['loop'], CumulativeSend>()
  const looked = new Map<Gathering['loop'], Map<unknown, number>>()
  for (const gathering of gatherings(source)) {
    if (found.has(gathering.loop) || isOften(looked, gathering) || drainOf(source, gathering) !== 'never') continue
    const send = sendOf(source, gathering)
    if (send !== undefined) found.set(gathering.loop, send)
  }
  return [...found.values()]
})

/** So many of the places where one value grows in one loop are looked at: what is sent behind one of them is sent behind most others. */
const MAX_PLACES = 40

function isOften(looked: Map<Gathering['loop'], Map<unknown, number>>, { loop, growth }: Gathering): boolean {
  const byValue = looked.get(loop) ?? new Map<unknown, number>()
  const count = (byValue.get(growth.value.key) ?? 0) + 1
  looked.set(loop, byValue.set(growth.value.key, count))
  return count > MAX_PLACES
}

/** The call or `yield`, or only its beginning where it is longer than a line. */
export function cumulativePlace({ node }: CumulativeSend): Range {
  if (node.loc.start.line === node.loc.end.line) return node.range
  return node.type === 'CallExpression' ? node.callee.range : [node.range[0], node.range[0] + 'yield'.length]
}

function sendOf(source: Source, gathering: Gathering): CumulativeSend | undefined {
  const { growth, loop } = gathering
  const home = enclosingFunction(growth.node)
  const isIt = (node: Node) => keptValue(source, node)?.key === growth.value.key
  for (const { node, sents } of sendsWithin(source, loop.body)) {
    if (!isInEach(node, home) || !isEachTurn(source, node, gathering)) continue
    for (const { what, over } of sents) {
      if (over !== undefined && isMadeInTurn(source, over, gathering)) continue
      const sent = wholeIn(source, what, { isIt, region: loop.body, after: growth.node.range[0] })
      if (sent !== undefined) return { gathering, node, sent }
    }
  }
  return undefined
}

interface SendPlace {
  readonly node: CumulativeSend['node']
  readonly sents: readonly Sent[]
}

/** The places within a node that send something to a client, in document order. */
const sendsWithin = perNode<Node, readonly SendPlace[]>(
  (source, root) =>
    collectWithin(source, root, isPlace)
      .map((node) => ({ node, sents: sentAt(source, node) }))
      .filter(({ sents }) => sents.length > 0),
  [],
)

function isPlace(node: Node): node is CumulativeSend['node'] {
  return node.type === 'CallExpression' || node.type === 'YieldExpression'
}

function sentAt(source: Source, node: CumulativeSend['node']): readonly Sent[] {
  if (node.type === 'CallExpression') return sentToClient(source, node)
  const fn = node.argument === undefined || node.delegate ? undefined : enclosingFunction(node)
  return fn !== undefined && node.argument !== undefined && isSentGenerator(source, fn)
    ? [{ what: node.argument as Node, over: undefined }]
    : []
}

/** Each turn has a response or socket of its own; one of many that are kept is none. */
function isMadeInTurn(source: Source, over: Node, { loop }: Gathering): boolean {
  if (elementRead(source, over) !== undefined) return false
  let root = unwrap(over)
  while (root.type === 'MemberExpression' || root.type === 'CallExpression')
    root = unwrap(root.type === 'MemberExpression' ? root.object : root.callee)
  const declared = root.type === 'Identifier' ? variableOf(source, root)?.identifiers[0] : undefined
  return declared !== undefined && isWithin(declared as Node, loop.body)
}
