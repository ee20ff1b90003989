import type { Node, Source } from '../source.ts'
import { perSource } from '../source.ts'
import { doesAbort } from './aborts.ts'
import { enclosingFunction } from './functions.ts'
import { nodesOf } from './nodes.ts'
import { signalOf } from './reader-releases.ts'
import type { Reader } from './readers.ts'
import type { EndSign } from './stream-end.ts'
import { propertyName, unwrap } from './unwrap.ts'
import { variableOf, writesOf } from './variables.ts'

/**
 * Tells the operands of tests that are true because the request is aborted already: `signal.aborted` of the signal of the
 * request (or of one that is not visible), and flags that are set by a function that aborts.
 */
export function abortSigns(source: Source, reader: Reader): EndSign {
  const signal = signalOf(source, reader)
  const isAborted = (operand: Node) => {
    if (operand.type !== 'MemberExpression' || propertyName(operand) !== 'aborted' || signal === undefined) return false
    if (signal === 'unknown') return true
    return source.text.slice(...signal.range).includes(source.text.slice(...unwrap(operand.object).range))
  }
  return (operand, when) => (when && isAborted(operand)) || isSetByCloser(source, reader, operand, when)
}

/** A flag to which a function that aborts writes this value. */
function isSetByCloser(source: Source, reader: Reader, flag: Node, value: boolean): boolean {
  const writes = flag.type === 'Identifier' ? writesOfName(source, flag) : fieldWrites(source, flag)
  const own = enclosingFunction(reader.taken)
  return writes.some((write) => {
    const assignment = write.parent
    if (assignment?.type !== 'AssignmentExpression') return false
    const literal = unwrap(assignment.right)
    const setter = enclosingFunction(write)
    return (
      literal.type === 'Literal' &&
      literal.value === value &&
      setter !== undefined &&
      setter !== own &&
      doesAbort(source, setter)
    )
  })
}

function writesOfName(source: Source, identifier: Node): readonly Node[] {
  const variable = variableOf(source, identifier)
  return variable === undefined ? [] : writesOf(variable).map((write) => write.identifier)
}

/** Every place that assigns to a property of the same name. */
function fieldWrites(source: Source, member: Node): readonly Node[] {
  const name = member.type === 'MemberExpression' ? propertyName(member) : undefined
  return name === undefined ? [] : (assignedProperties(source).get(name) ?? [])
}

const assignedProperties = perSource((source) => {
  const byName = new Map<string, Node[]>()
  for (const { left } of nodesOf(source, 'AssignmentExpression')) {
    const target = unwrap(left)
    const name = target.type === 'MemberExpression' ? propertyName(target) : undefined
    if (name === undefined) continue
    const known = byName.get(name)
    if (known === undefined) byName.set(name, [left])
    else known.push(left)
  }
  return byName
})
