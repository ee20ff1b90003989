/**
 * The shortest prefix, in tokens, that Anthropic's models keep, by family and version. A shorter one is billed in full and no
 * error says so. Sources: Anthropic's page on prompt caching (platform.claude.com/docs/en/build-with-claude/prompt-caching),
 * as cited in anthropics/anthropic-sdk-python#1194 for the models up to 4.6, and dev.to/creeta, "Claude's prompt cache fails
 * silently below 1,024 tokens", for the later ones.
 */
const MINIMUMS: Readonly<Record<string, number>> = {
  'haiku 3': 2048,
  'haiku 3.5': 2048,
  'haiku 4.5': 4096,
  'opus 4.5': 4096,
  'opus 4.6': 4096,
  'opus 4.7': 2048,
  'opus 5': 512,
  'fable 5': 512,
  'mythos 5': 512,
}

/** What the other models demand: Opus 3 to 4.1 and 4.8, Sonnet 3.5 to 5. Taken for models of which nothing is known, too. */
const USUAL_MINIMUM = 1024

/** The shortest prefix, in tokens, that a model keeps. @param model its id, with or without date, region and vendor */
export function minimumOf(model: string | undefined): number {
  const name = model === undefined ? undefined : familyAndVersion(model)
  return (name === undefined ? undefined : MINIMUMS[name]) ?? USUAL_MINIMUM
}

/** `opus 4.5` for `claude-opus-4-5-20251101`, `haiku 3.5` for `anthropic.claude-3-5-haiku-20241022-v1:0`. */
function familyAndVersion(model: string): string | undefined {
  const late = /claude-([a-z]+)-(\d+)(?:[-.](\d{1,2})(?!\d))?/.exec(model)
  const early = /claude-(\d+)(?:[-.](\d{1,2})(?!\d))?-([a-z]+)/.exec(model)
  const [family, major, minor] = late !== null ? [late[1], late[2], late[3]] : [early?.[3], early?.[1], early?.[2]]
  if (family === undefined || major === undefined) return undefined
  return `${family} ${major}${minor === undefined || minor === '0' ? '' : `.${minor}`}`
}
