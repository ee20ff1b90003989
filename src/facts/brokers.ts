import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { calleeName } from './callee.ts'
import { importedModules } from './imported-modules.ts'
import { packageOf } from './module-name.ts'
import { wordsOf } from './name-words.ts'
import { nodesOf } from './nodes.ts'
import { propertyName, stringOf, unwrap } from './unwrap.ts'
import { methodCalls } from './named-calls.ts'

/** Packages that carry messages from one process to another. */
const BROKERS = new Set([
  'ioredis',
  'redis',
  'iovalkey',
  '@redis/client',
  '@upstash/redis',
  '@upstash/realtime',
  '@valkey/valkey-glide',
  'nats',
  '@nats-io/transport-node',
  '@nats-io/nats-core',
  'kafkajs',
  '@confluentinc/kafka-javascript',
  'node-rdkafka',
  'amqplib',
  'amqp-connection-manager',
  'rhea',
  'mqtt',
  'async-mqtt',
  'pg-listen',
  'pg-pubsub',
  'pusher',
  'ably',
  'bullmq',
  'bull',
  'resumable-stream',
  'graphql-redis-subscriptions',
  'socket.io-redis',
  'partyserver',
  'partykit',
  'agents',
  'cluster',
  'node:cluster',
  'cloudflare:workers',
])
/** Beginnings of such packages. */
const BROKER_SCOPES = ['@google-cloud/pubsub', '@aws-sdk/client-s', '@azure/', '@socket.io/', '@supabase/', '@pusher/']
/** Words of modules, names and environment variables that say so: `@/lib/redis`, `REDIS_URL`. */
const BROKER_WORDS = new Set([
  'redis',
  'ioredis',
  'valkey',
  'nats',
  'kafka',
  'rabbitmq',
  'rabbit',
  'amqp',
  'mqtt',
  'pusher',
  'ably',
  'broker',
])
/** Drivers of databases that tell every process of a change, and the methods and statements that ask for it. */
const LISTENING_DATABASES = new Set(['pg', 'postgres', '@neondatabase/serverless', 'mongodb', 'mongoose'])
const LISTENING_METHODS = new Set(['listen', 'watch'])
const LISTEN_STATEMENT = /^\s*LISTEN\s/i
/** Classes of which the platform runs one instance for one name. */
const SINGLE_INSTANCES = new Set(['DurableObject', 'Agent', 'McpAgent', 'AIChatAgent'])

/**
 * True for a file that hands messages to other processes, or is the only process for what it holds: it names a broker (by an
 * import, an environment variable, or what it imports of the project), listens to a database, or is a Durable Object.
 */
export const usesBroker = perSource((source): boolean => namesBroker(source) || isSingleInstance(source))

function namesBroker(source: Source): boolean {
  let hasDatabase = false
  for (const { specifier, names } of importedModules(source)) {
    const name = packageOf(specifier) ?? specifier
    if (BROKERS.has(name) || BROKER_SCOPES.some((scope) => specifier.startsWith(scope))) return true
    if ([specifier, ...names].some(saysBroker)) return true
    hasDatabase ||= LISTENING_DATABASES.has(name)
  }
  if (nodesOf(source, 'MemberExpression').some((it) => isEnvironment(it.object) && saysBroker(propertyName(it) ?? '')))
    return true
  if (nodesOf(source, 'NewExpression').some((it) => calleeName(it) === 'BroadcastChannel')) return true
  return hasDatabase && listensToDatabase(source)
}

function saysBroker(text: string): boolean {
  return wordsOf(text).some((word) => BROKER_WORDS.has(word))
}

/** `process.env`, `import.meta.env`, `Bun.env`, `env`. */
function isEnvironment(expression: Node): boolean {
  const node = unwrap(expression)
  if (node.type === 'Identifier') return node.name === 'env'
  return node.type === 'MemberExpression' && propertyName(node) === 'env'
}

function listensToDatabase(source: Source): boolean {
  if (methodCalls(source, LISTENING_METHODS).length > 0) return true
  return (
    nodesOf(source, 'Literal').some((it) => LISTEN_STATEMENT.test(stringOf(it) ?? '')) ||
    nodesOf(source, 'TemplateElement').some((it) => LISTEN_STATEMENT.test(it.value.raw))
  )
}

function isSingleInstance(source: Source): boolean {
  const isOne = nodesOf(source, 'ClassDeclaration', 'ClassExpression').some(({ superClass, implements: contracts }) =>
    [superClass, ...contracts.map((it) => it.expression)].some((base) => {
      const node = base === null ? undefined : unwrap(base)
      const name =
        node?.type === 'Identifier' ? node.name : node?.type === 'MemberExpression' ? propertyName(node) : undefined
      return name !== undefined && SINGLE_INSTANCES.has(name)
    }),
  )
  return isOne || methodCalls(source, ['acceptWebSocket']).length > 0
}
