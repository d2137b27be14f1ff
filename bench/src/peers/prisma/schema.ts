/** What Prisma calls the databases. */
export type Provider = 'sqlite' | 'postgresql' | 'mysql'

/** How an instant is declared: with the type of its column where Prisma would assume another. */
const instants: Readonly<Record<Provider, string>> = {
  sqlite: 'DateTime',
  postgresql: 'DateTime @db.Timestamptz(6)',
  mysql: 'DateTime @db.DateTime(6)'
}

/** Joins are a preview feature, and not for SQLite. */
const features: Readonly<Record<Provider, string>> = {
  sqlite: '',
  postgresql: 'previewFeatures = ["relationJoins"]',
  // MariaDB, which Prisma counts as MySQL, lacks the lateral joins that they are made of.
  mysql: ''
}

/**
 * The schema for a database. Whole numbers have 64 bits there; these fit into `Int`, which gives
 * numbers as all contenders do, where `BigInt` would give something slower.
 */
export function schemaOf(provider: Provider): string {
  const instant = instants[provider]
  return `
generator client {
  provider   = "prisma-client"
  output     = "./client"
  engineType = "client"
  ${features[provider]}
}

datasource db {
  provider = "${provider}"
}

model Customer {
  id      Int     @id @default(autoincrement())
  company String
  name    String
  email   String
  country String
  city    String
  phone   String?
  credit  Float
  active  Boolean
  since   ${instant}
  orders  Order[]

  @@index([country, name, id])
  @@map("customers")
}

model Order {
  id         Int      @id @default(autoincrement())
  customerId Int
  employeeId Int
  orderedAt  ${instant}
  shippedAt  ${instant.replace('DateTime', 'DateTime?')}
  freight    Float
  shipName   String
  shipCity   String
  note       String?
  customer   Customer @relation(fields: [customerId], references: [id])
  details    Detail[]

  @@index([customerId])
  @@map("orders")
}

model Detail {
  id        Int     @id @default(autoincrement())
  orderId   Int
  productId Int
  unitPrice Float
  quantity  Int
  discount  Float
  returned  Boolean
  comment   String?
  packedAt  ${instant}
  order     Order   @relation(fields: [orderId], references: [id])
  product   Product @relation(fields: [productId], references: [id])

  @@index([orderId])
  @@map("order_details")
}

model Product {
  id           Int      @id @default(autoincrement())
  name         String
  supplierId   Int
  unitPrice    Float
  inStock      Int
  discontinued Boolean
  details      Detail[]

  @@map("products")
}

model Note {
  id        Int    @id @default(autoincrement())
  slug      String @unique
  title     String
  body      String
  score     Float
  n         Int
  createdAt ${instant}

  @@map("notes")
}

model Movie {
  id          Int        @id @default(autoincrement())
  title       String
  year        Int
  image       String
  description String
  directors   Director[]
  cast        Role[]
  reviews     Review[]

  @@map("movies")
}

model Person {
  id        Int        @id @default(autoincrement())
  firstName String
  lastName  String
  bio       String
  directed  Director[]
  roles     Role[]

  @@map("people")
}

model Director {
  movieId  Int
  personId Int
  movie    Movie  @relation(fields: [movieId], references: [id])
  person   Person @relation(fields: [personId], references: [id])

  @@id([movieId, personId])
  @@map("directors")
}

model Role {
  movieId  Int
  personId Int
  movie    Movie  @relation(fields: [movieId], references: [id])
  person   Person @relation(fields: [personId], references: [id])

  @@id([movieId, personId])
  @@map("actors")
}

model Review {
  id        Int    @id @default(autoincrement())
  movieId   Int
  authorId  Int
  body      String
  rating    Int
  createdAt ${instant}
  movie     Movie  @relation(fields: [movieId], references: [id])
  author    User   @relation(fields: [authorId], references: [id])

  @@index([movieId])
  @@map("reviews")
}

model Country {
  code      String            @id
  name      String
  continent String
  capital   String?
  area      Float
  unMember  Boolean
  cities    City[]
  languages CountryLanguage[]

  @@index([continent])
  @@map("countries")
}

model City {
  id          Int     @id @default(autoincrement())
  name        String
  countryCode String
  population  Int
  latitude    Float
  longitude   Float
  country     Country @relation(fields: [countryCode], references: [code])

  @@index([countryCode])
  @@index([population, id])
  @@map("cities")
}

model Language {
  code      String            @id
  name      String
  countries CountryLanguage[]

  @@map("languages")
}

model CountryLanguage {
  countryCode  String
  languageCode String
  country      Country  @relation(fields: [countryCode], references: [code])
  language     Language @relation(fields: [languageCode], references: [code])

  @@id([countryCode, languageCode])
  @@map("country_languages")
}

model User {
  id      Int      @id @default(autoincrement())
  name    String
  image   String
  reviews Review[]

  @@map("users")
}
`
}
