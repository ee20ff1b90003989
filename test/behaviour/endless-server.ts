import type { ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import { onLoopback } from './loopback.ts'
import { until } from './until.ts'

/** A server whose answers end only when their clients leave, or all at once when it is disposed of. */
export interface EndlessServer extends AsyncDisposable {
  readonly url: string
  /** How many pieces it has sent. */
  sent(): number
  /** How many of its answers are still under way. */
  open(): number
}

const PERIOD_MS = 2

/**
 * Starts the server on the loopback interface.
 * @param piece what it sends again and again
 * @param start what an answer begins with
 */
export async function endlessServer(piece: string, start = ''): Promise<EndlessServer> {
  let sent = 0
  const open = new Map<ServerResponse, NodeJS.Timeout>()
  const server = createServer((_req, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' })
    if (start !== '') res.write(start)
    const send = () => {
      res.write(piece)
      sent++
    }
    send()
    open.set(res, setInterval(send, PERIOD_MS))
    res.on('close', () => {
      clearInterval(open.get(res))
      open.delete(res)
    })
  })
  const loopback = await onLoopback(server)
  return {
    url: loopback.url,
    sent: () => sent,
    open: () => open.size,
    async [Symbol.asyncDispose]() {
      // Whoever still reads gets an end, and no failure that would count for the test that comes next.
      for (const [res, timer] of open) {
        clearInterval(timer)
        res.end()
      }
      await until('all answers are at their ends', () => open.size === 0)
      await loopback[Symbol.asyncDispose]()
    },
  }
}
