import type { Node, Source } from '../source.ts'
import { calledFunction, callsOfFunction, returnedExpressions } from './functions.ts'
import { isFunction, visitWithin } from './nodes.ts'
import { originOf } from './origin.ts'
import { unwrap } from './unwrap.ts'

/** What a value is made of, as far as its literals tell. */
export interface TextParts {
  /** `text`: a string. `bytes`: encoded text, a Buffer, a typed array. `other`: an object, a number and the like. */
  readonly kind: 'text' | 'bytes' | 'other' | 'unknown'
  /** All literal pieces, one behind the other. */
  readonly literal: string
}

/** How many constants, parameters and helpers are followed. */
const MAX_STEPS = 5

/** What the expression of a chunk or body is made of, through constants, helpers of this file and their arguments. */
export function textParts(source: Source, expression: Node): TextParts {
  const pieces: string[] = []
  collect(source, expression, pieces, MAX_STEPS, new Set())
  return { kind: kindOf(source, expression, MAX_STEPS), literal: pieces.join('') }
}

/** True for text in frames, whose ends a reader must find: server-sent events, or a JSON value on every line. */
export function isFramed(parts: TextParts): boolean {
  const literal = withoutEndMark(parts)
  if (!/[\n\r]/.test(literal)) return false
  return /(?:^|[\n\r])(?:data|event|id|retry):/.test(literal) || /[}\]"\w][\n\r]+\s*(?:[{["]|$)/.test(literal)
}

/** True for text that is framed as server-sent events or as JSON lines, and no other text of several lines, a page or a program. */
export function isEventText(parts: TextParts): boolean {
  const literal = withoutEndMark(parts)
  if (/(?:^|[\n\r])data:/.test(literal)) return true
  return /^\s*[{[]/.test(literal) && (/[}\]]\s*[\n\r]+\s*[{[]/.test(literal) || /^\{[^\n]*\}[\n\r]+$/.test(literal))
}

/** A stream of nothing but the end mark is an empty one: nothing in it can be cut. */
function withoutEndMark({ literal }: TextParts): string {
  return literal.replaceAll(/(?:^|[\n\r])data:\s*\[DONE\]/g, '')
}

function collect(source: Source, expression: Node, pieces: string[], steps: number, seen: Set<Node>): void {
  const add = (node: Node): 'skip' | 'enter' => {
    if (node.type === 'Literal' && typeof node.value === 'string') pieces.push(node.value)
    else if (node.type === 'TemplateElement') pieces.push(node.value.cooked ?? node.value.raw)
    else if (node.type === 'Identifier' && steps > 0) follow(source, node, pieces, steps - 1, seen)
    else if (node.type === 'CallExpression' && steps > 0) {
      const fn = calledFunction(source, node)
      if (fn !== undefined && !seen.has(fn)) {
        seen.add(fn)
        for (const returned of returnedExpressions(source, fn)) collect(source, returned, pieces, steps - 1, seen)
      }
    }
    // What is left out of a list is no piece: keys, properties of members.
    return 'enter'
  }
  if (add(expression) === 'enter') visitWithin(source, expression, add)
}

function follow(source: Source, name: Node, pieces: string[], steps: number, seen: Set<Node>): void {
  if (seen.has(name)) return
  seen.add(name)
  const origin = originOf(source, name)
  if (origin.kind === 'expression' && origin.path.length === 0 && !isFunction(origin.node)) {
    if (origin.node !== name && !seen.has(origin.node)) {
      seen.add(origin.node)
      collect(source, origin.node, pieces, steps, seen)
    }
  } else if (origin.kind === 'parameter' && origin.path.length === 0) {
    for (const call of callsOfFunction(source, origin.fn)) {
      const argument = call.arguments[origin.index]
      if (argument !== undefined) collect(source, argument, pieces, steps, seen)
    }
  }
}

const TEXT_METHODS = new Set([
  'join',
  'stringify',
  'concat',
  'repeat',
  'trim',
  'replace',
  'toString',
  'slice',
  'padEnd',
])

function kindOf(source: Source, expression: Node, steps: number): TextParts['kind'] {
  if (steps === 0) return 'unknown'
  const node = unwrap(expression)
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' ? 'text' : 'other'
    case 'TemplateLiteral':
      return 'text'
    case 'BinaryExpression':
      return node.operator === '+' ? 'text' : 'other'
    case 'ObjectExpression':
    case 'ArrayExpression':
      return 'other'
    case 'NewExpression':
      return node.callee.type === 'Identifier' && node.callee.name === 'Uint8Array' ? 'bytes' : 'unknown'
    case 'CallExpression': {
      const callee = unwrap(node.callee)
      if (callee.type === 'MemberExpression' && callee.property.type === 'Identifier') {
        const { name } = callee.property
        if (name === 'encode') return 'bytes'
        if (name === 'from' && callee.object.type === 'Identifier' && callee.object.name === 'Buffer') return 'bytes'
        if (TEXT_METHODS.has(name)) return 'text'
      }
      const fn = calledFunction(source, node)
      const [returned] = fn === undefined ? [] : returnedExpressions(source, fn)
      return returned === undefined ? 'unknown' : kindOf(source, returned, steps - 1)
    }
    case 'Identifier': {
      const origin = originOf(source, node)
      if (origin.kind === 'expression' && origin.path.length === 0 && origin.node !== node)
        return kindOf(source, origin.node, steps - 1)
      if (origin.kind !== 'parameter' || origin.path.length > 0) return 'unknown'
      const [first] = callsOfFunction(source, origin.fn)
      const argument = first?.arguments[origin.index]
      return argument === undefined ? 'unknown' : kindOf(source, argument, steps - 1)
    }
    default:
      return 'unknown'
  }
}
