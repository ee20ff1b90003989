import type { SocketServer } from '../facts/socket-servers.ts'
import { enclosingFunction } from '../facts/functions.ts'
import type { Library } from '../libraries/library.ts'
import type { Project } from '../project/project.ts'
import type { Source } from '../source.ts'
import { addOptions } from './add-argument.ts'
import { codeFor } from './code-lines.ts'
import type { Edit } from './edit.ts'
import { importBindings } from './imports.ts'
import { logCall } from './log-caught-error.ts'
import { freshName } from './names.ts'
import { statementOf } from './statement-place.ts'
import { insertStatementsBefore } from './statements.ts'

/**
 * Gives a socket.io server an adapter that sends through Redis, and opens the connection in front of it.
 * @param library one of the purpose `socket-adapter`
 * @param logger the callee's text of what logs errors
 * @returns undefined where no statement makes the server, or where its options take no further property
 */
export function addSocketAdapter(
  source: Source,
  { call, optionsIndex }: SocketServer,
  library: Library,
  project: Project,
  logger: string,
): Edit | undefined {
  const statement = statementOf(call)
  if (statement === undefined) return undefined
  const isIoredis = project.has('ioredis') && !project.has('redis')
  const [adapter] = library.imports
  if (adapter === undefined) return undefined
  const imports = importBindings(source, [
    { module: adapter.from, name: adapter.name, at: call },
    isIoredis ? { module: 'ioredis', name: 'Redis', at: call } : { module: 'redis', name: 'createClient', at: call },
  ])
  const [create, client] = imports ?? []
  if (imports === undefined || create === undefined || client === undefined) return undefined
  const redis = freshName(source, 'redis', ['redisClient'])
  const isSharded = library.idiom === 'sharded-adapter'
  const subscriber = isSharded ? freshName(source, 'subscriber', ['redisSubscriber']) : undefined
  const code = codeFor(source)
  const isAsync = enclosingFunction(call)?.async === true
  const log = logCall(source, project, logger, 'Redis failed', 'error')
  const lines = [
    ...(isIoredis
      ? code`const ${redis} = new ${client.local}(process.env['REDIS_URL'] ?? 'redis://localhost:6379');`
      : code`const ${redis} = ${client.local}({ url: process.env['REDIS_URL'] ?? 'redis://localhost:6379' });`),
    ...(subscriber === undefined ? [] : code`const ${subscriber} = ${redis}.duplicate();`),
  ]
  // A client without a listener ends the process when Redis is away; it connects again by itself.
  for (const name of subscriber === undefined ? [redis] : [redis, subscriber]) {
    lines.push(...code`${name}.on('error', (error) => ${log});`)
    if (isIoredis) continue
    lines.push(...(isAsync ? code`await ${name}.connect();` : code`${name}.connect().catch((error) => ${log});`))
  }
  const made = subscriber === undefined ? `${create.local}(${redis})` : `${create.local}(${redis}, ${subscriber})`
  const before = insertStatementsBefore(source, statement, lines)
  const option = addOptions(source, call, optionsIndex, [{ name: 'adapter', value: made }], { spread: true })
  if (before === undefined || option === undefined) return undefined
  return { imports, changes: [...before, ...option] }
}
