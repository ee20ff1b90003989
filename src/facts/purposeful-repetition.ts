import type { Node, Source, Variable } from '../source.ts'
import { calleeName, receiverOf } from './callee.ts'
import { wordsOf } from './name-words.ts'
import { collectWithin, contains, isFunction, isWithin } from './nodes.ts'
import type { Repetition } from './run-contexts.ts'
import { globalName, variableOf, writesOf } from './variables.ts'

/** Words of calls that let time pass between two turns. */
const WAITING = new Set(['sleep', 'delay', 'wait', 'timeout', 'interval', 'pause', 'backoff', 'poll', 'retry'])
/** Words of counters of attempts. */
const ATTEMPTS = new Set(['attempt', 'attempts', 'retry', 'retries', 'try', 'tries'])

/**
 * True for a loop that means to do the same thing again: it polls (lets time pass, or goes on until something that it
 * has read changes), or tries until it succeeds (leaves when it has what it wants, or counts attempts).
 */
export function isPurposeful(source: Source, loop: Repetition): boolean {
  if (loop.type === 'CallExpression') return contains(source, loop, (node) => isWait(source, node))
  if (loop.type === 'ForOfStatement' && loop.await) return false
  if (contains(source, loop.body, (node) => isWait(source, node))) return true
  if (leaves(source, loop)) return true
  const head = collectWithin(source, loop, (node): node is Extract<Node, { type: 'Identifier' }> => {
    return node.type === 'Identifier' && !isWithin(node, loop.body)
  })
  if (head.some(({ name }) => wordsOf(name).some((word) => ATTEMPTS.has(word)))) return true
  if (loop.type === 'ForStatement') return loop.test === null
  if (loop.type !== 'WhileStatement' && loop.type !== 'DoWhileStatement') return false
  return loop.test.type === 'Literal' || head.some((it) => isWrittenIn(variableOf(source, it), loop.body))
}

function isWait(source: Source, node: Node): boolean {
  if (node.type !== 'CallExpression') return false
  const name = calleeName(node)
  if (name === undefined || !wordsOf(name).some((word) => WAITING.has(word))) return false
  // `AbortSignal.timeout(ms)` ends a request, it does not wait.
  const receiver = receiverOf(node)
  return receiver === undefined || globalName(source, receiver) !== 'AbortSignal'
}

/** True when the loop's own body holds a `break` or a `return` that ends it. */
function leaves(source: Source, loop: Exclude<Repetition, { type: 'CallExpression' }>): boolean {
  return contains(
    source,
    loop.body,
    (node) => {
      if (node.type === 'ReturnStatement') return true
      if (node.type !== 'BreakStatement') return false
      return node.label !== null || ownerOfBreak(node) === loop
    },
    { functions: 'skip' },
  )
}

function ownerOfBreak(node: Node): Node | undefined {
  let current: Node | null | undefined = node.parent
  while (current != null && !isFunction(current) && !/^(?:For|While|DoWhile|Switch)/.test(current.type))
    current = current.parent
  return current ?? undefined
}

function isWrittenIn(variable: Variable | undefined, body: Node): boolean {
  return variable !== undefined && writesOf(variable).some(({ identifier }) => isWithin(identifier, body))
}
