import type { Node, Source } from '../source.ts'
import { isBlankLine } from './blank-line.ts'
import { calleeName, methodName } from './callee.ts'
import { chunkMessages } from './chunk-messages.ts'
import { calledFunction, enclosingFunctions } from './functions.ts'
import { contains } from './nodes.ts'
import { originOf } from './origin.ts'
import type { Sign } from './sse-parsing.ts'
import { streamLoopOf } from './stream-loops.ts'
import { stringOf, unwrap } from './unwrap.ts'

/**
 * True when a parser of an event stream loses events that the format allows: it wants the space behind `data:`, stumbles
 * over CRLF, drops what is cut between two chunks, or takes each line of an event whose data is text for an event of its
 * own. False for parsers that are written by hand and still read what servers send.
 * @param signs the places of one stream
 * @param all those of the whole file: helpers for single lines may be asked by several streams
 */
export function isFragile(source: Source, signs: readonly Sign[], all: readonly Sign[]): boolean {
  return (
    needsSpace(source, signs, all) ||
    signs.some((sign) => stumblesOverCrlf(source, sign)) ||
    losesCutFrames(source, signs) ||
    !signs.some(({ node }) => contains(source, outermost(source, node), keepsLines))
  )
}

/** `startsWith('data: ')`, `replace(/^data: /, '')`, and `slice(6)` behind a test that does without the space. */
function needsSpace(source: Source, signs: readonly Sign[], all: readonly Sign[]): boolean {
  const tests = signs.filter(({ kind }) => kind === 'test')
  if (signs.some(({ kind, space }) => kind === 'cut' && space === 'needed')) return true
  if (tests.some(({ space }) => space === 'needed') && !all.some(isFreeTest)) return true
  return tests.some(({ node, space }) => space === 'free' && cutsSix(source, outermost(source, node)))
}

function isFreeTest({ kind, space }: Sign): boolean {
  return kind === 'test' && space === 'free'
}

/** Six characters are those of `data: `, but also those of `event:`. */
function cutsSix(source: Source, fn: Node): boolean {
  return (
    !contains(source, fn, (it) => it.type === 'Literal' && stringOf(it)?.startsWith('event') === true) &&
    contains(source, fn, (it) => {
      const [from] = it.type === 'CallExpression' && CUTS.has(methodName(it) ?? '') ? it.arguments : []
      const value = from === undefined ? undefined : unwrap(from)
      return value?.type === 'Literal' && value.value === 6
    })
  )
}

const CUTS = new Set(['slice', 'substring', 'substr'])

/** Blank lines that are looked for as `\n\n`, or as an empty line whose carriage return nobody took off. */
function stumblesOverCrlf(source: Source, { kind, node }: Sign): boolean {
  const fn = outermost(source, node)
  const text = source.text.slice(...fn.range)
  if ((kind === 'blank' || contains(source, fn, isBlankCut)) && !knowsBothBlanks(source, fn)) return true
  return !text.includes('\\r') && contains(source, fn, (it) => isRawLineTest(source, it))
}

/** In the function itself, or in a helper of the file that it gives its text to. */
function knowsBothBlanks(source: Source, fn: Node): boolean {
  if (BOTH_BLANKS.test(source.text.slice(...fn.range))) return true
  return contains(source, fn, (it) => {
    const helper = it.type === 'CallExpression' ? calledFunction(source, it) : undefined
    return helper !== undefined && BOTH_BLANKS.test(source.text.slice(...helper.range))
  })
}

/** `'\r\n\r\n'` beside `'\n\n'`, `replace(/\r\n/g, '\n')`, `/\r?\n\r?\n/`, `/(?:\r?\n){2}/`; `/\r?\n/` is for lines. */
const BOTH_BLANKS = /\\r\\n|\\r\?\\n(?:\\r\?\\n|\))/

/** `text.split('\n\n')` */
function isBlankCut(node: Node): boolean {
  return node.type === 'CallExpression' && methodName(node) === 'split' && isBlankLine(node.arguments[0])
}

/** `line === ''` of a line that was not trimmed. */
function isRawLineTest(source: Source, node: Node): boolean {
  if (node.type !== 'BinaryExpression' || !/^[!=]==?$/.test(node.operator)) return false
  if (stringOf(node.right) !== '') return false
  return originOf(source, node.left as Node).kind === 'iteration'
}

function losesCutFrames(source: Source, signs: readonly Sign[]): boolean {
  const loops = new Set(signs.flatMap(({ node }) => streamLoopOf(source, node) ?? []))
  return chunkMessages(source).some(({ kind, loop }) => kind !== 'inner-break' && loops.has(loop))
}

/** JSON is one line, so that its events have one line of data (`JSON.parse(data)`, `map(parseLine)`), or the lines are joined. */
export function keepsLines(node: Node): boolean {
  if (node.type === 'Identifier') return /parse|json/i.test(node.name) && node.parent.type === 'CallExpression'
  if (node.type !== 'CallExpression') return false
  return (
    /parse|json/i.test(calleeName(node) ?? '') || (methodName(node) === 'join' && stringOf(node.arguments[0]) === '\n')
  )
}

function outermost(source: Source, node: Node): Node {
  return enclosingFunctions(node).at(-1) ?? source.ast
}
