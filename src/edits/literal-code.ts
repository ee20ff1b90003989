import type { Source } from '../source.ts'
import { objectText } from './add-property.ts'
import { quoted } from './file-style.ts'

/** The code of a value of JSON, as the file writes literals; undefined for one with a key that literals read as something else. */
export function literalCode(source: Source, value: unknown): string | undefined {
  if (typeof value === 'string') return quoted(source, value)
  if (typeof value !== 'object' || value === null) return String(value)
  if (Array.isArray(value)) {
    const items = value.map((it) => literalCode(source, it))
    return items.every((it) => it !== undefined) ? `[${items.join(', ')}]` : undefined
  }
  const properties: { name: string; value: string }[] = []
  for (const [name, inner] of Object.entries(value)) {
    const code = literalCode(source, inner)
    if (code === undefined || name === '__proto__') return undefined
    properties.push({ name, value: code })
  }
  return objectText(source, properties)
}
