import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { nodesOf } from '../facts/nodes.ts'
import { isGlobal } from '../facts/variables.ts'

/**
 * How a file imports. `import`: ES modules. `require`: `const { a } = require('m')`.
 * `import-equals`: TypeScript's `import m = require('m')` and no ES import of a value.
 */
export type ModuleSyntax = 'import' | 'require' | 'import-equals'

/** How a file imports; undefined for a classic script, which cannot. */
export const moduleSyntax = perSource((source): ModuleSyntax | undefined => {
  const imports = nodesOf(source, 'ImportDeclaration').filter((it) => it.importKind !== 'type')
  const isEquals = nodesOf(source, 'TSImportEqualsDeclaration').some(
    (it) => it.moduleReference.type === 'TSExternalModuleReference',
  )
  if (imports.length > 0 || exportsValues(source)) return 'import'
  if (isEquals || nodesOf(source, 'TSExportAssignment').length > 0) return 'import-equals'
  if (/\.c[jt]s$/.test(source.path) || usesCommonJs(source)) return 'require'
  if (source.ast.sourceType === 'module') return 'import'
  // A CommonJS file has a scope of its own between the global one and its functions.
  return source.scopes.scopes[1]?.block.type === 'Program' ? 'require' : undefined
})

/** True when the file is TypeScript, so that types may be imported. */
export const isTypeScript = perSource((source): boolean => {
  if (/\.(?:vue|svelte)$/.test(source.path)) return /<script\b[^>]*\blang\s*=\s*["']?tsx?\b/.test(source.text)
  return /\.[cm]?tsx?$/.test(source.path)
})

function exportsValues(source: Source): boolean {
  return (
    nodesOf(source, 'ExportNamedDeclaration', 'ExportAllDeclaration').some((it) => it.exportKind !== 'type') ||
    nodesOf(source, 'ExportDefaultDeclaration').length > 0
  )
}

function usesCommonJs(source: Source): boolean {
  const isExports = (node: Node) => isGlobal(source, node, 'exports') || isGlobal(source, node, 'module')
  return (
    nodesOf(source, 'CallExpression').some((call) => isRequire(source, call)) ||
    nodesOf(source, 'AssignmentExpression').some(
      ({ left }) => left.type === 'MemberExpression' && isExports(left.object),
    )
  )
}

/** True for a call of the real `require`. */
export function isRequire(source: Source, call: TSESTree.CallExpression): boolean {
  return call.callee.type === 'Identifier' && call.callee.name === 'require' && isGlobal(source, call.callee, 'require')
}
