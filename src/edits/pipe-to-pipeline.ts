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

/** What becomes of a chain of pipes whose failure nobody hears: one `pipeline`. Undefined where that cannot be written. */
export function pipeToPipeline(chain: PipeChain, where: Surroundings): PipeRemedy | undefined {
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
  const opening = isNeeded ? undefined : asyncChanges(outer, where)
  if (opening !== undefined)
    return { form: 'await', edit: () => withPromise(args, chain, where, isAwaited ? '' : 'await ', opening) }
  return isAwaited ? undefined : { form: 'promise', edit: () => withPromise(args, chain, where, '', []) }
}

function withPromise(
  { outer, changes }: PipeArguments,
  chain: PipeChain,
  where: Surroundings,
  prefix: string,
  opening: readonly Change[],
): Edit | undefined {
  const binding = importBinding(where.source, { module: 'node:stream/promises', name: 'pipeline', at: outer })
  if (binding === undefined) return undefined
  const failed = { place: outer, departure: departureOf(chain, where) }
  const isWaiting = prefix !== '' || outer.parent.type === 'AwaitExpression'
  const suffix = isWaiting ? behindAwait(failed, where) : behindPromise(failed, where)
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
