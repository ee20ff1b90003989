import { EventSource } from 'eventsource'

const LIMIT_MS = 30_000

/** A client of an event stream, as a browser has it. */
export interface EventClient extends Disposable {
  /** The data of what came without an event's name, in the order in which it came. */
  readonly heard: readonly string[]
  /**
   * Waits until something came that says just this.
   * @throws {Error} when it does not come in time
   */
  until(data: string): Promise<void>
}

/**
 * Connects to an event stream.
 * @returns once the stream is open
 * @throws {Error} when it cannot be opened
 */
export async function connectEvents(url: string): Promise<EventClient> {
  const heard: string[] = []
  const waiting = new Map<string, () => void>()
  const source = new EventSource(url)
  source.addEventListener('message', (event) => {
    const data = event.data as string
    heard.push(data)
    waiting.get(data)?.()
  })
  await new Promise<void>((resolve, reject) => {
    source.addEventListener('open', () => resolve())
    source.addEventListener('error', ({ message }) => reject(new Error(message ?? `${url} ended`)))
  })
  return {
    heard,
    async until(data) {
      if (heard.includes(data)) return
      await new Promise<void>((resolve, reject) => {
        const tooLate = setTimeout(
          () => reject(new Error(`${data} did not come, but ${heard.join(', ') || 'nothing'}`)),
          LIMIT_MS,
        )
        waiting.set(data, () => {
          clearTimeout(tooLate)
          resolve()
        })
      })
    },
    [Symbol.dispose]() {
      source.close()
    },
  }
}
