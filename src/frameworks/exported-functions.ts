import type { TSESTree } from '@typescript-eslint/utils'
import { originOf } from '../facts/origin.ts'
import { unwrap } from '../facts/unwrap.ts'
import { variableOf } from '../facts/variables.ts'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import type { WrappedFunction } from './wrapped-function.ts'
import { wrappedFunction } from './wrapped-function.ts'

/** An export of the file that is a function, bare or wrapped. */
export interface ExportedFunction extends WrappedFunction {
  /** `default` for the default export. */
  readonly name: string
  /** The export declaration or specifier. */
  readonly exported: Node
}

/** A value that the file exports, by name. */
export interface ExportedValue {
  readonly name: string
  readonly value: Node
  readonly exported: Node
}

/** Everything that the file exports by a declaration of its own, `module.exports = …` as `default`. */
export const exportedValues = perSource((source): readonly ExportedValue[] => {
  const found: ExportedValue[] = []
  for (const statement of source.ast.body) {
    if (statement.type === 'ExportDefaultDeclaration')
      found.push({ name: 'default', value: statement.declaration, exported: statement })
    else if (statement.type === 'ExportNamedDeclaration') found.push(...namedExports(source, statement))
    else if (statement.type === 'ExpressionStatement') {
      const value = commonJsExport(statement.expression)
      if (value !== undefined) found.push({ name: 'default', value, exported: statement })
    }
  }
  return found
})

/** The exports of the file that are functions of this file. */
export const exportedFunctions = perSource((source): readonly ExportedFunction[] =>
  exportedValues(source).flatMap(({ name, value, exported }) => {
    const wrapped = wrappedFunction(source, value) ?? partOfFactory(source, value)
    return wrapped === undefined ? [] : [{ ...wrapped, name, exported }]
  }),
)

/** `const { action } = createRoute(options, fn)`: the function that the parts are made from. */
function partOfFactory(source: Source, value: Node): WrappedFunction | undefined {
  if (unwrap(value).type !== 'Identifier') return undefined
  const origin = originOf(source, value)
  if (origin.kind !== 'expression' || origin.path.length !== 1) return undefined
  const call = unwrap(origin.node)
  return call.type === 'CallExpression' ? wrappedFunction(source, call) : undefined
}

function namedExports(source: Source, statement: TSESTree.ExportNamedDeclaration): ExportedValue[] {
  const { declaration } = statement
  if (declaration?.type === 'FunctionDeclaration' && declaration.id !== null)
    return [{ name: declaration.id.name, value: declaration, exported: statement }]
  if (declaration?.type === 'VariableDeclaration')
    return declaration.declarations.flatMap(({ id, init }): ExportedValue[] => {
      if (init === null) return []
      if (id.type === 'Identifier') return [{ name: id.name, value: init, exported: statement }]
      if (id.type !== 'ObjectPattern') return []
      return id.properties.flatMap((property) =>
        property.type === 'Property' && property.value.type === 'Identifier'
          ? [{ name: property.value.name, value: property.value, exported: statement }]
          : [],
      )
    })
  if (statement.source !== null) return []
  return statement.specifiers.flatMap((specifier) => {
    const { exported, local } = specifier
    const name = exported.type === 'Identifier' ? exported.name : exported.value
    if (local.type !== 'Identifier' || variableOf(source, local) === undefined) return []
    return [{ name, value: local, exported: specifier }]
  })
}

function commonJsExport(expression: Node): Node | undefined {
  if (expression.type !== 'AssignmentExpression') return undefined
  const left = unwrap(expression.left)
  const isModuleExports =
    left.type === 'MemberExpression' &&
    left.object.type === 'Identifier' &&
    left.object.name === 'module' &&
    left.property.type === 'Identifier' &&
    left.property.name === 'exports'
  return isModuleExports ? expression.right : undefined
}
