import { parseForESLint } from '@typescript-eslint/parser'
import { childrenOf } from '../src/facts/nodes.ts'
import type { Node, Source } from '../src/source.ts'

/**
 * Parses code into a host-neutral source whose nodes know their parents, as every host gives it.
 * @param path decides about JSX (`.tsx`, `.jsx`) and is what facts see as the file's path
 * @throws what the parser throws for code that does not parse
 */
export function parseSource(code: string, path = 'src/file.ts'): Source {
  const { ast, scopeManager, visitorKeys } = parseForESLint(code, {
    range: true,
    loc: true,
    comment: true,
    tokens: true,
    sourceType: path.endsWith('.cjs') || path.endsWith('.cts') ? 'commonjs' : 'module',
    ecmaFeatures: { jsx: path.endsWith('x') },
  })
  const source: Source = {
    path,
    text: code,
    ast: ast as Source['ast'],
    scopes: scopeManager as unknown as Source['scopes'],
    visitorKeys: visitorKeys as Source['visitorKeys'],
  }
  const open: Node[] = [source.ast]
  for (let node = open.pop(); node !== undefined; node = open.pop())
    for (const child of childrenOf(source, node)) {
      child.parent = node
      open.push(child)
    }
  return source
}
