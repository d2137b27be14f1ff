import { Tag } from './models'

// Inserted where it is new, changed where it is there. Each database has its own words for it:
// look at the panel Dialects.
const before = await Tag.count()
await Tag.insertOrUpdate([{ label: 'history' }, { label: 'music' }], { on: ['label'] })
console.log(before, 'tags became', await Tag.count())

const tag = await Tag.firstOrCreate({ label: 'history' })

export default tag
