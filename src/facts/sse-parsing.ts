import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { arrivesWhole } from './arrives-whole.ts'
import { isBlankLine } from './blank-line.ts'
import { calleeName, calleeNameNode, methodName, receiverOf } from './callee.ts'
import { isChildOutput } from './child-output.ts'
import { chunkKindOf, chunkSourceOf } from './chunk-kind.ts'
import { chunkMessages } from './chunk-messages.ts'
import { isFragile } from './fragile-parsing.ts'
import { callsOfFunction, enclosingFunctions } from './functions.ts'
import { contains, nodesOf } from './nodes.ts'
import { originOf } from './origin.ts'
import { readsOwnFrames } from './own-frames.ts'
import type { StreamLoop } from './stream-loops.ts'
import { streamLoopOf } from './stream-loops.ts'
import { textKind } from './text-kind.ts'
import { stringOf, unwrap } from './unwrap.ts'
import { wholeBodyOf } from './whole-body.ts'
import { holdsText } from './file-text.ts'
import { methodCalls } from './named-calls.ts'

/** A place that takes an event stream apart by hand. */
export interface SseParsing {
  /** The name of the method, or the comparison. */
  readonly at: Node
  /** Runs for each chunk of the stream; undefined where a helper handles single lines, or the body is read whole. */
  readonly loop: StreamLoop | undefined
  /** True when it loses events that the format allows. */
  readonly isFragile: boolean
  /** True when a page reads what its own server sends, without losing what two chunks cut. */
  readonly isOwnServer: boolean
}

/**
 * `test`: a line is asked whether it begins with `data:`. `cut`: `data:` is taken off. `blank`: the text is cut at blank
 * lines. `isSure`: no data URI has the space behind the colon.
 */
export interface Sign {
  readonly kind: 'test' | 'cut' | 'blank'
  readonly at: Node
  readonly node: Node
  readonly text: Node
  readonly isSure: boolean
  /** Whether it wants the space behind `data:`; undefined where it is about something else. */
  readonly space: 'needed' | 'free' | undefined
}

/** What can stand before `data:` at the start of a text and inside a regular expression; before a key of an object there is a space. */
const BEFORE_DATA = [...'\'"`/^(|)]}*+?\nnrstb']
/** Without one of these texts a file takes no event stream apart. */
export const SSE_PARSING_TERMS: readonly string[] = [
  ...BEFORE_DATA.map((character) => `${character}data:`),
  '\\n\\n',
  '\\n\\r?\\n',
  '{2}',
]

const TESTS = new Set(['startsWith', 'includes', 'indexOf', 'search', 'match', 'matchAll', 'test', 'exec'])
const CUTS = new Set(['replace', 'replaceAll', 'split'])
const BLANKS = new Set(['split', 'indexOf', 'lastIndexOf', 'search'])
const SIGN_METHODS = new Set([...TESTS, ...CUTS, ...BLANKS])

/** One place for each event stream that the file takes apart by hand: the first test for `data:`, else the first cut. */
export const sseParsings = perSource((source): readonly SseParsing[] => {
  const byStream = new Map<Node, Sign[]>()
  const all = signsOf(source)
  for (const sign of all) {
    if (!isStreamText(source, sign)) continue
    const stream = streamScope(source, sign.node)
    const known = byStream.get(stream)
    if (known === undefined) byStream.set(stream, [sign])
    else known.push(sign)
  }
  const taken = new Set<Node>(
    chunkMessages(source).flatMap((it) => (it.kind === 'split' || it.kind === 'reparse' ? [it.call] : [])),
  )
  return [...byStream.values()].flatMap((signs) => {
    const free = signs.filter(({ node }) => !taken.has(node)).sort((a, b) => a.node.range[0] - b.node.range[0])
    const first = free.find(({ kind }) => kind === 'test') ?? free[0]
    if (first === undefined) return []
    return [
      {
        at: first.at,
        loop: streamLoopOf(source, first.node),
        isFragile: isFragile(source, signs, all),
        isOwnServer: readsOwnFrames(source, signs),
      },
    ]
  })
})

function signsOf(source: Source): Sign[] {
  const found: Sign[] = []
  for (const call of methodCalls(source, SIGN_METHODS)) {
    const name = methodName(call)
    const receiver = receiverOf(call)
    if (name === undefined || receiver === undefined) continue
    const at = calleeNameNode(call)
    if (TESTS.has(name) || CUTS.has(name)) {
      const isReversed = name === 'test' || name === 'exec'
      const [pattern, text] = isReversed ? [receiver, call.arguments[0]] : [call.arguments[0], receiver]
      const data = pattern === undefined ? undefined : dataPattern(source, pattern)
      if (data !== undefined && text !== undefined)
        found.push({ kind: TESTS.has(name) ? 'test' : 'cut', at, node: call, text, ...data })
    }
    if (BLANKS.has(name) && isBlankLine(call.arguments[0]))
      found.push({ kind: 'blank', at, node: call, text: receiver, isSure: false, space: undefined })
  }
  for (const node of nodesOf(source, 'BinaryExpression')) {
    if (!/^[!=]==?$/.test(node.operator)) continue
    const [left, right] = [node.left as Node, node.right]
    const data = dataPattern(source, right)
    if (data !== undefined) found.push({ kind: 'test', at: node, node, text: left, ...data })
  }
  return found
}

type DataPattern = Pick<Sign, 'isSure' | 'space'>

/** A pattern for a line of data; sure where the space or a `[DONE]` behind the colon tells it from a data URI. */
function dataPattern(source: Source, pattern: Node): DataPattern | undefined {
  const node = unwrap(pattern)
  if (node.type === 'Literal' && 'regex' in node) return regexPattern(node.regex.pattern)
  const origin = stringOf(node) === undefined && node.type === 'Identifier' ? originOf(source, node) : undefined
  const value = origin?.kind === 'expression' && origin.path.length === 0 ? unwrap(origin.node) : node
  if (value.type === 'Literal' && 'regex' in value) return regexPattern(value.regex.pattern)
  const text = stringOf(value)?.replace(/^[\r\n]+/, '')
  if (text === undefined) return undefined
  if (text === 'data:') return { isSure: false, space: 'free' }
  if (text === 'data: ') return { isSure: true, space: 'needed' }
  return /^data: ?\[DONE\]/.test(text) ? { isSure: true, space: undefined } : undefined
}

/** Data URIs have a media type, `base64` or a slash behind the colon. */
function regexPattern(pattern: string): DataPattern | undefined {
  const at = pattern.indexOf('data:')
  if (
    at === -1 ||
    /base64|image|\/|;|,/.test(pattern) ||
    /[A-Za-z_-]$/.test(pattern.slice(0, at).replace(/\\[a-z]$/, ''))
  )
    return undefined
  const behind = pattern.slice(at + 'data:'.length)
  const space = /^(?: |\\s|\[ [^\]]*\])(?![?*])/.test(behind) ? 'needed' : 'free'
  if (/^(?: |\\s|\[ )/.test(behind)) return { isSure: true, space: behind.includes('DONE') ? undefined : space }
  return behind === '' || /^[(.?$*]/.test(behind) ? { isSure: false, space } : undefined
}

/** True when the text comes off a stream or out of an event-stream body; unknown is no. */
function isStreamText(source: Source, sign: Sign): boolean {
  if (isAddress(sign.text) || textKind(source, sign.text) === 'model text') return false
  if (sign.kind === 'blank' && isParsedWhole(source, sign.node)) return false
  const loop = streamLoopOf(source, sign.node)
  if (loop !== undefined) {
    // What this file writes itself, frame by frame, is its own notation; who writes to a sink that is handed out is not known.
    if (loop.form !== 'sink' && arrivesWhole(source, loop)) return false
    const kind = chunkKindOf(source, loop)
    const origin = chunkSourceOf(source, loop)
    const isOther =
      (origin === 'model' && kind !== 'bytes') || (loop.stream !== undefined && isChildOutput(source, loop.stream))
    if (sign.kind === 'blank') return !isOther && (kind === 'bytes' || kind === 'text' || decodes(source, loop.body))
    if (!isOther && (sign.isSure || cutsLines(source, sign.node))) return true
  }
  if (wholeBodyOf(source, sign.text) !== undefined)
    return sign.isSure || (sign.kind !== 'blank' && cutsLines(source, sign.node)) || holdsText(source, 'event-stream')
  if (sign.kind === 'blank') return false
  return sign.isSure ? takesApart(source, sign.node) : cutsLines(source, sign.node) && takesApart(source, sign.node)
}

/** `for (const piece of text.split('\n\n')) JSON.parse(piece)`: an event has the name of a field before its data. */
function isParsedWhole(source: Source, cut: Node): boolean {
  return contains(source, outermost(source, cut), (it) => {
    const [piece] = it.type === 'CallExpression' && methodName(it) === 'parse' && isJson(it) ? it.arguments : []
    return piece !== undefined && comesWhole(source, piece, cut)
  })
}

/** True when a value is a piece of what a call has cut, with nothing but blanks taken off. */
function comesWhole(source: Source, piece: Node, cut: Node): boolean {
  let node: Node = unwrap(piece)
  for (let step = 0; step < 6 && node !== cut; step++) {
    const receiver = node.type === 'CallExpression' && methodName(node) === 'trim' ? receiverOf(node) : undefined
    const origin = receiver === undefined ? originOf(source, node) : undefined
    if (receiver !== undefined) node = unwrap(receiver)
    else if (origin?.kind === 'iteration') node = unwrap(origin.loop.right)
    else if (origin?.kind === 'expression' && origin.path.length === 0) node = unwrap(origin.node)
    else return false
  }
  return node === cut
}

/** `url.startsWith('data:')`, `part.image.replace('data:', '')` */
function isAddress(text: Node): boolean {
  const node = unwrap(text)
  const name =
    node.type === 'MemberExpression' && node.property.type === 'Identifier'
      ? node.property.name
      : node.type === 'Identifier'
        ? node.name
        : ''
  return /(?:^|[a-z])(?:url|uri|src|href|image|img|base64)$/i.test(name)
}

function decodes(source: Source, body: Node): boolean {
  return contains(source, body, (node) => node.type === 'CallExpression' && methodName(node) === 'decode')
}

/** The function around cuts a text into lines. */
function cutsLines(source: Source, node: Node): boolean {
  return contains(source, outermost(source, node), (it) => {
    if (it.type !== 'CallExpression') return false
    const name = calleeName(it)
    if (name === 'createInterface') return true
    if (name !== 'split' && name !== 'indexOf') return false
    const argument = it.arguments[0] === undefined ? undefined : unwrap(it.arguments[0])
    if (argument?.type === 'Literal' && 'regex' in argument) return argument.regex.pattern.includes('\\n')
    return /^[\r\n]+$/.test(stringOf(argument) ?? '')
  })
}

/** The function around takes the field's name off and reads what is behind it. */
function takesApart(source: Source, node: Node): boolean {
  return contains(source, outermost(source, node), (it) => {
    if (it.type === 'Literal') return typeof it.value === 'string' && it.value.includes('[DONE]')
    if (it.type !== 'CallExpression') return false
    const name = methodName(it)
    if (name === 'slice' || name === 'substring' || name === 'substr') {
      const from = it.arguments[0] === undefined ? undefined : unwrap(it.arguments[0])
      if (from?.type === 'Literal') return from.value === 5 || from.value === 6
      return from?.type === 'MemberExpression' && stringOf(from.object)?.startsWith('data:') === true
    }
    return name === 'parse' && isJson(it)
  })
}

function isJson(call: TSESTree.CallExpression): boolean {
  const receiver = receiverOf(call)
  return receiver?.type === 'Identifier' && receiver.name === 'JSON'
}

function outermost(source: Source, node: Node): Node {
  return enclosingFunctions(node).at(-1) ?? source.ast
}

/** Where a stream's reading begins: a helper for single lines belongs to the function that calls it. */
function streamScope(source: Source, node: Node): Node {
  let scope = outermost(source, node)
  let place = node
  for (let step = 0; step < 4; step++) {
    const inner = enclosingFunctions(place).at(-1)
    const fn = scope === source.ast ? undefined : inner
    const [call] = fn === undefined ? [] : callsOfFunction(source, fn)
    const next = call === undefined ? undefined : outermost(source, call)
    if (call === undefined || next === undefined || next === scope) return scope
    scope = next
    place = call
  }
  return scope
}
