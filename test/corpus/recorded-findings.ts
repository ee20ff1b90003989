import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { ROOT } from '../repository.ts'

/** A finding as a rule gives it. */
export interface Finding {
  /** Path in the package. */
  readonly file: string
  readonly line: number
  readonly rule: string
  readonly messageId: string
}

/** A finding that somebody has read. */
export interface RecordedFinding extends Finding {
  readonly verdict: 'true' | 'debatable' | 'false' | 'unread'
  /** One sentence that says why, about the code around it. */
  readonly reason: string
}

/** What is recorded for a package; nothing when there is no record. */
export function recordedFindings(packageName: string): RecordedFinding[] {
  const path = recordOf(packageName)
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as RecordedFinding[]) : []
}

/** Writes what was found, with the verdicts that are known; a new finding is `unread`. */
export function recordFindings(packageName: string, found: readonly Finding[]): void {
  const known = new Map(recordedFindings(packageName).map((it) => [keyOf(it), it]))
  const record = found.map((it) => ({
    ...it,
    verdict: known.get(keyOf(it))?.verdict ?? 'unread',
    reason: known.get(keyOf(it))?.reason ?? '',
  }))
  const path = recordOf(packageName)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `${JSON.stringify(record, null, 2)}\n`)
}

/** A finding as one line, for comparing lists. */
export function keyOf({ file, line, rule, messageId }: Finding): string {
  return `${file}:${line} ${rule} ${messageId}`
}

function recordOf(packageName: string): string {
  return `${ROOT}fixtures/corpus/${packageName}/findings.json`
}
