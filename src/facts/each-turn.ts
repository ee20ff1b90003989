import type { Node, Source } from '../source.ts'
import { perSourceAnd } from '../source.ts'
import { runForEachChunk } from './chunk-handlers.ts'
import type { Gathering } from './gathering.ts'
import { keptValue, mentionsOf } from './kept-value.ts'
import { contains, isFunction, isWithin, visitWithin } from './nodes.ts'
import { elementRead } from './stored-values.ts'
import { propertyName, stringOf, unwrap, wrapped } from './unwrap.ts'
import { variableOf, writesOf } from './variables.ts'

/**
 * True when a node runs whenever a value grows: nothing parts the two that may turn out differently from one turn to the
 * next. A test of the connection, or whether there is anything to send, does not.
 */
export function isEachTurn(source: Source, node: Node, gathering: Gathering): boolean {
  const { loop, growth } = gathering
  const turn = new Turn(source, gathering)
  for (
    let child = node, parent = child.parent;
    parent != null && child !== loop.body;
    child = parent, parent = parent.parent
  ) {
    if (isWithin(growth.node, child)) return true
    switch (parent.type) {
      case 'IfStatement':
      case 'ConditionalExpression':
        if (parent.test !== child && !turn.isAlways(parent.test, parent.consequent === child)) return false
        break
      case 'LogicalExpression':
        if (parent.right === child && !turn.isAlways(parent.left, parent.operator === '&&')) return false
        break
      case 'SwitchCase':
        if (!isWithin(growth.node, parent)) return false
        break
      case 'BlockStatement':
        if (turn.isSkipped(parent.body, child)) return false
        break
      case 'CatchClause':
      case 'ForStatement':
      case 'WhileStatement':
        return false
      default:
    }
  }
  return true
}

/** The statements of a block after which the next turn may begin, by what ends one. Every send in the block asks. */
const leavingStatements = {
  ReturnStatement: perSourceAnd((source, block: readonly Node[]) => leaving(source, block, 'ReturnStatement')),
  ContinueStatement: perSourceAnd((source, block: readonly Node[]) => leaving(source, block, 'ContinueStatement')),
}

type TurnEnd = keyof typeof leavingStatements

function leaving(
  source: Source,
  block: readonly Node[],
  end: 'ReturnStatement' | 'ContinueStatement',
): readonly Node[] {
  return block.filter((statement) => goesOn(source, statement, end))
}

function goesOn(source: Source, statement: Node, end: TurnEnd): boolean {
  let found = false
  visitWithin(source, statement, (node) => {
    found ||= node.type === end
    return isFunction(node) ? 'skip' : 'enter'
  })
  return found
}

/** What can be told of the tests in one turn. */
class Turn {
  readonly #source: Source
  readonly #gathering: Gathering
  /** What is added, as the file writes it. */
  readonly #added: ReadonlySet<string>

  constructor(source: Source, gathering: Gathering) {
    this.#source = source
    this.#gathering = gathering
    this.#added = new Set(gathering.growth.added.map((it) => source.text.slice(...withoutDefault(it).range)))
  }

  /** Behind the growth, the test comes out as wanted; or it comes out the same in every turn. */
  isAlways(expression: Node, wanted: boolean): boolean {
    const test = unwrap(expression)
    if (test.type === 'UnaryExpression' && test.operator === '!') return this.isAlways(test.argument, !wanted)
    if (test.type === 'LogicalExpression' && test.operator !== '??') {
      const left = this.isAlways(test.left, wanted)
      const right = this.isAlways(test.right, wanted)
      return (test.operator === '&&') === wanted ? left && right : left || right
    }
    return (wanted && this.#isNonEmpty(test)) || this.#isSame(test)
  }

  /** A statement in front of another one, behind the growth, may go on with the next turn. */
  isSkipped(list: readonly Node[], child: Node): boolean {
    const { growth, loop } = this.#gathering
    const end: TurnEnd = isFunction(loop.node) ? 'ReturnStatement' : 'ContinueStatement'
    return leavingStatements[end](this.#source, list).some((statement) => {
      if (statement.range[0] <= growth.node.range[1] || statement.range[1] > child.range[0]) return false
      return statement.type !== 'IfStatement' || statement.alternate !== null || !this.isAlways(statement.test, false)
    })
  }

  /** `text`, `text.length > 0`, `delta !== ''`, where that is what has grown or what was added. */
  #isNonEmpty(test: Node): boolean {
    if (test.type === 'BinaryExpression') {
      const [left, right] = [unwrap(test.left), unwrap(test.right)]
      if (test.operator === '>') return isZero(right) && this.#isNonEmpty(left)
      return /^!==?$/.test(test.operator) && isNothing(right) && this.#isNonEmpty(left)
    }
    if (test.type === 'CallExpression') {
      const callee = unwrap(test.callee)
      return (
        callee.type === 'MemberExpression' && propertyName(callee) === 'trim' && this.#isNonEmpty(unwrap(callee.object))
      )
    }
    if (test.type === 'MemberExpression' && propertyName(test) === 'length')
      return this.#isNonEmpty(unwrap(test.object))
    if (this.#added.has(this.#source.text.slice(...test.range))) return true
    return keptValue(this.#source, test)?.key === this.#gathering.growth.value.key
  }

  /** Nothing that the test asks about is made or set in the turn. */
  #isSame(test: Node): boolean {
    return !contains(this.#source, test, (node) => this.#mayChange(node))
  }

  #mayChange(node: Node): boolean {
    const source = this.#source
    switch (node.type) {
      case 'CallExpression':
      case 'NewExpression':
      case 'AwaitExpression':
      case 'UpdateExpression':
      case 'AssignmentExpression':
        return true
      case 'MemberExpression': {
        if (['length', 'size', 'byteLength'].includes(propertyName(node) ?? '')) return true
        const value = keptValue(source, node)
        return (
          value !== undefined &&
          mentionsOf(source, value).some((mention) => isWrite(mention) && this.#isInTurn(mention))
        )
      }
      case 'Identifier': {
        if (node.parent.type === 'MemberExpression' && node.parent.property === node && !node.parent.computed)
          return false
        const variable = variableOf(source, node)
        const { loop } = this.#gathering
        if (variable === undefined) return false
        if (loop.chunks.includes(variable)) return true
        // One of many clients, which are the same in every turn.
        const collection = elementRead(source, node)?.collection
        if (collection !== undefined && !isWithin(collection, node)) return !this.#isSame(collection)
        return (
          variable.identifiers.some((it) => isWithin(it as Node, loop.node)) ||
          writesOf(variable).some(({ identifier }) => this.#isInTurn(identifier))
        )
      }
      default:
        return false
    }
  }

  #isInTurn(node: Node): boolean {
    return runForEachChunk(this.#source, this.#gathering.loop).some((root) => isWithin(node, root))
  }
}

function isWrite(mention: Node): boolean {
  const outer = wrapped(mention)
  const { parent } = outer
  return (parent?.type === 'AssignmentExpression' && parent.left === outer) || parent?.type === 'UpdateExpression'
}

/** `delta` of `delta ?? ''`. */
function withoutDefault(expression: Node): Node {
  const node = unwrap(expression)
  return node.type === 'LogicalExpression' && node.operator !== '&&' ? withoutDefault(node.left) : node
}

function isZero(node: Node): boolean {
  return node.type === 'Literal' && node.value === 0
}

function isNothing(node: Node): boolean {
  if (node.type === 'Identifier') return node.name === 'undefined'
  return stringOf(node) === '' || (node.type === 'Literal' && node.value === null) || isZero(node)
}
