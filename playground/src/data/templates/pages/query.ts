import { City } from './models'

// By its number: two statements, one of which counts.
const page = await City.orderBy('name').paginate({ page: 3, perPage: 5 })
show({ total: page.total, pages: page.pages }, 'Numbers')

// Behind a cursor: the thousandth page costs what the first did.
const first = await City.orderBy('population', 'desc').orderBy('id').cursorPaginate({ limit: 5 })
const second = await City.orderBy('population', 'desc')
  .orderBy('id')
  .cursorPaginate({ limit: 5, after: first.next })

export default second.items
