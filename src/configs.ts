import type { ESLint, Linter } from 'eslint'
import type { Mistake, StreamingRule } from './rule.ts'

/** The name under which presets register the plugin; rule ids begin with it. */
export const NAMESPACE = 'streaming'

/** Files with code that the rules understand, whatever parser reads them. */
const FILES = ['**/*.{js,jsx,mjs,cjs,ts,tsx,mts,cts,vue,svelte}']

/** What `recommended` makes an error: the mistakes that lose data, memory, money or a process. The rest are warnings. */
const ERRORS: ReadonlySet<Mistake> = new Set<Mistake>(['buffers', 'throttling', 'caching', 'errors'])
const ERROR_RULES: ReadonlySet<string> = new Set(['require-stream-auth'])

type Rules = Readonly<Record<string, StreamingRule>>
type Levels = Partial<Linter.RulesRecord>

/**
 * The presets, computed from the rules' own meta.
 * @param plugin what the presets register under `streaming`
 * @param rules by name
 */
export function presetsOf(plugin: ESLint.Plugin, rules: Rules): { recommended: Linter.Config; strict: Linter.Config } {
  const preset = (name: string, levels: Levels): Linter.Config => ({
    name: `${NAMESPACE}/${name}`,
    files: FILES,
    plugins: { [NAMESPACE]: plugin },
    rules: levels,
  })
  return { recommended: preset('recommended', recommended(rules)), strict: preset('strict', strict(rules)) }
}

function recommended(rules: Rules): Levels {
  return levelsOf(rules, ({ spec }) => {
    if (spec.tier !== 'recommended') return undefined
    const level = ERRORS.has(spec.mistake) || ERROR_RULES.has(spec.name) ? 'error' : 'warn'
    return spec.recommendedOptions === undefined ? level : [level, spec.recommendedOptions]
  })
}

function strict(rules: Rules): Levels {
  return levelsOf(rules, ({ spec }) => (spec.strictOptions === undefined ? 'error' : ['error', spec.strictOptions]))
}

function levelsOf(rules: Rules, levelOf: (rule: StreamingRule) => Linter.RuleEntry | undefined): Levels {
  const levels: Record<string, Linter.RuleEntry> = {}
  for (const [name, rule] of Object.entries(rules)) {
    const level = levelOf(rule)
    if (level !== undefined) levels[`${NAMESPACE}/${name}`] = level
  }
  return levels
}
