import { Post } from './models'

// The database is a SQLite in this tab: the engine is WebAssembly, and nothing leaves the page.
show(`${db.product} ${db.version}`, 'Runs on')

// What is there is a file of SQLite like any other: "Download the database" gives it to you.
const [file] = await db.sql`
  select page_count as pages, page_count * page_size as size
  from pragma_page_count, pragma_page_size`.rows()
show(file, 'The file')

export default Post.orderBy('id').limit(5)
