import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { bareModule } from '../facts/origin.ts'
import { variableOf, isReassigned } from '../facts/variables.ts'
import type { Change, ImportBinding } from './edit.ts'
import type { ImportedBinding } from './existing-imports.ts'
import { canonicalModule, importedBindings } from './existing-imports.ts'
import type { Additions, NewImport } from './import-additions.ts'
import { addImportEquals, addImports, addRequires } from './import-additions.ts'
import { insertImports } from './import-place.ts'
import type { ModuleSyntax } from './module-syntax.ts'
import { isTypeScript, moduleSyntax } from './module-syntax.ts'
import { camelCase, declarationCounts, freshName, resolveName, scopeAt, upperFirst } from './names.ts'
import type { Script } from './scripts.ts'
import { scriptFor } from './scripts.ts'
import { importAsValues } from './value-imports.ts'

/** A name that an edit needs. */
export interface ImportRequest {
  /** As it is to be written: `node:stream/promises`, `p-map`. */
  readonly module: string
  /** The exported name, `default`, or `*` for the whole module. */
  readonly name: string
  /** What it is best called in the file; without it the exported name, or one made of the module's. */
  readonly as?: string
  /** True for a type. A file that is no TypeScript cannot import one. */
  readonly typeOnly?: boolean
  /** Where the name will be used. Without it an import that is there is used only if no other scope hides its name. */
  readonly at?: Node
  /** True when the package's default export is a property of what `require` gives (ES modules and their like). */
  readonly esModule?: boolean
}

/**
 * Imports names into a file: uses the imports that are there, else adds to one of the same module, else adds a statement.
 * The bindings come in the order of the requests; the changes of a module are those of its first binding that needs any.
 * In a file of TypeScript's `import m = require('m')` the local name of an export reads `m.name`.
 * Ask for all names of an edit in one call: two calls know nothing of each other's names.
 * @returns undefined when it cannot be done: a classic script, a component without script, a type in a JavaScript file
 */
export function importBindings(source: Source, requests: readonly ImportRequest[]): ImportBinding[] | undefined {
  const syntax = moduleSyntax(source)
  if (syntax === undefined || requests.some((it) => it.typeOnly === true && !isTypeScript(source))) return undefined
  const plan = new Plan(source, syntax)
  for (const request of requests) {
    const script = scriptFor(source, request.at)
    if (script === undefined) return undefined
    plan.add(request, script)
  }
  return plan.bindings()
}

/** Imports one name; see `importBindings`. */
export function importBinding(source: Source, request: ImportRequest): ImportBinding | undefined {
  return importBindings(source, [request])?.[0]
}

/** The new names of one module in one script. */
interface Group {
  readonly module: string
  readonly script: Script
  /** The first request that needs something new, which carries the changes. */
  readonly carrier: number
  readonly imports: NewImport[]
}

class Plan {
  readonly #source: Source
  readonly #syntax: ModuleSyntax
  readonly #locals: { module: string; local: string }[] = []
  readonly #given = new Set<string>()
  readonly #groups: Group[] = []
  /** Types that become values, by declaration, with the request that carries the change. */
  readonly #values = new Map<TSESTree.ImportDeclaration, { carrier: number; specifiers: Set<Node> }>()

  constructor(source: Source, syntax: ModuleSyntax) {
    this.#source = source
    this.#syntax = syntax
  }

  add(request: ImportRequest, script: Script): void {
    const local = this.#reused(request, script) ?? this.#planned(request, script)
    this.#locals.push({ module: request.module, local })
  }

  bindings(): ImportBinding[] {
    const source = this.#source
    const changes = new Map<number, Change[]>()
    const carry = (carrier: number, more: readonly Change[]) =>
      changes.set(carrier, [...(changes.get(carrier) ?? []), ...more])
    for (const [declaration, { carrier, specifiers }] of this.#values)
      carry(carrier, importAsValues(source, declaration, specifiers))
    const added = this.#groups.map((group) => ({ group, additions: this.#additions(group) }))
    for (const [index, { group, additions }] of added.entries()) {
      carry(group.carrier, additions.changes)
      if (additions.statements.length === 0) continue
      const rest = added.slice(index + 1)
      const isLast = rest.every((it) => it.group.script !== group.script || it.additions.statements.length === 0)
      const hoisted = additions.statements.every((it) => it.startsWith('import'))
      carry(group.carrier, [insertImports(source, group.script, additions.statements, { hoisted, isLast })])
    }
    return this.#locals.map((binding, index) => ({ ...binding, changes: changes.get(index) ?? [] }))
  }

  #additions({ module, script, imports }: Group): Additions {
    const converted: ReadonlySet<Node> = new Set(this.#values.keys())
    switch (this.#syntax) {
      case 'import':
        return addImports(this.#source, script, module, imports, converted)
      case 'require':
        return addRequires(this.#source, script, module, imports, converted)
      case 'import-equals': {
        const [first] = imports
        if (first === undefined || first.isType) return addImports(this.#source, script, module, imports, converted)
        const types = imports.filter((it) => it.isType)
        const { changes, statements } = addImportEquals(this.#source, module, first.local)
        const ofTypes = addImports(this.#source, script, module, types, converted)
        return { changes: [...changes, ...ofTypes.changes], statements: [...statements, ...ofTypes.statements] }
      }
    }
  }

  /** The local name under which the file has it already. */
  #reused(request: ImportRequest, script: Script): string | undefined {
    const found = importedBindings(this.#source).filter(
      (it) => it.module === canonicalModule(request.module) && this.#isVisible(it, request, script),
    )
    const isValue = request.typeOnly !== true
    for (const binding of [...found.filter((it) => !it.isType), ...found.filter((it) => it.isType)]) {
      const path = pathTo(binding, request)
      if (path === undefined) continue
      if (isValue && binding.isType) {
        const { declaration, specifier } = binding
        if (declaration.type !== 'ImportDeclaration') continue
        const entry = this.#values.get(declaration) ?? { carrier: this.#locals.length, specifiers: new Set() }
        entry.specifiers.add(specifier)
        this.#values.set(declaration, entry)
      }
      return binding.local.name + path
    }
    return undefined
  }

  #isVisible({ local, declaration, isRequired }: ImportedBinding, { at }: ImportRequest, script: Script): boolean {
    const variable = variableOf(this.#source, local)
    if (variable === undefined) return false
    if (isRequired && isReassigned(variable)) return false
    const isInside = declaration.range[0] >= script.range[0] && declaration.range[1] <= script.range[1]
    if (script.isModule && !isInside) return false
    if (at === undefined) return declarationCounts(this.#source).get(local.name) === 1
    return resolveName(scopeAt(this.#source, at), local.name) === variable
  }

  /** A name of its own for something the file does not import yet. */
  #planned(request: ImportRequest, script: Script): string {
    const { module } = request
    let group = this.#groups.find(
      (it) => it.script === script && canonicalModule(it.module) === canonicalModule(module),
    )
    if (group === undefined) {
      group = { module, script, carrier: this.#locals.length, imports: [] }
      this.#groups.push(group)
    }
    const isType = request.typeOnly === true
    const { name, path } = this.#exported(request)
    const index = group.imports.findIndex((it) => it.name === name && (isType || !it.isType))
    const known = group.imports[index]
    if (known !== undefined) return known.local + path
    const local = this.#freshLocal(module, name, path === '' ? request.as : undefined)
    group.imports.push({ name, local, isType })
    return local + path
  }

  /** What is imported, and how the wanted export is read from it. */
  #exported({ name, typeOnly, esModule }: ImportRequest): { name: string; path: string } {
    if (typeOnly === true || name === '*') return { name, path: '' }
    const isWhole = name === 'default' && esModule !== true
    switch (this.#syntax) {
      case 'import':
        return { name, path: '' }
      case 'require':
        return { name: isWhole ? '*' : name, path: '' }
      case 'import-equals':
        return { name: '*', path: isWhole ? '' : `.${name}` }
    }
  }

  #freshLocal(module: string, name: string, as: string | undefined): string {
    const bare = bareModule(module).replace(/^@[^/]*\//, '')
    const isNamed = name !== '*' && name !== 'default'
    const preferred = as ?? (isNamed ? name : camelCase(bare))
    const word = camelCase(bare.split('/')[0] ?? bare)
    const isUpper = /^\p{Lu}/u.test(preferred)
    const other =
      isNamed || as !== undefined ? (isUpper ? upperFirst(word) : word) + upperFirst(preferred) : `${preferred}Module`
    const local = freshName(this.#source, preferred, [other], this.#given)
    this.#given.add(local)
    return local
  }
}

/** How a request's export is read from a binding: `''`, `.name`, or undefined when it is another export. */
function pathTo({ name, isEquals, isRequired }: ImportedBinding, request: ImportRequest): string | undefined {
  const isWhole = name === '*' && (isEquals || isRequired)
  if (request.name === 'default') {
    if (isWhole) return request.esModule !== true ? '' : isEquals ? '.default' : undefined
    return name === 'default' && (!isRequired || request.esModule === true) ? '' : undefined
  }
  if (name === request.name) return ''
  return isEquals && request.name !== '*' ? `.${request.name}` : undefined
}
