import type { TSESLint, TSESTree } from '@typescript-eslint/utils'
import type { TypeOracle } from './type-oracle.ts'

export type Node = TSESTree.Node
export type Variable = TSESLint.Scope.Variable
/** Start and end offset in the file's text, end exclusive, in UTF-16 units. */
export type Range = readonly [start: number, end: number]

/**
 * One parsed file, the same for every host (ESLint, oxlint, the project index, the command line).
 * Facts take this and never a host's own object. Every node's `parent` is set.
 */
export interface Source {
  /** Absolute path with forward slashes; a bare file name where the host knows no more. */
  readonly path: string
  readonly text: string
  readonly ast: TSESTree.Program
  readonly scopes: TSESLint.Scope.ScopeManager
  /** Child keys by node type; a type without an entry has no children that are walked. */
  readonly visitorKeys: Readonly<Record<string, readonly string[] | undefined>>
  /** Every node in document order, where the host has walked the tree already; else it is walked here. */
  readonly nodes?: () => readonly Node[]
  /** What the TypeScript program says, when the host has one. It may only remove findings. */
  readonly types?: TypeOracle
  /** Packages that the user counts as SDKs of models, beside the table (`settings.streaming.modelPackages`). */
  readonly modelPackages?: readonly string[]
}

/**
 * Makes a fact: a value computed from a source at most once and dropped with its syntax tree.
 * @param compute what is derived from the file; it must be pure
 */
export function perSource<T>(compute: (source: Source) => T): (source: Source) => T {
  const cache = new WeakMap<TSESTree.Program, { value: T }>()
  return (source) => {
    let entry = cache.get(source.ast)
    if (entry === undefined) {
      entry = { value: compute(source) }
      cache.set(source.ast, entry)
    }
    return entry.value
  }
}

/**
 * The same for a fact that hangs on something else than the file too: the project around it, the settings of a run.
 * @param compute is run once for each source and each such object, and dropped with either
 */
export function perSourceAnd<K extends object, T>(
  compute: (source: Source, other: K) => T,
): (source: Source, other: K) => T {
  const bySource = perSource(() => new WeakMap<K, { value: T }>())
  return (source, other) => {
    const known = bySource(source)
    let entry = known.get(other)
    if (entry === undefined) {
      entry = { value: compute(source, other) }
      known.set(other, entry)
    }
    return entry.value
  }
}

/**
 * The same for a fact about one node of a source.
 * A node that is asked about while its own answer is being computed gets `whenCyclic`.
 */
export function perNode<N extends Node, T>(
  compute: (source: Source, node: N) => T,
  whenCyclic: T,
): (source: Source, node: N) => T {
  const cache = new WeakMap<Node, { value: T }>()
  return (source, node) => {
    const known = cache.get(node)
    if (known !== undefined) return known.value
    const entry = { value: whenCyclic }
    cache.set(node, entry)
    entry.value = compute(source, node)
    return entry.value
  }
}
