import type { TSESTree } from '@typescript-eslint/utils'
import { calleeName, receiverOf } from '../facts/callee.ts'
import type { Client, LeakedConnection } from '../facts/leaked-connections.ts'
import { originOf } from '../facts/origin.ts'
import { propertyName, unwrap } from '../facts/unwrap.ts'
import { variableOf, writesOf } from '../facts/variables.ts'
import { handlerOf, handlersOfFunction, partText } from '../frameworks/handlers.ts'
import { imports } from '../frameworks/imported-modules.ts'
import type { Node, Source } from '../source.ts'
import { codeFor } from './code-lines.ts'
import type { Edit } from './edit.ts'
import { statementOf } from './statement-place.ts'
import { insertStatementsAfter } from './statements.ts'
import { hasCommentInside, textOf } from './tokens.ts'

/** Has a connection taken out of its collection when it closes; undefined where its key or its end cannot be written. */
export function removeOnClose(source: Source, leak: LeakedConnection): Edit | undefined {
  const statement = statementOf(leak.addition)
  const listen = listeningTo(source, leak.client, leak.addition)
  if (statement === undefined || listen === undefined || hasCommentInside(source, leak.addition)) return undefined
  const steps = removal(source, leak)
  if (steps === undefined) return undefined
  const { on, method, event } = listen
  const [first = '', second] = steps.code
  const code = codeFor(source)
  const inserted = steps.isExpression
    ? code`${on}.${method}('${event}', () => ${first});`
    : second === undefined
      ? code`${on}.${method}('${event}', () => {
          ${first};
        });`
      : code`${on}.${method}('${event}', () => {
          ${first};
          ${second};
        });`
  const changes = insertStatementsAfter(source, statement, inserted)
  return changes === undefined ? undefined : { changes }
}

interface Listening {
  /** The text of what is listened to. */
  readonly on: string
  readonly method: 'on' | 'addEventListener'
  readonly event: string
}

/** The code that takes an entry out: one expression, or one or two statements. */
interface Removal {
  readonly isExpression: boolean
  readonly code: readonly [string, string?]
}

function listeningTo(source: Source, { kind, node }: Client, addition: Node): Listening | undefined {
  const on = (text: string, event: string): Listening => ({ on: text, method: 'on', event })
  const name = textOf(source, node)
  const handler = handlerOf(source, addition)
  switch (kind) {
    case 'response':
    case 'socket':
      return on(name, 'close')
    case 'reply': {
      const part = handler === undefined ? undefined : partText(handler, 'nodeResponse')
      return part === undefined || handler?.response?.name !== name ? undefined : on(part, 'close')
    }
    case 'websocket': {
      const origin = originOf(source, node)
      const frameworks = origin.kind === 'parameter' ? handlersOfFunction(source, origin.fn) : []
      if (frameworks.some((it) => it.framework === 'socket.io')) return on(name, 'disconnect')
      return imports(source, ['ws']) ? on(name, 'close') : undefined
    }
    case 'controller': {
      const signal = handler === undefined ? undefined : partText(handler, 'signal')
      return signal === undefined ? undefined : { on: signal, method: 'addEventListener', event: 'abort' }
    }
    default:
      return undefined
  }
}

function removal(source: Source, { addition }: LeakedConnection): Removal | undefined {
  if (addition.type === 'AssignmentExpression') {
    const left = unwrap(addition.left)
    if (left.type !== 'MemberExpression' || !isSteady(source, left.property) || !isSteady(source, left.object))
      return undefined
    const value = unwrap(addition.right)
    const entry = textOf(source, left)
    const isSame = value.type === 'Identifier' && isSteady(source, value)
    const code = isSame ? `if (${entry} === ${value.name}) delete ${entry}` : `delete ${entry}`
    return statements(code)
  }
  const receiver = receiverOf(addition)
  const [first, second] = addition.arguments
  if (receiver === undefined || first === undefined) return undefined
  const held = heldText(source, receiver)
  if (held === undefined) return undefined
  switch (calleeName(addition)) {
    case 'add':
      return isSteady(source, first) ? expression(`${held}.delete(${textOf(source, first)})`) : undefined
    case 'set': {
      if (!isSteady(source, first)) return undefined
      const key = textOf(source, first)
      const value = second === undefined ? undefined : unwrap(second)
      // Another connection may have taken the key meanwhile.
      return value?.type === 'Identifier' && isSteady(source, value)
        ? statements(`if (${held}.get(${key}) === ${value.name}) ${held}.delete(${key})`)
        : expression(`${held}.delete(${key})`)
    }
    default:
      return fromList(source, held, first, addition)
  }
}

function fromList(source: Source, held: string, value: Node, addition: TSESTree.CallExpression): Removal | undefined {
  if (addition.arguments.length !== 1) return undefined
  const item = unwrap(value)
  const at = textOf(source, value) === 'index' ? 'at' : 'index'
  const none = held.endsWith('?') ? ' ?? -1' : ''
  if (item.type === 'ObjectExpression') {
    for (const property of item.properties) {
      const inner = property.type === 'Property' ? unwrap(property.value as Node) : undefined
      const name = property.type === 'Property' ? propertyName(property) : undefined
      if (inner?.type !== 'Identifier' || name === undefined || !/^[\w$]+$/.test(name)) continue
      const origin = originOf(source, inner)
      if (origin.kind !== 'parameter' || handlersOfFunction(source, origin.fn).length === 0) continue
      return statements(
        `const ${at} = ${held}.findIndex((it) => it.${name} === ${inner.name})${none}`,
        `if (${at} !== -1) ${held}.splice(${at}, 1)`,
      )
    }
    return undefined
  }
  if (!isSteady(source, item)) return undefined
  return statements(
    `const ${at} = ${held}.indexOf(${textOf(source, value)})${none}`,
    `if (${at} !== -1) ${held}.splice(${at}, 1)`,
  )
}

function expression(code: string): Removal {
  return { isExpression: true, code: [code] }
}

function statements(...code: [string, string?]): Removal {
  return { isExpression: false, code }
}

/** The collection's text; what may be missing later, or narrowed no more in a callback, is asked for with `?.`. */
function heldText(source: Source, receiver: Node): string | undefined {
  const inner = unwrap(receiver)
  if (inner.type === 'CallExpression') {
    const isGet = calleeName(inner) === 'get' && inner.arguments.every((it) => isSteady(source, it))
    return isGet ? `${textOf(source, inner)}?` : undefined
  }
  if (!isSteadyPath(source, inner)) return undefined
  if (inner.type === 'MemberExpression' && inner.computed) return `${textOf(source, inner)}?`
  if (inner.type !== 'Identifier') return textOf(source, inner)
  const variable = variableOf(source, inner)
  const isNarrowed = variable !== undefined && variable.scope.type !== 'module' && writesOf(variable).length > 1
  return isNarrowed ? `${inner.name}?` : inner.name
}

function isSteadyPath(source: Source, node: Node): boolean {
  const inner = unwrap(node)
  if (inner.type === 'Identifier' || inner.type === 'ThisExpression') return true
  if (inner.type !== 'MemberExpression') return false
  return isSteadyPath(source, inner.object) && (!inner.computed || isSteady(source, inner.property))
}

/** Means the same when the connection closes: a name that is written once, a property of such, a literal. */
function isSteady(source: Source, node: Node): boolean {
  const inner = unwrap(node)
  if (inner.type === 'Literal' || inner.type === 'ThisExpression') return true
  if (inner.type === 'MemberExpression')
    return isSteady(source, inner.object) && (!inner.computed || isSteady(source, inner.property))
  if (inner.type !== 'Identifier') return false
  const variable = variableOf(source, inner)
  return variable !== undefined && writesOf(variable).length <= 1
}
