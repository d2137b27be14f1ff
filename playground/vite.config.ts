import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vite'
import { frameScript } from './src/sandbox/frame'

const frameHash = createHash('sha256').update(frameScript).digest('base64')

const editorsTypeScript = fileURLToPath(
  new URL('./src/editor/monaco-typescript.ts', import.meta.url)
)

/**
 * What the page may do. The sandbox's frame inherits it, so blobs and the frame's own script are
 * allowed here, too; Monaco writes styles into the page.
 */
const pagePolicy = [
  "default-src 'none'",
  `script-src 'self' blob: 'wasm-unsafe-eval' 'sha256-${frameHash}'`,
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "frame-src 'self' blob: data:",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'"
].join('; ')

/** Gives the page its policy, and the sandbox the hash of its frame's script. */
function policies(): Plugin {
  const id = 'virtual:frame-script-hash'
  return {
    name: 'policies',
    resolveId: source => (source === id ? `\0${id}` : undefined),
    load: source =>
      source === `\0${id}` ? `export default ${JSON.stringify(frameHash)}` : undefined,
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: pagePolicy },
        injectTo: 'head-prepend'
      }
    ]
  }
}

/**
 * The sandbox's scripts run in a worker that is no module (see `frame.ts`), where `import.meta` is
 * no syntax. What is loaded from there would not load anyway: the page sends it.
 */
function withoutModuleUrl(): Plugin {
  return {
    name: 'without-module-url',
    renderChunk: (code, chunk) =>
      /sandbox/.test(chunk.facadeModuleId ?? '')
        ? { code: code.replaceAll('import.meta.url', 'self.location.href'), map: null }
        : null
  }
}

/**
 * Monaco names a worker for TypeScript of its own, 7 MB that nobody loads: `src/editor/monaco.ts`
 * gives it ours.
 */
function withoutMonacosWorker(): Plugin {
  return {
    name: 'without-monacos-worker',
    enforce: 'pre',
    transform: (code, id) =>
      /languages\/features\/typescript\/workerManager\.js$/.test(id)
        ? { code: code.replace("new URL('ts.worker.js', import.meta.url)", "''"), map: null }
        : null
  }
}

/** Writes the service worker: a list of all files, whose version changes with any of them. */
function serviceWorker(): Plugin {
  let output = ''
  return {
    name: 'service-worker',
    apply: 'build',
    configResolved: config => {
      output = resolve(config.root, config.build.outDir)
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        const { writeServiceWorker } = await import('./src/offline/write-service-worker')
        writeServiceWorker(output, listFiles(output))
      }
    }
  }
}

function listFiles(folder: string): { name: string; bytes: Uint8Array }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => resolve(entry.parentPath, entry.name))
    .map(file => ({
      name: relative(folder, file).replaceAll('\\', '/'),
      bytes: readFileSync(file)
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

export default defineConfig({
  base: './',
  // In the editor's worker, which has TypeScript already.
  resolve: {
    alias: [{ find: /^typescript$/, replacement: editorsTypeScript }]
  },
  plugins: [policies(), withoutMonacosWorker(), serviceWorker()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  worker: { format: 'es', plugins: () => [withoutModuleUrl()] },
  build: {
    target: 'es2022',
    // The page of a project is for `versa doc`, which serves it.
    rolldownOptions: { input: ['index.html', 'project.html'] },
    // Monaco is one large script, and loaded after the page is there.
    chunkSizeWarningLimit: 8000,
    assetsInlineLimit: 0
  }
})
