import type { TSESTree } from '@typescript-eslint/utils'
import { calleeName, importedName } from '../facts/callee.ts'
import { callsOfFunction } from '../facts/functions.ts'
import { isFunction, nodesOf } from '../facts/nodes.ts'
import { propertyName, stringOf, unwrap, wrapped } from '../facts/unwrap.ts'
import { globalName, readsOf, variableOf } from '../facts/variables.ts'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { negotiatedTypes } from './negotiated-format.ts'
import { STREAM_MEDIA_TYPES } from './stream-libraries.ts'
import { groupBy } from '../facts/group-by.ts'

/** A place where a response is given the media type of a stream. */
export interface MediaTypeSetting {
  /** The text of the type, or what reads it from the format that a client has asked for. */
  readonly node: Node
  /** Where it is given to a response: the call, assignment or decorator; a constant of headers has one for each use. */
  readonly at: Node
  /** In lower case, parameters left out. */
  readonly mediaType: string
}

const SETTERS = new Set(['setHeader', 'set', 'header', 'append', 'appendHeader', 'setResponseHeader', 'Header'])
const TYPE_SETTERS = new Set(['type', 'contentType'])
/** What sends a request or fakes a response: headers in its arguments are not those of an answer. */
const NO_ANSWERS = new Set([
  'fetch',
  'request',
  'axios',
  'got',
  'ky',
  'ofetch',
  '$fetch',
  'Request',
  'HttpResponse',
  'EventSource',
  'fetchEventSource',
  'mockResolvedValue',
  'inject',
])
/** What gives back the headers that it is given. */
const HOLDERS = new Set(['Headers', 'freeze', 'assign'])
/** How many constants and helpers of headers are followed. */
const MAX_STEPS = 4

/** Every place of the file that gives a response the media type of a stream; one that only reads or compares it is none. */
export const mediaTypeSettings = perSource((source): readonly MediaTypeSetting[] => {
  const found: MediaTypeSetting[] = []
  for (const node of nodesOf(source, 'Literal', 'TemplateLiteral')) {
    const text = stringOf(node)?.toLowerCase()
    const mediaType = text === undefined ? undefined : STREAM_MEDIA_TYPES.find((type) => text.startsWith(type))
    if (mediaType === undefined) continue
    for (const given of [node, ...negotiatedTypes(source, node)])
      for (const at of settingsOf(source, given)) found.push({ node: given, at, mediaType })
  }
  return found
})

const settingsByPlace = perSource((source) => groupBy(mediaTypeSettings(source), ({ at }) => at))
const settingsByNode = perSource((source) => groupBy(mediaTypeSettings(source), ({ node }) => node))

/** The settings that a call, assignment or list makes. */
export function mediaTypeSettingsAt(source: Source, at: Node): readonly MediaTypeSetting[] {
  return settingsByPlace(source).get(at) ?? []
}

/** The settings that one text is used in. */
export function mediaTypeSettingsOf(source: Source, text: Node): readonly MediaTypeSetting[] {
  return settingsByNode(source).get(text) ?? []
}

function settingsOf(source: Source, type: Node): readonly Node[] {
  const value = wrapped(type)
  const parent = value.parent
  switch (parent?.type) {
    case 'CallExpression':
      return isSetter(parent, value) ? [parent] : []
    case 'Property':
      return parent.value === value && isContentType(propertyName(parent)) && parent.parent.type === 'ObjectExpression'
        ? holdersOf(source, parent.parent, MAX_STEPS)
        : []
    case 'ArrayExpression':
      // `new Headers([['Content-Type', '…']])`
      return isContentType(stringOf(parent.elements[0])) ? [parent] : []
    case 'AssignmentExpression': {
      const left = unwrap(parent.left)
      if (parent.right !== value || left.type !== 'MemberExpression') return []
      const name = propertyName(left)
      return isContentType(name) || (name !== undefined && TYPE_SETTERS.has(name)) ? [parent] : []
    }
    default:
      return []
  }
}

/** `res.setHeader('Content-Type', type)`, `setHeader(event, 'Content-Type', type)`, `res.type(type)`, `@Header('Content-Type', type)`. */
function isSetter(call: TSESTree.CallExpression, value: Node): boolean {
  const name = calleeName(call)
  if (name === undefined) return false
  if (TYPE_SETTERS.has(name)) return call.arguments[0] === value
  const index = call.arguments.indexOf(value as TSESTree.Expression)
  return SETTERS.has(name) && index > 0 && isContentType(stringOf(call.arguments[index - 1]))
}

/** The calls that an object of headers ends up in: on the spot, through spreads, constants, and helpers that return it. */
function holdersOf(source: Source, object: Node, steps: number): Node[] {
  if (steps === 0) return []
  const value = wrapped(object)
  const parent = value.parent
  switch (parent?.type) {
    case 'CallExpression':
    case 'NewExpression':
      return (parent.arguments as Node[]).includes(value) ? answersOf(source, parent, steps) : []
    case 'Property':
      return parent.value === value && parent.parent.type === 'ObjectExpression'
        ? holdersOf(source, parent.parent, steps - 1)
        : []
    case 'SpreadElement':
      return parent.parent.type === 'ObjectExpression' ? holdersOf(source, parent.parent, steps) : []
    case 'VariableDeclarator': {
      const variable = parent.id.type === 'Identifier' ? variableOf(source, parent.id) : undefined
      return variable === undefined ? [] : readsOf(variable).flatMap((read) => holdersOf(source, read, steps - 1))
    }
    case 'ReturnStatement':
    case 'ArrowFunctionExpression': {
      let fn: Node | null | undefined = parent
      while (fn !== undefined && fn !== null && !isFunction(fn)) fn = fn.parent
      return isFunction(fn) ? callsOfFunction(source, fn).flatMap((call) => holdersOf(source, call, steps - 1)) : []
    }
    case 'ConditionalExpression':
    case 'LogicalExpression':
      return holdersOf(source, parent, steps - 1)
    default:
      return []
  }
}

function answersOf(source: Source, call: TSESTree.CallExpression | TSESTree.NewExpression, steps: number): Node[] {
  const name = calleeName(call)
  if (name === undefined) return [call]
  if (HOLDERS.has(name)) return holdersOf(source, call, steps - 1)
  const root = globalName(source, call.callee) ?? importedName(source, call.callee)?.name ?? name
  return NO_ANSWERS.has(name) || NO_ANSWERS.has(root) ? [] : [call]
}

function isContentType(name: string | undefined): boolean {
  return name?.toLowerCase() === 'content-type'
}
