import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source, Variable } from '../source.ts'
import { methodName } from './callee.ts'
import { alwaysLeaves } from './leaving.ts'
import { isFunction } from './nodes.ts'
import type { StreamLoop } from './stream-loops.ts'
import { propertyName, unwrap, unwrapAwait } from './unwrap.ts'
import { globalName, variableOf, writesOf } from './variables.ts'

/** What tells the end of a reader's stream: its reads, and the variables that hold their results or parts of them. */
export interface EndMarks {
  readonly reads: ReadonlySet<Node>
  readonly results: ReadonlySet<Variable>
  readonly chunks: ReadonlySet<Variable>
  readonly dones: ReadonlySet<Variable>
}

/** The end marks of all loops that read the same stream. */
export function endMarksOf(loops: readonly StreamLoop[]): EndMarks {
  return {
    reads: new Set<Node>(loops.flatMap((loop) => loop.reads)),
    results: new Set(loops.flatMap((loop) => loop.results)),
    chunks: new Set(loops.flatMap((loop) => loop.chunks)),
    dones: new Set(loops.flatMap((loop) => loop.dones)),
  }
}

/** Judges one operand of a test: true when it can have that truth value only at the end. */
export type EndSign = (operand: Node, when: boolean) => boolean

/** Sizes of a chunk: an empty one stands for the end in the code that asks. */
const SIZES = new Set(['length', 'byteLength', 'size'])
/** How deep tests and the variables in them are followed before nobody knows. */
const MAX_DEPTH = 24

/** What the code of a read loop knows about the end of its stream. One instance serves all questions about one reader. */
export class StreamEnd {
  readonly #source: Source
  readonly #marks: EndMarks
  readonly #isAlsoEnd: EndSign
  /** Variables whose writes are being looked at, so that `done = done || last` comes to an end. */
  readonly #open = new Set<Variable>()
  /** By block: the offset behind which its statements run only at the end. */
  readonly #guards = new Map<Node, number>()

  /**
   * @param isAlsoEnd other expressions that, being truthy or falsy, mean that nothing more is to be done for the stream
   */
  constructor(source: Source, marks: EndMarks, isAlsoEnd: EndSign = () => false) {
    this.#source = source
    this.#marks = marks
    this.#isAlsoEnd = isAlsoEnd
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
        if (this.#isAwaitedRead(node)) return !when && !isRace(node)
        const [argument] = node.arguments
        if (argument === undefined || argument.type === 'SpreadElement') return false
        if (globalName(this.#source, node.callee) === 'Boolean') return this.#means(argument, when, depth - 1)
        // A test of the whole result may well be that of its `done`.
        return methodName(node) === undefined && this.#isResult(argument)
      }
      case 'MemberExpression': {
        const name = propertyName(node)
        if (name === 'done') return when && this.#isResult(node.object)
        if (name === 'value') return !when && this.#isResult(node.object)
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
        if (this.#isPartOfResult(write.identifier, when)) {
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

  /** The name gets `done` (or, for `when` false, `value`) of a read by destructuring. */
  #isPartOfResult(identifier: Node, when: boolean): boolean {
    let property: Node = identifier
    while (property.parent?.type === 'AssignmentPattern') property = property.parent
    property = property.parent as Node
    if (property.type !== 'Property' || propertyName(property) !== (when ? 'done' : 'value')) return false
    const pattern = property.parent
    const holder = pattern.parent
    if (pattern.type !== 'ObjectPattern') return false
    if (holder.type === 'VariableDeclarator') return holder.init !== null && this.#isResult(holder.init)
    return holder.type === 'AssignmentExpression' && this.#isResult(holder.right)
  }

  /** The result of a read: `{ done, value }`. */
  #isResult(expression: Node): boolean {
    const node = unwrapAwait(expression)
    if (node.type === 'AssignmentExpression') return this.#isResult(node.right)
    // `(await reader?.read()) ?? { done: true }`
    if (node.type === 'LogicalExpression')
      return node.operator !== '&&' && this.#isResult(node.left) && unwrap(node.right).type === 'ObjectExpression'
    if (node.type === 'Identifier') {
      const variable = variableOf(this.#source, node)
      return variable !== undefined && this.#marks.results.has(variable)
    }
    return this.#isAwaitedRead(node)
  }

  /** A read, also behind `.catch(…)` or inside `Promise.race([…])`. */
  #isAwaitedRead(expression: Node): boolean {
    const node = unwrapAwait(expression)
    if (node.type !== 'CallExpression') return false
    if (this.#marks.reads.has(node)) return true
    const callee = unwrap(node.callee)
    if (callee.type === 'MemberExpression' && this.#isAwaitedRead(callee.object)) return true
    const list = node.arguments[0]
    return list?.type === 'ArrayExpression' && list.elements.some((it) => it !== null && this.#isAwaitedRead(it))
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
        case 'BlockStatement':
        case 'SwitchCase':
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

function isRace(expression: Node): boolean {
  const node = unwrapAwait(expression)
  return node.type === 'CallExpression' && methodName(node) === 'race'
}

/** The body of the function (or the program) that a node lies in. */
function outermostBlock(node: Node): Node | undefined {
  let current: Node | undefined | null = node.parent
  while (current !== undefined && current !== null && !isFunction(current) && current.type !== 'Program')
    current = current.parent
  return current ?? undefined
}
