/**
 * A program that inserts rows of ten columns as a generator makes them: into the database of a URL,
 * so many rows, with so many characters in each of six texts. It prints how many rows there are
 * then, how many characters they have, and by how many bytes the memory of the process grew.
 */
export const insertProgram = `
import { connect, Model, t } from 'versa-orm'

const [url, count, length] = process.argv.slice(-3)
const texts = ['name', 'street', 'city', 'country', 'email', 'note']

class Person extends Model.table('people', {
  id: t.id(),
  ...Object.fromEntries(texts.map(text => [text, t.text()])),
  age: t.int(),
  height: t.float(),
  born: t.date()
}) {}

let characters = 0
function* people(from, to) {
  for (let at = from; at < to; at++) {
    const row = { age: at % 100, height: at / 7, born: '1990-01-31' }
    for (const text of texts) {
      row[text] = \`\${text} \${at} \${'x'.repeat(Number(length))}\`
      characters += row[text].length
    }
    yield row
  }
}

const db = await connect(url)
await db.schema.create([Person])
await Person.insertMany(people(0, 2_000))
const before = process.memoryUsage().rss
await Person.insertMany(people(2_000, Number(count)))
const grown = process.resourceUsage().maxRSS * 1024 - before
console.log(JSON.stringify({ rows: await Person.query().count(), characters, grown }))
await db.schema.drop([Person])
await db.close()
`
