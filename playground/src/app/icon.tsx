// The icons of buttons: strokes in the colour of the text, hidden from screen readers.

const paths = {
  run: 'M6 4.5v11l9-5.5z',
  stop: 'M5.5 5.5h9v9h-9z',
  share: 'M8 12l4-4M7 9L5 11a3 3 0 004 4l2-2M13 11l2-2a3 3 0 00-4-4L9 7',
  more: 'M5 10h.01M10 10h.01M15 10h.01',
  close: 'M5 5l10 10M15 5L5 15',
  add: 'M10 4.5v11M4.5 10h11',
  down: 'M5.5 8l4.5 4.5L14.5 8',
  sun: [
    'M10 6.8a3.2 3.2 0 100 6.4 3.2 3.2 0 000-6.4z',
    'M10 2.5v1.6M10 15.9v1.6M2.5 10h1.6M15.9 10h1.6',
    'M4.7 4.7l1.1 1.1M14.2 14.2l1.1 1.1M4.7 15.3l1.1-1.1M14.2 5.8l1.1-1.1'
  ].join(''),
  moon: 'M16 11.6A6.5 6.5 0 118.4 4a5.2 5.2 0 007.6 7.6z',
  database: [
    'M4.5 5.5c0-1.4 2.5-2.5 5.5-2.5s5.5 1.1 5.5 2.5v9c0 1.4-2.5 2.5-5.5 2.5s-5.5-1.1-5.5-2.5z',
    'M4.5 5.5c0 1.4 2.5 2.5 5.5 2.5s5.5-1.1 5.5-2.5',
    'M4.5 10c0 1.4 2.5 2.5 5.5 2.5s5.5-1.1 5.5-2.5'
  ].join(''),
  templates: 'M4 4.5h5v5H4zM11.5 4.5h4.5v2h-4.5zM11.5 8.5h4.5v7h-4.5zM4 11.5h5v4H4z',
  check: 'M4.5 10.5l3.5 3.5 7.5-8',
  warning: 'M10 3.5l7 12.5H3zM10 8v4M10 14.2h.01',
  error: 'M10 3a7 7 0 100 14 7 7 0 000-14zM10 6.5v4.5M10 13.6h.01'
} as const

export type IconName = keyof typeof paths

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 20 20" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  )
}
