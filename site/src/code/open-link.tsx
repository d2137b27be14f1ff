import Translate from '@docusaurus/Translate'
import { type ReactNode, useRef } from 'react'
import { playgroundLink } from '../../../playground/src/share/link'
import { filesOf, type Runnable } from './page-data'
import { usePlaygroundUrl } from './playground-url'

/**
 * A link that holds the block's files. It is written when someone is about to follow it: the files
 * of a page's blocks weigh more than the page.
 */
export function OpenLink(runnable: Runnable): ReactNode {
  const base = usePlaygroundUrl()
  const link = useRef<HTMLAnchorElement>(null)
  const written = useRef<Promise<void>>(undefined)
  const write = (): Promise<void> => {
    written.current ??= filesOf(runnable).then(async files => {
      const href = await playgroundLink({ files, active: 'query.ts', database: 'empty' }, base)
      link.current?.setAttribute('href', href)
    })
    return written.current
  }
  const follow = async (event: React.MouseEvent): Promise<void> => {
    if (link.current?.href.includes('#')) return
    event.preventDefault()
    await write()
    link.current?.click()
  }
  return (
    <a
      ref={link}
      className="code-button code-open"
      href={base}
      target="_blank"
      rel="noopener"
      onPointerEnter={write}
      onFocus={write}
      onClick={follow}
    >
      <Translate id="code.open">Open</Translate>{' '}
      <span className="code-wide">
        <Translate id="code.open.where">in playground</Translate>
      </span>
    </a>
  )
}
