import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { methodName, receiverOf } from './callee.ts'
import { localFunction, returnedExpressions } from './functions.ts'
import { originOf } from './origin.ts'
import { propertyName, stringOf, unwrap, unwrapAwait } from './unwrap.ts'
import { usesOf, usesOfVariable } from './uses.ts'
import { globalName, variableOf, writesOf } from './variables.ts'

/** A parameter in the query of an address. */
export interface UrlParameter {
  readonly name: string
  /** The expression of its value; undefined where the value is written out. */
  readonly value: Node | undefined
  /** The value that is written out. */
  readonly text: string
}

/** What the file tells of an address. */
export interface UrlParts {
  /** The text before the first expression that cannot be followed. */
  readonly start: string
  readonly parameters: readonly UrlParameter[]
  /** True for `wss://user:password@host`. */
  readonly hasUserInfo: boolean
}

type Part = string | { readonly value: Node } | { readonly parameters: readonly UrlParameter[] }

/** How many constants, helpers and pieces deep an address is taken apart. */
const MAX_STEPS = 8
/** Stands for an expression in the text of an address; no address holds it. */
const HOLE = /\0(\d+)\0/

/** Takes an address apart that is written as a template, a sum, a `URL` or `URLSearchParams`, also through constants and helpers of the file. */
export function urlPartsOf(source: Source, url: Node): UrlParts {
  const values: Node[] = []
  const parameters: UrlParameter[] = []
  let text = ''
  for (const part of partsOf(source, url, MAX_STEPS)) {
    if (typeof part === 'string') text += part
    else if ('value' in part) text += `\0${values.push(part.value) - 1}\0`
    else parameters.push(...part.parameters)
  }
  for (const [, name = '', value = ''] of text.matchAll(/[?&]([^=&?#/\s\0]+)=(\0\d+\0|[^&#\s\0]*)/g)) {
    const hole = HOLE.exec(value)
    parameters.push({
      name,
      value: hole === null ? undefined : values[Number(hole[1])],
      text: hole === null ? value : '',
    })
  }
  return {
    start: text.split('\0')[0] ?? '',
    parameters,
    hasUserInfo: /^[a-z][a-z\d+.-]*:\/\/[^/?#@]*:[^/?#@]+@/i.test(text),
  }
}

/** The parameters of an object, a text or `URLSearchParams` that a client takes as its query. */
export function queryParametersOf(source: Source, query: Node): readonly UrlParameter[] {
  const fn = localFunction(source, query)
  if (fn !== undefined) return returnedExpressions(source, fn).flatMap((it) => queryParametersOf(source, it))
  const origin = originOf(source, query)
  const node = origin.kind === 'expression' && origin.path.length === 0 ? unwrapAwait(origin.node) : unwrap(query)
  if (node.type === 'ObjectExpression') return ofObject(node)
  return urlPartsOf(source, query).parameters
}

function partsOf(source: Source, expression: Node, steps: number): Part[] {
  const node = unwrapAwait(expression)
  if (steps === 0) return [{ value: node }]
  const inner = (it: Node): Part[] => partsOf(source, it, steps - 1)
  switch (node.type) {
    case 'Literal':
      return [typeof node.value === 'string' ? node.value : String(node.value)]
    case 'TemplateLiteral':
      return node.quasis.flatMap(({ value }, index) => {
        const next = node.expressions[index]
        const text: Part[] = [value.cooked ?? value.raw]
        return next === undefined ? text : [...text, ...inner(next)]
      })
    case 'BinaryExpression':
      return node.operator === '+' ? [...inner(node.left as Node), ...inner(node.right)] : [{ value: node }]
    case 'ConditionalExpression':
      return isText(node.consequent) || isText(node.alternate)
        ? [...inner(node.consequent), ...inner(node.alternate)]
        : [{ value: node }]
    case 'NewExpression':
      return madeBy(source, node, steps) ?? [{ value: node }]
    case 'MemberExpression':
      return ['href', 'search'].includes(propertyName(node) ?? '') ? inner(node.object) : [{ value: node }]
    case 'CallExpression':
      return calledParts(source, node, steps)
    case 'Identifier':
      return variableParts(source, node, steps)
    default:
      return [{ value: node }]
  }
}

/** A branch that adds to the address and is no value in it. */
function isText(node: Node): boolean {
  const text = unwrap(node)
  if (text.type === 'TemplateLiteral') return text.quasis.some(({ value }) => /[?&=]/.test(value.raw))
  return stringOf(text) !== undefined
}

function madeBy(source: Source, node: TSESTree.NewExpression, steps: number): Part[] | undefined {
  const name = globalName(source, node.callee)
  const [first] = node.arguments
  if (name === 'URL')
    return first === undefined
      ? undefined
      : [...partsOf(source, first, steps - 1), { parameters: addedTo(source, node) }]
  if (name !== 'URLSearchParams') return undefined
  const given = first === undefined ? undefined : unwrap(first)
  const literal = given?.type === 'Identifier' ? resolved(source, given) : given
  const written =
    literal?.type === 'ObjectExpression'
      ? ofObject(literal)
      : literal?.type === 'ArrayExpression'
        ? ofPairs(literal)
        : []
  return [{ parameters: [...written, ...setOn(source, node)] }]
}

function resolved(source: Source, node: Node): Node {
  const origin = originOf(source, node)
  return origin.kind === 'expression' && origin.path.length === 0 ? unwrap(origin.node) : node
}

function ofObject(object: TSESTree.ObjectExpression): UrlParameter[] {
  return object.properties.flatMap((property): UrlParameter[] => {
    const name = property.type === 'Property' ? propertyName(property) : undefined
    return property.type === 'Property' && name !== undefined ? [parameter(name, property.value as Node)] : []
  })
}

function ofPairs(list: TSESTree.ArrayExpression): UrlParameter[] {
  return list.elements.flatMap((pair): UrlParameter[] => {
    if (pair?.type !== 'ArrayExpression') return []
    const [name, value] = pair.elements
    const text = stringOf(name)
    return text === undefined || value === null || value === undefined ? [] : [parameter(text, value)]
  })
}

function parameter(name: string, value: Node): UrlParameter {
  const text = stringOf(value)
  return { name, value: text === undefined ? value : undefined, text: text ?? '' }
}

/** `url.searchParams.set('token', token)`. */
function addedTo(source: Source, url: Node): UrlParameter[] {
  return usesOf(source, url).flatMap((use) =>
    use.kind === 'property' && use.name === 'searchParams' ? setOn(source, use.member) : [],
  )
}

/** `params.set('token', token)`, `params.append(…)`. */
function setOn(source: Source, params: Node): UrlParameter[] {
  return usesOf(source, params).flatMap((use): UrlParameter[] => {
    if (use.kind !== 'method-call' || (use.name !== 'set' && use.name !== 'append')) return []
    const [name, value] = use.call.arguments
    const text = stringOf(name)
    return text === undefined || value === undefined ? [] : [parameter(text, value)]
  })
}

/** Methods and functions that give the same address, or nearly. */
const SAME_TEXT = new Set(['toString', 'replace', 'replaceAll', 'trim', 'concat'])

function calledParts(source: Source, call: TSESTree.CallExpression, steps: number): Part[] {
  const name = methodName(call)
  const receiver = receiverOf(call)
  const [first] = call.arguments
  if (receiver !== undefined && name !== undefined && SAME_TEXT.has(name))
    return [
      ...partsOf(source, receiver, steps - 1),
      ...(name === 'concat' ? call.arguments.flatMap((it) => partsOf(source, it, steps - 1)) : []),
    ]
  const global = globalName(source, call.callee)
  if (first !== undefined && (global === 'String' || global === 'encodeURI')) return partsOf(source, first, steps - 1)
  // `encodeURIComponent(token)` is a value.
  if (first !== undefined && global === 'encodeURIComponent') return [{ value: unwrap(first) }]
  // `qs.stringify({ token })`
  if (
    name === 'stringify' &&
    receiver !== undefined &&
    globalName(source, receiver) !== 'JSON' &&
    first !== undefined
  ) {
    const query = resolved(source, first)
    if (query.type === 'ObjectExpression') return [{ parameters: ofObject(query) }]
  }
  const fn = localFunction(source, call.callee)
  const returned = fn === undefined ? [] : returnedExpressions(source, fn)
  const parts = returned.flatMap((it) => partsOf(source, it, steps - 1))
  // What gives back a single value is a value: `getToken()`.
  return parts.some((part) => typeof part === 'string' || 'parameters' in part) ? parts : [{ value: call }]
}

function variableParts(source: Source, node: TSESTree.Identifier, steps: number): Part[] {
  const variable = variableOf(source, node)
  const writes = variable === undefined ? [] : writesOf(variable)
  if (writes.length === 0 || writes.some(({ isPattern }) => isPattern)) return [{ value: node }]
  const parts = writes.flatMap(({ identifier, value }) => {
    // `url += '&token=' + token`
    const { parent } = identifier
    const added = parent.type === 'AssignmentExpression' && parent.operator === '+=' ? parent.right : value
    return added === undefined ? [] : partsOf(source, added, steps - 1)
  })
  const onUrl = variable === undefined ? [] : usesOfVariable(source, variable)
  const isAddress = parts.some((part) => (typeof part === 'string' ? /[/?&=:]/.test(part) : 'parameters' in part))
  return isAddress || onUrl.length === 0 ? parts : [{ value: node }]
}
