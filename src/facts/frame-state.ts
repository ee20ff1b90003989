import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source, Variable } from '../source.ts'
import { methodName, receiverOf } from './callee.ts'
import { contains, isFunction, isWithin, nodesOf } from './nodes.ts'
import { originOf } from './origin.ts'
import type { StreamLoop } from './stream-loops.ts'
import { streamLoopOf } from './stream-loops.ts'
import { stringOf, unwrap } from './unwrap.ts'
import { variableOf, writesOf } from './variables.ts'

/** What is known of the current frame, declared where each chunk begins anew. */
export interface FrameState {
  readonly loop: StreamLoop
  readonly declarators: readonly TSESTree.VariableDeclarator[]
}

/** Fields of a frame as they stand at the start of a line. */
const FIELD = /^(?:data|event|id|retry)(?::|$)/

/**
 * Loops over the lines of a chunk whose frame is kept in variables of the chunk: a frame whose `event:` line came with the
 * chunk before has lost its name. One entry for each stream loop.
 */
export function frameStates(source: Source): FrameState[] {
  const found: FrameState[] = []
  for (const [loop, lines] of lineLoops(source)) {
    if (loop.body.type !== 'BlockStatement') continue
    const declarations = loop.body.body.filter((it) => it.type === 'VariableDeclaration' && it.kind !== 'const')
    if (declarations.length === 0) continue
    const declarators = (declarations as TSESTree.VariableDeclaration[])
      .flatMap((declaration) => declaration.declarations)
      .filter(
        (declarator) => isEmptyStart(declarator) && lines.some((inner) => isFrameField(source, declarator, inner)),
      )
    if (declarators.length > 0) found.push({ loop, declarators })
  }
  return found
}

/** Loops over single lines, by the stream loop they stand in; pieces that are whole frames (`split('\\n\\n')`) need no memory. */
function lineLoops(source: Source): Map<StreamLoop, TSESTree.ForOfStatement[]> {
  const byLoop = new Map<StreamLoop, TSESTree.ForOfStatement[]>()
  for (const inner of nodesOf(source, 'ForOfStatement')) {
    const loop = inner.await || !isLines(source, inner.right) ? undefined : streamLoopOf(source, inner)
    if (loop === undefined) continue
    const known = byLoop.get(loop)
    if (known === undefined) byLoop.set(loop, [inner])
    else known.push(inner)
  }
  return byLoop
}

function isLines(source: Source, iterated: Node): boolean {
  let node = unwrap(iterated)
  if (node.type === 'Identifier') {
    const origin = originOf(source, node)
    if (origin.kind !== 'expression' || origin.path.length > 0) return false
    node = unwrap(origin.node)
  }
  while (node.type === 'CallExpression' && methodName(node) !== 'split') {
    const receiver = receiverOf(node)
    if (receiver === undefined) return false
    node = unwrap(receiver)
  }
  if (node.type !== 'CallExpression') return false
  const delimiter = node.arguments[0] === undefined ? undefined : unwrap(node.arguments[0])
  if (delimiter?.type === 'Literal' && 'regex' in delimiter) return !/\\n\\r?\\?n|\{2/.test(delimiter.regex.pattern)
  const text = stringOf(delimiter)
  return text === '\n' || text === '\r\n'
}

function isEmptyStart(declarator: TSESTree.VariableDeclarator): boolean {
  if (declarator.id.type !== 'Identifier') return false
  if (declarator.init === null) return true
  const init = unwrap(declarator.init)
  if (init.type === 'Identifier') return init.name === 'undefined'
  if (init.type === 'ArrayExpression') return init.elements.length === 0
  return init.type === 'Literal' && (init.value === '' || init.value === null)
}

/** Written in the loop over lines for a line that names a field, and read in another round of the same loop. */
function isFrameField(source: Source, declarator: TSESTree.VariableDeclarator, inner: Node): boolean {
  const variable = variableOf(source, declarator.id)
  if (variable === undefined) return false
  const field = fieldWrites(source, variable, inner)
  if (field.length === 0) return false
  return variable.references.some((reference) => {
    const identifier = reference.identifier as Node
    return reference.isRead() && isWithin(identifier, inner) && !field.some((branch) => isWithin(identifier, branch))
  })
}

/** The branches of the inner loop that keep a field of the frame in the variable. */
function fieldWrites(source: Source, variable: Variable, inner: Node): Node[] {
  const branches: Node[] = []
  const places = [
    ...writesOf(variable).map((write) => write.identifier as Node),
    // `data.push(line.slice(6))`
    ...variable.references
      .map((reference) => reference.identifier as Node)
      .filter(
        (it) =>
          it.parent?.type === 'MemberExpression' &&
          it.parent.parent?.type === 'CallExpression' &&
          methodName(it.parent.parent) === 'push',
      ),
  ]
  for (const place of places) {
    if (!isWithin(place, inner)) continue
    for (
      let current = place.parent;
      current != null && current !== inner && !isFunction(current);
      current = current.parent
    )
      if (
        current.type === 'IfStatement' &&
        isWithin(place, current.consequent) &&
        contains(source, current.test, isFieldName)
      ) {
        branches.push(current.consequent)
        break
      }
  }
  return branches
}

function isFieldName(node: Node): boolean {
  return node.type === 'Literal' && typeof node.value === 'string' && FIELD.test(node.value)
}
