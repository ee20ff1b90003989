import type { Node, Source } from '../source.ts'
import { contains, isWithin } from '../facts/nodes.ts'
import { moduleSyntax } from './module-syntax.ts'
import { indexIn, listOf } from './statement-place.ts'

/** Statements that are allowed only where they stand: at the top of a module, a script or a namespace. */
const BOUND = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportDefaultDeclaration',
  'ExportAllDeclaration',
  'TSImportEqualsDeclaration',
  'TSExportAssignment',
  'TSNamespaceExportDeclaration',
  'TSModuleDeclaration',
])

/**
 * True when neighbouring statements may move into a block of their own and still mean the same:
 * nothing declared there is used outside, and nothing in them is bound to the place where it stands.
 */
export function canMoveIntoBlock(source: Source, statements: readonly Node[]): boolean {
  return statements.every((it) => !isBound(source, it)) && !declaresForOthers(source, statements)
}

function isBound(source: Source, statement: Node): boolean {
  if (BOUND.has(statement.type) || ('declare' in statement && statement.declare === true)) return true
  if (statement.type === 'ExpressionStatement' && statement.directive != null) return true
  if (statement.type === 'TSDeclareFunction') return true
  return contains(source, statement, (node) => node.type === 'CallExpression' && node.callee.type === 'Super')
}

function declaresForOthers(source: Source, statements: readonly Node[]): boolean {
  const first = statements[0] as Node
  const last = statements.at(-1) as Node
  const list = listOf(first)
  const isTopLevel = first.parent?.type === 'Program' || first.parent?.type.startsWith('Svelte') === true
  for (const statement of statements) {
    if (!DECLARATIONS.has(statement.type)) continue
    const isVar = statement.type === 'VariableDeclaration' && statement.kind === 'var'
    // A component's template sees what its top level declares, other scripts what that of a classic one does.
    if (isTopLevel && (isComponent(source) || (!isVar && moduleSyntax(source) === undefined))) return true
    if (isVar) continue
    // A disposal happens at the end of the block: it must not come before statements that follow now.
    const isUsing = statement.type === 'VariableDeclaration' && /using$/.test(statement.kind)
    if (isUsing && list !== undefined && indexIn(list, last) !== list.length - 1) return true
    for (const variable of source.scopes.getDeclaredVariables(statement)) {
      const places = [...variable.identifiers, ...variable.references.map((reference) => reference.identifier)]
      if (!places.every((place) => statements.some((it) => isWithin(place as Node, it)))) return true
    }
  }
  return false
}

const DECLARATIONS = new Set([
  'VariableDeclaration',
  'FunctionDeclaration',
  'ClassDeclaration',
  'TSEnumDeclaration',
  'TSInterfaceDeclaration',
  'TSTypeAliasDeclaration',
])

function isComponent(source: Source): boolean {
  return /\.(?:vue|svelte)$/.test(source.path)
}
