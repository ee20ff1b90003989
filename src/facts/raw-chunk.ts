import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { methodName, receiverOf } from './callee.ts'
import { decodeCalls } from './decoders.ts'
import { calledFunction, returnedExpressions } from './functions.ts'
import { isWithin } from './nodes.ts'
import { isChunk } from './loop-chunk.ts'
import { originOf } from './origin.ts'
import type { StreamLoop } from './stream-loops.ts'
import { propertyName, unwrap, unwrapAwait } from './unwrap.ts'
import { globalName, variableOf, writesOf } from './variables.ts'
import { perSource } from '../source.ts'

/** Methods that give all of a chunk, in another form or cut from its ends. */
const WHOLE_METHODS = new Set([
  'toString',
  'slice',
  'subarray',
  'trim',
  'trimEnd',
  'replace',
  'replaceAll',
  'normalize',
])
/** Makers of bytes out of a chunk. */
const MAKERS = new Set(['Buffer', 'Uint8Array', 'Uint8ClampedArray'])
/** How many conversions a chunk is followed through. */
const MAX_STEPS = 8

const realDecodes = perSource((source) => new Set<Node>(decodeCalls(source).map(({ call }) => call)))

/**
 * True when an expression holds the whole chunk of a loop, as bytes or as text: the chunk, its copy, its decoded text, its
 * base64 form. A part that is parsed out of it (`chunk.choices[0].delta.content`) does not count.
 */
export function isWholeChunk(source: Source, loop: StreamLoop, expression: Node): boolean {
  return isWhole(source, loop, expression, MAX_STEPS)
}

function isWhole(source: Source, loop: StreamLoop, expression: Node, steps: number): boolean {
  if (steps === 0) return false
  const node = unwrapAwait(expression)
  if (isChunk(source, loop, node)) return true
  switch (node.type) {
    case 'CallExpression': {
      const [argument] = node.arguments
      const name = methodName(node)
      const receiver = receiverOf(node)
      const isArgument = () => argument !== undefined && isWhole(source, loop, argument, steps - 1)
      if (globalName(source, node.callee) === 'String') return isArgument()
      if (isConverter(source, loop, node, steps)) return isArgument()
      if (name === undefined || receiver === undefined) return false
      if (realDecodes(source).has(node)) return isArgument()
      if (name === 'write' && isStringDecoder(source, receiver)) return isArgument()
      if (name === 'from' && MAKERS.has(globalName(source, receiver) ?? '')) return isArgument()
      return WHOLE_METHODS.has(name) && isWhole(source, loop, receiver, steps - 1)
    }
    case 'NewExpression': {
      const [argument] = node.arguments
      return (
        MAKERS.has(globalName(source, node.callee) ?? '') &&
        argument !== undefined &&
        isWhole(source, loop, argument, steps - 1)
      )
    }
    case 'ConditionalExpression':
      return isWhole(source, loop, node.consequent, steps - 1) || isWhole(source, loop, node.alternate, steps - 1)
    case 'LogicalExpression':
      return isWhole(source, loop, node.left, steps - 1) || isWhole(source, loop, node.right, steps - 1)
    case 'TemplateLiteral':
      return node.expressions.some((it) => isWhole(source, loop, it, steps - 1))
    case 'BinaryExpression':
      return (
        node.operator === '+' &&
        (isWhole(source, loop, node.left, steps - 1) || isWhole(source, loop, node.right, steps - 1))
      )
    case 'MemberExpression':
      // `event.data`, and the bytes under a view: `chunk.buffer`.
      return (
        (propertyName(node) === 'data' || propertyName(node) === 'buffer') && isChunk(source, loop, unwrap(node.object))
      )
    case 'Identifier': {
      const variable = variableOf(source, node)
      const writes = variable === undefined ? [] : writesOf(variable)
      const [write] = writes
      if (writes.length !== 1 || write?.value === undefined || write.isPattern) return false
      return isWithin(write.identifier, loop.node) && isWhole(source, loop, write.value, steps - 1)
    }
    default:
      return false
  }
}

/** A function of the file that gives back all of what it is given first, in another form: `asText(chunk)`. */
function isConverter(source: Source, loop: StreamLoop, call: TSESTree.CallExpression, steps: number): boolean {
  const fn = calledFunction(source, call)
  const [parameter] = fn?.params ?? []
  const given = parameter?.type === 'Identifier' ? variableOf(source, parameter) : undefined
  if (fn === undefined || given === undefined) return false
  const inside = { ...loop, node: fn, body: fn.body, chunks: [given], results: [] }
  return returnedExpressions(source, fn).some((it) => isWhole(source, inside, it, steps - 1))
}

/** True for a `StringDecoder` of node:string_decoder. */
function isStringDecoder(source: Source, expression: Node): boolean {
  const origin = originOf(source, expression)
  if (origin.kind !== 'expression') return false
  const made = unwrap(origin.node)
  return made.type === 'NewExpression' && /(?:^|\.)StringDecoder$/.test(source.text.slice(...made.callee.range))
}
