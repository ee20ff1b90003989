import { calledFunction, callsOfFunction } from '../facts/functions.ts'
import type { Call } from '../facts/callee.ts'
import type { FunctionNode } from '../facts/nodes.ts'
import { originOf } from '../facts/origin.ts'
import { wrapped } from '../facts/unwrap.ts'
import { usesOfVariable } from '../facts/uses.ts'
import { variableOf } from '../facts/variables.ts'
import type { Node, Source } from '../source.ts'
import { startOfChain } from './header-writes.ts'

/** A parameter through which a function reaches a response: the response itself, a reply, a context, an event. */
interface Root {
  readonly fn: FunctionNode
  readonly index: number
}

/** The parameters of this file that mean one response, and the calls that take it where this file cannot follow. */
export interface SharedResponse {
  readonly has: (on: Node) => boolean
  readonly strangers: readonly Call[]
  readonly functions: readonly FunctionNode[]
}

/** The response that an expression begins with, followed to the callers and helpers of this file; undefined when it is no parameter. */
export function sharedResponse(source: Source, on: Node): SharedResponse | undefined {
  const first = rootOf(source, on)
  if (first === undefined) return undefined
  const roots: Root[] = []
  const known = new Set<string>()
  const strangers: Call[] = []
  const add = (root: Root | undefined) => {
    if (root === undefined || known.has(keyOf(root))) return
    known.add(keyOf(root))
    roots.push(root)
  }
  add(first)
  for (const root of roots) {
    for (const call of callsOfFunction(source, root.fn)) {
      const given = call.arguments[root.index]
      if (given !== undefined && given.type !== 'SpreadElement') add(rootOf(source, given))
    }
    for (const { call, index } of handedTo(source, root)) {
      const fn = calledFunction(source, call)
      if (fn === undefined) strangers.push(call)
      else add({ fn, index })
    }
  }
  return {
    has: (other) => {
      const root = rootOf(source, other)
      return root !== undefined && known.has(keyOf(root))
    },
    strangers,
    functions: roots.map(({ fn }) => fn),
  }
}

function rootOf(source: Source, on: Node): Root | undefined {
  const origin = originOf(source, startOfChain(on))
  return origin.kind === 'parameter' ? { fn: origin.fn, index: origin.index } : undefined
}

function keyOf({ fn, index }: Root): string {
  return `${fn.range[0]}:${index}`
}

/** The calls that are given the parameter, or a part of it such as `reply.raw`. */
function handedTo(source: Source, { fn, index }: Root): { call: Call; index: number }[] {
  const parameter = fn.params[index]
  const variable = parameter?.type === 'Identifier' ? variableOf(source, parameter) : undefined
  if (variable === undefined) return []
  return usesOfVariable(source, variable).flatMap((use) => {
    if (use.kind === 'argument') return [{ call: use.call, index: use.index }]
    if (use.kind !== 'property') return []
    const part = wrapped(use.member)
    const call = part.parent
    const isGiven = (call?.type === 'CallExpression' || call?.type === 'NewExpression') && call.callee !== part
    return isGiven ? [{ call, index: call.arguments.indexOf(part as never) }] : []
  })
}
