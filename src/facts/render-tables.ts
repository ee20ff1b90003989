/** Hooks and functions whose result is a pair of a value and its setter, by `module#name`; `''` for what a build imports by itself. */
export const SETTER_PAIRS: ReadonlySet<string> = new Set([
  'react#useState',
  'react#useReducer',
  'react#useOptimistic',
  'react#useActionState',
  'preact/hooks#useState',
  'preact/hooks#useReducer',
  'preact/compat#useState',
  'preact/compat#useReducer',
  'solid-js#createSignal',
  'solid-js/store#createStore',
  'use-immer#useImmer',
  'jotai#useAtom',
  'recoil#useRecoilState',
])

/** Functions whose result is a setter. */
export const SETTERS: ReadonlySet<string> = new Set([
  'jotai#useSetAtom',
  'recoil#useSetRecoilState',
  'react-redux#useDispatch',
])

/** Functions whose result has `set` and `update`, or `setState`, which tell who shows the value. */
export const STORES: ReadonlySet<string> = new Set([
  'svelte/store#writable',
  '@angular/core#signal',
  '@angular/core#model',
  'nanostores#atom',
  'nanostores#map',
  'jotai#createStore',
  'zustand#create',
  'zustand#createStore',
  'zustand/vanilla#createStore',
  '@reduxjs/toolkit#configureStore',
  '@tanstack/react-store#Store',
  '@tanstack/store#Store',
])

/** Methods of such a store that change it. */
export const STORE_METHODS: ReadonlySet<string> = new Set(['set', 'update', 'setState', 'setKey', 'dispatch'])

/** Functions whose first parameter's function gets the setter of a store. */
export const STORE_MAKERS: ReadonlySet<string> = new Set([
  'zustand#create',
  'zustand#createStore',
  'zustand/vanilla#createStore',
])

/** Functions whose result is shown again whenever its `value` is set. */
export const VALUE_HOLDERS: ReadonlySet<string> = new Set([
  'vue#ref',
  'vue#shallowRef',
  'vue#customRef',
  'vue#toRef',
  '@vue/reactivity#ref',
  '@vue/reactivity#shallowRef',
  '@preact/signals#signal',
  '@preact/signals#useSignal',
  '@preact/signals-react#signal',
  '@preact/signals-react#useSignal',
  '@preact/signals-core#signal',
  '#imports#ref',
  '#imports#shallowRef',
  '#imports#useState',
])

/** Functions whose result is shown again whenever any of its properties is set. */
export const REACTIVE_OBJECTS: ReadonlySet<string> = new Set([
  'vue#reactive',
  'vue#shallowReactive',
  '@vue/reactivity#reactive',
  '#imports#reactive',
  'valtio#proxy',
])

/** The same as globals: what Nuxt and unplugin-auto-import bring into components, and Svelte's runes. */
export const AUTO_IMPORTED: Readonly<Record<string, 'value' | 'object' | 'pair' | undefined>> = {
  ref: 'value',
  shallowRef: 'value',
  reactive: 'object',
  shallowReactive: 'object',
}

/** Properties of an element whose change makes the page lay out anew. */
export const ELEMENT_TEXTS: ReadonlySet<string> = new Set(['textContent', 'innerHTML', 'innerText', 'outerHTML'])

/** Methods of an element that put in what they are given. */
export const ELEMENT_METHODS: ReadonlySet<string> = new Set([
  'append',
  'appendChild',
  'prepend',
  'replaceChildren',
  'insertAdjacentText',
  'insertAdjacentHTML',
])

/** Methods whose result is an element. */
export const ELEMENT_MAKERS: ReadonlySet<string> = new Set([
  'createElement',
  'getElementById',
  'querySelector',
  'closest',
  'cloneNode',
])

/** Without one of these texts a file shows nothing; components are told by their script element. */
export const RENDER_TERMS: readonly string[] = [
  'useState',
  'useReducer',
  'setState',
  'ispatch',
  '.value',
  '.set(',
  '.update(',
  'set(',
  'createSignal',
  'useAtom',
  'useImmer',
  'useSetAtom',
  'proxy(',
  'reactive(',
  '<script',
  ...ELEMENT_TEXTS,
  ...[...ELEMENT_METHODS].map((name) => `.${name}(`),
]
