import type { Node, Source, Variable } from '../source.ts'
import type { Call } from './callee.ts'
import { calleeName, receiverOf } from './callee.ts'
import { droppedFunctions } from './dropped-functions.ts'
import { areExclusive } from './exclusive.ts'
import { calledFunction, enclosingFunction } from './functions.ts'
import type { Heard } from './heard.ts'
import { either, HEARD, heardBy, MAYBE, SILENCE } from './heard.ts'
import { listensForError } from './listener-calls.ts'
import {
  ANSWERS,
  DEAF_METHODS,
  FAILURE_LISTENERS,
  LISTEN_METHODS,
  LOOKERS,
  LOOKING_GLOBALS,
  TAKES_CHUNKS,
} from './listener-tables.ts'
import { constructorOf, localClass } from './local-class.ts'
import type { FunctionNode } from './nodes.ts'
import { isFunction } from './nodes.ts'
import { enclosingClass } from './origin.ts'
import { isResponse } from './pipes.ts'
import { importedFunction, keyOf } from './promisified.ts'
import { heldUses, streamUsesOf, streamUsesOfVariable } from './same-stream.ts'
import { propertyName, unwrap } from './unwrap.ts'
import type { Use } from './uses.ts'
import { globalName, variableOf } from './variables.ts'

/** What a question carries along. */
export interface Question {
  /** How many helpers may still be followed. */
  readonly steps: number
  /** A function that gives the stream back is asked about by who gets it. */
  readonly fromCaller: boolean
  /** Where the stream is used; what one run never reaches together with it does not count. Undefined: all counts. */
  readonly at: Node | undefined
}

/** The same question one helper further on. */
export function next(question: Question): Question {
  return { ...question, steps: question.steps - 1 }
}

/** What the things that happen to a stream tell of its listeners. */
export function ofUses(source: Source, uses: readonly Use[], question: Question): Heard {
  let heard = SILENCE
  for (const use of uses) {
    heard = either(heard, () => ofUse(source, use, question))
    if (heard.isHeard) return heard
  }
  return heard
}

function ofUse(source: Source, use: Use, question: Question): Heard {
  switch (use.kind) {
    case 'method-call':
      return LISTEN_METHODS.has(use.name) ? heardBy(listensForError(source, use.call)) : SILENCE
    case 'argument':
      return ofArgument(source, use.call, use.index, question)
    case 'iterated':
      return use.loop.await ? HEARD : SILENCE
    case 'returned':
      return question.fromCaller || isReturnDropped(source, use.by) ? SILENCE : MAYBE
    case 'stored': {
      if (isOwnField(use.into)) return SILENCE
      const held = heldUses(source, use.into)
      return held === undefined ? MAYBE : ofUses(source, held, question)
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

function ofArgument(source: Source, call: Call, index: number, question: Question): Heard {
  const imported = importedFunction(source, call.callee)
  const key = imported === undefined ? undefined : keyOf(imported)
  if (key !== undefined && FAILURE_LISTENERS.has(key))
    return question.at !== undefined && areExclusive(source, call, question.at) ? SILENCE : HEARD
  if (key !== undefined && LOOKERS.has(key)) return SILENCE
  const callee = unwrap(call.callee)
  if (callee.type === 'MemberExpression' && DEAF_METHODS.has(propertyName(callee) ?? '')) return SILENCE
  if (looksOnly(source, call) || isAnswer(source, call)) return SILENCE
  if (call.type === 'CallExpression') {
    const fn = calledFunction(source, call)
    if (fn === undefined) return { ...SILENCE, handedTo: [call] }
    return ofHelper(source, fn, index, call, next(question))
  }
  const owner = localClass(source, call.callee)
  if (owner === undefined) return MAYBE
  const fn = constructorOf(owner)
  return fn === undefined ? SILENCE : ofHelper(source, fn, index, call, next(question))
}

/** What a function of this file does to a parameter; what it gives back may be the same stream. */
function ofHelper(source: Source, fn: FunctionNode, index: number, call: Call, question: Question): Heard {
  if (question.steps === 0) return MAYBE
  const variable = parameterAt(source, fn, index)
  if (variable === 'unknown') return MAYBE
  if (variable === undefined) return SILENCE
  const uses = streamUsesOfVariable(source, variable)
  const inside = ofUses(source, uses, { ...question, fromCaller: true, at: question.at === undefined ? undefined : fn })
  if (!uses.some((it) => it.kind === 'returned')) return inside
  return either(inside, () => ofUses(source, streamUsesOf(source, call), { ...question, fromCaller: false }))
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

/** `file.end(x)`, `res.send(x)`: what takes chunks, or values to answer with, listens to nothing. */
function isAnswer(source: Source, call: Call): boolean {
  const receiver = receiverOf(call)
  const name = calleeName(call) ?? ''
  return receiver !== undefined && (TAKES_CHUNKS.has(name) || (ANSWERS.has(name) && isResponse(source, receiver)))
}

/** `list.forEach((event) => stream.on(event, f))`: nobody gets what the arrow gives back. */
function isReturnDropped(source: Source, by: Node): boolean {
  const fn = isFunction(by) ? by : enclosingFunction(by)
  return fn !== undefined && droppedFunctions(source).some((it) => it.fn === fn)
}

function isOwnField(into: Node): boolean {
  if (into.type === 'PropertyDefinition') return true
  if (into.type !== 'MemberExpression' || unwrap(into.object).type !== 'ThisExpression') return false
  return enclosingClass(into) !== undefined
}
