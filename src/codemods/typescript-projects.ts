import { existsSync } from 'node:fs'
import { posix } from 'node:path'
import type { CompilerOptions, Node as MorphNode, Project, Type } from 'ts-morph'
import { join, parentOf } from '../project/posix-path.ts'
import { projectOf } from '../project/project.ts'
import type { Range } from '../source.ts'

/** A place in a file. */
export interface Reference {
  /** Absolute, with forward slashes. */
  readonly path: string
  readonly range: Range
}

/** What a function looks like from outside. */
export interface Signature {
  readonly parameters: readonly { readonly name: string; readonly type: string; readonly isFunction: boolean }[]
  /** What it returns, or what the promise that it returns ends with. */
  readonly returns: string
  readonly isAsync: boolean
  /** True when it returns a function. */
  readonly returnsFunction: boolean
}

/** Where the projects get texts from, and whom they tell what they lack. */
export interface ProjectsHost {
  /** Absolute path of a tsconfig that holds for all files; undefined: the nearest `tsconfig.json` of each. */
  readonly tsconfig: string | undefined
  /** The files whose text differs from the disk, new ones included. */
  changed(): Iterable<readonly [path: string, text: string]>
  /** Told once, in one sentence. */
  note(sentence: string): void
}

const SOURCES = '*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}'

/** TypeScript's answers about the user's code, by ts-morph, which is loaded with the first question. */
export class TypeScriptProjects {
  readonly #host: ProjectsHost
  readonly #projects = new Map<string, Project>()
  #hasNoted = false

  constructor(host: ProjectsHost) {
    this.#host = host
  }

  /**
   * The places that mean what is declared at an offset of a file, the declaration itself left out.
   * @returns undefined when TypeScript knows no name there
   */
  async referencesTo(path: string, offset: number): Promise<readonly Reference[] | undefined> {
    const { Node } = await import('ts-morph')
    const name = (await this.#file(path))?.getDescendantAtPos(offset)
    if (name === undefined || !Node.isIdentifier(name)) return undefined
    return name
      .findReferences()
      .flatMap((symbol) => symbol.getReferences())
      .filter((it) => it.isDefinition() !== true)
      .map((it): Reference => {
        const span = it.getTextSpan()
        return { path: it.getSourceFile().getFilePath(), range: [span.getStart(), span.getEnd()] }
      })
  }

  /** The function that a module exports under a name; undefined when there is none, or it has several signatures. */
  async exportedFunction(path: string, name: string): Promise<Signature | undefined> {
    const declarations = (await this.#file(path))?.getExportedDeclarations().get(name)
    const [declaration] = declarations ?? []
    const signatures = declaration?.getType().getCallSignatures() ?? []
    const [signature] = signatures
    if (declaration === undefined || signature === undefined || signatures.length > 1) return undefined
    const returned = signature.getReturnType()
    const promised = promiseOf(returned)
    const result = promised ?? returned
    return {
      parameters: signature.getParameters().map((it) => {
        const type = it.getTypeAtLocation(declaration)
        return { name: it.getName(), type: nameOf(type, declaration), isFunction: type.getCallSignatures().length > 0 }
      }),
      returns: nameOf(result, declaration),
      isAsync: promised !== undefined,
      returnsFunction: result.getCallSignatures().length > 0,
    }
  }

  /**
   * How a file imports another one: as it does already, else with the endings of its other imports, else as the module
   * settings of its project demand: `../auth.js`.
   */
  async moduleSpecifier(from: string, to: string): Promise<string | undefined> {
    const { ts } = await import('ts-morph')
    const file = await this.#file(from)
    if (file === undefined) return undefined
    const options = file.getProject().getCompilerOptions()
    const known = file.getImportDeclarations().map((it) => it.getModuleSpecifierValue())
    const isTarget = (specifier: string): boolean =>
      ts.resolveModuleName(specifier, from, options, ts.sys).resolvedModule?.resolvedFileName === to
    const same = known.find(isTarget)
    if (same !== undefined) return same
    const path = posix.relative(posix.dirname(from), to)
    const relative = path.startsWith('.') ? path : `./${path}`
    const endings = known.filter((it) => it.startsWith('.')).map((it) => ENDING.exec(it)?.[0] ?? '')
    const wanted = endings[0] ?? defaultEnding(ts, options, from)
    if (wanted === '') return relative.replace(/(?:\/index)?\.[cm]?[jt]sx?$/, '')
    return wanted.includes('ts')
      ? relative
      : relative.replace(ENDING, (ending) => ending.replace('t', 'j').replace('x', ''))
  }

  async #file(path: string) {
    const project = await this.#projectOf(path)
    for (const [changedPath, text] of this.#host.changed()) {
      const known = project.getSourceFile(changedPath)
      if (known === undefined) project.createSourceFile(changedPath, text, { overwrite: true })
      else if (known.getFullText() !== text) known.replaceWithText(text)
    }
    return project.getSourceFile(path) ?? project.addSourceFileAtPathIfExists(path)
  }

  async #projectOf(path: string): Promise<Project> {
    const config = this.#host.tsconfig ?? nearestConfig(path)
    const key = config ?? ''
    let project = this.#projects.get(key)
    if (project !== undefined) return project
    const { Project, ts } = await import('ts-morph')
    // Since TypeScript 6 no types are taken in unasked, and options of before are errors.
    const own = config === undefined ? {} : ts.parseConfigFileTextToJson(config, ts.sys.readFile(config) ?? '{}').config
    const hasTypes =
      (own as { compilerOptions?: { types?: unknown } } | undefined)?.compilerOptions?.types !== undefined
    const compilerOptions = { ...(hasTypes ? {} : { types: ['*'] }), ignoreDeprecations: '6.0' }
    if (config === undefined) {
      if (!this.#hasNoted)
        this.#host.note('There is no tsconfig.json: references are looked for with the defaults of TypeScript.')
      this.#hasNoted = true
      const { ESNext } = ts.ScriptTarget
      const { NodeNext: module } = ts.ModuleKind
      project = new Project({ compilerOptions: { ...compilerOptions, allowJs: true, target: ESNext, module } })
      const root = rootOf(path)
      project.addSourceFilesAtPaths([`${root}/**/${SOURCES}`, `!${root}/**/node_modules/**`, `!${root}/**/dist/**`])
    } else project = new Project({ tsConfigFilePath: config, compilerOptions })
    this.#projects.set(key, project)
    return project
  }
}

/** The ending of a module of the project. */
const ENDING = /\.[cm]?[jt]sx?$/

/** The ending that imports need where the file shows none: only ES modules that Node loads need one. */
function defaultEnding(ts: typeof import('ts-morph').ts, options: CompilerOptions, from: string): '' | '.js' | '.ts' {
  const { Node16, NodeNext } = ts.ModuleResolutionKind
  const resolution = options.moduleResolution
  const isNode =
    resolution === undefined
      ? options.module !== undefined &&
        options.module >= ts.ModuleKind.Node16 &&
        options.module <= ts.ModuleKind.NodeNext
      : resolution === Node16 || resolution === NodeNext
  const isModule = /\.m[jt]sx?$/.test(from) || (!/\.c[jt]sx?$/.test(from) && projectOf(from).isModule)
  if (!isNode || !isModule) return ''
  return options.allowImportingTsExtensions === true || options.rewriteRelativeImportExtensions === true ? '.ts' : '.js'
}

/** The type that a promise ends with; undefined for anything but a promise. */
function promiseOf(type: Type): Type | undefined {
  const name = type.getSymbol()?.getName()
  return name === 'Promise' || name === 'PromiseLike' ? type.getTypeArguments()[0] : undefined
}

function nameOf(type: Type, at: MorphNode): string {
  return type.getText(at)
}

function nearestConfig(path: string): string | undefined {
  for (let folder = parentOf(path); folder !== undefined; folder = parentOf(folder)) {
    const file = join(folder, 'tsconfig.json')
    if (existsSync(file)) return file
    if (existsSync(join(folder, '.git'))) return undefined
  }
  return undefined
}

/** The folder of the nearest package.json, else that of the file. */
function rootOf(path: string): string {
  for (let folder = parentOf(path); folder !== undefined; folder = parentOf(folder))
    if (existsSync(join(folder, 'package.json'))) return folder
  return parentOf(path) ?? '/'
}
