import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Range, Source } from '../source.ts'
import { perNode } from '../source.ts'
import { alwaysEndsFunction, alwaysLeaves } from './leaving.ts'
import { isFunction, isWithin, visitWithin } from './nodes.ts'

/** Statements that run their body again and again, labels around them included by `labelled`. */
export type LoopStatement =
  | TSESTree.WhileStatement
  | TSESTree.DoWhileStatement
  | TSESTree.ForStatement
  | TSESTree.ForOfStatement
  | TSESTree.ForInStatement

/**
 * A way out of a loop or callback. `condition`: the loop's own test, or the last item of a `for … of`.
 * `yield`: the consumer of a generator stops asking, which runs the `finally` blocks around the `yield` and nothing else.
 */
export interface Exit {
  readonly kind: 'break' | 'continue' | 'return' | 'throw' | 'yield' | 'condition'
  /** The statement, the `yield` expression, the test or the iterated expression. */
  readonly node: Node
}

/** Every way out of a loop that its own code shows; a call that might throw is none, nor is a throw that is caught inside. */
export function exitsOf(source: Source, loop: LoopStatement): Exit[] {
  const exits: Exit[] = []
  const condition = conditionOf(loop)
  if (condition !== undefined) exits.push({ kind: 'condition', node: condition })
  visitWithin(source, loop, (node) => {
    if (isFunction(node)) return 'skip'
    switch (node.type) {
      case 'BreakStatement':
      case 'ContinueStatement':
        if (leavesByJump(node, loop)) exits.push({ kind: node.type === 'BreakStatement' ? 'break' : 'continue', node })
        break
      case 'ReturnStatement':
        exits.push({ kind: 'return', node })
        break
      case 'ThrowStatement':
        if (catcherOf(node, loop) === undefined) exits.push({ kind: 'throw', node })
        break
      case 'YieldExpression':
        exits.push({ kind: 'yield', node })
        break
      default:
    }
    return 'enter'
  })
  return exits
}

/** The same for a function that is run for each chunk: its own `return`s and `throw`s. */
export function exitsOfFunction(source: Source, body: Node): Exit[] {
  const exits: Exit[] = []
  visitWithin(source, body, (node) => {
    if (isFunction(node)) return 'skip'
    if (node.type === 'ReturnStatement') exits.push({ kind: 'return', node })
    if (node.type === 'ThrowStatement' && catcherOf(node, body) === undefined) exits.push({ kind: 'throw', node })
    return 'enter'
  })
  return exits
}

/** The `try` whose `catch` gets what a node throws, no further out than `limit`; undefined when nothing inside catches it. */
function catcherOf(node: Node, limit: Node): TSESTree.TryStatement | undefined {
  let child = node
  for (let parent = node.parent; parent != null && child !== limit; child = parent, parent = parent.parent) {
    if (isFunction(parent)) return undefined
    if (parent.type === 'TryStatement' && parent.block === child && parent.handler !== null) return parent
  }
  return undefined
}

/**
 * The parts of the text that run once an exit is taken, in the order in which they run: `finally` blocks (nested ones from
 * the inside), the `catch` that gets a `throw`, and behind a `break` or the loop's own end the statements that follow.
 * What stands behind an unconditional `return` or `throw` is left out; conditions inside a part are not judged.
 * @param region the loop statement (or the function's body) that is left
 */
export function afterExit(source: Source, exit: Exit, region: Node): Range[] {
  const ranges: Range[] = []
  /** `jump`: to the statement that is left. `normal`: behind it. `throw`: to a `catch`. `leave`: to the function's end. */
  let mode: 'jump' | 'normal' | 'throw' | 'leave'
  if (exit.kind === 'throw') mode = 'throw'
  else mode = exit.kind === 'return' || exit.kind === 'yield' ? 'leave' : 'jump'
  const target = mode === 'jump' ? targetOf(exit, region) : undefined
  let child: Node = exit.node
  for (let parent = exit.node.parent; parent != null; child = parent, parent = parent.parent) {
    if (child === target) mode = 'normal'
    if (isFunction(child)) break
    if (parent.type === 'TryStatement') {
      if (mode === 'throw' && parent.block === child && parent.handler !== null) {
        ranges.push(parent.handler.body.range)
        mode = alwaysEndsFunction(source, parent.handler.body) ? 'throw' : 'normal'
      }
      if (parent.finalizer !== null && parent.finalizer !== child) ranges.push(parent.finalizer.range)
      if (parent.finalizer !== null && alwaysEndsFunction(source, parent.finalizer)) mode = 'leave'
    } else if (mode === 'normal' && isList(parent)) {
      const stop = firstLeaving(source, parent, child.range[1])
      const end = stop?.range[1] ?? parent.range[1]
      if (end > child.range[1]) ranges.push([child.range[1], end])
      if (stop !== undefined && alwaysEndsFunction(source, stop)) mode = 'leave'
    }
  }
  return ranges
}

/**
 * True when a node that stands before another in the text may have run when that one runs: not when it lies on another
 * branch, or on one that leaves before it gets there. Both in the same function.
 */
export function mayRunBefore(source: Source, node: Node, later: Node): boolean {
  if (node.range[0] >= later.range[0]) return false
  let isLeft = false
  let child = node
  for (let parent = node.parent; parent != null; child = parent, parent = parent.parent) {
    if (isWithin(later, parent)) {
      // What leaves a `try` block comes by its `catch` or `finally`.
      if (isLeft) return parent.type === 'TryStatement'
      if (parent.type !== 'IfStatement' && parent.type !== 'ConditionalExpression') return true
      return parent.test === child || isWithin(later, child)
    }
    const stop = isList(parent) ? firstLeaving(source, parent, child.range[0]) : undefined
    if (stop !== undefined && (alwaysEndsFunction(source, stop) || !isBrokenBelow(stop, later))) isLeft = true
  }
  return !isLeft
}

/** A `break` or `continue` at this place may end in a loop or switch that does not hold `later`, so that `later` is reached. */
function isBrokenBelow(node: Node, later: Node): boolean {
  for (let current = node.parent; current != null && !isWithin(later, current); current = current.parent)
    if (isBreakable(current) || current.type === 'LabeledStatement') return true
  return false
}

type List = TSESTree.BlockStatement | TSESTree.SwitchCase | TSESTree.Program

function isList(node: Node): node is List {
  return node.type === 'BlockStatement' || node.type === 'SwitchCase' || node.type === 'Program'
}

/** The statements of a list behind which nothing of the list runs. */
const leavingStatements = perNode<List, readonly Node[]>((source, list) => {
  const statements: readonly Node[] = list.type === 'SwitchCase' ? list.consequent : list.body
  return statements.filter((it) => alwaysLeaves(source, it))
}, [])

/** The first statement of a list that begins at an offset or behind it, and at which the list is left on every way. */
function firstLeaving(source: Source, list: List, from: number): Node | undefined {
  const all = leavingStatements(source, list)
  let low = 0
  let high = all.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((all[middle] as Node).range[0] >= from) high = middle
    else low = middle + 1
  }
  return all[low]
}

function conditionOf(loop: LoopStatement): Node | undefined {
  if (loop.type === 'ForOfStatement' || loop.type === 'ForInStatement') return loop.right
  if (loop.test === null) return undefined
  return loop.test.type === 'Literal' && Boolean(loop.test.value) ? undefined : loop.test
}

function leavesByJump(jump: TSESTree.BreakStatement | TSESTree.ContinueStatement, loop: LoopStatement): boolean {
  const target = jumpTarget(jump)
  if (target === undefined) return false
  const isOwn = target === loop || labelledBody(target) === loop
  return isOwn ? jump.type === 'BreakStatement' : !isWithin(target, loop)
}

/** The loop, switch or labelled statement that a `break` or `continue` is about. */
function jumpTarget(jump: TSESTree.BreakStatement | TSESTree.ContinueStatement): Node | undefined {
  for (let current: Node | undefined | null = jump.parent; current != null; current = current.parent) {
    if (isFunction(current)) return undefined
    if (jump.label !== null) {
      if (current.type === 'LabeledStatement' && current.label.name === jump.label.name) return current
    } else if (isLoopStatement(current) || (jump.type === 'BreakStatement' && current.type === 'SwitchStatement'))
      return current
  }
  return undefined
}

function targetOf(exit: Exit, region: Node): Node | undefined {
  const { node } = exit
  if (node.type === 'BreakStatement' || node.type === 'ContinueStatement') return jumpTarget(node)
  return isLoopStatement(region) ? region : statementAround(node)
}

/** The statement behind all labels. */
function labelledBody(statement: Node): Node {
  let current = statement
  while (current.type === 'LabeledStatement') current = current.body
  return current
}

/** True for `while`, `do`, `for`, `for … of` and `for … in`. */
export function isLoopStatement(node: Node | null | undefined): node is LoopStatement {
  switch (node?.type) {
    case 'WhileStatement':
    case 'DoWhileStatement':
    case 'ForStatement':
    case 'ForOfStatement':
    case 'ForInStatement':
      return true
    default:
      return false
  }
}

function isBreakable(node: Node): boolean {
  return isLoopStatement(node) || node.type === 'SwitchStatement'
}

function statementAround(node: Node): Node {
  let current = node
  while (current.parent != null && !isList(current.parent) && !isFunction(current.parent)) current = current.parent
  return current
}
