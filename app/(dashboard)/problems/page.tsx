import type { Metadata } from 'next'
import Link from 'next/link'
import { problemDocument } from '@/lib/api/problem'
import { PROBLEM_TYPES, type ProblemKind } from '@/lib/api/problem-types'
import { runtime } from '@/lib/runtime'
import { DocWords } from '../../_components/doc-text'
import { pageMetadata } from '../../_components/page-metadata'

export const metadata: Metadata = pageMetadata({ title: 'Problems', path: '/reference' })

/** Where the `type` of every problem document leads. */
export default async function ProblemsPage() {
  // The frame around it shows the network as it is now.
  await runtime()
  return (
    <>
      <h1 className="text-xl font-semibold">What the API says when something is wrong</h1>
      <p className="mb-4 max-w-[70ch] text-sm text-muted">
        A request that is refused or fails is answered with a problem document,{' '}
        <code className="font-mono">application/problem+json</code> as RFC 9457 has it. Programs tell problems
        apart by <code className="font-mono">type</code>, which leads here and never changes its meaning;{' '}
        <code className="font-mono">detail</code> is for people.{' '}
        <Link href="/reference" className="link">
          API reference
        </Link>
      </p>
      <div className="grid gap-4 2xl:grid-cols-2">
        {kinds().map((kind) => (
          <ProblemSection key={kind} kind={kind} />
        ))}
      </div>
    </>
  )
}

function ProblemSection({ kind }: { kind: ProblemKind }) {
  const { status, title, meaning, sample } = PROBLEM_TYPES[kind]
  return (
    <section
      id={kind}
      aria-labelledby={`${kind}-title`}
      className="panel min-w-0 p-3 target:border-accent target:bg-accent-soft"
    >
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h2 id={`${kind}-title`} className="text-lg font-semibold">
          {title}
        </h2>
        <a href={`#${kind}`} className="link font-mono text-sm">
          {kind}
        </a>
        <span className="ml-auto font-mono text-sm text-muted">{status}</span>
      </div>
      <p className="mb-2 max-w-[70ch] text-sm">
        <DocWords text={meaning} />
      </p>
      <pre className="rounded-md border border-line bg-canvas p-2 font-mono text-xs whitespace-pre-wrap wrap-anywhere">
        {JSON.stringify(problemDocument(kind, sample), null, 2)}
      </pre>
    </section>
  )
}

const isKind = (name: string): name is ProblemKind => Object.hasOwn(PROBLEM_TYPES, name)
const kinds = (): ProblemKind[] => Object.keys(PROBLEM_TYPES).filter(isKind)
