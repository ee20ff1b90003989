import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { nodesOf } from './nodes.ts'
import { propertyName, unwrap } from './unwrap.ts'
import { isGlobal } from './variables.ts'

/** What a CommonJS file hands out. */
export interface CommonJsExports {
  /** What is assigned to `module.exports` as a whole, or by `export =`, in document order. */
  readonly whole: readonly Node[]
  /** `exports.name = …` and `module.exports.name = …`, the last assignment of each name. */
  readonly named: ReadonlyMap<string, Node>
}

/** What is assigned to `module.exports` and its properties. */
export const commonJsExports = perSource((source): CommonJsExports => {
  const whole: Node[] = []
  const named = new Map<string, Node>()
  for (const { left, right, operator } of nodesOf(source, 'AssignmentExpression')) {
    if (operator !== '=') continue
    const name = exportedBy(source, left)
    if (name === undefined) continue
    // `exports = module.exports = x`: the value is behind the last sign.
    if (name.length === 0) whole.push(valueOf(right))
    else named.set(name, valueOf(right))
  }
  for (const { expression } of nodesOf(source, 'TSExportAssignment')) whole.push(expression)
  return { whole, named }
})

/** The name that an assignment to a target exports: empty for the whole module; undefined when it exports nothing. */
export function exportedBy(source: Source, target: Node): string | undefined {
  const left = unwrap(target)
  if (left.type !== 'MemberExpression') return undefined
  if (isModuleExports(source, left)) return ''
  const isOfModule = isModuleExports(source, unwrap(left.object)) || isGlobal(source, left.object, 'exports')
  return isOfModule ? propertyName(left) : undefined
}

function isModuleExports(source: Source, node: Node): boolean {
  return node.type === 'MemberExpression' && propertyName(node) === 'exports' && isGlobal(source, node.object, 'module')
}

function valueOf(right: Node): Node {
  const value = unwrap(right)
  return value.type === 'AssignmentExpression' ? valueOf(value.right) : value
}
