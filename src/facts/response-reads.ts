import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { isConsoleCall, responseUses } from './fetch-calls.ts'
import { methodName } from './callee.ts'
import type { Use } from './uses.ts'
import { stringOf, unwrap, wrapped } from './unwrap.ts'

/** A read of a fetched body that nothing has looked at before. */
export interface UncheckedRead {
  /** The `body` property, or its name in a destructuring pattern. */
  readonly at: Node
  /** The response at that place; undefined when it is taken apart on the spot. */
  readonly response: Node | undefined
}

const CHECKS = new Set(['ok', 'status', 'redirected', 'type'])

/**
 * The first read of the body of a fetch before which nobody tests the status or the content type.
 * Undefined also when that cannot be told: the response is handed to other code, stored or returned.
 */
export function uncheckedRead(source: Source, call: TSESTree.CallExpression): UncheckedRead | undefined {
  const uses = responseUses(source, call)
  if (uses.some(leavesTheFunction)) return undefined
  const reads = uses.flatMap((use) => readOf(use) ?? [])
  const first = reads.sort((a, b) => a.at.range[0] - b.at.range[0])[0]
  if (first === undefined) return undefined
  const end = statementEnd(first.at)
  return uses.some((use) => isCheck(source, use) && use.node.range[0] < end) ? undefined : first
}

function leavesTheFunction(use: Use): boolean {
  switch (use.kind) {
    case 'argument':
    case 'returned':
    case 'yielded':
    case 'thrown':
    case 'stored':
    case 'exported':
    case 'unknown':
    case 'called':
    case 'property-set':
      return true
    default:
      return false
  }
}

function readOf(use: Use): UncheckedRead | undefined {
  if (use.kind === 'property' && use.name === 'body')
    return isRead(use.member) ? { at: use.member.property, response: use.member.object } : undefined
  if (use.kind === 'destructured' && use.name === 'body') return { at: use.target, response: undefined }
  return undefined
}

/** Reading, passing on or keeping the body is a read; testing whether there is one is not. */
function isRead(member: TSESTree.MemberExpression): boolean {
  const outer = wrapped(member)
  const parent = outer.parent
  switch (parent?.type) {
    case 'UnaryExpression':
    case 'BinaryExpression':
    case 'IfStatement':
    case 'ExpressionStatement':
    case 'WhileStatement':
      return false
    case 'LogicalExpression':
      return parent.right === outer || parent.operator !== '&&'
    case 'ConditionalExpression':
      return parent.test !== outer
    case 'MemberExpression': {
      // `body.cancel()` gives the connection back.
      return (
        parent.property.type !== 'Identifier' ||
        (parent.property.name !== 'cancel' && parent.property.name !== 'locked')
      )
    }
    default:
      return true
  }
}

function isCheck(source: Source, use: Use): boolean {
  if (use.kind === 'destructured') return CHECKS.has(use.name)
  if (use.kind !== 'property') return false
  if (CHECKS.has(use.name)) return !isLogged(source, use.member)
  return use.name === 'headers' && asksContentType(use.member)
}

function isLogged(source: Source, node: Node): boolean {
  for (
    let current: Node | undefined | null = node.parent;
    current !== undefined && current !== null;
    current = current.parent
  ) {
    if (isConsoleCall(source, current)) return true
    if (!current.type.endsWith('Expression') && current.type !== 'TemplateLiteral') return false
  }
  return false
}

function asksContentType(headers: Node): boolean {
  const get = wrapped(headers).parent
  const call = get === undefined || get === null ? undefined : wrapped(get).parent
  if (call?.type !== 'CallExpression' || unwrap(call.callee) !== get) return false
  const name = methodName(call)
  return (name === 'get' || name === 'has') && stringOf(call.arguments[0])?.toLowerCase() === 'content-type'
}

/** The end of the statement around a node: what the same statement says about the status counts as passed on. */
function statementEnd(node: Node): number {
  let current: Node = node
  while (
    current.parent !== undefined &&
    current.parent !== null &&
    !current.type.endsWith('Statement') &&
    current.type !== 'VariableDeclaration'
  )
    current = current.parent
  return current.type === 'ForOfStatement' ? current.body.range[0] : current.range[1]
}
