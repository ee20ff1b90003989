import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { importedName } from './callee.ts'
import { elementType, itemOf, VALUE_METHODS } from './element-type.ts'
import { enclosingFunctions } from './functions.ts'
import { isFunction, nodesOf } from './nodes.ts'
import { enclosingClass } from './origin.ts'
import { propertyName, unwrap } from './unwrap.ts'
import { variableOf } from './variables.ts'

/** A type as the file itself writes it, `null`, `undefined` and `Promise` taken off. */
export interface WrittenType {
  /** The last name: `ReadableStream` for `ReadableStream<string>` and for `NodeJS.ReadableStream`. */
  readonly name: string
  /** The name as written, with dots: `NodeJS.ReadableStream`. */
  readonly qualified: string
  /** The module that the name is imported from, without `node:`; undefined for a global or a type of this file. */
  readonly module: string | undefined
  /** True when this file declares the type itself. */
  readonly isLocal: boolean
  readonly node: TSESTree.TypeNode
}

/**
 * The type that the file's own annotations give to an expression: of a variable, parameter, field, assertion, property of
 * an annotated object, or the return type of a function of this file. Syntax only; no type checker.
 */
export function writtenType(source: Source, expression: Node): WrittenType | undefined {
  const type = annotatedType(source, expression, MAX_STEPS)
  return type === undefined ? undefined : namedType(source, type)
}

/** How many names, members and collections are followed. */
const MAX_STEPS = 8

/** The type node that the annotations give to an expression; see `writtenType`. */
function annotatedType(source: Source, expression: Node, steps: number): TSESTree.TypeNode | undefined {
  if (steps === 0) return undefined
  switch (expression.type) {
    case 'TSAsExpression':
    case 'TSTypeAssertion':
    case 'TSSatisfiesExpression':
      return isConstAssertion(expression.typeAnnotation)
        ? annotatedType(source, expression.expression, steps - 1)
        : withoutNullish(expression.typeAnnotation)
    case 'AwaitExpression':
      return promised(annotatedType(source, expression.argument, steps - 1))
    case 'Identifier': {
      const variable = variableOf(source, expression)
      const declared = variable?.defs[0]?.name as Node | undefined
      if (declared?.type !== 'Identifier') return undefined
      if (declared.typeAnnotation != null) return withoutNullish(declared.typeAnnotation.typeAnnotation)
      const parent = declared.parent
      if (parent.type === 'VariableDeclarator' && parent.id === declared && parent.init !== null)
        return annotatedType(source, parent.init, steps - 1)
      return patternType(source, declared, steps - 1) ?? itemType(source, declared, steps - 1)
    }
    case 'ThisExpression':
      return thisType(expression)
    case 'MemberExpression': {
      const name = propertyName(expression)
      // `clients[id]`
      if (name === undefined) return withoutNullish(valueType(source, expression.object, steps - 1))
      if (unwrap(expression.object).type === 'ThisExpression') return fieldType(expression, name)
      return memberType(source, annotatedType(source, expression.object, steps - 1), name)
    }
    case 'CallExpression': {
      const callee = unwrap(expression.callee)
      if (callee.type === 'MemberExpression')
        return VALUE_METHODS.has(propertyName(callee) ?? '')
          ? withoutNullish(valueType(source, callee.object, steps - 1))
          : undefined
      if (callee.type !== 'Identifier') return undefined
      const definition = variableOf(source, callee)?.defs[0]?.node as Node | undefined
      const fn = definition?.type === 'VariableDeclarator' && definition.init !== null ? definition.init : definition
      return isFunction(fn) ? fn.returnType?.typeAnnotation : undefined
    }
    default: {
      const inner = unwrap(expression)
      return inner === expression ? undefined : annotatedType(source, inner, steps - 1)
    }
  }
}

/** The type of the values of a typed collection. */
function valueType(source: Source, collection: Node, steps: number): TSESTree.TypeNode | undefined {
  return elementType(source, collection, (expression) => annotatedType(source, expression, steps - 1))
}

/** The type of an item of a typed collection: the name in the head of `for … of`, the parameter of `forEach`. */
function itemType(source: Source, declared: Node, steps: number): TSESTree.TypeNode | undefined {
  const item = itemOf(declared)
  if (item === undefined) return undefined
  let type = withoutNullish(valueType(source, item.collection, steps))
  // The value of a pair; a pair's key is no collection's value.
  const path = item.path[0] === '1' ? item.path.slice(1) : item.path
  for (const name of path) type = memberType(source, type, name)
  return type
}

/** The type of a name inside a destructuring pattern whose whole is annotated: `({ res }: { res: ServerResponse }) => …`. */
function patternType(source: Source, declared: Node, steps: number): TSESTree.TypeNode | undefined {
  const names: string[] = []
  let current: Node = declared
  for (let parent = current.parent; parent !== undefined; parent = current.parent) {
    if (parent.type === 'Property') {
      const name = propertyName(parent)
      if (name === undefined) return undefined
      names.unshift(name)
    } else if (parent.type !== 'ObjectPattern' && parent.type !== 'AssignmentPattern') break
    current = parent
  }
  if (current.type !== 'ObjectPattern') return undefined
  const parent = current.parent
  let type: TSESTree.TypeNode | undefined = current.typeAnnotation?.typeAnnotation
  if (type === undefined && parent.type === 'VariableDeclarator' && parent.init !== null)
    type = annotatedType(source, parent.init, steps)
  for (const name of names) type = memberType(source, type, name)
  return type
}

/** `function read(this: ReadableStream)` */
function thisType(expression: TSESTree.ThisExpression): TSESTree.TypeNode | undefined {
  const own = enclosingFunctions(expression).find(({ type }) => type !== 'ArrowFunctionExpression')
  const [first] = own?.params ?? []
  if (first?.type !== 'Identifier' || first.name !== 'this') return undefined
  return withoutNullish(first.typeAnnotation?.typeAnnotation)
}

function fieldType(member: TSESTree.MemberExpression, name: string): TSESTree.TypeNode | undefined {
  for (const element of enclosingClass(member)?.body.body ?? []) {
    if (element.type === 'PropertyDefinition' && propertyName(element) === name)
      return withoutNullish(element.typeAnnotation?.typeAnnotation)
    if (element.type !== 'MethodDefinition' || element.kind !== 'constructor') continue
    for (const parameter of element.value.params) {
      if (parameter.type !== 'TSParameterProperty' || parameter.parameter.type !== 'Identifier') continue
      if (parameter.parameter.name === name) return withoutNullish(parameter.parameter.typeAnnotation?.typeAnnotation)
    }
  }
  return undefined
}

const localTypes = perSource((source) => {
  const members = new Map<string, readonly TSESTree.TypeElement[]>()
  for (const declaration of nodesOf(source, 'TSInterfaceDeclaration'))
    members.set(declaration.id.name, declaration.body.body)
  for (const declaration of nodesOf(source, 'TSTypeAliasDeclaration'))
    if (declaration.typeAnnotation.type === 'TSTypeLiteral')
      members.set(declaration.id.name, declaration.typeAnnotation.members)
  return members
})

function memberType(source: Source, type: TSESTree.TypeNode | undefined, name: string): TSESTree.TypeNode | undefined {
  const members =
    type?.type === 'TSTypeLiteral'
      ? type.members
      : type?.type === 'TSTypeReference' && type.typeName.type === 'Identifier'
        ? localTypes(source).get(type.typeName.name)
        : undefined
  for (const member of members ?? [])
    if (member.type === 'TSPropertySignature' && !member.computed && keyName(member.key) === name)
      return withoutNullish(member.typeAnnotation?.typeAnnotation)
  return undefined
}

function keyName(key: Node): string | undefined {
  return key.type === 'Identifier' ? key.name : key.type === 'Literal' ? String(key.value) : undefined
}

/** The same for a type node itself: an annotation of a destructured parameter, a type argument. */
export function namedType(source: Source, type: TSESTree.TypeNode): WrittenType | undefined {
  const node = withoutNullish(promised(type))
  switch (node?.type) {
    case 'TSStringKeyword':
      return { name: 'string', qualified: 'string', module: undefined, isLocal: false, node }
    case 'TSTypeReference': {
      const { typeName } = node
      if (typeName.type === 'ThisExpression') return undefined
      const qualified = source.text.slice(...typeName.range).replace(/\s+/g, '')
      const name = qualified.slice(qualified.lastIndexOf('.') + 1)
      let root: Node = typeName
      while (root.type === 'TSQualifiedName') root = root.left
      const imported = importedName(source, root)
      const variable = variableOf(source, root)
      return {
        name,
        qualified,
        module: imported?.module,
        isLocal: variable !== undefined && imported === undefined,
        node,
      }
    }
    default:
      return undefined
  }
}

/** What a `Promise` type settles to. */
function promised(type: TSESTree.TypeNode | undefined): TSESTree.TypeNode | undefined {
  if (type?.type === 'TSTypeReference' && type.typeName.type === 'Identifier' && type.typeName.name === 'Promise')
    return withoutNullish(type.typeArguments?.params[0])
  return type
}

function withoutNullish(type: TSESTree.TypeNode | undefined): TSESTree.TypeNode | undefined {
  if (type?.type !== 'TSUnionType') return type
  const rest = type.types.filter((it) => it.type !== 'TSNullKeyword' && it.type !== 'TSUndefinedKeyword')
  return rest.length === 1 ? rest[0] : undefined
}

function isConstAssertion(type: TSESTree.TypeNode): boolean {
  return type.type === 'TSTypeReference' && type.typeName.type === 'Identifier' && type.typeName.name === 'const'
}
