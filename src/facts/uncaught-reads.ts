import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { methodName } from './callee.ts'
import { enclosingFunction, localFunction } from './functions.ts'
import type { FunctionNode } from './nodes.ts'
import { catchersOf } from './rejections.ts'
import type { StreamRead } from './stream-reads.ts'
import { promisedRead, readsByFunction } from './stream-reads.ts'
import { wrapped } from './unwrap.ts'
import { methodCalls } from './named-calls.ts'

/** A read that nothing in its own function catches. */
export interface UncaughtRead {
  readonly read: StreamRead
  /** The end of the chain of `.then`s behind a read that is not awaited. */
  readonly chain: Node | undefined
}

/** Every read of the file that no `try`/`catch` and no `.catch` of its own function covers, whoever else may get its failure. */
export function uncaughtReads(source: Source): UncaughtRead[] {
  const found: UncaughtRead[] = []
  for (const reads of readsByFunction(source).values())
    for (const read of reads)
      if (catchersOf(read.node).length === 0 && !isCaughtOutside(read.node)) found.push({ read, chain: undefined })
  const callbacks = new Set(
    methodCalls(source, ['then']).flatMap((call) => {
      const [given] = call.arguments
      return given === undefined ? [] : (localFunction(source, given) ?? [])
    }),
  )
  for (const call of methodCalls(source, ['read'])) {
    const read = isAwaited(call) ? undefined : promisedRead(source, call)
    if (read === undefined || isSettled(call)) continue
    // What a callback of a chain gives back fails with that chain.
    const chain = endOfChain(call)
    const outer = returnedBy(chain)
    if (outer === undefined || !callbacks.has(outer)) found.push({ read, chain })
  }
  return found.sort((a, b) => a.read.node.range[0] - b.read.node.range[0])
}

/** `(async () => { … })().catch(…)`: the function is called where it stands, and its promise has a `.catch`. */
function isCaughtOutside(node: Node): boolean {
  const fn = enclosingFunction(node)
  const callee = fn === undefined ? undefined : wrapped(fn)
  const call = callee?.parent
  return call?.type === 'CallExpression' && call.callee === callee && isSettled(call)
}

function isAwaited(call: Node): boolean {
  return wrapped(call).parent?.type === 'AwaitExpression'
}

/** True when the chain behind a promise has a `.catch` or a `.then` with two callbacks, or is awaited in a `try`. */
function isSettled(promise: TSESTree.CallExpression): boolean {
  for (let call: Node | undefined = promise; call?.type === 'CallExpression'; call = nextOfChain(call)) {
    const name = call === promise ? undefined : methodName(call)
    if (name === 'catch' || (name === 'then' && call.arguments.length > 1)) return true
  }
  const user = wrapped(endOfChain(promise)).parent
  return user?.type === 'AwaitExpression' && catchersOf(user).length > 0
}

const CHAIN = new Set(['then', 'catch', 'finally'])

/** `a.then(f)` for `a`. */
function nextOfChain(promise: Node): Node | undefined {
  const member = wrapped(promise).parent
  const call = member?.type === 'MemberExpression' ? wrapped(member).parent : undefined
  return call?.type === 'CallExpression' && CHAIN.has(methodName(call) ?? '') ? call : undefined
}

function endOfChain(promise: Node): Node {
  let end = promise
  for (let next = nextOfChain(end); next !== undefined; next = nextOfChain(end)) end = next
  return end
}

/** The function that gives back a value as it is. */
function returnedBy(value: Node): FunctionNode | undefined {
  const user = wrapped(value).parent
  if (user?.type === 'ReturnStatement') return enclosingFunction(user)
  return user?.type === 'ArrowFunctionExpression' && user.body === wrapped(value) ? user : undefined
}
