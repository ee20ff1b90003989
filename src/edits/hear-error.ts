import type { TSESTree } from '@typescript-eslint/utils'
import type { UnheardProvider } from '../facts/ai-sdk-streams.ts'
import { enclosingFunction } from '../facts/functions.ts'
import { isWithin } from '../facts/nodes.ts'
import type { StreamLoop } from '../facts/stream-loops.ts'
import { unwrap } from '../facts/unwrap.ts'
import type { Surroundings } from '../frameworks/handler.ts'
import type { Node, Source } from '../source.ts'
import { addProperty } from './add-property.ts'
import { prependToBlock } from './blocks.ts'
import { codeFor, joinLines } from './code-lines.ts'
import type { Edit } from './edit.ts'
import type { ErrorExit } from './error-exit.ts'
import { ERROR_NAME, errorExit } from './error-exit.ts'
import { fileStyle, quoted } from './file-style.ts'
import { indentationAt } from './lines.ts'
import { freshName } from './names.ts'
import { insertStatementsAfter, insertStatementsBefore } from './statements.ts'
import { commentsIn, tokenBefore } from './tokens.ts'

/** Puts a listener for `error` in front of a call of `on`, as the code around it tells of errors. */
export function hearErrors(
  call: TSESTree.CallExpression,
  where: Surroundings,
): { readonly exit: ErrorExit; readonly edit: () => Edit | undefined } {
  const exit = errorExit(call, where, false)
  return { exit, edit: () => listenBefore(where.source, call, exit) }
}

function listenBefore(source: Source, call: TSESTree.CallExpression, exit: ErrorExit): Edit | undefined {
  const callee = unwrap(call.callee)
  if (callee.type !== 'MemberExpression' || callee.computed) return undefined
  const dot = tokenBefore(source, callee.property.range[0])
  const last = dot === undefined ? undefined : tokenBefore(source, dot.range[0])
  if (dot === undefined || last === undefined) return undefined
  const [start] = dot.range
  const gap = commentsIn(source, [last.range[1], start]).length > 0 ? '' : source.text.slice(last.range[1], start)
  const listener = `${dot.value}on(${quoted(source, 'error')}, ${listenerText(source, start, exit)})`
  return { changes: [{ range: [start, start], text: listener + gap }] }
}

function listenerText(source: Source, offset: number, { kind, code, expression }: ErrorExit): string {
  if (kind === 'promise' && expression !== undefined) return expression.slice(0, expression.indexOf('('))
  if (expression !== undefined) return `(${ERROR_NAME}) => ${expression}`
  const { lineEnding, indent } = fileStyle(source)
  const base = indentationAt(source.text, offset)
  return `(${ERROR_NAME}) => {${lineEnding}${base}${indent}${joinLines(source, code, base + indent)}${lineEnding}${base}}`
}

/** Has a loop over `fullStream` throw the error of an `error` part; undefined where the part has no name or the loop no block. */
export function throwErrorPart(source: Source, { form, body, chunks }: StreamLoop): Edit | undefined {
  const [part] = chunks
  if (form !== 'for-await' || body.type !== 'BlockStatement' || part === undefined) return undefined
  const code = codeFor(source)`if (${part.name}.type === 'error') throw ${part.name}.error;`
  const changes = prependToBlock(source, body, code)
  return changes === undefined ? undefined : { changes }
}

/** Keeps what `onError` is told and throws it behind the loop, where the `try` around it catches it. */
export function throwKeptError(
  source: Source,
  { call, loop }: Extract<UnheardProvider, { kind: 'silent-stream' }>,
): Edit | undefined {
  const options = call.arguments[0] === undefined ? undefined : unwrap(call.arguments[0])
  const statement = statementOf(call)
  const scope = statement.parent
  if (options?.type !== 'ObjectExpression' || enclosingFunction(call) !== enclosingFunction(loop.node)) return undefined
  if (scope === undefined || scope === null || !isWithin(loop.node, scope)) return undefined
  const name = freshName(source, 'streamError', ['providerError'])
  const type = /\.[cm]?tsx?$/.test(source.path) ? ': unknown' : ''
  const changes = [
    insertStatementsBefore(source, statement, codeFor(source)`let ${name + type};`),
    addProperty(
      source,
      options,
      'onError',
      codeFor(source)`({ error }) => {
        ${name} = error;
      }`,
    ),
    insertStatementsAfter(source, loop.node, codeFor(source)`if (${name} !== undefined) throw ${name};`),
  ]
  if (changes.some((it) => it === undefined)) return undefined
  return { changes: changes.flatMap((it) => it ?? []) }
}

function statementOf(node: Node): Node {
  let current = node
  while (current.parent != null && !/Statement$|^VariableDeclaration$|^Program$/.test(current.type))
    current = current.parent
  return current
}
