import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { importedName, methodName, receiverOf } from './callee.ts'
import { callPath } from './call-path.ts'
import { packageOf } from './module-name.ts'
import { originsOf } from './origin.ts'
import { stringOf, unwrap, unwrapAwait } from './unwrap.ts'

/** Drivers and query builders, with the last name of the calls that give their rows one after the other. */
const CURSORS: Readonly<Record<string, readonly string[]>> = {
  '@google-cloud/bigquery': ['createQueryStream'],
  '@google-cloud/firestore': ['stream'],
  'cassandra-driver': ['stream'],
  'drizzle-orm': ['iterator'],
  ioredis: ['scanStream', 'hscanStream', 'sscanStream', 'zscanStream'],
  knex: ['stream'],
  kysely: ['stream'],
  mongodb: ['find', 'aggregate', 'watch', 'listCollections', 'stream'],
  mongoose: ['cursor', 'watch'],
  mysql2: ['stream'],
  postgres: ['cursor'],
  redis: ['scanIterator', 'hScanIterator', 'sScanIterator', 'zScanIterator'],
  typeorm: ['stream'],
}
/** Classes whose instances are such rows: `pool.query(new QueryStream(…))`. */
const QUERY_STREAMS: ReadonlySet<string> = new Set(['pg-query-stream', 'pg-cursor'])
/** Methods of a query that a model of another file may begin: `Order.find({ … }).cursor()`. */
const QUERIES: ReadonlySet<string> = new Set(['find', 'aggregate'])
/** Methods that give the same rows in another order or form. */
const SAME_ROWS: ReadonlySet<string> = new Set([
  'sort',
  'project',
  'batchSize',
  'skip',
  'map',
  'filter',
  'hint',
  'stream',
])
/** Methods that say how many rows come at most. */
const BOUNDS: ReadonlySet<string> = new Set(['limit', 'take', 'top', 'first'])
const LIMIT_CLAUSE = /\b(?:limit|fetch (?:first|next)|top)\b/i
/** Paginators of the AWS SDK: `paginateScan`, `paginateListObjectsV2`. */
const AWS_PAGINATOR = /^paginate[A-Z]/

/** True when an iterable is a database's cursor, or the pages of a store: it has as many rows as the store, and waits for its reader. */
export function isDatabaseCursor(source: Source, iterable: Node): boolean {
  const nodes = originsOf(source, iterable).map((origin) =>
    origin.kind === 'expression' && origin.path.length === 0 ? unwrapAwait(origin.node) : undefined,
  )
  return nodes.length > 0 && nodes.every((node) => node !== undefined && isCursor(source, node))
}

function isCursor(source: Source, node: Node): boolean {
  if (node.type === 'NewExpression') return isQueryStream(source, node)
  if (node.type !== 'CallExpression') return false
  if (node.arguments.some((argument) => isQueryStream(source, unwrap(argument)))) return true
  const imported = importedName(source, node.callee)
  if (imported?.module.startsWith('@aws-sdk/') === true) return AWS_PAGINATOR.test(imported.name)
  const name = methodName(node) ?? ''
  const receiver = receiverOf(node)
  if (receiver === undefined || isBounded(node)) return false
  const query = unwrap(receiver)
  if (SAME_ROWS.has(name) && query.type === 'CallExpression' && isCursor(source, query)) return true
  if (name === 'cursor' && query.type === 'CallExpression' && QUERIES.has(methodName(query) ?? '')) return true
  const { module } = callPath(source, node) ?? {}
  return module !== undefined && (CURSORS[packageOf(module) ?? module] ?? []).includes(name)
}

/** True when a method of the chain, or the text of the query, says how many rows come at most. */
function isBounded(call: TSESTree.CallExpression): boolean {
  for (let node: Node | undefined = call; node?.type === 'CallExpression';) {
    if (BOUNDS.has(methodName(node) ?? '')) return true
    if (node.arguments.some((argument) => LIMIT_CLAUSE.test(stringOf(argument) ?? ''))) return true
    const receiver = receiverOf(node)
    node = receiver === undefined ? undefined : unwrap(receiver)
  }
  return false
}

function isQueryStream(source: Source, node: Node): boolean {
  if (node.type !== 'NewExpression' || !QUERY_STREAMS.has(importedName(source, node.callee)?.module ?? '')) return false
  return !LIMIT_CLAUSE.test(stringOf(node.arguments[0]) ?? '')
}
