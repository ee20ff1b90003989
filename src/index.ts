import type { ESLint, Linter, Rule } from 'eslint'
import packageJson from '../package.json' with { type: 'json' }
import { NAMESPACE, presetsOf } from './configs.ts'
import type { StreamingRule } from './rule.ts'

/** Every rule, in the order of their files: `rules/<mistake>/<rule>.ts`, mistakes and rules by name. */
const RULES: readonly StreamingRule[] = []

/** What a rule says about itself, for tools that list rules. */
interface RuleDocs {
  readonly description: string
  readonly url: string
  /** Which of the ten mistakes the rule belongs to. */
  readonly mistake: string
  /** The weakest preset that has the rule. */
  readonly tier: 'recommended' | 'strict'
  readonly recommended: boolean
}

interface StreamingPlugin extends ESLint.Plugin {
  meta: { name: string; version: string; namespace: string }
  rules: Record<string, Rule.RuleModule & { meta: Rule.RuleMetaData & { docs: RuleDocs } }>
  configs: { recommended: Linter.Config; strict: Linter.Config }
}

const rules = Object.fromEntries(RULES.map((rule) => [rule.spec.name, rule]))
const meta = { name: packageJson.name, version: packageJson.version, namespace: NAMESPACE }
const base = { meta, rules }

const plugin: StreamingPlugin = Object.assign(base, { configs: presetsOf(base, rules) })

export default plugin
