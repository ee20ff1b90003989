import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import type { Change } from './edit.ts'
import { lineBreaks } from './lines.ts'
import { tokenAfter } from './tokens.ts'

/**
 * Makes names of an import values that are imported as types so far: the word `type` goes, and where it stood in front
 * of the whole import, the other names get it.
 */
export function importAsValues(
  source: Source,
  declaration: TSESTree.ImportDeclaration,
  specifiers: ReadonlySet<Node>,
): Change[] {
  if (declaration.importKind !== 'type')
    return [...specifiers].flatMap((specifier) => removeWord(source, specifier.range[0]))
  const others = declaration.specifiers.filter((it) => it.type === 'ImportSpecifier' && !specifiers.has(it))
  return [
    ...removeWord(source, declaration.range[0] + 'import'.length),
    ...others.map((it): Change => ({ range: [it.range[0], it.range[0]], text: 'type ' })),
  ]
}

/** Removes the word `type` that comes next, with the space behind it. */
function removeWord(source: Source, from: number): Change[] {
  const word = tokenAfter(source, from)
  if (word?.value !== 'type') return []
  let end = word.range[1]
  while (source.text[end] === ' ' && lineBreaks(source.text, [end, end + 1]) === 0) end++
  return [{ range: [word.range[0], end], text: '' }]
}
