/** One line that says how far long work is, drawn anew in its place. */
export interface Progress {
  /** Draws the line, unless it was drawn just now. */
  show(text: string): void
  /** Takes the line away, so that other text can be written. */
  clear(): void
}

/** At most ten times a second: more often nobody can read it, and terminals over a network get slow. */
const REDRAW_MS = 100

/** Back to the first column, and erase to the end of the line (ECMA-48, EL). */
const ERASE = '\r\u001b[K'

/** For outputs that nobody watches. */
export const NO_PROGRESS: Progress = { show() {}, clear() {} }

/**
 * The progress line of a terminal. Anything else gets none: files and pipes keep every line that was ever drawn, and so do the
 * logs of build servers, which set `CI`.
 * @param stream the standard error, so that a report on the standard output stays whole
 * @param now a clock in milliseconds
 */
export function progressLine(
  stream: Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'write'>,
  env: NodeJS.ProcessEnv,
  now: () => number = Date.now,
): Progress {
  const ci = env['CI'] ?? ''
  if (!stream.isTTY || env['TERM'] === 'dumb' || (ci !== '' && ci !== '0' && ci !== 'false')) return NO_PROGRESS
  let drawnAt = Number.NEGATIVE_INFINITY
  let isShown = false
  return {
    show(text) {
      if (now() - drawnAt < REDRAW_MS) return
      drawnAt = now()
      isShown = true
      // A line that reaches the last column wraps, and could not be erased.
      const width = (stream.columns || 80) - 1
      stream.write(ERASE + (text.length <= width ? text : `${text.slice(0, width - 1)}…`))
    },
    clear() {
      if (!isShown) return
      isShown = false
      drawnAt = Number.NEGATIVE_INFINITY
      stream.write(ERASE)
    },
  }
}
