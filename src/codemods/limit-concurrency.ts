import { limitConcurrency } from '../edits/limit-concurrency.ts'
import { concurrentCalls } from '../facts/concurrent-calls.ts'
import { runtimeOf } from '../facts/runtime.ts'
import { unwrap } from '../facts/unwrap.ts'
import { chooseLibrary } from '../libraries/choose-library.ts'
import type { Codemod } from './codemod.ts'
import { perFinding } from './per-finding.ts'

/** Low enough for the limits that providers give new accounts. */
const AT_ONCE = 5

export const LIMIT_CONCURRENCY: Codemod = {
  name: 'limit-concurrency',
  title: 'Run the calls of `Promise.all(list.map(…))` a few at a time',
  mistake: 'throttling',
  rules: ['no-unbounded-concurrency'],
  transform: perFinding(({ source, settings, project }, { start }) => {
    const found = concurrentCalls(source, settings.limiters).find(({ call }) => unwrap(call.callee).range[0] === start)
    const choice = chooseLibrary('concurrency', { settings, project, runtime: runtimeOf(source) })
    const edit =
      found === undefined || choice === undefined
        ? undefined
        : limitConcurrency(source, found, choice.library, project, AT_ONCE)
    return (
      edit ??
      `Run these calls ${AT_ONCE} at a time${choice === undefined ? '' : `, with \`${choice.library.package}\``}.`
    )
  }),
}
