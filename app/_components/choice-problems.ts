import type { ParameterError } from '@/lib/api/search-params'

/** Parameters of a page that take one of a few words, by name. */
export type Choices = Readonly<Record<string, readonly string[]>>

/** Which of them say something else, so that the page shows what it shows without them. */
export const choiceProblems = (
  params: Pick<URLSearchParams, 'get'>,
  choices: Choices,
): readonly ParameterError[] =>
  Object.entries(choices).flatMap(([parameter, known]) => {
    const text = params.get(parameter) ?? ''
    return text === '' || known.includes(text)
      ? []
      : { parameter, detail: `"${text}" is not one of ${known.join(', ')}` }
  })
