import type { Source } from '../source.ts'
import { perSource } from '../source.ts'

const answers = perSource(() => new Map<string, boolean>())

/**
 * True when the file's text holds a term, code, comments and strings alike. The text is searched once for each term, so the
 * terms of one file must be few: words of ours, not names of the file's.
 */
export function holdsText(source: Source, term: string): boolean {
  const known = answers(source)
  let answer = known.get(term)
  if (answer === undefined) {
    answer = source.text.includes(term)
    known.set(term, answer)
  }
  return answer
}
