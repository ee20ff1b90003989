import type { TSESTree } from '@typescript-eslint/utils'
import type { ChunkMessage } from '../facts/chunk-messages.ts'
import { enclosingFunction } from '../facts/functions.ts'
import { contains, isWithin } from '../facts/nodes.ts'
import { methodName, receiverOf } from '../facts/callee.ts'
import { stringOf, unwrap, wrapped } from '../facts/unwrap.ts'
import { variableOf, writesOf } from '../facts/variables.ts'
import type { Node, Source } from '../source.ts'
import { allOf } from './all-of.ts'
import { insertBeforeLoop, isRunOnce } from './before-loop.ts'
import { codeFor } from './code-lines.ts'
import type { Change, Edit } from './edit.ts'
import { insertAfter, insertBefore, replace } from './edit.ts'
import { declarationCounts, freshName } from './names.ts'
import { removeStatement } from './remove-statement.ts'
import { statementOf } from './statement-place.ts'
import { insertStatementsAfter, insertStatementsBefore } from './statements.ts'
import { hasCommentInside, textOf } from './tokens.ts'

export interface ChunkSuggestion {
  readonly messageId: 'carry' | 'hoist' | 'label'
  readonly edit: () => Edit | undefined
}

/** What is offered in the editor. A parse of a bare chunk has no frames that an edit could keep together. */
export function chunkMessageSuggestions(source: Source, message: ChunkMessage): ChunkSuggestion[] {
  switch (message.kind) {
    case 'split':
      return [{ messageId: 'carry', edit: () => withCarry(source, message) }]
    case 'reparse':
      return [{ messageId: 'carry', edit: () => withRest(source, message) }]
    case 'frame-state':
      return [{ messageId: 'hoist', edit: () => hoisted(source, message) }]
    case 'inner-break':
      return [{ messageId: 'label', edit: () => labelled(source, message) }]
    case 'parse':
      return []
  }
}

/** The unfinished last piece waits in a variable before the loop for the next chunk. */
function withCarry(source: Source, { loop, call }: Extract<ChunkMessage, { kind: 'split' }>): Edit | undefined {
  const text = receiverOf(call)
  if (text === undefined || hasCommentInside(source, call) || !endsLines(call) || isTrimmed(source, text))
    return undefined
  const rest = freshName(source, 'rest', ['carry', 'unfinished'])
  const before = insertBeforeLoop(source, loop, codeFor(source)`let ${rest} = '';`)
  const joined = `(${rest} + ${textOf(source, text)})`
  const declarator = wrapped(call).parent
  if (declarator?.type === 'VariableDeclarator' && declarator.id.type === 'Identifier') {
    const { name } = declarator.id
    const statement = statementOf(declarator)
    if (statement?.type !== 'VariableDeclaration' || statement.declarations.length > 1) return undefined
    return allOf([
      before,
      [replace(text, joined)],
      insertStatementsAfter(source, statement, codeFor(source)`${rest} = ${name}.pop() ?? '';`),
    ])
  }
  const statement = statementOf(call)
  if (statement === undefined || !isWithin(statement, loop.body)) return undefined
  const lines = freshName(source, 'lines', ['pieces'])
  const split = joined + source.text.slice(text.range[1], call.range[1])
  return allOf([
    before,
    insertStatementsBefore(
      source,
      statement,
      codeFor(source)`const ${lines} = ${split};
      ${rest} = ${lines}.pop() ?? '';`,
    ),
    [replace(call, lines)],
  ])
}

/** Only a delimiter that ends messages: what stands behind the last one is unfinished. One that begins them would hold each back. */
function endsLines(call: TSESTree.CallExpression): boolean {
  const delimiter = call.arguments[0] === undefined ? undefined : unwrap(call.arguments[0])
  if (delimiter?.type === 'Literal' && 'regex' in delimiter) return !delimiter.regex.pattern.includes('data:')
  return !(stringOf(delimiter) ?? '').includes('data:')
}

/** A text whose ends are trimmed has lost the line break that tells finished from unfinished. */
function isTrimmed(source: Source, text: Node): boolean {
  const node = unwrap(text)
  const variable = node.type === 'Identifier' ? variableOf(source, node) : undefined
  const value = variable === undefined ? node : writesOf(variable)[0]?.value
  return (
    value === undefined ||
    contains(source, value, (it) => it.type === 'CallExpression' && /^(?:trim|replace)/.test(methodName(it) ?? ''))
  )
}

/** The finished lines are taken out of the buffer before they are handled. */
function withRest(
  source: Source,
  { call, buffer, attempt }: Extract<ChunkMessage, { kind: 'reparse' }>,
): Edit | undefined {
  if (hasCommentInside(source, call)) return undefined
  const lines = freshName(source, 'lines', ['pieces'])
  const resets = writesOf(buffer)
    .filter(
      ({ value, identifier }) => value !== undefined && stringOf(value) === '' && isWithin(identifier, attempt.block),
    )
    .map(({ identifier }) => identifier.parent.parent)
    .map((statement) => (statement?.type === 'ExpressionStatement' ? removeStatement(source, statement) : undefined))
  return allOf([
    insertStatementsBefore(
      source,
      attempt,
      codeFor(source)`const ${lines} = ${call};
      ${buffer.name} = ${lines}.pop() ?? '';`,
    ),
    [replace(call, lines)],
    ...resets,
  ])
}

/** The declarations of the frame's fields move in front of the loop. */
function hoisted(
  source: Source,
  { loop, declarators }: Extract<ChunkMessage, { kind: 'frame-state' }>,
): Edit | undefined {
  const declarations = [...new Set(declarators.map(({ parent }) => parent))]
  const all = declarations.flatMap((it) => (it.type === 'VariableDeclaration' ? it.declarations : []))
  if (all.some((it) => !declarators.includes(it as never) || !isOnlyOfItsName(source, it.id))) return undefined
  const lines = declarations.flatMap((it) => codeFor(source)`${textOf(source, it).replace(/;$/, '')};`)
  return allOf([insertBeforeLoop(source, loop, lines), ...declarations.map((it) => removeStatement(source, it))])
}

function isOnlyOfItsName(source: Source, id: Node): boolean {
  return id.type === 'Identifier' && declarationCounts(source).get(id.name) === 1
}

/** `break` leaves the stream loop itself; a reader that nobody cancels is cancelled, so that the connection ends. */
function labelled(
  source: Source,
  { loop, statement }: Extract<ChunkMessage, { kind: 'inner-break' }>,
): Edit | undefined {
  if (!isRunOnce(loop)) return undefined
  const owner = loop.node.parent
  const known = owner?.type === 'LabeledStatement' ? owner.label.name : undefined
  const label = known ?? freshName(source, 'reading', ['stream'])
  const changes: (Change[] | undefined)[] = [known === undefined ? [insertBefore(loop.node, `${label}: `)] : []]
  const keyword: [number, number] = [statement.range[0], statement.range[0] + 'break'.length]
  const reader = loop.form === 'read' && loop.stream !== undefined ? unwrap(loop.stream) : undefined
  if (reader !== undefined && !isCancelled(source, reader)) {
    if (reader.type !== 'Identifier' && reader.type !== 'MemberExpression') return undefined
    changes.push([
      insertBefore(statement, `{ void ${textOf(source, reader)}.cancel().catch(() => {}); `),
      insertAfter(keyword, ` ${label}`),
      insertAfter(statement, ' }'),
    ])
  } else changes.push([insertAfter(keyword, ` ${label}`)])
  return allOf(changes)
}

/** Somebody in the function cancels the reader, or aborts. */
function isCancelled(source: Source, reader: Node): boolean {
  const variable = reader.type === 'Identifier' ? variableOf(source, reader) : undefined
  const scope = enclosingFunction(reader) ?? source.ast
  return contains(source, scope, (node) => {
    if (node.type !== 'CallExpression') return false
    const name = methodName(node)
    if (name === 'abort') return true
    const receiver = name === 'cancel' ? receiverOf(node) : undefined
    const object = receiver === undefined ? undefined : unwrap(receiver)
    return (
      object !== undefined &&
      (variable === undefined || (object.type === 'Identifier' && variableOf(source, object) === variable))
    )
  })
}
