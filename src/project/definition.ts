import { isForeign } from '../facts/call-path.ts'
import { commonJsExports } from '../facts/commonjs-exports.ts'
import { exportedPart, exportedValue } from '../facts/exported-value.ts'
import { methodOf } from '../facts/functions.ts'
import type { FunctionNode } from '../facts/nodes.ts'
import { isFunction } from '../facts/nodes.ts'
import type { Origin } from '../facts/origin.ts'
import { originOf } from '../facts/origin.ts'
import { unwrap } from '../facts/unwrap.ts'
import type { Node, Source } from '../source.ts'
import type { ProjectIndex } from './project-index.ts'

/** Where a value is made, and in which file. */
export interface Definition {
  readonly source: Source
  /** An import here is one of a package: those of the project's own files have been followed. */
  readonly origin: Exclude<Origin, { readonly kind: 'unknown' }>
}

/** What has been asked on the way, so that modules that export each other's names end. */
type Trail = Set<string>

/**
 * Where the value of an expression is made, followed across the files of the project: imports of every form, `require`,
 * re-exports, `export *`, default and namespace exports. Undefined when it cannot be told.
 * @param path what is read from the expression: the definition is that of the member
 */
export function definitionOf(
  index: ProjectIndex,
  source: Source,
  expression: Node,
  path: readonly string[] = [],
): Definition | undefined {
  return settle(index, source, originOf(source, expression, path), new Set())
}

/**
 * Where what a file exports is made.
 * @param path begins with the exported name, `default` for the default export; empty for what `module.exports` is as a whole
 */
export function definitionOfExport(
  index: ProjectIndex,
  source: Source,
  path: readonly string[],
): Definition | undefined {
  return exported(index, source, path, new Set())
}

/** A function and the file it stands in. */
export interface FunctionDefinition {
  readonly source: Source
  readonly fn: FunctionNode
}

/** The function that an expression means, in whichever file it stands: also a method of an instance or class of the project. */
export function functionOf(index: ProjectIndex, source: Source, expression: Node): FunctionDefinition | undefined {
  const definition = definitionOf(index, source, expression)
  if (definition?.origin.kind !== 'expression') return undefined
  const { node, path } = definition.origin
  const value = unwrap(node)
  if (path.length === 0) return isFunction(value) ? { source: definition.source, fn: value } : undefined
  const [name, ...rest] = path
  if (name === undefined || rest.length > 0) return undefined
  const owner = value.type === 'NewExpression' ? definitionOf(index, definition.source, value.callee) : definition
  if (owner?.origin.kind !== 'expression') return undefined
  const made = unwrap(owner.origin.node)
  if (made.type !== 'ClassDeclaration' && made.type !== 'ClassExpression') return undefined
  const fn = methodOf(owner.source, made, name)
  return fn === undefined ? undefined : { source: owner.source, fn }
}

function settle(index: ProjectIndex, source: Source, origin: Origin, trail: Trail): Definition | undefined {
  if (origin.kind === 'unknown') return undefined
  return origin.kind === 'import' ? imported(index, source, origin.module, origin.path, trail) : { source, origin }
}

/** The definition of what a source imports from a module. */
function imported(
  index: ProjectIndex,
  source: Source,
  module: string,
  path: readonly string[],
  trail: Trail,
): Definition | undefined {
  const target = index.resolve(source, module)
  if (target === undefined) return isForeign(module) ? { source, origin: { kind: 'import', module, path } } : undefined
  const found = index.sourceAt(target)
  return found === undefined ? undefined : exported(index, found, path, trail)
}

function exported(index: ProjectIndex, source: Source, path: readonly string[], trail: Trail): Definition | undefined {
  const asked = [source.path, ...path].join('\n')
  if (trail.has(asked)) return undefined
  trail.add(asked)
  const [name, ...rest] = path
  if (name !== undefined) {
    const value = exportedValue(source, name) ?? exportedPart(source, name)
    if (value !== undefined) return settle(index, source, originOf(source, variableIn(value), rest), trail)
    const passedOn = reExported(index, source, name, rest, trail)
    if (passedOn !== undefined) return passedOn
  }
  const { whole, named } = commonJsExports(source)
  const property = name === undefined ? undefined : named.get(name)
  if (property !== undefined) return settle(index, source, originOf(source, property, rest), trail)
  const [module, ...more] = whole
  if (module === undefined || more.length > 0) return undefined
  // To an import of a CommonJS module `default` is the whole.
  return settle(index, source, originOf(source, module, name === 'default' ? rest : path), trail)
}

/** The name of a declared variable: it may be assigned again behind its declaration. */
function variableIn(value: Node): Node {
  const declarator = value.parent
  return declarator?.type === 'VariableDeclarator' && declarator.init === value ? declarator.id : value
}

function reExported(
  index: ProjectIndex,
  source: Source,
  name: string,
  rest: readonly string[],
  trail: Trail,
): Definition | undefined {
  const all: string[] = []
  for (const statement of source.ast.body) {
    if (statement.type === 'ExportAllDeclaration' && statement.exportKind !== 'type') {
      if (statement.exported === null) all.push(statement.source.value)
      else if (nameOf(statement.exported) === name) return imported(index, source, statement.source.value, rest, trail)
    }
    if (statement.type !== 'ExportNamedDeclaration' || statement.source === null) continue
    for (const { exported: as, local } of statement.specifiers)
      if (nameOf(as) === name) return imported(index, source, statement.source.value, [nameOf(local), ...rest], trail)
  }
  if (name === 'default') return undefined
  for (const module of all) {
    const target = index.resolve(source, module)
    const found = target === undefined ? undefined : index.sourceAt(target)
    const definition = found === undefined ? undefined : exported(index, found, [name, ...rest], trail)
    if (definition !== undefined) return definition
  }
  return undefined
}

function nameOf(node: { readonly type: string; readonly name?: string; readonly value?: unknown }): string {
  return node.name ?? String(node.value)
}
