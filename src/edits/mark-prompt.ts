import type { UncachedPrompt } from '../facts/uncached-prompts.ts'
import { isFullOfMarks } from '../facts/uncached-prompts.ts'
import { wrapped } from '../facts/unwrap.ts'
import type { Node, Source } from '../source.ts'
import { addProperty } from './add-property.ts'
import type { Edit } from './edit.ts'
import { fileStyle, quoted } from './file-style.ts'
import { isTypeScript } from './module-syntax.ts'
import { textOf } from './tokens.ts'

/**
 * Marks a system prompt so that the provider keeps it: a text becomes a block with `cache_control`, a block gets that.
 * @returns undefined when the request has as many marks as it may have
 */
export function markPrompt(source: Source, { call, property, block }: UncachedPrompt): Edit | undefined {
  if (isFullOfMarks(source, call)) return undefined
  const isConstant = isTypeScript(source) && !isTypedByCall(call, block ?? property)
  const literal = (value: string) => quoted(source, value) + (isConstant ? ' as const' : '')
  const space = fileStyle(source).bracketSpacing ? ' ' : ''
  const mark = `{${space}type: ${literal('ephemeral')}${space}}`
  if (block !== undefined) {
    const changes = addProperty(source, block, 'cache_control', mark)
    return changes === undefined ? undefined : { changes }
  }
  const before = `[{${space}type: ${literal('text')}, text: `
  const after = `, cache_control: ${mark}${space}}]`
  if (property.shorthand) {
    const name = textOf(source, property)
    const [, end] = property.range
    return { changes: [{ range: [end, end], text: `: ${before}${name}${after}` }] }
  }
  const [start, end] = property.value.range
  return {
    changes: [
      { range: [start, start], text: before },
      { range: [end, end], text: after },
    ],
  }
}

/** True where the call's own type makes `'ephemeral'` what it is, and no plain string: inside its argument, or a typed value. */
function isTypedByCall(call: { readonly arguments: readonly Node[] }, part: Node): boolean {
  for (let node: Node | null | undefined = part; node != null; node = node.parent) {
    const outer = wrapped(node)
    if (outer !== node && /^TS(?:As|Satisfies)Expression$/.test(node.parent?.type ?? '')) return true
    if (call.arguments.includes(outer)) return true
    if (node.type === 'VariableDeclarator') return node.id.typeAnnotation != null
  }
  return false
}
