import { existsSync, readFileSync } from 'node:fs'
import { applyChanges, areApart, changesOf } from '../edits/edit.ts'
import { toPosixPath } from '../project/posix-path.ts'
import { projectOf } from '../project/project.ts'
import type { Settings } from '../settings.ts'
import type { Source } from '../source.ts'
import type {
  ByHand,
  Codemod,
  CodemodArguments,
  CodemodChange,
  CodemodContext,
  CodemodFile,
  CodemodFinding,
  NewScript,
} from './codemod.ts'
import { TypeScriptProjects } from './typescript-projects.ts'

/** A text as the user's own ESLint sees it. */
export interface ReadText {
  /** The parsed text; undefined when it does not parse. */
  readonly source: Source | undefined
  readonly settings: Settings
  /** The reports of this plugin's rules, with their names without prefix. */
  readonly findings: readonly CodemodFinding[]
  /** Why the text cannot be read, in one line. */
  readonly failure: string | undefined
}

/** What the engine needs of the command line tool. */
export interface CodemodHost {
  /** Absolute path of the folder that is worked on. */
  readonly cwd: string
  /** Parses and lints a text as the content of a file; undefined when ESLint ignores the file. */
  read(text: string, path: string): Promise<ReadText | undefined>
  /** Whether a change is wanted; without it every one is. */
  accepts?(codemod: Codemod, texts: readonly StepText[]): Promise<boolean>
  /** Tells the user something, in one sentence. */
  note(sentence: string): void
}

/** What one change makes of a file. */
export interface StepText {
  /** Absolute, with forward slashes. */
  readonly path: string
  readonly before: string
  readonly after: string
  readonly isNew: boolean
  /** The first line that changes, from 1. */
  readonly line: number
}

/** A file that was linted. */
export interface FileToChange {
  /** Absolute, with forward slashes. */
  readonly path: string
  /** With its byte order mark. */
  readonly text: string
  /** Of the rules that report in it, without prefix. */
  readonly rules: ReadonlySet<string>
}

/** What the user asked for. */
export interface CodemodOrder {
  readonly codemods: readonly Codemod[]
  readonly given: CodemodArguments
  /** Absolute path of the tsconfig that holds for all files; undefined: the nearest of each. */
  readonly tsconfig?: string | undefined
}

/** What all codemods together make of the files. Nothing is written. */
export interface CodemodOutcome {
  /** By absolute path with forward slashes: the new texts of files, with their byte order marks. */
  readonly changed: ReadonlyMap<string, string>
  readonly created: ReadonlyMap<string, string>
  readonly scripts: readonly NewScript[]
  /** The files of each change that was made: whoever takes back one of them has to take back the others. */
  readonly together: readonly ChangedTogether[]
  readonly byHand: readonly ByHand[]
  /** Files that were left as they were although something was to change, with the reason. */
  readonly failures: ReadonlyMap<string, string>
}

/** The files of one change, by absolute path with forward slashes. */
export interface ChangedTogether {
  readonly edited: readonly string[]
  readonly created: readonly string[]
}

/** More rounds than findings that one file can hold; only a codemod that undoes its own work gets there. */
const MAX_ROUNDS = 200

/**
 * Runs codemods one after the other, each on what the ones before it made. In each round a codemod is asked for changes, and those
 * that touch different files are applied; then ESLint reads what changed, and the codemod is asked again, until it has nothing more.
 * A change after which one of its files does not parse is taken back, and its files are left alone by this codemod.
 */
export async function runCodemods(
  host: CodemodHost,
  files: readonly FileToChange[],
  { codemods, given, tsconfig }: CodemodOrder,
): Promise<CodemodOutcome> {
  const run = new Run(host, files, given, tsconfig)
  for (const codemod of codemods) await run.apply(codemod)
  return run
}

class Run implements CodemodOutcome {
  readonly changed = new Map<string, string>()
  readonly created = new Map<string, string>()
  readonly scripts: NewScript[] = []
  readonly together: ChangedTogether[] = []
  readonly byHand: ByHand[] = []
  readonly failures = new Map<string, string>()
  readonly #host: CodemodHost
  readonly #given: CodemodArguments
  readonly #types: TypeScriptProjects
  /** The files in which rules report, by path, as far as they are read. */
  readonly #reporting = new Map<string, ReadonlySet<string>>()
  readonly #read = new Map<string, ReadText | undefined>()
  readonly #disk = new Map<string, string | undefined>()

  constructor(
    host: CodemodHost,
    files: readonly FileToChange[],
    given: CodemodArguments,
    tsconfig: string | undefined,
  ) {
    this.#host = host
    this.#given = given
    for (const { path, text, rules } of files) {
      this.#disk.set(path, text)
      this.#reporting.set(path, rules)
    }
    this.#types = new TypeScriptProjects({
      tsconfig,
      changed: () => [...this.changed, ...this.created].map(([path, text]) => [path, withoutMark(text)] as const),
      note: (sentence) => host.note(sentence),
    })
  }

  async apply(codemod: Codemod): Promise<void> {
    const refused = new Set<string>()
    const declined = new Set<string>()
    const before = new Map(this.changed)
    for (let round = 0; ; round++) {
      const { changes, byHand } = await codemod.transform(await this.#context(codemod, refused))
      const isOver = round === MAX_ROUNDS
      let isChanged = false
      const touched = new Set<string>()
      for (const change of isOver ? [] : changes) {
        const paths = [...change.edits.map(({ path }) => path), ...(change.newFiles ?? []).map(({ path }) => path)]
        if (paths.some((path) => touched.has(path) || refused.has(path))) continue
        const key = this.#keyOf(change)
        if (declined.has(key)) continue
        const failure = await this.#do(change, codemod)
        if (failure === 'declined') {
          declined.add(key)
          continue
        }
        for (const path of paths) touched.add(path)
        if (failure === undefined) isChanged = true
        else {
          for (const path of paths) refused.add(path)
          this.failures.set(failure.path, failure.reason)
        }
      }
      if (isOver)
        for (const { path } of changes.flatMap(({ edits }) => edits)) {
          this.failures.set(path, 'it changes without end')
          const text = before.get(path)
          if (text === undefined) this.changed.delete(path)
          else this.changed.set(path, text)
          this.#read.delete(path)
        }
      if (isChanged) continue
      this.byHand.push(...byHand)
      return
    }
  }

  async #context(codemod: Codemod, refused: ReadonlySet<string>): Promise<CodemodContext> {
    const files: CodemodFile[] = []
    for (const [path, rules] of this.#reporting) {
      if (refused.has(path) || !codemod.rules.some((rule) => rules.has(rule))) continue
      const file = await this.#open(path, codemod)
      if (file !== undefined && file.findings.length > 0) files.push(file)
    }
    return {
      cwd: toPosixPath(this.#host.cwd),
      files,
      given: this.#given,
      types: this.#types,
      open: (path) => this.#open(path, codemod),
      exists: (path) => this.created.has(path) || existsSync(path),
      text: (path) => {
        const text = this.#text(path)
        return text === undefined ? undefined : withoutMark(text)
      },
    }
  }

  /** Applies a change, unless a file of it does not parse afterwards. */
  async #do(
    { edits, newFiles = [], scripts = [] }: CodemodChange,
    codemod: Codemod,
  ): Promise<{ path: string; reason: string } | 'declined' | undefined> {
    const texts = new Map<string, { readonly text: string; readonly read: ReadText | undefined }>()
    for (const { path, edit } of edits) {
      const before = this.#text(path)
      if (before === undefined) return { path, reason: 'it cannot be read' }
      const changes = changesOf(edit)
      if (!areApart(changes)) return { path, reason: 'the changes overlap' }
      const text = markOf(before) + applyChanges(withoutMark(before), changes)
      texts.set(path, { text, read: await this.#host.read(text, path) })
    }
    for (const { path, text } of newFiles) {
      if (this.created.has(path) || existsSync(path)) return { path, reason: 'a file of this name is there' }
      texts.set(path, { text, read: await this.#host.read(text, path) })
    }
    for (const [path, { read }] of texts)
      if (read?.failure !== undefined) return { path, reason: `the changed text does not parse (${read.failure})` }
    const steps = [...texts].map(([path, { text: after }]): StepText => {
      const before = this.#text(path) ?? ''
      return {
        path,
        before,
        after,
        isNew: newFiles.some((it) => it.path === path),
        line: firstChangedLine(before, after),
      }
    })
    if ((await this.#host.accepts?.(codemod, steps)) === false) return 'declined'
    for (const [path, { text, read }] of texts) {
      if (this.created.has(path) || newFiles.some((it) => it.path === path)) this.created.set(path, text)
      else this.changed.set(path, text)
      this.#read.set(path, read)
      this.#reporting.set(path, new Set((read?.findings ?? []).map(({ rule }) => rule)))
    }
    this.scripts.push(...scripts)
    this.together.push({ edited: edits.map(({ path }) => path), created: newFiles.map(({ path }) => path) })
    return undefined
  }

  /** What tells a change from others though the lines before it change: what it puts in, and the line that it puts it in. */
  #keyOf({ edits, newFiles = [] }: CodemodChange): string {
    const parts = edits.flatMap(({ path, edit }) =>
      changesOf(edit).map(({ range, text }) => {
        const code = withoutMark(this.#text(path) ?? '')
        const end = code.indexOf('\n', range[1])
        return [path, text, code.slice(code.lastIndexOf('\n', range[0] - 1) + 1, end === -1 ? undefined : end)]
      }),
    )
    return JSON.stringify([parts, newFiles.map(({ path }) => path)])
  }

  async #open(path: string, codemod: Codemod): Promise<CodemodFile | undefined> {
    if (!this.#read.has(path)) {
      const text = this.#text(path)
      this.#read.set(path, text === undefined ? undefined : await this.#host.read(text, path))
    }
    const read = this.#read.get(path)
    if (read?.source === undefined) return undefined
    const findings = read.findings
      .filter(({ rule }) => codemod.rules.includes(rule))
      .toSorted((a, b) => a.start - b.start)
    return { path, source: read.source, settings: read.settings, project: projectOf(path), findings }
  }

  #text(path: string): string | undefined {
    const made = this.created.get(path) ?? this.changed.get(path)
    if (made !== undefined) return made
    if (!this.#disk.has(path)) this.#disk.set(path, readIfThere(path))
    return this.#disk.get(path)
  }
}

function firstChangedLine(before: string, after: string): number {
  const known = before.split('\n')
  const at = after.split('\n').findIndex((line, index) => line !== known[index])
  return Math.max(at, 0) + 1
}

const MARK = '\uFEFF'

function markOf(text: string): string {
  return text.startsWith(MARK) ? MARK : ''
}

function withoutMark(text: string): string {
  return text.slice(markOf(text).length)
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
