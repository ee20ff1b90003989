import { codeFor } from '../edits/code-lines.ts'
import type { ImportBinding } from '../edits/edit.ts'
import { fileStyle } from '../edits/file-style.ts'
import { importBindings } from '../edits/imports.ts'
import { logCall } from '../edits/log-caught-error.ts'
import { freshName } from '../edits/names.ts'
import { errorLogger } from '../facts/loggers.ts'
import { runtimeOf } from '../facts/runtime.ts'
import { chooseLibrary } from '../libraries/choose-library.ts'
import type { Node, Source } from '../source.ts'
import type { CodemodFile } from './codemod.ts'

/** Two connections of a module to Redis, since one that subscribes can do nothing else. */
export interface RedisConnections {
  readonly imports: readonly ImportBinding[]
  /** Opens them. */
  readonly lines: readonly string[]
  readonly publisher: string
  /** A call that logs an error of the name. */
  log(error: string): string
  /** Has a function called with what is published on a channel. */
  subscribe(channel: string, handle: (text: string) => readonly string[]): string[]
}

/** Writes the connections with `redis`, or with `ioredis` where the project has that one; undefined when neither can be imported. */
export function redisConnections({ source, settings, project }: CodemodFile, at: Node): RedisConnections | undefined {
  const choice = chooseLibrary('broker', {
    settings,
    project,
    runtime: runtimeOf(source),
    idioms: ['redis', 'ioredis'],
  })
  const [wanted] = choice?.library.imports ?? []
  const imports =
    wanted === undefined ? undefined : importBindings(source, [{ module: wanted.from, name: wanted.name, at }])
  const [client] = imports ?? []
  if (choice === undefined || imports === undefined || client === undefined) return undefined
  const publisher = freshName(source, 'publisher', ['redisPublisher'])
  const subscriber = freshName(source, 'subscriber', ['redisSubscriber'])
  const code = codeFor(source)
  const heardChannel = freshName(source, 'channel', ['heardChannel'])
  const heardText = freshName(source, 'text', ['published'])
  const log = (error: string) => logCall(source, project, errorLogger(source, settings.loggers), 'Redis failed', error)
  const isIoredis = choice.library.idiom === 'ioredis'
  // A client without a listener ends the process when Redis is away; it connects again by itself.
  const heard = [publisher, subscriber].flatMap((name) => code`${name}.on('error', (error) => ${log('error')});`)
  if (isIoredis)
    return {
      imports,
      publisher,
      log,
      lines: [
        ...code`const ${publisher} = new ${client.local}(process.env['REDIS_URL'] ?? 'redis://localhost:6379');
          const ${subscriber} = ${publisher}.duplicate();`,
        ...heard,
      ],
      subscribe: (channel, handle) => [
        ...code`${subscriber}.subscribe('${channel}').catch((error) => ${log('error')});`,
        ...code`${subscriber}.on('message', (${heardChannel}, ${heardText}) => {`,
        ...indented(source, [...code`if (${heardChannel} !== '${channel}') return;`, ...handle(heardText)]),
        ...code`});`,
      ],
    }
  return {
    imports,
    publisher,
    log,
    lines: [
      ...code`const ${publisher} = ${client.local}({ url: process.env['REDIS_URL'] ?? 'redis://localhost:6379' });
        const ${subscriber} = ${publisher}.duplicate();`,
      ...heard,
      ...[publisher, subscriber].flatMap((name) => code`${name}.connect().catch((error) => ${log('error')});`),
    ],
    subscribe: (channel, handle) => [
      ...code`${subscriber}.subscribe('${channel}', (${heardText}) => {`,
      ...indented(source, handle(heardText)),
      ...code`}).catch((error) => ${log('error')});`,
    ],
  }
}

/** The lines one level deeper. */
function indented(source: Source, lines: readonly string[]): string[] {
  return lines.map((line) => fileStyle(source).indent + line)
}
