// Prints how long the plugin takes to load, after what every ESLint run has loaded already.
import 'eslint'
import '@typescript-eslint/parser'

const start = performance.now()
await import('eslint-plugin-streaming')
console.log(JSON.stringify({ ms: performance.now() - start }))
