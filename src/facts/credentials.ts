import type { TSESTree } from '@typescript-eslint/utils'
import { methodName, receiverOf } from './callee.ts'
import { nodesOf } from './nodes.ts'
import { originOf } from './origin.ts'
import { propertyName, stringOf, unwrap } from './unwrap.ts'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'

/** A place where code takes what a client proves itself with, or who the client is. */
export interface CredentialRead {
  readonly node: Node
  /** `sure`: a header, a cookie, a user that others have put there. `maybe`: a field of the body or address of such a name. */
  readonly certainty: 'sure' | 'maybe'
}

/** Request headers that carry a proof, in lower case. */
const HEADER =
  /^(?:authorization|proxy-authorization|cookie|x-[\w-]*(?:key|token|auth|secret|signature|session|hmac)[\w-]*|[\w-]*-(?:signature|token|api-key)|apikey|api-key|token|stripe-signature|svix-signature|cf-access-jwt-assertion)$/
const READERS = new Set(['get', 'header', 'headers', 'getHeader', 'getRequestHeader', 'has'])
/** Names under which others put who the client is. */
const PEOPLE = new Set([
  'user',
  'userId',
  'currentUser',
  'session',
  'auth',
  'account',
  'jwt',
  'jwtPayload',
  'principal',
  'identity',
  'claims',
  'apiKey',
  'isAuthenticated',
  'isLoggedIn',
  'member',
  'organization',
  'workspace',
  'tenant',
  'viewer',
  'accessToken',
  'sessionId',
  'admin',
])
/** What people are put into. */
const HOLDERS = new Set([
  'req',
  'request',
  'locals',
  'state',
  'ctx',
  'context',
  'c',
  'event',
  'var',
  'data',
  'socket',
  'handshake',
  'session',
  'auth',
  'authInfo',
  'raw',
  'platform',
  'res',
  'client',
  'extra',
  'info',
  'opts',
  'session',
])
/** Fields of a body or an address that may be a proof. */
const FIELDS = new Set([
  'token',
  'access_token',
  'accessToken',
  'apiKey',
  'api_key',
  'apikey',
  'key',
  'secret',
  'password',
  'accessCode',
  'code',
  'signature',
  'ticket',
  'jwt',
  'auth',
])
const COOKIE_CALLS = new Set([
  'cookies',
  'getCookie',
  'getSignedCookie',
  'parseCookies',
  'getCookies',
  'useSession',
  'getCookieSession',
])

/** Every such place of the file, in document order of its kinds. What is sent, set or logged is none. */
export const credentialReads = perSource((source): readonly CredentialRead[] => {
  const found: CredentialRead[] = []
  for (const member of nodesOf(source, 'MemberExpression')) {
    if (isAssigned(member)) continue
    const read = memberRead(source, member)
    if (read !== undefined) found.push({ node: member, certainty: read })
  }
  for (const call of nodesOf(source, 'CallExpression')) {
    const read = callRead(source, call)
    if (read !== undefined) found.push({ node: call, certainty: read })
  }
  for (const pattern of nodesOf(source, 'ObjectPattern'))
    for (const property of pattern.properties) {
      if (property.type !== 'Property') continue
      const name = propertyName(property)
      if (name === undefined) continue
      const holder = holderOfPattern(source, pattern)
      const isHeader = HEADER.test(name.toLowerCase()) && holder === 'headers'
      const isPerson = PEOPLE.has(name) && holder !== undefined && HOLDERS.has(holder)
      const isField = FIELDS.has(name) && (holder === 'body' || holder === 'query' || holder === 'json')
      const value = property.value.type === 'AssignmentPattern' ? property.value.left : property.value
      if (isHeader || isPerson) found.push({ node: value as Node, certainty: 'sure' })
      else if (isField) found.push({ node: value as Node, certainty: 'maybe' })
    }
  return found
})

function memberRead(source: Source, member: TSESTree.MemberExpression): CredentialRead['certainty'] | undefined {
  const name = propertyName(member)
  if (name === undefined) return undefined
  const object = unwrap(member.object)
  const holder = nameOf(object)
  if (holder === 'headers' || holder === 'rawHeaders')
    return HEADER.test(name.toLowerCase()) && isIncoming(source, object) ? 'sure' : undefined
  if (name === 'cookies' && holder !== undefined && HOLDERS.has(holder)) return 'sure'
  if (PEOPLE.has(name) && holder !== undefined && HOLDERS.has(holder) && !isOwnMethod(member)) return 'sure'
  if (FIELDS.has(name) && (holder === 'body' || holder === 'query' || holder === 'searchParams')) return 'maybe'
  if (name === 'auth' && holder === 'handshake') return 'sure'
  return undefined
}

function callRead(source: Source, call: TSESTree.CallExpression): CredentialRead['certainty'] | undefined {
  const name = methodName(call)
  const callee = unwrap(call.callee)
  const plain = name ?? (callee.type === 'Identifier' ? callee.name : undefined)
  if (plain === undefined) return undefined
  if (COOKIE_CALLS.has(plain)) return 'sure'
  const texts = call.arguments.map((argument) => stringOf(argument))
  const receiver = receiverOf(call)
  const holder = receiver === undefined ? undefined : nameOf(unwrap(receiver))
  if (holder === 'cookies' && (name === 'get' || name === 'has')) return 'sure'
  if (holder === 'searchParams' && name === 'get' && texts[0] !== undefined && FIELDS.has(texts[0])) return 'maybe'
  if ((name === 'get' || name === 'query') && texts[0] !== undefined && holder !== undefined) {
    if (name === 'query' && FIELDS.has(texts[0])) return 'maybe'
    if (name === 'get' && PEOPLE.has(texts[0]) && HOLDERS.has(holder)) return 'sure'
  }
  // `headers.set('Authorization', …)` is what is sent.
  if (!READERS.has(plain)) return undefined
  const header = texts.find((text) => text !== undefined && HEADER.test(text.toLowerCase()))
  if (header === undefined) return undefined
  if (name !== undefined && call.arguments.length > 1) return undefined
  return receiver === undefined || isIncoming(source, receiver) ? 'sure' : undefined
}

/** False for headers of what this program sends or has been answered. */
function isIncoming(source: Source, headers: Node): boolean {
  let current = unwrap(headers)
  while (current.type === 'MemberExpression') current = unwrap(current.object)
  const origin = originOf(source, current)
  if (origin.kind !== 'expression') return true
  const made = unwrap(origin.node)
  if (made.type === 'ObjectExpression') return false
  if (made.type === 'NewExpression') {
    const [first] = made.arguments
    return first !== undefined && first.type !== 'ObjectExpression'
  }
  return !(made.type === 'CallExpression' && /^(?:fetch|request|get|post)$/.test(calleeText(made)))
}

function calleeText(call: TSESTree.CallExpression): string {
  const callee = unwrap(call.callee)
  return callee.type === 'Identifier' ? callee.name : (methodName(call) ?? '')
}

/** The name of what a member is taken from: `headers` of `req.headers`, `cookies` of `cookies()`. */
function nameOf(node: Node): string | undefined {
  if (node.type === 'Identifier') return node.name
  if (node.type === 'MemberExpression') return propertyName(node)
  if (node.type === 'CallExpression') return calleeText(node)
  return node.type === 'AwaitExpression' ? nameOf(unwrap(node.argument)) : undefined
}

function holderOfPattern(source: Source, pattern: TSESTree.ObjectPattern): string | undefined {
  const { parent } = pattern
  if (parent.type === 'VariableDeclarator' && parent.init !== null) return nameOf(unwrap(awaited(parent.init)))
  if (parent.type === 'AssignmentExpression') return nameOf(unwrap(awaited(parent.right)))
  if (parent.type === 'Property') return propertyName(parent)
  // `({ ctx }) => …`: the parameter of a procedure or a loader.
  void source
  return undefined
}

function awaited(node: Node): Node {
  const value = unwrap(node)
  return value.type === 'AwaitExpression' ? awaited(value.argument) : value
}

function isAssigned(member: TSESTree.MemberExpression): boolean {
  return member.parent.type === 'AssignmentExpression' && member.parent.left === member
}

/** `req.session()`; `req.isAuthenticated()` asks. */
function isOwnMethod(member: TSESTree.MemberExpression): boolean {
  const { parent } = member
  if (parent.type !== 'CallExpression' || parent.callee !== member) return false
  const name = propertyName(member)
  return name !== 'isAuthenticated' && name !== 'auth'
}
