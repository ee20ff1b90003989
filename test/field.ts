import { ROOT } from './repository.ts'

/** A place in a repository. */
export interface Place {
  /** `owner/name` */
  readonly repository: string
  readonly path: string
}

export interface JudgedFinding extends Place {
  readonly line: number
  readonly messageId: string
  readonly verdict: string
  readonly reason: string
}

export interface FoundMistake extends Place {
  readonly line: number
  readonly reported: boolean
  readonly reason: string
  /** Whoever found it had not read what is reported in these repositories. */
  readonly blind?: true
}

export interface Mending extends Place {
  readonly commit: string
  readonly rule: string
  /** Whether the rule reports the version before the commit, and the one after it. */
  readonly before: boolean
  readonly after: boolean
  readonly reason: string
}

/** What `fixtures/field/data.js` reads. */
export interface Field {
  readonly repositories: readonly {
    readonly repository: string
    readonly commit: string
    readonly kind: string
    readonly frameworks: readonly string[]
  }[]
  readonly findings: Readonly<Record<string, readonly JudgedFinding[]>>
  readonly recall: Readonly<Record<string, readonly FoundMistake[]>>
  readonly fixes: readonly Mending[]
  readonly robustness: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

export interface VerdictCounts {
  readonly true: number
  readonly debatable: number
  readonly false: number
}

/** A script of `fixtures/field`, which is plain JavaScript. */
async function load<T>(name: string): Promise<T> {
  return (await import(`${ROOT}fixtures/field/${name}`)) as T
}

export const { readField, countVerdicts } = await load<{
  readField: () => Field
  countVerdicts: (findings: readonly JudgedFinding[]) => VerdictCounts
}>('data.js')

export const { NOT_REACHED, TARGETS, isPrecise } = await load<{
  NOT_REACHED: { readonly rules: Readonly<Record<string, string>> }
  TARGETS: Readonly<Record<'precision' | 'debatable' | 'fewFindings' | 'recall' | 'fixes', number>>
  isPrecise: (counts: VerdictCounts) => boolean
}>('targets.js')

export const { precisionPage } = await load<{ precisionPage: (field: Field) => string }>('precision-page.js')

export const { findCheckouts } = await load<{
  findCheckouts: (
    folder: string,
    repositories: readonly { readonly repository: string; readonly commit: string }[],
  ) => { readonly found: readonly Place[]; readonly problems: readonly string[] }
}>('checkouts.js')

export const { differenceOf } = await load<{
  differenceOf: (given: {
    readonly now: readonly (Place & { readonly line: number; readonly endLine: number; readonly messageId: string })[]
    readonly judged: readonly JudgedFinding[]
    readonly recall: readonly FoundMistake[]
  }) => Readonly<Record<string, unknown>> & { readonly differences: readonly string[] }
}>('difference.js')
