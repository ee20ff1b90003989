import { describe, expect, it } from 'vitest'
import rule from '../../rules/throttling/no-reconnect-without-backoff.ts'
import { lintComponent } from '../lint-component.ts'

describe('no-reconnect-without-backoff in components', () => {
  it('reads script setup of Vue', () => {
    const code = `<script setup lang="ts">
import { onMounted, ref } from 'vue'
const lines = ref<string[]>([])
function connect() {
  const source = new EventSource('/events')
  source.onmessage = (event) => { lines.value = [event.data] }
  source.onerror = () => {
    source.close()
    setTimeout(connect, 3000)
  }
}
onMounted(() => connect())
</script>
<template><p>{{ lines }}</p></template>
`
    const { reports, suggested } = lintComponent(rule, code, 'src/Feed.vue')
    expect(reports).toEqual(['9:fixedDelay'])
    expect(suggested).toContain('function connect(attempt = 0) {')
    expect(suggested).toContain('setTimeout(() => connect(attempt + 1), Math.min(30000, 3000 * 2 ** attempt)')
    expect(lintComponent(rule, suggested!, 'src/Feed.vue').reports).toEqual([])
  })

  it("reads the methods of Vue's options", () => {
    const code = `<script>
export default {
  methods: {
    connect() {
      this.ws = new WebSocket('wss://example.com')
      this.ws.onclose = () => this.reconnect()
    },
    reconnect() {
      setTimeout(() => this.connect(), 1000)
    },
  },
}
</script>
`
    const { reports, suggested } = lintComponent(rule, code, 'src/Feed.vue')
    expect(reports).toEqual(['9:fixedDelay'])
    expect(suggested).toContain('setTimeout(() => this.connect(), 1000 * (1 + Math.random()))')
  })

  it('reads the script of Svelte', () => {
    const code = `<script lang="ts">
  import { onMount } from 'svelte'
  let text = ''
  function connect() {
    const ws = new WebSocket('wss://example.com/feed')
    ws.onmessage = (event) => { text = event.data }
    ws.onclose = () => setTimeout(connect, 1000)
  }
  onMount(() => { connect() })
</script>
<p>{text}</p>
`
    const { reports, suggested } = lintComponent(rule, code, 'src/Feed.svelte')
    expect(reports).toEqual(['7:fixedDelay'])
    expect(suggested).toContain("import ReconnectingWebSocket from 'partysocket/ws'")
    expect(suggested).not.toContain('onclose')
    expect(lintComponent(rule, suggested!, 'src/Feed.svelte').reports).toEqual([])
  })

  it('is silent about a live watcher that reopens while there is work', () => {
    const code = `<script lang="ts">
  let source: EventSource | null = null
  function open() {
    source = new EventSource('/live')
    source.addEventListener('idle', () => { close(); setTimeout(open, 2000) })
  }
  function close() {
    source?.close()
    source = null
  }
  open()
</script>
`
    expect(lintComponent(rule, code, 'src/Live.svelte').reports).toEqual([])
  })
})
