import { BYOC_CAPABILITY } from '@/lib/domain/capability'
import { pipelineOf } from '@/lib/domain/pipeline'
import { USUAL_WORKER } from './byoc/usual-worker'
import type { OrchestratorScenario } from './orchestrator-scenario'
import type { RunningOrchestrator } from './running-orchestrator'
import { formatWeiText } from './wei-text'

/** One orchestrator as it is now, as JSON; the keys are those of a patch where both have them. */
export function describeOrchestrator({ name, uri, region, scenario, seen }: RunningOrchestrator) {
  const { recipient, key, behaviour, offer } = scenario
  const { fault, latencyMs, jitterMs, discovery, jobs } = behaviour
  return {
    name,
    uri,
    region,
    behaviour: {
      latencyMs,
      jitterMs,
      fault: fault ?? 'none',
      discovery: discovery ?? 'ok',
      jobMs: jobs.ms,
      jobJitterMs: jobs.jitterMs,
      jobFault: jobs.fault ?? 'none',
      tokenLifeMs: jobs.tokenLifeMs,
      payment: jobs.payment,
      ticketValueWei: String(jobs.ticketValueWei),
      chargeEveryMs: jobs.chargeEveryMs,
      hostlessUrls: jobs.hostlessUrls,
      streamFault: jobs.streamFault ?? 'none',
    },
    isListed: scenario.isListed,
    recipient,
    key,
    version: offer.capabilities?.version ?? null,
    transcoder: offer.transcoder,
    nodes: offer.nodes,
    basePrice: offer.basePrice && formatWeiText(offer.basePrice.pricePerUnit, offer.basePrice.pixelsPerUnit),
    models: modelsOf(scenario),
    byoc: byocOf(scenario),
    gpus: gpusOf(scenario),
    runners: offer.runners.map(({ gpu, price, ...runner }) => ({
      ...runner,
      gpu: gpu?.id ?? null,
      price: String(price.wei),
      unit: price.unit,
    })),
    seen,
  }
}

function modelsOf({ offer: { capabilities, prices } }: OrchestratorScenario) {
  const advertised = [...(capabilities?.constraints?.perCapability ?? [])].flatMap(([capability, models]) =>
    [...models].map(([model, { warm, capacity, capacityInUse, runnerVersion }]) => ({
      capability,
      model,
      state: { isAdvertised: true, isWarm: warm, capacity, inUse: capacityInUse, runnerVersion },
    })),
  )
  const pricedOnly = prices
    .filter(
      ({ capability, constraint }) =>
        !capabilities?.constraints?.perCapability.get(capability)?.has(constraint),
    )
    .map(({ capability, constraint }) => ({ capability, model: constraint, state: { isAdvertised: false } }))
  return [...advertised, ...pricedOnly].map(({ capability, model, state }) => ({
    pipeline: pipelineOf(capability),
    model,
    prices: prices
      .filter((price) => price.capability === capability && price.constraint === model)
      .map(({ pricePerUnit, pixelsPerUnit }) => formatWeiText(pricePerUnit, pixelsPerUnit)),
    ...state,
  }))
}

function byocOf({ offer: { prices, byocWorkers } }: OrchestratorScenario) {
  return prices
    .filter(({ capability }) => capability === BYOC_CAPABILITY)
    .map(({ constraint, pricePerUnit, pixelsPerUnit }) => ({
      name: constraint,
      price: formatWeiText(pricePerUnit, pixelsPerUnit),
      ...(byocWorkers.get(constraint) ?? USUAL_WORKER),
    }))
}

function gpusOf({ offer: { hardware } }: OrchestratorScenario) {
  return hardware.flatMap(({ pipeline, modelId, gpus }) =>
    [...gpus.values()].map(({ id, name }) => ({ id, name, pipeline, model: modelId })),
  )
}
