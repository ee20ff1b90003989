import { methodName, receiverOf } from '../facts/callee.ts'
import { originOf } from '../facts/origin.ts'
import { unwrap } from '../facts/unwrap.ts'
import type { Node, Source } from '../source.ts'
import type { Framework, Handler } from './handler.ts'
import { importedModules } from './imported-modules.ts'
import { makeHandler } from './make-handler.ts'
import { wrappedFunction } from './wrapped-function.ts'
import { methodCalls } from '../facts/named-calls.ts'

const METHODS: Readonly<Record<string, string>> = { query: 'GET', mutation: 'POST', subscription: 'GET' }
/** The end of the names that projects give to their procedure builders. */
const PROCEDURE = /procedure$/i

export const TRPC: Framework = {
  name: 'trpc',
  registered,
  parameterTypes: {},
  functionTypes: [],
  shape: ['context'],
  parts: { signal: ['context.signal'] },
  catchesRejections: () => true,
  parsesBody: () => undefined,
  wayOut: () => undefined,
}

/** Procedures: `builder.input(…).query(fn)`, where the builder is made from `initTRPC` or is the project's own `…Procedure`. */
function registered(source: Source): Handler[] {
  const hasTrpc = [...importedModules(source)].some((module) => module.startsWith('@trpc/server'))
  const found: Handler[] = []
  for (const call of methodCalls(source, Object.keys(METHODS))) {
    const name = methodName(call)
    if (name === undefined || call.arguments.length !== 1) continue
    const receiver = receiverOf(call)
    const [argument] = call.arguments
    if (receiver === undefined || argument === undefined || argument.type === 'SpreadElement') continue
    if (!isBuilder(source, receiver, hasTrpc)) continue
    const handler = wrappedFunction(source, argument)
    if (handler !== undefined)
      found.push(makeHandler(source, TRPC, { ...handler, registration: call, method: METHODS[name] }))
  }
  return found
}

function isBuilder(source: Source, expression: Node, hasTrpc: boolean): boolean {
  let current = unwrap(expression)
  for (;;) {
    if (current.type === 'CallExpression') current = unwrap(current.callee)
    else if (current.type === 'MemberExpression') {
      const { property } = current
      if (hasTrpc && property.type === 'Identifier' && property.name === 'procedure') return true
      current = unwrap(current.object)
    } else break
  }
  if (current.type !== 'Identifier') return false
  if (PROCEDURE.test(current.name)) return true
  const origin = originOf(source, current)
  return origin.kind === 'import' && origin.module.startsWith('@trpc/server')
}
