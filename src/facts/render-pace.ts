import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { calleeName, methodName } from './callee.ts'
import type { Visit } from './nodes.ts'
import { collectWithin, contains, isFunction, isWithin, visitWithin } from './nodes.ts'
import type { Render } from './renders.ts'
import { renders } from './renders.ts'
import { unwrap, wrapped } from './unwrap.ts'

const RELATIONS = new Set(['<', '>', '<=', '>='])
/** Functions that put off what they are given, or make it yield to what is more urgent. */
const PACERS =
  /^(?:requestAnimationFrame|requestIdleCallback|startTransition|scheduleCallback|use\w*Transition|afterNextRender)$/
const PACED_NAMES = /throttl|debounc|coalesc|batched?$|buffer(?:ed|Time)|rateLimit|smooth/i
/** Calls in a test that may be about time or count. */
const PACED_TESTS = /throttl|debounc|flush|due|should(?:Update|Render|Paint|Flush)|batch|elapsed|tick/i
/** Names of what is true at the end. */
const END_MARKS = /^(?:is)?(?:done|last|final|finished)(?![a-z])/i
const FAILURES = /error|abort|cancel|fail/i
/** Methods and functions that run what they are given at once. */
const AT_ONCE = new Set([
  'forEach',
  'map',
  'flatMap',
  'flushSync',
  'batch',
  'unstable_batchedUpdates',
  'runInAction',
  'untrack',
  'untracked',
  'run',
])

/** What stands between a piece of code that runs for each chunk and a render in it. */
export type Pace =
  /** Nothing: each chunk has it shown. */
  | 'always'
  /** A test that says nothing of time or number. */
  | 'sometimes'
  /** A frame, a timer, a transition, a count or a clock; the end of the stream; or a function that nobody can tell the calls of. */
  | 'paced'

/**
 * How often a render runs when the code around it runs for each chunk.
 * @param root the body of the loop, or the function that is run for each chunk
 * @param throttles names of the project's own throttling functions
 */
export function paceOf(source: Source, node: Node, root: Node, throttles: readonly string[]): Pace {
  if (hasPacer(source, root, throttles)) return 'paced'
  let isTested = false
  let child = node
  for (let parent = node.parent; parent != null && child !== root; child = parent, parent = parent.parent) {
    if (isFunction(child) && !runsAtOnce(child)) return 'paced'
    const test = testOf(parent, child)
    if (test !== undefined) {
      if (isPacing(source, test) || tellsEnd(source, test) || tellsFailure(source, test)) return 'paced'
      isTested = true
    }
    if (parent.type === 'SwitchStatement' && parent.discriminant !== child) isTested = true
    if (parent.type === 'BlockStatement' || parent.type === 'SwitchCase') {
      const statements = parent.type === 'BlockStatement' ? parent.body : parent.consequent
      if (!isFunction(parent.parent) && endsLoop(parent, statements, root)) return 'paced'
      for (const statement of statements) {
        if (statement.range[0] >= child.range[0]) break
        if (statement.type !== 'IfStatement' || !leaves(source, statement)) continue
        if (isPacing(source, statement.test)) return 'paced'
      }
    }
  }
  return isTested ? 'sometimes' : 'always'
}

function testOf(parent: Node, child: Node): Node | undefined {
  switch (parent.type) {
    case 'IfStatement':
    case 'ConditionalExpression':
      return parent.test === child ? undefined : parent.test
    case 'LogicalExpression':
      return parent.right === child ? parent.left : undefined
    default:
      return undefined
  }
}

/** A test of a clock, or of a number other than nothing. */
function isPacing(source: Source, test: Node): boolean {
  return contains(
    source,
    test,
    (node) => {
      switch (node.type) {
        case 'UpdateExpression':
          return true
        case 'BinaryExpression':
          if (node.operator === '%') return true
          return RELATIONS.has(node.operator) && !isNothing(node.left) && !isNothing(node.right)
        case 'CallExpression':
          return PACED_TESTS.test(calleeName(node) ?? '')
        case 'Identifier':
          return PACED_TESTS.test(node.name)
        default:
          return false
      }
    },
    { functions: 'skip' },
  )
}

/** A test of the end of the stream. */
function tellsEnd(source: Source, test: Node): boolean {
  return contains(source, test, (node) => node.type === 'Identifier' && END_MARKS.test(node.name), {
    functions: 'skip',
  })
}

/** A test of a failure or an abort: what is shown then is shown once. */
function tellsFailure(source: Source, test: Node): boolean {
  let isTold = false
  const look = (node: Node): Visit => {
    if (node.type === 'UnaryExpression' && node.operator === '!') return 'skip'
    if (node.type === 'Identifier' && FAILURES.test(node.name)) isTold = true
    return isTold ? 'stop' : 'enter'
  }
  if (look(test) === 'enter') visitWithin(source, test, look)
  return isTold
}

function isNothing(operand: Node): boolean {
  const node = unwrap(operand)
  return (
    (node.type === 'Literal' && (node.value === 0 || node.value === 1)) ||
    (node.type === 'UnaryExpression' && node.operator === '-')
  )
}

function leaves(source: Source, statement: Node): boolean {
  return contains(
    source,
    statement,
    (it) => it.type === 'ContinueStatement' || it.type === 'ReturnStatement' || it.type === 'BreakStatement',
    { functions: 'skip' },
  )
}

/** True for a branch that leaves the loop, so that what is in it runs once. */
function endsLoop(block: Node, statements: readonly Node[], root: Node): boolean {
  const last = statements.at(-1)
  if (last === undefined || block.type === 'SwitchCase') return false
  if (last.type === 'ReturnStatement') return !isFunction(root.parent) && !isFunction(root)
  if (last.type === 'ThrowStatement') return true
  if (last.type !== 'BreakStatement') return false
  for (let parent = block.parent; parent != null && parent !== root; parent = parent.parent)
    if (parent.type === 'SwitchStatement') return last.label !== null
  return true
}

/** The function runs as a part of the code around it. */
function runsAtOnce(fn: Node): boolean {
  const outer = wrapped(fn)
  const { parent } = outer
  if (parent?.type !== 'CallExpression') return false
  return parent.callee === outer || AT_ONCE.has(calleeName(parent) ?? '')
}

/** Something in the code waits, or puts a render off. */
function hasPacer(source: Source, root: Node, throttles: readonly string[]): boolean {
  return collectWithin(source, root, isCall).some((call) => {
    const name = calleeName(call) ?? ''
    if (PACERS.test(name) || PACED_NAMES.test(name) || throttles.includes(name)) return true
    if (name !== 'setTimeout' && name !== 'setInterval') return false
    const [callback] = call.arguments
    return (
      callback !== undefined &&
      (!isFunction(unwrap(callback)) || renders(source).some(({ node }: Render) => isWithin(node, callback)))
    )
  })
}

/** True when the name of a value, or of the call that made it, says that it comes in batches or slowly. */
export function isPacedByName(node: Node, throttles: readonly string[]): boolean {
  const value = unwrap(node)
  const name =
    value.type === 'CallExpression' ? calleeName(value) : value.type === 'Identifier' ? value.name : undefined
  if (name !== undefined && (PACED_NAMES.test(name) || throttles.includes(name))) return true
  return value.type === 'CallExpression' && methodName(value) !== undefined && value.callee.type === 'MemberExpression'
    ? isPacedByName(value.callee.object, throttles)
    : false
}

function isCall(node: Node): node is TSESTree.CallExpression {
  return node.type === 'CallExpression'
}
