import type { Node } from '../source.ts'
import { calleeName } from './callee.ts'
import { wordsOf } from './name-words.ts'
import { propertyName, unwrapAwait } from './unwrap.ts'
import type { UrlParameter } from './url-parts.ts'

/** Names of parameters that carry a credential, their words joined. A name that only contains such a word (`max_tokens`) is none. */
const NAMES = new Set([
  'accesskey',
  'adminkey',
  'apikey',
  'apisecret',
  'apitoken',
  'auth',
  'authkey',
  'authorization',
  'bearer',
  'bearertoken',
  'clientsecret',
  'idtoken',
  'jwt',
  'jwttoken',
  'key',
  'pass',
  'passphrase',
  'passwd',
  'privatekey',
  'pwd',
  'refreshtoken',
  'secret',
  'secretkey',
  'sessiontoken',
  'subscriptionkey',
  'token',
  'usertoken',
])
/** Ends of longer names: `openai_api_key`, `supabaseAccessToken`, `room_password`. */
const ENDS = ['accesstoken', 'apikey', 'authtoken', 'password', 'secret']
/** Words of what is good for one connection only. */
const ONE_TIME = new Set(['ephemeral', 'nonce', 'once', 'onetime', 'otp', 'ott', 'sse', 'ticket', 'tickets'])
/** Words before `key` that make it a name of something. */
const LOOKUP = new Set([
  'cache',
  'dedupe',
  'document',
  'group',
  'idempotency',
  'index',
  'object',
  'partition',
  'primary',
  'query',
  'room',
  'row',
  'sort',
  'storage',
  'thread',
])

/** True for a parameter of an address that carries a lasting credential; false for one-time tickets and for flags. */
export function isCredential({ name, value, text }: UrlParameter): boolean {
  const words = wordsOf(name)
  const whole = words.join('')
  if (words.some((word) => ONE_TIME.has(word))) return false
  if (!NAMES.has(whole) && !ENDS.some((end) => whole.endsWith(end))) return false
  if (value === undefined) return text.length >= MIN_SECRET && !/^(?:true|false|\d+|required|optional)$/i.test(text)
  return isSecretValue(value, whole === 'key')
}

/** Shorter texts are flags and examples. */
const MIN_SECRET = 6

function isSecretValue(value: Node, isKey: boolean): boolean {
  const node = unwrapAwait(value)
  if (node.type === 'UnaryExpression' || (node.type === 'BinaryExpression' && node.operator !== '+')) return false
  if (node.type === 'LogicalExpression') return isSecretValue(node.left, isKey)
  const words = wordsOf(nameOf(node))
  if (words.some((word) => ONE_TIME.has(word)) || words.at(-1) === 'length' || words[0] === 'has') return false
  return !isKey || !words.some((word) => LOOKUP.has(word) || word === 'id')
}

function nameOf(node: Node): string {
  switch (node.type) {
    case 'Identifier':
      return node.name
    case 'MemberExpression': {
      const name = propertyName(node) ?? ''
      const owner = nameOf(unwrapAwait(node.object))
      // `ticket.token`
      return ['token', 'value', 'key', 'secret'].includes(name) ? `${owner}_${name}` : name
    }
    case 'CallExpression':
      return calleeName(node) ?? ''
    default:
      return ''
  }
}
