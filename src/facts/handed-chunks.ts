import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source, Variable } from '../source.ts'
import { perSource } from '../source.ts'
import { calledFunction, returnedExpressions } from './functions.ts'
import { isChunk } from './loop-chunk.ts'
import type { FunctionNode } from './nodes.ts'
import type { StreamLoop } from './stream-loops.ts'
import { streamLoops } from './stream-loops.ts'
import { propertyName, unwrap, wrapped } from './unwrap.ts'
import { isReassigned, readsOf, variableOf } from './variables.ts'

/** A chunk that its loop gives, as it is, to a function of the same file. */
export interface HandedChunk {
  readonly loop: StreamLoop
  readonly call: TSESTree.CallExpression
  readonly argument: Node
  readonly fn: FunctionNode
}

/** Begins with the few places that read a chunk: most files have many functions and hardly a loop. */
const handedByParameter = perSource((source) => {
  const byParameter = new Map<Variable, HandedChunk>()
  for (const loop of streamLoops(source)) {
    for (const place of chunkPlaces(loop)) {
      const argument = wrapped(place)
      const call = argument.parent
      if (call?.type !== 'CallExpression' || call.callee === argument || !isChunk(source, loop, place)) continue
      const fn = calledFunction(source, call)
      const parameter = fn?.params[call.arguments.indexOf(argument as TSESTree.Expression)]
      const variable = parameter?.type === 'Identifier' ? variableOf(source, parameter) : undefined
      if (fn === undefined || variable === undefined || byParameter.has(variable) || isReassigned(variable)) continue
      byParameter.set(variable, { loop, call, argument, fn })
    }
  }
  return byParameter
})

function chunkPlaces(loop: StreamLoop): Node[] {
  const members = loop.results.flatMap(readsOf).flatMap((read) => {
    const member = wrapped(read).parent
    return member?.type === 'MemberExpression' && propertyName(member) === 'value' ? [member] : []
  })
  return [...loop.chunks.flatMap(readsOf), ...members]
}

/** Who hands over the chunk that an expression is: the parameter of a helper that a stream loop of this file calls. */
export function handedChunk(source: Source, expression: Node): HandedChunk | undefined {
  const node = unwrap(expression)
  const variable = node.type === 'Identifier' ? variableOf(source, node) : undefined
  return variable === undefined ? undefined : handedByParameter(source).get(variable)
}

/** True when a helper gives back a value as it is, so that its caller decides what becomes of it. */
export function isGivenBack(source: Source, fn: FunctionNode, value: Node): boolean {
  return returnedExpressions(source, fn).some((returned) => canBe(unwrap(returned), value))
}

function canBe(expression: Node, value: Node): boolean {
  if (expression === value) return true
  if (expression.type === 'ConditionalExpression')
    return canBe(unwrap(expression.consequent), value) || canBe(unwrap(expression.alternate), value)
  return expression.type === 'LogicalExpression' && canBe(unwrap(expression.right), value)
}
