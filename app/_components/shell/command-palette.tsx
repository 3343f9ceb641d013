'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Command } from 'cmdk'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { type ReactNode, useDeferredValue, useEffect, useRef, useState } from 'react'
import { foundModelsQuery } from '@/lib/api/queries/models'
import { foundOrchestratorsQuery } from '@/lib/api/queries/orchestrators'
import { AS_OF } from '@/lib/api/search-params'
import { displayText } from '../display-text'
import { formatPlural } from '../format'
import type { Icon } from '../icon'
import { Boxes, CalendarClock, Keyboard, Link2, Palette, Server } from '../icons'
import { modelHref, modelIdOf } from '../model-href'
import { orchestratorHref } from '../orchestrator-href'
import { useAsOf, useCanShowPast, useKeepAsOf } from '../use-as-of'
import { Modal } from './modal'
import { useOpening } from './opening'
import { PAGES } from './pages'
import { THEMES } from './theme'
import { TIME_PRESETS } from './time-presets'
import { useTheme } from './use-theme'

/** One field that leads to every page, model and orchestrator, and to what can be done from anywhere. */
export function CommandPalette({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('')
  const typed = text.trim()
  // The server need not be asked for every letter; what is at hand is found at once, so that Enter means what is typed.
  const asked = useDeferredValue(typed)
  const input = useRef<HTMLInputElement>(null)
  // Once the dialog is open: before, nothing in it can have the focus.
  useEffect(() => input.current?.focus(), [])
  const router = useRouter()
  const keepAsOf = useKeepAsOf()
  const asOf = useAsOf()
  const isAsked = asked !== '' && typed !== ''
  const models = useQuery({
    ...foundModelsQuery(asked, asOf),
    enabled: isAsked,
    placeholderData: keepPreviousData,
  })
  const orchestrators = useQuery({
    ...foundOrchestratorsQuery(asked, asOf),
    enabled: isAsked,
    placeholderData: keepPreviousData,
  })
  const actions = useActions()

  const go = (href: string) => {
    onClose()
    router.push(keepAsOf(href))
  }
  const pages = PAGES.filter(({ label }) => matches(label, typed))
  const doable = actions.filter(({ label }) => matches(label, typed))
  const foundModels = isAsked ? (models.data?.models ?? []) : []
  const foundOrchestrators = isAsked ? (orchestrators.data?.orchestrators ?? []) : []
  const isSearching = isAsked && (models.isFetching || orchestrators.isFetching)
  const hasFailed = isAsked && (models.isError || orchestrators.isError)

  return (
    <Modal
      label="Command palette"
      onClose={onClose}
      className="mx-auto mt-[10dvh] w-[min(36rem,calc(100vw-1rem))] overflow-hidden p-0"
    >
      <Command label="Search pages, models, orchestrators and actions" shouldFilter={false} loop>
        <Command.Input
          ref={input}
          value={text}
          onValueChange={setText}
          maxLength={200}
          placeholder="Go to a page, model or orchestrator…"
          className="w-full border-b border-line bg-transparent px-4 py-3 text-base placeholder:text-muted focus-visible:outline-offset-[-2px]"
        />
        <Command.List label="Results" className="max-h-[60dvh] overflow-y-auto p-2">
          <Command.Empty className="px-2 py-4 text-sm text-muted">
            {hasFailed
              ? 'The server did not answer.'
              : isSearching
                ? 'Searching…'
                : 'Nothing is called that.'}
          </Command.Empty>
          {pages.length > 0 && (
            <Found title="Pages">
              {pages.map(({ href, label, Icon, letter }) => (
                <Item key={href} value={href} Icon={Icon} onSelect={() => go(href)} note={`g ${letter}`}>
                  {label}
                </Item>
              ))}
            </Found>
          )}
          {foundModels.length > 0 && (
            <Found title="Models">
              {foundModels.map((model) => (
                <Item
                  key={`${model.kind} ${model.pipeline} ${model.model}`}
                  value={`model ${model.kind} ${model.pipeline} ${model.model}`}
                  Icon={Boxes}
                  onSelect={() => go(modelHref(modelIdOf(model)))}
                  note={`${displayText(model.pipeline)}, ${formatPlural(model.orchestrators, 'orchestrator')}`}
                >
                  <bdi>{displayText(modelIdOf(model))}</bdi>
                </Item>
              ))}
            </Found>
          )}
          {foundOrchestrators.length > 0 && (
            <Found title="Orchestrators">
              {foundOrchestrators.map(({ name: address, label, offerings }) => (
                <Item
                  key={address}
                  value={`orchestrator ${address}`}
                  Icon={Server}
                  onSelect={() => go(orchestratorHref(address))}
                  note={formatPlural(offerings, 'offering')}
                >
                  {label !== null && <bdi className="mr-2">{displayText(label)}</bdi>}
                  <span className="font-mono text-xs">{address}</span>
                </Item>
              ))}
            </Found>
          )}
          {doable.length > 0 && (
            <Found title="Actions">
              {doable.map(({ label, Icon, run }) => (
                <Item
                  key={label}
                  value={`action ${label}`}
                  Icon={Icon}
                  onSelect={() => {
                    onClose()
                    run()
                  }}
                >
                  {label}
                </Item>
              ))}
            </Found>
          )}
        </Command.List>
      </Command>
    </Modal>
  )
}

const matches = (label: string, asked: string): boolean => label.toLowerCase().includes(asked.toLowerCase())

interface Action {
  readonly label: string
  readonly Icon: Icon
  readonly run: () => void
}

function useActions(): readonly Action[] {
  const router = useRouter()
  const pathname = usePathname()
  const params = useSearchParams()
  const canShowPast = useCanShowPast()
  const { choose } = useTheme()
  const open = useOpening()
  const at = (asOf: string | null) => {
    const next = new URLSearchParams(params)
    next.delete(AS_OF)
    if (asOf !== null) next.set(AS_OF, asOf)
    router.push(next.size === 0 ? pathname : `${pathname}?${next}`)
  }
  const times: Action[] = canShowPast
    ? [
        { label: 'Show this page now', Icon: CalendarClock, run: () => at(null) },
        ...TIME_PRESETS.map(({ label, ms }) => ({
          label: `Show this page ${label}`,
          Icon: CalendarClock,
          run: () => at(new Date(Date.now() - ms).toISOString()),
        })),
      ]
    : []
  return [
    ...times,
    {
      label: 'Copy the link to this page',
      Icon: Link2,
      // Where the browser refuses, the address bar still has it.
      run: () => void navigator.clipboard?.writeText(location.href).catch(() => {}),
    },
    ...THEMES.map((theme) => ({
      label: `Theme: ${theme}`,
      Icon: Palette,
      run: () => choose(theme),
    })),
    { label: 'Keyboard shortcuts', Icon: Keyboard, run: () => open('shortcuts') },
  ]
}

function Found({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={title}
      className="mb-1 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted"
    >
      {children}
    </Command.Group>
  )
}

function Item({
  value,
  Icon,
  onSelect,
  note,
  children,
}: {
  value: string
  Icon: Icon
  onSelect: () => void
  note?: string
  children: ReactNode
}) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex min-h-9 cursor-pointer items-center gap-2 rounded-md px-2 text-sm data-[selected=true]:bg-accent-soft"
    >
      <Icon aria-hidden className="size-4 shrink-0 text-muted" />
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {note !== undefined && <span className="shrink-0 text-xs text-muted max-sm:sr-only">{note}</span>}
    </Command.Item>
  )
}
