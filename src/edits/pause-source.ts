import type { TSESTree } from '@typescript-eslint/utils'
import { receiverOf } from '../facts/callee.ts'
import type { EagerEnqueue } from '../facts/eager-enqueues.ts'
import { enclosingFunction } from '../facts/functions.ts'
import { controllerCalls } from '../facts/made-readable-streams.ts'
import { isWithin } from '../facts/nodes.ts'
import { originOf } from '../facts/origin.ts'
import { streamOf } from '../facts/stream-value.ts'
import { writtenType } from '../facts/type-annotation.ts'
import { stringOf, unwrap, wrapped } from '../facts/unwrap.ts'
import { variableOf } from '../facts/variables.ts'
import type { Node, Source } from '../source.ts'
import { addProperty } from './add-property.ts'
import { allOf } from './all-of.ts'
import { toBlockBody } from './braces.ts'
import { codeFor } from './code-lines.ts'
import type { Change, Edit } from './edit.ts'
import { insertStatementsBefore } from './statements.ts'
import { textOf } from './tokens.ts'

/** Types of streams that can be paused. */
const READABLES =
  /^(?:NodeJS\.ReadableStream|(?:\w+\.)?(?:Readable|Duplex|Transform|PassThrough|ReadStream|IncomingMessage))$/

/** The Node stream whose `data` fills the queue; undefined for other emitters, which cannot wait. */
function pausable(source: Source, { around }: EagerEnqueue): Node | undefined {
  const call = wrapped(around).parent
  const emitter = call?.type === 'CallExpression' ? receiverOf(call) : undefined
  if (call?.type !== 'CallExpression' || emitter === undefined || !isData(around)) return undefined
  const type = writtenType(source, emitter)
  if (type !== undefined) return !type.isLocal && READABLES.test(textOf(source, type.node)) ? emitter : undefined
  const isMade = originOf(source, emitter).kind === 'expression' && streamOf(source, emitter)?.family === 'node'
  return isMade ? emitter : undefined
}

/** True for a listener of `data`: what tells it is a stream as a rule, and can wait. */
export function isData(listener: Node): boolean {
  const call = wrapped(listener).parent
  return call?.type === 'CallExpression' && stringOf(call.arguments[0]) === 'data'
}

/**
 * Has a Node stream pause with each chunk, and go on when there is room: every `enqueue` has `pull` asked then, which resumes it.
 * @returns undefined where the stream cannot be named at `pull`, or what enqueues is no statement
 */
export function pauseSource(source: Source, found: EagerEnqueue): Edit | undefined {
  const { stream, around } = found
  const emitter = pausable(source, found)
  const name = emitter === undefined ? undefined : unwrap(emitter)
  if (name?.type !== 'Identifier') return undefined
  const declared = variableOf(source, name)?.identifiers ?? []
  if (declared.length === 0 || declared.some((it) => isWithin(it as Node, stream.made))) return undefined
  const enqueues = controllerCalls(stream, 'enqueue').filter((call) => enclosingFunction(call) === around)
  const [first] = enqueues
  if (first === undefined) return undefined
  return allOf([
    paused(source, first, name.name),
    addProperty(source, stream.source, 'pull', `() => void ${name.name}.resume()`),
  ])
}

function paused(source: Source, call: TSESTree.CallExpression, name: string): Change[] | undefined {
  const code = codeFor(source)`${name}.pause();`
  if (call.parent.type === 'ExpressionStatement') return insertStatementsBefore(source, call.parent, code)
  const fn = enclosingFunction(call)
  return fn?.type === 'ArrowFunctionExpression' && unwrap(fn.body) === call
    ? toBlockBody(source, fn, { before: code, returns: false })
    : undefined
}
