import type { TSESTree } from '@typescript-eslint/utils'
import { enclosingFunction, returnedExpressions } from '../facts/functions.ts'
import type { PipeChain, PipeLink } from '../facts/pipes.ts'
import { isNoStream, isResponse } from '../facts/pipes.ts'
import { isNeededBehind, mayAwait } from '../facts/waiting.ts'
import type { FrameworkName, Surroundings } from '../frameworks/handler.ts'
import { catchesRejections, handlerOf } from '../frameworks/handlers.ts'
import type { Change, Edit } from './edit.ts'
import { importBinding } from './imports.ts'
import { makeAsync } from './make-async.ts'
import type { PipeArguments } from './pipe-arguments.ts'
import { pipeArguments } from './pipe-arguments.ts'
import type { FailedPipeline } from './pipeline-failure.ts'
import { behindAwait, behindPromise, callbackText } from './pipeline-failure.ts'

/** `await`: the code waits. `promise`: it goes on, as before. `callback`: the chain's value is used, so that its last stream is given back. */
export interface PipeRemedy {
  readonly form: 'await' | 'promise' | 'callback'
  readonly edit: () => Edit | undefined
}

/**
 * What becomes of a chain of pipes whose failure nobody hears: one `pipeline`. Undefined where that cannot be written.
 * @param asynchronous what makes the function asynchronous, where it is known that all who call it can wait for it and are told
 */
export function pipeToPipeline(
  chain: PipeChain,
  where: Surroundings,
  asynchronous?: readonly Change[],
): PipeRemedy | undefined {
  const { source } = where
  const streams = [chain[0].receiver, ...chain.map((link) => link.destination)]
  const args = pipeArguments(source, chain)
  if (args === undefined || streams.some((stream) => isNoStream(source, stream))) return undefined
  const { outer } = args
  const parent = outer.parent
  const isAwaited = parent.type === 'AwaitExpression' && parent.parent.type === 'ExpressionStatement'
  if (parent.type !== 'ExpressionStatement' && !isAwaited)
    return parent.type === 'AwaitExpression'
      ? undefined
      : { form: 'callback', edit: () => withCallback(args, chain, where) }
  const isNeeded = isNeededBehind(source, outer, outer.range[1], streams)
  const opening = isNeeded ? undefined : (asynchronous ?? asyncChanges(outer, where))
  const prefix = isAwaited ? '' : 'await '
  const isHeard = asynchronous === undefined ? undefined : true
  if (opening !== undefined)
    return { form: 'await', edit: () => withPromise(args, chain, where, { prefix, opening, isHeard }) }
  return isAwaited
    ? undefined
    : { form: 'promise', edit: () => withPromise(args, chain, where, { prefix: '', opening: [], isHeard: undefined }) }
}

/** How code waits: what stands in front of the pipeline and of its function, and whether its failure is known to be heard of. */
interface Waiting {
  readonly prefix: '' | 'await '
  readonly opening: readonly Change[]
  readonly isHeard: boolean | undefined
}

function withPromise(
  { outer, changes }: PipeArguments,
  chain: PipeChain,
  where: Surroundings,
  { prefix, opening, isHeard }: Waiting,
): Edit | undefined {
  const binding = importBinding(where.source, { module: 'node:stream/promises', name: 'pipeline', at: outer })
  if (binding === undefined) return undefined
  const failed = { place: outer, departure: departureOf(chain, where) }
  const isWaiting = prefix !== '' || outer.parent.type === 'AwaitExpression'
  const suffix = isWaiting ? behindAwait(failed, where, isHeard) : behindPromise(failed, where)
  return {
    imports: [binding],
    changes: [
      ...opening,
      { range: [outer.range[0], outer.range[0]], text: `${prefix}${binding.local}(` },
      ...changes,
      { range: [outer.range[1], outer.range[1]], text: `)${suffix}` },
    ],
  }
}

/** `pipeline` of `node:stream` gives back its last stream, as the chain did. */
function withCallback({ outer, changes }: PipeArguments, chain: PipeChain, where: Surroundings): Edit | undefined {
  const binding = importBinding(where.source, { module: 'node:stream', name: 'pipeline', at: outer })
  if (binding === undefined) return undefined
  const callback = callbackText({ place: outer, departure: departureOf(chain, where) }, where)
  return {
    imports: [binding],
    changes: [
      { range: [outer.range[0], outer.range[0]], text: `${binding.local}(` },
      ...changes,
      { range: [outer.range[1], outer.range[1]], text: `, ${callback})` },
    ],
  }
}

function departureOf(chain: PipeChain, { source }: Surroundings): FailedPipeline['departure'] {
  return isResponse(source, (chain.at(-1) as PipeLink).destination) ? 'pipeline' : undefined
}

/** Frameworks that take a handler's promise and do nothing else with what it gives back. */
const TAKES_PROMISES: ReadonlySet<FrameworkName> = new Set<FrameworkName>(['express', 'koa'])

/** What lets the code wait: nothing in an async function, `async` for a handler whose framework waits for it. */
function asyncChanges(outer: TSESTree.CallExpression, where: Surroundings): readonly Change[] | undefined {
  const { source } = where
  if (mayAwait(source, outer)) return []
  const fn = enclosingFunction(outer)
  const handler = fn === undefined ? undefined : handlerOf(source, fn)
  if (fn === undefined || handler?.fn !== fn || !handler.isRegistered || !TAKES_PROMISES.has(handler.framework))
    return undefined
  if (catchesRejections(handler, where) !== true || returnedExpressions(source, fn).length > 0) return undefined
  return makeAsync(source, fn)
}
