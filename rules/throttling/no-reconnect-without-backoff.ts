import { backOff } from '../../src/edits/back-off.ts'
import { isTypeScript } from '../../src/edits/module-syntax.ts'
import { reconnectingSocket } from '../../src/edits/reconnecting-socket.ts'
import { calleeNameNode } from '../../src/facts/callee.ts'
import { CONNECTION_TERMS } from '../../src/facts/connections.ts'
import type { WayBack } from '../../src/facts/reconnects.ts'
import { reconnects } from '../../src/facts/reconnects.ts'
import { runtimeOf } from '../../src/facts/runtime.ts'
import { isChore } from '../../src/facts/script-start.ts'
import { chooseLibrary } from '../../src/libraries/choose-library.ts'
import { offerText } from '../../src/libraries/offer-text.ts'
import { defineRule } from '../../src/rule.ts'
import type { Node } from '../../src/source.ts'

export default defineRule({
  name: 'no-reconnect-without-backoff',
  mistake: 'throttling',
  tier: 'recommended',
  description: 'Disallow reconnecting a stream at once or after a fixed delay, for ever',
  terms: [CONNECTION_TERMS, ['close', 'error', 'then', 'catch', 'finally']],
  messages: {
    atOnce:
      'When the server goes down, every client of {{connection}} connects again at once and without end, and keeps it down.',
    fixedDelay:
      'When the server goes down, every client of {{connection}} connects again after the same delay, all together and without end, and keeps it down.',
    library: 'Let {{library}} reconnect: it waits longer after each failed attempt.',
    backOff: 'Wait twice as long after each failed attempt, up to 30 seconds, spread at random.',
    spread: 'Spread the attempts of the clients at random.',
  },
  defaultOptions: {},
  fixable: 'code',
  hasSuggestions: true,
  *find({ source, settings, project }) {
    // A developer's program is one client.
    if (isChore(source)) return
    const runtime = runtimeOf(source)
    for (const reconnect of reconnects(source)) {
      const { connection, ways } = reconnect
      const choice =
        connection.kind === 'websocket'
          ? chooseLibrary('websocket-reconnect', { settings, project, runtime })
          : undefined
      const slower = backOff(source, reconnect)
      yield {
        at: placeOf(ways[0]),
        messageId: ways[0].delay === undefined ? 'atOnce' : 'fixedDelay',
        data: { connection: NAMES[connection.kind] },
        suggestions: [
          ...(choice === undefined
            ? []
            : [
                {
                  messageId: 'library' as const,
                  data: { library: offerText(choice, project, { types: isTypeScript(source) }) },
                  edit: () => reconnectingSocket(source, reconnect, choice.library),
                },
              ]),
          ...(slower === undefined
            ? []
            : [
                {
                  messageId: slower.form === 'growing' ? ('backOff' as const) : ('spread' as const),
                  edit: () => slower.edit,
                },
              ]),
        ],
      }
    }
  },
})

const NAMES = {
  websocket: 'this WebSocket',
  'event-source': 'this EventSource',
  'fetch-event-source': 'this event stream',
} as const

/** The timer that leads back, else the first call that does. */
function placeOf({ timer, step }: WayBack): Node {
  const place = timer?.call ?? step
  return place.type === 'CallExpression' ? calleeNameNode(place) : place
}
