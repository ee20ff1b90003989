import type { TSESTree } from '@typescript-eslint/utils'
import type { HandParser } from '../facts/hand-parsers.ts'
import { brokenLoop, isEndBreak } from '../facts/inner-breaks.ts'
import { alwaysLeaves } from '../facts/leaving.ts'
import { contains, isWithin } from '../facts/nodes.ts'
import { unwrap, wrapped } from '../facts/unwrap.ts'
import { readsOf, referencesOf, variableOf } from '../facts/variables.ts'
import type { Node, Source, Variable } from '../source.ts'
import { CutOut } from './cut-out.ts'
import type { Change, Edit } from './edit.ts'
import { replace } from './edit.ts'
import { eventBody, mayJoin } from './event-body.ts'
import { importBindings } from './imports.ts'
import { freshName } from './names.ts'
import { textOf } from './tokens.ts'
import { cutCarry, cutDeclarator, replaceDeclarator } from './kept-text.ts'
import type { Decode } from './piped-decode.ts'
import { decodeOf } from './piped-decode.ts'
import { isTested, pipedStream } from './piped-stream.ts'
import { unwrapLoop } from './unwrap-loop.ts'

/** The stream is piped through decoder and parser, and the loop over chunks is one over events. */
export function pipeEvents(source: Source, parser: HandParser, module: string): Edit | undefined {
  const { loop, inner } = parser
  const decode = decodeOf(source, parser)
  const stream = decode === undefined ? undefined : pipedStream(source, parser)
  if (decode === undefined || stream === undefined || !isOnlyParser(source, parser, decode)) return undefined
  const cuts = new CutOut(source)
  const isForAwait = loop.form === 'for-await'
  const event = isForAwait ? freshName(source, 'event', ['message', 'sseEvent']) : textOf(source, decode.chunk)
  const body = eventBody(source, parser, event, cuts)
  if (body === undefined || !joinsLoop(source, parser)) return undefined
  const bindings = importBindings(source, [{ module, name: 'EventSourceParserStream', at: loop.node }])
  const [binding] = bindings ?? []
  if (bindings === undefined || binding === undefined) return undefined
  const through = `.pipeThrough(new TextDecoderStream(${decode.options})).pipeThrough(new ${binding.local}())`
  const changes: Change[] = [...body.changes, ...stream.changes(through)]
  if (isForAwait) {
    const { left } = loop.node as TSESTree.ForOfStatement
    if (left.type !== 'VariableDeclaration') return undefined
    changes.push(replace(left, `const ${event}`))
  }
  if (!cutDecoding(source, parser, decode, cuts, changes)) return undefined
  cutCarry(parser, cuts)
  if (parser.cut !== undefined) cuts.cut(parser.cut.range)
  if (!unwrapLoop(source, inner, body.before, cuts, changes)) return undefined
  return { imports: bindings, changes: cuts.changes(changes) }
}

/** The loop does nothing but read, decode, cut and run for each line; and it has left when there is no chunk. */
function isOnlyParser(source: Source, parser: HandParser, decode: Decode): boolean {
  const { loop, inner, feeding, cut, carry } = parser
  if (loop.body.type !== 'BlockStatement' || inner.parent !== loop.body || loop.body.body.at(-1) !== inner) return false
  const growths = feeding.kind === 'growth' ? feeding.growths.map(({ assignment }) => assignment.parent as Node) : []
  let hasLeft = loop.form === 'for-await'
  for (const statement of loop.body.body) {
    if (statement === inner || statement === cut || statement === carry || statement === decode.declaration) continue
    if (parser.own.includes(statement as never)) continue
    if (growths.includes(statement)) {
      if (!hasLeft) return false
      continue
    }
    if (isRead(statement, parser)) continue
    if (statement.type === 'IfStatement' && statement.alternate === null && isEndTest(source, statement.test, loop)) {
      hasLeft ||= alwaysLeaves(source, statement.consequent)
      continue
    }
    // Looked at once for each chunk, such as an abort: once for each event does no harm.
    if (statement.type === 'IfStatement' && statement.alternate === null && leavesOnly(source, statement)) continue
    return false
  }
  return hasLeft && chunkIsOnlyDecoded(parser, decode)
}

/** `const { done, value } = await reader.read()` */
function isRead(statement: Node, { loop }: HandParser): boolean {
  if (statement.type !== 'VariableDeclaration' || statement.declarations.length > 1) return false
  const init = statement.declarations[0].init
  const awaited = init === null ? undefined : unwrap(init)
  if (awaited?.type !== 'AwaitExpression') return false
  const call = unwrap(awaited.argument)
  return call.type === 'CallExpression' && loop.reads.includes(call)
}

/** `done`, `done || !value`, `result.done` */
function isEndTest(source: Source, test: Node, loop: HandParser['loop']): boolean {
  const node = unwrap(test)
  if (node.type === 'LogicalExpression' && node.operator === '||')
    return isEndTest(source, node.left, loop) || isEndTest(source, node.right, loop)
  if (node.type === 'Identifier') return loop.dones.some((it) => it === variableOf(source, node))
  if (node.type === 'MemberExpression' && node.property.type === 'Identifier' && node.property.name === 'done') {
    const object = unwrap(node.object)
    return object.type === 'Identifier' && loop.results.some((it) => it === variableOf(source, object))
  }
  return false
}

/** `if (signal.aborted) break` */
function leavesOnly(source: Source, { test, consequent }: TSESTree.IfStatement): boolean {
  const [only, ...others] = consequent.type === 'BlockStatement' ? consequent.body : [consequent]
  if (only === undefined || others.length > 0 || !/^(?:Break|Return)Statement$/.test(only.type)) return false
  return !contains(source, test, (it) => it.type === 'AwaitExpression' || it.type === 'CallExpression')
}

/** The chunk's own variables are read by the decode and the test for its end only. */
function chunkIsOnlyDecoded({ loop }: HandParser, { chunk, call }: Decode): boolean {
  const isRead = (variable: Variable) =>
    readsOf(variable).every((read) => isWithin(read, chunk) || isTested(wrapped(read)))
  const declared = loop.chunks.every((it) => {
    const declarator = it.defs[0]?.node as Node | undefined
    return declarator !== undefined && (loop.form === 'for-await' || isWithin(declarator, loop.body))
  })
  const results = loop.results.every((it) =>
    readsOf(it).every((read) => {
      const member = wrapped(read).parent
      if (member?.type !== 'MemberExpression' || member.property.type !== 'Identifier') return false
      return member.property.name === 'done' || isWithin(read, call)
    }),
  )
  return declared && results && loop.chunks.every(isRead)
}

/** Decoder, kept text and their statements go; a decoder that others use stays. */
function cutDecoding(
  source: Source,
  { feeding }: HandParser,
  decode: Decode,
  cuts: CutOut,
  changes: Change[],
): boolean {
  const { made, declaration, call } = decode
  if (declaration !== undefined) cuts.cut(declaration.range)
  const growths = feeding.kind === 'growth' ? feeding.growths : []
  for (const { assignment, text } of growths) {
    const declared = unwrap(text)
    if (declared.type === 'Identifier' && declaration === undefined) return false
    cuts.cut((assignment.parent as Node).range)
  }
  if (feeding.declarator !== undefined && !replaceDeclarator(source, feeding.declarator, [], cuts, changes))
    return false
  const owner = wrapped(made).parent
  if (owner?.type !== 'VariableDeclarator' || owner.id.type !== 'Identifier') return isWithin(made, call)
  const variable = variableOf(source, owner.id)
  if (variable === undefined) return false
  const statement = owner.parent
  if (statement.type !== 'VariableDeclaration' || statement.parent.type === 'ExportNamedDeclaration') return true
  const isUsed = referencesOf(variable).some((it) => it !== owner.id && !cuts.holds(it.range) && !isWithin(it, call))
  if (isUsed) return true
  if (statement.declarations.length === 1) cuts.cut(statement.range)
  else cutDeclarator(owner, cuts)
  return true
}

/** Breaks out of the loop over lines would leave the loop over events now; names must not meet. */
function joinsLoop(source: Source, { inner, loop }: HandParser): boolean {
  const { body } = inner
  if (loop.node.type === 'DoWhileStatement') return false
  if (body.type !== 'BlockStatement' ? /Declaration$/.test(body.type) : !mayJoin(source, body, inner)) return false
  // The stream is cancelled when `for await` is left, as the end mark means.
  return !contains(
    source,
    body,
    (it) =>
      it.type === 'BreakStatement' &&
      it.label === null &&
      brokenLoop(it) === inner &&
      !(loop.form === 'for-await' && isEndBreak(source, it, inner)),
  )
}
