import type { SidebarsConfig } from '@docusaurus/plugin-content-docs'

type Items = Extract<SidebarsConfig[string], readonly unknown[]>

/** A category as TypeDoc writes it. */
type Category = Items[number] & { readonly label: string; readonly items: Items }

/** What is written beside the pages: a category for each topic, within those of the modules. */
const modules: (Category & { readonly items: Category[] })[] = require('./api/typedoc-sidebar.cjs')

const parts = modules.flatMap(({ items }) => items)
const topics = parts.filter(({ label }) => label !== 'browser')
// The module for browsers has one topic of its own.
const browser = parts.filter(({ label }) => label === 'browser').flatMap(({ items }) => items)
if (topics.length === 0 || browser.length === 0) {
  throw new Error('site/api/typedoc-sidebar.cjs has no topics: node scripts/build-site.mjs')
}

const sidebars: SidebarsConfig = {
  api: [
    { type: 'doc', id: 'versa-orm/index', label: 'versa-orm' },
    ...topics,
    { type: 'doc', id: 'versa-orm/browser/index', label: 'versa-orm/browser' },
    ...browser
  ]
}

export default sidebars
