import { styleText } from 'node:util'
import type { Progress } from './progress.ts'

type Style = Parameters<typeof styleText>[0]

/** Where text goes, and whether it may be coloured. */
export interface Output {
  readonly isColoured: boolean
  /** Columns to fill. */
  readonly width: number
  write(text: string): void
}

/** The longest line that is easy to read. */
const MAX_WIDTH = 110

/**
 * One of the process's own streams. `NO_COLOR` counts when it is set and not empty (no-color.org); `FORCE_COLOR` likewise.
 * @param progress the line that has to go before anything else is written
 */
export function streamOutput(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv, progress: Progress): Output {
  const isForced = env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '' && env['FORCE_COLOR'] !== '0'
  // A reader that has seen enough (`| head`) is no failure.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
  return {
    isColoured: isForced || (stream.isTTY && !env['NO_COLOR']),
    width: Math.min(stream.columns || MAX_WIDTH, MAX_WIDTH),
    write(text) {
      progress.clear()
      stream.write(text)
    },
  }
}

/** An output that keeps what is written, without colours. */
export function memoryOutput(): Output & { readonly text: () => string } {
  const parts: string[] = []
  return { isColoured: false, width: MAX_WIDTH, write: (text) => void parts.push(text), text: () => parts.join('') }
}

/** The text in the given style, or as it is where the output has no colours. */
export function paint(output: Output, style: Style, text: string): string {
  return output.isColoured ? styleText(style, text, { validateStream: false }) : text
}

/** Breaks a sentence into lines that fit the output, each behind an indent of so many columns. */
export function wrap(output: Output, sentence: string, indent: number): string {
  const lines: string[] = []
  let line = ''
  for (const word of sentence.split(/\s+/)) {
    if (line !== '' && indent + line.length + 1 + word.length > output.width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line].map((it) => ' '.repeat(indent) + it).join('\n')
}

/** A number with its noun: "1 finding", "2 findings". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
