import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source, Variable } from '../source.ts'
import { perSource } from '../source.ts'
import { importedName, methodName, receiverOf } from './callee.ts'
import type { Call } from './callee.ts'
import { nodesOf } from './nodes.ts'
import { enclosingClass, originOf } from './origin.ts'
import {
  AUTO_IMPORTED,
  ELEMENT_MAKERS,
  ELEMENT_METHODS,
  ELEMENT_TEXTS,
  REACTIVE_OBJECTS,
  SETTER_PAIRS,
  SETTERS,
  STORE_MAKERS,
  STORE_METHODS,
  STORES,
  VALUE_HOLDERS,
} from './render-tables.ts'
import { writtenType } from './type-annotation.ts'
import { propertyName, unwrap } from './unwrap.ts'
import { globalName, variableOf } from './variables.ts'

/** A place that has something shown anew: a setter that is called, or a property or variable that is assigned. */
export type Render = {
  /** What is set, as it is named there: `setText`, `text`, `textContent`. */
  readonly name: string
  /** What the new value is made of. */
  readonly values: readonly Node[]
} & (
  | { readonly kind: 'call'; readonly node: TSESTree.CallExpression }
  | { readonly kind: 'assignment'; readonly node: TSESTree.AssignmentExpression }
)

/** Every place of the file that has something shown anew, in document order. */
export const renders = perSource((source): readonly Render[] =>
  [...calls(source), ...assignments(source)].sort((a, b) => a.node.range[0] - b.node.range[0]),
)

function* calls(source: Source): Generator<Render> {
  for (const node of nodesOf(source, 'CallExpression')) {
    if (node.arguments.length === 0 || node.arguments.some((it) => it.type === 'SpreadElement')) continue
    const method = methodName(node)
    const receiver = receiverOf(node)
    if (method === undefined || receiver === undefined) {
      const callee = unwrap(node.callee)
      if (callee.type === 'Identifier' && isSetter(source, callee))
        yield { kind: 'call', node, name: callee.name, values: node.arguments }
    } else if (isStoreCall(source, node, receiver, method) || isElementCall(source, receiver, method))
      yield { kind: 'call', node, name: nameOf(receiver) ?? method, values: node.arguments }
  }
}

/** True for the setter of a state: `const [text, setText] = useState('')`, a parameter of React's type, `set` of a store. */
function isSetter(source: Source, callee: TSESTree.Identifier): boolean {
  const origin = originOf(source, callee)
  if (origin.kind === 'expression') {
    const [part, ...rest] = origin.path
    const made = unwrap(origin.node)
    if (made.type !== 'CallExpression' || rest.length > 0) return false
    const key = keyOf(source, made)
    return part === '1' ? SETTER_PAIRS.has(key) : part === undefined && SETTERS.has(key)
  }
  if (origin.kind !== 'parameter') return false
  const type = writtenType(source, callee)
  if (type?.name === 'Dispatch' && (type.module === undefined || type.module === 'react')) return true
  return origin.index === 0 && origin.path.length === 0 && isGivenSetter(source, origin.fn)
}

/** `create((set) => …)`, also with a middleware around the function, and `create<State>()((set) => …)`. */
function isGivenSetter(source: Source, fn: Node): boolean {
  let current = fn
  for (let step = 0; step < 4; step++) {
    const call: Node | undefined = current.parent
    if (call?.type !== 'CallExpression' || call.callee === current) return false
    const callee = unwrap(call.callee)
    if (STORE_MAKERS.has(keyOf(source, callee.type === 'CallExpression' ? callee : call))) return true
    current = call
  }
  return false
}

function isStoreCall(source: Source, node: Call, receiver: Node, method: string): boolean {
  if (!STORE_METHODS.has(method)) return false
  const object = unwrap(receiver)
  if (object.type === 'ThisExpression') return method === 'setState' && extendsComponent(source, node)
  const origin = originOf(source, object)
  if (origin.kind !== 'expression' || origin.path.length > 0) return false
  const made = unwrap(origin.node)
  if (made.type !== 'CallExpression' && made.type !== 'NewExpression') return false
  const callee = unwrap(made.callee)
  return STORES.has(keyOf(source, callee.type === 'CallExpression' ? callee : made))
}

function extendsComponent(source: Source, node: Node): boolean {
  const superClass = enclosingClass(node)?.superClass
  if (superClass === undefined || superClass === null) return false
  const name = importedName(source, superClass)
  return name?.module === 'react' && (name.name === 'Component' || name.name === 'PureComponent')
}

function isElementCall(source: Source, receiver: Node, method: string): boolean {
  return ELEMENT_METHODS.has(method) && isElement(source, receiver)
}

function* assignments(source: Source): Generator<Render> {
  for (const node of nodesOf(source, 'AssignmentExpression')) {
    if (node.operator !== '=' && node.operator !== '+=') continue
    const left = unwrap(node.left)
    const name =
      left.type === 'MemberExpression'
        ? shownProperty(source, left)
        : left.type === 'Identifier' && isShownVariable(source, left)
          ? left.name
          : undefined
    if (name !== undefined) yield { kind: 'assignment', node, name, values: [node.right] }
  }
}

/** What an assignment to a property sets, when that is shown somewhere. */
function shownProperty(source: Source, left: TSESTree.MemberExpression): string | undefined {
  const name = propertyName(left)
  if (name !== undefined && ELEMENT_TEXTS.has(name)) return name
  if (name === 'value' && isElement(source, left.object)) return name
  for (let member: Node = left; member.type === 'MemberExpression'; member = unwrap(member.object)) {
    const object = unwrap(member.object)
    if (object.type !== 'Identifier') continue
    const shown = name === undefined || name === 'value' ? object.name : name
    const key = keyOfValue(source, object)
    const isAuto = key.startsWith('#') && !key.includes('/') ? AUTO_IMPORTED[key.slice(1)] : undefined
    if (propertyName(member) === 'value' && (VALUE_HOLDERS.has(key) || isAuto === 'value')) return shown
    if (REACTIVE_OBJECTS.has(key) || isAuto === 'object' || isRune(source, object)) return shown
  }
  return undefined
}

/** `let text = $state('')`, `$store`, and a variable of a Svelte component that its template shows. */
function isShownVariable(source: Source, name: TSESTree.Identifier): boolean {
  if (isRune(source, name)) return true
  if (!source.path.endsWith('.svelte')) return false
  const variable = variableOf(source, name)
  if (variable === undefined) return name.name.startsWith('$') && !name.name.startsWith('$$')
  const declared = variable.identifiers[0] as Node | undefined
  return declared !== undefined && isTopLevel(declared) && isShownInTemplate(variable)
}

function isTopLevel(declared: Node): boolean {
  const statement = declared.parent?.parent
  return statement?.type === 'VariableDeclaration' && (statement.parent.type as string) === 'SvelteScriptElement'
}

function isShownInTemplate(variable: Variable): boolean {
  return variable.references.some(({ identifier }) => {
    for (let current: Node | undefined | null = identifier as Node; current != null; current = current.parent)
      if ((current.type as string) === 'SvelteScriptElement') return false
    return true
  })
}

function isRune(source: Source, name: TSESTree.Identifier): boolean {
  const declarator = variableOf(source, name)?.defs[0]?.node as Node | undefined
  if (declarator?.type !== 'VariableDeclarator' || declarator.init === null) return false
  const made = unwrap(declarator.init)
  if (made.type !== 'CallExpression') return false
  const callee = unwrap(made.callee)
  const base = callee.type === 'MemberExpression' ? callee.object : callee
  return globalName(source, base) === '$state'
}

/** True for what is certainly an element of a page. */
function isElement(source: Source, expression: Node): boolean {
  const type = writtenType(source, expression)
  if (type !== undefined && /^(?:HTML\w*Element|Element)$/.test(type.name)) return true
  const origin = originOf(source, expression)
  if (origin.kind === 'expression' && origin.path.length === 0) {
    const made = unwrap(origin.node)
    if (made.type === 'CallExpression') return ELEMENT_MAKERS.has(methodName(made) ?? '')
    return made.type === 'MemberExpression' && globalName(source, made.object) === 'document'
  }
  return origin.kind === 'global' && origin.name === 'document' && origin.path[0] === 'body'
}

/** `module#name` of what a call calls; `#name` for a name that the file does not declare. */
function keyOf(source: Source, { callee }: Call): string {
  const imported = importedName(source, callee)
  if (imported !== undefined) return `${imported.module}#${imported.name}`
  return `#${globalName(source, callee) ?? ''}`
}

/** The same for the call that made a value. */
function keyOfValue(source: Source, value: Node): string {
  const origin = originOf(source, value)
  const made = origin.kind === 'expression' && origin.path.length === 0 ? unwrap(origin.node) : undefined
  return made?.type === 'CallExpression' ? keyOf(source, made) : ''
}

function nameOf(node: Node): string | undefined {
  const value = unwrap(node)
  if (value.type === 'Identifier') return value.name
  return value.type === 'MemberExpression' ? propertyName(value) : undefined
}
