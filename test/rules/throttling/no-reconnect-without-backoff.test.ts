import rule from '../../../rules/throttling/no-reconnect-without-backoff.ts'
import { ruleTest } from '../../rule-tester.ts'

ruleTest(rule, {
  reports: [
    {
      name: 'a constant delay, the function calls itself',
      code: `export function join(id: string, show: (text: string) => void): void {
  const source = new EventSource(\`/rooms/\${id}\`)
  source.onmessage = (event) => show(event.data)
  source.onerror = () => {
    source.close()
    setTimeout(() => join(id, show), 1000)
  }
}`,
      errors: [
        {
          messageId: 'fixedDelay',
          line: 6,
          column: 5,
          endColumn: 15,
          data: { connection: 'this EventSource' },
          suggestions: [
            {
              messageId: 'backOff',
              output: `export function join(id: string, show: (text: string) => void, attempt = 0): void {
  const source = new EventSource(\`/rooms/\${id}\`)
  source.addEventListener('open', () => {
    attempt = 0
  })
  source.onmessage = (event) => show(event.data)
  source.onerror = () => {
    source.close()
    setTimeout(() => join(id, show, attempt + 1), Math.min(30000, 1000 * 2 ** attempt) * (0.5 + Math.random() / 2))
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a WebSocket, the function passed to the timer',
      file: 'src/feed.js',
      project: 'esm',
      code: `const url = 'wss://example.com/feed'
function connect() {
  const ws = new WebSocket(url)
  ws.onmessage = (event) => console.log(event.data)
  ws.onclose = () => {
    setTimeout(connect, 2000)
  }
}
connect()`,
      errors: [
        {
          messageId: 'fixedDelay',
          line: 6,
          column: 5,
          endColumn: 15,
          data: { connection: 'this WebSocket' },
          suggestions: [
            {
              messageId: 'library',
              data: { library: '`partysocket` (`npm install partysocket@1`)' },
              output: `import ReconnectingWebSocket from 'partysocket/ws'

const url = 'wss://example.com/feed'
function connect() {
  const ws = new ReconnectingWebSocket(url, [], { minReconnectionDelay: 1000 + Math.random() * 4000, maxReconnectionDelay: 30000 })
  ws.onmessage = (event) => console.log(event.data)
}
connect()`,
            },
            {
              messageId: 'backOff',
              output: `const url = 'wss://example.com/feed'
function connect(attempt = 0) {
  const ws = new WebSocket(url)
  ws.addEventListener('open', () => {
    attempt = 0
  })
  ws.onmessage = (event) => console.log(event.data)
  ws.onclose = () => {
    setTimeout(() => connect(attempt + 1), Math.min(30000, 2000 * 2 ** attempt) * (0.5 + Math.random() / 2))
  }
}
connect()`,
            },
          ],
        },
      ],
    },
    {
      name: 'the library is there already',
      project: 'all-libraries',
      code: `export function connect(url: string, show: (text: string) => void): void {
  const ws = new WebSocket(url);
  ws.onmessage = (event) => show(event.data);
  ws.onclose = () => setTimeout(() => connect(url, show), 1000);
}`,
      errors: [
        {
          messageId: 'fixedDelay',
          line: 4,
          column: 22,
          endColumn: 32,
          data: { connection: 'this WebSocket' },
          suggestions: [
            {
              messageId: 'library',
              data: { library: '`partysocket`' },
              output: `import ReconnectingWebSocket from 'partysocket/ws';

export function connect(url: string, show: (text: string) => void): void {
  const ws = new ReconnectingWebSocket(url, [], { minReconnectionDelay: 1000 + Math.random() * 4000, maxReconnectionDelay: 30000 });
  ws.onmessage = (event) => show(event.data);
}`,
            },
            {
              messageId: 'backOff',
              output: `export function connect(url: string, show: (text: string) => void, attempt = 0): void {
  const ws = new WebSocket(url);
  ws.addEventListener('open', () => {
    attempt = 0;
  });
  ws.onmessage = (event) => show(event.data);
  ws.onclose = () => setTimeout(() => connect(url, show, attempt + 1), Math.min(30000, 1000 * 2 ** attempt) * (0.5 + Math.random() / 2));
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'at once, the handler is the connecting function',
      file: 'src/feed.js',
      project: 'esm',
      code: `export function connect() {
  const ws = new WebSocket('wss://example.com/feed')
  ws.addEventListener('message', (event) => console.log(event.data))
  ws.addEventListener('close', connect)
}`,
      errors: [
        {
          messageId: 'atOnce',
          line: 4,
          column: 32,
          endColumn: 39,
          data: { connection: 'this WebSocket' },
          suggestions: [
            {
              messageId: 'library',
              data: { library: '`partysocket` (`npm install partysocket@1`)' },
              output: `import ReconnectingWebSocket from 'partysocket/ws'

export function connect() {
  const ws = new ReconnectingWebSocket('wss://example.com/feed', [], { minReconnectionDelay: 1000 + Math.random() * 4000, maxReconnectionDelay: 30000 })
  ws.addEventListener('message', (event) => console.log(event.data))
}`,
            },
            {
              messageId: 'backOff',
              output: `let attempts = 0
export function connect() {
  const ws = new WebSocket('wss://example.com/feed')
  ws.addEventListener('open', () => {
    attempts = 0
  })
  ws.addEventListener('message', (event) => console.log(event.data))
  ws.addEventListener('close', () => setTimeout(connect, Math.min(30000, 1000 * 2 ** attempts++) * (0.5 + Math.random() / 2)))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'at once, a call among others, protocols',
      file: 'src/feed.js',
      project: 'esm',
      code: `export function follow(topic) {
  const ws = new WebSocket('wss://example.com/' + topic, ['v2'])
  ws.onclose = () => {
    console.warn('closed')
    follow(topic)
  }
}`,
      errors: [
        {
          messageId: 'atOnce',
          line: 5,
          column: 5,
          endColumn: 11,
          data: { connection: 'this WebSocket' },
          suggestions: [
            {
              messageId: 'library',
              data: { library: '`partysocket` (`npm install partysocket@1`)' },
              output: `import ReconnectingWebSocket from 'partysocket/ws'

export function follow(topic) {
  const ws = new ReconnectingWebSocket('wss://example.com/' + topic, ['v2'], { minReconnectionDelay: 1000 + Math.random() * 4000, maxReconnectionDelay: 30000 })
  ws.onclose = () => {
    console.warn('closed')
  }
}`,
            },
            {
              messageId: 'backOff',
              output: `export function follow(topic, attempt = 0) {
  const ws = new WebSocket('wss://example.com/' + topic, ['v2'])
  ws.addEventListener('open', () => {
    attempt = 0
  })
  ws.onclose = () => {
    console.warn('closed')
    setTimeout(() => follow(topic, attempt + 1), Math.min(30000, 1000 * 2 ** attempt) * (0.5 + Math.random() / 2))
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a class, through a method that schedules',
      code: `const DELAY = 5 * 1000;

export class Feed {
  private socket: WebSocket | undefined;
  private stopped = false;

  connect(): void {
    this.socket = new WebSocket('wss://example.com/feed');
    this.socket.addEventListener('close', () => this.schedule());
    this.socket.addEventListener('error', this.schedule.bind(this));
  }

  private schedule(): void {
    if (this.stopped) return;
    setTimeout(() => this.connect(), DELAY);
  }

  stop(): void {
    this.stopped = true;
    this.socket?.close();
  }
}`,
      errors: [
        {
          messageId: 'fixedDelay',
          line: 15,
          column: 5,
          endColumn: 15,
          data: { connection: 'this WebSocket' },
          suggestions: [
            {
              messageId: 'backOff',
              output: `const DELAY = 5 * 1000;

export class Feed {
  reconnectAttempts = 0;
  private socket: WebSocket | undefined;
  private stopped = false;

  connect(): void {
    this.socket = new WebSocket('wss://example.com/feed');
    this.socket.addEventListener('open', () => {
      this.reconnectAttempts = 0;
    });
    this.socket.addEventListener('close', () => this.schedule());
    this.socket.addEventListener('error', this.schedule.bind(this));
  }

  private schedule(): void {
    if (this.stopped) return;
    setTimeout(() => this.connect(), Math.min(30000, DELAY * 2 ** this.reconnectAttempts++) * (0.5 + Math.random() / 2));
  }

  stop(): void {
    this.stopped = true;
    this.socket?.close();
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a class whose methods are arrow fields',
      code: `export class Feed {
  #retryMs: number
  constructor(private readonly url: string, retryMs = 3000) {
    this.#retryMs = retryMs
  }
  connect = () => {
    const source = new EventSource(this.url)
    source.onerror = this.onError
  }
  onError = () => {
    setTimeout(this.connect, this.#retryMs)
  }
}`,
      errors: [
        {
          messageId: 'fixedDelay',
          line: 11,
          column: 5,
          endColumn: 15,
          data: { connection: 'this EventSource' },
          suggestions: [
            {
              messageId: 'backOff',
              output: `export class Feed {
  reconnectAttempts = 0
  #retryMs: number
  constructor(private readonly url: string, retryMs = 3000) {
    this.#retryMs = retryMs
  }
  connect = () => {
    const source = new EventSource(this.url)
    source.addEventListener('open', () => {
      this.reconnectAttempts = 0
    })
    source.onerror = this.onError
  }
  onError = () => {
    setTimeout(this.connect, Math.min(30000, this.#retryMs * 2 ** this.reconnectAttempts++) * (0.5 + Math.random() / 2))
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'React, useCallback and refs',
      file: 'src/use-feed.tsx',
      project: 'react',
      code: `import { useCallback, useEffect, useRef } from 'react'
export function useFeed(url: string) {
  const source = useRef<EventSource | null>(null)
  const timer = useRef<number>(0)
  const connect = useCallback(() => {
    const opened = new EventSource(url)
    source.current = opened
    opened.onerror = () => {
      opened.close()
      timer.current = window.setTimeout(() => {
        connect()
      }, 3000)
    }
  }, [url])
  useEffect(() => {
    connect()
    return () => {
      source.current?.close()
      clearTimeout(timer.current)
    }
  }, [connect])
}`,
      errors: [
        {
          messageId: 'fixedDelay',
          line: 10,
          column: 30,
          endColumn: 40,
          data: { connection: 'this EventSource' },
          suggestions: [
            {
              messageId: 'spread',
              output: `import { useCallback, useEffect, useRef } from 'react'
export function useFeed(url: string) {
  const source = useRef<EventSource | null>(null)
  const timer = useRef<number>(0)
  const connect = useCallback(() => {
    const opened = new EventSource(url)
    source.current = opened
    opened.onerror = () => {
      opened.close()
      timer.current = window.setTimeout(() => {
        connect()
      }, 3000 * (1 + Math.random()))
    }
  }, [url])
  useEffect(() => {
    connect()
    return () => {
      source.current?.close()
      clearTimeout(timer.current)
    }
  }, [connect])
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'React, inside an effect, the socket in a ref',
      file: 'src/Feed.tsx',
      project: 'react',
      code: `import { useEffect, useRef } from 'react'
export function Feed({ url }: { url: string }) {
  const socket = useRef<WebSocket | null>(null)
  useEffect(() => {
    let stopped = false
    const connect = () => {
      socket.current = new WebSocket(url)
      socket.current.onclose = () => {
        if (!stopped) setTimeout(connect, 1000)
      }
    }
    connect()
    return () => {
      stopped = true
      socket.current?.close()
    }
  }, [url])
  return null
}`,
      errors: [
        {
          messageId: 'fixedDelay',
          line: 9,
          column: 23,
          endColumn: 33,
          data: { connection: 'this WebSocket' },
          suggestions: [
            {
              messageId: 'backOff',
              output: `import { useEffect, useRef } from 'react'
export function Feed({ url }: { url: string }) {
  const socket = useRef<WebSocket | null>(null)
  useEffect(() => {
    let stopped = false
    const connect = (attempt = 0) => {
      socket.current = new WebSocket(url)
      socket.current.addEventListener('open', () => {
        attempt = 0
      })
      socket.current.onclose = () => {
        if (!stopped) setTimeout(() => connect(attempt + 1), Math.min(30000, 1000 * 2 ** attempt) * (0.5 + Math.random() / 2))
      }
    }
    connect()
    return () => {
      stopped = true
      socket.current?.close()
    }
  }, [url])
  return null
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a ref that holds the latest connect',
      file: 'src/use-feed.ts',
      project: 'react',
      code: `import { useEffect, useRef } from 'react'
export function useFeed(url: string) {
  const latest = useRef<() => void>(null)
  function open() {
    const ws = new WebSocket(url)
    ws.onclose = () => {
      setTimeout(() => latest.current?.(), 500)
    }
  }
  latest.current = open
  useEffect(() => open(), [url])
}`,
      errors: [
        {
          messageId: 'fixedDelay',
          line: 7,
          column: 7,
          endColumn: 17,
          data: { connection: 'this WebSocket' },
          suggestions: [
            {
              messageId: 'library',
              data: { library: '`partysocket` (`npm install partysocket@1`)' },
              output: `import { useEffect, useRef } from 'react'
import ReconnectingWebSocket from 'partysocket/ws'
export function useFeed(url: string) {
  const latest = useRef<() => void>(null)
  function open() {
    const ws = new ReconnectingWebSocket(url, [], { minReconnectionDelay: 1000 + Math.random() * 4000, maxReconnectionDelay: 30000 })
  }
  latest.current = open
  useEffect(() => open(), [url])
}`,
            },
            {
              messageId: 'spread',
              output: `import { useEffect, useRef } from 'react'
export function useFeed(url: string) {
  const latest = useRef<() => void>(null)
  function open() {
    const ws = new WebSocket(url)
    ws.onclose = () => {
      setTimeout(() => latest.current?.(), 500 * (1 + Math.random()))
    }
  }
  latest.current = open
  useEffect(() => open(), [url])
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'an async function that sleeps',
      code: `const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
export async function connect(url: string): Promise<void> {
  const ws = new WebSocket(url)
  ws.onclose = async () => {
    await sleep(1000)
    await connect(url)
  }
}`,
      errors: [
        {
          messageId: 'fixedDelay',
          line: 6,
          column: 11,
          endColumn: 18,
          data: { connection: 'this WebSocket' },
          suggestions: [
            {
              messageId: 'backOff',
              output: `const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
export async function connect(url: string, attempt = 0): Promise<void> {
  const ws = new WebSocket(url)
  ws.addEventListener('open', () => {
    attempt = 0
  })
  ws.onclose = async () => {
    await sleep(Math.min(30000, 1000 * 2 ** attempt) * (0.5 + Math.random() / 2))
    await connect(url, attempt + 1)
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'sleeping by timers/promises, a socket of ws',
      project: 'node',
      code: `import { setTimeout as sleep } from 'node:timers/promises'
import WebSocket from 'ws'
export function connect(url: string): void {
  const ws = new WebSocket(url, { headers: { authorization: 'x' } })
  ws.on('message', (data) => console.log(String(data)))
  ws.on('error', () => {})
  ws.on('close', async () => {
    await sleep(1000)
    connect(url)
  })
}`,
      errors: [
        {
          messageId: 'fixedDelay',
          line: 9,
          column: 5,
          endColumn: 12,
          data: { connection: 'this WebSocket' },
          suggestions: [
            {
              messageId: 'backOff',
              output: `import { setTimeout as sleep } from 'node:timers/promises'
import WebSocket from 'ws'
export function connect(url: string, attempt = 0): void {
  const ws = new WebSocket(url, { headers: { authorization: 'x' } })
  ws.addEventListener('open', () => {
    attempt = 0
  })
  ws.on('message', (data) => console.log(String(data)))
  ws.on('error', () => {})
  ws.on('close', async () => {
    await sleep(Math.min(30000, 1000 * 2 ** attempt) * (0.5 + Math.random() / 2))
    connect(url, attempt + 1)
  })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'ws, setImmediate, required',
      file: 'src/feed.js',
      project: 'commonjs',
      code: `const { WebSocket } = require('ws')
function connect() {
  const ws = new WebSocket('wss://example.com')
  ws.once('close', () => setImmediate(connect))
}
module.exports = { connect }`,
      errors: [
        {
          messageId: 'atOnce',
          line: 4,
          column: 26,
          endColumn: 38,
          data: { connection: 'this WebSocket' },
          suggestions: [
            {
              messageId: 'backOff',
              output: `const { WebSocket } = require('ws')
let attempts = 0
function connect() {
  const ws = new WebSocket('wss://example.com')
  ws.addEventListener('open', () => {
    attempts = 0
  })
  ws.once('close', () => setTimeout(connect, Math.min(30000, 1000 * 2 ** attempts++) * (0.5 + Math.random() / 2)))
}
module.exports = { connect }`,
            },
          ],
        },
      ],
    },
    {
      name: 'inside the executor of a promise',
      file: 'src/client.js',
      project: 'esm',
      code: `export class Client {
  async connect() {
    await new Promise((resolve, reject) => {
      const ws = new WebSocket('wss://example.com')
      ws.onopen = resolve
      ws.onerror = reject
      ws.onclose = () => {
        this.log('closed')
        setTimeout(() => this.connect().catch(() => {}), 2_000)
      }
    })
  }
  log(text) {
    console.log(text)
  }
}`,
      errors: [
        {
          messageId: 'fixedDelay',
          line: 9,
          column: 9,
          endColumn: 19,
          data: { connection: 'this WebSocket' },
          suggestions: [
            {
              messageId: 'library',
              data: { library: '`partysocket` (`npm install partysocket@1`)' },
              output: `import ReconnectingWebSocket from 'partysocket/ws'

export class Client {
  async connect() {
    await new Promise((resolve, reject) => {
      const ws = new ReconnectingWebSocket('wss://example.com', [], { minReconnectionDelay: 1000 + Math.random() * 4000, maxReconnectionDelay: 30000 })
      ws.onopen = resolve
      ws.onerror = reject
      ws.onclose = () => {
        this.log('closed')
      }
    })
  }
  log(text) {
    console.log(text)
  }
}`,
            },
            {
              messageId: 'backOff',
              output: `export class Client {
  async connect(attempt = 0) {
    await new Promise((resolve, reject) => {
      const ws = new WebSocket('wss://example.com')
      ws.addEventListener('open', () => {
        attempt = 0
      })
      ws.onopen = resolve
      ws.onerror = reject
      ws.onclose = () => {
        this.log('closed')
        setTimeout(() => this.connect(attempt + 1).catch(() => {}), Math.min(30000, 2_000 * 2 ** attempt) * (0.5 + Math.random() / 2))
      }
    })
  }
  log(text) {
    console.log(text)
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a helper makes the socket',
      file: 'src/feed.js',
      project: 'esm',
      code: `function open(url) {
  return new WebSocket(url)
}
export function connect(url) {
  const ws = open(url)
  ws.onclose = () => { setTimeout(() => connect(url), 1000) }
}`,
      errors: [
        {
          messageId: 'fixedDelay',
          line: 6,
          column: 24,
          endColumn: 34,
          data: { connection: 'this WebSocket' },
          suggestions: [
            {
              messageId: 'spread',
              output: `function open(url) {
  return new WebSocket(url)
}
export function connect(url) {
  const ws = open(url)
  ws.onclose = () => { setTimeout(() => connect(url), 1000 * (1 + Math.random())) }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'fetchEventSource that starts again when it is closed',
      code: `import { fetchEventSource } from '@microsoft/fetch-event-source'
export function follow(url: string, show: (text: string) => void): void {
  void fetchEventSource(url, {
    onmessage: (event) => show(event.data),
    onclose() {
      follow(url, show)
    },
  })
}`,
      errors: [
        {
          messageId: 'atOnce',
          line: 6,
          column: 7,
          endColumn: 13,
          data: { connection: 'this event stream' },
          suggestions: [
            {
              messageId: 'spread',
              output: `import { fetchEventSource } from '@microsoft/fetch-event-source'
export function follow(url: string, show: (text: string) => void): void {
  void fetchEventSource(url, {
    onmessage: (event) => show(event.data),
    onclose() {
      setTimeout(() => follow(url, show), 1000 * (1 + Math.random()))
    },
  })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'fetchEventSource whose onerror throws',
      code: `import { fetchEventSource } from '@microsoft/fetch-event-source'
export function follow(url: string, show: (text: string) => void): void {
  void fetchEventSource(url, {
    onmessage: (event) => show(event.data),
    onerror(error) {
      setTimeout(() => follow(url, show), 1000)
      throw error
    },
  })
}`,
      errors: [
        {
          messageId: 'fixedDelay',
          line: 6,
          column: 7,
          endColumn: 17,
          data: { connection: 'this event stream' },
          suggestions: [
            {
              messageId: 'spread',
              output: `import { fetchEventSource } from '@microsoft/fetch-event-source'
export function follow(url: string, show: (text: string) => void): void {
  void fetchEventSource(url, {
    onmessage: (event) => show(event.data),
    onerror(error) {
      setTimeout(() => follow(url, show), 1000 * (1 + Math.random()))
      throw error
    },
  })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'fetchEventSource, the failure of its promise',
      code: `import { fetchEventSource } from '@microsoft/fetch-event-source'
export function follow(url: string): void {
  fetchEventSource(url, {}).catch(() => setTimeout(() => follow(url), 1000))
}`,
      errors: [
        {
          messageId: 'fixedDelay',
          line: 3,
          column: 41,
          endColumn: 51,
          data: { connection: 'this event stream' },
          suggestions: [
            {
              messageId: 'spread',
              output: `import { fetchEventSource } from '@microsoft/fetch-event-source'
export function follow(url: string): void {
  fetchEventSource(url, {}).catch(() => setTimeout(() => follow(url), 1000 * (1 + Math.random())))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'behind an awaited fetchEventSource',
      code: `import { fetchEventSource } from '@microsoft/fetch-event-source'
export async function follow(url: string, signal: AbortSignal): Promise<void> {
  try {
    await fetchEventSource(url, { signal })
  } catch (error) {
    console.error(error)
  }
  if (!signal.aborted) setTimeout(() => follow(url, signal), 3000)
}`,
      errors: [
        {
          messageId: 'fixedDelay',
          line: 8,
          column: 24,
          endColumn: 34,
          data: { connection: 'this event stream' },
          suggestions: [
            {
              messageId: 'spread',
              output: `import { fetchEventSource } from '@microsoft/fetch-event-source'
export async function follow(url: string, signal: AbortSignal): Promise<void> {
  try {
    await fetchEventSource(url, { signal })
  } catch (error) {
    console.error(error)
  }
  if (!signal.aborted) setTimeout(() => follow(url, signal), 3000 * (1 + Math.random()))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a delay that is an option of the caller',
      code: `interface Options { url: string; retryMs?: number }
export function connect(options: Options): void {
  const { url, retryMs = 1000 } = options
  const source = new EventSource(url)
  source.onerror = () => {
    source.close()
    setTimeout(() => connect(options), retryMs)
  }
}`,
      errors: [
        {
          messageId: 'fixedDelay',
          line: 7,
          column: 5,
          endColumn: 15,
          data: { connection: 'this EventSource' },
          suggestions: [
            {
              messageId: 'backOff',
              output: `interface Options { url: string; retryMs?: number }
export function connect(options: Options, attempt = 0): void {
  const { url, retryMs = 1000 } = options
  const source = new EventSource(url)
  source.addEventListener('open', () => {
    attempt = 0
  })
  source.onerror = () => {
    source.close()
    setTimeout(() => connect(options, attempt + 1), Math.min(30000, retryMs * 2 ** attempt) * (0.5 + Math.random() / 2))
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a delay that is imported',
      code: `import { RETRY_MS } from './config'
export function connect(): void {
  const source = new EventSource('/events')
  source.addEventListener('error', function () {
    source.close()
    setTimeout(function () { connect() }, RETRY_MS)
  })
}`,
      errors: [
        {
          messageId: 'fixedDelay',
          line: 6,
          column: 5,
          endColumn: 15,
          data: { connection: 'this EventSource' },
          suggestions: [
            {
              messageId: 'backOff',
              output: `import { RETRY_MS } from './config'
export function connect(attempt = 0): void {
  const source = new EventSource('/events')
  source.addEventListener('open', () => {
    attempt = 0
  })
  source.addEventListener('error', function () {
    source.close()
    setTimeout(function () { connect(attempt + 1) }, Math.min(30000, RETRY_MS * 2 ** attempt) * (0.5 + Math.random() / 2))
  })
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a delay in an object of constants',
      code: `const SETTINGS = { retry: 1500 }
export function connect(): void {
  const source = new EventSource('/events')
  source.onerror = () => {
    source.close()
    setTimeout(connect, SETTINGS.retry)
  }
}`,
      errors: [
        {
          messageId: 'fixedDelay',
          line: 6,
          column: 5,
          endColumn: 15,
          data: { connection: 'this EventSource' },
          suggestions: [
            {
              messageId: 'backOff',
              output: `const SETTINGS = { retry: 1500 }
export function connect(attempt = 0): void {
  const source = new EventSource('/events')
  source.addEventListener('open', () => {
    attempt = 0
  })
  source.onerror = () => {
    source.close()
    setTimeout(() => connect(attempt + 1), Math.min(30000, SETTINGS.retry * 2 ** attempt) * (0.5 + Math.random() / 2))
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'only the way that the socket closed is tested',
      code: `export function connect(url: string): void {
  const ws = new WebSocket(url)
  ws.onclose = (event) => {
    if (event.code >= 4000 || event.wasClean) return
    setTimeout(() => connect(url), 1000)
  }
}`,
      errors: [
        {
          messageId: 'fixedDelay',
          line: 5,
          column: 5,
          endColumn: 15,
          data: { connection: 'this WebSocket' },
          suggestions: [
            {
              messageId: 'library',
              data: { library: '`partysocket` (`npm install partysocket@1`)' },
              output: `import ReconnectingWebSocket from 'partysocket/ws'

export function connect(url: string): void {
  const ws = new ReconnectingWebSocket(url, [], { minReconnectionDelay: 1000 + Math.random() * 4000, maxReconnectionDelay: 30000 })
  ws.onclose = (event) => {
    if (event.code >= 4000 || event.wasClean) return
  }
}`,
            },
            {
              messageId: 'backOff',
              output: `export function connect(url: string, attempt = 0): void {
  const ws = new WebSocket(url)
  ws.addEventListener('open', () => {
    attempt = 0
  })
  ws.onclose = (event) => {
    if (event.code >= 4000 || event.wasClean) return
    setTimeout(() => connect(url, attempt + 1), Math.min(30000, 1000 * 2 ** attempt) * (0.5 + Math.random() / 2))
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a flag that is set and taken back is no cap',
      code: `let waiting = false
export function connect(url: string): void {
  const ws = new WebSocket(url)
  ws.onclose = () => {
    if (waiting) return
    waiting = true
    setTimeout(() => {
      waiting = false
      connect(url)
    }, 1000)
  }
}`,
      errors: [
        {
          messageId: 'fixedDelay',
          line: 7,
          column: 5,
          endColumn: 15,
          data: { connection: 'this WebSocket' },
          suggestions: [
            {
              messageId: 'library',
              data: { library: '`partysocket` (`npm install partysocket@1`)' },
              output: `import ReconnectingWebSocket from 'partysocket/ws'

let waiting = false
export function connect(url: string): void {
  const ws = new ReconnectingWebSocket(url, [], { minReconnectionDelay: 1000 + Math.random() * 4000, maxReconnectionDelay: 30000 })
  ws.onclose = () => {
    if (waiting) return
    waiting = true
  }
}`,
            },
            {
              messageId: 'backOff',
              output: `let waiting = false
export function connect(url: string, attempt = 0): void {
  const ws = new WebSocket(url)
  ws.addEventListener('open', () => {
    attempt = 0
  })
  ws.onclose = () => {
    if (waiting) return
    waiting = true
    setTimeout(() => {
      waiting = false
      connect(url, attempt + 1)
    }, Math.min(30000, 1000 * 2 ** attempt) * (0.5 + Math.random() / 2))
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'counted, but nothing asks for the count',
      code: `let attempts = 0
export function connect(url: string): void {
  const ws = new WebSocket(url)
  ws.onclose = () => {
    attempts++
    console.log('attempt', attempts)
    setTimeout(() => connect(url), 1000)
  }
}`,
      errors: [
        {
          messageId: 'fixedDelay',
          line: 7,
          column: 5,
          endColumn: 15,
          data: { connection: 'this WebSocket' },
          suggestions: [
            {
              messageId: 'library',
              data: { library: '`partysocket` (`npm install partysocket@1`)' },
              output: `import ReconnectingWebSocket from 'partysocket/ws'

let attempts = 0
export function connect(url: string): void {
  const ws = new ReconnectingWebSocket(url, [], { minReconnectionDelay: 1000 + Math.random() * 4000, maxReconnectionDelay: 30000 })
  ws.onclose = () => {
    attempts++
    console.log('attempt', attempts)
  }
}`,
            },
            {
              messageId: 'backOff',
              output: `let attempts = 0
export function connect(url: string, attempt = 0): void {
  const ws = new WebSocket(url)
  ws.addEventListener('open', () => {
    attempt = 0
  })
  ws.onclose = () => {
    attempts++
    console.log('attempt', attempts)
    setTimeout(() => connect(url, attempt + 1), Math.min(30000, 1000 * 2 ** attempt) * (0.5 + Math.random() / 2))
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'two listeners lead back',
      code: `export function connect(url: string): void {
  const ws = new WebSocket(url)
  ws.onerror = () => setTimeout(() => connect(url), 1000)
  ws.onclose = () => setTimeout(() => connect(url), 1000)
}`,
      errors: [
        {
          messageId: 'fixedDelay',
          line: 3,
          column: 22,
          endColumn: 32,
          data: { connection: 'this WebSocket' },
          suggestions: [
            {
              messageId: 'backOff',
              output: `export function connect(url: string, attempt = 0): void {
  const ws = new WebSocket(url)
  ws.addEventListener('open', () => {
    attempt = 0
  })
  ws.onerror = () => setTimeout(() => connect(url, attempt + 1), Math.min(30000, 1000 * 2 ** attempt) * (0.5 + Math.random() / 2))
  ws.onclose = () => setTimeout(() => connect(url, attempt + 1), Math.min(30000, 1000 * 2 ** attempt) * (0.5 + Math.random() / 2))
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'an object with methods',
      file: 'src/feed.js',
      project: 'esm',
      code: `export const feed = {
  ws: null,
  open() {
    this.ws = new WebSocket('wss://example.com')
    this.ws.onclose = () => setTimeout(() => this.open(), 1000)
  },
}`,
      errors: [
        {
          messageId: 'fixedDelay',
          line: 5,
          column: 29,
          endColumn: 39,
          data: { connection: 'this WebSocket' },
          suggestions: [
            {
              messageId: 'spread',
              output: `export const feed = {
  ws: null,
  open() {
    this.ws = new WebSocket('wss://example.com')
    this.ws.onclose = () => setTimeout(() => this.open(), 1000 * (1 + Math.random()))
  },
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'self instead of this',
      file: 'src/feed.js',
      project: 'esm',
      code: `export class Feed {
  open() {
    const self = this
    const ws = new WebSocket('wss://example.com')
    ws.onclose = function () {
      setTimeout(function () { self.open() }, 1000)
    }
  }
}`,
      errors: [
        {
          messageId: 'fixedDelay',
          line: 6,
          column: 7,
          endColumn: 17,
          data: { connection: 'this WebSocket' },
          suggestions: [
            {
              messageId: 'library',
              data: { library: '`partysocket` (`npm install partysocket@1`)' },
              output: `import ReconnectingWebSocket from 'partysocket/ws'

export class Feed {
  open() {
    const self = this
    const ws = new ReconnectingWebSocket('wss://example.com', [], { minReconnectionDelay: 1000 + Math.random() * 4000, maxReconnectionDelay: 30000 })
  }
}`,
            },
            {
              messageId: 'spread',
              output: `export class Feed {
  open() {
    const self = this
    const ws = new WebSocket('wss://example.com')
    ws.onclose = function () {
      setTimeout(function () { self.open() }, 1000 * (1 + Math.random()))
    }
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'the socket closes itself to come back, so the library does not fit',
      file: 'src/feed.js',
      project: 'esm',
      code: `export function connect(url) {
  const ws = new WebSocket(url + '/feed')
  ws.onerror = () => ws.close()
  ws.onclose = () => {
    console.log('closed')
    setTimeout(() => connect(url), 1000)
  }
}`,
      errors: [
        {
          messageId: 'fixedDelay',
          line: 6,
          column: 5,
          endColumn: 15,
          data: { connection: 'this WebSocket' },
          suggestions: [
            {
              messageId: 'backOff',
              output: `export function connect(url, attempt = 0) {
  const ws = new WebSocket(url + '/feed')
  ws.addEventListener('open', () => {
    attempt = 0
  })
  ws.onerror = () => ws.close()
  ws.onclose = () => {
    console.log('closed')
    setTimeout(() => connect(url, attempt + 1), Math.min(30000, 1000 * 2 ** attempt) * (0.5 + Math.random() / 2))
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'the timer is kept, the socket closed by who stops',
      file: 'src/feed.js',
      project: 'esm',
      code: `export function start(url) {
  let timer
  let ws
  const connect = () => {
    ws = new WebSocket(\`\${url}/feed\`)
    ws.onclose = () => {
      timer = setTimeout(connect, 1000)
    }
  }
  connect()
  return () => {
    clearTimeout(timer)
    ws.close()
  }
}`,
      errors: [
        {
          messageId: 'fixedDelay',
          line: 7,
          column: 15,
          endColumn: 25,
          data: { connection: 'this WebSocket' },
          suggestions: [
            {
              messageId: 'library',
              data: { library: '`partysocket` (`npm install partysocket@1`)' },
              output: `import ReconnectingWebSocket from 'partysocket/ws'

export function start(url) {
  let timer
  let ws
  const connect = () => {
    ws = new ReconnectingWebSocket(\`\${url}/feed\`, [], { minReconnectionDelay: 1000 + Math.random() * 4000, maxReconnectionDelay: 30000 })
  }
  connect()
  return () => {
    clearTimeout(timer)
    ws.close()
  }
}`,
            },
            {
              messageId: 'backOff',
              output: `export function start(url) {
  let timer
  let ws
  const connect = (attempt = 0) => {
    ws = new WebSocket(\`\${url}/feed\`)
    ws.addEventListener('open', () => {
      attempt = 0
    })
    ws.onclose = () => {
      timer = setTimeout(() => connect(attempt + 1), Math.min(30000, 1000 * 2 ** attempt) * (0.5 + Math.random() / 2))
    }
  }
  connect()
  return () => {
    clearTimeout(timer)
    ws.close()
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'an effect whose cleanup closes the socket',
      file: 'src/use-feed.js',
      project: 'react',
      code: `import { useEffect } from 'react'
export function useFeed(url) {
  useEffect(() => {
    let timer
    function connect() {
      const ws = new WebSocket(url + '')
      ws.onmessage = (event) => console.log(event.data)
      ws.onclose = () => {
        timer = setTimeout(connect, 1000)
      }
      return () => ws.close()
    }
    connect()
    return () => clearTimeout(timer)
  }, [url])
}`,
      errors: [
        {
          messageId: 'fixedDelay',
          line: 9,
          column: 17,
          endColumn: 27,
          data: { connection: 'this WebSocket' },
          suggestions: [
            {
              messageId: 'library',
              data: { library: '`partysocket` (`npm install partysocket@1`)' },
              output: `import { useEffect } from 'react'
import ReconnectingWebSocket from 'partysocket/ws'
export function useFeed(url) {
  useEffect(() => {
    let timer
    function connect() {
      const ws = new ReconnectingWebSocket(url + '', [], { minReconnectionDelay: 1000 + Math.random() * 4000, maxReconnectionDelay: 30000 })
      ws.onmessage = (event) => console.log(event.data)
      return () => ws.close()
    }
    connect()
    return () => clearTimeout(timer)
  }, [url])
}`,
            },
            {
              messageId: 'backOff',
              output: `import { useEffect } from 'react'
export function useFeed(url) {
  useEffect(() => {
    let timer
    function connect(attempt = 0) {
      const ws = new WebSocket(url + '')
      ws.addEventListener('open', () => {
        attempt = 0
      })
      ws.onmessage = (event) => console.log(event.data)
      ws.onclose = () => {
        timer = setTimeout(() => connect(attempt + 1), Math.min(30000, 1000 * 2 ** attempt) * (0.5 + Math.random() / 2))
      }
      return () => ws.close()
    }
    connect()
    return () => clearTimeout(timer)
  }, [url])
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'who calls the function passes it on, so it takes no parameter',
      file: 'src/feed.js',
      project: 'esm',
      code: `export function useFeed(button) {
  let ws
  const connect = () => {
    ws = new WebSocket('wss://example.com')
    ws.onclose = () => {
      ws = null
      setTimeout(connect, 1000)
    }
  }
  button.addEventListener('click', connect)
}`,
      errors: [
        {
          messageId: 'fixedDelay',
          line: 7,
          column: 7,
          endColumn: 17,
          data: { connection: 'this WebSocket' },
          suggestions: [
            {
              messageId: 'library',
              data: { library: '`partysocket` (`npm install partysocket@1`)' },
              output: `import ReconnectingWebSocket from 'partysocket/ws'

export function useFeed(button) {
  let ws
  const connect = () => {
    ws = new ReconnectingWebSocket('wss://example.com', [], { minReconnectionDelay: 1000 + Math.random() * 4000, maxReconnectionDelay: 30000 })
    ws.onclose = () => {
      ws = null
    }
  }
  button.addEventListener('click', connect)
}`,
            },
            {
              messageId: 'spread',
              output: `export function useFeed(button) {
  let ws
  const connect = () => {
    ws = new WebSocket('wss://example.com')
    ws.onclose = () => {
      ws = null
      setTimeout(connect, 1000 * (1 + Math.random()))
    }
  }
  button.addEventListener('click', connect)
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a delay of nothing',
      file: 'src/feed.js',
      project: 'esm',
      code: `export function connect() {
  const source = new EventSource('/events')
  source.onerror = () => {
    source.close()
    setTimeout(connect, 0)
  }
}`,
      errors: [
        {
          messageId: 'fixedDelay',
          line: 5,
          column: 5,
          endColumn: 15,
          data: { connection: 'this EventSource' },
          suggestions: [
            {
              messageId: 'backOff',
              output: `export function connect(attempt = 0) {
  const source = new EventSource('/events')
  source.addEventListener('open', () => {
    attempt = 0
  })
  source.onerror = () => {
    source.close()
    setTimeout(() => connect(attempt + 1), Math.min(30000, 1000 * 2 ** attempt) * (0.5 + Math.random() / 2))
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'a delay that is a sum, with a comment',
      file: 'src/feed.js',
      project: 'esm',
      code: `const BASE = 500
export function connect() {
  const source = new EventSource('/events')
  source.onerror = () => {
    source.close()
    // the server restarts in less than that
    setTimeout(connect, BASE + 250)
  }
}`,
      errors: [
        {
          messageId: 'fixedDelay',
          line: 7,
          column: 5,
          endColumn: 15,
          data: { connection: 'this EventSource' },
          suggestions: [
            {
              messageId: 'backOff',
              output: `const BASE = 500
export function connect(attempt = 0) {
  const source = new EventSource('/events')
  source.addEventListener('open', () => {
    attempt = 0
  })
  source.onerror = () => {
    source.close()
    // the server restarts in less than that
    setTimeout(() => connect(attempt + 1), Math.min(30000, (BASE + 250) * 2 ** attempt) * (0.5 + Math.random() / 2))
  }
}`,
            },
          ],
        },
      ],
    },
  ],
  silent: [
    {
      name: 'a developer’s script, which is one client',
      file: 'scripts/measure.ts',
      code: `function connect() {
  const ws = new WebSocket('wss://example.com/live')
  ws.onclose = () => { setTimeout(connect, 500) }
}
connect()`,
    },
    {
      name: 'a delay that grows',
      code: `let delay = 1000
export function connect(url: string): void {
  const ws = new WebSocket(url)
  ws.onopen = () => { delay = 1000 }
  ws.onclose = () => {
    setTimeout(() => connect(url), delay)
    delay = Math.min(delay * 2, 30000)
  }
}`,
    },
    {
      name: 'a power of the attempts',
      code: `export function connect(url: string, attempt = 0): void {
  const ws = new WebSocket(url)
  ws.onclose = () => setTimeout(() => connect(url, attempt + 1), 1000 * 2 ** attempt)
}`,
    },
    {
      name: 'a delay handed on and doubled',
      code: `export function connect(url: string, delay = 1000): void {
  const source = new EventSource(url)
  source.onerror = () => {
    source.close()
    setTimeout(() => connect(url, delay * 2), delay)
  }
}`,
    },
    {
      name: 'jitter',
      code: `export function connect(url: string): void {
  const ws = new WebSocket(url)
  ws.onclose = () => setTimeout(() => connect(url), 1000 + Math.random() * 4000)
}`,
    },
    {
      name: 'a function that knows the delay',
      code: `import { backoff } from './backoff'
export class Feed {
  attempts = 0
  connect() {
    const source = new EventSource('/events')
    source.onopen = () => { this.attempts = 0 }
    source.onerror = () => this.schedule()
  }
  schedule() {
    this.attempts += 1
    const delay = backoff(this.attempts)
    setTimeout(() => this.connect(), delay)
  }
}`,
    },
    {
      name: 'a list of delays',
      code: `const DELAYS = [1000, 2000, 5000]
let attempt = 0
export function connect(url: string): void {
  const ws = new WebSocket(url)
  ws.onclose = () => setTimeout(() => connect(url), DELAYS[attempt++] ?? 10000)
}`,
    },
    {
      name: 'a delay that the server tells',
      code: `let retry = 1000
export function connect(url: string): void {
  const source = new EventSource(url)
  source.addEventListener('retry', (event) => { retry = Number(event.data) })
  source.onerror = () => {
    source.close()
    setTimeout(() => connect(url), retry)
  }
}`,
    },
    {
      name: 'a cap, tested before',
      code: `let attempts = 0
export function connect(url: string): void {
  const ws = new WebSocket(url)
  ws.onclose = () => {
    if (attempts++ >= 5) return
    setTimeout(() => connect(url), 1000)
  }
}`,
    },
    {
      name: 'a cap around the timer',
      code: `const MAX = 10
export class Feed {
  private retries = 0
  connect(): void {
    const ws = new WebSocket('wss://example.com')
    ws.onclose = () => {
      if (this.retries < MAX) {
        this.retries++
        setTimeout(() => this.connect(), 2000)
      }
    }
  }
}`,
    },
    {
      name: 'a cap in the connecting function',
      code: `let attempts = 0
export function connect(url: string): void {
  if (attempts > 20) throw new Error('gave up')
  attempts += 1
  const ws = new WebSocket(url)
  ws.onclose = () => setTimeout(() => connect(url), 1000)
}`,
    },
    {
      name: 'a cap in the callback of the timer',
      code: `let left = 5
export function connect(url: string): void {
  const ws = new WebSocket(url)
  ws.onclose = () => setTimeout(() => {
    if (left === 0) return
    left--
    connect(url)
  }, 1000)
}`,
    },
    {
      name: 'counted down',
      code: `let left = 5
export function connect(url: string): void {
  const ws = new WebSocket(url)
  ws.onclose = () => {
    left--
    if (left) setTimeout(() => connect(url), 1000)
  }
}`,
    },
    {
      name: 'a time limit',
      code: `const started = Date.now()
export function connect(url: string): void {
  const ws = new WebSocket(url)
  ws.onclose = () => {
    if (Date.now() - started < 60_000) setTimeout(() => connect(url), 1000)
  }
}`,
    },
    {
      name: 'once only',
      code: `let retried = false
export function connect(url: string): void {
  const ws = new WebSocket(url)
  ws.onclose = () => {
    if (retried) return
    retried = true
    connect(url)
  }
}`,
    },
    {
      name: 'a policy that nobody can look into',
      code: `import { policy } from './policy'
export function connect(url: string): void {
  const ws = new WebSocket(url)
  ws.onclose = (event) => {
    if (!policy.allows(event)) return
    setTimeout(() => connect(url), 1000)
  }
}`,
    },
    {
      name: 'a bump of state that runs an effect again',
      file: 'src/Feed.tsx',
      project: 'react',
      code: `import { useEffect, useState } from 'react'
export function Feed({ url }: { url: string }) {
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    const ws = new WebSocket(url)
    ws.onclose = () => setTimeout(() => setAttempt((n) => n + 1), 1000)
    return () => ws.close()
  }, [url, attempt])
  return null
}`,
    },
    {
      name: "fetchEventSource's own retry, by a number",
      code: `import { fetchEventSource } from '@microsoft/fetch-event-source'
export function follow(url: string): void {
  void fetchEventSource(url, { onerror: () => 1000, onclose() { throw new Error('closed') } })
}`,
    },
    {
      name: "fetchEventSource's own retry, by doing nothing",
      code: `import { fetchEventSource } from '@microsoft/fetch-event-source'
export function follow(url: string, report: (error: unknown) => void): void {
  void fetchEventSource(url, { onerror(error) { report(error) } })
}`,
    },
    {
      name: "fetchEventSource's own onerror that starts another run without throwing",
      code: `import { fetchEventSource } from '@microsoft/fetch-event-source'
export function follow(url: string): void {
  void fetchEventSource(url, { onerror: () => { setTimeout(() => follow(url), 1000) } })
}`,
    },
    {
      name: 'behind an awaited fetchEventSource, a few times',
      code: `import { fetchEventSource } from '@microsoft/fetch-event-source'
export async function follow(url: string, attempt = 0): Promise<void> {
  await before(url)
  await fetchEventSource(url, {})
  if (attempt < 3) await follow(url, attempt + 1)
}
const before = (url: string) => fetch(url, { method: 'HEAD' })`,
    },
    {
      name: 'the browser reconnects by itself',
      code: `export function connect(): EventSource {
  const source = new EventSource('/events')
  source.onerror = () => console.warn('connection lost, the browser reconnects')
  return source
}`,
    },
    {
      name: 'no error listener at all',
      code: `export function connect(show: (text: string) => void): () => void {
  const source = new EventSource('/events')
  source.onmessage = (event) => show(event.data)
  return () => source.close()
}`,
    },
    {
      name: 'a manual retry button',
      file: 'src/Feed.tsx',
      project: 'react',
      code: `import { useState } from 'react'
export function Feed({ url }: { url: string }) {
  const [lost, setLost] = useState(false)
  function connect() {
    const ws = new WebSocket(url)
    ws.onopen = () => setLost(false)
    ws.onclose = () => setLost(true)
  }
  return lost ? <button onClick={connect}>Reconnect</button> : null
}`,
    },
    {
      name: 'an offer in a message to the user',
      code: `import { toast } from './toast'
export function connect(url: string): void {
  const ws = new WebSocket(url)
  ws.onclose = () => toast('Connection lost', { action: { label: 'Reconnect', onClick: () => connect(url) } })
}`,
    },
    {
      name: 'when the network is back',
      code: `export function connect(url: string): void {
  const ws = new WebSocket(url)
  ws.onclose = () => window.addEventListener('online', () => connect(url), { once: true })
}`,
    },
    {
      name: 'after a new login',
      code: `import { login } from './login'
export async function connect(url: string): Promise<void> {
  const ws = new WebSocket(url)
  ws.onclose = async () => {
    await login()
    await connect(url)
  }
}`,
    },
    {
      name: 'after an answer by then',
      code: `export class Transport {
  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      const source = new EventSource('/sse')
      source.onerror = () => this.authorize().then(() => this.start()).then(resolve, reject)
    })
  }
  authorize(): Promise<void> { return Promise.resolve() }
}`,
    },
    {
      name: 'a sleep that grows',
      code: `import { setTimeout as sleep } from 'node:timers/promises'
let attempt = 0
export function connect(url: string): void {
  const ws = new WebSocket(url)
  ws.onclose = async () => {
    await sleep(1000 * ++attempt)
    connect(url)
  }
}`,
    },
    {
      name: 'a reconnecting client',
      code: `import ReconnectingWebSocket from 'partysocket/ws'
export function connect(url: string): ReconnectingWebSocket {
  const ws = new ReconnectingWebSocket(url)
  ws.onclose = () => console.log('closed')
  return ws
}`,
    },
    {
      name: 'a class of this file named WebSocket',
      code: `class WebSocket { onclose = () => {} }
export function connect(): void {
  const ws = new WebSocket()
  ws.onclose = () => setTimeout(connect, 1000)
}`,
    },
    {
      name: 'a child process that is started again',
      code: `import { spawn } from 'node:child_process'
import WebSocket from 'ws'
export function start(): void {
  const child = spawn('tail', ['-f', 'log'])
  child.on('close', () => setTimeout(start, 2000))
}
export const open = (url: string) => new WebSocket(url)`,
    },
    {
      name: "a server's sockets",
      code: `import { WebSocketServer } from 'ws'
const server = new WebSocketServer({ port: 8080 })
function listen(): void {
  server.on('connection', (socket) => socket.on('close', () => setTimeout(listen, 1000)))
}
listen()`,
    },
    {
      name: 'the idle event, not the end',
      code: `let source: EventSource | null = null
function open(): void {
  source = new EventSource('/live')
  source.addEventListener('idle', onIdle)
}
function onIdle(): void {
  source?.close()
  setTimeout(open, 2000)
}
open()`,
    },
    {
      name: 'another connection',
      code: `export function primary(url: string, other: string): void {
  const ws = new WebSocket(url)
  ws.onclose = () => fallback(other)
}
function fallback(url: string): void {
  const ws = new WebSocket(url)
  ws.onclose = () => console.log('no more servers')
}`,
    },
    {
      name: 'a debounced reconnect',
      code: `import { debounce } from 'es-toolkit'
const again = debounce(() => connect(), 1000)
export function connect(): void {
  const ws = new WebSocket('wss://example.com')
  ws.onclose = () => again()
}`,
    },
    {
      name: 'a retry helper gets the function',
      code: `import pRetry from 'p-retry'
export async function connect(): Promise<void> {
  const ws = new WebSocket('wss://example.com')
  ws.onclose = () => { void pRetry(connect) }
}`,
    },
    {
      name: 'a test file',
      file: 'test/feed.test.ts',
      code: `export function connect(url: string): void {
  const ws = new WebSocket(url)
  ws.onclose = () => setTimeout(() => connect(url), 1000)
}`,
    },
    {
      name: 'a delay from the environment',
      code: `const delay = Number(process.env.RETRY_MS)
export function connect(url: string): void {
  const ws = new WebSocket(url)
  ws.onclose = () => setTimeout(() => connect(url), delay)
}`,
    },
    {
      name: 'a delay in a ref that grows',
      file: 'src/use-feed.ts',
      project: 'react',
      code: `import { useRef } from 'react'
export function useFeed(url: string) {
  const delay = useRef(1000)
  const connect = () => {
    const ws = new WebSocket(url)
    ws.onclose = () => {
      setTimeout(connect, delay.current)
      delay.current *= 2
    }
  }
  return connect
}`,
    },
    {
      name: 'a delay in an object that grows',
      code: `const state = { delay: 1000 }
export function connect(url: string): void {
  const ws = new WebSocket(url)
  ws.onclose = () => {
    setTimeout(() => connect(url), state.delay)
    state.delay = state.delay * 2
  }
}`,
    },
    {
      name: 'a field with two delays',
      code: `export class Feed {
  private delay = 1000
  connect(): void {
    const ws = new WebSocket('wss://example.com')
    ws.onopen = () => { this.delay = 1000 }
    ws.onclose = () => {
      this.delay = 5000
      setTimeout(() => this.connect(), this.delay)
    }
  }
}`,
    },
  ],
})
