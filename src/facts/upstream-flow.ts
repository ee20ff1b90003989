import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { calleeName, importedName } from './callee.ts'
import { responseUses } from './fetch-calls.ts'
import { calledFunction, callsOfFunction, enclosingFunction } from './functions.ts'
import { contains, isFunction } from './nodes.ts'
import { originOf } from './origin.ts'
import { propertyName, stringOf, unwrap, wrapped } from './unwrap.ts'
import type { UpstreamCall } from './upstream-calls.ts'
import type { Use } from './uses.ts'
import { usesOf, usesOfVariable } from './uses.ts'
import { globalName, variableOf } from './variables.ts'

/**
 * A place where this file takes the pieces of an upstream stream one by one. `answer`: the SDK writes them to the
 * response itself, without ever ending the upstream when the client leaves.
 */
export interface Taking {
  readonly kind: 'loop' | 'reader' | 'listener' | 'pipe' | 'answer'
  /** The loop statement, or the call. */
  readonly node: Node
}

/** Where a stream goes. `isHandedOn`: also to code that this file does not show, or to a response that ends it. */
export interface Flow {
  readonly takings: readonly Taking[]
  readonly isHandedOn: boolean
}

const CHUNK_EVENTS = new Set([
  'data',
  'text',
  'content',
  'readable',
  'chunk',
  'message',
  'streamEvent',
  'event',
  'delta',
])
const LISTEN = new Set(['on', 'once', 'addListener', 'addEventListener'])
/** Functions, as `module#name`, that give another stream over the same pieces; ending one ends the other. */
const CONVERSIONS = new Set([
  'stream#Readable.fromWeb',
  'stream#Readable.toWeb',
  'stream#Readable.from',
  'stream#Readable.wrap',
])
/** Parts of a result that are streams themselves. */
const STREAM_PARTS = new Set(['textStream', 'fullStream', 'partialObjectStream', 'elementStream', 'stream', 'body'])
/** Methods of an AI SDK result that answer; each reads a branch of its own, so that the upstream outlives the client. */
const ANSWERS = /^(?:to\w*(?:Response|UIMessageStream|DataStream)|pipe\w*ToResponse|mergeInto\w*)$/
/** Methods that give the same pieces in another form; `toReadableStream` is that of OpenAI's and Anthropic's streams. */
const SAME_PIECES = new Set(['pipeThrough', 'values', 'iterator', 'toReadableStream'])
/** Methods that end the stream, wait for its end or say something about it, and take no pieces. */
const NEUTRAL = new Set(['cancel', 'abort', 'destroy', 'setEncoding', 'catch', 'finally', 'resume', 'pause', 'unref'])
const MAX_DEPTH = 6

/** Where the pieces of an upstream call go. */
export function flowOf(source: Source, upstream: UpstreamCall): Flow {
  const walk = new Walk(source, upstream.kind === 'ai-sdk')
  if (upstream.part === undefined) walk.stream(upstream.call, 0)
  else walk.response(responseUses(source, upstream.call), upstream.part, 0)
  return { takings: walk.takings, isHandedOn: walk.isHandedOn }
}

class Walk {
  readonly takings: Taking[] = []
  isHandedOn = false
  readonly source: Source
  readonly isTeed: boolean
  readonly #seen = new Set<Node>()

  constructor(source: Source, isTeed: boolean) {
    this.source = source
    this.isTeed = isTeed
  }

  /** What happens to something whose part streams. */
  response(uses: readonly Use[], part: string, depth: number): void {
    for (const use of uses) {
      if (this.#isKnown(use, depth)) continue
      if (use.kind === 'property' && use.name === part) this.stream(use.member, depth + 1)
      else if (use.kind === 'method-call' && part === 'data' && use.name === 'pipe') this.#hand()
      else if (use.kind === 'destructured' && use.name === part) this.#target(use.target, depth)
      else if (use.kind === 'argument') this.#argument(use, (uses) => this.response(uses, part, depth + 1))
      else if (use.kind === 'returned')
        this.#callers(use.node, (call) => this.response(responseUses(this.source, call), part, depth + 1))
      else if (use.kind === 'stored') this.#givenBackAs(use.into, part, depth)
      else if (isHanding(use)) this.#hand()
    }
  }

  /** `return { upstream, model }`: callers take it out by its name. */
  #givenBackAs(property: Node, part: string, depth: number): void {
    const name = property.type === 'Property' ? propertyName(property) : undefined
    const object = property.parent
    const isReturned = object?.type === 'ObjectExpression' && wrapped(object).parent?.type === 'ReturnStatement'
    if (name === undefined || !isReturned) this.#hand()
    else
      this.#callers(object, (call) => {
        for (const use of usesOf(this.source, call)) {
          const target =
            use.kind === 'destructured' && use.name === name && use.target.type === 'Identifier'
              ? use.target
              : undefined
          const variable = target === undefined ? undefined : variableOf(this.source, target)
          if (variable !== undefined) this.response(usesOfVariable(this.source, variable), part, depth + 1)
          else if (use.kind !== 'destructured') this.#hand()
        }
      })
  }

  /** What happens to a stream. */
  stream(expression: Node, depth: number): void {
    this.#uses(usesOf(this.source, expression), depth)
  }

  #uses(uses: readonly Use[], depth: number): void {
    for (const use of uses) {
      if (this.#isKnown(use, depth)) continue
      switch (use.kind) {
        case 'iterated':
          this.#loop(use.loop, depth)
          break
        case 'method-call':
          this.#method(use.call, use.name, depth)
          break
        case 'property':
          if (STREAM_PARTS.has(use.name)) this.stream(use.member, depth + 1)
          break
        case 'destructured':
          if (STREAM_PARTS.has(use.name)) this.#target(use.target, depth)
          break
        case 'argument':
          this.#argument(use, (uses) => this.#uses(uses, depth + 1))
          break
        case 'returned':
          this.#callers(use.node, (call) => this.stream(call, depth + 1))
          break
        default:
          if (isHanding(use)) this.#hand()
      }
    }
  }

  /** A generator gives the pieces to its callers. */
  #loop(loop: TSESTree.ForOfStatement, depth: number): void {
    const fn = enclosingFunction(loop)
    const isGenerator =
      fn?.generator === true &&
      contains(this.source, loop.body, (node) => node.type === 'YieldExpression', { functions: 'skip' })
    const calls = isGenerator ? callsOfFunction(this.source, fn) : []
    if (calls.length === 0) this.takings.push({ kind: 'loop', node: loop })
    for (const call of calls) this.stream(call, depth + 1)
  }

  #method(call: TSESTree.CallExpression, name: string, depth: number): void {
    if (this.isTeed && ANSWERS.test(name)) this.takings.push({ kind: 'answer', node: call })
    else if (name === 'getReader') this.#reader(call, depth)
    else if (name === 'pipe') this.takings.push({ kind: 'pipe', node: call })
    else if (SAME_PIECES.has(name)) this.stream(call, depth + 1)
    else if (name === 'pipeTo') {
      if (isOwnSink(this.source, call.arguments[0])) this.takings.push({ kind: 'reader', node: call })
      else this.#hand()
    } else if (LISTEN.has(name)) {
      const event = stringOf(call.arguments[0])
      if (event !== undefined && CHUNK_EVENTS.has(event)) this.takings.push({ kind: 'listener', node: call })
      this.stream(call, depth + 1)
    } else if (!NEUTRAL.has(name) && !/^final/.test(name) && name !== 'then') this.#hand()
  }

  /** The reads of a reader; one that is handed on belongs to whoever gets it. */
  #reader(call: TSESTree.CallExpression, depth: number): void {
    for (const use of usesOf(this.source, call)) {
      if (use.kind === 'argument') this.#argument(use, (uses) => uses.forEach((it) => this.#read(it, depth)))
      else this.#read(use, depth)
    }
  }

  #read(use: Use, depth: number): void {
    if (use.kind === 'method-call' && use.name === 'read') {
      const fn = enclosingFunction(use.call)
      const calls = fn?.generator === true ? callsOfFunction(this.source, fn) : []
      if (calls.length === 0) this.takings.push({ kind: 'reader', node: use.call })
      for (const caller of calls) this.stream(caller, depth + 1)
    } else if (isHanding(use)) this.#hand()
  }

  /** Into a function: of this file, a conversion, or one whose result is iterated; anything else gets it for good. */
  #argument(use: Extract<Use, { kind: 'argument' }>, follow: (uses: Use[]) => void): void {
    const { call, index } = use
    const fn = call.type === 'CallExpression' ? calledFunction(this.source, call) : undefined
    const parameter = fn?.params[index]
    if (fn !== undefined && parameter?.type === 'Identifier') {
      const variable = variableOf(this.source, parameter)
      if (variable !== undefined) follow(usesOfVariable(this.source, variable))
      return
    }
    const imported = importedName(this.source, call.callee)
    const key = imported === undefined ? undefined : `${imported.module}#${imported.name}`
    const isFrom = globalName(this.source, call.callee) === 'ReadableStream' || calleeName(call) === 'from'
    if ((key !== undefined && CONVERSIONS.has(key)) || isFrom) this.stream(call, MAX_DEPTH - 2)
    else if (call.type !== 'CallExpression' || !this.#isIteratedResult(call)) this.#hand()
  }

  #isIteratedResult(call: TSESTree.CallExpression): boolean {
    const uses = usesOf(this.source, call)
    const loops = uses.filter((use) => use.kind === 'iterated')
    for (const { loop } of loops) this.#loop(loop, MAX_DEPTH - 1)
    return loops.length > 0 && loops.length === uses.length
  }

  #target(target: Node, depth: number): void {
    const variable = target.type === 'Identifier' ? variableOf(this.source, target) : undefined
    if (variable === undefined) this.#hand()
    else this.#uses(usesOfVariable(this.source, variable), depth + 1)
  }

  /** What a function of this file gives back goes on at its calls. */
  #callers(returned: Node, follow: (call: TSESTree.CallExpression) => void): void {
    const fn = enclosingFunction(returned)
    const calls = fn === undefined ? [] : callsOfFunction(this.source, fn)
    if (calls.length === 0) this.#hand()
    calls.forEach(follow)
  }

  #isKnown(use: Use, depth: number): boolean {
    if (depth > MAX_DEPTH) this.#hand()
    if (depth > MAX_DEPTH || this.#seen.has(use.node)) return true
    this.#seen.add(use.node)
    return false
  }

  #hand(): void {
    this.isHandedOn = true
  }
}

function isHanding(use: Use): boolean {
  switch (use.kind) {
    case 'argument':
    case 'returned':
    case 'yielded':
    case 'stored':
    case 'exported':
    case 'unknown':
    case 'called':
      return true
    default:
      return false
  }
}

/** `new WritableStream({ write })` of this file, whose code decides what happens. */
function isOwnSink(source: Source, sink: Node | undefined): boolean {
  if (sink === undefined) return false
  const origin = originOf(source, sink)
  const made = origin.kind === 'expression' && origin.path.length === 0 ? unwrap(origin.node) : undefined
  return made?.type === 'NewExpression' && globalName(source, made.callee) === 'WritableStream'
}

/** The callback of a listener, when this file shows it. */
export function callbackOf(call: TSESTree.CallExpression): Node | undefined {
  const callback = call.arguments.find((argument) => isFunction(unwrap(argument)))
  return callback === undefined ? undefined : unwrap(callback)
}
