import { DataTypes, type Sequelize } from 'sequelize'

// Objects of their own: `define` writes into those that it is given.
const integer = () => ({ type: DataTypes.INTEGER, allowNull: false })
const double = () => ({ type: DataTypes.DOUBLE, allowNull: false })
const text = () => ({ type: DataTypes.TEXT, allowNull: false })
const boolean = () => ({ type: DataTypes.BOOLEAN, allowNull: false })
const instant = () => ({ type: DataTypes.DATE(6), allowNull: false })
const id = () => ({ type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true })
const key = () => ({ type: DataTypes.INTEGER, primaryKey: true })

/** The models, with their relations. */
export function modelsOf(sequelize: Sequelize) {
  const options = (tableName: string) => ({ tableName, timestamps: false })
  const customers = sequelize.define(
    'customer',
    {
      id: id(),
      company: text(),
      name: text(),
      email: text(),
      country: text(),
      city: text(),
      phone: { type: DataTypes.TEXT },
      credit: double(),
      active: boolean(),
      since: instant()
    },
    options('customers')
  )
  const orders = sequelize.define(
    'order',
    {
      id: id(),
      customerId: integer(),
      employeeId: integer(),
      orderedAt: instant(),
      shippedAt: { type: DataTypes.DATE(6) },
      freight: double(),
      shipName: text(),
      shipCity: text(),
      note: { type: DataTypes.TEXT }
    },
    options('orders')
  )
  const details = sequelize.define(
    'detail',
    {
      id: id(),
      orderId: integer(),
      productId: integer(),
      unitPrice: double(),
      quantity: integer(),
      discount: double(),
      returned: boolean(),
      comment: { type: DataTypes.TEXT },
      packedAt: instant()
    },
    options('order_details')
  )
  const products = sequelize.define(
    'product',
    {
      id: id(),
      name: text(),
      supplierId: integer(),
      unitPrice: double(),
      inStock: integer(),
      discontinued: boolean()
    },
    options('products')
  )
  const notes = sequelize.define(
    'note',
    {
      id: id(),
      slug: { ...text(), unique: true },
      title: text(),
      body: text(),
      score: double(),
      n: integer(),
      createdAt: instant()
    },
    options('notes')
  )
  customers.hasMany(orders, { as: 'orders', foreignKey: 'customerId' })
  orders.hasMany(details, { as: 'details', foreignKey: 'orderId' })
  details.belongsTo(products, { as: 'product', foreignKey: 'productId' })
  return {
    customers,
    orders,
    details,
    products,
    notes,
    ...filmModelsOf(sequelize),
    ...atlasModelsOf(sequelize)
  }
}

function filmModelsOf(sequelize: Sequelize) {
  const options = (tableName: string) => ({ tableName, timestamps: false })
  const movies = sequelize.define(
    'movie',
    { id: id(), title: text(), year: integer(), image: text(), description: text() },
    options('movies')
  )
  const people = sequelize.define(
    'person',
    { id: id(), firstName: text(), lastName: text(), bio: text() },
    options('people')
  )
  const users = sequelize.define(
    'user',
    { id: id(), name: text(), image: text() },
    options('users')
  )
  const reviews = sequelize.define(
    'review',
    {
      id: id(),
      movieId: integer(),
      authorId: integer(),
      body: text(),
      rating: integer(),
      createdAt: instant()
    },
    options('reviews')
  )
  const between = { movieId: key(), personId: key() }
  const directors = sequelize.define('director', between, options('directors'))
  const actors = sequelize.define('actor', between, options('actors'))
  const ends = { foreignKey: 'movieId', otherKey: 'personId' }
  movies.belongsToMany(people, { as: 'directors', through: directors, ...ends })
  movies.belongsToMany(people, { as: 'cast', through: actors, ...ends })
  movies.hasMany(reviews, { as: 'reviews', foreignKey: 'movieId' })
  reviews.belongsTo(users, { as: 'author', foreignKey: 'authorId' })
  return { movies, people, users, reviews }
}

function atlasModelsOf(sequelize: Sequelize) {
  const options = (tableName: string) => ({ tableName, timestamps: false })
  const code = () => ({ type: DataTypes.TEXT, primaryKey: true })
  const countries = sequelize.define(
    'country',
    {
      code: code(),
      name: text(),
      continent: text(),
      capital: { type: DataTypes.TEXT },
      area: double(),
      unMember: boolean()
    },
    options('countries')
  )
  const cities = sequelize.define(
    'city',
    {
      id: id(),
      name: text(),
      countryCode: text(),
      population: integer(),
      latitude: double(),
      longitude: double()
    },
    options('cities')
  )
  const languages = sequelize.define(
    'language',
    { code: code(), name: text() },
    options('languages')
  )
  const between = sequelize.define(
    'countryLanguage',
    { countryCode: code(), languageCode: code() },
    options('country_languages')
  )
  countries.hasMany(cities, { as: 'cities', foreignKey: 'countryCode' })
  countries.belongsToMany(languages, {
    as: 'languages',
    through: between,
    foreignKey: 'countryCode',
    otherKey: 'languageCode'
  })
  return { countries, cities, languages }
}
