import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff'
import type { Output } from './terminal.ts'
import { paint } from './terminal.ts'

/** What is shown of a change. */
export interface ShownChange {
  readonly path: string
  readonly before: string
  readonly after: string
  /** True for a file that is not there yet. */
  readonly isNew?: boolean
}

/** Writes what changes in a file as a unified diff with three lines around each change, as git and patch read it. */
export function showDiff({ path, before, after, isNew }: ShownChange, output: Output): void {
  const options = { context: 3, headerOptions: FILE_HEADERS_ONLY }
  const from = isNew === true ? '/dev/null' : `a/${path}`
  const patch = createTwoFilesPatch(from, `b/${path}`, before, after, undefined, undefined, options)
  for (const line of patch.trimEnd().split('\n')) output.write(`${styled(line, output)}\n`)
}

function styled(line: string, output: Output): string {
  if (line.startsWith('--- ') || line.startsWith('+++ ')) return paint(output, 'bold', line)
  if (line.startsWith('+')) return paint(output, 'green', line)
  if (line.startsWith('-')) return paint(output, 'red', line)
  return line.startsWith('@') ? paint(output, 'cyan', line) : line
}
