import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Range, Source, Variable } from '../source.ts'
import { calleeName } from './callee.ts'
import { mayRunBefore } from './early-exits.ts'
import { enclosingFunction } from './functions.ts'
import { momentsOf } from './lifted.ts'
import { isWithin } from './nodes.ts'
import { wrapped } from './unwrap.ts'
import { readsOf, variableOf } from './variables.ts'

const CLEAR = new Set(['clearTimeout', 'clearInterval'])

/**
 * True when a timer is cleared before or while an exit is taken, so that its callback never runs for it: in front of the
 * loop, on the way to the exit, or in what runs behind it. A timer that the loop clears and starts again still runs.
 * @param after the parts of the text that run once the exit is taken
 */
export function isClearedOnTheWay(
  source: Source,
  timer: TSESTree.CallExpression,
  exit: Node,
  region: Node,
  after: readonly Range[],
): boolean {
  const fn = enclosingFunction(exit)
  const variable = holderOf(source, timer)
  if (variable === undefined) return false
  for (const clear of clearsOf(variable))
    for (const moment of momentsOf(source, clear, fn)) {
      if (moment.kind === 'around') return true
      if (moment.kind !== 'here') continue
      const { at } = moment
      if (after.some(([start, end]) => at.range[0] >= start && at.range[1] <= end)) return true
      if (at.range[0] < timer.range[0] || !mayRunBefore(source, at, exit)) continue
      if (!isWithin(at, region) || !isWithin(timer, region)) return true
    }
  return false
}

function holderOf(source: Source, timer: Node): Variable | undefined {
  const parent = wrapped(timer).parent
  const target =
    parent?.type === 'VariableDeclarator'
      ? parent.id
      : parent?.type === 'AssignmentExpression'
        ? parent.left
        : undefined
  return target?.type === 'Identifier' ? variableOf(source, target) : undefined
}

function clearsOf(variable: Variable): Node[] {
  return readsOf(variable).flatMap((read) => {
    const call = wrapped(read).parent
    return call?.type === 'CallExpression' && CLEAR.has(calleeName(call) ?? '') ? [call] : []
  })
}
