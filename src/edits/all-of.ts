import type { Change, Edit } from './edit.ts'

/** One edit of several parts; undefined when one of them cannot be done. */
export function allOf(parts: readonly (readonly Change[] | undefined)[]): Edit | undefined {
  const changes: Change[] = []
  for (const part of parts) {
    if (part === undefined) return undefined
    changes.push(...part)
  }
  return { changes }
}
