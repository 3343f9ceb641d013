import { canonicalGpuName } from '@/lib/catalog/gpu-name'
import { parseAddress } from '@/lib/domain/eth-address'
import type { EthUsdQuote } from '@/lib/domain/eth-usd'
import { DEFAULT_FEATURES } from '@/lib/domain/feature-bits'
import type { OfferingKind } from '@/lib/domain/offering-kind'
import { capabilityOf, type PriceUnit, unitOf } from '@/lib/domain/pipeline'
import { parseServiceUri } from '@/lib/domain/service-uri'
import { parseMaxPricePerUnit } from '@/lib/pricing/parse-max-price-per-unit'
import { parseMaxPrices } from '@/lib/pricing/parse-max-prices'
import { NO_RULES, type SelectionRules } from '@/lib/selection/job-request'
import { ceilingFor, ceilingPrice, type PriceCeilings } from '@/lib/selection/price-ceilings'
import type { SelectionRulesDto } from '../contract/selection'
import type { ParameterError } from '../search-params'

export type RulesReading =
  | { readonly ok: true; readonly rules: SelectionRules }
  | { readonly ok: false; readonly errors: readonly ParameterError[] }

export interface RulesAbout {
  readonly kind: OfferingKind
  readonly pipeline: string
  readonly model: string | null
  /** Dollars for one ETH; null: nobody knows. */
  readonly rate: EthUsdQuote['rate'] | null
  /** Of whatever the rules say nothing of. */
  readonly ceilings?: PriceCeilings | null
}

/** Rules of which everything is read but what depends on the model and the rate. */
export type RulesReader =
  | { readonly ok: true; readonly rulesFor: (about: RulesAbout) => RulesReading }
  | { readonly ok: false; readonly errors: readonly ParameterError[] }

/** What a job's rules mean for one pipeline and model, at one rate; prices become wei, names what the catalog calls them. */
export function readRules(dto: SelectionRulesDto, about: RulesAbout): RulesReading {
  const reader = rulesReader(dto)
  return reader.ok ? reader.rulesFor(about) : reader
}

/** The same for many models: a file of prices is read once. */
export function rulesReader(dto: SelectionRulesDto): RulesReader {
  const errors: ParameterError[] = []
  const stated = ceilingsOf(dto, errors)
  if (errors.length > 0) return { ok: false, errors }
  const rules = rulesBesidePrice(dto)
  return {
    ok: true,
    rulesFor({ kind, pipeline, model, rate, ceilings = null }) {
      const asked = { pipeline, model }
      const own = stated && ceilingFor(stated, asked)
      // What a file does not name is for this server to say.
      const ceiling = own ?? (ceilings && ceilingFor(ceilings, asked))
      const price = ceiling && ceilingPrice(ceiling, rate)
      if (price === 'no-rate') return { ok: false, errors: [own === null ? NO_RATE_OF_OURS : NO_RATE] }
      return {
        ok: true,
        rules: {
          ...rules,
          maxPrice: price && {
            price,
            unit: dto.max_price_unit ?? ownUnit({ kind, pipeline }),
            isAsked: own !== null,
          },
        },
      }
    },
  }
}

const NO_RATE: ParameterError = {
  parameter: 'max_price',
  detail: 'is told in dollars, and this server knows no price of ETH (ETH_USD); tell it in wei or eth',
}

const NO_RATE_OF_OURS: ParameterError = {
  parameter: 'max_price',
  detail:
    'is left out, and the highest price of this server (MAX_PRICE_PER_UNIT, MAX_PRICES_FILE) is told in dollars, of which it knows no rate (ETH_USD); set one in wei or eth',
}

const rulesBesidePrice = (dto: SelectionRulesDto): Omit<SelectionRules, 'maxPrice'> => ({
  ...NO_RULES,
  features: [...(dto.features ?? []), ...(dto.like_go_livepeer ? DEFAULT_FEATURES : [])],
  minNodeVersion: dto.min_node_version ?? null,
  minRunnerVersion: dto.min_runner_version ?? null,
  warm: dto.warm ?? NO_RULES.warm,
  gpus: (dto.gpu ?? []).map(canonicalGpuName),
  minVramGb: dto.min_vram_gb ?? null,
  needsFreeCapacity: dto.free_capacity ?? false,
  regions: (dto.region ?? []).map((region) => region.toLowerCase()),
  regionIs: dto.region_is ?? NO_RULES.regionIs,
  only: new Set((dto.only ?? []).map(canonicalName)),
  exclude: new Set((dto.exclude ?? []).map(canonicalName)),
  minReliability:
    dto.min_reliability === undefined
      ? null
      : { score: dto.min_reliability, window: dto.reliability_window ?? '24h' },
  maxAgeMs: dto.max_age_ms ?? null,
  strategy: dto.strategy ?? NO_RULES.strategy,
  exploration: dto.exploration ?? NO_RULES.exploration,
  whenNobodyIsTrusted: dto.when_nobody_is_trusted ?? NO_RULES.whenNobodyIsTrusted,
})

/** Null: they say nothing of prices. */
function ceilingsOf(
  { max_price, max_prices }: SelectionRulesDto,
  errors: ParameterError[],
): PriceCeilings | null {
  const refuse = (parameter: string, detail: string): null => {
    errors.push({ parameter, detail })
    return null
  }
  const global = max_price === undefined ? null : parseMaxPricePerUnit(max_price)
  if (global !== null && !global.ok) return refuse('max_price', global.problem)
  if (global?.ceiling === null) return refuse('max_price', 'is zero; leave it out to take any price')
  if (max_prices === undefined) return global && { global: global.ceiling, byModel: new Map() }
  const file = parseMaxPrices(JSON.stringify(max_prices), {
    maxPricePerUnit: global?.ceiling ?? null,
    pixelsPerUnit: 1n,
  })
  return file.ok ? file.ceilings : refuse('max_prices', file.problems.join('; '))
}

/** Null where offerings of one name may bill by different ones. */
function ownUnit({ kind, pipeline }: { kind: OfferingKind; pipeline: string }): PriceUnit | null {
  const capability = kind === 'ai' ? capabilityOf(pipeline) : null
  return capability === null ? null : unitOf(capability)
}

/** As the catalog spells it, where it is an address or a URI. */
function canonicalName(text: string): string {
  if (OFFERING_ID.test(text)) return text
  const uri = parseServiceUri(text)
  return parseAddress(text) ?? (uri.ok ? uri.uri : text)
}
const OFFERING_ID = /^[0-9a-f]{16}$/
