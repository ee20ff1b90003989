import type { TSESTree } from '@typescript-eslint/utils'
import type { FunctionPlace } from '../frameworks/across.ts'
import { classAcross, functionAcross, valueAcross } from '../frameworks/across.ts'
import { isKnownWrapperName } from '../frameworks/async-wrappers.ts'
import type { Codebase, Place } from '../frameworks/codebase.ts'
import { placeKey } from '../frameworks/codebase.ts'
import type { Gate } from '../frameworks/ways-in.ts'
import type { Settings } from '../settings.ts'
import type { Node, Source } from '../source.ts'
import { callPath, isForeign } from './call-path.ts'
import { calleeName, importedName, receiverOf } from './callee.ts'
import { credentialReads } from './credentials.ts'
import { optionOf } from './model-call.ts'
import { hasWord, wordsOf } from './name-words.ts'
import { enclosingFunction, methodOf } from './functions.ts'
import { contains, isFunction, isWithin, nodesOf } from './nodes.ts'
import { originOf } from './origin.ts'
import { runsForPath } from './path-tests.ts'
import { quotaTests } from './quota-tests.ts'
import { isAboutOthers, refusals } from './refusals.ts'
import { outcomeOf } from './tested-value.ts'
import type { Effect, Trait } from './trait.ts'
import { propertyName, stringOf, unwrap, unwrapAwait } from './unwrap.ts'
import { globalName, variableOf } from './variables.ts'

/** Whether something guards (or limits). `exempt`: the route is declared as one that needs none. */
export type Answer = 'yes' | 'no' | 'unknown' | 'exempt'

/** How a function is looked at. `gate`: it runs before the route and lets it through or not. `handler`: the route itself. `helper`: what these call. */
type Mode = 'gate' | 'handler' | 'helper'

interface Judgement {
  readonly answer: Answer
  /** True when the function finds something out about the client that its caller can look at. */
  readonly finds: boolean
}

const NO: Judgement = { answer: 'no', finds: false }
const MAX_DEPTH = 4
/** How many functions one question may look into; beyond it nothing is certain. */
const MAX_FUNCTIONS = 400
const STORES = new Set([
  'db',
  'prisma',
  'redis',
  'cache',
  'logger',
  'log',
  'console',
  'metrics',
  'analytics',
  'posthog',
  'json',
  'object',
  'map',
  'set',
  'math',
  'array',
  'headers',
  'params',
  'controller',
  'writer',
  'encoder',
  'decoder',
  'openai',
  'anthropic',
  'emitter',
  'schema',
  'z',
])
const REQUEST_NAMES = /^(?:req|request|ctx|context|c|event|headers|cookies|socket|handshake|locals|e)$/

/** Judges functions and expressions in front of routes by one trait. One judge serves one linted file. */
export class Judge {
  readonly #codebase: Codebase
  readonly #trait: Trait
  readonly #names: ReadonlySet<string>
  readonly #known = new Map<string, Judgement>()
  readonly #refusals = new Map<Source, readonly Node[]>()
  #left = MAX_FUNCTIONS

  constructor(codebase: Codebase, settings: Settings, trait: Trait) {
    this.#codebase = codebase
    this.#trait = trait
    this.#names = new Set(trait.name === 'guard' ? settings.guards : settings.limiters)
  }

  /** What one thing in front of a route does for requests of a path. */
  gate(gate: Gate, path: string | undefined): Answer {
    const answer = this.#gateAnswer(gate, path)
    return answer === 'yes' && !gate.isCertain ? 'unknown' : answer
  }

  /** What a handler does itself, up to a node that it streams with. */
  handler(fn: FunctionPlace, until: Node | undefined, path: string | undefined): Answer {
    return this.#judge(fn, 'handler', path, 0, until).answer
  }

  #gateAnswer(gate: Gate, path: string | undefined): Answer {
    const { source, node } = gate
    switch (gate.kind) {
      case 'options':
        return this.#options(source, node)
      case 'wrapper':
        return node.type === 'CallExpression' ? this.#made(source, node, path, true) : 'no'
      case 'plugin':
        return node.type === 'CallExpression' ? this.#plugin(source, node) : 'unknown'
      case 'declared':
        return this.#trait.name === 'guard' ? 'exempt' : 'no'
      case 'caller':
        return isFunction(node) ? this.#judge({ source, node }, 'handler', path, 0, gate.until).answer : 'unknown'
      case 'decorator':
        return this.#decorator(source, node)
      case 'global':
        return this.#guardClass(source, node)
      case 'hook':
        return this.#expression(source, node, path, true)
      case 'middleware':
        return this.#expression(source, node, path, false)
    }
  }

  // Expressions

  /** @param isHook true for the functions of hook files, whose unknown makers prove nothing: they see every request. */
  #expression(source: Source, expression: Node, path: string | undefined, isHook: boolean): Answer {
    const node = unwrapAwait(expression)
    if (isFunction(node)) return this.#judge({ source, node }, 'gate', path, 0).answer
    switch (node.type) {
      case 'Literal':
      case 'TemplateLiteral':
      case 'ObjectExpression':
        return node.type === 'ObjectExpression' ? this.#options(source, node) : 'no'
      case 'ArrayExpression':
        return strongest(node.elements.map((it) => (it === null ? 'no' : this.#expression(source, it, path, isHook))))
      case 'ConditionalExpression': {
        const one = this.#expression(source, node.consequent, path, isHook)
        const other = this.#expression(source, node.alternate, path, isHook)
        return one === other ? one : 'unknown'
      }
      case 'LogicalExpression': {
        const right = this.#expression(source, node.right, path, isHook)
        return right === 'no' ? 'no' : 'unknown'
      }
      case 'SpreadElement':
        return this.#expression(source, node.argument, path, isHook)
      case 'CallExpression':
        return this.#made(source, node, path, false, isHook)
      case 'NewExpression':
        return 'no'
      case 'Identifier':
      case 'MemberExpression':
        return this.#named(source, node, path, isHook)
      default:
        return 'unknown'
    }
  }

  #named(
    source: Source,
    node: TSESTree.Identifier | TSESTree.MemberExpression,
    path: string | undefined,
    isHook: boolean,
  ): Answer {
    const name = node.type === 'Identifier' ? node.name : propertyName(node)
    if (name !== undefined && this.#names.has(name)) return 'yes'
    const fn = functionAcross(this.#codebase, source, node)
    if (fn !== undefined) {
      if (this.#isNamed(fn.node)) return 'yes'
      return this.#judge(fn, 'gate', path, 0).answer
    }
    const value = valueAcross(this.#codebase, source, node)
    if (value !== undefined && !isSame(value, { source, node }))
      return this.#expression(value.source, value.node, path, isHook)
    // What a caller hands over is whatever the caller says.
    if (node.type === 'Identifier' && variableOf(source, node)?.defs[0]?.type === ('Parameter' as string))
      return 'unknown'
    const effect = this.#packageEffect(source, node)
    if (effect === 'yes' || effect === 'no') return effect
    const imported = importedName(source, node)
    if (imported !== undefined && this.#isPackage(source, imported.module))
      return this.#byWords([imported.module, imported.name], 'no')
    return this.#byWords(dottedNames(node), 'unknown', isHook)
  }

  /** A call that makes a middleware, or a call around a handler. */
  #made(
    source: Source,
    call: TSESTree.CallExpression,
    path: string | undefined,
    isWrapper: boolean,
    isHook = false,
  ): Answer {
    const names = dottedNames(unwrap(call.callee))
    if (names.some((name) => this.#names.has(name))) return 'yes'
    // `middleware.bind(this)`
    if (names.at(-1) === 'bind') {
      const receiver = receiverOf(call)
      return receiver === undefined ? 'unknown' : this.#expression(source, receiver, path, isHook)
    }
    if (names.at(-1) === 'createMiddleware' || names.at(-1) === 'defineEventHandler' || names.at(-1) === 'eventHandler')
      return this.#arguments(source, call, path, isHook)
    const effect = this.#effectOf(source, call)
    const inner = isWrapper ? 'no' : this.#arguments(source, call, path, isHook)
    if (effect === 'yes') return this.#isOptional(source, call) ? 'no' : 'yes'
    if (effect === 'no' || effect === 'result') return inner
    const fn = functionAcross(this.#codebase, source, call.callee)
    if (fn !== undefined) {
      const own = this.#isNamed(fn.node) ? 'yes' : this.#judge(fn, 'gate', path, 0).answer
      return strongest([own, inner])
    }
    // A callback in a hook file decides itself: `auth((req) => …)`.
    if (isHook && call.arguments.some((it) => isFunction(it))) return inner
    if (inner === 'yes') return inner
    const imported = importedName(source, call.callee)
    if (imported !== undefined && this.#isPackage(source, imported.module))
      return strongest([inner, this.#byWords([imported.module, ...names], 'no', isHook)])
    if (isWrapper && isKnownWrapperName(names.at(-1))) return 'no'
    return strongest([inner, this.#byWords(names, 'unknown', isHook)])
  }

  #arguments(source: Source, call: TSESTree.CallExpression, path: string | undefined, isHook: boolean): Answer {
    const answers = call.arguments.map((argument): Answer => {
      const node = unwrap(argument)
      if (isFunction(node)) return this.#expression(source, node, path, isHook)
      if (
        node.type !== 'Identifier' &&
        node.type !== 'MemberExpression' &&
        node.type !== 'CallExpression' &&
        node.type !== 'ArrayExpression'
      )
        return 'no'
      const answer = this.#expression(source, node, path, isHook)
      return answer === 'yes' ? 'yes' : 'no'
    })
    return strongest(answers)
  }

  #options(source: Source, node: Node): Answer {
    const object = unwrap(node)
    if (object.type !== 'ObjectExpression') return 'no'
    for (const property of object.properties) {
      if (property.type !== 'Property') continue
      const name = propertyName(property)
      if (name === undefined) continue
      const value = unwrap(property.value as Node)
      if (name === 'config' && value.type === 'ObjectExpression') {
        const inner = this.#options(source, value)
        if (inner !== 'no') return inner
      }
      const plain = name.toLowerCase().replace(/[^a-z]/g, '')
      if (!this.#trait.options.has(plain) && !this.#trait.exemptions.has(plain)) continue
      const isFalse = value.type === 'Literal' && value.value === false
      if (this.#trait.exemptions.has(plain)) return isFalse ? 'no' : 'exempt'
      if (isFalse) return 'exempt'
      return this.#trait.name === 'limiter' ? 'yes' : 'unknown'
    }
    return 'no'
  }

  #plugin(source: Source, call: TSESTree.CallExpression): Answer {
    const [given, options] = call.arguments
    const made = given === undefined ? undefined : importedName(source, given)
    if (made === undefined) return 'unknown'
    const effect = this.#tableEffect(made.module, made.name)
    if (effect === 'yes') {
      const global = optionOf(source, options, 'global')
      const isOff =
        global !== undefined &&
        global !== 'spread' &&
        unwrap(global).type === 'Literal' &&
        source.text.slice(...global.range) === 'false'
      return isOff ? 'no' : 'yes'
    }
    if (effect !== undefined) return effect === 'unknown' ? 'unknown' : 'no'
    const answer = this.#byWords([made.module], 'no')
    return answer === 'yes' ? 'unknown' : answer
  }

  // Nest

  #decorator(source: Source, node: Node): Answer {
    const expression = unwrap(node.type === 'Decorator' ? node.expression : node)
    const callee = expression.type === 'CallExpression' ? unwrap(expression.callee) : expression
    const name = dottedNames(callee).at(-1)
    if (name === undefined) return 'no'
    if (this.#names.has(name)) return 'yes'
    const plain = name.toLowerCase().replace(/[^a-z]/g, '')
    if (this.#trait.exemptions.has(plain)) return 'exempt'
    const options =
      expression.type === 'CallExpression' ? expression.arguments.map((it) => this.#options(source, it)) : []
    const byOptions = strongest(options)
    if (byOptions === 'exempt' || byOptions === 'yes') return byOptions
    if (name === 'UseGuards' || name === 'useGlobalGuards')
      return expression.type === 'CallExpression'
        ? strongest(expression.arguments.map((it) => this.#guardClass(source, it)))
        : 'no'
    const effect = this.#packageEffect(source, callee)
    if (effect === 'yes') return 'yes'
    const imported = importedName(source, callee)
    if (imported !== undefined && this.#isPackage(source, imported.module)) return 'no'
    const fn = functionAcross(this.#codebase, source, callee)
    if (fn !== undefined) return this.#composed(fn)
    const value = valueAcross(this.#codebase, source, callee)
    if (value !== undefined) return 'no'
    if (this.#trait.decorators.has(plain)) return 'yes'
    return this.#byWords([name], 'no') === 'no' ? 'no' : 'unknown'
  }

  /** `applyDecorators(UseGuards(…), …)` of the project's own decorator. */
  #composed({ source, node }: FunctionPlace): Answer {
    const answers: Answer[] = []
    for (const call of within(nodesOf(source, 'CallExpression'), node)) {
      const name = calleeName(call)
      if (name === 'UseGuards') answers.push(...call.arguments.map((it) => this.#guardClass(source, it)))
      // Metadata that a guard elsewhere reads.
      if (name === 'SetMetadata') {
        const key = stringOf(call.arguments[0])
        if (key !== undefined && this.#trait.exemptions.has(key.toLowerCase())) return 'exempt'
      }
    }
    return strongest(answers)
  }

  /** A guard of Nest: a class with `canActivate`, an instance of one, or what a package makes. */
  #guardClass(source: Source, expression: Node): Answer {
    const node = unwrap(expression)
    if (node.type === 'NewExpression') return this.#guardClass(source, node.callee)
    if (node.type === 'SpreadElement') return 'unknown'
    const name = node.type === 'CallExpression' ? calleeName(node) : dottedNames(node).at(-1)
    if (name !== undefined && this.#names.has(name)) return 'yes'
    const isThrottler = name !== undefined && hasWord(wordsOf(name), THROTTLING)
    if (this.#trait.name === 'limiter') {
      if (isThrottler) return 'yes'
    } else if (isThrottler) return 'no'
    const effect = node.type === 'CallExpression' ? this.#effectOf(source, node) : this.#packageEffect(source, node)
    if (effect === 'yes' || effect === 'no') return effect
    const owner = node.type === 'CallExpression' ? undefined : classAcross(this.#codebase, source, node)
    if (owner !== undefined) {
      const activate = methodOf(owner.source, owner.node, 'canActivate')
      const base = owner.node.superClass
      const inherited = base === null ? 'no' : this.#guardClass(owner.source, base)
      if (this.#trait.name === 'limiter')
        return activate === undefined
          ? inherited
          : this.#judge({ source: owner.source, node: activate }, 'gate', undefined, 0).answer
      if (inherited === 'yes') return 'yes'
      if (activate === undefined) return inherited
      // It can refuse when it may say something else than `true`.
      return contains(
        owner.source,
        activate.body,
        (it) =>
          it.type === 'ThrowStatement' ||
          (it.type === 'ReturnStatement' && it.argument !== null && !isTrue(it.argument)),
      )
        ? this.#byWords([name ?? ''], 'yes')
        : 'no'
    }
    if (this.#trait.name === 'limiter') return 'no'
    return name !== undefined && /guard/i.test(name) ? 'yes' : 'unknown'
  }

  // Functions

  #judge(place: FunctionPlace, mode: Mode, path: string | undefined, depth: number, until?: Node): Judgement {
    const key = `${placeKey(place)} ${mode} ${path ?? ''} ${until === undefined ? '' : until.range[0]}`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    if (this.#left === 0) return { answer: 'unknown', finds: false }
    this.#left--
    this.#known.set(key, NO)
    const judged = this.#body(place, mode, path, depth, until)
    this.#known.set(key, judged)
    return judged
  }

  #body(
    { source, node: fn }: FunctionPlace,
    mode: Mode,
    path: string | undefined,
    depth: number,
    until?: Node,
  ): Judgement {
    let answer = 'no' as Answer
    let finds = false
    const end = until !== undefined && isWithin(until, fn) ? until.range[0] : Infinity
    const stop = until !== undefined && isWithin(until, fn) ? until : undefined
    const isBefore = (node: Node) => node.range[0] < end
    const say = (one: Answer, at: Node): boolean => {
      if (one !== 'yes' && one !== 'unknown') return false
      const runs = runsForPath(source, at, path)
      if (runs === 'never') return false
      if (one === 'yes' && runs === 'open' && (stop === undefined || standsBefore(at, stop))) {
        answer = 'yes'
        return true
      }
      answer = 'unknown'
      return false
    }
    for (const refusal of within(this.#refusalsOf(source), fn)) {
      if (!isBefore(refusal) || isAboutOthers(source, refusal) || this.#isHandled(source, refusal, fn)) continue
      if (say('yes', refusal)) return { answer: 'yes', finds: true }
    }
    if (this.#trait.name === 'guard') {
      for (const { node, certainty } of within2(credentialReads(source), fn)) {
        if (!isBefore(node)) continue
        if (certainty === 'sure') finds = true
        const outcome = outcomeOf(source, node, stop)
        if (mode === 'helper') {
          if (outcome === 'decides' && certainty === 'sure' && throwsAbout(source, fn, node)) say('yes', node)
          continue
        }
        if (outcome === 'decides' && say(certainty === 'sure' ? 'yes' : 'unknown', node))
          return { answer: 'yes', finds: true }
        if (outcome === 'passed' && mode === 'handler') say('unknown', node)
      }
    } else {
      for (const { node, isSure, isSaid } of within2(quotaTests(source), fn)) {
        if (!isBefore(node) && !isSaid) continue
        if (say(isSure ? 'yes' : 'unknown', node)) return { answer: 'yes', finds: true }
      }
    }
    for (const call of within(callsOf(source), fn)) {
      if (!isBefore(call) || (stop !== undefined && isWithin(stop, call) && isFunction(unwrap(call.callee)))) continue
      const { answer: one, finds: found } = this.#call(source, call, mode, path, depth, stop)
      finds ||= found
      if (say(one, call)) return { answer: 'yes', finds: true }
    }
    // Something that runs before and never leaves by itself lets everybody through.
    if (mode === 'gate' && answer === 'unknown' && !canRefuse(source, fn)) answer = 'no'
    return { answer, finds }
  }

  #call(
    source: Source,
    call: TSESTree.CallExpression,
    mode: Mode,
    path: string | undefined,
    depth: number,
    until: Node | undefined,
  ): Judgement {
    const names = dottedNames(unwrap(call.callee))
    const name = names.at(-1)
    if (name === undefined) return NO
    if (names.some((it) => this.#names.has(it))) return { answer: 'yes', finds: true }
    const effect = this.#effectOf(source, call)
    if (effect === 'yes')
      return this.#isSwallowed(source, call) ? { answer: 'no', finds: true } : { answer: 'yes', finds: true }
    if (effect === 'result') {
      const around = mode === 'helper' && this.#trait.name === 'guard' ? enclosingFunction(call) : undefined
      // A helper that throws when nobody is signed in: `if (!user) throw …`.
      if (around !== undefined && throwsAbout(source, around, call) && !this.#isSwallowed(source, call))
        return { answer: 'yes', finds: true }
      return this.#used(source, call, mode, until, 'unknown')
    }
    if (effect === 'no') return NO
    const fn = functionAcross(this.#codebase, source, call.callee)
    if (fn !== undefined) {
      if (this.#isNamed(fn.node)) return { answer: 'yes', finds: true }
      if (depth >= MAX_DEPTH) return NO
      const inner = this.#judge(fn, 'helper', path, depth + 1)
      if (inner.answer === 'yes') return this.#isSwallowed(source, call) ? { answer: 'no', finds: true } : inner
      if (inner.answer === 'exempt') return NO
      const asked = inner.finds ? this.#used(source, call, mode, until, depth <= 1 ? 'unknown' : 'no') : NO
      return { answer: strongest([asked.answer, depth <= 1 ? inner.answer : 'no']), finds: inner.finds }
    }
    if (depth > 2) return NO
    return this.#unresolved(source, call, names, mode, until, depth)
  }

  /** A call of something that nobody can see into: names and arguments are all there is. */
  #unresolved(
    source: Source,
    call: TSESTree.CallExpression,
    names: readonly string[],
    mode: Mode,
    until: Node | undefined,
    depth: number,
  ): Judgement {
    const callee = unwrap(call.callee)
    const path = callPath(source, call)
    const isPackage = path?.module !== undefined && this.#isPackage(source, path.module)
    const words = names.slice(-2).flatMap((name) => wordsOf(name))
    if (hasWord(words, this.#trait.otherwise)) return NO
    const isStrong = hasWord(isPackage ? [...words, ...wordsOf(path.module ?? '')] : words, this.#trait.strong)
    // `await requireUserSession(event)`: what is called so throws.
    if (isStrong && DEMANDS.has(wordsOf(names.at(-1) ?? '')[0] ?? '')) return { answer: 'yes', finds: true }
    if (isStrong) return this.#used(source, call, mode, until, 'unknown')
    if (isPackage || depth > 1) return NO
    if (callee.type === 'Identifier') {
      const imported = importedName(source, callee)
      if (imported === undefined) return NO
      if (hasWord(words, this.#trait.weak)) return { answer: 'unknown', finds: true }
      const isGiven = this.#trait.name === 'guard' && call.arguments.some((it) => isRequest(source, it))
      return isGiven || !this.#codebase.isReadable ? { answer: 'unknown', finds: false } : NO
    }
    const [receiver] = names.slice(-2)
    if (receiver !== undefined && wordsOf(receiver).some((word) => STORES.has(word))) return NO
    const receiverNode = receiverOf(call)
    if (receiverNode === undefined || globalName(source, receiverNode) !== undefined) return NO
    // Another app answers, and asks what it likes.
    if (
      mode === 'handler' &&
      HANDING_ON.has(names.at(-1) ?? '') &&
      call.arguments.some((it) => isRequest(source, it, true))
    )
      return { answer: 'unknown', finds: false }
    if (!hasWord(wordsOf(names.at(-1) ?? ''), this.#trait.weak)) return NO
    return outcomeOf(source, call, until) === 'decides' ? { answer: 'unknown', finds: true } : NO
  }

  /** What a look at the client's identity (or use) comes to, by what is done with its outcome. */
  #used(source: Source, call: Node, mode: Mode, until: Node | undefined, otherwise: Answer): Judgement {
    if (mode === 'helper') return { answer: 'no', finds: true }
    const outcome = outcomeOf(source, call, until)
    if (outcome === 'decides') return { answer: 'yes', finds: true }
    if (mode === 'gate' && outcome === 'unused') return { answer: isStatement(call) ? otherwise : 'no', finds: true }
    return { answer: otherwise, finds: true }
  }

  /** True when what a call throws is caught and nothing comes of it. */
  #isSwallowed(source: Source, node: Node): boolean {
    for (
      let current: Node = node, { parent } = node;
      parent != null && !isFunction(current);
      current = parent, { parent } = current
    )
      if (parent.type === 'TryStatement' && parent.block === current && parent.handler !== null)
        return !leavesByRefusing(source, parent.handler.body)
    return false
  }

  /** A refusal in a `catch` is one only when what was tried had to do with who asks. */
  #isHandled(source: Source, refusal: Node, fn: Node): boolean {
    for (let { parent } = refusal; parent != null && parent !== fn; { parent } = parent) {
      if (parent.type !== 'CatchClause') continue
      const tried: Node = (parent.parent as TSESTree.TryStatement).block
      if (this.#trait.name === 'guard' && credentialReads(source).some(({ node }) => isWithin(node, tried)))
        return false
      return !within(callsOf(source), tried).some((call) => {
        const words = dottedNames(unwrap(call.callee)).flatMap((it) => wordsOf(it))
        return hasWord(words, this.#trait.strong) || (words.includes('verify') && this.#trait.name === 'guard')
      })
    }
    return false
  }

  // Tables

  #effectOf(source: Source, call: TSESTree.CallExpression): Effect | undefined {
    const path = callPath(source, call)
    if (path !== undefined) {
      if (path.module !== undefined) {
        const effect = this.#tableEffect(path.module, path.path)
        if (effect !== undefined) return effect
      }
      const last = path.path.split('.')
      for (const end of [last.slice(-3), last.slice(-2), last.slice(-1)]) {
        const known = this.#trait.paths[end.join('.')]
        if (known !== undefined) return known
      }
    }
    const names = dottedNames(unwrap(call.callee))
    for (const count of [3, 2, 1]) {
      const text = names.slice(-count).join('.')
      if (Object.hasOwn(this.#trait.paths, text)) return this.#trait.paths[text]
    }
    // An instance of a limiter: `const limiter = new Ratelimit(…)`, perhaps made in another file.
    const receiver = receiverOf(call)
    const value = receiver === undefined ? undefined : valueAcross(this.#codebase, source, receiver)
    if (value !== undefined && (value.node.type === 'NewExpression' || value.node.type === 'CallExpression')) {
      const made = importedName(value.source, value.node.callee)
      if (made !== undefined) return this.#tableEffect(made.module, made.name)
    }
    return this.#packageEffect(source, call.callee)
  }

  #packageEffect(source: Source, expression: Node): Effect | undefined {
    const imported = importedName(source, expression)
    return imported === undefined ? undefined : this.#tableEffect(imported.module, imported.name)
  }

  #tableEffect(module: string, name: string): Effect | undefined {
    const names = Object.hasOwn(this.#trait.packages, module) ? this.#trait.packages[module] : undefined
    if (names === undefined) return undefined
    if (Object.hasOwn(names, name)) return names[name]
    const [first] = name.split('.')
    return (first !== undefined && Object.hasOwn(names, first) ? names[first] : undefined) ?? names['*']
  }

  /** `credentialsRequired: false`, `passport.authenticate(['jwt', 'anonymous'])`. */
  #isOptional(source: Source, call: TSESTree.CallExpression): boolean {
    return call.arguments.some((argument) => {
      const required = optionOf(source, argument, 'credentialsRequired')
      if (required !== undefined && required !== 'spread') return source.text.slice(...required.range) === 'false'
      return contains(source, argument, (node) => stringOf(node) === 'anonymous')
    })
  }

  #isPackage(source: Source, module: string): boolean {
    return isForeign(module) && !this.#codebase.resolves(source, module)
  }

  #isNamed(fn: Node): boolean {
    const name = isFunction(fn) && fn.id !== null ? fn.id.name : undefined
    return name !== undefined && this.#names.has(name)
  }

  /** What names alone say of something in front of a route. */
  #byWords(names: readonly string[], otherwise: Answer, isHook = false): Answer {
    const words = names.flatMap((name) => wordsOf(name))
    if (hasWord(words, this.#trait.otherwise)) return 'no'
    if (hasWord(words, this.#trait.strong)) return isHook ? 'unknown' : 'yes'
    if (otherwise === 'yes') return 'yes'
    return hasWord(words, this.#trait.weak) ? 'unknown' : otherwise
  }

  #refusalsOf(source: Source): readonly Node[] {
    let known = this.#refusals.get(source)
    if (known === undefined) {
      known = refusals(source, this.#trait).toSorted((a, b) => a.range[0] - b.range[0])
      this.#refusals.set(source, known)
    }
    return known
  }
}

/** First words of the names of functions that throw when something is missing. */
const DEMANDS = new Set([
  'require',
  'ensure',
  'assert',
  'enforce',
  'protect',
  'demand',
  'must',
  'authorize',
  'authenticate',
])

/** Methods by which one server hands a request to another. */
const HANDING_ON = new Set(['fetch', 'handle', 'handleRequest', 'handler', 'dispatch', 'inject', 'emit'])

const THROTTLING = new Set(['throttle', 'throttler', 'throttled', 'ratelimit', 'ratelimiter', 'limiter'])

/** The surest of several answers: one guard is enough. */
export function strongest(answers: readonly Answer[]): Answer {
  if (answers.includes('exempt')) return 'exempt'
  if (answers.includes('yes')) return 'yes'
  return answers.includes('unknown') ? 'unknown' : 'no'
}

/** The names of a callee, outermost object first: `this`, `authService`, `check`. */
function dottedNames(expression: Node): string[] {
  const node = unwrap(expression)
  if (node.type === 'Identifier') return [node.name]
  if (node.type === 'MemberExpression') {
    const name = propertyName(node)
    return [...dottedNames(node.object), ...(name === undefined ? [] : [name])]
  }
  return node.type === 'CallExpression' || node.type === 'NewExpression' ? dottedNames(node.callee) : []
}

function callsOf(source: Source): readonly TSESTree.CallExpression[] {
  return nodesOf(source, 'CallExpression')
}

/** The nodes of a list that lie in a node; the list is in document order. */
function within<N extends Node>(nodes: readonly N[], outer: Node): N[] {
  let low = 0
  let high = nodes.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((nodes[middle] as N).range[0] < outer.range[0]) low = middle + 1
    else high = middle
  }
  const found: N[] = []
  for (let index = low; index < nodes.length; index++) {
    const node = nodes[index] as N
    if (node.range[0] >= outer.range[1]) break
    if (node.range[1] <= outer.range[1]) found.push(node)
  }
  return found
}

function within2<T extends { readonly node: Node }>(items: readonly T[], outer: Node): T[] {
  return items.filter(({ node }) => isWithin(node, outer))
}

function isSame(a: Place, b: Place): boolean {
  return a.source === b.source && unwrap(a.node) === unwrap(b.node)
}

function isTrue(node: Node): boolean {
  const value = unwrap(node)
  return value.type === 'Literal' && value.value === true
}

function isStatement(call: Node): boolean {
  const parent = call.parent?.type === 'AwaitExpression' ? call.parent.parent : call.parent
  return parent?.type === 'ExpressionStatement'
}

/** True when a request, its context, or its headers are handed over. */
function isRequest(source: Source, argument: Node, isMade = false): boolean {
  const node = unwrap(argument)
  if (node.type === 'Identifier') {
    const origin = originOf(source, node)
    return REQUEST_NAMES.test(node.name) && (isMade || origin.kind === 'parameter')
  }
  if (node.type !== 'MemberExpression') return false
  const name = propertyName(node)
  return name !== undefined && REQUEST_NAMES.test(name)
}

/** True when a middleware may answer by itself, throw, or pass an error on. */
function canRefuse(source: Source, fn: Node): boolean {
  return contains(source, fn, (node) => {
    if (node.type === 'ThrowStatement') return true
    if (node.type === 'CallExpression') {
      const name = calleeName(node)
      if (name === 'next') return node.arguments.length > 0 && isIdentifierCallee(node)
      return (
        name !== undefined &&
        [
          'redirect',
          'status',
          'sendStatus',
          'send',
          'end',
          'json',
          'error',
          'throw',
          'writeHead',
          'code',
          'rewrite',
          'protect',
          'disconnect',
        ].includes(name) &&
        !isParse(node)
      )
    }
    return node.type === 'NewExpression' && calleeName(node) === 'Response'
  })
}

function isParse(call: TSESTree.CallExpression): boolean {
  return calleeName(call) === 'json' && call.arguments.length === 0
}

function isIdentifierCallee(call: TSESTree.CallExpression): boolean {
  return unwrap(call.callee).type === 'Identifier'
}

/** True when a catch clause lets nobody through: it throws, answers, or passes an error on. */
function leavesByRefusing(source: Source, body: Node): boolean {
  return contains(source, body, (node) => {
    if (node.type === 'ThrowStatement') return true
    if (node.type === 'ReturnStatement' && node.argument !== null) {
      const value = unwrapAwait(node.argument)
      if (value.type === 'CallExpression')
        return (
          !['next', 'resolve'].includes(calleeName(value) ?? '') ||
          (calleeName(value) === 'next' && value.arguments.length > 0 && isIdentifierCallee(value))
        )
      return true
    }
    if (node.type !== 'CallExpression') return false
    const name = calleeName(node)
    if (name === 'next') return node.arguments.length > 0 && isIdentifierCallee(node)
    return (
      name !== undefined &&
      [
        'redirect',
        'status',
        'sendStatus',
        'send',
        'end',
        'json',
        'error',
        'throw',
        'writeHead',
        'code',
        'fail',
        'reject',
      ].includes(name) &&
      !isConsole(node)
    )
  })
}

/** True when a function throws under a condition on what is read at a place. */
function throwsAbout(source: Source, fn: Node, read: Node): boolean {
  return within(nodesOf(source, 'ThrowStatement'), fn).some((statement) => {
    for (let { parent } = statement as Node; parent != null && parent !== fn; { parent } = parent) {
      if (parent.type === 'CatchClause') return false
      if (parent.type !== 'IfStatement') continue
      return contains(source, parent.test, (node) => {
        if (node === read) return true
        if (node.type !== 'Identifier') return false
        const origin = originOf(source, node)
        return origin.kind === 'expression' && isWithin(read, origin.node)
      })
    }
    return false
  })
}

function isConsole(call: TSESTree.CallExpression): boolean {
  const names = dottedNames(call.callee)
  return names.some((name) => /^(?:console|log|logger)$/i.test(name))
}

/** False when a check stands in a branch that the later node is not in, so that it is passed by. */
function standsBefore(check: Node, later: Node): boolean {
  let isInner = true
  for (let current: Node = check, { parent } = check; parent != null; current = parent, { parent } = current) {
    if (isWithin(later, parent)) return true
    if (isFunction(parent)) return true
    if (parent.type === 'IfStatement') {
      if (parent.test === current) isInner = false
      else if (isInner) isInner = false
      else return false
    }
    if (parent.type === 'SwitchCase') return false
  }
  return true
}
