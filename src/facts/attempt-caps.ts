import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source, Variable } from '../source.ts'
import { perSource } from '../source.ts'
import type { Call } from './callee.ts'
import { calledFunction, enclosingFunction, returnedExpressions } from './functions.ts'
import { alwaysLeaves } from './leaving.ts'
import { contains, isFunction, isWithin, nodesOf } from './nodes.ts'
import { propertyName, unwrap } from './unwrap.ts'
import { variableOf, writesOf } from './variables.ts'

const RELATIONS = new Set(['<', '>', '<=', '>='])
const STATES = new Set(['code', 'readyState', 'status', 'type'])
/** Methods that look at a value and count nothing. */
const LOOKS = new Set(['has', 'includes', 'startsWith', 'endsWith', 'test', 'hasFocus', 'isOnline', 'get'])

/**
 * True when something that can count decides whether a node is reached in its function: a comparison of sizes, a variable
 * that is counted up or down, a flag that is set on the way and never taken back, or a call that nobody can look into.
 */
export function isCounted(source: Source, node: Node): boolean {
  return guardsOf(source, node).some((test) => counts(source, test, node))
}

/** The tests on the way to a node, up to its function: of the branches around it, and of those that leave before it. */
function guardsOf(source: Source, node: Node): Node[] {
  const tests: Node[] = []
  let child = node
  for (
    let { parent } = node;
    parent !== undefined && parent !== null && !isFunction(parent);
    child = parent, { parent } = parent
  ) {
    switch (parent.type) {
      case 'IfStatement':
      case 'ConditionalExpression':
        if (parent.test !== child) tests.push(parent.test)
        break
      case 'LogicalExpression':
        if (parent.right === child) tests.push(parent.left)
        break
      case 'WhileStatement':
      case 'DoWhileStatement':
        tests.push(parent.test)
        break
      case 'ForStatement':
        if (parent.test !== null) tests.push(parent.test)
        break
      case 'SwitchCase':
      case 'BlockStatement': {
        const statements = parent.type === 'BlockStatement' ? parent.body : parent.consequent
        for (const statement of statements)
          if (
            statement.range[1] <= child.range[0] &&
            statement.type === 'IfStatement' &&
            leavesSometimes(source, statement)
          )
            tests.push(statement.test)
        break
      }
      default:
    }
  }
  return tests
}

function leavesSometimes(source: Source, statement: TSESTree.IfStatement): boolean {
  return (
    contains(source, statement, (it) => it.type === 'ReturnStatement' || it.type === 'ThrowStatement', {
      functions: 'skip',
    }) || alwaysLeaves(source, statement.consequent)
  )
}

function counts(source: Source, test: Node, node: Node): boolean {
  return contains(
    source,
    test,
    (it) => {
      switch (it.type) {
        case 'UpdateExpression':
        case 'AssignmentExpression':
          return true
        case 'BinaryExpression':
          return RELATIONS.has(it.operator) && !isState(it.left) && !isState(it.right)
        case 'CallExpression':
          return mayCount(source, it, node)
        case 'Identifier': {
          const variable = variableOf(source, it)
          return variable !== undefined && (isCounter(variable) || isOnce(variable, node))
        }
        case 'MemberExpression':
          return countedNames(source).has(propertyName(it) ?? '') || isOnceField(source, it, node)
        default:
          return false
      }
    },
    { functions: 'skip' },
  )
}

/** `event.code`, `socket.readyState`: numbers that say what happened, not how often. */
function isState(operand: Node): boolean {
  const node = unwrap(operand)
  return node.type === 'MemberExpression' && STATES.has(propertyName(node) ?? '')
}

/** A call in a test: of a function of this file it is looked into, of any other nobody knows. */
function mayCount(source: Source, call: Call, node: Node): boolean {
  const fn = calledFunction(source, call)
  if (fn !== undefined) return returnedExpressions(source, fn).some((it) => it !== call && counts(source, it, node))
  const callee = unwrap(call.callee)
  return !(callee.type === 'MemberExpression' && LOOKS.has(propertyName(callee) ?? ''))
}

/** A variable that is counted up or down, or gets a value made of its own. */
function isCounter(variable: Variable): boolean {
  return writesOf(variable).some(({ isUpdate, value, identifier }) => {
    if (isUpdate) return true
    const sum = value === undefined ? undefined : unwrap(value)
    return (
      sum?.type === 'BinaryExpression' &&
      [sum.left, sum.right].some((side) => side.type === 'Identifier' && side.name === identifier.name)
    )
  })
}

/** A flag that is set beside the node and nowhere else: what it guards is done once. */
function isOnce(variable: Variable, node: Node): boolean {
  const own = enclosingFunction(node)
  const writes = writesOf(variable).filter(({ identifier }) => identifier.parent.type === 'AssignmentExpression')
  return (
    writes.length > 0 &&
    writes.every(({ identifier, value }) => enclosingFunction(identifier) === own && isTrue(value)) &&
    own !== undefined &&
    variable.identifiers.every((it) => !isWithin(it as Node, own))
  )
}

function isOnceField(source: Source, member: TSESTree.MemberExpression, node: Node): boolean {
  const name = propertyName(member)
  const own = enclosingFunction(node)
  const writes = (assignedNames(source).get(name ?? '') ?? []).filter((write) => !isInConstructor(write))
  return writes.length > 0 && writes.every((write) => enclosingFunction(write) === own && isTrue(write.right))
}

function isInConstructor(write: Node): boolean {
  const parent = enclosingFunction(write)?.parent
  return parent?.type === 'MethodDefinition' && parent.kind === 'constructor'
}

function isTrue(value: Node | undefined): boolean {
  const node = value === undefined ? undefined : unwrap(value)
  return node?.type === 'Literal' && node.value === true
}

const countedNames = perSource((source): ReadonlySet<string> => {
  const names = new Set<string>()
  const add = (target: Node) => {
    const left = unwrap(target)
    const name = left.type === 'MemberExpression' ? propertyName(left) : undefined
    if (name !== undefined) names.add(name)
  }
  for (const { argument } of nodesOf(source, 'UpdateExpression')) add(argument)
  for (const { left, operator } of nodesOf(source, 'AssignmentExpression'))
    if (operator !== '=' && operator !== '??=' && operator !== '||=' && operator !== '&&=') add(left)
  return names
})

const assignedNames = perSource((source) => {
  const byName = new Map<string, TSESTree.AssignmentExpression[]>()
  for (const assignment of nodesOf(source, 'AssignmentExpression')) {
    const left = unwrap(assignment.left)
    const name = left.type === 'MemberExpression' ? propertyName(left) : undefined
    if (name === undefined) continue
    const known = byName.get(name)
    if (known === undefined) byName.set(name, [assignment])
    else known.push(assignment)
  }
  return byName
})
