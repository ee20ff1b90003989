import { expect } from 'vitest'
import type { Change } from '../../src/edits/edit.ts'
import { applyChanges } from '../../src/edits/edit.ts'
import { visitWithin } from '../../src/facts/nodes.ts'
import type { Node, Source } from '../../src/source.ts'
import { parseFile } from './parse-component.ts'

/**
 * The code after an edit; undefined when the edit was refused. Checks what must hold for every edit: the result parses,
 * no comment is lost or doubled, the line endings stay, and changes do not overlap.
 */
export function edited(
  code: string,
  edit: (source: Source) => readonly Change[] | undefined,
  path?: string,
): string | undefined {
  const source = parseFile(code, path)
  const changes = edit(source)
  if (changes === undefined) return undefined
  const result = applyChanges(code, changes)
  const after = parseFile(result, path)
  expect(commentsOf(after), result).toEqual(commentsOf(source))
  if (code.includes('\r\n')) expect(result.replaceAll('\r\n', ''), result).not.toMatch(/[\r\n]/)
  else expect(result).not.toContain('\r')
  return result
}

/** All comments, with the white space of their inner lines levelled, in an order that moves do not change. */
export function commentsOf(source: Source): string[] {
  return (source.ast.comments ?? []).map(({ value }) => value.replace(/\s*\n\s*/g, '\n')).sort()
}

/** The first node of a type in document order, or the first whose text begins so. */
export function first<T extends `${Node['type']}`>(source: Source, type: T, text = ''): Extract<Node, { type: T }> {
  let found: Node | undefined
  visitWithin(source, source.ast, (node) => {
    if (node.type !== type || !source.text.startsWith(text, node.range[0])) return 'enter'
    found = node
    return 'stop'
  })
  if (found === undefined) throw new Error(`no ${type} that begins with "${text}"`)
  return found as Extract<Node, { type: T }>
}

/** The innermost node that has exactly this text. */
export function nodeWithText(source: Source, text: string): Node {
  let found: Node | undefined
  visitWithin(source, source.ast, (node) => {
    if (source.text.slice(...node.range) === text) found = node
    return 'enter'
  })
  if (found === undefined) throw new Error(`no node with the text "${text}"`)
  return found
}
