import type { Node } from './source.ts'

/**
 * Shapes that a finding may rest on. `node-stream`: has `pipe` and `on`. `web-stream`: has `getReader`.
 * `reader`: has `read` and `releaseLock`. `bytes`: a typed array or Buffer. `string`. `decoder`: a TextDecoder.
 * `response`: has `ok`, `status` and `body`. `promise`: has `then`. `emitter`: has `on` and `emit`.
 */
export type Shape =
  'node-stream' | 'web-stream' | 'reader' | 'bytes' | 'string' | 'decoder' | 'response' | 'promise' | 'emitter'

/** Something a finding takes for granted about a value, checked against the types where a program is there. */
export interface Assumption {
  readonly node: Node
  readonly is: Shape
}

/** What a TypeScript program says about values. It can contradict an assumption, never support a finding. */
export interface TypeOracle {
  /** True when the value's type is known and is certainly not of this shape; any, unknown and type parameters are not known. */
  contradicts(assumption: Assumption): boolean
}
