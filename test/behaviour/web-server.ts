import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'

/**
 * A server of Node for a handler from a web `Request` to a `Response`, as frameworks run them: when the client leaves, the signal of
 * the request is aborted and the body of the response is cancelled.
 */
export function webServer(answer: (request: Request) => Response | Promise<Response>): Server {
  return createServer((req, res) => {
    const gone = new AbortController()
    res.on('close', () => gone.abort())
    const request = new Request(`http://${req.headers.host ?? ''}${req.url ?? '/'}`, {
      method: req.method ?? 'GET',
      headers: req.headers as Record<string, string>,
      signal: gone.signal,
    })
    void Promise.resolve(answer(request)).then(
      async ({ status, headers, body }) => {
        res.writeHead(status, Object.fromEntries(headers))
        if (body === null) res.end()
        // A client that leaves breaks off the pipeline.
        else await pipeline(Readable.fromWeb(body as NodeReadableStream), res).catch(() => {})
      },
      () => {
        res.writeHead(500).end()
      },
    )
  })
}
