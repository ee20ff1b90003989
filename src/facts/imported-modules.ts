import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { nodesOf } from './nodes.ts'
import { stringOf } from './unwrap.ts'
import { isGlobal, variableOf } from './variables.ts'
import { callsNamed } from './named-calls.ts'

/** One module that a file names. */
export interface ImportedModule {
  /** As written, `node:` included. */
  readonly specifier: string
  /** The exported names that are taken; `*` for the whole module, none for an import that only runs it. */
  readonly names: readonly string[]
  /** True when nothing of it is left at run time: `import type`, or names that are only used as types. */
  readonly isType: boolean
  /** Where the names are declared in this file; empty for re-exports, `require` and `import()`. */
  readonly locals: readonly TSESTree.Identifier[]
}

/** Every module that the file imports, re-exports from, requires or imports on demand; texts that are computed are left out. */
export const importedModules = perSource((source): readonly ImportedModule[] => {
  const found: ImportedModule[] = []
  for (const declaration of nodesOf(source, 'ImportDeclaration')) found.push(imported(source, declaration))
  for (const { source: from, specifiers, exportKind } of nodesOf(source, 'ExportNamedDeclaration'))
    if (from !== null)
      found.push({
        specifier: from.value,
        names: specifiers.map(({ local }) => nameOf(local)),
        isType: exportKind === 'type' || (specifiers.length > 0 && specifiers.every((it) => it.exportKind === 'type')),
        locals: [],
      })
  for (const { source: from, exportKind } of nodesOf(source, 'ExportAllDeclaration'))
    found.push({ specifier: from.value, names: ['*'], isType: exportKind === 'type', locals: [] })
  for (const { moduleReference, importKind, id } of nodesOf(source, 'TSImportEqualsDeclaration'))
    if (moduleReference.type === 'TSExternalModuleReference')
      add(found, moduleReference.expression, {
        isType: importKind === 'type' || isTypeOnly(source, [id]),
        locals: [id],
      })
  for (const { source: from } of nodesOf(source, 'ImportExpression')) add(found, from, { isType: false, locals: [] })
  for (const call of callsNamed(source, ['require']))
    if (call.arguments.length === 1 && isGlobal(source, call.callee, 'require'))
      add(found, call.arguments[0], { isType: false, locals: [] })
  return found
})

function imported(
  source: Source,
  { source: from, specifiers, importKind }: TSESTree.ImportDeclaration,
): ImportedModule {
  const locals = specifiers.map((specifier) => specifier.local)
  const values = specifiers.filter((it) => it.type !== 'ImportSpecifier' || it.importKind !== 'type')
  return {
    specifier: from.value,
    names: specifiers.map((specifier) =>
      specifier.type === 'ImportSpecifier'
        ? nameOf(specifier.imported)
        : specifier.type === 'ImportDefaultSpecifier'
          ? 'default'
          : '*',
    ),
    isType:
      importKind === 'type' ||
      (specifiers.length > 0 &&
        isTypeOnly(
          source,
          values.map(({ local }) => local),
        )),
    locals,
  }
}

function add(
  found: ImportedModule[],
  from: Node | undefined,
  rest: { readonly isType: boolean; readonly locals: readonly TSESTree.Identifier[] },
): void {
  const specifier = stringOf(from)
  if (specifier !== undefined) found.push({ specifier, names: ['*'], ...rest })
}

/** True when every use of the names is in a type. Parsers without types have no such uses. */
function isTypeOnly(source: Source, locals: readonly TSESTree.Identifier[]): boolean {
  return locals.every((local) => {
    const references = variableOf(source, local)?.references ?? []
    return (
      references.length > 0 &&
      references.every((it) => (it as { isValueReference?: boolean }).isValueReference === false)
    )
  })
}

function nameOf(node: TSESTree.Identifier | TSESTree.StringLiteral): string {
  return node.type === 'Identifier' ? node.name : node.value
}
