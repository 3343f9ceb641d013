import { BYOC_CAPABILITY } from '@/lib/domain/capability'
import type { Capabilities, Hardware, ModelConstraint, StatedPrice } from '@/lib/domain/orchestrator-answer'
import type { Price } from '@/lib/domain/price'
import type { Behaviour } from './behaviour'
import { USUAL_WORKER } from './byoc/usual-worker'
import { capabilityOf, LIVE_VIDEO_TO_VIDEO } from './capability-of'
import { changeRunners } from './change-runners'
import { gpuCard } from './gpu-cards'
import type { JobBehaviour } from './jobs/job-behaviour'
import type { Offer, OrchestratorScenario } from './orchestrator-scenario'
import type { ScenarioChange } from './scenario-patch'

type ModelChange = NonNullable<ScenarioChange['models']>[number]

/** The scenario after a change; the one before stays as it was. */
export function changeScenario(scenario: OrchestratorScenario, change: ScenarioChange): OrchestratorScenario {
  return {
    ...scenario,
    behaviour: behaviourAfter(scenario.behaviour, change),
    offer: {
      ...scenario.offer,
      transcoder: change.transcoder === undefined ? scenario.offer.transcoder : change.transcoder,
      basePrice:
        change.basePrice === undefined
          ? scenario.offer.basePrice
          : change.basePrice && stated(change.basePrice, 0, ''),
      capabilities: capabilitiesAfter(scenario.offer.capabilities, change),
      prices: pricesAfter(scenario.offer, change),
      byocWorkers: workersAfter(scenario.offer, change),
      hardware: hardwareAfter(scenario, change),
      runners: changeRunners(scenario, change.runners),
    },
  }
}

function behaviourAfter(behaviour: Behaviour, change: ScenarioChange): Behaviour {
  const { latencyMs, jitterMs, fault, discovery } = change
  return {
    latencyMs: latencyMs ?? behaviour.latencyMs,
    jitterMs: jitterMs ?? behaviour.jitterMs,
    fault:
      fault === undefined ? behaviour.fault : fault.kind === 'none' ? null : { ...fault, kind: fault.kind },
    discovery: discovery === undefined ? behaviour.discovery : discovery === 'ok' ? null : discovery,
    jobs: jobsAfter(behaviour.jobs, change),
  }
}

function jobsAfter(
  jobs: JobBehaviour,
  { jobMs, jobJitterMs, jobFault, tokenLifeMs, payment, ...change }: ScenarioChange,
): JobBehaviour {
  return {
    ms: jobMs ?? jobs.ms,
    jitterMs: jobJitterMs ?? jobs.jitterMs,
    fault:
      jobFault === undefined
        ? jobs.fault
        : jobFault.kind === 'none'
          ? null
          : { ...jobFault, kind: jobFault.kind },
    tokenLifeMs: tokenLifeMs ?? jobs.tokenLifeMs,
    payment: payment ?? jobs.payment,
    ticketValueWei: change.ticketValueWei ?? jobs.ticketValueWei,
    chargeEveryMs: change.chargeEveryMs ?? jobs.chargeEveryMs,
    hostlessUrls: change.hostlessUrls ?? jobs.hostlessUrls,
    streamFault:
      change.streamFault === undefined
        ? jobs.streamFault
        : change.streamFault === 'none'
          ? null
          : change.streamFault,
  }
}

function capabilitiesAfter(
  before: Capabilities | null,
  { version, models = [] }: ScenarioChange,
): Capabilities | null {
  if (before === null || (version === undefined && models.length === 0)) return before
  const perCapability = new Map(before.constraints?.perCapability)
  const bitstring = [...before.bitstring]
  for (const change of models) {
    const id = capabilityOf(change.pipeline)
    const known = new Map(perCapability.get(id))
    if (change.isAdvertised === false) known.delete(change.model)
    else if (known.has(change.model) || !isOnlyAPrice(change)) {
      known.set(change.model, constraintAfter(known.get(change.model), change))
      bitstring[0] = (bitstring[0] ?? 0n) | (1n << BigInt(id))
    }
    if (known.size > 0) perCapability.set(id, known)
    else perCapability.delete(id)
  }
  return {
    ...before,
    bitstring,
    version: version ?? before.version,
    constraints: { minVersion: before.constraints?.minVersion ?? '', perCapability },
  }
}

/** A model that is priced but not advertised stays so when its price changes. */
const isOnlyAPrice = ({ pipeline: _, model: __, price: ___, ...rest }: ModelChange): boolean =>
  Object.values(rest).every((value) => value === undefined)

const NEW_MODEL: ModelConstraint = { warm: true, capacity: 1, runnerVersion: '', capacityInUse: 0 }

function constraintAfter(before: ModelConstraint = NEW_MODEL, change: ModelChange): ModelConstraint {
  const inUse = change.inUse ?? before.capacityInUse
  // A live container is either idle or busy, and `capacity` counts the idle ones.
  const idle =
    capabilityOf(change.pipeline) === LIVE_VIDEO_TO_VIDEO
      ? Math.max(0, before.capacity + before.capacityInUse - inUse)
      : before.capacity
  return {
    warm: change.isWarm ?? before.warm,
    capacity: change.capacity ?? idle,
    runnerVersion: change.runnerVersion ?? before.runnerVersion,
    capacityInUse: inUse,
  }
}

function pricesAfter({ prices }: Offer, { models = [], byoc = [] }: ScenarioChange): StatedPrice[] {
  const changes = [
    ...models.flatMap(({ pipeline, model, price }) =>
      price === undefined ? [] : [{ capability: capabilityOf(pipeline), constraint: model, price }],
    ),
    ...byoc.flatMap(({ name, price }) =>
      price === undefined ? [] : [{ capability: BYOC_CAPABILITY, constraint: name, price }],
    ),
  ]
  return changes.reduce<StatedPrice[]>(
    (all, { capability, constraint, price }) => {
      const others = all.filter((known) => known.capability !== capability || known.constraint !== constraint)
      return price ? [...others, stated(price, capability, constraint)] : others
    },
    [...prices],
  )
}

function workersAfter({ byocWorkers }: Offer, { byoc = [] }: ScenarioChange): Offer['byocWorkers'] {
  const workers = new Map(byocWorkers)
  for (const { name, capacity, workMs, status, text } of byoc) {
    const before = workers.get(name) ?? USUAL_WORKER
    workers.set(name, {
      capacity: capacity ?? before.capacity,
      workMs: workMs === undefined ? before.workMs : workMs,
      status: status ?? before.status,
      text: text === undefined ? before.text : text,
    })
  }
  return workers
}

function hardwareAfter({ name, offer }: OrchestratorScenario, { gpus }: ScenarioChange): readonly Hardware[] {
  if (!gpus) return offer.hardware
  const { remove = [], add = [] } = gpus
  const left = offer.hardware.flatMap((entry) => {
    if (entry.gpus.size === 0) return [entry]
    const kept = [...entry.gpus].filter(([, { id }]) => remove !== 'all' && !remove.includes(id))
    return kept.length === 0 ? [] : [{ ...entry, gpus: new Map(kept) }]
  })
  const taken = new Set(left.flatMap((entry) => [...entry.gpus.values()].map(({ id }) => id)))
  const added = add.map(({ card, pipeline, model }) => {
    const gpu = firstFree(taken, (place) => gpuCard(name, place, card))
    return { pipeline, modelId: model, gpus: new Map([['0', gpu]]) }
  })
  return [...left, ...added]
}

/** The card at the first place whose id is not in use, which is taken thereby. */
function firstFree<T extends { readonly id: string }>(taken: Set<string>, make: (place: number) => T): T {
  for (let place = 0; ; place++) {
    const made = make(place)
    if (taken.has(made.id)) continue
    taken.add(made.id)
    return made
  }
}

const stated = ({ wei, perUnits }: Price, capability: number, constraint: string): StatedPrice => ({
  pricePerUnit: wei,
  pixelsPerUnit: perUnits,
  capability,
  constraint,
})
