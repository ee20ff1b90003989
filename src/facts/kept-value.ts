import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source, Variable } from '../source.ts'
import { perSource } from '../source.ts'
import { nodesOf } from './nodes.ts'
import { enclosingClass } from './origin.ts'
import { propertyName, unwrap } from './unwrap.ts'
import { referencesOf, variableOf } from './variables.ts'

/** A variable, a field (`this.buffer`) or a property of a variable (`state.body`): what keeps a value from chunk to chunk. */
export interface KeptValue {
  /** The same text for every expression that names the same value of the file. */
  readonly key: string
  /** The variable that names it, or that holds the object whose property it is; undefined for fields. */
  readonly variable: Variable | undefined
  /** The names behind the variable or `this`, none for a variable. */
  readonly path: readonly string[]
}

/** How many properties deep a kept value may lie. */
const MAX_DEPTH = 3

/** The kept value that an expression names; undefined for anything else. */
export function keptValue(source: Source, expression: Node): KeptValue | undefined {
  const path: string[] = []
  let node = unwrap(expression)
  while (node.type === 'MemberExpression') {
    const name = propertyName(node)
    if (name === undefined || path.length === MAX_DEPTH) return undefined
    path.unshift(name)
    node = unwrap(node.object)
  }
  if (node.type === 'ThisExpression') {
    const owner = path.length === 0 ? undefined : enclosingClass(node)
    return owner === undefined
      ? undefined
      : { key: `${owner.range[0]}:this.${path.join('.')}`, variable: undefined, path }
  }
  const variable = node.type === 'Identifier' ? variableOf(source, node) : undefined
  const declared = variable?.identifiers[0] as Node | undefined
  if (variable === undefined || declared === undefined) return undefined
  return { key: [`${declared.range[0]}`, ...path].join('.'), variable, path }
}

const membersByKey = perSource((source) => {
  const byKey = new Map<string, TSESTree.MemberExpression[]>()
  for (const member of nodesOf(source, 'MemberExpression')) {
    const key = keptValue(source, member)?.key
    if (key === undefined) continue
    const known = byKey.get(key)
    if (known === undefined) byKey.set(key, [member])
    else known.push(member)
  }
  return byKey
})

/** Every place of the file that names a kept value, to read or to write it, in document order. */
export function mentionsOf(source: Source, { key, variable, path }: KeptValue): readonly Node[] {
  if (variable !== undefined && path.length === 0) return referencesOf(variable)
  return membersByKey(source).get(key) ?? []
}

/** Where a variable, or the variable that holds a kept value's object, is declared; undefined for fields. */
export function declarationOf({ variable }: KeptValue): Node | undefined {
  return variable?.identifiers[0] as Node | undefined
}
