import type { StatusDto } from '@/lib/api/contract/status'
import { Badge, type Tone } from '../../../_components/badge'
import { formatBytes, formatExact } from '../../../_components/format'
import type { Icon } from '../../../_components/icon'
import { CircleCheck, CircleX, HardDrive, Lock } from '../../../_components/icons'
import { RelativeTime } from '../../../_components/relative-time'
import { Unknown } from '../../../_components/unknown'
import { Fact, FactList } from './fact-list'

type Store = StatusDto['store']

const FACES: Readonly<Record<Store['state'], { label: string; tone: Tone; Icon: Icon }>> = {
  ok: { label: 'Works', tone: 'good', Icon: CircleCheck },
  full: { label: 'Full', tone: 'bad', Icon: HardDrive },
  'read-only': { label: 'Read-only', tone: 'bad', Icon: Lock },
  failing: { label: 'Fails', tone: 'bad', Icon: CircleX },
}

/** How the database does, as far as the process that answers has seen. */
export function StoreSection({ store }: { store: Store }) {
  const { label, tone, Icon } = FACES[store.state]
  return (
    <section aria-labelledby="store-title" className="panel min-w-0 p-3">
      <h2 id="store-title" className="mb-2 text-lg font-semibold">
        Database
      </h2>
      <FactList>
        <Fact name="State">
          <span className="flex flex-wrap items-center gap-x-1.5">
            <Badge Icon={Icon} tone={tone}>
              {label}
            </Badge>
            <span className="text-muted">
              {store.since === null ? (
                'since this process began'
              ) : (
                <>
                  for <RelativeTime iso={store.since} suffix="" />
                </>
              )}
            </span>
          </span>
        </Fact>
        {store.detail !== null && (
          <Fact name="What is wrong">
            <span className="text-bad">{store.detail}</span>
          </Fact>
        )}
        <Fact name="Last write">
          {store.last_write_at === null ? (
            <Unknown reason="This process has not written anything yet." />
          ) : (
            <RelativeTime iso={store.last_write_at} />
          )}
        </Fact>
        <Fact name="Size">
          <Bytes bytes={store.size_bytes} reason="Its file could not be found." />
        </Fact>
        <Fact name="Free on its disk">
          <Bytes bytes={store.free_bytes} reason="The system does not tell." />
        </Fact>
      </FactList>
    </section>
  )
}

function Bytes({ bytes, reason }: { bytes: number | null; reason: string }) {
  if (bytes === null) return <Unknown reason={reason} />
  return (
    <data value={bytes} title={`${formatExact(bytes)} bytes`}>
      {formatBytes(bytes)}
    </data>
  )
}
