import { calleeNameNode } from '../facts/callee.ts'
import { isFunction } from '../facts/nodes.ts'
import { unwrap, wrapped } from '../facts/unwrap.ts'
import type { Node, Range } from '../source.ts'
import type { Handler } from './handler.ts'

/** The name under which a handler is registered, a good place for a report about the route: `post`, `GET`, `@Sse`, `fetch`. */
export function registrationName({ registration, fn, method }: Handler): Node | Range {
  switch (registration.type) {
    case 'CallExpression':
    case 'NewExpression':
      return calleeNameNode(registration)
    case 'Decorator': {
      const expression = unwrap(registration.expression)
      return expression.type === 'CallExpression' ? calleeNameNode(expression) : expression
    }
    case 'Property':
      return registration.key
    case 'ExportSpecifier':
      return registration.exported
    case 'ClassDeclaration':
    case 'ClassExpression':
      return registration.id ?? nameOfFunction(fn)
    case 'ExportNamedDeclaration': {
      const { declaration } = registration
      if (declaration?.type === 'VariableDeclaration') {
        const named = declaration.declarations.find(({ id }) => id.type === 'Identifier' && id.name === method)
        const [first] = declaration.declarations
        return named?.id ?? (first?.id.type === 'Identifier' ? first.id : nameOfFunction(fn))
      }
      return nameOfFunction(fn)
    }
    case 'ExportDefaultDeclaration':
      return isFunction(registration.declaration) && registration.declaration.id !== null
        ? registration.declaration.id
        : [registration.range[0], registration.range[0] + 'export default'.length]
    default:
      return nameOfFunction(fn)
  }
}

function nameOfFunction(fn: Handler['fn']): Node | Range {
  if (fn.id !== null) return fn.id
  const { parent } = wrapped(fn)
  switch (parent?.type) {
    case 'MethodDefinition':
    case 'PropertyDefinition':
    case 'Property':
      return parent.key
    case 'VariableDeclarator':
      return parent.id.type === 'Identifier' ? withoutType(parent.id) : [fn.range[0], fn.range[0] + 1]
    default: {
      const [first] = fn.params
      return first?.type === 'Identifier' ? withoutType(first) : [fn.range[0], fn.range[0] + 1]
    }
  }
}

function withoutType(name: Extract<Node, { type: 'Identifier' }>): Range {
  return [name.range[0], name.range[0] + name.name.length]
}
