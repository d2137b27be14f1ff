// The document that the user's code runs in: an origin of its own, no network, nothing of the page.

/**
 * What the frame does: it makes a worker of the script that it is sent, and gives it the port. An
 * endless loop then blocks the worker and not the page, whatever the browser does about frames.
 * Where a frame cannot have workers, it runs the script itself.
 *
 * The worker is no module: Chromium refuses those to an origin that is null. So the script is put
 * into a function, or its variables would be the user's globals.
 */
export const frameScript = `addEventListener('message', function (event) {
  if (event.source !== parent) return
  var url = URL.createObjectURL(new Blob(['(function () {', event.data.script, '\\n})()'],
    { type: 'text/javascript' }))
  var port = event.ports[0]
  function alone() {
    import(url).then(function () {
      dispatchEvent(new MessageEvent('message', { data: 'port', ports: [port] }))
    })
  }
  try {
    var worker = new Worker(url)
    worker.onerror = function (error) {
      parent.postMessage({ broken: String(error.message || 'The worker cannot start') }, '*')
    }
    worker.postMessage('port', [port])
  } catch (error) {
    alone()
  }
}, { once: true })`

/**
 * What the frame may do. The page's own policy holds there, too, so it allows the same script and
 * blobs.
 */
export const framePolicy = (scriptHash: string): string =>
  [
    "default-src 'none'",
    `script-src blob: 'wasm-unsafe-eval' 'sha256-${scriptHash}'`,
    'worker-src blob:'
  ].join('; ')

/** The frame's document. */
export function frameDocument(scriptHash: string): string {
  const policy = `<meta http-equiv="Content-Security-Policy" content="${framePolicy(scriptHash)}">`
  return `<!doctype html><meta charset="utf-8">${policy}<script>${frameScript}</script>`
}
