import type { MemberDto } from '@/lib/api/contract/source-detail'
import { Badge } from '../../../../_components/badge'
import { CellLabel } from '../../../../_components/cell-label'
import { CopyAddress } from '../../../../_components/copy-address'
import { CopyExact } from '../../../../_components/copy-exact'
import { displayUri } from '../../../../_components/display-text'
import { formatExact, formatNumber } from '../../../../_components/format'
import { CircleCheck, CircleQuestionMark, CircleSlash, TriangleAlert } from '../../../../_components/icons'
import { LongText } from '../../../../_components/long-text'
import { Unknown } from '../../../../_components/unknown'

/** Members of the pool in its order, with what each registered. */
export function MembersTable({ members }: { members: readonly MemberDto[] }) {
  return (
    <table className="data-table card-table border-t border-line">
      <caption className="sr-only">Members of the pool</caption>
      <thead>
        <tr>
          <th scope="col" className="w-[15%]">
            Orchestrator
          </th>
          <th scope="col" className="w-[10%]">
            State
          </th>
          <th scope="col" className="number w-[10%]">
            Stake (LPT)
          </th>
          <th scope="col" className="number w-[11%]">
            Active in rounds
          </th>
          <th scope="col" className="w-[27%]">
            URI for AI
          </th>
          <th scope="col" className="w-[27%]">
            URI for transcoding
          </th>
        </tr>
      </thead>
      <tbody>
        {members.map((member) => (
          <MemberRow key={member.address} member={member} />
        ))}
      </tbody>
    </table>
  )
}

function MemberRow({ member }: { member: MemberDto }) {
  const { address, stake_lpt, ai_service_uri, service_uri, uris_differ, problem } = member
  const isSame = ai_service_uri !== '' && ai_service_uri === service_uri
  return (
    <tr>
      <th scope="row" className="wide">
        <CellLabel>Orchestrator</CellLabel>
        <CopyAddress address={address} />
        {problem !== null && (
          <span className="block text-xs text-bad">
            <LongText text={`Not read: ${problem}.`} max={90} what="problem" />
          </span>
        )}
      </th>
      <td>
        <CellLabel>State</CellLabel>
        <Activity isActive={member.is_active} />
      </td>
      <td className="number">
        <CellLabel>Stake (LPT)</CellLabel>
        <Stake lpt={stake_lpt} />
      </td>
      <td className="number">
        <CellLabel>Active in rounds</CellLabel>
        <Rounds member={member} />
      </td>
      <td className="wide">
        <CellLabel>URI for AI</CellLabel>
        <RegisteredUri uri={ai_service_uri} />
      </td>
      <td className="wide">
        <CellLabel>URI for transcoding</CellLabel>
        {isSame ? <span className="text-muted">the same</span> : <RegisteredUri uri={service_uri} />}
        {uris_differ && (
          <span className="block">
            <Badge Icon={TriangleAlert} tone="warn" title="Both are registered and lead to different nodes.">
              Another node
            </Badge>
          </span>
        )}
      </td>
    </tr>
  )
}

function Activity({ isActive }: { isActive: boolean | null }) {
  if (isActive === null)
    return (
      <Badge Icon={CircleQuestionMark} tone="warn" title="Its rounds of activity could not be read.">
        Unknown
      </Badge>
    )
  return isActive ? (
    <Badge Icon={CircleCheck} tone="good">
      Active
    </Badge>
  ) : (
    <Badge Icon={CircleSlash} tone="plain">
      Not active
    </Badge>
  )
}

function Stake({ lpt }: { lpt: string | null }) {
  if (lpt === null) return <Unknown reason="The stake could not be read." />
  const short = formatNumber(lpt)
  const exact = formatExact(lpt)
  return (
    <data value={lpt} title={`${exact} LPT, delegations included`}>
      {short === exact ? short : <CopyExact short={short} exact={exact} />}
    </data>
  )
}

function Rounds({ member: { activation_round, deactivation_round } }: { member: MemberDto }) {
  if (activation_round === null) return <Unknown reason="Its rounds could not be read." />
  const first = formatExact(activation_round)
  if (deactivation_round === null) return `from ${first}`
  // The chain states the first round without it.
  return `${first} to ${formatExact(String(BigInt(deactivation_round) - 1n))}`
}

function RegisteredUri({ uri }: { uri: string | null }) {
  if (uri === null) return <Unknown reason="The registry could not be read." />
  if (uri === '') return <span className="text-muted">none registered</span>
  return <LongText text={displayUri(uri)} max={64} what="URI" />
}
