import type { TSESTree } from '@typescript-eslint/utils'
import type { Listening } from './listener-calls.ts'

/** What is known so far. Calls of functions of other files that get the stream are kept apart: whoever asks may know them. */
export interface Heard {
  readonly isHeard: boolean
  readonly isUnknown: boolean
  readonly handedTo: readonly TSESTree.CallExpression[]
}

export const SILENCE: Heard = { isHeard: false, isUnknown: false, handedTo: [] }
export const HEARD: Heard = { isHeard: true, isUnknown: false, handedTo: [] }
export const MAYBE: Heard = { isHeard: false, isUnknown: true, handedTo: [] }
/** A plain answer as what is known. */
export function heardBy(answer: Listening): Heard {
  return answer === 'yes' ? HEARD : answer === 'no' ? SILENCE : MAYBE
}

/** One of both is enough. */
export function either(a: Heard, next: () => Heard): Heard {
  if (a.isHeard) return a
  const b = next()
  return {
    isHeard: b.isHeard,
    isUnknown: a.isUnknown || b.isUnknown,
    handedTo: [...a.handedTo, ...b.handedTo],
  }
}

/** All must be heard; one that certainly is not decides. */
export function all(values: readonly Heard[]): Heard {
  return (
    values.find((it) => !it.isHeard && !it.isUnknown && it.handedTo.length === 0) ??
    values.find((it) => !it.isHeard) ??
    values[0] ??
    MAYBE
  )
}
