/** The code of a component file: its scripts where they stand, all else blank. */
export interface ScriptBlocks {
  /** As long as the file, with the same line breaks. */
  readonly code: string
  readonly isTypeScript: boolean
  readonly isJsx: boolean
}

/**
 * Reads the scripts of a Vue or Svelte file. Offsets in `code` are offsets in the file.
 * @param text the whole file
 */
export function scriptBlocks(text: string): ScriptBlocks {
  let code = ''
  let isTypeScript = false
  let isJsx = false
  for (let at = 0; ;) {
    const open = nextScript(text, at)
    if (open === undefined) return { code: code + blank(text.slice(at)), isTypeScript, isJsx }
    const close = text.toLowerCase().indexOf('</script', open.end)
    const end = close === -1 ? text.length : close
    code += blank(text.slice(at, open.end)) + text.slice(open.end, end)
    const lang = languageIn(text.slice(open.start, open.end))
    if (lang === 'ts' || lang === 'tsx' || lang === 'typescript') isTypeScript = true
    if (lang === 'tsx' || lang === 'jsx') isJsx = true
    at = end
  }
}

/** The next opening tag of a script, comments passed over. */
function nextScript(text: string, from: number): { start: number; end: number } | undefined {
  for (let at = from; ;) {
    const tag = text.indexOf('<', at)
    if (tag === -1) return undefined
    if (text.startsWith('<!--', tag)) {
      const close = text.indexOf('-->', tag)
      if (close === -1) return undefined
      at = close
    } else if (/^<script[\s>]/i.test(text.slice(tag, tag + 8))) {
      const end = text.indexOf('>', tag)
      return end === -1 ? undefined : { start: tag, end: end + 1 }
    } else at = tag + 1
  }
}

function languageIn(tag: string): string | undefined {
  return /\slang\s*=\s*["']?(\w+)/.exec(tag)?.[1]
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ')
}
