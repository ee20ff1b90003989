import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'

type NodeOf<T extends `${TSESTree.AST_NODE_TYPES}`> = Extract<Node, { type: T }>

/** Every node of a gated file by type, in document order. */
const nodesByType = perSource((source) => {
  const byType = new Map<string, Node[]>()
  for (const node of source.nodes?.() ?? walk(source)) {
    const { type } = node
    const bucket = byType.get(type)
    if (bucket === undefined) byType.set(type, [node])
    else bucket.push(node)
  }
  return byType
})

function walk(source: Source): Node[] {
  const nodes: Node[] = []
  const stack: Node[] = [source.ast]
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    nodes.push(node)
    pushChildren(source, node, stack)
  }
  return nodes
}

/** All nodes of the given types in the file; one type in document order, several type after type. */
export function nodesOf<T extends `${TSESTree.AST_NODE_TYPES}`>(source: Source, ...types: T[]): NodeOf<T>[] {
  const byType = nodesByType(source)
  const first = types[0]
  if (types.length === 1 && first !== undefined) return (byType.get(first) ?? []) as NodeOf<T>[]
  return types.flatMap((type) => (byType.get(type) ?? []) as NodeOf<T>[])
}

/** The direct children of a node, in document order. */
export function childrenOf(source: Source, node: Node): Node[] {
  const stack: Node[] = []
  pushChildren(source, node, stack)
  return stack.reverse()
}

/** What to do with a node that `visitWithin` meets. */
export type Visit = 'enter' | 'skip' | 'stop'

/**
 * Walks below a node in document order (the node itself is not visited).
 * @param visit says for each node whether to enter it, to skip what is below it, or to stop the walk
 */
export function visitWithin(source: Source, root: Node, visit: (node: Node) => Visit | undefined): void {
  const stack: Node[] = []
  pushChildren(source, root, stack)
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    const next = visit(node) ?? 'enter'
    if (next === 'stop') return
    if (next === 'enter') pushChildren(source, node, stack)
  }
}

/** True when the node itself or anything below it satisfies the test. Nested functions are entered unless told otherwise. */
export function contains(
  source: Source,
  root: Node,
  test: (node: Node) => boolean,
  options: { readonly functions?: 'enter' | 'skip' } = {},
): boolean {
  if (test(root)) return true
  let found = false
  visitWithin(source, root, (node) => {
    if (test(node)) {
      found = true
      return 'stop'
    }
    return options.functions === 'skip' && isFunction(node) ? 'skip' : 'enter'
  })
  return found
}

/** All nodes below a root (root included) that satisfy the test, in document order; nested functions are entered unless told otherwise. */
export function collectWithin<N extends Node>(
  source: Source,
  root: Node,
  test: (node: Node) => node is N,
  options: { readonly functions?: 'enter' | 'skip' } = {},
): N[] {
  const found: N[] = test(root) ? [root] : []
  visitWithin(source, root, (node) => {
    if (test(node)) found.push(node)
    return options.functions === 'skip' && isFunction(node) ? 'skip' : 'enter'
  })
  return found
}

export type FunctionNode = TSESTree.FunctionDeclaration | TSESTree.FunctionExpression | TSESTree.ArrowFunctionExpression

/** True for function declarations, function expressions (methods among them) and arrow functions. */
export function isFunction(node: Node | null | undefined): node is FunctionNode {
  return (
    node?.type === 'FunctionDeclaration' ||
    node?.type === 'FunctionExpression' ||
    node?.type === 'ArrowFunctionExpression'
  )
}

/** True when `inner` lies within `outer` (or is it). */
export function isWithin(inner: Node, outer: Node): boolean {
  return inner.range[0] >= outer.range[0] && inner.range[1] <= outer.range[1]
}

function pushChildren(source: Source, node: Node, stack: Node[]): void {
  const keys = source.visitorKeys[node.type]
  if (keys === undefined) return
  for (let k = keys.length - 1; k >= 0; k--) {
    const child = (node as unknown as Record<string, unknown>)[keys[k] as string]
    if (Array.isArray(child)) {
      for (let i = child.length - 1; i >= 0; i--) if (isNode(child[i])) stack.push(child[i] as Node)
    } else if (isNode(child)) stack.push(child)
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
}
