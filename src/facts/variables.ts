import type { TSESTree } from '@typescript-eslint/utils'
import type { Node, Source, Variable } from '../source.ts'
import { perSource } from '../source.ts'
import { propertyName, unwrap } from './unwrap.ts'

const GLOBAL_OBJECTS = new Set(['globalThis', 'window', 'self', 'global'])

/** Which variable each identifier of the file means: declarations and references. */
const variablesByIdentifier = perSource((source) => {
  const byIdentifier = new Map<Node, Variable | null>()
  for (const scope of source.scopes.scopes) {
    for (const variable of scope.variables) {
      for (const identifier of variable.identifiers) byIdentifier.set(identifier, variable as Variable)
    }
    for (const reference of scope.references) {
      if (!byIdentifier.has(reference.identifier) || reference.resolved !== null)
        byIdentifier.set(reference.identifier as Node, reference.resolved as Variable | null)
    }
  }
  return byIdentifier
})

/** The variable that an identifier declares or refers to; undefined when nothing in the file declares it. */
export function variableOf(source: Source, identifier: Node): Variable | undefined {
  const variable = variablesByIdentifier(source).get(identifier)
  return variable === null || variable === undefined || variable.defs.length === 0 ? undefined : variable
}

/**
 * The name of the global that an expression means: `fetch`, `globalThis.fetch`, `window.fetch` all give `fetch`.
 * A name is global when nothing in the file declares it, whether or not the host was told of it.
 */
export function globalName(source: Source, expression: Node): string | undefined {
  const node = unwrap(expression)
  if (node.type === 'Identifier') return variableOf(source, node) === undefined ? node.name : undefined
  if (node.type !== 'MemberExpression') return undefined
  const object = unwrap(node.object)
  const isGlobalObject =
    object.type === 'Identifier' && GLOBAL_OBJECTS.has(object.name) && variableOf(source, object) === undefined
  return isGlobalObject ? propertyName(node) : undefined
}

/** True when the expression is the global of this name, not shadowed. */
export function isGlobal(source: Source, expression: Node, name: string): boolean {
  const node = unwrap(expression)
  // Nearly every expression has another name, and then nobody needs to know what declares it.
  const last =
    node.type === 'Identifier' ? node.name : node.type === 'MemberExpression' ? propertyName(node) : undefined
  return last === name && globalName(source, node) === name
}

/** Makes a fact about a variable, computed at most once. */
function perVariable<T>(compute: (variable: Variable) => T): (variable: Variable) => T {
  const cache = new WeakMap<Variable, { readonly value: T }>()
  return (variable) => {
    let entry = cache.get(variable)
    if (entry === undefined) {
      entry = { value: compute(variable) }
      cache.set(variable, entry)
    }
    return entry.value
  }
}

/** Every place that reads or writes the variable, in document order; its declarations' own writes included. */
export const referencesOf = perVariable((variable): readonly TSESTree.Identifier[] =>
  variable.references.map((reference) => reference.identifier as TSESTree.Identifier),
)

/** Every place that reads the variable. */
export const readsOf = perVariable((variable): readonly TSESTree.Identifier[] =>
  variable.references
    .filter((reference) => reference.isRead())
    .map((reference) => reference.identifier as TSESTree.Identifier),
)

/** True when something is assigned to the variable after its declaration. */
export const isReassigned = perVariable((variable): boolean =>
  variable.references.some((reference) => reference.isWrite() && reference.init !== true),
)

/** What is assigned to a variable by one write: a plain value, or something that needs more than the source tells. */
export interface Write {
  readonly identifier: TSESTree.Identifier
  /** The expression whose value (or part, when `isPattern`) is written; undefined for `for` heads, updates and the like. */
  readonly value: Node | undefined
  /** True when the identifier sits in a destructuring pattern, so that it gets only a part of the value. */
  readonly isPattern: boolean
  /** `+=` and the like. */
  readonly isUpdate: boolean
}

/** All writes of a variable, initialisers included. */
export const writesOf = perVariable((variable): readonly Write[] =>
  variable.references
    .filter((reference) => reference.isWrite())
    .map((reference) => {
      const identifier = reference.identifier as TSESTree.Identifier
      const parent = identifier.parent
      const isDirect =
        (parent.type === 'VariableDeclarator' && parent.id === identifier) ||
        (parent.type === 'AssignmentExpression' && parent.left === identifier)
      const isUpdate =
        parent.type === 'UpdateExpression' || (parent.type === 'AssignmentExpression' && !isPlain(parent.operator))
      return {
        identifier,
        value: isUpdate ? undefined : ((reference.writeExpr as Node | null | undefined) ?? undefined),
        isPattern: !isDirect,
        isUpdate,
      }
    }),
)

function isPlain(operator: string): boolean {
  return operator === '=' || operator === '??=' || operator === '||='
}
