// Starts the service: see the README.
import { connect, VersaError } from 'versa-orm'
import { appOn } from './app.js'
import { models } from './models.js'

try {
  await start()
} catch (error) {
  if (!(error instanceof VersaError)) throw error
  console.error(error.message)
  process.exitCode = 1
}

async function start(): Promise<void> {
  const db = await connect(process.env['DATABASE_URL'] ?? 'sqlite:library.db')
  await db.schema.createIfMissing(models)

  const server = appOn(db).listen(Number(process.env['PORT'] ?? 3000), '127.0.0.1', error => {
    if (error !== undefined) {
      console.error(`The service cannot listen: ${error.message}`)
      process.exitCode = 1
      return void db.close()
    }
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : address
    console.log(`http://127.0.0.1:${port}/books`)
  })

  // Requests that run are answered, new ones are not taken; then the database is closed.
  const stop = () => server.close(() => db.close())
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}
