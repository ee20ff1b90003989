import { importedName, receiverOf } from '../facts/callee.ts'
import { contains, isFunction, isWithin } from '../facts/nodes.ts'
import { propertyName } from '../facts/unwrap.ts'
import type { Node, Source } from '../source.ts'
import { valueAcross } from './across.ts'
import type { Codebase, Place } from './codebase.ts'
import { startOfChain } from './header-writes.ts'
import type { Gate } from './ways-in.ts'

/** What a gate does to the event streams that it lets through. */
export interface Compression {
  /** The package whose middleware it is. */
  readonly module: string
  /** `certain`: it holds their events back. `never`: it may be left out, asked by a filter, or flushes by itself. */
  readonly holds: 'certain' | 'unknown' | 'never'
}

/** Compressors that take event streams for text like any other. Hono's and Fastify's skip them. */
const COMPRESSORS = new Set(['compression', 'koa-compress'])
/** Options with which an event stream may pass at once: `filter`, and zlib's `flush` (koa-compress has it per encoding). */
const PASSING = new Set(['filter', 'flush'])

/** How a gate compresses; undefined when it is no compressor that holds event streams back. */
export function compressionOf(codebase: Codebase, gate: Gate): Compression | undefined {
  const value = valueAcross(codebase, gate.source, gate.node)
  if (value?.node.type !== 'CallExpression') return undefined
  const made = importedName(value.source, value.node.callee)
  if (made?.name !== 'default' || !COMPRESSORS.has(made.module)) return undefined
  const { module } = made
  if (isConditional(codebase, gate) || isConditional(codebase, value)) return { module, holds: 'never' }
  const [options] = value.node.arguments
  if (options === undefined) return { module, holds: gate.isCertain ? 'certain' : 'unknown' }
  const given = options.type === 'SpreadElement' ? undefined : valueAcross(codebase, value.source, options)
  if (given?.node.type !== 'ObjectExpression') return { module, holds: 'unknown' }
  const isPassing = contains(
    given.source,
    given.node,
    (node) => node.type === 'Property' && PASSING.has(propertyName(node) ?? ''),
  )
  if (isPassing) return { module, holds: 'never' }
  const isOpen = contains(
    given.source,
    given.node,
    (node) => node.type === 'SpreadElement' || (node.type === 'Property' && propertyName(node) === undefined),
  )
  return { module, holds: gate.isCertain && !isOpen ? 'certain' : 'unknown' }
}

/** Under a condition that the app itself is not under, or behind an `if` that leaves the function before. */
function isConditional(codebase: Codebase, { source, node }: Place): boolean {
  const app = appOf(codebase, { source, node })
  for (let current: Node = node, { parent } = node; parent != null; current = parent, { parent } = current) {
    if (app !== undefined && app.source.path === source.path && isWithin(app.node, current)) return false
    switch (parent.type) {
      case 'IfStatement':
      case 'ConditionalExpression':
      case 'LogicalExpression':
      case 'SwitchCase':
      case 'CatchClause':
        return true
      case 'BlockStatement':
        if (isFunction(parent.parent) && parent.body.some((it) => it.range[1] <= node.range[0] && mayLeave(source, it)))
          return true
        break
      default:
    }
  }
  return false
}

/** What the call that mounts a middleware is made on. */
function appOf(codebase: Codebase, { source, node }: Place): Place | undefined {
  let call: Node | null | undefined = node.parent
  while (call != null && call.type !== 'CallExpression' && !isFunction(call)) call = call.parent
  const receiver = call?.type === 'CallExpression' ? receiverOf(call) : undefined
  return receiver === undefined ? undefined : valueAcross(codebase, source, startOfChain(receiver))
}

function mayLeave(source: Source, statement: Node): boolean {
  return statement.type === 'IfStatement' && contains(source, statement, (it) => it.type === 'ReturnStatement')
}
