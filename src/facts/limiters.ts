import type { Node, Source } from '../source.ts'
import type { Call } from './callee.ts'
import { calleeName, importedName, methodName, receiverOf } from './callee.ts'
import { packageOf } from './module-name.ts'
import { originOf } from './origin.ts'
import { propertyName, unwrap, unwrapAwait } from './unwrap.ts'

/** Packages whose functions and objects let only so many calls run at once, or so many in a while. */
const LIMITER_PACKAGES: ReadonlySet<string> = new Set([
  '@supercharge/promise-pool',
  '@upstash/ratelimit',
  'async',
  'async-mutex',
  'async-pool',
  'async-sema',
  'bottleneck',
  'fastq',
  'limiter',
  'p-all',
  'p-limit',
  'p-map',
  'p-queue',
  'p-ratelimit',
  'p-throttle',
  'piscina',
  'queue',
  'rate-limiter-flexible',
  'semaphore-async-await',
  'tiny-async-pool',
])

/** Methods of semaphores, pools and queues; whoever calls one waits for a turn. */
const WAITS_FOR_TURN = /^(?:acquire|runExclusive|removeTokens|consume|schedule|reserve|lock|waitForSlot|waitForTurn)$/

/**
 * True for a call that waits for a turn, or that runs what it is given in its turn: of a known package, of what such a
 * package makes, of a name in the settings, or of a semaphore by its methods.
 * @param names `settings.streaming.limiters`
 */
export function isLimiterCall(source: Source, call: Call, names: readonly string[]): boolean {
  const method = methodName(call)
  const receiver = receiverOf(call)
  if (method !== undefined && WAITS_FOR_TURN.test(method)) return true
  if (names.includes(calleeName(call) ?? '')) return true
  if (receiver !== undefined && names.includes(lastName(receiver) ?? '')) return true
  return isLimiter(source, call.callee, names) || (receiver !== undefined && isLimiter(source, receiver, names))
}

/** True when an expression means something of a limiter's package or what it makes: `limit` of `const limit = pLimit(3)`. */
function isLimiter(source: Source, expression: Node, names: readonly string[]): boolean {
  const imported = importedName(source, expression)
  if (imported !== undefined) return isOfLimiter(imported.module)
  const origin = originOf(source, expression)
  if (origin.kind !== 'expression') return false
  const made = unwrapAwait(origin.node)
  if (made.type !== 'CallExpression' && made.type !== 'NewExpression') return false
  if (names.includes(calleeName(made) ?? '')) return true
  const maker = importedName(source, made.callee)
  return maker !== undefined && isOfLimiter(maker.module)
}

function isOfLimiter(module: string): boolean {
  return LIMITER_PACKAGES.has(packageOf(module) ?? '')
}

function lastName(expression: Node): string | undefined {
  const node = unwrap(expression)
  if (node.type === 'Identifier') return node.name
  return node.type === 'MemberExpression' ? propertyName(node) : undefined
}
