import type { Files } from '../../src/project/evidence.ts'

/** Files in memory that count how often they are looked at. Keys are paths as the plugin writes them, with forward slashes. */
export class MemoryFiles implements Files {
  readonly #texts = new Map<string, { text: string; mtimeMs: number }>()
  #clock = 1
  stats = 0
  reads = 0

  constructor(texts: Record<string, unknown> = {}) {
    for (const [path, content] of Object.entries(texts)) this.write(path, content)
  }

  /** Objects are written as JSON. */
  write(path: string, content: unknown): void {
    this.#texts.set(path, {
      text: typeof content === 'string' ? content : JSON.stringify(content),
      mtimeMs: this.#clock++,
    })
  }

  remove(path: string): void {
    this.#texts.delete(path)
  }

  stat(path: string): { mtimeMs: number; size: number; isFolder: boolean } | undefined {
    this.stats++
    const file = this.#texts.get(path)
    if (file !== undefined) return { mtimeMs: file.mtimeMs, size: file.text.length, isFolder: false }
    const isFolder = [...this.#texts.keys()].some((key) => key.startsWith(`${path}/`))
    return isFolder ? { mtimeMs: 0, size: 0, isFolder: true } : undefined
  }

  read(path: string): string | undefined {
    this.reads++
    return this.#texts.get(path)?.text
  }
}
