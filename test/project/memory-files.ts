import type { Files } from '../../src/project/evidence.ts'

/** Files in memory that count how often they are looked at. Keys are paths as the plugin writes them, with forward slashes. */
export class MemoryFiles implements Files {
  readonly #texts = new Map<string, { text: string; mtimeMs: number }>()
  readonly #folders = new Map<string, number>()
  #clock = 1
  stats = 0
  reads = 0
  lists = 0

  constructor(texts: Record<string, unknown> = {}) {
    for (const [path, content] of Object.entries(texts)) this.write(path, content)
  }

  /** Objects are written as JSON. */
  write(path: string, content: unknown): void {
    if (!this.#texts.has(path)) this.#touch(path)
    this.#texts.set(path, {
      text: typeof content === 'string' ? content : JSON.stringify(content),
      mtimeMs: this.#clock++,
    })
  }

  remove(path: string): void {
    this.#texts.delete(path)
    this.#touch(path)
  }

  /** Folders above a file that comes or goes get a new time, or go with their last file. */
  #touch(path: string): void {
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const folder = path.slice(0, end)
      if ([...this.#texts.keys(), path].some((key) => key.startsWith(`${folder}/`)))
        this.#folders.set(folder, this.#clock++)
      else this.#folders.delete(folder)
    }
  }

  stat(path: string): { mtimeMs: number; size: number; isFolder: boolean } | undefined {
    this.stats++
    const file = this.#texts.get(path)
    if (file !== undefined) return { mtimeMs: file.mtimeMs, size: file.text.length, isFolder: false }
    const changed = this.#folders.get(path)
    return changed === undefined ? undefined : { mtimeMs: changed, size: 0, isFolder: true }
  }

  list(path: string): { name: string; isFolder: boolean }[] | undefined {
    this.lists++
    const prefix = path.endsWith('/') ? path : `${path}/`
    const entries = new Map<string, boolean>()
    for (const key of this.#texts.keys()) {
      if (!key.startsWith(prefix)) continue
      const [name = '', ...rest] = key.slice(prefix.length).split('/')
      entries.set(name, rest.length > 0)
    }
    return entries.size === 0 ? undefined : [...entries].map(([name, isFolder]) => ({ name, isFolder }))
  }

  read(path: string): string | undefined {
    this.reads++
    return this.#texts.get(path)?.text
  }
}
