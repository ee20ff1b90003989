import { importedName, methodName } from '../facts/callee.ts'
import { fetchCalls } from '../facts/fetch-calls.ts'
import { nodesOf } from '../facts/nodes.ts'
import { globalName } from '../facts/variables.ts'
import type { Source } from '../source.ts'
import { methodCalls } from '../facts/named-calls.ts'

/** What a name of a package.json script says: `load`, `load:chat`, `load-test`, `stress-test:chat`. */
const LOAD_SCRIPT = /^(?:load|perf|performance|stress)(?:[-_.]?(?:tests?|testing))?(?::|$)/i
/** A script's command that runs a file of the project with a runtime of JavaScript. */
const RUN_FILE =
  /(?:^|[;&|]|\s)(?:node|tsx|ts-node|bun|deno|vite-node|jiti)\s+(?:run\s+)?(?:-{1,2}[\w-]+(?:=\S+)?\s+)*["']?(?:\.\/)?([\w@./-]+\.[cm]?[jt]s)\b/
/** How the body of an answer is read to its end. */
const READ_WHOLE = new Set(['text', 'json', 'arrayBuffer', 'bytes', 'blob', 'getReader', 'pipeTo', 'pipeThrough'])

/**
 * The file that a package.json script runs, when the script's name says that it is a load test: `load/chat.mjs` of
 * `"load:chat": "node load/chat.mjs --readers 50"`. As written, without `./`.
 */
export function crowdScriptFile(name: string, command: string): string | undefined {
  return LOAD_SCRIPT.test(name) ? RUN_FILE.exec(command)?.[1] : undefined
}

/**
 * True when the files of a script do what a load test does, without a tool for it: they fetch, many at once, and read the
 * answers to their ends.
 * @param sources the file and the modules of its own that it imports
 */
export function readsAsCrowd(sources: readonly Source[]): boolean {
  return sources.some((it) => fetchCalls(it).length > 0 && readsToEnd(it)) && sources.some(startsManyAtOnce)
}

/** `Promise.all(Array.from({ length: readers }, read))`: a list that is written out is a few, and no crowd. */
function startsManyAtOnce(source: Source): boolean {
  return nodesOf(source, 'CallExpression').some((call) => {
    const [list] = call.arguments
    if (importedName(source, call.callee)?.module === 'p-map') return true
    const method = methodName(call)
    if ((method !== 'all' && method !== 'allSettled') || list === undefined) return false
    const { callee } = call
    return (
      callee.type === 'MemberExpression' &&
      globalName(source, callee.object) === 'Promise' &&
      list.type !== 'ArrayExpression'
    )
  })
}

function readsToEnd(source: Source): boolean {
  return nodesOf(source, 'ForOfStatement').some((loop) => loop.await) || methodCalls(source, READ_WHOLE).length > 0
}
