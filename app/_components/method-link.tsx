import Link from 'next/link'
import { METHOD_PARTS, type MethodPart } from './method-parts'

/** Beside a number: where it is told how such a number is made. */
export const MethodLink = ({ part }: { part: MethodPart }) => (
  <Link href={`/method#${part}`} className="link whitespace-nowrap">
    How it is made<span className="sr-only">: {METHOD_PARTS[part]}</span>
  </Link>
)
