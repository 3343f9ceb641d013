import type { SourcesDto } from '@/lib/api/contract/source'
import type { IdentityKind } from '@/lib/domain/identity-kind'
import { CopyButton } from '../../../_components/copy-button'

const WORDS: Readonly<Record<IdentityKind, { title: string; meaning: string }>> = {
  none: {
    title: 'We ask as nobody',
    meaning: 'Without an identity only orchestrators off chain answer.',
  },
  ephemeral: {
    title: 'We ask in the name of a key of our own',
    meaning: 'This installation made the key at its first start. It holds nothing and is worth nothing.',
  },
  'private-key': {
    title: 'We ask in the name of a configured key',
    meaning: 'The settings of this installation name the private key.',
  },
  keystore: {
    title: 'We ask in the name of a key from a keystore',
    meaning: 'The settings of this installation name the keystore file.',
  },
  'remote-signer': {
    title: 'We ask in the name of a key that a remote signer holds',
    meaning: 'The signer signed for us once; the key stays with it.',
  },
}

/** Who we are toward orchestrators. */
export function AskerSection({ asker: { kind, address } }: { asker: SourcesDto['asker'] }) {
  const { title, meaning } = WORDS[kind]
  const isAwaited = kind === 'remote-signer' && address === null
  return (
    <section aria-labelledby="asker-title" className="panel min-w-0 p-3">
      <h2 id="asker-title" className="text-lg font-semibold">
        {isAwaited ? 'We wait for the remote signer to say who we are' : title}
      </h2>
      <p className="max-w-[70ch] text-sm">
        {isAwaited ? 'It has not answered so far, and until it does nobody is asked.' : meaning}{' '}
        <span className="text-muted">Prices and refusals can depend on who asks.</span>
      </p>
      {address !== null && (
        <p className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1">
          <code className="font-mono text-sm break-all">{address}</code>
          <CopyButton label="Copy address" text={() => address} />
        </p>
      )}
    </section>
  )
}
