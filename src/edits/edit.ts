import type { Node, Range } from '../source.ts'

/** One replacement of text; an empty range inserts. */
export interface Change {
  readonly range: Range
  readonly text: string
}

/** A name that an edit imports: what it is called in this file, and the change that brings it (none when it is there). */
export interface ImportBinding {
  readonly module: string
  readonly local: string
  readonly changes: readonly Change[]
}

/**
 * What a fix, a suggestion or a codemod does to one file.
 * Changes must not overlap; their order in the list decides between insertions at the same place.
 */
export interface Edit {
  readonly changes: readonly Change[]
  readonly imports?: readonly ImportBinding[]
}

/** Replaces a node or range. */
export function replace(target: Node | Range, text: string): Change {
  return { range: rangeOf(target), text }
}

/** Inserts text right before a node, or at the start of a range. */
export function insertBefore(target: Node | Range, text: string): Change {
  const start = rangeOf(target)[0]
  return { range: [start, start], text }
}

/** Inserts text right behind a node, or at the end of a range. */
export function insertAfter(target: Node | Range, text: string): Change {
  const end = rangeOf(target)[1]
  return { range: [end, end], text }
}

/**
 * All changes of an edit, imports first. Where several parts of an edit fill the same gap, once with code and else with
 * white space only (each opens up the block around it), the code stays.
 */
export function changesOf(edit: Edit): Change[] {
  const changes = [...(edit.imports ?? []).flatMap((binding) => binding.changes), ...edit.changes]
  return changes.filter((change, index) => {
    const { range, text } = change
    if (range[0] === range[1] || text.trim() !== '') return true
    const rivals = changes.filter((it) => it.range[0] === range[0] && it.range[1] === range[1])
    return !rivals.some((it) => it.text.trim() !== '') && rivals[0] === changes[index]
  })
}

/** True when no two changes replace the same text. */
export function areApart(changes: readonly Change[]): boolean {
  const ordered = changes.toSorted((a, b) => a.range[0] - b.range[0] || a.range[1] - b.range[1])
  return ordered.every(({ range }, index) => range[0] >= (ordered[index - 1]?.range[1] ?? 0))
}

/** The text with the changes applied. Throws when two changes overlap: that is a bug of the edit. */
export function applyChanges(text: string, changes: readonly Change[]): string {
  const ordered = changes
    .map((change, index) => ({ change, index }))
    .sort((a, b) => a.change.range[0] - b.change.range[0] || a.change.range[1] - b.change.range[1] || a.index - b.index)
  let result = ''
  let position = 0
  for (const { change } of ordered) {
    if (change.range[0] < position) throw new Error(`overlapping changes at offset ${change.range[0]}`)
    result += text.slice(position, change.range[0]) + change.text
    position = change.range[1]
  }
  return result + text.slice(position)
}

function rangeOf(target: Node | Range): Range {
  return 'type' in target ? target.range : target
}
