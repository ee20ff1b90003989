import type { TSESTree } from '@typescript-eslint/utils'
import { calleeName, methodName } from '../facts/callee.ts'
import { calledFunction, returnedExpressions } from '../facts/functions.ts'
import { originOf } from '../facts/origin.ts'
import { propertyName, stringOf, unwrap } from '../facts/unwrap.ts'
import { usesOf } from '../facts/uses.ts'
import { globalName } from '../facts/variables.ts'
import type { Node, Source } from '../source.ts'

/** One header as the source gives it. */
export interface HeaderValue {
  /** In lower case. */
  readonly name: string
  /** The expression of its value. */
  readonly node: Node
  /** What the file alone tells of the value; undefined: unknown. */
  readonly text: string | undefined
}

/** The headers that one expression or call gives, in order; `isOpen` when there may be others. */
export interface Headers {
  readonly values: readonly HeaderValue[]
  readonly isOpen: boolean
}

export const NO_HEADERS: Headers = { values: [], isOpen: false }
const OPEN: Headers = { values: [], isOpen: true }
/** How many constants, spreads and helpers of headers are followed. */
const MAX_STEPS = 6

/** The headers of an object, a list of pairs, a `Headers`, or a constant or helper of this file that gives one of them. */
export function headersIn(source: Source, expression: Node, steps = MAX_STEPS): Headers {
  if (steps === 0) return OPEN
  const origin = originOf(source, expression)
  if (origin.kind === 'global' && origin.name === 'undefined') return NO_HEADERS
  if (origin.kind !== 'expression' || origin.path.length > 0) return OPEN
  const node = unwrap(origin.node)
  switch (node.type) {
    case 'ObjectExpression':
      return joined([
        ...node.properties.map((property) => propertyHeaders(source, property, steps)),
        ...laterHeaders(source, node),
      ])
    case 'ArrayExpression':
      return pairHeaders(source, node)
    case 'NewExpression':
    case 'CallExpression':
      return callHeaders(source, node, steps)
    default:
      return OPEN
  }
}

/** A header that a name and a value give. */
export function headerOf(source: Source, name: Node | undefined, value: Node | undefined): Headers {
  const known = name === undefined ? undefined : textOfConstant(source, name)
  if (known === undefined || value === undefined) return OPEN
  return { values: [{ name: known.toLowerCase(), node: value, text: textOfConstant(source, value) }], isOpen: false }
}

/** Several sets of headers as one. */
export function joined(all: readonly Headers[]): Headers {
  return { values: all.flatMap(({ values }) => values), isOpen: all.some(({ isOpen }) => isOpen) }
}

function propertyHeaders(source: Source, property: TSESTree.ObjectLiteralElement, steps: number): Headers {
  if (property.type === 'SpreadElement') return spreadHeaders(source, property.argument, steps)
  const name = propertyName(property) ?? (property.computed ? textOfConstant(source, property.key) : undefined)
  if (name === undefined) return OPEN
  const node = property.value as Node
  return { values: [{ name: name.toLowerCase(), node, text: textOfConstant(source, node) }], isOpen: false }
}

/** `...(isDev ? { … } : {})` and `...(isDev && { … })` may give their headers or not. */
function spreadHeaders(source: Source, argument: Node, steps: number): Headers {
  const node = unwrap(argument)
  if (node.type === 'ConditionalExpression')
    return joined([spreadHeaders(source, node.consequent, steps), spreadHeaders(source, node.alternate, steps)])
  if (node.type === 'LogicalExpression' && node.operator === '&&') return spreadHeaders(source, node.right, steps)
  return headersIn(source, node, steps - 1)
}

/** `[['Content-Type', '…']]`, and the flat list that `writeHead` takes. */
function pairHeaders(source: Source, list: TSESTree.ArrayExpression): Headers {
  const elements = list.elements.filter((it): it is TSESTree.Expression => it !== null && it.type !== 'SpreadElement')
  if (elements.length !== list.elements.length) return OPEN
  if (elements.every((it) => it.type === 'ArrayExpression'))
    return joined(
      elements.map(({ elements: [name, value] }) => headerOf(source, name ?? undefined, value ?? undefined)),
    )
  const pairs = elements.flatMap((name, i) => (i % 2 === 0 ? [headerOf(source, name, elements[i + 1])] : []))
  return joined(pairs)
}

function callHeaders(source: Source, call: TSESTree.CallExpression | TSESTree.NewExpression, steps: number): Headers {
  const name = calleeName(call)
  const given = call.arguments.filter((it) => it.type !== 'SpreadElement')
  if (given.length !== call.arguments.length) return OPEN
  if (call.type === 'NewExpression') {
    const isHolder = globalName(source, call.callee) === 'Headers' || globalName(source, call.callee) === 'Map'
    if (!isHolder) return OPEN
    return joined([...given.map((it) => headersIn(source, it, steps - 1)), ...laterHeaders(source, call)])
  }
  if (methodName(call) !== undefined && HOLDERS.has(name ?? ''))
    return joined(given.map((it) => headersIn(source, it, steps - 1)))
  const fn = calledFunction(source, call)
  const returned = fn === undefined ? [] : returnedExpressions(source, fn)
  return returned.length === 1 && returned[0] !== undefined ? headersIn(source, returned[0], steps - 1) : OPEN
}

/** What is added to a set of headers after it has been made: `headers.set(name, value)`, `headers[name] = value`. */
function laterHeaders(source: Source, made: Node): Headers[] {
  return usesOf(source, made).flatMap((use): Headers[] => {
    if (use.kind === 'method-call' && (use.name === 'set' || use.name === 'append'))
      return [headerOf(source, use.call.arguments[0], use.call.arguments[1])]
    if (use.kind !== 'property-set') return []
    const node = use.assignment.right
    return [{ values: [{ name: use.name.toLowerCase(), node, text: textOfConstant(source, node) }], isOpen: false }]
  })
}

const HOLDERS = new Set(['freeze', 'assign', 'entries', 'fromEntries'])

/** The text of a literal or of a constant of this file; a list of texts as one value. */
function textOfConstant(source: Source, expression: Node): string | undefined {
  const origin = originOf(source, expression)
  const node = origin.kind === 'expression' && origin.path.length === 0 ? unwrap(origin.node) : unwrap(expression)
  const text = stringOf(node)
  if (text !== undefined) return text
  if (node.type === 'Literal') return String(node.value)
  if (node.type !== 'ArrayExpression') return undefined
  const parts = node.elements.map((it) => (it === null ? undefined : stringOf(it)))
  return parts.every((it) => it !== undefined) ? parts.join(', ') : undefined
}
