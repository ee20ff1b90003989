import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { callPath } from './call-path.ts'
import type { Call } from './callee.ts'
import { importedModules } from './imported-modules.ts'
import { packageOf } from './module-name.ts'
import { enclosingClass, originOf } from './origin.ts'
import { nodesOf } from './nodes.ts'
import { importedFunction, keyOf } from './promisified.ts'
import type { SizeApi } from './size-tables.ts'
import { SIZE_APIS } from './size-tables.ts'
import { sizeOf } from './size-value.ts'
import { propertyName, unwrap } from './unwrap.ts'
import { usesOf } from './uses.ts'
import { globalName } from './variables.ts'
import { writtenType } from './type-annotation.ts'

/** A size that the file writes down for an API. */
export interface SizeOption {
  readonly api: SizeApi
  readonly value: Node
  /** `limit: '1gb'`, or the left side of `axios.defaults.maxBodyLength = …`. */
  readonly place: TSESTree.Property | TSESTree.MemberExpression
  /** In bytes. */
  readonly size: number
  /** True for a call of `super`: the class decides how its stream reads and writes. */
  readonly isOwnStream: boolean
}

const OPTIONS = new Set(SIZE_APIS.map(({ option }) => option))

/** Every size of the file whose API and value are known, in document order. */
export const sizeOptions = perSource((source): readonly SizeOption[] => {
  const found: SizeOption[] = []
  for (const property of nodesOf(source, 'Property')) {
    const name = propertyName(property)
    if (name === undefined || !OPTIONS.has(name) || property.parent.type !== 'ObjectExpression') continue
    const taken = apiOf(source, name, property.parent)
    if (taken === undefined) continue
    const size = sizeOf(source, property.value as Node, { strings: taken.api.strings === true })
    if (size !== undefined && !(taken.api.kind === 'mark' && mayCountItems(property.parent)))
      found.push({ ...taken, value: property.value as Node, place: property, size })
  }
  for (const { left, right, operator } of nodesOf(source, 'AssignmentExpression')) {
    const place = unwrap(left)
    const name = place.type === 'MemberExpression' ? propertyName(place) : undefined
    if (place.type !== 'MemberExpression' || name === undefined || !OPTIONS.has(name) || operator !== '=') continue
    const api = isAxiosDefaults(source, place.object) ? SIZE_APIS.find(({ option }) => option === name) : undefined
    const size = api === undefined ? undefined : sizeOf(source, right, { strings: false })
    if (api !== undefined && size !== undefined) found.push({ api, value: right, place, size, isOwnStream: false })
  }
  return found
})

/** Servers of `ws` whose options are all visible and set no `maxPayload`, so that its default of 100 MiB holds. */
export const unboundedServers = perSource((source): readonly { call: Call; options: TSESTree.ObjectExpression }[] =>
  nodesOf(source, 'NewExpression').flatMap((call) => {
    const made = importedFunction(source, call.callee)
    if (made === undefined || !WS_SERVERS.has(keyOf(made))) return []
    const [given] = call.arguments
    const options = given === undefined || given.type === 'SpreadElement' ? undefined : literalOf(source, given)
    if (options === undefined || !options.properties.every(isPlain)) return []
    const isSet = options.properties.some((it) => propertyName(it as TSESTree.Property) === 'maxPayload')
    return isSet || isChanged(source, options) ? [] : [{ call, options }]
  }),
)

const WS_SERVERS = new Set(['ws#WebSocketServer', 'ws#Server'])

function literalOf(source: Source, expression: Node): TSESTree.ObjectExpression | undefined {
  const origin = originOf(source, expression)
  const node = origin.kind === 'expression' && origin.path.length === 0 ? unwrap(origin.node) : undefined
  return node?.type === 'ObjectExpression' ? node : undefined
}

function isPlain(property: TSESTree.ObjectLiteralElement): boolean {
  return property.type === 'Property' && propertyName(property) !== undefined
}

/** Options that are set later, or given to something that may set them. */
function isChanged(source: Source, options: TSESTree.ObjectExpression): boolean {
  return usesOf(source, options).some((use) => !(use.kind === 'argument' && use.call.type === 'NewExpression'))
}

function apiOf(
  source: Source,
  option: string,
  object: TSESTree.ObjectExpression,
): { api: SizeApi; isOwnStream: boolean } | undefined {
  const apis = SIZE_APIS.filter((api) => api.option === option)
  // Only one API has such an option.
  const anywhere = apis.find(({ callees }) => callees[0] === '*')
  if (anywhere !== undefined) return { api: anywhere, isOwnStream: false }
  for (const call of takersOf(source, object)) {
    const key = calleeKey(source, call)
    const api = apis.find(({ callees }) => callees.some((it) => key !== undefined && matches(it, key)))
    if (api !== undefined) return { api, isOwnStream: call.callee.type === 'Super' }
    if (option === 'highWaterMark' && isFileMethod(call)) return { api: apis[0]!, isOwnStream: false }
  }
  const api = apis[0]
  return api?.callees.includes('axios#*') === true && isAxiosConfig(source, object)
    ? { api, isOwnStream: false }
    : undefined
}

/** The calls that an object literal is given to, itself or as a part of another literal. */
function takersOf(source: Source, object: TSESTree.ObjectExpression): Call[] {
  const calls: Call[] = []
  for (const use of usesOf(source, object)) {
    if (use.kind === 'argument') calls.push(use.call)
    // `register(websocket, { options: { maxPayload } })`
    if (use.kind === 'stored' && use.into.type === 'Property' && propertyName(use.into) === 'options')
      for (const outer of usesOf(source, use.into.parent)) if (outer.kind === 'argument') calls.push(outer.call)
  }
  return calls
}

/** `module#name` of what a call calls; `#name` for a global. */
function calleeKey(source: Source, call: Call): string | undefined {
  if ((call.callee as Node).type === 'Super') {
    const parent = enclosingClass(call)?.superClass
    const extended = parent === null || parent === undefined ? undefined : importedFunction(source, parent)
    return extended === undefined ? undefined : keyOf(extended)
  }
  const imported = importedFunction(source, call.callee)
  if (imported !== undefined) {
    // `app.register(websocket, options)`
    return keyOf(imported)
  }
  const global = globalName(source, call.callee)
  if (global !== undefined) return `#${global}`
  const { module, path } = callPath(source, call) ?? {}
  if (module === undefined) return undefined
  const [plugin] = call.arguments
  if (module === 'fastify' && path === 'register' && plugin !== undefined) {
    const registered = importedFunction(source, plugin)
    if (registered !== undefined) return keyOf(registered)
  }
  return `${module}#${path ?? ''}`
}

function matches(callee: string, key: string): boolean {
  return callee.endsWith('#*') ? key.startsWith(callee.slice(0, -1)) : callee === key
}

/** `bucket.file(name).createWriteStream(…)`: a stream of bytes, whatever keeps the file. */
function isFileMethod(call: Call): boolean {
  const callee = unwrap(call.callee)
  const name = callee.type === 'MemberExpression' ? propertyName(callee) : undefined
  return name === 'createReadStream' || name === 'createWriteStream'
}

/** In object mode a mark counts items; a spread may hold that mode. */
function mayCountItems(object: TSESTree.ObjectExpression): boolean {
  return object.properties.some(
    (it) => !isPlain(it) || /^(?:readable|writable)?objectmode$/i.test(propertyName(it as TSESTree.Property) ?? ''),
  )
}

function isAxiosDefaults(source: Source, expression: Node): boolean {
  const object = unwrap(expression)
  if (object.type !== 'MemberExpression' || propertyName(object) !== 'defaults') return false
  const origin = originOf(source, object.object)
  if (origin.kind === 'import') return packageOf(origin.module) === 'axios'
  const made = origin.kind === 'expression' ? unwrap(origin.node) : undefined
  return made?.type === 'CallExpression' && importedFunction(source, made.callee)?.module === 'axios'
}

/** A configuration that is built for a call elsewhere: both limits together are axios' own, and so is its type. */
function isAxiosConfig(source: Source, object: TSESTree.ObjectExpression): boolean {
  const names = new Set(object.properties.map((it) => (it.type === 'Property' ? propertyName(it) : undefined)))
  if (names.has('maxContentLength') && names.has('maxBodyLength')) return true
  const { parent } = object
  const type =
    parent.type === 'VariableDeclarator'
      ? writtenType(source, parent.id)
      : parent.type === 'TSAsExpression' || parent.type === 'TSSatisfiesExpression'
        ? writtenType(source, parent)
        : undefined
  if (type?.module === 'axios') return true
  const isLikeConfig = ['url', 'method', 'headers', 'responseType', 'timeout'].some((it) => names.has(it))
  return isLikeConfig && importedModules(source).some(({ specifier }) => /^(?:axios|@nestjs\/axios)$/.test(specifier))
}
