import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source, Variable } from '../source.ts'
import { methodName, receiverOf } from './callee.ts'
import { originOf } from './origin.ts'
import { stringOf, unwrap } from './unwrap.ts'
import { variableOf } from './variables.ts'

/** What a line of an event stream is: `other` are comments and the fields `id` and `retry`. */
export type LineKind = 'data' | 'event' | 'blank' | 'other'

export const OTHER_KINDS: readonly LineKind[] = ['event', 'blank', 'other']

/** What a comparison of a line's text says of the text of its data: `line === 'data: [DONE]'` is `data === '[DONE]'`. */
export interface DataText {
  readonly node: Node
  /** The line inside of it, and the text that it is compared with. */
  readonly line: Node
  readonly literal: Node
  readonly text: string
}

/** What code says about lines of an event stream that stand in variables. */
export class SseLines {
  readonly #source: Source
  readonly #lines: Set<Variable>
  /** `event`: the texts are whole events of several lines, of which a field stands somewhere. */
  readonly #unit: 'line' | 'event'
  /** Lists of the lines of an event. */
  readonly #lists = new Map<Variable, readonly LineKind[]>()
  /** The line of an event that holds its name. */
  readonly #nameLines = new Set<Variable>()

  constructor(source: Source, first: Variable, unit: 'line' | 'event' = 'line') {
    this.#source = source
    this.#unit = unit
    this.#lines = new Set([first])
  }

  get variables(): readonly Variable[] {
    return [...this.#lines, ...this.#lists.keys(), ...this.#nameLines]
  }

  /**
   * Takes a variable for what its value is: a line (`const trimmed = line.trim()`), the lines of an event, or the one
   * of them that holds its name. False for other values.
   */
  add(variable: Variable, value: Node): boolean {
    const kinds = this.listKinds(value)
    if (this.isLine(value)) this.#lines.add(variable)
    else if (kinds !== undefined) this.#lists.set(variable, kinds)
    else if (this.isNameLine(value)) this.#nameLines.add(variable)
    else return false
    return true
  }

  /** The lines without data in a list of lines of the event, `frame.split('\n')`; undefined for other values. */
  listKinds(expression: Node): readonly LineKind[] | undefined {
    if (this.#unit === 'line') return undefined
    const node = unwrap(expression)
    if (node.type === 'Identifier') {
      const variable = variableOf(this.#source, node)
      return variable === undefined ? undefined : this.#lists.get(variable)
    }
    const receiver = node.type === 'CallExpression' ? receiverOf(node) : undefined
    if (node.type !== 'CallExpression' || receiver === undefined) return undefined
    if (methodName(node) === 'split')
      return this.isLine(receiver) && isLineBreak(node.arguments[0]) ? OTHER_KINDS : undefined
    const kinds = this.listKinds(receiver)
    const left = kinds === undefined ? undefined : kindsLeft(this.#source, node)
    return left === undefined ? undefined : kinds?.filter((kind) => left.includes(kind))
  }

  /** `lines.find((line) => line.startsWith('event:'))` */
  isNameLine(expression: Node): boolean {
    const node = unwrap(expression)
    return node.type === 'Identifier' ? this.#isIn(node, this.#nameLines) : this.#isFound(node, 'find', 'event')
  }

  /** A line, with blanks at its ends or without. */
  isLine(expression: Node): boolean {
    const node = unwrap(expression)
    if (node.type === 'Identifier') return this.#isIn(node, this.#lines)
    if (node.type !== 'CallExpression') return false
    if (this.#isFound(node, 'find', 'data')) return true
    const receiver = receiverOf(node)
    return receiver !== undefined && isTrim(node) && this.isLine(receiver)
  }

  /** Whether a test holds for a line of a kind; undefined: it depends, or it is about something else. */
  holds(test: Node, kind: LineKind): boolean | undefined {
    const node = unwrap(test)
    if (node.type === 'UnaryExpression' && node.operator === '!') return not(this.holds(node.argument, kind))
    if (node.type === 'LogicalExpression' && node.operator !== '??') {
      const [left, right] = [this.holds(node.left, kind), this.holds(node.right, kind)]
      const deciding = node.operator === '||'
      if (left === deciding || right === deciding) return deciding
      return left === undefined || right === undefined ? undefined : !deciding
    }
    // A text counts as true unless it is empty.
    if (this.isLine(node)) return kind !== 'blank'
    const compared = this.#comparison(node)
    if (compared !== undefined) return compared.isEqual ? compared.of(kind) : not(compared.of(kind))
    if (kind !== 'data' && this.dataText(node) !== undefined)
      return node.type === 'BinaryExpression' && node.operator.startsWith('!')
    const prefix = this.#prefixTest(node)
    return prefix === undefined ? undefined : this.#holdsPrefix(prefix, kind)
  }

  /** `line.slice(6)`, `line.replace('data: ', '')`, `line.split('data: ')[1]` */
  isData(expression: Node): boolean {
    return this.#isBehind(expression, 'data') || this.#isJoined(expression)
  }

  /** The same for `event:`. */
  isEventName(expression: Node): boolean {
    const node = unwrap(expression)
    const receiver = node.type === 'CallExpression' && isTrim(node) ? receiverOf(node) : undefined
    return this.#isBehind(receiver ?? node, 'event')
  }

  /** `lines.filter((line) => line.startsWith('data:')).map((line) => line.slice(5)).join('\n')` */
  #isJoined(expression: Node): boolean {
    const join = unwrap(expression)
    if (join.type !== 'CallExpression' || methodName(join) !== 'join') return false
    const map = receiverOf(join)
    const mapped = map === undefined ? undefined : unwrap(map)
    const filter = mapped?.type === 'CallExpression' && methodName(mapped) === 'map' ? receiverOf(mapped) : undefined
    if (mapped?.type !== 'CallExpression' || filter === undefined) return false
    if (!this.#isFound(unwrap(filter), 'filter', 'data')) return false
    return this.#callback(mapped.arguments[0], (lines, body) => {
      const value = unwrap(body)
      const taken = value.type === 'CallExpression' && isTrim(value) ? receiverOf(value) : value
      return lines.isData(taken ?? value)
    })
  }

  #isIn(node: Node, variables: ReadonlySet<Variable>): boolean {
    const variable = variableOf(this.#source, node)
    return variable !== undefined && variables.has(variable)
  }

  /** `lines.find(…)` or `lines.filter(…)` for lines of one field. */
  #isFound(node: Node, method: 'find' | 'filter', field: 'data' | 'event'): boolean {
    const receiver = node.type === 'CallExpression' && methodName(node) === method ? receiverOf(node) : undefined
    if (node.type !== 'CallExpression' || receiver === undefined || this.listKinds(receiver) === undefined) return false
    return this.#callback(node.arguments[0], (lines, body) =>
      (['data', 'event', 'blank', 'other'] as const).every((kind) => lines.holds(body, kind) === (kind === field)),
    )
  }

  /** What a test says of the expression that an arrow function gives for a line. */
  #callback(callback: Node | undefined, test: (lines: SseLines, body: Node) => boolean): boolean {
    const fn = callback === undefined ? undefined : unwrap(callback)
    if (fn?.type !== 'ArrowFunctionExpression' || fn.body.type === 'BlockStatement') return false
    const [parameter] = fn.params
    const variable = parameter?.type === 'Identifier' ? variableOf(this.#source, parameter) : undefined
    return variable !== undefined && test(new SseLines(this.#source, variable), fn.body)
  }

  /** A comparison of the line with a text of data. */
  dataText(expression: Node): DataText | undefined {
    const node = unwrap(expression)
    if (node.type === 'BinaryExpression' && /^[!=]==?$/.test(node.operator)) {
      const [line, literal] = this.isLine(node.left) ? [node.left, node.right] : [node.right, node.left]
      const text = dataBehind(stringOf(literal))
      return text === undefined || !this.isLine(line) ? undefined : { node, line, literal, text }
    }
    if (node.type !== 'CallExpression') return undefined
    const name = methodName(node)
    const line = receiverOf(node)
    const [literal] = node.arguments
    if (line === undefined || literal === undefined || !this.isLine(line)) return undefined
    const given = stringOf(literal)
    if (name === 'startsWith' || name === 'includes') {
      const text = dataBehind(given) ?? (name === 'includes' && given?.startsWith('[') === true ? given : undefined)
      return text === undefined ? undefined : { node, line, literal, text }
    }
    return undefined
  }

  /** `line === ''`, `line.length === 0`, `line.slice(0, 6) === 'data: '`, `line.indexOf('data:') === 0` */
  #comparison(
    node: Node,
  ): { readonly isEqual: boolean; readonly of: (kind: LineKind) => boolean | undefined } | undefined {
    if (node.type !== 'BinaryExpression') return undefined
    const left = unwrap(node.left)
    const isEqual = /^===?$/.test(node.operator)
    const isUnequal = /^!==?$/.test(node.operator)
    const text = stringOf(node.right)
    const number = node.right.type === 'Literal' ? node.right.value : undefined
    const isBlank = (kind: LineKind) => kind === 'blank'
    if (left.type === 'MemberExpression' && !left.computed && this.isLine(left.object)) {
      if (left.property.type !== 'Identifier' || left.property.name !== 'length' || number !== 0) return undefined
      if (node.operator === '>') return { isEqual: false, of: isBlank }
      return isEqual || isUnequal ? { isEqual, of: isBlank } : undefined
    }
    if (!isEqual && !isUnequal) return undefined
    if (text === '' && this.isLine(left)) return { isEqual, of: isBlank }
    const receiver = left.type === 'CallExpression' ? receiverOf(left) : undefined
    if (left.type !== 'CallExpression' || receiver === undefined || !this.isLine(receiver)) return undefined
    const name = methodName(left)
    const [first, second] = left.arguments.map((it) => unwrap(it))
    if (name === 'indexOf' && number === 0) {
      const field = fieldOf(stringOf(first))
      return field === undefined ? undefined : { isEqual, of: (kind) => this.#holdsPrefix(field, kind) }
    }
    const isStart =
      (name === 'slice' || name === 'substring') &&
      first?.type === 'Literal' &&
      first.value === 0 &&
      second?.type === 'Literal' &&
      second.value === text?.length
    const field = isStart ? fieldOf(text) : undefined
    return field === undefined ? undefined : { isEqual, of: (kind) => this.#holdsPrefix(field, kind) }
  }

  /** The field with which a line is asked to begin. */
  #prefixTest(node: Node): string | undefined {
    if (node.type !== 'CallExpression') return undefined
    const name = methodName(node)
    const receiver = receiverOf(node)
    const [argument] = node.arguments
    if (receiver === undefined || argument === undefined) return undefined
    if (name === 'test' && this.isLine(argument)) return fieldOfPattern(unwrap(receiver))
    if ((name !== 'startsWith' && name !== 'includes') || !this.isLine(receiver) || node.arguments.length > 1)
      return undefined
    const field = fieldOf(this.#text(argument))
    // `line.includes(':')` is no test for comments.
    return name === 'includes' && field === '' ? undefined : field
  }

  #holdsPrefix(field: string, kind: LineKind): boolean | undefined {
    if (kind === 'other') return field === 'data' || field === 'event' ? false : undefined
    if (this.#unit === 'event' && field !== 'data' && field !== '') return undefined
    return kind === field
  }

  #isBehind(expression: Node, field: 'data' | 'event'): boolean {
    const node = unwrap(expression)
    if (node.type === 'MemberExpression') {
      const call = unwrap(node.object)
      return (
        node.computed &&
        node.property.type === 'Literal' &&
        node.property.value === 1 &&
        call.type === 'CallExpression' &&
        methodName(call) === 'split' &&
        this.#isOfLine(call, field) &&
        call.arguments.length === 1 &&
        fieldOf(this.#text(call.arguments[0])) === field
      )
    }
    if (node.type !== 'CallExpression' || !this.#isOfLine(node, field)) return false
    const [first, second] = node.arguments
    switch (methodName(node)) {
      case 'slice':
      case 'substring':
      case 'substr':
        return first !== undefined && second === undefined && this.#isLengthOf(first, field)
      case 'replace': {
        if (first === undefined || stringOf(second) !== '') return false
        const pattern = unwrap(first)
        return (fieldOf(this.#text(first)) ?? fieldOfPattern(pattern)) === field
      }
      default:
        return false
    }
  }

  #isOfLine(call: TSESTree.CallExpression, field: 'data' | 'event'): boolean {
    const receiver = receiverOf(call)
    if (receiver === undefined) return false
    if (this.#unit === 'event' && field === 'event') return this.isNameLine(receiver)
    return this.isLine(receiver)
  }

  /** `6`, `'data: '.length`, `PREFIX.length` */
  #isLengthOf(argument: Node, field: 'data' | 'event'): boolean {
    const node = unwrap(argument)
    if (node.type === 'Literal') return node.value === field.length + 1 || node.value === field.length + 2
    return (
      node.type === 'MemberExpression' &&
      node.property.type === 'Identifier' &&
      node.property.name === 'length' &&
      fieldOf(this.#text(node.object)) === field
    )
  }

  /** A text that is written there or in a constant. */
  #text(expression: Node | undefined): string | undefined {
    if (expression === undefined) return undefined
    const text = stringOf(expression)
    if (text !== undefined) return text
    const origin = unwrap(expression).type === 'Identifier' ? originOf(this.#source, expression) : undefined
    return origin?.kind === 'expression' && origin.path.length === 0 ? stringOf(origin.node) : undefined
  }
}

/** What `.filter(Boolean)`, `.filter((line) => line.startsWith('data:'))`, `.map((line) => line.trim())` leave of lines without data. */
export function kindsLeft(source: Source, call: TSESTree.CallExpression): readonly LineKind[] | undefined {
  const name = methodName(call)
  const [given] = call.arguments
  const callback = given === undefined ? undefined : unwrap(given)
  if (callback === undefined || (name !== 'filter' && name !== 'map')) return undefined
  if (name === 'filter' && callback.type === 'Identifier')
    return callback.name === 'Boolean' ? OTHER_KINDS.filter((kind) => kind !== 'blank') : undefined
  if (callback.type !== 'ArrowFunctionExpression' || callback.body.type === 'BlockStatement') return undefined
  const { body } = callback
  const [parameter] = callback.params
  const variable = parameter?.type === 'Identifier' ? variableOf(source, parameter) : undefined
  if (variable === undefined) return undefined
  const lines = new SseLines(source, variable)
  if (name === 'map') return lines.isLine(body) ? OTHER_KINDS : undefined
  return lines.holds(body, 'data') === true
    ? OTHER_KINDS.filter((kind) => lines.holds(body, kind) !== false)
    : undefined
}

/** `.trim()`, `.trimEnd()`, `.replace(/\r$/, '')` */
function isTrim(call: TSESTree.CallExpression): boolean {
  const name = methodName(call)
  if (name === 'replace') {
    const pattern = call.arguments[0] === undefined ? undefined : unwrap(call.arguments[0])
    return pattern?.type === 'Literal' && 'regex' in pattern && pattern.regex.pattern === '\\r$'
  }
  return call.arguments.length === 0 && (name === 'trim' || name === 'trimEnd' || name === 'trimStart')
}

function isLineBreak(argument: Node | undefined): boolean {
  const node = argument === undefined ? undefined : unwrap(argument)
  if (node?.type === 'Literal' && 'regex' in node) return /^(?:\\r\?\\n|\\n|\\r\\n\|\\n)$/.test(node.regex.pattern)
  return /^\r?\n$/.test(stringOf(node) ?? '')
}

function not(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value
}

const FIELDS: ReadonlyMap<string, string> = new Map(
  ['data', 'event', 'id', 'retry'].flatMap((field) => [
    [`${field}:`, field],
    [`${field}: `, field],
  ]),
)

/** The field at the start of a line; `''` for a comment; undefined for what belongs to no event stream. */
function fieldOf(prefix: string | undefined): string | undefined {
  return prefix === ':' ? '' : prefix === undefined ? undefined : FIELDS.get(prefix)
}

// `/^data:/`, `/^data: /`, `/^data:\s*/`, `/^data: ?/`
function fieldOfPattern(pattern: Node): string | undefined {
  if (pattern.type !== 'Literal' || !('regex' in pattern)) return undefined
  const parts = /^\^?(data|event|id|retry):(?: |\\s)?[?*+]?$/.exec(pattern.regex.pattern)
  return parts?.[1]
}

/** `[DONE]` of `data: [DONE]`. */
function dataBehind(text: string | undefined): string | undefined {
  const found = text === undefined ? null : /^data: ?([^ ].*)$/.exec(text)
  return found?.[1]
}
