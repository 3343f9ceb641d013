import Link from 'next/link'
import type { PolicyDto } from '@/lib/api/contract/policy'
import { Badge } from '../../../_components/badge'
import { CellLabel } from '../../../_components/cell-label'
import { displayText } from '../../../_components/display-text'
import { Lock, UserRound } from '../../../_components/icons'
import { PolicyLinks } from './policy-links'
import { filterWords, type PolicyWord, ruleWords } from './policy-words'

/** Each policy with what it says and where it can be used. */
export function PoliciesTable({ policies }: { policies: readonly PolicyDto[] }) {
  return (
    <table className="data-table card-table">
      <caption className="sr-only">Policies</caption>
      <thead>
        <tr>
          <th scope="col" className="w-[22%]">
            Policy
          </th>
          <th scope="col" className="w-[12%]">
            From
          </th>
          <th scope="col" className="w-[40%]">
            What it says
          </th>
          <th scope="col" className="w-[26%]">
            Whom it names now
          </th>
        </tr>
      </thead>
      <tbody>
        {policies.map((policy) => (
          <tr key={policy.name}>
            <th scope="row" className="wide">
              <CellLabel>Policy</CellLabel>
              <Link href={`/policies/${policy.name}`} className="link font-medium break-all">
                {policy.name}
              </Link>
            </th>
            <td>
              <CellLabel>From</CellLabel>
              <PolicyOrigin policy={policy} />
            </td>
            <td className="wide">
              <CellLabel>What it says</CellLabel>
              {policy.description !== '' && <bdi className="block">{displayText(policy.description)}</bdi>}
              <span className="block text-xs wrap-anywhere text-muted">{summaryOf(policy)}</span>
            </td>
            <td className="wide">
              <CellLabel>Whom it names now</CellLabel>
              <PolicyLinks name={policy.name} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

export function PolicyOrigin({ policy: { built_in } }: { policy: PolicyDto }) {
  return built_in ? (
    <Badge Icon={Lock} tone="plain" title="The same on every server; nobody can change it.">
      Built in
    </Badge>
  ) : (
    <Badge Icon={UserRound} tone="plain" title="Saved by the operator of this server.">
      Saved
    </Badge>
  )
}

const MAX_WORDS = 6

function summaryOf(policy: PolicyDto): string {
  const words = [...filterWords(policy), ...ruleWords(policy)]
  if (words.length === 0) return 'The whole network.'
  const more = words.length - MAX_WORDS
  return `${words.slice(0, MAX_WORDS).map(wordText).join('; ')}${more > 0 ? `; and ${more} more` : ''}`
}

const wordText = ({ name, value }: PolicyWord): string => displayText(`${name}: ${value}`)
