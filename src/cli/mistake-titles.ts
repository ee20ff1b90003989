import type { Mistake } from '../rule.ts'

/** What each mistake is called, and what it costs, for people. */
export const MISTAKE_TITLES: Readonly<Record<Mistake, { readonly title: string; readonly cost: string }>> = {
  buffers: { title: 'Buffers', cost: 'memory grows with what a client sends, or does not read' },
  throttling: { title: 'Throttling', cost: 'too much at once: renders, reconnects, model calls' },
  caching: { title: 'Caching', cost: 'the same bytes are fetched and paid for again' },
  errors: { title: 'Errors', cost: 'a failure reaches nobody, a stream is never let go, text breaks' },
  monitoring: { title: 'Monitoring', cost: 'nobody can see that a stream failed' },
  protocols: { title: 'Protocols', cost: 'frames that other clients and proxies do not understand' },
  payload: { title: 'Payload', cost: 'more bytes than needed, or bytes that arrive late' },
  testing: { title: 'Testing', cost: 'tests that only know the ideal stream' },
  security: { title: 'Security', cost: 'open routes, leaked errors, secrets in URLs' },
  scale: { title: 'Scale', cost: 'it works with one server only, or until clients leave' },
}

/** The mistakes that lose data, money or a process: what to do today. */
export const TODAY: readonly Mistake[] = ['buffers', 'throttling', 'caching', 'errors']
