import { describe, expect, it } from 'vitest'
import { hasSubscribingImporter } from '../../src/project/fed-from-broker.ts'
import { memoryIndex } from './memory-index.ts'

const HUB = 'export class Hub {}\n'

function isFed(importer: string): boolean {
  const { index, source } = memoryIndex({ 'src/hub.ts': HUB, 'src/other.ts': importer }).from('src/hub.ts')
  return hasSubscribingImporter(index, source.path)
}

describe('a file that is fed from a broker', () => {
  it('by a file that subscribes and names it', () => {
    expect(
      isFed(`import { createClient } from 'redis'
import { Hub } from './hub'
export const feed = async (hub: Hub) => {
  const client = createClient()
  await client.subscribe('events', (text) => hub.say(text))
}`),
    ).toBe(true)
  })
  it.each([
    [
      'nobody subscribes',
      "import { createClient } from 'redis'\nimport { Hub } from './hub'\nexport { createClient, Hub }",
    ],
    ['there is no broker', "import { Hub } from './hub'\nexport const feed = (bus) => bus.subscribe(new Hub())"],
    ['the file is not named', "import { createClient } from 'redis'\ncreateClient().subscribe('events', print)"],
  ])('not where %s', (_, importer) => expect(isFed(importer)).toBe(false))
})
