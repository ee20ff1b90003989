import type { TSESTree } from '@typescript-eslint/utils'
import type { ExportPath } from '../facts/export-paths.ts'
import { exportPathsOf } from '../facts/export-paths.ts'
import { isFunction, nodesOf } from '../facts/nodes.ts'
import { propertyName, stringOf, unwrap, wrapped, wrappedAwait } from '../facts/unwrap.ts'
import { isGlobal, readsOf, variableOf } from '../facts/variables.ts'
import type { Node, Source, Variable } from '../source.ts'
import type { ProjectIndex } from './project-index.ts'
import { callsNamed } from '../facts/named-calls.ts'

/** Where a name stands for the type of its value. */
const TYPES: ReadonlySet<string> = new Set(['TSTypeQuery', 'TSQualifiedName'])

/** A place of another file that has the exported value. */
export interface ExportUse {
  readonly source: Source
  /** An expression whose value is the exported one: a name, `routes.chat`, `await import('./chat')`. */
  readonly node: Node
}

export interface ExportUses {
  readonly uses: readonly ExportUse[]
  /** True when more places may have it: a file does not parse, or a module is passed on whole. */
  readonly isOpen: boolean
}

/**
 * Every place of the project's other files that has what a file exports, through re-exports and namespaces. Uses as a
 * type are left out, and so are test files.
 * @param path the exporting file
 * @param exported the name, and what is read from it; empty for the whole of `module.exports`
 */
export function usesOfExport(index: ProjectIndex, path: string, exported: ExportPath): ExportUses {
  const search = new Search(index)
  search.add(path, exported)
  search.run()
  return { uses: search.uses, isOpen: search.isOpen }
}

class Search {
  readonly #index: ProjectIndex
  readonly #open: { readonly path: string; readonly exported: ExportPath }[] = []
  readonly #seen = new Set<string>()
  readonly #variables = new Map<Variable, Set<string>>()
  readonly uses: ExportUse[] = []
  isOpen = false

  constructor(index: ProjectIndex) {
    this.#index = index
  }

  add(path: string, exported: ExportPath): void {
    const key = [path, ...exported].join('\n')
    if (this.#seen.has(key)) return
    this.#seen.add(key)
    this.#open.push({ path, exported })
  }

  run(): void {
    for (let next = this.#open.pop(); next !== undefined; next = this.#open.pop()) {
      const { sources, unreadable } = this.#index.importersOf(next.path)
      if (unreadable.length > 0) this.isOpen = true
      for (const source of sources) this.#inFile(source, next.path, next.exported)
    }
  }

  #inFile(source: Source, path: string, exported: ExportPath): void {
    const isPath = (module: Node | null | undefined): boolean => {
      const specifier = stringOf(module)
      return specifier !== undefined && this.#index.resolve(source, specifier) === path
    }
    for (const declaration of nodesOf(source, 'ImportDeclaration'))
      if (declaration.importKind !== 'type' && isPath(declaration.source))
        for (const specifier of declaration.specifiers) this.#import(source, specifier, exported)
    for (const { moduleReference, id } of nodesOf(source, 'TSImportEqualsDeclaration'))
      if (moduleReference.type === 'TSExternalModuleReference' && isPath(moduleReference.expression))
        this.#variable(source, variableOf(source, id), exported)
    for (const declaration of nodesOf(source, 'ExportNamedDeclaration'))
      if (declaration.exportKind !== 'type' && declaration.source !== null && isPath(declaration.source))
        for (const { exported: as, local } of declaration.specifiers) {
          const rest = without(exported, nameOf(local))
          if (rest !== undefined) this.add(source.path, [nameOf(as), ...rest])
        }
    for (const declaration of nodesOf(source, 'ExportAllDeclaration'))
      if (declaration.exportKind !== 'type' && isPath(declaration.source)) {
        if (declaration.exported !== null) this.add(source.path, [nameOf(declaration.exported), ...exported])
        else if (exported[0] !== 'default') this.add(source.path, exported)
      }
    for (const call of callsNamed(source, ['require']))
      if (call.arguments.length === 1 && isGlobal(source, call.callee, 'require') && isPath(call.arguments[0]))
        this.#value(source, call, exported)
    for (const load of nodesOf(source, 'ImportExpression')) if (isPath(load.source)) this.#load(source, load, exported)
  }

  #import(source: Source, specifier: TSESTree.ImportClause, exported: ExportPath): void {
    if (specifier.type === 'ImportSpecifier' && specifier.importKind === 'type') return
    const name =
      specifier.type === 'ImportSpecifier'
        ? nameOf(specifier.imported)
        : specifier.type === 'ImportDefaultSpecifier'
          ? 'default'
          : undefined
    const rest = name === undefined ? exported : without(exported, name)
    if (rest !== undefined) this.#variable(source, variableOf(source, specifier.local), rest)
  }

  #variable(source: Source, variable: Variable | undefined, rest: ExportPath): void {
    if (variable === undefined) return
    const known = this.#variables.get(variable) ?? new Set<string>()
    this.#variables.set(variable, known)
    const key = rest.join('\n')
    if (known.has(key)) return
    known.add(key)
    for (const read of readsOf(variable)) {
      const reference = variable.references.find(({ identifier }) => identifier === read)
      if ((reference as { isValueReference?: boolean } | undefined)?.isValueReference !== false)
        this.#value(source, read, rest)
    }
  }

  /** An expression whose value has the exported one under `rest`. */
  #value(source: Source, expression: Node, rest: ExportPath): void {
    const node = wrappedAwait(expression)
    const parent = node.parent
    if (parent === undefined || parent === null || TYPES.has(parent.type)) return
    const passedOn = exportPathsOf(source, node)
    for (const path of passedOn) this.add(source.path, [...path, ...rest])
    if (parent.type === 'VariableDeclarator' && parent.init === node) this.#target(source, parent.id, node, rest)
    else if (parent.type === 'AssignmentExpression' && parent.right === node)
      this.#target(source, parent.left, node, rest)
    else if (rest.length === 0) {
      if (passedOn.length === 0) this.uses.push({ source, node })
    } else if (parent.type === 'MemberExpression' && parent.object === node) {
      const name = propertyName(parent)
      const inner = name === undefined ? undefined : without(rest, name)
      if (name === undefined) this.isOpen = true
      else if (inner !== undefined) this.#value(source, parent, inner)
    } else if (passedOn.length === 0) this.isOpen = true
  }

  #target(source: Source, target: Node, value: Node, rest: ExportPath): void {
    const left = unwrap(target)
    if (left.type === 'Identifier') this.#variable(source, variableOf(source, left), rest)
    else if (left.type === 'ObjectPattern') {
      for (const property of left.properties) {
        const name = property.type === 'Property' ? propertyName(property) : undefined
        const inner = name === undefined ? undefined : without(rest, name)
        if (property.type !== 'Property' || name === undefined) this.isOpen = true
        else if (inner !== undefined) this.#target(source, defaulted(property.value as Node), value, inner)
      }
    } else if (rest.length === 0) this.uses.push({ source, node: value })
    else this.isOpen = true
  }

  /** `await import(…)`, `import(…).then((module) => …)`, and promises that are passed on, whose default export is meant. */
  #load(source: Source, load: TSESTree.ImportExpression, exported: ExportPath): void {
    const outer = wrapped(load)
    const parent = outer.parent
    if (parent?.type === 'MemberExpression' && parent.object === outer && propertyName(parent) === 'then') {
      const call = wrapped(parent).parent
      const then = call?.type === 'CallExpression' ? call.arguments[0] : undefined
      const [parameter] = isFunction(then) ? then.params : []
      if (parameter === undefined) this.isOpen = true
      else this.#target(source, parameter, load, exported)
    } else if (parent?.type === 'AwaitExpression') this.#value(source, load, exported)
    else if (exported.length === 1 && exported[0] === 'default') this.uses.push({ source, node: outer })
    else this.isOpen = true
  }
}

/** What is left to read behind a name; the whole of a CommonJS module is its default import. Undefined: another name. */
function without(exported: ExportPath, name: string): ExportPath | undefined {
  const [first, ...rest] = exported
  if (first === undefined) return name === 'default' ? [] : undefined
  return first === name ? rest : undefined
}

function defaulted(node: Node): Node {
  return node.type === 'AssignmentPattern' ? node.left : node
}

function nameOf(node: TSESTree.Identifier | TSESTree.StringLiteral): string {
  return node.type === 'Identifier' ? node.name : node.value
}
