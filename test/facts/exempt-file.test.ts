import { posix, win32 } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isDeclarationFile, isExemptFile, isTestFile } from '../../src/facts/exempt-file.ts'
import { NO_PROJECT, type Project } from '../../src/project/project.ts'
import { toPosixPath } from '../../src/project/posix-path.ts'
import { DEFAULT_SETTINGS } from '../../src/settings.ts'

const at = (root: string): Project => ({ ...NO_PROJECT, root })

/** Roots that would be tests themselves if anything above package.json counted. */
const ROOTS = ['/repo', '/home/me/test/__tests__/e2e/fixtures/app', '/srv/repo/fixtures/projects/plain']

function isTest(path: string, testFiles?: readonly string[]): boolean {
  const answers = ROOTS.map((root) =>
    isTestFile({ path: `${root}/${path}`, project: at(root), settings: { ...DEFAULT_SETTINGS, testFiles } }),
  )
  expect(new Set(answers).size).toBe(1)
  return answers[0] === true
}

describe('test files by their folder', () => {
  it.each([
    'test/chat.ts',
    'tests/unit/chat.ts',
    'src/__tests__/chat.ts',
    'src/__test__/chat.ts',
    'src/__mocks__/openai.ts',
    'src/__fixtures__/stream.ts',
    'src/__TESTS__/chat.ts',
    'src/chat/tests/stream.ts',
    'spec/chat.ts',
    'e2e/chat.ts',
    'e2e-utils/login.ts',
    'cypress/support/commands.ts',
    'playwright/login.ts',
    'src/mocks/handlers.ts',
    'src/mock/server.ts',
    'fixtures/app/server.ts',
    'test-fixtures/app/server.ts',
    'bench/stream.ts',
    'src/testkit/conformance.ts',
    'src/dev/oauth-test-server/server.ts',
    'tools/memory-benchmark/cli.ts',
    'ecosystem-tests/bun/index.ts',
    'scripts/mock-server.ts',
    'benchmark/stream.ts',
    'benchmarks/stream.ts',
    'stories/Chat.tsx',
    '.storybook/preview.ts',
    'storybook/main.ts',
    'integration-tests/chat.ts',
    'unit_tests/chat.ts',
    'src/test-utils/stream.ts',
    'src/testUtils/stream.ts',
    'src/testing-is-no-test/../test-helpers/stream.ts',
    'src/testdata/stream.ts',
    'test/fixtures/next-app/app/api/chat/route.ts',
    'test/app/page.tsx',
    'load-tests/chat.ts',
    'src/app/__tests__/page.tsx',
    'pages/api/__mocks__/chat.ts',
  ])('%s', (path) => expect(isTest(path)).toBe(true))
})

describe('test files by their name', () => {
  it.each([
    'src/chat.test.ts',
    'src/chat.spec.tsx',
    'src/chat.int.test.ts',
    'src/chat.test.node.ts',
    'src/Chat.test.svelte.ts',
    'src/Chat.svelte.test.ts',
    'src/chat.e2e.ts',
    'src/chat.e2e-spec.ts',
    'src/chat.test-d.ts',
    'src/chat.test-utils.ts',
    'src/chat.stories.tsx',
    'src/Chat.stories.svelte',
    'src/chat.story.tsx',
    'src/chat.cy.tsx',
    'src/chat.bench.ts',
    'src/chat.benchmark.mts',
    'src/chat.mock.ts',
    'src/chat.fixtures.cts',
    'src/chat_test.ts',
    'src/testing/stream_fixtures.ts',
    'src/chat_spec.js',
    'src/test.ts',
    'src/mocks.ts',
    'src/fixtures.ts',
    'src/setupTests.ts',
    'src/setup-tests.ts',
    'src/test-setup.ts',
    'src/testSetup.ts',
    'src/testUtils.ts',
    'src/test-utils.tsx',
    'src/test-server.ts',
    'vitest.config.ts',
    'vitest.setup.ts',
    'jest.config.js',
    'jest.setup.ts',
    'playwright.config.ts',
    'cypress.config.ts',
    'karma.conf.js',
    'app/chat/page.test.tsx',
    'app/routes/chat.test.ts',
  ])('%s', (path) => expect(isTest(path)).toBe(true))
})

describe('test packages of a workspace', () => {
  const isTestIn = (root: string, path: string) =>
    isTestFile({
      path: `/repo/${path}`,
      project: { ...at(`/repo/${root}`), workspaceRoot: '/repo' },
      settings: DEFAULT_SETTINGS,
    })
  it.each([
    ['testing/e2e', 'testing/e2e/src/server.ts'],
    ['test/conformance', 'test/conformance/src/server.ts'],
    ['packages/chat', 'packages/chat/src/chat.test.ts'],
  ])('%s', (root, path) => expect(isTestIn(root, path)).toBe(true))
  it.each([
    ['packages/chat', 'packages/chat/src/server.ts'],
    ['packages/testing', 'packages/testing/src/server.ts'],
  ])('not %s', (root, path) => expect(isTestIn(root, path)).toBe(false))
})

describe('no test files', () => {
  it.each([
    'src/chat.ts',
    'src/index.ts',
    'latest/chat.ts',
    'src/contest.ts',
    'src/contest/chat.ts',
    'src/protest/chat.ts',
    'src/attestation.ts',
    'src/testimonials/list.ts',
    'src/testing.ts',
    'src/tester/run.ts',
    'src/specification/chat.ts',
    'src/inspector.ts',
    'src/spectrum.ts',
    'src/mockup.ts',
    'src/toolkit/chat.ts',
    'src/contest-server/chat.ts',
    'src/workbench-server/chat.ts',
    'src/mockups/chat.ts',
    'src/benchpress.ts',
    'src/workbench/chat.ts',
    'src/stories.ts',
    'src/history/chat.ts',
    'src/fixtureless.ts',
    'src/playwright-service/run.ts',
    'src/ab-test.ts',
    'src/speed-test/run.ts',
    'api/test-drive.ts',
    'src/api/test-drive/route.ts',
    'src/chat.testing.ts',
    'src/chat.special.ts',
    'src/chat.tests-of-faith.ts',
    'app/routes/projects.$id.test.tasks.$task.ts',
    'app/routes/_app.env.$env.test.tasks/route.tsx',
    'app/stories/page.tsx',
    'src/app/api/test/route.ts',
    'app/(shop)/fixtures/[id]/page.tsx',
    'src/routes/stories/+page.svelte',
    'src/routes/api/test/+server.ts',
    'pages/api/test.ts',
    'src/pages/api/mocks/chat.ts',
    'server/api/test.ts',
    'src/routes/test.ts',
    'src/controllers/spec.ts',
    'examples/chat.ts',
    'scripts/seed.ts',
    'src/vite.config.ts',
  ])('%s', (path) => expect(isTest(path)).toBe(false))
})

describe('without a package.json', () => {
  const test = (path: string) => isTestFile({ path, project: NO_PROJECT, settings: DEFAULT_SETTINGS })

  it('the name and the two folders above it decide', () => {
    expect(test('/home/me/chat.test.ts')).toBe(true)
    expect(test('/home/me/test/chat.ts')).toBe(true)
    expect(test('/home/me/test/lib/chat.ts')).toBe(true)
    expect(test('/home/test/me/lib/chat.ts')).toBe(false)
    expect(test('test/chat.ts')).toBe(true)
    expect(test('chat.ts')).toBe(false)
    expect(test('<input>')).toBe(false)
    expect(test('')).toBe(false)
  })
})

describe('settings.streaming.testFiles', () => {
  it('replaces the built-in list', () => {
    const globs = ['checks/**', '**/*.check.{ts,tsx}', '!checks/lib/**', './own/*.ts', 'folder/']
    expect(isTest('checks/chat.ts', globs)).toBe(true)
    expect(isTest('checks/.hidden/chat.ts', globs)).toBe(true)
    expect(isTest('src/chat.check.tsx', globs)).toBe(true)
    expect(isTest('chat.check.ts', globs)).toBe(true)
    expect(isTest('own/a.ts', globs)).toBe(true)
    expect(isTest('folder/a/b.ts', globs)).toBe(true)
    expect(isTest('checks/lib/chat.ts', globs)).toBe(false)
    expect(isTest('src/checks/chat.ts', globs)).toBe(false)
    expect(isTest('src/chat.test.ts', globs)).toBe(false)
    expect(isTest('test/chat.ts', [])).toBe(false)
  })

  it('may escape what has a meaning in globs', () => {
    expect(isTest('app/[id]/a.ts', ['app/\\[id\\]/*.ts'])).toBe(true)
    expect(isTest('app/i/a.ts', ['app/\\[id\\]/*.ts'])).toBe(false)
  })

  it('counts from the root of the disk where there is no project', () => {
    const settings = { ...DEFAULT_SETTINGS, testFiles: ['**/*.check.ts', 'checks/**'] }
    const test = (path: string) => isTestFile({ path, project: NO_PROJECT, settings })
    expect(test('/home/me/a.check.ts')).toBe(true)
    expect(test('C:/me/a.check.ts')).toBe(true)
    expect(test('/home/checks/a.ts')).toBe(false)
    expect(test('checks/a.ts')).toBe(true)
  })
})

it.each([
  ['posix', posix, '/repo'],
  ['win32', win32, 'C:\\repo'],
])('paths of %s', (_name, flavour, native) => {
  const place = (...names: string[]) => ({
    path: toPosixPath(flavour.join(native, ...names)),
    project: at(toPosixPath(native)),
    settings: DEFAULT_SETTINGS,
  })
  expect(isTestFile(place('src', '__tests__', 'chat.ts'))).toBe(true)
  expect(isTestFile(place('src', 'latest', 'chat.ts'))).toBe(false)
  const settings = { ...DEFAULT_SETTINGS, testFiles: ['src/checks/**'] }
  expect(isTestFile({ ...place('src', 'checks', 'chat.ts'), settings })).toBe(true)
  expect(isTestFile({ ...place('src', 'chat.ts'), settings })).toBe(false)
})

it('declaration files', () => {
  for (const name of ['a.d.ts', 'a.d.mts', 'a.d.cts', 'a.d.json.ts', 'a.d.css.ts', '.d.ts'])
    expect(isDeclarationFile(`/repo/${name}`)).toBe(true)
  for (const name of ['a.ts', 'd.ts', 'a.d.js', 'a.dd.ts']) expect(isDeclarationFile(`/repo/${name}`)).toBe(false)
})

describe('exempt files', () => {
  const exempt = (path: string, text: string, includesTestFiles: boolean, testFiles?: string[]) =>
    isExemptFile(
      { path: `/repo/${path}`, text, project: at('/repo'), settings: { ...DEFAULT_SETTINGS, testFiles } },
      includesTestFiles,
    )

  it('are tests, unless the rule is about tests', () => {
    expect(exempt('src/a.test.ts', '', false)).toBe(true)
    expect(exempt('src/a.test.ts', '', true)).toBe(false)
    expect(exempt('src/a.ts', '', false)).toBe(false)
  })

  it('are declarations and generated files for every rule and with every setting', () => {
    for (const includesTestFiles of [true, false])
      for (const testFiles of [undefined, [], ['x/**']]) {
        expect(exempt('src/a.d.ts', '', includesTestFiles, testFiles)).toBe(true)
        expect(exempt('src/a.test.d.ts', '', includesTestFiles, testFiles)).toBe(true)
        expect(exempt('src/a.ts', '// @generated\n', includesTestFiles, testFiles)).toBe(true)
        expect(exempt('src/a.test.ts', '// @generated\n', includesTestFiles, testFiles)).toBe(true)
      }
  })
})
