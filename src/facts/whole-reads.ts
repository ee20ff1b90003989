import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source } from '../source.ts'
import { methodName, receiverOf } from './callee.ts'
import { isConsoleCall, responseUses } from './fetch-calls.ts'
import { calledFunction, enclosingFunction } from './functions.ts'
import type { ClientName } from './http-clients.ts'
import type { ConstantGet } from './http-gets.ts'
import { collectWithin, isWithin } from './nodes.ts'
import { originOf } from './origin.ts'
import { unwrap } from './unwrap.ts'
import type { Use } from './uses.ts'
import { usesOf, usesOfVariable } from './uses.ts'
import { variableOf } from './variables.ts'

/** How the body of an answer is read to its end. */
export interface WholeRead {
  /** The methods that read the body: `json`, `text`, …; none where the client has read it already. */
  readonly methods: ReadonlySet<string>
  /** Everything else that is taken of the answer: `ok`, `status`, `data`, … */
  readonly parts: ReadonlySet<string>
  /** True when nothing is done with the answer beside that. */
  readonly isAll: boolean
}

const READS = new Set(['json', 'text', 'arrayBuffer', 'blob', 'bytes', 'buffer', 'formData'])

/**
 * How the answer of a GET is read; undefined when nothing shows that its whole body is (a probe looks at the status alone,
 * a stream goes on piece by piece, what is passed on is for others to read).
 */
export function wholeRead(source: Source, { call, client }: ConstantGet): WholeRead | undefined {
  const read: Found = { methods: new Set(), parts: new Set(), isAll: true, isStream: false }
  collect(source, client, responseUses(source, call), read, MAX_HELPERS)
  if (read.isStream) return undefined
  if (client === 'axios') return read.parts.has('data') ? read : undefined
  if (client === 'got' && read.parts.has('body')) return read
  return read.methods.size > 0 ? read : undefined
}

interface Found extends WholeRead {
  readonly methods: Set<string>
  readonly parts: Set<string>
  isAll: boolean
  isStream: boolean
}

/** How many helpers of this file an answer is followed into. */
const MAX_HELPERS = 2

function collect(source: Source, client: ClientName, uses: readonly Use[], read: Found, helpers: number): void {
  for (const use of uses) {
    switch (use.kind) {
      case 'method-call':
        if (READS.has(use.name)) read.methods.add(use.name)
        else if (use.name === 'on' || use.name === 'pipe') read.isStream = true
        else read.isAll = false
        break
      case 'property':
      case 'destructured':
        read.parts.add(use.name)
        if (use.name !== 'body') break
        if (client === 'fetch' || client === 'ky') read.isStream = true
        if (client === 'undici' && !readsBody(source, use, read.methods)) read.isStream = true
        break
      case 'tested':
        break
      case 'argument':
        if (!isConsoleCall(source, use.call)) {
          read.isAll = false
          given(source, client, use, read, helpers)
        }
        break
      default:
        read.isAll = false
    }
  }
}

/** Handed to a function: one of this file is followed; behind one of another, a callback of the same function may read. */
function given(
  source: Source,
  client: ClientName,
  use: Use & { kind: 'argument' },
  read: Found,
  helpers: number,
): void {
  const helper = use.call.type === 'CallExpression' ? calledFunction(source, use.call) : undefined
  if (helper !== undefined) {
    const parameter = helper.params[use.index]
    const variable = parameter?.type === 'Identifier' ? variableOf(source, parameter) : undefined
    if (variable !== undefined && helpers > 0)
      collect(source, client, usesOfVariable(source, variable), read, helpers - 1)
    return
  }
  const around = enclosingFunction(use.node)
  if (around === undefined || client !== 'fetch') return
  for (const call of collectWithin(source, around, isCall)) {
    const receiver = receiverOf(call)
    const name = methodName(call)
    if (receiver === undefined || name === undefined || !READS.has(name) || call.arguments.length > 0) continue
    const origin = originOf(source, receiver)
    const isOfCallback = origin.kind === 'parameter' && origin.path.length === 0 && origin.fn !== around
    if (isOfCallback && isWithin(origin.fn, around)) read.methods.add(name)
  }
}

function isCall(node: Node): node is TSESTree.CallExpression {
  return node.type === 'CallExpression'
}

/** The body of undici's `request`: every use of it is a read of the whole. */
function readsBody(source: Source, use: Use, methods: Set<string>): boolean {
  const uses = use.kind === 'property' ? usesOf(source, use.member) : targetUses(source, use)
  for (const it of uses) {
    if (it.kind !== 'method-call' || !READS.has(it.name)) return false
    methods.add(it.name)
  }
  return true
}

function targetUses(source: Source, use: Use): Use[] {
  const target: Node | undefined = use.kind === 'destructured' ? unwrap(use.target) : undefined
  const variable = target?.type === 'Identifier' ? variableOf(source, target) : undefined
  return variable === undefined ? [] : usesOfVariable(source, variable)
}
