import { AUTHENTICATE_ROUTES } from './authenticate-routes.ts'
import { BOUNDED_BODY } from './bounded-body.ts'
import { BROKER_FAN_OUT } from './broker-fan-out.ts'
import { CACHE_FETCH } from './cache-fetch.ts'
import type { Codemod, CodemodArguments } from './codemod.ts'
import { HANDLE_STREAM_ERRORS } from './handle-stream-errors.ts'
import { INSTRUMENT_STREAMS } from './instrument-streams.ts'
import { LIMIT_CONCURRENCY } from './limit-concurrency.ts'
import { LOAD_TEST } from './load-test.ts'
import { NEGOTIATE_PROTOCOLS } from './negotiate-protocols.ts'
import { PIPE_TO_PIPELINE } from './pipe-to-pipeline.ts'
import { RATE_LIMIT_ROUTES } from './rate-limit-routes.ts'
import { SEND_DELTAS } from './send-deltas.ts'
import { SOCKET_ADAPTER } from './socket-adapter.ts'
import { SSE_ENCODER } from './sse-encoder.ts'
import { SSE_PARSER } from './sse-parser.ts'

/**
 * The codemods that need more than a rule's own suggestion, in the order in which `fix all` runs them. They run before the rules'
 * own, because their remedies are the better ones where both have one.
 */
export const CODEMODS: readonly Codemod[] = [
  BOUNDED_BODY,
  PIPE_TO_PIPELINE,
  HANDLE_STREAM_ERRORS,
  LIMIT_CONCURRENCY,
  CACHE_FETCH,
  AUTHENTICATE_ROUTES,
  RATE_LIMIT_ROUTES,
  BROKER_FAN_OUT,
  SOCKET_ADAPTER,
  SEND_DELTAS,
  NEGOTIATE_PROTOCOLS,
  INSTRUMENT_STREAMS,
  SSE_ENCODER,
  SSE_PARSER,
  LOAD_TEST,
]

/** The codemod of a name. */
export function codemodOf(name: string): Codemod | undefined {
  return CODEMODS.find((it) => it.name === name)
}

/** The codemods that work from the reports of a rule, but for the rule's own. */
export function codemodsFor(rule: string): readonly Codemod[] {
  return CODEMODS.filter(({ rules }) => rules.includes(rule))
}

/** The options that a codemod needs and was not given. */
export function missingArguments(
  { needs = [] }: Codemod,
  given: CodemodArguments,
): readonly (keyof CodemodArguments)[] {
  return needs.filter((name) => given[name] === undefined)
}
