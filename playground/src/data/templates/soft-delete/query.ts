import { Book, Writer } from './models'

const writer = await Writer.create({ name: 'Writer 1' })
await Book.createMany(['Notes', 'Drafts'].map(title => ({ writerId: writer.id, title })))

// Marked, not removed; its books are marked with it.
await writer.delete()
show(await Book.count(), 'Books that are there')
show(await Book.onlyTrashed().pluck('title'), 'Books that are marked')

await writer.restore()

export default Book.with({ writer: true })
