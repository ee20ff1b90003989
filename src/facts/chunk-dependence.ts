import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source, Variable } from '../source.ts'
import { importedName, methodName, receiverOf } from './callee.ts'
import { collectWithin, contains, isFunction, isWithin } from './nodes.ts'
import { originOf } from './origin.ts'
import { propertyName, unwrap, unwrapAwait } from './unwrap.ts'
import { globalName, variableOf } from './variables.ts'

/** Methods that put a value into a collection. */
const PUTS = new Set(['push', 'unshift', 'set', 'add', 'append', 'enqueue'])
/** Properties of an event that hold the whole text so far. */
const WHOLE_TEXTS = new Set(['content', 'text', 'snapshot'])
/** Properties that are sizes, not texts. */
const SIZES = new Set(['length', 'byteLength', 'size'])

/** One way in which something grows in the code that runs for each chunk: `target += value`. */
export interface Growth {
  /** The variable that grows, or that holds what grows. */
  readonly variable: Variable | undefined
  /** The text of what grows. */
  readonly target: string
  readonly node: Node
}

/** What in a piece of code that runs for each chunk is made of the chunk. */
export class ChunkDependence {
  readonly #source: Source
  readonly #root: Node
  readonly #seeds: ReadonlySet<Variable>
  readonly #isChunk: (node: Node) => boolean
  readonly #known = new Map<Variable, boolean>()
  #writes: Map<Variable, Node[]> | undefined
  #growths: readonly Growth[] | undefined

  /**
   * @param root the loop, or the function that is run for each chunk
   * @param seeds variables that hold the chunk or a part of it
   * @param isChunk other expressions that are the chunk
   */
  constructor(source: Source, root: Node, seeds: ReadonlySet<Variable>, isChunk: (node: Node) => boolean) {
    this.#source = source
    this.#root = root
    this.#seeds = seeds
    this.#isChunk = isChunk
  }

  /** True when a value is made of the chunk, or of what was kept of chunks. */
  depends(expression: Node): boolean {
    return contains(this.#source, expression, (node) => {
      if (this.#isChunk(node)) return true
      const variable = node.type === 'Identifier' ? variableOf(this.#source, node) : undefined
      return variable !== undefined && this.#isMade(variable)
    })
  }

  /** True when a value is the whole chunk, decoded or not, or a part of it that the head of the loop takes out. */
  isWhole(expression: Node, steps = 6): boolean {
    if (steps === 0) return false
    const node = unwrapAwait(expression)
    if (this.#isChunk(node)) return true
    switch (node.type) {
      case 'Identifier': {
        const variable = variableOf(this.#source, node)
        if (variable === undefined) return false
        if (this.#seeds.has(variable)) return true
        const declarator = variable.defs[0]?.node as Node | undefined
        return (
          declarator?.type === 'VariableDeclarator' &&
          declarator.id.type === 'Identifier' &&
          declarator.init !== null &&
          isWithin(declarator, this.#root) &&
          this.isWhole(declarator.init, steps - 1)
        )
      }
      case 'LogicalExpression':
        return node.operator !== '&&' && this.isWhole(node.left, steps - 1)
      case 'CallExpression': {
        const [first] = node.arguments
        if (methodName(node) === 'toString') return this.isWhole(receiverOf(node) as Node, steps - 1)
        if (methodName(node) !== 'decode' && globalName(this.#source, node.callee) !== 'String') return false
        return first !== undefined && first.type !== 'SpreadElement' && this.isWhole(first, steps - 1)
      }
      default:
        return false
    }
  }

  /** What grows by text of the chunk, and by nothing else is changed: no rest that waits for the next chunk. */
  get growths(): readonly Growth[] {
    this.#growths ??= this.#findGrowths()
    return this.#growths
  }

  /** True when a value names something that grows; directly, or by a variable of the loop that is made of it. */
  namesGrowth(expression: Node, steps = 3): boolean {
    return contains(this.#source, expression, (node) => {
      if (node.type === 'MemberExpression' && this.growths.some(({ target }) => target === this.#text(node)))
        return true
      if (node.type !== 'Identifier') return false
      const variable = variableOf(this.#source, node)
      if (variable === undefined) return false
      if (this.growths.some((it) => it.variable === variable)) return true
      const declarator = variable.defs[0]?.node as Node | undefined
      return (
        steps > 0 &&
        declarator?.type === 'VariableDeclarator' &&
        declarator.init !== null &&
        isWithin(declarator, this.#root) &&
        this.namesGrowth(declarator.init, steps - 1)
      )
    })
  }

  #isMade(variable: Variable): boolean {
    if (this.#seeds.has(variable)) return true
    const known = this.#known.get(variable)
    if (known !== undefined) return known
    this.#known.set(variable, false)
    const made = (this.#written().get(variable) ?? []).some((value) => this.depends(value))
    this.#known.set(variable, made)
    return made
  }

  /** What is written to each variable, or into what it holds, in the code that runs for each chunk. */
  #written(): Map<Variable, Node[]> {
    if (this.#writes !== undefined) return this.#writes
    const writes = new Map<Variable, Node[]>()
    const add = (variable: Variable | undefined, value: Node | null | undefined) => {
      if (variable === undefined || value === null || value === undefined) return
      const known = writes.get(variable)
      if (known === undefined) writes.set(variable, [value])
      else known.push(value)
    }
    for (const node of collectWithin(this.#source, this.#root, isWriting)) {
      switch (node.type) {
        case 'VariableDeclarator':
          for (const variable of this.#declared(node)) add(variable, node.init)
          break
        case 'AssignmentExpression':
          add(this.#baseOf(node.left), node.right)
          for (const variable of this.#inPattern(node.left)) add(variable, node.right)
          break
        case 'ForOfStatement':
          if (node !== this.#root) for (const variable of this.#inPattern(node.left)) add(variable, node.right)
          break
        case 'CallExpression': {
          const receiver = receiverOf(node)
          if (receiver === undefined) break
          if (PUTS.has(methodName(node) ?? '')) for (const value of node.arguments) add(this.#baseOf(receiver), value)
          if (methodName(node) === 'feed')
            for (const variable of this.#keptByParser(receiver)) add(variable, node.arguments[0])
          // `lines.forEach((line) => …)`
          const callback = node.arguments[0] === undefined ? undefined : unwrap(node.arguments[0])
          if (isFunction(callback)) for (const variable of this.#inPattern(callback.params[0])) add(variable, receiver)
          break
        }
      }
    }
    this.#writes = writes
    return writes
  }

  /** What the callbacks of a parser put the events into that it finds in what it is fed: `createParser({ onEvent(event) { events.push(event) } })`. */
  #keptByParser(parser: Node): Variable[] {
    const origin = originOf(this.#source, parser)
    const made = origin.kind === 'expression' && origin.path.length === 0 ? unwrap(origin.node) : undefined
    if (made?.type !== 'CallExpression') return []
    const imported = importedName(this.#source, made.callee)
    if (imported?.module !== 'eventsource-parser' || imported.name !== 'createParser') return []
    return collectWithin(this.#source, made, (node): node is TSESTree.CallExpression => node.type === 'CallExpression')
      .filter((call) => PUTS.has(methodName(call) ?? ''))
      .map((call) => this.#baseOf(receiverOf(call) as Node))
      .filter((it) => it !== undefined)
  }

  #declared(node: Node): readonly Variable[] {
    return this.#source.scopes.getDeclaredVariables(node) as readonly Variable[]
  }

  #inPattern(pattern: Node | undefined): Variable[] {
    if (pattern === undefined || pattern.type === 'MemberExpression') return []
    return collectWithin(this.#source, pattern, isIdentifier)
      .map((it) => variableOf(this.#source, it))
      .filter((it) => it !== undefined)
  }

  #baseOf(target: Node): Variable | undefined {
    let node = unwrap(target)
    while (node.type === 'MemberExpression') node = unwrap(node.object)
    return node.type === 'Identifier' ? variableOf(this.#source, node) : undefined
  }

  #findGrowths(): Growth[] {
    const assigned = collectWithin(this.#source, this.#root, isAssignment)
    const growing = assigned.filter((it) => this.#isGrowth(it))
    const others = new Set(
      assigned.filter((it) => !growing.includes(it) && !this.#isWholeText(it)).map(({ left }) => this.#text(left)),
    )
    return growing
      .filter(({ left }) => !others.has(this.#text(left)))
      .map((node) => ({ node, target: this.#text(node.left), variable: this.#outside(node.left) }))
  }

  /** The variable that holds what grows, when it is declared outside: one of the loop is new for each chunk. */
  #outside(target: Node): Variable | undefined {
    const variable = this.#baseOf(target)
    return variable?.identifiers.every((it) => !isWithin(it as Node, this.#root)) === true ? variable : undefined
  }

  #isGrowth({ left, operator, right }: TSESTree.AssignmentExpression): boolean {
    if (operator === '+=') return this.isTextOfChunk(right)
    if (operator !== '=') return false
    const own = this.#text(left)
    const value = unwrap(right)
    if (value.type === 'BinaryExpression' && value.operator === '+')
      return this.#text(value.left) === own && this.isTextOfChunk(value.right)
    if (value.type !== 'TemplateLiteral') return false
    return (
      value.expressions.some((it) => this.#text(it) === own) &&
      value.expressions.some((it) => this.#text(it) !== own && this.isTextOfChunk(it))
    )
  }

  /** `text = parsed.content` beside `text += parsed.delta`: the text as a whole, and no rest that waits for the next chunk. */
  #isWholeText({ operator, right }: TSESTree.AssignmentExpression): boolean {
    const value = unwrap(right)
    if (operator !== '=' || value.type !== 'MemberExpression') return false
    return WHOLE_TEXTS.has(propertyName(value) ?? '') && this.depends(value)
  }

  /** Made of the chunk, and no size of it. */
  isTextOfChunk(value: Node): boolean {
    const node = unwrap(value)
    if (node.type === 'MemberExpression' && SIZES.has(propertyName(node) ?? '')) return false
    return this.depends(node)
  }

  #text(node: Node): string {
    return this.#source.text.slice(...node.range)
  }
}

function isWriting(
  node: Node,
): node is
  TSESTree.VariableDeclarator | TSESTree.AssignmentExpression | TSESTree.ForOfStatement | TSESTree.CallExpression {
  return (
    node.type === 'VariableDeclarator' ||
    node.type === 'AssignmentExpression' ||
    node.type === 'ForOfStatement' ||
    node.type === 'CallExpression'
  )
}

function isAssignment(node: Node): node is TSESTree.AssignmentExpression {
  return node.type === 'AssignmentExpression'
}

function isIdentifier(node: Node): node is TSESTree.Identifier {
  return node.type === 'Identifier'
}
