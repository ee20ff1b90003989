import type { Handler } from '../frameworks/handler.ts'
import type { Source } from '../source.ts'
import { contains } from './nodes.ts'
import { propertyName, stringOf } from './unwrap.ts'

const ADDRESS_HEADERS = /^(?:x-forwarded-for|x-real-ip|cf-connecting-ip|true-client-ip|fly-client-ip)$/i
const ADDRESS_PROPERTIES = new Set(['ip', 'remoteAddress'])

/**
 * True for a handler that counts its clients by their address and answers 429: whoever limits those whom nobody knows
 * means to serve them.
 */
export function limitsByAddress(source: Source, { fn }: Handler): boolean {
  const asksAddress = contains(source, fn.body, (node) => {
    if (node.type === 'Literal') return ADDRESS_HEADERS.test(stringOf(node) ?? '')
    return node.type === 'MemberExpression' && ADDRESS_PROPERTIES.has(propertyName(node) ?? '')
  })
  return asksAddress && contains(source, fn.body, (node) => node.type === 'Literal' && node.value === 429)
}
