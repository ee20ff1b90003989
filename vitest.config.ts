import { defineConfig } from 'vitest/config'

// Slow machines run the same tests.
const TIMEOUT_MS = 600_000

export default defineConfig({
  test: {
    testTimeout: TIMEOUT_MS,
    hookTimeout: TIMEOUT_MS,
    projects: [
      {
        extends: true,
        test: { name: 'source', include: ['test/**/*.test.ts'], exclude: ['test/{apps,editor,oxlint,package}/**'] },
      },
      // These look at the built package, which is made anew before they run.
      {
        extends: true,
        test: {
          name: 'package',
          include: ['test/{apps,editor,oxlint,package}/**/*.test.ts'],
          globalSetup: ['test/package/build.ts'],
        },
      },
    ],
  },
})
