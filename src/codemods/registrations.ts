import type { TSESTree } from '@typescript-eslint/utils'
import { nodesOf } from '../facts/nodes.ts'
import { wrapped } from '../facts/unwrap.ts'
import type { Handler } from '../frameworks/handler.ts'
import { registrationName } from '../frameworks/registration-name.ts'
import { routeCalls } from '../frameworks/route-calls.ts'
import type { Node, Source } from '../source.ts'
import type { CodemodContext, CodemodFile } from './codemod.ts'

/** A route call and the argument of it that holds the handler. */
export interface Registration {
  readonly call: TSESTree.CallExpression
  readonly argument: Node
}

/** The route calls of one file that are given a handler. */
export interface Registrations {
  readonly file: CodemodFile
  readonly places: readonly Registration[]
}

/** The route calls, in any file, that are given a handler by its name; none when a file with one cannot be opened. */
export async function registrationsElsewhere(
  context: CodemodContext,
  file: CodemodFile,
  handler: Handler,
): Promise<readonly Registrations[]> {
  const name = registrationName(handler)
  const [offset] = 'type' in name ? name.range : name
  const references = (await context.types.referencesTo(file.path, offset)) ?? []
  const found: Registrations[] = []
  for (const path of new Set(references.map((it) => it.path))) {
    const at = path === file.path ? file : await context.open(path)
    if (at === undefined) return []
    const places = references
      .filter((it) => it.path === path)
      .flatMap(({ range }) => registrationAt(at.source, range[0]) ?? [])
    if (places.length > 0) found.push({ file: at, places })
  }
  return found
}

/** The route call that a name at an offset is handed to, bare or inside wrappers such as `asyncHandler(name)`. */
function registrationAt(source: Source, offset: number): Registration | undefined {
  const name = nodesOf(source, 'Identifier').find((node) => node.range[0] === offset)
  if (name === undefined) return undefined
  let argument: Node = name.parent.type === 'MemberExpression' && name.parent.property === name ? name.parent : name
  for (;;) {
    argument = wrapped(argument)
    const { parent } = argument
    if (parent?.type !== 'CallExpression' || parent.callee === argument) return undefined
    if (routeCalls(source).some(({ call }) => call === parent)) return { call: parent, argument }
    argument = parent
  }
}
