import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source, Variable } from '../source.ts'
import { perNode } from '../source.ts'
import type { Call } from './callee.ts'
import { calleeName, receiverOf } from './callee.ts'
import { droppedFunctions } from './dropped-functions.ts'
import { calledFunction, callsOfFunction, enclosingFunction, returnedExpressions } from './functions.ts'
import type { Listening } from './listener-calls.ts'
import { classListensForError, listensForError } from './listener-calls.ts'
import {
  ANSWERS,
  DEAF_METHODS,
  FAILURE_LISTENERS,
  LIFE_NAMES,
  LISTEN_METHODS,
  LOOKERS,
  LOOKING_GLOBALS,
} from './listener-tables.ts'
import { constructorOf, localClass } from './local-class.ts'
import type { FunctionNode } from './nodes.ts'
import { isFunction } from './nodes.ts'
import type { Origin } from './origin.ts'
import { enclosingClass } from './origin.ts'
import { isResponse } from './pipes.ts'
import { importedFunction, keyOf } from './promisified.ts'
import { candidatesOf, heldUses, sameStream, streamUsesOf, streamUsesOfVariable } from './same-stream.ts'
import { streamOf } from './stream-value.ts'
import { propertyName, unwrap, unwrapAwait } from './unwrap.ts'
import type { Use } from './uses.ts'
import { globalName, variableOf } from './variables.ts'

export type { Listening } from './listener-calls.ts'

/** What is known so far. Calls of functions of other files that get the stream are kept apart: whoever asks may know them. */
interface Heard {
  readonly isHeard: boolean
  readonly isUnknown: boolean
  readonly handedTo: readonly TSESTree.CallExpression[]
}

const SILENCE: Heard = { isHeard: false, isUnknown: false, handedTo: [] }
const HEARD: Heard = { isHeard: true, isUnknown: false, handedTo: [] }
const MAYBE: Heard = { isHeard: false, isUnknown: true, handedTo: [] }
/** How many helpers that hand a stream on to each other are followed, and how many callers or returns of one. */
const MAX_HELPERS = 4
const MAX_CALLERS = 16

/**
 * Whether a listener for `error` is attached to a Node stream or emitter: under any of its names, before or after, by a
 * function that listens for failures (`finished`, `pipeline`), or by a helper of this file.
 * @param options.isRequest the stream is the body of a request that this program serves: handing it to functions of other
 *   files is then usual and means nothing, unless their name says that they look after it
 */
export function errorListening(
  source: Source,
  stream: Node,
  options: { readonly isRequest?: boolean } = {},
): Listening {
  const heard = heardOf(source, unwrapAwait(stream))
  if (heard.isHeard) return 'yes'
  if (heard.isUnknown) return 'unknown'
  const counting = options.isRequest === true ? heard.handedTo.filter(looksAfterIt) : heard.handedTo
  return counting.length > 0 ? 'unknown' : 'no'
}

const heardOf = perNode<Node, Heard>((source, expression) => asked(source, expression, MAX_HELPERS, false), MAYBE)

/** @param fromCaller a function that gives the stream back is asked about by who gets it */
function asked(source: Source, expression: Node, steps: number, fromCaller: boolean): Heard {
  if (steps === 0) return MAYBE
  const base = sameStream(expression)
  if (base.type === 'ThisExpression') {
    const owner = enclosingClass(base)
    return owner === undefined ? MAYBE : heardBy(classListensForError(source, owner))
  }
  // Every value that it can be needs a listener.
  return all(
    candidatesOf(source, expression).map(({ origin, uses }) =>
      either(ofUses(source, uses, steps, fromCaller), () =>
        origin === undefined ? SILENCE : ofOrigin(source, origin, steps),
      ),
    ),
  )
}

/** What the place where a stream comes from tells. */
function ofOrigin(source: Source, origin: Origin, steps: number): Heard {
  switch (origin.kind) {
    case 'expression': {
      const made = unwrapAwait(origin.node)
      if (origin.path.length > 0) return SILENCE
      if (made.type === 'CallExpression') return ofMaker(source, made, steps)
      const owner = made.type === 'NewExpression' ? localClass(source, made.callee) : undefined
      return owner === undefined ? SILENCE : heardBy(classListensForError(source, owner))
    }
    case 'parameter':
      return ofCallers(source, origin, steps)
    case 'iteration':
      // What comes one by one from a stream arrives now; members of a list may have been prepared before.
      return origin.loop.await ? SILENCE : MAYBE
    case 'import':
    case 'global':
      return MAYBE
    case 'unknown':
      return SILENCE
  }
}

/** A function of this file that gives back the stream; one of another file that is given a stream may give back the same. */
function ofMaker(source: Source, call: TSESTree.CallExpression, steps: number): Heard {
  const fn = calledFunction(source, call)
  if (fn !== undefined && !fn.generator) {
    const returned = returnedExpressions(source, fn)
    if (returned.length === 0) return SILENCE
    return returned.length > MAX_CALLERS ? MAYBE : all(returned.map((it) => asked(source, it, steps - 1, true)))
  }
  if (streamOf(source, call) !== undefined) return SILENCE
  return call.arguments.some((it) => it.type !== 'SpreadElement' && streamOf(source, it)?.family === 'node')
    ? MAYBE
    : SILENCE
}

/** What the callers that this file shows do to the stream that they hand in. */
function ofCallers(source: Source, origin: Extract<Origin, { kind: 'parameter' }>, steps: number): Heard {
  if (origin.path.length > 0) return SILENCE
  const calls = callsOfFunction(source, origin.fn)
  if (calls.length === 0) return SILENCE
  if (calls.length > MAX_CALLERS) return MAYBE
  return all(
    calls.map((call) => {
      const argument = call.arguments[origin.index]
      if (argument === undefined || argument.type === 'SpreadElement') return SILENCE
      return asked(source, argument, steps - 1, false)
    }),
  )
}

function ofUses(source: Source, uses: readonly Use[], steps: number, fromCaller: boolean): Heard {
  let heard = SILENCE
  for (const use of uses) {
    heard = either(heard, () => ofUse(source, use, steps, fromCaller))
    if (heard.isHeard) return heard
  }
  return heard
}

function ofUse(source: Source, use: Use, steps: number, fromCaller: boolean): Heard {
  switch (use.kind) {
    case 'method-call':
      return LISTEN_METHODS.has(use.name) ? heardBy(listensForError(source, use.call)) : SILENCE
    case 'argument':
      return ofArgument(source, use.call, use.index, steps)
    case 'iterated':
      return use.loop.await ? HEARD : SILENCE
    case 'returned':
      return fromCaller || isReturnDropped(source, use.by) ? SILENCE : MAYBE
    case 'stored': {
      if (isOwnField(use.into)) return SILENCE
      const held = heldUses(source, use.into)
      return held === undefined ? MAYBE : ofUses(source, held, steps, fromCaller)
    }
    case 'property':
    case 'destructured':
      return LISTEN_METHODS.has(use.name) ? MAYBE : SILENCE
    case 'exported':
    case 'yielded':
    case 'unknown':
      return MAYBE
    case 'called':
    case 'property-set':
    case 'tested':
    case 'thrown':
      return SILENCE
  }
}

function ofArgument(source: Source, call: Call, index: number, steps: number): Heard {
  const imported = importedFunction(source, call.callee)
  const key = imported === undefined ? undefined : keyOf(imported)
  if (key !== undefined && FAILURE_LISTENERS.has(key)) return HEARD
  if (key !== undefined && LOOKERS.has(key)) return SILENCE
  const callee = unwrap(call.callee)
  if (callee.type === 'MemberExpression' && DEAF_METHODS.has(propertyName(callee) ?? '')) return SILENCE
  if (looksOnly(source, call) || isAnswer(source, call)) return SILENCE
  if (call.type === 'CallExpression') {
    const fn = calledFunction(source, call)
    if (fn === undefined) return { ...SILENCE, handedTo: [call] }
    return ofHelper(source, fn, index, call, steps - 1)
  }
  const owner = localClass(source, call.callee)
  if (owner === undefined) return MAYBE
  const fn = constructorOf(owner)
  return fn === undefined ? SILENCE : ofHelper(source, fn, index, call, steps - 1)
}

/** What a function of this file does to a parameter; what it gives back may be the same stream. */
function ofHelper(source: Source, fn: FunctionNode, index: number, call: Call, steps: number): Heard {
  if (steps === 0) return MAYBE
  const variable = parameterAt(source, fn, index)
  if (variable === 'unknown') return MAYBE
  if (variable === undefined) return SILENCE
  const uses = streamUsesOfVariable(source, variable)
  const inside = ofUses(source, uses, steps, true)
  if (!uses.some((it) => it.kind === 'returned')) return inside
  return either(inside, () => ofUses(source, streamUsesOf(source, call), steps, false))
}

function parameterAt(source: Source, fn: FunctionNode, index: number): Variable | 'unknown' | undefined {
  const parameter = fn.params[index]
  if (parameter === undefined) return fn.params.at(-1)?.type === 'RestElement' ? 'unknown' : undefined
  const inner = parameter.type === 'TSParameterProperty' ? parameter.parameter : parameter
  const target = inner.type === 'AssignmentPattern' ? inner.left : inner
  if (target.type === 'Identifier') return variableOf(source, target)
  return target.type === 'RestElement' ? 'unknown' : undefined
}

/** `console.log(stream)` and the like. */
function looksOnly(source: Source, call: Call): boolean {
  const name = globalName(source, receiverOf(call) ?? call.callee)
  return name !== undefined && LOOKING_GLOBALS.has(name) && calleeName(call) !== 'assign'
}

/** `res.send(x)`: a response of Node's kind takes values, and listens to nothing. */
function isAnswer(source: Source, call: Call): boolean {
  const receiver = receiverOf(call)
  return receiver !== undefined && ANSWERS.has(calleeName(call) ?? '') && isResponse(source, receiver)
}

function looksAfterIt(call: TSESTree.CallExpression): boolean {
  return LIFE_NAMES.test(calleeName(call) ?? '')
}

/** `list.forEach((event) => stream.on(event, f))`: nobody gets what the arrow gives back. */
function isReturnDropped(source: Source, by: Node): boolean {
  const fn = isFunction(by) ? by : enclosingFunction(by)
  return fn !== undefined && droppedFunctions(source).some((it) => it.fn === fn)
}

function isOwnField(into: Node): boolean {
  if (into.type === 'PropertyDefinition') return true
  return into.type === 'MemberExpression' && unwrap(into.object).type === 'ThisExpression'
}

function heardBy(answer: Listening): Heard {
  return answer === 'yes' ? HEARD : answer === 'no' ? SILENCE : MAYBE
}

function either(a: Heard, next: () => Heard): Heard {
  if (a.isHeard) return a
  const b = next()
  return {
    isHeard: b.isHeard,
    isUnknown: a.isUnknown || b.isUnknown,
    handedTo: [...a.handedTo, ...b.handedTo],
  }
}

/** All must be heard; one that certainly is not decides. */
function all(values: readonly Heard[]): Heard {
  return (
    values.find((it) => !it.isHeard && !it.isUnknown && it.handedTo.length === 0) ??
    values.find((it) => !it.isHeard) ??
    values[0] ??
    MAYBE
  )
}
