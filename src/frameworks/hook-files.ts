import { optionOf } from '../facts/model-call.ts'
import { stringOf, unwrap } from '../facts/unwrap.ts'
import { calleeName } from '../facts/callee.ts'
import { originOf } from '../facts/origin.ts'
import type { Node, Source } from '../source.ts'
import type { Codebase } from './codebase.ts'
import { exportedValues } from './exported-functions.ts'
import type { Covers } from './route-paths.ts'
import type { Gate } from './ways-in.ts'

const EXTENSIONS = ['ts', 'js', 'tsx', 'mts', 'mjs', 'jsx']

/** The function of Next's `middleware.ts` or `proxy.ts`, when its matcher covers the route. */
export function nextHooks(codebase: Codebase, routeFile: string, path: string | undefined): Gate[] {
  const folder = /^(.*?)\/(?:src\/)?(?:app|pages)\//.exec(routeFile)?.[1]
  if (folder === undefined) return []
  return foldersUp(folder, routeFile)
    .flatMap((base) => [`${base}/middleware`, `${base}/proxy`, `${base}/src/middleware`, `${base}/src/proxy`])
    .flatMap((name) => fileOf(codebase, name) ?? [])
    .flatMap((source): Gate[] => {
      const covers = matcherCovers(source, path)
      if (covers === 'no') return []
      return hookExports(source, ['default', 'middleware', 'proxy']).map((node) => ({
        source,
        node,
        kind: 'hook',
        isCertain: covers === 'yes',
      }))
    })
}

/** The `handle` of SvelteKit's `hooks.server.ts`, its parts one by one. */
export function svelteKitHooks(codebase: Codebase, routeFile: string): Gate[] {
  const folder = /^(.*)\/routes\//.exec(routeFile)?.[1]
  const source =
    folder === undefined
      ? undefined
      : (fileOf(codebase, `${folder}/hooks.server`) ?? fileOf(codebase, `${folder}/hooks.server/index`))
  if (source === undefined) return []
  return hookExports(source, ['handle'])
    .flatMap((node) => sequenced(source, node))
    .map((node) => ({ source, node, kind: 'hook', isCertain: true }))
}

/** The files of Nitro's `server/middleware`, which run for every request. */
export function nitroHooks(codebase: Codebase, routeFile: string): Gate[] {
  const folder = /^(.*)\/(?:api|routes)\//.exec(routeFile)?.[1]
  if (folder === undefined) return []
  const base = `${folder.replace(/\/(?:api|routes)(?:\/.*)?$/, '')}/middleware/`
  return codebase
    .paths((path) => path.startsWith(base) && /\.[cm]?[jt]s$/.test(path))
    .flatMap((path): Gate[] => {
      const source = codebase.file(path)
      if (source === undefined) return []
      return hookExports(source, ['default']).map((node) => ({ source, node, kind: 'hook', isCertain: true }))
    })
}

/** The path that Nitro gives a file: `server/api/chat/[id].post.ts` answers `/api/chat/:id`. */
export function nitroPath(file: string): string | undefined {
  const inside = /(?:^|\/)(?:server\/)?(api|routes)\/(.+)\.[cm]?[jt]s$/.exec(file)
  if (inside === null) return undefined
  const name = (inside[2] as string)
    .replace(/\.(?:get|post|put|patch|delete|head|options|connect|trace)$/, '')
    .replace(/(?:^|\/)index$/, '')
  const path = name.replaceAll(
    /\[(?:\.{3})?([^\]]*)\]/g,
    (_, parameter: string) => `:${parameter === '' ? 'rest' : parameter}`,
  )
  return inside[1] === 'api' ? `/api/${path}`.replace(/\/$/, '') : `/${path}`
}

/** The `middleware` of a React Router root or route file. */
export function remixHooks(codebase: Codebase, route: Source): Gate[] {
  const folder = /^(.*?\/app)\//.exec(route.path)?.[1]
  const root = folder === undefined ? undefined : fileOf(codebase, `${folder}/root`)
  return [route, ...(root === undefined ? [] : [root])].flatMap((source) =>
    hookExports(source, ['middleware', 'unstable_middleware']).flatMap((node) => {
      const list = unwrap(node)
      const parts: Node[] = list.type === 'ArrayExpression' ? list.elements.filter((it) => it !== null) : [node]
      return parts.map((part): Gate => ({ source, node: part, kind: 'hook', isCertain: true }))
    }),
  )
}

/** What a file exports under one of the names, re-exports of packages as their specifiers. */
function hookExports(source: Source, names: readonly string[]): Node[] {
  const own = exportedValues(source).filter(({ name }) => names.includes(name))
  if (own.length > 0) return own.slice(0, 1).map(({ value }) => value)
  for (const statement of source.ast.body) {
    if (statement.type !== 'ExportNamedDeclaration' || statement.source === null) continue
    for (const { exported, local } of statement.specifiers) {
      const name = exported.type === 'Identifier' ? exported.name : exported.value
      if (names.includes(name)) return [local]
    }
  }
  return []
}

function sequenced(source: Source, expression: Node): Node[] {
  let node = unwrap(expression)
  if (node.type === 'Identifier') {
    const origin = originOf(source, node)
    if (origin.kind === 'expression' && origin.path.length === 0) node = unwrap(origin.node)
  }
  return node.type === 'CallExpression' && calleeName(node) === 'sequence'
    ? node.arguments.flatMap((it) => sequenced(source, it))
    : [expression]
}

function matcherCovers(source: Source, path: string | undefined): Covers {
  const config = exportedValues(source).find(({ name }) => name === 'config')
  if (config === undefined) return 'yes'
  const matcher = optionOf(source, config.value, 'matcher')
  if (matcher === undefined) return 'yes'
  if (matcher === 'spread' || path === undefined) return 'maybe'
  const list = unwrap(matcher)
  const patterns: Node[] = list.type === 'ArrayExpression' ? list.elements.filter((it) => it !== null) : [list]
  const answers = patterns.map((pattern): Covers => {
    const value = unwrap(pattern)
    if (value.type !== 'ObjectExpression') return matcherMatches(stringOf(value), path)
    const text = optionOf(source, value, 'source')
    const covers = text === undefined || text === 'spread' ? 'maybe' : matcherMatches(stringOf(text), path)
    // `has` and `missing` ask the request itself.
    const isFurther = value.properties.length > 1
    return covers === 'yes' && isFurther ? 'maybe' : covers
  })
  if (answers.includes('yes')) return 'yes'
  return answers.includes('maybe') ? 'maybe' : 'no'
}

/** Whether a matcher of Next covers a path: `/api/:path*`, `/((?!api|_next).*)`. */
function matcherMatches(pattern: string | undefined, path: string): Covers {
  if (pattern === undefined) return 'maybe'
  const source = pattern
    .split(/(\([^]*\))/)
    .map((part) =>
      part.startsWith('(')
        ? part
        : part
            .replaceAll(/[.+?^$|\\{}[\]]/g, (it) => (it === '+' || it === '?' ? it : `\\${it}`))
            .replaceAll(/\/:\w+\*/g, '(?:/.*)?')
            .replaceAll(/\/:\w+\+/g, '(?:/.+)')
            .replaceAll(/\/:\w+\?/g, '(?:/[^/]+)?')
            .replaceAll(/:\w+/g, part.endsWith(':path') ? '' : '[^/]+')
            .replaceAll('*', '.*')
            .replaceAll('..*', '.*'),
    )
    .join('')
  let regex: RegExp
  try {
    regex = new RegExp(`^${source}/?$`)
  } catch {
    return 'maybe'
  }
  const variants = path.includes(':') ? ['x1', 'other-value'].map((it) => path.replaceAll(/:\w+/g, it)) : [path]
  const [first, ...rest] = variants.map((it) => regex.test(it))
  if (rest.some((it) => it !== first)) return 'maybe'
  return first === true ? 'yes' : 'no'
}

function fileOf(codebase: Codebase, withoutExtension: string): Source | undefined {
  for (const extension of EXTENSIONS) {
    const source = codebase.file(`${withoutExtension}.${extension}`)
    if (source !== undefined) return source
  }
  return undefined
}

/** The folder before `app` or `pages`; a path with several such folders has several. */
function foldersUp(first: string, routeFile: string): string[] {
  const found = [first]
  for (const match of routeFile.matchAll(/\/(?:src\/)?(?:app|pages)\//g)) {
    const folder = routeFile.slice(0, match.index)
    if (!found.includes(folder)) found.push(folder)
  }
  return found
}
