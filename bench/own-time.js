import streaming from 'eslint-plugin-streaming'
import { configWith } from './configs.js'

/** Milliseconds that rules spend in their own code: in `create` and in their listeners. */
export class OwnTime {
  /** By rule, since the last reset. */
  byRule = new Map()

  /** Rules that do the same, and are timed. */
  timed(rules) {
    return Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name, this.#timedRule(name, rule)]))
  }

  get total() {
    return [...this.byRule.values()].reduce((sum, ms) => sum + ms, 0)
  }

  reset() {
    this.byRule = new Map()
  }

  #timedRule(name, rule) {
    const create = (context) => {
      const listeners = this.#timedCall(name, () => rule.create(context))
      return Object.fromEntries(
        Object.entries(listeners).map(([selector, listener]) => [
          selector,
          (...args) => this.#timedCall(name, () => listener(...args)),
        ]),
      )
    }
    return { ...rule, create }
  }

  #timedCall(name, run) {
    const start = performance.now()
    try {
      return run()
    } finally {
      this.byRule.set(name, (this.byRule.get(name) ?? 0) + performance.now() - start)
    }
  }
}

/** A flat config in which every rule of `strict` is timed, for all files and whatever their comments say. */
export function timedStrict(time) {
  const plugins = { streaming: { ...streaming, rules: time.timed(streaming.rules) } }
  return configWith([{ ...streaming.configs.strict, plugins }])
}
