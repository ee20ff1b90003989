import { readFileSync, readdirSync, statSync } from 'node:fs'

/** The questions that are put to the disk; tests answer them from memory. */
export interface Files {
  /** Undefined when there is nothing of that name, or it cannot be looked at. */
  stat(path: string): { readonly mtimeMs: number; readonly size: number; readonly isFolder: boolean } | undefined
  /** The text of a file; undefined when it cannot be read. */
  read(path: string): string | undefined
  /** The files and folders directly in a folder, without links and the like; undefined when it cannot be listed. */
  list(path: string): readonly { readonly name: string; readonly isFolder: boolean }[] | undefined
}

/** The real disk. */
export const DISK: Files = {
  stat(path) {
    try {
      const stats = statSync(path, { throwIfNoEntry: false })
      return stats && { mtimeMs: stats.mtimeMs, size: stats.size, isFolder: stats.isDirectory() }
    } catch {
      return undefined
    }
  },
  read(path) {
    try {
      return readFileSync(path, 'utf8')
    } catch {
      return undefined
    }
  },
  list(path) {
    try {
      return readdirSync(path, { withFileTypes: true })
        .filter((entry) => entry.isFile() || entry.isDirectory())
        .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }))
    } catch {
      return undefined
    }
  },
}

/** How long what was seen on disk counts, in milliseconds: one keystroke's lint asks the disk once, the next may again. */
export const FRESH_MS = 500

/** What an answer may look at. Every look becomes part of the answer's evidence. */
export interface Look {
  /** `file`, `folder`, or undefined when there is nothing of that name. */
  kindOf(path: string): 'file' | 'folder' | undefined
  /** The JSON value in a file; undefined when the file is missing, unreadable or no JSON. */
  json(path: string): unknown
}

interface Stamp {
  /** Changes whenever the file or folder does; empty when there is nothing of that name. */
  readonly text: string
  readonly kind: 'file' | 'folder' | undefined
  /** Until when it counts without another look, by the view's clock. */
  readonly freshUntil: number
}

/** What was last seen on disk. One path is looked at once in 500 ms, and a file is parsed again only when it changed. */
export class DiskView {
  readonly #files: Files
  readonly #now: () => number
  readonly #stamps = new Map<string, Stamp>()
  readonly #parsed = new Map<string, { readonly stamp: string; readonly value: unknown }>()

  /** @param now a clock in milliseconds that never goes back */
  constructor(files: Files = DISK, now: () => number = () => performance.now()) {
    this.#files = files
    this.#now = now
  }

  get now(): number {
    return this.#now()
  }

  stamp(path: string): Stamp {
    const now = this.#now()
    const known = this.#stamps.get(path)
    if (known !== undefined && now < known.freshUntil) return known
    const stats = this.#files.stat(path)
    const kind = stats === undefined ? undefined : stats.isFolder ? 'folder' : 'file'
    const text = stats === undefined ? '' : `${kind} ${stats.mtimeMs} ${stats.size}`
    const stamp: Stamp = { text, kind, freshUntil: now + FRESH_MS }
    this.#stamps.set(path, stamp)
    return stamp
  }

  json(path: string): unknown {
    const { text, kind } = this.stamp(path)
    if (kind !== 'file') return undefined
    const known = this.#parsed.get(path)
    if (known?.stamp === text) return known.value
    const value = parseJson(this.#files.read(path))
    this.#parsed.set(path, { stamp: text, value })
    return value
  }
}

interface Answer {
  readonly value: unknown
  /** What each path looked like when the answer was found; names found missing are evidence too. */
  readonly evidence: ReadonlyMap<string, string>
  /** Before this, none of the evidence would be looked at again. */
  freshUntil: number
}

/**
 * Remembers answers together with what they were drawn from (time and size of files and folders, names found missing)
 * and finds an answer anew when any of that has changed.
 */
export class Answers {
  readonly #view: DiskView
  readonly #answers = new Map<string, Answer>()

  constructor(view: DiskView) {
    this.#view = view
  }

  /** The answer of that name: the remembered one while its evidence holds, else what `find` says. */
  answer<T>(name: string, find: (look: Look) => T): T {
    const known = this.#answers.get(name)
    if (known !== undefined && this.#holds(known)) return known.value as T
    const evidence = new Map<string, string>()
    let freshUntil = Infinity
    const see = (path: string): Stamp => {
      const stamp = this.#view.stamp(path)
      evidence.set(path, stamp.text)
      freshUntil = Math.min(freshUntil, stamp.freshUntil)
      return stamp
    }
    const value = find({
      kindOf: (path) => see(path).kind,
      json: (path) => (see(path).kind === 'file' ? this.#view.json(path) : undefined),
    })
    this.#answers.set(name, { value, evidence, freshUntil })
    return value
  }

  /** Until when the remembered answer of that name counts without another look, by the view's clock. */
  freshUntil(name: string): number {
    return this.#answers.get(name)?.freshUntil ?? -Infinity
  }

  #holds(answer: Answer): boolean {
    if (this.#view.now < answer.freshUntil) return true
    let freshUntil = Infinity
    for (const [path, text] of answer.evidence) {
      const stamp = this.#view.stamp(path)
      if (stamp.text !== text) return false
      freshUntil = Math.min(freshUntil, stamp.freshUntil)
    }
    answer.freshUntil = freshUntil
    return true
  }
}

/** The JSON value of a text, a byte-order mark passed over; undefined when it is none. */
export function parseJson(text: string | undefined): unknown {
  if (text === undefined) return undefined
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return undefined
  }
}
