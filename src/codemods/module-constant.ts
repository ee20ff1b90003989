import { moduleSyntax } from '../edits/module-syntax.ts'
import { declareBefore, topStatement } from '../edits/top-level.ts'
import type { Change } from '../edits/edit.ts'
import { propertyName } from '../facts/unwrap.ts'
import type { Node, Source } from '../source.ts'

/**
 * Declares something for a whole module, early enough for every use: behind the imports. In a CommonJS file, where imports are
 * statements among others, right before the statement that uses it.
 */
export function declareForModule(source: Source, user: Node, code: readonly string[]): Change[] | undefined {
  const isImported = moduleSyntax(source) === 'import'
  const first = source.ast.body.find(
    (it) =>
      it.type !== 'ImportDeclaration' &&
      it.type !== 'TSImportEqualsDeclaration' &&
      !(it.type === 'ExpressionStatement' && it.directive != null),
  )
  const place = isImported && first !== undefined ? first : topStatement(user)
  return place === undefined ? undefined : declareBefore(source, place, code)
}

/** True when the module declares a name at its top, as a variable or function. */
export function declaresName(source: Source, name: string): boolean {
  return source.ast.body.some((statement) => {
    const it = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
    if (it?.type === 'FunctionDeclaration') return it.id?.name === name
    return (
      it?.type === 'VariableDeclaration' &&
      it.declarations.some(({ id }) => id.type === 'Identifier' && id.name === name)
    )
  })
}

/** The object literal's property of a name. */
export function propertyOf(object: Node | undefined, name: string): Node | undefined {
  if (object?.type !== 'ObjectExpression') return undefined
  const found = object.properties.find((it) => it.type === 'Property' && propertyName(it) === name)
  return found?.type === 'Property' ? (found.value as Node) : undefined
}
