import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source, Variable } from '../source.ts'
import { perSource } from '../source.ts'
import { importedName, methodName, receiverOf } from './callee.ts'
import { enclosingFunction, localFunction } from './functions.ts'
import type { FunctionNode } from './nodes.ts'
import { collectWithin, isFunction, isWithin, nodesOf } from './nodes.ts'
import { propertyName, stringOf, unwrap, unwrapAwait, wrapped } from './unwrap.ts'
import { globalName, readsOf, variableOf } from './variables.ts'

/**
 * `for-await` · `read`: a loop that awaits `reader.read()` · `then`: `read().then(…)` that calls itself again ·
 * `listener`: `x.on('data', fn)`, `x.addEventListener('message', fn)` · `handler`: `onmessage = fn`, `{ onChunk: fn }` ·
 * `pull`: of a ReadableStream's source · `sink`: `write`/`transform` of a stream made here.
 */
export type StreamLoopForm = 'for-await' | 'read' | 'then' | 'listener' | 'handler' | 'pull' | 'sink'

/** Code that runs once for every chunk of a stream. */
export interface StreamLoop {
  readonly form: StreamLoopForm
  /** The loop statement, or the function that is run for each chunk. */
  readonly node: Node
  /** What runs for each chunk: the body of the loop or of the function. */
  readonly body: Node
  /** The iterated expression, the reader, or the emitter; undefined where the loop does not name it. */
  readonly stream: Node | undefined
  /** `read` and `then`: the `.read()` calls of the loop. */
  readonly reads: readonly TSESTree.CallExpression[]
  /** Event or property name of listeners and handlers: `data`, `message`, `onmessage`, `transform`. */
  readonly event: string | undefined
  /** Variables that hold a whole chunk. */
  readonly chunks: readonly Variable[]
  /** Variables whose `.value` is the chunk: `const result = await reader.read()`. */
  readonly results: readonly Variable[]
  /** Variables that are true at the end: `done`. */
  readonly dones: readonly Variable[]
}

const CHUNK_EVENTS = new Set(['data', 'message', 'chunk', 'text'])
const LISTEN = new Set(['on', 'once', 'addListener', 'prependListener', 'addEventListener'])
const CHUNK_HANDLERS = new Set([
  'onmessage',
  'onMessage',
  'onChunk',
  'onchunk',
  'onData',
  'ondata',
  'onText',
  'onToken',
  'onDelta',
  'onEvent',
])
const SINK_METHODS = new Set(['write', 'transform', '_write', '_transform'])
const STREAM_CLASSES = new Set(['WritableStream', 'TransformStream', 'Writable', 'Transform', 'Duplex', 'PassThrough'])

/** Every stream loop of the file, in document order. */
export const streamLoops = perSource((source): readonly StreamLoop[] =>
  [
    ...forAwaitLoops(source),
    ...readLoops(source),
    ...thenLoops(source),
    ...listenerLoops(source),
    ...handlerLoops(source),
    ...underlyingMethods(source),
  ].sort((a, b) => a.node.range[0] - b.node.range[0]),
)

const loopsByBody = perSource((source) => new Map(streamLoops(source).map((loop) => [loop.body, loop])))

/** The innermost stream loop in whose body (for loops: also in whose head) a node lies; undefined outside all of them. */
export function streamLoopOf(source: Source, node: Node): StreamLoop | undefined {
  const byBody = loopsByBody(source)
  for (
    let current: Node | undefined | null = node;
    current !== undefined && current !== null;
    current = current.parent
  ) {
    const loop = byBody.get(current)
    if (loop !== undefined) return loop
  }
  return undefined
}

/** True when an expression is the chunk just read, whole: through aliases, assertions and `value ?? fallback`. */
export function isChunk(source: Source, loop: StreamLoop, expression: Node): boolean {
  return isChunkWithin(source, loop, expression, 6)
}

function isChunkWithin(source: Source, loop: StreamLoop, expression: Node, steps: number): boolean {
  if (steps === 0) return false
  const node = unwrapAwait(expression)
  switch (node.type) {
    case 'Identifier': {
      const variable = variableOf(source, node)
      if (variable === undefined) return false
      if (loop.chunks.includes(variable)) return true
      const definition = variable.defs[0]
      const declarator = definition?.node as Node | undefined
      return (
        declarator?.type === 'VariableDeclarator' &&
        declarator.id.type === 'Identifier' &&
        declarator.init !== null &&
        variable.references.filter((reference) => reference.isWrite()).length === 1 &&
        isWithin(declarator, loop.node) &&
        isChunkWithin(source, loop, declarator.init, steps - 1)
      )
    }
    case 'MemberExpression': {
      if (propertyName(node) !== 'value') return false
      const object = unwrapAwait(node.object)
      if (object.type === 'CallExpression') return loop.reads.includes(object)
      const variable = object.type === 'Identifier' ? variableOf(source, object) : undefined
      return variable !== undefined && loop.results.includes(variable)
    }
    case 'LogicalExpression':
      return node.operator !== '&&' && isChunkWithin(source, loop, node.left, steps - 1)
    default:
      return false
  }
}

/** The function whose activation the loop belongs to: the one around a loop statement, or around a listener's registration. */
export function activationOf(loop: StreamLoop): FunctionNode | undefined {
  return enclosingFunction(loop.node)
}

function forAwaitLoops(source: Source): StreamLoop[] {
  return nodesOf(source, 'ForOfStatement')
    .filter((loop) => loop.await && !isTicker(source, loop.right))
    .map((loop) => ({
      ...NONE,
      form: 'for-await' as const,
      node: loop,
      body: loop.body,
      stream: loop.right,
      chunks:
        loop.left.type === 'VariableDeclaration'
          ? namesOf(source, loop.left.declarations[0]?.id)
          : namesOf(source, loop.left),
    }))
}

/** `for await (const _ of setInterval(…))` of node:timers/promises reads nothing. */
function isTicker(source: Source, iterated: Node): boolean {
  const node = unwrap(iterated)
  const imported = node.type === 'CallExpression' ? importedName(source, node.callee) : undefined
  return (
    imported?.module === 'timers/promises' || (imported?.module === 'timers' && imported.name.startsWith('promises.'))
  )
}

/** All awaited `.read()` calls whose result is looked at for `done` or `value`, gathered by the loop around them. */
function readLoops(source: Source): StreamLoop[] {
  const byLoop = new Map<Node, { reads: TSESTree.CallExpression[]; receiver: Node; targets: ReadTarget[] }>()
  for (const call of nodesOf(source, 'CallExpression')) {
    const receiver = methodName(call) === 'read' && call.arguments.length <= 1 ? receiverOf(call) : undefined
    const awaited = receiver === undefined ? undefined : awaitAround(call)
    const loop = awaited === undefined ? undefined : loopAround(awaited)
    if (receiver === undefined || awaited === undefined || loop === undefined) continue
    const target = readTarget(source, awaited)
    if (target === undefined) continue
    const known = byLoop.get(loop)
    if (known === undefined) byLoop.set(loop, { reads: [call], receiver, targets: [target] })
    else {
      known.reads.push(call)
      known.targets.push(target)
    }
  }
  return [...byLoop].map(([loop, { reads, receiver, targets }]) => ({
    ...NONE,
    form: 'read' as const,
    node: loop,
    body: (loop as TSESTree.WhileStatement).body,
    stream: receiver,
    reads,
    chunks: unique(targets.flatMap((target) => target.chunks)),
    results: unique(targets.flatMap((target) => target.results)),
    dones: unique(targets.flatMap((target) => target.dones)),
  }))
}

/** `reader.read().then(({ done, value }) => { …; again() })`, where the callback leads back to the function around the call. */
function thenLoops(source: Source): StreamLoop[] {
  const loops = new Map<Node, StreamLoop>()
  for (const call of nodesOf(source, 'CallExpression')) {
    if (methodName(call) !== 'then') continue
    const read = unwrap(receiverOf(call) as Node)
    if (read.type !== 'CallExpression' || methodName(read) !== 'read' || read.arguments.length > 1) continue
    const callback = call.arguments[0] === undefined ? undefined : localFunction(source, call.arguments[0])
    const target = callback === undefined ? undefined : parameterTarget(source, callback.params[0])
    if (callback === undefined || target === undefined) continue
    const outer = enclosingFunction(call)
    const again = [callback, outer].some(
      (fn) => fn !== undefined && collectWithin(source, callback.body, isCall).some((it) => runs(source, it, fn)),
    )
    if (!again) continue
    const known = loops.get(callback)
    loops.set(callback, {
      ...NONE,
      ...target,
      form: 'then',
      node: callback,
      body: callback.body,
      stream: known?.stream ?? receiverOf(read),
      reads: [...(known?.reads ?? []), read],
    })
  }
  return [...loops.values()]
}

function runs(source: Source, call: TSESTree.CallExpression, fn: FunctionNode): boolean {
  return (
    localFunction(source, call.callee) === fn ||
    call.arguments.some((argument) => argument.type === 'Identifier' && localFunction(source, argument) === fn)
  )
}

function listenerLoops(source: Source): StreamLoop[] {
  const loops: StreamLoop[] = []
  for (const call of nodesOf(source, 'CallExpression')) {
    if (!LISTEN.has(methodName(call) ?? '')) continue
    const event = stringOf(call.arguments[0])
    const listener = call.arguments[1]
    if (event === undefined || !CHUNK_EVENTS.has(event) || listener === undefined) continue
    const fn = localFunction(source, listener)
    if (fn !== undefined) loops.push(functionLoop(source, 'listener', fn, receiverOf(call), event))
  }
  return onePerFunction(loops)
}

function handlerLoops(source: Source): StreamLoop[] {
  const loops: StreamLoop[] = []
  const add = (name: string | undefined, value: Node, stream: Node | undefined) => {
    if (name === undefined || !CHUNK_HANDLERS.has(name)) return
    const fn = localFunction(source, value)
    if (fn !== undefined) loops.push(functionLoop(source, 'handler', fn, stream, name))
  }
  for (const assignment of nodesOf(source, 'AssignmentExpression')) {
    const left = unwrap(assignment.left)
    if (left.type === 'MemberExpression') add(propertyName(left), assignment.right, left.object)
  }
  for (const property of nodesOf(source, 'Property'))
    if (property.parent.type === 'ObjectExpression') add(propertyName(property), property.value as Node, undefined)
  return onePerFunction(loops)
}

/** `pull`, `write` and `transform` of streams that are made here, and of classes that extend a stream. */
function underlyingMethods(source: Source): StreamLoop[] {
  const loops: StreamLoop[] = []
  for (const made of nodesOf(source, 'NewExpression')) {
    const kind = streamClass(source, made.callee)
    if (kind === undefined) continue
    for (const argument of made.arguments) {
      const object = unwrap(argument)
      if (object.type !== 'ObjectExpression') continue
      for (const property of object.properties) {
        if (property.type !== 'Property') continue
        const name = propertyName(property)
        const isPull = kind === 'ReadableStream' && name === 'pull'
        if (name === undefined || (!isPull && (kind === 'ReadableStream' || !SINK_METHODS.has(name)))) continue
        const fn = localFunction(source, property.value as Node)
        if (fn === undefined) continue
        if (isPull) loops.push(...pullLoops(source, fn, made))
        else loops.push(functionLoop(source, 'sink', fn, made, name))
      }
    }
  }
  for (const method of nodesOf(source, 'MethodDefinition')) {
    const name = propertyName(method)
    const owner = method.parent.parent
    if (name === undefined || !SINK_METHODS.has(name) || !isFunction(method.value)) continue
    if (owner.superClass == null || streamClass(source, owner.superClass) === undefined) continue
    loops.push(functionLoop(source, 'sink', method.value, undefined, name))
  }
  return onePerFunction(loops)
}

/** A `pull` that awaits a read itself: its chunk is the result of that read, not a parameter. */
function pullLoops(source: Source, fn: FunctionNode, made: Node): StreamLoop[] {
  const reads: TSESTree.CallExpression[] = []
  const targets: ReadTarget[] = []
  let receiver: Node | undefined
  for (const call of collectWithin(source, fn.body, isCall, { functions: 'skip' })) {
    const name = methodName(call)
    if (name !== 'read' && name !== 'next') continue
    const awaited = awaitAround(call)
    if (awaited === undefined || loopAround(awaited) !== undefined) continue
    const target = readTarget(source, awaited)
    if (target === undefined) continue
    receiver ??= receiverOf(call)
    reads.push(call)
    targets.push(target)
  }
  return [
    {
      ...NONE,
      form: 'pull',
      node: fn,
      body: fn.body,
      stream: receiver ?? made,
      reads,
      event: 'pull',
      chunks: unique(targets.flatMap((target) => target.chunks)),
      results: unique(targets.flatMap((target) => target.results)),
      dones: unique(targets.flatMap((target) => target.dones)),
    },
  ]
}

function streamClass(source: Source, callee: Node): string | undefined {
  const imported = importedName(source, callee)
  const name =
    imported === undefined
      ? globalName(source, callee)
      : imported.module === 'stream' || imported.module === 'stream/web' || imported.module === 'readable-stream'
        ? imported.name
        : undefined
  return name !== undefined && (STREAM_CLASSES.has(name) || name === 'ReadableStream') ? name : undefined
}

function functionLoop(
  source: Source,
  form: StreamLoopForm,
  fn: FunctionNode,
  stream: Node | undefined,
  event: string,
): StreamLoop {
  return { ...NONE, form, node: fn, body: fn.body, stream, event, chunks: namesOf(source, fn.params[0]) }
}

const NONE = { reads: [], event: undefined, chunks: [], results: [], dones: [] } as const

interface ReadTarget {
  readonly chunks: readonly Variable[]
  readonly results: readonly Variable[]
  readonly dones: readonly Variable[]
}

/** What becomes of an awaited read: destructured, kept whole, or used on the spot; undefined when it is not that of a reader. */
function readTarget(source: Source, awaited: Node): ReadTarget | undefined {
  let outer = wrapped(awaited)
  // `(await reader?.read()) || { done: true }`
  while (outer.parent?.type === 'LogicalExpression' && outer.parent.left === outer) outer = wrapped(outer.parent)
  const parent = outer.parent
  switch (parent?.type) {
    case 'VariableDeclarator':
      return patternTarget(source, parent.id)
    case 'AssignmentExpression':
      return parent.right === outer ? patternTarget(source, unwrap(parent.left)) : undefined
    case 'MemberExpression': {
      const name = propertyName(parent)
      return name === 'done' || name === 'value' ? { chunks: [], results: [], dones: [] } : undefined
    }
    default:
      return undefined
  }
}

function parameterTarget(source: Source, parameter: Node | undefined): ReadTarget | undefined {
  return parameter === undefined ? undefined : patternTarget(source, parameter)
}

function patternTarget(source: Source, target: Node): ReadTarget | undefined {
  if (target.type === 'Identifier') {
    const variable = variableOf(source, target)
    if (variable === undefined || !looksLikeResult(variable)) return undefined
    const parts = readsOf(variable).map((read) => wrapped(read).parent)
    const dones: Variable[] = []
    const chunks: Variable[] = []
    for (const part of parts) {
      if (part?.type !== 'VariableDeclarator' || part.id.type !== 'ObjectPattern') continue
      const inner = patternTarget(source, part.id)
      chunks.push(...(inner?.chunks ?? []))
      dones.push(...(inner?.dones ?? []))
    }
    return { chunks, results: [variable], dones }
  }
  if (target.type !== 'ObjectPattern') return undefined
  const chunks: Variable[] = []
  const dones: Variable[] = []
  let isResult = false
  for (const property of target.properties) {
    if (property.type !== 'Property') continue
    const name = propertyName(property)
    if (name !== 'value' && name !== 'done') continue
    isResult = true
    ;(name === 'value' ? chunks : dones).push(...namesOf(source, property.value as Node))
  }
  return isResult ? { chunks, results: [], dones } : undefined
}

/** Someone asks the variable for `done` or `value`. */
function looksLikeResult(variable: Variable): boolean {
  return readsOf(variable).some((read) => {
    const parent = wrapped(read).parent
    if (parent?.type === 'MemberExpression') return ['done', 'value'].includes(propertyName(parent) ?? '')
    return (
      parent?.type === 'VariableDeclarator' &&
      parent.id.type === 'ObjectPattern' &&
      parent.id.properties.some(
        (property) => property.type === 'Property' && ['done', 'value'].includes(propertyName(property) ?? ''),
      )
    )
  })
}

/** The `await` that waits for a call, also through `Promise.race([call, …])` and `.catch(…)`; undefined when it is not awaited. */
function awaitAround(call: Node): TSESTree.AwaitExpression | undefined {
  let current = wrapped(call)
  for (let step = 0; step < 6; step++) {
    const parent: Node | undefined | null = current.parent
    if (parent === undefined || parent === null) return undefined
    if (parent.type === 'AwaitExpression') return parent
    if (parent.type === 'ArrayExpression') current = parent
    else if (parent.type === 'MemberExpression' && parent.object === current) current = wrapped(parent)
    else if (parent.type === 'CallExpression' && (isPromiseRace(parent) || isSettling(parent, current)))
      current = wrapped(parent)
    else return undefined
  }
  return undefined
}

function isPromiseRace(call: TSESTree.CallExpression): boolean {
  const callee = unwrap(call.callee)
  return (
    callee.type === 'MemberExpression' &&
    unwrap(callee.object).type === 'Identifier' &&
    (unwrap(callee.object) as TSESTree.Identifier).name === 'Promise' &&
    propertyName(callee) === 'race'
  )
}

function isSettling(call: TSESTree.CallExpression, callee: Node): boolean {
  const name = methodName(call)
  return call.callee === callee && (name === 'catch' || name === 'finally')
}

/** The innermost `while`, `do` or `for` of the same function that runs the node again and again. */
function loopAround(node: Node): Node | undefined {
  let child = node
  for (let current = node.parent; current !== undefined && current !== null; current = current.parent) {
    if (isFunction(current)) return undefined
    if (current.type === 'WhileStatement' || current.type === 'DoWhileStatement') return current
    if (current.type === 'ForStatement') return current
    if ((current.type === 'ForOfStatement' || current.type === 'ForInStatement') && current.body === child)
      return current
    child = current
  }
  return undefined
}

/** The variables that a pattern names whole: `chunk`, `chunk = x`; none for taken-apart chunks. */
function namesOf(source: Source, pattern: Node | undefined): Variable[] {
  if (pattern === undefined) return []
  const target = pattern.type === 'AssignmentPattern' ? pattern.left : pattern
  const variable = target.type === 'Identifier' ? variableOf(source, target) : undefined
  return variable === undefined ? [] : [variable]
}

function isCall(node: Node): node is TSESTree.CallExpression {
  return node.type === 'CallExpression'
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)]
}

function onePerFunction(loops: readonly StreamLoop[]): StreamLoop[] {
  const seen = new Set<Node>()
  return loops.filter((loop) => !seen.has(loop.node) && seen.add(loop.node) !== undefined)
}

/** Without one of these texts a file has no stream loop. */
export const STREAM_LOOP_TERMS: readonly string[] = [
  'await',
  '.read(',
  ...[...LISTEN].map((name) => `.${name}(`),
  ...CHUNK_HANDLERS,
  'WritableStream',
  'TransformStream',
  'ReadableStream',
  ...[...SINK_METHODS].map((name) => `${name}(`),
  ...[...SINK_METHODS].map((name) => `${name}:`),
]
