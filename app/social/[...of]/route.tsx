import { ImageResponse } from 'next/og'
import { runtime } from '@/lib/runtime'
import { modelIdOfSegments } from '../../_components/model-href'
import { KeptPictures } from '../../_server/kept-pictures'
import { type SocialCard, socialCard } from '../../_server/social-card'

/** As others show previews, twice as wide as high. */
const SIZE = { width: 1_200, height: 630 }
/** Seconds, by whoever asked. */
const HEADERS = {
  'content-type': 'image/png',
  'cache-control': 'public, max-age=300, stale-while-revalidate=3600',
}
/** A new sweep makes new ones. */
const pictures = new KeptPictures<ArrayBuffer>({
  kept: 100,
  waiting: 20,
  rest: () => new Promise((resolve) => setTimeout(resolve, 250)),
})

/** The picture by which a link to a page is shown elsewhere: `/social/models/org/name`. */
export async function GET(_: Request, { params }: RouteContext<'/social/[...of]'>): Promise<Response> {
  const rt = await runtime()
  const segments = (await params).of.map((segment) => modelIdOfSegments([segment]))
  const card = segments.includes(null) ? null : await socialCard(rt, segments.map(String))
  if (card === null) return new Response('There is no such page.\n', { status: 404 })
  const picture = pictures.get(JSON.stringify(card), () =>
    new ImageResponse(<Picture card={card} />, SIZE).arrayBuffer(),
  )
  if (picture === null)
    return new Response('Too many pictures are being drawn.\n', {
      status: 503,
      headers: { 'retry-after': '10' },
    })
  return new Response(await picture, { headers: HEADERS })
}

/** A letter that the font at hand lacks would be asked for on the internet. */
const drawable = (text: string): string =>
  text
    .replaceAll('×', 'x')
    .replaceAll('…', '...')
    .replace(/[\u00a0\u202f]/g, ' ')
    .replace(/[^\x20-\x7e]/g, '?')

function Picture({ card: { title, line, figures, asOf, isSimulated } }: { card: SocialCard }) {
  return (
    <div
      style={{
        width: '100%',
        height: '100%',
        display: 'flex',
        flexDirection: 'column',
        justifyContent: 'space-between',
        padding: 64,
        background: '#0e1114',
        color: '#e8ecef',
      }}
    >
      <div style={{ display: 'flex', justifyContent: 'space-between', fontSize: 28, color: '#9ba6b0' }}>
        <span>Livepeer Offerings</span>
        {isSimulated && <span style={{ color: '#f0b64f' }}>Simulated network</span>}
      </div>
      <div style={{ display: 'flex', flexDirection: 'column' }}>
        <div style={{ display: 'flex', fontSize: title.length > 28 ? 52 : 76 }}>{drawable(title)}</div>
        <div style={{ display: 'flex', marginTop: 12, fontSize: 30, color: '#9ba6b0' }}>{drawable(line)}</div>
      </div>
      <div style={{ display: 'flex', gap: 48 }}>
        {figures.map(({ value, label }) => (
          <div key={label} style={{ display: 'flex', flexDirection: 'column' }}>
            <span style={{ fontSize: 46 }}>{drawable(value)}</span>
            <span style={{ fontSize: 24, color: '#9ba6b0' }}>{drawable(label)}</span>
          </div>
        ))}
      </div>
      <div style={{ display: 'flex', fontSize: 24, color: '#9ba6b0' }}>
        {asOf === null ? 'No figures yet' : `As of ${asOf}`}
      </div>
    </div>
  )
}
