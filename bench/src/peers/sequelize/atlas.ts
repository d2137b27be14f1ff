import { col, fn, Op } from 'sequelize'
import type { Session } from '../../peer.js'
import type { modelsOf } from './models.js'

type Atlas = Pick<Session, 'countriesOf' | 'citiesNamed' | 'populationByContinent'>

/** Countries and cities; what has no relations is read as plain rows. */
export function atlasBySequelize({ countries, cities }: ReturnType<typeof modelsOf>): Atlas {
  return {
    // The many by a query of their own: beside the languages a join would repeat them.
    countriesOf: continent =>
      countries.findAll({
        where: { continent },
        order: ['code'],
        include: [
          { association: 'cities', separate: true },
          { association: 'languages', through: { attributes: [] } }
        ]
      }),
    citiesNamed: prefix =>
      cities.findAll({
        where: { name: { [Op.startsWith]: prefix } },
        order: [
          ['population', 'DESC'],
          ['id', 'DESC']
        ],
        limit: 20,
        raw: true
      }),
    populationByContinent: () =>
      countries.findAll({
        attributes: [
          'continent',
          [fn('count', col('*')), 'cities'],
          [fn('sum', col('cities.population')), 'population']
        ],
        include: [{ association: 'cities', attributes: [], required: true }],
        group: ['continent'],
        order: ['continent'],
        raw: true
      })
  }
}
