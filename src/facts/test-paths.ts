/**
 * What real projects call their tests, mocks, stories, benchmarks and fixtures. Whole names only: `latest`, `contest`,
 * `attestation` and `inspector` are none. All patterns ignore letter case.
 */

/** Folders that hold nothing else, wherever they lie: `__tests__`, `__mocks__`, `.storybook`. */
export const MARKED_FOLDER =
  /^(?:__(?:tests?|specs?|mocks?|fixtures?|stories|snapshots|e2e|bench(?:marks?)?|integration(?:[-_]?tests?)?|testfixtures)__|\.storybook)$/i

/** Folders of that name, unless it is a segment of a route: `app/stories/page.tsx` shows stories of another kind. */
export const NAMED_FOLDER = new RegExp(
  `^(?:${[
    'tests?|specs?|e2e|mocks?|fixtures?|bench(?:es|marks?)?|stories|storybook|cypress|playwright',
    '(?:unit|integration|int|e2e|acceptance|functional|smoke|system|browser|types?|perf|performance|load|api|component|components|regression|live|contract|snapshot)[-_]?(?:tests?|specs?)',
    'tests?[-_]?(?:e2e|unit|integration|utils?|utilities|helpers?|fixtures?|data|apps?|setup|suites?|cases?|support|lib|servers?|projects?|resources|mocks?)',
    'e2e[-_].+|mock[-_]?(?:data|servers?|apis?|services?)|bench(?:mark)?[-_]?(?:utils?|data|suites?)',
    '(?:[a-z\\d]+[-_])+(?:test[-_]?servers?|mock[-_]?servers?|bench(?:marks?)?)|tests?[-_]?kits?|ecosystem[-_]?tests?',
  ].join('|')})$`,
  'i',
)

/** File names without their last extension whose last part says so: `chat.test`, `chat.int.spec`, `chat.test-d`, `chat_test`, `stream_fixtures`. */
export const MARKED_FILE =
  /(?:\.(?:tests?|specs?|e2e|e2e-spec|cy|stories|story|bench|benchmark|mocks?|fixtures?|(?:test|spec)-(?:d|utils?|helpers?|setup|types?|fixtures?))|_(?:test|spec)|[-_]fixtures)$/i

/** The same with the environment behind it, as test runners with several projects have it: `chat.test.node`. */
export const MARKED_FILE_BEFORE = /\.(?:test|spec)\.(?:node|browser|edge|ssr|client|server|dom|jsdom|svelte)$/i

/** Whole file names without extension, unless the file lies among routes. */
export const NAMED_FILE =
  /^(?:tests?|specs?|e2e|mocks?|fixtures?|bench(?:marks?)?|mock[-_.]servers?|setup[-_.]?tests?|tests?[-_.]?(?:setup|utils?|utilities|helpers?|fixtures?|mocks?|env|environment|servers?)|(?:jest|vitest|playwright|cypress|karma|wdio|mocha)[-_.](?:setup|config|conf|workspace|global|env|utils?|helpers?|teardown|environment).*)$/i

/** Folders whose files are named after paths of the service. */
export const ROUTE_FOLDERS: ReadonlySet<string> = new Set([
  'routes',
  'api',
  'pages',
  'controllers',
  'handlers',
  'endpoints',
  'routers',
])

/** Files that make the folders above them, up to the router's root, segments of a path. */
export const ROUTE_FILES: readonly { readonly root: readonly string[]; readonly file: RegExp }[] = [
  { root: ['app'], file: /^(?:route|page|layout|template|loading|error|default|not-found)\.[cm]?[jt]sx?$/ },
  { root: ['routes'], file: /^\+(?:server|page|layout|error)\b/ },
  { root: ['pages', 'api'], file: /\.[cm]?[jt]sx?$/ },
  { root: ['server', 'api'], file: /\.[cm]?[jt]s$/ },
  { root: ['server', 'routes'], file: /\.[cm]?[jt]s$/ },
]
