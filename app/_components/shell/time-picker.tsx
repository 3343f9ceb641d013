'use client'

import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { type FormEvent, useRef } from 'react'
import { AS_OF } from '@/lib/api/search-params'
import { CalendarClock, ChevronDown } from '../icons'
import { formatLocalMoment, fromFieldMoment, toFieldMoment } from '../local-moment'
import { useCanShowPast } from '../use-as-of'
import { useNow } from '../use-now'
import { AGO, TIME_PRESETS } from './time-presets'

const MINUTE_MS = 60_000

/** Which moment the page shows: now, some time ago, or any. A plain form, so that it works before and without scripts. */
export function TimePicker() {
  const canShow = useCanShowPast()
  const pathname = usePathname()
  const params = useSearchParams()
  const router = useRouter()
  const details = useRef<HTMLDetailsElement>(null)
  const now = useNow(MINUTE_MS)
  if (!canShow) return null

  const asOf = params.get(AS_OF)
  const at = asOf === null ? Number.NaN : Date.parse(asOf)
  const isPast = !Number.isNaN(at)
  // Until the page is alive nobody knows where the reader is.
  const zone = now === null ? 'UTC' : 'local'
  const kept = [...params].filter(([name]) => name !== AS_OF && name !== AGO)

  const close = () => {
    details.current?.removeAttribute('open')
    details.current?.querySelector('summary')?.focus()
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const moment = momentOf(new FormData(event.currentTarget, submitterOf(event)))
    if (moment === null) return
    close()
    router.push(`${pathname}?${new URLSearchParams([...kept, [AS_OF, moment]])}`)
  }

  return (
    <details
      ref={details}
      className="no-print min-w-0 lg:relative"
      onKeyDown={(event) => {
        if (event.key === 'Escape') close()
      }}
    >
      <summary className="button max-w-full list-none [&::-webkit-details-marker]:hidden">
        <CalendarClock aria-hidden className="size-4 shrink-0" />
        {isPast ? (
          <>
            <span className="sr-only">Shown as of </span>
            <span className="truncate">{formatLocalMoment(at, zone === 'UTC' ? 'UTC' : undefined)}</span>
          </>
        ) : (
          <>
            <span className="sr-only">Shown as of </span>now
          </>
        )}
        <ChevronDown aria-hidden className="size-4 shrink-0" />
      </summary>
      <form
        method="get"
        action={pathname}
        onSubmit={submit}
        aria-label="Moment that is shown"
        className="panel absolute inset-x-4 top-full z-30 mt-1 grid gap-3 bg-raised! p-3 shadow-lg lg:right-0 lg:left-auto lg:w-80"
      >
        {kept.map(([name, value]) => (
          <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
        ))}
        <fieldset className="grid min-w-0 grid-cols-3 gap-2">
          <legend className="mb-1 text-xs text-muted">How long ago</legend>
          {TIME_PRESETS.map(({ key, label }) => (
            <button key={key} type="submit" name={AGO} value={key} formNoValidate className="button px-1!">
              {label.replace(' ago', '')}
            </button>
          ))}
        </fieldset>
        <label className="grid gap-1 text-xs text-muted">
          {`Or a moment, in ${zone === 'UTC' ? 'UTC' : `your time zone, ${timeZone()}`}`}
          <input
            key={`${zone} ${asOf}`}
            type="datetime-local"
            name={AS_OF}
            defaultValue={isPast ? toFieldMoment(at, zone) : undefined}
            max={now === null ? undefined : toFieldMoment(now + MINUTE_MS, 'local')}
            className="field"
          />
        </label>
        <button type="submit" className="button button-primary">
          Show that moment
        </button>
      </form>
    </details>
  )
}

const timeZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone

/** Null where nothing was said. */
function momentOf(form: FormData): string | null {
  const ago = TIME_PRESETS.find(({ key }) => key === form.get(AGO))
  if (ago) return new Date(Date.now() - ago.ms).toISOString()
  return fromFieldMoment(String(form.get(AS_OF) ?? ''))
}

function submitterOf({ nativeEvent }: FormEvent<HTMLFormElement>): HTMLElement | null {
  return nativeEvent instanceof SubmitEvent ? nativeEvent.submitter : null
}
