import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { LoadContext, ParseFrontMatter, Plugin } from '@docusaurus/types'
import { builtDocs } from './built-docs'

/** Changes with what images look like: an image is named after all that it shows. */
const design = '2'

const folder = 'social'
const cache = path.join(__dirname, '../.versa/cache')

/** The image of pages that have none of their own. */
export const siteImage = imageOf('VersaORM', 'TypeScript ORM on a native engine')

function imageOf(title: string, description: string): string {
  const hash = createHash('sha256').update([design, title, description].join('\0')).digest('hex')
  return `${folder}/${hash.slice(0, 16)}.png`
}

/** The pages of the API are too many, and their titles say too little, for images of their own. */
const generated = path.join(__dirname, '../api')

/** Gives a page of the documentation the image that is drawn of its title. */
export function withImage(parse: ParseFrontMatter): ParseFrontMatter {
  return async params => {
    const parsed = await parse(params)
    if (params.filePath.startsWith(generated)) return parsed
    const { title, description, image } = parsed.frontMatter
    if (typeof title !== 'string' || typeof description !== 'string' || image !== undefined) {
      return parsed
    }
    return {
      ...parsed,
      frontMatter: { ...parsed.frontMatter, image: imageOf(title, description) }
    }
  }
}

/** Draws the images that are shown where a page is linked to; one is drawn once. */
export function socialImages({ siteConfig }: LoadContext): Plugin {
  return {
    name: 'social-images',
    async postBuild({ outDir, plugins }) {
      mkdirSync(path.join(outDir, folder), { recursive: true })
      const wanted = [
        { image: siteImage, title: 'VersaORM', description: siteConfig.tagline },
        ...builtDocs(plugins)
      ]
      for (const { image, title, description } of wanted) {
        if (image?.startsWith(`${folder}/`) !== true) continue
        const kept = path.join(cache, image.replace('/', '-'))
        if (!existsSync(kept)) {
          mkdirSync(cache, { recursive: true })
          writeFileSync(kept, await draw(title, description))
        }
        copyFileSync(kept, path.join(outDir, image))
      }
    }
  }
}

const margin = 72
const width = 1200
const height = 630

async function draw(title: string, description: string): Promise<Uint8Array> {
  const { default: satori } = await import('satori')
  const { Resvg } = await import('@resvg/resvg-js')
  const svg = await satori(picture(title, description), {
    width,
    height,
    fonts: [
      { name: 'Serif', weight: 600, style: 'normal', data: font('source-serif-4', 600) },
      { name: 'Sans', weight: 400, style: 'normal', data: font('source-sans-3', 400) }
    ]
  })
  return new Resvg(svg).render().asPng()
}

/** Latin letters: titles and descriptions have no others. */
function font(name: string, weight: number): Buffer {
  return readFileSync(
    require.resolve(`@fontsource/${name}/files/${name}-latin-${weight}-normal.woff`)
  )
}

function picture(title: string, description: string) {
  const logo = readFileSync(path.join(__dirname, '../static/img/logo.svg')).toString('base64')
  return box({ flexDirection: 'column', justifyContent: 'space-between', padding: margin }, [
    box({ alignItems: 'center', gap: 20, fontFamily: 'Serif', fontSize: 40 }, [
      {
        type: 'img',
        props: { src: `data:image/svg+xml;base64,${logo}`, width: 64, height: 64 }
      },
      'VersaORM'
    ]),
    box({ flexDirection: 'column', gap: 24, maxWidth: width - 2 * margin }, [
      box({ fontFamily: 'Serif', fontSize: title.length > 28 ? 68 : 88, lineHeight: 1.1 }, [title]),
      box({ fontFamily: 'Sans', fontSize: 34, lineHeight: 1.4, color: '#545d6a' }, [description])
    ]),
    box({ height: 12, width: 160, background: '#0b6b62', borderRadius: 6 }, [])
  ])
}

type Part = string | { type: string; props: object }

function box(style: object, children: readonly Part[]) {
  const all = { display: 'flex', ...style }
  const page = 'padding' in style ? { width, height, background: '#fff', color: '#12161c' } : {}
  return { type: 'div', props: { style: { ...all, ...page }, children } } as never
}
