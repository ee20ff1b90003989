import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { perNode } from '../source.ts'
import { exitsOf } from './early-exits.ts'
import { enclosingFunction } from './functions.ts'
import { allCallsOf } from './known-callers.ts'
import type { FunctionNode } from './nodes.ts'
import { usesOf } from './uses.ts'

/**
 * True for a `yield` at which nobody stops: its generator is called in this file alone, and each call is read to the end by
 * a `for await` that has no way out of its own.
 */
export function isDrained(source: Source, yielded: Node): boolean {
  const generator = enclosingFunction(yielded)
  return generator !== undefined && isAlwaysDrained(source, generator)
}

const isAlwaysDrained = perNode<FunctionNode, boolean>((source, generator) => {
  const calls = allCallsOf(source, generator)
  if (calls === undefined || calls.length === 0) return false
  return calls.every((call) => {
    const uses = usesOf(source, call)
    return uses.length > 0 && uses.every((use) => use.kind === 'iterated' && isReadToEnd(source, use.loop))
  })
}, false)

function isReadToEnd(source: Source, loop: TSESTree.ForOfStatement): boolean {
  return exitsOf(source, loop).every(({ kind }) => kind === 'condition')
}
