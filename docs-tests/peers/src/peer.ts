import { fileURLToPath } from 'node:url'

/** A library that people come from, and what running its examples takes. */
export interface Peer {
  /** What its fences call it: `peer=NAME`. */
  readonly name: string
  /** Its page, from the repository. */
  readonly page: string
  /**
   * Writes what its examples import, as JavaScript.
   *
   * @param folder Stands for the peer's own folder.
   */
  write(folder: string): void
  /** Files that an example finds beside it, with the file of the peer's folder that each is. */
  readonly beside: readonly string[]
}

/** The folder of a peer: its tables, and what its examples find. */
export function peerFolder(name: string): string {
  return fileURLToPath(new URL(`../${name}`, import.meta.url))
}
