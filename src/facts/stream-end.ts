import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source, Variable } from '../source.ts'
import { methodName } from './callee.ts'
import { alwaysLeaves } from './leaving.ts'
import { isFunction } from './nodes.ts'
import type { EndMarks } from './read-results.ts'
import { isPartOfResult, isRace, isRead, isReadResult } from './read-results.ts'
import { propertyName, unwrap, unwrapAwait } from './unwrap.ts'
import { globalName, variableOf, writesOf } from './variables.ts'

/** Judges one operand of a test: true when it can have that truth value only at the end. */
export type EndSign = (operand: Node, when: boolean) => boolean

/** Sizes of a chunk: an empty one stands for the end in the code that asks. */
const SIZES = new Set(['length', 'byteLength', 'size'])
/** How deep tests and the variables in them are followed before nobody knows. */
const MAX_DEPTH = 24
/** How many operands are looked at for all exits of a reader. */
const MAX_STEPS = 100_000

/** What the code of a read loop knows about the end of its stream. One instance serves all questions about one reader. */
export class StreamEnd {
  readonly #source: Source
  readonly #marks: EndMarks
  readonly #isAlsoEnd: EndSign
  readonly #isEndCase: (branch: TSESTree.SwitchCase) => boolean
  /** Variables whose writes are being looked at, so that `done = done || last` comes to an end. */
  readonly #open = new Set<Variable>()
  #steps = 0
  /** By block: the offset behind which its statements run only at the end. */
  readonly #guards = new Map<Node, number>()

  /**
   * @param isAlsoEnd other expressions that, being truthy or falsy, mean that nothing more is to be done for the stream
   * @param isEndCase branches of a `switch` that mean the same
   */
  constructor(
    source: Source,
    marks: EndMarks,
    isAlsoEnd: EndSign = () => false,
    isEndCase: (branch: TSESTree.SwitchCase) => boolean = () => false,
  ) {
    this.#source = source
    this.#marks = marks
    this.#isAlsoEnd = isAlsoEnd
    this.#isEndCase = isEndCase
  }

  /**
   * True when an expression can be truthy (`when` true) or falsy (`when` false) only once the stream has ended or failed:
   * `done`, `result.done === true`, `!value`, and flags that are set from such alone. `done || late` is not.
   */
  isToldBy(expression: Node, when: boolean): boolean {
    return this.#means(expression, when, MAX_DEPTH)
  }

  /**
   * True when a node runs only once the stream has ended: inside `if (done)`, the `else` of `if (!done)`, or behind a
   * statement that leaves otherwise (`if (!done) continue`). Looks outwards up to `limit` or the function around the node.
   */
  isReachedAt(node: Node, limit: Node): boolean {
    return this.#isBehind(node, limit, MAX_DEPTH)
  }

  #means(expression: Node, when: boolean, depth: number): boolean {
    if (depth === 0) return false
    // Code whose flags depend on each other without end: nobody can tell, and that is silent.
    if (this.#steps++ > MAX_STEPS) return true
    const node = unwrapAwait(expression)
    if (this.#isAlsoEnd(node, when)) return true
    switch (node.type) {
      case 'Literal':
        // A literal of the other kind never gets here: vacuously the end.
        return Boolean(node.value) !== when
      case 'UnaryExpression':
        return node.operator === '!' && this.#means(node.argument, !when, depth - 1)
      case 'LogicalExpression': {
        const left = this.#means(node.left, when, depth - 1)
        const right = () => this.#means(node.right, when, depth - 1)
        return (node.operator === '&&') === when ? left || right() : left && right()
      }
      case 'ConditionalExpression': {
        const consequent = this.#means(node.test, true, depth - 1) || this.#means(node.consequent, when, depth - 1)
        return consequent && (this.#means(node.test, false, depth - 1) || this.#means(node.alternate, when, depth - 1))
      }
      case 'BinaryExpression':
        return this.#comparison(node, when, depth)
      case 'AssignmentExpression':
        return this.#means(node.right, when, depth - 1)
      case 'SequenceExpression': {
        const last = node.expressions.at(-1)
        return last !== undefined && this.#means(last, when, depth - 1)
      }
      case 'CallExpression': {
        if (isRead(this.#marks, node)) return !when && !isRace(node)
        const [argument] = node.arguments
        if (argument === undefined || argument.type === 'SpreadElement') return false
        if (globalName(this.#source, node.callee) === 'Boolean') return this.#means(argument, when, depth - 1)
        // A test of the whole result may well be that of its `done`.
        return methodName(node) === undefined && isReadResult(this.#source, this.#marks, argument)
      }
      case 'MemberExpression': {
        const name = propertyName(node)
        if (name === 'done') return when && isReadResult(this.#source, this.#marks, node.object)
        if (name === 'value') return !when && isReadResult(this.#source, this.#marks, node.object)
        return !when && name !== undefined && SIZES.has(name) && this.#means(node.object, false, depth - 1)
      }
      case 'Identifier': {
        const variable = variableOf(this.#source, node)
        if (variable === undefined) return node.name === 'undefined' && when
        return this.#variable(variable, when, depth)
      }
      default:
        return false
    }
  }

  /** `x === true`, `x !== undefined`, `x == null` and the like. */
  #comparison(node: TSESTree.BinaryExpression, when: boolean, depth: number): boolean {
    const isEqual = node.operator === '===' || node.operator === '=='
    if (!isEqual && node.operator !== '!==' && node.operator !== '!=') return false
    const [left, right] = [unwrap(node.left), unwrap(node.right)]
    const constant = constantOf(this.#source, right) ?? constantOf(this.#source, left)
    if (constant === undefined) return false
    const asked = constantOf(this.#source, right) === undefined ? right : left
    if (constant.value === true) return this.#means(asked, isEqual === when, depth - 1)
    // `x !== false` and `x !== undefined` are also true of other values, but only for marks that are `boolean` or a chunk.
    return this.#means(asked, isEqual !== when, depth - 1)
  }

  #variable(variable: Variable, when: boolean, depth: number): boolean {
    const { dones, chunks, results } = this.#marks
    if (this.#open.has(variable)) return true
    this.#open.add(variable)
    try {
      let isMark = results.has(variable) && !when
      for (const write of writesOf(variable)) {
        if (isPartOfResult(this.#source, this.#marks, write.identifier, when ? 'done' : 'value')) {
          isMark = true
          continue
        }
        if (write.value !== undefined && !write.isPattern && !write.isUpdate) {
          if (this.#means(write.value, when, depth - 1)) continue
        }
        const region = outermostBlock(write.identifier)
        if (region !== undefined && this.#isBehind(write.identifier, region, depth - 1)) continue
        return false
      }
      if (isMark || (when ? dones : chunks).has(variable)) return true
      // A variable that nothing of the stream is written to says nothing, unless it is a flag that only the end turns.
      return variable.defs[0]?.type !== ('Parameter' as string) && variable.references.some((it) => it.isWrite())
    } finally {
      this.#open.delete(variable)
    }
  }

  #isBehind(node: Node, limit: Node, depth: number): boolean {
    if (depth === 0) return false
    let child = node
    for (
      let parent = node.parent;
      parent !== undefined && parent !== null && child !== limit;
      child = parent, parent = parent.parent
    ) {
      if (isFunction(parent)) return false
      switch (parent.type) {
        case 'IfStatement':
        case 'ConditionalExpression':
          if (parent.consequent === child && this.#means(parent.test, true, depth - 1)) return true
          if (parent.alternate === child && this.#means(parent.test, false, depth - 1)) return true
          break
        case 'LogicalExpression':
          if (parent.right === child && parent.operator !== '??')
            if (this.#means(parent.left, parent.operator === '&&', depth - 1)) return true
          break
        case 'SwitchCase':
          if (child !== parent.test && this.#isEndCase(parent)) return true
          if (this.#guardOf(parent, depth) <= child.range[0]) return true
          break
        case 'BlockStatement':
          if (this.#guardOf(parent, depth) <= child.range[0]) return true
          break
        default:
      }
    }
    return false
  }

  #guardOf(block: TSESTree.BlockStatement | TSESTree.SwitchCase, depth: number): number {
    const known = this.#guards.get(block)
    if (known !== undefined) return known
    // While a guard's own test is being looked at, the block has none.
    this.#guards.set(block, Infinity)
    const statements = block.type === 'BlockStatement' ? block.body : block.consequent
    const guard = statements.find((it) => it.type === 'IfStatement' && this.#leavesOnlyEnd(it, depth))
    const offset = guard === undefined ? Infinity : guard.range[1]
    this.#guards.set(block, offset)
    return offset
  }

  /** `if (!done) continue`: what comes behind it runs at the end alone. */
  #leavesOnlyEnd(statement: TSESTree.IfStatement, depth: number): boolean {
    const { test, consequent, alternate } = statement
    if (alternate === null) return alwaysLeaves(this.#source, consequent) && this.#means(test, false, depth - 1)
    if (alwaysLeaves(this.#source, consequent) && this.#means(test, false, depth - 1)) return true
    return alwaysLeaves(this.#source, alternate) && this.#means(test, true, depth - 1)
  }
}

/** A constant that tests compare with; `undefined` and `null` count as false. */
function constantOf(source: Source, node: Node): { readonly value: boolean } | undefined {
  if (node.type === 'Literal' && typeof node.value === 'boolean') return { value: node.value }
  if (node.type === 'Literal' && node.raw === 'null') return { value: false }
  return globalName(source, node) === 'undefined' ? { value: false } : undefined
}

/** The body of the function (or the program) that a node lies in. */
function outermostBlock(node: Node): Node | undefined {
  let current: Node | undefined | null = node.parent
  while (current !== undefined && current !== null && !isFunction(current) && current.type !== 'Program')
    current = current.parent
  return current ?? undefined
}
