'use client'

import { useState } from 'react'
import type { KeyDto } from '@/lib/api/contract/key'
import type { Access } from '@/lib/api/queries/access'
import { KEY_SCOPE_SENTENCES, type KeyState } from '@/lib/domain/api-key'
import { Badge, type Tone } from '../../../_components/badge'
import { CellLabel } from '../../../_components/cell-label'
import { displayText } from '../../../_components/display-text'
import { formatCount, formatMoment, formatPlural } from '../../../_components/format'
import type { Icon } from '../../../_components/icon'
import { CircleCheck, CircleOff, Clock } from '../../../_components/icons'
import { LongText } from '../../../_components/long-text'
import { Quantity } from '../../../_components/quantity'
import { RelativeTime } from '../../../_components/relative-time'
import { RevokeDialog } from './revoke-dialog'

/** All keys, those that are good before the others. */
export function KeysTable({ keys, access }: { keys: readonly KeyDto[]; access: Access }) {
  const [toRevoke, setToRevoke] = useState<KeyDto | null>(null)
  const isValid = ({ state }: KeyDto) => state === 'valid'
  const ordered = [...keys.filter(isValid), ...keys.filter((key) => !isValid(key))]
  return (
    <>
      <table className="data-table card-table">
        <caption className="sr-only">Keys of clients</caption>
        <thead>
          <tr>
            <th scope="col" className="w-[22%]">
              Key
            </th>
            <th scope="col" className="w-[9%]">
              State
            </th>
            <th scope="col" className="w-[12%]">
              May
            </th>
            <th scope="col" className="w-[17%]">
              Limits
            </th>
            <th scope="col" className="w-[14%]">
              Today
            </th>
            <th scope="col" className="w-[9%]">
              Last used
            </th>
            <th scope="col" className="w-[9%]">
              Made
            </th>
            <th scope="col" className="w-[8%]">
              <span className="sr-only">What can be done</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {ordered.map((key) => (
            <KeyRow key={key.id} apiKey={key} onRevoke={() => setToRevoke(key)} />
          ))}
        </tbody>
      </table>
      {toRevoke && <RevokeDialog apiKey={toRevoke} access={access} onDone={() => setToRevoke(null)} />}
    </>
  )
}

function KeyRow({ apiKey: key, onRevoke }: { apiKey: KeyDto; onRevoke: () => void }) {
  const { id, name, hint, state, scopes, last_used_at, created_at, expires_at, revoked_at } = key
  return (
    <tr>
      <th scope="row" className="wide">
        <CellLabel>Key</CellLabel>
        <span className="block font-medium wrap-anywhere">
          <LongText text={name} max={40} what="name" />
        </span>
        <span className="block font-mono text-xs wrap-anywhere text-muted">
          {displayText(id)}, lpo_…{displayText(hint)}
        </span>
      </th>
      <td>
        <CellLabel>State</CellLabel>
        <KeyStateBadge state={state} />
        {revoked_at !== null && (
          <span className="block text-xs text-muted">
            <RelativeTime iso={revoked_at} />
          </span>
        )}
      </td>
      <td>
        <CellLabel>May</CellLabel>
        <ul>
          {scopes.map((scope) => (
            <li key={scope} title={KEY_SCOPE_SENTENCES[scope]} className="font-mono text-xs">
              {scope}
            </li>
          ))}
        </ul>
      </td>
      <td>
        <CellLabel>Limits</CellLabel>
        <Limits limits={key.limits} />
      </td>
      <td>
        <CellLabel>Today</CellLabel>
        <Quantity value={key.usage.spent_wei} unit="wei" />
        <span className="block text-xs text-muted">
          {formatPlural(key.usage.jobs_in_flight, 'job')} under way
        </span>
      </td>
      <td>
        <CellLabel>Last used</CellLabel>
        {last_used_at === null ? (
          <span className="text-muted">never</span>
        ) : (
          <RelativeTime iso={last_used_at} />
        )}
      </td>
      <td>
        <CellLabel>Made</CellLabel>
        <RelativeTime iso={created_at} />
        {expires_at !== null && (
          <span className="block text-xs text-muted">
            {state === 'expired' ? 'expired' : 'expires'}{' '}
            <time dateTime={expires_at}>{formatMoment(expires_at).slice(0, 16)} UTC</time>
          </span>
        )}
      </td>
      <td>
        {state !== 'revoked' && (
          <button type="button" className="button" onClick={onRevoke}>
            Revoke<span className="sr-only"> {displayText(name)}</span>
          </button>
        )}
      </td>
    </tr>
  )
}

function Limits({ limits: { requests_per_minute, concurrency, spend_wei_per_day } }: Pick<KeyDto, 'limits'>) {
  if (requests_per_minute === null && concurrency === null && spend_wei_per_day === null)
    return <span className="text-muted">none</span>
  return (
    <ul className="text-xs">
      {requests_per_minute !== null && <li>{formatCount(requests_per_minute)} requests a minute</li>}
      {concurrency !== null && <li>{formatPlural(concurrency, 'job')} at once</li>}
      {spend_wei_per_day !== null && (
        <li>
          <Quantity value={spend_wei_per_day} unit="wei" /> a day
        </li>
      )}
    </ul>
  )
}

const FACES: Readonly<Record<KeyState, { label: string; tone: Tone; Icon: Icon }>> = {
  valid: { label: 'Valid', tone: 'good', Icon: CircleCheck },
  expired: { label: 'Expired', tone: 'warn', Icon: Clock },
  revoked: { label: 'Revoked', tone: 'plain', Icon: CircleOff },
}

function KeyStateBadge({ state }: { state: KeyState }) {
  const { label, tone, Icon } = FACES[state]
  return (
    <Badge Icon={Icon} tone={tone}>
      {label}
    </Badge>
  )
}
