import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import type { FunctionNode } from '../facts/nodes.ts'
import { contains } from '../facts/nodes.ts'
import type { Change } from './edit.ts'
import { listOf } from './statement-place.ts'
import { textOf, tokenBefore } from './tokens.ts'

/**
 * Makes a function asynchronous: `async` in front, and `Promise<…>` around a written return type.
 * Whether its callers can wait is for the caller of this to know.
 * @returns no change for a function that is asynchronous already; undefined where `async` is not allowed or changes more
 * than the result: generators, accessors, constructors, overloads, type predicates, functions that use `await` as a name
 */
export function makeAsync(source: Source, fn: FunctionNode): Change[] | undefined {
  if (fn.async) return []
  if (fn.generator || usesAwaitAsName(source, fn)) return undefined
  const at = asyncPlace(source, fn)
  const type = promisedType(source, fn.returnType?.typeAnnotation)
  if (at === undefined || type === undefined || hasOverloads(source, fn)) return undefined
  return [{ range: [at, at], text: 'async ' }, ...type]
}

/** Where the keyword goes; undefined where none is allowed. */
function asyncPlace(source: Source, fn: FunctionNode): number | undefined {
  const { parent } = fn
  switch (parent?.type) {
    case 'MethodDefinition':
      return parent.kind === 'method' ? keyStart(source, parent) : undefined
    case 'Property':
      if (parent.value !== fn) break
      if (parent.kind !== 'init') return undefined
      if (parent.method) return keyStart(source, parent)
      break
    case 'IfStatement':
    case 'LabeledStatement':
      if (fn.type === 'FunctionDeclaration') return undefined
      break
  }
  return fn.range[0]
}

/** Where a method's name begins, with the bracket of a computed one. */
function keyStart(source: Source, { key, computed }: TSESTree.MethodDefinition | TSESTree.Property): number {
  let start = key.range[0]
  for (let token = tokenBefore(source, start); computed && token !== undefined; token = tokenBefore(source, start)) {
    start = token.range[0]
    if (token.value === '[') break
  }
  return start
}

/** What makes a written return type a promise; undefined when it cannot be one. */
function promisedType(source: Source, type: TSESTree.TypeNode | undefined): Change[] | undefined {
  if (type === undefined) return []
  if (type.type === 'TSTypePredicate') return undefined
  if (isPromise(type)) return []
  // `PromiseLike`, `APIPromise`: what callers do with one they may not be able to do with a plain promise.
  if (type.type === 'TSTypeReference' && /Promise|Thenable/.test(textOf(source, type.typeName))) return undefined
  // A union with a promise in it would become a promise of a promise.
  if (contains(source, type, (node) => isPromise(node)) && type.type === 'TSUnionType') return undefined
  return [
    { range: [type.range[0], type.range[0]], text: 'Promise<' },
    { range: [type.range[1], type.range[1]], text: '>' },
  ]
}

function isPromise(node: Node): boolean {
  return node.type === 'TSTypeReference' && node.typeName.type === 'Identifier' && node.typeName.name === 'Promise'
}

function usesAwaitAsName(source: Source, fn: FunctionNode): boolean {
  return contains(source, fn, (node) => node.type === 'Identifier' && node.name === 'await')
}

/** True when signatures without a body stand beside the function: their types would not be promises. */
function hasOverloads(source: Source, fn: FunctionNode): boolean {
  const { parent } = fn
  if (parent?.type === 'MethodDefinition') {
    return parent.parent.body.some(
      (member) =>
        member.type === 'MethodDefinition' &&
        member.value.type === 'TSEmptyBodyFunctionExpression' &&
        textOf(source, member.key) === textOf(source, parent.key),
    )
  }
  if (fn.type !== 'FunctionDeclaration' || fn.id === null) return false
  const statement =
    parent?.type === 'ExportNamedDeclaration' || parent?.type === 'ExportDefaultDeclaration' ? parent : fn
  const name = fn.id.name
  return (listOf(statement) ?? []).some((it) => {
    const declaration =
      it.type === 'ExportNamedDeclaration' || it.type === 'ExportDefaultDeclaration' ? it.declaration : it
    return declaration?.type === 'TSDeclareFunction' && declaration.id?.name === name
  })
}
