import { createHmac } from 'node:crypto'
import type { EthAddress } from '@/lib/domain/eth-address'
import { type SeededRandom, seededRandom } from '@/lib/domain/seeded-random'
import { parseServiceUri, type ServiceUri } from '@/lib/domain/service-uri'
import { RunnerSessions } from './apps/runner-sessions'
import { type AnswerFault, type Behaviour, isPortFault, type PortFault } from './behaviour'
import { ByocWorkers } from './byoc/byoc-workers'
import { changeScenario } from './change-scenario'
import { Balances } from './jobs/balances'
import { isJobPortFault, type JobPortFault } from './jobs/job-behaviour'
import { JobLog } from './jobs/job-log'
import type { JobSite } from './jobs/job-site'
import { MediaStore } from './jobs/media-store'
import { Places } from './jobs/places'
import { TicketRecipient } from './jobs/ticket-recipient'
import { StreamBook } from './live/stream-book'
import type { AnswerContext } from './orchestrator-info'
import { OrchestratorPort } from './orchestrator-port'
import type { OrchestratorScenario, Region } from './orchestrator-scenario'
import type { Host } from './orchestrator-service'
import { ScenarioPatch, type ScenarioPatchInput } from './scenario-patch'
import type { TlsAcceptor } from './tls-acceptor'
import { TrickleChannels } from './trickle/trickle-channels'

export interface RunOptions {
  /** Loopback address to bind. */
  readonly address: string
  /** Wanted port; 0 lets the system choose, as does a wanted one that is taken. */
  readonly port: number
  readonly seed: string
  /** Of this run; each orchestrator makes one of its own of it. */
  readonly secret: Uint8Array
  readonly tls: TlsAcceptor
  /** Unix ms. */
  readonly now: () => number
  /** The URI of another orchestrator of this network, by name. */
  readonly uriOf: (name: string) => string | null
  /** Whether an orchestrator of this network is paid at that address. */
  readonly isActive: (address: EthAddress) => boolean
}

/** One orchestrator with a life. Its scenario can be changed while it runs. */
export class RunningOrchestrator implements Host {
  readonly #port: OrchestratorPort
  readonly #secret: Uint8Array
  readonly #places = new Places()
  readonly #log = new JobLog()
  readonly #recipient: TicketRecipient
  readonly jobs: JobSite
  /** A port for jobs alone, from the first time on that they are to fail at it. */
  #jobPort: OrchestratorPort | null = null
  #jobPortNumber = 0
  readonly #random: SeededRandom
  #scenario: OrchestratorScenario
  #uri: ServiceUri | null = null
  #portNumber = 0
  #questions = 0
  #discoveries = 0
  #isStopped = false
  #settled: Promise<void> = Promise.resolve()

  private constructor(
    private readonly initial: OrchestratorScenario,
    private readonly options: RunOptions,
  ) {
    this.#scenario = initial
    this.#random = seededRandom(`${options.seed} ${initial.name}`)
    this.#port = new OrchestratorPort(this, options.tls, () => this.portFault())
    this.#secret = createHmac('sha256', options.secret).update(initial.name).digest()
    this.#recipient = new TicketRecipient(this.#secret)
    this.jobs = this.#jobSite()
  }

  static async start(scenario: OrchestratorScenario, options: RunOptions): Promise<RunningOrchestrator> {
    const orchestrator = new RunningOrchestrator(scenario, options)
    await orchestrator.#start()
    return orchestrator
  }

  get name(): string {
    return this.initial.name
  }

  get region(): Region | null {
    return this.initial.region
  }

  /** As it is now, after all changes. */
  get scenario(): OrchestratorScenario {
    return this.#scenario
  }

  get behaviour(): Behaviour {
    return this.#scenario.behaviour
  }

  get port(): number {
    return this.#portNumber
  }

  /** Where to ask it. */
  get uri(): ServiceUri {
    if (!this.#uri) throw new Error(`${this.name} has not been started`)
    return this.#uri
  }

  /**
   * TCP connections accepted so far, those of the jobs' own port apart, and what came through them: GetOrchestrator
   * calls, `GET /discovery`. Jobs are told in `jobs.log`.
   */
  get seen(): { connections: number; jobConnections: number; questions: number; discoveries: number } {
    return {
      connections: this.#port.connections,
      jobConnections: this.#jobPort?.connections ?? 0,
      questions: this.#questions,
      discoveries: this.#discoveries,
    }
  }

  /** Applies to the next connection and the next question; throws a ZodError on a patch that is not one, an UnknownAppError on one of an app that is not here. */
  async change(patch: ScenarioPatchInput): Promise<void> {
    const change = ScenarioPatch.parse(patch)
    await this.#become(changeScenario(this.#scenario, change))
  }

  /** Back to how it was started. */
  reset(): Promise<void> {
    return this.#become(this.initial)
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    this.jobs.streams.endAll('the node stops')
    this.jobs.sessions.releaseAll()
    await this.#settled.catch(() => undefined)
    await Promise.all([this.#port.close(), this.#jobPort?.close()])
  }

  portFault(): PortFault | null {
    const fault = this.behaviour.fault
    return fault && isPortFault(fault.kind) && this.#strikes(fault.probability) ? fault.kind : null
  }

  answerFault(): AnswerFault | null {
    const fault = this.behaviour.fault
    return fault && !isPortFault(fault.kind) && this.#strikes(fault.probability) ? fault.kind : null
  }

  answerContext(): AnswerContext {
    const { transcoder, nodes } = this.#scenario.offer
    return {
      transcoder: transcoder === null ? this.uri : this.#resolve(transcoder),
      nodes: nodes.map((node) => this.#resolve(node)),
      random: this.#random,
      now: this.options.now(),
      secret: this.#secret,
      recipient: this.#recipient,
      jobUri: this.#jobPortFault() ? `https://${this.initial.host}:${this.#jobPortNumber}` : null,
      takenPlaces: (capability, model) => this.#places.taken(capability, model),
    }
  }

  countQuestion(): void {
    this.#questions += 1
  }

  countDiscovery(): void {
    this.#discoveries += 1
  }

  #jobSite(): JobSite {
    const scenario = () => this.#scenario
    const uri = () => this.uri
    return {
      get scenario() {
        return scenario()
      },
      get uri() {
        return uri()
      },
      secret: this.#secret,
      random: this.#random,
      places: this.#places,
      media: new MediaStore(),
      log: this.#log,
      recipient: this.#recipient,
      balances: new Balances(),
      channels: new TrickleChannels(() => this.options.now()),
      streams: new StreamBook(),
      byoc: new ByocWorkers(),
      sessions: new RunnerSessions(),
      now: () => this.options.now(),
      isActive: this.options.isActive,
      answerContext: () => this.answerContext(),
      jobFault: () => {
        const fault = this.behaviour.jobs.fault
        return fault && this.#strikes(fault.probability) ? fault : null
      },
    }
  }

  #jobPortFault(): { readonly kind: JobPortFault; readonly probability: number } | null {
    const fault = this.behaviour.jobs.fault
    return fault && isJobPortFault(fault.kind) ? { ...fault, kind: fault.kind } : null
  }

  async #start(): Promise<void> {
    const { address, port } = this.options
    this.#portNumber = await this.#port.open(address, port).catch((cause) => {
      if (port === 0) throw cause
      return this.#port.open(address, 0)
    })
    const result = parseServiceUri(`https://${this.initial.host}:${this.#portNumber}`)
    if (!result.ok) throw new Error(`${this.name}: host "${this.initial.host}" ${result.problem}`)
    this.#uri = result.uri
    await this.#settlePort()
    await this.#settleJobPort()
  }

  #become(scenario: OrchestratorScenario): Promise<void> {
    const before = this.#scenario
    this.#scenario = scenario
    // One after the other: a port cannot open while it closes.
    this.#settled = this.#settled
      .catch(() => undefined)
      .then(async () => {
        await this.#settlePort()
        await this.#settleJobPort()
        // Kept connections would go on as if nothing had happened.
        const fault = scenario.behaviour.fault
        if (fault && fault !== before.behaviour.fault && isPortFault(fault.kind)) this.#port.dropConnections()
      })
    return this.#settled
  }

  async #settlePort(): Promise<void> {
    const isWanted = !this.#isStopped && this.behaviour.fault?.kind !== 'refuse'
    if (isWanted && !this.#port.isOpen) await this.#port.reopen(this.options.address, this.#portNumber)
    else if (!isWanted && this.#port.isOpen) await this.#port.close()
  }

  /** Jobs fail at a port of their own, since the node's answers go on at the usual one. Once opened it stays, for those who have its address. */
  async #settleJobPort(): Promise<void> {
    const fault = this.#jobPortFault()
    if (this.#isStopped || (!fault && !this.#jobPort)) return
    if (!this.#jobPort) {
      this.#jobPort = new OrchestratorPort(this, this.options.tls, () => this.#jobConnectionFault())
      this.#jobPortNumber = await this.#jobPort.open(this.options.address, 0)
    }
    if (fault?.kind === 'refuse') await this.#jobPort.close()
    else if (!this.#jobPort.isOpen) await this.#jobPort.reopen(this.options.address, this.#jobPortNumber)
    else if (fault) this.#jobPort.dropConnections()
  }

  #jobConnectionFault(): 'black-hole' | 'tls-failure' | null {
    const fault = this.#jobPortFault()
    if (!fault || fault.kind === 'refuse' || !this.#strikes(fault.probability)) return null
    return fault.kind
  }

  #strikes(probability: number): boolean {
    return probability >= 1 || this.#random.next() < probability
  }

  #resolve(text: string): string {
    return this.options.uriOf(text) ?? text
  }
}
