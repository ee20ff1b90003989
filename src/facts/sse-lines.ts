import type { Piece } from './text-pieces.ts'

/** One line of an event stream, as far as the source says it. */
export interface SseLine {
  /** Before the colon; `''` for a comment; undefined: the line does not begin with text of the source. */
  readonly field: string | undefined
  /** Behind the colon, a space included. Without a colon nothing. */
  readonly value: readonly Piece[]
  readonly hasColon: boolean
}

/** The fields that the standard knows (HTML, "Server-sent events", interpretation of an event stream). */
export const SSE_FIELDS: ReadonlySet<string> = new Set(['data', 'event', 'id', 'retry'])

/** One piece of an event stream: lines up to a blank one. */
export interface SseFrame {
  readonly lines: readonly SseLine[]
  /** True when a blank line ends it here. */
  readonly isEnded: boolean
}

/** The frames of a text: the lines between blank ones. The last one may be unfinished. */
export function framesOf(pieces: readonly Piece[]): SseFrame[] {
  const frames: SseFrame[] = []
  let lines: SseLine[] = []
  const all = linesOf(pieces)
  for (const [i, line] of all.entries()) {
    const isLast = i === all.length - 1
    if (line.length > 0) lines.push(lineOf(line))
    else if (!isLast && lines.length > 0) {
      frames.push({ lines, isEnded: true })
      lines = []
    }
  }
  if (lines.length > 0) frames.push({ lines, isEnded: false })
  return frames
}

/** The lines of a text; the last one is what stands behind the last line break. */
function linesOf(pieces: readonly Piece[]): Piece[][] {
  const lines: Piece[][] = [[]]
  for (const piece of pieces) {
    if (typeof piece !== 'string') {
      lines.at(-1)?.push(piece)
      continue
    }
    for (const [i, text] of piece.replaceAll('\r\n', '\n').replaceAll('\r', '\n').split('\n').entries()) {
      if (i > 0) lines.push([])
      if (text !== '') lines.at(-1)?.push(text)
    }
  }
  return lines
}

function lineOf(parts: readonly Piece[]): SseLine {
  const [first, ...rest] = parts
  if (typeof first !== 'string') return { field: undefined, value: parts, hasColon: false }
  const colon = first.indexOf(':')
  if (colon === -1) return { field: rest.length === 0 ? first : undefined, value: rest, hasColon: false }
  const behind = first.slice(colon + 1)
  return { field: first.slice(0, colon), value: behind === '' ? rest : [behind, ...rest], hasColon: true }
}
