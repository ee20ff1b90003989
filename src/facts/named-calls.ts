import type { TSESTree } from '@typescript-eslint/utils'
import type { Source } from '../source.ts'
import { perSource } from '../source.ts'
import { propertyName, unwrap } from './unwrap.ts'
import { nodesOf } from './nodes.ts'

/** A list, not a word: a word would be taken letter by letter. */
type Names = ReadonlySet<string> | readonly string[]

/** Every call of a file, and by name the places in that list. */
interface NamedCalls {
  readonly calls: readonly TSESTree.CallExpression[]
  readonly methods: ReadonlyMap<string, readonly number[]>
  readonly functions: ReadonlyMap<string, readonly number[]>
  /** Calls of which no method's name can be told, plain ones among them. */
  readonly others: readonly number[]
}

const namedCalls = perSource((source): NamedCalls => {
  const calls = nodesOf(source, 'CallExpression')
  const methods = new Map<string, number[]>()
  const functions = new Map<string, number[]>()
  const others: number[] = []
  for (const [place, call] of calls.entries()) {
    const callee = unwrap(call.callee)
    const method = callee.type === 'MemberExpression' ? propertyName(callee) : undefined
    if (method === undefined) others.push(place)
    else add(methods, method, place)
    if (callee.type === 'Identifier') add(functions, callee.name, place)
  }
  return { calls, methods, functions, others }
})

function add(places: Map<string, number[]>, name: string, place: number): void {
  const known = places.get(name)
  if (known === undefined) places.set(name, [place])
  else known.push(place)
}

/** The calls of methods of these names (`x.name()`, `x?.['name']()`), in document order. */
export function methodCalls(source: Source, names: Names): TSESTree.CallExpression[] {
  const { calls, methods } = namedCalls(source)
  return inOrder(calls, placesOf(methods, names))
}

/** The same and all calls of which no method's name can be told: `const { create } = client` makes a plain call of a method. */
export function possibleMethodCalls(source: Source, names: Names): TSESTree.CallExpression[] {
  const { calls, methods, others } = namedCalls(source)
  return inOrder(calls, [...placesOf(methods, names), ...others])
}

/** The calls of methods and of functions of these names, in document order. */
export function callsNamed(source: Source, names: Names): TSESTree.CallExpression[] {
  const { calls, methods, functions } = namedCalls(source)
  return inOrder(calls, [...placesOf(methods, names), ...placesOf(functions, names)])
}

function placesOf(places: ReadonlyMap<string, readonly number[]>, names: Names): number[] {
  const found: number[] = []
  for (const name of names) {
    const known = places.get(name)
    if (known !== undefined) found.push(...known)
  }
  return found
}

function inOrder(calls: readonly TSESTree.CallExpression[], places: number[]): TSESTree.CallExpression[] {
  return places.sort((a, b) => a - b).map((place) => calls[place] as TSESTree.CallExpression)
}
