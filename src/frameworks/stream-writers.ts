import type { TSESTree } from '@typescript-eslint/utils'
import { importedName, methodName, receiverOf } from '../facts/callee.ts'
import { originOf } from '../facts/origin.ts'
import { writtenType } from '../facts/type-annotation.ts'
import { unwrap, wrapped } from '../facts/unwrap.ts'
import { usesOfVariable } from '../facts/uses.ts'
import type { Node, Source, Variable } from '../source.ts'
import { handlersOfFunction } from './handlers.ts'
import { imports } from './imported-modules.ts'
import { typeKey } from './parameters.ts'

/** Hono's helpers that run a callback with a stream to write to, and the types of that stream. */
const HONO_MODULES = ['hono/streaming', '@hono/hono/streaming']
const HONO_HELPERS = new Set(['stream', 'streamText', 'streamSSE'])
const HONO_TYPES = new Set([
  'hono/streaming#SSEStreamingApi',
  'hono/streaming#StreamingApi',
  'hono/utils/stream#StreamingApi',
])
/** The same helpers as methods of the context, before Hono 4. */
const CONTEXT_HELPERS = new Set(['stream', 'streamText'])

/** The helper of Hono, and the module that it comes from, that a call runs; undefined for other calls, methods of the context among them. */
export function honoHelper(
  source: Source,
  call: TSESTree.CallExpression,
): { readonly module: string; readonly name: string } | undefined {
  const imported = importedName(source, call.callee)
  const isHelper = imported !== undefined && HONO_MODULES.includes(imported.module) && HONO_HELPERS.has(imported.name)
  return isHelper ? imported : undefined
}

/** True for the stream that a callback of Hono's streaming helpers writes to. */
export function isHonoStream(source: Source, expression: Node): boolean {
  if (HONO_TYPES.has(typeKey(writtenType(source, expression)) ?? '')) return true
  const origin = originOf(source, expression)
  if (origin.kind !== 'parameter' || origin.index !== 0 || origin.path.length > 0) return false
  const call = wrapped(origin.fn).parent
  if (call?.type !== 'CallExpression') return false
  if (honoHelper(source, call) !== undefined) return true
  const context = CONTEXT_HELPERS.has(methodName(call) ?? '') ? receiverOf(call) : undefined
  const from = context === undefined ? undefined : originOf(source, context)
  return (
    from?.kind === 'parameter' &&
    handlersOfFunction(source, from.fn).some(
      ({ framework, roles }) => framework === 'hono' && roles.get(from.index) === 'context',
    )
  )
}

const GRPC_MODULES = ['@grpc/grpc-js', 'grpc', '@grpc/grpc-js/build/src/server-call']
const GRPC_TYPES = new Set([
  'ServerWritableStream',
  'ServerDuplexStream',
  'ServerWritableStreamImpl',
  'ServerDuplexStreamImpl',
  'ClientWritableStream',
  'ClientDuplexStream',
])
/** True for a gRPC call that messages are written to: by its type, or as the argument of a method that `addService` is given. */
export function isGrpcCall(source: Source, expression: Node): boolean {
  const type = writtenType(source, expression)
  if (type !== undefined) return GRPC_TYPES.has(type.name) && !type.isLocal && type.module !== undefined
  if (!imports(source, GRPC_MODULES)) return false
  const origin = originOf(source, expression)
  if (origin.kind !== 'parameter' || origin.index !== 0 || origin.path.length > 0) return false
  return origin.variable !== undefined && isServiceMethod(source, origin.fn) && isWrittenTo(source, origin.variable)
}

/** A call of one message has no `write`. */
function isWrittenTo(source: Source, call: Variable): boolean {
  return usesOfVariable(source, call).some((use) => use.kind === 'method-call' && use.name === 'write')
}

/** A method of the object that is the second argument of `addService`. */
function isServiceMethod(source: Source, fn: Node): boolean {
  const property = wrapped(fn).parent
  const object = property?.type === 'Property' ? property.parent : undefined
  if (object?.type !== 'ObjectExpression') return isNamedServiceMethod(source, fn)
  return isService(source, object)
}

/** `function list(call) { … }` that is put into such an object by its name. */
function isNamedServiceMethod(source: Source, fn: Node): boolean {
  if (fn.type !== 'FunctionDeclaration' || fn.id === null) return false
  return source.scopes.getDeclaredVariables(fn).some((variable) =>
    variable.references.some((reference) => {
      const property = wrapped(reference.identifier as Node).parent
      return (
        property?.type === 'Property' &&
        property.parent.type === 'ObjectExpression' &&
        isService(source, property.parent)
      )
    }),
  )
}

function isService(source: Source, object: Node): boolean {
  const outer = wrapped(object)
  const call = outer.parent
  if (call?.type === 'CallExpression') return call.arguments[1] === outer && methodName(call) === 'addService'
  if (call?.type !== 'VariableDeclarator' || call.id.type !== 'Identifier') return false
  return source.scopes.getDeclaredVariables(call).some((variable) =>
    variable.references.some((reference) => {
      const given = wrapped(reference.identifier as Node)
      const taker = given.parent
      return taker?.type === 'CallExpression' && taker.arguments[1] === given && methodName(taker) === 'addService'
    }),
  )
}

const SOCKET_TYPES = new Set(['ws#WebSocket', 'ws#default', '#WebSocket', 'isomorphic-ws#WebSocket'])
const SOCKET_FRAMEWORKS = new Set(['ws', 'socket.io'])

/** True for a WebSocket of this program: of a server's `connection`, or made here. */
export function isWebSocket(source: Source, expression: Node): boolean {
  if (SOCKET_TYPES.has(typeKey(writtenType(source, expression)) ?? '')) return true
  const origin = originOf(source, expression)
  if (origin.kind === 'parameter')
    return (
      origin.path.length === 0 &&
      handlersOfFunction(source, origin.fn).some(
        ({ framework, roles }) => SOCKET_FRAMEWORKS.has(framework) && roles.get(origin.index) === 'context',
      )
    )
  if (origin.kind !== 'expression' || origin.path.length > 0) return false
  const made = unwrap(origin.node)
  if (made.type !== 'NewExpression') return false
  const imported = importedName(source, made.callee)
  if (imported !== undefined) return SOCKET_TYPES.has(`${imported.module}#${imported.name}`)
  return originOf(source, made.callee).kind === 'global' && made.callee.type === 'Identifier'
    ? made.callee.name === 'WebSocket'
    : false
}
