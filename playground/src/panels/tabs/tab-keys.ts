// Keys of a bar of tabs.

/** The place of the tab that a key leads to, around the ends; null where it means nothing. */
export function nextTab(at: number, key: string, count: number): number | null {
  switch (key) {
    case 'ArrowLeft':
      return (at - 1 + count) % count
    case 'ArrowRight':
      return (at + 1) % count
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return null
  }
}
