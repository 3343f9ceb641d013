import type { Catalog } from '@/lib/catalog/catalog'
import { canonicalGpuName } from '@/lib/catalog/gpu-name'
import { gpuSupply } from '@/lib/catalog/gpu-supply'
import { grouped } from '@/lib/catalog/grouped'
import type { ReportedGpu } from '@/lib/catalog/offering'
import { resolveModel } from '@/lib/catalog/resolve-model'
import { rollUpGpus, rollUpModels, rollUpOrchestrators } from '@/lib/catalog/roll-up'
import type { EthUsdQuote } from '@/lib/domain/eth-usd'
import { modelName } from '@/lib/domain/model-name'
import type { NodeObservation } from '@/lib/snapshot/snapshot'
import type { GpuDetailDto, ModelDetailDto, NodeDetailDto, OrchestratorDetailDto } from './contract/single'
import { ambiguous, findNode, findOrchestrator, identify } from './find-in-catalog'
import { shortened } from './listing/reading'
import { gpuGroupToDto, groupToDto, modelToDto } from './roll-up-lists'
import { ethUsdToDto, nodeToDto, offeringToDto, snapshotToDto } from './to-dto'

/** One thing of the catalog complete, or why there is none, in one sentence. */
export type Single<Dto> =
  | { readonly ok: true; readonly dto: Dto }
  | { readonly ok: false; readonly reason: string }

const found = <Dto>(dto: Dto): Single<Dto> => ({ ok: true, dto })
const missing = (reason: string): Single<never> => ({ ok: false, reason })

type Quote = EthUsdQuote | null

const around = ({ snapshot }: Catalog, quote: Quote) => ({
  snapshot: snapshotToDto(snapshot),
  eth_usd: ethUsdToDto(quote),
})

const context = ({ snapshot }: Catalog, quote: Quote) => ({ snapshot, quote, include: [] })

export function singleModel(catalog: Catalog, asked: string, quote: Quote): Single<ModelDetailDto> {
  const resolved = resolveModel(catalog.offerings, asked)
  switch (resolved.kind) {
    case 'unknown':
      return missing(`No model is called ${shortened(asked)}; /api/v1/models lists all.`)
    case 'ambiguous':
      return missing(ambiguous(asked, resolved.ids))
    case 'found':
      return found({
        ...around(catalog, quote),
        id: resolved.id,
        name: modelName(resolved.id) ?? resolved.id,
        models: rollUpModels(resolved.offerings).map((row) => modelToDto(row, context(catalog, quote))),
        offerings: resolved.offerings.map((offering) => offeringToDto(offering, quote?.rate ?? null)),
      })
  }
}

export function singleOrchestrator(
  catalog: Catalog,
  asked: string,
  quote: Quote,
): Single<OrchestratorDetailDto> {
  const known = findOrchestrator(catalog, asked)
  if (!known)
    return missing(
      `No node is paid to, or said to belong to, ${shortened(asked)}; /api/v1/orchestrators lists all.`,
    )
  const { address, nodes } = known
  const offerings = catalog.offerings.filter(
    ({ orchestrator }) => orchestrator?.toLowerCase() === address.toLowerCase(),
  )
  const [row] = rollUpOrchestrators(offerings)
  return found({
    ...around(catalog, quote),
    address,
    orchestrator: row ? groupToDto(row, context(catalog, quote)) : null,
    nodes: nodes.map((node) => nodeOf(catalog, node, quote)),
    offerings: offerings.map((offering) => offeringToDto(offering, quote?.rate ?? null)),
  })
}

/** Cards of one name, in any case. */
export function singleGpu(catalog: Catalog, asked: string, quote: Quote): Single<GpuDetailDto> {
  const known = identify(catalog, 'gpu', asked)
  if (known.kind !== 'found') return missing(`No card is called ${shortened(asked)}; /api/v1/gpus lists all.`)
  const { id: name } = known
  const isMeant = ({ reportedName }: ReportedGpu): boolean => canonicalGpuName(reportedName) === name
  const offerings = catalog.offerings.filter(({ gpus }) => gpus.some(isMeant))
  const ownByNode = new Map(
    [...catalog.gpusByNode]
      .map(([uri, gpus]) => [uri, gpus.filter(isMeant)] as const)
      .filter(([, gpus]) => gpus.length > 0),
  )
  const offeringsByNode = grouped(offerings, ({ nodeUri }) => nodeUri)
  const regionOf = new Map(catalog.live.map(({ uri, region }) => [uri, region?.name ?? null]))
  const sizes = rollUpGpus(
    ownByNode,
    offerings.map((offering) => ({ ...offering, gpus: offering.gpus.filter(isMeant) })),
    regionOf,
  )
  const { nodesReporting, nodesCounted } = gpuSupply(catalog).total
  return found({
    ...around(catalog, quote),
    name,
    cards: new Set([...ownByNode.values()].flat().map(({ key }) => key)).size,
    nodes_reporting: nodesReporting,
    nodes_counted: nodesCounted,
    sizes: sizes.map(gpuGroupToDto).sort((a, b) => b.cards - a.cards),
    holders: catalog.live
      .flatMap(({ uri, kind, region, lastAnswer }) => {
        const cards = ownByNode.get(uri)?.length ?? 0
        const { recipient } = lastAnswer.answer
        if (cards === 0) return []
        return {
          node_uri: uri,
          orchestrator: recipient,
          orchestrator_name: (recipient && catalog.names.get(recipient)) ?? null,
          region: region?.name ?? null,
          outcome: kind,
          cards,
          offerings: offeringsByNode.get(uri)?.length ?? 0,
        }
      })
      .sort((a, b) => b.cards - a.cards),
    models: rollUpModels(offerings).map((row) => modelToDto(row, context(catalog, quote))),
  })
}

export function singleNode(catalog: Catalog, asked: string, quote: Quote): Single<NodeDetailDto> {
  const node = findNode(catalog, asked)
  if (!node) return missing(`No node is listed as ${shortened(asked)}; /api/v1/nodes lists all.`)
  return found({
    ...around(catalog, quote),
    node: nodeOf(catalog, node, quote),
    offerings: catalog.offerings
      .filter(({ nodeUri }) => nodeUri === node.uri)
      .map((offering) => offeringToDto(offering, quote?.rate ?? null)),
  })
}

const nodeOf = (catalog: Catalog, node: NodeObservation, quote: Quote) =>
  nodeToDto(node, catalog, {
    offerings: catalog.offerings.filter(({ nodeUri }) => nodeUri === node.uri).length,
    rate: quote?.rate ?? null,
  })
