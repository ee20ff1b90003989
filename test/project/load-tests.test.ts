import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { isLoadTested } from '../../src/project/load-tests.ts'
import { toPosixPath } from '../../src/project/posix-path.ts'
import { projectOf } from '../../src/project/project.ts'
import { isMentionOf, mentionedPath, patternOf } from '../../src/project/url-patterns.ts'
import { DEFAULT_SETTINGS } from '../../src/settings.ts'
import { parseSource } from '../parse-source.ts'

let root: string | undefined

afterEach(() => {
  if (root !== undefined) rmSync(root, { recursive: true })
  root = undefined
})

function asked(files: Readonly<Record<string, string>>, path: string | undefined, isWhole = true, from = 'src/app.ts') {
  root = mkdtempSync(join(tmpdir(), 'streaming-'))
  for (const [name, text] of Object.entries({ '.git/HEAD': '', 'package.json': '{"name":"app"}', ...files })) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), text)
  }
  const source = parseSource('', toPosixPath(join(root, from)))
  return isLoadTested({ source, project: projectOf(source.path), settings: DEFAULT_SETTINGS }, path, isWhole)
}

const K6 = "import http from 'k6/http'\n"

describe('a route is load-tested', () => {
  it.each([
    ['k6', { 'load/chat.js': `${K6}export default () => http.post('http://localhost:3000/api/chat', '{}')` }],
    ['k6 with an address of the environment', { 'load/chat.js': `${K6}http.post(\`\${__ENV.BASE}/api/chat\`, '{}')` }],
    [
      'k6 with an address in a constant',
      { 'load/chat.js': `${K6}const base = 'http://localhost:3000/api'\nhttp.post(base + '/chat')` },
    ],
    [
      'k6 with a configuration',
      {
        'load/chat.ts': `${K6}import { paths } from './paths'\nhttp.get(paths.chat)`,
        'load/paths.ts': "export const paths = { chat: '/api/chat?x=1' }",
      },
    ],
    [
      'autocannon',
      {
        'test/load.test.ts':
          "import autocannon from 'autocannon'\nautocannon({ url: 'http://127.0.0.1', requests: [{ path: '/api/chat' }] })",
      },
    ],
    ['a command in code', { 'scripts/load.mjs': "execSync('npx autocannon -c 100 http://localhost:3000/api/chat')" }],
    [
      'a command that is put together',
      { 'scripts/load.mjs': "execSync('npx ' + 'autocannon' + ' -c 100 http://localhost:3000/api/chat')" },
    ],
    [
      'a command on a line of its own',
      { 'scripts/load.mjs': "execSync('sleep 1\\nautocannon -c 100 http://localhost:3000/api/chat')" },
    ],
    [
      'a script of package.json',
      { 'package.json': '{"name":"app","scripts":{"load":"autocannon -d 20 http://localhost:3000/api/chat"}}' },
    ],
    [
      'artillery',
      {
        'artillery.yml':
          "config:\n  target: http://localhost:3000\n  phases:\n    - arrivalRate: 1\nscenarios:\n  - flow:\n      - post:\n          url: '/api/chat'\n",
      },
    ],
    [
      'locust',
      {
        'load/locustfile.py':
          'from locust import HttpUser\nclass U(HttpUser):\n  def chat(self):\n    self.client.post("/api/chat")',
      },
    ],
    ['gatling', { 'load/Chat.scala': 'import io.gatling.http.Predef._\nhttp("chat").post("/api/chat")' }],
    ['wrk', { 'load/run.sh': '#!/bin/sh\nwrk -c 10 http://localhost:3000/api/chat\n' }],
    [
      'a script of its own that reads many streams',
      {
        'package.json': '{"name":"app","scripts":{"load:chat":"node --env-file=.env load/chat.mjs --readers 9"}}',
        'load/chat.mjs': "import { hold } from './hold.mjs'\nawait hold('/api/chat')",
        'load/hold.mjs':
          'export const hold = (path) => Promise.all(Array.from({ length: 9 }, async () => (await fetch(new URL(path, process.env.URL))).text()))',
      },
    ],
    ['oha', { Makefile: 'load:\n\toha -n 100 $(BASE)/api/chat\n' }],
  ] satisfies [string, Record<string, string>][])('by %s', (_name, files) => {
    expect(asked(files, '/api/chat')).toBe('yes')
    expect(asked(files, '/api/other')).toBe('no')
    expect(asked(files, '/chat', false)).toBe('yes')
    expect(asked(files, '/chat')).toBe('no')
    expect(asked(files, undefined)).toBe('unknown')
  })

  it('with parameters as wildcards', () => {
    const files = { 'load/a.js': `${K6}http.get(\`\${base}/rooms/\${id}/events\`)\nhttp.get('http://x/users/42/feed')` }
    expect(asked(files, '/rooms/:id/events')).toBe('yes')
    expect(asked(files, '/users/:user/feed')).toBe('yes')
    expect(asked(files, '/users/:user/rooms')).toBe('no')
  })

  it('beside the project, in a repository', () => {
    const files = {
      'server/package.json': '{"name":"server"}',
      'load/a.js': `${K6}http.get('http://x/chat')`,
      'web/package.json': '{"name":"web"}',
      'web/load/b.js': `${K6}http.get('http://x/web')`,
    }
    expect(asked(files, '/chat', true, 'server/src/app.ts')).toBe('yes')
    expect(asked(files, '/web', true, 'server/src/app.ts')).toBe('no')
  })
})

describe('nothing is a load test', () => {
  it.each([
    ['an empty project', {}],
    ['a dependency', { 'package.json': '{"name":"app","devDependencies":{"autocannon":"8"}}' }],
    ['a page about one', { 'docs/load.html': '<pre>\nk6 run http://localhost:3000/api/chat\n</pre>' }],
    ['a comment', { 'load/run.sh': '# wrk http://localhost:3000/api/chat\n' }],
    [
      'another file with such words',
      {
        'src/a.ts': "say('hey there /api/chat')",
        'ci.yml': 'url: /api/chat',
        'tool.py': 'print("locust /api/chat")',
      },
    ],
    [
      'a script that reads one stream',
      {
        'package.json': '{"name":"app","scripts":{"load:chat":"node load/chat.mjs"}}',
        'load/chat.mjs': "console.log(await (await fetch('http://localhost:3000/api/chat')).text())",
      },
    ],
    [
      'a script of another name',
      {
        'package.json': '{"name":"app","scripts":{"loader":"node load/chat.mjs"}}',
        'load/chat.mjs':
          "await Promise.all(Array.from({ length: 9 }, async () => (await fetch('http://localhost:3000/api/chat')).text()))",
      },
    ],
    ['a unit test', { 'test/a.test.ts': "import { it } from 'vitest'\nfetch('/api/chat')" }],
  ] satisfies [string, Record<string, string>][])('in %s', (_name, files) =>
    expect(asked(files, '/api/chat')).toBe('none'),
  )
})

it('a path below the address that a test begins with', () => {
  const yml = "config:\n  target: http://localhost:3000/api\n  phases:\n    - arrivalRate: 1\n  url: '/chat'\n"
  expect(asked({ 'artillery.yml': yml }, '/api/chat')).toBe('yes')
})

it('an address that the text does not tell leaves it open', () => {
  expect(asked({ 'load/a.js': `${K6}http.get(__ENV.URL)` }, '/api/chat')).toBe('unknown')
  expect(asked({ 'load/a.js': `${K6}http.get(\`http://localhost:3000\${path}\`)` }, '/api/chat')).toBe('unknown')
})

it.each([
  ['http://localhost:3000/api/chat?x=1#y', ['api', 'chat'], true],
  ['https://x', [], true],
  ['*/api/*/x', ['api', '*', 'x'], false],
  ['/api/{id}', ['api', '*'], false],
  ['http://x*', ['**'], true],
  ['*/*', ['**'], false],
])('%s mentions %j', (text, path, isBase) => expect(mentionedPath(text)).toEqual({ path, isBase }))

it.each(['chat', '//x', '*', 'text/event-stream', 'a /b c', '/a b'])('%j mentions no path', (text) =>
  expect(mentionedPath(text)).toBeUndefined(),
)

it.each([
  ['/a/*', '/a/b/c', true],
  ['/a/:id', '/a/1', true],
  ['/a/[id]', '/a/1', true],
  ['/a/[...rest]', '/a/b/c', true],
  ['/a/*splat', '/a/b/c', true],
  ['/a/:id', '/a/1/b', false],
  ['/', '/', true],
])('the route %s and the mention %s', (route, mention, expected) => {
  const isRest = route === '/a/*'
  expect(isMentionOf(isRest ? ['a', '**'] : patternOf(route), mention.split('/').filter(Boolean), true)).toBe(expected)
})
