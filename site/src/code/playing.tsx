import Translate from '@docusaurus/Translate'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { VersaPlay } from '../../../playground/src/embed/versa-play'
import { filesOf, type Runnable } from './page-data'
import { usePlaygroundUrl } from './playground-url'

/** The playground in the place of a block, running it. Nothing of it is loaded before. */
export function Playing({ load, run }: Runnable): ReactNode {
  const base = usePlaygroundUrl()
  const place = useRef<HTMLDivElement>(null)
  const [state, setState] = useState<'loading' | 'ready' | 'failed'>('loading')
  useEffect(() => {
    let gone = false
    const open = async (): Promise<void> => {
      const files = await filesOf({ load, run })
      await import(/* webpackIgnore: true */ `${base}embed.js`)
      if (gone) return
      const play = document.createElement('versa-play') as VersaPlay
      play.setAttribute('bare', '')
      play.state = { files, active: 'query.ts', database: 'empty' }
      play.addEventListener('ready', () => setState('ready'))
      play.addEventListener('failed', () => setState('failed'))
      place.current?.replaceChildren(play)
      await play.open(true)
    }
    open().catch(() => setState('failed'))
    return () => {
      gone = true
    }
  }, [load, run, base])
  return (
    <div className="code-playing">
      <p role="status" className={state === 'ready' ? 'visually-hidden' : undefined}>
        {state === 'loading' && (
          <Translate id="code.playground.loading">The playground is loading…</Translate>
        )}
        {state === 'ready' && (
          <Translate id="code.playground.ready">The playground is here.</Translate>
        )}
        {state === 'failed' && (
          <Translate id="code.playground.failed">
            The playground could not be loaded. Is there a network?
          </Translate>
        )}
      </p>
      <div ref={place} />
    </div>
  )
}
