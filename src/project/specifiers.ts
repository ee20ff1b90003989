/**
 * A text that stands where a module's name can stand. More than the modules may be found (in comments, in texts): this
 * only says which files are worth parsing.
 */
const SPECIFIER =
  /\b(?:from|import|require(?:\.resolve)?)\s*\(?\s*(?:(?:\/\*[^]*?\*\/|\/\/[^\n]*)\s*)*(['"`])([^'"`\n$]{1,300})\1/g

/** Everything in a file that looks like the name of a module it imports, re-exports from or requires. */
export function specifiersIn(text: string): ReadonlySet<string> {
  const found = new Set<string>()
  for (const [, , specifier = ''] of text.matchAll(SPECIFIER)) found.add(specifier)
  return found
}
