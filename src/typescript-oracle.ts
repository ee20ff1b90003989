import type { Node } from './source.ts'
import type { Assumption, Shape, TypeOracle } from './type-oracle.ts'

/** The few members of TypeScript's checker that are used, so that the plugin never imports `typescript`. */
interface Checker {
  getTypeAtLocation(node: object): Type
  getAwaitedType?(type: Type): Type | undefined
  getNonNullableType?(type: Type): Type
  getPropertyOfType(type: Type, name: string): object | undefined
  typeToString(type: Type): string
  getBaseConstraintOfType?(type: Type): Type | undefined
}
interface Type {
  readonly flags: number
  isUnion?(): this is Type & { readonly types: readonly Type[] }
  isTypeParameter?(): boolean
}

/** TypeScript's own numbers for TypeFlags.Any and TypeFlags.Unknown (the same in 5.x and 6.x). */
const ANY_OR_UNKNOWN = 1 | 2

const REQUIRED: Readonly<Record<Exclude<Shape, 'string' | 'bytes'>, readonly string[]>> = {
  'node-stream': ['pipe', 'on'],
  'web-stream': ['getReader'],
  reader: ['read', 'releaseLock'],
  decoder: ['decode', 'encoding'],
  response: ['ok', 'status', 'body'],
  promise: ['then'],
  emitter: ['on'],
}

/** The oracle over what `@typescript-eslint/parser` leaves in `parserServices`; undefined where there is no program. */
export function typeOracleOf(parserServices: unknown): TypeOracle | undefined {
  const services = parserServices as
    | {
        program?: { getTypeChecker(): Checker } | null
        esTreeNodeToTSNodeMap?: { get(node: Node): object | undefined }
      }
    | undefined
  const program = services?.program
  const nodes = services?.esTreeNodeToTSNodeMap
  if (program == null || nodes === undefined) return undefined
  const checker = program.getTypeChecker()
  return {
    contradicts({ node, is }: Assumption) {
      const tsNode = nodes.get(node)
      if (tsNode === undefined) return false
      return isKnownNot(checker, checker.getTypeAtLocation(tsNode), is)
    },
  }
}

function isKnownNot(checker: Checker, given: Type, shape: Shape): boolean {
  const type = shape === 'promise' ? given : (checker.getAwaitedType?.(given) ?? given)
  if ((type.flags & ANY_OR_UNKNOWN) !== 0 || type.isTypeParameter?.() === true) return false
  if (type.isUnion?.() === true) {
    const members = type.types.filter((member) => !['null', 'undefined'].includes(checker.typeToString(member)))
    return members.length > 0 && members.every((member) => isKnownNot(checker, member, shape))
  }
  const name = checker.typeToString(type)
  if (name === 'error' || name === '{}' || name === 'object' || name === 'never') return false
  if (shape === 'string') return !isStringType(name)
  if (shape === 'bytes') return isStringType(name) || checker.getPropertyOfType(type, 'byteLength') === undefined
  return REQUIRED[shape].some((property) => checker.getPropertyOfType(type, property) === undefined)
}

function isStringType(name: string): boolean {
  return name === 'string' || name.startsWith('"') || name.startsWith('`')
}
