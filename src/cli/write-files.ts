import { chmod, rename, rm, stat, writeFile, access, constants } from 'node:fs/promises'
import { dirname, basename, join } from 'node:path'

/** A text for a file that exists. */
export interface NewText {
  readonly absolutePath: string
  readonly text: string
}

/** A file that could not be written, and why. */
export interface Unwritten {
  readonly absolutePath: string
  readonly reason: string
}

/**
 * Replaces the contents of files. Each new content is first written beside its file; only when all are there are they
 * renamed, so that a full disk or an interruption leaves every file whole, old or new. While they are renamed, Ctrl-C
 * waits.
 * @returns the files that were left as they were
 */
export async function writeFiles(files: readonly NewText[]): Promise<Unwritten[]> {
  const unwritten: Unwritten[] = []
  const staged: { readonly from: string; readonly to: string }[] = []
  const removeStaged = () => Promise.all(staged.map(({ from }) => rm(from, { force: true })))
  const interrupted = { isAsked: false }
  const onInterrupt = () => {
    interrupted.isAsked = true
  }
  process.on('SIGINT', onInterrupt)
  process.on('SIGTERM', onInterrupt)
  try {
    for (const { absolutePath, text } of files) {
      if (interrupted.isAsked) break
      const from = join(dirname(absolutePath), `.${basename(absolutePath)}.${process.pid}.tmp`)
      try {
        await access(absolutePath, constants.W_OK)
        const { mode } = await stat(absolutePath)
        staged.push({ from, to: absolutePath })
        await writeFile(from, text)
        await chmod(from, mode)
      } catch (error) {
        await rm(from, { force: true })
        const at = staged.findIndex((it) => it.from === from)
        if (at !== -1) staged.splice(at, 1)
        unwritten.push({ absolutePath, reason: reasonOf(error) })
      }
    }
    if (interrupted.isAsked) {
      await removeStaged()
      process.exit(INTERRUPTED)
    }
    for (const { from, to } of staged) {
      try {
        await rename(from, to)
      } catch (error) {
        await rm(from, { force: true })
        unwritten.push({ absolutePath: to, reason: reasonOf(error) })
      }
    }
    if (interrupted.isAsked) process.exit(INTERRUPTED)
    return unwritten
  } finally {
    process.off('SIGINT', onInterrupt)
    process.off('SIGTERM', onInterrupt)
  }
}

/** What shells report for a program that Ctrl-C ended: 128 and the number of the signal. */
const INTERRUPTED = 130

function reasonOf(error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'it is read-only; make it writable and run again'
    case 'ENOSPC':
      return 'the disk is full'
    default:
      return (error as Error).message
  }
}
