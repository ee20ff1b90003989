import { addOptions } from '../edits/add-argument.ts'
import { cacheGet } from '../edits/cache-get.ts'
import { replace } from '../edits/edit.ts'
import type { Edit } from '../edits/edit.ts'
import { contains } from '../facts/nodes.ts'
import { runtimeOf } from '../facts/runtime.ts'
import type { UncachedGet } from '../facts/uncached-gets.ts'
import { uncachedGets } from '../facts/uncached-gets.ts'
import { unwrap } from '../facts/unwrap.ts'
import { globalName } from '../facts/variables.ts'
import { chooseLibrary } from '../libraries/choose-library.ts'
import { CACHED_FETCH, cachedFetchModule } from './cached-fetch-module.ts'
import type { Codemod, CodemodChange, CodemodContext, CodemodFile, CodemodFinding } from './codemod.ts'
import type { SharedFunctionKind } from './shared-function.ts'
import { sharedFunction } from './shared-function.ts'
import { perFinding } from './per-finding.ts'

/** How long answers are kept: short enough for prices, long enough to make a crowd one request. */
const SECONDS = 60

export const CACHE_FETCH: Codemod = {
  name: 'cache-fetch',
  title: 'Fetch addresses that stay the same through one module that keeps the answers for a minute',
  mistake: 'caching',
  rules: ['no-uncached-fetch'],
  transform: perFinding(
    async (file, finding, context) =>
      (await cached(context, file, finding)) ??
      `Keep this answer for a while, for example ${SECONDS} seconds, and let callers that come at the same time share one request.`,
  ),
}

async function cached(
  context: CodemodContext,
  file: CodemodFile,
  finding: CodemodFinding,
): Promise<Edit | CodemodChange | undefined> {
  const { source, project } = file
  const uncached = uncachedGets(source, project).find(({ get }) => {
    const callee = unwrap(get.call.callee)
    return callee.range[0] <= finding.start && finding.end <= callee.range[1]
  })
  if (uncached === undefined) return undefined
  const { get, handler } = uncached
  if (handler?.framework === 'next-app' && get.client === 'fetch') {
    const changes = addOptions(source, get.call, 1, [{ name: 'next', value: `{ revalidate: ${SECONDS} }` }])
    return changes === undefined ? undefined : { changes }
  }
  return (await throughModule(context, file, uncached)) ?? cacheGet(uncached, SECONDS, file)?.edit()
}

const SHARED_FETCH: SharedFunctionKind = {
  file: 'cached-fetch',
  name: CACHED_FETCH,
  text: (source, module) => cachedFetchModule(source, module, SECONDS),
}

/** Headers are part of what is kept; other options may be about one request only, such as a signal. */
const SHARED_OPTIONS = new Set(['headers', 'method'])
/** What a `Response` that is made of a text has as the first one had it. */
const SHARED_READS = new Set(['json', 'text'])
const SHARED_PARTS = new Set(['ok', 'status', 'statusText', 'headers'])

/** The platform's `fetch` becomes the one of the module, which is made when it is not there. */
async function throughModule(
  context: CodemodContext,
  file: CodemodFile,
  { get, read }: UncachedGet,
): Promise<CodemodChange | undefined> {
  const { source, settings, project } = file
  const callee = unwrap(get.call.callee)
  const choice = chooseLibrary('cache', { settings, project, runtime: runtimeOf(source) })
  const isShared =
    choice?.library.idiom === 'fetch-method' &&
    globalName(source, callee) === 'fetch' &&
    [...get.optionNames].every((name) => SHARED_OPTIONS.has(name)) &&
    // Options are part of the key as JSON, which says nothing of what is in a `Headers` object.
    (get.options === undefined || !contains(source, get.options, (it) => it.type === 'NewExpression')) &&
    [...read.methods].every((name) => SHARED_READS.has(name)) &&
    [...read.parts].every((name) => SHARED_PARTS.has(name))
  const shared = isShared ? await sharedFunction(context, file, SHARED_FETCH, get.call) : undefined
  if (shared?.binding === undefined) return undefined
  const { binding, newFiles } = shared
  const edit: Edit = { imports: [binding], changes: [replace(callee, binding.local)] }
  return { edits: [{ path: file.path, edit }], newFiles }
}
