import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source, Variable } from '../source.ts'
import { perSource } from '../source.ts'
import type { Call } from './callee.ts'
import { methodName, receiverOf } from './callee.ts'
import { calledFunction, enclosingFunction, returnedExpressions } from './functions.ts'
import { originsOf } from './origin.ts'
import type { StreamBirth } from './stream-birth.ts'
import { streamBirth } from './stream-birth.ts'
import type { StreamLoop } from './stream-loops.ts'
import { streamLoops } from './stream-loops.ts'
import { unwrap, unwrapAwait } from './unwrap.ts'
import type { Use } from './uses.ts'
import { usesOf } from './uses.ts'
import { globalName, variableOf } from './variables.ts'

/** A reader of a web stream that a loop of this file reads with. */
export interface Reader {
  /** The call or construction that takes it: `stream.getReader()`, `new ReadableStreamDefaultReader(stream)`. */
  readonly taken: Call
  /** The stream that it is taken from. */
  readonly stream: Node
  /** How the code came by that stream. */
  readonly birth: StreamBirth
  /** The loops that read with it, in document order; never empty. */
  readonly loops: readonly StreamLoop[]
  /** Everything that happens to it, under all of its names. */
  readonly uses: readonly Use[]
  /** Returned, stored, passed on or lost from sight: others may cancel it. */
  readonly isHandedOut: boolean
  /** Bound by `using` or `await using`. */
  readonly isDisposed: boolean
}

const READER_CLASSES = new Set(['ReadableStreamDefaultReader', 'ReadableStreamBYOBReader'])
/** What a reader's own methods and properties are read for without giving the reader away. */
const OWN_PARTS = new Set(['closed'])

/** The readers of the file that are taken in it, in document order. Those that a parameter hands in belong to their creator. */
export const readersOf = perSource((source): readonly Reader[] => {
  const loopsByTaken = new Map<Call, StreamLoop[]>()
  for (const loop of streamLoops(source)) {
    if (loop.stream === undefined || (loop.form !== 'read' && loop.form !== 'then')) continue
    for (const taken of takenBy(source, loop.stream)) {
      const loops = loopsByTaken.get(taken)
      if (loops === undefined) loopsByTaken.set(taken, [loop])
      else loops.push(loop)
    }
  }
  return [...loopsByTaken]
    .map(([taken, loops]) => readerOf(source, taken, loops))
    .sort((a, b) => a.taken.range[0] - b.taken.range[0])
})

function readerOf(source: Source, taken: Call, loops: readonly StreamLoop[]): Reader {
  const stream = streamTakenFrom(source, taken) as Node
  const uses = usesOf(source, resultOfOpener(source, taken, loops))
  return {
    taken,
    stream,
    birth: streamBirth(source, stream),
    loops,
    uses,
    isHandedOut: uses.some(givesAway),
    isDisposed: uses.some((use) => isDisposed(source, use.node)),
  }
}

/** The calls that can have made the reader of a loop; none when one of its origins is not known to be such a call. */
function takenBy(source: Source, reader: Node): Call[] {
  const found: Call[] = []
  for (const origin of originsOf(source, reader)) {
    const made = origin.kind === 'expression' && origin.path.length === 0 ? unwrapAwait(origin.node) : undefined
    const calls = made === undefined || !isCall(made) ? [] : takenByCall(source, made)
    if (calls.length === 0) return []
    found.push(...calls)
  }
  return found
}

/** The call itself, or, of a function of this file that opens a reader for others, the calls it gives back. */
function takenByCall(source: Source, call: Call): Call[] {
  if (streamTakenFrom(source, call) !== undefined) return [call]
  const fn = call.type === 'CallExpression' ? calledFunction(source, call) : undefined
  if (fn === undefined) return []
  const returned = returnedExpressions(source, fn).map((it) => unwrapAwait(it))
  return returned.every((it): it is Call => isCall(it) && streamTakenFrom(source, it) !== undefined) ? returned : []
}

/** The stream that a call takes a reader from; undefined for other calls. */
function streamTakenFrom(source: Source, call: Call): Node | undefined {
  if (call.type === 'CallExpression') return methodName(call) === 'getReader' ? receiverOf(call) : undefined
  const [stream] = call.arguments
  return READER_CLASSES.has(globalName(source, call.callee) ?? '') && stream?.type !== 'SpreadElement'
    ? stream
    : undefined
}

/** Where the reader's life in the loop's code begins: the call that takes it, or that of the function that opens it. */
function resultOfOpener(source: Source, taken: Call, loops: readonly StreamLoop[]): Node {
  const opener = enclosingFunction(taken)
  for (const origin of originsOf(source, loops[0]?.stream as Node)) {
    const made = origin.kind === 'expression' ? unwrapAwait(origin.node) : undefined
    if (made !== undefined && made !== taken && isCall(made) && calledFunction(source, made) === opener) return made
  }
  return taken
}

function givesAway(use: Use): boolean {
  switch (use.kind) {
    case 'method-call':
    case 'tested':
      return false
    case 'property':
      // `reader.cancel` that is not called on the spot is handed to somebody who will.
      return !OWN_PARTS.has(use.name)
    default:
      return true
  }
}

function isDisposed(source: Source, read: Node): boolean {
  const node = unwrap(read)
  const variable = node.type === 'Identifier' ? variableOf(source, node) : undefined
  return variable !== undefined && isUsing(variable)
}

/** True for a variable that is declared with `using` or `await using`. */
export function isUsing(variable: Variable): boolean {
  const declaration = (variable.defs[0]?.node as Node | undefined)?.parent
  return declaration?.type === 'VariableDeclaration' && declaration.kind.endsWith('using')
}

function isCall(node: Node): node is TSESTree.CallExpression | TSESTree.NewExpression {
  return node.type === 'CallExpression' || node.type === 'NewExpression'
}
