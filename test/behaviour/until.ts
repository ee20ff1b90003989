import { setTimeout } from 'node:timers/promises'

/** How long something may take to come true on a slow and busy machine. */
const LIMIT_MS = 20_000

/**
 * Waits until something is so.
 * @param what it is, as the failure names it
 * @throws {Error} when it does not come true
 */
export async function until(what: string, isSo: () => boolean): Promise<void> {
  const end = performance.now() + LIMIT_MS
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`never came true: ${what}`)
    await setTimeout(2)
  }
}
