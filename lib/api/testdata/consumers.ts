import { z } from 'zod'

/**
 * Programs of others that read us, by what is known of how they read. Each fails where the real one would.
 */

/** A go-livepeer gateway with `-orchWebhookUrl` (discovery/wh_discovery.go). */
export class GoLivepeerGateway {
  /** Null: none was ever read. */
  orchestrators: readonly { readonly address: string; readonly score: number }[] | null = null
  /** How many bodies it had to read, since their bytes were new. */
  parsed = 0
  #lastBody: string | null = null

  /** What it makes of an answer; on any failure the old list stays. */
  refresh({ status, text }: { readonly status: number; readonly text: string }): void {
    if (status < 200 || status > 299 || text === this.#lastBody) return
    const list = goWebhookList(text)
    if (list === null) return
    this.orchestrators = list
    this.#lastBody = text
    this.parsed += 1
  }

  get addresses(): readonly string[] {
    return this.orchestrators?.map(({ address }) => address) ?? []
  }
}

/** Go takes null for anything; one element of another type is the end of the whole list. */
const GoWebhook = z
  .array(z.object({ address: z.string().nullish(), score: z.number().nullish() }).nullable())
  .nullable()

function goWebhookList(text: string) {
  const list = GoWebhook.safeParse(parseJson(text))
  if (!list.success) return null
  return (list.data ?? []).flatMap((item) =>
    item?.address && URL.canParse(item.address) ? { address: item.address, score: item.score ?? 0 } : [],
  )
}

/** What a gateway dials of an address: no port is ever added, and a URL without a host leads nowhere. */
export const goDialTarget = (address: string): string | null =>
  /^https?:\/\/([^/?#@]+:\d+)$/.exec(address)?.[1] ?? null

/** livepeer-tools-ui, src/providers/gateway/schemas.ts: one row that does not fit, and the page shows nothing. */
export const toolsUiDocument = z.object({
  orchestrators: z.array(
    z.object({
      address: z.string(),
      hardware: z
        .array(z.object({ pipeline: z.string().optional(), model_id: z.string().optional() }))
        .nullish(),
      capabilities_prices: z
        .array(z.object({ capability: z.union([z.string(), z.number()]), constraint: z.string().nullish() }))
        .nullish(),
      capability_options: z.record(z.string(), z.array(z.looseObject({}))).nullish(),
    }),
  ),
  capabilities_names: z.record(z.string(), z.string()).optional(),
})

/**
 * The inspector of naap-analytics, tools/inspector/analyzer.py: reads `capabilities.constraints.PerCapability`, where a
 * missing key is an empty object, and a null is the end of the program.
 */
export function inspect(text: string): { readonly address: string; readonly models: readonly string[] }[] {
  const { orchestrators } = z
    .object({ orchestrators: z.array(z.record(z.string(), z.unknown())) })
    .parse(JSON.parse(text))
  return orchestrators.map((row) => {
    const perCapability = python(python(row.capabilities ?? {}, 'constraints'), 'PerCapability')
    return {
      address: String(row.address),
      models: Object.values(perCapability).flatMap((capability) =>
        Object.keys(python(z.record(z.string(), z.unknown()).parse(capability), 'models')),
      ),
    }
  })
}

/** `value.get(key, {})` of an object. */
function python(value: unknown, key: string): Record<string, unknown> {
  const object = z.record(z.string(), z.unknown()).parse(value)
  return Object.hasOwn(object, key) ? z.record(z.string(), z.unknown()).parse(object[key]) : {}
}

/** The table that naap-analytics keeps in ClickHouse reads cards of either shape, and these columns. */
export const clickhouseRow = z.object({
  address: z.string(),
  local_address: z.string(),
  orch_uri: z.string(),
  hardware: z
    .array(
      z.object({
        gpu_info: z
          .union([
            z.record(
              z.string(),
              z.object({ name: z.string().optional(), memory_total: z.number().optional() }),
            ),
            z.array(z.unknown()),
          ])
          .optional(),
      }),
    )
    .nullable(),
})

/** livepeer-python-gateway, where it asks: `caps` behind whatever the operator wrote, slashes as they are. */
export function pythonDiscoveryPath(base: string, caps: readonly string[]): string {
  const added = caps.map((cap) => `caps=${encodeURIComponent(cap).replaceAll('%2F', '/')}`).join('&')
  return added === '' ? base : `${base}${base.includes('?') ? '&' : '?'}${added}`
}

/** The addresses it takes from an answer; throws where it would end. */
export function pythonAddresses({
  status,
  text,
}: {
  readonly status: number
  readonly text: string
}): string[] {
  const list = parseJson(text)
  if (status !== 200 || !Array.isArray(list)) throw new Error('RemoteSignerError')
  const items: unknown[] = list
  return items.flatMap((item) => z.object({ address: z.string() }).safeParse(item).data?.address ?? [])
}

/** Its call refuses an orchestrator at anything but `https://host:port`. */
export const isPythonDialable = (address: string): boolean => /^https:\/\/[^/?#@\s]+:\d+$/.test(address)

/** Its newer versions look for runners: `app` and `gpu`, any of each and both. */
export function pythonRunners(text: string): { readonly url: string; readonly app: string }[] {
  const list = z.array(z.looseObject({ runners: z.array(z.unknown()).optional() })).parse(JSON.parse(text))
  return list.flatMap(({ runners = [] }) =>
    runners.flatMap((runner) => z.object({ url: z.string(), app: z.string() }).safeParse(runner).data ?? []),
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // no JSON is no list either
  }
}
