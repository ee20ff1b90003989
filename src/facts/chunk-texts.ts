import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { methodName, receiverOf } from './callee.ts'
import { handedChunk, isGivenBack } from './handed-chunks.ts'
import { nodesOf } from './nodes.ts'
import type { StreamLoop } from './stream-loops.ts'
import { isChunk } from './loop-chunk.ts'
import { propertyName, stringOf, unwrap, wrapped } from './unwrap.ts'
import { globalName } from './variables.ts'
import { callsNamed } from './named-calls.ts'

/** A place where a chunk of bytes is turned into text on its own, without the bytes that follow. */
export interface ChunkText {
  readonly node: Node
  /** The chunk inside it. */
  readonly chunk: Node
  readonly how: 'toString' | 'String' | 'concatenation'
  /** True for `Buffer.from(chunk).toString()`. */
  readonly isRemade: boolean
  /** It stands in a function of the file that the loop hands the chunk to. One that gives the text back is the text itself. */
  readonly isInHelper: boolean
}

const UTF8 = new Set(['utf8', 'utf-8', 'UTF8', 'UTF-8'])
/** Calls whose text is only looked at by a person. */
const LOGS = new Set(['log', 'debug', 'info', 'warn', 'error', 'trace', 'verbose', 'write'])
/** Members that only test or measure a text. */
const TESTS = new Set(['includes', 'startsWith', 'endsWith', 'match', 'test', 'indexOf', 'search', 'length'])

/** Every conversion of a loop's chunks to text whose text is kept, parsed or passed on, also in a helper of the file. */
export function chunkTextsByLoop(
  source: Source,
  loopOf: (node: Node) => StreamLoop | undefined,
): Map<StreamLoop, ChunkText[]> {
  const byLoop = new Map<StreamLoop, ChunkText[]>()
  const add = (node: Node, chunk: Node, how: ChunkText['how']) => {
    const bytes = bytesInside(source, chunk)
    const own = loopOf(node)
    const isOwn = own !== undefined && isChunk(source, own, bytes)
    const handed = isOwn ? undefined : handedChunk(source, bytes)
    const loop = isOwn ? own : handed?.loop
    if (loop === undefined) return
    const isRemade = bytes !== unwrap(chunk)
    const isConverter = handed !== undefined && isGivenBack(source, handed.fn, node)
    const text = isConverter
      ? { node: handed.call, chunk: handed.argument, how, isRemade, isInHelper: false }
      : { node, chunk, how, isRemade, isInHelper: handed !== undefined }
    if (how !== 'concatenation' && isOnlyLookedAt(source, text.node)) return
    const known = byLoop.get(loop)
    if (known === undefined) byLoop.set(loop, [text])
    else if (!known.some((it) => it.node === text.node)) known.push(text)
  }
  for (const call of callsNamed(source, ['toString', 'String'])) {
    const receiver = receiverOf(call)
    if (methodName(call) === 'toString' && receiver !== undefined && isUtf8(call)) add(call, receiver, 'toString')
    else if (globalName(source, call.callee) === 'String' && call.arguments[0] !== undefined)
      add(call, call.arguments[0], 'String')
  }
  for (const assignment of nodesOf(source, 'AssignmentExpression')) {
    if (assignment.operator === '+=') add(assignment.right, assignment.right, 'concatenation')
    else if (assignment.operator === '=' && addsToItself(source, assignment))
      add(
        (assignment.right as TSESTree.BinaryExpression).right,
        (assignment.right as TSESTree.BinaryExpression).right,
        'concatenation',
      )
  }
  for (const template of nodesOf(source, 'TemplateLiteral'))
    for (const expression of template.expressions) add(expression, expression, 'concatenation')
  return byLoop
}

/** The chunk inside `Buffer.from(chunk)` and `new Uint8Array(chunk)`: the same bytes. */
export function bytesInside(source: Source, expression: Node): Node {
  const node = unwrap(expression)
  if (node.type === 'CallExpression' && methodName(node) === 'from' && node.arguments.length === 1) {
    const receiver = receiverOf(node)
    if (receiver !== undefined && globalName(source, receiver) === 'Buffer') return node.arguments[0] as Node
  }
  if (node.type === 'NewExpression' && node.arguments.length === 1 && globalName(source, node.callee) === 'Uint8Array')
    return node.arguments[0] as Node
  return node
}

function isUtf8(call: TSESTree.CallExpression): boolean {
  const encoding = call.arguments[0]
  return encoding === undefined || UTF8.has(stringOf(encoding) ?? '')
}

function addsToItself(source: Source, assignment: TSESTree.AssignmentExpression): boolean {
  const right = unwrap(assignment.right)
  if (right.type !== 'BinaryExpression' || right.operator !== '+') return false
  return source.text.slice(...assignment.left.range) === source.text.slice(...right.left.range)
}

function isOnlyLookedAt(source: Source, text: Node): boolean {
  let current = wrapped(text)
  for (let step = 0; step < 6; step++) {
    const parent: Node | undefined | null = current.parent
    if (parent === undefined || parent === null) return false
    if (parent.type === 'MemberExpression' && parent.object === current) {
      const name = propertyName(parent) ?? ''
      if (TESTS.has(name)) return true
      if (name !== 'trim' && name !== 'trimEnd' && name !== 'toLowerCase') return false
      current = wrapped(parent)
    } else if (parent.type === 'CallExpression' && parent.callee === current) current = wrapped(parent)
    else if (parent.type === 'CallExpression') {
      const receiver = receiverOf(parent)
      return receiver !== undefined && LOGS.has(methodName(parent) ?? '') && isConsoleLike(source, receiver)
    } else if (parent.type === 'TemplateLiteral') current = parent
    else if (parent.type === 'BinaryExpression') {
      if (parent.operator !== '+') return true
      current = parent
    } else return parent.type === 'ExpressionStatement'
  }
  return false
}

/** `console`, `logger`, `this.log`, `process.stdout`: what is written there is read by people. */
function isConsoleLike(source: Source, receiver: Node): boolean {
  const name = globalName(source, receiver)
  if (name === 'console') return true
  const text = source.text.slice(...receiver.range)
  return text === 'process.stdout' || text === 'process.stderr' || /(?:^|\.)_?(?:log|logger)$/i.test(text)
}
