/** Code with a mistake that no host and no version may miss; other rules may see more in it. */
export const BROKEN_CODE = `export async function read(response: Response): Promise<string> {
  if (!response.ok || !response.body) throw new Error(String(response.status))
  const decoder = new TextDecoder()
  let text: string = ''
  for await (const chunk of response.body) text += decoder.decode(chunk)
  return text
}
`

/** The rule that must report it, and the line. */
export const BROKEN_RULE = 'no-split-decode'
export const BROKEN_LINE = 5
