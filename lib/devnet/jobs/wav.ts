import { seededRandom } from '@/lib/domain/seeded-random'

const SAMPLES_PER_SECOND = 8_000
const BYTES_PER_SAMPLE = 2
const HEADER_BYTES = 44

/** A valid WAV of that length, mono in 16 bits: a tone whose pitch the text decides. */
export function makeWav(durationMs: number, seed: string): Buffer {
  const samples = Math.max(1, Math.round((durationMs * SAMPLES_PER_SECOND) / 1_000))
  const wav = Buffer.alloc(HEADER_BYTES + samples * BYTES_PER_SAMPLE)
  wav.write('RIFF', 0, 'latin1')
  wav.writeUInt32LE(wav.length - 8, 4)
  wav.write('WAVEfmt ', 8, 'latin1')
  wav.writeUInt32LE(16, 16)
  wav.writeUInt16LE(1, 20)
  wav.writeUInt16LE(1, 22)
  wav.writeUInt32LE(SAMPLES_PER_SECOND, 24)
  wav.writeUInt32LE(SAMPLES_PER_SECOND * BYTES_PER_SAMPLE, 28)
  wav.writeUInt16LE(BYTES_PER_SAMPLE, 32)
  wav.writeUInt16LE(8 * BYTES_PER_SAMPLE, 34)
  wav.write('data', 36, 'latin1')
  wav.writeUInt32LE(samples * BYTES_PER_SAMPLE, 40)
  const wave = (2 * Math.PI * seededRandom(seed).int(200, 800)) / SAMPLES_PER_SECOND
  for (let i = 0; i < samples; i++)
    wav.writeInt16LE(Math.round(8_000 * Math.sin(wave * i)), HEADER_BYTES + i * BYTES_PER_SAMPLE)
  return wav
}

/** Whole seconds of a WAV, rounded down; null for anything else, also for other formats that a real node would know. */
export function wavSeconds(bytes: Uint8Array): number | null {
  const wav = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (wav.length < 12 || wav.toString('latin1', 0, 4) !== 'RIFF' || wav.toString('latin1', 8, 12) !== 'WAVE')
    return null
  let bytesPerSecond = 0
  for (let place = 12; place + 8 <= wav.length; ) {
    const name = wav.toString('latin1', place, place + 4)
    const length = wav.readUInt32LE(place + 4)
    if (name === 'fmt ' && place + 20 <= wav.length) bytesPerSecond = wav.readUInt32LE(place + 16)
    if (name === 'data')
      return bytesPerSecond > 0 ? Math.floor(Math.min(length, wav.length - place - 8) / bytesPerSecond) : null
    place += 8 + length + (length % 2)
  }
  return null
}
