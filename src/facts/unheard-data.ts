import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { receiverOf } from './callee.ts'
import { isChildOutput } from './child-output.ts'
import { eventNames } from './event-names.ts'
import { LISTEN_METHODS } from './listener-tables.ts'
import { errorListening } from './listeners.ts'
import { modelStreamCall } from './model-call.ts'
import type { RoleOf } from './pipes.ts'
import type { StreamCandidate } from './same-stream.ts'
import { candidatesOf, sameStream } from './same-stream.ts'
import type { StreamSource } from './stream-tables.ts'
import { streamOf } from './stream-value.ts'
import { isIncomingMessage } from './unheard-pipes.ts'
import { propertyName, unwrap } from './unwrap.ts'
import type { Use } from './uses.ts'
import { methodCalls } from './named-calls.ts'

/** A `data` listener on a Node stream that has no listener for `error`. */
export interface UnheardData {
  readonly call: TSESTree.CallExpression
  readonly receiver: Node
  /**
   * `crash`: the error ends the process. `stall`: the answer to a request of this program, which then neither ends nor
   * fails. `rejection`: the event stream of a model's SDK, which makes it an unhandled rejection.
   */
  readonly outcome: 'crash' | 'stall' | 'rejection'
}

/** What Node or a child looks after itself, and what cannot fail. */
const LOOKED_AFTER: ReadonlySet<StreamSource> = new Set<StreamSource>([
  'request',
  'response',
  'child-process',
  'process',
  'memory',
])
/** Names of values of unknown kind that are a server's request, or what a child prints. */
const LOOKED_AFTER_NAMES =
  /^_?(?:req|request|incoming\w*|message|msg|child\w*|proc|process|subprocess|shell|term|terminal|pty)$|^std(?:in|out|err)$|(?:Req|Request|Stdin|Stdout|Stderr)$/
/** Methods of an SDK's event stream after which nobody needs a listener: they give a promise, or another stream. */
const ALSO_FINE = new Set([...LISTEN_METHODS, 'off', 'abort'])

/** Every stream of the file whose chunks have a listener and whose failure has none, once per stream. */
export function unheardData(source: Source, roleOf: RoleOf): UnheardData[] {
  const found: UnheardData[] = []
  const seen = new Set<readonly StreamCandidate[]>()
  for (const call of methodCalls(source, LISTEN_METHODS)) {
    const receiver = receiverOf(call)
    if (receiver === undefined || call.arguments.length < 2) continue
    const outcome = outcomeOf(source, call, receiver, roleOf)
    if (outcome === undefined) continue
    const candidates = candidatesOf(source, receiver)
    if (seen.has(candidates)) continue
    seen.add(candidates)
    if (errorListening(source, receiver) === 'no') found.push({ call, receiver, outcome })
  }
  return found
}

function outcomeOf(
  source: Source,
  call: TSESTree.CallExpression,
  receiver: Node,
  roleOf: RoleOf,
): UnheardData['outcome'] | undefined {
  const made = sameStream(receiver)
  if (isEventStream(source, made)) return 'rejection'
  const [event] = call.arguments
  if (event === undefined || event.type === 'SpreadElement' || !eventNames(source, event).names.has('data'))
    return undefined
  const { isPiped, isHeardToEnd } = treatmentOf(source, candidatesOf(source, receiver))
  // Whoever reports the pipe reports this too.
  if (isPiped) return undefined
  if (isChildOutput(source, receiver)) return undefined
  const stream = streamOf(source, receiver)
  if (stream !== undefined) {
    if (stream.family !== 'node' || LOOKED_AFTER.has(stream.source)) return undefined
  } else {
    if (roleOf(made) !== undefined || [made, ...parametersOf(source, made)].some(isNamedAfterOwner)) return undefined
    if (!isHandedIn(source, made) || !isHeardToEnd) return undefined
  }
  return isIncomingMessage(source, receiver, roleOf) ? 'stall' : 'crash'
}

interface Treatment {
  readonly isPiped: boolean
  /** Somebody listens for `end`. */
  readonly isHeardToEnd: boolean
}

const treatments = new WeakMap<readonly StreamCandidate[], Treatment>()

/** What is done with a stream in all its places; every listener of it asks. */
function treatmentOf(source: Source, candidates: readonly StreamCandidate[]): Treatment {
  let treatment = treatments.get(candidates)
  if (treatment === undefined) {
    const uses = candidates.flatMap((it) => it.uses)
    treatment = {
      isPiped: uses.some((use) => use.kind === 'method-call' && use.name === 'pipe'),
      isHeardToEnd: uses.some((use) => listensTo(source, use, 'end')),
    }
    treatments.set(candidates, treatment)
  }
  return treatment
}

/** `client.messages.stream(…)` whose only uses are listeners. */
function isEventStream(source: Source, expression: Node): boolean {
  return candidatesOf(source, expression).every(({ origin, uses }) => {
    const made = origin?.kind === 'expression' && origin.path.length === 0 ? unwrap(origin.node) : expression
    if (made.type !== 'CallExpression') return false
    if (modelStreamCall(source, made)?.call.endsWith('.stream') !== true) return false
    return uses.every((use) => use.kind === 'tested' || (use.kind === 'method-call' && ALSO_FINE.has(use.name)))
  })
}

/** A parameter, or a part of something: what is made here by an unknown class or function says nothing. */
function isHandedIn(source: Source, expression: Node): boolean {
  return candidatesOf(source, expression).every(
    ({ origin }) => origin?.kind === 'parameter' || (origin?.kind === 'expression' && origin.path.length > 0),
  )
}

function listensTo(source: Source, use: Use, event: string): boolean {
  if (use.kind !== 'method-call' || !LISTEN_METHODS.has(use.name)) return false
  const [name] = use.call.arguments
  return name !== undefined && name.type !== 'SpreadElement' && eventNames(source, name).names.has(event)
}

/** The names of the parameters that a value can come from. */
function parametersOf(source: Source, expression: Node): Node[] {
  return candidatesOf(source, expression).flatMap(({ origin }) => {
    const name = origin?.kind === 'parameter' ? origin.variable?.identifiers[0] : undefined
    return name === undefined ? [] : (name as Node)
  })
}

function isNamedAfterOwner(node: Node): boolean {
  const name =
    node.type === 'Identifier' ? node.name : node.type === 'MemberExpression' ? propertyName(node) : undefined
  return name !== undefined && LOOKED_AFTER_NAMES.test(name)
}
