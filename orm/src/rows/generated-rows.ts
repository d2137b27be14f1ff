import type { RowDecoder } from '../engine/engine.js'
import { beyondSafeInteger, fromNumber, fromText } from './cells.js'
import { Tag } from './generated/tags.js'
import { KeptCells } from './kept-cells.js'
import { columnParts, type RowColumn, type RowForm } from './row-decoder.js'

/** Of fewer rows than this, keeping the values of each costs less than keeping the cells of all. */
const KEEP_CELLS_FROM = 16

/**
 * Generates a decoder. In its code: `t` tags, `n` numbers, `s` text, `b` bytes, `k` the cell,
 * `p` and `q` how far text and bytes are read, `v0…` the values of a row, `kept` its cells. Nothing
 * of a database or a user gets into the code but property names, as JSON strings.
 */
export function generateRows<Row>(
  columns: readonly RowColumn[],
  form: RowForm<Row>
): RowDecoder<Row> {
  const { construct } = form
  const reads = columns.map((column, at) => `let v${at};${read(column, `v${at}`)}k++`)
  const { own, extras, keys } = columnParts(columns, form)
  const values = own.map((_, at) => `v${at}`)
  const properties = own.map(({ property }) => property)
  const plain = construct === undefined ? plainRow(properties, values) : undefined
  const row = plain?.row ?? `new construct(kept,r,${values})`
  const keep =
    construct === undefined
      ? ''
      : `const kept=count<${KEEP_CELLS_FROM}?undefined:new KeptCells(chunk,${columns.length})`
  const code = `${plain?.declaration ?? ''}
return function decodeRows(chunk,rows){
const t=chunk.tags,n=chunk.numbers,s=chunk.text,b=chunk.bytes,count=chunk.rows
${keep}
let k=0,p=0,q=0
for(let r=0;r<count;r++){
${reads.join('\n')}
${push(row, own.length, extras, keys.length)}
}}`
  const given = { construct, fromNumber, fromText, beyondSafeInteger, KeptCells }
  return new Function(...Object.keys(given), code)(...Object.values(given))
}

/** The code that adds what is no column of the row's own, and puts the row into the list. */
function push(row: string, own: number, extras: readonly RowColumn[], keys: number): string {
  const add = extras.map((column, at) => [column, `v${own + at}`] as const)
  const groups = [...new Set(extras.flatMap(({ within }) => within ?? []))]
  const assign = [
    ...add.flatMap(([{ property, within }, value]) =>
      within === undefined ? [`row[${JSON.stringify(property)}]=${value}`] : []
    ),
    ...groups.map(group => {
      const pairs = add.flatMap(([{ property, within }, value]) =>
        within === group ? [`[${JSON.stringify(property)}]:${value}`] : []
      )
      return `row[${JSON.stringify(group)}]={${pairs}}`
    })
  ]
  const named = assign.length === 0 ? row : 'row'
  const before = assign.length === 0 ? '' : `const row=${row}\n${assign.join('\n')}\n`
  const first = own + extras.length
  const values = Array.from({ length: keys }, (_, at) => `v${first + at}`)
  const key = keys === 1 ? values[0] : `[${values}]`
  return `${before}rows.push(${keys === 0 ? named : `{key:${key},row:${named}}`})`
}

/**
 * The code of a row that is a plain object. A constructor with the prototype of all objects makes
 * it, not a literal: V8 notes behind each object of a literal where it came from, and with many of
 * them moves their making to the old generation, whose collection costs more.
 */
function plainRow(properties: readonly string[], values: readonly string[]) {
  // Assigning to this one would set the prototype.
  if (properties.includes('__proto__')) {
    const pairs = properties.map((property, at) => `[${JSON.stringify(property)}]:${values[at]}`)
    return { declaration: '', row: `{${pairs}}` }
  }
  const assign = properties.map((property, at) => `this[${JSON.stringify(property)}]=${values[at]}`)
  return {
    declaration: `function Row(${values}){${assign.join('\n')}}
Row.prototype=Object.prototype`,
    row: `new Row(${values})`
  }
}

function read(column: RowColumn, value: string): string {
  const text = `s.slice(p,p=n[k])`
  const orNull = (expression: string) => `${value}=t[k]===${Tag.NULL}?null:${expression};`
  switch (column.type) {
    case 'int': {
      const beyond = `beyondSafeInteger(${JSON.stringify(column.property)})`
      return `if(t[k]===${Tag.INT})${value}=n[k];else ${orNull(beyond)}`
    }
    case 'float':
    case 'decimalNumber':
      return orNull('n[k]')
    case 'boolean':
      return orNull('n[k]===1')
    case 'timestamp':
      return orNull('new Date(n[k])')
    case 'bigInt':
      return orNull(`t[k]===${Tag.INT}?BigInt(n[k]):BigInt(${text})`)
    case 'json':
      return orNull(`JSON.parse(${text})`)
    case 'bytes':
      return orNull('b.slice(q,q=n[k])')
    case 'text':
    case 'decimal':
    case 'date':
    case 'time':
    case 'dateTime':
    case 'uuid':
      return orNull(text)
    case null:
      return `switch(t[k]){case ${Tag.NULL}:${value}=null;break;
case ${Tag.TEXT}:${value}=${text};break;
case ${Tag.INT}:case ${Tag.FLOAT}:${value}=n[k];break;
case ${Tag.BYTES}:${value}=b.slice(q,q=n[k]);break;
case ${Tag.BOOLEAN}:case ${Tag.TIMESTAMP}:${value}=fromNumber(t[k],n[k]);break;
default:${value}=fromText(t[k],${text})}`
  }
}
