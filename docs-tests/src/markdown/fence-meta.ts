/** What the text behind ```` ```ts ```` says about a block. */
export interface FenceMeta {
  /** The set-up file of `preludes/`, or `none`; without it the page's. */
  readonly prelude?: string
  /** What the block is called in reports. */
  readonly name?: string
  /** Why the block cannot run; its types are checked all the same. */
  readonly skip?: string
  /** The block is this file; later blocks of the page can import it. */
  readonly file?: string
  /** The block goes on from the one before it on the page. */
  readonly continue?: true
}

const words = /([\w-]+)(?:=(?:"([^"]*)"|([^\s"]+)))?(?:\s+|$)/y

/**
 * Reads a fence's meta.
 *
 * @throws {Error} For a word that means nothing: it would be a wish that is not granted.
 */
export function readFenceMeta(meta: string): FenceMeta {
  const read: Record<string, string | true> = {}
  words.lastIndex = 0
  const text = meta.trim()
  while (words.lastIndex < text.length) {
    const at = words.lastIndex
    const match = words.exec(text)
    if (match?.[1] === undefined) throw new Error(`the fence's "${text.slice(at)}" is no word`)
    read[match[1]] = match[2] ?? match[3] ?? true
  }
  for (const [word, value] of Object.entries(read)) checkWord(word, value)
  return read
}

const withValue = new Set(['prelude', 'name', 'skip', 'file', 'title'])

function checkWord(word: string, value: string | true): void {
  if (word === 'continue') {
    if (value !== true) throw new Error('the fence\'s "continue" takes no value')
  } else if (!withValue.has(word)) {
    throw new Error(`the fence's "${word}" is unknown`)
  } else if (value === true || value.trim() === '') {
    throw new Error(`the fence's "${word}" needs a value: ${word}="…"`)
  }
}
