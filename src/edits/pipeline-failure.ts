import { errorLogger } from '../facts/loggers.ts'
import { isHeardOf } from '../facts/waiting.ts'
import type { Surroundings } from '../frameworks/handler.ts'
import type { Node, Source } from '../source.ts'
import { codeFor, joinLines } from './code-lines.ts'
import { ERROR_NAME, errorExit } from './error-exit.ts'
import { fileStyle, quoted, semicolon } from './file-style.ts'
import { indentationAt } from './lines.ts'
import { logCall } from './log-caught-error.ts'

/** What a pipeline into a response fails with when its client leaves before the end (seen on Node 20.20.2). */
const DEPARTURES = {
  /** Node's `pipeline`. */
  pipeline: { property: 'code', value: 'ERR_STREAM_PREMATURE_CLOSE' },
  /** `pipeTo(Writable.toWeb(res))`. */
  pipeTo: { property: 'name', value: 'AbortError' },
} as const

export interface FailedPipeline {
  /** The expression that becomes, or is, the pipeline. */
  readonly place: Node
  /** Its last stream is the response of a server, so that a client that leaves is no failure; by the way it is joined. */
  readonly departure: keyof typeof DEPARTURES | undefined
}

/**
 * What is written behind a promise `pipeline` that is awaited: nothing where a failure is heard of. Where the last stream
 * is a response, the normal departure of a client is let pass.
 * @param isHeard where the caller knows better, because it changes those who call this code
 */
export function behindAwait(
  failed: FailedPipeline,
  where: Surroundings,
  isHeard: boolean = isHeardOf(failed.place, where),
): string {
  const { source } = where
  if (!isHeard) return behindPromise(failed, where)
  if (failed.departure === undefined) return ''
  return catchText(
    source,
    failed.place,
    departureGuard(source, failed.departure, [`throw ${ERROR_NAME}${semicolon(source)}`]),
  )
}

/** What is written behind a promise `pipeline` that nobody waits for: a `.catch` that tells of the failure. */
export function behindPromise(failed: FailedPipeline, where: Surroundings): string {
  const { source } = where
  const exit = exitOf(failed, where)
  if (failed.departure !== undefined)
    return catchText(source, failed.place, departureGuard(source, failed.departure, exit.code))
  if (exit.reject !== undefined) return `.catch(${exit.reject})`
  if (exit.expression !== undefined) return `.catch((${ERROR_NAME}) => ${exit.expression})`
  return catchText(source, failed.place, exit.code)
}

/** The callback of a callback `pipeline`, as text. */
export function callbackText(failed: FailedPipeline, where: Surroundings): string {
  const { source } = where
  const exit = exitOf(failed, where)
  const code =
    failed.departure !== undefined
      ? departureGuard(source, failed.departure, exit.code, `${ERROR_NAME} && `)
      : exit.code.length === 1
        ? [`if (${ERROR_NAME}) ${exit.code[0]}`]
        : [`if (${ERROR_NAME}) {`, ...exit.code.map((line) => fileStyle(source).indent + line), '}']
  return arrowText(source, failed.place, code)
}

interface Exit {
  readonly code: readonly string[]
  readonly expression: string | undefined
  /** The name of the `reject` that may be passed as it is. */
  readonly reject: string | undefined
}

/** `pipeline` has destroyed the response already, so there is nobody left to answer: the failure is logged. */
function exitOf({ place, departure }: FailedPipeline, where: Surroundings): Exit {
  const exit = errorExit(place, where, false)
  if (departure !== undefined && exit.kind === 'response') {
    const { source, project, settings } = where
    const call = logCall(source, project, errorLogger(source, settings.loggers), 'Stream failed', ERROR_NAME)
    return { code: codeFor(source)`${call};`, expression: call, reject: undefined }
  }
  const { code, expression } = exit
  const reject = exit.kind === 'promise' ? expression?.slice(0, expression.indexOf('(')) : undefined
  return { code: expression === undefined ? code : [expression + semicolon(where.source)], expression, reject }
}

function departureGuard(
  source: Source,
  by: keyof typeof DEPARTURES,
  code: readonly string[],
  also = '',
): readonly string[] {
  const { property, value } = DEPARTURES[by]
  const head = `if (${also}${ERROR_NAME}.${property} !== ${quoted(source, value)})`
  if (code.length === 1) return [`${head} ${code[0]}`]
  return [`${head} {`, ...code.map((line) => fileStyle(source).indent + line), '}']
}

function catchText(source: Source, place: Node, code: readonly string[]): string {
  return `.catch(${arrowText(source, place, code)})`
}

function arrowText(source: Source, place: Node, code: readonly string[]): string {
  const { lineEnding, indent } = fileStyle(source)
  const base = indentationAt(source.text, place.range[0])
  const body = joinLines(source, code, base + indent)
  return `(${ERROR_NAME}) => {${lineEnding}${base}${indent}${body}${lineEnding}${base}}`
}
