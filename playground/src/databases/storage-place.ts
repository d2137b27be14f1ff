// Where a database is kept across visits: the origin private file system, else IndexedDB.

/** A place for one file. */
export interface StoragePlace {
  write(name: string, bytes: Uint8Array): Promise<void>
  /** Null where nothing is kept under the name. */
  read(name: string): Promise<Uint8Array | null>
  remove(name: string): Promise<void>
}

/**
 * The place that the browser gives us.
 *
 * @throws {Error} Where it gives none: storage is blocked.
 */
export async function storagePlace(): Promise<StoragePlace> {
  try {
    const root = await navigator.storage.getDirectory()
    const folder = await root.getDirectoryHandle('versa-playground', { create: true })
    // Some browsers have the folder, but only workers may write there.
    const probe = await folder.getFileHandle('probe', { create: true })
    await (await probe.createWritable()).close()
    return privateFiles(folder)
  } catch {
    return indexedFiles(await openIndex())
  }
}

function privateFiles(folder: FileSystemDirectoryHandle): StoragePlace {
  const missing = (error: unknown): null => {
    if (error instanceof DOMException && error.name === 'NotFoundError') return null
    throw error
  }
  return {
    async write(name, bytes) {
      const file = await folder.getFileHandle(name, { create: true })
      const stream = await file.createWritable()
      await stream.write(new Blob([bytes as Uint8Array<ArrayBuffer>]))
      await stream.close()
    },
    async read(name) {
      const handle = await folder.getFileHandle(name).catch(missing)
      return handle && new Uint8Array(await (await handle.getFile()).arrayBuffer())
    },
    async remove(name) {
      await folder.removeEntry(name).catch(missing)
    }
  }
}

const store = 'databases'

function openIndex(): Promise<IDBDatabase> {
  const opening = indexedDB.open('versa-playground', 1)
  opening.onupgradeneeded = () => opening.result.createObjectStore(store)
  return settled(opening)
}

function indexedFiles(index: IDBDatabase): StoragePlace {
  const objects = (mode: IDBTransactionMode): IDBObjectStore =>
    index.transaction(store, mode).objectStore(store)
  return {
    async write(name, bytes) {
      await settled(objects('readwrite').put(bytes, name))
    },
    async read(name) {
      const found: unknown = await settled(objects('readonly').get(name))
      return found instanceof Uint8Array ? found : null
    },
    async remove(name) {
      await settled(objects('readwrite').delete(name))
    }
  }
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('IndexedDB failed'))
  })
}
