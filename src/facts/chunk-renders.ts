import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source, Variable } from '../source.ts'
import { importedName, methodName, receiverOf } from './callee.ts'
import { ChunkDependence } from './chunk-dependence.ts'
import { chunkSourceOf } from './chunk-kind.ts'
import { functionTarget } from './function-target.ts'
import { enclosingFunction } from './functions.ts'
import type { FunctionNode } from './nodes.ts'
import { collectWithin, contains, isFunction, isWithin } from './nodes.ts'
import { originOf } from './origin.ts'
import type { Pace } from './render-pace.ts'
import { isPacedByName, paceOf } from './render-pace.ts'
import type { Render } from './renders.ts'
import { renders } from './renders.ts'
import type { StreamLoop } from './stream-loops.ts'
import { streamLoopOf, streamLoops } from './stream-loops.ts'
import { propertyName, stringOf, unwrap, unwrapAwait, wrapped } from './unwrap.ts'
import { globalName, readsOf, variableOf } from './variables.ts'

/**
 * How the new value is made. `snapshot`: it is whole each time, so that one may be left out. `piece`: it adds the chunk to
 * what is shown, so that none may be left out. `item`: the same for what is no text.
 */
export type Growing = 'snapshot' | 'piece' | 'item'

/** Something that is shown anew for every chunk of a stream. */
export interface ChunkRender {
  readonly loop: StreamLoop
  readonly render: Render
  readonly growing: Growing
  /** The call in the loop of the function that holds the render; undefined where the loop itself holds it. */
  readonly via: TSESTree.CallExpression | undefined
  readonly dependence: ChunkDependence
}

/** Names of values that change now and then: how far it is, not what has come. */
const STATUS = new Set(
  (
    'status state error errors done loading busy pending running finished complete completed progress phase stage step ' +
    'connected open ready id title usage count total index type mode duration time visible active'
  ).split(' '),
)
/** Events that carry whole messages of any kind, and not text as it comes. */
const MESSAGES = new Set(['message', 'onmessage', 'onMessage', 'onEvent'])
/** Handlers that are called for each piece of a stream, and for nothing else. */
const PIECES = new Set(['onChunk', 'onchunk', 'onToken', 'onDelta', 'onText'])
/** Properties of a chunk that hold its text. */
const TEXT_PARTS = new Set(['text', 'delta', 'content', 'token', 'textDelta', 'answer', 'response'])
/** How many functions of the file are followed from a loop. */
const MAX_HELPERS = 3

/** Everything that one stream has shown anew for every chunk, in document order of the loop's own code. */
export type StreamRenders = readonly [ChunkRender, ...ChunkRender[]]

/**
 * Everything that is shown anew for every chunk, stream by stream.
 * @param throttles names of the project's own throttling functions
 */
export function chunkRenders(source: Source, throttles: readonly string[]): StreamRenders[] {
  if (renders(source).length === 0) return []
  const found: StreamRenders[] = []
  const seen = new Set<Node>()
  for (const loop of streamLoops(source)) {
    if (loop.form === 'pull' || isQuiet(source, loop, throttles)) continue
    const [first, ...rest] = inLoop(source, loop, throttles).filter(({ render, via }) => !seen.has(via ?? render.node))
    if (first === undefined) continue
    for (const { render, via } of [first, ...rest]) seen.add(via ?? render.node)
    found.push([first, ...rest])
  }
  return found
}

/** Named events of an EventSource are rare ones; what comes in batches is paced already. */
function isQuiet(source: Source, { event, node, stream, form }: StreamLoop, throttles: readonly string[]): boolean {
  if (form === 'for-await') return stream !== undefined && isPacedByName(stream, throttles)
  const call = wrapped(node).parent
  const isPaced = call?.type === 'CallExpression' && isPacedByName(call.callee, throttles)
  if (isPaced) return true
  return (
    form === 'listener' &&
    event !== 'message' &&
    call?.type === 'CallExpression' &&
    (methodName(call) === 'addEventListener' || (stream !== undefined && isMadeOf(source, stream, ['EventSource'])))
  )
}

function isMadeOf(source: Source, value: Node, names: readonly string[]): boolean {
  const origin = originOf(source, value)
  const made = origin.kind === 'expression' && origin.path.length === 0 ? unwrap(origin.node) : undefined
  return made?.type === 'NewExpression' && names.includes(globalName(source, made.callee) ?? '')
}

/** Code that runs for each chunk. */
interface Region {
  readonly loop: StreamLoop
  readonly root: Node
  readonly dependence: ChunkDependence
  /** How the arguments that came in are made; undefined: parts of the chunk. */
  readonly given: Growing | undefined
  readonly throttles: readonly string[]
}

function inLoop(source: Source, loop: StreamLoop, throttles: readonly string[]): ChunkRender[] {
  const isMessage = loop.event !== undefined && MESSAGES.has(loop.event)
  const parts = partsOf(source, loop)
  const seeds = new Set([...loop.chunks, ...loop.results, ...parts])
  const isChunk = (node: Node): boolean =>
    node.type === 'MemberExpression' &&
    propertyName(node) === 'value' &&
    (loop.reads.includes(unwrapAwait(node.object) as TSESTree.CallExpression) ||
      loop.results.includes(variableAt(source, node.object) as Variable))
  const root = isFunction(loop.node) ? loop.node : loop.body
  const dependence = new ChunkDependence(source, root, seeds, isChunk)
  return inRegion(
    source,
    { loop, root, dependence, given: isMessage ? undefined : 'snapshot', throttles },
    MAX_HELPERS,
    new Set(),
  )
}

/** What the head of a loop, or the first parameter of its function, takes out of the chunk. */
function partsOf(source: Source, { node }: StreamLoop): Variable[] {
  const pattern = isFunction(node)
    ? node.params[0]
    : node.type === 'ForOfStatement' && node.left.type === 'VariableDeclaration'
      ? node.left.declarations[0]?.id
      : undefined
  if (pattern === undefined) return []
  return collectWithin(source, pattern, (it): it is TSESTree.Identifier => it.type === 'Identifier')
    .map((it) => variableOf(source, it))
    .filter((it) => it !== undefined)
}

function variableAt(source: Source, node: Node): Variable | undefined {
  const value = unwrapAwait(node)
  return value.type === 'Identifier' ? variableOf(source, value) : undefined
}

function inRegion(source: Source, region: Region, steps: number, seen: Set<Node>): ChunkRender[] {
  const { loop, root, dependence, throttles } = region
  const found: ChunkRender[] = []
  for (const render of renders(source)) {
    if (!isWithin(render.node, root) || isStatus(render) || isLast(source, render)) continue
    if (isDeferred(source, render) || isNumber(source, render)) continue
    if (isWithin(root, loop.node) && streamLoopOf(source, render.node) !== loop) continue
    const pace = paceOf(source, render.node, root, throttles)
    if (pace === 'paced') continue
    const growing = growingOf(source, render, region, pace)
    if (growing !== undefined) found.push({ loop, render, growing, via: undefined, dependence })
  }
  if (steps === 0) return found
  for (const call of collectWithin(source, root, isCall)) {
    const fn = functionTarget(source, call.callee)
    if (fn === undefined || isWithin(root, fn) || isWithin(fn, root) || seen.has(fn)) continue
    if (paceOf(source, call, root, throttles) === 'paced') continue
    seen.add(fn)
    const inside = inHelper(source, region, call, fn, steps, seen)
    if (inside !== undefined) found.push({ ...inside, via: call })
  }
  return found
}

/** A function of the file that the code calls for each chunk, with something of the chunk or with what it sees itself. */
function inHelper(
  source: Source,
  region: Region,
  call: TSESTree.CallExpression,
  fn: FunctionNode,
  steps: number,
  seen: Set<Node>,
): ChunkRender | undefined {
  const { loop, dependence, throttles } = region
  const seeds = new Set<Variable>()
  let given: Growing | undefined
  for (const [index, argument] of call.arguments.entries()) {
    const parameter = fn.params[index]
    if (parameter === undefined || !dependence.depends(argument)) continue
    if (dependence.namesGrowth(argument) || (region.given !== undefined && dependence.isWhole(argument)))
      given = 'snapshot'
    const names = collectWithin(source, parameter, (it): it is TSESTree.Identifier => it.type === 'Identifier')
    for (const name of names) {
      const variable = variableOf(source, name)
      if (variable !== undefined) seeds.add(variable)
    }
  }
  if (seeds.size > 0) {
    const inner = new ChunkDependence(source, fn, seeds, () => false)
    const [first] = inRegion(source, { loop, root: fn, dependence: inner, given, throttles }, steps - 1, seen)
    if (first !== undefined) return first
  }
  for (const render of renders(source)) {
    if (!isWithin(render.node, fn) || isStatus(render) || isLast(source, render)) continue
    if (!render.values.some((value) => dependence.namesGrowth(value))) continue
    if (paceOf(source, render.node, fn, throttles) === 'paced') continue
    return { loop, render, growing: 'snapshot', via: call, dependence }
  }
  return undefined
}

/** How a render grows with the chunks; undefined where it does not, or rarely. */
function growingOf(source: Source, render: Render, region: Region, pace: Pace): Growing | undefined {
  const { dependence, given, loop } = region
  if (render.kind === 'assignment' && render.node.operator === '+=')
    return dependence.isTextOfChunk(render.node.right) ? 'piece' : undefined
  if (render.kind === 'assignment' && dependence.growths.some(({ node }) => node === render.node)) return 'piece'
  const values = render.values.filter((value) => dependence.depends(value))
  if (values.length === 0) return undefined
  if (values.some((value) => addsToShown(source, render, value, dependence))) return 'piece'
  if (values.some((value) => dependence.namesGrowth(value))) return 'snapshot'
  if (PIECES.has(loop.event ?? '') && values.some((value) => isUpdater(source, value, dependence))) return 'item'
  if (isMessageText(source, loop, values)) return 'snapshot'
  if (given === undefined) return undefined
  if (values.some((value) => isShownWhole(render, value, dependence))) return isAdding(render) ? 'piece' : 'snapshot'
  if (pace !== 'always') return undefined
  if (values.some((value) => isTextPart(value, dependence))) return isAdding(render) ? 'piece' : 'snapshot'
  const isModel = loop.form === 'for-await' && chunkSourceOf(source, loop) === 'model'
  return isModel ? 'snapshot' : undefined
}

/** `(shown) => [...shown, chunk]`, `(shown) => joined(shown, chunk)`: what is shown is made anew of itself and the whole chunk. */
function isUpdater(source: Source, value: Node, dependence: ChunkDependence): boolean {
  const fn = unwrap(value)
  const [parameter] = isFunction(fn) ? fn.params : []
  const shown = parameter?.type === 'Identifier' ? variableOf(source, parameter) : undefined
  if (!isFunction(fn) || shown === undefined || readsOf(shown).length === 0) return false
  return contains(
    source,
    fn.body,
    (node) => node.type === 'Identifier' && isGivenWhole(node) && dependence.isWhole(node),
  )
}

/** An element of a list or an argument, and not something that a property is read of. */
function isGivenWhole({ parent }: Node): boolean {
  return parent?.type === 'ArrayExpression' || parent?.type === 'CallExpression'
}

/** `append(chunk)` and its like, and a reducer that is told of the chunk: each one counts. */
function isAdding(render: Render): boolean {
  if (render.kind !== 'call') return false
  const method = methodName(render.node)
  return method === undefined ? /dispatch/i.test(render.name) : method !== 'set' && method !== 'setState'
}

/** The chunk itself, or for a reducer an action that holds it. */
function isShownWhole(render: Render, value: Node, dependence: ChunkDependence): boolean {
  if (dependence.isWhole(value)) return true
  const node = unwrap(value)
  if (node.type === 'CallExpression' && methodName(node) === 'createTextNode')
    return node.arguments.some((it) => dependence.isWhole(it))
  if (!isAdding(render)) return false
  const inner =
    node.type === 'ObjectExpression'
      ? node.properties.flatMap((it) => (it.type === 'Property' ? [it.value as Node] : []))
      : node.type === 'CallExpression'
        ? node.arguments
        : []
  return inner.some((it) => dependence.isWhole(it) || isTextPart(it, dependence))
}

function isTextPart(value: Node, dependence: ChunkDependence): boolean {
  const node = unwrap(value)
  if (node.type === 'LogicalExpression') return isTextPart(node.left, dependence)
  return node.type === 'MemberExpression' && TEXT_PARTS.has(propertyName(node) ?? '') && dependence.depends(node)
}

/** `setText(event.data)` of a connection that this file opens: the message as it came. */
function isMessageText(source: Source, { event, stream, chunks }: StreamLoop, values: readonly Node[]): boolean {
  if (event !== 'message' && event !== 'onmessage') return false
  if (stream === undefined || !isMadeOf(source, stream, ['WebSocket', 'EventSource'])) return false
  return values.some((value) => {
    const node = unwrap(value)
    if (node.type !== 'MemberExpression' || propertyName(node) !== 'data') return false
    const variable = variableAt(source, node.object)
    return variable !== undefined && chunks.includes(variable)
  })
}

/** `prev + chunk` in an updater, `text + chunk` of the state itself, `draft.text += chunk` in a recipe. */
function addsToShown(source: Source, render: Render, value: Node, dependence: ChunkDependence): boolean {
  return contains(source, value, (node) => {
    switch (node.type) {
      case 'AssignmentExpression':
        return node.operator === '+=' && dependence.isTextOfChunk(node.right)
      case 'BinaryExpression': {
        if (node.operator !== '+') return false
        const [left, right] = [node.left, node.right]
        if (left.type === 'BinaryExpression' && stringOf(left.right) === ' ') return false
        return (
          (dependence.isTextOfChunk(right) && isShown(source, render, left, { value, dependence })) ||
          (dependence.isTextOfChunk(left) && isShown(source, render, right, { value, dependence }))
        )
      }
      case 'TemplateLiteral':
        return (
          // Whole sentences, as speech is recognised; pieces of a text bring their own spaces.
          !node.quasis.slice(1, -1).some((it) => it.value.cooked === ' ') &&
          node.expressions.some((it) => isShown(source, render, it, { value, dependence })) &&
          node.expressions.some((it) => dependence.isTextOfChunk(it))
        )
      default:
        return false
    }
  })
}

/** What is shown now: a parameter of a function inside the new value, the state of the setter, what is assigned to. */
function isShown(
  source: Source,
  render: Render,
  operand: Node,
  { value, dependence }: { readonly value: Node; readonly dependence: ChunkDependence },
): boolean {
  if (render.kind === 'assignment' && sameText(source, operand, render.node.left)) return true
  const state = render.kind === 'call' ? stateOf(source, render.node) : undefined
  return contains(source, operand, (node) => {
    if (node.type === 'MemberExpression' && propertyName(node) === 'state')
      return unwrap(node.object).type === 'ThisExpression'
    if (node.type !== 'Identifier') return false
    const variable = variableOf(source, node)
    if (variable === undefined) return false
    if (variable === state) return true
    const [definition] = variable.defs
    if ((definition?.type as string | undefined) !== 'Parameter') {
      const around = definition === undefined ? undefined : enclosingFunction(definition.name as Node)
      return isDeclaredInside(variable, value) && (around === undefined || !isItemOfChunk(around, dependence))
    }
    const fn = definition?.node as Node
    return isWithin(fn, value) && !isItemOfChunk(fn, dependence)
  })
}

/** `chunk.items.map((item) => …)`: new each time, and not what is shown. */
function isItemOfChunk(fn: Node, dependence: ChunkDependence): boolean {
  const call = wrapped(fn).parent
  const list = call?.type === 'CallExpression' ? receiverOf(call) : undefined
  return list !== undefined && dependence.depends(list)
}

function isDeclaredInside(variable: Variable, value: Node): boolean {
  return variable.identifiers.some((it) => isWithin(it as Node, value))
}

/** `text` of `const [text, setText] = useState('')`. */
function stateOf(source: Source, call: TSESTree.CallExpression): Variable | undefined {
  const setter = unwrap(call.callee)
  const variable = setter.type === 'Identifier' ? variableOf(source, setter) : undefined
  const declarator = variable?.defs[0]?.node as Node | undefined
  if (declarator?.type !== 'VariableDeclarator' || declarator.id.type !== 'ArrayPattern') return undefined
  const [state] = declarator.id.elements
  return state?.type === 'Identifier' ? variableOf(source, state) : undefined
}

/** `useState<number>()`, `useState(0)`: a measured value, and no text that grows. */
function isNumber(source: Source, render: Render): boolean {
  const state = render.kind === 'call' ? stateOf(source, render.node) : undefined
  const declarator = state?.defs[0]?.node as Node | undefined
  const made =
    declarator?.type === 'VariableDeclarator' && declarator.init !== null ? unwrap(declarator.init) : undefined
  if (made?.type !== 'CallExpression') return false
  const type = made.typeArguments?.params[0]
  if (type !== undefined) return type.type === 'TSNumberKeyword' || type.type === 'TSBooleanKeyword'
  const [initial] = made.arguments
  return initial?.type === 'Literal' && (typeof initial.value === 'number' || typeof initial.value === 'boolean')
}

/** `useDeferredValue(text)`: React shows it when there is nothing more urgent. */
function isDeferred(source: Source, render: Render): boolean {
  const state = render.kind === 'call' ? stateOf(source, render.node) : undefined
  return (
    state !== undefined &&
    readsOf(state).some((read) => {
      const call = wrapped(read).parent
      return call?.type === 'CallExpression' && importedName(source, call.callee)?.name === 'useDeferredValue'
    })
  )
}

function sameText(source: Source, a: Node, b: Node): boolean {
  return source.text.slice(...a.range) === source.text.slice(...b.range)
}

/** What is shown once all has come: `isStreaming: false`, `done: true`, `status: 'complete'`. */
function isLast(source: Source, { values }: Render): boolean {
  return values.some((value) =>
    contains(source, value, (node) => {
      if (node.type !== 'Property' || node.value.type !== 'Literal') return false
      const name = propertyName(node) ?? ''
      const { value: state } = node.value
      if (state === false) return STREAMING.test(name)
      if (state === true) return ENDED.test(name)
      return (name === 'status' || name === 'state') && typeof state === 'string' && ENDED.test(state)
    }),
  )
}

const STREAMING = /^(?:is)?(?:streaming|typing|generating)$/i
const ENDED = /^(?:is)?(?:done|finished|completed?|final|ended|failed)$/i

/** Told by the last word of the name: `setStatus`, `runStatus`, `isDone`. */
function isStatus({ name }: Render): boolean {
  if (name === 'setState') return false
  const word = /(?:^[a-z]|[A-Z])[a-z]*$/.exec(name.replace(/^set(?=[A-Z])/, ''))?.[0]
  return word !== undefined && STATUS.has(word.toLowerCase())
}

function isCall(node: Node): node is TSESTree.CallExpression {
  return node.type === 'CallExpression'
}
