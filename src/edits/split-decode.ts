import type { TSESTree } from '@typescript-eslint/utils'
import { enclosingFunction } from '../facts/functions.ts'
import { contains, isFunction } from '../facts/nodes.ts'
import type { SplitDecode } from '../facts/split-decodes.ts'
import type { StreamLoop } from '../facts/stream-loops.ts'
import { stringOf, unwrap, wrapped } from '../facts/unwrap.ts'
import { readsOf, variableOf } from '../facts/variables.ts'
import type { Node, Source, Variable } from '../source.ts'
import { chainBase } from '../facts/chunk-kind.ts'
import { bytesInside } from '../facts/chunk-texts.ts'
import { allOf } from './all-of.ts'
import { insertBeforeLoop, isRunOnce } from './before-loop.ts'
import { addStreamOption } from './decode-options.ts'
import { codeFor } from './code-lines.ts'
import type { Change, Edit } from './edit.ts'
import { insertAfter, replace } from './edit.ts'
import { declarationCounts, freshName } from './names.ts'
import { removeStatement } from './remove-statement.ts'
import { statementOf } from './statement-place.ts'
import { insertStatementsAfter, insertStatementsBefore } from './statements.ts'
import { hasCommentInside, textOf } from './tokens.ts'

type MissingStream = Extract<SplitDecode, { kind: 'missing-stream' }>
type NewDecoder = Extract<SplitDecode, { kind: 'new-decoder' }>
type BufferText = Extract<SplitDecode, { kind: 'buffer-text' }>

export interface DecodeSuggestion {
  readonly messageId: 'addStream' | 'ownDecoder' | 'hoistDecoder' | 'setEncoding' | 'useDecoder' | 'addFlush'
  readonly edit: () => Edit | undefined
}

const LOOPS = new Set(['ForOfStatement', 'ForStatement', 'ForInStatement', 'WhileStatement', 'DoWhileStatement'])

/**
 * The edit that changes nothing but broken characters: `{ stream: true }` where one decoder serves one run of the loop and
 * nothing else. Undefined wherever the decoder could carry the bytes of one stream into another.
 */
export function splitDecodeFix(source: Source, found: SplitDecode): Edit | undefined {
  if (found.kind !== 'missing-stream' || found.isInHelper || !isDecoderOfLoop(source, found)) return undefined
  return allOf(found.calls.map(({ call }) => addStreamOption(source, call)))
}

/** What is offered in the editor for each kind of broken decode, best first. */
export function splitDecodeSuggestions(source: Source, found: SplitDecode): DecodeSuggestion[] {
  if (isInHelper(found)) return []
  switch (found.kind) {
    case 'missing-stream': {
      if (isDecoderOfLoop(source, found)) return [{ messageId: 'addFlush', edit: () => withFlush(source, found) }]
      if (isFieldOfSink(found))
        return [
          { messageId: 'addStream', edit: () => allOf(found.calls.map(({ call }) => addStreamOption(source, call))) },
        ]
      return [{ messageId: 'ownDecoder', edit: () => withOwnDecoder(source, found) }]
    }
    case 'new-decoder':
      return [{ messageId: 'hoistDecoder', edit: () => hoisted(source, found) }]
    case 'buffer-text':
      return [
        { messageId: 'setEncoding', edit: () => withEncoding(source, found) },
        { messageId: 'useDecoder', edit: () => withDecoder(source, found) },
      ]
  }
}

/** A helper sees one chunk and no loop: where a decoder would be kept for the stream is for its author to say. */
function isInHelper(found: SplitDecode): boolean {
  return found.kind === 'buffer-text' ? found.texts.some((text) => text.isInHelper) : found.isInHelper
}

/** The decoder is a constant of the same activation as the loop, outside no loop that the stream loop is in, and decodes nothing else. */
function isDecoderOfLoop(source: Source, { loop, calls }: MissingStream): boolean {
  const variable = decoderVariable(source, calls[0]?.decoder)
  const declarator = variable?.defs[0]?.node as Node | undefined
  if (variable === undefined || declarator?.type !== 'VariableDeclarator' || declarator.init == null) return false
  if (
    calls.some(
      ({ decoder, made }) => decoderVariable(source, decoder) !== variable || made !== unwrap(declarator.init as Node),
    )
  )
    return false
  if (!isRunOnce(loop) || enclosingFunction(declarator) !== enclosingFunction(loop.node)) return false
  const block = declarator.parent.parent
  for (let current: Node | null | undefined = loop.node.parent; current !== block; current = current.parent)
    if (current == null || LOOPS.has(current.type)) return false
  const allowed = new Set<Node>(calls.map(({ decoder }) => unwrap(decoder)))
  return readsOf(variable).every((read) => allowed.has(read) || isFlush(read))
}

/** `decoder.decode()`: the flush. */
function isFlush(read: Node): boolean {
  const call = callOfMember(read)
  return call?.arguments.length === 0
}

function callOfMember(object: Node): TSESTree.CallExpression | undefined {
  const member = wrapped(object).parent
  const call = member?.type === 'MemberExpression' ? wrapped(member).parent : undefined
  return call?.type === 'CallExpression' ? call : undefined
}

function decoderVariable(source: Source, decoder: Node | undefined): Variable | undefined {
  const node = decoder === undefined ? undefined : unwrap(decoder)
  return node?.type === 'Identifier' ? variableOf(source, node) : undefined
}

/** `this.decoder` in the sink of a stream class: one instance, one stream. */
function isFieldOfSink({ loop, calls }: MissingStream): boolean {
  if (loop.form !== 'sink' || loop.node.parent?.type !== 'MethodDefinition') return false
  return calls.every(({ decoder }) => {
    const node = unwrap(decoder)
    return node.type === 'MemberExpression' && unwrap(node.object).type === 'ThisExpression'
  })
}

function withFlush(source: Source, { loop, calls }: MissingStream): Edit | undefined {
  const [decode, ...others] = calls
  if (decode === undefined || others.length > 0 || (loop.form !== 'for-await' && loop.form !== 'read')) return undefined
  const assignment = wrapped(decode.call).parent
  if (
    assignment?.type !== 'AssignmentExpression' ||
    assignment.operator !== '+=' ||
    assignment.left.type !== 'Identifier'
  )
    return undefined
  const variable = decoderVariable(source, decode.decoder)
  if (variable === undefined || readsOf(variable).some(isFlush) || contains(source, loop.node, isReturn))
    return undefined
  const code = codeFor(source)`${assignment.left} += ${decode.decoder}.decode();`
  return allOf([addStreamOption(source, decode.call), insertStatementsAfter(source, loop.node, code)])
}

function isReturn(node: Node): boolean {
  return node.type === 'ReturnStatement'
}

/** A decoder of the loop's own, made right before it. */
function withOwnDecoder(source: Source, { loop, calls }: MissingStream): Edit | undefined {
  const made = calls[0]?.made
  const name = freshName(source, 'streamDecoder', ['ownDecoder'])
  const before = made !== undefined && !isMovable(made) ? undefined : declared(source, loop, name, made)
  return allOf([
    before,
    ...calls.map(({ call, decoder }) => {
      const options = addStreamOption(source, call)
      return options === undefined || hasCommentInside(source, decoder)
        ? undefined
        : [replace(decoder, name), ...options]
    }),
  ])
}

/** The decoder that was made for each chunk, made once before the loop. */
function hoisted(source: Source, { loop, calls }: NewDecoder): Edit | undefined {
  const made = calls[0]?.made
  if (made === undefined || !isMovable(made) || calls.some((it) => it.made !== made)) return undefined
  const declarator = wrapped(made).parent
  if (declarator?.type !== 'VariableDeclarator') {
    const [decode] = calls
    if (decode === undefined || calls.length > 1 || unwrap(decode.decoder) !== made) return undefined
    const name = freshName(source, 'decoder', ['textDecoder', 'streamDecoder'])
    return allOf([
      declared(source, loop, name, made),
      [replace(outerRange(source, decode.decoder), name)],
      streamed(source, calls),
    ])
  }
  const declaration = declarator.parent
  if (declaration.type !== 'VariableDeclaration' || declaration.declarations.length > 1) return undefined
  if (declarator.id.type !== 'Identifier' || declarator.id.typeAnnotation != null) return undefined
  const variable = variableOf(source, declarator.id)
  const known = new Set<Node>(calls.map(({ decoder }) => unwrap(decoder)))
  if (variable === undefined || readsOf(variable).some((read) => !known.has(read))) return undefined
  const isOnly = declarationCounts(source).get(declarator.id.name) === 1
  const name = isOnly ? declarator.id.name : freshName(source, 'streamDecoder', ['ownDecoder'])
  const removal = removeStatement(source, declaration)
  return allOf([
    declared(source, loop, name, made),
    removal,
    isOnly ? [] : calls.map(({ decoder }) => replace(decoder, name)),
    streamed(source, calls),
  ])
}

function streamed(source: Source, calls: NewDecoder['calls']): Change[] | undefined {
  return allOf(calls.map(({ call }) => (isStreaming(call) ? [] : addStreamOption(source, call))))?.changes as
    Change[] | undefined
}

function isStreaming(call: TSESTree.CallExpression): boolean {
  const options = call.arguments[1]
  return options !== undefined && unwrap(options).type === 'ObjectExpression' && hasStream(unwrap(options))
}

function hasStream(options: Node): boolean {
  return (
    options.type === 'ObjectExpression' &&
    options.properties.some(
      (it) =>
        it.type === 'SpreadElement' ||
        (it.key.type === 'Identifier' &&
          it.key.name === 'stream' &&
          !(it.value.type === 'Literal' && it.value.value === false)),
    )
  )
}

/** `setEncoding('utf8')` on the stream, where the listener takes nothing but text from its chunks. */
function withEncoding(source: Source, { loop, texts }: BufferText): Edit | undefined {
  const { stream } = loop
  const fn = loop.node
  if (loop.form !== 'listener' || stream === undefined || !isFunction(fn)) return undefined
  const chunk = loop.chunks[0]
  const parameter = fn.params[0]
  if (chunk === undefined || parameter?.type !== 'Identifier') return undefined
  const inside = texts.map((text) => unwrap(text.chunk))
  if (readsOf(chunk).some((read) => !inside.includes(read))) return undefined
  const plain = texts
    .filter((text) => text.how !== 'concatenation')
    .map((text) => (hasCommentInside(source, text.node) ? undefined : [replace(text.node, textOf(source, text.chunk))]))
  const annotation = parameter.typeAnnotation?.typeAnnotation
  const retyped = annotation === undefined ? [] : [replace(annotation, 'string')]
  return allOf([told(source, stream), ...plain, retyped])
}

function told(source: Source, stream: Node): Change[] | undefined {
  const node = chainBase(stream)
  if (node.type === 'Identifier' || node.type === 'MemberExpression') {
    const statement = statementOf(stream)
    const isOwn = statement?.type === 'ExpressionStatement' && statement.range[0] === node.range[0]
    if (statement !== undefined && isOwn)
      return insertStatementsBefore(source, statement, codeFor(source)`${node}.setEncoding('utf8');`)
  }
  return [insertAfter(stream, codeFor(source)`.setEncoding('utf8')`.join(''))]
}

/** One TextDecoder before the loop, for every text that the loop takes from its chunks. */
function withDecoder(source: Source, { loop, texts }: BufferText): Edit | undefined {
  const name = freshName(source, 'decoder', ['textDecoder', 'streamDecoder'])
  return allOf([
    declared(source, loop, name, undefined),
    ...texts.map((text) => {
      if (hasCommentInside(source, text.node)) return undefined
      const bytes = bytesInside(source, text.chunk)
      return [replace(text.node, `${name}.decode(${textOf(source, bytes)}, { stream: true })`)]
    }),
  ])
}

function declared(
  source: Source,
  loop: StreamLoop,
  name: string,
  made: TSESTree.NewExpression | undefined,
): Change[] | undefined {
  const value = made === undefined ? 'new TextDecoder()' : textOf(source, made)
  return insertBeforeLoop(source, loop, codeFor(source)`const ${name} = ${value};`)
}

/** A decoder whose arguments mean the same before the loop. */
function isMovable(made: TSESTree.NewExpression): boolean {
  return made.arguments.every((argument) => {
    const node = unwrap(argument)
    if (stringOf(node) !== undefined || node.type === 'Literal') return true
    return (
      node.type === 'ObjectExpression' &&
      node.properties.every((it) => it.type === 'Property' && unwrap(it.value as Node).type === 'Literal')
    )
  })
}

/** The range of an expression with the parentheses around it. */
function outerRange(source: Source, node: Node): readonly [number, number] {
  const [start, end] = node.range
  const isWrapped = source.text[start - 1] === '(' && source.text[end] === ')'
  return isWrapped && node.parent?.type === 'MemberExpression' ? [start - 1, end + 1] : [start, end]
}
