import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { accumulators, isList } from './accumulators.ts'
import type { Growth } from './growths.ts'
import { growths, isCount } from './growths.ts'
import { declarationOf } from './kept-value.ts'
import type { FunctionNode } from './nodes.ts'
import { contains, isFunction, isWithin } from './nodes.ts'
import { enclosingClass, fieldValues, originsOf } from './origin.ts'
import type { Loop } from './repetition.ts'
import { isLiteralList, isLoop } from './repetition.ts'
import type { StreamLoop } from './stream-loop.ts'
import { streamLoopOf } from './stream-loops.ts'
import { stringOf, unwrap, wrapped } from './unwrap.ts'
import { globalName, writesOf } from './variables.ts'
import { methodName, receiverOf } from './callee.ts'

/** A text or list that grows with each turn of a loop, be it over a stream, a list, or the ticks of a timer. */
export interface Gathering {
  readonly growth: Growth
  readonly loop: Pick<StreamLoop, 'node' | 'body' | 'chunks'>
}

/** Every text and list of the file that grows from turn to turn, in document order. */
export const gatherings = perSource((source): readonly Gathering[] => {
  const ofStreams: Gathering[] = accumulators(source).filter(({ growth }) => isText(source, growth) !== 'no')
  return [...ofStreams, ...ofOtherLoops(source)].sort((a, b) => a.growth.node.range[0] - b.growth.node.range[0])
})

function ofOtherLoops(source: Source): Gathering[] {
  const loops = new Map<Node, Gathering['loop']>()
  return growths(source).flatMap((growth) => {
    if (isCount(source, growth) || streamLoopOf(source, growth.node) !== undefined) return []
    const turn = turnAround(source, growth)
    if (turn === undefined) return []
    if (growth.form === 'list' ? !isList(source, growth) : isText(source, growth) !== 'yes') return []
    let loop = loops.get(turn)
    if (loop === undefined) {
      loop = { node: turn, body: turn.body, chunks: [] }
      loops.set(turn, loop)
    }
    return [{ growth, loop }]
  })
}

/** The loop or callback around a growth that the value outlives; undefined where there is none that turns often. */
function turnAround(source: Source, { node, value }: Growth): Loop | FunctionNode | undefined {
  const declared = declarationOf(value)
  const outlives = (turn: Node) => declared === undefined || !isWithin(declared, turn)
  let child: Node = node
  for (
    let current = node.parent as Node | null | undefined;
    current != null;
    child = current, current = current.parent
  ) {
    if (isFunction(current)) return isRunOften(source, current) && outlives(current) ? current : undefined
    if (isLoop(current) && turnsOften(source, current, child)) return outlives(current) ? current : undefined
  }
  return undefined
}

/** The callback of `setInterval` or `forEach`. */
function isRunOften(source: Source, fn: Node): boolean {
  const call = wrapped(fn).parent
  if (call?.type !== 'CallExpression' || call.arguments[0] !== wrapped(fn)) return false
  if (globalName(source, call.callee) === 'setInterval') return true
  const list = methodName(call) === 'forEach' ? receiverOf(call) : undefined
  return list !== undefined && !isLiteralList(source, list)
}

/** Loops of fewer turns send a few frames. */
const FEW = 100

function turnsOften(source: Source, loop: Loop, child: Node): boolean {
  if (child !== loop.body) return false
  if (loop.type === 'ForOfStatement') return !isLiteralList(source, loop.right)
  if (loop.type !== 'ForStatement' || loop.test?.type !== 'BinaryExpression') return true
  const bound = unwrap(loop.test.right)
  return bound.type !== 'Literal' || typeof bound.value !== 'number' || bound.value >= FEW
}

/** Whether what grows is a text or a list, told by what it begins with and what is added: a number grows too. */
function isText(source: Source, growth: Growth): 'yes' | 'no' | 'unknown' {
  if (growth.form !== 'text') return 'yes'
  if (growth.added.some((it) => contains(source, it, isTextLiteral, { functions: 'skip' }))) return 'yes'
  const known = beginsAs(source)
  let kind = known.get(growth.value.key)
  if (kind === undefined) {
    kind = beginningOf(source, growth)
    known.set(growth.value.key, kind)
  }
  return kind
}

/** What a value begins as, by its key: it can grow in many places, and each of them asks. */
const beginsAs = perSource(() => new Map<Growth['value']['key'], ReturnType<typeof isText>>())

function beginningOf(source: Source, growth: Growth): ReturnType<typeof isText> {
  const values = beginnings(source, growth).map(unwrap)
  if (values.some((it) => stringOf(it) !== undefined || it.type === 'TemplateLiteral')) return 'yes'
  return values.some((it) => it.type === 'Literal' && typeof it.value === 'number') ? 'no' : 'unknown'
}

/** What the growing value is set to, beside what makes it grow. */
function beginnings(source: Source, { node, value }: Growth): Node[] {
  const { variable, path } = value
  if (variable !== undefined && path.length === 0)
    return writesOf(variable).flatMap((write) => (write.isPattern || write.value === undefined ? [] : [write.value]))
  const [name, ...rest] = path
  const owner = variable === undefined ? enclosingClass(node) : undefined
  if (owner !== undefined && name !== undefined && rest.length === 0) return fieldValues(source, owner, name)
  const target = node.type === 'AssignmentExpression' ? node.left : undefined
  return (target === undefined ? [] : originsOf(source, target)).flatMap((origin) =>
    origin.kind === 'expression' && origin.path.length === 0 ? [origin.node] : [],
  )
}

function isTextLiteral(node: Node): boolean {
  return node.type === 'TemplateLiteral' || (node.type === 'Literal' && typeof node.value === 'string')
}
