/** How generators say that nobody wrote a file. A line is a line of a comment, without what frames it. */
const SIGNS: readonly RegExp[] = [
  /@generated\b/,
  /\bDO NOT (?:EDIT|MODIFY|CHANGE|ALTER)\b/,
  /\b(?:do not|don't|never) (?:edit|modify|change) (?:this file|the file|manually|by hand|directly)\b/i,
  /\b(?:this|the) (?:file|code|module|client|class|document|sdk) (?:is|was|were|has been) (?:auto(?:matically)?[- ]?|machine[- ])?generated\b/i,
  /^(?:this is an? )?(?:auto[- ]?|automatically |machine[- ])generated(?: (?:file|code|by|from|on|using|with|via|types?|client)\b|\W*$)/i,
  /^(?:code|file|types?|client|sdk|api)? ?(?:auto[- ]?|automatically )?generated (?:automatically )?(?:by|from|with|using|via)\b/i,
]

/** JavaScript's white space holds the byte order mark, too. */
const CODE = /\S/g
/** One of these words is in every sign: most files begin with a comment about something else. */
const MENTION = /generated|edit|modify|change|alter/i
/** Nobody writes so much code in so few lines: a text of this length or longer, … */
const MINIFIED_LENGTH = 20_000
/** … with fewer lines than these, … */
const MINIFIED_LINES = 50
/** … of which at least every second one is as long as this. One long text, such as a prompt, is one line of many. */
const MINIFIED_LINE = 1000

/**
 * True when what stands before the first code of a file says that it is generated, or when it is minified. A licence or a
 * disable comment may come first; comments further down are about the code beside them.
 */
export function isGenerated(text: string): boolean {
  return saysItIsGenerated(text) || isMinified(text)
}

function isMinified(text: string): boolean {
  if (text.length < MINIFIED_LENGTH) return false
  let lines = 0
  let long = 0
  for (let start = 0; start < text.length;) {
    const end = lineEnd(text, start)
    if (++lines === MINIFIED_LINES) return false
    if (end - start >= MINIFIED_LINE) long++
    start = end + 1
  }
  return long * 2 >= lines
}

function saysItIsGenerated(text: string): boolean {
  return leadingComments(text).some(
    (comment) =>
      MENTION.test(comment) &&
      comment.split('\n').some((line) => {
        const bare = line.replace(/^[\s/*!#<>-]+/, '').trimEnd()
        return SIGNS.some((sign) => sign.test(bare))
      }),
  )
}

/** The comments before the first code: `//`, `/* … *\/`, and `<!-- … -->` in component files. */
function leadingComments(text: string): string[] {
  const found: string[] = []
  let at = text.startsWith('#!') || text.startsWith('\uFEFF#!') ? lineEnd(text, 0) : 0
  for (;;) {
    CODE.lastIndex = at
    at = CODE.exec(text)?.index ?? text.length
    const end = commentEnd(text, at)
    if (end === undefined) return found
    found.push(text.slice(at, end))
    at = end
  }
}

function commentEnd(text: string, at: number): number | undefined {
  if (text.startsWith('//', at)) return lineEnd(text, at)
  const close = text.startsWith('/*', at) ? '*/' : text.startsWith('<!--', at) ? '-->' : undefined
  if (close === undefined) return undefined
  const end = text.indexOf(close, at + 2)
  return end === -1 ? undefined : end + close.length
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end === -1 ? text.length : end
}
