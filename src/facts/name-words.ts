/** The words of a name, in lower case: `cachedPricesURL`, `CACHED_PRICES_URL` and `cached-prices-url` give the same. */
export function wordsOf(name: string): string[] {
  const words = name.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{N}+/gu) ?? []
  return words.map((word) => word.toLowerCase())
}
