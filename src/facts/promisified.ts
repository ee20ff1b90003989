import type { Node, Source } from '../source.ts'
import type { ImportedName } from './callee.ts'
import { importedName } from './callee.ts'
import { originOf } from './origin.ts'
import { unwrap } from './unwrap.ts'

/** An imported function, and whether it is called through `util.promisify`. */
export interface ImportedFunction extends ImportedName {
  readonly isPromisified: boolean
}

/** Packages that are another copy of a module of Node. */
const COPIES: Readonly<Record<string, string>> = { 'readable-stream': 'stream' }
const PROMISIFIERS = new Set(['util#promisify', 'es6-promisify#promisify', 'pify#default'])

/**
 * The imported function that a callee means, as `importedName` tells, and also through `promisify(fn)`.
 * `stream.promises` reads like the module `stream/promises`.
 */
export function importedFunction(source: Source, callee: Node): ImportedFunction | undefined {
  const direct = importedName(source, callee)
  if (direct !== undefined) return { ...normal(direct), isPromisified: false }
  const origin = originOf(source, callee)
  if (origin.kind !== 'expression' || origin.path.length > 0) return undefined
  const call = unwrap(origin.node)
  if (call.type !== 'CallExpression' || call.arguments[0] === undefined) return undefined
  const maker = importedName(source, call.callee)
  if (maker === undefined || !PROMISIFIERS.has(`${maker.module}#${maker.name}`)) return undefined
  const inner = importedName(source, call.arguments[0])
  return inner === undefined ? undefined : { ...normal(inner), isPromisified: true }
}

/** `module#name` of an imported function, the key of tables. */
export function keyOf({ module, name }: ImportedName): string {
  return `${module}#${name}`
}

function normal({ module, name }: ImportedName): ImportedName {
  const copied = COPIES[module] ?? module
  return copied === 'stream' && name.startsWith('promises.')
    ? { module: 'stream/promises', name: name.slice('promises.'.length) }
    : { module: copied, name }
}
