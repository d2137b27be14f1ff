/** Hands a file to the browser's downloads. */
export function download(bytes: Uint8Array, name: string): void {
  const url = URL.createObjectURL(new Blob([bytes.slice()], { type: 'application/vnd.sqlite3' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The download has begun, with a reference of its own to the blob.
  setTimeout(() => URL.revokeObjectURL(url))
}
