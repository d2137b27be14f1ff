import TabItem from '@theme/TabItem'
import Tabs from '@theme/Tabs'
import MDXComponents from '@theme-original/MDXComponents'
import { CodeBlock } from '../../code/code-block'
import { DocsCounts } from '../../docs-counts'

/** What pages may use without importing it. `VersaCode` is what fences become. */
export default { ...MDXComponents, Tabs, TabItem, DocsCounts, VersaCode: CodeBlock }
