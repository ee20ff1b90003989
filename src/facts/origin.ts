import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source, Variable } from '../source.ts'
import type { FunctionNode } from './nodes.ts'
import { isFunction, nodesOf } from './nodes.ts'
import { perNode, perSource, perSourceAnd } from '../source.ts'
import { propertyName, stringOf, unwrap, unwrapAwait } from './unwrap.ts'
import { globalName, isReassigned, variableOf, writesOf } from './variables.ts'

/**
 * Where a value comes from, followed through constants, single assignments, destructuring, class fields, `await` and
 * type assertions. `path` is what is read from it afterwards: `const { body } = await fetch(u)` gives the call with `['body']`.
 */
export type Origin =
  | { readonly kind: 'expression'; readonly node: Node; readonly path: readonly string[] }
  | {
      readonly kind: 'parameter'
      readonly fn: FunctionNode
      readonly index: number
      readonly variable: Variable | undefined
      readonly path: readonly string[]
    }
  /** `module` without `node:`; `path` begins with the exported name (`default` for the default export; `[]` for the namespace). */
  | { readonly kind: 'import'; readonly module: string; readonly path: readonly string[] }
  | { readonly kind: 'global'; readonly name: string; readonly path: readonly string[] }
  /** The loop variable of `for … of` / `for await … of`. */
  | { readonly kind: 'iteration'; readonly loop: TSESTree.ForOfStatement; readonly path: readonly string[] }
  | { readonly kind: 'unknown' }

const UNKNOWN: Origin = { kind: 'unknown' }
/** How many aliases, fields and branches are followed before an origin counts as unknown. */
const MAX_STEPS = 24
const MAX_BRANCHES = 8

/**
 * The one origin of an expression; unknown when there are several or none can be told.
 * @param path what is read from it: the origin is that of the member
 */
export function originOf(source: Source, expression: Node, path: readonly string[] = []): Origin {
  const all = originsOf(source, expression, path)
  return all.length === 1 && all[0] !== undefined ? all[0] : UNKNOWN
}

/** Every origin that an expression can have: branches of `?:`, `??`, `||` and several assignments each give one. */
export function originsOf(source: Source, expression: Node, path: readonly string[] = []): readonly Origin[] {
  return path.length === 0 ? ownOrigins(source, expression) : followed(source, expression, path)
}

/** Every rule asks about the same callees. */
const ownOrigins = perNode(
  (source, expression: Node) => {
    const node = unwrapAwait(expression)
    const variable = node.type === 'Identifier' ? variableOf(source, node) : undefined
    return variable === undefined ? followed(source, expression, []) : originsOfVariable(source, variable)
  },
  [UNKNOWN],
)

/** All places that read a variable get the same answer. */
const originsOfVariable = perSourceAnd((source, variable: Variable) =>
  originsFrom((found) => followVariable(source, variable, [], MAX_STEPS - 1, found)),
)

function followed(source: Source, expression: Node, path: readonly string[]): readonly Origin[] {
  return originsFrom((found) => follow(source, expression, path, MAX_STEPS, found))
}

function originsFrom(follow: (found: Origin[]) => void): readonly Origin[] {
  const found: Origin[] = []
  follow(found)
  return found.length > MAX_BRANCHES ? [UNKNOWN] : found
}

function follow(source: Source, expression: Node, path: readonly string[], steps: number, found: Origin[]): void {
  if (steps <= 0 || found.length > MAX_BRANCHES) {
    found.push(UNKNOWN)
    return
  }
  const node = unwrapAwait(expression)
  switch (node.type) {
    case 'Identifier': {
      const variable = variableOf(source, node)
      if (variable === undefined) {
        if (node.name === 'undefined') return
        found.push({ kind: 'global', name: node.name, path })
      } else followVariable(source, variable, path, steps - 1, found)
      return
    }
    case 'MemberExpression': {
      const global = globalName(source, node)
      if (global !== undefined) {
        found.push({ kind: 'global', name: global, path })
        return
      }
      const name = propertyName(node)
      if (name === undefined) {
        found.push(UNKNOWN)
        return
      }
      const object = unwrap(node.object)
      if (object.type === 'ThisExpression') followField(source, node, name, path, steps - 1, found)
      else follow(source, object, [name, ...path], steps - 1, found)
      return
    }
    case 'ConditionalExpression':
      follow(source, node.consequent, path, steps - 1, found)
      follow(source, node.alternate, path, steps - 1, found)
      return
    case 'LogicalExpression':
      if (node.operator !== '&&') follow(source, node.left, path, steps - 1, found)
      follow(source, node.right, path, steps - 1, found)
      return
    case 'AssignmentExpression':
      follow(source, node.right, path, steps - 1, found)
      return
    case 'SequenceExpression': {
      const last = node.expressions.at(-1)
      if (last !== undefined) follow(source, last, path, steps - 1, found)
      return
    }
    case 'ObjectExpression': {
      const [name, ...rest] = path
      const value = name === undefined ? undefined : propertyValue(node, name)
      if (value === undefined) found.push({ kind: 'expression', node, path })
      else follow(source, value, rest, steps - 1, found)
      return
    }
    case 'CallExpression': {
      const required = requiredModule(source, node)
      if (required !== undefined) found.push({ kind: 'import', module: required, path })
      else found.push({ kind: 'expression', node, path })
      return
    }
    case 'ImportExpression': {
      const module = stringOf(node.source)
      found.push(module === undefined ? UNKNOWN : { kind: 'import', module: bareModule(module), path })
      return
    }
    case 'Literal':
      // `null` beside another value is a reset, not a second origin.
      if (node.value === null && node.raw === 'null') return
      found.push({ kind: 'expression', node, path })
      return
    default:
      found.push({ kind: 'expression', node, path })
  }
}

function followVariable(
  source: Source,
  variable: Variable,
  path: readonly string[],
  steps: number,
  found: Origin[],
): void {
  const definition = variable.defs[0]
  if (definition === undefined || variable.defs.length > 1) {
    found.push(UNKNOWN)
    return
  }
  switch (definition.type as string) {
    case 'ImportBinding': {
      found.push(importOrigin(definition.node as Node, definition.parent as Node, path))
      return
    }
    case 'Parameter': {
      const fn = definition.node as Node
      if (!isFunction(fn) || isReassigned(variable)) {
        found.push(UNKNOWN)
        return
      }
      const at = parameterPath(fn, definition.name as Node)
      if (at === undefined) found.push(UNKNOWN)
      else
        found.push({
          kind: 'parameter',
          fn,
          index: at.index,
          variable: at.path.length === 0 ? variable : undefined,
          path: [...at.path, ...path],
        })
      return
    }
    case 'FunctionName':
    case 'ClassName':
      found.push({ kind: 'expression', node: definition.node as Node, path })
      return
    case 'Variable': {
      const loop = (definition.node as Node).parent?.parent
      if (loop?.type === 'ForOfStatement' && loop.left === (definition.node as Node).parent) {
        const inPattern = patternPath((definition.node as TSESTree.VariableDeclarator).id, definition.name as Node)
        found.push(inPattern === undefined ? UNKNOWN : { kind: 'iteration', loop, path: [...inPattern, ...path] })
        return
      }
      followWrites(source, variable, path, steps, found)
      return
    }
    default:
      found.push(UNKNOWN)
  }
}

function followWrites(
  source: Source,
  variable: Variable,
  path: readonly string[],
  steps: number,
  found: Origin[],
): void {
  const before = found.length
  for (const write of writesOf(variable)) {
    if (found.length > MAX_BRANCHES) return
    if (write.isUpdate || write.value === undefined) {
      found.push(UNKNOWN)
      continue
    }
    if (!write.isPattern) {
      follow(source, write.value, path, steps - 1, found)
      continue
    }
    const pattern = outermostPattern(write.identifier)
    const inPattern = pattern === undefined ? undefined : patternPath(pattern, write.identifier)
    if (inPattern === undefined) found.push(UNKNOWN)
    else follow(source, write.value, [...inPattern, ...path], steps - 1, found)
  }
  if (found.length === before) found.push(UNKNOWN)
}

/** `this.x`: the initialiser of the field and every `this.x = …` of the class. */
function followField(
  source: Source,
  member: TSESTree.MemberExpression,
  name: string,
  path: readonly string[],
  steps: number,
  found: Origin[],
): void {
  const owner = enclosingClass(member)
  const values = owner === undefined ? [] : fieldValues(source, owner, name)
  if (values.length === 0) found.push(UNKNOWN)
  for (const value of values) follow(source, value, path, steps, found)
}

type ClassNode = TSESTree.ClassDeclaration | TSESTree.ClassExpression

const assignedFields = perSource((source) => {
  const byClass = new Map<ClassNode, Map<string, Node[]>>()
  for (const assignment of nodesOf(source, 'AssignmentExpression')) {
    const left = unwrap(assignment.left)
    if (left.type !== 'MemberExpression' || unwrap(left.object).type !== 'ThisExpression') continue
    const name = propertyName(left)
    const owner = name === undefined ? undefined : enclosingClass(left)
    if (name === undefined || owner === undefined) continue
    const fields = byClass.get(owner) ?? new Map<string, Node[]>()
    byClass.set(owner, fields)
    const values = fields.get(name)
    if (values === undefined) fields.set(name, [assignment.right])
    else values.push(assignment.right)
  }
  return byClass
})

/** What a class says itself of its fields, by name: initialisers and parameter properties. */
const declaredFields = perNode<ClassNode, ReadonlyMap<string, readonly Node[]>>((_, owner) => {
  const found = new Map<string, Node[]>()
  const add = (name: string | undefined, value: Node): void => {
    if (name !== undefined) found.set(name, [...(found.get(name) ?? []), value])
  }
  for (const element of owner.body.body) {
    if (element.type === 'PropertyDefinition' && element.value !== null) add(propertyName(element), element.value)
    if (element.type === 'MethodDefinition' && element.kind === 'constructor')
      for (const parameter of element.value.params)
        if (parameter.type === 'TSParameterProperty') {
          const target =
            parameter.parameter.type === 'AssignmentPattern' ? parameter.parameter.left : parameter.parameter
          if (target.type === 'Identifier') add(target.name, target)
        }
  }
  return found
}, new Map())

/** Everything that is stored in a field of a class: initialiser, parameter property, and assignments to `this.name`. */
export function fieldValues(source: Source, owner: ClassNode, name: string): Node[] {
  return [...(declaredFields(source, owner).get(name) ?? []), ...(assignedFields(source).get(owner)?.get(name) ?? [])]
}

/** The class whose `this` a node sees; undefined outside classes and in functions with a `this` of their own. */
export function enclosingClass(node: Node): ClassNode | undefined {
  for (
    let current: Node | undefined = node.parent;
    current !== undefined && current !== null;
    current = current.parent
  ) {
    if (current.type === 'ClassDeclaration' || current.type === 'ClassExpression') return current
    if (current.type === 'FunctionDeclaration') return undefined
    if (current.type === 'FunctionExpression' && current.parent.type !== 'MethodDefinition') return undefined
  }
  return undefined
}

function importOrigin(node: Node, parent: Node, path: readonly string[]): Origin {
  if (parent.type === 'TSImportEqualsDeclaration' || node.type === 'TSImportEqualsDeclaration') {
    const declaration = (
      node.type === 'TSImportEqualsDeclaration' ? node : parent
    ) as TSESTree.TSImportEqualsDeclaration
    const reference = declaration.moduleReference
    const module = reference.type === 'TSExternalModuleReference' ? stringOf(reference.expression) : undefined
    return module === undefined ? UNKNOWN : { kind: 'import', module: bareModule(module), path }
  }
  if (parent.type !== 'ImportDeclaration') return UNKNOWN
  const module = bareModule(parent.source.value)
  switch (node.type) {
    case 'ImportDefaultSpecifier':
      return { kind: 'import', module, path: ['default', ...path] }
    case 'ImportNamespaceSpecifier':
      return { kind: 'import', module, path }
    case 'ImportSpecifier':
      return {
        kind: 'import',
        module,
        path: [node.imported.type === 'Identifier' ? node.imported.name : node.imported.value, ...path],
      }
    default:
      return UNKNOWN
  }
}

/** The module of `require('m')`, without `node:`; undefined for any other call. */
function requiredModule(source: Source, call: TSESTree.CallExpression): string | undefined {
  if (globalName(source, call.callee) !== 'require') return undefined
  const module = stringOf(call.arguments[0])
  return module === undefined ? undefined : bareModule(module)
}

/** A module's name without the `node:` prefix. */
export function bareModule(module: string): string {
  return module.startsWith('node:') ? module.slice('node:'.length) : module
}

function propertyValue(object: TSESTree.ObjectExpression, name: string): Node | undefined {
  // A later spread may replace the property.
  let value: Node | undefined
  for (const property of object.properties) {
    if (property.type === 'SpreadElement') value = undefined
    else if (propertyName(property) === name) value = property.value as Node
  }
  return value
}

function parameterPath(fn: FunctionNode, name: Node): { index: number; path: string[] } | undefined {
  for (const [index, parameter] of fn.params.entries()) {
    const inner = parameter.type === 'TSParameterProperty' ? parameter.parameter : parameter
    const path = patternPath(inner, name)
    if (path !== undefined) return { index, path }
  }
  return undefined
}

/** The properties on the way from a pattern to one of its names; undefined when it is not there or passes a rest or computed key. */
function patternPath(pattern: Node, name: Node): string[] | undefined {
  switch (pattern.type) {
    case 'Identifier':
      return pattern === name ? [] : undefined
    case 'AssignmentPattern':
      return patternPath(pattern.left, name)
    case 'ObjectPattern':
      for (const property of pattern.properties) {
        if (property.type !== 'Property') continue
        const inner = patternPath(property.value as Node, name)
        if (inner === undefined) continue
        const key = propertyName(property)
        return key === undefined ? undefined : [key, ...inner]
      }
      return undefined
    case 'ArrayPattern':
      for (const [index, element] of pattern.elements.entries()) {
        const inner = element === null ? undefined : patternPath(element, name)
        if (inner !== undefined) return [String(index), ...inner]
      }
      return undefined
    default:
      return undefined
  }
}

function outermostPattern(identifier: Node): Node | undefined {
  let current: Node = identifier
  for (;;) {
    const parent: Node | undefined = current.parent
    switch (parent?.type) {
      case 'Property':
      case 'ArrayPattern':
      case 'ObjectPattern':
      case 'AssignmentPattern':
        current = parent
        break
      case 'VariableDeclarator':
        return parent.id === current ? current : undefined
      case 'AssignmentExpression':
        return parent.left === current ? current : undefined
      default:
        return undefined
    }
  }
}
