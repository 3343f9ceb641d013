import type { ReactNode } from 'react'
import { STRATEGIES } from '@/lib/domain/selection'
import { displayText } from '../../../_components/display-text'
import { formatPlural } from '../../../_components/format'
import { STRATEGY_LABELS } from '../../../_components/selection/rule-words'
import type { PlaygroundChoice, PlaygroundRoute } from './playground-route'

/** What is to be done, and whom it may go to. */
export function ChoiceFields({
  routes,
  offered,
  models,
  policies,
  choice,
  onChange,
}: {
  routes: readonly PlaygroundRoute[]
  offered: readonly { readonly pipeline: string; readonly count: number }[]
  models: readonly { readonly model: string; readonly count: number }[]
  policies: readonly string[]
  choice: PlaygroundChoice
  onChange: (change: Partial<PlaygroundChoice>) => void
}) {
  const { pipeline, model, policy, strategy, max_price } = choice
  const countOf = (name: string) => offered.find((one) => one.pipeline === name)?.count ?? 0
  const isKnownModel = model === '' || models.some((one) => one.model === model)
  const isKnownPolicy = policy === '' || policies.includes(policy)
  return (
    <>
      <Select
        label="Pipeline"
        value={pipeline}
        onChange={(value) => onChange({ pipeline: value, model: '' })}
      >
        {routes.map((route) => (
          <option key={route.pipeline} value={route.pipeline}>
            {route.pipeline}
            {countOf(route.pipeline) === 0 && ', offered by nobody now'}
          </option>
        ))}
      </Select>
      <Select label="Model" value={model} onChange={(value) => onChange({ model: value })}>
        <option value="">whichever is best</option>
        {!isKnownModel && <option value={model}>{displayText(model)}, offered by nobody now</option>}
        {models.map((one) => (
          <option key={one.model} value={one.model}>
            {displayText(one.model)} ({formatPlural(one.count, 'offering')})
          </option>
        ))}
      </Select>
      <div className="grid grid-cols-1 gap-2 min-[24rem]:grid-cols-2">
        <Select label="Strategy" value={strategy} onChange={(value) => onChange({ strategy: value })}>
          <option value="">Balanced (default)</option>
          {STRATEGIES.filter((name) => name !== 'balanced').map((name) => (
            <option key={name} value={name}>
              {STRATEGY_LABELS[name]}
            </option>
          ))}
        </Select>
        <Select label="Policy" value={policy} onChange={(value) => onChange({ policy: value })}>
          <option value="">none</option>
          {!isKnownPolicy && <option value={policy}>{displayText(policy)}</option>}
          {policies.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </Select>
      </div>
      <label className="grid gap-1 text-xs text-muted">
        Price ceiling per unit
        <input
          value={max_price}
          onChange={(event) => onChange({ max_price: event.target.value })}
          placeholder="3000000 or 0.5usd"
          autoComplete="off"
          spellCheck={false}
          className="field"
        />
      </label>
    </>
  )
}

export function Select({
  label,
  value,
  onChange,
  children,
}: {
  label: string
  value: string
  onChange: (value: string) => void
  children: ReactNode
}) {
  return (
    <label className="grid min-w-0 gap-1 text-xs text-muted">
      {label}
      <select value={value} onChange={(event) => onChange(event.target.value)} className="field">
        {children}
      </select>
    </label>
  )
}
