'use client'

import { Columns3 } from '../../../_components/icons'
import { MenuDetails } from '../../../_components/menu-details'
import { useSingleKeys } from '../../../_components/single-keys'
import { COLUMNS } from './columns'
import { DEFAULT_LAYOUT, DENSITY_KEYS, type Density, type TableLayout } from './table-layout'

const DENSITY_WORDS: Readonly<Record<Density, string>> = {
  tight: 'Tight',
  compact: 'Compact',
  roomy: 'Roomy',
}

/** Which columns there are, how high rows are, and whether single letters are shortcuts. */
export function LayoutMenu({
  layout,
  onChange,
}: {
  layout: TableLayout
  onChange: (layout: TableLayout) => void
}) {
  const [hasSingleKeys, setSingleKeys] = useSingleKeys()
  const { columns, density } = layout
  return (
    <MenuDetails label="Columns" Icon={Columns3}>
      <fieldset>
        <legend className="mb-1 text-xs font-semibold">Columns</legend>
        <div className="grid max-h-64 overflow-y-auto px-0.5">
          {COLUMNS.map(({ key, label }) => (
            <label key={key} className="flex min-h-7 items-center gap-2">
              <input
                type="checkbox"
                checked={columns.includes(key)}
                onChange={({ target }) =>
                  onChange({
                    ...layout,
                    columns: target.checked ? [...columns, key] : columns.filter((other) => other !== key),
                  })
                }
                className="size-4 accent-accent"
              />
              {label}
            </label>
          ))}
        </div>
      </fieldset>
      <fieldset>
        <legend className="mb-1 text-xs font-semibold">Height of rows</legend>
        <div className="flex flex-wrap gap-3">
          {DENSITY_KEYS.map((one) => (
            <label key={one} className="flex min-h-7 items-center gap-1.5">
              <input
                type="radio"
                name="density"
                checked={density === one}
                onChange={() => onChange({ ...layout, density: one })}
                className="size-4 accent-accent"
              />
              {DENSITY_WORDS[one]}
            </label>
          ))}
        </div>
      </fieldset>
      <label className="flex min-h-7 items-center gap-2">
        <input
          type="checkbox"
          checked={hasSingleKeys}
          onChange={({ target }) => setSingleKeys(target.checked)}
          className="size-4 accent-accent"
        />
        Single letters are shortcuts: / j k x
      </label>
      <button type="button" className="button" onClick={() => onChange(DEFAULT_LAYOUT)}>
        As usual
      </button>
    </MenuDetails>
  )
}
