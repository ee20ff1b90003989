import type { TSESTree } from '@typescript-eslint/utils'
import { methodName } from '../facts/callee.ts'
import type { PipeChain, PipeLink } from '../facts/pipes.ts'
import { CHAINING } from '../facts/stream-value.ts'
import { wrapped } from '../facts/unwrap.ts'
import type { Node, Source } from '../source.ts'
import type { Change } from './edit.ts'
import { precedenceOf, Precedence, isParenthesized } from './precedence.ts'
import type { Token } from './tokens.ts'
import { commentsIn, tokenAfter, tokenBefore } from './tokens.ts'

/** A chain of pipes, and the changes that make a list of arguments of it. */
export interface PipeArguments {
  /** The whole expression: the chain, with the listeners that are attached behind it. */
  readonly outer: TSESTree.CallExpression
  readonly changes: readonly Change[]
}

/**
 * What turns `a.pipe(b).on('x', f).pipe(c)` into `a, b.on('x', f), c`, comments kept.
 * @returns undefined for optional calls, options of `pipe`, and casts or brackets in between
 */
export function pipeArguments(source: Source, chain: PipeChain): PipeArguments | undefined {
  const changes: Change[] = []
  for (const [i, link] of chain.entries()) {
    const before = chain[i - 1]
    const ofLink = linkChanges(source, link)
    if (ofLink === undefined || (before !== undefined && !isJoined(source, link, before))) return undefined
    changes.push(...ofLink)
  }
  const outer = outerCall(source, (chain.at(-1) as PipeLink).call)
  if (outer === undefined) return undefined
  const { receiver } = chain[0]
  if (isBracketed(source, receiver)) changes.unshift({ range: [outer.range[0], receiver.range[0]], text: '' })
  return { outer, changes }
}

/** True when only plain calls such as `.on(…)` stand between two links: nothing that would become a list in brackets. */
function isJoined(source: Source, link: PipeLink, before: PipeLink): boolean {
  let node: Node = link.receiver
  while (node !== before.call) {
    if (isParenthesized(source, node)) return false
    if (node.type === 'TSNonNullExpression') node = node.expression
    else if (node.type === 'CallExpression' && !node.optional && node.callee.type === 'MemberExpression')
      node = node.callee.object
    else return false
  }
  return !isParenthesized(source, node)
}

/** The call with all `.on(…)` and the like behind it; undefined when one of them is optional. */
function outerCall(source: Source, call: TSESTree.CallExpression): TSESTree.CallExpression | undefined {
  let outer = call
  for (;;) {
    const member: Node | undefined = outer.parent
    if (member.type === 'ChainExpression') return undefined
    if (member.type !== 'MemberExpression' || member.object !== outer)
      return member.type === 'TSNonNullExpression' ? undefined : outer
    const next: Node = member.parent
    if (next.type !== 'CallExpression' || next.callee !== member || !CHAINING.has(methodName(next) ?? '')) return outer
    if (next.optional || member.optional || isParenthesized(source, outer)) return undefined
    outer = next
  }
}

function linkChanges(source: Source, { call, receiver, destination }: PipeLink): Change[] | undefined {
  const { callee } = call
  if (callee.type !== 'MemberExpression' || callee.computed || callee.optional || call.optional) return undefined
  if (call.arguments.length !== 1 || call.typeArguments != null) return undefined
  const dot = tokenBefore(source, callee.property.range[0])
  const isBare = dot !== undefined && isBracketed(source, receiver)
  const last = dot === undefined ? undefined : tokenBefore(source, dot.range[0])
  const open = tokenAfter(source, callee.property.range[1])
  const first = open === undefined ? undefined : tokenAfter(source, open.range[1])
  const close = tokenBefore(source, call.range[1])
  if (dot?.value !== '.' || last === undefined || open?.value !== '(' || first === undefined || close?.value !== ')')
    return undefined
  const isFollowed = wrapped(call).parent?.type === 'MemberExpression'
  const isLoose = isFollowed && precedenceOf(destination) < Precedence.CALL && !isParenthesized(source, destination)
  return [
    ...separator(source, isBare ? receiver.range[1] : last.range[1], dot, callee.property, open, first, isLoose),
    ...ending(source, close, isLoose),
  ]
}

/** True for `(await a)` and `(a as B)`, which need no brackets in a list. */
function isBracketed(source: Source, receiver: Node): boolean {
  if (!isParenthesized(source, receiver) || precedenceOf(receiver) < Precedence.ASSIGNMENT) return false
  const [open, close] = [tokenBefore(source, receiver.range[0]), tokenAfter(source, receiver.range[1])]
  if (open === undefined || close === undefined) return false
  return commentsIn(source, [open.range[0], close.range[1]]).every(
    ({ range }) => range[0] > receiver.range[0] && range[1] < receiver.range[1],
  )
}

/** `.pipe(` becomes a comma; what stands between the tokens is kept when it holds a comment. */
function separator(
  source: Source,
  start: number,
  dot: Token,
  property: Node,
  open: Token,
  first: Token,
  isLoose: boolean,
): Change[] {
  const end = first.range[0]
  const parenthesis = isLoose ? '(' : ''
  if (commentsIn(source, [start, end]).length === 0) return [{ range: [start, end], text: `, ${parenthesis}` }]
  const comma: Change = { range: [start, start], text: ',' }
  if (commentsIn(source, [dot.range[0], end]).length === 0)
    return [comma, { range: [dot.range[0], end], text: parenthesis }]
  return [
    comma,
    { range: [dot.range[0], dot.range[1]], text: '' },
    { range: [property.range[0], property.range[1]], text: '' },
    { range: [open.range[0], open.range[1]], text: '' },
    ...(isLoose ? [{ range: [end, end] as const, text: '(' }] : []),
  ]
}

/** The `)` of the call goes, and a comma in front of it. */
function ending(source: Source, close: Token, isLoose: boolean): Change[] {
  const before = tokenBefore(source, close.range[0])
  const comma = before?.value === ',' ? before : undefined
  const last = comma === undefined ? before : tokenBefore(source, comma.range[0])
  const parenthesis = isLoose ? ')' : ''
  const start = last?.range[1] ?? close.range[0]
  if (commentsIn(source, [start, close.range[0]]).length === 0)
    return [{ range: [start, close.range[1]], text: parenthesis }]
  return [...(comma === undefined ? [] : [{ range: comma.range, text: '' }]), { range: close.range, text: parenthesis }]
}
