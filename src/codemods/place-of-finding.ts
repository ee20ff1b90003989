import type { Node, Range } from '../source.ts'
import type { CodemodFinding } from './codemod.ts'

/** True when a finding covers a place to the letter. */
export function isPlaceOf({ start, end }: CodemodFinding, place: Node | Range): boolean {
  const [from, to] = 'type' in place ? place.range : place
  return from === start && to === end
}
