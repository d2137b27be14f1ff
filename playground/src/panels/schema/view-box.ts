// Which part of a diagram is seen.

/** In the diagram's units: the place of the upper left corner, and how large a unit is. */
export interface View {
  readonly x: number
  readonly y: number
  readonly zoom: number
}

export interface Size {
  readonly width: number
  readonly height: number
}

const zoomMin = 0.15
const zoomMax = 3

/** All of it, in the middle, and not larger than it is. */
export function fitted(diagram: Size, viewport: Size, margin = 24): View {
  const across = (viewport.width - 2 * margin) / Math.max(1, diagram.width)
  const down = (viewport.height - 2 * margin) / Math.max(1, diagram.height)
  const zoom = limited(Math.min(1, across, down))
  return {
    x: (diagram.width - viewport.width / zoom) / 2,
    y: (diagram.height - viewport.height / zoom) / 2,
    zoom
  }
}

/** Nearer or farther, where the point (in pixels of the viewport) stays where it is. */
export function zoomed(view: View, factor: number, point: { x: number; y: number }): View {
  const zoom = limited(view.zoom * factor)
  return {
    x: view.x + point.x / view.zoom - point.x / zoom,
    y: view.y + point.y / view.zoom - point.y / zoom,
    zoom
  }
}

/** Moved by pixels of the viewport. */
export function panned(view: View, x: number, y: number): View {
  return { ...view, x: view.x + x / view.zoom, y: view.y + y / view.zoom }
}

function limited(zoom: number): number {
  return Math.min(zoomMax, Math.max(zoomMin, zoom))
}
