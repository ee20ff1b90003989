import type { TSESTree } from '@typescript-eslint/utils'
import { methodName, receiverOf } from './callee.ts'
import { alwaysEndsFunction } from './leaving.ts'
import { isFunction } from './nodes.ts'
import { originOf } from './origin.ts'
import { propertyName, stringOf, unwrap } from './unwrap.ts'
import type { Node, Source } from '../source.ts'

/**
 * What a condition comes to for one route's path. `open`: it asks something else (who the client is, say). `unclear`: it
 * looks at the path in a way that cannot be computed.
 */
type Value = 'true' | 'false' | 'open' | 'unclear'

const PATH_NAMES = /^(?:path|pathname|url|originalUrl|href|route|routePath|routeId|req(?:uest)?Path|currentPath)$/i

/**
 * Whether a node of a function runs for requests of one path, as far as conditions on the path say: those around it, and
 * early exits before it. `open`: it does, or something else than the path decides.
 * @param path of the route; undefined when unknown
 */
export function runsForPath(source: Source, node: Node, path: string | undefined): 'open' | 'never' | 'unclear' {
  let result: 'open' | 'unclear' = 'open'
  for (
    let current: Node = node, { parent } = node;
    parent != null && !isFunction(current);
    current = parent, { parent } = current
  ) {
    let value: Value = 'open'
    if (parent.type === 'IfStatement' && parent.consequent === current) value = valueOf(source, parent.test, path)
    else if (parent.type === 'IfStatement' && parent.alternate === current)
      value = not(valueOf(source, parent.test, path))
    else if (parent.type === 'ConditionalExpression' && parent.consequent === current)
      value = valueOf(source, parent.test, path)
    else if (parent.type === 'ConditionalExpression' && parent.alternate === current)
      value = not(valueOf(source, parent.test, path))
    else if (parent.type === 'LogicalExpression' && parent.right === current) {
      const left = valueOf(source, parent.left, path)
      value = parent.operator === '&&' ? left : parent.operator === '||' ? not(left) : 'open'
    } else if (parent.type === 'SwitchCase' && isOfPath(source, parent.parent.discriminant)) value = 'unclear'
    if (value === 'false') return 'never'
    if (value === 'unclear') result = 'unclear'
    if (parent.type === 'BlockStatement') {
      for (const statement of parent.body) {
        if (statement === current) break
        if (statement.type !== 'IfStatement' || !alwaysEndsFunction(source, statement.consequent)) continue
        const left = valueOf(source, statement.test, path)
        if (left === 'true') return 'never'
        if (left === 'unclear') result = 'unclear'
      }
    }
  }
  return result
}

function valueOf(source: Source, test: Node, path: string | undefined): Value {
  const node = unwrap(test)
  switch (node.type) {
    case 'UnaryExpression':
      return node.operator === '!' ? not(valueOf(source, node.argument, path)) : 'open'
    case 'LogicalExpression': {
      const left = valueOf(source, node.left, path)
      const right = valueOf(source, node.right, path)
      if (node.operator === '&&') return both(left, right)
      return node.operator === '||' ? not(both(not(left), not(right))) : 'open'
    }
    case 'BinaryExpression': {
      const isEqual = node.operator === '===' || node.operator === '=='
      if (!isEqual && node.operator !== '!==' && node.operator !== '!=') return 'open'
      const [side, other] = isOfPath(source, node.left) ? [node.left, node.right] : [node.right, node.left]
      if (!isOfPath(source, side)) return 'open'
      const text = stringOf(other)
      if (text === undefined || path === undefined || !isWhole(side)) return 'unclear'
      const value = matchesText(path, (given) => given === text)
      return isEqual ? value : not(value)
    }
    case 'CallExpression':
      return valueOfCall(source, node, path)
    case 'Identifier': {
      const origin = originOf(source, node)
      if (origin.kind !== 'expression' || origin.path.length > 0) return 'open'
      const made = unwrap(origin.node)
      return made === node || made.type === 'Identifier' ? 'open' : valueOf(source, made, path)
    }
    default:
      return 'open'
  }
}

function valueOfCall(source: Source, call: TSESTree.CallExpression, path: string | undefined): Value {
  const name = methodName(call)
  const receiver = receiverOf(call)
  const [first] = call.arguments
  if (receiver !== undefined && name !== undefined) {
    if (isOfPath(source, receiver)) {
      if (path === undefined || first === undefined || !isWhole(receiver)) return 'unclear'
      const text = stringOf(first)
      if (text !== undefined && name === 'startsWith') return startsWith(path, text)
      if (text !== undefined && name === 'endsWith') return matchesText(path, (given) => given.endsWith(text))
      if (text !== undefined && name === 'includes')
        return path.includes(':') ? 'unclear' : asValue(path.includes(text))
      const regex = regexOf(first)
      return name === 'match' && regex !== undefined ? matchesText(path, (given) => regex.test(given)) : 'unclear'
    }
    if (call.arguments.some((argument) => argument.type !== 'SpreadElement' && isOfPath(source, argument))) {
      const list = textsOf(source, receiver)
      if (name === 'includes' || name === 'has')
        return list === undefined || path === undefined ? 'unclear' : matchesText(path, (given) => list.includes(given))
      const regex = regexOf(receiver)
      return name === 'test' && regex !== undefined && path !== undefined
        ? matchesText(path, (given) => regex.test(given))
        : 'unclear'
    }
    if ((name === 'some' || name === 'every' || name === 'find') && first !== undefined && isFunction(first)) {
      const list = textsOf(source, receiver)
      const body = first.body
      const mentions = mentionsPath(source, body)
      if (!mentions) return 'open'
      const inner = body.type === 'CallExpression' ? body : undefined
      if (list === undefined || path === undefined || inner === undefined || methodName(inner) !== 'startsWith')
        return 'unclear'
      const values = list.map((text) => startsWith(path, text))
      if (values.includes('unclear')) return 'unclear'
      return asValue(values.includes('true'))
    }
  }
  // `isPublicRoute(request)`, `isProtected(pathname)`: a matcher that is given the request looks at its path.
  const matcher = matcherTexts(source, call)
  if (matcher !== undefined) {
    if (path === undefined) return 'unclear'
    const values = matcher.map((pattern) => clerkMatches(pattern, path))
    if (values.includes('true')) return 'true'
    return values.includes('unclear') ? 'unclear' : 'false'
  }
  return call.arguments.some((argument) => argument.type !== 'SpreadElement' && isOfPath(source, argument)) ||
    /(?:route|path|url|public)/i.test(calleeText(call))
    ? 'unclear'
    : 'open'
}

/** The patterns of `createRouteMatcher([...])` of Clerk. */
function matcherTexts(source: Source, call: TSESTree.CallExpression): readonly string[] | undefined {
  const origin = originOf(source, call.callee)
  if (origin.kind !== 'expression') return undefined
  const made = unwrap(origin.node)
  if (made.type !== 'CallExpression' || calleeText(made) !== 'createRouteMatcher') return undefined
  return made.arguments[0] === undefined ? undefined : textsOf(source, made.arguments[0])
}

function clerkMatches(pattern: string, path: string): Value {
  try {
    const regex = new RegExp(`^${pattern.replace(/:\w+/g, '[^/]+').replace(/\*(?<!\.\*)/g, '.*')}$`)
    return matchesText(path, (given) => regex.test(given))
  } catch {
    return 'unclear'
  }
}

/** A parameter of the route can be anything: what a test says of it is only sure when two very different values agree. */
function matchesText(path: string, test: (path: string) => boolean): Value {
  const variants = path.includes(':') ? ['x1', 'some-other-value'].map((value) => path.replace(/:\w+/g, value)) : [path]
  const [first, ...rest] = variants.map(test)
  return rest.every((it) => it === first) ? asValue(first === true) : 'unclear'
}

function startsWith(path: string, prefix: string): Value {
  const variable = path.indexOf(':')
  if (variable === -1) return asValue(path.startsWith(prefix))
  if (prefix.length <= variable) return asValue(path.startsWith(prefix))
  return prefix.startsWith(path.slice(0, variable)) ? 'unclear' : 'false'
}

function textsOf(source: Source, expression: Node): string[] | undefined {
  const origin = originOf(source, expression)
  let node = origin.kind === 'expression' && origin.path.length === 0 ? unwrap(origin.node) : unwrap(expression)
  if (node.type === 'NewExpression' && node.arguments[0] !== undefined) node = unwrap(node.arguments[0])
  if (node.type !== 'ArrayExpression') return undefined
  const texts = node.elements.map((element) => (element === null ? undefined : stringOf(element)))
  return texts.every((text) => text !== undefined) ? texts : undefined
}

function regexOf(expression: Node): RegExp | undefined {
  const node = unwrap(expression)
  return node.type === 'Literal' && 'regex' in node && node.value instanceof RegExp ? node.value : undefined
}

/** True for `url.pathname`, `req.path`, and names that are made of them. */
function isOfPath(source: Source, expression: Node, steps = 3): boolean {
  const node = unwrap(expression)
  if (node.type === 'MemberExpression') {
    const name = propertyName(node)
    return (name !== undefined && PATH_NAMES.test(name)) || (name === 'id' && isOfPath(source, node.object, steps))
  }
  if (node.type !== 'Identifier') return false
  if (PATH_NAMES.test(node.name)) return true
  if (steps === 0) return false
  const origin = originOf(source, node)
  if (origin.kind === 'parameter') return PATH_NAMES.test(origin.path.at(-1) ?? '')
  return origin.kind === 'expression' && origin.path.length === 0 && unwrap(origin.node) !== node
    ? isOfPath(source, origin.node, steps - 1)
    : origin.kind === 'expression' && PATH_NAMES.test(origin.path.at(-1) ?? '')
}

/** A test of `request.url` sees the host and the query too, except in Node, where it begins with the path. */
function isWhole(expression: Node): boolean {
  const node = unwrap(expression)
  const name =
    node.type === 'MemberExpression' ? propertyName(node) : node.type === 'Identifier' ? node.name : undefined
  return name !== 'href' && name !== 'routeId' && name !== 'id'
}

function mentionsPath(source: Source, node: Node): boolean {
  if (node.type === 'CallExpression') {
    const receiver = receiverOf(node)
    return (receiver !== undefined && isOfPath(source, receiver)) || node.arguments.some((it) => isOfPath(source, it))
  }
  return node.type === 'BinaryExpression' && (isOfPath(source, node.left) || isOfPath(source, node.right))
}

function calleeText(call: TSESTree.CallExpression): string {
  const callee = unwrap(call.callee)
  return callee.type === 'Identifier' ? callee.name : (methodName(call) ?? '')
}

function asValue(holds: boolean): Value {
  return holds ? 'true' : 'false'
}

function not(value: Value): Value {
  return value === 'true' ? 'false' : value === 'false' ? 'true' : value
}

function both(a: Value, b: Value): Value {
  if (a === 'false' || b === 'false') return 'false'
  if (a === 'unclear' || b === 'unclear') return 'unclear'
  return a === 'open' || b === 'open' ? 'open' : 'true'
}
