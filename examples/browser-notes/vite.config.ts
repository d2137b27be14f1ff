import { defineConfig, type Plugin } from 'vite'

/** Nothing but what this address serves. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'"
].join('; ')

/** The built page has its policy; Vite's own page has scripts and styles in its text. */
function contentPolicy(): Plugin {
  return {
    name: 'content-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: policy },
        injectTo: 'head-prepend'
      }
    ]
  }
}

export default defineConfig({
  base: './',
  plugins: [contentPolicy()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  worker: { format: 'es' },
  // They look for their WebAssembly beside themselves.
  optimizeDeps: { exclude: ['@sqlite.org/sqlite-wasm', 'versa-orm'] },
  build: { target: 'es2022', assetsInlineLimit: 0, chunkSizeWarningLimit: 1000 }
})
