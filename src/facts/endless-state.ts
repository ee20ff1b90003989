import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { calleeName, importedName, methodName, receiverOf } from './callee.ts'
import { enclosingFunction, enclosingFunctions, localFunction, returnedExpressions } from './functions.ts'
import type { Growth } from './growths.ts'
import { growths } from './growths.ts'
import { mentionsOf } from './kept-value.ts'
import type { FunctionNode } from './nodes.ts'
import { collectWithin, contains, isFunction, isWithin } from './nodes.ts'
import { originOf } from './origin.ts'
import type { Subscription } from './subscriptions.ts'
import { subscriptions } from './subscriptions.ts'
import { propertyName, unwrap, wrapped } from './unwrap.ts'
import { globalName, readsOf, variableOf, writesOf } from './variables.ts'

/** A list that gets one item more with each event and never loses one. */
export interface EndlessState {
  readonly subscription: Subscription
  /** The call of the setter, of `push`, or the assignment. */
  readonly node: TSESTree.CallExpression | TSESTree.AssignmentExpression
  /** The list expression that holds the old items and the new one, where there is one: `[...previous, item]`. */
  readonly list: Node | undefined
  /** The list's own name, where the file can cut it in place: `events` of `events.push(item)`. */
  readonly pushed: Node | undefined
}

const STATE_HOOKS = new Set(['useState', 'createSignal'])
const CELLS = new Set(['ref', 'shallowRef', 'reactive', 'shallowReactive'])
const STORES = new Set(['writable', 'signal'])
const CLOSING = new Set([
  'close',
  'disconnect',
  'off',
  'removeListener',
  'removeEventListener',
  'removeAllListeners',
  'abort',
])
/** Calls that only read a list. */
const READING = new Set([
  'json',
  'send',
  'stringify',
  'log',
  'from',
  'emit',
  'write',
  'end',
  'keys',
  'values',
  'isArray',
])

/** One entry for each subscription that grows a list for as long as it lives. */
export const endlessStates = perSource((source): readonly EndlessState[] => {
  const found = new Map<Node, EndlessState>()
  for (const subscription of subscriptions(source)) {
    if (found.has(subscription.listener) || endsByItself(source, subscription)) continue
    const state = grownBy(source, subscription)
    if (state !== undefined) found.set(subscription.listener, state)
  }
  return [...found.values()]
})

function grownBy(source: Source, subscription: Subscription): EndlessState | undefined {
  const { listener } = subscription
  const calls = collectWithin(source, listener.body, (node) => node.type === 'CallExpression')
  for (const call of calls) {
    const list = stateGrowth(source, call)
    if (list === undefined || isCutIn(source, subscription, call) || isConversation(source, call)) continue
    return { subscription, node: call, list, pushed: undefined }
  }
  for (const growth of listGrowths(source).get(listener) ?? []) {
    if (!isEndlessList(source, growth, subscription)) continue
    return growth.node.type === 'CallExpression'
      ? { subscription, node: growth.node, list: undefined, pushed: receiverOf(growth.node) }
      : { subscription, node: growth.node, list: growth.node.right, pushed: undefined }
  }
  return undefined
}

const growthByNode = perSource(
  (source) => new Map<Node, Growth>(growths(source).map((growth) => [growth.node, growth])),
)

/** The growths of lists by the function in whose own body they stand. */
const listGrowths = perSource((source) => {
  const byFunction = new Map<FunctionNode, Growth[]>()
  for (const growth of growths(source)) {
    const fn = growth.form === 'text' ? undefined : enclosingFunction(growth.node)
    if (fn === undefined) continue
    const known = byFunction.get(fn)
    if (known === undefined) byFunction.set(fn, [growth])
    else known.push(growth)
  }
  return byFunction
})

/** `setX((previous) => [...previous, item])`, `setX([...x, item])`, `store.update((list) => [...list, item])`: the new list. */
function stateGrowth(source: Source, call: TSESTree.CallExpression): Node | undefined {
  const state = stateOf(source, call)
  const [given] = call.arguments
  if (state === undefined || given === undefined || given.type === 'SpreadElement') return undefined
  const argument = unwrap(given)
  if (!isFunction(argument))
    return growsFrom(source, argument, (it) => it.type === 'Identifier' && it.name === state.name)
  const [previous] = argument.params
  if (previous?.type !== 'Identifier') return undefined
  const results = returnedExpressions(source, argument)
  if (hasLengthTest(source, argument)) return undefined
  for (const result of results) {
    const list = growsFrom(source, result, (it) => it.type === 'Identifier' && it.name === previous.name)
    if (list !== undefined) return list
  }
  return undefined
}

/** The list literal, or `concat`, that an expression gives in some case. */
function growsFrom(source: Source, expression: Node, isOld: (node: Node) => boolean): Node | undefined {
  const node = unwrap(expression)
  switch (node.type) {
    case 'ArrayExpression':
      return node.elements.length > 1 &&
        node.elements.some((it) => it?.type === 'SpreadElement' && isOld(withoutDefault(it.argument)))
        ? node
        : undefined
    case 'CallExpression': {
      const receiver = receiverOf(node)
      return methodName(node) === 'concat' && receiver !== undefined && isOld(unwrap(receiver)) ? node : undefined
    }
    case 'ConditionalExpression':
      return growsFrom(source, node.consequent, isOld) ?? growsFrom(source, node.alternate, isOld)
    default:
      return undefined
  }
}

function withoutDefault(node: Node): Node {
  const inner = unwrap(node)
  return inner.type === 'LogicalExpression' && inner.operator !== '&&' ? withoutDefault(inner.left) : inner
}

function hasLengthTest(source: Source, fn: FunctionNode): boolean {
  return contains(
    source,
    fn.body,
    (node) =>
      node.type === 'BinaryExpression' &&
      ['<', '>', '<=', '>='].includes(node.operator) &&
      contains(source, node, (it) => it.type === 'MemberExpression' && propertyName(it) === 'length'),
  )
}

/** The state that a call sets: the first name of `const [x, setX] = useState(…)`, or a store with an `update`. */
function stateOf(source: Source, call: TSESTree.CallExpression): { readonly name: string | undefined } | undefined {
  const receiver = methodName(call) === 'update' ? receiverOf(call) : undefined
  const origin = originOf(source, receiver ?? call.callee)
  if (origin.kind !== 'expression') return undefined
  const made = unwrap(origin.node)
  if (made.type !== 'CallExpression') return undefined
  const name = calleeName(made) ?? ''
  if (receiver !== undefined) return STORES.has(name) && origin.path.length === 0 ? { name: undefined } : undefined
  if (!STATE_HOOKS.has(name) || origin.path.length !== 1 || origin.path[0] !== '1') return undefined
  const declarator = wrapped(made).parent
  const [first] =
    declarator?.type === 'VariableDeclarator' && declarator.id.type === 'ArrayPattern' ? declarator.id.elements : []
  return { name: first?.type === 'Identifier' ? first.name : undefined }
}

/** Another event of the same connection sets the state anew, so that its server decides how long the list gets. */
function isCutIn(source: Source, { origin }: Subscription, growing: TSESTree.CallExpression): boolean {
  const setter = growing.callee.type === 'Identifier' ? variableOf(source, growing.callee) : undefined
  if (setter === undefined) return false
  const listeners = subscriptions(source).filter((it) => it.origin === origin)
  return readsOf(setter).some((read) => {
    const call = wrapped(read).parent
    if (call?.type !== 'CallExpression' || call === growing || call.callee !== wrapped(read)) return false
    if (isShortening(source, call)) return true
    return listeners.some(({ listener }) => isWithin(call, listener)) && stateGrowth(source, call) === undefined
  })
}

/** What the person at the page says is added to the same list elsewhere: it grows as people talk. */
function isConversation(source: Source, growing: TSESTree.CallExpression): boolean {
  const setter = growing.callee.type === 'Identifier' ? variableOf(source, growing.callee) : undefined
  if (setter === undefined) return false
  const listeners = subscriptions(source).map((it) => it.listener)
  return readsOf(setter).some((read) => {
    const call = wrapped(read).parent
    if (call?.type !== 'CallExpression' || call === growing || call.callee !== wrapped(read)) return false
    return stateGrowth(source, call) !== undefined && !listeners.some((listener) => isWithin(call, listener))
  })
}

/** Methods that give a list without some of its items. */
const SHORTENING = new Set(['filter', 'slice', 'toSpliced'])

/** `setItems((items) => items.filter((it) => it.id !== id))`, wherever it stands: items that are done with are taken off. */
function isShortening(source: Source, call: TSESTree.CallExpression): boolean {
  const [given] = call.arguments
  const updater = given === undefined || given.type === 'SpreadElement' ? undefined : unwrap(given)
  if (!isFunction(updater) || updater.params[0]?.type !== 'Identifier') return false
  const previous = updater.params[0].name
  return returnedExpressions(source, updater).some((result) => {
    const made = unwrap(result)
    const list = made.type === 'CallExpression' && SHORTENING.has(methodName(made) ?? '') ? receiverOf(made) : undefined
    const old = list === undefined ? undefined : unwrap(list)
    return old?.type === 'Identifier' && old.name === previous
  })
}

/** A list of the page's state or of the module, of which nobody ever takes anything away. */
function isEndlessList(source: Source, growth: Growth, { listener }: Subscription): boolean {
  const { value, node } = growth
  if (value.variable === undefined || hasLengthTest(source, listener)) return false
  if (!isCell(source, value.variable, value.path) && !isOfModule(growth)) return false
  return mentionsOf(source, value).every((mention) => mention === node || isHarmless(source, mention, growth))
}

/** `x.value` of `ref([])`, `list` of `reactive([])`. */
function isCell(source: Source, variable: NonNullable<Growth['value']['variable']>, path: readonly string[]): boolean {
  const [write] = writesOf(variable)
  const made = write?.value === undefined ? undefined : unwrap(write.value)
  const name = made?.type === 'CallExpression' ? (calleeName(made) ?? '') : ''
  const imported = made?.type === 'CallExpression' ? importedName(source, made.callee) : undefined
  if (
    !CELLS.has(name) ||
    (imported !== undefined && imported.module !== 'vue' && imported.module !== '@vue/reactivity')
  )
    return false
  return name.toLowerCase().endsWith('ref') ? path.length === 1 && path[0] === 'value' : path.length === 0
}

/** A list that is declared at the top of a module or of a component's script, and not exported. */
function isOfModule({ value, node }: Growth): boolean {
  const { variable, path } = value
  const declared = variable?.identifiers[0] as Node | undefined
  if (variable === undefined || declared === undefined || path.length > 0) return false
  if (enclosingFunctions(declared).length > 0 || enclosingFunctions(node).length === 0) return false
  const declarator = declared.parent
  if (declarator?.type !== 'VariableDeclarator' || declarator.parent.parent.type === 'ExportNamedDeclaration')
    return false
  const made = declarator.init === null ? undefined : unwrap(declarator.init)
  if (made?.type === 'ArrayExpression') return true
  // `$state([])` of Svelte
  return (
    made?.type === 'CallExpression' && calleeName(made) === '$state' && made.arguments[0]?.type === 'ArrayExpression'
  )
}

/** The list is read, or grows; it is not cut, handed to somebody or exported. */
function isHarmless(source: Source, mention: Node, { value }: Growth): boolean {
  const outer = wrapped(mention)
  const { parent } = outer
  switch (parent?.type) {
    case 'VariableDeclarator':
      return parent.id === outer
    case 'MemberExpression': {
      if (parent.object !== outer) return true
      const user = wrapped(parent).parent
      const name = propertyName(parent)
      if (user?.type === 'AssignmentExpression' && user.left === wrapped(parent)) return false
      return name !== undefined && !/^(?:shift|pop|splice|fill|copyWithin)$/.test(name)
    }
    case 'AssignmentExpression':
      return parent.left === outer && growthByNode(source).get(parent)?.value.key === value.key
    case 'CallExpression':
      return parent.arguments.includes(outer as never) && READING.has(calleeName(parent) ?? '')
    case 'ExportSpecifier':
    case 'ReturnStatement':
      return false
    case 'ArrowFunctionExpression':
      return parent.body !== outer
    default:
      return true
  }
}

/** The connection is closed when an event says so, or by a timer: it does not live as long as the page. */
function endsByItself(source: Source, { origin }: Subscription): boolean {
  if (isFunction(origin)) return false
  const listeners = subscriptions(source)
    .filter((it) => it.origin === origin)
    .map((it) => it.listener)
  const isClosing = (node: Node) => {
    const receiver =
      node.type === 'CallExpression' && CLOSING.has(methodName(node) ?? '') ? receiverOf(node) : undefined
    if (receiver === undefined) return false
    const from = originOf(source, receiver)
    return from.kind === 'expression' && from.path.length === 0 && unwrap(from.node) === origin
  }
  return (
    listeners.some((listener) => contains(source, listener.body, isClosing)) ||
    timers(source).some((fn) => contains(source, fn.body, isClosing))
  )
}

const timers = perSource((source): readonly FunctionNode[] =>
  collectWithin(source, source.ast, (node) => node.type === 'CallExpression').flatMap((call) => {
    const [callback] = call.arguments
    if (globalName(source, call.callee) !== 'setTimeout' || callback === undefined) return []
    return localFunction(source, callback) ?? []
  }),
)
