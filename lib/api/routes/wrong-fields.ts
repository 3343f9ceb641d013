import type { ParameterError } from '../search-params'
import type { RouteProblem } from './route-problem'

/** Fields of a body that are missing or wrong, all at once. */
export const wrongFields = (errors: readonly ParameterError[]): RouteProblem => ({
  kind: 'wrong-input',
  detail: errors.map(({ parameter, detail }) => `${parameter} ${detail}`).join('; '),
  param: errors[0]?.parameter ?? null,
  fields: errors.map(({ parameter, detail }) => ({ name: parameter, detail })),
})
