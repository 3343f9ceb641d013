import type { IconNode } from 'lucide'
import { type ComponentType, createElement, type SVGProps } from 'react'

export type Icon = ComponentType<SVGProps<SVGSVGElement>>

const OUTLINE: SVGProps<SVGSVGElement> = {
  width: 24,
  height: 24,
  viewBox: '0 0 24 24',
  fill: 'none',
  stroke: 'currentColor',
  strokeWidth: 2,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
}

/**
 * An icon as a component. Lucide has its own, which puts each icon together anew whenever it is drawn: of a table of
 * icons that was a third of all work.
 */
export function icon(node: IconNode): Icon {
  const shapes = node.map(([tag, attributes]) =>
    createElement(tag, { key: JSON.stringify(attributes), ...attributes }),
  )
  return (props) =>
    createElement('svg', { 'aria-hidden': props['aria-label'] === undefined, ...OUTLINE, ...props }, shapes)
}
