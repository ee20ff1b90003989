import type { TSESTree } from '@typescript-eslint/utils'
import { isBuiltin } from 'node:module'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { bareModule } from '../facts/origin.ts'
import { propertyName, stringOf, unwrap } from '../facts/unwrap.ts'
import { isRequire } from './module-syntax.ts'
import type { Script } from './scripts.ts'
import { scriptsOf } from './scripts.ts'

/** A name that a file imports at its top level. */
export interface ImportedBinding {
  /** See `canonicalModule`. */
  readonly module: string
  /** The exported name, `default`, or `*` for the whole module. */
  readonly name: string
  /** The identifier that is declared. */
  readonly local: TSESTree.Identifier
  /** True when it imports a type only. */
  readonly isType: boolean
  /** True for `import m = require('m')`, whose members are types and values alike. */
  readonly isEquals: boolean
  /** True for `require`: its `default` is a property of the module, not what the module is. */
  readonly isRequired: boolean
  readonly declaration: ImportStatement
  readonly specifier: Node
}

export type ImportStatement =
  TSESTree.ImportDeclaration | TSESTree.VariableDeclaration | TSESTree.TSImportEqualsDeclaration

/** A module's name by which imports of the same module are found: `node:fs` and `fs` are one, `node:test` and `test` two. */
export function canonicalModule(module: string): string {
  const bare = bareModule(module)
  return isBuiltin(bare) ? bare : module
}

/** The top-level statements that import, and do nothing else, in document order. */
const importStatements = perSource((source): readonly Node[] =>
  scriptsOf(source).flatMap(({ body }) => body.filter((it) => importedModule(source, it) !== undefined)),
)

/** Everything that the file imports at its top level, in document order. */
export const importedBindings = perSource((source): readonly ImportedBinding[] =>
  scriptsOf(source).flatMap((script) => bindingsOf(source, script)),
)

/** The top-level imports of a script; a component may have two. */
export function importsOfScript(source: Source, { range }: Script): Node[] {
  return importStatements(source).filter((it) => it.range[0] >= range[0] && it.range[1] <= range[1])
}

/** The module that a top-level statement imports, when importing is all it does. */
export function importedModule(source: Source, statement: Node): string | undefined {
  switch (statement.type) {
    case 'ImportDeclaration':
      return canonicalModule(statement.source.value)
    case 'TSImportEqualsDeclaration':
      return statement.moduleReference.type === 'TSExternalModuleReference'
        ? moduleOf(statement.moduleReference.expression)
        : undefined
    case 'VariableDeclaration': {
      const modules = statement.declarations.map(({ init }) => requiredBy(source, init)?.module)
      return modules.every((it) => it !== undefined) ? modules[0] : undefined
    }
    case 'ExpressionStatement': {
      const call = innermostCall(statement.expression)
      return call !== undefined && isRequire(source, call) ? moduleOf(call.arguments[0]) : undefined
    }
    default:
      return undefined
  }
}

function bindingsOf(source: Source, { body }: Script): ImportedBinding[] {
  return body.flatMap((statement): ImportedBinding[] => {
    switch (statement.type) {
      case 'ImportDeclaration':
        return statement.specifiers.map((specifier) => ({
          module: canonicalModule(statement.source.value),
          name: importedNameOf(specifier),
          local: specifier.local,
          isType:
            statement.importKind === 'type' ||
            (specifier.type === 'ImportSpecifier' && specifier.importKind === 'type'),
          isEquals: false,
          isRequired: false,
          declaration: statement,
          specifier,
        }))
      case 'TSImportEqualsDeclaration': {
        const module = importedModule(source, statement)
        if (module === undefined) return []
        const isType = statement.importKind === 'type'
        return [
          {
            module,
            name: '*',
            local: statement.id,
            isType,
            isEquals: true,
            isRequired: false,
            declaration: statement,
            specifier: statement,
          },
        ]
      }
      case 'VariableDeclaration':
        return statement.declarations.flatMap((declarator) => requiredNames(source, statement, declarator))
      default:
        return []
    }
  })
}

function importedNameOf(specifier: TSESTree.ImportClause): string {
  if (specifier.type === 'ImportNamespaceSpecifier') return '*'
  if (specifier.type === 'ImportDefaultSpecifier') return 'default'
  return specifier.imported.type === 'Identifier' ? specifier.imported.name : specifier.imported.value
}

/** The names of `const x = require(m)`, `const x = require(m).name` and `const { name: x } = require(m)`. */
function requiredNames(
  source: Source,
  declaration: TSESTree.VariableDeclaration,
  { id, init }: TSESTree.VariableDeclarator,
): ImportedBinding[] {
  const required = requiredBy(source, init)
  if (required === undefined) return []
  const { module, member } = required
  const common = { module, isType: false, isEquals: false, isRequired: true, declaration }
  if (id.type === 'Identifier') return [{ ...common, name: member ?? '*', local: id, specifier: id }]
  if (id.type !== 'ObjectPattern' || member !== undefined) return []
  return id.properties.flatMap((property): ImportedBinding[] => {
    if (property.type !== 'Property' || property.value.type !== 'Identifier') return []
    const name = propertyName(property)
    return name === undefined ? [] : [{ ...common, name, local: property.value, specifier: property }]
  })
}

function requiredBy(source: Source, init: Node | null): { module: string; member: string | undefined } | undefined {
  if (init === null) return undefined
  const value = unwrap(init)
  const member = value.type === 'MemberExpression' ? propertyName(value) : undefined
  if (value.type === 'MemberExpression' && member === undefined) return undefined
  const call = value.type === 'MemberExpression' ? unwrap(value.object) : value
  if (call.type !== 'CallExpression' || !isRequire(source, call)) return undefined
  const module = moduleOf(call.arguments[0])
  return module === undefined ? undefined : { module, member }
}

function moduleOf(expression: Node | undefined): string | undefined {
  const module = stringOf(expression)
  return module === undefined ? undefined : canonicalModule(module)
}

/** `require('dotenv')` of `require('dotenv').config()`. */
function innermostCall(expression: Node): TSESTree.CallExpression | undefined {
  let call: TSESTree.CallExpression | undefined
  for (let current = unwrap(expression); ;) {
    if (current.type === 'CallExpression') {
      call = current
      current = unwrap(current.callee)
    } else if (current.type === 'MemberExpression') current = unwrap(current.object)
    else return call
  }
}
