import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source, Variable } from '../source.ts'
import { methodName, receiverOf } from './callee.ts'
import { isConsoleCall } from './fetch-calls.ts'
import type { FrameReader } from './frame-readers.ts'
import { isWholeDecode } from './frame-readers.ts'
import type { Frame, FrameValue } from './frame-values.ts'
import { ANY, UNDEFINED, areEqual, propertyOfValue, truthOfValue } from './frame-values.ts'
import { contains, isFunction, isWithin } from './nodes.ts'
import { propertyName, stringOf, unwrap, wrapped } from './unwrap.ts'
import { readsOf, variableOf, writesOf } from './variables.ts'

/** A place of a reader that takes something of a frame: the properties that lead to it, none for the whole. */
export interface FrameUse {
  readonly node: Node
  readonly path: readonly string[]
}

/** A value that is always there and true. */
const SOMETHING: FrameValue = { kind: 'object', properties: new Map() }

/** What the code of a reader does with each frame that it may get. */
export class FrameView {
  /** Where what a frame holds is used, names of it and its parts followed; undefined when they cannot all be. */
  readonly uses: readonly FrameUse[] | undefined
  readonly #source: Source
  readonly #reader: FrameReader
  readonly #bound = new Map<Variable, readonly string[]>()

  constructor(source: Source, reader: FrameReader) {
    this.#source = source
    this.#reader = reader
    this.uses = this.#findUses()
  }

  /** Whether a frame reaches a place of the reader, for every frame of its kind; undefined when it cannot be told. */
  reaches(place: Node, frame: Frame): boolean | undefined {
    const { body } = this.#reader
    let isSure = true
    const note = (answer: boolean | undefined): boolean => {
      if (answer === undefined) isSure = false
      return answer === false
    }
    for (let child = place; child !== body; child = child.parent as Node) {
      const { parent } = child
      if (parent == null) return undefined
      switch (parent.type) {
        case 'IfStatement':
        case 'ConditionalExpression':
          if (this.#isSteady(parent.test)) break
          if (child === parent.consequent && note(this.#truth(parent.test, frame))) return false
          if (child === parent.alternate && note(negated(this.#truth(parent.test, frame)))) return false
          break
        case 'LogicalExpression':
          if (child !== parent.right || this.#isSteady(parent.left)) break
          if (parent.operator === '&&' && note(this.#truth(parent.left, frame))) return false
          if (parent.operator === '||' && note(negated(this.#truth(parent.left, frame)))) return false
          if (parent.operator === '??') note(undefined)
          break
        case 'SwitchCase':
          if (child === parent.test) break
          if (note(this.#isCase(parent, frame)) || note(this.#passes(parent.consequent, child, frame))) return false
          break
        case 'BlockStatement':
          if (note(this.#passes(parent.body, child, frame))) return false
          break
        case 'CatchClause':
          note(undefined)
          break
        case 'TryStatement':
        case 'ExpressionStatement':
        case 'SwitchStatement':
        case 'CallExpression':
        case 'AssignmentExpression':
        case 'MemberExpression':
        case 'VariableDeclaration':
        case 'VariableDeclarator':
        case 'UnaryExpression':
        case 'BinaryExpression':
        case 'YieldExpression':
          break
        default:
          if (!this.#reader.lineLoops.includes(parent) && !isTransparent(parent)) note(undefined)
      }
    }
    return isSure ? true : undefined
  }

  /** Whether the statements before one let a frame through. */
  #passes(statements: readonly Node[], child: Node, frame: Frame): boolean | undefined {
    let answer: boolean | undefined = true
    for (const statement of statements) {
      if (statement === child) break
      const left = this.#leaves(statement, frame)
      if (left === true) return false
      if (left === undefined) answer = undefined
    }
    return answer
  }

  /** Whether a statement ends what is done for a frame. */
  #leaves(statement: Node, frame: Frame): boolean | undefined {
    switch (statement.type) {
      case 'ReturnStatement':
      case 'ContinueStatement':
      case 'BreakStatement':
      case 'ThrowStatement':
        return true
      case 'BlockStatement':
        return negated(this.#passes(statement.body, statement, frame))
      case 'IfStatement': {
        if (this.#isSteady(statement.test)) return false
        const truth = this.#truth(statement.test, frame)
        const then = this.#leaves(statement.consequent, frame)
        const otherwise = statement.alternate == null ? false : this.#leaves(statement.alternate, frame)
        if (truth === undefined) return then === otherwise ? then : undefined
        return truth ? then : otherwise
      }
      case 'TryStatement':
        // The handler is for frames that cannot be read.
        return this.#leaves(statement.block, frame)
      default:
        return contains(this.#source, statement, isLeaving, { functions: 'skip' }) ? undefined : false
    }
  }

  /**
   * True for a condition that has one answer for all frames, or one that changes once and for good: then all of them come to a
   * place, or none does from some time on.
   */
  #isSteady(test: Node): boolean {
    const node = unwrap(test)
    switch (node.type) {
      case 'Literal':
        return true
      case 'UnaryExpression':
        return node.operator === '!' && this.#isSteady(node.argument)
      case 'LogicalExpression':
        return this.#isSteady(node.left) && this.#isSteady(node.right)
      case 'BinaryExpression':
        return [node.left, node.right].every((it) => this.#isSteady(it))
      case 'MemberExpression':
        return propertyName(node) === 'aborted'
      case 'Identifier': {
        if (node.name === 'undefined') return true
        const variable = variableOf(this.#source, node)
        const isOutside = variable?.identifiers.every((it) => !isWithin(it as Node, this.#reader.body)) === true
        if (variable === undefined || !isOutside || this.#reader.variables.includes(variable)) return false
        if (this.#reader.loop !== undefined && this.#isOfLoop(variable)) return false
        return isSetOnce(variable)
      }
      default:
        return false
    }
  }

  #isOfLoop(variable: Variable): boolean {
    const { loop, lineLoops } = this.#reader
    return [loop?.node, ...lineLoops].some(
      (it) => it !== undefined && variable.identifiers.some((name) => isWithin(name as Node, it)),
    )
  }

  #isCase(clause: TSESTree.SwitchCase, frame: Frame): boolean | undefined {
    const choice = clause.parent as TSESTree.SwitchStatement
    const value = this.#value(choice.discriminant, frame)
    const index = choice.cases.indexOf(clause)
    // What falls through from the case before comes here too.
    let first = index
    while (first > 0 && choice.cases[first - 1]?.consequent.length === 0) first--
    const before = choice.cases[first - 1]
    if (before !== undefined && !isEnded(before)) return undefined
    const isOf = (it: TSESTree.SwitchCase): boolean | undefined =>
      it.test === null
        ? negated(anyOf(choice.cases.flatMap((other) => (other.test === null ? [] : [isOf(other)]))))
        : areEqual(value, this.#value(it.test, frame))
    return anyOf(choice.cases.slice(first, index + 1).map(isOf))
  }

  #truth(expression: Node, frame: Frame): boolean | undefined {
    const node = unwrap(expression)
    switch (node.type) {
      case 'UnaryExpression':
        if (node.operator === '!') return negated(this.#truth(node.argument, frame))
        break
      case 'LogicalExpression': {
        const [left, right] = [this.#truth(node.left, frame), this.#truth(node.right, frame)]
        if (node.operator === '||') return anyOf([left, right])
        if (node.operator === '&&') return negated(anyOf([negated(left), negated(right)]))
        break
      }
      case 'BinaryExpression': {
        const { left, right, operator } = node
        if (operator === 'in') {
          const [name, value] = [stringOf(left), this.#value(right, frame)]
          return name === undefined || value.kind !== 'object' || value === SOMETHING
            ? undefined
            : value.properties.has(name)
        }
        const isEqual = areEqual(this.#value(left, frame), this.#value(right, frame))
        if (operator === '===') return isEqual
        if (operator === '!==') return negated(isEqual)
        const isNull = [left, right].some((it) => it.type === 'Literal' && it.value === null)
        const isMissing = isNull ? this.#isMissing(unwrap(left.type === 'Literal' ? right : left), frame) : isEqual
        if (operator === '==') return isMissing
        if (operator === '!=') return negated(isMissing)
        return undefined
      }
      case 'CallExpression': {
        const receiver = receiverOf(node)
        const start = stringOf(node.arguments[0])
        if (methodName(node) === 'startsWith' && receiver !== undefined && start !== undefined)
          return startsWith(this.#value(receiver, frame), start)
        break
      }
      default:
        break
    }
    return truthOfValue(this.#value(node, frame))
  }

  #isMissing(node: Node, frame: Frame): boolean | undefined {
    const value = this.#value(node, frame)
    if (value.kind === 'any') return undefined
    return value.kind === 'constant' && (value.value === undefined || value.value === null)
  }

  #value(expression: Node, frame: Frame): FrameValue {
    const node = unwrap(expression)
    const { parse, loop } = this.#reader
    if (node === parse) return frame.parsed
    switch (node.type) {
      case 'Literal':
        return typeof node.value === 'object' && node.value !== null
          ? ANY
          : { kind: 'constant', value: node.value as string | number | boolean | null }
      case 'UnaryExpression':
        return node.operator === 'typeof' ? typeOf(this.#value(node.argument, frame)) : ANY
      case 'Identifier': {
        if (node.name === 'undefined') return UNDEFINED
        const variable = variableOf(this.#source, node)
        if (variable === undefined) return ANY
        if (loop?.dones.includes(variable) === true) return { kind: 'constant', value: false }
        return this.#valueOfVariable(variable, node, frame)
      }
      case 'MemberExpression': {
        const name = propertyName(node)
        const object = unwrap(node.object)
        const variable = object.type === 'Identifier' ? variableOf(this.#source, object) : undefined
        if (name === undefined) return ANY
        if (variable !== undefined && loop?.results.includes(variable) === true)
          return name === 'done' ? { kind: 'constant', value: false } : SOMETHING
        if (variable !== undefined && this.#isEvent(variable)) {
          if (name === 'data') return frame.text
          const isName = (name === 'event' || name === 'type') && frame.event !== undefined
          return isName && frame.event !== 'message' ? { kind: 'constant', value: frame.event } : ANY
        }
        return propertyOfValue(this.#value(object, frame), name)
      }
      case 'CallExpression':
        return this.#textOfCall(node, frame)
      default:
        return ANY
    }
  }

  #valueOfVariable(variable: Variable, node: Node, frame: Frame): FrameValue {
    const path = this.#bound.get(variable)
    if (path !== undefined) return path.reduce(propertyOfValue, this.#whole(frame))
    const { variables, holds, loop, parse } = this.#reader
    const [argument] = parse?.arguments ?? []
    if (argument !== undefined && unwrap(argument).type === 'Identifier') {
      if (variableOf(this.#source, unwrap(argument)) === variable) return frame.text
    }
    if (holds === 'line' && variables[0] === variable) return asLine(frame)
    if (holds !== 'line' && variables.includes(variable)) return SOMETHING
    if (loop?.chunks.includes(variable) === true) return SOMETHING
    const writes = writesOf(variable)
    const made = writes.length === 1 && writes[0]?.isPattern === false ? writes[0].value : undefined
    return made === undefined || !isWithin(made, this.#reader.body) || isWithin(node, made)
      ? ANY
      : this.#value(made, frame)
  }

  /** What stays of a text that is cut or trimmed. */
  #textOfCall(call: TSESTree.CallExpression, frame: Frame): FrameValue {
    const receiver = receiverOf(call)
    if (receiver === undefined) return ANY
    const value = this.#value(receiver, frame)
    const [first, ...more] = call.arguments
    switch (methodName(call)) {
      case 'trim':
      case 'trimStart':
      case 'trimEnd':
        return changed(value, (text) => text.trim())
      case 'slice':
      case 'substring': {
        const from = first?.type === 'Literal' && typeof first.value === 'number' ? first.value : undefined
        return from === undefined || more.length > 0 ? ANY : changed(value, (text) => text.slice(from))
      }
      case 'replace': {
        const sought = stringOf(first)
        const isCut = sought !== undefined && stringOf(more[0]) === '' && startsWith(value, sought) === true
        return isCut ? changed(value, (text) => text.slice(sought.length)) : ANY
      }
      default:
        return ANY
    }
  }

  #isEvent(variable: Variable): boolean {
    return this.#reader.holds === 'event' && this.#reader.variables.includes(variable)
  }

  /** What the names and parts that are followed are of. */
  #whole(frame: Frame): FrameValue {
    return this.#reader.parse === undefined ? frame.text : frame.parsed
  }

  #findUses(): readonly FrameUse[] | undefined {
    const uses: FrameUse[] = []
    const { parse, variables, holds, loop } = this.#reader
    if (parse !== undefined) {
      const texts = variables.flatMap((it) => readsOf(it)).flatMap((it) => (holds === 'event' ? dataOf(it) : [it]))
      const isParsedOnly = texts.every((it) => it !== undefined && this.#isLookedAt(it))
      return isParsedOnly && this.#follow(parse, [], uses) ? uses : undefined
    }
    if (holds === 'text') {
      const decodes: Node[] = []
      contains(this.#source, this.#reader.body, (node) => {
        if (isWholeDecode(this.#source, node, variables)) decodes.push(node)
        return false
      })
      const texts = decodes.length > 0 ? decodes : variables.flatMap((it) => readsOf(it))
      const isOnce = decodes.length > 0 || (loop?.form !== undefined && isDecoded(this.#source, loop.stream))
      return isOnce && texts.every((it) => this.#follow(it, [], uses)) ? uses : undefined
    }
    const texts = variables.flatMap((it) => readsOf(it)).flatMap(dataOf)
    return texts.every((it) => it !== undefined && this.#follow(it, [], uses)) ? uses : undefined
  }

  /** True for a text that is parsed, cut or looked at, and goes nowhere else. */
  #isLookedAt(value: Node): boolean {
    const node = wrapped(value)
    const { parent } = node
    switch (parent?.type) {
      case 'CallExpression':
        return parent === this.#reader.parse || isConsoleCall(this.#source, parent)
      case 'MemberExpression': {
        const call = wrapped(parent).parent
        if (parent.object !== node) return false
        if (call?.type === 'CallExpression' && call.callee === wrapped(parent))
          return TEXT_METHODS.has(propertyName(parent) ?? '') && this.#isLookedAt(call)
        return propertyName(parent) === 'length' && this.#isLookedAt(parent)
      }
      case 'VariableDeclarator': {
        const variable = parent.id.type === 'Identifier' ? variableOf(this.#source, parent.id) : undefined
        return (
          variable !== undefined &&
          writesOf(variable).length === 1 &&
          readsOf(variable).every((read) => this.#isLookedAt(read))
        )
      }
      case 'ForOfStatement':
        return parent.right === node && this.#reader.lineLoops.includes(parent)
      case 'BinaryExpression':
      case 'UnaryExpression':
      case 'LogicalExpression':
        return this.#isLookedAt(parent)
      case 'IfStatement':
      case 'ConditionalExpression':
        return parent.test === node
      case 'SwitchStatement':
        return parent.discriminant === node
      default:
        return false
    }
  }

  /** Gathers the uses of a value; false when it goes where it cannot be followed. */
  #follow(value: Node, path: readonly string[], uses: FrameUse[]): boolean {
    const node = wrapped(value)
    const { parent } = node
    if (parent?.type === 'MemberExpression' && parent.object === node) {
      const name = propertyName(parent)
      if (name === undefined) return false
      return this.#follow(parent, [...path, name], uses)
    }
    if (parent?.type === 'VariableDeclarator' && parent.init === node) return this.#bind(parent.id, path, uses)
    if (parent?.type === 'AssignmentExpression' && parent.right === node && parent.operator === '=') {
      const left = unwrap(parent.left)
      const variable = left.type === 'Identifier' ? variableOf(this.#source, left) : undefined
      const isOwn = variable?.identifiers.every((it) => isWithin(it as Node, this.#reader.body)) === true
      if (isOwn && parent.parent.type === 'ExpressionStatement') return this.#bind(left, path, uses)
    }
    uses.push({ node, path })
    return true
  }

  #bind(pattern: Node, path: readonly string[], uses: FrameUse[]): boolean {
    switch (pattern.type) {
      case 'Identifier': {
        const variable = variableOf(this.#source, pattern)
        if (variable === undefined || this.#bound.has(variable)) return false
        const writes = writesOf(variable)
        const isOwn = variable.identifiers.every((it) => isWithin(it as Node, this.#reader.body))
        if (!isOwn || writes.length !== 1) return false
        this.#bound.set(variable, path)
        return readsOf(variable).every((read) => this.#follow(read, path, uses))
      }
      case 'ObjectPattern':
        return pattern.properties.every((property) => {
          const name = property.type === 'Property' ? propertyName(property) : undefined
          return (
            property.type === 'Property' &&
            name !== undefined &&
            this.#bind(property.value as Node, [...path, name], uses)
          )
        })
      default:
        return false
    }
  }
}

/** True for a value that stays, and for a flag that is set once: `cancelled = true`. */
function isSetOnce(variable: Variable): boolean {
  const [first, ...more] = writesOf(variable)
  if (more.length === 0) return true
  const before = first?.value?.type === 'Literal' ? first.value.value : undefined
  return (
    typeof before === 'boolean' &&
    more.every(({ value, isPattern }) => !isPattern && value?.type === 'Literal' && value.value === !before)
  )
}

/** What the text of an event is taken by; undefined for an event that goes somewhere as a whole, none for its other parts. */
function dataOf(read: Node): readonly (Node | undefined)[] {
  const member = wrapped(read).parent
  const isPart = member?.type === 'MemberExpression' && member.object === wrapped(read)
  const name = isPart ? propertyName(member) : undefined
  if (name === undefined) return [undefined]
  return name === 'data' ? [member] : []
}

/** Methods of a text that tell something of it or cut it. */
const TEXT_METHODS = new Set([
  'endsWith',
  'includes',
  'replace',
  'slice',
  'split',
  'startsWith',
  'substring',
  'trim',
  'trimEnd',
  'trimStart',
])

/** Expressions around a value that run whenever it does. */
function isTransparent({ type }: Node): boolean {
  return (
    type === 'ChainExpression' ||
    type === 'TSAsExpression' ||
    type === 'TSNonNullExpression' ||
    type === 'AwaitExpression'
  )
}

function isLeaving(node: Node): boolean {
  return (
    node.type === 'ReturnStatement' ||
    node.type === 'ContinueStatement' ||
    node.type === 'BreakStatement' ||
    node.type === 'ThrowStatement'
  )
}

function isEnded({ consequent }: TSESTree.SwitchCase): boolean {
  const last = consequent.at(-1)
  return last !== undefined && isLeaving(last.type === 'BlockStatement' ? (last.body.at(-1) ?? last) : last)
}

/** `stream.pipeThrough(new TextDecoderStream())`, told by the chain that is read. */
function isDecoded(source: Source, stream: Node | undefined): boolean {
  if (stream === undefined) return false
  let found = false
  const seen = new Set<Node>()
  const look = (node: Node): void => {
    if (seen.has(node)) return
    seen.add(node)
    contains(source, node, (it) => {
      if (it.type === 'NewExpression' && it.callee.type === 'Identifier' && it.callee.name === 'TextDecoderStream')
        found = true
      if (it.type === 'Identifier' && !isFunction(it.parent)) {
        const variable = variableOf(source, it)
        const [write] = variable === undefined ? [] : writesOf(variable)
        if (write?.value !== undefined) look(write.value)
      }
      return found
    })
  }
  look(stream)
  return found
}

/** An event as the line of it that holds the data. */
function asLine(frame: Frame): FrameValue {
  if (frame.isEvent === undefined) return ANY
  return frame.isEvent ? changed(frame.text, (text) => `data: ${text}`) : frame.text
}

function changed(value: FrameValue, change: (text: string) => string): FrameValue {
  if (value.kind === 'text') return { kind: 'text', start: change(value.start) }
  if (value.kind !== 'constant' || typeof value.value !== 'string') return ANY
  return { kind: 'constant', value: change(value.value) }
}

function startsWith(value: FrameValue, start: string): boolean | undefined {
  if (value.kind === 'constant') return String(value.value).startsWith(start)
  if (value.kind !== 'text') return undefined
  if (value.start.startsWith(start)) return true
  return start.startsWith(value.start) ? undefined : false
}

function typeOf(value: FrameValue): FrameValue {
  switch (value.kind) {
    case 'constant':
      return { kind: 'constant', value: value.value === null ? 'object' : typeof value.value }
    case 'object':
      return { kind: 'constant', value: 'object' }
    case 'text':
    case 'gathered':
      return { kind: 'constant', value: 'string' }
    case 'any':
      return ANY
  }
}

function negated(answer: boolean | undefined): boolean | undefined {
  return answer === undefined ? undefined : !answer
}

/** True when one is, false when none is. */
function anyOf(answers: readonly (boolean | undefined)[]): boolean | undefined {
  if (answers.includes(true)) return true
  return answers.includes(undefined) ? undefined : false
}
