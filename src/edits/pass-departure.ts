import type { TSESTree } from '@typescript-eslint/utils'
import { methodName } from '../facts/callee.ts'
import { isDroppedPromise } from '../facts/dropped-promise.ts'
import { enclosingFunction } from '../facts/functions.ts'
import type { FunctionNode } from '../facts/nodes.ts'
import { contains } from '../facts/nodes.ts'
import { catchersOf } from '../facts/rejections.ts'
import { unheardData } from '../facts/unheard-data.ts'
import { unheardPipes } from '../facts/unheard-pipes.ts'
import { propertyName, stringOf, wrappedAwait } from '../facts/unwrap.ts'
import type { UpstreamCall } from '../facts/upstream-calls.ts'
import type { Taking } from '../facts/upstream-flow.ts'
import { flowOf } from '../facts/upstream-flow.ts'
import { usesOf } from '../facts/uses.ts'
import type { Node, Source } from '../source.ts'
import { prependToBlock } from './blocks.ts'
import { codeFor } from './code-lines.ts'
import type { Change } from './edit.ts'
import { insertAfter } from './edit.ts'
import { ERROR_NAME } from './error-exit.ts'
import { statementOf } from './statement-place.ts'
import { tokenAfter } from './tokens.ts'
import { addCatch } from './try-clauses.ts'
import { wrapInTry } from './wrap.ts'

/** How the failure of an aborted call is let pass, and the statement in front of which the controller must stand for it. */
export interface PassedDeparture {
  readonly place: Node
  readonly changes: readonly Change[]
}

/**
 * An aborted call fails, and a client that leaves is no failure: nobody waits for the answer any more, and a handler whose
 * promise is dropped would end the process (seen on Node 20.20.2). So the `catch` that gets it returns first, or one is made.
 * @param fn the handler in which the call stands
 * @param aborted a condition that is true when the client has left
 * @returns undefined where the abort would be an error that nobody hears of, or where no `catch` can be made
 */
export function passDeparture(
  source: Source,
  upstream: UpstreamCall,
  fn: FunctionNode,
  aborted: string,
): PassedDeparture | undefined {
  const { call } = upstream
  const { takings } = flowOf(source, upstream)
  const place = statementOf(call)
  if (place === undefined || takings.some((taking) => isUnheard(source, taking))) return undefined
  // The streams of the AI SDK end when they are aborted.
  if (upstream.kind === 'ai-sdk') return { place, changes: [] }
  if (isDroppedPromise(source, call)) return undefined
  const heard = takings.some(({ kind }) => kind === 'listener') ? hearAbort(source, call) : []
  const failing = fn.async ? failingIn(source, fn, call, takings) : []
  if (failing.length === 0) return { place, changes: heard }
  const top = statementIn(fn, call)
  if (top === undefined) return undefined
  const guard = codeFor(source)`if (${aborted}) return;`
  const clauses = failing.map((node) => catchersOf(node)[0])
  const caught = clauses.some((clause) => clause === undefined)
    ? around(source, fn, top, [...guard, ...codeFor(source)`throw ${ERROR_NAME};`])
    : clausesGuarded(source, clauses as TSESTree.CatchClause[], guard)
  return caught === undefined ? undefined : { place: top, changes: [...caught, ...heard] }
}

/** A Node stream without a listener for `error`: its abort is an uncaught exception. */
function isUnheard(source: Source, { kind, node }: Taking): boolean {
  if (kind === 'pipe') return unheardPipes(source).some(({ unheard }) => unheard.some(({ call }) => call === node))
  return kind === 'listener' && unheardData(source, () => undefined).some(({ call }) => call === node)
}

/** The event streams of OpenAI and Anthropic make an abort that nobody listens to an unhandled rejection. */
function hearAbort(source: Source, call: TSESTree.CallExpression): Change[] {
  const isHeard = usesOf(source, call).some(
    (use) => use.kind === 'method-call' && stringOf(use.call.arguments[0]) === 'abort',
  )
  if (isHeard || isPromised(call)) return []
  const next = tokenAfter(source, call.range[1])
  const gap = next?.value === '.' ? source.text.slice(call.range[1], next.range[0]) : ''
  const listener = codeFor(source)`.on('abort', () => {})`.join('')
  return [insertAfter(call, gap.trim() === '' ? gap + listener : listener)]
}

/** What `await` has got is no event stream. */
function isPromised(call: TSESTree.CallExpression): boolean {
  return wrappedAwait(call) !== call
}

/** The nodes of the handler itself that throw when the call is aborted. */
function failingIn(
  source: Source,
  fn: FunctionNode,
  call: TSESTree.CallExpression,
  takings: readonly Taking[],
): readonly Node[] {
  const ends = usesOf(source, call).flatMap((use) =>
    use.kind === 'method-call' && ENDS.test(methodName(use.call) ?? '') ? [use.call] : [],
  )
  const nodes = [
    ...(isPromised(call) ? [call] : []),
    ...takings.flatMap(({ kind, node }) => (kind === 'loop' || kind === 'reader' ? [node] : [])),
    ...ends.filter(isPromised),
  ]
  return nodes.filter((node) => enclosingFunction(node) === fn)
}

/** Methods of the SDKs' event streams that wait for their end. */
const ENDS = /^(?:final|done$)/

function around(source: Source, fn: FunctionNode, top: Node, code: readonly string[]): Change[] | undefined {
  const body = bodyOf(fn)
  const handler = { param: ERROR_NAME, code }
  if (top.type === 'TryStatement' && top.handler === null && body.at(-1) === top) return addCatch(source, top, handler)
  return wrapInTry(source, body.slice(body.indexOf(top)), { catch: handler })
}

function clausesGuarded(
  source: Source,
  clauses: readonly TSESTree.CatchClause[],
  guard: readonly string[],
): Change[] | undefined {
  const changes: Change[] = []
  for (const { body } of new Set(clauses)) {
    if (contains(source, body, isSignOfDeparture)) continue
    const inside = prependToBlock(source, body, guard)
    if (inside === undefined) return undefined
    changes.push(...inside)
  }
  return changes
}

/** A `catch` that tells departures from failures already. */
function isSignOfDeparture(node: Node): boolean {
  if (node.type === 'Literal') return SIGNS.has(String(node.value))
  return node.type === 'MemberExpression' && SIGNS.has(propertyName(node) ?? '')
}

const SIGNS = new Set(['AbortError', 'ABORT_ERR', 'ERR_CANCELED', 'aborted', 'destroyed', 'closed', 'writableEnded'])

/** The statement of the function's own body that holds a node. */
function statementIn(fn: FunctionNode, node: Node): Node | undefined {
  return bodyOf(fn).find((it) => it.range[0] <= node.range[0] && node.range[1] <= it.range[1])
}

function bodyOf(fn: FunctionNode): readonly Node[] {
  return fn.body.type === 'BlockStatement' ? fn.body.body : []
}
