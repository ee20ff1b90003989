import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Range, Source } from '../source.ts'
import { isWithin, nodesOf } from './nodes.ts'

/** What finds a list's items by their place. */
interface ByPlace<T> {
  /** The items that lie in a node (or are it). */
  readonly within: (source: Source, outer: Node) => readonly T[]
  /** The items that a node lies in (or is). */
  readonly around: (source: Source, inner: Node) => readonly T[]
}

/** Shorter lists are looked through as fast as they are indexed. */
const SHORT = 16

/**
 * Makes a fact's items findable by place. Both ways give what a filter with `isWithin` gives, in the list's order, and look
 * at few other items.
 * @param list the items as the fact remembers them: for one file the same array each time
 * @param nodeOf where an item stands
 */
export function byPlace<T>(list: (source: Source) => readonly T[], nodeOf: (item: T) => Node): ByPlace<T> {
  const indexOf = indexer(nodeOf)
  return {
    within: (source, outer) => {
      const items = list(source)
      return indexOf(items)?.within(outer.range) ?? items.filter((item) => isWithin(nodeOf(item), outer))
    },
    around: (source, inner) => {
      const items = list(source)
      return indexOf(items)?.around(inner.range) ?? items.filter((item) => isWithin(inner, nodeOf(item)))
    },
  }
}

const indexOfNodes = indexer((node: Node) => node)

/** The nodes of a type that lie in a node (or are it), in document order. */
export function nodesWithin<T extends `${TSESTree.AST_NODE_TYPES}`>(
  source: Source,
  type: T,
  outer: Node,
): readonly Extract<Node, { type: T }>[] {
  const nodes = nodesOf(source, type)
  const found = indexOfNodes(nodes)?.within(outer.range)
  return found === undefined ? nodes.filter((node) => isWithin(node, outer)) : (found as typeof nodes)
}

/** Remembers the index of each list; undefined for one that is not worth one. */
function indexer<T>(nodeOf: (item: T) => Node): (items: readonly T[]) => PlaceIndex<T> | undefined {
  const known = new WeakMap<readonly T[], PlaceIndex<T>>()
  return (items) => {
    if (items.length < SHORT) return undefined
    let index = known.get(items)
    if (index === undefined) {
      index = new PlaceIndex(items, nodeOf)
      known.set(items, index)
    }
    return index
  }
}

/** An item, where it stands in the text, and where in the list. */
interface Placed<T> {
  readonly item: T
  readonly range: Range
  readonly at: number
}

class PlaceIndex<T> {
  /** By their starts. */
  readonly #placed: readonly Placed<T>[]
  /** For each item the closest before it that is not over where it begins; -1: none. */
  readonly #before: readonly number[]

  constructor(items: readonly T[], nodeOf: (item: T) => Node) {
    const placed = items.map((item, at): Placed<T> => ({ item, range: nodeOf(item).range, at }))
    this.#placed = placed.sort((a, b) => a.range[0] - b.range[0])
    const before: number[] = []
    let last = -1
    for (const [at, { range }] of this.#placed.entries()) {
      while (last !== -1 && this.#at(last).range[1] <= range[0]) last = before[last] as number
      before.push(last)
      last = at
    }
    this.#before = before
  }

  within([start, end]: Range): T[] {
    const found: Placed<T>[] = []
    for (let at = this.#firstFrom(start); at < this.#placed.length; at++) {
      const placed = this.#at(at)
      if (placed.range[0] > end) break
      if (placed.range[1] <= end) found.push(placed)
    }
    return inOrder(found)
  }

  /** Undefined for a node without text, which may lie between two items that touch. */
  around([start, end]: Range): T[] | undefined {
    if (start === end) return undefined
    const found: Placed<T>[] = []
    for (let at = this.#firstFrom(start + 1) - 1; at !== -1; at = this.#before[at] as number)
      if (this.#at(at).range[1] >= end) found.push(this.#at(at))
    return inOrder(found)
  }

  #at(index: number): Placed<T> {
    return this.#placed[index] as Placed<T>
  }

  /** Index of the first item that begins there or later. */
  #firstFrom(offset: number): number {
    let low = 0
    let high = this.#placed.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#at(middle).range[0] < offset) low = middle + 1
      else high = middle
    }
    return low
  }
}

function inOrder<T>(found: Placed<T>[]): T[] {
  return found.sort((a, b) => a.at - b.at).map(({ item }) => item)
}
