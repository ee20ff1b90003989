import type { Node, Source } from '../source.ts'
import { continuesLine } from './asi.ts'
import type { FileStyle } from './file-style.ts'
import { fileStyle } from './file-style.ts'
import { textOf } from './tokens.ts'

/**
 * Code that an edit inserts: a text, or one entry per line with the inner levels indented in the file's style.
 * An entry may hold text of the file with line breaks of its own (a template literal); those are kept.
 */
export type CodeLines = string | readonly string[]

/** The lines of some code as one text: every line but the first begins with the indentation. */
export function joinLines(source: Source, lines: CodeLines, indentation: string): string {
  if (typeof lines === 'string') return lines
  return lines.map((line, i) => (i === 0 || line === '' ? line : indentation + line)).join(fileStyle(source).lineEnding)
}

/** True when there is nothing to insert. */
export function isEmptyCode(lines: CodeLines): boolean {
  return lines.length === 0
}

/**
 * A template tag for code that an edit inserts, which brings it into the file's style. Write the code with two
 * spaces per level, single quotes and semicolons. What is filled in (a text, or a node for its text) is kept as it is.
 *
 *     const code = codeFor(source)
 *     code`if (!${name}.ok) {
 *       throw new Error('HTTP ' + ${name}.status);
 *     }`
 */
export function codeFor(
  source: Source,
): (parts: TemplateStringsArray, ...fills: readonly (string | Node)[]) => string[] {
  return (parts, ...fills) => {
    const style = fileStyle(source)
    const texts = fills.map((fill) => (typeof fill === 'string' ? fill : textOf(source, fill)))
    const marked = parts.reduce((code, part, i) => code + String.fromCharCode(FIRST_MARK + i - 1) + part)
    const lines = splitLines(marked, style, texts)
    const levels = dedented(lines).map((line) => withIndent(line, style.indent))
    const ended = style.semicolons ? levels : withoutSemicolons(levels)
    return ended.map((line) => fillIn(line, texts))
  }
}

/** Places to fill in are marked by characters that Unicode keeps for private use, so that the scan sees names. */
const FIRST_MARK = 0xe000
const MARK = /[\uE000-\uF8FF]/g

function fillIn(text: string, fills: readonly string[]): string {
  return text.replace(MARK, (mark) => fills[mark.charCodeAt(0) - FIRST_MARK] ?? '')
}

/** Lines with their strings in the file's quotes; line breaks within a template literal part no lines. */
function splitLines(code: string, style: FileStyle, fills: readonly string[]): string[] {
  const lines: string[] = []
  let line = ''
  for (const piece of pieces(code)) {
    if (piece === '\n') {
      lines.push(line)
      line = ''
    } else if (piece.startsWith("'") && style.quote === '"') {
      const inner = piece.slice(1, -1)
      const holdsQuote = /["'\\]/.test(inner) || /["'\\\n]/.test(fillIn(inner, fills))
      line += holdsQuote ? piece : `"${inner}"`
    } else line += piece.replaceAll('\n', style.lineEnding)
  }
  lines.push(line)
  return lines
}

/** A scanner for code of our own: strings, templates, comments and regular expressions come whole. */
function* pieces(code: string): Generator<string> {
  let previous = ''
  for (let at = 0; at < code.length;) {
    const rest = code.slice(at)
    const isRegExp = /^\/(?![/*])/.test(rest) && (previous === '' || /[(,=:[!&|?{};]$|\breturn$/.test(previous))
    const piece = ((isRegExp ? /^\/(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\[])+\//.exec(rest) : undefined) ??
      /^(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:\\[^]|[^`\\])*`|\/\/[^\n]*|\/\*[^]*?\*\/|[\w$\uE000-\uF8FF]+|[^])/.exec(
        rest,
      ))?.[0] as string
    at += piece.length
    if (piece.trim() !== '') previous = piece
    yield piece
  }
}

function dedented(lines: readonly string[]): string[] {
  const indents = lines
    .slice(1)
    .filter((line) => line.trim() !== '')
    .map(leadingSpaces)
  const base = indents.length === 0 ? 0 : Math.min(...indents)
  const kept = lines.map((line, i) => (i === 0 ? line : line.slice(Math.min(base, leadingSpaces(line)))))
  while (kept.length > 0 && kept[0]?.trim() === '') kept.shift()
  while (kept.length > 0 && kept.at(-1)?.trim() === '') kept.pop()
  return kept
}

function leadingSpaces(line: string): number {
  return line.length - line.trimStart().length
}

function withIndent(line: string, indent: string): string {
  const spaces = leadingSpaces(line)
  return indent.repeat(spaces / 2) + line.slice(spaces)
}

function withoutSemicolons(lines: readonly string[]): string[] {
  return lines.map((line, i) => {
    if (!line.endsWith(';')) return line
    const next = lines.slice(i + 1).find((it) => it.trim() !== '') ?? ''
    return continuesLine(next.trimStart()) ? line : line.slice(0, -1)
  })
}
