/** The words of a name, in lower case: `cachedPricesURL`, `CACHED_PRICES_URL` and `cached-prices-url` give the same. */
export function wordsOf(name: string): string[] {
  const words = name.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{N}+/gu) ?? []
  return words.map((word) => word.toLowerCase())
}

/** True when one of the words, or two neighbours written as one, is in the set: `api key` for `apikey`. */
export function hasWord(words: readonly string[], wanted: ReadonlySet<string>): boolean {
  return words.some((word, index) => wanted.has(word) || wanted.has(word + (words[index + 1] ?? '\0')))
}
