/** The option of rules that ask the project: what becomes of a question that it does not answer. */
export interface UnknownOption {
  readonly unknown: 'ignore' | 'report'
}

/** Only a definite no is reported. */
export const UNKNOWN_BY_DEFAULT: UnknownOption = { unknown: 'ignore' }

/** The `strict` preset wants to know. */
export const UNKNOWN_IN_STRICT: UnknownOption = { unknown: 'report' }

/**
 * The option's part of a rule's JSON schema.
 * @param description one sentence that names what cannot be told
 */
export function unknownSchema(description: string): { type: 'string'; enum: string[]; description: string } {
  return { type: 'string', enum: ['ignore', 'report'], description }
}
