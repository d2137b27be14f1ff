import { defineConfig } from 'vite'

// The element for pages of documentation: one small script under a name that stays.
export default defineConfig({
  base: './',
  build: {
    target: 'es2022',
    emptyOutDir: false,
    copyPublicDir: false,
    lib: { entry: 'src/embed/versa-play.ts', formats: ['es'], fileName: () => 'embed.js' }
  }
})
