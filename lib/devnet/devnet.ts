import { randomBytes } from 'node:crypto'
import type { ServiceUri } from '@/lib/domain/service-uri'
import { makeCertificates } from './certificates'
import { checkOpenFileLimit } from './check-open-file-limit'
import type { OrchestratorScenario } from './orchestrator-scenario'
import { RunningOrchestrator } from './running-orchestrator'
import { RemoteSigner } from './signer/remote-signer'
import { TlsAcceptor } from './tls-acceptor'

export interface DevnetOptions {
  readonly fleet: readonly OrchestratorScenario[]
  /** Decides everything left to chance but secrets and certificates; default `devnet`. */
  readonly seed?: string
  /** Loopback address to bind; default 127.0.0.1. */
  readonly host?: string
  /** The first orchestrator's port, the others follow; one that is taken is replaced by a system-chosen one. Default 0: all system-chosen. */
  readonly firstPort?: number
  /** Unix ms; default the clock. */
  readonly now?: () => number
}

/** A network of simulated orchestrators that speak the real protocol on real ports of this machine. */
export class Devnet {
  readonly #byName = new Map<string, RunningOrchestrator>()

  private constructor(
    readonly seed: string,
    /** Signs payments for whoever asks. */
    readonly signer: RemoteSigner,
  ) {}

  static async start({
    fleet,
    seed = 'devnet',
    host = '127.0.0.1',
    firstPort = 0,
    now = Date.now,
  }: DevnetOptions): Promise<Devnet> {
    checkNames(fleet)
    checkOpenFileLimit(fleet.length)
    const devnet = new Devnet(seed, new RemoteSigner(seed, now))
    const acceptors = await makeAcceptors(fleet)
    const secret = randomBytes(32)
    const recipients = new Set(fleet.map(({ recipient }) => recipient))
    const starts = await Promise.allSettled(
      fleet.map((scenario, i) => {
        const tls = acceptors[i]
        if (!tls) throw new Error(`no certificate was made for ${scenario.name}`)
        const port = firstPort === 0 ? 0 : firstPort + i
        const uriOf = (name: string) => devnet.#byName.get(name)?.uri ?? null
        return RunningOrchestrator.start(scenario, {
          address: host,
          port,
          seed,
          secret,
          tls,
          now,
          uriOf,
          isActive: (address) => recipients.has(address),
        })
      }),
    )
    for (const start of starts)
      if (start.status === 'fulfilled') devnet.#byName.set(start.value.name, start.value)
    const failed = starts.find((start) => start.status === 'rejected')
    if (failed) {
      await devnet.stop()
      throw failed.reason
    }
    return devnet
  }

  get orchestrators(): readonly RunningOrchestrator[] {
    return [...this.#byName.values()]
  }

  /** Throws when there is none of that name. */
  orchestrator(name: string): RunningOrchestrator {
    const orchestrator = this.find(name)
    if (!orchestrator) throw new Error(`the network has no orchestrator named ${name}`)
    return orchestrator
  }

  find(name: string): RunningOrchestrator | null {
    return this.#byName.get(name) ?? null
  }

  /** Those that a list of this network names; the others are found through their siblings. */
  get listed(): readonly RunningOrchestrator[] {
    return this.orchestrators.filter(({ scenario }) => scenario.isListed)
  }

  /** Of those that are listed. */
  serviceUris(): ServiceUri[] {
    return this.listed.map(({ uri }) => uri)
  }

  /** Every orchestrator, and the signer, back to how it was started. */
  async reset(): Promise<void> {
    this.signer.reset()
    await Promise.all(this.orchestrators.map((orchestrator) => orchestrator.reset()))
  }

  async stop(): Promise<void> {
    await Promise.all(this.orchestrators.map((orchestrator) => orchestrator.stop()))
  }
}

async function makeAcceptors(fleet: readonly OrchestratorScenario[]): Promise<TlsAcceptor[]> {
  const certificates = await makeCertificates(fleet.map(({ host }) => host))
  const shared = new Map(
    [...new Set(certificates)].map((certificate) => [certificate, new TlsAcceptor(certificate)]),
  )
  return certificates.flatMap((certificate) => shared.get(certificate) ?? [])
}

function checkNames(fleet: readonly OrchestratorScenario[]): void {
  const names = new Set<string>()
  for (const { name } of fleet) {
    if (names.has(name)) throw new Error(`two orchestrators of the fleet are named ${name}`)
    names.add(name)
  }
}
