import { queryOptions } from '@tanstack/react-query'
import { askApi } from '../ask-api'
import type { RegionMapDto } from '../contract/region-map'
import { ofMoment } from './of-moment'
import { withAsOf } from './with-as-of'

/** What there is by region, of one pipeline or (empty) of all. */
export const regionMapQuery = (pipeline: string, asOf: string | null = null) =>
  queryOptions({
    queryKey: ['region-map', pipeline, asOf],
    queryFn: ({ signal }) => askApi<RegionMapDto>(regionMapPath(pipeline, asOf), { signal }),
    ...ofMoment(asOf),
  })

export const regionMapPath = (pipeline: string, asOf: string | null): string =>
  `/api/v1/regions/map${withAsOf(new URLSearchParams(pipeline === '' ? {} : { pipeline }), asOf)}`
