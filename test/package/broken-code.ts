/** Code with one mistake, for the tests that only ask whether the plugin runs at all. */
export const BROKEN_CODE = `import { createServer } from 'node:http'

export const server = createServer(async (request, response) => {
  const decoder = new TextDecoder()
  let text: string = ''
  for await (const chunk of request) text += decoder.decode(chunk)
  response.end(text)
})
`

/** The rule that must report it. */
export const BROKEN_RULE = 'no-split-decode'
