import type { TSESTree } from '@typescript-eslint/utils'
import type { Call } from '../facts/callee.ts'
import { calleeName, importedName, methodName, receiverOf } from '../facts/callee.ts'
import { calledFunction, enclosingFunction, localFunction } from '../facts/functions.ts'
import type { FunctionNode } from '../facts/nodes.ts'
import { collectWithin, nodesOf } from '../facts/nodes.ts'
import { originOf } from '../facts/origin.ts'
import { repetitionTest } from '../facts/repetition.ts'
import { streamOf } from '../facts/stream-value.ts'
import { propertyName, unwrap, unwrapAwait } from '../facts/unwrap.ts'
import { usesOf, usesOfVariable } from '../facts/uses.ts'
import { globalName, variableOf } from '../facts/variables.ts'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { copiesStored } from './response-writes.ts'

/** True for what makes a stream whose pieces are made while it is read: the source is a loop, a callback, a generator, a model. */
export function isPiecewise(source: Source, made: Call): boolean {
  if (made.type === 'NewExpression') {
    const name = streamClass(source, made)
    if (name === 'ReadableStream') return isPiecewiseSource(source, made)
    if (name === 'TransformStream') return usesOf(source, made).length > 0 && !isPipedThrough(made)
    return name === 'PassThrough' && isFedPiecewise(source, made)
  }
  const from = fromIterable(source, made)
  if (from !== undefined) return isGenerated(source, from)
  if (hasGenerators(source) && calledFunction(source, made)?.generator === true) return true
  const method = methodName(made)
  const receiver = receiverOf(made)
  return method === 'pipeThrough' && receiver !== undefined && isModel(source, receiver)
}

const hasGenerators = perSource((source) =>
  nodesOf(source, 'FunctionDeclaration', 'FunctionExpression').some((fn) => fn.generator),
)

function streamClass(source: Source, made: TSESTree.NewExpression): string | undefined {
  const imported = importedName(source, made.callee)
  if (imported === undefined) return globalName(source, made.callee)
  return imported.module === 'stream' || imported.module === 'stream/web' ? imported.name : undefined
}

/** `{ pull }`, or a `start` that enqueues in a loop or callback, or hands its controller to somebody else. */
function isPiecewiseSource(source: Source, made: TSESTree.NewExpression): boolean {
  const [argument] = made.arguments
  const origin = argument === undefined ? undefined : originOf(source, argument)
  const object = origin?.kind === 'expression' && origin.path.length === 0 ? unwrap(origin.node) : undefined
  if (object?.type !== 'ObjectExpression') return false
  return object.properties.some((property) => {
    const name = property.type === 'Property' ? propertyName(property) : undefined
    if (property.type !== 'Property' || (name !== 'pull' && name !== 'start')) return false
    const fn = localFunction(source, property.value as Node)
    return fn !== undefined && (name === 'pull' ? !copiesStoredIn(source, fn) : startsPieces(source, fn))
  })
}

function startsPieces(source: Source, start: FunctionNode): boolean {
  const parameter = start.params[0]
  const controller = parameter?.type === 'Identifier' ? variableOf(source, parameter) : undefined
  if (controller === undefined) return false
  const runsRepeatedly = repetitionTest(source, (fn) => fn === start)
  return usesOfVariable(source, controller).some((use) => {
    if (use.kind === 'stored') return true
    if (use.kind === 'argument') return calleeName(use.call) !== 'log'
    if (use.kind !== 'method-call' || use.name !== 'enqueue') return false
    return runsRepeatedly(use.call) && !copiesStored(source, use.call)
  })
}

function copiesStoredIn(source: Source, fn: FunctionNode): boolean {
  return collectWithin(source, fn.body, isEnqueue).some((call) => copiesStored(source, call))
}

function isEnqueue(node: Node): node is TSESTree.CallExpression {
  return node.type === 'CallExpression' && methodName(node) === 'enqueue'
}

/** A PassThrough that is written to in a loop or callback of the function that makes it. */
function isFedPiecewise(source: Source, made: TSESTree.NewExpression): boolean {
  const home = enclosingFunction(made)
  const runsRepeatedly = repetitionTest(source, (fn) => fn === home)
  return usesOf(source, made).some(
    (use) =>
      use.kind === 'method-call' &&
      (use.name === 'write' || use.name === 'push') &&
      runsRepeatedly(use.call) &&
      !copiesStored(source, use.call),
  )
}

function isPipedThrough(made: TSESTree.NewExpression): boolean {
  const { parent } = made
  return parent.type === 'CallExpression' && methodName(parent) === 'pipeThrough'
}

/** The iterable of `Readable.from(iterable)` and `ReadableStream.from(iterable)`. */
function fromIterable(source: Source, call: TSESTree.CallExpression): Node | undefined {
  const [argument] = call.arguments
  if (methodName(call) !== 'from' || argument === undefined || argument.type === 'SpreadElement') return undefined
  const receiver = receiverOf(call)
  const isStream =
    (receiver !== undefined && globalName(source, receiver) === 'ReadableStream') ||
    importedName(source, call.callee)?.name === 'Readable.from'
  return isStream ? argument : undefined
}

function isGenerated(source: Source, iterable: Node): boolean {
  const origin = originOf(source, iterable)
  if (origin.kind !== 'expression') return false
  const made = unwrapAwait(origin.node)
  if (made.type === 'CallExpression' && calledFunction(source, made)?.generator === true) return true
  return isModel(source, iterable)
}

function isModel(source: Source, stream: Node): boolean {
  return streamOf(source, stream)?.source === 'model'
}
