import { isConsoleCall, isFetchCall } from '../facts/fetch-calls.ts'
import type { FrameReaders } from '../facts/frame-readers.ts'
import { readersOfFetch, readersOfSocket } from '../facts/frame-readers.ts'
import { methodName } from '../facts/callee.ts'
import { optionOf } from '../facts/model-call.ts'
import { isWithin, nodesOf } from '../facts/nodes.ts'
import { textPattern } from '../facts/text-pattern.ts'
import { stringOf, wrapped } from '../facts/unwrap.ts'
import { urlConnections } from '../facts/url-connections.ts'
import { readsOf, variableOf } from '../facts/variables.ts'
import type { PathPattern } from '../project/url-patterns.ts'
import { isAnyPath, isMentionOf, mentionedPath, patternOf } from '../project/url-patterns.ts'
import type { Node, Source } from '../source.ts'
import { routeCalls } from './route-calls.ts'

/** A route as clients ask for it. */
export interface AskedRoute {
  readonly path: string
  /** True when nothing more can stand before the path. */
  readonly isWhole: boolean
  /** Undefined: any, or unknown. */
  readonly method: string | undefined
}

/** A place of a file that asks, or may ask, for a route. */
export interface RouteReader {
  readonly node: Node
  /** `unknown` too where the address could be another one, or the place is no request that is known. */
  readonly readers: FrameReaders
}

/** Every place of a file that names the path of a route, but for where routes are registered and paths compared. */
export function routeReaders(source: Source, route: AskedRoute): RouteReader[] {
  const pattern = patternOf(route.path)
  const found = new Map<Node, RouteReader>()
  for (const node of nodesOf(source, 'Literal', 'TemplateLiteral', 'BinaryExpression')) {
    const isText = node.type !== 'Literal' || typeof node.value === 'string'
    if (!isText || isPart(node)) continue
    const answer = namesPath(pattern, route.isWhole, textPattern(source, node))
    if (answer === 'no') continue
    for (const use of usesOfAddress(source, node)) {
      const reader = readerAt(source, use, route)
      if (reader !== undefined) found.set(reader.node, answer === 'yes' ? reader : { ...reader, readers: 'unknown' })
    }
  }
  return [...found.values()].sort((a, b) => a.node.range[0] - b.node.range[0])
}

/** Whether a text is the address of a route; `maybe` where a part of it could be something else. */
function namesPath(route: PathPattern, isWhole: boolean, text: string): 'yes' | 'maybe' | 'no' {
  const mention = mentionedPath(text)
  if (mention === undefined || mention.path.length === 0 || isAnyPath(mention.path)) return 'no'
  const { path } = mention
  // In front of `*/chat` there can be more.
  const isTail = text.startsWith('*') && !mention.isBase && path.length < route.length
  const own = isTail ? route.slice(-path.length) : route
  if (!isMentionOf(own, path, true)) return !isWhole && isMentionOf(own, path, false) ? 'maybe' : 'no'
  return own.every((segment, index) => segment === path[index] || segment.startsWith('*')) ? 'yes' : 'maybe'
}

/** A text inside another one, and what is no text of the program: the name of a module, a key, a type. */
function isPart(node: Node): boolean {
  const { parent } = wrapped(node)
  switch (parent?.type) {
    case 'TemplateLiteral':
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression':
    case 'TSLiteralType':
      return true
    case 'Property':
      return parent.key === node && !parent.computed
    default:
      return parent?.type === 'BinaryExpression' && parent.operator === '+'
  }
}

/** Where an address goes: itself, or each place that reads the constant that holds it. */
function usesOfAddress(source: Source, address: Node): Node[] {
  const node = wrapped(address)
  const { parent } = node
  if (parent?.type !== 'VariableDeclarator' || parent.init !== node || parent.id.type !== 'Identifier') return [node]
  const variable = variableOf(source, parent.id)
  const isExported = parent.parent.parent.type === 'ExportNamedDeclaration'
  return variable === undefined || isExported ? [node] : readsOf(variable).flatMap((it) => usesOfAddress(source, it))
}

const LOOKS = new Set(['endsWith', 'includes', 'match', 'startsWith', 'test'])
/** Attributes of links, which show a page. */
const LINKS = new Set(['href', 'to'])

function readerAt(source: Source, address: Node, route: AskedRoute): RouteReader | undefined {
  const { parent } = address
  switch (parent?.type) {
    case 'BinaryExpression':
    case 'SwitchCase':
    case 'Decorator':
    case 'ExpressionStatement':
      return undefined
    case 'JSXAttribute':
      return LINKS.has(String(parent.name.name)) ? undefined : { node: address, readers: 'unknown' }
    case 'NewExpression':
    case 'CallExpression':
      break
    default:
      return isOfRegistration(source, address) ? undefined : { node: address, readers: 'unknown' }
  }
  if (parent.type === 'CallExpression') {
    if (isConsoleCall(source, parent) || LOOKS.has(methodName(parent) ?? '')) return undefined
    if (isOfRegistration(source, address) || parent.parent.type === 'Decorator') return undefined
    if (isFetchCall(source, parent) && parent.arguments[0] === address) {
      const method = methodOfFetch(source, parent.arguments[1])
      if (route.method !== undefined && method !== undefined && method !== route.method) return undefined
      return { node: parent, readers: readersOfFetch(source, parent) }
    }
  }
  const connection = urlConnections(source).find(({ call }) => call === parent)
  if (connection?.kind !== 'event-source' || parent.arguments[0] !== address)
    return { node: parent, readers: 'unknown' }
  return { node: parent, readers: readersOfSocket(source, parent) }
}

function isOfRegistration(source: Source, address: Node): boolean {
  return routeCalls(source).some(({ call }) =>
    call.arguments.some(
      (it) => isWithin(address, it) && it.type !== 'ArrowFunctionExpression' && it.type !== 'FunctionExpression',
    ),
  )
}

/** The method in the options of a fetch; undefined when they do not tell it. */
function methodOfFetch(source: Source, options: Node | undefined): string | undefined {
  if (options === undefined) return 'GET'
  const method = optionOf(source, options, 'method')
  if (method === undefined) return 'GET'
  return method === 'spread' ? undefined : stringOf(method)?.toUpperCase()
}
