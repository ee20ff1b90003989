import { once } from 'node:events'
import type { Socket } from 'node:net'
import { connect } from 'node:net'

/** An answer begins sooner than this, on a slow and busy machine too. */
const LIMIT_MS = 20_000

/**
 * Asks a server of the loopback interface, and gives the connection once the first bytes of the answer are there.
 * @param body JSON to post; without it the request is a GET
 */
export async function ask(port: number, body?: object): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.setTimeout(LIMIT_MS, () => socket.destroy(new Error('no answer')))
  const text = body === undefined ? '' : JSON.stringify(body)
  const headers = text === '' ? '' : `content-type: application/json\r\ncontent-length: ${text.length}\r\n`
  socket.write(`${text === '' ? 'GET' : 'POST'} / HTTP/1.1\r\nhost: localhost\r\n${headers}\r\n${text}`)
  await once(socket, 'data')
  return socket.setTimeout(0).on('error', () => {})
}

/** Asks, waits for the first bytes, and leaves. */
export async function askAndLeave(port: number): Promise<void> {
  const socket = await ask(port)
  socket.destroy()
}
