import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ROOT } from './repository.ts'
import { markedRoutes } from './route-projects.ts'

const PROJECTS = readdirSync(`${ROOT}fixtures/projects`).filter((name) => /^(?:guards|watched)-/.test(name))

describe.each(PROJECTS)('%s', (project) => {
  const marked = markedRoutes(project)

  it('marks its routes', () => {
    expect(marked.length).toBeGreaterThan(3)
  })

  it.each(marked)('$file:$line $expected', ({ expected, actual }) => {
    expect(actual).toBe(expected)
  })
})
