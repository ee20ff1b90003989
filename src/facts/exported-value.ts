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

/** The name itself where a file exports a part of a value by `export const { name } = …`; undefined otherwise. */
export function exportedPart(source: Source, name: string): Node | undefined {
  for (const statement of source.ast.body) {
    if (statement.type !== 'ExportNamedDeclaration' || statement.declaration?.type !== 'VariableDeclaration') continue
    for (const { id } of statement.declaration.declarations) {
      const found = id.type === 'Identifier' ? undefined : nameInPattern(id, name)
      if (found !== undefined) return found
    }
  }
  return undefined
}

function nameInPattern(pattern: Node, name: string): Node | undefined {
  switch (pattern.type) {
    case 'Identifier':
      return pattern.name === name ? pattern : undefined
    case 'AssignmentPattern':
      return nameInPattern(pattern.left, name)
    case 'RestElement':
      return nameInPattern(pattern.argument, name)
    case 'ObjectPattern':
      return firstOf(
        pattern.properties.map((property) => (property.type === 'Property' ? (property.value as Node) : property)),
        name,
      )
    case 'ArrayPattern':
      return firstOf(pattern.elements, name)
    default:
      return undefined
  }
}

function firstOf(patterns: readonly (Node | null)[], name: string): Node | undefined {
  for (const pattern of patterns) {
    const found = pattern === null ? undefined : nameInPattern(pattern, name)
    if (found !== undefined) return found
  }
  return undefined
}
