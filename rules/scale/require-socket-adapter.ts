import { addSocketAdapter } from '../../src/edits/add-socket-adapter.ts'
import { errorLogger } from '../../src/facts/loggers.ts'
import { runtimeOf } from '../../src/facts/runtime.ts'
import { serverName, socketGateways, socketServers } from '../../src/facts/socket-servers.ts'
import { chooseLibrary } from '../../src/libraries/choose-library.ts'
import type { AdapterAnswer } from '../../src/project/socket-adapter.ts'
import { socketAdapter } from '../../src/project/socket-adapter.ts'
import type { UnknownOption } from '../../src/project/unknown-option.ts'
import { UNKNOWN_BY_DEFAULT, UNKNOWN_IN_STRICT, unknownSchema } from '../../src/project/unknown-option.ts'
import { defineRule } from '../../src/rule.ts'

export default defineRule<UnknownOption, 'none' | 'gateway' | 'unknown' | 'adapter'>({
  name: 'require-socket-adapter',
  mistake: 'scale',
  tier: 'recommended',
  description: 'Require an adapter behind every socket.io server, so that a second process can be started',
  terms: [['socket.io', '@nestjs/websockets']],
  messages: {
    none: 'As soon as a second process runs, what this server sends to a room reaches only the clients of its own process; the others hear nothing: no file of the project wires an adapter.',
    gateway:
      'As soon as a second process runs, what this gateway sends to a room reaches only the clients of its own process; the others hear nothing: no file of the project wires an adapter.',
    unknown:
      'Whether clients of a second process hear what is sent here cannot be told: the adapter of the socket.io server could not be followed.',
    adapter: 'Send through Redis with `{{package}}`.',
  },
  schema: {
    type: 'object',
    properties: {
      unknown: unknownSchema(
        'What to do about servers for which the project does not tell whether an adapter is wired.',
      ),
    },
    additionalProperties: false,
  },
  defaultOptions: UNKNOWN_BY_DEFAULT,
  strictOptions: UNKNOWN_IN_STRICT,
  fixable: 'code',
  hasSuggestions: true,
  *find(ask) {
    const { source, project, settings, options } = ask
    const isReported = (answer: AdapterAnswer): boolean =>
      answer === 'no' || (answer === 'unknown' && options.unknown === 'report')
    for (const server of socketServers(source)) {
      const answer = server.hasAdapter === undefined ? 'unknown' : socketAdapter(ask, false)
      if (!isReported(answer)) continue
      const choice = chooseLibrary('socket-adapter', { settings, project, runtime: runtimeOf(source) })
      yield {
        at: serverName(server),
        messageId: answer === 'no' ? 'none' : 'unknown',
        suggestions:
          choice === undefined || answer !== 'no'
            ? []
            : [
                {
                  messageId: 'adapter' as const,
                  data: { package: choice.library.package },
                  edit: () =>
                    addSocketAdapter(source, server, choice.library, project, errorLogger(source, settings.loggers)),
                },
              ],
      }
    }
    const [gateway] = socketGateways(source)
    // Gateways of `ws` send to sockets, not to rooms.
    if (gateway === undefined || !project.has('@nestjs/platform-socket.io')) return
    const answer = socketAdapter(ask, true)
    if (isReported(answer)) yield { at: gateway.expression, messageId: answer === 'no' ? 'gateway' : 'unknown' }
  },
})
