/** What a package's function does for a trait. `result`: it finds something out, and the caller must look at it. */
export type Effect = 'yes' | 'result' | 'no' | 'unknown'

/** What is looked for in front of a route: a guard, or a limiter. Data only; see guard-tables.ts and limiter-tables.ts. */
export interface Trait {
  readonly name: 'guard' | 'limiter'
  /** By module, then by the name inside it; `*` for all others. */
  readonly packages: Readonly<Record<string, Readonly<Record<string, Effect>>>>
  /** Ends of dotted paths that mean the same in whatever object: `auth.getUser`. */
  readonly paths: Readonly<Record<string, Effect>>
  /** Words of a name that leave no doubt what a function in front of a route is there for. */
  readonly strong: ReadonlySet<string>
  /** Words that may mean it. */
  readonly weak: ReadonlySet<string>
  /** Words after which a name means something else, whatever else it says: `throttle` in the name of a guard. */
  readonly otherwise: ReadonlySet<string>
  /** HTTP status codes of a refusal. */
  readonly statuses: ReadonlySet<number>
  /** Beginnings of the names of errors and helpers that refuse, in lower case. */
  readonly refusals: readonly string[]
  /** Decorators that declare a route as exempt, in lower case. */
  readonly exemptions: ReadonlySet<string>
  /** Decorators that are enough by themselves, in lower case. */
  readonly decorators: ReadonlySet<string>
  /** Properties of a route's options that are a decision when `false` and mean the trait otherwise. */
  readonly options: ReadonlySet<string>
}
