import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { abortsOf } from './aborts.ts'
import { methodName } from './callee.ts'
import { enclosingFunction, enclosingFunctions } from './functions.ts'
import { momentsOf } from './lifted.ts'
import { optionOf } from './model-call.ts'
import type { FunctionNode } from './nodes.ts'
import { contains, isWithin } from './nodes.ts'
import { originsOf } from './origin.ts'
import type { Reader } from './readers.ts'
import { isUsing } from './readers.ts'
import { unwrap } from './unwrap.ts'
import { methodCallsOn, upstreamOf } from './upstream.ts'
import { globalName } from './variables.ts'

/**
 * Something that matters to whether a reader's stream is let go. `cancel`: of the reader. `stream-cancel`: of the stream
 * itself, which fails while the reader holds the lock. `close`: of what the stream comes from, or the abort of its request.
 * `unlock`: `releaseLock()`. `read`: the reading goes on.
 */
export interface Release {
  readonly kind: 'cancel' | 'stream-cancel' | 'close' | 'unlock' | 'read'
  /** The place in the function of the loop that does it. */
  readonly at: Node
}

export interface Releases {
  /** What the loop's own function does, in document order. */
  readonly own: readonly Release[]
  /** Something that this function does not control lets the stream go: a signal, a callback, the owner around it, `using`. */
  readonly isElsewhere: boolean
  /** A promise's `catch` cancels, so that only what throws is covered. */
  readonly isOnRejection: boolean
  /** Timers that cancel or abort. */
  readonly timers: readonly TSESTree.CallExpression[]
}

/** Methods of a stream's origin that end it. `cancel` of a web stream is judged by its lock. */
const CLOSING = new Set(['destroy', 'abort', 'close', 'dispose', 'terminate', 'disconnect', 'shutdown', 'stop'])
const CLOSING_OR_CANCEL = new Set([...CLOSING, 'cancel'])

/** What lets a reader's stream go, seen from the function in which its loops run. */
export function releasesOf(source: Source, reader: Reader, fn: FunctionNode | undefined): Releases {
  const own: Release[] = []
  const timers: TSESTree.CallExpression[] = []
  let isElsewhere = reader.isDisposed
  let isOnRejection = false
  const add = (kind: Release['kind'], node: Node) => {
    for (const moment of momentsOf(source, node, fn)) {
      if (moment.kind === 'here') own.push({ kind, at: moment.at })
      else if (kind === 'unlock' || kind === 'read') continue
      else if (moment.kind === 'timer') timers.push(moment.timer)
      else if (moment.kind === 'rejection') isOnRejection = true
      else isElsewhere = true
    }
  }
  for (const use of reader.uses) {
    if (use.kind !== 'method-call') continue
    if (use.name === 'cancel') add('cancel', use.call)
    else if (use.name === 'releaseLock') add('unlock', use.call)
    else if (use.name === 'read') add('read', use.call)
  }
  for (const [variable, role] of upstreamOf(source, reader.stream)) {
    if (isUsing(variable)) isElsewhere = true
    for (const { name, call } of methodCallsOn(variable, role === 'opener' ? CLOSING : CLOSING_OR_CANCEL))
      add(name === 'cancel' ? 'stream-cancel' : 'close', call)
  }
  if (canAbort(source, reader)) {
    const owner = fn ?? source.ast
    own.push(...abortsOf(source, owner).direct.map((at): Release => ({ kind: 'close', at })))
    for (const around of fn === undefined ? [owner] : [fn, ...enclosingFunctions(fn), source.ast]) {
      const { direct, timers: started } = abortsOf(source, around)
      timers.push(...started)
      if (around !== owner && direct.some((at) => at.range[0] > reader.taken.range[0])) isElsewhere = true
    }
  }
  const signal = signalOf(source, reader)
  if (signal !== undefined && signal !== 'unknown' && isTimed(source, signal)) isElsewhere = true
  // What is aborted or closed before the reader is taken belongs to an earlier stream.
  const taken = isTakenAround(reader, fn) ? reader.taken.range[0] : 0
  const after = own.filter((it) => it.at.range[0] > taken)
  after.sort((a, b) => a.at.range[0] - b.at.range[0])
  return { own: after, isElsewhere, isOnRejection, timers }
}

/**
 * The `signal` of the request whose body a reader reads; undefined when the request takes none or the stream was passed
 * in, `unknown` when the request or its options are not visible.
 */
export function signalOf(source: Source, { birth }: Reader): Node | 'unknown' | undefined {
  if (birth.kind === 'passed-in') return undefined
  if (birth.root === undefined || globalName(source, birth.root.callee) !== 'fetch') return 'unknown'
  const options = birth.root.arguments[1]
  if (options === undefined) return undefined
  const signal = options.type === 'SpreadElement' ? 'spread' : optionOf(source, options, 'signal')
  return signal === 'spread' ? 'unknown' : signal
}

/** `AbortSignal.timeout(ms)`, alone or among others, also through a constant: it ends the request some time, and cannot be cleared. */
function isTimed(source: Source, signal: Node): boolean {
  const values = originsOf(source, signal).flatMap((origin) => (origin.kind === 'expression' ? [origin.node] : []))
  return [signal, ...values].some((value) => contains(source, value, (it) => isTimeout(source, it)))
}

function isTimeout(source: Source, node: Node): boolean {
  if (node.type !== 'CallExpression' || methodName(node) !== 'timeout') return false
  const callee = unwrap(node.callee)
  return callee.type === 'MemberExpression' && globalName(source, callee.object) === 'AbortSignal'
}

/** False when the request is visible and takes no signal: nothing can abort it. */
function canAbort(source: Source, reader: Reader): boolean {
  return reader.birth.kind === 'passed-in' || signalOf(source, reader) !== undefined
}

function isTakenAround(reader: Reader, fn: FunctionNode | undefined): boolean {
  const owner = enclosingFunction(reader.taken)
  return owner === undefined || (fn !== undefined && isWithin(fn, owner))
}
