import type { FunctionPlace } from '../frameworks/across.ts'
import { functionAcross } from '../frameworks/across.ts'
import type { Codebase, Place } from '../frameworks/codebase.ts'
import { placeKey } from '../frameworks/codebase.ts'
import type { Node, Source } from '../source.ts'
import { isForeign } from './call-path.ts'
import type { Call } from './callee.ts'
import { calleeName, receiverOf } from './callee.ts'
import { collectWithin, contains, isWithin } from './nodes.ts'
import { originOf } from './origin.ts'
import { wordsOf } from './name-words.ts'
import type { Moment } from './telemetry-calls.ts'
import { hasEndTelemetry, isEndCallback, isTelemetry, momentOf } from './telemetry-calls.ts'
import { TELEMETRY_WORDS } from './telemetry-tables.ts'
import { unwrap } from './unwrap.ts'
import { writtenNames } from './written-names.ts'

/** Whether something logs, measures or traces the end, the failure or the duration of a stream. */
export type Watching = 'yes' | 'no' | 'unknown'

/** How many functions that call one another are entered. */
const MAX_STEPS = 4

/** The surest of several answers: one watcher is enough. */
export function surest(answers: readonly Watching[]): Watching {
  if (answers.includes('yes')) return 'yes'
  return answers.includes('unknown') ? 'unknown' : 'no'
}

/** Looks into functions for telemetry, across the files of a project. */
export class Watcher {
  readonly codebase: Codebase
  readonly #loggers: readonly string[]
  readonly #known = new Map<string, Watching>()

  /** @param loggers `settings.streaming.loggers` */
  constructor(codebase: Codebase, loggers: readonly string[]) {
    this.codebase = codebase
    this.#loggers = loggers
  }

  /** Whether a function watches the stream that it makes, itself or through what it calls. */
  watches(place: FunctionPlace, steps = MAX_STEPS): Watching {
    const key = placeKey(place)
    const known = this.#known.get(key)
    if (known !== undefined) return known
    // What calls itself adds nothing.
    this.#known.set(key, 'no')
    const answer = this.#watches(place, steps)
    this.#known.set(key, answer)
    return answer
  }

  /** True when a function or a file holds any telemetry at all. */
  mentions({ source, node }: Place): boolean {
    return contains(
      source,
      node,
      (it) => (it.type === 'CallExpression' || it.type === 'NewExpression') && isTelemetry(source, it, this.#loggers),
    )
  }

  /** True when the name of something says that it logs, measures or traces. */
  isNamedSo(expression: Node): boolean {
    const names = writtenNames(expression)
    return (
      names.some((name) => this.#loggers.includes(name)) ||
      names.some((name) => wordsOf(name).some((word) => TELEMETRY_WORDS.has(word)))
    )
  }

  #watches({ source, node: fn }: FunctionPlace, steps: number): Watching {
    if (hasEndTelemetry(source, fn, this.#loggers)) return 'yes'
    const answers: Watching[] = []
    for (const call of collectWithin(source, fn, isCall)) {
      const moment = momentOf(source, call, fn)
      if (moment === 'chunk') continue
      answers.push(this.#throughCall(source, call, moment, fn, steps), this.#throughCallbacks(source, call))
      if (answers.includes('yes')) return 'yes'
    }
    return surest(answers)
  }

  #throughCall(source: Source, call: Call, moment: Moment, fn: Node, steps: number): Watching {
    const target = functionAcross(this.codebase, source, call.callee)
    if (target !== undefined) {
      // A closure has been looked at with the function around it.
      if (target.source === source && isWithin(target.node, fn)) return 'no'
      if (moment === 'end' && this.mentions(target)) return 'yes'
      return steps === 0 ? 'unknown' : this.watches(target, steps - 1)
    }
    return moment === 'end' && this.#mayBeOurs(source, call, fn) ? 'unknown' : 'no'
  }

  /** `onFinish: saveUsage`, `.catch(report)`, `res.on('close', done)`: functions that are handed over by name. */
  #throughCallbacks(source: Source, call: Call): Watching {
    return surest(
      endCallbacks(call)
        .map(unwrap)
        .filter((value) => value.type === 'Identifier' || value.type === 'MemberExpression')
        .map((value): Watching => {
          if (this.isNamedSo(value)) return 'yes'
          const target = functionAcross(this.codebase, source, value)
          if (target === undefined) return isGivenIn(source, value) ? 'no' : 'unknown'
          return this.mentions(target) ? 'yes' : this.watches(target, 0)
        }),
    )
  }

  /** True for a call of code of the project that cannot be looked into; false for packages, globals and what the handler was given. */
  #mayBeOurs(source: Source, call: Call, fn: Node): boolean {
    let root = unwrap(receiverOf(call) ?? call.callee)
    while (root.type === 'MemberExpression' || root.type === 'CallExpression')
      root = unwrap(root.type === 'MemberExpression' ? root.object : root.callee)
    if (root.type === 'ThisExpression') return true
    if (root.type !== 'Identifier') return false
    const origin = originOf(source, root)
    switch (origin.kind) {
      case 'global':
      case 'iteration':
        return false
      case 'import':
        return !isForeign(origin.module) || this.codebase.resolves(source, origin.module)
      case 'parameter':
        return !isWithin(origin.fn, fn)
      case 'expression':
        return origin.node.type === 'CallExpression' && this.#mayBeOurs(source, origin.node, fn)
      case 'unknown':
        return !PLAIN_METHODS.has(calleeName(call) ?? '')
    }
  }
}

/** What a call is given that runs at the end of a stream: callbacks, and functions in an object of options. */
function endCallbacks(call: Call): Node[] {
  return call.arguments.flatMap((argument, index): Node[] => {
    const value = unwrap(argument)
    if (value.type === 'ObjectExpression')
      return value.properties.flatMap((property) =>
        property.type === 'Property' && isEndCallback(property.value as Node) ? [property.value as Node] : [],
      )
    const isLast = index === call.arguments.length - 1
    return isLast && isEndCallback(value) ? [value] : []
  })
}

/** True for what a callback is handed itself: `resolve` and `reject`, `next`, `cb`. */
function isGivenIn(source: Source, value: Node): boolean {
  const { kind } = originOf(source, value)
  return kind === 'parameter' || kind === 'global'
}

/** Methods of streams, responses, collections and timers: no telemetry, whatever the object is. */
const PLAIN_METHODS: ReadonlySet<string> = new Set([
  'abort',
  'add',
  'cancel',
  'catch',
  'clear',
  'close',
  'delete',
  'destroy',
  'end',
  'enqueue',
  'finally',
  'flush',
  'get',
  'has',
  'off',
  'on',
  'once',
  'push',
  'releaseLock',
  'removeEventListener',
  'removeListener',
  'return',
  'set',
  'then',
  'unref',
  'unsubscribe',
  'write',
])

function isCall(node: Node): node is Call {
  return node.type === 'CallExpression' || node.type === 'NewExpression'
}
