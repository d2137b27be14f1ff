import type { PluginOptions as DocsOptions } from '@docusaurus/plugin-content-docs'
import type { Options as ClassicOptions, ThemeConfig } from '@docusaurus/preset-classic'
import type { Config, PluginConfig } from '@docusaurus/types'
import { apiLinks } from './plugins/api-links'
import { type BuiltFolder, builtFolder } from './plugins/built-folder'
import { codeBlocks } from './plugins/code-blocks'
import { withFormat } from './plugins/markdown-format'
import { markdownTwins } from './plugins/markdown-twins'
import { siteImage, socialImages, withImage } from './plugins/social-images'
import { translatedLinks } from './plugins/translated-links'
import { withoutPrism } from './plugins/without-prism'

/** Where the site will be; nothing of it depends on that but links that have to be whole. */
const url = process.env['VERSA_SITE_URL'] ?? 'https://versa-orm.example'

/** The path below which it will be, `/` or like `/docs/`; translations are below that. */
const home = process.env['VERSA_SITE_BASE'] ?? '/'
if (!/^\/(?:.*\/)?$/.test(home)) {
  throw new Error(`VERSA_SITE_BASE is "${home}": it is a path that begins and ends with a slash.`)
}

const defaultLocale = 'en'
const locale = process.env['DOCUSAURUS_CURRENT_LOCALE'] ?? defaultLocale

/** The API reference is in English only: what it is made of is. */
const hasApi = locale === defaultLocale

const remarkPlugins: DocsOptions['remarkPlugins'] = [
  codeBlocks,
  ...(hasApi ? [] : [[apiLinks, { home }] satisfies [typeof apiLinks, object]])
]

const themeConfig: ThemeConfig = {
  image: siteImage,
  colorMode: { respectPrefersColorScheme: true },
  docs: { sidebar: { hideable: true, autoCollapseCategories: true } },
  navbar: {
    title: 'VersaORM',
    logo: { alt: '', src: 'img/logo.svg' },
    items: [
      { type: 'docSidebar', sidebarId: 'docs', label: 'Docs', position: 'left' },
      {
        ...(hasApi ? { to: '/api/' } : { href: `pathname://${home}api/`, target: '_self' }),
        label: 'API',
        position: 'left'
      },
      { href: `pathname://${home}playground/`, label: 'Playground', position: 'left' },
      { type: 'localeDropdown', position: 'right' }
    ]
  },
  footer: {
    copyright:
      'VersaORM, under the MIT licence. ' +
      `For programs that read: <a href="${home}llms.txt">llms.txt</a>`
  }
}

const preset: ClassicOptions = {
  blog: false,
  docs: { sidebarPath: './sidebars.ts', remarkPlugins },
  pages: { remarkPlugins },
  theme: { customCss: ['./src/css/theme.css', './src/css/layout.css', './src/css/code.css'] },
  sitemap: { lastmod: null, changefreq: null, priority: null }
}

const api: PluginConfig = [
  '@docusaurus/plugin-content-docs',
  { id: 'api', path: 'api', routeBasePath: 'api', sidebarPath: './sidebars-api.ts', remarkPlugins }
]

const builtFolders: readonly BuiltFolder[] = [
  { place: 'playground', folder: 'playground/dist', script: 'build-playground.mjs' },
  { place: 'rust', folder: 'target/rustdoc/doc', script: 'build-rustdoc.mjs' }
]

const config: Config = {
  title: 'VersaORM',
  tagline: 'TypeScript ORM on a native engine: SQLite, PostgreSQL, MySQL, MariaDB',
  url,
  baseUrl: home,
  trailingSlash: true,
  favicon: 'img/logo.svg',
  onBrokenLinks: 'throw',
  onBrokenAnchors: 'throw',
  onDuplicateRoutes: 'throw',
  future: { v4: true, faster: true },
  i18n: {
    defaultLocale,
    locales: ['en', 'es'],
    localeConfigs: { en: { label: 'English' }, es: { label: 'Español' } }
  },
  markdown: {
    format: 'detect',
    parseFrontMatter: withImage(withFormat),
    hooks: {
      onBrokenMarkdownLinks: translatedLinks(__dirname, locale),
      onBrokenMarkdownImages: 'throw'
    }
  },
  presets: [['classic', preset]],
  themes: [
    [
      '@easyops-cn/docusaurus-search-local',
      {
        hashed: 'filename',
        // The words of each language have endings of their own.
        language: locale === 'en' ? ['en'] : ['en', locale],
        indexBlog: false,
        docsRouteBasePath: hasApi ? ['docs', 'api'] : ['docs'],
        // An index of its own for each part: that of the API is the larger one.
        searchContextByPaths: [
          { label: { en: 'Docs', es: 'Documentación' }, path: 'docs' },
          { label: 'API', path: 'api' }
        ],
        useAllContextsWithNoSearchContext: true
      }
    ]
  ],
  customFields: { home, playground: `${home}playground/` },
  clientModules: ['./src/offline.ts'],
  plugins: [
    ...(hasApi ? [api] : []),
    ...builtFolders.map(builtFolder),
    markdownTwins,
    socialImages,
    withoutPrism
  ],
  themeConfig
}

export default config
