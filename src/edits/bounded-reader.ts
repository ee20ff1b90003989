import { methodName, receiverOf } from '../facts/callee.ts'
import { loopStream } from '../facts/loop-stream.ts'
import { contains, isWithin } from '../facts/nodes.ts'
import { runtimeOf } from '../facts/runtime.ts'
import type { StreamLoop } from '../facts/stream-loops.ts'
import { streamOf } from '../facts/stream-value.ts'
import type { UnboundedBuffer } from '../facts/unbounded-buffers.ts'
import { stringOf, unwrap, unwrapAwait } from '../facts/unwrap.ts'
import { globalName, variableOf } from '../facts/variables.ts'
import type { Surroundings } from '../frameworks/handler.ts'
import { chooseLibrary } from '../libraries/choose-library.ts'
import { installCommand } from '../libraries/install-command.ts'
import type { Node, Source, Variable } from '../source.ts'
import { allOf } from './all-of.ts'
import { codeFor, joinLines } from './code-lines.ts'
import type { Limit } from './count-bytes.ts'
import { droppingResponse, isUpload, limitOf, refusal } from './count-bytes.ts'
import type { Change, Edit } from './edit.ts'
import { replace } from './edit.ts'
import { semicolon } from './file-style.ts'
import { importBinding } from './imports.ts'
import { indentationAt } from './lines.ts'
import { isTypeScript } from './module-syntax.ts'
import { promisedBody } from './promised-body.ts'
import { removeStatement } from './remove-statement.ts'
import { statementOf } from './statement-place.ts'
import { hasCommentInside, textOf } from './tokens.ts'
import { holdsText } from '../facts/file-text.ts'

/** What a body is read into: text, a Buffer of Node, or bytes that exist everywhere. */
export type BodyForm = 'text' | 'buffer' | 'bytes'

export interface BoundedReader {
  readonly package: string
  /** What to type to get the package; empty when the project has it. */
  readonly install: string
  readonly edit: () => Edit | undefined
}

/**
 * Has a library read the body, up to a limit, in place of the loop or of the promise around the listeners.
 * @returns undefined where the loop does more than to keep the chunks, or no library fits
 */
export function boundedReader(found: UnboundedBuffer, where: Surroundings): BoundedReader | undefined {
  const { source, project, settings } = where
  const stream = loopStream(source, found.loop)
  if (found.kind === 'frame' || stream === undefined || isUpload(found)) return undefined
  const isNodeRequest = found.body.feeder === 'request' && isNodeStream(source, found, stream)
  const choice =
    (isNodeRequest
      ? chooseLibrary('request-body', { settings, project, runtime: runtimeOf(source), idioms: ['raw-body'] })
      : undefined) ??
    chooseLibrary('bounded-body', { settings, project, runtime: runtimeOf(source), idioms: ['get-stream'] })
  if (choice === undefined) return undefined
  const { library } = choice
  // It refuses a stream that decodes by itself.
  if (library.idiom === 'raw-body' && found.loop.form !== 'listener' && holdsText(source, '.setEncoding('))
    return undefined
  const call = (form: BodyForm, at: Node) =>
    library.idiom === 'raw-body'
      ? rawBody(source, stream, form, at)
      : getStream(source, stream, { form, at, limit: limitOf(found) })
  return {
    package: library.package,
    install: choice.isPresent ? '' : ` (\`${installCommand(library, project, { types: isTypeScript(source) })}\`)`,
    edit: () => rewritten(found, stream, call, where),
  }
}

interface ReadCall {
  readonly text: string
  readonly imports: NonNullable<Edit['imports']>
}

/** Writes the call that reads the body in a form; undefined when its name cannot be imported. */
type WriteCall = (form: BodyForm, at: Node) => ReadCall | undefined

function rewritten(found: UnboundedBuffer, stream: Node, call: WriteCall, where: Surroundings): Edit | undefined {
  const { source } = where
  const { loop } = found
  if (loop.form === 'listener') {
    const promised = promisedBody(source, found)
    if (promised === undefined || hasCommentInside(source, promised.made)) return undefined
    const read = call(promised.form, promised.made)
    return read === undefined
      ? undefined
      : { imports: read.imports, changes: [replace(promised.made, read.text + promised.then)] }
  }
  if (loop.form !== 'for-await' && loop.form !== 'read') return undefined
  if (hasCommentInside(source, loop.node) || !isOnlyKeeping(found)) return undefined
  const form = formOf(source, found, stream)
  const read = form === undefined ? undefined : call(form, loop.node)
  const statement = read === undefined || form === undefined ? undefined : keeping(source, found, form, read.text)
  if (read === undefined || statement === undefined) return undefined
  const unused = unusedBehind(source, loop)
  const kept = orRefused(found, statement, where)
  const edit = unused === undefined ? undefined : allOf([[replace(loop.node, kept)], ...unused])
  return edit === undefined ? undefined : { ...edit, imports: read.imports }
}

/** The statement in a `try` that answers 413, where what it throws would end the process. */
function orRefused(found: UnboundedBuffer, statement: string, where: Surroundings): string {
  const { source } = where
  const response = droppingResponse(found, where)
  if (response === undefined) return statement
  const lines = codeFor(source)`try {
    ${statement}
  } catch {
    // It is too long, or the client has left.
    ${refusal(source, response)}.end();
    return;
  }`
  return joinLines(source, lines, indentationAt(source.text, found.loop.node.range[0]))
}

/** The loop does nothing but to read, to leave at the end, and to keep the chunk. */
function isOnlyKeeping({ loop, accumulator }: UnboundedBuffer): boolean {
  const { node } = accumulator.growth
  const body = loop.body.type === 'BlockStatement' ? loop.body.body : [loop.body]
  return body.every((statement) => {
    if (statement.type === 'ExpressionStatement' && statement.expression === node) return true
    if (loop.form !== 'read') return false
    if (statement.type === 'IfStatement')
      return statement.alternate === null && leavesAtEnd(statement.consequent) && !isWithin(node, statement)
    return statement.type === 'VariableDeclaration' && loop.reads.some((read) => isWithin(read, statement))
  })
}

function leavesAtEnd(statement: Node): boolean {
  if (statement.type === 'BlockStatement') return statement.body.length === 1 && leavesAtEnd(statement.body[0] as Node)
  return statement.type === 'BreakStatement' && statement.label === null
}

/** What the chunks are kept as. */
function formOf(source: Source, { accumulator }: UnboundedBuffer, stream: Node): BodyForm | undefined {
  const { growth } = accumulator
  const [added, ...more] = growth.added
  if (added === undefined || more.length > 0) return undefined
  if (growth.form === 'text') return isUtf8(source, added) ? 'text' : undefined
  const node = unwrap(added)
  if (node.type === 'CallExpression' && ['toString', 'decode'].includes(methodName(node) ?? ''))
    return growth.form === 'list' && isUtf8(source, added) ? 'text' : undefined
  const isBuffer =
    growth.form === 'copy' && growth.node.type === 'AssignmentExpression' && isBufferConcat(source, growth.node.right)
  if (growth.form === 'copy' && !isBuffer) return undefined
  return isBuffer || streamOf(source, stream)?.family === 'node' || isNodeRequest(source, stream) ? 'buffer' : 'bytes'
}

function isBufferConcat(source: Source, expression: Node): boolean {
  const node = unwrap(expression)
  const receiver = node.type === 'CallExpression' && methodName(node) === 'concat' ? receiverOf(node) : undefined
  return receiver !== undefined && globalName(source, receiver) === 'Buffer'
}

/** No other encoding is named. */
function isUtf8(source: Source, added: Node): boolean {
  return !contains(source, added, (node) => {
    const name = node.type === 'CallExpression' ? methodName(node) : undefined
    if (node.type !== 'CallExpression' || name !== 'toString') return false
    const encoding = stringOf(node.arguments[0])
    return node.arguments.length > 0 && encoding !== 'utf8' && encoding !== 'utf-8'
  })
}

function keeping(source: Source, { accumulator }: UnboundedBuffer, form: BodyForm, read: string): string | undefined {
  const { node, form: growth } = accumulator.growth
  const [added] = accumulator.growth.added
  const end = semicolon(source)
  const value = form === 'bytes' ? `new Uint8Array(await ${read})` : `await ${read}`
  if (node.type === 'CallExpression') return `${textOf(source, node.callee)}(${value})${end}`
  if (growth === 'text') return `${textOf(source, node.left)} += ${value}${end}`
  if (added === undefined || growth !== 'copy') return undefined
  return `${source.text.slice(node.range[0], added.range[0])}${value}${source.text.slice(added.range[1], node.range[1])}${end}`
}

/**
 * Takes out the declarations that only the loop has used: its reader, its decoder.
 * @returns undefined where the reader is used behind the loop, or cannot be taken out
 */
function unusedBehind(source: Source, loop: StreamLoop): (Change[] | undefined)[] | undefined {
  const changes: (Change[] | undefined)[] = []
  if (loop.form === 'read') {
    const reader = loop.stream === undefined ? undefined : unwrap(loop.stream)
    const variable = reader?.type === 'Identifier' ? variableOf(source, reader) : undefined
    const declaration = variable === undefined ? undefined : declarationUsedIn(variable, loop.node)
    if (declaration === undefined) return undefined
    changes.push(removeStatement(source, declaration))
  }
  for (const variable of decodersIn(source, loop)) {
    const declaration = declarationUsedIn(variable, loop.node)
    if (declaration !== undefined) changes.push(removeStatement(source, declaration))
  }
  return changes
}

function decodersIn(source: Source, { body }: StreamLoop): Variable[] {
  const found = new Set<Variable>()
  contains(source, body, (node) => {
    const receiver = node.type === 'CallExpression' && methodName(node) === 'decode' ? receiverOf(node) : undefined
    const variable = receiver?.type === 'Identifier' ? variableOf(source, receiver) : undefined
    if (variable !== undefined) found.add(variable)
    return false
  })
  return [...found]
}

/** The declaration of a variable that nothing but the loop uses; one that declares others too is left. */
function declarationUsedIn(variable: Variable, loop: Node): Node | undefined {
  const declarator = variable.defs[0]?.node as Node | undefined
  if (declarator?.type !== 'VariableDeclarator' || declarator.parent.declarations.length > 1) return undefined
  const isOnlyHere = variable.references.every(({ identifier }) => {
    const node = identifier as Node
    return isWithin(node, loop) || isWithin(node, declarator)
  })
  return isOnlyHere ? statementOf(declarator) : undefined
}

/** `raw-body` takes its limit in the words of the body parsers. */
function rawBody(source: Source, stream: Node, form: BodyForm, at: Node): ReadCall | undefined {
  const binding = importBinding(source, { module: 'raw-body', name: 'default', as: 'getRawBody', at })
  if (binding === undefined) return undefined
  const { local } = binding
  const code = codeFor(source)
  const lines =
    form === 'text'
      ? code`${local}(${stream}, { limit: '1mb', encoding: 'utf8' })`
      : code`${local}(${stream}, { limit: '1mb' })`
  return { text: lines.join(''), imports: [binding] }
}

const GET_STREAM: Readonly<Record<BodyForm, string>> = {
  text: 'default',
  buffer: 'getStreamAsBuffer',
  bytes: 'getStreamAsArrayBuffer',
}

function getStream(
  source: Source,
  stream: Node,
  { form, at, limit }: { readonly form: BodyForm; readonly at: Node; readonly limit: Limit },
): ReadCall | undefined {
  const name = GET_STREAM[form]
  const binding = importBinding(source, {
    module: 'get-stream',
    name,
    ...(name === 'default' ? { as: 'getStream', esModule: true } : {}),
    at,
  })
  if (binding === undefined) return undefined
  return {
    text: `${binding.local}(${textOf(source, stream)}, { maxBuffer: ${limit.code} })`,
    imports: [binding],
  }
}

function isNodeStream(source: Source, { loop }: UnboundedBuffer, stream: Node): boolean {
  if (loop.form === 'listener' || streamOf(source, stream)?.family === 'node') return true
  return loop.form === 'for-await' && isNodeRequest(source, stream)
}

/** A request that is iterated itself, not its `body`. */
function isNodeRequest(source: Source, stream: Node): boolean {
  const node = unwrapAwait(stream)
  return (
    streamOf(source, stream)?.family !== 'web' &&
    !(node.type === 'MemberExpression' && textOf(source, node.property) === 'body')
  )
}
