import type { Edit } from '../edits/edit.ts'
import type { Project } from '../project/project.ts'
import type { Mistake } from '../rule.ts'
import type { Settings } from '../settings.ts'
import type { Source } from '../source.ts'
import type { TypeScriptProjects } from './typescript-projects.ts'

/**
 * A rewrite that a fix of one file cannot do: several files, new modules, packages, scripts.
 *
 * How to add one:
 * 1. `src/codemods/<name>.ts` exports a `Codemod`, and `src/codemods/codemods.ts` lists it. Nothing else needs to know it:
 *    `fix <name>`, `fix all` and `list` take it from there.
 * 2. `transform` gets the files in which the user's own ESLint reports one of `rules`, each with its findings, parsed by
 *    the user's own parser. It finds what a finding means with the facts that the rule itself uses (`src/facts`,
 *    `src/frameworks`), by the place of the finding; it never looks for mistakes of its own, so that what is disabled,
 *    suppressed or ignored is left alone.
 * 3. It answers with changes. A change is done as a whole or not at all: edits of files (made with `src/edits`, as ranges
 *    of the file's own text), new files, scripts for package.json. Packages that the changed code imports are added to package.json without being
 *    asked for, when they are in the catalogue (`src/libraries`).
 * 4. It is asked again on the changed texts, with what ESLint reports then, until it answers with no change. In one round a
 *    file takes one change; the rest comes in the next, so that no change need know the names that another one made up.
 *    Therefore a finding that is dealt with must either be gone or be recognised as dealt with.
 * 5. A shape that it does not know is an entry of `byHand`, with what to do in one sentence. What it leaves in the last round is printed.
 * 6. `fixtures/codemods/<name>/<case>/input` and `output` are two projects that say what it does; a test runs every pair,
 *    type-checks the output, and lints it. Six or more: frameworks, styles, nothing to do, by hand.
 * 7. `docs/codemods/<name>.md` is its page.
 */
export interface Codemod {
  /** In lower case with hyphens: `rate-limit-routes`. */
  readonly name: string
  /** One line, what it does, no full stop: "Mount …". */
  readonly title: string
  readonly mistake: Mistake
  /** The rules, without prefix, whose findings it works from. */
  readonly rules: readonly string[]
  /** The options of the command line without which it cannot work. `fix all` leaves it out when one is missing. */
  readonly needs?: readonly (keyof CodemodArguments)[]
  /**
   * True when the suggestions of its rules do half of its work, which is worse than none: where it leaves a finding to people, they are
   * not applied to that file either.
   */
  readonly isLastWord?: true
  /** What is wrong with the arguments, in one sentence; undefined when nothing is. */
  readonly problem?: (given: CodemodArguments, cwd: string) => string | undefined
  readonly transform: (context: CodemodContext) => Promise<CodemodResult>
}

/** What the user gives a codemod on the command line. */
export interface CodemodArguments {
  /** `--guard <module#name>`: what lets only known users through, one for each way of writing handlers. */
  readonly guard?: readonly string[] | undefined
}

/** One report of the user's own ESLint. */
export interface CodemodFinding {
  /** Without prefix. */
  readonly rule: string
  readonly messageId: string
  readonly message: string
  /** Offsets in the source's text, the end exclusive. */
  readonly start: number
  readonly end: number
  /** From 1. */
  readonly line: number
}

/** A file with the changes that were made so far. */
export interface CodemodFile {
  /** Absolute, with forward slashes. */
  readonly path: string
  readonly source: Source
  /** `settings.streaming` as they hold for this file. */
  readonly settings: Settings
  readonly project: Project
  /** Of the codemod's rules, in the order of their places. */
  readonly findings: readonly CodemodFinding[]
}

/** What a codemod works with. */
export interface CodemodContext {
  /** Absolute path of the folder that is worked on, with forward slashes. */
  readonly cwd: string
  /** The files with findings. */
  readonly files: readonly CodemodFile[]
  readonly given: CodemodArguments
  /** References, signatures and module paths by TypeScript; nothing is loaded before the first question. */
  readonly types: TypeScriptProjects
  /** Any file of the project; undefined when it is not there, does not parse, or ESLint does not lint it. */
  open(path: string): Promise<CodemodFile | undefined>
  /** True when a file is there, on the disk or among the new ones. */
  exists(path: string): boolean
  /** The text of a file with the changes so far, without a byte order mark; undefined when it cannot be read. */
  text(path: string): string | undefined
}

/** What a codemod makes of the findings. */
export interface CodemodResult {
  readonly changes: readonly CodemodChange[]
  readonly byHand: readonly ByHand[]
}

/** One step of a codemod, done as a whole or not at all. */
export interface CodemodChange {
  readonly edits: readonly FileEdit[]
  readonly newFiles?: readonly NewFile[]
  readonly scripts?: readonly NewScript[]
}

/** What changes in one file. Its imports (`Edit.imports`) are part of the change. */
export interface FileEdit {
  /** Of a `CodemodFile` of this round. */
  readonly path: string
  readonly edit: Edit
}

/** A file that is not there yet. */
export interface NewFile {
  /** Absolute, with forward slashes. */
  readonly path: string
  readonly text: string
}

/** A script for the package.json that speaks for a file; one of the name that is there stays as it is. */
export interface NewScript {
  /** Absolute path of the file. */
  readonly near: string
  readonly name: string
  readonly command: string
}

/** What a codemod leaves to people. */
export interface ByHand {
  /** Absolute, with forward slashes. */
  readonly path: string
  /** From 1. */
  readonly line: number
  readonly rule: string
  /** What to do, in one sentence. */
  readonly message: string
}
