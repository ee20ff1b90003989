import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type ts from 'typescript'
import { packageOf } from '../facts/module-name.ts'
import { toPosixPath } from '../project/posix-path.ts'

type TypeScript = typeof ts

/** A file whose content is to change. */
export interface ChangedText {
  /** As the system writes it. */
  readonly absolutePath: string
  readonly after: string
  /** True for a file that is not there yet. */
  readonly isNew?: boolean
}

/** What the type check says about changes. */
export interface TypeCheckOutcome {
  /** The first new error of each change that must not be made, by absolute path: `line:column message`. */
  readonly rejected: ReadonlyMap<string, string>
  /** Absolute paths of TypeScript files that belong to no tsconfig: nobody knows how they are checked. */
  readonly unchecked: readonly string[]
  /** Why some files could not be checked, each a sentence. */
  readonly notes: readonly string[]
}

/** A tsconfig that cannot be read. Its message is one line. */
export class TsconfigError extends Error {
  override name = 'TsconfigError'
}

/** The newest TypeScript with a compiler API in JavaScript; what comes after it is a program without one. */
const LAST_MAJOR = 6

/**
 * Compares what TypeScript says before and after changes that belong together, and finds a smallest set of files to leave as
 * they are, so that nothing new is said. What was wrong before does not count.
 * @param tsconfig absolute path of the tsconfig for all files; undefined: the nearest above each file
 * @param newPackages packages that come into package.json with the changes: that they are not installed yet does not count,
 * and neither does what follows from their unknown types
 * @throws {TsconfigError} when `tsconfig` cannot be read
 */
export async function checkTypes(
  changes: readonly ChangedText[],
  tsconfig: string | undefined,
  newPackages: ReadonlySet<string>,
): Promise<TypeCheckOutcome> {
  const rejected = new Map<string, string>()
  const unchecked: string[] = []
  const notes: string[] = []
  const compilers = new Map<string, Compiler>()
  const groups = new Map<ts.ParsedCommandLine, { compiler: Compiler; changes: ChangedText[] }>()
  for (const change of changes.filter(({ absolutePath }) => /\.[cm]?[jt]sx?$/.test(absolutePath))) {
    const nearest = tsconfig ?? nearestConfig(change.absolutePath)
    if (nearest === undefined) {
      unchecked.push(change.absolutePath)
      continue
    }
    const compiler = compilers.get(nearest) ?? new Compiler(await ownTypeScript(nearest))
    compilers.set(nearest, compiler)
    try {
      const config = compiler.configOf(nearest, change.absolutePath)
      const group = groups.get(config) ?? { compiler, changes: [] }
      groups.set(config, group)
      group.changes.push(change)
    } catch (error) {
      if (!(error instanceof TsconfigError) || tsconfig !== undefined) throw error
      if (!notes.includes(error.message)) notes.push(error.message)
    }
  }
  for (const [config, { compiler, changes: own }] of groups) {
    const comparison = new Comparison(compiler, config, own, newPackages)
    for (const [path, reason] of comparison.rejected()) rejected.set(path, reason)
    unchecked.push(...comparison.outside)
  }
  return { rejected, unchecked: unchecked.filter((path) => /\.[cm]?tsx?$/.test(path)), notes }
}

/**
 * Reads a tsconfig, to see early whether it can be read.
 * @throws {TsconfigError}
 */
export async function readTsconfig(absolutePath: string): Promise<void> {
  new Compiler(await ownTypeScript(absolutePath)).configOf(absolutePath, absolutePath)
}

/** A TypeScript, and where it has its libraries. */
interface Loaded {
  readonly ts: TypeScript
  /** The libraries that options can ask for, by path; undefined when they lie beside the compiler. */
  readonly libraries?: (options: ts.CompilerOptions) => ReadonlyMap<string, ts.SourceFile>
}

/** The TypeScript that the project of a tsconfig checks itself with, else that of ts-morph. */
async function ownTypeScript(tsconfig: string): Promise<Loaded> {
  try {
    const path = createRequire(join(dirname(tsconfig), 'tsconfig.json')).resolve('typescript')
    const loaded = (await import(pathToFileURL(path).href)) as { default?: Partial<TypeScript> }
    const own = loaded.default
    if (own?.createProgram !== undefined && Number(own.versionMajorMinor?.split('.')[0]) <= LAST_MAJOR)
      return { ts: own as TypeScript }
  } catch {
    // Not installed, or none that can be asked.
  }
  const { Project, ts: bundled } = await import('ts-morph')
  // The same program; ts-morph declares its types once more.
  const compiler = bundled as unknown as TypeScript
  return {
    ts: compiler,
    // Its libraries are part of its code; a program of its own hands them out.
    libraries(options) {
      const lib = [compiler.getDefaultLibFileName(options), ...(options.lib ?? []), ...ALL_LIBRARIES]
      const project = new Project({ compilerOptions: { lib, types: [] }, useInMemoryFileSystem: true })
      // A program without files has no libraries either.
      project.createSourceFile('empty.ts', '')
      const files = project.getProgram().compilerObject.getSourceFiles() as unknown as readonly ts.SourceFile[]
      return new Map(files.map((file) => [file.fileName, file]))
    },
  }
}

/** What they do not name is reached from these. */
const ALL_LIBRARIES = ['lib.esnext.full.d.ts', 'lib.webworker.d.ts', 'lib.webworker.iterable.d.ts']

function nearestConfig(absolutePath: string): string | undefined {
  for (let folder = dirname(absolutePath); ; folder = dirname(folder)) {
    const path = join(folder, 'tsconfig.json')
    if (existsSync(path)) return path
    if (dirname(folder) === folder) return undefined
  }
}

/** One TypeScript with the configs that were read with it. */
class Compiler {
  readonly ts: TypeScript
  readonly #libraries: Loaded['libraries']
  readonly #configs = new Map<string, ts.ParsedCommandLine>()

  constructor({ ts: compiler, libraries }: Loaded) {
    this.ts = compiler
    this.#libraries = libraries
  }

  /** A host that finds the libraries of this compiler. */
  host(options: ts.CompilerOptions): ts.CompilerHost {
    const host = this.ts.createCompilerHost(options, true)
    const libraries = this.#libraries?.(options)
    const [first] = libraries?.keys() ?? []
    if (libraries === undefined || first === undefined) return host
    const folder = dirname(first)
    const { getSourceFile, fileExists } = host
    host.getDefaultLibLocation = () => folder
    host.getDefaultLibFileName = (given) => `${folder}/${this.ts.getDefaultLibFileName(given)}`
    host.fileExists = (path) => libraries.has(path) || fileExists.call(host, path)
    host.getSourceFile = (path, ...rest) => libraries.get(path) ?? getSourceFile.call(host, path, ...rest)
    return host
  }

  /**
   * The config that a file belongs to: the given one, or one that it refers to and that includes the file.
   * @throws {TsconfigError}
   */
  configOf(tsconfig: string, absolutePath: string): ts.ParsedCommandLine {
    const path = toPosixPath(absolutePath)
    const seen = new Set<string>()
    const including = (at: string): ts.ParsedCommandLine | undefined => {
      if (seen.has(at)) return undefined
      seen.add(at)
      const config = this.#read(at)
      if (config.fileNames.some((name) => toPosixPath(name) === path)) return config
      for (const reference of config.projectReferences ?? []) {
        const found = including(this.ts.resolveProjectReferencePath(reference))
        if (found !== undefined) return found
      }
      return undefined
    }
    return including(tsconfig) ?? this.#read(tsconfig)
  }

  #read(tsconfig: string): ts.ParsedCommandLine {
    const known = this.#configs.get(tsconfig)
    if (known !== undefined) return known
    const problem = (it: ts.Diagnostic): never => {
      throw new TsconfigError(`${tsconfig} cannot be read: ${firstLine(this.ts, it)}`)
    }
    const text = this.ts.sys.readFile(tsconfig)
    if (text === undefined) throw new TsconfigError(`${tsconfig} cannot be read.`)
    // A broken file would be half understood without this.
    const { error } = this.ts.parseConfigFileTextToJson(tsconfig, text)
    if (error !== undefined) problem(error)
    const host = { ...this.ts.sys, onUnRecoverableConfigFileDiagnostic: problem }
    const config = this.ts.getParsedCommandLineOfConfigFile(tsconfig, {}, host)
    if (config === undefined) throw new TsconfigError(`${tsconfig} cannot be read.`)
    config.options.noEmit = true
    // The project was written for its own version. Since TypeScript 6 no types are taken in unasked, and options of before are errors.
    if (this.#libraries !== undefined) {
      config.options.types ??= ['*']
      config.options.ignoreDeprecations = '6.0'
    }
    this.#configs.set(tsconfig, config)
    return config
  }
}

/** One thing that TypeScript says. */
interface Complaint {
  /** Absolute path of the file, with forward slashes. */
  readonly path: string
  /** `line:column message` */
  readonly text: string
  /** What stays the same when lines move. */
  readonly key: string
}

/** What a module that is not there is reported with. */
const NOT_FOUND: ReadonlySet<number> = new Set([2307, 2792, 7016])

/** What follows from values without types: parameters, bindings and calls that nobody can infer. */
const UNTYPED: ReadonlySet<number> = new Set([
  2347, 7005, 7006, 7008, 7010, 7011, 7018, 7019, 7022, 7023, 7024, 7031, 7034, 7053,
])

/** Changed texts in one program. */
class Comparison {
  readonly #compiler: Compiler
  readonly #config: ts.ParsedCommandLine
  readonly #newPackages: ReadonlySet<string>
  readonly #changes = new Map<string, ChangedText>()
  readonly #host: ts.CompilerHost
  /** The trees of the last program, each with the changed text that it was made of; undefined: what is on the disk. */
  readonly #sources = new Map<
    string,
    { readonly after: string | undefined; readonly file: ts.SourceFile | undefined }
  >()
  readonly #importers: ReadonlyMap<string, ReadonlySet<string>>
  readonly #looked: readonly string[]
  readonly #before: ReadonlyMap<string, number>
  #last: ts.Program | undefined
  /** Absolute paths of changed files that are not part of the program. */
  readonly outside: readonly string[]

  constructor(
    compiler: Compiler,
    config: ts.ParsedCommandLine,
    changes: readonly ChangedText[],
    newPackages: ReadonlySet<string>,
  ) {
    this.#compiler = compiler
    this.#config = config
    this.#newPackages = newPackages
    this.#host = compiler.host(config.options)
    const program = this.#program(new Map())
    const isOutside = ({ absolutePath, isNew }: ChangedText) =>
      isNew !== true && program.getSourceFile(toPosixPath(absolutePath)) === undefined
    this.outside = changes.filter(isOutside).map(({ absolutePath }) => absolutePath)
    for (const change of changes) if (!isOutside(change)) this.#changes.set(toPosixPath(change.absolutePath), change)
    this.#importers = importersIn(compiler.ts, program)
    this.#looked = this.#affected(program)
    this.#before = counted(this.#complaints(program))
  }

  /** The changes that bring new errors, by absolute path, each with its first one. */
  rejected(): Map<string, string> {
    const active = new Map(this.#changes)
    const rejected = new Map<string, string>()
    while (active.size > 0) {
      const blamed = new Map<string, string>()
      for (const { path, text } of this.#new(active))
        for (const guilty of this.#guilty(path, active)) if (!blamed.has(guilty)) blamed.set(guilty, text)
      if (blamed.size === 0) break
      for (const [path, reason] of blamed) {
        active.delete(path)
        rejected.set(path, reason)
      }
    }
    // A file may have been blamed for what another one did.
    for (const [path, change] of this.#changes) {
      if (rejected.size < 2 || !rejected.has(path)) continue
      active.set(path, change)
      if (this.#new(active).length === 0) rejected.delete(path)
      else active.delete(path)
    }
    return new Map([...rejected].map(([path, reason]) => [this.#changes.get(path)?.absolutePath ?? path, reason]))
  }

  /** The changes that can be behind an error: that of its own file, else those of what the file imports, else all. */
  #guilty(path: string, active: ReadonlyMap<string, ChangedText>): string[] {
    if (active.has(path)) return [path]
    const behind = [...active.keys()].filter((changed) => this.#reach([changed]).has(path))
    return behind.length > 0 ? behind : [...active.keys()]
  }

  /** What TypeScript says with some of the changes, and did not say before. */
  #new(active: ReadonlyMap<string, ChangedText>): Complaint[] {
    const left = new Map(this.#before)
    return this.#complaints(this.#program(active)).filter(({ key }) => {
      const count = left.get(key) ?? 0
      left.set(key, count - 1)
      return count <= 0
    })
  }

  #complaints(program: ts.Program): Complaint[] {
    const { ts: compiler } = this.#compiler
    const paths = new Set([...this.#looked, ...this.#changes.keys()])
    const said = [...paths].flatMap((path): ts.Diagnostic[] => {
      const file = program.getSourceFile(path)
      return file === undefined
        ? []
        : [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]
    })
    const isMissing = (it: ts.Diagnostic): boolean => {
      const [, name = ''] = NOT_FOUND.has(it.code) ? (/'([^']+)'/.exec(firstLine(compiler, it)) ?? []) : []
      return this.#newPackages.has(packageOf(name) ?? '')
    }
    const isPartial = said.some(isMissing)
    return said.flatMap((it) => {
      if (it.file === undefined || isMissing(it) || (isPartial && UNTYPED.has(it.code))) return []
      const path = toPosixPath(it.file.fileName)
      const message = firstLine(compiler, it)
      const { line, character } = it.file.getLineAndCharacterOfPosition(it.start ?? 0)
      return [{ path, text: `${line + 1}:${character + 1} ${message}`, key: `${path} ${it.code} ${message}` }]
    })
  }

  /** The files that a change can make wrong: those that import a changed one, and theirs. */
  #affected(program: ts.Program): string[] {
    const isGlobal = [...this.#changes].some(([path, { after }]) => {
      const file = program.getSourceFile(path)
      const isScript = file !== undefined && !this.#compiler.ts.isExternalModule(file)
      return isScript || /\bdeclare\s+(?:global|module)\b/.test(after)
    })
    if (!isGlobal) return [...this.#reach([...this.#changes.keys()])]
    return program
      .getSourceFiles()
      .filter((file) => isOwnFile(program, file))
      .map(({ fileName }) => toPosixPath(fileName))
  }

  #reach(paths: readonly string[]): Set<string> {
    const reached = new Set(paths)
    // A set hands out what is added while it is walked.
    for (const path of reached) for (const importer of this.#importers.get(path) ?? []) reached.add(importer)
    return reached
  }

  #program(active: ReadonlyMap<string, ChangedText>): ts.Program {
    const { ts: compiler } = this.#compiler
    const { options, fileNames, projectReferences } = this.#config
    const host = { ...this.#host }
    const { readFile, fileExists, directoryExists, getSourceFile } = this.#host
    const created = [...active].flatMap(([path, { isNew }]) => (isNew === true ? [path] : []))
    const newFolders = new Set(created.map((path) => path.slice(0, path.lastIndexOf('/'))))
    const changed = (path: string): ChangedText | undefined => active.get(toPosixPath(path))
    host.readFile = (path) => changed(path)?.after ?? readFile.call(this.#host, path)
    host.fileExists = (path) => changed(path) !== undefined || fileExists.call(this.#host, path)
    host.directoryExists = (path) =>
      newFolders.has(toPosixPath(path)) || directoryExists?.call(this.#host, path) === true
    // The same text gives the same tree, so that only what changed is bound and checked anew.
    host.getSourceFile = (path, languageVersion, ...rest) => {
      const after = changed(path)?.after
      const known = this.#sources.get(path)
      if (known !== undefined && known.after === after) return known.file
      const file =
        after === undefined
          ? getSourceFile.call(this.#host, path, languageVersion, ...rest)
          : compiler.createSourceFile(path, after, languageVersion, true)
      this.#sources.set(path, { after, file })
      return file
    }
    const program = compiler.createProgram({
      options,
      rootNames: [...fileNames, ...created],
      host,
      ...(projectReferences === undefined ? {} : { projectReferences }),
      ...(this.#last === undefined ? {} : { oldProgram: this.#last }),
    })
    this.#last = program
    return program
  }
}

/** For each file of a project, the files that import it. */
function importersIn(compiler: TypeScript, program: ts.Program): Map<string, Set<string>> {
  const importers = new Map<string, Set<string>>()
  const options = program.getCompilerOptions()
  const cache = compiler.createModuleResolutionCache(program.getCurrentDirectory(), (path) => path, options)
  for (const file of program.getSourceFiles()) {
    if (!isOwnFile(program, file)) continue
    const { fileName, impliedNodeFormat } = file
    for (const { fileName: specifier } of compiler.preProcessFile(file.text, true, true).importedFiles) {
      const { resolvedModule } = compiler.resolveModuleName(
        specifier,
        fileName,
        options,
        compiler.sys,
        cache,
        undefined,
        impliedNodeFormat,
      )
      if (resolvedModule === undefined || resolvedModule.isExternalLibraryImport === true) continue
      const path = toPosixPath(resolvedModule.resolvedFileName)
      const known = importers.get(path) ?? new Set()
      importers.set(path, known.add(toPosixPath(fileName)))
    }
  }
  return importers
}

function isOwnFile(program: ts.Program, file: ts.SourceFile): boolean {
  return !program.isSourceFileFromExternalLibrary(file) && !program.isSourceFileDefaultLibrary(file)
}

function counted(complaints: readonly Complaint[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { key } of complaints) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}

function firstLine(compiler: TypeScript, { messageText }: ts.Diagnostic): string {
  return compiler.flattenDiagnosticMessageText(messageText, '\n').split('\n')[0] ?? ''
}
