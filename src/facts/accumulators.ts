import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import type { Growth } from './growths.ts'
import { growths, isCount } from './growths.ts'
import { declarationOf, keptValue, mentionsOf } from './kept-value.ts'
import { isWithin } from './nodes.ts'
import type { StreamLoop } from './stream-loops.ts'
import { streamLoopOf, streamLoops } from './stream-loops.ts'
import { unwrap, wrapped } from './unwrap.ts'
import { enclosingClass, fieldValues } from './origin.ts'
import { writesOf } from './variables.ts'

/** Something that outlives one chunk of a stream loop and grows with the chunks; counters are none. */
export interface Accumulator {
  readonly loop: StreamLoop
  readonly growth: Growth
}

const byLoop = perSource((source) => {
  const found = new Map<StreamLoop, Accumulator[]>()
  if (streamLoops(source).length === 0) return found
  for (const growth of growths(source)) {
    if (isCount(source, growth)) continue
    const loop = loopOutside(source, growth)
    if (loop === undefined || (growth.form === 'list' && !isList(source, growth))) continue
    const known = found.get(loop)
    if (known === undefined) found.set(loop, [{ loop, growth }])
    else known.push({ loop, growth })
  }
  return found
})

/** What grows in the body of a stream loop from chunk to chunk, in document order; what an inner stream loop grows is that loop's. */
function accumulatorsOf(source: Source, loop: StreamLoop): readonly Accumulator[] {
  return byLoop(source).get(loop) ?? []
}

/** Every accumulator of every stream loop of the file. */
export function accumulators(source: Source): readonly Accumulator[] {
  return [...byLoop(source).values()].flat()
}

/** True when an expression names a value that grows in a stream loop around it: the text so far, the pieces so far. */
export function isAccumulated(source: Source, loop: StreamLoop, expression: Node): boolean {
  const value = keptValue(source, expression)
  return value !== undefined && accumulatorsOf(source, loop).some(({ growth }) => growth.value.key === value.key)
}

/** The stream loop around a growth that the value outlives: one that is declared for each chunk does not accumulate. */
function loopOutside(source: Source, { node, value }: Growth): StreamLoop | undefined {
  const loop = streamLoopOf(source, node)
  if (loop === undefined) return undefined
  const declared = declarationOf(value)
  return declared !== undefined && isWithin(declared, loop.node) && !isLoopHead(declared, loop) ? undefined : loop
}

/** `for (let text = ''; …; )` declares before the first chunk. */
function isLoopHead(declared: Node, { node, body }: StreamLoop): boolean {
  return node.type === 'ForStatement' && !isWithin(declared, body)
}

/** True for arrays: a queue, a stream or a router has a `push` too. */
export function isList(source: Source, { value, node }: Growth): boolean {
  if (node.type === 'AssignmentExpression') return true
  if (value.variable !== undefined && value.path.length === 0) {
    const declared = value.variable.identifiers[0] as Node | undefined
    if (declared !== undefined && isListTyped(source, declared)) return true
    return writesOf(value.variable).some(
      (write) => write.value !== undefined && !write.isPattern && isListMade(write.value),
    )
  }
  if (value.variable === undefined) {
    const [name, ...rest] = value.path
    const owner = enclosingClass(node)
    if (owner === undefined || name === undefined || rest.length > 0) return false
    return (
      fieldValues(source, owner, name).some(isListMade) ||
      owner.body.body.some(
        (it) =>
          it.type === 'PropertyDefinition' &&
          it.key.type === 'Identifier' &&
          it.key.name === name &&
          isListTyped(source, it),
      )
    )
  }
  return mentionsOf(source, value).some((mention) => {
    const { parent } = wrapped(mention)
    return parent?.type === 'AssignmentExpression' && isListMade(parent.right)
  })
}

function isListMade(expression: Node): boolean {
  const node = unwrap(expression)
  if (node.type === 'ArrayExpression') return true
  return (
    (node.type === 'NewExpression' || node.type === 'CallExpression') &&
    node.callee.type === 'Identifier' &&
    node.callee.name === 'Array'
  )
}

function isListTyped(source: Source, declared: Node): boolean {
  if (declared.type !== 'Identifier' && declared.type !== 'PropertyDefinition') return false
  const type = declared.typeAnnotation?.typeAnnotation
  return type !== undefined && (type.type === 'TSArrayType' || source.text.slice(...type.range).startsWith('Array<'))
}
