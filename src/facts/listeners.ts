import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { perNode } from '../source.ts'
import { calleeName } from './callee.ts'
import { calledFunction, callsOfFunction, returnedExpressions } from './functions.ts'
import type { Heard } from './heard.ts'
import { all, either, heardBy, MAYBE, SILENCE } from './heard.ts'
import type { Listening } from './listener-calls.ts'
import { classListensForError } from './listener-calls.ts'
import { LIFE_NAMES } from './listener-tables.ts'
import type { Question } from './listener-uses.ts'
import { next, ofUses } from './listener-uses.ts'
import { localClass } from './local-class.ts'
import type { Origin } from './origin.ts'
import { enclosingClass } from './origin.ts'
import type { StreamCandidate } from './same-stream.ts'
import { candidatesOf, sameStream } from './same-stream.ts'
import { pipelineCalls } from './pipelines.ts'
import { streamOf } from './stream-value.ts'
import { unwrapAwait } from './unwrap.ts'

export type { Listening } from './listener-calls.ts'

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

/**
 * The answer is the same for all places that name one stream, unless a `pipeline` of the file hears it: that does not count
 * for a pipe which no run reaches together with it.
 */
function heardOf(source: Source, expression: Node): Heard {
  const heard = heardAnywhere(source, expression)
  return heard.isHeard && pipelineCalls(source).length > 0 ? heardAt(source, expression) : heard
}

function heardAnywhere(source: Source, expression: Node): Heard {
  const key = candidatesOf(source, expression)
  const known = answers.get(key)
  if (known !== undefined) return known
  answers.set(key, MAYBE)
  const heard = asked(source, expression, { steps: MAX_HELPERS, fromCaller: false, at: undefined })
  answers.set(key, heard)
  return heard
}

/** By the list of candidates, of which there is one per stream and syntax tree. */
const answers = new WeakMap<readonly StreamCandidate[], Heard>()

const heardAt = perNode<Node, Heard>(
  (source, expression) => asked(source, expression, { steps: MAX_HELPERS, fromCaller: false, at: expression }),
  MAYBE,
)

function asked(source: Source, expression: Node, question: Question): Heard {
  if (question.steps === 0) return MAYBE
  const base = sameStream(expression)
  if (base.type === 'ThisExpression') {
    const owner = enclosingClass(base)
    return owner === undefined ? MAYBE : heardBy(classListensForError(source, owner))
  }
  const candidates = candidatesOf(source, expression).map(({ origin, uses }) => ({
    origin,
    heard: either(ofUses(source, uses, question), () =>
      origin === undefined ? SILENCE : ofOrigin(source, origin, question),
    ),
  }))
  const isOneHeard = candidates.some(({ heard }) => heard.isHeard)
  // Every value that it can be needs a listener. Beside one that has it, one that is handed in may bring its own:
  // `(options.body || req).pipe(x)`.
  return all(
    candidates.map(({ origin, heard }) =>
      isOneHeard && !heard.isHeard && origin?.kind !== 'expression' ? MAYBE : heard,
    ),
  )
}

/** What the place where a stream comes from tells. */
function ofOrigin(source: Source, origin: Origin, question: Question): Heard {
  switch (origin.kind) {
    case 'expression': {
      const made = unwrapAwait(origin.node)
      if (origin.path.length > 0) return SILENCE
      if (made.type === 'CallExpression') return ofMaker(source, made, question)
      const owner = made.type === 'NewExpression' ? localClass(source, made.callee) : undefined
      return owner === undefined ? SILENCE : heardBy(classListensForError(source, owner))
    }
    case 'parameter':
      return ofCallers(source, origin, question)
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
function ofMaker(source: Source, call: TSESTree.CallExpression, question: Question): Heard {
  const fn = calledFunction(source, call)
  if (fn !== undefined && !fn.generator) {
    const returned = returnedExpressions(source, fn)
    if (returned.length === 0) return SILENCE
    return returned.length > MAX_CALLERS
      ? MAYBE
      : all(returned.map((it) => asked(source, it, { ...next(question), fromCaller: true })))
  }
  if (streamOf(source, call) !== undefined) return SILENCE
  return call.arguments.some((it) => it.type !== 'SpreadElement' && streamOf(source, it)?.family === 'node')
    ? MAYBE
    : SILENCE
}

/** What the callers that this file shows do to the stream that they hand in. */
function ofCallers(source: Source, origin: Extract<Origin, { kind: 'parameter' }>, question: Question): Heard {
  if (origin.path.length > 0) return SILENCE
  const calls = callsOfFunction(source, origin.fn)
  if (calls.length === 0) return SILENCE
  if (calls.length > MAX_CALLERS) return MAYBE
  return all(
    calls.map((call) => {
      const argument = call.arguments[origin.index]
      if (argument === undefined || argument.type === 'SpreadElement') return SILENCE
      return asked(source, argument, {
        ...next(question),
        fromCaller: false,
        at: question.at === undefined ? undefined : call,
      })
    }),
  )
}

function looksAfterIt(call: TSESTree.CallExpression): boolean {
  return LIFE_NAMES.test(calleeName(call) ?? '')
}
