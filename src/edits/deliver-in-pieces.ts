import type { TSESTree } from '@typescript-eslint/utils'
import { importedName } from '../facts/callee.ts'
import type { WholeDouble } from '../facts/stream-doubles.ts'
import type { TestCase } from '../facts/test-cases.ts'
import { testCaseOf } from '../facts/test-cases.ts'
import { wrapped } from '../facts/unwrap.ts'
import type { Node, Source } from '../source.ts'
import { addOptions } from './add-argument.ts'
import { codeFor } from './code-lines.ts'
import type { Change, Edit } from './edit.ts'
import { replace } from './edit.ts'
import { quoted, semicolon } from './file-style.ts'
import { isTypeScript } from './module-syntax.ts'
import { freshName } from './names.ts'
import { statementOf } from './statement-place.ts'
import { insertStatementsAfter, insertStatementsBefore } from './statements.ts'
import { hasCommentInside, textOf } from './tokens.ts'
import { declareBefore, topStatement } from './top-level.ts'

/** A case that is still to be written. */
const MISSING_CASE = 'fails when the stream breaks off midway'

/**
 * Has a double deliver its text byte by byte, so that every frame and every character of several bytes is cut; and names the
 * missing case, a stream that breaks off, behind the case in which the double stands.
 * @param hasTodo whether the test runner knows `it.todo(title)`
 * @returns undefined where the double cannot be rewritten in its place
 */
export function deliverInPieces(
  source: Source,
  double: WholeDouble,
  hasTodo: (testCase: TestCase) => boolean,
): Edit | undefined {
  const changes = cut(source, double)
  if (changes === undefined) return undefined
  const testCase = testCaseOf(source, double.node)
  const todo = testCase !== undefined && hasTodo(testCase) ? addTodo(source, testCase) : []
  return { changes: [...changes, ...todo] }
}

function cut(source: Source, double: WholeDouble): readonly Change[] | undefined {
  switch (double.form) {
    case 'enqueue':
    case 'yield':
      return inLoop(source, double)
    case 'from':
      return asList(source, double)
    case 'end':
      return asWrites(source, double)
    case 'response':
      return asStream(source, double)
  }
}

/** `controller.enqueue(text)` and `yield text`, once for each piece. */
function inLoop(source: Source, { delivery, value, parts }: WholeDouble): readonly Change[] | undefined {
  const statement = delivery.parent
  if (statement?.type !== 'ExpressionStatement' || hasCommentInside(source, statement)) return undefined
  if (parts.kind === 'unknown') return undefined
  const isBytes = parts.kind === 'bytes'
  const name = freshName(source, isBytes ? 'byte' : 'part')
  const piece = isBytes ? `Uint8Array.of(${name})` : name
  const [start, end] = delivery.range
  const delivered = source.text.slice(start, value.range[0]) + piece + source.text.slice(value.range[1], end)
  return [replace(statement, `for (const ${name} of ${textOf(source, value)}) ${delivered}${semicolon(source)}`)]
}

/** `Readable.from([text])` */
function asList(source: Source, { node, value, parts }: WholeDouble): readonly Change[] | undefined {
  const list = (node as TSESTree.CallExpression).arguments[0]
  if (list === undefined || parts.kind === 'unknown' || hasCommentInside(source, list)) return undefined
  const text = textOf(source, value)
  if (parts.kind === 'text') return [replace(list, `[...${parenthesized(value, text)}]`)]
  const name = freshName(source, 'byte')
  return [replace(list, `Array.from(${text}, (${name}) => Buffer.of(${name}))`)]
}

/** `stream.end(text)` */
function asWrites(source: Source, { node, delivery, value, parts }: WholeDouble): readonly Change[] | undefined {
  const statement = delivery.parent
  if (delivery.type !== 'CallExpression' || delivery.callee.type !== 'MemberExpression') return undefined
  if (statement?.type !== 'ExpressionStatement' || delivery.arguments.length > 1) return undefined
  if (parts.kind === 'unknown' || hasCommentInside(source, statement)) return undefined
  const { object, property } = delivery.callee
  const mode = property.type === 'Identifier' ? apart(source, node) : undefined
  if (property.type !== 'Identifier' || mode === undefined) return undefined
  const stream = textOf(source, object)
  const name = freshName(source, 'byte')
  const bytes = parts.kind === 'bytes' ? textOf(source, value) : `Buffer.from(${textOf(source, value)})`
  const verb = property.name === 'push' ? 'push' : 'write'
  const loop = `for (const ${name} of ${bytes}) ${stream}.${verb}(Buffer.of(${name}))${semicolon(source)}`
  if (property.name !== 'end') return [...mode, replace(statement, loop)]
  const code = insertStatementsBefore(source, statement, loop)
  return code === undefined ? undefined : [...mode, ...code, replace(delivery, `${stream}.end()`)]
}

/** A stream of bytes joins all that waits in it when it is read; one of objects hands out each piece by itself. */
function apart(source: Source, made: WholeDouble['node']): readonly Change[] | undefined {
  if (made.type !== 'NewExpression') return undefined
  const name = importedName(source, made.callee)?.name === 'Readable' ? 'objectMode' : 'readableObjectMode'
  return addOptions(source, made, 0, [{ name, value: 'true' }], { position: 'start' })
}

/** The text of a body becomes a stream of its bytes, made by a function that is declared at the top. */
function asStream(source: Source, { node, value, parts }: WholeDouble): readonly Change[] | undefined {
  if (node.type !== 'NewExpression' || parts.kind !== 'text') return undefined
  const top = topStatement(node)
  if (top === undefined) return undefined
  const name = freshName(source, 'inPieces')
  const isTyped = isTypeScript(source)
  const code = codeFor(source)`/** A stream of single bytes: frames, and characters of several bytes, come cut. */
    function ${name}(${isTyped ? 'text: string' : 'text'}) {
      const bytes = new TextEncoder().encode(text);
      let at = 0;
      return new ReadableStream${isTyped ? '<Uint8Array>' : ''}({
        pull(controller) {
          if (at === bytes.length) controller.close();
          else controller.enqueue(bytes.subarray(at, ++at));
        },
      });
    }`
  const inserted = declareBefore(source, top, code)
  return inserted === undefined ? undefined : [...inserted, replace(value, `${name}(${textOf(source, value)})`)]
}

function parenthesized(value: Node, text: string): string {
  return /^(?:ConditionalExpression|AssignmentExpression|ArrowFunctionExpression|BinaryExpression)$/.test(
    wrapped(value).type,
  )
    ? `(${text})`
    : text
}

function addTodo(source: Source, { call, name }: TestCase): readonly Change[] {
  const statement = statementOf(call)
  if (name === undefined || statement === undefined || statement.type !== 'ExpressionStatement') return []
  const todo = `${name}.todo(${quoted(source, MISSING_CASE)})${semicolon(source)}`
  return insertStatementsAfter(source, statement, ['', todo]) ?? []
}
