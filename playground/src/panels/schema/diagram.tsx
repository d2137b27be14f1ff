import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { SchemaRecord } from '../../protocol'
import { DiagramTable } from './diagram-table'
import { layoutSchema } from './layout'
import { linesOf, markOf } from './lines'
import { fitted, panned, type View, zoomed } from './view-box'

const firstViewport = { width: 800, height: 480 }
const stepPixels = 48
const nearer = 1.25

/** The tables and what joins them, to be moved and looked at from near. */
export function Diagram({ schema }: { readonly schema: SchemaRecord }) {
  const box = useRef<HTMLDivElement>(null)
  const layout = useMemo(() => layoutSchema(schema), [schema])
  const lines = useMemo(() => linesOf(layout), [layout])
  const [viewport, setViewport] = useState(firstViewport)
  const [moved, setMoved] = useState<View | null>(null)
  const [pointed, setPointed] = useState<string | null>(null)
  const view = moved ?? fitted(layout, viewport)
  const latest = useRef(view)
  latest.current = view
  const middle = { x: viewport.width / 2, y: viewport.height / 2 }

  useEffect(() => {
    const { current } = box
    if (current === null) return
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = current
      if (width > 0 && height > 0) setViewport({ width, height })
    }
    // Only a listener that is not passive may keep the page from scrolling.
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      const { left, top } = current.getBoundingClientRect()
      const point = { x: event.clientX - left, y: event.clientY - top }
      setMoved(zoomed(latest.current, Math.exp(-event.deltaY / 400), point))
    }
    measure()
    const observer = typeof ResizeObserver === 'undefined' ? null : new ResizeObserver(measure)
    observer?.observe(current)
    current.addEventListener('wheel', onWheel, { passive: false })
    return () => {
      observer?.disconnect()
      current.removeEventListener('wheel', onWheel)
    }
  }, [])

  const onKeyDown = (event: KeyboardEvent) => {
    const next = keyed(event.key, view, middle)
    if (next === undefined) return
    event.preventDefault()
    setMoved(next)
  }
  const drag = useDrag((x, y) => setMoved(panned(latest.current, -x, -y)))
  const seen = [view.x, view.y, viewport.width / view.zoom, viewport.height / view.zoom]
  return (
    <div class="diagram">
      <section
        class="diagram-box"
        ref={box}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the diagram is moved by keys
        tabIndex={0}
        aria-label="Diagram: arrows move it, plus and minus zoom, 0 shows all"
        onKeyDown={onKeyDown}
        {...drag}
      >
        <svg
          class="diagram-svg"
          viewBox={seen.join(' ')}
          role="img"
          aria-label={`Diagram of ${layout.tables.length} tables`}
        >
          {lines.map(line => {
            const { from, to } = line.reference
            const near = pointed === from.table || pointed === to.table
            return (
              <g
                key={`${from.table}.${from.column}`}
                class={`diagram-line${near ? ' diagram-near' : ''}`}
              >
                <path d={line.path} />
                <path class="diagram-end" d={`${markOf(line.fromEnd)} ${markOf(line.toEnd)}`} />
              </g>
            )
          })}
          {layout.tables.map(placed => (
            <DiagramTable key={placed.table.table} placed={placed} onPoint={setPointed} />
          ))}
        </svg>
      </section>
      <div class="diagram-buttons">
        <button
          type="button"
          class="panel-button"
          aria-label="Zoom in"
          onClick={() => setMoved(zoomed(view, nearer, middle))}
        >
          +
        </button>
        <button
          type="button"
          class="panel-button"
          aria-label="Zoom out"
          onClick={() => setMoved(zoomed(view, 1 / nearer, middle))}
        >
          −
        </button>
        <button type="button" class="panel-button" onClick={() => setMoved(null)}>
          Fit
        </button>
      </div>
    </div>
  )
}

/** The view after a key; null for all of the diagram, undefined where the key means nothing. */
function keyed(key: string, view: View, middle: { x: number; y: number }): View | null | undefined {
  switch (key) {
    case 'ArrowLeft':
      return panned(view, -stepPixels, 0)
    case 'ArrowRight':
      return panned(view, stepPixels, 0)
    case 'ArrowUp':
      return panned(view, 0, -stepPixels)
    case 'ArrowDown':
      return panned(view, 0, stepPixels)
    case '+':
    case '=':
      return zoomed(view, nearer, middle)
    case '-':
      return zoomed(view, 1 / nearer, middle)
    case '0':
      return null
    default:
      return undefined
  }
}

/** Says how far a pressed pointer moved. */
function useDrag(onMove: (x: number, y: number) => void) {
  const last = useRef<{ x: number; y: number } | null>(null)
  return {
    onPointerDown: (event: PointerEvent) => {
      last.current = { x: event.clientX, y: event.clientY }
      if (event.currentTarget instanceof Element) {
        event.currentTarget.setPointerCapture(event.pointerId)
      }
    },
    onPointerMove: (event: PointerEvent) => {
      if (last.current === null) return
      onMove(event.clientX - last.current.x, event.clientY - last.current.y)
      last.current = { x: event.clientX, y: event.clientY }
    },
    onPointerUp: () => {
      last.current = null
    },
    onPointerCancel: () => {
      last.current = null
    }
  }
}
