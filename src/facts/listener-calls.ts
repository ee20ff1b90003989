import type { TSESTree } from '@typescript-eslint/utils'
import type { Source } from '../source.ts'
import { eventNames } from './event-names.ts'
import { fieldReads } from './field-reads.ts'
import { LISTEN_METHODS } from './listener-tables.ts'
import { localClass } from './local-class.ts'
import type { ClassNode } from './local-class.ts'
import { unwrap, wrapped } from './unwrap.ts'

/** `unknown`: code that this file does not show, or an event name that nobody can tell, may have attached one. */
export type Listening = 'yes' | 'no' | 'unknown'

/** Whether a call of `on`, `once` and the like is about the event `error`. */
export function listensForError(source: Source, call: TSESTree.CallExpression): Listening {
  const [event] = call.arguments
  if (event === undefined || event.type === 'SpreadElement') return 'unknown'
  const { names, isComplete } = eventNames(source, event)
  if (names.has('error')) return 'yes'
  return isComplete ? 'no' : 'unknown'
}

/** Whether a class of this file, or one of this file that it extends, listens to itself: `this.on('error', …)`. */
export function classListensForError(source: Source, owner: ClassNode): Listening {
  let answer: Listening = 'no'
  const seen = new Set<ClassNode>()
  for (let current: ClassNode | undefined = owner; current !== undefined && !seen.has(current);) {
    seen.add(current)
    for (const method of LISTEN_METHODS)
      for (const member of fieldReads(source, current, method)) {
        const call = wrapped(member).parent
        if (call?.type !== 'CallExpression' || unwrap(call.callee) !== member) continue
        const one = listensForError(source, call)
        if (one === 'yes') return 'yes'
        if (one === 'unknown') answer = 'unknown'
      }
    current = current.superClass === null ? undefined : localClass(source, current.superClass)
  }
  return answer
}
