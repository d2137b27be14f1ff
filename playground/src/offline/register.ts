// Makes the page work without a network, from its second visit on.

/** Registers the service worker once the page is there; it must not slow that down. */
export function registerServiceWorker(): void {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return
  const register = (): void => {
    navigator.serviceWorker.register('./sw.js').catch(() => {
      // Storage is blocked, or this is no secure origin: the page works, with a network.
    })
  }
  if (document.readyState === 'complete') register()
  else addEventListener('load', register)
}
