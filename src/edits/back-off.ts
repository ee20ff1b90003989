import type { TSESTree } from '@typescript-eslint/utils'
import { calleeName } from '../facts/callee.ts'
import type { Reconnect, WayBack } from '../facts/reconnects.ts'
import { unwrap } from '../facts/unwrap.ts'
import type { Node, Source } from '../source.ts'
import { addArguments } from './add-argument.ts'
import { allOf } from './all-of.ts'
import type { AttemptCounter } from './attempt-counter.ts'
import { attemptCounter, callText } from './attempt-counter.ts'
import type { Change, Edit } from './edit.ts'
import { replace } from './edit.ts'
import { hasCommentInside, textOf } from './tokens.ts'

/** In milliseconds: where the code named no delay, and the longest that is waited. */
const FIRST = '1000'
const LONGEST = '30000'

/** `growing`: twice as long after each attempt, spread at random. `spread`: only that, where no counter can be kept. */
export interface BackOff {
  readonly form: 'growing' | 'spread'
  readonly edit: Edit
}

/**
 * Has a reconnect wait longer after each failed attempt, up to half a minute, at a random point of the second half of
 * that time, so that the clients of a server that went down do not all come back at once.
 */
export function backOff(source: Source, reconnect: Reconnect): BackOff | undefined {
  const counter = attemptCounter(source, reconnect)
  const growing = counter === undefined ? undefined : edited(source, reconnect, counter)
  if (growing !== undefined) return { form: 'growing', edit: growing }
  const edit = edited(source, reconnect, undefined)
  return edit === undefined ? undefined : { form: 'spread', edit }
}

function edited(source: Source, { ways }: Reconnect, counter: AttemptCounter | undefined): Edit | undefined {
  const delays = ways.map(({ delay }) => delay)
  // A wait that two ways share is changed once.
  const own = ways.filter(({ delay }, index) => delay === undefined || delays.indexOf(delay) === index)
  return allOf([counter?.changes ?? [], ...own.map((way) => slowed(source, way, counter))])
}

function slowed(source: Source, way: WayBack, counter: AttemptCounter | undefined): Change[] | undefined {
  const { timer, call, delay } = way
  const text = delayText(source, way, counter)
  const argument = counter?.argument
  const passing = passed(source, call, argument)
  if (passing === undefined) return undefined
  if (delay !== undefined) return hasCommentInside(source, delay) ? undefined : [replace(delay, text), ...passing]
  if (timer === undefined) return later(source, way, text, argument)
  if (timer.call.arguments.length > 1) return undefined
  const added = addArguments(source, timer.call, [text])
  const isTimeout = calleeName(timer.call) === 'setTimeout'
  return added === undefined
    ? undefined
    : [...(isTimeout ? [] : [replace(timer.call.callee, 'setTimeout')]), ...added, ...passing]
}

function delayText(source: Source, { delay }: WayBack, counter: AttemptCounter | undefined): string {
  const base = baseText(source, delay)
  if (counter === undefined) return `${base} * (1 + Math.random())`
  return `Math.min(${LONGEST}, ${base} * 2 ** ${counter.read}) * (0.5 + Math.random() / 2)`
}

/** The delay as it is written; one that is no delay at all counts as a second. */
function baseText(source: Source, delay: Node | undefined): string {
  if (delay === undefined) return FIRST
  const node = unwrap(delay)
  if (node.type === 'Literal') return Number(node.value) > 0 ? textOf(source, node) : FIRST
  const isSimple = node === delay && (node.type === 'Identifier' || node.type === 'MemberExpression')
  return isSimple ? textOf(source, node) : `(${textOf(source, delay)})`
}

/** One more argument for the call of the connecting function. */
function passed(source: Source, call: Node, argument: string | undefined): Change[] | undefined {
  if (argument === undefined) return []
  if (call.type === 'CallExpression') return addArguments(source, call, [argument])
  return [replace(call, `() => ${textOf(source, call)}(${argument})`)]
}

/** What was done at once is done by a timer. */
function later(
  source: Source,
  { call, handler, connector }: WayBack,
  delay: string,
  argument: string | undefined,
): Change[] | undefined {
  if (hasCommentInside(source, call)) return undefined
  if (call.type === 'CallExpression') {
    if (!isDropped(call)) return undefined
    return [replace(call, `setTimeout(() => ${callText(source, call, argument)}, ${delay})`)]
  }
  if (call !== handler || connector.params.length > 0) return undefined
  return [replace(call, `() => setTimeout(${textOf(source, call)}, ${delay})`)]
}

/** Nobody looks at what the call gives back. */
function isDropped(call: TSESTree.CallExpression): boolean {
  const { parent } = call
  return (
    parent.type === 'ExpressionStatement' ||
    (parent.type === 'UnaryExpression' && parent.operator === 'void') ||
    (parent.type === 'ArrowFunctionExpression' && parent.body === call)
  )
}
