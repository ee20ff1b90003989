import type { Framework } from './handler.ts'

/** Types of a WHATWG request, global or a framework's own. */
export const WEB_REQUEST_TYPES = { '#Request': 'request', 'next/server#NextRequest': 'request' } as const

/** What all frameworks that answer with a returned or thrown Response have in common. */
export const ANSWERS_BY_RETURN = {
  catchesRejections: () => true,
  // The body is a web stream that the handler reads itself.
  parsesBody: () => false,
  wayOut: () => undefined,
} satisfies Partial<Framework>
