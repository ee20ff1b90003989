import type { TSESTree } from '@typescript-eslint/utils'
import { imports } from '../frameworks/imported-modules.ts'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { importedName } from './callee.ts'
import type { ConstantText } from './constant-text.ts'
import { constantText } from './constant-text.ts'
import { isCredentialParameter, namesCredential } from './credential-names.ts'
import { fetchCalls, isFetchCall } from './fetch-calls.ts'
import type { ClientName, HttpClient } from './http-clients.ts'
import { HTTP_CLIENTS } from './http-clients.ts'
import { nodesOf } from './nodes.ts'
import { literalObject, propertiesOf } from './object-properties.ts'
import { stringOf, unwrap } from './unwrap.ts'

/** A GET whose answer depends on nothing but a constant address. */
export interface ConstantGet {
  readonly call: TSESTree.CallExpression
  readonly client: ClientName
  /** The expression of the address. */
  readonly address: Node
  readonly text: ConstantText
  /** The argument with the options; undefined: there is none. */
  readonly options: Node | undefined
  /** The names of the options. */
  readonly optionNames: ReadonlySet<string>
}

/**
 * The GETs of the file, by the known clients, that are the same each time and carry no credential: a constant address, and
 * options that are written out and known to be about nothing but this request.
 */
export const constantGets = perSource((source): readonly ConstantGet[] =>
  // In most files only calls of `fetch` need to be followed.
  (imports(source, CLIENT_MODULES) ? nodesOf(source, 'CallExpression') : fetchCalls(source)).flatMap((call) => {
    const client = clientOf(source, call)
    const get = client === undefined ? undefined : constantGet(source, client, call)
    return get === undefined ? [] : [get]
  }),
)

const CLIENT_MODULES = [
  ...new Set(
    HTTP_CLIENTS.flatMap(({ calls, objectCalls }) => [...calls, ...objectCalls]).map((key) =>
      key.slice(0, key.indexOf('#')),
    ),
  ),
]

function clientOf(source: Source, call: TSESTree.CallExpression): HttpClient | undefined {
  if (isFetchCall(source, call)) return HTTP_CLIENTS.find(({ name }) => name === 'fetch')
  const key = calleeKey(source, call)
  if (key === undefined) return undefined
  return HTTP_CLIENTS.find(({ calls, objectCalls }) => calls.includes(key) || objectCalls.includes(key))
}

function calleeKey(source: Source, call: TSESTree.CallExpression): string | undefined {
  const imported = importedName(source, call.callee)
  return imported === undefined ? undefined : `${imported.module}#${imported.name}`
}

function constantGet(source: Source, client: HttpClient, call: TSESTree.CallExpression): ConstantGet | undefined {
  const [first, second, ...rest] = call.arguments
  if (first === undefined || first.type === 'SpreadElement' || second?.type === 'SpreadElement' || rest.length > 0)
    return undefined
  const isObjectCall =
    client.objectCalls.includes(calleeKey(source, call) ?? '') && literalObject(source, first) !== undefined
  const options = isObjectCall ? first : second
  if (isObjectCall && second !== undefined) return undefined
  const properties = options === undefined ? new Map<string, Node>() : optionsOf(source, options)
  const address = isObjectCall ? properties?.get('url') : first
  if (properties === undefined || address === undefined) return undefined
  if (!isSameEachTime(source, client, properties)) return undefined
  const text = constantText(source, address)
  if (text === undefined || !isOpenAddress(text)) return undefined
  return { call, client: client.name, address, text, options, optionNames: new Set(properties.keys()) }
}

function optionsOf(source: Source, options: Node): ReadonlyMap<string, Node> | undefined {
  const object = literalObject(source, options)
  return object === undefined ? undefined : propertiesOf(object)
}

function isSameEachTime(source: Source, client: HttpClient, options: ReadonlyMap<string, Node>): boolean {
  for (const [name, value] of options) {
    switch (Object.hasOwn(client.options, name) ? client.options[name] : undefined) {
      case 'none':
      case 'address':
        break
      case 'method':
        if (stringOf(value)?.toUpperCase() !== 'GET') return false
        break
      case 'headers':
        if (!areOpenHeaders(source, value)) return false
        break
      case 'constant':
        if (!isOpenValue(source, value)) return false
        break
      case 'response-type':
        if (stringOf(value) === undefined || stringOf(value) === 'stream') return false
        break
      default:
        return false
    }
  }
  return true
}

/** Headers that ask for a fresh answer, or for a stream. */
const FRESH = new Set(['cache-control', 'pragma', 'if-none-match', 'if-modified-since', 'range', 'last-event-id'])

function areOpenHeaders(source: Source, value: Node): boolean {
  const node = unwrap(value)
  const [first] = node.type === 'NewExpression' ? node.arguments : []
  const object = literalObject(source, first ?? value)
  const headers = object === undefined ? undefined : propertiesOf(object)
  if (headers === undefined) return false
  for (const [name, header] of headers) {
    const text = constantText(source, header)
    if (text === undefined || namesCredential(name) || FRESH.has(name.toLowerCase())) return false
    if ([...text.names].some(namesCredential)) return false
    if (text.texts.some((it) => /event-stream|x-ndjson|^\s*(?:bearer|basic|token)\s/i.test(it))) return false
  }
  return true
}

/** A constant text, or an object of such under names that carry no credential. */
function isOpenValue(source: Source, value: Node): boolean {
  const text = constantText(source, value)
  if (text !== undefined) return isOpen(text) && text.texts.every((it) => parametersOf(it).every(isOpenParameter))
  const object = literalObject(source, value)
  const properties = object === undefined ? undefined : propertiesOf(object)
  if (properties === undefined) return false
  return [...properties].every(([name, inner]) => {
    if (isCredentialParameter(name)) return false
    const node = unwrap(inner)
    if (node.type === 'Literal') return true
    const constant = constantText(source, inner)
    return constant !== undefined && isOpen(constant)
  })
}

function isOpen({ names }: ConstantText): boolean {
  return ![...names].some(namesCredential)
}

function isOpenParameter(name: string): boolean {
  return !isCredentialParameter(name)
}

/** The names in a query, with or without its question mark. */
function parametersOf(text: string): string[] {
  const query = text.slice(text.indexOf('?') + 1)
  return query.split(/[&;#]/).flatMap((part) => (part.includes('=') ? [part.slice(0, part.indexOf('='))] : []))
}

/** Segments of paths whose answer is meant to be new each time. */
const NEW_EACH_TIME = new Set([
  'csrf',
  'health',
  'healthcheck',
  'healthz',
  'heartbeat',
  'live',
  'livez',
  'nonce',
  'now',
  'ping',
  'poll',
  'random',
  'ready',
  'readyz',
  'session',
  'time',
  'token',
  'uuid',
])
/** This machine, and the addresses at which clouds tell a machine who it is. */
const LOCAL_HOST =
  /^(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1\]|169\.254\.\d+\.\d+|metadata(?:\.google\.internal)?|.*\.localhost)$/i

/**
 * True for an address that carries no credential and no signature, whose answer is not meant to be new each time, and that
 * is neither this machine nor relative to a page, whose browser adds its cookies.
 */
function isOpenAddress(text: ConstantText): boolean {
  if (!isOpen(text)) return false
  let isLocal = true
  for (const it of text.texts) {
    const [, origin = '', path = ''] = /^([a-z][a-z\d+.-]*:\/\/[^/?#]*|\{\w+\}|)([^?#]*)/i.exec(it) ?? []
    if (origin === '' || origin.includes('@') || !/^(?:https?:|\{)/i.test(origin)) return false
    if (path.split('/').some((segment) => NEW_EACH_TIME.has(segment.toLowerCase()))) return false
    if (it.includes('?') && !parametersOf(it).every(isOpenParameter)) return false
    const host = origin.replace(/^[a-z]+:\/\//i, '').replace(/:\d+$/, '')
    if (!LOCAL_HOST.test(host)) isLocal = false
  }
  return !isLocal
}
