import { describe, expect, it } from 'vitest'
import { PURPOSES } from '../src/libraries/catalogue.ts'
import { DEFAULT_SETTINGS, readSettings } from '../src/settings.ts'

const read = (streaming: unknown) => readSettings({ streaming })

describe('good settings', () => {
  it('are all defaults when nothing is given', () => {
    for (const all of [{}, undefined, { streaming: undefined }, { react: { version: '19' } }])
      expect(readSettings(all)).toEqual({ settings: DEFAULT_SETTINGS, problem: undefined })
    expect(read({})).toEqual({ settings: DEFAULT_SETTINGS, problem: undefined })
  })

  it('are taken over, every key of them', () => {
    const given = {
      fix: 'suggested',
      libraries: { cache: 'cacheable', 'sse-parse': 'eventsource-parser' },
      testFiles: ['checks/**/*.ts', '!checks/lib/**', '**/*.check.{ts,tsx}', 'app/\\[id\\]/*.ts', './x.ts'],
      guards: ['requireUser', 'auth.api.getSession'],
      limiters: ['slowDown'],
      loggers: ['log'],
      throttles: ['soon'],
      errorWrappers: ['safely'],
      publicRoutes: ['/health', '/api/*/public/**', '/'],
      modelPackages: ['@acme/*', 'my-model', '@acme/models'],
      providerUrls: ['wss://api.example.com/v1/', 'https://example.com'],
      fingerprint: 'abc',
    }
    expect(Object.keys(given).sort()).toEqual(Object.keys(DEFAULT_SETTINGS).sort())
    expect(read(given)).toEqual({ settings: given, problem: undefined })
  })

  it('may name every purpose of the catalogue and leave keys undefined', () => {
    expect(read({ guards: undefined, libraries: Object.fromEntries(PURPOSES.map((it) => [it, undefined])) })).toEqual({
      settings: DEFAULT_SETTINGS,
      problem: undefined,
    })
  })

  it('are read once per object', () => {
    const streaming = { guards: ['requireUser'], nonsense: 1 }
    expect(readSettings({ streaming })).toBe(readSettings({ streaming }))
  })
})

describe('wrong settings become one sentence', () => {
  it.each<[unknown, string]>([
    [{ testfiles: [] }, "Unknown setting 'streaming.testfiles'; did you mean 'testFiles'?"],
    [{ guard: [] }, "Unknown setting 'streaming.guard'; did you mean 'guards'?"],
    [{ LIMITERS: [] }, "Unknown setting 'streaming.LIMITERS'; did you mean 'limiters'?"],
    [{ errorWraper: [] }, "Unknown setting 'streaming.errorWraper'; did you mean 'errorWrappers'?"],
    [
      { zebra: [] },
      "Unknown setting 'streaming.zebra'; known are 'fix', 'libraries', 'testFiles', 'guards', 'limiters', 'loggers', " +
        "'throttles', 'errorWrappers', 'publicRoutes', 'modelPackages', 'providerUrls', 'fingerprint'.",
    ],
    [JSON.parse('{"__proto__": {"fix": "suggested"}}'), "Unknown setting 'streaming.__proto__'; known are "],
    [{ constructor: [] }, "Unknown setting 'streaming.constructor'; known are "],
    [{ fix: 'sugested' }, "Unknown value 'sugested' of setting 'streaming.fix'; did you mean 'suggested'?"],
    [{ fix: 'all of it' }, "Setting 'streaming.fix' must be 'safe' or 'suggested', but is 'all of it'."],
    [{ fix: true }, "Setting 'streaming.fix' must be 'safe' or 'suggested', but is a boolean."],
    [{ guards: 'requireUser' }, "Setting 'streaming.guards' must be a list of strings, but is a string."],
    [{ guards: { a: 1 } }, "Setting 'streaming.guards' must be a list of strings, but is an object."],
    [{ guards: null }, "Setting 'streaming.guards' must be a list of strings, but is null."],
    [{ guards: ['a', 5] }, "Setting 'streaming.guards[1]' must be a string that is not empty, but is a number."],
    [{ guards: [''] }, "Setting 'streaming.guards[0]' must be a string that is not empty, but is ''."],
    [
      { testFiles: ['/repo/**'] },
      "Setting 'streaming.testFiles[0]' must be a glob from the project's root, with forward slashes, but is '/repo/**'.",
    ],
    [
      { testFiles: ['test\\unit\\**'] },
      "Setting 'streaming.testFiles[0]' must be a glob from the project's root, with forward slashes, but is 'test\\unit\\**'.",
    ],
    [
      { publicRoutes: ['health'] },
      "Setting 'streaming.publicRoutes[0]' must be a path that begins with '/', but is 'health'.",
    ],
    [
      { modelPackages: ['./models'] },
      "Setting 'streaming.modelPackages[0]' must be a package, such as 'openai' or '@scope/*', but is './models'.",
    ],
    [
      { modelPackages: ['*'] },
      "Setting 'streaming.modelPackages[0]' must be a package, such as 'openai' or '@scope/*', but is '*'.",
    ],
    [
      { providerUrls: ['api.example.com'] },
      "Setting 'streaming.providerUrls[0]' must be an address that begins like 'wss://' or 'https://', but is 'api.example.com'.",
    ],
    [{ fingerprint: 5 }, "Setting 'streaming.fingerprint' must be a string, but is a number."],
    [{ libraries: [] }, "Setting 'streaming.libraries' must be an object of package names by purpose, but is a list."],
    [{ libraries: { cach: 'lru-cache' } }, "Unknown setting 'streaming.libraries.cach'; did you mean 'cache'?"],
    [{ libraries: { cache: true } }, "Setting 'streaming.libraries.cache' must be a package name, but is a boolean."],
    [
      { libraries: { cache: 'lru_cache' } },
      "Unknown library 'lru_cache' of setting 'streaming.libraries.cache'; did you mean 'lru-cache'?",
    ],
    [
      { libraries: { cache: 'memoizee-of-mine' } },
      "Unknown library 'memoizee-of-mine' of setting 'streaming.libraries.cache'; known are 'lru-cache', 'cacheable', 'async-cache-dedupe'.",
    ],
    ['suggested', "Setting 'streaming' must be an object, but is a string."],
    [['fix'], "Setting 'streaming' must be an object, but is a list."],
    [null, "Setting 'streaming' must be an object, but is null."],
  ])('%j', (given, problem) => {
    const actual = read(given).problem
    if (problem.endsWith('known are ')) expect(actual?.startsWith(problem)).toBe(true)
    else expect(actual).toBe(problem)
    expect(actual).not.toContain('\n')
  })

  it('which says how many more there are', () => {
    expect(read({ fix: 1, guards: 1 }).problem).toBe(
      "Setting 'streaming.fix' must be 'safe' or 'suggested', but is a number. (1 more problem in these settings.)",
    )
    expect(read({ guard: [], fix: 1, guards: [1] }).problem).toBe(
      "Unknown setting 'streaming.guard'; did you mean 'guards'? (2 more problems in these settings.)",
    )
  })
})

describe('the good part of wrong settings stays in force', () => {
  it('keys, items and purposes', () => {
    const { settings } = read({
      fix: 'suggested',
      guards: ['requireUser', 5, 'isAdmin'],
      limiters: 'slowDown',
      libraries: { cache: 'cacheable', cach: 'lru-cache', throttle: 'no-such-thing' },
      zebra: 1,
    })
    expect(settings).toEqual({
      ...DEFAULT_SETTINGS,
      fix: 'suggested',
      guards: ['requireUser', 'isAdmin'],
      libraries: { cache: 'cacheable' },
    })
  })

  it('and nothing is inherited', () => {
    expect(read(JSON.parse('{"__proto__": {"fix": "suggested"}}')).settings).toEqual(DEFAULT_SETTINGS)
  })
})
