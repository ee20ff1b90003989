import type { TSESTree } from '@typescript-eslint/utils'
import { methodName, receiverOf } from '../facts/callee.ts'
import { calledFunction } from '../facts/functions.ts'
import { byPlace } from '../facts/in-range.ts'
import { nodesOf } from '../facts/nodes.ts'
import { globalName } from '../facts/variables.ts'
import { propertyName, unwrap } from '../facts/unwrap.ts'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'

/** A place where a text leaves the code that made it. */
export interface TextSink {
  /** The call, `yield` or `return`. */
  readonly at: Node
  readonly text: Node
  /**
   * `write`: handed to something that writes (a response, a controller, a writer). `other`: yielded, returned, given to a
   * function of this file, or the whole body of a `Response`.
   */
  readonly kind: 'write' | 'other'
  /** The object that is written to. */
  readonly on: Node | undefined
}

const WRITES = new Set(['write', 'enqueue', 'end', 'push', 'safeEnqueue'])

/** Every place of the file where a text is written, yielded, returned or handed on. */
export const textSinks = perSource((source): readonly TextSink[] => {
  const found: TextSink[] = []
  for (const call of nodesOf(source, 'CallExpression')) {
    const sink = callSink(source, call)
    if (sink !== undefined) found.push(sink)
  }
  for (const made of nodesOf(source, 'NewExpression')) {
    const [text] = made.arguments
    if (globalName(source, made.callee) === 'Response' && text !== undefined && text.type !== 'SpreadElement')
      found.push({ at: made, text, kind: 'other', on: undefined })
  }
  for (const node of nodesOf(source, 'YieldExpression'))
    if (node.argument !== undefined && node.argument !== null && !node.delegate && isTextLike(node.argument))
      found.push({ at: node, text: node.argument, kind: 'other', on: undefined })
  for (const node of nodesOf(source, 'ReturnStatement'))
    if (node.argument !== null && isTextLike(node.argument))
      found.push({ at: node, text: node.argument, kind: 'other', on: undefined })
  for (const node of nodesOf(source, 'ArrowFunctionExpression'))
    if (node.body.type !== 'BlockStatement' && isTextLike(node.body))
      found.push({ at: node, text: node.body, kind: 'other', on: undefined })
  return found.sort((a, b) => a.text.range[0] - b.text.range[0])
})

/** The text sinks that lie in a node. */
export const { within: textSinksWithin } = byPlace(textSinks, ({ at }) => at)

/** What can be a text that is put together here. */
function isTextLike(expression: Node): boolean {
  const node = unwrap(expression)
  switch (node.type) {
    case 'TemplateLiteral':
    case 'BinaryExpression':
    case 'Identifier':
      return true
    case 'Literal':
      return typeof node.value === 'string'
    case 'CallExpression': {
      const name = methodName(node)
      return name === 'encode' || name === 'from' || name === 'join'
    }
    default:
      return false
  }
}

function callSink(source: Source, call: TSESTree.CallExpression): TextSink | undefined {
  const name = methodName(call)
  const receiver = receiverOf(call)
  const [first] = call.arguments
  if (name !== undefined && receiver !== undefined && WRITES.has(name)) {
    if (first === undefined || first.type === 'SpreadElement' || isArray(receiver, name)) return undefined
    return { at: call, text: first, kind: 'write', on: receiver }
  }
  // `send(frame)`, `this.safeWrite(id, frame)`: a helper of this file.
  const last = call.arguments.at(-1)
  if (
    last === undefined ||
    last.type === 'SpreadElement' ||
    !isTextLike(last) ||
    calledFunction(source, call) === undefined
  )
    return undefined
  return { at: call, text: last, kind: 'other', on: undefined }
}

/** `lines.push(text)`; only `this.push` and a stream's are writes. */
function isArray(receiver: Node, name: string): boolean {
  if (name !== 'push') return false
  const node = unwrap(receiver)
  if (node.type === 'ThisExpression') return false
  const last =
    node.type === 'MemberExpression' ? propertyName(node) : node.type === 'Identifier' ? node.name : undefined
  return last === undefined || !/stream|readable|passThrough|^out(?:put)?$/i.test(last)
}
