import type { Codebase } from '../frameworks/codebase.ts'
import type { Handler } from '../frameworks/handler.ts'
import { listensToLoopback } from '../frameworks/loopback.ts'
import { segmentsOf } from '../frameworks/route-paths.ts'
import type { WayIn } from '../frameworks/ways-to-handler.ts'
import type { Source } from '../source.ts'

/** Last segments of paths that monitors ask, which know no user. */
const HEALTH = new Set([
  'health',
  'healthz',
  'healthcheck',
  'health-check',
  'livez',
  'liveness',
  'readyz',
  'readiness',
  'ready',
  'live',
  'ping',
  'heartbeat',
  'metrics',
  'status',
])
/** Frameworks whose server is started by code of the project. */
const SELF_STARTED = new Set<Handler['framework']>([
  'express',
  'fastify',
  'koa',
  'hono',
  'h3',
  'node-http',
  'nest',
  'fetch-handler',
])

/** True for routes that are open on purpose: by patterns of the settings, for monitors, or on a server that only this machine reaches. */
export function isPublicRoute(
  codebase: Codebase,
  source: Source,
  handler: Handler,
  way: WayIn,
  patterns: readonly string[],
): boolean {
  if (isPublicPath(way.path ?? handler.path, patterns)) return true
  if (!SELF_STARTED.has(handler.framework)) return false
  const root = way.root?.source ?? source
  const files = new Map([source, root, ...codebase.importersOf(root)].map((it) => [it.path, it]))
  if (handler.framework === 'nest') for (const file of codebase.mentioning(['NestFactory'])) files.set(file.path, file)
  return listensToLoopback(codebase, [...files.values()]) !== 'no'
}

/** True for a path that the patterns, or its meaning, make public. `*` stands for one segment, `**` for any number. */
function isPublicPath(path: string | undefined, patterns: readonly string[]): boolean {
  if (path === undefined) return false
  const segments = segmentsOf(path)
  if (HEALTH.has(segments.at(-1)?.toLowerCase() ?? '')) return true
  return patterns.some((pattern) => matches(segmentsOf(pattern), segments))
}

function matches(pattern: readonly string[], path: readonly string[]): boolean {
  const [first, ...rest] = pattern
  if (first === undefined) return path.length === 0
  if (first === '**') return rest.length === 0 || path.some((_, index) => matches(rest, path.slice(index)))
  const [segment, ...further] = path
  if (segment === undefined) return false
  const isSame = first === '*' || first === segment || (first.startsWith(':') && segment.startsWith(':'))
  return isSame && matches(rest, further)
}
