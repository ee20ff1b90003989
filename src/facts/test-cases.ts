import type { TSESTree } from '@typescript-eslint/utils'
import type { Project } from '../project/project.ts'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { importedName } from './callee.ts'
import { nodesOf } from './nodes.ts'
import { stringOf, unwrap } from './unwrap.ts'
import { globalName } from './variables.ts'

/** One case of a test file: `it('title', fn)`. */
export interface TestCase {
  readonly call: TSESTree.CallExpression
  readonly title: string | undefined
  /** How the file names the function; undefined for other runners and for `it.each(…)`. */
  readonly name: string | undefined
}

const NAMES = new Set(['it', 'test'])
const RUNNERS: ReadonlySet<string> = new Set(['vitest', '@jest/globals', 'test', 'bun:test'])

/** True when the file has cases of its own; a helper of tests has none. */
export const hasTestCases = perSource((source): boolean =>
  nodesOf(source, 'CallExpression').some(({ callee }) => {
    const name = unwrap(callee)
    const object = name.type === 'MemberExpression' ? unwrap(name.object) : name
    return object.type === 'Identifier' && NAMES.has(importedName(source, object)?.name ?? object.name)
  }),
)

/** The innermost case in whose callback a node stands. */
export function testCaseOf(source: Source, node: Node): TestCase | undefined {
  for (let current: Node | null | undefined = node.parent; current != null; current = current.parent) {
    if (current.type !== 'CallExpression') continue
    let callee = unwrap(current.callee)
    const isPlain = callee.type === 'Identifier'
    while (callee.type === 'MemberExpression' || callee.type === 'CallExpression')
      callee = unwrap(callee.type === 'MemberExpression' ? callee.object : callee.callee)
    if (callee.type !== 'Identifier' || !NAMES.has(importedName(source, callee)?.name ?? callee.name)) continue
    return { call: current, title: stringOf(current.arguments[0]), name: isPlain ? callee.name : undefined }
  }
  return undefined
}

/** True when the runner of a case has `it.todo(title)`. */
export function hasTodo(source: Source, { call }: TestCase, project: Project): boolean {
  const imported = importedName(source, call.callee)
  if (imported !== undefined) return RUNNERS.has(imported.module)
  const isGlobal = globalName(source, call.callee) !== undefined
  return isGlobal && ['vitest', 'jest', '@types/jest', 'ts-jest'].some((name) => project.has(name))
}
