import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { importedName, methodName, receiverOf } from './callee.ts'
import { calledFunction, returnedExpressions } from './functions.ts'
import { contains } from './nodes.ts'
import { propertyName, unwrap, unwrapAwait } from './unwrap.ts'
import { globalName, variableOf, writesOf } from './variables.ts'

/** What of an error is told: the whole of it (or its serialisation, or its cause), its stack, or its message alone. */
export type ErrorPart = 'error' | 'stack' | 'message'

/** One place in an expression that tells something of an error. */
export interface ErrorText {
  /** What has to be replaced. */
  readonly node: Node
  /** The error, or the part of it; on one line. */
  readonly place: Node
  readonly part: ErrorPart
  /** The name of the error. */
  readonly error: Node
}

/** How many constants and helpers are followed. */
const MAX_STEPS = 6
/** Functions and methods whose result holds what their first argument says. */
const SAYING = new Set(['encode', 'from', 'inspect', 'serializeError', 'stringify', 'write'])
const SAYING_GLOBALS = new Set(['String', 'encodeURIComponent', 'escape', 'btoa'])
/** Methods whose result holds what the text says that they are called on. */
const OF_TEXT = new Set(['concat', 'replace', 'replaceAll', 'slice', 'substring', 'toString', 'trim', 'toJSON'])

/**
 * What a value that is written tells of an error, through objects, templates, serialisers, constants and helpers of the
 * file. Helpers of other files may clean what they are given.
 * @param isError tells the names that mean the error
 */
export function errorTexts(source: Source, value: Node, isError: (name: Node) => boolean): ErrorText[] {
  return textsOf(source, value, isError, MAX_STEPS)
}

function textsOf(source: Source, value: Node, isError: (name: Node) => boolean, steps: number): ErrorText[] {
  if (steps === 0) return []
  const node = unwrapAwait(value)
  const inner = (it: Node | null | undefined): ErrorText[] =>
    it == null ? [] : textsOf(source, it, isError, steps - 1)
  switch (node.type) {
    case 'Identifier':
      if (isError(node)) return [{ node, place: node, part: 'error', error: node }]
      return constantTexts(source, node, isError, steps)
    case 'MemberExpression': {
      const error = unwrap(node.object)
      const part = isError(error) ? PARTS[propertyName(node) ?? ''] : undefined
      return part === undefined ? [] : [{ node: outermost(node), place: node, part, error }]
    }
    case 'ObjectExpression':
      return node.properties.flatMap((it) => inner(it.type === 'SpreadElement' ? it.argument : (it.value as Node)))
    case 'ArrayExpression':
      return node.elements.flatMap((it) => inner(it?.type === 'SpreadElement' ? it.argument : it))
    case 'TemplateLiteral':
      return node.expressions.flatMap(inner)
    case 'BinaryExpression':
      return node.operator === '+' ? [...inner(node.left as Node), ...inner(node.right)] : []
    case 'LogicalExpression': {
      if (node.operator === '&&') return inner(node.right)
      // `error.message || String(error)`: the second is for what is no error.
      const left = inner(node.left)
      return left.length > 0 ? asOne(node, left) : inner(node.right)
    }
    case 'ConditionalExpression':
      return conditionalTexts(source, node, inner)
    case 'CallExpression':
      return calledTexts(source, node, isError, steps)
    default:
      return []
  }
}

const PARTS: Readonly<Record<string, ErrorPart>> = { stack: 'stack', cause: 'error', message: 'message' }

/** `error?.stack` is a member inside a chain. */
function outermost(node: Node): Node {
  return node.parent?.type === 'ChainExpression' ? node.parent : node
}

function asOne(node: Node, texts: readonly ErrorText[]): ErrorText[] {
  const worst = texts.find(({ part }) => part !== 'message') ?? texts[0]
  return worst === undefined ? [] : [{ ...worst, node }]
}

function constantTexts(
  source: Source,
  node: TSESTree.Identifier,
  isError: (name: Node) => boolean,
  steps: number,
): ErrorText[] {
  const variable = variableOf(source, node)
  if (variable?.defs[0]?.type !== ('Variable' as string)) return []
  const writes = writesOf(variable)
  if (writes.some(({ isPattern, isUpdate }) => isPattern || isUpdate)) return []
  return writes.flatMap((write) => (write.value === undefined ? [] : textsOf(source, write.value, isError, steps - 1)))
}

function conditionalTexts(
  source: Source,
  node: TSESTree.ConditionalExpression,
  inner: (it: Node) => ErrorText[],
): ErrorText[] {
  if (isForDevelopers(source, node.test)) return []
  const test = unwrap(node.test)
  if (test.type === 'BinaryExpression' && test.operator === 'instanceof') {
    // Errors of a class of its own are written for those who read them.
    if (!isPlainError(test.right)) return inner(node.alternate)
    // What is no Error was thrown as a text.
    return asOne(node, inner(node.consequent))
  }
  if (test.type === 'BinaryExpression' && test.left.type === 'UnaryExpression' && test.left.operator === 'typeof')
    return asOne(node, inner(node.alternate))
  return [...inner(node.consequent), ...inner(node.alternate)]
}

/** `Error` itself, which says nothing about who wrote the message. */
export function isPlainError(callee: Node): boolean {
  const node = unwrap(callee)
  return node.type === 'Identifier' && node.name === 'Error'
}

/** A condition that asks for the environment or a debug flag. */
export function isForDevelopers(source: Source, test: Node): boolean {
  return contains(source, test, (node) => {
    if (node.type === 'MemberExpression') return /^(?:NODE_ENV|DEBUG|DEV|PROD)$/.test(propertyName(node) ?? '')
    return (
      node.type === 'Identifier' &&
      /^(?:is|in)?_?(?:dev|debug|development|prod|production)(?:mode|env)?$/i.test(node.name)
    )
  })
}

function calledTexts(
  source: Source,
  call: TSESTree.CallExpression,
  isError: (name: Node) => boolean,
  steps: number,
): ErrorText[] {
  const [first] = call.arguments
  const name = methodName(call)
  const receiver = receiverOf(call)
  const inner = (it: Node): ErrorText[] => textsOf(source, it, isError, steps - 1)
  if (receiver !== undefined && name !== undefined && OF_TEXT.has(name)) {
    const error = unwrap(receiver)
    return isError(error) ? [{ node: call, place: error, part: 'error', error }] : inner(receiver)
  }
  if (first === undefined || first.type === 'SpreadElement') return []
  const global = globalName(source, call.callee)
  if (global !== undefined && SAYING_GLOBALS.has(global)) return whole(call, inner(first), global === 'String')
  const called = calledFunction(source, call)
  if (called === undefined) {
    const saying = name ?? importedName(source, call.callee)?.name
    return saying !== undefined && SAYING.has(saying) ? inner(first) : []
  }
  // A helper of this file: what of its parameter comes back.
  return called.params.flatMap((parameter, index) => {
    const given = call.arguments[index]
    const texts = given === undefined || given.type === 'SpreadElement' ? [] : inner(given)
    if (texts.length === 0 || parameter.type !== 'Identifier') return []
    const variable = variableOf(source, parameter)
    const returned = returnedExpressions(source, called).flatMap((it) =>
      textsOf(source, it, (node) => node.type === 'Identifier' && variableOf(source, node) === variable, steps - 1),
    )
    return combined(texts, returned)
  })
}

/** `String(error)` as a whole. */
function whole(call: Node, texts: ErrorText[], isString: boolean): ErrorText[] {
  return isString ? texts.map((it) => (it.part === 'error' ? { ...it, node: call } : it)) : texts
}

/** What is told of an error that is given to a parameter of which `told` is told. */
export function combined(given: readonly ErrorText[], told: readonly ErrorText[]): ErrorText[] {
  const [first] = told
  if (first === undefined) return []
  const part = told.find((it) => it.part !== 'message')?.part ?? 'message'
  return given.map((it) => (part === 'error' ? it : { ...it, part: it.part === 'error' ? part : it.part }))
}
