import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { methodName } from './callee.ts'
import { isFetchCall } from './fetch-calls.ts'
import { optionOf } from './model-call.ts'
import { originOf } from './origin.ts'
import { unwrap } from './unwrap.ts'

/** What a request to a model carries beside the model's name. */
const INPUTS = ['messages', 'prompt', 'input']

/** True for a fetch that asks a language model: its JSON body names a `model` together with `messages`, a `prompt` or an `input`. */
export function isModelFetch(source: Source, call: TSESTree.CallExpression): boolean {
  if (!isFetchCall(source, call)) return false
  const body = optionOf(source, call.arguments[1], 'body')
  const payload = body === undefined || body === 'spread' ? undefined : payloadOf(source, body)
  if (payload === undefined || !isGiven(source, payload, 'model')) return false
  return INPUTS.some((name) => isGiven(source, payload, name))
}

/** The value inside `JSON.stringify(value)`, also through a constant. */
function payloadOf(source: Source, body: Node): Node | undefined {
  const origin = originOf(source, body)
  const call = origin.kind === 'expression' && origin.path.length === 0 ? unwrap(origin.node) : undefined
  return call?.type === 'CallExpression' && methodName(call) === 'stringify' ? call.arguments[0] : undefined
}

function isGiven(source: Source, payload: Node, name: string): boolean {
  const value = optionOf(source, payload, name)
  return value !== undefined && value !== 'spread'
}
