import type { Range, Source } from '../source.ts'
import type { Change } from './edit.ts'
import { fileStyle } from './file-style.ts'
import { indentationAt, isBlank, isFirstOnLine, isLastOnLine, lineEnd, lineStart } from './lines.ts'
import { outdentLines } from './shift-lines.ts'
import { commentsIn } from './tokens.ts'

/**
 * Takes pieces of code out of a file and moves what was inside of them to the left, while the rest of an edit changes
 * other places. Comments stay where they stand; lines of which nothing is left go, and with them one of two blank lines.
 */
export class CutOut {
  readonly #source: Source
  readonly #cuts: Range[] = []
  readonly #outdented: Range[] = []

  constructor(source: Source) {
    this.#source = source
  }

  /** The code of a range goes. */
  cut(range: Range): void {
    this.#cuts.push(range)
  }

  /** The lines that begin within a range move one level to the left. */
  outdent(range: Range): void {
    this.#outdented.push(range)
  }

  /** True when a place is within something that goes. */
  holds([start, end]: Range): boolean {
    return this.#cuts.some((it) => it[0] <= start && it[1] >= end)
  }

  /** All of it as changes, with those of the places that stay; what was to change inside of a cut is gone. */
  changes(others: readonly Change[]): Change[] {
    const kept = others.filter(({ range }) => !this.holds(range) || range[0] === range[1])
    const places = kept.flatMap(({ range }) => (range[0] === range[1] ? [range[0]] : []))
    const cuts = merged(
      this.#source.text,
      this.#cuts.flatMap((range) => this.#betweenComments(range)),
      places,
    )
    const removed = cuts.map((range) => this.#removal(range, kept))
    const taken = [...removed, ...kept]
    const moves = this.#moves().filter(
      ({ range }) => !taken.some((it) => it.range[0] < range[1] && it.range[1] > range[0]),
    )
    return [...removed, ...kept, ...moves]
  }

  #betweenComments([start, end]: Range): Range[] {
    const pieces: Range[] = []
    let at = start
    for (const comment of commentsIn(this.#source, [start, end])) {
      if (comment.range[0] > at) pieces.push([at, comment.range[0]])
      at = comment.range[1]
    }
    if (at < end) pieces.push([at, end])
    return pieces
  }

  #removal([start, end]: Range, kept: readonly Change[]): Change {
    const { text } = this.#source
    // Code that is put in the place of a cut keeps its line.
    const isFilled = kept.some(({ range }) => range[0] === range[1] && range[0] >= start && range[0] <= end)
    const behindRemark = commentsIn(this.#source, [lineStart(text, start), start]).some(
      (it) => it.range[1] <= start && text.startsWith('//', it.range[0]),
    )
    if (behindRemark)
      return {
        range: [start, end],
        text: isLastOnLine(text, end) ? '' : fileStyle(this.#source).lineEnding + indentationAt(text, start),
      }
    if (isFilled) return { range: [start, isLastOnLine(text, end) ? this.#beforeCode(end) : end], text: '' }
    if (!isFirstOnLine(text, start)) {
      const isParted = /[ \t]/.test(text[start - 1] ?? '')
      return { range: [start, isParted && !isLastOnLine(text, end) ? this.#beforeCode(end) : end], text: '' }
    }
    // What follows on a line of its own brings its own white space.
    if (end === lineStart(text, end)) return { range: [lineStart(text, start), end], text: '' }
    if (!isLastOnLine(text, end)) return { range: [start, this.#beforeCode(end)], text: '' }
    return { range: this.#wholeLines([start, end]), text: '' }
  }

  #beforeCode(offset: number): number {
    let at = offset
    while (/\s/.test(this.#source.text[at] ?? '')) at++
    return at
  }

  #wholeLines([start, end]: Range): Range {
    const { text } = this.#source
    const first = lineStart(text, start)
    let last = behindBreak(text, lineEnd(text, end))
    const isTop = text[endBefore(text, first, /\s/) - 1] === '{' || isBehindBlankLine(text, first)
    const next = lineEnd(text, last)
    if (isTop && last < text.length && text.slice(last, next).trim() === '') last = behindBreak(text, next)
    return [first, last]
  }

  #moves(): Change[] {
    const levels = new Map<number, number>()
    for (const range of this.#outdented)
      for (const { range: move } of outdentLines(this.#source, range))
        levels.set(move[0], (levels.get(move[0]) ?? 0) + 1)
    const { indent } = fileStyle(this.#source)
    return [...levels].flatMap(([start, count]) =>
      this.#source.text.startsWith(indent.repeat(count), start)
        ? [{ range: [start, start + indent.length * count] as const, text: '' }]
        : [],
    )
  }
}

function isBehindBlankLine(text: string, at: number): boolean {
  const end = endBefore(text, at, /[ \t]/)
  return /(?:\r?\n){2}$/.test(text.slice(Math.max(0, end - '\r\n\r\n'.length), end))
}

/** Where the run of such characters begins that ends at an offset. */
function endBefore(text: string, at: number, character: RegExp): number {
  let end = at
  while (end > 0 && character.test(text[end - 1] as string)) end--
  return end
}

function behindBreak(text: string, at: number): number {
  return text.startsWith('\r\n', at) ? at + 2 : at < text.length ? at + 1 : at
}

/** Ranges that overlap, or have nothing but white space between them, as one; not where code is put between them. */
function merged(text: string, ranges: readonly Range[], places: readonly number[]): Range[] {
  const result: [number, number][] = []
  for (const [start, end] of ranges.toSorted((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = result.at(-1)
    const isParted = last !== undefined && places.some((place) => place >= last[1] && place <= start)
    if (last !== undefined && !isParted && isBlank(text, [last[1], start])) last[1] = Math.max(last[1], end)
    else result.push([start, end])
  }
  return result
}
