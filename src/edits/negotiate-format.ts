import type { TSESTree } from '@typescript-eslint/utils'
import { methodName } from '../facts/callee.ts'
import { contains, isWithin } from '../facts/nodes.ts'
import { withoutEncoding } from '../facts/text-pieces.ts'
import { propertyName, wrapped, wrappedAwait } from '../facts/unwrap.ts'
import { readsOf } from '../facts/variables.ts'
import { acceptHeader } from '../frameworks/accept-header.ts'
import type { AnswerWrite } from '../frameworks/answer-writes.ts'
import type { Handler } from '../frameworks/handler.ts'
import type { HeaderWrite } from '../frameworks/header-writes.ts'
import { partText } from '../frameworks/part-text.ts'
import { isNodeResponse } from '../frameworks/response-writes.ts'
import type { WrittenItem } from '../frameworks/written-items.ts'
import type { Node, Source, Variable } from '../source.ts'
import { addProperties } from './add-property.ts'
import { allOf } from './all-of.ts'
import { codeFor } from './code-lines.ts'
import type { Change, Edit } from './edit.ts'
import { insertBefore } from './edit.ts'
import { stringCode } from './encode-frame.ts'
import { quoted } from './file-style.ts'
import { literalCode } from './literal-code.ts'
import { isTypeScript } from './module-syntax.ts'
import { freshName, resolveName, scopeAt } from './names.ts'
import { Precedence, precedenceOf } from './precedence.ts'
import { replaceExpression } from './replace-expression.ts'
import { listOf } from './statement-place.ts'
import { insertStatementsBefore } from './statements.ts'
import { commentsIn, textOf, tokenAfter } from './tokens.ts'

/** A handler that answers with a text stream of which everything is known. */
export interface FixedAnswer {
  readonly handler: Handler
  /** The literal of the media type. */
  readonly type: Node
  /** What gives it to the answer. */
  readonly headers: HeaderWrite
  readonly writes: readonly (AnswerWrite & { readonly item: WrittenItem })[]
}

/**
 * Has a handler ask a function for the format that its client wants, and write every item by it.
 * @param choose the local name of the function, which takes the header `Accept` and the media type that the route has now
 * @returns undefined where the request cannot be reached, `Vary` cannot be set, or a piece cannot be written in another format
 */
export function negotiateFormat(source: Source, answer: FixedAnswer, choose: string): Edit | undefined {
  const { handler, type, writes } = answer
  const places = [type, ...writes.flatMap(({ at, item }) => [at, ...('node' in item ? [item.node] : [])])]
  const statement = places.every((it) => isWithin(it, handler.fn)) ? firstStatement(places, handler) : undefined
  const asked = statement === undefined ? undefined : askedFor(source, handler, statement)
  const vary = varyByAccept(source, answer)
  if (statement === undefined || asked === undefined || vary === undefined) return undefined
  const format = localName(source, handler)
  const code = codeFor(source)`const ${format} = ${choose}(${asked.accept}, ${type});`
  return allOf([
    asked.changes,
    insertStatementsBefore(source, statement, [...code, ...vary.statements]),
    vary.changes,
    replaceExpression(source, type, `${format}.mediaType`, Precedence.MEMBER),
    ...writes.map((write) => written(source, write, format)),
  ])
}

/** The statement in the innermost block around all places that comes first among those that hold one. */
function firstStatement(places: readonly Node[], { fn }: Handler): Node | undefined {
  const [first] = places
  for (let node: Node | null | undefined = first; node != null && node !== fn; node = node.parent) {
    const list = listOf(node)
    if (list === undefined || !places.every((it) => list.some((other) => isWithin(it, other)))) continue
    return list.find((it) => places.some((place) => isWithin(place, it)))
  }
  return undefined
}

interface Asked {
  readonly accept: string
  readonly changes: readonly Change[]
}

/** How the handler reads `Accept`, and what it takes to have the request at hand. */
function askedFor(source: Source, handler: Handler, at: Node): Asked | undefined {
  const header = quoted(source, 'accept')
  const variable = handler.request ?? handler.context
  const accept = acceptHeader(handler, header)
  if (accept === undefined || variable === undefined) return withRequest(source, handler, header)
  if (resolveName(scopeAt(source, at), variable.name) !== variable) return undefined
  return withoutUnderscore(source, handler, variable, accept) ?? { accept, changes: [] }
}

/** A parameter that was only there for its place is called by its name from now on. */
function withoutUnderscore(source: Source, { fn }: Handler, variable: Variable, accept: string): Asked | undefined {
  const [identifier, ...others] = variable.identifiers
  const name = variable.name.replace(/^_+/, '')
  const isUnused = variable.name !== name && readsOf(variable).length === 0 && others.length === 0
  if (identifier === undefined || !isUnused || !fn.params.includes(identifier) || !isFree(source, fn, name))
    return undefined
  const [start] = identifier.range
  return {
    accept: name + accept.slice(variable.name.length),
    changes: [{ range: [start, start + variable.name.length], text: name }],
  }
}

/** A handler of the web's kind that takes no parameter is given its request first. */
function withRequest(source: Source, { fn, framework }: Handler, header: string): Asked | undefined {
  const name = 'request'
  const isFirst = framework === 'next-app' || framework === 'fetch-handler'
  if (!isFirst || fn.params.length > 0 || !isFree(source, fn, name)) return undefined
  const id = fn.type === 'ArrowFunctionExpression' ? undefined : fn.id
  const open = tokenAfter(source, id?.range[1] ?? fn.range[0])
  const paren = open?.value === 'async' ? tokenAfter(source, open.range[1]) : open
  if (paren?.value !== '(') return undefined
  const text = isTypeScript(source) ? `${name}: Request` : name
  return {
    accept: `${name}.headers.get(${header})`,
    changes: [{ range: [paren.range[1], paren.range[1]], text }],
  }
}

/** What the format is called: `format`, where the handler says nothing of that name. */
function localName(source: Source, { fn }: Handler): string {
  const names = ['format', 'streamedAs']
  return names.find((it) => isFree(source, fn, it)) ?? freshName(source, 'format', names)
}

/** True when a function can declare a name without hiding one that it uses. */
function isFree(source: Source, fn: Node, name: string): boolean {
  return name !== '' && !contains(source, fn, (node) => node.type === 'Identifier' && node.name === name)
}

interface Vary {
  readonly statements: readonly string[]
  readonly changes: readonly Change[]
}

/** Tells caches that the answer hangs on `Accept`, beside what else it hangs on already. */
function varyByAccept(source: Source, { handler, type, headers: { at, on } }: FixedAnswer): Vary | undefined {
  const { framework, context, response } = handler
  const accept = quoted(source, 'Accept')
  const call = (text: string): Vary => ({ statements: codeFor(source)`${text};`, changes: [] })
  if (at.type === 'NewExpression') {
    const property = wrapped(type).parent
    const object = property?.type === 'Property' ? property.parent : undefined
    if (property?.type !== 'Property' || object?.type !== 'ObjectExpression' || !isWithin(object, at)) return undefined
    const name = propertyName(property) === 'content-type' ? 'vary' : 'Vary'
    const changes = addProperties(source, object, [{ name, value: accept }])
    return changes === undefined ? undefined : { statements: [], changes }
  }
  switch (framework) {
    case 'express':
      return response === undefined ? undefined : call(`${response.name}.vary(${accept})`)
    case 'koa':
      return context === undefined ? undefined : call(`${context.name}.vary(${accept})`)
    case 'hono':
      return context === undefined
        ? undefined
        : call(`${context.name}.header(${quoted(source, 'Vary')}, ${accept}, { append: true })`)
    default: {
      const node = partText(handler, 'nodeResponse')
      const isNode = on !== undefined && on.type !== 'MethodDefinition' && isNodeResponse(source, on)
      return node === undefined || !isNode
        ? undefined
        : call(`${node}.appendHeader(${quoted(source, 'Vary')}, ${accept})`)
    }
  }
}

function written(source: Source, write: FixedAnswer['writes'][number], format: string): Change[] | undefined {
  const { item } = write
  switch (item.kind) {
    case 'value': {
      const { node, value, apart } = item
      const changes = called(source, node, `${format}.item(${textOf(source, value)})`, value)
      const before = apart === undefined ? [] : bare(source, apart)
      return changes === undefined || before === undefined ? undefined : [...before, ...changes]
    }
    case 'constant': {
      const code = literalCode(source, JSON.parse(item.json))
      return code === undefined ? undefined : called(source, item.node, `${format}.item(${code})`)
    }
    case 'text':
      return called(source, item.node, `${format}.text(${textCode(source, item)})`, item.value)
    case 'mark':
      return forEventsOnly(source, write, format)
    default:
      return undefined
  }
}

/** What is written as it is must be a string already; in an event anything is made one. */
function textCode(source: Source, { node, value }: Extract<WrittenItem, { kind: 'text' }>): string {
  return node === value ? textOf(source, value) : stringCode(source, value)
}

/** @param kept the part of the old text that stays, comments and all */
function called(source: Source, node: Node, text: string, kept?: Node): Change[] | undefined {
  const isLost = commentsIn(source, node.range).some(
    ({ range }) => kept === undefined || range[0] < kept.range[0] || range[1] > kept.range[1],
  )
  return isLost ? undefined : replaceExpression(source, node, text, Precedence.CALL)
}

/** `value` instead of `JSON.stringify(value)`. */
function bare(source: Source, call: TSESTree.CallExpression): Change[] | undefined {
  const [value] = call.arguments
  return value === undefined ? undefined : replaceExpression(source, call, textOf(source, value), precedenceOf(value))
}

function forEventsOnly(source: Source, { at, text }: AnswerWrite, format: string): Change[] | undefined {
  const statement = wrappedAwait(at).parent
  const isEnd = at.type === 'CallExpression' && methodName(at) === 'end'
  if (statement?.type === 'ExpressionStatement' && listOf(statement) !== undefined && !isEnd)
    return [insertBefore(statement, `if (${format}.isEvents) `)]
  const mark = withoutEncoding(source, text)
  const code = `${format}.isEvents ? ${textOf(source, mark)} : ${quoted(source, '')}`
  return replaceExpression(source, mark, code, Precedence.CONDITIONAL)
}
