import type { TSESTree } from '@typescript-eslint/utils'
import { receiverOf } from '../facts/callee.ts'
import { callsOfFunction } from '../facts/functions.ts'
import type { FunctionNode } from '../facts/nodes.ts'
import { originOf } from '../facts/origin.ts'
import { repetitionTest } from '../facts/repetition.ts'
import { streamLoopOf } from '../facts/stream-loops.ts'
import type { StreamSource } from '../facts/stream-tables.ts'
import { streamOf } from '../facts/stream-value.ts'
import { writtenType } from '../facts/type-annotation.ts'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { FRAMEWORKS } from './frameworks.ts'
import { handlersOfFunction, partOf } from './handlers.ts'
import { typeKey } from './parameters.ts'
import { methodCalls } from '../facts/named-calls.ts'

/** What is sent as it lies in a store: copying it is a download. */
const STORED: ReadonlySet<StreamSource> = new Set<StreamSource>(['file', 'object-store', 'archive'])
/** How many helpers a response is handed through. */
const MAX_STEPS = 4

/** True when an expression is the Node response that a handler of this file answers with, also in a helper that is given it. */
export function isNodeResponse(source: Source, expression: Node): boolean {
  return isResponse(source, expression, MAX_STEPS)
}

function isResponse(source: Source, expression: Node, steps: number): boolean {
  if (partOf(source, expression)?.part === 'nodeResponse') return true
  const type = typeKey(writtenType(source, expression))
  if (type !== undefined && isResponseType(type)) return true
  const origin = originOf(source, expression)
  if (steps === 0 || origin.kind !== 'parameter' || origin.path.length > 0) return false
  return isGivenResponse(source, origin.fn, origin.index, steps)
}

/** Whether a parameter is given a response by a caller; each is asked about once, as helpers that hand it on call each other. */
function isGivenResponse(source: Source, fn: FunctionNode, index: number, steps: number): boolean {
  const answers = parametersGiven(source)
  const ofFunction = answers.get(fn) ?? new Map<number, boolean>()
  answers.set(fn, ofFunction)
  const key = index * (MAX_STEPS + 1) + steps
  const known = ofFunction.get(key)
  if (known !== undefined) return known
  ofFunction.set(key, false)
  const answer =
    handlersOfFunction(source, fn).length === 0 &&
    callsOfFunction(source, fn).some((call) => {
      const given = call.arguments[index]
      return given !== undefined && given.type !== 'SpreadElement' && isResponse(source, given, steps - 1)
    })
  ofFunction.set(key, answer)
  return answer
}

const parametersGiven = perSource(() => new Map<FunctionNode, Map<number, boolean>>())

let responseTypes: ReadonlySet<string> | undefined

/** Types of Node responses, as the frameworks know them; Fastify's reply is not one, its `raw` is. */
function isResponseType(type: string): boolean {
  responseTypes ??= new Set(
    FRAMEWORKS.filter(({ parts }) => parts.nodeResponse?.includes('response') === true).flatMap(({ parameterTypes }) =>
      Object.keys(parameterTypes).filter((key) => parameterTypes[key] === 'response'),
    ),
  )
  return responseTypes.has(type)
}

/** Calls that write a piece to a Node response once for each of many pieces: in loops, listeners, timers, broadcasts. */
export function repeatedWrites(source: Source): TSESTree.CallExpression[] {
  const runsRepeatedly = repetitionTest(source, (fn) => handlersOfFunction(source, fn).length > 0)
  return methodCalls(source, ['write']).filter((call) => {
    const receiver = receiverOf(call)
    if (receiver === undefined || !isNodeResponse(source, receiver)) return false
    return runsRepeatedly(call) && !copiesStored(source, call)
  })
}

/** True when the pieces come from a file, a store or an archive. */
export function copiesStored(source: Source, node: Node): boolean {
  const stream = streamLoopOf(source, node)?.stream
  const from = stream === undefined ? undefined : streamOf(source, stream)
  return from !== undefined && STORED.has(from.source)
}
