import { calleeName, methodName } from './callee.ts'
import { isFunction, nodesOf } from './nodes.ts'
import { originsOf } from './origin.ts'
import type { Trait } from './trait.ts'
import { propertyName, stringOf, unwrap } from './unwrap.ts'
import { globalName } from './variables.ts'
import type { Node, Source } from '../source.ts'

/** Property and parameter names that hold a status of an answer. */
const STATUS_KEYS = new Set(['status', 'statusCode', 'code', 'httpStatus', 'httpStatusCode', 'statuscode'])
/** What a socket is closed with when nobody knows its client. */
const UNKNOWN_CLIENT =
  /\b(?:un(?:authori[sz]ed|authenticated)|forbidden|access denied|not (?:authori[sz]ed|authenticated)|(?:invalid|missing|bad|no) (?:[\w-]+ )?(?:token|credentials|key|secret|ticket))\b/i
const LOGIN = /(?:log-?in|sign-?in|\/auth(?:\/|$|\?)|unauthorized|forbidden|access-?denied)/i

/** The places of a file where an answer, an error or a redirect refuses the client. Comparisons with a status are none. */
export function refusals(source: Source, trait: Trait): Node[] {
  const found: Node[] = []
  for (const literal of nodesOf(source, 'Literal')) {
    if (typeof literal.value === 'number' && trait.statuses.has(literal.value) && isAnswered(literal))
      found.push(literal)
    else if (typeof literal.value === 'string' && isRefusingText(trait, literal, literal.value)) found.push(literal)
  }
  for (const member of nodesOf(source, 'MemberExpression')) {
    const name = propertyName(member)
    if (name === undefined || !isRefusingName(trait, name)) continue
    const parent = unwrapParent(member)
    // `HttpStatus.UNAUTHORIZED`, `reply.unauthorized()`; a comparison tells of somebody else's answer.
    if (parent?.type === 'BinaryExpression' || parent?.type === 'MemberExpression') continue
    found.push(member)
  }
  for (const call of nodesOf(source, 'CallExpression', 'NewExpression')) {
    const callee = unwrap(call.callee)
    if (callee.type === 'Identifier' && isRefusingName(trait, callee.name)) found.push(call)
    else if (trait.name === 'guard' && isLoginRedirect(call)) found.push(call)
  }
  return found
}

function isRefusingName(trait: Trait, name: string): boolean {
  const plain = name.toLowerCase().replace(/[^a-z]/g, '')
  return trait.refusals.some((it) => plain.startsWith(it))
}

function isRefusingText(trait: Trait, literal: Node, text: string): boolean {
  if (trait.name === 'guard' && isCloseReason(literal)) return UNKNOWN_CLIENT.test(text)
  if (!/^[A-Z_]+$/.test(text) || !isRefusingName(trait, text)) return false
  const { parent } = literal
  return parent?.type === 'Property' || parent?.type === 'NewExpression' || parent?.type === 'CallExpression'
}

/** `socket.close(1008, 'unauthorized')`: WebSockets have no status, but say why. */
function isCloseReason({ parent }: Node): boolean {
  return parent?.type === 'CallExpression' && methodName(parent) === 'close' && parent.arguments.length === 2
}

/** A status as an argument, a property, or what is assigned; not one that is compared. */
function isAnswered(literal: Node): boolean {
  let current: Node = literal
  for (let { parent } = literal; parent != null; { parent } = current) {
    switch (parent.type) {
      case 'CallExpression':
      case 'NewExpression':
        return parent.callee !== current && !isLookup(parent)
      case 'Property':
        return parent.value === current && STATUS_KEYS.has(propertyName(parent) ?? '')
      case 'AssignmentExpression':
        return parent.right === current
      case 'ConditionalExpression':
        if (parent.test === current) return false
        break
      case 'LogicalExpression':
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
        break
      default:
        return false
    }
    current = parent
  }
  return false
}

function isLookup(call: Node): boolean {
  const name = call.type === 'CallExpression' ? calleeName(call) : undefined
  return name === 'includes' || name === 'has' || name === 'indexOf' || name === 'expect' || name === 'toBe'
}

function isLoginRedirect(call: Extract<Node, { type: 'CallExpression' | 'NewExpression' }>): boolean {
  const name = calleeName(call)
  if (name !== 'redirect' && name !== 'redirectTo' && name !== 'sendRedirect') return false
  return call.arguments.some((argument) => {
    const text = stringOf(argument)
    if (text !== undefined) return LOGIN.test(text)
    const value = unwrap(argument)
    if (value.type === 'TemplateLiteral') return value.quasis.some((it) => LOGIN.test(it.value.raw))
    if (value.type === 'NewExpression') return value.arguments.some((it) => LOGIN.test(stringOf(it) ?? ''))
    return value.type === 'Identifier' && LOGIN.test(value.name)
  })
}

/**
 * True when a refusal has nothing to do with who asks: it stands under a test of this program's own configuration (a
 * missing key for the upstream), or of an upstream's answer that is passed on.
 */
export function isAboutOthers(source: Source, refusal: Node): boolean {
  for (
    let current: Node = refusal, { parent } = refusal;
    parent != null && !isFunction(current);
    current = parent, { parent } = current
  ) {
    if (parent.type === 'SwitchCase' && parent.test !== null) return isStatusLiteral(parent.test)
    const test =
      (parent.type === 'IfStatement' || parent.type === 'ConditionalExpression') && parent.test !== current
        ? parent.test
        : undefined
    if (test === undefined) continue
    return isOfConfiguration(source, test) || isOfAnswer(source, test)
  }
  return false
}

function isStatusLiteral(test: Node): boolean {
  return test.type === 'Literal' && typeof test.value === 'number'
}

function isOfConfiguration(source: Source, test: Node): boolean {
  const roots = rootsOf(test)
  return roots.length > 0 && roots.every((root) => isConfiguration(source, root))
}

function isConfiguration(source: Source, root: Node): boolean {
  const origins = originsOf(source, root)
  return (
    origins.length > 0 &&
    origins.every((origin) => {
      if (origin.kind === 'global')
        return (
          origin.name === 'process' || origin.name === 'Deno' || origin.name === 'Bun' || origin.name === 'process.env'
        )
      if (origin.kind === 'import') return true
      if (origin.kind !== 'expression') return origin.kind === 'parameter' && origin.path[0] === 'env'
      const value = unwrap(origin.node)
      if (value.type === 'Literal' || value.type === 'TemplateLiteral') return true
      if (value.type === 'MetaProperty') return true
      if (value.type === 'MemberExpression') return globalName(source, value.object) !== undefined
      return false
    })
  )
}

/** `!upstream.ok`, `response.status === 401`, `error.status === 401`. */
function isOfAnswer(source: Source, test: Node): boolean {
  let found = false
  walkExpression(test, (node) => {
    if (node.type !== 'MemberExpression') return
    const name = propertyName(node)
    if (name !== 'status' && name !== 'statusCode' && name !== 'ok' && name !== 'code') return
    const object = unwrap(node.object)
    const text =
      object.type === 'Identifier' ? object.name : object.type === 'MemberExpression' ? propertyName(object) : undefined
    if (
      text !== undefined &&
      /^(?:e|ex|err|error|cause|reason|upstream\w*|r|res|resp|response|\w*(?:Response|Res|Error))$/.test(text)
    )
      found = true
  })
  void source
  return found
}

/** The outermost names and calls of a test: `a`, `b.c` and `d()` of `!a && b.c === d()`. */
function rootsOf(test: Node): Node[] {
  const found: Node[] = []
  walkExpression(test, (node, isInner) => {
    if (isInner) return
    if (node.type === 'Identifier' || node.type === 'MemberExpression' || node.type === 'CallExpression')
      found.push(node)
  })
  return found
}

function walkExpression(node: Node, visit: (node: Node, isInner: boolean) => void, isInner = false): void {
  const value = unwrap(node)
  visit(value, isInner)
  switch (value.type) {
    case 'UnaryExpression':
    case 'AwaitExpression':
      walkExpression(value.argument, visit, isInner)
      return
    case 'LogicalExpression':
    case 'BinaryExpression':
      walkExpression(value.left, visit, isInner)
      walkExpression(value.right, visit, isInner)
      return
    case 'MemberExpression':
      walkExpression(value.object, visit, true)
      return
    case 'CallExpression':
      walkExpression(value.callee, visit, true)
      for (const argument of value.arguments)
        if (argument.type !== 'SpreadElement') walkExpression(argument, visit, true)
      return
    default:
  }
}

function unwrapParent(node: Node): Node | undefined {
  let { parent } = node
  while (parent?.type === 'ChainExpression' || parent?.type === 'TSNonNullExpression') ({ parent } = parent)
  return parent ?? undefined
}
