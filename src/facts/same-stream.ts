import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source, Variable } from '../source.ts'
import { perSource } from '../source.ts'
import { methodName, receiverOf } from './callee.ts'
import { fieldReads } from './field-reads.ts'
import type { Origin } from './origin.ts'
import { enclosingClass, originsOf } from './origin.ts'
import { CHAINING } from './stream-value.ts'
import { propertyName, unwrap, unwrapAwait } from './unwrap.ts'
import type { Use } from './uses.ts'
import { usesOf, usesOfVariable } from './uses.ts'
import { variableOf } from './variables.ts'

/** One thing that a stream can be, and everything that happens to it. */
export interface StreamCandidate {
  /** Undefined when nobody can tell where it comes from. */
  readonly origin: Origin | undefined
  /** What happens to it under all its names in this file, before and after. */
  readonly uses: readonly Use[]
}

/**
 * Every value that an expression can be, with its uses under all names: aliases, properties of a holder, fields, the
 * results of calls that give back the same stream (`a.on(…)`), and of `x.pipe(a)`.
 */
export function candidatesOf(source: Source, expression: Node): readonly StreamCandidate[] {
  const node = sameStream(expression)
  const key = placeKey(source, node)
  const known = cache(source).get(key)
  if (known !== undefined) return known
  // `s = s.on(…)` asks about itself: that adds nothing.
  cache(source).set(key, [])
  const found = makeCandidates(source, node)
  cache(source).set(key, found)
  return found
}

/** The uses of a variable, a parameter say, and of what gives back the same stream. */
export function streamUsesOfVariable(source: Source, variable: Variable): readonly Use[] {
  return withSameStreams(source, usesOfVariable(source, variable))
}

/** The uses of an expression's value, and of what gives back the same stream. */
export function streamUsesOf(source: Source, expression: Node): readonly Use[] {
  return withSameStreams(source, usesOf(source, expression))
}

/** The expression behind calls that give back what they are called on or given: `a` for `a.on(…)` and for `x.pipe(a).on(…)`. */
export function sameStream(expression: Node): Node {
  let node = unwrapAwait(expression)
  while (node.type === 'CallExpression') {
    const same = givenBack(node)
    if (same === undefined) break
    node = unwrapAwait(same)
  }
  return node
}

function givenBack(call: TSESTree.CallExpression): Node | undefined {
  const name = methodName(call)
  if (name === undefined) return undefined
  if (CHAINING.has(name)) return receiverOf(call)
  const [target] = call.arguments
  return name === 'pipe' && target !== undefined && target.type !== 'SpreadElement' ? target : undefined
}

const cache = perSource((_source) => new Map<string, readonly StreamCandidate[]>())

/** One key for all places that name the same variable, field or property of a variable. */
function placeKey(source: Source, node: Node): string {
  const names: string[] = []
  let current: Node = node
  while (current.type === 'MemberExpression') {
    const name = propertyName(current)
    if (name === undefined) break
    names.unshift(name)
    current = unwrap(current.object)
  }
  if (current.type === 'Identifier') {
    const declared = variableOf(source, current)?.identifiers[0]
    if (declared !== undefined) return ['v', declared.range[0], ...names].join('.')
  }
  if (current.type === 'ThisExpression') {
    const owner = enclosingClass(current)
    if (owner !== undefined) return ['f', owner.range[0], ...names].join('.')
  }
  return `n${node.range[0]}-${node.range[1]}`
}

function makeCandidates(source: Source, node: Node): StreamCandidate[] {
  const named = namedUses(source, node)
  const origins = originsOf(source, node)
  if (origins.length === 0) return [{ origin: undefined, uses: withSameStreams(source, named) }]
  return origins.flatMap((origin): StreamCandidate[] => {
    if (origin.kind === 'expression' && origin.path.length === 0) {
      const made = sameStream(origin.node)
      // `const b = a.on(…)`, `s = s.pipe(t)`: the same stream has another origin.
      if (made !== unwrapAwait(origin.node) && made !== node)
        return candidatesOf(source, made).map((it) => ({
          origin: it.origin,
          uses: [...it.uses, ...withSameStreams(source, [...named, ...usesOf(source, origin.node)])],
        }))
    }
    return [{ origin, uses: withSameStreams(source, [...named, ...usesOfOrigin(source, origin, node)]) }]
  })
}

/** The uses under the name that the expression itself shows. */
function namedUses(source: Source, node: Node): Use[] {
  const names: string[] = []
  let current: Node = node
  for (;;) {
    if (current.type === 'Identifier') {
      const variable = variableOf(source, current)
      return variable === undefined ? [] : usesAlong(source, usesOfVariable(source, variable), names)
    }
    if (current.type !== 'MemberExpression') return []
    const name = propertyName(current)
    if (name === undefined) return []
    const object = unwrap(current.object)
    if (object.type === 'ThisExpression') {
      const owner = enclosingClass(current)
      if (owner === undefined) return []
      const ofField = fieldReads(source, owner, name).flatMap((read) => usesOf(source, read))
      return usesAlong(source, ofField, names)
    }
    names.unshift(name)
    current = object
  }
}

function usesOfOrigin(source: Source, origin: Origin, asked: Node): Use[] {
  switch (origin.kind) {
    case 'expression':
      return origin.node === asked && origin.path.length === 0 && asked.type === 'Identifier'
        ? []
        : usesAlong(source, usesOf(source, origin.node), origin.path)
    case 'parameter':
      return origin.variable === undefined
        ? []
        : usesAlong(source, usesOfVariable(source, origin.variable), origin.path)
    default:
      return []
  }
}

/**
 * What happens to a stream that is a property of an object literal, when the file shows all that happens to the object:
 * its properties are read and set, and nothing else. Undefined otherwise.
 * @param property the property of the literal that holds the stream
 */
export function heldUses(source: Source, property: Node): readonly Use[] | undefined {
  if (property.type !== 'Property' || property.parent.type !== 'ObjectExpression') return undefined
  const name = propertyName(property)
  const uses = usesOf(source, property.parent)
  if (name === undefined || uses.length === 0 || !uses.every(({ kind }) => PART_USES.has(kind))) return undefined
  return withSameStreams(source, usesAlong(source, uses, [name]))
}

const PART_USES: ReadonlySet<Use['kind']> = new Set(['property', 'destructured', 'property-set', 'tested'])

/** The uses of a part of a value: `['data']` gives what happens to `value.data`. */
function usesAlong(source: Source, uses: readonly Use[], path: readonly string[]): Use[] {
  const [name, ...rest] = path
  if (name === undefined) return [...uses]
  const found: Use[] = []
  for (const use of uses) {
    if (use.kind === 'property' && use.name === name) found.push(...usesAlong(source, usesOf(source, use.member), rest))
    else if (use.kind === 'destructured' && use.name === name) found.push(...usesOfTarget(source, use, rest))
  }
  return found
}

function usesOfTarget(source: Source, use: Use & { readonly target: Node }, path: readonly string[]): Use[] {
  const { target } = use
  if (target.type === 'Identifier') {
    const variable = variableOf(source, target)
    return variable === undefined ? [] : usesAlong(source, usesOfVariable(source, variable), path)
  }
  if (target.type !== 'ObjectPattern' || path[0] === undefined) return [{ kind: 'unknown', node: use.node }]
  const found: Use[] = []
  for (const property of target.properties) {
    if (property.type !== 'Property' || propertyName(property) !== path[0]) continue
    const value = property.value.type === 'AssignmentPattern' ? property.value.left : property.value
    found.push(...usesOfTarget(source, { ...use, target: value as Node }, path.slice(1)))
  }
  return found
}

/** Adds what happens to the results of calls that give back the same stream. */
function withSameStreams(source: Source, uses: readonly Use[]): Use[] {
  const all: Use[] = []
  const calls = new Set<Node>()
  const seen = new Set<Node>()
  const open = [...uses].reverse()
  for (let use = open.pop(); use !== undefined; use = open.pop()) {
    if (use.kind === 'property' || use.kind === 'destructured' || !seen.has(use.node)) all.push(use)
    seen.add(use.node)
    const call = use.kind === 'method-call' || use.kind === 'argument' ? use.call : undefined
    if (call?.type !== 'CallExpression' || calls.has(call)) continue
    const isSame =
      use.kind === 'method-call'
        ? CHAINING.has(use.name)
        : methodName(call) === 'pipe' && call.arguments[0] === use.node
    if (!isSame) continue
    calls.add(call)
    if (call.parent.type !== 'ExpressionStatement') open.push(...usesOf(source, call))
  }
  return all
}
