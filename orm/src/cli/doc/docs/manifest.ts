// What is in `dist/docs`, which `scripts/build-docs-package.mjs` makes: files compressed with
// Brotli, and a list of them. Small texts are compressed together, since pages have much in common.

/** `dist/docs/manifest.json`. */
export interface DocsManifest {
  /** The version of the package that the documentation is of. */
  readonly version: string
  /** Content security policies; pages name theirs by its place here. */
  readonly policies: readonly string[]
  /** By the path of the address, without a query: `/playground/index.html`. */
  readonly files: Readonly<Record<string, DocsFile>>
}

/** A file of the documentation. */
export interface DocsFile {
  /** Its media type, with the charset of a text. */
  readonly type: string
  /** Its size, not compressed. */
  readonly bytes: number
  /** The hash of its content. */
  readonly hash: string
  /** The file in `dist/docs` that it is in; compressed where the name ends with `.br`. */
  readonly in: string
  /** Where it begins in that file, decompressed; undefined: it is all of it. */
  readonly at?: number
  /** The place of its policy; of pages only. */
  readonly policy?: number
}

/** `terms.json.br` of `dist/docs`: what is looked up. */
export interface TermIndex {
  readonly sections: readonly Section[]
}

/** A part of the documentation that is found as one. */
export interface Section {
  /** An error code, an exported name or a member of one, or a part of a page. */
  readonly kind: 'error' | 'symbol' | 'page'
  /** What it is found by exactly: `belongsToMany`, `UNIQUE_VIOLATION`; of pages, the heading. */
  readonly name: string
  /** Where it stands: the page's title, or the type that the member is of. */
  readonly within: string
  /** Its address in the documentation, from `/`; null where it has none. */
  readonly url: string | null
  /** Its text, as Markdown. */
  readonly text: string
}
