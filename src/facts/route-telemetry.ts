import { functionAcross, valueAcross } from '../frameworks/across.ts'
import type { StreamRoute } from '../frameworks/stream-route.ts'
import type { Gate } from '../frameworks/ways-in.ts'
import type { WayIn } from '../frameworks/ways-to-handler.ts'
import { waysTo } from '../frameworks/ways-to-handler.ts'
import type { Node, Source } from '../source.ts'
import { perSourceAnd } from '../source.ts'
import { importedName, methodName } from './callee.ts'
import { isHarmless } from './harmless-middleware.ts'
import { optionOf } from './model-call.ts'
import { isFunction } from './nodes.ts'
import { isTelemetryPackage } from './telemetry-calls.ts'
import { REQUEST_LOGGERS } from './telemetry-tables.ts'
import { unwrap } from './unwrap.ts'
import type { Watching } from './watcher.ts'
import { surest, Watcher } from './watcher.ts'
import { methodCalls } from './named-calls.ts'

/** Whether a stream's end, failure or duration is recorded on every way to it, with the way that decided. */
export interface RouteTelemetry {
  readonly answer: Watching
  readonly way: WayIn
}

/** Files whose name tells that the framework calls them on an error or at the start. */
const HOOK_FILES = /(?:^|\/)(?:instrumentation(?:-client)?|hooks\.server|entry\.server)\.[cm]?[jt]sx?$/
/** What hooks and error handlers of an app are set up with. */
const ERROR_HOOKS = new Set(['setErrorHandler', 'onError', 'useGlobalFilters', 'useGlobalInterceptors'])

/** What the handler, its wrappers and what stands before it record of a stream route. */
export function routeTelemetry(source: Source, route: StreamRoute, watcher: Watcher): RouteTelemetry {
  const { handler } = route
  const own = watcher.watches({ source, node: handler.fn })
  const found = waysTo(watcher.codebase, source, handler).map((way): RouteTelemetry => {
    const all = surest([own, ...way.gates.map((gate) => watchingGate(watcher, gate)), aroundWay(watcher, source, way)])
    return { answer: all === 'no' && way.end === 'unknown' ? 'unknown' : all, way }
  })
  return (
    found.find(({ answer }) => answer === 'no') ??
    found.find(({ answer }) => answer === 'unknown') ??
    (found[0] as RouteTelemetry)
  )
}

function watchingGate(watcher: Watcher, { source, node, kind }: Gate): Watching {
  if (kind === 'options' || kind === 'declared') return 'no'
  const value = unwrap(node)
  if (kind === 'caller') return isFunction(value) ? watcher.watches({ source, node: value }) : 'unknown'
  const called = value.type === 'CallExpression' || value.type === 'NewExpression' ? unwrap(value.callee) : value
  const imported = importedName(source, called)
  if (imported !== undefined) {
    if (REQUEST_LOGGERS.has(imported.module) || isTelemetryPackage(imported.module)) return 'yes'
    if (isHarmless(imported.module)) return 'no'
  }
  if (!isFunction(called) && watcher.isNamedSo(called)) return 'yes'
  const target = functionAcross(watcher.codebase, source, called)
  if (target !== undefined) return watcher.watches(target)
  // A class of the project: a guard, a filter, an interceptor.
  const owner = valueAcross(watcher.codebase, source, called)
  if (owner?.node.type === 'ClassDeclaration' || owner?.node.type === 'ClassExpression')
    return surest(
      owner.node.body.body.map((member): Watching => {
        const method = member.type === 'MethodDefinition' ? member.value : undefined
        return method !== undefined && isFunction(method)
          ? watcher.watches({ source: owner.source, node: method })
          : 'no'
      }),
    )
  return 'unknown'
}

/** What the files on the way set up beside the gates: a framework's own logger, error handlers, hook files. */
function aroundWay(watcher: Watcher, source: Source, { mounts, root }: WayIn): Watching {
  const files = new Map<string, Source>([[source.path, source]])
  for (const place of [...mounts, ...(root === undefined ? [] : [root])]) files.set(place.source.path, place.source)
  for (const path of watcher.codebase.paths((it) => HOOK_FILES.test(it))) {
    const hooks = watcher.codebase.file(path)
    if (hooks === undefined) return 'unknown'
    files.set(path, hooks)
  }
  const answers = [...files.values()].map((file) => aroundFile(file, watcher))
  if (root !== undefined) answers.push(ownLogger(root.source, root.node))
  return surest(answers)
}

/** What a file sets up for all its routes. */
const aroundFile = perSourceAnd((file, watcher: Watcher): Watching => {
  const isWatchingHook = HOOK_FILES.test(file.path) && watcher.mentions({ source: file, node: file.ast })
  return isWatchingHook ? 'yes' : surest(errorHandlers(watcher, file))
})

/** `app.use((err, req, res, next) => …)`, `app.setErrorHandler(fn)`, `app.useGlobalFilters(new F())`. */
function errorHandlers(watcher: Watcher, source: Source): Watching[] {
  return methodCalls(source, ['use', ...ERROR_HOOKS]).flatMap((call): Watching[] => {
    const name = methodName(call)
    return call.arguments.map((argument): Watching => {
      const value = unwrap(argument)
      const target = functionAcross(watcher.codebase, source, value)
      if (target !== undefined) {
        const isHandler = name !== 'use' || target.node.params.length === ERROR_HANDLER_LENGTH
        return isHandler && watcher.mentions(target) ? 'yes' : 'no'
      }
      if (name !== 'use') return watchingGate(watcher, { source, node: value, kind: 'global', isCertain: true })
      const imported = importedName(source, value.type === 'CallExpression' ? value.callee : value)
      return imported !== undefined && isTelemetryPackage(imported.module) ? 'yes' : 'no'
    })
  })
}

/** Express tells an error handler by its four parameters. */
const ERROR_HANDLER_LENGTH = 4

/** `Fastify({ logger: true })` logs every request with its duration. */
function ownLogger(source: Source, made: Node): Watching {
  const call = unwrap(made)
  if (call.type !== 'CallExpression' && call.type !== 'NewExpression') return 'no'
  if (importedName(source, call.callee)?.module !== 'fastify') return 'no'
  const [options] = call.arguments
  if (options === undefined || options.type === 'SpreadElement') return 'no'
  for (const name of ['logger', 'loggerInstance']) {
    const value = optionOf(source, options, name)
    if (value === 'spread') return 'unknown'
    if (value !== undefined) return source.text.slice(...value.range) === 'false' ? 'no' : 'yes'
  }
  return 'no'
}
