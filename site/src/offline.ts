// Makes the site work without a network: a worker keeps what was read, and in quiet moments the
// rest of the language one reads.
import ExecutionEnvironment from '@docusaurus/ExecutionEnvironment'
import siteConfig from '@generated/docusaurus.config'

if (ExecutionEnvironment.canUseDOM && process.env['NODE_ENV'] === 'production') {
  if ('serviceWorker' in navigator) {
    if (document.readyState === 'complete') register()
    else addEventListener('load', register)
  }
}

/** Where the site is, in whatever language: `/`, or the path below which it was put. */
const home = String(siteConfig.customFields?.['home'])

async function register(): Promise<void> {
  try {
    await navigator.serviceWorker.register(`${home}sw.js`)
    const { active } = await navigator.serviceWorker.ready
    const { connection } = navigator as { connection?: { saveData?: boolean } }
    if (connection?.saveData === true) return
    whenIdle(() => active?.postMessage({ keep: document.documentElement.lang.slice(0, 2) }))
  } catch {
    // Storage is blocked, or this is no secure origin: the site works, with a network.
  }
}

/** Safari has no `requestIdleCallback`. */
function whenIdle(act: () => void): void {
  if ('requestIdleCallback' in window) requestIdleCallback(act, { timeout: 10_000 })
  else setTimeout(act, 3000)
}
