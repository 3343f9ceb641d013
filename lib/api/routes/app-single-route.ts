import type { Answer } from '../answer'
import type { AnswerDeps, ApiRequest } from '../endpoint'
import { APP_READER } from './app-answer'
import { appErrand, appRoute, methodOf, pathWithin } from './app-session-route'
import { carryRoute } from './carry-route'
import { headersForApp } from './passed-headers'
import { RawPayload, spoolBody } from './raw-payload'

/** One request of an app that takes them one by one: a place for it, and the request, at once. */
export const carryApp = (request: ApiRequest, deps: AnswerDeps): Promise<Answer> =>
  carryRoute(request, deps, {
    ...appRoute({ app: request.segments.app ?? '', path: '/apps/{app}/app' }),
    async readInput(asked, { routing }) {
      const file = await spoolBody(asked, { maxBytes: routing.maxUploadBytes, folder: routing.uploads })
      const payload = new RawPayload(file, headersForApp(asked))
      return {
        ok: true,
        input: { model: null, size: {}, payload, wantsStream: false, release: file.release },
      }
    },
    errand: (about) =>
      appErrand(about, {
        method: methodOf(request.method),
        path: `${pathWithin(request.url, 'single')}${request.url.search}`,
        wantsSession: false,
      }),
    reader: () => APP_READER,
  })
