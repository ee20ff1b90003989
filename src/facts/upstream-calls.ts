import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { importedName, methodName } from './callee.ts'
import { callPath } from './call-path.ts'
import { isFetchCall, namesFetch } from './fetch-calls.ts'
import { importedModules } from './imported-modules.ts'
import { hasUsersPackages, MODEL_STREAM_METHODS, modelStreamCall, namesModels, optionOf } from './model-call.ts'
import { nodesOf } from './nodes.ts'
import { originOf } from './origin.ts'
import { stringOf, unwrap } from './unwrap.ts'
import { callsNamed, possibleMethodCalls } from './named-calls.ts'

/** Where a call takes an `AbortSignal`: an option, dotted where it is nested, of the argument at an index. */
export interface SignalPlace {
  readonly argument: number
  readonly option: string
}

/** A call that opens a stream from another server. `response`: the stream is a part of what it gives back. */
export interface UpstreamCall {
  readonly call: TSESTree.CallExpression
  readonly kind: 'fetch' | 'model' | 'ai-sdk' | 'client'
  /** The property of the result that streams; undefined: the result itself. */
  readonly part: string | undefined
  /** Undefined: the call takes no signal. */
  readonly signal: SignalPlace | undefined
}

interface Client {
  readonly part: string | undefined
  readonly argument: number
  /** Needed to get a stream: `responseType: 'stream'`. */
  readonly streams?: { readonly option: string; readonly value: string | true }
}

const AXIOS_STREAM = { option: 'responseType', value: 'stream' } as const
const AXIOS_PARTS = { part: 'data', streams: AXIOS_STREAM } as const

/** HTTP clients whose streams end with a signal: `module#path`. Their own documentation names the option `signal`. */
const CLIENTS: Readonly<Record<string, Client>> = {
  'axios#default': { ...AXIOS_PARTS, argument: 0 },
  'axios#request': { ...AXIOS_PARTS, argument: 0 },
  'axios#get': { ...AXIOS_PARTS, argument: 1 },
  'axios#post': { ...AXIOS_PARTS, argument: 2 },
  'axios#put': { ...AXIOS_PARTS, argument: 2 },
  'axios#patch': { ...AXIOS_PARTS, argument: 2 },
  'got#stream': { part: undefined, argument: 1 },
  'got#stream.get': { part: undefined, argument: 1 },
  'got#stream.post': { part: undefined, argument: 1 },
  'undici#request': { part: 'body', argument: 1 },
}

/** Every call of the file that opens a stream from another server, in document order. */
export const upstreamCalls = perSource((source): readonly UpstreamCall[] =>
  candidates(source).flatMap((call) => upstreamCall(source, call) ?? []),
)

/** Where no client is imported and no SDK is the user's own, a call is told by its name; an import may have another one. */
function candidates(source: Source): TSESTree.CallExpression[] {
  if (namesClient(source) || hasUsersPackages(source)) return nodesOf(source, 'CallExpression')
  return namesFetch(source) || namesModels(source) ? possibleMethodCalls(source, METHODS) : callsNamed(source, METHODS)
}

function upstreamCall(source: Source, call: TSESTree.CallExpression): UpstreamCall | undefined {
  if (isFetchCall(source, call)) return { call, kind: 'fetch', part: 'body', signal: { argument: 1, option: 'signal' } }
  const model = modelStreamCall(source, call)
  if (model !== undefined) {
    if (model.signal === undefined) return undefined
    const kind = model.packages.includes('ai') ? 'ai-sdk' : 'model'
    const signal = model.signal.argument < 0 ? undefined : model.signal
    return { call, kind, part: undefined, signal }
  }
  return googleCall(source, call) ?? bedrockCall(source, call) ?? clientCall(source, call)
}

/** How the streaming methods of Google's models and chats take a signal; both objects are made by other calls of the client. */
const GOOGLE: Readonly<Record<string, SignalPlace>> = {
  '@google/genai': { argument: 0, option: 'config.abortSignal' },
  '@google/generative-ai': { argument: 1, option: 'signal' },
}
const GOOGLE_METHODS = new Set(['generateContentStream', 'sendMessageStream'])
/** Of `globalThis.fetch()`, of models and of Google's and Bedrock's clients. */
const METHODS = new Set(['fetch', ...MODEL_STREAM_METHODS, ...GOOGLE_METHODS, 'send'])

function googleCall(source: Source, call: TSESTree.CallExpression): UpstreamCall | undefined {
  if (!GOOGLE_METHODS.has(methodName(call) ?? '')) return undefined
  const module = importedModules(source)
    .map(({ specifier }) => specifier)
    .find((name) => Object.hasOwn(GOOGLE, name))
  return module === undefined ? undefined : { call, kind: 'model', part: undefined, signal: GOOGLE[module] }
}

/** Commands of Bedrock whose answer streams, and the part of it that does. */
const BEDROCK = '@aws-sdk/client-bedrock-runtime'
const BEDROCK_COMMANDS: Readonly<Record<string, string>> = {
  ConverseStreamCommand: 'stream',
  InvokeModelWithResponseStreamCommand: 'body',
}

/** `client.send(new ConverseStreamCommand(input), { abortSignal })`. */
function bedrockCall(source: Source, call: TSESTree.CallExpression): UpstreamCall | undefined {
  const first = methodName(call) === 'send' ? call.arguments[0] : undefined
  const origin = first === undefined ? undefined : originOf(source, first)
  if (origin?.kind !== 'expression' || origin.node.type !== 'NewExpression') return undefined
  const command = importedName(source, origin.node.callee)
  if (command?.module !== BEDROCK || !Object.hasOwn(BEDROCK_COMMANDS, command.name)) return undefined
  return {
    call,
    kind: 'client',
    part: BEDROCK_COMMANDS[command.name],
    signal: { argument: 1, option: 'abortSignal' },
  }
}

const CLIENT_MODULES = new Set(Object.keys(CLIENTS).map((key) => key.slice(0, key.indexOf('#'))))
const LANGCHAIN = '@langchain/'

/** True when the file names a module of a client at all; in most files no call needs to be followed. */
const namesClient = perSource((source) =>
  importedModules(source).some(({ specifier }) => CLIENT_MODULES.has(specifier) || specifier.startsWith(LANGCHAIN)),
)

function clientCall(source: Source, call: TSESTree.CallExpression): UpstreamCall | undefined {
  if (!namesClient(source)) return undefined
  const imported = importedName(source, call.callee) ?? callPath(source, call)
  if (imported?.module === undefined) return undefined
  const path = 'name' in imported ? imported.name : imported.path
  if (imported.module.startsWith(LANGCHAIN) && path === 'stream')
    return { call, kind: 'model', part: undefined, signal: { argument: 1, option: 'signal' } }
  const key = `${imported.module}#${path}`
  const client = Object.hasOwn(CLIENTS, key) ? CLIENTS[key] : undefined
  if (client === undefined) return undefined
  const { part, argument, streams } = client
  if (streams !== undefined) {
    const value = optionOf(source, call.arguments[argument], streams.option)
    if (value === undefined || value === 'spread' || stringOf(value) !== streams.value) return undefined
  }
  return { call, kind: 'client', part, signal: { argument, option: 'signal' } }
}

/**
 * The value that a call gets as its signal. `none`: its options are all visible and name none. `unknown`: they are spread,
 * kept in a variable, or the request is an object of its own that may carry a signal.
 */
export function signalOption(source: Source, { call, kind, signal }: UpstreamCall): SignalValue {
  if (call.arguments.some((argument) => argument.type === 'SpreadElement')) return 'unknown'
  const literals = call.arguments.map((argument) => unwrap(argument))
  for (const [index, literal] of literals.entries()) {
    if (literal.type !== 'ObjectExpression') {
      if (signal !== undefined && index === signal.argument) return 'unknown'
      continue
    }
    const other = literal.properties.find((it) => isSignalName(it) || it.type === 'SpreadElement')
    if (other === undefined) continue
    if (other.type === 'SpreadElement' || index !== signal?.argument) return 'unknown'
  }
  if (kind === 'fetch' && literals[1] === undefined && mayBeRequest(source, literals[0])) return 'unknown'
  if (signal === undefined) return 'none'
  let object = literals[signal.argument]
  const names = signal.option.split('.')
  for (const [depth, name] of names.entries()) {
    if (object === undefined) return 'none'
    if (object.type !== 'ObjectExpression') return 'unknown'
    if (object.properties.some((it) => it.type === 'SpreadElement' || it.computed)) return 'unknown'
    const property: TSESTree.Property | undefined = object.properties.find(
      (it): it is TSESTree.Property => it.type === 'Property' && !it.computed && keyOf(it) === name,
    )
    if (property === undefined) return 'none'
    if (depth === names.length - 1) return { property, value: property.value as Node }
    object = unwrap(property.value as Node)
  }
  return 'none'
}

export type SignalValue =
  | 'none'
  | 'unknown'
  | {
      readonly property: TSESTree.Property
      readonly value: Node
    }

const SIGNAL_NAMES = new Set(['signal', 'abortSignal', 'abort_signal', 'abortController', 'cancelToken'])

function isSignalName(property: TSESTree.ObjectLiteralElement): boolean {
  return property.type === 'Property' && SIGNAL_NAMES.has(keyOf(property) ?? '')
}

function keyOf({ key }: TSESTree.Property): string | undefined {
  if (key.type === 'Identifier') return key.name
  return key.type === 'Literal' ? String(key.value) : undefined
}

/** `fetch(request)` takes the signal of the request. */
function mayBeRequest(source: Source, target: Node | undefined): boolean {
  if (target === undefined) return true
  if (stringOf(target) !== undefined || target.type === 'TemplateLiteral' || target.type === 'BinaryExpression')
    return false
  if (target.type === 'Identifier' && /req(?:uest)?$/i.test(target.name)) return true
  const origin = originOf(source, target)
  if (origin.kind !== 'expression') return false
  const made = unwrap(origin.node)
  return made.type === 'NewExpression' && made.callee.type === 'Identifier' && made.callee.name !== 'URL'
}
