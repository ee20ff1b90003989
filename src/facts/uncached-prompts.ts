import type { TSESTree } from '@typescript-eslint/utils'
import { imports } from '../frameworks/imported-modules.ts'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { callPath } from './call-path.ts'
import { constantText } from './constant-text.ts'
import { collectWithin, contains, isWithin, nodesOf } from './nodes.ts'
import { literalObject, propertiesOf } from './object-properties.ts'
import { originOf } from './origin.ts'
import { minimumOf } from './prompt-cache-minimums.ts'
import { propertyName, stringOf, unwrap } from './unwrap.ts'
import { methodCalls, possibleMethodCalls } from './named-calls.ts'

/** A system prompt that is the same on every call, and that the provider is not asked to keep. */
export interface UncachedPrompt {
  readonly call: TSESTree.CallExpression
  /** The property that holds the text: `system`, or `text` of the first block. */
  readonly property: TSESTree.Property
  /** The first block of a prompt that is written in blocks; undefined: `system` is a text. */
  readonly block: TSESTree.ObjectExpression | undefined
  /** How long the text is, in tokens, at four characters a token. */
  readonly tokens: number
  /** How long a prompt must be to be kept by the model. */
  readonly minimum: number
}

const PACKAGES = ['@anthropic-ai/sdk', '@anthropic-ai/bedrock-sdk', '@anthropic-ai/vertex-sdk']
/** Ends of calls that ask a model. Counting tokens and batches are others. */
const METHODS = ['create', 'stream', 'parse', 'toolRunner']
const CALLS = METHODS.flatMap((method) => [`messages.${method}`, `beta.messages.${method}`])
const CHARACTERS_PER_TOKEN = 4
/** How many blocks of one request may be marked. */
const MAX_MARKS = 4

/**
 * The constant system prompts of the file's calls of Anthropic's SDK that nothing marks to be kept. Only where the file names the SDK can
 * a plain call be of one of its methods.
 */
export const uncachedPrompts = perSource((source): readonly UncachedPrompt[] =>
  (imports(source, PACKAGES) ? possibleMethodCalls(source, METHODS) : methodCalls(source, METHODS)).flatMap((call) => {
    const found = uncachedPrompt(source, call)
    return found === undefined ? [] : [found]
  }),
)

function uncachedPrompt(source: Source, call: TSESTree.CallExpression): UncachedPrompt | undefined {
  const target = callPath(source, call)
  if (target === undefined || !CALLS.some((it) => target.path === it || target.path.endsWith(`.${it}`)))
    return undefined
  if (target.module !== undefined && !PACKAGES.includes(target.module)) return undefined
  const [first] = call.arguments
  const request = first === undefined ? undefined : literalObject(source, first)
  const options = request === undefined ? undefined : propertiesOf(request)
  const system = options?.get('system')
  if (request === undefined || options === undefined || system === undefined || options.has('cache_control'))
    return undefined
  const model = modelOf(source, options.get('model'))
  // Other SDKs have calls of these names; a client from another file is told by its model.
  if (target.module === undefined && model?.includes('claude') !== true) return undefined
  if (isMarkedInMessages(source, call, options.get('messages'))) return undefined
  const prompt = firstText(source, request, system)
  const text = prompt === undefined ? undefined : constantText(source, prompt.value)
  if (prompt === undefined || text === undefined) return undefined
  const length = Math.min(...text.texts.map((it) => it.length))
  return {
    call,
    property: prompt.property,
    block: prompt.block,
    tokens: Math.ceil(length / CHARACTERS_PER_TOKEN),
    minimum: minimumOf(model),
  }
}

function modelOf(source: Source, value: Node | undefined): string | undefined {
  const text = value === undefined ? undefined : constantText(source, value)
  return text?.texts.length === 1 ? text.texts[0] : undefined
}

interface FirstText {
  readonly property: TSESTree.Property
  readonly value: Node
  readonly block: TSESTree.ObjectExpression | undefined
}

/** The whole prompt, or the text of its first block when no block has a mark. */
function firstText(source: Source, request: TSESTree.ObjectExpression, system: Node): FirstText | undefined {
  const blocks = blocksOf(source, system)
  if (blocks === undefined) {
    const property = propertyNamed(request, 'system')
    return property === undefined ? undefined : { property, value: system, block: undefined }
  }
  const [first] = blocks
  // A block that cannot be seen into may carry a mark.
  for (const element of blocks) {
    const block = element === null || element.type === 'SpreadElement' ? undefined : literalObject(source, element)
    const properties = block === undefined ? undefined : propertiesOf(block)
    if (properties === undefined || properties.has('cache_control')) return undefined
  }
  const block = first == null ? undefined : literalObject(source, first)
  const property = block === undefined ? undefined : propertyNamed(block, 'text')
  return property === undefined ? undefined : { property, value: property.value as Node, block }
}

/** The blocks of a prompt that is a list, followed through a constant. */
function blocksOf(source: Source, system: Node): TSESTree.ArrayExpression['elements'] | undefined {
  const origin = originOf(source, system)
  const value = origin.kind === 'expression' && origin.path.length === 0 ? unwrap(origin.node) : undefined
  return value?.type === 'ArrayExpression' ? value.elements : undefined
}

function propertyNamed(object: TSESTree.ObjectExpression, name: string): TSESTree.Property | undefined {
  return object.properties.find((it): it is TSESTree.Property => it.type === 'Property' && propertyName(it) === name)
}

/**
 * True when a message carries a mark, which covers the prompt in front of it. Messages that are made elsewhere may carry one
 * when the file writes marks outside of prompts and tools.
 */
function isMarkedInMessages(source: Source, call: Node, messages: Node | undefined): boolean {
  if (messages === undefined) return false
  const isMark = (node: Node) => node.type === 'Property' && propertyName(node) === 'cache_control'
  if (contains(source, messages, isMark)) return true
  if (unwrap(messages).type === 'ArrayExpression' && !contains(source, messages, isMadeElsewhere)) return false
  return nodesOf(source, 'Property').some((it) => isMark(it) && !isWithin(it, call) && !isOfPromptOrTool(it))
}

function isMadeElsewhere(node: Node): boolean {
  return node.type === 'SpreadElement' || node.type === 'CallExpression'
}

function isOfPromptOrTool(mark: Node): boolean {
  for (let node: Node | null | undefined = mark.parent; node != null; node = node.parent)
    if (node.type === 'Property' && ['system', 'tools'].includes(propertyName(node) ?? '')) return true
  return false
}

/** True when the call has as many marks as a request may have. */
export function isFullOfMarks(source: Source, call: Node): boolean {
  const marks = collectWithin(source, call, (node): node is TSESTree.Property => {
    return node.type === 'Property' && propertyName(node) === 'cache_control'
  })
  return marks.filter(({ value }) => stringOf(value as Node) !== 'null').length >= MAX_MARKS
}
