import { Note } from './models'

await Note.create({ text: 'The first one' })

export default Note.orderBy('id', 'desc')
