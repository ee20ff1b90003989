import type { Handler } from '../frameworks/handler.ts'
import type { Project } from '../project/project.ts'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { isBehindCache, isCachedFile, keepsAnswers } from './cache-signs.ts'
import { importedName } from './callee.ts'
import { exportedValue } from './exported-value.ts'
import { functionName } from './functions.ts'
import { CACHING_MODULES } from './http-clients.ts'
import type { ConstantGet } from './http-gets.ts'
import { constantGets } from './http-gets.ts'
import { importedModules } from './imported-modules.ts'
import { wordsOf } from './name-words.ts'
import { contains, nodesOf } from './nodes.ts'
import { isPurposeful } from './purposeful-repetition.ts'
import type { Repetition, RunContexts } from './run-contexts.ts'
import { runContexts } from './run-contexts.ts'
import { stringOf, unwrap } from './unwrap.ts'
import { variableOf, writesOf } from './variables.ts'
import type { WholeRead } from './whole-reads.ts'
import { wholeRead } from './whole-reads.ts'

/** A GET that is sent again and again although its answer could be kept. */
export interface UncachedGet {
  readonly get: ConstantGet
  readonly read: WholeRead
  /** The handler that sends it for every request; undefined: a loop sends it on every turn. */
  readonly handler: Handler | undefined
}

/** The GETs of the file that every request, or every turn of a loop, sends anew, and that nothing in sight keeps. */
export function uncachedGets(source: Source, project: Project): UncachedGet[] {
  const gets = constantGets(source)
  if (gets.length === 0 || isCachedFile(source) || hasOtherTransport(source)) return []
  return gets.flatMap((get) => {
    const contexts = runContexts(source, get.call)
    if (contexts.handlers.length === 0 && contexts.loops.length === 0) return []
    if (contexts.isHandedOver || contexts.loops.some((loop) => isPurposeful(source, loop))) return []
    const read = wholeRead(source, get)
    if (read === undefined || isKept(source, get, contexts) || isHealthCheck(source, contexts)) return []
    if (isKeptByNext(source, get, contexts, project)) return []
    return [{ get, read, handler: contexts.handlers[0] }]
  })
}

/** Something in the file that changes what every call of a client does. */
const hasOtherTransport = perSource((source): boolean => {
  if (importedModules(source).some(({ specifier }) => CACHING_MODULES.has(specifier))) return true
  if (importedModules(source).some(({ names }) => names.includes('setGlobalDispatcher'))) return true
  return nodesOf(source, 'MemberExpression').some(({ object, property }) => {
    if (property.type !== 'Identifier' || !['defaults', 'interceptors'].includes(property.name)) return false
    return importedName(source, object)?.module === 'axios'
  })
})

function isKept(source: Source, { call }: ConstantGet, { handlers, functions, loops }: RunContexts): boolean {
  return (
    functions.some((fn) => keepsAnswers(source, fn)) ||
    handlers.some((handler) => isBehindCache(source, handler)) ||
    (handlers.length === 0 && loops.every((loop) => isGuarded(source, call, loop)))
  )
}

/** In a loop, but only on the first turn: behind a test of, or an assignment to, a variable that the loop sets. */
function isGuarded(source: Source, call: Node, loop: Repetition): boolean {
  let child = call
  for (let node = call.parent; node != null && node !== loop; child = node, node = node.parent) {
    if (node.type === 'AssignmentExpression' && node.operator !== '=') return true
    const test =
      node.type === 'IfStatement' || node.type === 'ConditionalExpression'
        ? node.test
        : node.type === 'LogicalExpression' && node.right === child
          ? node.left
          : undefined
    if (test === undefined || test === child) continue
    const isOfLoop = contains(source, test, (it) => {
      const variable = it.type === 'Identifier' ? variableOf(source, it) : undefined
      return (
        variable !== undefined &&
        writesOf(variable).some(({ identifier }) => identifier.range[0] > loop.range[0] && isBefore(identifier, loop))
      )
    })
    if (isOfLoop) return true
  }
  return false
}

function isBefore(node: Node, { range }: Node): boolean {
  return node.range[1] < range[1]
}

const HEALTH_WORDS = new Set([
  'diagnostic',
  'diagnostics',
  'health',
  'healthcheck',
  'healthz',
  'heartbeat',
  'livez',
  'liveness',
  'ping',
  'probe',
  'readiness',
  'readyz',
  'uptime',
])

/** A handler or helper that asks whether another service is well: an old answer would be none. */
function isHealthCheck(source: Source, { handlers, functions }: RunContexts): boolean {
  const file = source.path.split('/').slice(-3).join('/')
  const names = [...functions.map((fn) => functionName(fn) ?? ''), ...handlers.map(({ path }) => path ?? '')]
  if (handlers.length > 0) names.push(file)
  return names.some((name) => wordsOf(name).some((word) => HEALTH_WORDS.has(word)))
}

/**
 * What Next keeps by itself: everything up to version 14, and what a route file asks for. A version that cannot be told may
 * be such a one. Its pages router and servers of one's own keep nothing.
 */
function isKeptByNext(source: Source, { client }: ConstantGet, { handlers }: RunContexts, project: Project): boolean {
  const isRoute = handlers.some(({ framework }) => framework === 'next-app')
  if (!isRoute) {
    // Server components share equal fetches while they render.
    if (client !== 'fetch' || handlers.length > 0 || !project.has('next')) return false
    return isOld(project) || /(?:^|\/)app\//.test(source.path)
  }
  return isOld(project) || SEGMENT_OPTIONS.some((name) => isChosen(source, name))
}

function isOld(project: Project): boolean {
  const major = project.major('next')
  return major === undefined || major <= 14
}

/** Exports of a route file by which it says what is kept, or that nothing is. */
const SEGMENT_OPTIONS = ['revalidate', 'fetchCache', 'dynamic']

function isChosen(source: Source, name: string): boolean {
  const value = exportedValue(source, name)
  return value !== undefined && stringOf(unwrap(value)) !== 'auto'
}
