import { addSocketAdapter } from '../edits/add-socket-adapter.ts'
import { errorLogger } from '../facts/loggers.ts'
import { runtimeOf } from '../facts/runtime.ts'
import { serverName, socketServers } from '../facts/socket-servers.ts'
import { chooseLibrary } from '../libraries/choose-library.ts'
import type { Codemod } from './codemod.ts'
import { perFinding } from './per-finding.ts'

export const SOCKET_ADAPTER: Codemod = {
  name: 'socket-adapter',
  title: 'Give every socket.io server an adapter that sends through Redis',
  mistake: 'scale',
  rules: ['require-socket-adapter'],
  transform: perFinding(({ source, settings, project }, { messageId, start }) => {
    if (messageId === 'unknown') return 'Look whether this server has an adapter; what makes it could not be followed.'
    const choice = chooseLibrary('socket-adapter', { settings, project, runtime: runtimeOf(source) })
    const adapter = choice === undefined ? '' : `, such as \`${choice.library.package}\``
    if (messageId === 'gateway')
      return `Give the application an adapter for sockets with \`app.useWebSocketAdapter(…)\`, one that extends \`IoAdapter\` and sends through Redis${adapter}.`
    const server = socketServers(source).find((it) => serverName(it).range[0] === start)
    const edit =
      server === undefined || choice === undefined
        ? undefined
        : addSocketAdapter(source, server, choice.library, project, errorLogger(source, settings.loggers))
    return edit ?? `Give this server an adapter that sends through Redis${adapter}.`
  }),
}
