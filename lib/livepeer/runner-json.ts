import type { LiveRunner, RunnerGpu, RunnerPrice } from '@/lib/domain/live-runner'
import { object, optionalText, text } from './go-encoding'

/** One live runner as go-livepeer writes it. Source: go-livepeer ai/runner/live_runner.go, LiveRunnerDiscoveryRunner. */
export const runnerJson = (r: LiveRunner): string =>
  object([
    ['url', text(r.url)],
    ['gpu', r.gpu ? gpu(r.gpu) : ''],
    ['app', text(r.app)],
    ['version', optionalText(r.version)],
    ['metadata', optionalText(r.metadata)],
    ['mode', optionalText(r.mode)],
    ['capacity', String(r.capacity)],
    ['capacity_used', String(r.capacityUsed)],
    ['capacity_available', String(r.capacityAvailable)],
    ['price_info', r.price ? price(r.price) : ''],
  ])

const gpu = ({ id, name, vramMb }: RunnerGpu): string =>
  object([
    ['id', optionalText(id)],
    ['name', optionalText(name)],
    ['vram_mb', vramMb === 0 ? '' : String(vramMb)],
  ])

const price = ({ spelling, unit }: RunnerPrice): string =>
  object([
    ['price', spelling],
    ['currency', text('wei')],
    ['unit', text(unit)],
  ])
