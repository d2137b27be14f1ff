// The service worker of the site; the build puts `self.build` in front: which version it is, and
// the files of each language. The playground has a worker of its own below this one's path.
const { version, core, languages } = self.build

/** Places below this one that the worker leaves alone. */
const asides = ['playground/', 'rust/']

const prefix = `versa-site:${registration.scope}:`
const cacheName = prefix + version

addEventListener('install', event => {
  event.waitUntil(store(core).then(() => skipWaiting()))
})

addEventListener('activate', event => {
  event.waitUntil(replaceOlder())
})

async function replaceOlder() {
  const names = await caches.keys()
  await clients.claim()
  const older = names.filter(name => name.startsWith(prefix) && name !== cacheName)
  await Promise.all(older.map(name => caches.delete(name)))
}

/** A page asks for its language once it has nothing else to do. */
addEventListener('message', event => {
  const files = languages[event.data?.keep]
  if (files === undefined) return
  event.waitUntil(store(files).then(() => event.source?.postMessage({ kept: event.data.keep })))
})

/** One after the other: nobody waits for these, and the page has requests of its own. */
async function store(files) {
  const cache = await caches.open(cacheName)
  for (const file of files) {
    const url = new URL(file, registration.scope).href
    if ((await cache.match(url)) !== undefined) continue
    try {
      // `reload` passes by the browser's own cache, where a page of an older version may be.
      const response = await fetch(new Request(url, { cache: 'reload' }))
      if (response.ok) await cache.put(url, response)
    } catch {
      // The network is gone: what is kept by now is kept.
      return
    }
  }
}

addEventListener('fetch', event => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || !url.href.startsWith(registration.scope)) return
  if (asides.some(place => url.href.startsWith(new URL(place, registration.scope).href))) return
  event.respondWith(request.mode === 'navigate' ? page(request, url) : part(request, url))
})

/** A page is asked anew, so that nobody reads an old one; what is kept is for when that fails. */
async function page(request, url) {
  const cache = await caches.open(cacheName)
  try {
    const response = await fetch(request)
    if (response.ok && !response.redirected) await cache.put(plain(url), response.clone())
    return response
  } catch (error) {
    const file = url.pathname.endsWith('/') ? plain(url) : `${plain(url)}/`
    const missing = new URL('404.html', registration.scope).href
    const kept = (await cache.match(file)) ?? (await cache.match(missing))
    if (kept === undefined) throw error
    return kept
  }
}

/** What a page is made of has its content's hash in its name. */
async function part(request, url) {
  const cache = await caches.open(cacheName)
  const kept = await cache.match(plain(url))
  if (kept !== undefined) return kept
  const response = await fetch(request)
  if (response.ok && /\/assets\//.test(url.pathname)) {
    await cache.put(plain(url), response.clone())
  }
  return response
}

function plain(url) {
  return url.origin + url.pathname
}
