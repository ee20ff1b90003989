import { propertiesOfParameters } from '../frameworks/parameter-use.ts'
import { handlersOfFunction } from '../frameworks/handlers.ts'
import type { Node, Source } from '../source.ts'
import { calledFunction, enclosingFunctions } from './functions.ts'
import type { FunctionNode } from './nodes.ts'
import { originOf } from './origin.ts'
import { usesOf, usesOfVariable } from './uses.ts'

/** What is done with a response of Node's or Express' kind alone; a request to another server has headers to set, too. */
const ANSWERS = ['writeHead()', 'sendStatus()', 'status()', 'statusCode =']

/**
 * The function around a pipe that was handed the response which it pipes into, by a handler that this file does not show.
 * Told by what the function does with the response, itself or by a helper of the file.
 */
export function givenResponseOf(
  source: Source,
  pipe: Extract<Node, { type: 'CallExpression' }>,
): FunctionNode | undefined {
  for (let current = pipe; ;) {
    const [destination] = current.arguments
    const origin = destination === undefined ? undefined : originOf(source, destination)
    if (
      origin?.kind === 'parameter' &&
      origin.path.length === 0 &&
      enclosingFunctions(pipe).includes(origin.fn) &&
      handlersOfFunction(source, origin.fn).length === 0 &&
      answers(source, origin.fn, origin.index)
    )
      return origin.fn
    const next = usesOf(source, current).find((use) => use.kind === 'method-call' && use.name === 'pipe')
    if (next?.kind !== 'method-call') return undefined
    current = next.call
  }
}

function answers(source: Source, fn: FunctionNode, index: number): boolean {
  const names = propertiesOfParameters(source, fn)[index]
  if (names !== undefined && ANSWERS.some((name) => names.has(name))) return true
  const origin = originOf(source, fn.params[index] as Node)
  const variable = origin.kind === 'parameter' ? origin.variable : undefined
  if (variable === undefined) return false
  return usesOfVariable(source, variable).some((use) => {
    const helper =
      use.kind === 'argument' && use.call.type === 'CallExpression' ? calledFunction(source, use.call) : undefined
    const used =
      helper === undefined || use.kind !== 'argument' ? undefined : propertiesOfParameters(source, helper)[use.index]
    return used !== undefined && ANSWERS.some((name) => used.has(name))
  })
}
