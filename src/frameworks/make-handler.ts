import type { FunctionNode } from '../facts/nodes.ts'
import type { Node, Source, Variable } from '../source.ts'
import type { Framework, Handler, Parts, Role } from './handler.ts'
import { destructuredVariable, indexOfRole, parameterVariable, rolesOf } from './parameters.ts'

/** What a framework file knows about a handler that it found. */
export interface Found {
  readonly fn: FunctionNode
  readonly registration: Node
  readonly method?: string | undefined
  readonly path?: string | undefined
  readonly wrappers?: readonly Node[]
  /** Roles that something else than types and positions tells: decorators of parameters. */
  readonly roles?: ReadonlyMap<number, Role>
  readonly parts?: Parts
  /** The order of parameters, where it is not the framework's usual one. */
  readonly shape?: readonly Role[]
  readonly isRegistered?: boolean
  readonly isMiddleware?: boolean
  readonly isErrorHandler?: boolean
}

/** The part of a framework that a handler is made from. */
export type Signature = Pick<Framework, 'name' | 'parameterTypes' | 'shape' | 'parts'>

/** Puts a handler together: finds the variables of its request, response, context and next. */
export function makeHandler(source: Source, framework: Signature, found: Found): Handler {
  const { fn, wrappers = [] } = found
  const parts = found.parts ?? framework.parts
  const trust = wrappers.length > 0 ? 'names' : found.isRegistered === false ? 'types' : 'positions'
  const roles = found.roles ?? rolesOf(source, fn, found.shape ?? framework.shape, framework.parameterTypes, trust)
  return {
    framework: framework.name,
    fn,
    method: found.method,
    path: found.path,
    request: variableOfRole(source, parts, fn, roles, 'request'),
    response: variableOfRole(source, parts, fn, roles, 'response'),
    context: variableOfRole(source, parts, fn, roles, 'context'),
    next: variableOfRole(source, parts, fn, roles, 'next'),
    roles,
    parts,
    registration: found.registration,
    isRegistered: found.isRegistered ?? true,
    isMiddleware: found.isMiddleware ?? false,
    isErrorHandler: found.isErrorHandler ?? false,
    wrappers,
  }
}

function variableOfRole(
  source: Source,
  parts: Parts,
  fn: FunctionNode,
  roles: ReadonlyMap<number, Role>,
  role: Role,
): Variable | undefined {
  const index = indexOfRole(roles, role)
  if (index !== undefined) return parameterVariable(source, fn, index)
  const context = indexOfRole(roles, 'context')
  if (context === undefined || (role !== 'request' && role !== 'response')) return undefined
  const { nodeRequest = [], webRequest = [], nodeResponse = [] } = parts
  for (const place of role === 'request' ? [...webRequest, ...nodeRequest] : nodeResponse) {
    const [holder, name, ...rest] = place.split('.')
    if (holder !== 'context' || name === undefined || rest.length > 0) continue
    const variable = destructuredVariable(source, fn, context, name)
    if (variable !== undefined) return variable
  }
  return undefined
}
