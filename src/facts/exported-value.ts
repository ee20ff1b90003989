import type { Node, Source } from '../source.ts'

/** What the file exports under a name (`default` for the default export), as written; undefined when it exports no such value. */
export function exportedValue(source: Source, name: string): Node | undefined {
  for (const statement of source.ast.body) {
    if (statement.type === 'ExportDefaultDeclaration' && name === 'default') return statement.declaration
    if (statement.type !== 'ExportNamedDeclaration' || statement.exportKind === 'type') continue
    const { declaration, specifiers } = statement
    if (declaration?.type === 'VariableDeclaration') {
      for (const { id, init } of declaration.declarations)
        if (id.type === 'Identifier' && id.name === name) return init ?? undefined
    } else if (declaration?.type === 'FunctionDeclaration' || declaration?.type === 'ClassDeclaration') {
      if (declaration.id?.name === name) return declaration
    }
    if (statement.source !== null) continue
    for (const { exported, local } of specifiers)
      if ((exported.type === 'Identifier' ? exported.name : exported.value) === name) return local
  }
  return undefined
}
