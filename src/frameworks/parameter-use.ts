import type { FunctionNode } from '../facts/nodes.ts'
import { propertyName } from '../facts/unwrap.ts'
import type { Use } from '../facts/uses.ts'
import { usesOfVariable } from '../facts/uses.ts'
import type { Source, Variable } from '../source.ts'
import { perNode } from '../source.ts'
import type { Handler } from './handler.ts'
import { indexOfRole, parameterVariable } from './parameters.ts'

/** The names of what a function does with each of its parameters: `name` of what it reads, `name()` of a method it calls, `name =` of what it sets. */
export const propertiesOfParameters = perNode<FunctionNode, readonly ReadonlySet<string>[]>(
  (source, fn) =>
    fn.params.map((parameter, index) => {
      const variable = parameterVariable(source, fn, index)
      if (variable !== undefined) return propertiesOf(source, variable)
      const names = new Set<string>()
      const target = parameter.type === 'AssignmentPattern' ? parameter.left : parameter
      if (target.type === 'ObjectPattern')
        for (const property of target.properties) {
          const name = property.type === 'Property' ? propertyName(property) : undefined
          if (name !== undefined) names.add(name)
        }
      return names
    }),
  [],
)

/** The same for a variable. */
export function propertiesOf(source: Source, variable: Variable): ReadonlySet<string> {
  return new Set(usesOfVariable(source, variable).flatMap(nameOfUse))
}

/** True when the handler reads `body` of its request parameter: a parser ran before it. */
export function readsBody(source: Source, handler: Handler): boolean {
  const index = indexOfRole(handler.roles, 'request')
  if (index === undefined) return handler.request !== undefined && propertiesOf(source, handler.request).has('body')
  return propertiesOfParameters(source, handler.fn)[index]?.has('body') === true
}

function nameOfUse(use: Use): string[] {
  if (use.kind === 'property-set') return [`${use.name} =`]
  if (use.kind === 'method-call') return [use.name, `${use.name}()`]
  return 'name' in use ? [use.name] : []
}
