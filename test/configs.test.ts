import { describe, expect, it } from 'vitest'
import { presetsOf } from '../src/configs.ts'
import streaming from '../src/index.ts'
import type { RuleSpec, StreamingRule } from '../src/rule.ts'
import { defineRule, MISTAKES } from '../src/rule.ts'

function rule(
  spec: Pick<RuleSpec<object, string>, 'name' | 'mistake' | 'tier'> & {
    recommendedOptions?: object
    strictOptions?: object
  },
): StreamingRule {
  return defineRule({
    description: 'Disallow nothing',
    terms: [['nothing']],
    messages: {},
    defaultOptions: {},
    find: () => [],
    ...spec,
  })
}

function presetsOfAll(all: readonly StreamingRule[]): ReturnType<typeof presetsOf> {
  return presetsOf({}, Object.fromEntries(all.map((it) => [it.spec.name, it])))
}

describe('presets', () => {
  it('make errors of mistakes 1 to 4 and of open stream routes, warnings of the rest', () => {
    const all = MISTAKES.map((mistake) => rule({ name: mistake, mistake, tier: 'recommended' }))
    const auth = rule({ name: 'require-stream-auth', mistake: 'security', tier: 'recommended' })
    expect(presetsOfAll([...all, auth]).recommended.rules).toEqual({
      'streaming/buffers': 'error',
      'streaming/throttling': 'error',
      'streaming/caching': 'error',
      'streaming/errors': 'error',
      'streaming/monitoring': 'warn',
      'streaming/protocols': 'warn',
      'streaming/payload': 'warn',
      'streaming/testing': 'warn',
      'streaming/security': 'warn',
      'streaming/scale': 'warn',
      'streaming/require-stream-auth': 'error',
    })
  })

  it('have every rule as an error in strict, and each with the options of the preset', () => {
    const { recommended, strict } = presetsOfAll([
      rule({ name: 'one', mistake: 'payload', tier: 'recommended' }),
      rule({ name: 'two', mistake: 'caching', tier: 'strict' }),
      rule({ name: 'three', mistake: 'scale', tier: 'recommended', strictOptions: { all: true } }),
      rule({ name: 'four', mistake: 'errors', tier: 'recommended', recommendedOptions: { all: false } }),
    ])
    expect(recommended.rules).toEqual({
      'streaming/one': 'warn',
      'streaming/three': 'warn',
      'streaming/four': ['error', { all: false }],
    })
    expect(strict.rules).toEqual({
      'streaming/one': 'error',
      'streaming/two': 'error',
      'streaming/three': ['error', { all: true }],
      'streaming/four': 'error',
    })
  })

  it('are for files of JavaScript and TypeScript, alone or in components', () => {
    for (const { files } of Object.values(streaming.configs)) {
      expect(files).toEqual(['**/*.{js,jsx,mjs,cjs,ts,tsx,mts,cts,vue,svelte}'])
    }
  })

  it('bring the plugin itself, which ESLint takes for the same as the one that a user registers', () => {
    for (const [name, config] of Object.entries(streaming.configs)) {
      expect(config.name).toBe(`streaming/${name}`)
      expect(config.plugins?.['streaming']).toBe(streaming)
    }
  })
})
