import type { Source } from '../source.ts'
import { perSource } from '../source.ts'
import { receiverOf } from './callee.ts'
import { unwrap } from './unwrap.ts'
import { variableOf } from './variables.ts'
import { methodCalls } from './named-calls.ts'

/** Names under which projects keep their logger. */
const LOGGER_NAME = /^_?(?:log|logger|logging|\w+Logger)$/i

/** The names of module-level loggers of the file that are already asked to log something, most used first. */
const moduleLoggers = perSource((source): readonly string[] => {
  const counts = new Map<string, number>()
  for (const call of methodCalls(source, LEVELS)) {
    const receiver = receiverOf(call)
    if (receiver === undefined) continue
    const object = unwrap(receiver)
    if (object.type !== 'Identifier' || !LOGGER_NAME.test(object.name)) continue
    const scope = variableOf(source, object)?.scope.type
    if (scope === 'module' || scope === 'global') counts.set(object.name, (counts.get(object.name) ?? 0) + 1)
  }
  return [...counts].sort((a, b) => b[1] - a[1]).map(([name]) => name)
})

const LEVELS = new Set(['error', 'warn', 'info', 'debug', 'trace', 'log'])

/**
 * What a remedy calls to log an error at a place: a logger named in settings that the file knows, the file's own
 * module-level logger, else the console. Gives the callee's text, such as `logger.error`.
 * @param names `settings.streaming.loggers`: names of objects with an `error` method, or of functions
 */
export function errorLogger(source: Source, names: readonly string[]): string {
  for (const name of names) {
    const root = name.split('.')[0] ?? name
    if (!isModuleName(source, root)) continue
    return name.includes('.') || /^(?:log|report|capture)[A-Z]/.test(name) ? name : `${name}.error`
  }
  const own = moduleLoggers(source)[0]
  return own === undefined ? 'console.error' : `${own}.error`
}

function isModuleName(source: Source, name: string): boolean {
  return source.scopes.scopes.some(
    (scope) =>
      (scope.type === 'module' || scope.type === 'global') &&
      scope.variables.some((variable) => variable.name === name && variable.defs.length > 0),
  )
}
