'use client'

import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { COLOURED_BY } from './trade-off-points'

const PARSERS = {
  pipeline: parseAsString,
  unit: parseAsString,
  colour: parseAsStringLiteral(COLOURED_BY).withDefault('region'),
}

/** Which pipeline, in which unit, and what colours tell; it stands in the address. Null: the main one. */
export const useTradeOffView = () =>
  useQueryStates(PARSERS, { history: 'push', shallow: true, scroll: false })
