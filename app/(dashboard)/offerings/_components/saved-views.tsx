'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useId } from 'react'
import { shortenMiddle } from '../../../_components/display-text'
import { Bookmark, Trash2 } from '../../../_components/icons'
import { createLocalStore, useLocalStore } from '../../../_components/local-store'
import { MenuDetails } from '../../../_components/menu-details'

interface SavedView {
  readonly name: string
  /** What stands behind the question mark. */
  readonly query: string
}

const MAX_VIEWS = 50
const MAX_NAME = 60
const MAX_QUERY = 8_000

const store = createLocalStore<readonly SavedView[]>('offerings-views', {
  initial: [],
  parse: (json) => (Array.isArray(json) ? json.filter(isView).slice(0, MAX_VIEWS) : null),
})

function isView(value: unknown): value is SavedView {
  if (typeof value !== 'object' || value === null || !('name' in value) || !('query' in value)) return false
  const { name, query } = value
  return (
    typeof name === 'string' &&
    name !== '' &&
    name.length <= MAX_NAME &&
    typeof query === 'string' &&
    query.length <= MAX_QUERY
  )
}

/** Filters, order and layout under a name, in this browser alone. A name that is there already means the newer view. */
export function SavedViews({ currentQuery }: { currentQuery: () => string }) {
  const views = useLocalStore(store)
  const router = useRouter()
  const id = useId()
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const name = String(new FormData(form).get('name') ?? '')
      .trim()
      .slice(0, MAX_NAME)
    const query = currentQuery()
    if (name === '' || query.length > MAX_QUERY) return
    store.write([{ name, query }, ...views.filter((view) => view.name !== name)].slice(0, MAX_VIEWS))
    form.reset()
  }
  return (
    <MenuDetails label="Views" Icon={Bookmark}>
      {views.length === 0 ? (
        <p className="text-muted">No view is saved in this browser yet.</p>
      ) : (
        <ul aria-label="Saved views" className="grid max-h-64 gap-1 overflow-y-auto">
          {views.map(({ name, query }) => (
            <li key={name} className="flex items-center gap-1">
              <a
                href={`/offerings${query === '' ? '' : `?${query}`}`}
                className="link min-h-7 min-w-0 flex-1 py-1 break-words"
                onClick={(event) => {
                  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
                  event.preventDefault()
                  router.push(`/offerings${query === '' ? '' : `?${query}`}`)
                }}
              >
                <bdi>{shortenMiddle(name, MAX_NAME)}</bdi>
              </a>
              <button
                type="button"
                aria-label={`Delete the view ${name}`}
                onClick={() => store.write(views.filter((view) => view.name !== name))}
                className="grid size-7 place-items-center rounded-md text-muted hover:bg-hover"
              >
                <Trash2 aria-hidden className="size-4" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <form onSubmit={save} className="grid gap-1 border-t border-line pt-3">
        <label htmlFor={id} className="text-xs font-semibold">
          Save what is shown as
        </label>
        <div className="flex gap-2">
          <input id={id} name="name" required maxLength={MAX_NAME} autoComplete="off" className="field" />
          <button type="submit" className="button">
            Save
          </button>
        </div>
      </form>
    </MenuDetails>
  )
}
