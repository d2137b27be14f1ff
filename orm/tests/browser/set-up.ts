// What the cases take from Node.js beside what they import.
import { Buffer } from 'buffer/'

Object.assign(globalThis, { Buffer, process: { env: {} } })
