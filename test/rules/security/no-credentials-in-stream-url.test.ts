import rule from '../../../rules/security/no-credentials-in-stream-url.ts'
import { ruleTest } from '../../rule-tester.ts'

ruleTest(rule, {
  reports: [
    {
      name: 'a template',
      code: 'export const open = (id, token) => new EventSource(`/api/rooms/${id}/events?token=${token}`)',
      errors: [
        {
          messageId: 'parameter',
          data: { name: 'token' },
          line: 1,
          column: 40,
          endColumn: 51,
          suggestions: [
            {
              messageId: 'header',
              data: { library: '`eventsource` (`npm install eventsource@4`)' },
              output: `import { EventSource as EventsourceEventSource } from 'eventsource'

export const open = (id, token) => new EventsourceEventSource(\`/api/rooms/\${id}/events\`, { fetch: (input, init) => fetch(input, { ...init, headers: { ...init.headers, Authorization: \`Bearer \${token}\` } }) })`,
            },
            {
              messageId: 'cookie',
              output:
                'export const open = (id, token) => new EventSource(`/api/rooms/${id}/events`, { withCredentials: true })',
            },
          ],
        },
      ],
    },
    {
      name: 'a token among others',
      code: 'const source = new EventSource(`/events?access_token=${session.accessToken}&room=${room}`)',
      errors: [
        {
          messageId: 'parameter',
          data: { name: 'access_token' },
          line: 1,
          column: 20,
          endColumn: 31,
          suggestions: [
            {
              messageId: 'header',
              data: { library: '`eventsource` (`npm install eventsource@4`)' },
              output: `import { EventSource as EventsourceEventSource } from 'eventsource'

const source = new EventsourceEventSource(\`/events?room=\${room}\`, { fetch: (input, init) => fetch(input, { ...init, headers: { ...init.headers, Authorization: \`Bearer \${session.accessToken}\` } }) })`,
            },
            {
              messageId: 'cookie',
              output: 'const source = new EventSource(`/events?room=${room}`, { withCredentials: true })',
            },
          ],
        },
      ],
    },
    {
      name: 'a token behind others, encoded',
      code: 'const source = new EventSource(`/events?room=${room}&api_key=${encodeURIComponent(apiKey)}`, { withCredentials: true })',
      errors: [
        {
          messageId: 'parameter',
          data: { name: 'api_key' },
          line: 1,
          column: 20,
          endColumn: 31,
          suggestions: [
            {
              messageId: 'cookie',
              output: 'const source = new EventSource(`/events?room=${room}`, { withCredentials: true })',
            },
          ],
        },
      ],
    },
    {
      name: 'a concatenation',
      code: `const source = new EventSource('/events?token=' + token)`,
      errors: [
        {
          messageId: 'parameter',
          data: { name: 'token' },
          line: 1,
          column: 20,
          endColumn: 31,
        },
      ],
    },
    {
      name: 'a constant',
      code: `const url = '/events?jwt=' + jwt
const source = new EventSource(url)`,
      errors: [
        {
          messageId: 'parameter',
          data: { name: 'jwt' },
          line: 2,
          column: 20,
          endColumn: 31,
        },
      ],
    },
    {
      name: 'added later',
      code: `let url = base + '/events'
if (token) url += '?token=' + token
const source = new EventSource(url)`,
      errors: [
        {
          messageId: 'parameter',
          data: { name: 'token' },
          line: 3,
          column: 20,
          endColumn: 31,
        },
      ],
    },
    {
      name: 'a token under a condition',
      code: `const source = new EventSource(\`/events\${token ? \`?token=\${token}\` : ''}\`)`,
      errors: [
        {
          messageId: 'parameter',
          data: { name: 'token' },
          line: 1,
          column: 20,
          endColumn: 31,
        },
      ],
    },
    {
      name: 'URLSearchParams of an object',
      code: `const params = new URLSearchParams({ room, token })
const socket = new WebSocket(\`wss://example.com/live?\${params}\`)`,
      errors: [
        {
          messageId: 'parameter',
          data: { name: 'token' },
          line: 2,
          column: 20,
          endColumn: 29,
        },
      ],
    },
    {
      name: 'URLSearchParams of pairs',
      code: `const socket = new WebSocket(base + '?' + new URLSearchParams([['secret', secret]]).toString())`,
      errors: [
        {
          messageId: 'parameter',
          data: { name: 'secret' },
          line: 1,
          column: 20,
          endColumn: 29,
        },
      ],
    },
    {
      name: 'URLSearchParams that is filled',
      code: `const params = new URLSearchParams()
params.set('room', room)
params.append('password', password)
new WebSocket(\`\${base}?\${params.toString()}\`)`,
      errors: [
        {
          messageId: 'parameter',
          data: { name: 'password' },
          line: 4,
          column: 5,
          endColumn: 14,
        },
      ],
    },
    {
      name: 'a secret of something, in a query that may be empty',
      code: `const params = new URLSearchParams()
if (roomSecret) params.set('roomSecret', roomSecret)
const query = params.toString()
const address = \`wss://\${location.host}/live\${query ? \`?\${query}\` : ''}\`
new WebSocket(address)`,
      errors: [
        {
          messageId: 'parameter',
          data: { name: 'roomSecret' },
          line: 5,
          column: 5,
          endColumn: 14,
        },
      ],
    },
    {
      name: 'a URL object',
      code: `const url = new URL('/live', location.href)
url.searchParams.set('token', token)
const socket = new WebSocket(url)`,
      errors: [
        {
          messageId: 'parameter',
          data: { name: 'token' },
          line: 3,
          column: 20,
          endColumn: 29,
        },
      ],
    },
    {
      name: 'a URL object as text',
      code: `const url = new URL(base)
url.searchParams.append('authToken', getToken())
const socket = new WebSocket(url.toString().replace(/^http/, 'ws'))`,
      errors: [
        {
          messageId: 'parameter',
          data: { name: 'authToken' },
          line: 3,
          column: 20,
          endColumn: 29,
        },
      ],
    },
    {
      name: 'its href',
      code: `const url = new URL(base)
url.searchParams.append('apiKey', key)
const source = new EventSource(url.href)`,
      errors: [
        {
          messageId: 'parameter',
          data: { name: 'apiKey' },
          line: 3,
          column: 20,
          endColumn: 31,
        },
      ],
    },
    {
      name: 'a WebSocket',
      code: 'const socket = new WebSocket(`wss://example.com/live?token=${token}`)',
      errors: [
        {
          messageId: 'parameter',
          data: { name: 'token' },
          line: 1,
          column: 20,
          endColumn: 29,
          suggestions: [
            {
              messageId: 'cookie',
              output: 'const socket = new WebSocket(`wss://example.com/live`)',
            },
          ],
        },
      ],
    },
    {
      name: 'a key',
      code: 'const socket = new WebSocket(`wss://example.com/live?key=${API_KEY}`)',
      errors: [
        {
          messageId: 'parameter',
          data: { name: 'key' },
          line: 1,
          column: 20,
          endColumn: 29,
          suggestions: [
            {
              messageId: 'cookie',
              output: 'const socket = new WebSocket(`wss://example.com/live`)',
            },
          ],
        },
      ],
    },
    {
      name: 'user and password',
      code: 'const socket = new WebSocket(`wss://${user}:${password}@example.com/live`)',
      errors: [
        {
          messageId: 'userInfo',
          line: 1,
          column: 20,
          endColumn: 29,
        },
      ],
    },
    {
      name: 'user and password, written out',
      code: `const socket = new WebSocket('wss://admin:hunter22@example.com/live')`,
      errors: [
        {
          messageId: 'userInfo',
          line: 1,
          column: 20,
          endColumn: 29,
        },
      ],
    },
    {
      name: 'a secret that is written out',
      code: `const socket = new WebSocket('wss://example.com/live?api_key=sk-1234567890')`,
      errors: [
        {
          messageId: 'parameter',
          data: { name: 'api_key' },
          line: 1,
          column: 20,
          endColumn: 29,
        },
      ],
    },
    {
      name: 'a helper of the file',
      code: `function address(room: string, token: string) {
  return \`/rooms/\${room}?token=\${token}\`
}
export const open = (room: string) => new EventSource(address(room, readToken()))`,
      errors: [
        {
          messageId: 'parameter',
          data: { name: 'token' },
          line: 4,
          column: 43,
          endColumn: 54,
        },
      ],
    },
    {
      name: 'the client of ws',
      code: `import WebSocket from 'ws'
const socket = new WebSocket(\`wss://example.com/live?token=\${token}\`)`,
      errors: [
        {
          messageId: 'parameter',
          data: { name: 'token' },
          line: 2,
          column: 20,
          endColumn: 29,
        },
      ],
    },
    {
      name: 'the client of eventsource',
      code: `import { EventSource } from 'eventsource'
const source = new EventSource(\`https://example.com/events?token=\${token}\`)`,
      errors: [
        {
          messageId: 'parameter',
          data: { name: 'token' },
          line: 2,
          column: 20,
          endColumn: 31,
          suggestions: [
            {
              messageId: 'header',
              data: { library: '`eventsource` (`npm install eventsource@4`)' },
              output: `import { EventSource } from 'eventsource'
const source = new EventSource(\`https://example.com/events\`, { fetch: (input, init) => fetch(input, { ...init, headers: { ...init.headers, Authorization: \`Bearer \${token}\` } }) })`,
            },
            {
              messageId: 'cookie',
              output: `import { EventSource } from 'eventsource'
const source = new EventSource(\`https://example.com/events\`, { withCredentials: true })`,
            },
          ],
        },
      ],
    },
    {
      name: 'socket.io, query',
      code: `import { io } from 'socket.io-client'
const socket = io(url, { query: { token } })`,
      errors: [
        {
          messageId: 'parameter',
          data: { name: 'token' },
          line: 2,
          column: 16,
          endColumn: 18,
          suggestions: [
            {
              messageId: 'auth',
              output: `import { io } from 'socket.io-client'
const socket = io(url, { auth: { token } })`,
            },
          ],
        },
      ],
    },
    {
      name: 'socket.io, options alone',
      code: `import io from 'socket.io-client'
const socket = io({ path: '/live', query: { room, token: getToken() } })`,
      errors: [
        {
          messageId: 'parameter',
          data: { name: 'token' },
          line: 2,
          column: 16,
          endColumn: 18,
        },
      ],
    },
    {
      name: 'socket.io, the address and a text',
      code: `import { io, Manager } from 'socket.io-client'
io(\`/live?token=\${token}\`)
new Manager(url, { query: { accessToken } })`,
      errors: [
        {
          messageId: 'parameter',
          data: { name: 'token' },
          line: 2,
          column: 1,
          endColumn: 3,
        },
        {
          messageId: 'parameter',
          data: { name: 'accessToken' },
          line: 3,
          column: 5,
          endColumn: 12,
        },
      ],
    },
    {
      name: 'partysocket',
      code: `import PartySocket from 'partysocket'
const socket = new PartySocket({ host, room, query: { token } })`,
      errors: [
        {
          messageId: 'parameter',
          data: { name: 'token' },
          line: 2,
          column: 20,
          endColumn: 31,
        },
      ],
    },
    {
      name: 'partysocket, a function and a hook',
      code: `import usePartySocket from 'partysocket/react'
const socket = usePartySocket({ host, room, query: async () => ({ token: await getToken() }) })`,
      errors: [
        {
          messageId: 'parameter',
          data: { name: 'token' },
          line: 2,
          column: 16,
          endColumn: 30,
        },
      ],
    },
    {
      name: 'reconnecting sockets',
      code: `import { WebSocket as Socket } from 'partysocket'
import ReconnectingWebSocket from 'reconnecting-websocket'
new Socket(\`wss://example.com?token=\${token}\`)
new ReconnectingWebSocket(\`wss://example.com?token=\${token}\`)`,
      errors: [
        {
          messageId: 'parameter',
          data: { name: 'token' },
          line: 3,
          column: 5,
          endColumn: 11,
          suggestions: [
            {
              messageId: 'cookie',
              output: `import { WebSocket as Socket } from 'partysocket'
import ReconnectingWebSocket from 'reconnecting-websocket'
new Socket(\`wss://example.com\`)
new ReconnectingWebSocket(\`wss://example.com?token=\${token}\`)`,
            },
          ],
        },
        {
          messageId: 'parameter',
          data: { name: 'token' },
          line: 4,
          column: 5,
          endColumn: 26,
          suggestions: [
            {
              messageId: 'cookie',
              output: `import { WebSocket as Socket } from 'partysocket'
import ReconnectingWebSocket from 'reconnecting-websocket'
new Socket(\`wss://example.com?token=\${token}\`)
new ReconnectingWebSocket(\`wss://example.com\`)`,
            },
          ],
        },
      ],
    },
    {
      name: 'other addresses than those of the settings',
      settings: { streaming: { providerUrls: ['wss://api.example.com/'] } },
      code: 'new WebSocket(`wss://other.example.com/live?token=${token}`)',
      errors: [
        {
          messageId: 'parameter',
          data: { name: 'token' },
          line: 1,
          column: 5,
          endColumn: 14,
          suggestions: [
            {
              messageId: 'cookie',
              output: 'new WebSocket(`wss://other.example.com/live`)',
            },
          ],
        },
      ],
    },
    {
      name: 'qs',
      code: `import qs from 'qs'
new WebSocket(\`\${base}?\${qs.stringify({ token, room })}\`)`,
      errors: [
        {
          messageId: 'parameter',
          data: { name: 'token' },
          line: 2,
          column: 5,
          endColumn: 14,
        },
      ],
    },
    {
      name: 'window',
      code: 'new window.EventSource(`/events?token=${token}`)',
      errors: [
        {
          messageId: 'parameter',
          data: { name: 'token' },
          line: 1,
          column: 12,
          endColumn: 23,
          suggestions: [
            {
              messageId: 'header',
              data: { library: '`eventsource` (`npm install eventsource@4`)' },
              output: `import { EventSource } from 'eventsource'

new EventSource(\`/events\`, { fetch: (input, init) => fetch(input, { ...init, headers: { ...init.headers, Authorization: \`Bearer \${token}\` } }) })`,
            },
            {
              messageId: 'cookie',
              output: 'new window.EventSource(`/events`, { withCredentials: true })',
            },
          ],
        },
      ],
    },
  ],
  silent: [
    {
      name: 'a provider that takes its token nowhere else',
      code: `export const open = (token) => new WebSocket(\`wss://generativelanguage.googleapis.com/ws/live?access_token=\${token}\`)`,
    },
    {
      name: 'no credential',
      code: `new EventSource(\`/api/rooms/\${id}/events\`)
new WebSocket(\`wss://example.com/live?room=\${room}&page=\${page}\`)`,
    },
    {
      name: 'names that only contain such a word',
      code: 'new EventSource(`/events?max_tokens=${max}&sort_key=${sort}&keyword=${word}&tokenizer=${t}&secretary=${s}&monkey=${m}`)',
    },
    {
      name: 'one-time tickets',
      code: `new EventSource(\`/events?ticket=\${ticket}\`)
new EventSource(\`/events?sse_token=\${t}\`)
new WebSocket(\`/live?ephemeral_token=\${t}\`)
new WebSocket(\`/live?token=\${ticket}\`)
new WebSocket(\`/live?token=\${await getEphemeralToken()}\`)
new WebSocket(\`/live?token=\${ticket.token}\`)`,
    },
    {
      name: 'a provider that demands it',
      settings: { streaming: { providerUrls: ['wss://api.example.com/v1/'] } },
      code: `const BASE = 'wss://api.example.com/v1'
new WebSocket(\`wss://api.example.com/v1/listen?key=\${key}\`)
new WebSocket(\`\${BASE}/listen?key=\${key}\`)`,
    },
    {
      name: 'keys of something else',
      code: `new EventSource(\`/events?key=\${roomKey}\`)
new EventSource(\`/events?key=\${cacheKey}\`)
new EventSource(\`/events?key=\${room.id}\`)`,
    },
    {
      name: 'flags',
      code: `new EventSource(\`/events?auth=required&token=true\`)
new EventSource(\`/events?token=\${!!token}\`)
new EventSource(\`/events?token=\${hasToken}\`)
new EventSource(\`/events?token=\${token.length}\`)`,
    },
    {
      name: 'an empty value',
      code: `new EventSource('/events?token=')`,
    },
    {
      name: 'in a header, a cookie or a message',
      code: `import { EventSource } from 'eventsource'
new EventSource(url, { fetch: (input, init) => fetch(input, { ...init, headers: { Authorization: \`Bearer \${token}\` } }) })
const socket = new WebSocket(url)
socket.onopen = () => socket.send(JSON.stringify({ token }))`,
    },
    {
      name: 'a subprotocol',
      code: `new WebSocket(url, ['bearer', token])`,
    },
    {
      name: 'socket.io, auth',
      code: `import { io } from 'socket.io-client'
io(url, { auth: { token } })
io(url, { query: { room } })
io(url)
io(url, options)`,
    },
    {
      name: 'other things with an address',
      code: `fetch(\`/api?token=\${token}\`)
new Request(\`/api?token=\${token}\`)
io(\`/live?token=\${token}\`)
new Image().src = \`/pixel?token=\${token}\``,
    },
    {
      name: 'classes of the same name',
      code: `import { EventSource } from './events'
class WebSocket {}
new EventSource(\`/events?token=\${token}\`)
new WebSocket(\`/live?token=\${token}\`)`,
    },
    {
      name: 'an address of another file',
      code: `import { url } from './config'
new EventSource(url)
new WebSocket(urlFor(token))
new WebSocket(props.url)`,
    },
    {
      name: 'parameters that go elsewhere',
      code: `const params = new URLSearchParams({ token })
fetch(\`/login?\${params}\`)
new EventSource('/events')`,
    },
    {
      name: 'another parameter of a URL',
      code: `const url = new URL(base)
url.searchParams.set('room', room)
new WebSocket(url)`,
    },
    {
      name: 'a token in the path of the program',
      code: 'new EventSource(`/events/${token}`)',
    },
    {
      name: 'a port is no password',
      code: `new WebSocket(\`ws://\${host}:\${port}/live\`)
new WebSocket(\`ws://localhost:8080/@room\`)`,
    },
    {
      name: 'a server',
      code: `import { WebSocketServer } from 'ws'
new WebSocketServer({ port: 1, path: '/live?token=' + token })`,
    },
    {
      name: 'a test',
      file: 'test/events.test.ts',
      code: 'new EventSource(`/events?token=${token}`)',
    },
    {
      name: 'the beginning of an address in a variable',
      code: `new WebSocket(token)
new EventSource(secret)`,
    },
  ],
})
