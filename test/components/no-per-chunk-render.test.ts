import { describe, expect, it } from 'vitest'
import rule from '../../rules/throttling/no-per-chunk-render.ts'
import { lintComponent } from '../lint-component.ts'

describe('no-per-chunk-render in components', () => {
  it('reads script setup of Vue', () => {
    const code = `<script setup lang="ts">
import { ref } from 'vue'
const answer = ref('')
async function ask(stream: AsyncIterable<string>) {
  for await (const chunk of stream) {
    answer.value += chunk
  }
}
</script>
<template><p @click="ask">{{ answer }}</p></template>
`
    const { reports, suggested } = lintComponent(rule, code, 'src/Chat.vue')
    expect(reports).toEqual(['6:perChunk'])
    expect(suggested).toContain(`    answer.value += piece
  }, 50)
  try {
    for await (const chunk of stream) {
      pending += chunk
      renderSoon()
    }
  } finally {
    renderSoon.flush()
  }`)
    expect(lintComponent(rule, suggested!, 'src/Chat.vue').reports).toEqual([])
  })

  it('knows the ref that a build imports by itself', () => {
    const code = `<script setup>
const messages = ref([{ text: '' }])
async function ask(stream) {
  for await (const chunk of stream) messages.value[0].text += chunk
}
</script>
`
    expect(lintComponent(rule, code, 'src/Chat.vue').reports).toEqual(['4:perChunk'])
  })

  it("reads Svelte's runes", () => {
    const code = `<script lang="ts">
  let answer = $state('')
  let buffer = ''
  async function ask(stream: AsyncIterable<string>) {
    for await (const chunk of stream) {
      buffer += chunk
      answer = buffer
    }
  }
</script>
<button onclick={() => ask}>{answer}</button>
`
    const { reports, suggested } = lintComponent(rule, code, 'src/Chat.svelte')
    expect(reports).toEqual(['7:perChunk'])
    expect(suggested).toContain('renderSoon.flush()')
    expect(lintComponent(rule, suggested!, 'src/Chat.svelte').reports).toEqual([])
  })

  it('reads variables that a Svelte template shows, and no others', () => {
    const code = `<script>
  let answer = ''
  let hidden = ''
  async function ask(stream) {
    for await (const chunk of stream) {
      hidden += chunk
      answer += chunk
    }
  }
</script>
<p>{answer}</p>
`
    expect(lintComponent(rule, code, 'src/Chat.svelte').reports).toEqual(['7:perChunk'])
  })

  it("reads Svelte's stores", () => {
    const code = `<script>
  import { writable } from 'svelte/store'
  const answer = writable('')
  async function ask(stream) {
    for await (const chunk of stream) $answer += chunk
  }
</script>
<p>{$answer}</p>
`
    expect(lintComponent(rule, code, 'src/Chat.svelte').reports).toEqual(['5:perChunk'])
  })

  it('is silent about a gate', () => {
    const code = `<script setup lang="ts">
import { ref } from 'vue'
const answer = ref('')
async function ask(stream: AsyncIterable<string>) {
  let text = ''
  let last = 0
  for await (const chunk of stream) {
    text += chunk
    if (Date.now() - last > 50) {
      last = Date.now()
      answer.value = text
    }
  }
  answer.value = text
}
</script>
<template><p>{{ answer }}</p></template>
`
    expect(lintComponent(rule, code, 'src/Chat.vue').reports).toEqual([])
  })
})
