import type { TSESTree } from '@typescript-eslint/utils'
import { calleeName, calleeNameNode, receiverOf } from '../facts/callee.ts'
import { propertyName, stringOf, unwrap, wrapped } from '../facts/unwrap.ts'
import type { EventStreamHeaders } from '../frameworks/event-stream-headers.ts'
import type { Node, Source } from '../source.ts'
import { addProperties } from './add-property.ts'
import { allOf } from './all-of.ts'
import { codeFor } from './code-lines.ts'
import type { Change, Edit } from './edit.ts'
import { insertAfter, replace } from './edit.ts'
import { quoted } from './file-style.ts'
import { indentationAt } from './lines.ts'
import { statementOf } from './statement-place.ts'
import { insertStatementsAfter } from './statements.ts'
import { textOf } from './tokens.ts'

/** A header as a response should have it. */
export interface WantedHeader {
  readonly name: string
  readonly value: string
  /** The value that it has now, which is to be replaced; none: the header is missing. */
  readonly instead: Node | undefined
}

/**
 * Gives an event-stream response headers, where and how it is given its media type.
 * @returns undefined where the place takes no further header, or where a value is no literal
 */
export function addHeaders(
  source: Source,
  { setting, property }: EventStreamHeaders,
  wanted: readonly WantedHeader[],
): Edit | undefined {
  const replaced = wanted.flatMap(({ instead, value }) =>
    instead === undefined ? [] : [replaceValue(source, instead, value)],
  )
  const missing = wanted.filter(({ instead }) => instead === undefined)
  if (missing.length === 0) return allOf(replaced)
  const added = property === undefined ? besideCall(source, setting.at, missing) : inObject(source, property, missing)
  return allOf([...replaced, added])
}

function replaceValue(source: Source, node: Node, value: string): Change[] | undefined {
  return stringOf(node) === undefined ? undefined : [replace(unwrap(node), quoted(source, value))]
}

/** In the letter case of the names that are there. */
function inObject(source: Source, property: TSESTree.Property, missing: readonly WantedHeader[]): Change[] | undefined {
  const object = property.parent
  if (object.type !== 'ObjectExpression') return undefined
  const isLower = propertyName(property) === 'content-type'
  return addProperties(
    source,
    object,
    missing.map(({ name, value }) => ({ name: isLower ? name.toLowerCase() : name, value: quoted(source, value) })),
  )
}

function besideCall(source: Source, at: Node, missing: readonly WantedHeader[]): Change[] | undefined {
  if (at.type === 'AssignmentExpression')
    return behindStatement(source, at, (it) => assignmentText(source, at, it), missing)
  if (at.type !== 'CallExpression') return undefined
  if (at.parent.type === 'Decorator') return decorators(source, at, at.parent, missing)
  const receiver = receiverOf(at)
  if (receiver === undefined) {
    const event = at.arguments[0]
    if (event === undefined || at.arguments.length !== 3) return undefined
    return behindStatement(
      source,
      at,
      ({ name, value }) => `${textOf(source, at.callee)}(${textOf(source, event)}, ${pairText(source, name, value)})`,
      missing,
    )
  }
  const setter = SETTERS[calleeName(at) ?? '']
  if (setter === undefined) return undefined
  const isStatement = wrapped(at).parent?.type === 'ExpressionStatement'
  const isPlain = unwrap(receiver).type !== 'CallExpression' && calleeName(at) !== 'type'
  if (isStatement && isPlain)
    return behindStatement(
      source,
      at,
      ({ name, value }) => `${textOf(source, receiver)}.${setter}(${pairText(source, name, value)})`,
      missing,
    )
  // A chain goes on: `.type('text/event-stream').header('Cache-Control', 'no-cache')`.
  const method = calleeName(at) === 'type' || calleeName(at) === 'contentType' ? 'header' : setter
  const text = missing.map(({ name, value }) => `.${method}(${pairText(source, name, value)})`).join('')
  return calleeName(at) === 'setHeader' && !isChained(at) ? undefined : [insertAfter(at, text)]
}

/** What sets one header more, by what set the type. */
const SETTERS: Readonly<Record<string, string>> = {
  setHeader: 'setHeader',
  set: 'set',
  header: 'header',
  append: 'append',
  appendHeader: 'setHeader',
  type: 'set',
  contentType: 'set',
}

/** Node's `setHeader` gives the response back as well. */
function isChained(call: TSESTree.CallExpression): boolean {
  return call.parent.type === 'MemberExpression' || unwrap(receiverOf(call) as Node).type === 'CallExpression'
}

function pairText(source: Source, name: string, value: string): string {
  return `${quoted(source, name)}, ${quoted(source, value)}`
}

function behindStatement(
  source: Source,
  at: Node,
  textFor: (header: WantedHeader) => string,
  missing: readonly WantedHeader[],
): Change[] | undefined {
  const statement = statementOf(at)
  if (statement?.type !== 'ExpressionStatement' || unwrap(statement.expression) !== at) return undefined
  const lines = missing.flatMap((it) => codeFor(source)`${textFor(it)};`)
  return insertStatementsAfter(source, statement, lines)
}

/** `ctx.type = …` and `set.headers['Content-Type'] = …`. */
function assignmentText(source: Source, at: TSESTree.AssignmentExpression, { name, value }: WantedHeader): string {
  const left = unwrap(at.left) as TSESTree.MemberExpression
  const object = textOf(source, left.object)
  return left.computed
    ? `${object}[${quoted(source, name)}] = ${quoted(source, value)}`
    : `${object}.set(${pairText(source, name, value)})`
}

function decorators(
  source: Source,
  call: TSESTree.CallExpression,
  decorator: TSESTree.Decorator,
  missing: readonly WantedHeader[],
): Change[] {
  const indentation = indentationAt(source.text, decorator.range[0])
  const name = textOf(source, calleeNameNode(call))
  const text = missing.map((it) => `\n${indentation}@${name}(${pairText(source, it.name, it.value)})`).join('')
  return [insertAfter(decorator, text)]
}
