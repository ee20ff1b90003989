import type { TSESTree } from '@typescript-eslint/utils'
import { imports } from '../frameworks/imported-modules.ts'
import type { Node, Source } from '../source.ts'
import { perNode } from '../source.ts'
import type { CallPath } from './call-path.ts'
import { callPath } from './call-path.ts'
import { importedName, methodName, receiverOf } from './callee.ts'
import { groupBy } from './group-by.ts'
import { langchainModel } from './langchain-model.ts'
import { isOneOf, isUsersModelPackage } from './model-packages.ts'
import { BEDROCK_COMMANDS, BEDROCK_PACKAGE, LANGCHAIN_CALLS, MODEL_SDKS } from './model-tables.ts'
import { originOf } from './origin.ts'
import type { ModelCall } from './stream-tables.ts'
import { MODEL, MODEL_STREAM_CALLS } from './stream-tables.ts'
import { propertyName, unwrap, unwrapAwait } from './unwrap.ts'
import { usesOf } from './uses.ts'

const STREAM_CALLS_BY_METHOD: ReadonlyMap<string, readonly ModelCall[]> = groupBy(MODEL_STREAM_CALLS, ({ call }) =>
  lastName(call),
)

/** What the calls of the model table end with: a method of another name needs not be followed. */
export const MODEL_STREAM_METHODS: ReadonlySet<string> = new Set(STREAM_CALLS_BY_METHOD.keys())

const MODEL_STREAM_PACKAGES = [...new Set(MODEL_STREAM_CALLS.flatMap(({ packages }) => packages))]

/** True where the file names a package of the model table at all. */
export function namesModels(source: Source): boolean {
  return imports(source, MODEL_STREAM_PACKAGES)
}

/** True where the settings name packages of models: any method of theirs may be a call of a model. */
export function hasUsersPackages({ modelPackages = [] }: Source): boolean {
  return modelPackages.length > 0
}

/**
 * The entry of the model table that a call matches, when it streams. A client whose package cannot be told (made in
 * another file) counts only for call paths that belong to one family of SDKs and are told to stream. Packages that the
 * settings name count with every path of the table, and with calls that are told to stream or named after it.
 */
export function modelStreamCall(source: Source, call: TSESTree.CallExpression): ModelCall | undefined {
  const name = methodName(call)
  if (name !== undefined && !MODEL_STREAM_METHODS.has(name) && !hasUsersPackages(source)) return undefined
  const target = callPath(source, call)
  if (target === undefined) return undefined
  const { module, path } = target
  const isUsers = module !== undefined && isUsersModelPackage(source, module)
  const known = STREAM_CALLS_BY_METHOD.get(lastName(path))?.find((entry) => {
    if (!endsWith(path, entry.call)) return false
    if (module === undefined || isUsers) {
      if (!entry.call.includes('.') && !(isUsers && entry.packages.includes('ai'))) return false
    } else if (!entry.packages.includes(module)) return false
    return entry.streamOption === undefined || isTrue(optionOf(source, call.arguments[0], entry.streamOption))
  })
  if (!isUsers) return known
  if (known !== undefined) return { ...known, packages: [module] }
  if (!isCallOfUsersPackage(source, call, path)) return undefined
  const streams =
    /stream/i.test(lastName(path)) || call.arguments.some((argument) => isTrue(optionOf(source, argument, 'stream')))
  return streams ? { packages: [module], call: path, result: MODEL } : undefined
}

/** A call that asks a model. */
export interface ModelUse {
  /** Undefined for a client that another file made. */
  readonly module: string | undefined
  /** The dotted call behind the client: `chat.completions.create`. */
  readonly path: string
  /** What the call is a method of; undefined for functions. */
  readonly client: Node | undefined
}

/**
 * What a chat, completion, embedding or image call of a model SDK calls, streaming or not; undefined for other calls. A
 * client whose package cannot be told counts only for dotted paths of the table with a `model` in their options. Packages
 * that the settings name count with all their calls, but for those that only make a client.
 */
export const modelCall = perNode<TSESTree.CallExpression, ModelUse | undefined>((source, call) => {
  // The command tells, wherever its client comes from.
  if (methodName(call) === 'send' && isBedrockCommand(source, call.arguments[0]))
    return { module: BEDROCK_PACKAGE, path: 'send', client: receiverOf(call) }
  const target = callPath(source, call)
  if (target === undefined) return undefined
  return isModelCall(source, call, target) ? { ...target, client: receiverOf(call) } : undefined
}, undefined)

const ALL_CALLS = [
  ...new Set([...MODEL_SDKS.flatMap(({ calls }) => calls), ...MODEL_STREAM_CALLS.map(({ call }) => call)]),
]
/** No other kind of client has these. Twilio's has `messages.create`. */
const UNMISTAKABLE = /^chat\.completions\./

function isModelCall(source: Source, call: TSESTree.CallExpression, { module, path }: CallPath): boolean {
  const name = methodName(call)
  const receiver = receiverOf(call)
  if (name !== undefined && receiver !== undefined && LANGCHAIN_CALLS.has(name) && langchainModel(source, receiver))
    return true
  if (module === undefined) {
    const known = ALL_CALLS.find((it) => it.includes('.') && endsWith(path, it))
    return known !== undefined && (UNMISTAKABLE.test(known) || isGiven(optionOf(source, call.arguments[0], 'model')))
  }
  if (isUsersModelPackage(source, module)) return isCallOfUsersPackage(source, call, path)
  return (
    MODEL_SDKS.some(({ packages, calls }) => isOneOf(packages, module) && calls.some((it) => endsWith(path, it))) ||
    MODEL_STREAM_CALLS.some((entry) => entry.packages.includes(module) && endsWith(path, entry.call))
  )
}

function isBedrockCommand(source: Source, argument: Node | undefined): boolean {
  const origin = argument === undefined ? undefined : originOf(source, argument)
  if (origin?.kind !== 'expression' || origin.node.type !== 'NewExpression') return false
  const command = importedName(source, origin.node.callee)
  return command?.module === BEDROCK_PACKAGE && BEDROCK_COMMANDS.has(command.name)
}

const OF_PROMISES = new Set(['then', 'catch', 'finally'])

/** True for a function of the package or a method of its client; false for what is done with their answers, and for what makes a client. */
function isCallOfUsersPackage(source: Source, call: TSESTree.CallExpression, path: string): boolean {
  if (path === '' || OF_PROMISES.has(methodName(call) ?? '') || isClient(source, call)) return false
  const imported = importedName(source, call.callee)
  if (imported !== undefined) return true
  const origin = originOf(source, call.callee)
  if (origin.kind !== 'expression') return true
  const made = unwrapAwait(origin.node)
  if (made.type === 'NewExpression') return true
  // `(await complete(prompt)).text.trim()`: what is awaited is an answer, not a client.
  return made.type === 'CallExpression' && made.parent.type !== 'AwaitExpression'
}

/** What streams and emitters are asked for: who calls these has an answer in hand. */
const OF_STREAMS = new Set([
  ...OF_PROMISES,
  'on',
  'once',
  'addListener',
  'pipe',
  'pipeTo',
  'pipeThrough',
  'getReader',
  'tee',
  'next',
  'abort',
  'cancel',
])

function isClient(source: Source, call: TSESTree.CallExpression): boolean {
  if (call.parent.type === 'AwaitExpression') return false
  return usesOf(source, call).some((use) => use.kind === 'method-call' && !OF_STREAMS.has(use.name))
}

/** The value of a property of the object literal that an expression means, followed through a constant of this file; `spread` when it may hide there. */
export function optionOf(source: Source, expression: Node | undefined, name: string): Node | 'spread' | undefined {
  if (expression === undefined) return undefined
  const origin = originOf(source, expression)
  if (origin.kind !== 'expression' || origin.path.length > 0) return 'spread'
  const object = unwrap(origin.node)
  if (object.type !== 'ObjectExpression') return object.type === 'Literal' ? undefined : 'spread'
  let found: Node | 'spread' | undefined
  for (const property of object.properties) {
    if (property.type === 'SpreadElement') found ??= 'spread'
    else if (property.computed && propertyName(property) === undefined) found ??= 'spread'
    else if (propertyName(property) === name) found = property.value as Node
  }
  return found
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1)
}

function endsWith(path: string, call: string): boolean {
  return path === call || path.endsWith(`.${call}`)
}

function isGiven(value: Node | 'spread' | undefined): boolean {
  return value !== undefined && value !== 'spread'
}

function isTrue(value: Node | 'spread' | undefined): boolean {
  if (value === undefined || value === 'spread') return false
  const node = unwrap(value)
  return node.type === 'Literal' && node.value === true
}
