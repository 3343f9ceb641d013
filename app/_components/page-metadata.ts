import type { Metadata } from 'next'

const NAME = 'Livepeer Offerings'

/**
 * The title of a page and the picture by which a link to it is shown elsewhere. `path`: the page's own, which is also
 * that of its picture.
 */
export function pageMetadata({ title, path }: { title: string; path: string }): Metadata {
  const url = path === '/' ? '/social/overview' : `/social${path}`
  return {
    title: { absolute: `${title} · ${NAME}` },
    openGraph: {
      type: 'website',
      siteName: NAME,
      title: `${title} · ${NAME}`,
      images: [{ url, width: 1_200, height: 630, alt: `${title}, in a few numbers` }],
    },
    twitter: { card: 'summary_large_image' },
  }
}
