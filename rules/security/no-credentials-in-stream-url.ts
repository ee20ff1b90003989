import { leaveToCookie, moveToAuth, sendInHeader } from '../../src/edits/credential-from-url.ts'
import { isTypeScript } from '../../src/edits/module-syntax.ts'
import { calleeNameNode } from '../../src/facts/callee.ts'
import { runtimeOf } from '../../src/facts/runtime.ts'
import type { UrlConnection } from '../../src/facts/url-connections.ts'
import { URL_CONNECTION_TERMS, urlConnections } from '../../src/facts/url-connections.ts'
import { isCredential } from '../../src/facts/url-credentials.ts'
import { chooseLibrary } from '../../src/libraries/choose-library.ts'
import { offerText } from '../../src/libraries/offer-text.ts'
import { defineRule } from '../../src/rule.ts'

/** Event streams of these may carry headers once the client is another one. */
const HEADER_IDIOMS = ['event-source']

export default defineRule({
  name: 'no-credentials-in-stream-url',
  mistake: 'security',
  tier: 'recommended',
  description: 'Disallow tokens, keys and passwords in the address of a stream',
  terms: [URL_CONNECTION_TERMS],
  messages: {
    parameter:
      '`{{name}}` stands in the address of this stream: every proxy and server on the way writes it into its log, and whoever reads a log can connect as this user.',
    userInfo:
      'A password stands in the address of this stream: every proxy and server on the way writes it into its log, and whoever reads a log can connect as this user.',
    header: 'Send it in the `Authorization` header, with the client of {{library}}.',
    cookie: 'Take it out of the address and let the server read a cookie.',
    auth: 'Move it to `auth`, which socket.io sends once it is connected.',
  },
  defaultOptions: {},
  fixable: 'code',
  hasSuggestions: true,
  *find({ source, settings, project }) {
    for (const connection of urlConnections(source)) {
      if (isDemanded(connection, settings.providerUrls)) continue
      const at = calleeNameNode(connection.call)
      const parameter = connection.parameters.find(isCredential)
      if (parameter === undefined) {
        if (connection.hasUserInfo) yield { at, messageId: 'userInfo' as const }
        continue
      }
      const { kind } = connection
      const client =
        kind === 'event-source'
          ? chooseLibrary('sse-client', { settings, project, runtime: runtimeOf(source), idioms: HEADER_IDIOMS })
          : undefined
      yield {
        at,
        messageId: 'parameter' as const,
        data: { name: parameter.name },
        suggestions: [
          ...(client === undefined
            ? []
            : [
                {
                  messageId: 'header' as const,
                  data: { library: offerText(client, project, { types: isTypeScript(source) }) },
                  edit: () => sendInHeader(source, connection, parameter, client.library),
                },
              ]),
          ...(kind === 'event-source' || kind === 'websocket'
            ? [{ messageId: 'cookie' as const, edit: () => leaveToCookie(source, connection, parameter) }]
            : []),
          ...(kind === 'socket.io' && connection.call.type === 'CallExpression'
            ? [{ messageId: 'auth' as const, edit: () => moveToAuth(source, connection, parameter) }]
            : []),
        ],
      }
    }
  },
})

/** Providers that take what a page may know nowhere else. The Live API of Gemini: an ephemeral token as `access_token`, says its guide. */
const PROVIDER_URLS = ['wss://generativelanguage.googleapis.com/']

/** The provider at this address takes the key nowhere else, as is known, or as the settings say. */
function isDemanded({ start }: UrlConnection, providerUrls: readonly string[]): boolean {
  return [...PROVIDER_URLS, ...providerUrls].some((url) => start.toLowerCase().startsWith(url.toLowerCase()))
}
