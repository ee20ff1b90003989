import type { TSESTree } from '@typescript-eslint/utils'
import { optionOf } from '../facts/model-call.ts'
import { propertyName, unwrap } from '../facts/unwrap.ts'
import type { UrlConnection } from '../facts/url-connections.ts'
import type { UrlParameter } from '../facts/url-parts.ts'
import type { Library } from '../libraries/library.ts'
import type { Node, Source } from '../source.ts'
import { allOf } from './all-of.ts'
import type { Change, Edit } from './edit.ts'
import { insertAfter, replace } from './edit.ts'
import { importBinding } from './imports.ts'
import { commentsIn } from './tokens.ts'

/** Sends the credential in the `Authorization` header, with a client of event streams that can. */
export function sendInHeader(
  source: Source,
  { call, url }: UrlConnection,
  parameter: UrlParameter,
  library: Library,
): Edit | undefined {
  const [wanted] = library.imports
  const value = parameter.value
  if (wanted === undefined || value === undefined || call.arguments.length !== 1) return undefined
  const taken = url === undefined ? undefined : withoutParameter(source, url, value)
  const binding = importBinding(source, { module: wanted.from, name: wanted.name, as: wanted.local, at: call })
  if (taken === undefined || binding === undefined) return undefined
  const token = source.text.slice(...value.range)
  const send = `{ fetch: (input, init) => fetch(input, { ...init, headers: { ...init.headers, Authorization: \`Bearer \${${token}}\` } }) }`
  const edit = allOf([
    taken,
    [replace(call.callee, binding.local), insertAfter(call.arguments[0] as Node, `, ${send}`)],
  ])
  return edit === undefined ? undefined : { ...edit, imports: [binding] }
}

/** Leaves the credential to a cookie. An event stream of another origin is told to send cookies. */
export function leaveToCookie(
  source: Source,
  { call, url, kind }: UrlConnection,
  { value }: UrlParameter,
): Edit | undefined {
  const taken = url === undefined || value === undefined ? undefined : withoutParameter(source, url, value)
  if (taken === undefined) return undefined
  const isAlone = call.arguments.length === 1
  if (kind === 'event-source' && isAlone)
    return allOf([taken, [insertAfter(call.arguments[0] as Node, ', { withCredentials: true }')]])
  return allOf([taken])
}

/** Moves the credential of a socket.io client from `query` to `auth`, which is not part of any address. */
export function moveToAuth(source: Source, { call, query }: UrlConnection, parameter: UrlParameter): Edit | undefined {
  if (query === undefined || parameter.value === undefined) return undefined
  const options = [...call.arguments].find((it) => unwrap(it).type === 'ObjectExpression')
  const object = unwrap(query)
  const holder = object.parent
  if (options === undefined || object.type !== 'ObjectExpression' || holder?.type !== 'Property') return undefined
  if (optionOf(source, options, 'auth') !== undefined || object.properties.length !== 1 || holder.shorthand)
    return undefined
  return allOf([[replace(holder.key, 'auth')]])
}

/** Cuts `?token=${token}` out of a template that is written in the call itself. */
function withoutParameter(source: Source, url: Node, value: Node): Change[] | undefined {
  const template = unwrap(url)
  if (template.type !== 'TemplateLiteral') return undefined
  const index = template.expressions.findIndex((it) => it.range[0] <= value.range[0] && it.range[1] >= value.range[1])
  const expression = template.expressions[index]
  const before = template.quasis[index]
  const after = template.quasis[index + 1]
  if (expression === undefined || before === undefined || after === undefined) return undefined
  if (!isValueItself(expression, value) || commentsIn(source, expression.range).length > 0) return undefined
  const start = /([?&])[^?&=#]+=$/.exec(before.value.raw)
  const rest = after.value.raw
  if (start === null || !/^(?:$|[&#])/.test(rest)) return undefined
  // The texts of a template begin behind their opening character.
  const from = before.range[0] + 1 + start.index
  const to = after.range[0] + 1
  if (start[1] === '?' && rest.startsWith('&')) return [{ range: [from + 1, to + 1], text: '' }]
  if (start[1] === '?' && rest === '' && index + 1 < template.expressions.length) return undefined
  return [{ range: [from, to], text: '' }]
}

/** `token` or `encodeURIComponent(token)`. */
function isValueItself(expression: TSESTree.Expression, value: Node): boolean {
  const node = unwrap(expression)
  if (node === unwrap(value)) return true
  if (node.type !== 'CallExpression' || node.arguments.length !== 1) return false
  const callee = unwrap(node.callee)
  const name =
    callee.type === 'Identifier' ? callee.name : callee.type === 'MemberExpression' ? propertyName(callee) : ''
  return name === 'encodeURIComponent' && unwrap(node.arguments[0] as Node) === unwrap(value)
}
