import type { StreamingPlugin } from '../index.ts'
import type { Finding } from './findings.ts'
import type { Output } from './terminal.ts'

/** A file that could not be linted, and why. */
export interface Failure {
  readonly path: string
  /** `line:column message` */
  readonly reason: string
}

/** Everything that a run of `check` found. */
export interface Report {
  readonly findings: readonly Finding[]
  readonly failures: readonly Failure[]
  readonly fileCount: number
  readonly rules: StreamingPlugin['rules']
  readonly version: string
}

/** Prints a report. */
export type Reporter = (report: Report, output: Output) => void
