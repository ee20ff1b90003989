import { access, chmod, constants, link, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, basename, join } from 'node:path'

/** A text for a file. */
export interface NewText {
  readonly absolutePath: string
  readonly text: string
  /** True for a file that is not there yet; one that is there by now is left as it is. Its folder is made when it is missing. */
  readonly isNew?: boolean | undefined
}

/** A file that could not be written, and why. */
export interface Unwritten {
  readonly absolutePath: string
  readonly reason: string
}

/**
 * Replaces the contents of files, and makes new ones. Each new content is first written beside its file; only when all are there are they
 * renamed, so that a full disk or an interruption leaves every file whole, old or new. While they are renamed, Ctrl-C
 * waits.
 * @returns the files that were left as they were
 */
export async function writeFiles(files: readonly NewText[]): Promise<Unwritten[]> {
  const unwritten: Unwritten[] = []
  const staged: { readonly from: string; readonly to: string; readonly isNew: boolean }[] = []
  const removeStaged = () => Promise.all(staged.map(({ from }) => rm(from, { force: true })))
  const interrupted = { isAsked: false }
  const onInterrupt = () => {
    interrupted.isAsked = true
  }
  for (const signal of SIGNALS) process.on(signal, onInterrupt)
  try {
    for (const { absolutePath, text, isNew = false } of files) {
      if (interrupted.isAsked) break
      const from = join(dirname(absolutePath), `.${basename(absolutePath)}.${process.pid}.tmp`)
      try {
        if (isNew) await mkdir(dirname(absolutePath), { recursive: true })
        else await access(absolutePath, constants.W_OK)
        const mode = isNew ? undefined : (await stat(absolutePath)).mode
        // The superuser may write everything, and still somebody wanted this file to stay as it is.
        if (mode !== undefined && (mode & ANY_WRITE) === 0) {
          unwritten.push({ absolutePath, reason: READ_ONLY })
          continue
        }
        staged.push({ from, to: absolutePath, isNew })
        await writeFile(from, text)
        if (mode !== undefined) await chmod(from, mode)
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
    for (const { from, to, isNew } of staged) {
      try {
        // A link, other than a renaming, replaces nothing.
        if (isNew) {
          await link(from, to)
          await rm(from)
        } else await rename(from, to)
      } catch (error) {
        await rm(from, { force: true })
        unwritten.push({ absolutePath: to, reason: reasonOf(error) })
      }
    }
    if (interrupted.isAsked) process.exit(INTERRUPTED)
    return unwritten
  } finally {
    for (const signal of SIGNALS) process.off(signal, onInterrupt)
  }
}

/** Ctrl-C, a polite end, and a terminal that is closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** What shells report for a program that Ctrl-C ended: 128 and the number of the signal. */
export const INTERRUPTED = 130

/** The owner's, the group's and everybody's bit in a file's mode. */
const ANY_WRITE = 0o222

const READ_ONLY = 'it is read-only; make it writable and run again'

function reasonOf(error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return READ_ONLY
    case 'EEXIST':
      return 'a file of this name is there'
    case 'ENOSPC':
      return 'the disk is full'
    default:
      return (error as Error).message
  }
}
