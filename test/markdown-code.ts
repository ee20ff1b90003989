/** A fenced code block of a Markdown file. */
export interface CodeBlock {
  readonly language: string
  /** What follows the language: `key=value` pairs, values without blanks. */
  readonly info: Readonly<Record<string, string>>
  readonly code: string
  /** Title of the second-level section that the block stands in; empty before the first. */
  readonly section: string
  /** Line of the opening fence, from 1. */
  readonly line: number
}

/** The code blocks of a Markdown text, and the titles of its second-level sections, in order. */
export function readMarkdown(text: string): { blocks: CodeBlock[]; sections: string[] } {
  const blocks: CodeBlock[] = []
  const sections: string[] = []
  let open: { line: number; language: string; info: string; code: string[] } | undefined
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    if (open !== undefined) {
      if (line.trim() !== '```') open.code.push(line)
      else {
        const { language, info, code } = open
        blocks.push({
          language,
          info: Object.fromEntries(info.split(/\s+/).filter(Boolean).map(pairOf)),
          code: `${code.join('\n')}\n`,
          section: sections.at(-1) ?? '',
          line: open.line,
        })
        open = undefined
      }
      continue
    }
    const fence = /^\s*```(\S+)?(.*)$/.exec(line)
    if (fence !== null) open = { line: at + 1, language: fence[1] ?? '', info: fence[2] ?? '', code: [] }
    const title = /^## (.+)$/.exec(line)?.[1]
    if (title !== undefined) sections.push(title)
  }
  return { blocks, sections }
}

/** The commands of a block of shell code, in order, without their comments. Quoted blanks and `#` are not told apart. */
export function shellCommands({ code }: CodeBlock): string[] {
  return code
    .split('\n')
    .flatMap((line) => line.replace(/(?:^|\s)# .*$/, '').split('&&'))
    .map((command) => command.trim())
    .filter((command) => command !== '')
}

function pairOf(text: string): [key: string, value: string] {
  const at = text.indexOf('=')
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}
