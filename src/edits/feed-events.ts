import { decodeCalls } from '../facts/decoders.ts'
import type { HandParser } from '../facts/hand-parsers.ts'
import { isWithin } from '../facts/nodes.ts'
import { unwrap } from '../facts/unwrap.ts'
import type { Node, Source } from '../source.ts'
import { insertBeforeLoop } from './before-loop.ts'
import { codeFor, joinLines } from './code-lines.ts'
import { CutOut } from './cut-out.ts'
import { addStreamOption } from './decode-options.ts'
import type { Change, Edit } from './edit.ts'
import { insertAfter, replace } from './edit.ts'
import { eventBody } from './event-body.ts'
import { fileStyle } from './file-style.ts'
import { importBindings } from './imports.ts'
import { indentationAt } from './lines.ts'
import { isTypeScript } from './module-syntax.ts'
import { freshName } from './names.ts'
import { isParenthesized } from './precedence.ts'
import { insertStatementsBefore } from './statements.ts'
import { hasCommentInside, tokenBefore } from './tokens.ts'
import { cutCarry, replaceDeclarator } from './kept-text.ts'

/** `parser.feed(text)`, and a loop over the events that are whole by then. */
export function feedEvents(source: Source, parser: HandParser, module: string): Edit | undefined {
  const { inner, feeding, loop, cut } = parser
  const event = freshName(source, 'event', ['message', 'sseEvent'])
  const cuts = new CutOut(source)
  const body = eventBody(source, parser, event, cuts)
  const head = headOf(source, parser)
  if (body === undefined || hasCommentInside(source, head)) return undefined
  const types = isTypeScript(source)
  const bindings = importBindings(source, [
    { module, name: 'createParser', at: inner },
    ...(types ? [{ module, name: 'EventSourceMessage', typeOnly: true, at: inner }] : []),
  ])
  if (bindings === undefined) return undefined
  const [create, message] = bindings
  const events = freshName(source, 'events', ['waiting', 'parsedEvents'])
  const feeder = freshName(source, 'parser', ['eventParser', 'sseParser'])
  const code = codeFor(source)
  const declared = code`const ${events}${message === undefined ? '' : `: ${message.local}[]`} = [];
  const ${feeder} = ${create?.local ?? ''}({
    onEvent(event) {
      ${events}.push(event);
    },
  });`
  const changes: Change[] = [...body.changes, replace(head, `for (const ${event} of ${events}.splice(0))`)]
  const start = feeding.declarator === undefined ? insertBeforeLoop(source, loop, declared) : []
  const before = insideStart(source, inner.body, body.before)
  if (start === undefined || before === undefined) return undefined
  changes.push(...start, ...before)
  if (feeding.declarator !== undefined && !replaceDeclarator(source, feeding.declarator, declared, cuts, changes))
    return undefined
  cutCarry(parser, cuts)
  if (feeding.kind === 'growth') {
    for (const { assignment, text } of feeding.growths) {
      const [from] = unparenthesized(source, text)
      if (hasCommentInside(source, [assignment.range[0], from])) return undefined
      changes.push(replace([assignment.range[0], from], `${feeder}.feed(`), insertAfter(assignment, ')'))
      changes.push(...withStreamOption(source, loop, text))
    }
    if (cut !== undefined) cuts.cut(cut.range)
  } else {
    const { text } = feeding
    if (cut === undefined) {
      const fed = insertStatementsBefore(source, inner, code`${feeder}.feed(${text});`)
      if (fed === undefined) return undefined
      changes.push(...fed)
    } else {
      const ending = source.text[cut.range[1] - 1] === ';' ? ');' : ')'
      if (hasCommentInside(source, cut)) return undefined
      changes.push(
        replace([cut.range[0], text.range[0]], `${feeder}.feed(`),
        replace([text.range[1], cut.range[1]], ending),
      )
      changes.push(...withStreamOption(source, loop, text))
    }
  }
  return { imports: bindings, changes: cuts.changes(changes) }
}

/** A decoder that lives as long as the stream has to be told that the text goes on. */
function withStreamOption(source: Source, loop: HandParser['loop'], text: Node): readonly Change[] {
  const decode = decodeCalls(source).find(({ call }) => call === unwrap(text))
  if (decode?.call.arguments.length !== 1 || decode.made === undefined || isWithin(decode.made, loop.body)) return []
  return addStreamOption(source, decode.call) ?? []
}

/** `for (const line of lines)`, `while (…)` */
function headOf(source: Source, { inner }: HandParser): [number, number] {
  const closing = tokenBefore(source, inner.body.range[0])
  return [inner.range[0], closing?.range[1] ?? inner.body.range[0]]
}

/** Statements at the start of the loop's body. */
function insideStart(source: Source, body: Node, code: readonly string[]): readonly Change[] | undefined {
  if (code.length === 0) return []
  const first = body.type === 'BlockStatement' ? body.body[0] : undefined
  if (body.type !== 'BlockStatement' || first === undefined) return undefined
  const indentation = indentationAt(source.text, first.range[0])
  const { lineEnding } = fileStyle(source)
  return [
    {
      range: [body.range[0] + 1, body.range[0] + 1],
      text: lineEnding + indentation + joinLines(source, code, indentation),
    },
  ]
}

/** An expression with its own parentheses. */
function unparenthesized(source: Source, node: Node): readonly [number, number] {
  if (!isParenthesized(source, node)) return node.range
  const before = tokenBefore(source, node.range[0])
  return [before?.range[0] ?? node.range[0], node.range[1]]
}
