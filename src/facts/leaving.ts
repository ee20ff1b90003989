import type { Node, Source } from '../source.ts'
import { perNode } from '../source.ts'

/** `jump`: by `break`, `continue`, `return` or `throw`. `function`: by `return` or `throw` alone. */
type Leaving = 'jump' | 'function' | undefined

/** True when the end of a statement is never reached: it returns, throws, breaks or continues on every way. */
export function alwaysLeaves(source: Source, statement: Node): boolean {
  return leaving(source, statement) !== undefined
}

/** True when a statement returns or throws on every way. */
export function alwaysEndsFunction(source: Source, statement: Node): boolean {
  return leaving(source, statement) === 'function'
}

const leaving: (source: Source, statement: Node) => Leaving = perNode<Node, Leaving>((source, statement) => {
  switch (statement.type) {
    case 'ReturnStatement':
    case 'ThrowStatement':
      return 'function'
    case 'BreakStatement':
    case 'ContinueStatement':
      return 'jump'
    case 'BlockStatement': {
      for (const inner of statement.body) {
        const left = leaving(source, inner)
        if (left !== undefined) return left
      }
      return undefined
    }
    case 'IfStatement': {
      const { consequent, alternate } = statement
      return alternate === null ? undefined : weaker(leaving(source, consequent), leaving(source, alternate))
    }
    case 'TryStatement': {
      const { block, handler, finalizer } = statement
      const last = finalizer === null ? undefined : leaving(source, finalizer)
      if (last !== undefined) return last
      return handler === null ? leaving(source, block) : weaker(leaving(source, block), leaving(source, handler.body))
    }
    default:
      return undefined
  }
}, undefined)

function weaker(a: Leaving, b: Leaving): Leaving {
  if (a === undefined || b === undefined) return undefined
  return a === 'function' && b === 'function' ? 'function' : 'jump'
}
