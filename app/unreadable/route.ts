import type { NextRequest } from 'next/server'
import { shortened } from '@/lib/api/listing/reading'
import { problemDocument } from '@/lib/api/problem'

/** What is answered to a path that cannot be decoded (`rerouteUnreadable` leads here): 400, to browsers in plain words. */
function refuse({ nextUrl, headers }: NextRequest): Response {
  const path = nextUrl.searchParams.get('path') ?? ''
  const detail = `The path ${shortened(path)} cannot be read: a percent sign in it begins no UTF-8. Write it as %25.`
  const isForPeople = !path.startsWith('/api/') && (headers.get('accept') ?? '').includes('text/html')
  return new Response(
    isForPeople
      ? `${detail}\n\nEvery page is reached from /\n`
      : JSON.stringify(problemDocument('bad-request', { detail })),
    {
      status: 400,
      headers: {
        'content-type': isForPeople ? 'text/plain; charset=utf-8' : 'application/problem+json',
        'cache-control': 'no-store',
        'access-control-allow-origin': '*',
        'x-content-type-options': 'nosniff',
      },
    },
  )
}

export {
  refuse as DELETE,
  refuse as GET,
  refuse as HEAD,
  refuse as OPTIONS,
  refuse as PATCH,
  refuse as POST,
  refuse as PUT,
}
