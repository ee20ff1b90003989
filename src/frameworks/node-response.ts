/**
 * Ends a Node response after an error: once headers are out, the connection is cut, so that the client does not take a
 * truncated body for a whole one; before that, an empty 500.
 * @param response the text of the `http.ServerResponse`
 */
export function endNodeResponse(response: string, errorName: string): readonly [string, string] {
  return [`if (${response}.headersSent) ${response}.destroy(${errorName})`, `else ${response}.writeHead(500).end()`]
}

/** HTTP methods whose requests usually carry a body that parsers read. */
export const BODY_METHODS: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH'])
/** HTTP methods whose requests carry none. */
export const BODILESS_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD'])
