import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { nodesOf } from '../facts/nodes.ts'
import { indentationAt, lineBreaks } from './lines.ts'

/** How a file is written, by the majority of what is there. */
export interface FileStyle {
  readonly lineEnding: '\n' | '\r\n'
  /** One level of indentation: a tab or some spaces. */
  readonly indent: string
  readonly quote: "'" | '"'
  readonly semicolons: boolean
  /** `{ a }` rather than `{a}`. */
  readonly bracketSpacing: boolean
}

/** How many nodes of a kind are looked at: enough for a majority, also in a file of 50,000 lines. */
const SAMPLE = 1000

/** The style of a file. What it does not show is as prettier writes it, but with single quotes. */
export const fileStyle = perSource((source): FileStyle => ({
  lineEnding: lineEndingOf(source.text),
  indent: indentOf(source),
  quote: quoteOf(source),
  semicolons: hasSemicolons(source),
  bracketSpacing: hasBracketSpacing(source),
}))

/** A string literal in the file's quotes. */
export function quoted(source: Source, value: string): string {
  const { quote } = fileStyle(source)
  const escaped = value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
  return quote + escaped.replaceAll(quote, `\\${quote}`) + quote
}

/** What ends a statement in this file: `;` or nothing. */
export function semicolon(source: Source): string {
  return fileStyle(source).semicolons ? ';' : ''
}

function lineEndingOf(text: string): '\n' | '\r\n' {
  let windows = 0
  let all = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
    all++
    if (text[at - 1] === '\r') windows++
  }
  return windows * 2 > all ? '\r\n' : '\n'
}

function indentOf(source: Source): string {
  const { text } = source
  const counts = new Map<string, number>()
  const count = (outer: Node, inner: Node | null | undefined) => {
    if (inner === undefined || inner === null) return
    const from = outer.range[0]
    const to = inner.range[0]
    // Told by the parser's lines: to look for the start of a minified one again and again takes a second.
    if (outer.loc.start.line === inner.loc.start.line) return
    const outerIndent = indentationAt(text, from)
    const innerIndent = indentationAt(text, to)
    if (innerIndent.length <= outerIndent.length || !innerIndent.startsWith(outerIndent)) return
    const unit = innerIndent.slice(outerIndent.length)
    counts.set(unit, (counts.get(unit) ?? 0) + 1)
  }
  for (const block of nodesOf(source, 'BlockStatement', 'ClassBody', 'TSInterfaceBody').slice(0, SAMPLE))
    count(block, block.body[0])
  if (counts.size === 0)
    for (const node of nodesOf(source, 'ObjectExpression').slice(0, SAMPLE)) count(node, node.properties[0])
  if (counts.size === 0) for (const node of nodesOf(source, 'ImportDeclaration')) count(node, node.specifiers[0])
  if (counts.size === 0)
    for (const node of nodesOf(source, 'CallExpression').slice(0, SAMPLE)) count(node, node.arguments[0])
  const units = [...counts].filter(([unit]) => unit === '\t' || /^ {1,8}$/.test(unit))
  return most(units) ?? '  '
}

function quoteOf(source: Source): "'" | '"' {
  let single = 0
  let double = 0
  const count = (raw: string) => {
    const inner = raw.slice(1, -1)
    // A string that holds a quote is written with the other one in either style.
    if (inner.includes("'") || inner.includes('"')) return
    if (raw.startsWith("'")) single++
    else if (raw.startsWith('"')) double++
  }
  for (const literal of nodesOf(source, 'Literal').slice(0, SAMPLE))
    if (typeof literal.value === 'string' && literal.parent.type !== 'JSXAttribute') count(literal.raw)
  return double > single ? '"' : "'"
}

const ENDED_BY_SEMICOLON = [
  'ImportDeclaration',
  'TSImportEqualsDeclaration',
  'ExpressionStatement',
  'VariableDeclaration',
  'ReturnStatement',
  'ThrowStatement',
  'ExportAllDeclaration',
  'TSTypeAliasDeclaration',
  'PropertyDefinition',
] as const

function hasSemicolons(source: Source): boolean {
  const { text } = source
  let withSemicolon = 0
  let without = 0
  for (const type of ENDED_BY_SEMICOLON) {
    for (const node of nodesOf(source, type).slice(0, SAMPLE)) {
      if (node.type === 'VariableDeclaration' && /^For/.test(node.parent.type)) continue
      const end = node.range[1]
      const last = lastCharacterBefore(text, end - 1)
      if (text[end - 1] !== ';') without++
      // A semicolon at the start of the next line guards that line; it is the style of files without.
      else if (lineBreaks(text, [last, end]) > 0) without++
      else withSemicolon++
    }
  }
  return withSemicolon >= without
}

function hasBracketSpacing(source: Source): boolean {
  const { text } = source
  let spaced = 0
  let tight = 0
  const count = (open: number) => {
    const next = text[open + 1]
    if (next === ' ') spaced++
    else if (next !== '\n' && next !== '\r' && next !== '}' && next !== undefined) tight++
  }
  for (const node of nodesOf(source, 'ObjectExpression', 'ObjectPattern').slice(0, SAMPLE)) count(node.range[0])
  for (const node of nodesOf(source, 'ImportDeclaration').slice(0, SAMPLE)) {
    const first = node.specifiers.find((specifier) => specifier.type === 'ImportSpecifier')
    if (first !== undefined) count(text.lastIndexOf('{', first.range[0]))
  }
  return spaced >= tight
}

/** Index behind the last character before `end` that is not white space. */
function lastCharacterBefore(text: string, end: number): number {
  let at = end
  while (at > 0 && /\s/.test(text[at - 1] as string)) at--
  return at
}

function most(counts: readonly (readonly [string, number])[]): string | undefined {
  let best: readonly [string, number] | undefined
  for (const entry of counts) if (best === undefined || entry[1] > best[1]) best = entry
  return best?.[0]
}
