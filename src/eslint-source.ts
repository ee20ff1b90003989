import type { SourceCode } from 'eslint'
import type { TSESTree } from '@typescript-eslint/utils'
import type { Source } from './source.ts'
import { typeOracleOf } from './typescript-oracle.ts'

const sources = new WeakMap<object, Source>()

/**
 * ESLint's (and oxlint's) source code as a host-neutral source; one per syntax tree.
 * @param path the file's name as the host gives it, virtual parts of processors included
 */
export function sourceOfEslint(sourceCode: SourceCode, path: string): Source {
  const known = sources.get(sourceCode.ast)
  if (known !== undefined) return known
  const types = typeOracleOf(sourceCode.parserServices)
  const source: Source = {
    path: path.replaceAll('\\', '/'),
    text: sourceCode.text,
    ast: sourceCode.ast as unknown as TSESTree.Program,
    scopes: sourceCode.scopeManager as unknown as Source['scopes'],
    visitorKeys: sourceCode.visitorKeys,
    ...(types === undefined ? {} : { types }),
  }
  sources.set(sourceCode.ast, source)
  return source
}
