'use client'

import { CopyButton } from '../../../../_components/copy-button'
import { PolicyLinks } from '../../_components/policy-links'

/** Where a policy is named. */
export function PolicyUse({ name }: { name: string }) {
  const origin = () => window.location.origin
  return (
    <section aria-labelledby="use-title" className="panel min-w-0 p-3">
      <h2 id="use-title" className="mb-2 text-lg font-semibold">
        How to use it
      </h2>
      <PolicyLinks name={name} />
      <p className="mt-2 text-sm">For a go-livepeer gateway:</p>
      <code className="block font-mono text-xs break-all">
        -orchWebhookUrl http://…/orchestrators.json?policy={name}
      </code>
      <p className="mt-2 text-sm">
        For one job: <code className="font-mono text-xs wrap-anywhere">{`{"policy": "${name}"}`}</code> in the
        body of{' '}
        <a href="/reference?op=postSelect" className="link">
          POST /api/v1/select
        </a>
        .
      </p>
      <div className="mt-2 flex flex-wrap gap-2">
        <CopyButton
          hasWords
          label="Copy address of the list"
          text={() => `${origin()}/orchestrators.json?policy=${name}`}
        />
        <CopyButton
          hasWords
          label="Copy as cURL"
          text={() => `curl -s '${origin()}/api/v1/offerings?policy=${name}'`}
        />
      </div>
    </section>
  )
}
