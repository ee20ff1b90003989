import type { Node, Source } from '../source.ts'
import type { Call } from './callee.ts'
import { methodName } from './callee.ts'
import { optionOf } from './model-call.ts'
import { originOf } from './origin.ts'
import { stringOf, unwrap } from './unwrap.ts'

/** What is sent to a language model, or to a server that asks one. */
const INPUTS: readonly string[] = ['messages', 'prompt', 'contents', 'question']
/** Ends of addresses behind which models answer. */
const ADDRESSES =
  /\/(?:chat|completions?|generate|converse|v\d\/(?:messages|responses))(?:[/?#]|$)|:streamGenerateContent/
/** Options that carry what is sent. */
const PAYLOADS: readonly string[] = ['body', 'data', 'json']

/**
 * True for a request whose answer is, or may be, a model's text: what it sends holds messages or a prompt, or its address
 * says so. Wider than a fetch that names a model: a page asks its own server, which knows the model.
 */
export function isModelRequest(source: Source, call: Call): boolean {
  const [first] = call.arguments
  if (first !== undefined && first.type !== 'SpreadElement' && isModelAddress(source, first)) return true
  return call.arguments.some((argument) => argument.type !== 'SpreadElement' && holdsInput(source, argument))
}

function isModelAddress(source: Source, address: Node): boolean {
  const origin = originOf(source, address)
  const node = origin.kind === 'expression' && origin.path.length === 0 ? unwrap(origin.node) : unwrap(address)
  const text = stringOf(node)
  if (text !== undefined) return ADDRESSES.test(text)
  return node.type === 'TemplateLiteral' && node.quasis.some((part) => ADDRESSES.test(part.value.raw))
}

function holdsInput(source: Source, argument: Node): boolean {
  if (namesInput(source, argument)) return true
  return PAYLOADS.some((name) => {
    const value = optionOf(source, argument, name)
    return value !== undefined && value !== 'spread' && namesInput(source, payloadOf(source, value))
  })
}

function namesInput(source: Source, payload: Node): boolean {
  const isGiven = (name: string) => {
    const value = optionOf(source, payload, name)
    return value !== undefined && value !== 'spread'
  }
  return INPUTS.some(isGiven) || (isGiven('model') && isGiven('input'))
}

/** The value inside `JSON.stringify(value)`, also through a constant. */
function payloadOf(source: Source, body: Node): Node {
  const origin = originOf(source, body)
  const call = origin.kind === 'expression' && origin.path.length === 0 ? unwrap(origin.node) : undefined
  const [value] = call?.type === 'CallExpression' && methodName(call) === 'stringify' ? call.arguments : []
  return value ?? body
}
