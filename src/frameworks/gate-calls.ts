import type { TSESTree } from '@typescript-eslint/utils'
import { receiverOf } from '../facts/callee.ts'
import { stringOf, unwrap } from '../facts/unwrap.ts'
import type { Source } from '../source.ts'
import { perSource, perSourceAnd } from '../source.ts'
import { appKey, appObject } from './app-objects.ts'
import type { AppObject } from './app-objects.ts'
import type { Codebase } from './codebase.ts'
import type { RouteCall } from './route-calls.ts'
import { VERBS, routeCalls } from './route-calls.ts'
import { joinPaths, literalStart, segmentsOf } from './route-paths.ts'

/** A call on an app that may bring something in front of the routes of the app: `use`, `addHook`, `register`, a route with a pattern. */
export interface GateCall {
  readonly route: RouteCall
  /** True for a route: what it runs, it runs for the paths of its own pattern alone. */
  readonly isRoute: boolean
  /** The pattern of its paths behind what the chain said before (`basePath('/v1')`); undefined for all paths. */
  readonly pattern: string | undefined
}

/** The gates of one app in one file. */
class GateCalls {
  /** In document order. */
  readonly all: GateCall[] = []
  /** By the segments that a path must begin with; `''`: by none. */
  readonly #byStart = new Map<string, number[]>()

  add(gate: GateCall): void {
    const start = coversAll(gate) ? '' : literalStart(gate.pattern ?? '').join('/')
    const places = this.#byStart.get(start)
    if (places === undefined) this.#byStart.set(start, [this.all.length])
    else places.push(this.all.length)
    this.all.push(gate)
  }

  /** The gates that may cover a path, in document order; all of them for one that is not known. */
  for(path: string | undefined): readonly GateCall[] {
    if (path === undefined || path.includes('*')) return this.all
    const found: number[] = []
    let start = ''
    found.push(...(this.#byStart.get(start) ?? []))
    for (const segment of segmentsOf(path)) {
      start = start === '' ? segment : `${start}/${segment}`
      found.push(...(this.#byStart.get(start) ?? []))
    }
    return found.sort((a, b) => a - b).map((at) => this.all[at] as GateCall)
  }
}

/** The gates of an app that a file's calls add, those that cannot cover the path left out as far as that is quickly told. */
export function gateCalls(
  codebase: Codebase,
  source: Source,
  object: AppObject,
  path: string | undefined,
): readonly GateCall[] {
  return gatesByApp(source, codebase).get(appKey(object))?.for(path) ?? []
}

/** All gates of an app that a file's calls add. */
export function allGateCalls(codebase: Codebase, source: Source, object: AppObject): readonly GateCall[] {
  return gatesByApp(source, codebase).get(appKey(object))?.all ?? []
}

const gatesByApp = perSourceAnd((source, codebase: Codebase) => {
  const byApp = new Map<string, GateCalls>()
  for (const { route, receiver, isRoute, written } of candidates(source)) {
    const app = appObject(codebase, source, receiver)
    if (app === undefined) continue
    const key = appKey(app)
    const gates = byApp.get(key) ?? new GateCalls()
    byApp.set(key, gates)
    const pattern = written === undefined || app.path === '' ? written : (joinPaths(app.path, written) ?? '(unknown)')
    gates.add({ route, isRoute, pattern })
  }
  return byApp
})

/** Methods that run what they are given for many routes. */
const GATES = new Set(['use', 'addHook', 'register'])

const candidates = perSource((source) =>
  routeCalls(source).flatMap((route) => {
    const { call, name } = route
    const receiver = receiverOf(call)
    const isRoute = VERBS.has(name) || name === 'all'
    if (receiver === undefined || (!GATES.has(name) && !isRoute)) return []
    const pattern = pathArgument(call)
    if (isRoute && !/[*:(]/.test(pattern ?? '*')) return []
    return [{ route, receiver, isRoute, written: patternOf(call, pattern) }]
  }),
)

function coversAll({ route, pattern }: GateCall): boolean {
  return pattern === undefined || route.name === 'addHook' || route.name === 'register'
}

/** The text of a call's first argument, `''` where it is no text; undefined for one that is put together. */
export function pathArgument(call: TSESTree.CallExpression): string | undefined {
  const [first] = call.arguments
  if (first === undefined) return ''
  const text = stringOf(first)
  if (text !== undefined) return text
  return unwrap(first).type === 'TemplateLiteral' ? undefined : ''
}

/** The pattern of a middleware; one that is no text covers what nobody can tell. */
function patternOf(call: TSESTree.CallExpression, pattern: string | undefined): string | undefined {
  const [first] = call.arguments
  const node = first === undefined ? undefined : unwrap(first)
  if (node?.type === 'Literal' && 'regex' in node) return '(unknown)'
  if (node?.type === 'ArrayExpression' && node.elements.every((it) => it !== null && stringOf(it) !== undefined))
    return '(unknown)'
  if (pattern === '') return undefined
  return pattern ?? '(unknown)'
}
