import type { Node, Source } from '../source.ts'
import { methodName } from './callee.ts'
import { contains, isFunction, isWithin } from './nodes.ts'
import { propertyName, wrapped } from './unwrap.ts'
import { variableOf, writesOf } from './variables.ts'

/** A value that is looked for inside of what is made of it. */
export interface Sought {
  /** True for an expression that is the value. */
  readonly isIt: (node: Node) => boolean
  /** Where names that are made of the value are declared: the code that runs for each chunk. */
  readonly region: Node
  /** The offset behind which they are made; what is made before holds an older value. */
  readonly after: number
}

/** How many names are followed. */
const MAX_STEPS = 3
/** Members that give the whole value in another form. */
const WHOLE = new Set(['toString', 'trim', 'trimEnd', 'join'])
/** Calls that put all of their argument into what they give. */
const COPYING = new Set(['stringify', 'encode', 'from', 'String', 'concat'])

/** The value inside an expression, whole: not its length, a slice, or what a function makes of it. */
export function wholeIn(source: Source, expression: Node, sought: Sought, steps = MAX_STEPS): Node | undefined {
  let found: Node | undefined
  contains(source, expression, (node) => {
    if (found !== undefined || isFunction(node)) return false
    if (sought.isIt(node) && isCopied(node, expression)) found = node
    else if (node.type === 'Identifier' && steps > 0) {
      const variable = variableOf(source, node)
      const writes = variable === undefined ? [] : writesOf(variable)
      const [write] = writes
      const isOwn =
        writes.length === 1 &&
        write?.value !== undefined &&
        !write.isPattern &&
        isWithin(write.identifier, sought.region)
      if (isOwn && write.value !== undefined && write.value.range[0] > sought.after && isCopied(node, expression))
        found = wholeIn(source, write.value, sought, steps - 1)
    }
    return false
  })
  return found
}

/** All the way up to the top, the value is put in whole. */
function isCopied(node: Node, top: Node): boolean {
  let child = node
  while (child !== top) {
    const parent: Node | null | undefined = child.parent
    if (parent == null) return false
    switch (parent.type) {
      case 'MemberExpression':
        if (parent.object !== child) return false
        if (wrapped(parent).parent?.type !== 'CallExpression' && propertyName(parent) !== undefined) return false
        if (!WHOLE.has(propertyName(parent) ?? '')) return false
        break
      case 'CallExpression': {
        const name = parent.callee.type === 'Identifier' ? parent.callee.name : methodName(parent)
        if (parent.callee !== child && !COPYING.has(name ?? '')) return false
        break
      }
      case 'Property':
        if (parent.value !== child) return false
        break
      case 'BinaryExpression':
        if (parent.operator !== '+') return false
        break
      case 'ObjectExpression':
      case 'TemplateLiteral':
      case 'ArrayExpression':
      case 'SpreadElement':
      case 'LogicalExpression':
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSNonNullExpression':
      case 'ChainExpression':
        break
      default:
        return false
    }
    child = parent
  }
  return true
}
