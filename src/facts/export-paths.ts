import type { Node, Source } from '../source.ts'
import { exportedBy } from './commonjs-exports.ts'
import { propertyName, wrapped } from './unwrap.ts'
import { readsOf, variableOf } from './variables.ts'

/** A name under which a file exports a value, and what must be read from that; empty: the whole of `module.exports`. */
export type ExportPath = readonly string[]

/** Every name under which the file exports the value of an expression or what a declaration declares. */
export function exportPathsOf(source: Source, node: Node): ExportPath[] {
  const value = wrapped(node)
  const parent = value.parent
  switch (parent?.type) {
    case 'ExportDefaultDeclaration':
      return [['default'], ...declared(source, value)]
    case 'TSExportAssignment':
      return [[]]
    case 'ExportSpecifier':
      return [[parent.exported.type === 'Identifier' ? parent.exported.name : parent.exported.value]]
    case 'ExportNamedDeclaration':
    case 'VariableDeclarator':
    case 'Program':
    case 'BlockStatement':
      return declared(source, value)
    case 'AssignmentExpression': {
      if (parent.right !== value) return []
      const name = exportedBy(source, parent.left)
      const own: ExportPath[] = name === undefined ? [] : [name === '' ? [] : [name]]
      const variable = parent.left.type === 'Identifier' ? parent.left : undefined
      return [...own, ...exportPathsOf(source, parent), ...(variable === undefined ? [] : ofVariable(source, variable))]
    }
    case 'Property': {
      // `module.exports = { router }`
      const name = parent.value === value ? propertyName(parent) : undefined
      return name === undefined ? [] : exportPathsOf(source, parent.parent).map((path) => [...path, name])
    }
    default:
      return []
  }
}

function declared(source: Source, node: Node): ExportPath[] {
  if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration')
    return node.id === null ? [] : ofVariable(source, node.id)
  const parent = node.parent
  if (parent?.type === 'VariableDeclarator' && parent.init === node && parent.id.type === 'Identifier')
    return ofVariable(source, parent.id)
  return []
}

/** The names under which a variable leaves the file. */
function ofVariable(source: Source, identifier: Node): ExportPath[] {
  const variable = variableOf(source, identifier)
  if (variable === undefined) return []
  const found: ExportPath[] = []
  const statement = declarationOf(variable.identifiers[0] as Node | undefined)
  if (statement?.parent?.type === 'ExportNamedDeclaration') found.push([variable.name])
  for (const read of readsOf(variable)) {
    const outer = wrapped(read)
    // Another name of the same value is looked at by whoever asks about that name.
    if (outer.parent?.type !== 'VariableDeclarator') found.push(...exportPathsOf(source, read))
  }
  return found
}

function declarationOf(identifier: Node | undefined): Node | undefined {
  const parent = identifier?.parent
  return parent?.type === 'VariableDeclarator' ? parent.parent : (parent ?? undefined)
}
