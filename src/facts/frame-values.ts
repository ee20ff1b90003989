/** What is known of a value that a frame carries. */
export type FrameValue =
  | { readonly kind: 'constant'; readonly value: string | number | boolean | null | undefined }
  /** An object with these properties and no others. */
  | { readonly kind: 'object'; readonly properties: ReadonlyMap<string, FrameValue> }
  /** A text whose beginning is known. */
  | { readonly kind: 'text'; readonly start: string }
  /** The text that the frames are about: all that was gathered before the change, what is new after it. */
  | { readonly kind: 'gathered' }
  | { readonly kind: 'any' }

/** One event, line or message that a server sends. */
export interface Frame {
  /** The name of the event; `message` where none is given, undefined where it cannot be told. */
  readonly event: string | undefined
  /** True for an event of an event stream; false for a line, a message of a socket, a piece of a text. */
  readonly isEvent: boolean | undefined
  /** What the client gets as text. */
  readonly text: FrameValue
  /** What the text gives when it is parsed as JSON. */
  readonly parsed: FrameValue
}

export const ANY: FrameValue = { kind: 'any' }
export const UNDEFINED: FrameValue = { kind: 'constant', value: undefined }

/** A frame of which nothing is known. */
export const ANY_FRAME: Frame = { event: undefined, isEvent: undefined, text: ANY, parsed: ANY }

/** The property of a value; a missing one of an object that is known is undefined. */
export function propertyOfValue(value: FrameValue, name: string): FrameValue {
  if (value.kind === 'object') return value.properties.get(name) ?? UNDEFINED
  return value.kind === 'constant' && typeof value.value !== 'string' ? UNDEFINED : ANY
}

/** The properties that lead to the gathered text in a value: none when it is that text. Undefined when it is not in it, or twice. */
export function pathToGathered(value: FrameValue): readonly string[] | undefined {
  if (value.kind === 'gathered') return []
  if (value.kind !== 'object') return undefined
  const paths = [...value.properties].flatMap(([name, inner]) => {
    const path = pathToGathered(inner)
    return path === undefined ? [] : [[name, ...path]]
  })
  return paths.length === 1 ? paths[0] : undefined
}

/** Whether a value is one that `if` takes for true. What is gathered is: an empty piece changes nothing. */
export function truthOfValue(value: FrameValue): boolean | undefined {
  switch (value.kind) {
    case 'constant':
      return Boolean(value.value)
    case 'object':
    case 'gathered':
      return true
    case 'text':
      return value.start === '' ? undefined : true
    case 'any':
      return undefined
  }
}

/** Whether two values are equal; undefined when it cannot be told. */
export function areEqual(a: FrameValue, b: FrameValue): boolean | undefined {
  if (a.kind === 'constant' && b.kind === 'constant') return a.value === b.value
  const [constant, other] = a.kind === 'constant' ? [a, b] : b.kind === 'constant' ? [b, a] : []
  if (constant === undefined || other === undefined || other.kind === 'any') return undefined
  if (other.kind === 'object') return false
  const { value } = constant
  if (typeof value !== 'string') return false
  // An empty piece changes nothing, whatever is done with it.
  if (other.kind === 'gathered') return value === '' ? false : undefined
  return other.kind === 'text' && !value.startsWith(other.start) ? false : undefined
}
