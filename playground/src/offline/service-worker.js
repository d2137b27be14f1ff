// The service worker; the build puts `self.build` in front. All files of one version are
// kept in one cache, so that a page never gets parts of two versions.
const { version, files } = self.build

const prefix = `versa-playground:${registration.scope}:`
const cacheName = prefix + version

addEventListener('install', event => {
  event.waitUntil(store())
})

async function store() {
  const cache = await caches.open(cacheName)
  // `reload` passes by the browser's own cache, where index.html of an older version may be.
  await cache.addAll(files.map(file => new Request(file, { cache: 'reload' })))
  await skipWaiting()
}

addEventListener('activate', event => {
  event.waitUntil(replaceOlder())
})

async function replaceOlder() {
  const names = await caches.keys()
  const older = names.filter(name => name.startsWith(prefix) && name !== cacheName)
  await clients.claim()
  await Promise.all(older.map(name => caches.delete(name)))
}

addEventListener('fetch', event => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || !url.href.startsWith(registration.scope)) return
  event.respondWith(answer(request, url))
})

/** Files have their contents' hash in their names, but for the page itself: that is asked anew. */
async function answer(request, url) {
  const cache = await caches.open(cacheName)
  if (request.mode === 'navigate') {
    const page = await cache.match('index.html')
    try {
      return await fetch(request)
    } catch (error) {
      if (page === undefined) throw error
      return page
    }
  }
  url.search = ''
  return (await cache.match(url.href)) ?? fetch(request)
}
