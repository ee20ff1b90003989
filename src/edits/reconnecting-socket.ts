import type { TSESTree } from '@typescript-eslint/utils'
import type { Connection } from '../facts/connections.ts'
import { enclosingFunction } from '../facts/functions.ts'
import type { FunctionNode } from '../facts/nodes.ts'
import { isFunction, isWithin } from '../facts/nodes.ts'
import { originOf } from '../facts/origin.ts'
import type { Reconnect } from '../facts/reconnects.ts'
import { writtenType } from '../facts/type-annotation.ts'
import { stringOf, unwrap, wrapped } from '../facts/unwrap.ts'
import type { Use } from '../facts/uses.ts'
import type { Library } from '../libraries/library.ts'
import type { Node, Source } from '../source.ts'
import { allOf } from './all-of.ts'
import type { Change, Edit } from './edit.ts'
import { insertAfter, replace } from './edit.ts'
import { importBinding } from './imports.ts'
import { isTypeScript } from './module-syntax.ts'
import { objectText } from './add-property.ts'
import { removeStatement } from './remove-statement.ts'
import { statementOf } from './statement-place.ts'
import { hasCommentInside, textOf } from './tokens.ts'

/** Uses that a reconnecting socket serves as the platform's own does. */
const SAME: ReadonlySet<Use['kind']> = new Set<Use['kind']>(['method-call', 'property', 'property-set', 'tested'])

/**
 * Replaces a WebSocket by one that comes back on its own, and takes the hand-made way back out.
 * @returns undefined where the two would differ: the code closes the socket in order to come back, the socket is handed to
 * code that this file does not show or that asks for the platform's own type, or the way back is more than one statement
 */
export function reconnectingSocket(source: Source, reconnect: Reconnect, library: Library): Edit | undefined {
  const { connection } = reconnect
  const [wanted] = library.imports
  const node = connection.node
  if (wanted === undefined || node.type !== 'NewExpression' || connection.kind !== 'websocket') return undefined
  if (!connection.isGlobal || !isPlain(source, node) || !areUsesSame(source, connection)) return undefined
  const removed = withoutWayBack(source, reconnect)
  if (removed === undefined) return undefined
  const binding = importBinding(source, { module: wanted.from, name: wanted.name, as: wanted.local, at: node })
  if (binding === undefined) return undefined
  const edit = allOf([[replace(node.callee, binding.local)], options(source, node), removed])
  return edit === undefined ? undefined : { ...edit, imports: [binding] }
}

/** The address is a text, and nothing but protocols follows it. */
function isPlain(source: Source, node: TSESTree.NewExpression): boolean {
  const [url, protocols, ...rest] = node.arguments
  if (url === undefined || url.type === 'SpreadElement' || protocols?.type === 'SpreadElement') return false
  return rest.length === 0 && node.typeArguments == null && isText(source, url)
}

function isText(source: Source, url: Node): boolean {
  const node = unwrap(url)
  if (stringOf(node) !== undefined || node.type === 'TemplateLiteral') return true
  if (node.type === 'BinaryExpression') return node.operator === '+'
  if (node.type === 'CallExpression' || node.type === 'MemberExpression')
    return /\.(?:href|toString\(\))$/.test(textOf(source, node))
  if (node.type !== 'Identifier') return false
  if (writtenString(source, node)) return true
  const origin = originOf(source, node)
  return origin.kind === 'expression' && origin.path.length === 0 && origin.node !== node && isText(source, origin.node)
}

function writtenString(source: Source, node: TSESTree.Identifier): boolean {
  const origin = originOf(source, node)
  const declared = origin.kind === 'parameter' ? (origin.variable?.identifiers[0] as Node | undefined) : undefined
  return declared?.type === 'Identifier' && declared.typeAnnotation?.typeAnnotation.type === 'TSStringKeyword'
}

function areUsesSame(source: Source, { node, uses }: Connection): boolean {
  const opened = enclosingFunction(node)
  const holder = wrapped(node).parent
  const target = holder?.type === 'VariableDeclarator' ? holder.id : undefined
  const isTyped = isTypeScript(source) && (target === undefined || writtenType(source, target) !== undefined)
  return !isTyped && uses.every((use) => SAME.has(use.kind) && !isClosedInside(use, opened))
}

/** Closed by one of its own listeners or timers: a reconnecting socket stays closed then. */
function isClosedInside(use: Use, opened: FunctionNode | undefined): boolean {
  if (use.kind !== 'method-call' || opened === undefined || !isWithin(use.call, opened)) return false
  if (use.name === 'terminate') return true
  if (use.name !== 'close') return false
  const fn = enclosingFunction(use.call)
  return fn !== undefined && fn !== opened && wrapped(fn).parent?.type !== 'ReturnStatement'
}

function options(source: Source, node: TSESTree.NewExpression): Change[] {
  const last = node.arguments.at(-1) as Node
  const pace = objectText(source, [
    { name: 'minReconnectionDelay', value: '1000 + Math.random() * 4000' },
    { name: 'maxReconnectionDelay', value: '30000' },
  ])
  return [insertAfter(last, node.arguments.length === 1 ? `, [], ${pace}` : `, ${pace}`)]
}

/** The statement that leads back goes; with it the listener, when it does nothing else. */
function withoutWayBack(source: Source, { connection, ways, handlers }: Reconnect): Change[] | undefined {
  if (handlers > 1) return undefined
  const { step, handler } = ways[0]
  const attached = connection.handlers.find(({ value }) => value === handler)?.attached
  const fn = unwrap(handler)
  const isWhole = step === handler || (isFunction(fn) && (fn.body === step || isOnlyStatement(fn, step)))
  const place = isWhole ? attached : isFunction(fn) && isWithin(step, fn) ? step : undefined
  const statement = place === undefined ? undefined : statementOf(place)
  if (place === undefined || statement?.type !== 'ExpressionStatement') return undefined
  const { expression } = statement
  const isIt = expression === place || (expression.type === 'AssignmentExpression' && expression.right === place)
  return isIt && !hasCommentInside(source, statement) ? removeStatement(source, statement) : undefined
}

function isOnlyStatement(fn: FunctionNode, step: Node): boolean {
  if (fn.body.type !== 'BlockStatement' || fn.body.body.length !== 1) return false
  return fn.body.body[0] === statementOf(step)
}
