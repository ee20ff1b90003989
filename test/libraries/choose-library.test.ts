import { describe, expect, it } from 'vitest'
import type { Purpose } from '../../src/libraries/catalogue.ts'
import { librariesFor, PURPOSES } from '../../src/libraries/catalogue.ts'
import type { Needs } from '../../src/libraries/choose-library.ts'
import { chooseLibrary, isTooOld } from '../../src/libraries/choose-library.ts'
import { DEFAULT_SETTINGS } from '../../src/settings.ts'
import { memoryProject } from '../project/memory-project.ts'

function choose(
  purpose: Purpose,
  { libraries = {}, has = {}, ...rest }: Partial<Needs> & { libraries?: object; has?: Record<string, string> } = {},
) {
  const choice = chooseLibrary(purpose, {
    settings: { ...DEFAULT_SETTINGS, libraries },
    project: memoryProject({ dependencies: has }),
    ...rest,
  })
  return choice && [choice.library.package, choice.by, choice.isPresent]
}

describe('the order', () => {
  it('is settings, then package.json, then the catalogue', () => {
    const has = { 'async-cache-dedupe': '^3' }
    const runtime = 'node'
    expect(choose('cache', { runtime })).toEqual(['lru-cache', 'catalogue', false])
    expect(choose('cache', { runtime, has })).toEqual(['async-cache-dedupe', 'project', true])
    expect(choose('cache', { runtime, has, libraries: { cache: 'cacheable' } })).toEqual([
      'cacheable',
      'settings',
      false,
    ])
    expect(choose('cache', { runtime, has, libraries: { cache: 'async-cache-dedupe' } })).toEqual([
      'async-cache-dedupe',
      'settings',
      true,
    ])
    expect(choose('cache', { runtime, has, libraries: { concurrency: 'p-limit' } })?.[0]).toBe('async-cache-dedupe')
  })

  it('among several that the project has is that of the catalogue', () => {
    expect(choose('concurrency', { has: { 'p-limit': '^7', 'p-map': '^7' } })).toEqual(['p-map', 'project', true])
  })

  it('passes over what nobody should add, unless it is there or named', () => {
    expect(choose('throttle')).toEqual(['es-toolkit', 'catalogue', false])
    expect(choose('throttle', { has: { lodash: '^4' } })).toEqual(['lodash', 'project', true])
    expect(choose('throttle', { libraries: { throttle: 'lodash-es' } })).toEqual(['lodash-es', 'settings', false])
    expect(choose('stream-double')).toBeUndefined()
    expect(choose('stream-double', { has: { ai: '^6' } })).toEqual(['ai', 'project', true])
  })
})

describe('a framework', () => {
  it.each([
    ['express', 'express-rate-limit'],
    ['fastify', '@fastify/rate-limit'],
    ['hono', 'hono-rate-limiter'],
    ['nest', '@nestjs/throttler'],
    ['next-app', '@upstash/ratelimit'],
    ['koa', 'rate-limiter-flexible'],
    ['node-http', 'rate-limiter-flexible'],
    ['ws', 'rate-limiter-flexible'],
  ] as const)('%s has its own limiter: %s', (framework, name) => {
    expect(choose('rate-limit', { framework, runtime: 'node' })?.[0]).toBe(name)
  })

  it('that is unknown gets none', () => {
    expect(choose('rate-limit', { runtime: 'node' })).toBeUndefined()
  })

  it('is stronger than settings and package.json', () => {
    const libraries = { 'rate-limit': 'express-rate-limit' }
    const has = { 'express-rate-limit': '^8' }
    expect(choose('rate-limit', { framework: 'fastify', libraries, has, runtime: 'node' })).toEqual([
      '@fastify/rate-limit',
      'catalogue',
      false,
    ])
  })
})

describe('a runtime', () => {
  it('leaves out what does not run there', () => {
    expect(choose('ndjson-parse', { runtime: 'node' })?.[0]).toBe('split2')
    expect(choose('ndjson-parse', { runtime: 'browser' })?.[0]).toBe('stream-chain')
    expect(choose('ndjson-parse', { runtime: 'edge', libraries: { 'ndjson-parse': 'split2' } })?.[0]).toBe(
      'stream-chain',
    )
    expect(choose('broker', { runtime: 'browser' })).toBeUndefined()
  })

  it('that is unknown prefers what runs everywhere', () => {
    for (const runtime of [undefined, 'unknown'] as const) {
      expect(choose('ndjson-parse', { runtime })?.[0]).toBe('stream-chain')
      expect(choose('ndjson-parse', { runtime, has: { split2: '^4' } })?.[0]).toBe('split2')
      expect(choose('broker', { runtime })?.[0]).toBe('redis')
    }
  })
})

it('the caller may say which idioms it can write', () => {
  expect(choose('ndjson-parse', { idioms: ['node-transform'] })?.[0]).toBe('split2')
  expect(choose('ndjson-parse', { idioms: ['node-transform'], has: { 'stream-chain': '^4' } })?.[0]).toBe('split2')
  expect(choose('concurrency', { idioms: ['limit-call'] })?.[0]).toBe('p-limit')
  expect(choose('concurrency', { idioms: [] })).toBeUndefined()
})

it('an older version than the idiom needs does not fit', () => {
  expect(choose('cache', { has: { 'lru-cache': '^6.0.0' }, runtime: 'node' })).toEqual([
    'cacheable',
    'catalogue',
    false,
  ])
  expect(
    choose('cache', { has: { 'lru-cache': '^6.0.0' }, libraries: { cache: 'lru-cache' }, runtime: 'node' })?.[0],
  ).toBe('cacheable')
  expect(choose('bounded-body', { has: { 'get-stream': '^6' } })).toBeUndefined()
  expect(choose('bounded-body', { has: { 'get-stream': 'catalog:' } })?.[0]).toBe('get-stream')
  expect(isTooOld('get-stream', memoryProject({}, { 'get-stream': { version: '8.0.1' } }))).toBe(true)
  expect(isTooOld('get-stream', memoryProject({}, { 'get-stream': { version: '9.0.1' } }))).toBe(false)
  expect(isTooOld('left-pad', memoryProject({ dependencies: { 'left-pad': '^1' } }))).toBe(false)
})

it('a library whose companions are missing is not wholly present', () => {
  const framework = 'socket.io'
  const has = { '@socket.io/redis-streams-adapter': '^0.3.1' }
  expect(choose('socket-adapter', { framework, has })).toEqual(['@socket.io/redis-streams-adapter', 'project', false])
  expect(choose('socket-adapter', { framework, has: { ...has, redis: '^6' } })?.[2]).toBe(true)
})

it.each(PURPOSES)('%s: each of its libraries can be chosen by name', (purpose) => {
  for (const library of librariesFor(purpose)) {
    const choice = chooseLibrary(purpose, {
      settings: { ...DEFAULT_SETTINGS, libraries: { [purpose]: library.package } },
      project: memoryProject(),
      framework: library.frameworks?.[0],
      runtime: library.runtimes[0],
      idioms: [library.idiom],
    })
    expect(choice).toEqual({ library, by: 'settings', isPresent: false })
  }
})
