import type { SourceCode } from 'eslint'
import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from './source.ts'
import { typeOracleOf } from './typescript-oracle.ts'

const sources = new WeakMap<object, Source>()

/**
 * ESLint's (and oxlint's) source code as a host-neutral source; one per syntax tree.
 * @param path the file's name as the host gives it, virtual parts of processors included
 * @param modelPackages of the settings, which are the same for all rules that look at a file
 */
export function sourceOfEslint(sourceCode: SourceCode, path: string, modelPackages: readonly string[] = []): Source {
  const known = sources.get(sourceCode.ast)
  if (known !== undefined) return known
  const types = typeOracleOf(sourceCode.parserServices)
  const source: Source = {
    path: path.replaceAll('\\', '/'),
    text: sourceCode.text,
    ast: sourceCode.ast as unknown as TSESTree.Program,
    scopes: sourceCode.scopeManager as unknown as Source['scopes'],
    visitorKeys: sourceCode.visitorKeys,
    modelPackages,
    ...(hasWalked(sourceCode) ? { nodes: () => nodesOfSteps(sourceCode.traverse()) } : {}),
    ...(types === undefined ? {} : { types }),
  }
  sources.set(sourceCode.ast, source)
  return source
}

/** ESLint keeps the steps of its own walk; other hosts have none. */
function hasWalked(sourceCode: SourceCode): boolean {
  return typeof (sourceCode as Partial<SourceCode>).traverse === 'function'
}

/** `kind` 1 is the visit of a node, `phase` 1 the way down. */
function nodesOfSteps(steps: ReturnType<SourceCode['traverse']>): Node[] {
  const nodes: Node[] = []
  for (const step of steps) if (step.kind === 1 && step.phase === 1) nodes.push(step.target as Node)
  return nodes
}
