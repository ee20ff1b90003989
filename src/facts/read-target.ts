import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source, Variable } from '../source.ts'
import { methodName } from './callee.ts'
import { propertyName, unwrap, wrapped } from './unwrap.ts'
import { readsOf, variableOf } from './variables.ts'

/** The variables that get the parts of what a reader's `read()` gives. */
export interface ReadTarget {
  readonly chunks: readonly Variable[]
  readonly results: readonly Variable[]
  readonly dones: readonly Variable[]
}

/** What becomes of an awaited read: destructured, kept whole, or used on the spot; undefined when it is not that of a reader. */
export function readTarget(source: Source, awaited: Node): ReadTarget | undefined {
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

/** The same for the parameter of a callback of `read().then(…)`. */
export function parameterTarget(source: Source, parameter: Node | undefined): ReadTarget | undefined {
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
export function awaitAround(call: Node): TSESTree.AwaitExpression | undefined {
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

/** The variables that a pattern names whole: `chunk`, `chunk = x`; none for taken-apart chunks. */
export function namesOf(source: Source, pattern: Node | undefined): Variable[] {
  if (pattern === undefined) return []
  const target = pattern.type === 'AssignmentPattern' ? pattern.left : pattern
  const variable = target.type === 'Identifier' ? variableOf(source, target) : undefined
  return variable === undefined ? [] : [variable]
}
