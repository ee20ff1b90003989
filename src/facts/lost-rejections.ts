import type { TSESTree } from '@typescript-eslint/utils'
import type { Handler, Surroundings } from '../frameworks/handler.ts'
import { catchesRejections, requestHandlers } from '../frameworks/handlers.ts'
import type { Node, Source } from '../source.ts'
import { methodName } from './callee.ts'
import type { DropKind } from './dropped-functions.ts'
import { droppedFunctions } from './dropped-functions.ts'
import { calledFunction } from './functions.ts'
import type { FunctionNode } from './nodes.ts'
import { isFunction, nodesOf } from './nodes.ts'
import type { Rejection } from './rejections.ts'
import { rejectionsOf, rejectionsOfPromise } from './rejections.ts'
import { isStartOfScript } from './script-start.ts'
import { promisedRead, readsByFunction } from './stream-reads.ts'
import { unwrap } from './unwrap.ts'
import { methodCalls } from './named-calls.ts'

/** The failure of a stream that reaches nobody. */
export type LostRejection = { readonly rejection: Rejection } & (
  | {
      /** A promise that is thrown away. `iife`: of a function called where it stands. `chain`: of `.then(…)` and the like. `call`: of a function of this file. */
      readonly kind: 'iife' | 'chain' | 'call'
    }
  | {
      /** What a function rejects with whose caller drops its promise. */
      readonly kind: DropKind | 'route'
      readonly fn: FunctionNode
      /** True when the promise is given back as it is, so that a `try` in the function does not get its rejection. */
      readonly isReturned: boolean
      /** `route`: how the function is registered. */
      readonly handler?: Handler
    }
)

/** Every failure of a stream that is dropped in this file, once per read that is not caught and per call that is not. */
export function lostRejections(where: Surroundings): LostRejection[] {
  const { source } = where
  const found: LostRejection[] = []
  if (!hasReads(source)) return found
  const addFunction = (kind: DropKind | 'route', fn: FunctionNode, handler?: Handler) => {
    const { inside, returned } = rejectionsOf(source, fn)
    const common = { kind, fn, ...(handler === undefined ? {} : { handler }) }
    if (inside !== undefined) found.push({ ...common, rejection: inside, isReturned: false })
    for (const rejection of returned) found.push({ ...common, rejection, isReturned: true })
  }
  const addPromise = (expression: Node) => {
    for (const rejection of rejectionsOfPromise(source, expression)) {
      const { promise } = rejection
      if (promise !== undefined && !isStartOfScript(source, promise))
        found.push({ kind: kindOf(source, promise), rejection })
    }
  }
  const registered = new Set<FunctionNode>()
  for (const handler of requestHandlers(source)) {
    registered.add(handler.fn)
    if (catchesRejections(handler, where) === false) addFunction('route', handler.fn, handler)
  }
  for (const { fn, kind } of droppedFunctions(source)) if (!registered.has(fn)) addFunction(kind, fn)
  for (const statement of nodesOf(source, 'ExpressionStatement')) addPromise(statement.expression)
  for (const node of nodesOf(source, 'UnaryExpression')) if (node.operator === 'void') addPromise(node.argument)
  return oncePerRead(found)
}

/** Where nothing is read, no rejection begins. */
function hasReads(source: Source): boolean {
  if (readsByFunction(source).size > 0) return true
  return methodCalls(source, ['read']).some((call) => promisedRead(source, call) !== undefined)
}

/** A read that is reported itself needs no further report at the calls through which it comes. */
function oncePerRead(found: readonly LostRejection[]): LostRejection[] {
  const direct = new Set(found.filter(isDirect).map(({ rejection }) => rejection.read.node))
  const places = new Set<string>()
  return found.filter((lost) => {
    const { at, read } = lost.rejection
    if (!isDirect(lost) && direct.has(read.node)) return false
    const place = ('type' in at ? at.range : at).join()
    return !places.has(place) && places.add(place)
  })
}

function isDirect({ rejection }: LostRejection): boolean {
  return rejection.at === rejection.read.at
}

function kindOf(source: Source, promise: TSESTree.CallExpression): 'iife' | 'chain' | 'call' {
  const callee = unwrap(promise.callee)
  if (isFunction(callee)) return 'iife'
  if (callee.type !== 'MemberExpression' || calledFunction(source, promise) !== undefined) return 'call'
  return methodName(promise) === 'call' || methodName(promise) === 'apply' ? 'iife' : 'chain'
}
