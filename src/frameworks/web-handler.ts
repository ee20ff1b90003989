import type { Framework } from './handler.ts'

/** What all frameworks that answer with a returned or thrown Response have in common. */
export const ANSWERS_BY_RETURN = {
  catchesRejections: () => true,
  // The body is a web stream that the handler reads itself.
  parsesBody: () => false,
  wayOut: () => undefined,
} satisfies Partial<Framework>
