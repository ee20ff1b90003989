import type { TSESTree } from '@typescript-eslint/utils'
import { enclosingFunction } from '../facts/functions.ts'
import { isFunction } from '../facts/nodes.ts'
import type { UncheckedRead } from '../facts/response-reads.ts'
import { propertyName, unwrap, wrapped, wrappedAwait } from '../facts/unwrap.ts'
import { badGateway } from '../frameworks/bad-gateway.ts'
import type { Node, Source } from '../source.ts'
import { prependToBlock } from './blocks.ts'
import { toBlockBody } from './braces.ts'
import { codeFor } from './code-lines.ts'
import type { Edit } from './edit.ts'
import { insertAfter, replace } from './edit.ts'
import { freshName } from './names.ts'
import { statementOf } from './statement-place.ts'
import { insertStatementsAfter, insertStatementsBefore } from './statements.ts'
import { hasCommentInside, textOf, tokenBefore } from './tokens.ts'

/**
 * Has a fetched response tested right behind its `fetch`: `if (!response.ok) …`, which answers as the framework around it
 * answers, or throws.
 * @returns undefined where the response has no name and cannot get one
 */
export function guardResponse(source: Source, call: TSESTree.CallExpression, read: UncheckedRead): Edit | undefined {
  const settled = wrappedAwait(call)
  const parent = settled.parent
  switch (parent?.type) {
    case 'VariableDeclarator':
      if (parent.init !== settled) return undefined
      if (parent.id.type === 'Identifier') return behind(source, parent, parent.id.name)
      return parent.id.type === 'ObjectPattern' ? withOk(source, parent, parent.id) : undefined
    case 'AssignmentExpression':
      return parent.left.type === 'Identifier' && parent.parent.type === 'ExpressionStatement'
        ? behind(source, parent, parent.left.name)
        : undefined
    case 'MemberExpression':
      return propertyName(parent) === 'body' ? named(source, call, settled, parent) : inCallback(source, read)
    default:
      return undefined
  }
}

function behind(source: Source, place: Node, response: string): Edit | undefined {
  const statement = statementOf(place)
  if (statement === undefined || statement.parent?.type === 'ForStatement') return undefined
  const inside = insertStatementsAfter(source, statement, guard(source, place, `!${response}.ok`, `${response}.status`))
  return inside === undefined ? undefined : { changes: inside }
}

/** `const { body } = await fetch(u)` takes `ok` and `status` as well. */
function withOk(
  source: Source,
  declarator: TSESTree.VariableDeclarator,
  pattern: TSESTree.ObjectPattern,
): Edit | undefined {
  const last = pattern.properties.at(-1)
  const statement = statementOf(declarator)
  if (last === undefined || last.type === 'RestElement' || statement === undefined) return undefined
  const ok = freshName(source, 'ok', ['isOk'])
  const status = freshName(source, 'status', ['httpStatus'])
  const names = [ok === 'ok' ? ok : `ok: ${ok}`, status === 'status' ? status : `status: ${status}`].join(', ')
  const inside = insertStatementsAfter(source, statement, guard(source, declarator, `!${ok}`, status))
  return inside === undefined ? undefined : { changes: [insertAfter(last, `, ${names}`), ...inside] }
}

/** `(await fetch(u)).body` gets a name for the response. */
function named(
  source: Source,
  call: TSESTree.CallExpression,
  settled: Node,
  member: TSESTree.MemberExpression,
): Edit | undefined {
  const statement = statementOf(member)
  if (settled === call || statement === undefined || hasCommentInside(source, settled)) return undefined
  if (!isEvaluatedFirst(statement, member) || enclosingFunction(statement) !== enclosingFunction(call)) return undefined
  const response = freshName(source, 'response', ['upstream'])
  const code = codeFor(source)`const ${response} = ${settled};`
  const before = insertStatementsBefore(source, statement, [
    ...code,
    ...guard(source, member, `!${response}.ok`, `${response}.status`),
  ])
  const isWrapped = tokenBefore(source, settled.range[0])?.value === '('
  const range: [number, number] = isWrapped ? [settled.range[0] - 1, settled.range[1] + 1] : [...settled.range]
  if (isWrapped && (source.text[range[0]] !== '(' || source.text[range[1] - 1] !== ')')) return undefined
  return before === undefined ? undefined : { changes: [...before, replace(range, response)] }
}

/** True when nothing of the statement runs before the member, so that moving the fetch in front changes no order. */
function isEvaluatedFirst(statement: Node, member: Node): boolean {
  for (let current: Node = member; current !== statement;) {
    const parent: Node | null | undefined = current.parent
    if (parent == null) return false
    switch (parent.type) {
      case 'MemberExpression':
        if (parent.object !== current) return false
        break
      case 'CallExpression':
        if (parent.callee !== current && parent.arguments[0] !== current) return false
        break
      case 'ForOfStatement':
        if (parent.right !== current) return false
        break
      case 'VariableDeclaration':
        if (parent.declarations[0] !== current) return false
        break
      case 'VariableDeclarator':
      case 'AwaitExpression':
      case 'ExpressionStatement':
      case 'ReturnStatement':
      case 'TSNonNullExpression':
      case 'TSAsExpression':
      case 'ChainExpression':
      case 'YieldExpression':
        break
      default:
        return false
    }
    current = parent
  }
  return true
}

/** `fetch(u).then((response) => response.body…)` */
function inCallback(source: Source, read: UncheckedRead): Edit | undefined {
  const response = read.response === undefined ? undefined : unwrap(read.response)
  const fn = response === undefined ? undefined : enclosingFunction(response)
  if (response?.type !== 'Identifier' || !isFunction(fn)) return undefined
  const [parameter] = fn.params
  if (parameter?.type !== 'Identifier' || parameter.name !== response.name) return undefined
  if (wrapped(fn).parent?.type !== 'CallExpression') return undefined
  const name = textOf(source, response)
  const code = codeFor(source)`if (!${name}.ok) throw new Error(${statusText(`${name}.status`)});`
  const inside =
    fn.body.type === 'BlockStatement'
      ? prependToBlock(source, fn.body, code)
      : fn.type === 'ArrowFunctionExpression'
        ? toBlockBody(source, fn, { before: code })
        : undefined
  return inside === undefined ? undefined : { changes: inside }
}

function guard(source: Source, place: Node, failed: string, status: string): string[] {
  const answer = badGateway(source, place)
  if (answer === undefined) return codeFor(source)`if (${failed}) throw new Error(${statusText(status)});`
  const [first, second] = answer
  if (first === undefined) return []
  if (second === undefined) return codeFor(source)`if (${failed}) ${first};`
  return codeFor(source)`if (${failed}) {
    ${first};
    ${second};
  }`
}

function statusText(status: string): string {
  return `\`HTTP \${${status}}\``
}
