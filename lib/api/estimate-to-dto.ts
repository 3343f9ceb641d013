import type { Offering } from '@/lib/catalog/offering'
import { formatFraction } from '@/lib/domain/fraction'
import type { OfferingKind } from '@/lib/domain/offering-kind'
import { WEI_PER_ETH, weiToUsd } from '@/lib/domain/usd'
import type { JobSize } from '@/lib/selection/job-size'
import type { EstimateDto } from './contract/estimate'
import { estimateJobs, type Work } from './estimate-jobs'
import type { Market } from './reader'
import { offeringRef } from './selection/selection-to-dto'
import { ethUsdToDto, snapshotToDto } from './to-dto'

/** What is to be done, and how many rows are told. */
export interface EstimateQuestion extends Work {
  readonly pipeline: string
  /** Null: any. */
  readonly model: string | null
  readonly kind: OfferingKind | null
  readonly limit: number
}

export function estimateToDto(
  { pipeline, model, kind, jobs, size, limit }: EstimateQuestion,
  { catalog, quote }: Market,
): EstimateDto {
  const meant = catalog.offerings.filter(
    (offering) =>
      offering.pipeline === pipeline &&
      (model === null || offering.model === model) &&
      (kind === null || offering.kind === kind),
  )
  const { costs, unpriced } = estimateJobs(meant, { jobs, size })
  return {
    snapshot: snapshotToDto(catalog.snapshot),
    eth_usd: ethUsdToDto(quote),
    work: { kind, pipeline, model, jobs: String(jobs), size: statedSize(size) },
    count: costs.length,
    estimates: costs.slice(0, limit).map(({ offering, readings, uncertainty, assumed }) => ({
      ...placeOf(offering),
      readings: readings.map(({ units, wei }) => ({
        units: String(units),
        wei: formatFraction(wei),
        eth: formatFraction({ ...wei, denominator: wei.denominator * WEI_PER_ETH }),
        usd: quote && formatFraction(weiToUsd(wei, quote.rate)),
      })),
      uncertainty,
      assumed: [...assumed],
    })),
    rejected: unpriced.length,
    rejections: unpriced
      .slice(0, limit)
      .map(({ offering, reason, detail }) => ({ ...placeOf(offering), reason, detail })),
  }
}

const placeOf = (offering: Offering) => ({
  ...offeringRef(offering),
  kind: offering.kind,
  pipeline: offering.pipeline,
  region: offering.region,
})

const statedSize = (size: JobSize): Record<string, number> =>
  Object.fromEntries(
    Object.entries(size).flatMap(([field, value]) => (value === undefined ? [] : [[field, value]])),
  )
