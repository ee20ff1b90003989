import type { TSESTree } from '@typescript-eslint/utils'
import { methodName } from '../facts/callee.ts'
import { optionOf } from '../facts/model-call.ts'
import { originsOf } from '../facts/origin.ts'
import { stringOf, unwrap } from '../facts/unwrap.ts'
import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { valueAcross } from './across.ts'
import type { Codebase } from './codebase.ts'
import { callsNamed } from '../facts/named-calls.ts'

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1', '[::1]'])
const SERVERS = new Set(['listen', 'serve', 'createAdaptorServer'])
const HOST_OPTIONS = ['host', 'hostname', 'address']

/** Whether the servers that these files start listen to this machine alone. `maybe`: some do, or only by default. */
export function listensToLoopback(codebase: Codebase, files: readonly Source[]): 'yes' | 'no' | 'maybe' {
  const answers: ('yes' | 'no' | 'maybe')[] = []
  for (const file of files)
    for (const call of serverCalls(file)) {
      const host = hostOf(file, call)
      answers.push(host === undefined ? 'no' : isLoopback(codebase, file, host))
    }
  if (answers.length === 0) return 'no'
  if (answers.every((it) => it === 'yes')) return 'yes'
  return answers.every((it) => it === 'no') ? 'no' : 'maybe'
}

const serverCalls = perSource((source) => callsNamed(source, SERVERS))

function hostOf(source: Source, call: TSESTree.CallExpression): Node | undefined {
  for (const argument of call.arguments) {
    if (argument.type === 'SpreadElement') continue
    if (unwrap(argument).type === 'ObjectExpression')
      for (const name of HOST_OPTIONS) {
        const value = optionOf(source, argument, name)
        if (value !== undefined && value !== 'spread') return value
      }
  }
  const second = methodName(call) === 'listen' ? call.arguments[1] : undefined
  if (second === undefined || second.type === 'SpreadElement') return undefined
  const node = unwrap(second)
  return node.type === 'Identifier' ||
    node.type === 'MemberExpression' ||
    node.type === 'Literal' ||
    node.type === 'LogicalExpression'
    ? node
    : undefined
}

function isLoopback(codebase: Codebase, source: Source, host: Node): 'yes' | 'no' | 'maybe' {
  const text = stringOf(host)
  if (text !== undefined) return LOOPBACK.has(text) ? 'yes' : 'no'
  const values = originsOf(source, host).flatMap((origin): (string | undefined)[] => {
    if (origin.kind === 'expression' && origin.path.length === 0) return [stringOf(origin.node)]
    return [undefined]
  })
  const across = valueAcross(codebase, source, host)
  if (across !== undefined) {
    const other = stringOf(across.node)
    const written =
      other === undefined
        ? originsOf(across.source, across.node).map((it) => (it.kind === 'expression' ? stringOf(it.node) : undefined))
        : [other]
    values.push(...written)
  }
  if (!values.some((it) => it !== undefined && LOOPBACK.has(it))) return 'no'
  return values.every((it) => it !== undefined && LOOPBACK.has(it)) ? 'yes' : 'maybe'
}
